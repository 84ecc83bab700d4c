"""A trademark in a title: whole words that open it or stand before the model, never of goods it only fits."""

import pytest

from matchers.names.in_titles import trademark_in_title

MODELS = ("YF-20A",)


@pytest.mark.parametrize(
    ("title", "same_maker", "found"),
    [
        ("云帆 移动电源 大容量", False, "云帆"),
        ("云帆牌 移动电源", False, "云帆"),
        ("【正品包邮】云帆 移动电源", False, "云帆"),
        ("云帆/YUNFAN 移动电源", False, "云帆"),
        ("新款 云帆YF-20A 移动电源", False, "云帆"),
        ("新款 云帆牌 YF-20A", False, "云帆"),
        ("新款 云帆（YF-20A）", False, "云帆"),
        ("新款 云帆 移动电源", False, None),
        ("新款 云帆 移动电源", True, "云帆"),
        ("云帆星 移动电源", True, None),
        ("小云帆 移动电源", True, None),
        ("新款 云帆YF-20AB", False, None),
        ("适用于云帆 YF-20A 移动电源", True, None),
        ("云帆同款 移动电源 YF-20A", True, None),
        ("比云帆好用的移动电源 YF-20A", True, None),
        ("云帆 YF-20A 专用保护套", True, None),
        ("cable for 云帆 YF-20A", True, None),
        ("移动电源", True, None),
    ],
)
def test_where_a_trademark_counts(title: str, same_maker: bool, found: str | None) -> None:
    assert trademark_in_title(title, "云帆", MODELS, same_maker=same_maker) == found


@pytest.mark.parametrize(
    ("trademark", "title", "found"),
    [
        ("A.O.山海", "A.O.山海 热水器", "a.o.山海"),
        ("ROMA", "ROMANCE heater", None),
        ("ROMA", "Roma heater", "roma"),
        ("/", "/ 移动电源", None),
        ("佳", "佳 移动电源", None),
    ],
)
def test_spellings(trademark: str, title: str, found: str | None) -> None:
    assert trademark_in_title(title, trademark, (), same_maker=False) == found
