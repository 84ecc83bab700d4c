"""Tables and lists of the goods' properties without class, heading or a label of a judged field; and what is none."""

import pytest

from crawler.read.reader import Reader
from crawler.records import Listing
from tests.crawler.read.test_dialects import listing_of, page

ROWS = (("颜色", "银色"), ("重量", "200g"), ("材质", "ABS"), ("进风方式", "下进风"))
SHAPES = {
    "table": ("<table>{}</table>", "<tr><td>{0}</td><td>{1}</td></tr>"),
    "headed": ("<table>{}</table>", "<tr><th>{0}</th><td>{1}</td></tr>"),
    "list": ("<ul>{}</ul>", "<li>{0}：{1}</li>"),
    "spans": ("<ul>{}</ul>", "<li><span>{0}</span><span>{1}</span></li>"),
    "definitions": ("<dl>{}</dl>", "<dt>{0}</dt><dd>{1}</dd>"),
    "divs": ("<div>{}</div>", "<div><b>{0}</b> <i>{1}</i></div>"),
}


def read(body: str) -> Listing:
    html = (
        '<html><head><title>松风 吸尘器</title></head><body><h1>松风 吸尘器</h1><p class="price">¥129.00</p>'
        f"<button>加入购物车</button>{body}</body></html>"
    )
    return listing_of(Reader(()).read(page(html, url="https://shop.example/goods/71"), "page.html"))


def table(rows: object, shape: str = "headed") -> str:
    whole, row = SHAPES[shape]
    return whole.format("".join(row.format(*pair) for pair in rows))  # type: ignore[attr-defined]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_plain_table_of_properties_is_read_and_shows_what_it_lacks(shape: str) -> None:
    listing = read(table(ROWS, shape))
    assert listing.attributes == ROWS
    assert listing.readings["maker"].state == "not_shown"


@pytest.mark.parametrize(
    "rows",
    [
        (("配送方式", "快递"), ("发货时间", "48小时内"), ("产地", "中国"), ("重量", "1kg")),
        (("颜色", "银色 黑色"), ("尺寸", "大 小"), ("套餐", "一 二")),
        (("开户行", "某某银行"), ("户名", "松风商行"), ("账号", "见订单")),
        (("保修", "一年"), ("退换", "七天"), ("热线", "早九点至晚六点")),
        (("胸围", "100"), ("衣长", "70"), ("袖长", "60")),
        (("公司名称", "松风商行"), ("成立时间", "2010年"), ("产地", "中国"), ("重量", "1kg")),
        (("颜色", "银色"), ("重量", "200g")),
        (("重量", "<a href=/c/1>1kg</a>"), ("材质", "<a href=/c/2>ABS</a>"), ("颜色", "<a href=/c/3>银</a>")),
    ],
)
@pytest.mark.parametrize("shape", ["table", "headed", "list"])
def test_tables_of_delivery_choices_and_shops_support_no_absence(rows: object, shape: str) -> None:
    listing = read(table(rows, shape))
    assert listing.readings["maker"].state != "not_shown"


def test_a_comparison_of_several_goods_is_no_table_of_these() -> None:
    head = "<tr><th>重量</th><th>材质</th><th>颜色</th></tr>"
    rows = "".join(f"<tr><td>{n}00g</td><td>ABS</td><td>银</td></tr>" for n in (1, 2, 3))
    listing = read(f"<table>{head}{rows}</table>")
    assert listing.readings["maker"].state != "not_shown"
