"""Credit codes (统一社会信用代码, GB 32100-2015) and old 15-digit registration numbers (GS 15-2006)."""

import re

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_10

from matchers.certificates.masks import is_masked
from matchers.names.text import tidy

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])")
_BLANKS = re.compile(r"[\s\-]+")
_WHOLE = re.compile(r"[0-9A-Z]+")


def find_credit_codes(text: str) -> tuple[str, ...]:
    """Return every 18-character code of the right form in a text, in order."""
    return tuple(dict.fromkeys(_CODE.findall(tidy(text).upper())))


def credit_code_problem(text: str) -> str | None:
    """Return in Chinese what is wrong with a published number, None when nothing is or when it is not to be judged.

    Judged are 18-character credit codes and 15-digit registration numbers; masked, empty and other texts are not.
    """
    number = _BLANKS.sub("", tidy(text)).upper()
    if is_masked(text) or not _WHOLE.fullmatch(number):
        return None
    if len(number) == 15 and number.isdigit():
        return None if _valid_registration(number) else "15 位注册号的校验位不符（ISO 7064 MOD 11,10）"
    if len(number) != 18:
        return f"位数为 {len(number)}，既不是 18 位统一社会信用代码，也不是 15 位注册号" if _like_code(number) else None
    wrong = [letter for letter in number if letter not in _ALPHABET]
    if wrong:
        return f"含有不会使用的字母 {'、'.join(dict.fromkeys(wrong))}"
    if not number[2:8].isdigit():
        return "第 3 至 8 位应为登记机关行政区划码（6 位数字）"
    expected = check_character(number[:17])
    return None if number[17] == expected else f"校验位不符：应为 {expected}，公示为 {number[17]}"


def check_character(body: str) -> str:
    """Return the 18th character for the first 17 (GB 32100-2015, annex)."""
    total = sum(_ALPHABET.index(letter) * weight for letter, weight in zip(body, _WEIGHTS, strict=True))
    return _ALPHABET[(31 - total % 31) % 31]


def registering_division(code: str | None) -> str | None:
    """Return digits 3-8, the registering office's division code, of a valid 18-character code; else None."""
    number = _BLANKS.sub("", tidy(code or "")).upper()
    if len(number) != 18 or is_masked(code or "") or credit_code_problem(number) is not None:
        return None
    return number[2:8]


def _valid_registration(number: str) -> bool:
    try:
        mod_11_10.validate(number)
    except ValidationError:
        return False
    return True


def _like_code(number: str) -> bool:
    """16, 17 or 19 characters beginning as credit codes do: a digit lost or doubled, not another kind of number."""
    return len(number) in {16, 17, 19} and re.match(r"(?:91|92|93|51|52)\d{6}", number) is not None
