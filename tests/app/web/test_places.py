"""Where a record's values stand on its page: the reader's own records over pages written here, marked and dead."""

import hashlib
import re
from html import unescape

import pytest

from app import labels
from app.web.marking import render_marked
from app.web.places import Located, locate
from app.web.reading import FieldView, read_fields
from crawler.read.reader import Reader
from crawler.records import Fragment, PageRecord, RawPage

ITEM = """<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>霜原电热水壶 1.5L-霜原商城</title></head>
<body><h1>霜原电热水壶 1.5L</h1><p class="price">￥<b>39</b><i>.00</i></p><p class="post">运费 ￥139.00</p>
<button>加入购物车</button>
<div class="detail"><h2>商品参数</h2><table><tr><th>备注</th><td>霜原</td></tr><tr><th>品牌</th><td>霜原</td></tr>
<tr><th>型号</th><td>SY-15A</td></tr><tr><th>生产企业</th><td>青岩霜原<b>电器</b>有限公司</td></tr>
<tr><th>执行标准</th><td>GB 4706.19-2008</td></tr></table></div></body></html>"""
DATA = """<script type="application/ld+json">{"@type": "Product", "name": "霜原电热水壶 1.5L 白", "brand": "霜原牌",
"gtin13": "6901234567892", "offers": {"price": "39.00", "priceCurrency": "CNY"}}</script>"""


def captured(page: str, fragments: tuple[Fragment, ...] = ()) -> RawPage:
    body = page.encode()
    return RawPage(
        platform="www.shuangyuan.example",
        url="https://www.shuangyuan.example/item/7001",
        captured_at=None,
        sha256=hashlib.sha256(body).hexdigest(),
        body=body,
        content_type="text/html; charset=utf-8",
        fetched="imported",
        rendered=True,
        fragments=fragments,
    )


def read(raw: RawPage) -> tuple[PageRecord, Located]:
    record = Reader(()).read(raw, "page#1")
    return record, locate(raw, record)


def marked(page: str, fragments: tuple[Fragment, ...] = ()) -> str:
    _, located = read(captured(page, fragments))
    return render_marked(located, lambda name: labels.label("field", name))


def text_at(document: str, key: str) -> str:
    """Return the marked text that an anchor leads to."""
    found = re.search(rf'<span id="{key}">(?:<span[^>]*>)*(<mark.*?</mark>)</span>', document, re.DOTALL)
    assert found, key
    return unescape(re.sub(r"<[^>]+>", "", found.group(1)))


def view(page: str) -> dict[str, FieldView]:
    record, located = read(captured(page))
    return {field.name: field for field in read_fields(record, located)}


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("title", "霜原电热水壶 1.5L"),
        ("brand", "霜原"),
        ("models", "SY-15A"),
        ("standards", "GB 4706.19-2008"),
        ("availability", "加入购物车"),
    ],
)
def test_a_value_is_marked_where_it_stands(field: str, text: str) -> None:
    assert text_at(marked(ITEM), f"f-{field}") == text


def test_a_value_stands_beside_its_own_label() -> None:
    document = marked(ITEM)
    assert document.index('id="f-brand"') > document.index("品牌</th>")


def test_a_value_broken_over_nodes_is_marked_in_every_node() -> None:
    document = marked(ITEM)
    assert text_at(document, "f-maker") == "青岩霜原"
    assert '<b><mark class="chosen">电器</mark></b>' in document
    assert text_at(document, "f-price").startswith("39")


def test_a_number_is_not_marked_inside_a_longer_one() -> None:
    page = ITEM.replace('<p class="price">￥<b>39</b><i>.00</i></p>', '<p class="price">原价 139.00 现价 ￥39.00</p>')
    assert re.search(r"139\.00 现价 ￥.*?39\.00</mark>", marked(page), re.DOTALL)


def test_what_stands_only_in_the_title_of_the_window_is_not_marked() -> None:
    _, located = read(captured(ITEM))
    assert "f-shop" not in located.signs
    assert "运费 ￥139.00</p>" in marked(ITEM)


def test_every_sign_is_an_anchor_of_the_dead_document() -> None:
    page = ITEM.replace("</head>", f"{DATA}</head>")
    _, located = read(captured(page))
    document = marked(page)
    assert located.signs
    assert [key for key in located.signs if f'id="{key}"' not in document] == []


def test_values_of_hidden_data_are_told_apart() -> None:
    fields = view(ITEM.replace("</head>", f"{DATA}</head>"))
    assert (fields["gtin"].source, fields["gtin"].anchor) == ("json_ld", None)
    assert (fields["price"].source, fields["price"].same) == ("json_ld", True)
    assert fields["models"].anchor == "f-models"
    assert not fields["models"].same


def test_what_other_sources_say_stands_beside_with_the_choice_explained() -> None:
    title = view(ITEM.replace("</head>", f"{DATA}</head>"))["title"]
    assert {other.value for other in title.others} - set(title.values)
    assert title.choice
    assert labels.label("source", title.source) in title.choice


def test_the_three_states_are_all_listed() -> None:
    fields = view(ITEM)
    assert (fields["maker"].state, fields["maker"].values) == ("shown", ("青岩霜原电器有限公司",))
    assert (fields["warnings"].state, fields["warnings"].values) == ("not_shown", ())
    pictured = view(ITEM.replace("</table>", '</table><img src="/long.jpg" width="790" height="6000">'))
    assert (pictured["warnings"].state, pictured["warnings"].cause) == ("not_observable", "image_only")
    assert "price_reason" not in fields


def test_a_value_of_a_fragment_is_marked_in_the_fragment() -> None:
    frame = Fragment(
        url="https://www.shuangyuan.example/desc/7001",
        kind="frame",
        content_type="text/html; charset=utf-8",
        body="<html><body><table><tr><td>警示说明</td><td>请勿空烧，谨防烫伤</td></tr></table></body></html>".encode(),
    )
    document = marked(ITEM, (frame,))
    assert document.index('class="fragment"') < document.index('id="f-warnings"')
    assert "https://www.shuangyuan.example/desc/7001" in document


def test_a_value_said_by_a_picture_is_marked_before_it() -> None:
    logo = '<div class="logo"><a class="shop-name" href="/"><img src="/logo.png" alt="霜原电器旗舰店"></a></div>'
    document = marked(ITEM.replace("<h1>", f"{logo}<h1>"))
    assert re.search(r'<span id="f-shop"></span><b class="tag">店铺</b><span class="image"', document)


def test_what_the_page_wrote_as_our_sign_is_no_sign() -> None:
    page = ITEM.replace("<h2>", '<h2 data-goodswatch="f-maker f-title">')
    document = marked(page)
    assert "<h2>商品参数</h2>" in document
    assert document.count('id="f-maker"') == 1


def test_nothing_of_the_page_acts() -> None:
    page = ITEM.replace("<h1>", '<script>document.title="taken"</script><h1 onclick="x()">').replace(
        "SY-15A", "SY-15A<img src=x onerror=x()>"
    )
    document = marked(page)
    assert not re.search(r"<script|onclick|onerror|javascript:", document)


def test_work_grows_with_the_page_not_with_its_square() -> None:
    def size(rows: int) -> int:
        more = "".join(f"<tr><td>参数{number}</td><td>霜原 {number}</td></tr>" for number in range(rows))
        return len(marked(ITEM.replace("</table>", f"{more}</table>")))

    assert size(2000) < 2.2 * size(1000)
