"""Credit codes, CCC and licence numbers: worked examples of the standards, near misses, and what is not judged."""

from datetime import date

import pytest

from matchers.certificates.ccc import ccc_problem, find_ccc
from matchers.certificates.credit import check_character, credit_code_problem, find_credit_codes, registering_division
from matchers.certificates.licence import find_licences, licence_problem

ON = date(2026, 12, 2)


@pytest.mark.parametrize(
    "code",
    [
        "91330100799655058B",
        "91110000600037341L",
        "914403001922038216",
        "9144030071526726XG",
        "91110108551385082Q",
        "91310000775785552L",
        "９１３３０１００７９９６５５０５８Ｂ",
        "440301103448669",
        "110108012660422",
        "330100400015575",
    ],
)
def test_valid_codes(code: str) -> None:
    assert credit_code_problem(code) is None


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("91330100799655058A", "校验位不符：应为 B"),
        ("913301O0799655058B", "字母 O"),
        ("440301103448668", "15 位注册号"),
        ("9133010079965505", "位数为 16"),
    ],
)
def test_invalid_codes(code: str, reason: str) -> None:
    assert reason in (credit_code_problem(code) or "")


@pytest.mark.parametrize("text", ["9133****5058B", "", "见图", "2024111512345678", "91330100●●●●", "123"])
def test_masked_and_other_texts_are_not_judged(text: str) -> None:
    assert credit_code_problem(text) is None


def test_a_made_up_code_of_a_division_that_does_not_exist() -> None:
    body = "91990101MA0000001"
    code = body + check_character(body)
    assert credit_code_problem(code) is None
    assert registering_division(code) == "990101"
    assert find_credit_codes(f"统一社会信用代码：{code}。") == (code,)


@pytest.mark.parametrize(
    "text", ["2018011606104531", "CCC: 2018 0116 0610 4531", "2020181001018043", "2020980001018043"]
)
def test_possible_ccc_numbers(text: str) -> None:
    assert ccc_problem(text, ON) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1999011606104531", "1999"),
        ("2027011606104531", "2027"),
        ("201801160610453", "15 位"),
        ("20180116061045311", "17 位"),
        ("2018A11606104531", "字母"),
    ],
)
def test_impossible_ccc_numbers(text: str, reason: str) -> None:
    assert reason in (ccc_problem(text, ON) or "")


@pytest.mark.parametrize(
    "text", ["CQC18001234567", "2018****06104531", "见证书", "有效", "无", "2018011606104531、2019010808227189", ""]
)
def test_texts_that_are_no_attempt_at_a_ccc_number(text: str) -> None:
    assert ccc_problem(text, ON) is None


def test_the_year_is_compared_with_the_observation_date() -> None:
    assert ccc_problem("2026010713148672", date(2025, 12, 31)) is not None
    assert ccc_problem("2026010713148672", date(2026, 1, 1)) is None


def test_numbers_inside_longer_numbers_are_not_found() -> None:
    assert find_ccc("订单120180116061045312") == ()


@pytest.mark.parametrize(
    "text",
    [
        "粤XK02-001-10502",
        "(鄂)XK12-001-00018",
        "（苏）XK06-001-00238 TL",
        "QS粤XK16-204-02450",
        "XK08-001-04763",
        "XK16-108 0001",
    ],
)
def test_licence_numbers(text: str) -> None:
    assert licence_problem(text) is None
    assert len(find_licences(text)) == 1


@pytest.mark.parametrize("text", ["XK6-001-00238", "XK06-01-00238", "XK06-001-002", "XK06-001-002381"])
def test_malformed_licence_numbers(text: str) -> None:
    assert licence_problem(text) is not None
    assert find_licences(text) == ()


@pytest.mark.parametrize("text", ["无", "SC10811310111839", "XK06-001-*****", "XK06-001", "见包装", ""])
def test_texts_that_are_no_attempt_at_a_licence_number(text: str) -> None:
    assert licence_problem(text) is None
