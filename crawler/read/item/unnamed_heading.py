"""Finds the goods' name on pages whose headings and titles do not say it: the set-off text beside the price."""

from collections.abc import Iterator, Sequence

from crawler.read.dom.areas import area_of_heading
from crawler.read.dom.buy_controls import Buy
from crawler.read.dom.document import Document
from crawler.read.dom.lines import is_label_only
from crawler.read.dom.outline import Element, Outline
from crawler.read.dom.place_words import place_pattern
from crawler.read.dom.spots import Spot
from crawler.read.dom.titles import TITLE_WORDS, Heading, fold
from crawler.read.dom.vocabulary import vocabulary

_REACH_BEFORE, _REACH_BEHIND = 16, 16
"""Text pieces around the price in which the name stands."""
_SHORTEST, _LONGEST = 5, 100
_SCORE = 3.0
_BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5"})
_LARGE = frozenset({"3", "4", "5", "6", "7", "+1", "+2", "+3"})


def heading_beside(document: Document, spots: Sequence[Spot], buy: Buy) -> Heading | None:
    """Return the text that names the goods on a page that sells them under no heading of its own.

    It stands set off (in bold, large, or in a part named title or name) near the likeliest price: before it, or else
    right behind it.
    """
    anchor = next((spot.piece for spot in spots if not (spot.elsewhere or spot.crowded)), None)
    if anchor is None or not buy.found:
        return None
    outline = document.outline
    before = range(anchor - 1, max(-1, anchor - 1 - _REACH_BEFORE), -1)
    behind = range(anchor + 1, min(len(outline.pieces), anchor + 1 + _REACH_BEHIND))
    for positions in (before, behind):
        for position, element in _set_off(outline, positions):
            return Heading(outline.pieces[position].text, position, element.number, _SCORE)
    return None


def _set_off(outline: Outline, positions: range) -> Iterator[tuple[int, Element]]:
    for position in positions:
        piece = outline.pieces[position]
        if piece.hidden or not _may_name(piece.text):
            continue
        above = [element for _step, element in zip(range(3), outline.ancestors(piece.element), strict=False)]
        if any(element.tag in ("a", "option", "button", "label") for element in above):
            continue
        named = next((element for element in above if _is_set_off(element)), None)
        if named is not None and outline.length(named.number) == len(piece.text):
            yield position, named


def _is_set_off(element: Element) -> bool:
    large = element.tag == "font" and (element.attributes.get("size") or "") in _LARGE
    return large or element.tag in _BOLD or not TITLE_WORDS.isdisjoint(element.words)


def _may_name(text: str) -> bool:
    """Return whether a text can be the name of goods: no label, no amount, no word of the page's own."""
    if not _SHORTEST <= len(text) <= _LONGEST or is_label_only(text) or sum(map(str.isalpha, text)) < _SHORTEST - 1:
        return False
    if area_of_heading(text) is not None or vocabulary().meaning(text) is not None or "：" in text:
        return False
    return not (place_pattern("announces").search(fold(text)) or place_pattern("buy", longer_than=2).search(text))
