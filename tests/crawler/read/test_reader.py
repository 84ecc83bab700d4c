"""What a reader makes of whole pages: their kind, gate, parts and explanation."""

from pathlib import Path
from typing import Any

import pytest

from config.errors import FieldNotRead
from crawler.platforms import PlatformDeclaration, Selectors, UrlPattern, load_platforms
from crawler.read.page import ListingPage
from crawler.read.reader import Reader, explanation
from crawler.records import LISTING_FIELDS, Fragment, Gate, PageKind, RawPage
from tests.crawler.read.pages import raw_page

ITEM = """<html><head><meta charset="utf-8"><title>青山 灭火器 4kg</title></head><body><h1>青山 灭火器 4kg</h1>
<p class="price">¥65.00</p><button>加入购物车</button>
<table><tr><td>品牌</td><td>青山</td></tr></table></body></html>"""
CARD = '<div class="item"><a href="/p/{0}.html">青山 灭火器 {0}kg</a><span class="price">¥{0}5.00</span></div>'
CARDS = "".join(CARD.format(number) for number in range(1, 9))
LIST = f"<html><head><title>灭火器</title></head><body><h1>灭火器</h1>{CARDS}</body></html>"
DISCLOSURE = """<html><head><title>证照信息</title></head><body><h2>经营者信息</h2>
<dl><dt>企业名称</dt><dd>测试市青山消防器材有限公司</dd>
<dt>统一社会信用代码</dt><dd>91990101MA00000000</dd></dl><p>营业执照</p></body></html>"""


def page(text: str, **fields: Any) -> RawPage:
    return raw_page(text.encode(fields.pop("encoding", "utf-8")), **({"url": "http://shop.example/x"} | fields))


def declared(**fields: Any) -> PlatformDeclaration:
    settled = {"name": "mall", "title": "测试商城", "hosts": ("mall.example", "*.mall.example"), "verified_on": "测试"}
    return PlatformDeclaration(**(settled | fields))


@pytest.mark.parametrize(
    ("text", "url", "kind"),
    [
        (ITEM, "http://shop.example/p/1.html", "item"),
        (ITEM, None, "item"),
        (LIST, "http://shop.example/c/1.html", "list"),
        (LIST, None, "list"),
        (LIST, "http://shop.example/", "shop"),
        (DISCLOSURE, "http://shop.example/licence.html", "disclosure"),
        ("<html><body><h1>关于我们</h1><p>欢迎光临。</p></body></html>", "http://shop.example/about", "other"),
        ("", None, "other"),
    ],
)
def test_kinds_are_told_by_what_stands_on_the_page(text: str, url: str | None, kind: PageKind) -> None:
    record = Reader(()).read(page(text, url=url), "x")

    assert record.kind == kind
    assert (record.listing is not None) == (kind == "item")
    assert (record.disclosure is not None) == (kind in ("shop", "disclosure"))


def test_a_declaration_knows_kind_and_item_id_from_the_url() -> None:
    pattern = UrlPattern(kind="item", pattern=r"/goods\?", item_from_query="gid")

    record = Reader((declared(patterns=(pattern,)),)).read(page(ITEM, url="http://m.mall.example/goods?gid=00712"), "x")

    assert (record.platform, record.kind) == ("mall", "item")
    assert record.listing is not None
    assert record.listing.item_id == "00712"
    assert record.listing.readings["item_id"].source == "declaration"


def test_a_declared_place_comes_first() -> None:
    selectors = Selectors(fields={"brand": "td.b", "price": ".pay"})
    text = ITEM.replace(
        "<button>", '<i class="pay">¥59.00</i><table><tr><td class="b">青山牌</td></tr></table><button>'
    )

    record = Reader((declared(selectors=selectors),)).read(page(text, url="http://mall.example/1"), "x")

    assert record.listing is not None
    assert (record.listing.brand, str(record.listing.price)) == ("青山牌", "59.00")
    assert [other.value for other in record.listing.readings["brand"].others] == ["青山"]


class MallPage(ListingPage, platform="mall"):
    """Prints the model beside the title."""

    def models(self) -> tuple[str, ...]:
        return tuple(self.css(".model").split("/"))

    def maker(self) -> str | None:
        raise FieldNotRead("gone")


def test_a_page_object_reads_what_a_declaration_cannot_say() -> None:
    text = ITEM.replace("<button>", '<i class="model">MFZ4/MFZ5</i><button>')

    record = Reader((declared(),), {"mall": MallPage}).read(page(text, url="http://mall.example/1"), "x")

    assert record.listing is not None
    assert record.listing.models == ("MFZ4", "MFZ5")
    assert record.listing.readings["maker"].state != "shown"


@pytest.mark.parametrize("gate", ["captcha", "login", "blocked"])
def test_a_gated_page_gives_no_listing(gate: Gate) -> None:
    record = Reader(()).read(page(ITEM, gate=gate, fetched="http", expected_kind="item"), "x")

    assert (record.gate, record.kind, record.listing) == (gate, "item", None)


def test_an_item_inside_a_frame_is_read() -> None:
    frame = Fragment(url="http://shop.example/inner.html", kind="frame", content_type="text/html", body=ITEM.encode())
    outer = '<html><head><title>青山商城</title></head><body><iframe src="/inner.html"></iframe></body></html>'

    record = Reader(()).read(page(outer, fragments=(frame,)), "x")

    assert record.kind == "item"
    assert record.listing is not None
    assert (record.listing.title, str(record.listing.price)) == ("青山 灭火器 4kg", "65.00")


def test_an_api_answer_kept_by_the_browser_is_read() -> None:
    answer = '{"code":0,"data":{"goodsId":"9","goodsName":"青山 灭火器 4kg","salePrice":"65.00","brandName":"青山"}}'
    api = Fragment(
        url="http://shop.example/api/goods/9", kind="api", content_type="application/json", body=answer.encode()
    )
    text = "<html><head><title>青山 灭火器 4kg</title></head><body><div id=app></div></body></html>"

    record = Reader(()).read(page(text, url="http://shop.example/#/goods?id=9", fragments=(api,)), "x")

    assert record.listing is not None
    listing = record.listing
    assert (str(listing.price), listing.brand, listing.item_id) == ("65.00", "青山", "9")
    assert listing.readings["price"].source == "embedded_state"


def test_prices_of_other_goods_never_stand_in_for_a_missing_one() -> None:
    related = f'<div class="related"><h2>猜你喜欢</h2>{"".join(CARD.format(n) for n in range(1, 7))}</div>'
    text = ITEM.replace('<p class="price">¥65.00</p>', "").replace("</body>", related + "</body>")

    record = Reader(()).read(page(text), "x")

    assert record.listing is not None
    assert record.listing.price is None
    assert record.listing.price_reason is not None


def test_cents_in_state_are_told_from_what_the_page_shows() -> None:
    state = '<script>window.__DATA__ = {"item": {"title": "青山 灭火器 4kg", "price": 6500, "itemId": "9"}};</script>'

    record = Reader(()).read(page(ITEM.replace("</body>", state + "</body>")), "x")

    assert record.listing is not None
    assert str(record.listing.price) in ("65", "65.00")


def test_two_sources_that_disagree_are_kept_side_by_side() -> None:
    stated = '{"@type":"Product","name":"青山 灭火器 4kg","sku":"A1","brand":"青山消防"}'
    ld = f'<script type="application/ld+json">{stated}</script>'

    record = Reader(()).read(page(ITEM.replace("</body>", ld + "</body>")), "x")

    assert record.listing is not None
    reading = record.listing.readings["brand"]
    assert (record.listing.brand, reading.source) == ("青山消防", "json_ld")
    assert [(other.value, other.source) for other in reading.others] == [("青山", "label")]


def test_explain_has_an_entry_for_every_key() -> None:
    record = Reader(()).read(page(ITEM), "x")

    explained = explanation(record)

    assert tuple(explained) == LISTING_FIELDS
    assert explained["title"]["state"] == "shown"
    assert {"state", "cause", "source", "place", "text", "masked", "others"} == set(explained["title"])


def test_every_shipped_declaration_says_what_was_checked() -> None:
    platforms = load_platforms(Path(__file__).resolve().parents[3] / "spiders")

    assert len(platforms) >= 12
    for declaration in platforms:
        assert declaration.verified_on.strip()
        assert any(pattern.kind == "item" and "(?P<item>" in pattern.pattern for pattern in declaration.patterns)


@pytest.mark.parametrize(
    "noise", ["<div>新闻：本店开业</div>", "<p>客服热线 400-000-0000</p>", "<ul><li>包邮</li></ul>"]
)
def test_noise_changes_nothing(noise: str) -> None:
    plain = Reader(()).read(page(ITEM), "x").listing
    noisy = (
        Reader(()).read(page(ITEM.replace("<h1>", noise + "<h1>").replace("</body>", noise + "</body>")), "x").listing
    )

    assert plain is not None
    assert noisy is not None
    assert (noisy.title, noisy.price, noisy.brand) == (plain.title, plain.price, plain.brand)


def test_wrapping_changes_nothing() -> None:
    wrapped = ITEM.replace("<body>", "<body><main><div><section>").replace("</body>", "</section></div></main></body>")

    listing = Reader(()).read(page(wrapped), "x").listing

    assert listing is not None
    assert (listing.title, str(listing.price), listing.brand) == ("青山 灭火器 4kg", "65.00", "青山")
