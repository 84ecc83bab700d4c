"""CCC certificate numbers (强制性产品认证证书编号): year, body, product category, serial; there is no check digit."""

import re
from datetime import date

from matchers.certificates.masks import is_masked
from matchers.names.text import tidy

_NUMBER = re.compile(r"(?<!\d)20[0-4]\d\d{2}\d{4}\d{6}(?!\d)")
_BLANKS = re.compile(r"\s+")
_WHOLE = re.compile(r"(?:CCC|3C|NO\.?|编号)?[::]?(?P<number>[0-9A-Z]+)")
FIRST_YEAR = 2002
"""CCC certificates exist since May 2002."""


def find_ccc(text: str) -> tuple[str, ...]:
    """Return every 16-digit number of the certificate's form; the caller needs a label that names CCC beside it."""
    return tuple(dict.fromkeys(_NUMBER.findall(tidy(text))))


def ccc_problem(text: str, on: date) -> str | None:
    """Return in Chinese why a text under a CCC label cannot be such a number, None when it can or is not judged.

    Only one complete, unmasked, purely alphanumeric value is judged. `on` is the observation date.
    """
    matched = _WHOLE.fullmatch(_BLANKS.sub("", tidy(text)).upper())
    if is_masked(text) or matched is None:
        return None
    number = matched.group("number")
    digits = sum(letter.isdigit() for letter in number)
    if digits < 10:
        return None
    if not number.isdigit():
        # Voluntary certificates (CQC + digits) and licence numbers (XK…) have letters of their own in front.
        return None if re.match(r"[A-Z]{2,}", number) else f"应为 16 位数字，含有字母：{number}"
    if len(number) != 16:
        return f"应为 16 位数字，实为 {len(number)} 位"
    return None if _year_ok(number, on) else f"前 4 位应为首次发证年份，{number[:4]} 不可能"


def _year_ok(number: str, on: date) -> bool:
    return FIRST_YEAR <= int(number[:4]) <= on.year
