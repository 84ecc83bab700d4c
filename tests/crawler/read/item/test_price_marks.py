"""Prices that a page masks, crosses out inside one part, or puts behind the amount of a cart."""

from decimal import Decimal

import pytest

from crawler.read.money.prices import read_price_text
from crawler.records import Listing
from tests.crawler.read.pages import listing_of

FRAME = """<html><head><meta charset="utf-8"><title>青禾 电水壶 1.7L</title></head><body>
<div class="nav"><a href="/">首页</a></div>
<h1>青禾 电水壶 1.7L</h1>{price}<div><button>立即购买</button><button>加入购物车</button></div>
<table class="params"><tr><th>品牌</th><td>青禾</td></tr><tr><th>型号</th><td>QH-17</td></tr></table>{rest}
<div class="footer">版权所有 小店</div></body></html>"""


def read(price: str, rest: str = "") -> Listing:
    return listing_of(FRAME.format(price=price, rest=rest))


MASKED = ["￥？？9", "￥?9.9", "￥1**", "¥1?9", "¥？99", "¥??.9", "￥***", "￥xx", "?9.9元", "**元", "¥ ? ?", "￥●●●"]


@pytest.mark.parametrize("text", MASKED)
@pytest.mark.parametrize("shape", ['<p class="price">{}</p>', "<div>活动价 <b>{}</b></div>"])
def test_a_masked_price_is_no_price(text: str, shape: str) -> None:
    listing = read(shape.format(text))

    assert (listing.price, listing.price_reason) == (None, "masked")


def test_a_price_masked_over_several_nodes_is_none() -> None:
    listing = read('<p class="price"><i>￥</i><b>？？9</b></p>')

    assert (listing.price, listing.price_reason) == (None, "masked")


def test_a_masked_price_does_not_give_way_to_other_goods() -> None:
    listing = read('<p class="price">￥？？9</p>', '<div><p>远山 头盔</p><p class="price">￥29</p></div>')

    assert (listing.price, listing.price_reason) == (None, "masked")


@pytest.mark.parametrize(
    ("text", "price"), [("¥299*3期", "897"), ("¥9.9 x 2", "9.9"), ("¥59 ？如何购买", "59"), ("¥12*", "12")]
)
def test_times_signs_and_questions_mask_nothing(text: str, price: str) -> None:
    assert read(f'<p class="price">{text}</p>').price == Decimal(price)


@pytest.mark.parametrize(
    "price",
    [
        '<p class="price">秒杀价￥49 <del>￥99</del></p>',
        '<p class="price"><del>￥99</del> ￥49</p>',
        '<p class="price">￥49 <s>￥99</s></p>',
        '<p class="price">￥49 <span class="old-price">￥99</span></p>',
        '<p class="price">￥49 <span style="text-decoration:line-through">￥99</span></p>',
        "<p>现价 ￥49　<strike>￥99</strike></p>",
    ],
)
def test_what_is_crossed_out_beside_the_price_is_the_list_price(price: str) -> None:
    listing = read(price)

    assert (listing.price, listing.price_max, listing.list_price) == (Decimal(49), Decimal(49), Decimal(99))


@pytest.mark.parametrize(
    "cart",
    [
        '<div class="cart">购物车 ¥0.00</div>',
        '<div class="cart">购物车 <b>¥0.00</b></div>',
        "<div>购物车（2） ¥35.00</div>",
        '<div class="minicart"><span>我的购物车</span> <em>¥35.00</em></div>',
        "<div>购物车</div>",
    ],
)
def test_a_cart_before_the_price_does_not_hide_it(cart: str) -> None:
    assert read(f'{cart}<p class="price">￥69</p>').price == Decimal(69)


def test_alone_and_together_are_two_kinds() -> None:
    listing = read("<p>拼单价 ¥15.8 单买价 ¥18.8</p>")

    assert (listing.price, listing.price_max) == (Decimal("15.8"), Decimal("15.8"))


@pytest.mark.parametrize("price", ["<p>价格面议</p>", "<p>登录查看价格</p>", ""])
def test_no_price_names_no_currency(price: str) -> None:
    listing = read(price)

    assert listing.price is None
    assert (listing.currency, listing.readings["currency"].state) == (None, "not_shown")


def test_a_sign_without_its_amount_names_the_currency() -> None:
    listing = read('<p><span>￥</span><span class="price"></span></p>')

    assert (listing.price, listing.currency, listing.readings["currency"].state) == (None, "CNY", "shown")


@pytest.mark.parametrize("price", ['<p class="price">九十九元</p>', '<p class="price">玖拾玖元整</p>'])
def test_an_amount_in_words_is_a_price(price: str) -> None:
    assert read(price).price == Decimal(99)


def test_a_converted_amount_stands_beside_the_price() -> None:
    listing = read('<p class="price">US$29.90 <small>（约合人民币 ¥215.00）</small></p>')

    assert (listing.price, listing.price_max, listing.currency) == (Decimal("29.90"), Decimal("29.90"), "USD")


def test_the_only_price_beside_the_heading_stays_though_its_part_is_named_old() -> None:
    far = "<ul>" + "".join(f"<li>说明 {number}</li>" for number in range(60)) + "</ul>"
    price = '<div class="price-old">€100.00</div><p>不带度数 (-€40.00)</p>'

    assert read(price, f"{far}<p>远山 头盔 <b>€150.00</b></p>").price == Decimal(100)


@pytest.mark.parametrize(("text", "price"), [("一百二十三元1角1分", "123.11"), ("四十五元5角", "45.5")])
def test_cents_in_digits_behind_a_numeral_are_its_own(text: str, price: str) -> None:
    assert read(f'<p class="price">{text}</p>').price == Decimal(price)


@pytest.mark.parametrize(
    "markup",
    [
        '<div class="price"><span class="now">¥88</span> <span class="origin">¥128</span></div>',
        '<div class="price"><span class="was">¥128</span><span>¥88</span></div>',
        '<div class="price-box"><em>¥88</em><i class="origin">128</i></div>',
        '<div class="product-price"><span class="current">88</span><span class="before">128</span></div>',
    ],
)
def test_a_part_named_for_what_was_paid_is_the_list_price_without_being_crossed_out(markup: str) -> None:
    listing = read(markup)

    assert (listing.price, listing.price_max, listing.list_price) == (Decimal(88), Decimal(88), Decimal(128))


def test_a_part_named_for_what_was_paid_is_the_price_where_it_stands_alone() -> None:
    listing = read('<div class="price"><span class="origin">¥128</span></div>')

    assert (listing.price, listing.list_price) == (Decimal(128), None)


@pytest.mark.parametrize(
    "markup",
    [
        '<p class="price">¥15/天</p><p>押金 ¥300</p>',
        '<p class="price">日租金：¥15 <span>/天</span></p><p>市场价 ¥899</p>',
        '<p class="price">租金 <b>¥15.00</b> 元/天 起</p>',
    ],
)
def test_what_is_paid_by_the_day_is_no_price(markup: str) -> None:
    listing = read(markup)

    assert (listing.price, listing.price_reason) == (None, "rent_only")


def test_goods_for_sale_and_for_rent_cost_what_they_sell_for() -> None:
    assert read('<p class="price">售价 ¥899</p><p>租金 ¥15/天</p>').price == Decimal(899)


def test_the_one_price_kept_in_an_attribute_counts_where_no_text_shows_it() -> None:
    listing = read('<div class="goods" data-price="88.00"><span class="p"></span></div>')

    assert (listing.price, listing.readings["price"].text) == (Decimal("88.00"), "data-price=88.00")


@pytest.mark.parametrize(
    "markup",
    [
        '<div data-price="88.00"></div><div data-price="99.00"></div>',
        '<p class="price">价格面议</p><div data-price="88.00"></div>',
        '<div class="related"><a href="/goods/8.html" data-price="88.00">远山 头盔</a></div>',
    ],
)
def test_differing_walled_or_other_goods_attributes_give_no_price(markup: str) -> None:
    assert read(markup).price is None


@pytest.mark.parametrize(
    ("text", "amount"),
    [("118, 99 TL", "118.99"), ("1250€ 60", "1250.60"), ("423.923 KD", "423.923"), ("尺寸 12, 99元", "99")],
)
def test_cents_behind_a_blank_and_thousandths(text: str, amount: str) -> None:
    assert read_price_text(text, bare=True).price == Decimal(amount)


@pytest.mark.parametrize(
    ("markup", "price", "listed"),
    [
        ("<div>批发价：￥<b>46.00</b>元/只</div>", "46", None),
        ("<table><tr><td>价格：</td><td>￥<b>46.00</b>元/只</td></tr></table>", "46", None),
        ("<div>一口价 46 元 邮费 8 元</div>", "46", None),
        ("<div>市场价：69 本店价：46</div>", "46", "69"),
        ("<div>券后 ¥46.9</div><div>店铺券 ￥10</div>", "46.9", None),
        ("<dl><dt>价格</dt><dd>¥69.00</dd></dl><dl><dt>促销价</dt><dd>¥46.00</dd></dl>", "46", "69"),
        ("<dl><dt>商城价</dt><dd>¥69.00</dd></dl><dl><dt>限时抢购价</dt><dd>¥46.00</dd></dl>", "46", "69"),
        ("<dl><dt>价格</dt><dd>¥69.00</dd></dl><dl><dt>套餐价</dt><dd>¥46.00</dd></dl>", "69", None),
        ("<dl><dt>促销价</dt><dd>¥46.00</dd></dl><dl><dt>价格</dt><dd>¥69.00</dd></dl>", "46", None),
    ],
)
def test_signs_on_both_sides_plain_labels_and_promotions(markup: str, price: str, listed: str | None) -> None:
    listing = read(markup)

    assert (listing.price, listing.list_price) == (Decimal(price), Decimal(listed) if listed else None)


@pytest.mark.parametrize("text", ["评价：46", "价格：46%", "性价比：9.8"])
def test_numbers_behind_words_that_end_like_a_price_are_none(text: str) -> None:
    assert read(f"<div>{text}</div>").price is None


def test_a_money_object_says_how_many_decimals_its_number_has() -> None:
    data = (
        '<script type="application/json" id="__NEXT_DATA__">{"props":{"product":{"id":"7","name":"青禾 电水壶 1.7L",'
        '"price":{"amount":4600,"currency":"CNY","scale":2}}}}</script>'
    )

    assert read(data).price == Decimal(46)

    variants = data.replace(
        '"scale":2}',
        '"scale":2},"skus":[{"skuId":"a","salePrice":{"amount":4600},"options":[{"name":"颜色","value":"黑"}]},'
        '{"skuId":"b","salePrice":{"amount":5600},"options":[{"name":"颜色","value":"白"}]}]',
    )
    assert [sku.price for sku in read(variants).skus] == [Decimal(46), Decimal(56)]


def test_the_name_of_the_goods_is_no_label_of_the_amount_behind_it() -> None:
    body = FRAME.replace("<h1>青禾 电水壶 1.7L</h1>", "<h2>青禾 电动书桌可升降</h2>").replace(
        "青禾 电水壶 1.7L", "青禾 电动书桌可升降"
    )
    listing = listing_of(body.format(price='<div class="goods-price"><span>￥</span>699.00 - 899.00</div>', rest=""))

    assert (listing.price, listing.price_max) == (Decimal(699), Decimal(899))


def test_a_promotion_with_words_behind_it_is_one() -> None:
    listing = read(
        "<dl><dt>价格</dt><dd><em>￥</em> <span class='price'>69.00</span></dd></dl>"
        "<dl><dt>促销价</dt><dd><em>￥</em> <span class='price'>46.00</span> <em>年终大促</em></dd></dl>"
    )

    assert (listing.price, listing.list_price) == (Decimal(46), Decimal(69))


IN_NODES = "<font>￥</font><b><font size=5>{}</font></b><font size=2>.50</font>"


@pytest.mark.parametrize(
    ("markup", "price", "listed"),
    [
        (f"<div class=price>市场价：<s>￥68.00</s> 本店价：{IN_NODES.format(8)} 元</div>", "8.50", "68"),
        (f"<p>市场价：<del>￥168.00</del> 本店价：{IN_NODES.format(98)} 元</p>", "98.50", "168"),
        ("<div>市场价：<s>￥68.00</s> 本店价：<b>8</b><small>.50</small> 元</div>", "8.50", "68"),
        ("<div>市场价：<s>￥68.00</s> 本店价：￥<b>8</b><i>.5</i>/件</div>", "8.5", "68"),
        ("<div>本店价：￥<b>1</b><b>2</b>.50<span>市场价：￥<b>2</b><b>6</b>.00</span></div>", "12.50", "26"),
        ("<p><em>¥</em><strong>1</strong><sup>50</sup> <del>¥9.90</del></p>", "1.50", "9.90"),
        ("<div>到手价￥<b>79</b> <span>日常价￥<b>99</b></span></div>", "79", "99"),
        ("<div>限时秒杀价<b>79</b>元 <span>原价<b>99</b>元</span> 库存<b>12</b>件</div>", "79", "99"),
        ("<div>市场价：<s>￥68.00</s> 本店价：￥<b>8</b>.50元</div>", "8.50", "68"),
    ],
)
def test_the_nodes_of_one_price_are_read_once_beside_another(markup: str, price: str, listed: str) -> None:
    listing = read(markup)

    assert (listing.price, listing.price_max, listing.list_price) == (Decimal(price), Decimal(price), Decimal(listed))


@pytest.mark.parametrize(
    "who", ["PLUS专享价", "88VIP到手价", "SVIP价", "黑卡价", "新客专享价", "会员折扣价", "学生专享价"]
)
@pytest.mark.parametrize("other", ["京东价", "普通价", "非会员价", ""])
def test_what_members_alone_pay_is_not_the_price_beside_everybodys(who: str, other: str) -> None:
    beside = f'<div class="price">{who} ¥89.00 {other or "售价"} ¥99.00</div>'
    below = f'<div class="price"><p>{who}：<b>¥89.00</b></p><p>{other}<b>¥99.00</b></p></div>'

    assert {(read(markup).price, read(markup).price_max) for markup in (beside, below)} == {(Decimal(99), Decimal(99))}


@pytest.mark.parametrize("now", ["限时秒杀价", "到手价", "拼单价", "百亿补贴价", "现价"])
@pytest.mark.parametrize("before", ["{now} ¥59.90 原价 ¥99.00 每满200减30", "原价 ¥99.00 {now} ¥59.90 每满200减30"])
def test_a_deduction_from_a_sum_on_does_not_take_the_list_price_away(now: str, before: str) -> None:
    listing = read(f'<div class="price">{before.format(now=now)}</div>')

    assert (listing.price, listing.price_max, listing.list_price) == (Decimal("59.90"), Decimal("59.90"), Decimal(99))
