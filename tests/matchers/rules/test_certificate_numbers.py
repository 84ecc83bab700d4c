"""CERT_NO_MALFORMED: only complete, unmasked text under a label that names CCC/3C or the production licence."""

from collections.abc import Callable
from typing import Any

import pytest

from crawler.records import Reading
from matchers.context import Context
from matchers.judge import judge_item
from matchers.records import OfferInSweep

OfferMaker = Callable[..., OfferInSweep]


def fired(offer: OfferInSweep, context: Context) -> list[str]:
    return [finding.rule for finding in judge_item(offer, context)]


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("CCC证书编号", "201801160610453"),
        ("3C证书编号", "20180116061045311"),
        ("强制性产品认证证书编号", "1999011606104531"),
        ("CCC认证编号", "2018A11606104531"),
        ("3C编号", "２０２７０１１６０６１０４５３１"),
        ("生产许可证编号", "XK6-001-00238"),
        ("生产许可证编号", "粤XK06-01-00238"),
        ("许可证编号", "XK06-001-002381"),
        ("工业产品生产许可证", "XK06-001-002"),
    ],
)
def test_malformed_number_is_found(label: str, text: str, make_offer: OfferMaker, context: Context) -> None:
    (finding,) = judge_item(make_offer(attributes=(("品牌", "云帆"), (label, text))), context)
    assert finding.rule == "CERT_NO_MALFORMED"
    assert finding.evidence[0].quote == f"{label}：{text}"
    assert finding.evidence[0].locator == "attributes[1]"
    assert (finding.looks, finding.pending) == (None, False)
    assert finding.explanation[0].right


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("CCC证书编号", "2018011606104531"),
        ("CCC证书编号", "2018019999104531"),
        ("CCC证书编号", "2024970914000001"),
        ("CCC证书编号", "2018011606****31"),
        ("CCC证书编号", "20180116061..."),
        ("CCC证书编号", "见包装"),
        ("CCC证书编号", "有"),
        ("CCC证书编号", "CQC13001087654"),
        ("CCC证书编号", "2018011606104531 证书状态：有效"),
        ("CQC自愿认证证书编号", "CQC1300108765"),
        ("自愿性认证证书编号", "201801160610453"),
        ("能效备案号", "201804-17-5026-2870001952108"),
        ("进网许可证号", "00-B182-228209"),
        ("检验报告编号", "20240101123456789"),
        ("3C规格型号", "201801160610453"),
        ("3C证书有效期", "20180116"),
        ("订单编号", "20241115123456789"),
        ("货号", "201801160610453"),
        ("生产许可证编号", "粤XK06-001-00238"),
        ("生产许可证编号", "XK99-999-00238"),
        ("生产许可证编号", "（苏）XK06-001-00238 TL"),
        ("生产许可证编号", "XK06-001-***38"),
        ("生产许可证编号", "SC10811310111839"),
        ("生产许可证编号", "QS3301 1601 0001"),
        ("食品生产许可证编号", "XK6-001-00238"),
        ("卫生许可证编号", "XK6-001-00238"),
        ("证书编号", "201801160610453"),
    ],
)
def test_look_alikes_are_left_alone(label: str, text: str, make_offer: OfferMaker, context: Context) -> None:
    assert fired(make_offer(attributes=((label, text),)), context) == []


@pytest.mark.parametrize(
    "change",
    [
        {"scope": "cross_border"},
        {"scope": "exempt_law"},
        {"score": 0.2},
        {"rivals": ("kettle",)},
        {"page": {"on_shelf": "off_shelf"}},
        {"page": {"gate": "login"}},
        {"readings": {"certificate_numbers": Reading(state="shown", source="ocr")}},
        {"readings": {"certificate_numbers": Reading(state="shown", source="label", masked=True)}},
        {"readings": {"attributes": Reading(state="shown", source="ocr")}},
    ],
    ids=str,
)
def test_each_precondition_alone_keeps_silent(change: dict[str, Any], make_offer: OfferMaker, context: Context) -> None:
    assert fired(make_offer(attributes=(("CCC证书编号", "201801160610453"),), **change), context) == []
