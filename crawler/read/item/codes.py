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
_STEM_ENDS = re.compile(r"\W|\w[?*{|]")
"""Where the letters end that a label's pattern begins with and that must all be there."""
_CODE_LIKE = re.compile(r"\d|[A-Z]{3}")


class _Declared(Record):
    latin: tuple[str, ...]
    """Patterns of labels in Latin letters."""
    other: tuple[str, ...]


@cache
def _declared() -> _Declared:
    return load_declared(Path(__file__).with_name("codes.toml"), _Declared)


@cache
def _stems() -> tuple[str, ...]:
    """Return in lower case what a text must hold for any of the labels to stand in it."""
    declared = _declared()
    return tuple({_STEM_ENDS.split(label.lower(), maxsplit=1)[0] for label in (*declared.latin, *declared.other)})


@cache
def _labelled() -> re.Pattern[str]:
    declared = _declared()
    latin, other = "|".join(declared.latin), "|".join(re.escape(label) for label in declared.other)
    code = r"(?P<code>[A-Za-z0-9][A-Za-z0-9./_-]{1,30}[A-Za-z0-9])"
    return re.compile(rf"(?:(?<![A-Za-z])(?:{latin})|{other})\s*[:：#.]?\s*#?\s*{code}(?![\w])", re.IGNORECASE)


def code_candidates(document: Document, heading: Heading | None) -> Iterator[Candidate]:
    """Yield the codes shown near the heading, the first that a part or label names first."""
    outline = document.outline
    around = heading.piece if heading is not None else 0
    seen: set[str] = set()
    text_of_page = document.visible_text.lower()
    stems = tuple(stem for stem in _stems() if stem in text_of_page)
    likely = [
        position
        for position, piece in enumerate(outline.pieces[:_REACH])
        if not piece.hidden and len(piece.text) <= _LONGEST and _CODE_LIKE.search(piece.text)
    ]
    for position in sorted(likely, key=lambda at: (abs(at - around), at)):
        piece = outline.pieces[position]
        found = _in_text(piece.text, stems)
        text = piece.text
        if found is None and position > 0 and len(outline.pieces[position - 1].text) <= 20:
            text = f"{outline.pieces[position - 1].text} {piece.text}"
            found = _in_text(text, stems) if len(piece.text) <= 32 else None
        if found is None and _named(outline.elements[piece.element]):
            found = _CODE.match(piece.text)
        if found is None:
            continue
        code = found.group("code")
        if code in seen or not (_DIGIT.search(code) or (code.isupper() and len(code) >= 4)):
            continue
        seen.add(code)
        yield Candidate("sku", code, "heuristic", place_of(outline.elements[piece.element].node), text, score=0.6)


def _in_text(text: str, stems: tuple[str, ...]) -> re.Match[str] | None:
    """Return the code behind a label; words of the labels are looked for first, which is many times sooner."""
    lowered = text.lower()
    return _labelled().search(text) if any(stem in lowered for stem in stems) else None


def _named(element: Element) -> bool:
    attributes = element.attributes
    if not element.words.isdisjoint(_PARTS) or attributes.get("itemprop") == "sku":
        return True
    if attributes.keys().isdisjoint(_ATTRIBUTES):
        return False
    said = [attributes.get(name) or "" for name in _ATTRIBUTES]
    return any("reference" in text or "sku" in text for text in said)


def shows_code(document: Document, code: str) -> bool:
    """Return whether the page shows a code to its readers, as a word of its own."""
    return re.search(rf"(?<![\w/-]){re.escape(code)}(?![\w/-])", document.visible_text) is not None
