"""Page element rules: each fires on what is not shown, and on nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.records import Link, Sku
from matchers.context import Context
from matchers.judge import judge_item
from matchers.records import Finding, OfferInSweep

OfferMaker = Callable[..., OfferInSweep]

ELEMENTS: list[tuple[str, dict[str, Any]]] = [
    ("PD_MAKER_MISSING", {"missing": ("maker",)}),
    ("PD_ADDRESS_MISSING", {"missing": ("maker_address",)}),
    ("PD_STANDARD_MISSING", {"missing": ("standards",)}),
    ("PD_MODEL_MISSING", {"missing": ("models", "specifications"), "title": "云帆 移动电源 2026升级款"}),
    ("PD_NAME_MISSING", {"missing": ("name",), "title": "云帆 旗舰新品 大容量", "specifications": ("20000mAh",)}),
    ("PD_WARNING_MISSING", {"missing": ("warnings",)}),
    ("CCC_NO_MISSING", {"missing": ("certificate_numbers",)}),
    ("LICENCE_NO_MISSING", {"missing": ("licence_numbers",), "group": "safety_helmet"}),
]
IDS = [rule for rule, _ in ELEMENTS]


def fired(offer: OfferInSweep, context: Context) -> list[str]:
    return [finding.rule for finding in judge_item(offer, context)]


def only(offer: OfferInSweep, context: Context) -> Finding:
    (finding,) = judge_item(offer, context)
    return finding


def test_an_offer_in_order_gives_nothing(make_offer: OfferMaker, context: Context) -> None:
    assert fired(make_offer(), context) == []


@pytest.mark.parametrize(("rule", "breach"), ELEMENTS, ids=IDS)
def test_what_is_not_shown_is_one_finding(
    rule: str, breach: dict[str, Any], make_offer: OfferMaker, context: Context
) -> None:
    finding = only(make_offer(**breach), context)
    assert finding.rule == rule
    assert "疑似" in finding.summary
    assert (finding.looks, finding.pending) == (1, True)
    assert finding.evidence[0].capture
    assert "已读到的栏目：品牌、型号" in finding.evidence[0].quote
    assert finding.basis


@pytest.mark.parametrize(("rule", "breach"), ELEMENTS, ids=IDS)
@pytest.mark.parametrize(
    "change",
    [
        {"scope": "exempt_law"},
        {"scope": "cross_border"},
        {"scope": "not_key", "group": None},
        {"cross_border": True},
        {"score": 0.3},
        {"rivals": ("fire_extinguisher",)},
        {"group": "e_hot_water_bag"},
        {"group": "ecigarette"},
        {"availability": "off_shelf"},
        {"page": {"on_shelf": "off_shelf"}},
        {"page": {"on_shelf": "gone"}},
        {"page": {"gate": "captcha"}},
        {"page": {"kind": "other"}},
        {"page": {"platform": None}},
        {"page": {"captured_at": datetime(2024, 1, 1, tzinfo=UTC)}, "group": "ebike_charger"},
    ],
    ids=lambda change: str(change),
)
def test_each_precondition_alone_keeps_silent(
    rule: str, breach: dict[str, Any], change: dict[str, Any], make_offer: OfferMaker, context: Context
) -> None:
    assert fired(make_offer(**{**breach, **change}), context) == []


@pytest.mark.parametrize(("rule", "breach"), ELEMENTS, ids=IDS)
def test_not_observable_is_never_missing(
    rule: str, breach: dict[str, Any], make_offer: OfferMaker, context: Context
) -> None:
    changed = {**breach, "missing": breach["missing"][:-1], "hidden": breach["missing"][-1:]}
    assert fired(make_offer(**changed), context) == []


@pytest.mark.parametrize(("rule", "breach"), ELEMENTS, ids=IDS)
def test_a_field_nobody_decided_is_never_missing(
    rule: str, breach: dict[str, Any], make_offer: OfferMaker, context: Context
) -> None:
    offer = make_offer(**breach)
    listing = offer.listing.model_copy(update={"readings": {}})
    assert fired(offer.model_copy(update={"page": offer.page.model_copy(update={"listing": listing})}), context) == []


@pytest.mark.parametrize(
    "shown",
    [
        {"skus": (Sku(options=(("颜色", "白"),)),)},
        {"mpn": "YF20"},
        {"title": "云帆 手电钻 TP-1336A"},
        {"title": "云帆 电水壶 1.7L"},
        {"title": "云帆 电水壶 1.7升"},
        {"title": "云帆 移动电源 20000毫安"},
    ],
)
def test_options_part_number_and_title_count_as_model(
    shown: dict[str, Any], make_offer: OfferMaker, context: Context
) -> None:
    offer = make_offer(**{"missing": ("models", "specifications"), "title": "云帆 移动电源", **shown})
    assert fired(offer, context) == []


@pytest.mark.parametrize(
    "shown",
    [
        {"title": "云帆 充电宝"},
        {"skus": (Sku(options=(("款式", "白色充电宝"),)),)},
    ],
)
def test_a_word_for_the_goods_anywhere_is_a_name(
    shown: dict[str, Any], make_offer: OfferMaker, context: Context
) -> None:
    assert fired(make_offer(**{"missing": ("name",), "title": "云帆 旗舰新品", **shown}), context) == []


def test_a_certificate_link_counts_as_shown(make_offer: OfferMaker, context: Context) -> None:
    link = (Link(text="查看证书", url="http://mall.example/cert"),)
    assert fired(make_offer(missing=("certificate_numbers",), certificate_links=link), context) == []
    helmet = make_offer(missing=("licence_numbers",), licence_links=link, group="safety_helmet")
    assert fired(helmet, context) == []


@pytest.mark.parametrize(
    ("missing", "hidden", "rules"),
    [
        (("licence_numbers",), (), []),
        (("certificate_numbers",), (), []),
        (("licence_numbers", "certificate_numbers"), (), ["LICENCE_NO_MISSING"]),
        (("licence_numbers",), ("certificate_numbers",), []),
        (("certificate_numbers",), ("licence_numbers",), []),
    ],
)
def test_one_of_two_numbers_is_enough_for_cables(
    missing: tuple[str, ...], hidden: tuple[str, ...], rules: list[str], make_offer: OfferMaker, context: Context
) -> None:
    assert fired(make_offer(missing=missing, hidden=hidden, group="wire_cable"), context) == rules


def test_goods_that_may_still_be_self_declared_need_no_certificate(make_offer: OfferMaker, context: Context) -> None:
    breach = {"missing": ("certificate_numbers",), "group": "power_tool"}
    assert fired(make_offer(**breach), context) == []
    later = {"captured_at": datetime(2027, 1, 2, tzinfo=UTC)}
    assert fired(make_offer(**breach, page=later), context) == ["CCC_NO_MISSING"]


def test_groups_without_the_duty_are_not_asked(make_offer: OfferMaker, context: Context) -> None:
    assert fired(make_offer(missing=("warnings",), group="kettle"), context) == []
    assert fired(make_offer(missing=("licence_numbers",)), context) == []
    assert fired(make_offer(missing=("certificate_numbers",), group="safety_helmet"), context) == []


@pytest.mark.parametrize(
    ("origin", "rules"),
    [(("产地", "德国"), []), (("是否进口", "是"), []), (("产地", "中国大陆"), ["LICENCE_NO_MISSING"]),
     (("产地", "浙江省"), ["LICENCE_NO_MISSING"]), (("颜色", "德国黑"), ["LICENCE_NO_MISSING"])],
)  # fmt: skip
def test_imported_goods_have_no_production_licence(
    origin: tuple[str, str], rules: list[str], make_offer: OfferMaker, context: Context
) -> None:
    offer = make_offer(missing=("licence_numbers",), group="safety_helmet", attributes=(origin,))
    assert fired(offer, context) == rules


def test_unknown_capture_time_gives_only_a_pending_reference(make_offer: OfferMaker, context: Context) -> None:
    finding = only(make_offer(missing=("certificate_numbers",), page={"captured_at": None}), context)
    assert (finding.pending, finding.standing, finding.captured_at) == (True, "reference", None)


@pytest.mark.parametrize(
    ("rule", "breach", "before", "after"),
    [
        ("CCC_NO_MISSING", {"missing": ("certificate_numbers",)}, "reference", "in_force"),
        ("PD_MAKER_MISSING", {"missing": ("maker",)}, "reference", "reference"),
    ],
)
def test_standing_follows_the_capture_day(
    rule: str, breach: dict[str, Any], before: str, after: str, make_offer: OfferMaker, context: Context
) -> None:
    last_minute, first_minute = datetime(2026, 11, 30, 15, 59, tzinfo=UTC), datetime(2026, 11, 30, 16, tzinfo=UTC)
    early = only(make_offer(**breach, page={"captured_at": last_minute}), context)
    late = only(make_offer(**breach, page={"captured_at": first_minute}), context)
    assert (early.rule, early.standing, late.standing) == (rule, before, after)
    assert (early.basis[0].status, late.basis[0].status) == ("issued_not_in_force", "in_force")
    assert "条款号待核" in late.basis[0].article
    assert early.id == late.id


def test_a_rule_that_is_switched_off_says_nothing(make_offer: OfferMaker, context: Context) -> None:
    assert fired(make_offer(missing=("maker",)), replace(context, rules={})) == []


@pytest.mark.parametrize(
    ("group", "title", "attributes", "rules", "standing"),
    [
        ("toy", "云帆 毛绒玩具 小熊", (), [], None),
        ("toy", "云帆 益智玩具", (("材质", "实木"),), [], None),
        ("toy", "云帆 益智玩具", (("材质", "ABS塑料"),), ["CCC_NO_MISSING"], "in_force"),
        ("toy", "云帆 益智玩具", (), ["CCC_NO_MISSING"], "reference"),
        ("fan", "云帆 小风扇", (("供电方式", "USB"),), [], None),
        ("fan", "云帆 落地扇", (("厂址", "示例市商用路工业园5号"),), ["CCC_NO_MISSING"], "in_force"),
        ("lv_assembly", "云帆 配电箱", (), ["CCC_NO_MISSING"], "reference"),
    ],
)
def test_the_certification_binds_only_goods_inside_its_scope(
    group: str,
    title: str,
    attributes: tuple[tuple[str, str], ...],
    rules: list[str],
    standing: str | None,
    make_offer: OfferMaker,
    context: Context,
) -> None:
    offer = make_offer(group=group, title=title, attributes=attributes, missing=("certificate_numbers",))
    found = list(judge_item(offer, context))
    assert [finding.rule for finding in found] == rules
    assert all(finding.standing == standing for finding in found)
    assert all(("须核实" in finding.summary) == (standing == "reference") for finding in found)


def test_the_licence_binds_only_goods_inside_its_scope(make_offer: OfferMaker, context: Context) -> None:
    bowl = make_offer(group="food_plastic", title="云帆 密胺碗", missing=("licence_numbers",), specifications=("4个",))
    assert fired(bowl, context) == []


def test_goods_outside_the_certification_keep_the_duties_of_a_mandatory_standard(
    make_offer: OfferMaker, context: Context
) -> None:
    plush = make_offer(group="toy", title="云帆 毛绒玩具", missing=("maker", "certificate_numbers"))
    assert fired(plush, context) == ["PD_MAKER_MISSING"]
