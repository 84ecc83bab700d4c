"""A shop's pages of one sweep, joined: shown anywhere counts, not shown needs the home page and every link."""

import struct
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.read.dom.document import Document
from crawler.read.reader import Reader
from crawler.read.seller.disclosure import read_disclosure
from crawler.read.seller.shops import join_shop
from crawler.records import PageRecord, RawPage, Visit

HOME = "https://shop.example.cn/s/77"
LICENCE = "https://shop.example.cn/s/77/licence"
CODE = "91990000MA0ABCDE1A"
WHEN = datetime(2026, 12, 2, tzinfo=UTC)


def page(url: str, body: str, *, kind: str = "shop", **options: Any) -> PageRecord:
    raw = RawPage(
        platform="shop.example.cn",
        url=url,
        captured_at=WHEN,
        sha256="0" * 64,
        body=f"<html><body>{body}</body></html>".encode(),
        content_type="text/html; charset=utf-8",
        fetched="http",
        expected_kind=kind,
        **options,
    )
    return PageRecord(
        source="1#1",
        url=url,
        platform="shop.example.cn",
        kind=kind,
        gate=raw.gate,
        disclosure=read_disclosure(Document.of(raw), raw),
    )


def visit(url: str, outcome: str = "kept", *, kind: str = "disclosure", **options: Any) -> Visit:
    return Visit(
        number=1,
        url=url,
        platform="shop.example.cn",
        kind=kind,
        reason="link",
        outcome=outcome,
        ended_at=WHEN,
        **options,
    )


LINK = f"<h1>青禾专营店</h1><a href='{LICENCE}'>营业执照</a>"
BARE = "<h1>青禾专营店</h1><p>全场包邮</p>"


def states(pages: list[PageRecord], visits: list[Visit]) -> set[tuple[str, str | None]]:
    joined = join_shop(pages, visits)
    names = ("licence_number", "licence_images", "self_declaration")
    return {(joined.readings[name].state, joined.readings[name].cause) for name in names}


def test_nothing_anywhere_is_not_shown() -> None:
    assert states([page(HOME, BARE)], [visit(HOME, kind="shop")]) == {("not_shown", None)}


def test_link_that_leads_to_the_licence_shows_it() -> None:
    licence = page(LICENCE, f"<p>统一社会信用代码：{CODE}</p><p>企业名称：青禾电器有限公司</p>", kind="disclosure")
    joined = join_shop([page(HOME, LINK), licence], [visit(HOME, kind="shop"), visit(LICENCE)])
    assert (joined.licence_number, joined.name, joined.shop_url) == (CODE, "青禾电器有限公司", HOME)
    assert joined.readings["licence_number"].state == "shown"


def test_link_that_leads_to_an_empty_page_leaves_it_not_shown() -> None:
    empty = page(LICENCE, "<p>暂无信息</p>", kind="disclosure")
    assert states([page(HOME, LINK), empty], [visit(HOME, kind="shop"), visit(LICENCE)]) == {("not_shown", None)}


def test_link_that_leads_nowhere_leaves_it_not_shown() -> None:
    assert states([page(HOME, LINK)], [visit(HOME, kind="shop"), visit(LICENCE, "gone")]) == {("not_shown", None)}


@pytest.mark.parametrize(
    ("pages", "visits", "cause"),
    [
        pytest.param([], [], "limit", id="home page not fetched"),
        pytest.param([page(HOME, LINK)], [visit(HOME, kind="shop")], "limit", id="link not opened"),
        pytest.param([page(HOME, LINK)], [visit(LICENCE, "gated", gate="captcha")], "gated", id="link gated"),
        pytest.param([page(HOME, LINK)], [visit(LICENCE, "skipped_limit")], "limit", id="limit hit"),
        pytest.param([page(HOME, LINK)], [visit(LICENCE, "failed")], "limit", id="link failed"),
        pytest.param([page(HOME, LINK)], [visit(LICENCE, "refused_robots")], "gated", id="link refused"),
        pytest.param([page(HOME, BARE, gate="login")], [visit(HOME, "gated", kind="shop")], "gated", id="home gated"),
        pytest.param([page(HOME, BARE, complete=False)], [visit(HOME, kind="shop")], "truncated", id="home cut"),
        pytest.param(
            [page(HOME, "<div id=app></div><script src=/app.js></script>")],
            [visit(HOME, kind="shop")],
            "not_rendered",
            id="home a shell",
        ),
        pytest.param(
            [page(HOME, BARE + "<div class=footer><img src=/i/7.png></div>")],
            [visit(HOME, kind="shop")],
            "image_only",
            id="footer badge",
        ),
        pytest.param(
            [page(HOME, BARE + "<a href='https://amr.example.org/lz/1'>工商亮照</a>")],
            [visit(HOME, kind="shop")],
            "limit",
            id="other host not opened",
        ),
        pytest.param(
            [page(HOME, LINK), page(LICENCE, "<img src=/up/77.jpg>", kind="disclosure")],
            [visit(LICENCE)],
            "image_only",
            id="unread picture behind the link",
        ),
    ],
)
def test_each_condition_of_not_shown_broken_alone(pages: list[PageRecord], visits: list[Visit], cause: str) -> None:
    assert states(pages, visits) == {("not_observable", cause)}


def test_opened_link_to_another_host_is_a_working_link() -> None:
    url = "https://amr.example.org/lz/1"
    joined = join_shop([page(HOME, f"<a href='{url}'>工商亮照</a>")], [visit(HOME, kind="shop"), visit(url)])
    assert joined.readings["licence_images"].state == "shown"
    assert joined.readings["licence_number"].cause == "image_only"


def picture_page(url: str, body: bytes, content_type: str) -> PageRecord:
    raw = RawPage(
        platform="shop.example.cn", url=url, captured_at=WHEN, sha256="0" * 64, body=body, content_type=content_type,
        fetched="http", expected_kind="disclosure",
    )  # fmt: skip
    said = read_disclosure(Document.of(raw), raw)
    return PageRecord(
        source="1#2", url=url, platform="shop.example.cn", kind="disclosure", gate="none", disclosure=said
    )


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\0" * 4_000


@pytest.mark.parametrize(
    ("body", "content_type", "state"),
    [
        (png(800, 1100), "image/png", "shown"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 4_000, "image/jpeg", "shown"),
        (png(1, 1), "image/png", "not_observable"),
        (b"GIF89a\x01\0\x01\0" + b"\0" * 20, "image/gif", "not_observable"),
        (b"<html><body><h1>404</h1></body></html>", "text/html", "not_observable"),
    ],
)
def test_a_picture_answered_with_a_page_or_a_dot_is_no_licence(body: bytes, content_type: str, state: str) -> None:
    picture = "https://shop.example.cn/up/77.jpg"
    pages = [page(HOME, f"<a href='{picture}'>营业执照</a>"), picture_page(picture, body, content_type)]
    joined = join_shop(pages, [visit(HOME, kind="shop"), visit(picture)])
    assert joined.readings["licence_images"].state == state
    assert joined.licence_images == ((picture,) if state == "shown" else ())


def test_a_licence_link_to_a_picture_that_can_be_fetched_shows_it_and_a_dead_one_does_not() -> None:
    picture = "https://shop.example/up/77.jpg"
    home = page(HOME, f"<a href='{picture}'>营业执照</a>")
    shown = join_shop([home], [visit(HOME, kind="shop"), visit(picture)])
    assert (shown.readings["licence_images"].state, shown.licence_images) == ("shown", (picture,))
    dead = join_shop([home], [visit(HOME, kind="shop"), visit(picture, "gone")])
    assert dead.readings["licence_images"].state == "not_shown"


def test_licence_as_image_keeps_its_number_not_observable() -> None:
    joined = join_shop([page(HOME, "<img src=/up/1.jpg alt=营业执照>")], [visit(HOME, kind="shop")])
    assert joined.readings["licence_images"].state == "shown"
    assert (joined.readings["licence_number"].state, joined.readings["licence_number"].cause) == (
        "not_observable",
        "image_only",
    )
    assert joined.readings["self_declaration"].state == "not_shown"


def test_footer_of_an_item_page_counts() -> None:
    item = page("https://shop.example.cn/item/1", f"<div class=footer>统一社会信用代码：{CODE}</div>", kind="item")
    joined = join_shop([page(HOME, BARE), item], [visit(HOME, kind="shop")])
    assert joined.licence_number == CODE


def test_second_look_in_the_browser_lifts_what_the_first_could_not_see() -> None:
    shell = page(HOME, "<div id=app></div><script src=/app.js></script>")
    rendered = page(HOME, "<div id=app><h1>青禾</h1></div><script src=/app.js></script>", rendered=True)
    assert states([shell, rendered], [visit(HOME, kind="shop")]) == {("not_shown", None)}


def test_order_of_pages_does_not_matter() -> None:
    licence = page(LICENCE, f"<p>统一社会信用代码：{CODE}</p>", kind="disclosure")
    home = page(HOME, LINK)
    visits = [visit(HOME, kind="shop"), visit(LICENCE)]
    assert join_shop([home, licence], visits) == join_shop([licence, home], visits)


def test_differing_values_are_kept_beside_the_chosen_one() -> None:
    licence = page(LICENCE, "<p>企业名称：青禾电器有限公司</p>", kind="disclosure")
    home = page(HOME, LINK + "<p>企业名称：乙禾商贸有限公司</p>")
    joined = join_shop([home, licence], [visit(LICENCE)])
    assert joined.name == "青禾电器有限公司"
    assert [other.value for other in joined.readings["name"].others] == ["乙禾商贸有限公司"]


FOOTER = f"<div class=footer>青禾电器有限公司 版权所有 统一社会信用代码：{CODE}</div>"
GOODS = (
    "<h1>青禾插座</h1><p class=price>¥39.00</p><a>加入购物车</a><ul class=attributes><li>生产企业：乙禾电器厂</li></ul>"
)


def record(url: str, body: str, **options: Any) -> PageRecord:
    raw = RawPage(
        platform="shop.example.cn",
        url=url,
        captured_at=WHEN,
        sha256="0" * 64,
        body=f"<html><head><title>青禾插座</title></head><body>{body}</body></html>".encode(),
        content_type="text/html; charset=utf-8",
        fetched="http",
        **options,
    )
    return Reader(()).read(raw, "1#1")


def test_what_the_footers_of_goods_pages_show_is_joined() -> None:
    item = record("https://shop.example.cn/item/1", GOODS + FOOTER)
    assert item.disclosure is None
    assert item.footer is not None
    assert (item.footer.licence_number, item.footer.name) == (CODE, "青禾电器有限公司")
    joined = join_shop([item], [])
    assert joined.licence_number == CODE
    assert joined.readings["self_declaration"].cause == "limit"


def test_a_page_that_says_nothing_of_its_seller_has_no_footer() -> None:
    assert record("https://shop.example.cn/item/1", GOODS).footer is None


def test_the_maker_of_goods_is_not_the_seller() -> None:
    rows = f"<ul class=attributes><li>企业名称：乙禾电器厂</li><li>统一社会信用代码：{CODE}</li></ul>"
    item = record("https://shop.example.cn/item/1", GOODS + rows + "<div class=footer>© 青禾商城有限公司</div>")
    assert item.footer is not None
    assert (item.footer.name, item.footer.licence_number) == ("青禾商城有限公司", None)


def test_a_code_among_the_goods_facts_leaves_open_whose_it_is() -> None:
    item = record("https://shop.example.cn/item/1", f"{GOODS}<h3>商品参数</h3><p>统一社会信用代码：{CODE}</p>")
    home = record("https://shop.example.cn/", BARE, expected_kind="shop")
    assert join_shop([home, item], []).readings["licence_number"].state == "not_observable"


@pytest.mark.parametrize("path", ["", "/", "/index.html", "/index.php", "/zh/", "/home"])
def test_a_home_page_of_any_kind_is_the_shops_home(path: str) -> None:
    home = record(f"https://shop.example.cn{path}", "<h1>青禾</h1><p>本店新闻一则，欢迎阅读。</p>")
    assert home.footer is not None or home.disclosure is not None
    joined = join_shop([home], [])
    assert joined.readings["licence_number"].state == "not_shown"
    assert joined.shop_url == f"https://shop.example.cn{path}"


def test_an_article_is_no_home_page() -> None:
    article = record("https://shop.example.cn/news/7.html", "<h1>青禾</h1><p>本店新闻一则。</p>" + FOOTER)
    assert join_shop([article], []).readings["self_declaration"].cause == "limit"


def test_an_unnamed_icon_that_leads_somewhere_is_opened_first() -> None:
    icon = "<div class='shop-head'><span class='shop-name'>青禾专营店</span><a href='/s/77/c'><img src='/i/3.png' width=24 height=24></a></div>"  # noqa: E501
    assert states([page(HOME, icon)], [visit(HOME, kind="shop")]) == {("not_observable", "limit")}
    other = page("https://shop.example.cn/s/77/c", "<p>客服在线时间</p>", kind="disclosure")
    seen = [visit(HOME, kind="shop"), visit("https://shop.example.cn/s/77/c")]
    assert states([page(HOME, icon), other], seen) == {("not_shown", None)}


@pytest.mark.parametrize(
    ("image", "cause"),
    [
        ("<img src='/i/7.png' alt='正品保障承诺'>", None),
        ("<img src='/i/banner-spring.png' alt='春季上新'>", None),
        ("<a href='/help/pay'><img src='/i/p.png' alt='支付帮助'></a>", None),
        ("<img src='/i/7.png'>", "image_only"),
        ("<p>电子标识 <img src='/i/7.png' alt='标识图片'></p>", "image_only"),
        ("<h4>工商亮照</h4><p><img src='/i/7.png' alt='标识图片'></p>", "image_only"),
        ("<a href='https://amr.example.org/c/1'><img src='/i/7.png' alt='可信网站'></a>", "image_only"),
    ],
)
def test_footer_pictures_that_may_be_a_licence(image: str, cause: str | None) -> None:
    state = "not_observable" if cause else "not_shown"
    assert states([page(HOME, BARE + f"<div class=footer>{image}</div>")], [visit(HOME, kind="shop")]) == {
        (state, cause)
    }
