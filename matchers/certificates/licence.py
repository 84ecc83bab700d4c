"""Production licence numbers (工业产品生产许可证编号): XK, industry, product, serial; there is no check digit."""

import re

from matchers.certificates.masks import is_masked
from matchers.names.text import tidy

_PROVINCES = "京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云藏陕甘青宁新"
_NUMBER = re.compile(
    rf"(?<![0-9A-Z])(?:QS\s*)?[(\[]?\s*(?:[{_PROVINCES}])?\s*[)\]]?\s*XK\s*\d{{2}}\s*-\s*\d{{3}}\s*-?\s*\d{{4,5}}(?!\d)"
)
_ATTEMPT = re.compile(r"XK\s*(?P<industry>\d+)\s*-\s*(?P<product>\d+)(?:\s*[- ]\s*(?P<serial>\d+))?(?P<more>[\s\S]*)")


def find_licences(text: str) -> tuple[str, ...]:
    """Return every XK number of the right form in a text, as written but for width and case."""
    return tuple(dict.fromkeys(found.strip() for found in _NUMBER.findall(tidy(text).upper())))


def licence_problem(text: str) -> str | None:
    """Return in Chinese why an XK number has a wrong form, None when it has not or the text is no attempt at one.

    An unknown product code is no problem: few codes are certain.
    """
    plain = tidy(text).upper()
    if is_masked(text) or find_licences(text):
        return None
    attempt = _ATTEMPT.search(plain)
    if attempt is None:
        return None
    industry, product, serial = attempt.group("industry", "product", "serial")
    if len(industry) != 2:
        return f"XK 后应为 2 位行业代码，实为 {len(industry)} 位"
    if len(product) != 3:
        return f"产品代码应为 3 位，实为 {len(product)} 位"
    if serial is None:
        return None
    return f"序号应为 5 位（旧号 4 位），实为 {len(serial)} 位"
