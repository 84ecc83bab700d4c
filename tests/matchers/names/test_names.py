"""Trademarks by their written forms, makers by their structure."""

import pytest

from matchers.names.brands import brand_forms, is_no_brand, same_brand
from matchers.names.makers import compare_makers, split_makers


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("晴溪", "晴溪牌"),
        ("晴溪/QINGXI", "qingxi"),
        ("QINGXI晴溪", "晴溪"),
        ("QINGXI（晴溪）", "Qing Xi"),
        ("晴溪（字母+图形）", "晴溪"),
        ("ＱＩＮＧＸＩ®", "qingxi"),
        ("晴溪、雨岚", "雨岚"),
        ("雲嵐", "云岚"),
    ],
)
def test_forms_of_one_trademark(left: str, right: str) -> None:
    assert same_brand(left, right).score == 1.0


@pytest.mark.parametrize(
    ("left", "right"),
    [("晴溪", "晴源"), ("QINGXI", "QINGXIN"), ("/", "/"), ("无", "晴溪"), ("（图形商标）", "（图形商标）")],
)
def test_likeness_is_not_identity(left: str, right: str) -> None:
    assert same_brand(left, right).score < 1.0


@pytest.mark.parametrize(
    ("text", "none"), [("/", True), ("——", True), ("无", True), ("无品牌", True), ("3M", False), ("晴溪", False)]
)
def test_no_trademark(text: str, none: bool) -> None:
    assert is_no_brand(text) is none


def test_letters_of_short_names_are_not_forms_of_their_own() -> None:
    assert brand_forms("3M") == ("3m",)


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        ("深圳市晴步科技有限公司", "深圳市晴步科技有限公司（委托）", "same"),
        ("深圳市晴步科技有限公司", "深圳晴步科技有限公司", "same"),
        ("广东省深圳市晴步科技有限公司", "深圳市晴步科技有限公司", "same"),
        ("晴步（杭州）电子有限公司", "杭州晴步电子有限公司", "same"),
        ("委托方：甲乙电器有限公司；受托方：丙丁电子有限公司", "丙丁电子有限公司", "same"),
        ("深圳晴步科技有限公司", "江门晴步科技有限公司", "different"),
        ("宁波晴步电器有限公司", "宁波晴步塑料有限公司", "different"),
        ("宁波晴步电器有限公司", "宁波晴步电器厂", "different"),
        ("砚桥市屿桁电子科技有限公司", "岚浦市岚苇电子科技有限公司", "different"),
        ("步科技有限公司", "深圳市晴步科技有限公司", "unknown"),
        ("晴步旗舰店", "深圳市晴步科技有限公司", "unknown"),
        ("张某", "深圳市晴步科技有限公司", "unknown"),
        ("/", "深圳市晴步科技有限公司", "unknown"),
        ("经销商名称：深圳市晴步科技有限公司", "深圳市晴步科技有限公司", "unknown"),
        (None, None, "unknown"),
    ],
)
def test_makers(left: str | None, right: str | None, verdict: str) -> None:
    assert compare_makers(left, right).verdict == verdict
    assert compare_makers(right, left).verdict == verdict


def test_two_firms_in_a_cell_keep_their_roles() -> None:
    firms = split_makers("委托商：甲乙电器有限公司 地址：某路1号 生产商：丙丁电子有限公司")
    assert [(firm.role, firm.core) for firm in firms] == [("principal", "甲乙"), ("maker", "丙丁")]
