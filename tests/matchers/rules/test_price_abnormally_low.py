"""PRICE_ABNORMALLY_LOW: far below a group of at least 20 sellers, and silent with the reason everywhere else."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from crawler.records import SellerDisclosure, Sku
from matchers.context import Context
from matchers.judge import judge_many, undecided_rules
from matchers.prices.base import is_placeholder
from matchers.records import Finding, OfferInSweep, PriceBase

OfferMaker = Callable[..., OfferInSweep]
AT = datetime(2026, 12, 5, 2, tzinfo=UTC)
TITLE = "云帆 移动电源 20000毫安"


def offer(make: OfferMaker, seller: int, price: object, **changes: Any) -> OfferInSweep:
    page = {"url": f"http://mall.example/item/{seller}", "captured_at": AT, **changes.pop("page", {})}
    amount = Decimal(str(price))
    values = {"item_id": f"i{seller}", "shop_key": f"shop-{seller}", "shop": f"店{seller}", "title": TITLE}
    return make(**{**values, "price": amount, "price_max": amount, "page": page, **changes})


def crowd(make: OfferMaker, count: int = 30, *, sigma: float = 0.12, factor: float = 1.0) -> Iterator[OfferInSweep]:
    chance = random.Random(7)
    for seller in range(count):
        yield offer(make, seller, round(100 * factor * chance.lognormvariate(0, sigma), 2))


def judge(offers: list[OfferInSweep], context: Context, **more: Any) -> tuple[list[PriceBase], list[Finding]]:
    return judge_many(iter(offers), context, **more)


def test_a_price_far_below_its_group_is_a_low_lead(make_offer: OfferMaker, context: Context) -> None:
    bases, findings = judge([*crowd(make_offer), offer(make_offer, 99, 25)], context)
    (base,), (finding,) = bases, findings
    assert (base.group, base.subgroup, base.unit, base.sellers, base.silent) == (
        "power_bank",
        "≤20000mAh",
        "件",
        31,
        None,
    )
    assert (finding.rule, finding.severity, finding.standing) == ("PRICE_ABNORMALLY_LOW", "low", "reference")
    assert (finding.item_id, finding.looks, finding.pending) == ("i99", None, False)
    assert finding.evidence[0].capture
    assert finding.evidence[1].list_row == f"price_base#{base.id}"
    assert base.id in str(finding.explanation)
    assert "疑似" in finding.summary
    assert "31 个卖家" in finding.summary


def test_a_pack_of_four_is_no_high_price_and_its_piece_may_be_low(make_offer: OfferMaker, context: Context) -> None:
    pack = offer(make_offer, 99, 100, title=f"{TITLE} 4个装")
    (finding,) = judge([*crowd(make_offer), pack], context)[1]
    assert "25.00 元/件" in finding.summary
    dear = offer(make_offer, 99, 400, title=f"{TITLE} 4个装")
    assert judge([*crowd(make_offer), dear], context)[1] == []


def test_fewer_than_twenty_sellers_stay_silent(make_offer: OfferMaker, context: Context) -> None:
    bases, findings = judge([*crowd(make_offer, 18), offer(make_offer, 99, 25)], context)
    assert (bases[0].silent, bases[0].sellers, findings) == ("price_group_small", 19, [])
    assert len(judge([*crowd(make_offer, 19), offer(make_offer, 99, 25)], context)[1]) == 1


def test_clones_of_one_shop_are_one_seller(make_offer: OfferMaker, context: Context) -> None:
    clones = [offer(make_offer, 500 + number, 20, shop_key="shop-x") for number in range(200)]
    bases, findings = judge([*crowd(make_offer), *clones], context)
    assert bases[0].sellers == 31
    assert len(findings) == 200
    few = judge([*crowd(make_offer, 10), *clones], context)
    assert few[0][0].silent == "price_group_small"


def test_one_company_with_two_shops_is_one_seller(make_offer: OfferMaker, context: Context) -> None:
    company = SellerDisclosure(licence_number="91330100799655058B")
    twice = [offer(make_offer, 700 + number, 100, disclosure=company) for number in range(2)]
    assert judge([*crowd(make_offer), *twice], context)[0][0].sellers == 31


def test_a_cheap_tier_is_silent_with_the_reason(make_offer: OfferMaker, context: Context) -> None:
    dear = list(crowd(make_offer, 22))
    cheap = [offer(make_offer, 300 + number, 33 + number % 4) for number in range(12)]
    bases, findings = judge([*dear, *cheap], context)
    assert (bases[0].silent, findings) == ("price_group_mixed", [])


def test_sub_groups_are_compared_apart(make_offer: OfferMaker, context: Context) -> None:
    small = offer(make_offer, 99, 25, title="云帆 移动电源 5000毫安", specifications=(), models=())
    bases, findings = judge([*crowd(make_offer), small], context)
    assert {base.subgroup: base.silent for base in bases} == {"≤20000mAh": None, "≤5000mAh": "price_group_small"}
    assert findings == []


@pytest.mark.parametrize(
    "change",
    [
        {"scope": "cross_border"},
        {"scope": "exempt_law"},
        {"cross_border": True},
        {"score": 0.2},
        {"rivals": ("kettle",)},
        {"group": None, "scope": "not_key"},
        {"price": Decimal("0.01")},
        {"price": Decimal(1)},
        {"price_from": True},
        {"price": None},
        {"currency": "USD"},
        {"currency": None},
        {"title": "二手云帆 移动电源 20000毫安"},
        {"title": "移动电源 20000毫安 定金"},
        {"title": "移动电源 20000毫安 补差价专拍"},
        {"title": "移动电源 20000毫安 套装"},
        {"title": "移动电源", "specifications": (), "models": ()},
        {"availability": "out_of_stock"},
        {"availability": "off_shelf"},
        {"page": {"on_shelf": "gone"}},
        {"page": {"captured_at": None}},
        {"page": {"captured_at": AT - timedelta(days=32)}},
        {"shop_key": None, "shop": None, "seller": None},
        {"price_max": Decimal(199), "skus": (Sku(sku="a", price=Decimal(25)), Sku(sku="b", price=Decimal(199)))},
        {"price_max": Decimal(199)},
        {"skus": (Sku(sku="a", price=Decimal(25), options=(("款式", "收纳包"),)),), "sku": "a"},
    ],
    ids=str,
)
def test_prices_that_are_not_compared(change: dict[str, Any], make_offer: OfferMaker, context: Context) -> None:
    values = {"price": Decimal(25), "price_max": Decimal(25), **change}
    page = {"url": "http://mall.example/item/99", "captured_at": AT, **values.pop("page", {})}
    odd = make_offer(**{"item_id": "i99", "shop_key": "shop-99", "title": TITLE, **values}, page=page)
    bases, findings = judge([*crowd(make_offer), odd], context)
    assert (sum(base.sellers for base in bases), findings) == (30, [])


def test_the_chosen_variant_of_several_is_compared(make_offer: OfferMaker, context: Context) -> None:
    skus = (
        Sku(sku="a", price=Decimal(25), options=(("容量", "20000mAh"),)),
        Sku(sku="b", price=Decimal(199), options=(("容量", "30000mAh"),)),
    )
    chosen = offer(make_offer, 99, 25, skus=skus, sku="a", price_max=Decimal(199))
    assert len(judge([*crowd(make_offer), chosen], context)[1]) == 1


def test_earlier_sweeps_widen_the_base_but_are_not_judged_again(make_offer: OfferMaker, context: Context) -> None:
    old = [offer(make_offer, seller, 25, page={"captured_at": AT - timedelta(days=20)}) for seller in (98, 99)]
    now = [offer(make_offer, 99, 24)]
    bases, findings = judge(now, context, earlier=iter([*crowd(make_offer), *old]))
    assert bases[0].sellers == 32
    assert [finding.item_id for finding in findings] == ["i99"]


def test_both_looks_at_an_item_are_one_row(make_offer: OfferMaker, context: Context) -> None:
    looks = [offer(make_offer, 99, 25), offer(make_offer, 99, 25, page={"look": 2})]
    assert len(judge([*crowd(make_offer), *looks], context)[1]) == 1


def test_order_of_arrival_changes_nothing(make_offer: OfferMaker, context: Context) -> None:
    offers = [*crowd(make_offer), offer(make_offer, 99, 25)]
    forward, backward = judge(offers, context), judge(offers[::-1], context)
    assert forward[0] == backward[0]
    assert [finding.id for finding in forward[1]] == [finding.id for finding in backward[1]]


def test_a_silent_group_leaves_an_earlier_price_finding_undecided(make_offer: OfferMaker, context: Context) -> None:
    low = offer(make_offer, 99, 25)
    loud = {base.id: base for base in judge([*crowd(make_offer), low], context)[0]}
    silent = {base.id: base for base in judge([low], context)[0]}
    rule = "PRICE_ABNORMALLY_LOW"
    assert rule not in undecided_rules(low.page, context, bases=loud)
    assert rule in undecided_rules(low.page, context, bases=silent)
    unread = make_offer(price=None)
    assert rule in undecided_rules(unread.page, context, bases=loud)
    assert rule not in undecided_rules(low.page, context)


def test_fields_that_were_not_observable_leave_their_rules_undecided(make_offer: OfferMaker, context: Context) -> None:
    page = make_offer(hidden=("maker", "models", "specifications")).page
    assert {"PD_MAKER_MISSING", "PD_MODEL_MISSING", "UNQUALIFIED_ON_SALE"} <= undecided_rules(page, context)
    assert "PD_STANDARD_MISSING" not in undecided_rules(page, context)


def test_a_rule_that_is_switched_off_says_nothing(make_offer: OfferMaker, context: Context) -> None:
    offers = [*crowd(make_offer), offer(make_offer, 99, 25)]
    bases, findings = judge(offers, replace(context, rules={}))
    assert (len(bases), findings) == (1, [])


PLACEHOLDERS = [("0.01", True), ("1", True), ("1.00", True), ("99999", True), ("999999", True), ("9999", False)]


@pytest.mark.parametrize(("price", "placeholder"), [*PLACEHOLDERS, ("1.5", False), ("99", False)])
def test_placeholders(price: str, placeholder: bool) -> None:
    assert is_placeholder(Decimal(price)) is placeholder


def test_a_field_that_is_shown_settles_what_another_hides(make_offer: OfferMaker, context: Context) -> None:
    page = make_offer(hidden=("models",)).page
    assert "PD_MODEL_MISSING" not in undecided_rules(page, context)
