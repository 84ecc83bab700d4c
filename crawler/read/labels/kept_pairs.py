"""Keeps the label–value pairs found in one document: where each stands, its links and what its block speaks of."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawler.read.dom.boxes import Box
from crawler.read.dom.document import Document, collapse, place_of
from crawler.read.dom.lines import TEMPLATE, clean_label, clean_value
from crawler.read.dom.shown import MAX_VALUE, Cell, Shown
from crawler.read.dom.vocabulary import Meaning, vocabulary
from crawler.read.labels.pairs import LabelPair
from crawler.read.labels.plain_tables import is_plain_table
from crawler.read.labels.plausible import WEAK_PLACES

_LABEL_ATTRIBUTES = ("data-label", "data-name", "data-title", "data-key", "data-attr-name", "aria-label")
_VALUE_ATTRIBUTES = ("data-value", "data-val", "data-content", "data-text", "data-attr-value")
_CHOSEN_FIELDS = frozenset(("attribute", "specifications"))
"""Fields whose labels also head the variants a buyer chooses from: alone they make no attribute area."""
_SURE_FIELDS = frozenset(
    (
        "maker",
        "maker_address",
        "maker_and_address",
        "standards",
        "licence_numbers",
        "certificate_numbers",
        "report_numbers",
    )
)


@dataclass(slots=True)
class _Found:
    number: int
    order: int
    pair: LabelPair
    group: int
    box: Box


class PairKeeper:
    """Takes pairs as they are found and gives them back in page order, each with its block's context."""

    def __init__(self, document: Document, boxes: Sequence[Box]) -> None:
        self._document = document
        self._boxes = boxes
        self._words = vocabulary()
        self._found: list[_Found] = []
        self._groups: dict[int, list[str]] = {}
        self._anchors = [box.number for box in boxes if box.tag == "a"]
        self._places: dict[tuple[int, str, str], str] = {}

    def add(
        self,
        at: Cell,
        label: str,
        holder: Shown,
        value: str,
        meaning: Meaning | None,
        group: int,
        *,
        order: int = 0,
        line: str = "",
    ) -> None:
        """Keep a pair whose value stands in `holder`, or in the line of its label."""
        cell = holder if isinstance(holder, Cell) else at
        if value.endswith(("...", "…")) and cell.title and cell.title.startswith(value.rstrip(".… ")[:6]):
            value = cell.title
        self.add_text(cell.box, label, value, meaning, group, cell, order=order, line=line)

    def add_text(
        self,
        box: Box,
        label: str,
        value: str,
        meaning: Meaning | None,
        group: int,
        cell: Cell | None = None,
        *,
        order: int = 0,
        line: str = "",
    ) -> None:
        """Keep a pair that stands in a box; pairs of one group give each other their context."""
        value = clean_value(value)[:MAX_VALUE]
        if not label or (meaning is None and not self._words.folded(value)) or TEMPLATE.search(value):
            return
        place = self._place(box)
        context = f"{label} {line[:MAX_VALUE]} {self._heading(box)}"
        self._groups.setdefault(group, []).append(label)
        element = -1 if self._document.place else box.element
        links = self._links(cell, meaning)
        pictured = not value and meaning is not None and box.node.css_first("img") is not None
        pair = LabelPair(label, value, place, box.area, meaning, context, links, pictured=pictured, element=element)
        self._found.append(_Found(box.number, order, pair, group, box))

    def _place(self, box: Box) -> str:
        """Return where a box stands; boxes of one kind in one block share it."""
        kind = (box.parent.number if box.parent is not None else -1, box.tag, box.names)
        place = self._places.get(kind)
        if place is None:
            prefix = f"{self._document.place} " if self._document.place else ""
            place = self._places[kind] = prefix + place_of(box.node)
        return place

    @staticmethod
    def _heading(box: Box) -> str:
        above: Box | None = box
        while above is not None:
            if above.heading:
                return above.heading
            above = above.parent
        return ""

    def _links(self, cell: Cell | None, meaning: Meaning | None) -> tuple[tuple[str, str], ...]:
        if cell is None or meaning is None:
            return ()
        found = []
        for node in cell.box.node.css("a[href]") if self._holds_anchor(cell.box) else ():
            href = node.attributes.get("href") or ""
            url = self._document.absolute(href)
            if url is not None and not href.strip().startswith("#"):
                found.append((collapse(node.text(deep=True)), url))
        if cell.box.tag == "a" and (url := self._document.absolute(cell.box.attribute("href"))) is not None:
            found.append((cell.text, url))
        return tuple(found)

    def _holds_anchor(self, box: Box) -> bool:
        following = bisect_right(self._anchors, box.number)
        if following == len(self._anchors):
            return False
        above = self._boxes[self._anchors[following]].parent
        while above is not None and above.number > box.number:
            above = above.parent
        return above is box

    def read_attributes(self) -> None:
        """Read pairs that stand in an element's own attributes, which a style sheet puts on the page."""
        if not any(f"{name}=" in self._document.markup for name in _VALUE_ATTRIBUTES):
            return
        for box in self._boxes:
            if len(box.attributes) < 2:
                continue
            value = next((box.attributes[name] for name in _VALUE_ATTRIBUTES if box.attributes.get(name)), None)
            label = next((box.attributes[name] for name in _LABEL_ATTRIBUTES if box.attributes.get(name)), None)
            meaning = self._words.meaning(label) if value and label else None
            if value and label and meaning is not None and meaning.field not in WEAK_PLACES and not box.children:
                group = box.parent.number if box.parent is not None else 0
                self.add_text(box, clean_label(label), value, meaning, group)

    def pairs(self) -> list[LabelPair]:
        """Return the pairs in page order with their block's context; a block of product labels is an attribute area."""
        self._found.sort(key=lambda found: (found.number, found.order))
        product: dict[int, int] = {}
        for found in self._found:
            field = found.pair.field
            if field is not None and field not in WEAK_PLACES and field not in _CHOSEN_FIELDS:
                product[found.group] = product.get(found.group, 0) + 1
        size = {group: len(labels) for group, labels in self._groups.items()}
        beside = {group: " ".join(labels[:60]) for group, labels in self._groups.items()}
        plain = self._plain_tables()
        promoted = []
        for found in self._found:
            pair = found.pair
            context = f"{pair.context} {beside[found.group]}"
            area = "attribute" if found.group in plain else pair.area
            if area == "other" and pair.field != "service" and product.get(found.group, 0) >= 1:
                sure = pair.field in _SURE_FIELDS or size[found.group] >= 2
                area = "attribute" if sure else area
            promoted.append(replace(pair, area=area, context=context))
        return promoted

    def _plain_tables(self) -> frozenset[int]:
        """Return the blocks that are a table or list of the goods' properties although nothing around them says so."""
        rows: dict[int, list[tuple[LabelPair, Box]]] = {}
        for found in self._found:
            rows.setdefault(found.group, []).append((found.pair, found.box))
        return frozenset(group for group, pairs in rows.items() if is_plain_table(pairs))
