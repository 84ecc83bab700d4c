"""Goods whose name stands in no heading, and digits, signs and keys that mislead about the price."""

from decimal import Decimal

import pytest

from crawler.read.money.prices import find_amounts, read_price_text
from crawler.read.reader import Reader
from crawler.records import PageRecord
from tests.crawler.read.test_dialects import listing_of, page

SOLD = """<html><head><title>商品详情</title></head><body><div>{before}<p>￥349.50</p>{behind}
<button>立即购买</button></div><p>品牌：松风</p></body></html>"""


def read(text: str) -> PageRecord:
    return Reader(()).read(page(text, url="https://m.example/detail?id=3307"), "page.html")


@pytest.mark.parametrize(
    "name",
    [
        '<div class="m-name">松风 卧式吸尘器</div>',
        "<b>松风 卧式吸尘器</b>",
        '<font size="4">松风 卧式吸尘器</font>',
        '<p><strong><span class="t">松风 卧式吸尘器</span></strong></p>',
    ],
)
@pytest.mark.parametrize("before", [True, False])
def test_the_set_off_text_beside_the_price_names_the_goods(name: str, before: bool) -> None:
    record = read(SOLD.format(before=name if before else "", behind="" if before else name))

    assert record.kind == "item"
    assert (listing_of(record).title, listing_of(record).price) == ("松风 卧式吸尘器", Decimal("349.50"))


@pytest.mark.parametrize("text", ["<b>商品评价</b>", "<b>优惠价：</b>", '<a class="name" href="/2">另一件商品名称</a>'])
def test_other_set_off_texts_name_nothing(text: str) -> None:
    listing = read(SOLD.format(before=text, behind="")).listing

    assert listing is None or listing.title is None


def test_a_hidden_digit_between_digits_is_skipped() -> None:
    digits = "".join(f"<i>{part}</i>" for part in "￥3") + '<i style="display:none">8</i>' + "<i>4</i><i>9</i><i>.5</i>"
    text = SOLD.format(before="<h1>松风 卧式吸尘器</h1>", behind="").replace("￥349.50", digits)

    assert listing_of(read(text)).price == Decimal("349.5")


def test_a_sign_behind_a_blank_is_the_next_amounts() -> None:
    assert [amount.value for amount in find_amounts("ALD-SA1 £29.00")] == [Decimal(29)]
    assert read_price_text("24,50 €").price == Decimal("24.50")


@pytest.mark.parametrize("label", ["会 员 价", "会　员　价", "会员价"])
def test_labels_set_apart_keep_their_kind(label: str) -> None:
    assert [amount.kind for amount in find_amounts(f"{label}：￥198.00")] == ["member"]


def test_a_short_heading_gives_way_to_the_one_right_below() -> None:
    text = SOLD.format(before="<h1>松风</h1><h2>松风 卧式吸尘器 大吸力</h2>", behind="")

    assert listing_of(read(text)).title == "松风 卧式吸尘器 大吸力"
