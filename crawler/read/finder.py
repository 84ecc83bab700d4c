"""Finds label–value pairs in the boxes of one document: tables, lists, grids, lines and sentences, in page order."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from crawler.read.boxes import BLOCKS, Area, Box, walk
from crawler.read.document import Document, collapse, place_of
from crawler.read.lines import TEMPLATE, clean_label, clean_value, is_label_only, split_line
from crawler.read.pairs import LabelPair, Line, Portion
from crawler.read.vocabulary import Meaning, vocabulary

_MAX_CELL_LABEL = 30
_MAX_VALUE = 600
_LONGEST_HEAD = 300
"""Letters of a text in which its first label must end."""
_MAX_MARKS = 6_000
"""Colons of one page that are looked at for labels; as with lines, what stands behind them counts as unseen."""
_MAX_LINES = 10_000
"""Lines read of one page; a page with more is not one item's, and must not cost without bound."""
_CLAUSE = re.compile(r"[。！？!?；;]")
_COMPANY = re.compile(
    r"公司|集团|工厂|[\u4e00-\u9fff]厂$|厂[（(]|企业|合作社|商行|经营部|工作室|实业|制造|Co\.?,?\s*Ltd|Inc\.?$|GmbH|LLC|Corp",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"[省市县区镇乡村路街道号]|工业园|开发区|\b(?:Road|Street|Rd|St|Ave|District|City|Province)\b", re.IGNORECASE
)
_CODE = re.compile(r"[A-Za-z]*\d[\w./\-]*")
_WEAK_PLACES = frozenset(("subject", "service", "seller", "shop", "sales", "stock", "category_path", "item_id"))
_DISCLOSING = frozenset(("subject", "service"))
"""Labels that also stand in a shop's disclosure, where label and value may stand side by side."""
_COLUMN_WORDS = frozenset(
    vocabulary().folded(word)
    for word in (
        "参数",
        "参数名",
        "参数名称",
        "参数值",
        "项目",
        "项目名称",
        "内容",
        "属性",
        "属性名",
        "属性值",
        "说明",
        "描述",
        "明细",
        "item",
        "value",
        "attribute",
        "parameter",
        "property",
        "description",
        "name",
        "详情",
    )
)
"""Words that head a column of labels or values and are neither themselves."""


_OF_TABLES = frozenset(("table", "dl", "tr", "tbody", "thead", "tfoot"))
_CUT = ("...", "…")


@dataclass(slots=True, eq=False)
class _Piece:
    """A run of text inside a line: what one inline element shows."""

    text: str
    holder: Box | None
    """The inline element whose text it is; None for bare text."""
    linked: bool

    @property
    def sign(self) -> str:
        return f"{self.holder.tag}.{self.holder.names}" if self.holder is not None else ""


@dataclass(slots=True, eq=False)
class _Cell:
    """One line of text in one block."""

    box: Box
    pieces: list[_Piece]
    text: str
    title: str = ""

    @property
    def sign(self) -> str:
        return f"{self.box.tag}.{self.box.names}"

    @property
    def linked(self) -> bool:
        return bool(self.pieces) and self.pieces[0].linked


@dataclass(slots=True, eq=False)
class _Row:
    """Two lines that stand together in one block: perhaps a label and its value."""

    box: Box
    left: _Cell
    right: _Cell


@dataclass(slots=True, eq=False)
class _Done:
    """A block whose lines were looked at."""

    box: Box
    cells: tuple[_Cell, ...] = ()


_Item = _Cell | _Row | _Done


@dataclass(slots=True)
class _Found:
    number: int
    order: int
    pair: LabelPair
    group: int


class Finder:
    """Looks at every block of one document once, innermost first."""

    def __init__(self, document: Document, base: Area) -> None:
        self._document = document
        self._base = base
        self._found: list[_Found] = []
        self._words = vocabulary()
        self._groups: dict[int, list[str]] = {}
        self._lines: list[Line] = []
        self._cut = False
        self._marks = _MAX_MARKS
        self._boxes: list[Box] = []
        self._anchors: list[int] = []
        self._places: dict[tuple[int, str, str], str] = {}

    def portion(self) -> Portion:
        """Return the document's boxes, lines and pairs."""
        boxes, self._cut = walk(self._document, self._base)
        self._boxes = boxes
        self._anchors = [box.number for box in boxes if box.tag == "a"]
        for box in reversed(boxes):
            box.result = self._settle(box)
        if boxes:
            self._finish(boxes[0].result, boxes[0])
        self._read_attributes(boxes)
        self._found.sort(key=lambda found: (found.number, found.order))
        promoted = self._promote()
        for box in boxes:
            box.result = None
        self._lines.sort(key=lambda line: line.box.number)
        cut = self._cut or len(self._lines) >= _MAX_LINES
        return Portion(self._document, tuple(boxes), tuple(self._lines), tuple(promoted), cut)

    # --- what a block shows -------------------------------------------------------------------------------------

    def _settle(self, box: Box) -> object:
        """Return what a box shows: inline pieces, a line, two lines, or that it has been looked at."""
        children, tag = box.children, box.tag
        if not children:
            return None
        if tag in _OF_TABLES:
            if tag == "table":
                return self._table(box)
            return self._definitions(box) if tag == "dl" else None
        if len(children) == 1:
            # Most boxes hold one text or one box; they are settled without the general way.
            only = children[0]
            if isinstance(only, str):
                if tag not in BLOCKS and only != "\n":
                    return [_Piece(only, None, tag == "a")]
            elif isinstance(only.result, (_Cell, _Row, _Done)):
                return only.result
        items, inline = self._items(box)
        if inline is not None:
            return inline
        if not items:
            return None
        if len(items) == 1:
            return items[0]
        if len(items) == 2 and isinstance(items[0], _Cell) and isinstance(items[1], _Cell):
            return _Row(box, items[0], items[1])
        self._emit_items(items, box)
        cells = [item for item in items if isinstance(item, _Cell)]
        return _Done(box, tuple(cells[:40]))

    def _items(self, box: Box) -> tuple[list[_Item], list[_Piece] | None]:
        """Return a box's lines, and its inline pieces where it holds nothing but inline text."""
        items: list[_Item] = []
        run: list[_Piece] = []
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
                        run.append(_Piece(collapse(line), box, linked))
                        self._close(run, items, box)
                    broken = True
                else:
                    run.append(_Piece(child, None, linked))
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

    def _joined(self, pieces: list[_Piece], child: Box, linked: bool) -> list[_Piece]:
        """Return an inline element's pieces as one, unless it is the only thing its block holds."""
        linked = linked or child.tag == "a"
        if len(pieces) == 1 or not self._is_wrapper(child):
            text = pieces[0].text if len(pieces) == 1 else "".join([piece.text for piece in pieces])
            return [_Piece(text, child, linked or pieces[0].linked)]
        return [_Piece(piece.text, piece.holder, piece.linked or linked) for piece in pieces]

    @staticmethod
    def _is_wrapper(child: Box) -> bool:
        parent = child.parent
        if parent is None:
            return False
        return all(other is child or (isinstance(other, str) and other.isspace()) for other in parent.children)

    def _close(self, run: list[_Piece], items: list[_Item], box: Box) -> None:
        """Turn the inline pieces collected so far into a line."""
        if not run:
            return
        # The texts of a document are folded already; only what stands between two of them is not.
        text = run[0].text.strip() if len(run) == 1 else collapse("".join([piece.text for piece in run]))
        if text and len(self._lines) < _MAX_LINES:
            title = self._title(box) if text[-1] in ".…" and text.endswith(_CUT) else ""
            items.append(_Cell(box, run.copy(), text, title))
            self._lines.append(Line(text, box.area, box))
        run.clear()

    @staticmethod
    def _title(box: Box) -> str:
        """Return the title attribute, which completes a text cut with dots."""
        for holder in (box, *(child for child in box.children if isinstance(child, Box))):
            if title := holder.attribute("title"):
                return collapse(title)
        return ""

    # --- pairs out of lines --------------------------------------------------------------------------------------

    def _finish(self, result: object, box: Box) -> None:
        if isinstance(result, (_Cell, _Row)):
            self._emit_items([result], box)

    def _emit_items(self, items: list[_Item], parent: Box) -> None:
        group = parent.number
        kinship = _RowKinship(items)
        index = 0
        while index < len(items):
            item = items[index]
            following = items[index + 1] if index + 1 < len(items) else None
            if isinstance(item, _Row):
                self._emit_row(item, group, kinship)
            elif isinstance(item, _Cell):
                if self._emit_across(item, following, items, index, group):
                    index += 2
                    continue
                self._emit_cell(item, group, kinship)
            index += 1

    def _emit_across(self, cell: _Cell, following: _Item | None, items: list[_Item], index: int, group: int) -> bool:
        """Pair a line that is only a label with the line after it."""
        if following is None:
            return False
        meaning = self._words.meaning(cell.text) if len(cell.text) <= _MAX_CELL_LABEL else None
        only_label = is_label_only(cell.text)
        if not only_label and meaning is None:
            return False
        if isinstance(following, _Cell) and not _of_one_block(cell.box, following.box):
            return False
        if only_label:
            if isinstance(following, _Cell) and not self._has_label(following):
                self._add(cell, clean_label(cell.text), following, following.text, meaning, group)
                return True
            if isinstance(following, (_Done, _Row)) and meaning is not None:
                self._add(cell, clean_label(cell.text), cell, self._texts(following), meaning, group)
                return isinstance(following, _Row)
            return False
        if meaning is None or cell.linked or not isinstance(following, _Cell):
            if meaning is not None and meaning.field == "warnings" and isinstance(following, (_Done, _Row)):
                self._add(cell, clean_label(cell.text), cell, self._texts(following), meaning, group)
            return False
        if self._words.meaning(following.text) is not None or self._has_label(following):
            return False
        if meaning.field == "warnings":
            value = " ".join(
                item.text
                for item in items[index + 1 : index + 8]
                if isinstance(item, _Cell) and not self._has_label(item)
            )
            self._add(cell, clean_label(cell.text), following, value, meaning, group)
            return True
        if cell.sign == following.sign and not plausible(meaning.field, following.text):
            return False
        if meaning.field in _WEAK_PLACES and meaning.field not in _DISCLOSING:
            return True
        self._add(cell, clean_label(cell.text), following, following.text, meaning, group)
        return True

    def _has_label(self, cell: _Cell) -> bool:
        if not _COLON.search(cell.text):
            return False
        parts = split_line(cell.text[:_LONGEST_HEAD])
        return bool(parts) and cell.text.lstrip(" 【[*·•").startswith(parts[0].label[:2])

    def _texts(self, item: _Item) -> str:
        if isinstance(item, _Cell):
            return item.text
        if isinstance(item, _Row):
            return _joined_texts([item.left.text, item.right.text])
        return _joined_texts([cell.text for cell in item.cells])[:_MAX_VALUE]

    def _emit_row(self, row: _Row, group: int, kinship: "_RowKinship") -> None:
        left, right = row.left, row.right
        together = _of_one_block(left.box, right.box)
        # A warning may begin with a label of its own: Warnings | WARNING: Never leave …
        warns = self._warns(left)
        if together and (warns or not self._has_label(right)):
            if is_label_only(left.text):
                label = clean_label(left.text)
                self._add(left, label, right, right.text, self._words.meaning(label), group)
                return
            if not self._has_label(left):
                if kinship.reversed():
                    self._add(right, clean_label(right.text), left, left.text, self._words.meaning(right.text), group)
                    return
                if self._is_pair(left.text, right.text, left.linked, kinship):
                    self._add(left, clean_label(left.text), right, right.text, self._words.meaning(left.text), group)
                    return
        own = _RowKinship([left, right])
        self._emit_cell(left, group, own)
        self._emit_cell(right, group, own)

    def _warns(self, cell: _Cell) -> bool:
        meaning = self._words.meaning(cell.text) if len(cell.text) <= _MAX_CELL_LABEL else None
        return meaning is not None and meaning.field == "warnings"

    def _is_pair(self, left: str, right: str, linked: bool, kinship: "_RowKinship | None") -> bool:
        """Return whether two texts that stand together without a colon are a label and its value."""
        if len(left) > _MAX_CELL_LABEL or _CLAUSE.search(left) or not self._words.folded(left):
            return False
        meaning = self._words.meaning(left)
        related = kinship is not None and kinship.supports()
        if meaning is None:
            return related and not left.strip().isdigit()
        if self._words.meaning(right) is not None and meaning.field != "attribute":
            return False
        if related:
            return True
        return not linked and (meaning.field == "warnings" or plausible(meaning.field, right))

    def _emit_cell(self, cell: _Cell, group: int, kinship: "_RowKinship | None") -> None:
        text = self._whole(cell)
        pieces = cell.pieces
        if len(pieces) == 2 and not pieces[0].linked and (label := clean_label(pieces[0].text)):
            meaning = self._words.meaning(label) if len(label) <= _MAX_CELL_LABEL else None
            if meaning is not None and meaning.field == "warnings" and pieces[0].text.strip() == label:
                self._add(cell, label, cell, collapse(pieces[1].text), meaning, group)
                return
        parts = split_line(self._within_marks(text)) if _MARK.search(text) else ()
        if parts:
            if len(parts) > 1:
                group = cell.box.number
            for order, part in enumerate(parts):
                self._add(cell, part.label, cell, part.value, part.meaning, group, order=order, line=text)
            return
        if len(pieces) == 2 and self._is_pair(
            collapse(pieces[0].text), collapse(pieces[1].text), pieces[0].linked, kinship
        ):
            label = collapse(pieces[0].text)
            self._add(cell, clean_label(label), cell, collapse(pieces[1].text), self._words.meaning(label), group)
            return
        if len(pieces) > 2:
            self._emit_pieces(cell, group)
            return
        self._emit_blank_separated(cell, group)

    def _within_marks(self, text: str) -> str:
        """Return as much of a line as may be looked at for labels."""
        count = len(_MARK.findall(text))
        self._marks -= count
        if self._marks >= 0:
            return text
        self._cut = True
        kept = count + max(self._marks, -count)
        self._marks = 0
        last = next(islice(_MARK.finditer(text), kept, None), None)
        return text[: last.start()] if last is not None else text

    def _emit_pieces(self, cell: _Cell, group: int) -> None:
        """Pair the runs of one line that alternate between labels and values."""
        texts = [collapse(piece.text) for piece in cell.pieces]
        signs = [piece.sign for piece in cell.pieces]
        known = [self._words.meaning(text) if len(text) <= _MAX_CELL_LABEL else None for text in texts]
        if len(texts) % 2 == 0 and sum(1 for meaning in known[::2] if meaning) >= 2 and len(set(signs[::2])) == 1:
            for index in range(0, len(texts), 2):
                self._add(cell, clean_label(texts[index]), cell, texts[index + 1], known[index], group, order=index)
        elif known[0] is not None and not any(known[1:]) and not cell.pieces[0].linked:
            value = collapse("".join(piece.text for piece in cell.pieces[1:]))
            if plausible(known[0].field, value):
                self._add(cell, clean_label(texts[0]), cell, value, known[0], group)
        else:
            self._emit_blank_separated(cell, group)

    def _emit_blank_separated(self, cell: _Cell, group: int) -> None:
        """Read `品牌 某某 型号 X1 执行标准 GB…`: declared labels between blanks, each followed by its value."""
        text = cell.text
        if len(text) > 400 or " " not in text:
            return
        tokens = text.replace(" · ", " ").replace(" | ", " ").split(" ")
        known = [
            self._words.exact(self._words.folded(token)) if len(token) <= _MAX_CELL_LABEL else None for token in tokens
        ]
        first = known[0]
        if first is None or first.field in _WEAK_PLACES or first.field == "other_certificate":
            return
        starts = [index for index, meaning in enumerate(known) if meaning is not None]
        spans = [(start, (starts[n + 1] if n + 1 < len(starts) else len(tokens))) for n, start in enumerate(starts)]
        if any(end - start < 2 for start, end in spans):
            return
        for start, end in spans:
            meaning = known[start]
            value = " ".join(tokens[start + 1 : end])
            if meaning is None or not (len(spans) > 1 or (not cell.linked and plausible(meaning.field, value))):
                continue
            self._add(cell, clean_label(tokens[start]), cell, value, meaning, group, order=start)

    @staticmethod
    def _whole(cell: _Cell) -> str:
        """Return the line, completed from its title attribute where it was cut with dots."""
        if not cell.title:
            return cell.text
        stem = cell.text.rstrip(".… ")
        label, colon, begun = stem.partition("：") if "：" in stem else stem.partition(":")
        if cell.title.startswith(stem):
            return cell.title
        return f"{label}{colon}{cell.title}" if colon and cell.title.startswith(begun.strip()[:2]) else cell.text

    # --- tables and definition lists --------------------------------------------------------------------------------

    def _definitions(self, box: Box) -> object:
        """Pair dt with dd; several dd belong to the dt before them."""
        entries = [child for child in _flattened(box) if child.tag in ("dt", "dd")]
        if not entries:
            items, _ = self._items(box)
            if items:
                self._emit_items(items, box)
            return _Done(box) if items else None
        label: _Cell | None = None
        for entry in entries:
            result = self._as_cell(entry)
            if entry.tag == "dt":
                label = result if isinstance(result, _Cell) else None
                if (
                    label is not None
                    and len(split_line(label.text[:_LONGEST_HEAD])) == 1
                    and not is_label_only(label.text)
                ):
                    self._emit_cell(label, box.number, None)
                    label = None
                continue
            if label is None or (
                isinstance(result, _Cell) and self._has_label(result) and not self._words.meaning(label.text)
            ):
                self._finish_in(result, box)
            elif result is not None and len(label.text) <= _MAX_FIRST_DT:
                text = clean_label(label.text)
                options = isinstance(result, _Done)
                meaning = self._words.meaning(text)
                linked = isinstance(result, _Cell) and result.linked
                if meaning is None and (options or linked):
                    continue
                if meaning is None or not options or meaning.field not in _WEAK_PLACES:
                    self._add(
                        label,
                        text,
                        result if isinstance(result, _Cell) else label,
                        self._texts(result),
                        meaning,
                        box.number,
                    )
        return _Done(box)

    def _finish_in(self, result: _Item | None, box: Box) -> None:
        if isinstance(result, (_Cell, _Row)):
            self._emit_items([result], box)

    def _as_cell(self, box: Box) -> _Item | None:
        result = box.result
        if isinstance(result, (_Cell, _Row, _Done)):
            return result
        return None

    def _table(self, table: Box) -> object:
        rows = [row for row in (self._table_row(tr) for tr in _rows(table)) if row]
        if not rows:
            return None
        if len(rows) == 1 and len(rows[0]) == 1:
            only = rows[0][0].item
            return only if only is not None else None
        if self._is_layout(rows):
            return self._layout(table, rows)
        header = self._column_header(rows)
        if header is not None:
            self._emit_columns(rows, header, table)
        else:
            support = self._label_column(rows)
            paired = any(len(row) > 2 and len(row) % 2 == 0 and self._alternates(row) for row in rows)
            for row in rows:
                self._emit_table_row(row, table, support, paired=paired)
        return _Done(table)

    def _table_row(self, tr: Box) -> list["_TableCell"]:
        cells = []
        for child in tr.children:
            if isinstance(child, Box) and child.tag in ("td", "th"):
                item = self._as_cell(child)
                spans = _span(child, "rowspan")
                cells.append(_TableCell(child, item, child.tag == "th", spans > 1, self._texts(item) if item else ""))
        if len(cells) > 2 and cells[0].tall:
            cells = cells[1:]
        return cells

    @staticmethod
    def _is_layout(rows: list[list["_TableCell"]]) -> bool:
        return any(isinstance(cell.item, _Done) and not cell.is_header for row in rows for cell in row[:1]) or (
            sum(isinstance(cell.item, _Done) for row in rows for cell in row) * 2 > sum(len(row) for row in rows)
        )

    def _layout(self, table: Box, rows: list[list["_TableCell"]]) -> object:
        items = [cell.item for row in rows for cell in row if cell.item is not None]
        if len(items) == 1:
            return items[0]
        for row in rows:
            if any(not isinstance(cell.item, _Done) for cell in row):
                self._emit_table_row(row, table, 0)
        return _Done(table)

    def _column_header(self, rows: list[list["_TableCell"]]) -> list[str] | None:
        """Return the labels of a header row on top, or None where labels stand beside their values."""
        if len(rows) < 2 or len(rows[0]) < 2:
            return None
        first, second = rows[0], rows[1]
        if len(first) != len(second) or any(cell.is_header for cell in second):
            return None
        texts = [cell.text for cell in first]
        if any(_MARK.search(text) and (parts := split_line(text[:_LONGEST_HEAD])) and parts[0].value for text in texts):
            return None
        if all(self._words.folded(text) in _COLUMN_WORDS for text in texts if text):
            return None
        known = [self._words.meaning(text) is not None for text in texts]
        below = [self._words.meaning(cell.text) is not None for cell in second]
        if any(below):
            return None
        if all(cell.is_header for cell in first) and any(known):
            return texts
        return texts if sum(known) >= 2 and all(known) else None

    def _emit_columns(self, rows: list[list["_TableCell"]], header: list[str], table: Box) -> None:
        for row in rows[1:]:
            if len(row) != len(header):
                continue
            for label, cell in zip(header, row, strict=True):
                if label and cell.text:
                    holder = cell.item if isinstance(cell.item, _Cell) else None
                    self._add_text(
                        cell.box, clean_label(label), cell.text, self._words.meaning(label), table.number, holder
                    )

    def _label_column(self, rows: list[list["_TableCell"]]) -> int:
        """Return how many rows begin with something that is surely a label."""
        return sum(
            1
            for row in rows
            if len(row) > 1
            and (row[0].is_header or is_label_only(row[0].text) or self._words.meaning(row[0].text) is not None)
        )

    def _emit_table_row(self, row: list["_TableCell"], table: Box, support: int, *, paired: bool = False) -> None:
        if len(row) == 2 and all(self._words.folded(cell.text) in _COLUMN_WORDS for cell in row):
            return
        alternating = len(row) % 2 == 0 and len(row) > 2 and (paired or self._alternates(row))
        if len(row) >= 2 and (alternating or self._heads(row[0], support)):
            if alternating:
                for index in range(0, len(row), 2):
                    self._add_row(row[index], row[index + 1], table)
                return
            meaning = self._words.meaning(row[0].text)
            names_field = meaning is not None and meaning.field != "attribute" and meaning.field not in _WEAK_PLACES
            for cell in row[1:]:
                # 生产企业 | 委托方：甲；受托方：乙 is one cell about one field.
                if names_field or not self._is_labelled(cell):
                    self._add_row(row[0], cell, table)
                elif isinstance(cell.item, (_Cell, _Row)):
                    self._emit_items([cell.item], table)
            return
        for cell in row:
            if isinstance(cell.item, (_Cell, _Row)):
                self._emit_items([cell.item], table)

    def _heads(self, cell: "_TableCell", support: int) -> bool:
        """Return whether a row's first cell is a label."""
        if not cell.text or len(cell.text) > _MAX_CELL_LABEL or isinstance(cell.item, _Done):
            return False
        if is_label_only(cell.text):
            return True
        if self._is_labelled(cell):
            return False
        meaning = self._words.meaning(cell.text)
        linked = isinstance(cell.item, _Cell) and cell.item.linked
        return cell.is_header or (meaning is not None and not linked) or support >= 2

    def _is_labelled(self, cell: "_TableCell") -> bool:
        return isinstance(cell.item, _Cell) and self._has_label(cell.item) and not is_label_only(cell.text)

    def _alternates(self, row: list["_TableCell"]) -> bool:
        labels, values = row[::2], row[1::2]
        if all(cell.is_header for cell in labels) and not any(cell.is_header for cell in values):
            return True
        if all(is_label_only(cell.text) or not cell.text for cell in labels):
            return True
        known = sum(1 for cell in labels if self._words.meaning(cell.text) is not None)
        wrong = sum(1 for cell in values if self._words.meaning(cell.text) is not None)
        later = any(self._words.meaning(cell.text) is not None for cell in labels[1:])
        return known > wrong and (later or known * 2 >= len([cell for cell in labels if cell.text]))

    def _add_row(self, label: "_TableCell", value: "_TableCell", table: Box) -> None:
        if not label.text:
            return
        holder = value.item if isinstance(value.item, _Cell) else None
        text = clean_label(label.text)
        self._add_text(value.box, text, value.text, self._words.meaning(text), table.number, holder)

    # --- keeping -----------------------------------------------------------------------------------------------------

    def _add(
        self,
        at: _Cell,
        label: str,
        holder: _Item,
        value: str,
        meaning: Meaning | None,
        group: int,
        *,
        order: int = 0,
        line: str = "",
    ) -> None:
        cell = holder if isinstance(holder, _Cell) else at
        if value.endswith(("...", "…")) and cell.title and cell.title.startswith(value.rstrip(".… ")[:6]):
            value = cell.title
        self._add_text(cell.box, label, value, meaning, group, cell, order=order, line=line)

    def _add_text(
        self,
        box: Box,
        label: str,
        value: str,
        meaning: Meaning | None,
        group: int,
        cell: _Cell | None = None,
        *,
        order: int = 0,
        line: str = "",
    ) -> None:
        value = clean_value(value)[:_MAX_VALUE]
        if not label or (meaning is None and not self._words.folded(value)) or TEMPLATE.search(value):
            return
        place = self._place(box)
        context = f"{label} {line[:_MAX_VALUE]} {self._heading(box)}"
        self._groups.setdefault(group, []).append(label)
        pair = LabelPair(label, value, place, box.area, meaning, context, self._links(cell, meaning))
        self._found.append(_Found(box.number, order, pair, group))

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

    def _links(self, cell: _Cell | None, meaning: Meaning | None) -> tuple[tuple[str, str], ...]:
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

    def _read_attributes(self, boxes: list[Box]) -> None:
        """Read pairs that stand in an element's own attributes, which a style sheet puts on the page."""
        if not any(f"{name}=" in self._document.markup for name in _VALUE_ATTRIBUTES):
            return
        for box in boxes:
            if len(box.attributes) < 2:
                continue
            value = next((box.attributes[name] for name in _VALUE_ATTRIBUTES if box.attributes.get(name)), None)
            label = next((box.attributes[name] for name in _LABEL_ATTRIBUTES if box.attributes.get(name)), None)
            meaning = self._words.meaning(label) if value and label else None
            if value and label and meaning is not None and meaning.field not in _WEAK_PLACES and not box.children:
                group = box.parent.number if box.parent is not None else 0
                self._add_text(box, clean_label(label), value, meaning, group)

    def _promote(self) -> list[LabelPair]:
        """Give each pair its block's context, and call a block of product labels the attribute area it is."""
        product: dict[int, int] = {}
        for found in self._found:
            field = found.pair.field
            if field is not None and field not in _WEAK_PLACES and field not in _CHOSEN_FIELDS:
                product[found.group] = product.get(found.group, 0) + 1
        size = {group: len(labels) for group, labels in self._groups.items()}
        beside = {group: " ".join(labels[:60]) for group, labels in self._groups.items()}
        promoted = []
        for found in self._found:
            pair = found.pair
            context = f"{pair.context} {beside[found.group]}"
            area = pair.area
            if area == "other" and pair.field != "service" and product.get(found.group, 0) >= 1:
                sure = pair.field in _SURE_FIELDS or size[found.group] >= 2
                area = "attribute" if sure else area
            promoted.append(
                LabelPair(pair.label, pair.value, pair.place, area, pair.meaning, context, pair.links, pair.embedded)
            )
        return promoted


_MAX_FIRST_DT = 40
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


@dataclass(slots=True, eq=False)
class _TableCell:
    box: Box
    item: _Item | None
    is_header: bool
    tall: bool
    text: str


class _RowKinship:
    """Whether lines of two parts in one block are a list of pairs: several, with a declared label among them."""

    def __init__(self, items: Sequence[_Item]) -> None:
        self._items = items
        self._supports: bool | None = None
        self._reversed: bool | None = None

    def _halves(self) -> Iterator[tuple[str, str]]:
        for item in self._items:
            if isinstance(item, _Row):
                yield item.left.text, item.right.text
            elif isinstance(item, _Cell) and len(item.pieces) == 2:
                yield collapse(item.pieces[0].text), collapse(item.pieces[1].text)

    def supports(self) -> bool:
        """Return whether at least two of the block's lines look like pairs and one label is declared."""
        if self._supports is None:
            lefts = [left for left, _ in self._halves()]
            known = sum(1 for left in lefts if _names_goods(left))
            self._supports = len(lefts) >= 2 and known > 0 and known * 4 >= len(lefts)
        return self._supports

    def reversed(self) -> bool:
        """Return whether the block prints every value above its label."""
        if self._reversed is None:
            halves = list(self._halves())
            below = sum(1 for _, right in halves if _names_goods(right))
            above = sum(1 for left, _ in halves if vocabulary().meaning(left) is not None)
            self._reversed = len(halves) >= 2 and above == 0 and below >= 2 and below * 2 >= len(halves)
        return self._reversed


_CODE_LINE = re.compile(r"[A-Za-z0-9./()+-]*\d[A-Za-z0-9./()+-]*")


def _joined_texts(texts: list[str]) -> str:
    """Join a value's lines; codes that stand on lines of their own stay apart."""
    separator = "、" if all(_CODE_LINE.fullmatch(text) for text in texts) else " "
    return separator.join(texts)


def _names_goods(text: str) -> bool:
    """Return whether a text is a declared label of the goods."""
    meaning = vocabulary().meaning(text) if len(text) <= _MAX_CELL_LABEL else None
    return meaning is not None and meaning.field not in _WEAK_PLACES


_MARK = re.compile(r"[:：﹕∶︰】］]")
_COLON = re.compile(r"[:：﹕∶︰]")


def _rows(table: Box) -> Iterator[Box]:
    for child in table.children:
        if isinstance(child, Box):
            if child.tag == "tr":
                yield child
            elif child.tag in ("tbody", "thead", "tfoot"):
                yield from (row for row in child.children if isinstance(row, Box) and row.tag == "tr")


def _flattened(box: Box) -> Iterator[Box]:
    """Yield a definition list's entries, also those wrapped in a div each."""
    for child in box.children:
        if isinstance(child, Box):
            if child.tag == "div":
                yield from (inner for inner in child.children if isinstance(inner, Box))
            else:
                yield child


_LISTS = frozenset(("ul", "ol", "dl", "table", "section", "article"))


def _of_one_block(left: Box, right: Box) -> bool:
    """Return whether a label's block and a value's block stand together: one area, no list of its own between them."""
    if left.area != right.area:
        return False
    above = {box.number for box in left.ancestors()}
    common = next((box for box in right.ancestors() if box.number in above), None)
    for side in (left, right):
        for box in side.ancestors():
            if box is common:
                break
            if box.tag in _LISTS:
                return False
    return True


def _span(box: Box, name: str) -> int:
    text = box.attribute(name)
    return int(text) if text.isdigit() else 1


def plausible(field: str, value: str) -> bool:
    """Return whether a value without a colon before it can be this field's."""
    if not value or len(value) > 200:
        return False
    if field in ("maker", "seller", "maker_and_address"):
        return bool(_COMPANY.search(value))
    if field == "maker_address":
        return len(value) > 4 and bool(_ADDRESS.search(value))
    if field in (
        "models",
        "standards",
        "licence_numbers",
        "certificate_numbers",
        "plain_certificate",
        "report_numbers",
        "gtin",
        "mpn",
        "sku",
        "batches",
        "production_dates",
        "product_code",
        "item_id",
        "other_certificate",
    ):
        return bool(_CODE.search(value)) and len(value) <= 80
    if field in _DISCLOSING:
        return bool(_COMPANY.search(value) or _ADDRESS.search(value) or _CODE.search(value)) and len(value) <= 120
    if field in ("specifications", "sales", "stock"):
        return bool(re.search(r"\d", value)) and len(value) <= 60
    return False
