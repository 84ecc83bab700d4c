"""Models are compared exactly after normalisation; what is no model never counts as one."""

import pytest

from matchers.models.compare import is_generic, normalise_model, same_model, split_models, stands_in


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("PAC20-272", "pac20-272"),
        ("PAC20-272", "PAC20 272"),
        ("ＫＦＲ－35ＧＷ", "KFR-35GW"),
        ("AB-12", "AB12"),
        ("型号：QX-10", "QX-10"),
        ("QX—10", "QX-10"),
        ("QX\u200b-10", "QX-10"),
    ],
)
def test_spellings_of_one_model(left: str, right: str) -> None:
    assert same_model(left, right).score == 1.0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("PAC20-272", "PAC20-392"),
        ("T3", "T30"),
        ("12-3", "1-23"),
        ("JZT-A1 天然气", "JZT-A1 液化气"),
        ("X1 220V", "X1 110V"),
        ("QX-10A", "QX-10B"),
        ("10000mAh", "10000mAh"),
        ("/", "/"),
        ("均码", "均码"),
    ],
)
def test_siblings_and_empty_words_are_not_one_model(left: str, right: str) -> None:
    assert same_model(left, right).score == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "见包装",
        "见附件",
        "/",
        "无",
        "",
        "10000mAh",
        "5号",
        "均码",
        "A4",
        "220V",
        "500ml",
        "1500mm*12",
        "XL",
        "白色",
        "通用",
        "5V/2A",
    ],
)
def test_generic_texts(text: str) -> None:
    assert is_generic(text)


@pytest.mark.parametrize("text", ["T3", "PAC20-272", "A1642", "KFR-35GW/WDAA3", "GB320", "BS-30KP365"])
def test_models_are_not_generic(text: str) -> None:
    assert not is_generic(text)


@pytest.mark.parametrize(
    ("cell", "models"),
    [
        ("T3 10000mAh 5V/2A", ("T3",)),
        ("型号：PAC20-272 规格：20000mAh", ("PAC20-272",)),
        ("PAC20-272、PAC20-392", ("PAC20-272", "PAC20-392")),
        ("A1642 A1647", ("A1642", "A1647")),
        ("KFR 35 GW", ("KFR35GW",)),
        ("T3；t3", ("T3",)),
        ("DL-500(24V)", ("DL-500",)),
        ("DL-500 AC220V/50Hz", ("DL-500",)),
        ("DL-500 24伏 2只装", ("DL-500",)),
        ("HBE-20K Pro", ("HBE-20KPro",)),
        ("HBE-20K Type-C", ("HBE-20K",)),
        ("HBE-20K/HBE-21K", ("HBE-20K", "HBE-21K")),
        ("KFR-35GW/WDAA3", ("KFR-35GW/WDAA3",)),
        ("见包装", ()),
        ("20000mAh", ()),
    ],
)
def test_cells_are_cut_into_models(cell: str, models: tuple[str, ...]) -> None:
    assert split_models(cell) == models


@pytest.mark.parametrize(
    ("model", "text", "found"),
    [
        ("QX-10", "晴溪充电宝QX10快充", True),
        ("QX-10", "晴溪充电宝QX-100快充", False),
        ("QX-10", "晴溪充电宝AQX-10", False),
        ("QX-10", "晴溪充电宝 QX-10-B", False),
        ("T3", "T3", False),
    ],
)
def test_a_model_stands_in_a_title_as_a_whole(model: str, text: str, found: bool) -> None:
    assert stands_in(model, text) is found


def test_normalising_keeps_punctuation_that_tells_models_apart() -> None:
    assert normalise_model("kfr-35gw / wdaa3") == "KFR-35GW/WDAA3"
