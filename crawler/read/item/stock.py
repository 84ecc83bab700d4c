"""Says from the page's own words and buttons whether the goods can be bought."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from crawler.read.dom.buy_controls import Buy
from crawler.read.dom.document import Document, place_of
from crawler.read.dom.home import leads_away
from crawler.read.dom.outline import Element, TextPiece
from crawler.read.dom.place_words import place_pattern, place_words
from crawler.read.dom.titles import Heading
from crawler.records import Availability

_NEAR = 160
_LONGEST = 40
_ZERO = re.compile(r"^0\s*[件个台套只]?$")
_COUNTS_STOCK = re.compile(r"(?:库存|剩余|余量|in stock)\s*[:：]?$", re.IGNORECASE)
_BUTTON = 8
"""A link's text longer than a button's is about what the link leads to."""
_TELLING = ("如", "若", "请联系", "if ", "when ", "不支持", "评论", "评价", "买家", "上次", "之前", "以前", "买的时候")
"""Words of sentences about how things are done, or of what somebody tells."""
_CHOICES = frozenset({"label", "fieldset"})
"""What holds one value of a choice: Variant sold out or unavailable."""
_BARS = frozenset({"footer", "nav", "cart", "toolbar", "bag"})
_NONE_LEFT = re.compile(r"(?:库存|剩余)\s*[:：]?\s*0(?!\d)")


@dataclass(frozen=True, slots=True)
class StockSign:
    """What one piece of text says about availability."""

    state: Availability
    text: str
    place: str


def stock_sign(document: Document, heading: Heading | None, buy: Buy, signs: tuple[str, ...] = ()) -> StockSign | None:
    """Return the strongest sign near the heading: off the shelf, out of stock, in stock, then a buy control."""
    outline = document.outline
    off = tuple(sign.lower() for sign in signs)
    around = heading.piece if heading is not None else 0
    best: dict[Availability, StockSign] = {}
    for position, piece in enumerate(outline.pieces):
        if piece.hidden or len(piece.text) > _LONGEST or position < around - 40:
            continue
        if position > around + _NEAR and not (buy.pieces and min(abs(position - at) for at in buy.pieces) < 15):
            continue
        lowered = piece.text.lower()
        state = state_of(lowered, off) or _none_left(outline.pieces, position)
        if state is None or state in best or _about_others(outline.elements, piece.element, lowered, state):
            continue
        best[state] = StockSign(state, piece.text, place_of(outline.elements[piece.element].node))
    for state in ("off_shelf", "out_of_stock", "in_stock"):
        if state == "out_of_stock" and state in best and buy.pieces and "in_stock" in best:
            continue
        if state in best:
            return best[state]
    if buy.found:
        place = ""
        text = ""
        if buy.pieces:
            piece = outline.pieces[buy.pieces[0]]
            text, place = piece.text, place_of(outline.elements[piece.element].node)
        return StockSign("in_stock", text, place)
    return None


@lru_cache(maxsize=10_000)
def state_of(text: str, off: tuple[str, ...] = ()) -> Availability | None:
    """Return what words say about availability; `off` are further words for off the shelf."""
    if place_pattern("off_shelf").search(text) or any(word in text for word in off):
        return "off_shelf"
    if _NONE_LEFT.search(text) or place_pattern("out_of_stock").search(text):
        return "out_of_stock"
    return "in_stock" if place_pattern("in_stock").search(text) else None


def _none_left(pieces: Sequence[TextPiece], position: int) -> Availability | None:
    """Return that nothing is left where a number of its own says so: 库存 <b>0</b> 件."""
    if _ZERO.match(pieces[position].text) and position and _COUNTS_STOCK.search(pieces[position - 1].text):
        return "out_of_stock"
    return None


def _about_others(elements: Sequence[Element], number: int, text: str, state: Availability) -> bool:
    """Return whether a sign stands on one option, on other goods or inside a sentence about how things are done."""
    others = place_words()["elsewhere"]
    if state == "off_shelf":
        # Phones show it in the bar of buttons below the page.
        others = others - _BARS
    depth = 0
    while number >= 0 and depth < 8:
        element = elements[number]
        if element.words & others or element.tag in ("option", "nav", "footer"):
            return True
        if state == "out_of_stock" and element.tag in _CHOICES:
            return True
        if element.tag == "a" and leads_away(element.attributes.get("href")) and len(text) > _BUTTON:
            return True
        number = element.parent
        depth += 1
    return state != "in_stock" and any(word in text for word in _TELLING)
