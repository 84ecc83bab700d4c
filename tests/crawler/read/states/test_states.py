"""Not shown only under every condition: each condition is broken alone, and removing a value never gives another."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.read.dom.candidates import Candidate
from crawler.read.dom.document import Document
from crawler.read.item.images import content_images
from crawler.read.labels.view import label_candidates, read_pairs
from crawler.read.states.loading import unloaded_parts
from crawler.read.states.states import examine, field_states
from crawler.records import Cause, Fragment, PageKind, RawPage, Reading

URL = "https://shop.example.cn/item/100123.html"
ATTRIBUTES = (
    ("品牌", "青禾"),
    ("型号", "QH-20A"),
    ("生产企业", "青禾电器有限公司"),
    ("厂址", "江东省临河市工业路8号"),
    ("执行标准", "GB 4943.1-2022"),
)
FIELD_OF = {"品牌": "brand", "型号": "models", "生产企业": "maker", "厂址": "maker_address", "执行标准": "standards"}


def page(
    *, without: str = "", head: str = "", description: str = "<p>三孔位，家用。</p>", extra: str = "", tail: str = ""
) -> str:
    rows = "".join(f"<li>{label}：{value}</li>" for label, value in ATTRIBUTES if label != without)
    return (
        f"<html><head><title>青禾插座</title>{head}</head><body><div class='site-header'><a href='/'>首页</a></div>"
        f"<div class='product-main'><h1>青禾插座 三米线</h1><div class='gallery'><img src='/img/main.jpg'></div>"
        f"<p class='price'>¥39.00</p><a href='/cart/add' class='btn'>加入购物车</a></div>"
        f"<h3>规格参数</h3><ul class='attributes'>{rows}</ul>{extra}"
        f"<div class='description'>{description}</div>"
        f"<div class='footer'><img src='/img/visa.png'>客服电话：0571-88886666</div>"
        f"{tail}</body></html>"
    )


def raw(html: str, **options: Any) -> RawPage:
    defaults: dict[str, Any] = {
        "platform": "shop.example.cn",
        "url": URL,
        "captured_at": None,
        "sha256": "0" * 64,
        "body": html.encode(),
        "content_type": "text/html; charset=utf-8",
        "fetched": "http",
    }
    return RawPage(**{**defaults, **options})


def readings(
    html: str,
    *,
    kind: PageKind = "item",
    title: bool = True,
    offered: bool | None = None,
    price: bool = True,
    **options: Any,
) -> dict[str, Reading]:
    captured = raw(html, **options)
    document = Document.of(captured)
    pairs = read_pairs(document)
    chosen: dict[str, list[Candidate]] = {}
    for candidate in label_candidates(document, pairs):
        chosen.setdefault(candidate.field, []).append(candidate)
    if title:
        chosen["title"] = [Candidate("title", "青禾插座", "heuristic", "h1", "青禾插座")]
    if price:
        chosen["price"] = [Candidate("price", "39.00", "heuristic", "p.price", "¥39.00")]
    return field_states(document, captured, kind, pairs, chosen, offered=offered)


def state(found: Reading) -> tuple[str, Cause | None]:
    return found.state, found.cause


@pytest.mark.parametrize(("label", "field"), FIELD_OF.items())
def test_a_value_is_shown_and_its_removal_is_not_shown(label: str, field: str) -> None:
    shown = readings(page())[field]
    assert (shown.state, shown.source) == ("shown", "label")
    assert shown.place
    assert state(readings(page(without=label))[field]) == ("not_shown", None)


def test_whole_page_passes() -> None:
    document = Document.of(raw(page()))
    test = examine(document, raw(page()), "item", read_pairs(document), titled=True, offered=True)
    assert (test.cause, test.images, test.reasons) == (None, (), ())


FRAME = Fragment(url="https://shop.example.cn/desc/100123", kind="frame", content_type="text/html", body=b"<p>ok</p>")
SCRIPT = "<script src='/static/app.js'></script>"

BROKEN: dict[str, tuple[Cause, str, dict[str, Any]]] = {
    "gated": ("gated", page(without="生产企业"), {"gate": "captcha"}),
    "body cut short": ("truncated", page(without="生产企业"), {"complete": False}),
    "no title read": ("not_rendered", page(without="生产企业"), {"title": False}),
    "no price and no buy control": ("not_rendered", page(without="生产企业"), {"offered": False}),
    "not an item page": ("not_rendered", page(without="生产企业"), {"kind": "list"}),
    "frame not loaded": ("not_rendered", page(without="生产企业", extra="<iframe src='/desc/100123'></iframe>"), {}),
    "late frame": ("not_rendered", page(without="生产企业", extra="<iframe data-src='/desc/100123'></iframe>"), {}),
    "description says it is loading": ("not_rendered", page(without="生产企业", description="描述加载中..."), {}),
    "the same in the browser": ("not_rendered", page(without="生产企业", description="加载中"), {"rendered": True}),
    "description has an address": (
        "not_rendered",
        page(without="生产企业", description="", extra="<div class='detail-content' data-url='/desc/100123'></div>"),
        {},
    ),
    "description address in a script": (
        "not_rendered",
        page(
            without="生产企业", description="", tail="<script>var g = {descUrl: '//d.example.cn/100123.desc'};</script>"
        ),
        {},
    ),
    "empty panel and scripts": (
        "not_rendered",
        page(without="生产企业", extra="<div role='tabpanel' id='spec'></div>", tail=SCRIPT),
        {},
    ),
    "tab with an address": (
        "not_rendered",
        page(without="生产企业", extra="<ul><li data-url='/ajax/params?id=100123'>规格参数</li></ul>"),
        {},
    ),
    "tab nobody opened": (
        "not_rendered",
        page(
            without="生产企业",
            extra="<ul class='tabs'><li class='active'><a href='#one'>商品详情</a></li>"
            "<li><a href='#two'>资质证书</a></li></ul>"
            "<div class='panes'><div id='one'>三孔位</div><div id='two'></div></div>",
        ),
        {"rendered": True},
    ),
    "loader in a script": (
        "not_rendered",
        page(without="生产企业", tail="<script>$.get('/goods/attributes?id=100123', put)</script>"),
        {},
    ),
    "single-page shell": (
        "not_rendered",
        f"<html><head><title>青禾插座</title></head><body><div id='app'></div>{SCRIPT}</body></html>",
        {},
    ),
    "unfilled template": ("not_rendered", page(without="生产企业", extra="<p>生产企业：{{ goods.maker }}</p>"), {}),
    "another page of the item": (
        "not_rendered",
        page(without="生产企业", extra="<p><a href='/item/params/100123.html'>规格参数</a></p>"),
        {},
    ),
    "no labelled value": (
        "place_gone",
        "<html><head><title>青禾插座</title></head><body><h1>青禾插座</h1><p>¥39.00</p><a>加入购物车</a><p>三孔位</p></body></html>",
        {},
    ),
    "content image": ("image_only", page(without="生产企业", description="<img src='/detail/1.jpg'>"), {}),
    "late content image": (
        "image_only",
        page(without="生产企业", description="<p><img src='/s.gif' data-ks-lazyload='/detail/1.jpg'></p>"),
        {},
    ),
    "image between the attributes": (
        "image_only",
        page(without="生产企业", extra="<div class='attributes'><img src='/detail/2.png'></div>"),
        {},
    ),
    "unmarked long pictures": (
        "image_only",
        page(without="生产企业", extra="<div><img src='/u/1.jpg'><img src='/u/2.jpg'></div>"),
        {},
    ),
    "label sends to pictures": (
        "image_only",
        page(without="生产企业", extra="<ul class='attributes'><li>生产企业：见详情图</li></ul>"),
        {},
    ),
}


@pytest.mark.parametrize(("cause", "html", "options"), BROKEN.values(), ids=BROKEN.keys())
def test_each_condition_broken_alone(cause: Cause, html: str, options: dict[str, Any]) -> None:
    options = {"price": options.get("offered") is not False, **options}
    assert state(readings(html, **options)["maker"]) == ("not_observable", cause)


KEPT = {
    "frame loaded": (page(without="生产企业", extra="<iframe src='/desc/100123'></iframe>"), {"fragments": (FRAME,)}),
    "frame of a video": (page(without="生产企业", extra="<iframe src='https://player.example.com/v/1'></iframe>"), {}),
    "hidden frame": (page(without="生产企业", extra="<iframe src='/track' style='display:none'></iframe>"), {}),
    "counting scripts": (page(without="生产企业", tail="<script src='https://hm.baidu.com/hm.js'></script>"), {}),
    "data script": (page(without="生产企业", tail="<script type='application/ld+json'>{}</script>"), {}),
    "small icon in the description": (
        page(without="生产企业", description="<p>三孔位<img src='/i.png' width=16 height=16></p>"),
        {},
    ),
    "gallery pictures": (page(without="生产企业", extra="<div class='thumb-list'><img src='/t/1.jpg'></div>"), {}),
    "pictures of other goods": (
        page(without="生产企业", extra="<div class='related'><a href='/item/2.html'><img src='/r/2.jpg'></a></div>"),
        {},
    ),
    "buyers' pictures": (page(without="生产企业", extra="<div class='comments'><img src='/c/1.jpg'></div>"), {}),
    "empty review panel": (
        page(without="生产企业", extra="<div role='tabpanel' class='reviews'></div>", tail=SCRIPT),
        {},
    ),
    "filled tabs": (
        page(
            without="生产企业",
            extra="<ul class='tabs'><li class='active'>商品详情</li><li>资质证书</li></ul>"
            "<div class='panes'><div>三孔位</div><div>合格</div></div>",
        ),
        {"rendered": True},
    ),
    "a buyer writes the value": (
        page(without="生产企业", extra="<div class='reviews'><p>生产企业：别家有限公司</p></div>"),
        {},
    ),
    "found and empty": (page(without="生产企业", extra="<ul class='attributes'><li>生产企业：</li></ul>"), {}),
    "placeholder": (page(without="生产企业", extra="<ul class='attributes'><li>生产企业：暂无</li></ul>"), {}),
}


@pytest.mark.parametrize(("html", "options"), KEPT.values(), ids=KEPT.keys())
def test_what_does_not_hide_anything(html: str, options: dict[str, Any]) -> None:
    assert state(readings(html, **options)["maker"]) == ("not_shown", None)


def test_page_longer_than_is_read_proves_nothing() -> None:
    html = page(without="生产企业", extra="<ul>" + "<li>三米</li>" * 20_500 + "</ul>")
    assert state(readings(html)["maker"]) == ("not_observable", "limit")


def test_declared_place_that_is_gone() -> None:
    whole, hidden = page(without="生产企业"), page(without="生产企业", description="<img src='/detail/1.jpg'>")
    for html, expected in ((whole, ("not_shown", None)), (hidden, ("not_observable", "place_gone"))):
        document = Document.of(raw(html))
        pairs = read_pairs(document)
        chosen = {"title": [Candidate("title", "a", "heuristic", "h1", "a")]}
        found = field_states(document, raw(html), "item", pairs, chosen, gone=frozenset(("maker",)), offered=True)
        assert state(found["maker"]) == expected


def test_images_do_not_hide_what_a_shop_writes_as_text() -> None:
    found = readings(page(description="<img src='/detail/1.jpg'>"))
    assert state(found["stock"]) == ("not_shown", None)
    assert state(found["licence_numbers"]) == ("not_observable", "image_only")


def test_cause_only_the_caller_knows() -> None:
    document = Document.of(raw(page()))
    chosen = {"title": [Candidate("title", "a", "heuristic", "h1", "a")]}
    pairs = read_pairs(document)
    found = field_states(document, raw(page()), "item", pairs, chosen, causes={"price": "image_only"}, offered=True)
    assert state(found["price"]) == ("not_observable", "image_only")


def test_buy_control_stands_for_the_price() -> None:
    assert state(readings(page(without="厂址"), price=False)["maker_address"]) == ("not_shown", None)


def test_other_values_are_kept_beside_the_chosen_one() -> None:
    found = readings(page(extra="<div class='attributes'><p>生产企业：乙禾有限公司</p></div>"))["maker"]
    assert [other.value for other in found.others] == ["乙禾有限公司"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<img src='/a.jpg'>", ["https://shop.example.cn/a.jpg"]),
        ("<img src='/blank.gif' data-original='/a.jpg'>", ["https://shop.example.cn/a.jpg"]),
        ("<img data-lazyload='//img.example.cn/a.jpg'>", ["https://img.example.cn/a.jpg"]),
        ("<img srcset='/a.jpg 1x, /b.jpg 2x'>", ["https://shop.example.cn/a.jpg"]),
        ("<div style='background-image:url(/a.jpg)'></div>", ["https://shop.example.cn/a.jpg"]),
        ("<img src='/a.jpg' width='750' height='2000'>", ["https://shop.example.cn/a.jpg"]),
        ("<img src='/2024-05-01.jpg'>", ["https://shop.example.cn/2024-05-01.jpg"]),
        ("<img src='/a.jpg'><img src='/a.jpg'>", ["https://shop.example.cn/a.jpg"]),
        ("<img src='/a.jpg' width='16' height='16'>", []),
        ("<img src='/a.jpg' style='width: 20px'>", []),
        ("<img src='/a_50x50.jpg'>", []),
        ("<img src='/TBabc-16-16.png'>", []),
        ("<img src='/spacer.gif'>", []),
        ("<img class='icon' src='/a.png'>", []),
        ("<img src='data:image/gif;base64,R0lGODlh'>", []),
    ],
)
def test_content_images_of_the_description(body: str, expected: list[str]) -> None:
    html = f"<html><body><h1>插座</h1><p>¥1.00</p><div class='description'>{body}</div></body></html>"
    document = Document(html, url="https://shop.example.cn/item/1.html")
    assert list(content_images(document)) == expected


@settings(max_examples=60, deadline=None)
@given(
    gone=st.sampled_from(sorted(FIELD_OF)),
    obstacle=st.sampled_from(sorted(BROKEN)),
    kept=st.sampled_from(sorted(KEPT)),
)
def test_an_obstacle_never_turns_a_gap_into_a_finding(gone: str, obstacle: str, kept: str) -> None:
    cause, html, options = BROKEN[obstacle]
    found = readings(html.replace("</body>", f"<div>{gone}</div></body>"), **options)
    assert found["maker"].state != "not_shown" or cause == "image_only"
    html, options = KEPT[kept]
    assert readings(html, **options)[FIELD_OF[gone]].state in ("shown", "not_shown")


def test_unloaded_parts_name_the_place() -> None:
    document = Document.of(raw(page(extra="<iframe src='/desc/100123'></iframe>")))
    assert unloaded_parts(document) == ("iframe: https://shop.example.cn/desc/100123",)


@pytest.mark.parametrize(
    ("picture", "content"),
    [
        ("<a href='javascript:addToCart(5)'><img src='/t/1.gif'></a>", False),
        ("<img src='/t/1.gif' onclick='tocart()'>", False),
        ("<a href='/cart/add?id=5'><img src='/t/1.gif'></a>", False),
        ("<a href='/flow.php?step=cart'><img src='/t/1.gif'></a>", False),
        ("<form action='/flow.php'>数量 <input name=n><img src='/t/1.gif'></form>", False),
        ("<form action='/flow.php'>数量 <input name=n><img src='/t/1.jpg' width=750></form>", True),
        ("<form><h2>商品</h2><input name=__VIEWSTATE><img src='/t/1.jpg'></form>", True),
        ("<a href='/t/1-big.jpg'><img src='/t/1.jpg'></a>", True),
        ("<img src='/t/1.jpg'>", True),
    ],
)
def test_the_face_of_a_button_is_no_content(picture: str, *, content: bool) -> None:
    document = Document(page(description=picture), url=URL)
    assert bool(content_images(document)) is content
