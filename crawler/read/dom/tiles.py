"""Finds the tiles of a page: equal boxes side by side, each about another page of the site, as goods in a list."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from urllib.parse import urldefrag, urlsplit

from crawler.fetch.links import PageLink, changes_something, guess_kind
from crawler.read.dom.document import Document
from crawler.read.dom.titles import Heading

_LEAST = 3
"""So many equal boxes make a row of tiles."""
_CLIMB = 7
_LONGEST = 260
_LEAST_NAME = 4
_NO_PAGES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".pdf", ".zip")


@dataclass(frozen=True, slots=True)
class Tile:
    """One box about another page: the range of its elements, its text pieces, and where it leads."""

    first: int
    last: int
    pieces: tuple[int, int]
    target: str


class Tiles:
    """The tiles of one page, priced ones and pictured ones."""

    def __init__(self, document: Document, heading: Heading | None, priced: Iterable[int]) -> None:
        self._outline = document.outline
        self._heading = heading
        self._here = urldefrag(document.final_url or document.url or "")[0]
        self._host = urlsplit(self._here).hostname
        self._document = document
        self._links = tuple(
            element
            for element in self._outline.tagged("a")
            if not element.hidden and _leads_on(element.attributes.get("href"))
        )
        self._numbers = [element.number for element in self._links]
        self._targets: dict[str, str | None] = {}
        self._tiles: dict[int, tuple[tuple[str, str, str], Tile] | None] = {}
        self._priced = tuple(priced)

    def _target(self, href: str) -> str | None:
        """Return the other page of the site that a link leads to."""
        if href not in self._targets:
            self._targets[href] = self._resolved(href)
        return self._targets[href]

    def _resolved(self, href: str) -> str | None:
        target = self._document.absolute(href) or href
        target = urldefrag(target)[0] if "#" in target else target
        at = urlsplit(target)
        if target == self._here or changes_something(href) or at.path.lower().endswith(_NO_PAGES):
            return None
        if at.netloc and self._host and at.hostname not in (None, self._host):
            return None
        if at.path in ("", "/") and not at.query and not urlsplit(href).fragment:
            return None
        return target

    @cached_property
    def goods(self) -> tuple[Tile, ...]:
        """The tiles that show a price."""
        return self._of(self._priced)

    def hold(self, number: int) -> bool:
        """Return whether an element stands in a tile with a price."""
        return number in self._in_goods

    @cached_property
    def _in_goods(self) -> frozenset[int]:
        return _elements_of(self.goods)

    @cached_property
    def _in_cards(self) -> frozenset[int]:
        return _elements_of(self.cards)

    @cached_property
    def cards(self) -> tuple[Tile, ...]:
        """The boxes with a price that lead to an item's own page, be there but one or two of them."""
        found = (self._tile(number) for number in self._priced)
        few = {tile.first: tile for entry in found if entry is not None and self._is_item(tile := entry[1])}
        return tuple(sorted({tile.first: tile for tile in (*few.values(), *self.goods)}.values(), key=_first))

    def in_card(self, number: int) -> bool:
        """Return whether an element stands in a box about another item."""
        return number in self._in_cards

    def of_card(self, number: int) -> bool:
        """Return whether a control stands in a box about another item, be there a price in it or none."""
        found = self._tile(number)
        return self.in_card(number) or (found is not None and self._is_item(found[1]))

    def _is_item(self, tile: Tile) -> bool:
        same = urlsplit(tile.target).path == urlsplit(self._here).path and urlsplit(self._here).path not in ("", "/")
        return not same and guess_kind(PageLink(url=tile.target, text="")) == "item"

    def behind(self, piece: int) -> tuple[Tile, ...]:
        """Return the tiles with a price that stand behind a text piece."""
        return tuple(tile for tile in self.goods if tile.pieces[0] > piece)

    def _of(self, numbers: Iterable[int]) -> tuple[Tile, ...]:
        """Return the tiles that hold the elements given: three or more equal boxes that lead to pages of their own."""
        groups: dict[tuple[str, str, str], dict[str, Tile]] = defaultdict(dict)
        for number in numbers:
            found = self._tile(number)
            if found is not None:
                look, tile = found
                groups[look].setdefault(tile.target, tile)
        kept = [tile for group in groups.values() if len(group) >= _LEAST for tile in group.values()]
        return tuple(sorted(kept, key=lambda tile: tile.first))

    def pictured(self) -> tuple[Tile, ...]:
        """Return the tiles that show a picture and a name, with a price or without."""
        return self._of(element.number for element in self._outline.tagged("img") if not element.hidden)

    def _tile(self, number: int) -> tuple[tuple[str, str, str], Tile] | None:
        """Return the box around an element that leads to exactly one other page and names it, looked for once."""
        if number not in self._tiles:
            self._tiles[number] = self._box_of(number)
        return self._tiles[number]

    def _box_of(self, number: int) -> tuple[tuple[str, str, str], Tile] | None:
        outline = self._outline
        for depth, element in enumerate(outline.ancestors(number)):
            if depth > _CLIMB or outline.length(element.number) > _LONGEST or element.tag in ("body", "nav"):
                return None
            start, end = outline.extents[element.number]
            if self._heading is not None and start <= self._heading.piece < end and element.tag != "a":
                return None
            last = outline.ends[element.number]
            targets = self._within(element.number, last)
            if not targets:
                continue
            if len(targets) > 1:
                return None
            if outline.length(element.number) < _LEAST_NAME:
                continue
            attributes = element.attributes
            parent = outline.elements[element.parent].tag if element.parent >= 0 else ""
            return (element.tag, attributes.get("class") or "", parent), Tile(
                element.number, last, (start, end), targets.pop()
            )
        return None

    def _within(self, first: int, last: int) -> set[str]:
        """Return the pages that the links between two elements lead to, two of them at most."""
        found: set[str] = set()
        for position in range(bisect_left(self._numbers, first), bisect_left(self._numbers, last)):
            target = self._target(self._links[position].attributes["href"] or "")
            if target is not None:
                found.add(target)
                if len(found) > 1:
                    break
        return found


def _elements_of(tiles: Iterable[Tile]) -> frozenset[int]:
    return frozenset(chain.from_iterable(range(tile.first, tile.last) for tile in tiles))


def _first(tile: Tile) -> int:
    return tile.first


def _leads_on(href: str | None) -> bool:
    return bool(href) and href is not None and href[0] != "#" and href[:11].lower() != "javascript:"
