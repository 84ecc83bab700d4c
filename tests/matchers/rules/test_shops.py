"""Shop rules: nothing shown anywhere, everything seen; and the check of a published number."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from crawler.records import Reading
from matchers.context import Context
from matchers.judge import judge_shop
from matchers.records import ShopInSweep
from matchers.rules.registry import RULES

ShopMaker = Callable[..., ShopInSweep]
RIGHT = "91330100799655058B"


def fired(shop: ShopInSweep, context: Context) -> list[str]:
    return [finding.rule for finding in judge_shop(shop, context)]


def test_neither_licence_nor_declaration_is_one_finding(make_shop: ShopMaker, context: Context) -> None:
    (finding,) = judge_shop(make_shop(), context)
    assert (finding.rule, finding.severity, finding.looks) == ("SELLER_LICENSE_MISSING", "high", 1)
    assert finding.standing == "in_force"
    assert finding.shop_key == "shop-1"
    assert finding.url == "http://mall.example/shop/1"
    assert finding.evidence[0].capture
    assert "疑似" in finding.summary


def test_an_individual_is_asked_for_the_declaration_instead(make_shop: ShopMaker, context: Context) -> None:
    assert fired(make_shop(individual=True), context) == ["SELF_DECLARATION_MISSING"]


@pytest.mark.parametrize("individual", [False, True])
@pytest.mark.parametrize(
    "change",
    [
        {"items": 0},
        {"outcomes": ("kept", "gated")},
        {"outcomes": ("kept", "failed")},
        {"outcomes": ("kept", "skipped_limit")},
        {"outcomes": ("kept", "refused_robots")},
        {"gate": "captcha"},
        {"hidden": ("licence_number",)},
        {"hidden": ("licence_text",)},
        {"hidden": ("licence_images",)},
        {"hidden": ("self_declaration",)},
        {"possible_licence_images": ("http://mall.example/badge.png",)},
        {"licence_number": RIGHT},
        {"licence_text": "营业执照"},
        {"licence_images": ("http://mall.example/licence.jpg",)},
        {"self_declaration": "个人销售家庭手工业产品，依法不需要办理市场主体登记"},
    ],
    ids=str,
)
def test_each_precondition_alone_keeps_silent(
    change: dict[str, Any], individual: bool, make_shop: ShopMaker, context: Context
) -> None:
    assert fired(make_shop(individual=individual, **change), context) == []


def test_a_dead_disclosure_link_hides_nothing(make_shop: ShopMaker, context: Context) -> None:
    assert fired(make_shop(outcomes=("kept", "gone")), context) == ["SELLER_LICENSE_MISSING"]


@pytest.mark.parametrize(
    ("number", "rules"),
    [
        ("91330100799655058A", ["LICENSE_NO_INVALID"]),
        ("913301O0799655058B", ["LICENSE_NO_INVALID"]),
        ("440301103448668", ["LICENSE_NO_INVALID"]),
        (RIGHT, []),
        ("440301103448669", []),
        ("9133****", []),
        ("91330100********8B", []),
        ("9133010079965505", []),
        ("见营业执照", []),
    ],
)
def test_published_number_is_checked(number: str, rules: list[str], make_shop: ShopMaker, context: Context) -> None:
    assert fired(make_shop(licence_number=number), context) == rules


@pytest.mark.parametrize(
    "reading",
    [
        Reading(state="shown", source="ocr"),
        Reading(state="shown", source="heuristic"),
        Reading(state="shown", source="label", masked=True),
        Reading(state="not_observable", cause="image_only"),
    ],
    ids=str,
)
def test_a_number_not_read_as_labelled_text_is_not_checked(
    reading: Reading, make_shop: ShopMaker, context: Context
) -> None:
    shop = make_shop(licence_number="91330100799655058A", readings={"licence_number": reading})
    assert fired(shop, context) == []


def test_wrong_number_cites_text_and_reason(make_shop: ShopMaker, context: Context) -> None:
    reading = Reading(state="shown", source="label", place="footer", text="统一社会信用代码：91330100799655058A")
    shop = make_shop(licence_number="91330100799655058A", readings={"licence_number": reading})
    (finding,) = judge_shop(shop, context)
    assert finding.evidence[0].quote == "统一社会信用代码：91330100799655058A"
    assert "B" in (finding.explanation[0].right or "")
    assert finding.looks is None


def test_seller_region_comes_from_the_code_else_the_address(make_shop: ShopMaker, context: Context) -> None:
    (invalid,) = judge_shop(make_shop(licence_number="440301103448668", address="浙江省杭州市西湖区文三路1号"), context)
    assert invalid.seller_region == "330106"
    assert invalid.seller_region_precision == "county"
    (nothing,) = judge_shop(make_shop(), context)
    assert (nothing.seller_region, nothing.seller_region_precision) == (None, "none")


def test_unknown_capture_time_is_pending_and_reference(make_shop: ShopMaker, context: Context) -> None:
    (finding,) = judge_shop(make_shop(licence_number="440301103448668", captured_at=None), context)
    assert (finding.pending, finding.standing) == (True, "reference")


@pytest.mark.parametrize("rule", ["SELLER_LICENSE_MISSING", "SELF_DECLARATION_MISSING"])
def test_a_rule_that_is_switched_off_says_nothing(rule: str, make_shop: ShopMaker, context: Context) -> None:
    rest = {name: known for name, known in RULES.items() if name != rule}
    shop = make_shop(individual=rule == "SELF_DECLARATION_MISSING")
    assert fired(shop, replace(context, rules=rest)) == []
