"""Which of a page's amounts is the price: bugs caught, each with the smallest page that shows it."""

from decimal import Decimal

import pytest

from crawler.records import Listing
from tests.crawler.read.pages import listing_of

FRAME = """<html><head><meta charset="utf-8"><title>青禾 电水壶 1.7L</title></head><body><div id="app"><main>
<div class="top"><div><h1>青禾 电水壶 1.7L</h1>{price}<button>立即购买</button></div></div>{rest}</main></div>
</body></html>"""
CARDS = "".join(
    f'<a href="#/goods/{number}" class="card"><p>远山 破壁机 {number}W 耐用</p><i>¥{number}.00</i></a>'
    for number in (332, 390)
)

CASES = [
    (
        "a list price before a coupon price is no coupon price itself",
        '<div><del>原价 ¥104.00</del> 券后价 <span class="p">¥83.00</span></div>',
        "",
        ("83", "83", "104"),
    ),
    (
        "the same in parts of one size",
        '<div class="price"><span>原价 ¥310.00</span><span>券后价 </span><span class="now">¥194.00</span></div>',
        "",
        ("194", "194", "310"),
    ),
    (
        "deposit and balance beside labels that go over two parts",
        '<div class="price"><span>预售 定金 </span><span class="now">¥6.90</span><span> 尾款 ¥61.10</span></div>',
        f'<div class="cards">{CARDS}</div>',
        ("68", "68", None),
    ),
    (
        "a model of letters and digits is no amount in ringgit",
        "<div>券后价 <span>¥83.00</span></div>",
        "<dl><dt>品牌</dt><dd>青禾</dd><dt>规格型号</dt><dd>RM2035B</dd></dl>",
        ("83", "83", None),
    ),
    (
        "nor is one of digits alone under the model's label",
        "<div>券后价 <span>¥83.00</span></div>",
        "<dl><dt>品牌</dt><dd>青禾</dd><dt>规格型号</dt><dd>RM2035</dd></dl>",
        ("83", "83", None),
    ),
    (
        "other goods behind a route of a single-page shop",
        '<div class="price">到手价 <span class="now">¥101.00</span></div>',
        f'<h3>看了又看</h3><div class="cards">{CARDS}</div>',
        ("101", "101", None),
    ),
    (
        "other goods in parts without a telling name",
        "<div>券后价 <span>¥83.00</span></div>",
        "<h3>同款推荐</h3>" + '<div class="it"><div>远山 破壁机 耐用</div><em>¥332.00</em></div>' * 2,
        ("83", "83", None),
    ),
]


def read(text: str, url: str = "http://shop.example/#/goods/7") -> Listing:
    return listing_of(text, url)


@pytest.mark.parametrize(("price", "rest", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_amount_beside_the_heading_is_the_price(
    price: str, rest: str, expected: tuple[str, str, str | None]
) -> None:
    listing = read(FRAME.format(price=price, rest=rest))

    wanted = tuple(Decimal(text) if text else None for text in expected)
    assert (listing.price, listing.price_max, listing.list_price) == wanted


WALLS = [
    ("negotiable", '<div class="money"><span>价格面议，请联系客服</span></div>'),
    ("negotiable", "<ul><li>产品价格：<span>面议</span></li></ul>"),
    ("image_only", "<ul><li><b>本店售价：</b><i><img src='price.php?t=1'></i></li></ul>"),
    ("image_only", '<p class="price"><img src="p.php?id=1" alt=""> <small>incl. VAT</small></p>'),
]
BEHIND = [
    "<p>学习台灯，全场满199元包邮，偏远地区另加15元。</p>",
    "<div>Pay in 3 interest-free instalments of <b>€68.50</b></div>",
    '<div class="evaluate"><p>已经是第三次买了，上次活动价才99.80元！</p></div>',
    "<ul><li>远山 电吹风...<br>售价：<i>￥214.00元</i></li><li>远山 头盔...<br>售价：<i>￥67.50元</i></li></ul>",
    "<p>厂家直供，支持一件代发。代发价另询，拿样¥53.50。</p>",
]


@pytest.mark.parametrize("behind", BEHIND)
@pytest.mark.parametrize(("reason", "price"), WALLS)
def test_what_stands_behind_a_walled_price_is_no_price(reason: str, price: str, behind: str) -> None:
    listing = read(FRAME.format(price=price, rest=behind))

    assert (listing.price, listing.price_reason) == (None, reason)


def test_goods_named_after_asking_have_a_price() -> None:
    text = FRAME.replace("青禾 电水壶 1.7L", "补差价专拍 拍前联系客服")

    listing = read(text.format(price='<div class="pr"><span>促销价</span> <span>¥1.00</span></div>', rest=""))

    assert listing.price == Decimal(1)


LADDER = (
    "<table><tr><td>价格</td><td>¥48.50</td><td>¥46.08</td><td>¥43.65</td></tr>"
    "<tr><td>起批量</td><td>2-9件</td><td>10-99件</td><td>≥100件</td></tr></table>"
)
DIGITS = "<p>商城价：<i>￥</i><i>3</i><i>9</i><i>7</i><i>.80</i> 元　<s>市场价：￥596.70</s></p>"
TIERS = "<h2>£24.00</h2><li>10 or more £23.00</li><select><option>L (+£5.96)</option></select>"
MORE = [
    ("a ladder of quantities", LADDER, "48.50"),
    ("decimals in the next node", "<p>商城价：<i>￥<b>95</b></i><i>.90</i> 元</p>", "95.90"),
    ("every digit in a node of its own", DIGITS, "397.80"),
    ("before the coupon", "<div><b>券后¥117.8</b> <span>优惠前¥122.8</span></div>", "122.8"),
    ("instalments", "<h2>$24.80</h2><p>or 4 payments of $6.20 with LaterPay</p>", "24.80"),
    ("quantities and surcharges", TIERS, "24.00"),
    ("a deposit today", "<p>Deposit today $50.00</p><p>Balance on dispatch $95.00</p>", "145"),
    ("a review", "<div><em>¥59.00</em></div><p>已经是第三次买了，上次活动价才39.80元！</p>", "59"),
]


@pytest.mark.parametrize(("price", "value"), [case[1:] for case in MORE], ids=[case[0] for case in MORE])
def test_what_a_buyer_pays_stands_where_people_see_it(price: str, value: str) -> None:
    listing = read(FRAME.format(price=price, rest=""))

    assert (listing.price, listing.price_max) == (Decimal(value), Decimal(value))
