"""Finds label–value pairs in the boxes of one document: what each block shows, settled innermost first."""

import re

from crawler.read.dom.areas import Area
from crawler.read.dom.boxes import BLOCKS, Box, walk
from crawler.read.dom.document import Document, collapse
from crawler.read.dom.shown import Cell, Done, Piece, Row, Shown
from crawler.read.labels.kept_pairs import PairKeeper
from crawler.read.labels.line_pairs import LinePairs
from crawler.read.labels.pairs import Line, Portion
from crawler.read.labels.table_pairs import TablePairs, entries_of

_MAX_LINES = 10_000
"""Lines read of one page; a page with more is not one item's, and must not cost without bound."""
_OF_TABLES = frozenset(("table", "dl", "tr", "tbody", "thead", "tfoot"))
_CUT = ("...", "…")


class Finder:
    """Looks at every block of one document once, innermost first."""

    def __init__(self, document: Document, base: Area) -> None:
        self._document = document
        self._boxes, self._cut = walk(document, base)
        self._lines: list[Line] = []
        self._kept = PairKeeper(document, self._boxes)
        self._pairs = LinePairs(self._kept)
        self._tables = TablePairs(self._kept, self._pairs)

    def portion(self) -> Portion:
        """Return the document's boxes, lines and pairs."""
        for box in reversed(self._boxes):
            box.result = self._settle(box)
        if self._boxes and isinstance(whole := self._boxes[0].result, (Cell, Row)):
            self._pairs.read([whole], self._boxes[0])
        self._kept.read_attributes()
        pairs = self._kept.pairs()
        for box in self._boxes:
            box.result = None
        self._lines.sort(key=lambda line: line.box.number)
        cut = self._cut or self._pairs.cut or len(self._lines) >= _MAX_LINES
        return Portion(self._document, tuple(self._boxes), tuple(self._lines), tuple(pairs), cut)

    def _settle(self, box: Box) -> object:
        """Return what a box shows: inline pieces, a line, two lines, or that it has been looked at."""
        children, tag = box.children, box.tag
        if not children:
            return None
        if tag in _OF_TABLES:
            if tag == "table":
                return self._tables.read_table(box)
            return self._definitions(box) if tag == "dl" else None
        if len(children) == 1:
            # Most boxes hold one text or one box; they are settled without the general way.
            only = children[0]
            if isinstance(only, str):
                if tag not in BLOCKS and only != "\n":
                    return [Piece(only, None, tag == "a")]
            elif isinstance(only.result, (Cell, Row, Done)):
                return only.result
        items, inline = self._items(box)
        if inline is not None:
            return inline
        if not items:
            return None
        if len(items) == 1:
            return items[0]
        if len(items) == 2 and isinstance(items[0], Cell) and isinstance(items[1], Cell):
            return Row(box, items[0], items[1])
        self._pairs.read(items, box)
        cells = [item for item in items if isinstance(item, Cell)]
        return Done(box, tuple(cells[:40]))

    def _items(self, box: Box) -> tuple[list[Shown], list[Piece] | None]:
        """Return a box's lines, and its inline pieces where it holds nothing but inline text."""
        items: list[Shown] = []
        run: list[Piece] = []
        broken = False
        tag = box.tag
        linked = tag == "a"
        for child in box.children:
            if isinstance(child, str):
                if child == "\n":
                    self._close(run, items, box)
                    broken = broken or bool(items)
                elif tag == "pre" and "\n" in child:
                    for line in child.splitlines():
                        run.append(Piece(collapse(line), box, linked))
                        self._close(run, items, box)
                    broken = True
                else:
                    run.append(Piece(child, None, linked))
                continue
            result = child.result
            if result is None:
                continue
            if isinstance(result, list):
                run.extend(self._joined(result, child, linked))
            else:
                self._close(run, items, box)
                items.append(result)  # type: ignore[arg-type]
        if not items and not broken and tag not in BLOCKS:
            return [], run if run else None
        self._close(run, items, box)
        return items, None

    def _joined(self, pieces: list[Piece], child: Box, linked: bool) -> list[Piece]:
        """Return an inline element's pieces as one, unless it is the only thing its block holds."""
        linked = linked or child.tag == "a"
        if len(pieces) == 1 or not self._is_wrapper(child):
            text = pieces[0].text if len(pieces) == 1 else "".join([piece.text for piece in pieces])
            return [Piece(text, child, linked or pieces[0].linked)]
        return [Piece(piece.text, piece.holder, piece.linked or linked) for piece in pieces]

    @staticmethod
    def _is_wrapper(child: Box) -> bool:
        parent = child.parent
        if parent is None:
            return False
        return all(other is child or (isinstance(other, str) and other.isspace()) for other in parent.children)

    def _close(self, run: list[Piece], items: list[Shown], box: Box) -> None:
        """Turn the inline pieces collected so far into a line."""
        if not run:
            return
        # The texts of a document are folded already; only what stands between two of them is not.
        text = run[0].text.strip() if len(run) == 1 else collapse(_in_line(run))
        if text and len(self._lines) < _MAX_LINES:
            title = self._title(box) if text[-1] in ".…" and text.endswith(_CUT) else ""
            items.append(Cell(box, run.copy(), text, title))
            self._lines.append(Line(text, box.area, box))
        run.clear()

    @staticmethod
    def _title(box: Box) -> str:
        """Return the title attribute, which completes a text cut with dots."""
        for holder in (box, *(child for child in box.children if isinstance(child, Box))):
            if title := holder.attribute("title"):
                return collapse(title)
        return ""

    def _definitions(self, box: Box) -> object:
        if entries_of(box):
            return self._tables.read_definitions(box)
        items, _ = self._items(box)
        if items:
            self._pairs.read(items, box)
        return Done(box) if items else None


_BEGINS = re.compile(r"[^\W\d_][\w ]{1,23}[:：]")


def _in_line(run: list[Piece]) -> str:
    """Return the text of a line; elements side by side that each begin with a label of their own stand apart."""
    text = ""
    labelled = False
    for piece in run:
        begins = piece.holder is not None and _BEGINS.match(piece.text) is not None
        text += f" {piece.text}" if begins and labelled and text[-1:].strip() else piece.text
        labelled = begins if piece.holder is not None else labelled and not piece.text.strip()
    return text
