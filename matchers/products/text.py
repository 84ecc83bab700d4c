"""Titles made comparable: one spelling, no blanks, and a note of where the seller had put one."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import opencc

INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\ufe0f\ud800-\udfff]")
"""Characters without width, and halves of characters that no converter takes."""
BLANK = re.compile(r"\s+")
LATIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


class Plain(NamedTuple):
    """A normalised text without blanks; `breaks` are the positions a blank stood before."""

    text: str
    breaks: frozenset[int]

    def word_starts(self, at: int) -> bool:
        """Whether a Latin word or number can begin here."""
        return at == 0 or at in self.breaks or not self._joined(at)

    def word_ends(self, at: int) -> bool:
        """Whether a Latin word or number can end before this position."""
        return at >= len(self.text) or at in self.breaks or not self._joined(at)

    def _joined(self, at: int) -> bool:
        left, right = self.text[at - 1], self.text[at]
        return left in LATIN and right in LATIN


@lru_cache(maxsize=1)
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def fold(text: str) -> str:
    """NFKC, simplified, lower case, without invisible characters; blanks kept."""
    folded = unicodedata.normalize("NFKC", INVISIBLE.sub("", text))
    simplified: str = _simplifier().convert(folded)
    return simplified.lower()


def plain(text: str) -> Plain:
    """Normalise a title for matching: sellers split words (充 电 宝), so blanks go but are remembered."""
    parts = BLANK.split(fold(text).strip())
    breaks: set[int] = set()
    length = 0
    for part in parts:
        if length:
            breaks.add(length)
        length += len(part)
    return Plain("".join(parts), frozenset(breaks))


def is_cjk(char: str) -> bool:
    """Whether a character is a Chinese one."""
    return "\u4e00" <= char <= "\u9fff"
