"""Amounts as people write them: digits with either separator, 万 and 亿, Chinese numerals."""

import re
from decimal import Decimal, InvalidOperation

_DIGITS = {
    **dict(zip("零〇一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖两", (1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True)),
}
_SMALL_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE_UNITS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
CHINESE_NUMERAL = r"[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+"
MULTIPLIERS = {"k": 1000, "千": 1000, "仟": 1000, "百": 100, "佰": 100, "十": 10, "w": 10_000, **_LARGE_UNITS}
_GROUPED = re.compile(r"^\d{1,3}(?:[.,'’ \u00a0]\d{2,3})*[.,'’ \u00a0]\d{3}$")
_SPACES = re.compile(r"[ \u00a0'’]")


def parse_number(text: str, *, decimal_point: bool = False) -> Decimal | None:
    """Return the number `text` writes in digits, thousands separated or not.

    Where a single dot stands before three digits it groups thousands, unless `decimal_point` says that a dot
    is always the decimal point, as in Chinese prices.
    """
    text = _SPACES.sub("", text.strip().rstrip(".,"))
    last = max(text.rfind("."), text.rfind(","))
    if last >= 0:
        whole, mark, rest = text[:last], text[last], text[last + 1 :]
        other = "," if mark == "." else "."
        if len(rest) == 3 and not _is_decimal(whole, mark, decimal_point=decimal_point, other=other):
            whole, rest = whole + rest, ""
        elif mark in whole:
            # 1.299.000,5 has two kinds of mark; 1.299.00 has one kind and the last group is no thousand.
            whole = whole.replace(mark, "")
        whole = whole.replace(".", "").replace(",", "")
        text = f"{whole or '0'}.{rest}" if rest else whole
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _is_decimal(whole: str, mark: str, *, decimal_point: bool, other: str) -> bool:
    if mark in whole:
        return False
    if other in whole:
        return True
    if mark == ".":
        return decimal_point or whole.strip() in ("", "0")
    return whole.strip() in ("", "0")


def parse_chinese(text: str) -> Decimal | None:
    """Return the number of a Chinese numeral such as 一万二千三百四十五, or None where it is none."""
    total = section = digit = 0
    seen = False
    for position, character in enumerate(text):
        if character in _DIGITS:
            # 三五百 means "three to five hundred"; two digits in a row are no exact amount unless read one by one.
            if digit and position and text[position - 1] not in "零〇":
                return _digit_by_digit(text)
            digit, seen = _DIGITS[character], True
        elif character in _SMALL_UNITS:
            section += (digit or 1) * _SMALL_UNITS[character]
            digit, seen = 0, True
        elif character in _LARGE_UNITS:
            total = (total + section + digit) * _LARGE_UNITS[character]
            section = digit = 0
        else:
            return None
    return Decimal(total + section + digit) if seen else None


def _digit_by_digit(text: str) -> Decimal | None:
    if len(text) < 3 or any(character not in _DIGITS for character in text):
        return None
    return Decimal("".join(str(_DIGITS[character]) for character in text))
