"""Price strings as shops write them, and what any buyer pays by them."""

from decimal import Decimal

import pytest

from crawler.read.money.prices import find_amounts, read_price_text

PLAIN = [
    ("¥39.90", "39.90"),
    ("￥1,299.00", "1299.00"),
    ("39.9元", "39.9"),
    ("¥１９．９", "19.9"),
    ("0.98万元", "9800"),
    ("¥1.2万", "12000"),
    ("¥1.5w", "15000"),
    ("券后价￥19.9", "19.9"),
    ("满199减20 券后￥179", "179"),
    ("价格:¥ 3 9.9", "39.9"),
    ("¥19 .90", "19.90"),
    ("¥199(含运费10元)", "199"),
    ("月销1.2万 ¥39", "39"),
    ("已售3000+ ￥9.9", "9.9"),
    ("20000mAh充电宝 39元", "39"),
    ("￥0.01", "0.01"),
    ("¥1", "1"),
    ("¥99999", "99999"),
    ("定金¥100 尾款¥899", "999"),
    ("预售价￥88 定金￥10可抵￥30", "88"),
    ("¥299.00x3期", "897"),
    ("拼单价￥15.8 单买价￥18.8", "15.8"),
    ("原价¥199 现价¥59", "59"),
    ("一万二千三百元", "12300"),
    ("优惠券20元 售价 ¥128", "128"),
    ("立减￥30 活动价￥269", "269"),
    ("运费￥12 价格￥56", "56"),
    ("1.299,00 €", "1299.00"),
    ("12 990 ₽", "12990"),
    ("1,23,456 INR", "123456"),
]


@pytest.mark.parametrize(("text", "price"), PLAIN)
def test_what_a_buyer_pays_is_read(text: str, price: str) -> None:
    read = read_price_text(text)

    assert read.price == Decimal(price)
    assert read.reason is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("￥？？9", "masked"),
        ("¥1**", "masked"),
        ("价格面议", "negotiable"),
        ("电询", "negotiable"),
        ("登录查看", "login_required"),
        ("暂无报价", "not_offered"),
        ("已售3000件", "not_shown"),
        ("", "not_shown"),
        ("运费￥12", "not_shown"),
    ],
)
def test_no_price_has_its_reason(text: str, reason: str) -> None:
    read = read_price_text(text)

    assert read.price is None
    assert read.reason == reason


def test_ranges_keep_both_ends() -> None:
    for text in ("￥19.90-￥89.00", "19.90-89元", "¥19.90~89", "19.90元至89元"):
        read = read_price_text(text)

        assert (read.price, read.price_max) == (Decimal("19.90"), Decimal(89)), text


def test_a_range_shares_the_multiplier_at_its_end() -> None:
    read = read_price_text("1-5万元")

    assert (read.price, read.price_max) == (Decimal(10000), Decimal(50000))


def test_from_is_no_range() -> None:
    read = read_price_text("到手价:¥59起")

    assert (read.price, read.starting, read.kind) == (Decimal(59), True, "final")


def test_minimum_orders_are_not_from() -> None:
    assert not read_price_text("¥3.5 2件起批").starting


@pytest.mark.parametrize(
    ("text", "price", "per"),
    [("¥12.5/米", "12.5", "米"), ("3.5元/个", "3.5", "个"), ("38元/吨", "38", "吨"), ("¥6.8/100g", "6.8", "100g")],
)
def test_unit_prices_say_for_what(text: str, price: str, per: str) -> None:
    read = read_price_text(text)

    assert (read.price, read.per) == (Decimal(price), per)
    assert [amount.kind for amount in read.amounts] == ["unit"]


def test_list_price_is_kept_apart() -> None:
    read = read_price_text("原价¥199 现价¥59")

    assert (read.list_price, read.price) == (Decimal(199), Decimal(59))


def test_deductions_are_no_prices() -> None:
    kinds = [amount.kind for amount in find_amounts("预售价￥88 定金￥10可抵￥30")]

    assert kinds == ["sale", "deposit", "none"]


@pytest.mark.parametrize(
    ("text", "currency"),
    [("US$9.9", "USD"), ("HK$88", "HKD"), ("NT$ 320", "TWD"), ("€ 12", "EUR"), ("320円", "JPY"), ("12港元", "HKD")],
)
def test_other_currencies_are_named(text: str, currency: str) -> None:
    assert read_price_text(text).currency == currency


def test_naked_numbers_count_only_where_a_price_is_expected() -> None:
    assert read_price_text("128.00").price is None
    assert read_price_text("128.00", bare=True).price == Decimal("128.00")


def test_member_prices_are_not_for_any_buyer() -> None:
    assert read_price_text("会员价￥88").price is None
    assert read_price_text("会员价￥88 零售价￥99").price == Decimal(99)


def test_long_text_costs_no_more_than_its_beginning() -> None:
    assert read_price_text("¥5 " + "¥9 " * 100_000).price == Decimal(5)


@pytest.mark.parametrize(
    ("text", "price"),
    [("¥99 百亿补贴", "99"), ("¥99.00千瓦", "99"), ("3千元", "3000"), ("1.28 万元", "12800"), ("2千起", "2000")],
)
def test_a_word_that_begins_like_a_multiplier_is_none(text: str, price: str) -> None:
    assert read_price_text(text, bare=True).price == Decimal(price)
