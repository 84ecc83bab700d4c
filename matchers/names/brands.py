"""Compares trademarks (商标): equal when any form of one equals any of the other; likeness alone never counts."""

import re

from rapidfuzz import fuzz

from matchers.names.text import normalise, says_nothing, squeeze
from matchers.records import Feature

_REMARK = re.compile(
    r"[(\[【(][^()\[\]【】()]*(?:图形|字母|文字|商标|注册|®|™)[^()\[\]【】()]*[)\]】)]|[®™©]|图形商标|注册商标|\(r\)|\(tm\)"
)
_JOINED = re.compile(r"[、,,;;/|&+]|\s和\s")
_BRACKETED = re.compile(r"[(\[【(]([^()\[\]【】()]+)[)\]】)]")
_SUFFIX = re.compile(r"(?:牌|品牌)$")
_PUNCTUATION = re.compile(r"[\s·.'’`\-_\"“”「」『』*]+")
_SCRIPTS = re.compile(r"[a-z0-9&']+(?:[\s.\-'&]+[a-z0-9&']+)*|[\u4e00-\u9fff·]+")


def normalise_brand(text: str) -> str:
    """Return one spelling of a trademark: simplified, lower case, without remarks, 牌, blanks and punctuation."""
    return _SUFFIX.sub("", _PUNCTUATION.sub("", _REMARK.sub("", normalise(text))))


def is_no_brand(text: str | None) -> bool:
    """Return whether a cell says that there is no trademark (`/`, 无, --)."""
    return says_nothing(text) or squeeze(text or "") in {
        "无牌",
        "白牌",
        "其他",
        "其它",
        "other",
        "通用",
        "其他/other",
        "other/其他",
    }


def brand_forms(cell: str) -> tuple[str, ...]:
    """Return every normalised form a cell gives: 罗马牌/ROMA → 罗马, roma; several trademarks joined by 、 or /."""
    text = _REMARK.sub("", normalise(cell))
    parts = [*_BRACKETED.findall(text), *_JOINED.split(_BRACKETED.sub("|", text))]
    forms: list[str] = []
    for part in parts:
        whole = normalise_brand(part)
        scripts = [normalise_brand(piece) for piece in _SCRIPTS.findall(part)]
        # "ROMA罗马" is one trademark in two scripts; "3M" or "A.O.史密斯" are not to be cut into letters.
        wanted = [whole, *scripts] if len(scripts) == 2 and min(map(len, scripts)) >= 2 else [whole]
        forms += [form for form in wanted if form and form not in forms]
    return tuple(forms)


def same_brand(left: str, right: str) -> Feature:
    """Compare two trademarks: 1.0 when a form is equal; below that the likeness (at most 0.9) for a person to see."""
    ours, theirs = brand_forms(left), brand_forms(right)
    if is_no_brand(left) or is_no_brand(right) or not ours or not theirs:
        score = 0.0
    elif set(ours) & set(theirs):
        score = 1.0
    else:
        score = max(fuzz.ratio(one, other) for one in ours for other in theirs) / 100 * 0.9
    return Feature(feature="商标", score=round(score, 4), left=left, right=right)
