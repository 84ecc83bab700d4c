"""Finds a trademark in the title of an item whose page gives none under a label."""

import re
from functools import lru_cache
from pathlib import Path

from config.declared import load_declared
from config.record import Record
from matchers.names.brands import brand_forms, is_no_brand
from matchers.names.text import normalise

_LEAST = 2
"""Characters of a trademark that can be told from the words of a title."""
_OPENING = r"^(?:[\[【(「『《][^\[\]【】()「」『』《》]{0,20}[\])】」』》]\s*)*"
"""Brackets with promotions that open a title: 【正品】."""
_BETWEEN = r"[\s·.'’`\-_]*"
_NOT_BEFORE, _NOT_AFTER = r"(?<![a-z0-9\u4e00-\u9fff])", r"(?![a-z0-9\u4e00-\u9fff])"
_BEFORE_MODEL = r"(?:牌|品牌)?[\s\-_/·()\[\]【】]*(?:型号[:\s]*)?"


class TitleWords(Record):
    """Words around a trademark in titles."""

    other_goods: tuple[str, ...]
    """Regular expressions of a title that names a trademark without selling its goods."""


@lru_cache(maxsize=1)
def _other_goods() -> re.Pattern[str]:
    words = load_declared(Path(__file__).with_name("in_titles.toml"), TitleWords).other_goods
    return re.compile("|".join(words))


def trademark_in_title(title: str, trademark: str, models: tuple[str, ...], *, same_maker: bool) -> str | None:
    """Return the title's own words for the trademark, None where it is not sold under it.

    It must be a whole word that opens the title or stands right before one of the models; elsewhere it counts only
    where the makers agree. A title that compares with, or fits, the trademark's goods never counts.
    """
    text = normalise(title)
    if is_no_brand(trademark) or _other_goods().search(text):
        return None
    for form in sorted(brand_forms(trademark), key=len, reverse=True):
        if len(form) < _LEAST:
            continue
        spelled = _BETWEEN.join(map(re.escape, form))
        word = rf"{_NOT_BEFORE}(?P<word>{spelled})(?:牌|品牌)?{_NOT_AFTER}"
        ways = [_OPENING + word, *(_right_before(spelled, model) for model in models if normalise(model))]
        for way in [*ways, word] if same_maker else ways:
            found = re.search(way, text)
            if found:
                return found["word"]
    return None


def _right_before(spelled: str, model: str) -> str:
    return rf"{_NOT_BEFORE}(?P<word>{spelled}){_BEFORE_MODEL}{re.escape(normalise(model))}(?![a-z0-9])"
