"""A page's source before it is parsed: whether it stops midway, and without nesting that would stop a parser."""

import re
from itertools import accumulate

_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)[^<>]*>")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
    | {"li", "p", "td", "tr", "th", "dd", "dt", "option", "tbody", "thead", "tfoot"}
)
"""Tags without an end, and those whose end is often left out: they do not count as nesting."""
_NESTING = re.compile(rf"<(/?)(?!(?:{'|'.join(sorted(_VOID))})(?![\w-]))[a-zA-Z][^<>]*(?<!/)>", re.IGNORECASE)
_STEPS = {"": 1, "/": -1}
_MANY_TAGS = 30_000
_DEEPEST = 2_000
_BEGINS = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_ENDS = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_HELD_OPEN = re.compile(r"<(/?)(?:table|ul|ol|dl|div|section|main)\b", re.IGNORECASE)
_LAST_TAG = re.compile(r"<(?!/|!|(?:br|hr|img|input|link|meta)\b)[a-zA-Z][^<>]*(?<!/)>\s*$")
_TAIL = 20_000


def ends_midway(text: str) -> bool:
    """Return whether a page's source stops before its end: inside a tag, or its body and parts of it never closed."""
    if _ENDS.search(text, max(0, len(text) - _TAIL)):
        return False
    if text.rfind("<") > text.rfind(">"):
        return True
    if not _BEGINS.search(text, 0, _TAIL) or _ENDS.search(text):
        return False
    if not text.rstrip().endswith(">") or _LAST_TAG.search(text, max(0, len(text) - _TAIL)):
        return True
    return sum(-1 if closing else 1 for closing in _HELD_OPEN.findall(text)) > 0


def bounded_depth(text: str) -> str:
    """Return the page without tags nested deeper than any real page's: parsing time grows with the depth squared."""
    if text.count("<") < _MANY_TAGS:
        return text
    depths = list(accumulate(map(_STEPS.__getitem__, _NESTING.findall(text)), initial=0))
    if max(depths) - min(depths) <= _DEEPEST:
        return text
    depth = 0
    kept: list[str] = []
    last = 0
    for found in _TAG.finditer(text):
        closing, name = found.group(1), found.group(2).lower()
        if name in _VOID or found.group().endswith("/>"):
            continue
        depth += -1 if closing else 1
        if depth > _DEEPEST or (closing and depth >= _DEEPEST):
            kept.append(text[last : found.start()])
            last = found.end()
        depth = max(depth, 0)
    return "".join([*kept, text[last:]]) if kept else text
