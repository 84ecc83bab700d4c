"""One spelling of Chinese text for comparing: NFKC, simplified, lower case, one dash, nothing invisible."""

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_BLANKS = re.compile(r"\s+")

_TO_SIMPLIFIED = OpenCC("t2s")

NO_VALUE = frozenset(
    "/ \\ - -- — —— * 无 暂无 不详 未标注 未标示 未知 空白 none n/a na 无商标 无品牌".split()  # noqa: SIM905  read as a table
)
"""What fills a cell that says nothing (after `normalise` and without blanks)."""


def tidy(text: str) -> str:
    """Return NFKC text with plain dashes and without invisible characters; case and blanks stay."""
    return _DASHES.sub("-", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))


@lru_cache(maxsize=65536)
def normalise(text: str) -> str:
    """Return text for comparing names: tidy, simplified, lower case, single blanks."""
    return _BLANKS.sub(" ", _TO_SIMPLIFIED.convert(tidy(text))).strip().lower()


def squeeze(text: str) -> str:
    """Return `normalise` without any blank."""
    return normalise(text).replace(" ", "")


def says_nothing(text: str | None) -> bool:
    """Return whether a cell holds no value (`/`, 无, 不详 …)."""
    return text is None or squeeze(text).replace("—", "-").strip("-") in {"", *NO_VALUE} or squeeze(text) in NO_VALUE
