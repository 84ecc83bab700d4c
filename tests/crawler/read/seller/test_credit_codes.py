"""Valid credit codes are found anywhere in a page's source, as words of their own."""

import pytest
from stdnum.cn import uscc

from crawler.read.dom.document import Document
from crawler.read.seller.credit_codes import credit_codes, kept_codes

STEMS = ("91990000000000000", "93990000MA0000000")
"""Codes of a division that does not exist, without their check character."""


def code(stem: str) -> str:
    return stem + uscc.calc_check_digit(stem)


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize(
    ("before", "behind", "found"),
    [
        ("", "", True),
        ('{"code":"', '"}', True),
        ("代码：", "。", True),
        ("_", "_", True),
        ("代码 12345678 ", " 12345678", True),
        ("0", "", False),
        ("x", "", False),
        ("", "0", False),
        ("", "z", False),
        ("", "*", False),
        ("", "＊", False),
    ],
)
def test_a_code_is_found_as_a_word(stem: str, before: str, behind: str, *, found: bool) -> None:
    page = Document(f"{before}{code(stem)}{behind}")
    assert list(kept_codes(page)) == ([code(stem)] if found else [])


@pytest.mark.parametrize("stem", STEMS)
def test_each_code_is_given_once_in_the_order_of_the_page(stem: str) -> None:
    other = code("92990000000000000")
    page = Document(f"<p>{other}</p><p>{code(stem)}</p><script>var a='{code(stem)}'</script>")
    assert list(kept_codes(page)) == [other, code(stem)]


def test_a_wrong_check_character_makes_no_code() -> None:
    right = code(STEMS[0])
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    assert not list(kept_codes(Document(f"<p>{wrong}</p>")))
    assert not list(credit_codes(wrong))


@pytest.mark.parametrize("stem", STEMS)
def test_a_code_in_groups_is_read_in_a_line(stem: str) -> None:
    whole = code(stem)
    grouped = f"{whole[:4]} {whole[4:8]}-{whole[8:12]} {whole[12:]}"
    assert whole in credit_codes(f"统一社会信用代码 {grouped}")
