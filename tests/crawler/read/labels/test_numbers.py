"""Numbers found in text: standards with their confidence, licences, CCC forms, masks."""

import pytest

from crawler.read.labels.label_values import certificates_of, models_of
from crawler.read.labels.numbers import find_ccc, find_codes, find_licences, find_standards, is_masked

STANDARDS = [
    ("GB 4943.1-2022", [("GB 4943.1-2022", "high")]),
    ("GB4943.1—2022", [("GB4943.1-2022", "high")]),
    ("ＧＢ／Ｔ　２０９９．７－２０１５", [("GB/T 2099.7-2015", "high")]),
    ("GB 18401", [("GB 18401", "medium")]),
    ("GB18401", [("GB18401", "low")]),
    ("GB 2828-87", [("GB 2828-87", "high")]),
    ("Q/ABC 001-2023", [("Q/ABC 001-2023", "high")]),
    ("Q/HKY001—2020", [("Q/HKY001-2020", "high")]),
    ("T/CAS 123.1-2019", [("T/CAS 123.1-2019", "high")]),
    ("DB44/T 1234-2013", [("DB44/T 1234-2013", "high")]),
    ("QB/T 4012-2010、HG 2368-2011", [("QB/T 4012-2010", "high"), ("HG 2368-2011", "high")]),
    ("GB/T35590-2017，GB 31241-2022", [("GB/T35590-2017", "high"), ("GB 31241-2022", "high")]),
    ("型号GB320充电器", [("GB320", "low")]),
    ("XGB 4943.1-2022", []),
    ("国家标准", []),
    ("256GB 128GB", []),
]


@pytest.mark.parametrize(("text", "expected"), STANDARDS)
def test_standards(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(found.value, found.confidence) for found in find_standards(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("粤XK02-001-10502", ["粤XK02-001-10502"]),
        ("（苏）XK06-001-00238 TL", ["(苏)XK06-001-00238"]),
        ("XK08—001—04763", ["XK08-001-04763"]),
        ("QS粤XK16-204-02450", ["QS粤XK16-204-02450"]),
        ("XK6-001-00238", []),
        ("XK06-01-00238", []),
        ("XK06-001-002", []),
        ("XK06-001-002381", []),
        ("AXK06-001-00238", []),
    ],
)
def test_licences(text: str, expected: list[str]) -> None:
    assert [found.value for found in find_licences(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019010907123456", ["2019010907123456"]),
        ("2019 0109 0712 3456", ["2019010907123456"]),
        ("1999011606104531", []),
        ("201801160610453", []),
        ("20180116061045311", []),
        ("2018A11606104531", []),
        ("20190109****3456", []),
    ],
)
def test_ccc_forms(text: str, expected: list[str]) -> None:
    assert [found.value for found in find_ccc(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WT2023-00817", ["WT2023-00817"]),
        ("No. A2023001、A2023002", ["A2023001", "A2023002"]),
        ("20190109****3456", ["20190109****3456"]),
        ("合格", []),
        ("有效期三年", []),
    ],
)
def test_codes_under_a_label(text: str, expected: list[str]) -> None:
    assert [found.value for found in find_codes(text)] == expected


@pytest.mark.parametrize(
    ("value", "masked"),
    [("9133****", True), ("李**", True), ("2019010907123456", False), ("5*20cm", False), ("AB-xxx", False)],
)
def test_masks(value: str, masked: bool) -> None:
    assert is_masked(value) is masked


@pytest.mark.parametrize(
    "text",
    [
        "CCC2024010717804008",
        "3C2024010717804008",
        "No2024010717804008",
        "3C证书2024010717804008",
        "ccc2024010717804008",
    ],
)
def test_a_label_glued_to_a_certificate_is_no_part_of_its_number(text: str) -> None:
    assert [number.value for number in find_ccc(text)] == ["2024010717804008"]
    assert list(certificates_of(text)) == [("2024010717804008", False)]


@pytest.mark.parametrize("text", ["CQC2024010717804008", "XCCC2024010717804008", "CCC20240107178040081"])
def test_other_letters_before_sixteen_digits_make_another_number(text: str) -> None:
    assert list(find_ccc(text)) == []


@pytest.mark.parametrize(
    ("value", "models"),
    [
        ("BL-K17/BL-K18", ["BL-K17", "BL-K18"]),
        ("QH-100A／QH-200B／QH-300C", ["QH-100A", "QH-200B", "QH-300C"]),
        ("KFR-35GW/BP2", ["KFR-35GW/BP2"]),
        ("KFR-35GW/KFR-26GW", ["KFR-35GW", "KFR-26GW"]),
        ("BL-K17/18", ["BL-K17/18"]),
        ("WS-303/LX-100", ["WS-303/LX-100"]),
        ("E27/E14", ["E27/E14"]),
        ("220V/110V", ["220V/110V"]),
        ("QH-17/QH-17", ["QH-17/QH-17"]),
    ],
)
def test_a_slash_parts_models_only_where_both_sides_are_built_alike(value: str, models: list[str]) -> None:
    assert list(models_of(value)) == models
