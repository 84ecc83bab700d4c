"""Finds the one item a live room is about: shown in the room itself, marked as being explained, or its only goods."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.read.data.product import Product
from crawler.read.dom.document import Document, place_of
from crawler.read.dom.home import leads_away
from crawler.read.dom.outline import Element, Outline
from crawler.read.dom.spots import Spot
from crawler.read.dom.tiles import Tiles
from crawler.read.dom.titles import TITLE_WORDS, Heading
from crawler.read.item.images import load_image_marks
from crawler.read.item.item_ids import declared_item_id, url_item_id
from crawler.read.item.kinds import declared_pattern
from crawler.read.item.live_signs import live_signs
from crawler.read.item.page_facts import PageFacts

_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_BOLD = frozenset({"b", "strong"})
_LEAST_SCORE = 3
_MOST_PRICES = 2
_CLIMB = 7
_LONGEST_BOX = 400
_AROUND = 30
"""Letters that may stand around name and price in the same box: 讲解中, 01, 去抢购."""
_BEHIND_MARK = 4
"""Text pieces between a heading that marks the goods explained now and the goods' own box, at most."""
_LEAST_PLAIN, _LONGEST_PLAIN = 5, 80
_TELLS = re.compile(r"[:：。！？]|已售|已抢|销量|库存|人(?:观看|想买|已买|在看)|包邮|运费险|\d\s*%")
"""What a text that names goods does not hold."""
_OF_GOODS = 9.0
"""The score of a name and of a price that stand together in the box of the goods."""
_NO_PARTS = frozenset({"body", "html", "nav", "footer"})


@dataclass(frozen=True, slots=True)
class Offered:
    """The one item a page offers: the findings about it, and which elements stand in a box about other goods."""

    facts: PageFacts
    foreign: Callable[[int], bool] | None


@dataclass(frozen=True, slots=True)
class _Goods:
    """One box of goods with its name and its amounts."""

    box: int
    name: Heading
    spots: tuple[Spot, ...]


def room_item(document: Document, facts: PageFacts) -> Offered | None:
    """Return the one item of a live room, None where it shows none or several equal ones."""
    boxes = tuple(_boxes(document, facts))
    marks = _marks(document)
    if not marks:
        shown = _shown_itself(document, facts)
        if shown is not None:
            return Offered(shown, Tiles(document, None, [spot.element for spot in facts.spots]).in_card)
    chosen = _marked(document.outline, boxes, marks) if marks else _only(document, facts, boxes)
    if chosen is None:
        return None
    others = [box for box in boxes if box is not chosen]
    return Offered(_facts_of(document, facts, chosen), _inside(document.outline, others))


def _inside(outline: Outline, boxes: Sequence[_Goods]) -> Callable[[int], bool]:
    ranges = [(box.box, outline.ends[box.box]) for box in boxes]
    return lambda number: any(first <= number < last for first, last in ranges)


def _shown_itself(document: Document, facts: PageFacts) -> PageFacts | None:
    """Return the findings with the name of the item that a room shows as an item page does: heading, price, buttons."""
    tiles = Tiles(document, None, [spot.element for spot in facts.spots])
    near = [
        spot
        for spot in facts.spots
        if not spot.elsewhere and not spot.crowded and not spot.struck and not spot.aside
        and spot.score >= _LEAST_SCORE and not tiles.in_card(spot.element)
    ]  # fmt: skip
    if not facts.buy.found or not 1 <= len(near) <= _MOST_PRICES:
        return None
    first = min(spot.piece for spot in near)
    name: Heading | None = None
    for element in document.outline.tagged(*_HEADINGS):
        found = _name_at(document.outline, element)
        if found is not None and found.piece < first:
            name = found
    return _own(facts, name, facts.spots) if name is not None else None


def _own(facts: PageFacts, name: Heading, spots: tuple[Spot, ...]) -> PageFacts:
    """Return the findings about the item alone: the room's name and number are not the item's."""
    return replace(facts, heading=name, titles=(), spots=spots, products=(), declared_id=None, url_id=None)


def _name_at(outline: Outline, element: Element) -> Heading | None:
    start, end = outline.extents[element.number]
    text = "".join(piece.text for piece in outline.pieces[start:end])
    if start == end or element.hidden or not live_signs().names_goods(text):
        return None
    return Heading(text, start, element.number, _OF_GOODS)


# --- boxes of goods


def _boxes(document: Document, facts: PageFacts) -> Iterator[_Goods]:
    """Yield the boxes that hold a name and the amounts of one item each, in page order."""
    outline = document.outline
    found: dict[int, tuple[int, Heading, list[Spot]]] = {}
    for spot in sorted(facts.spots, key=lambda spot: spot.piece):
        if outline.pieces[spot.piece].hidden:
            continue
        if (entry := _box_of(outline, spot)) is not None:
            box, name = entry
            found.setdefault(name.piece, (box, name, []))[2].append(spot)
    amounts = [spot.piece for _box, _name, spots in found.values() for spot in spots]
    for box, name, spots in found.values():
        if not all(spot.struck for spot in spots):
            others = [piece for piece in amounts if piece not in {spot.piece for spot in spots}]
            yield _Goods(_whole(outline, box, others), name, tuple(spots))


def _whole(outline: Outline, box: int, others: Sequence[int]) -> int:
    """Return the box with what stands around it and adds hardly any text: the picture beside name and price."""
    length = outline.length(box)
    for element in list(outline.ancestors(box))[1:]:
        start, end = outline.extents[element.number]
        if element.tag in _NO_PARTS or outline.length(element.number) > length + _AROUND:
            break
        if any(start <= piece < end for piece in others):
            break
        box = element.number
    return box


def _box_of(outline: Outline, spot: Spot) -> tuple[int, Heading] | None:
    """Return the smallest box around an amount that names the goods, None where it names several."""
    for depth, element in enumerate(outline.ancestors(spot.element)):
        if depth > _CLIMB or element.tag in _NO_PARTS or outline.length(element.number) > _LONGEST_BOX:
            return None
        names = _names_in(outline, element.number) or _plain_name(outline, element.number, spot.piece)
        if names:
            return (element.number, next(iter(names.values()))) if len(names) == 1 else None
    return None


def _names_in(outline: Outline, box: int) -> dict[str, Heading]:
    """Return the names of goods in a box by their text, of the kind of markup that tells them surest."""
    inside = outline.elements[box : outline.ends[box]]
    for names in (_HEADINGS, None, frozenset({"a"}), _BOLD):
        found: dict[str, Heading] = {}
        for element in inside:
            if element.tag not in names if names is not None else TITLE_WORDS.isdisjoint(element.words):
                continue
            if element.tag == "a" and names is not None and not leads_away(element.attributes.get("href")):
                continue
            if (name := _name_at(outline, element)) is not None and not _is_amount(name.text):
                found.setdefault(name.text, name)
        if found:
            return _innermost(outline, found)
    return {}


def _plain_name(outline: Outline, box: int, amount: int) -> dict[str, Heading]:
    """Return the texts in a box before the amount that may name the goods, where no markup does."""
    start = outline.extents[box][0]
    return {
        piece.text: Heading(piece.text, position, piece.element, _OF_GOODS)
        for position, piece in enumerate(outline.pieces[start:amount], start)
        if not piece.hidden and _may_name(piece.text)
    }


def _may_name(text: str) -> bool:
    if not _LEAST_PLAIN <= len(text) <= _LONGEST_PLAIN or _TELLS.search(text) or _is_amount(text):
        return False
    return live_signs().names_goods(text) and not live_signs().marks_explained(text)


def _innermost(outline: Outline, found: dict[str, Heading]) -> dict[str, Heading]:
    """Return the names without those that only hold another one and what stands beside it."""
    held = {
        text
        for text, name in found.items()
        for other in found.values()
        if other is not name and name.element < other.element < outline.ends[name.element]
    }
    return {text: name for text, name in found.items() if text not in held}


def _is_amount(text: str) -> bool:
    return any(sign in text for sign in "¥￥") or not any(character.isalpha() for character in text)


# --- which of them


def _marks(document: Document) -> tuple[int, ...]:
    """Return the text pieces that say which goods are explained now."""
    signs = live_signs()
    return tuple(
        position
        for position, piece in enumerate(document.outline.pieces)
        if not piece.hidden and signs.marks_explained(piece.text)
    )


def _marked(outline: Outline, boxes: Sequence[_Goods], marks: Sequence[int]) -> _Goods | None:
    """Return the one box that is marked: the mark stands in or around it alone, or right before it."""
    found: dict[int, _Goods] = {}
    for mark in marks:
        for element in outline.ancestors(outline.pieces[mark].element):
            start, end = outline.extents[element.number]
            within = [box for box in boxes if start <= box.spots[0].piece < end]
            if len(within) > 1:
                behind = [box for box in within if 0 < outline.extents[box.box][0] - mark <= _BEHIND_MARK]
                within = behind[:1]
                if not within:
                    break
            if within:
                found[within[0].box] = within[0]
                break
    return next(iter(found.values())) if len(found) == 1 else None


def _only(document: Document, facts: PageFacts, boxes: Sequence[_Goods]) -> _Goods | None:
    """Return the only goods of a room that says nowhere that it has more of them."""
    pieces = document.outline.pieces
    if len(boxes) != 1 or any((live_signs().counted(piece.text) or 0) > 1 for piece in pieces):
        return None
    unnamed = [spot for spot in facts.spots if not spot.struck and spot not in boxes[0].spots]
    if any(spot.score >= _LEAST_SCORE for spot in unnamed):
        return None
    return boxes[0] if facts.buy.found or _link_of(document, boxes[0]) is not None else None


# --- the item


def _facts_of(document: Document, facts: PageFacts, goods: _Goods) -> PageFacts:
    """Return the findings with what the box of the goods tells: name, amounts, pictures, and whose page it leads to."""
    spots = tuple(replace(spot, elsewhere=False, aside=False, crowded=False, score=_OF_GOODS) for spot in goods.spots)
    name = document.outline.elements[goods.name.element]
    stated = Product("heuristic", place_of(name.node), title=goods.name.text, images=tuple(_pictures(document, goods)))
    if (link := _link_of(document, goods)) is not None:
        pattern = declared_pattern(link, document.declaration)
        of_item = pattern is None or pattern.kind == "item"
        stated.item_id = (declared_item_id(link, pattern) or url_item_id(link)) if of_item else None
        stated.url = link
    return replace(_own(facts, goods.name, spots), products=(stated,))


def _link_of(document: Document, goods: _Goods) -> str | None:
    """Return the page that the box of the goods leads to: the link in it, else the one it stands in."""
    outline = document.outline
    inside = [element for element in outline.elements[goods.box : outline.ends[goods.box]] if element.tag == "a"]
    around = [element for element in outline.ancestors(goods.box) if element.tag == "a"]
    for element in (*inside, *around):
        href = element.attributes.get("href")
        if leads_away(href) and (link := document.absolute(href)) is not None:
            return link
    return None


def _pictures(document: Document, goods: _Goods) -> Iterator[str]:
    outline = document.outline
    for element in outline.elements[goods.box : outline.ends[goods.box]]:
        if element.tag == "img":
            addresses = (element.attributes.get(name) for name in load_image_marks().sources)
            address = document.absolute(next(filter(None, addresses), None))
            if address is not None:
                yield address
