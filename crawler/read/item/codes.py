"""Finds the article's code that a page shows to its buyers, under a label or in a part that is named for it."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from config.declared import load_declared
from config.record import Record
from crawler.read.dom.candidates import Candidate
from crawler.read.dom.document import Document, place_of
from crawler.read.dom.outline import Element
from crawler.read.dom.titles import Heading

_CODE = re.compile(r"^#?\s*(?P<code>[A-Za-z0-9][A-Za-z0-9./_ -]{1,28}[A-Za-z0-9])$")
_PARTS = frozenset(
    {"sku", "reference", "productcode", "articlenumber", "itemnumber", "productnumber", "artnr", "bianhao"}
)
_ATTRIBUTES = ("data-qa-qualifier", "data-testid", "data-qa", "data-auto")
_LONGEST = 60
_REACH = 4_000
_DIGIT = re.compile(r"\d")
_CODE_LIKE = re.compile(r"\d|[A-Z]{3}")


class _Declared(Record):
    latin: tuple[str, ...]
    """Patterns of labels in Latin letters."""
    other: tuple[str, ...]


@cache
def _labelled() -> re.Pattern[str]:
    declared = load_declared(Path(__file__).with_name("codes.toml"), _Declared)
    latin, other = "|".join(declared.latin), "|".join(re.escape(label) for label in declared.other)
    code = r"(?P<code>[A-Za-z0-9][A-Za-z0-9./_-]{1,30}[A-Za-z0-9])"
    return re.compile(rf"(?:(?<![A-Za-z])(?:{latin})|{other})\s*[:：#.]?\s*#?\s*{code}(?![\w])", re.IGNORECASE)


def code_candidates(document: Document, heading: Heading | None) -> Iterator[Candidate]:
    """Yield the codes shown near the heading, the first that a part or label names first."""
    outline = document.outline
    around = heading.piece if heading is not None else 0
    seen: set[str] = set()
    order = sorted(range(min(len(outline.pieces), _REACH)), key=lambda at: (abs(at - around), at))
    for position in order:
        piece = outline.pieces[position]
        if piece.hidden or len(piece.text) > _LONGEST or not _CODE_LIKE.search(piece.text):
            continue
        found = _labelled().search(piece.text)
        text = piece.text
        if found is None and position > 0 and len(outline.pieces[position - 1].text) <= 20:
            text = f"{outline.pieces[position - 1].text} {piece.text}"
            found = _labelled().search(text) if len(piece.text) <= 32 else None
        if found is None and _named(outline.elements[piece.element]):
            found = _CODE.match(piece.text)
        if found is None:
            continue
        code = found.group("code")
        if code in seen or not (_DIGIT.search(code) or (code.isupper() and len(code) >= 4)):
            continue
        seen.add(code)
        yield Candidate("sku", code, "heuristic", place_of(outline.elements[piece.element].node), text, score=0.6)


def _named(element: Element) -> bool:
    attributes = element.attributes
    if not attributes:
        return False
    if element.words & _PARTS or attributes.get("itemprop") == "sku":
        return True
    return any(
        "reference" in (attributes.get(name) or "") or "sku" in (attributes.get(name) or "") for name in _ATTRIBUTES
    )


def shows_code(document: Document, code: str) -> bool:
    """Return whether the page shows a code to its readers, as a word of its own."""
    return re.search(rf"(?<![\w/-]){re.escape(code)}(?![\w/-])", document.visible_text) is not None
