"""Finds label–value pairs in tables, whichever way they run, and in definition lists."""

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.read.dom.boxes import Box
from crawler.read.dom.lines import clean_label, is_label_only, split_line
from crawler.read.dom.shown import Cell, Done, Row, Shown, texts_of
from crawler.read.dom.vocabulary import vocabulary
from crawler.read.labels.kept_pairs import PairKeeper
from crawler.read.labels.line_pairs import LONGEST_HEAD, MARK, MAX_CELL_LABEL, LinePairs, has_label
from crawler.read.labels.plausible import WEAK_PLACES

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
_MAX_FIRST_DT = 40


@dataclass(slots=True, eq=False)
class _TableCell:
    box: Box
    item: Shown | None
    is_header: bool
    tall: bool
    text: str


class TablePairs:
    """Reads tables and definition lists; cells that hold no row of pairs are read as lines."""

    def __init__(self, kept: PairKeeper, lines: LinePairs) -> None:
        self._kept = kept
        self._lines = lines
        self._words = vocabulary()

    def read_definitions(self, box: Box) -> Done:
        """Pair dt with dd; several dd belong to the dt before them."""
        label: Cell | None = None
        for entry in entries_of(box):
            result = _shown_by(entry)
            if entry.tag == "dt":
                label = result if isinstance(result, Cell) else None
                if (
                    label is not None
                    and len(split_line(label.text[:LONGEST_HEAD])) == 1
                    and not is_label_only(label.text)
                ):
                    self._lines.read_line(label, box.number, None)
                    label = None
                continue
            if label is None or (
                isinstance(result, Cell) and has_label(result) and not self._words.meaning(label.text)
            ):
                self._finish_in(result, box)
            elif result is not None and len(label.text) <= _MAX_FIRST_DT:
                text = clean_label(label.text)
                options = isinstance(result, Done)
                meaning = self._words.meaning(text)
                linked = isinstance(result, Cell) and result.linked
                if meaning is None and (options or linked):
                    continue
                if meaning is None or not options or meaning.field not in WEAK_PLACES:
                    self._kept.add(
                        label,
                        text,
                        result if isinstance(result, Cell) else label,
                        texts_of(result),
                        meaning,
                        box.number,
                    )
        return Done(box)

    def _finish_in(self, result: Shown | None, box: Box) -> None:
        if isinstance(result, (Cell, Row)):
            self._lines.read([result], box)

    def read_table(self, table: Box) -> Shown | None:
        """Pair the cells of a table; return the line that is all it shows, or that it has been looked at."""
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
            for row in _without_controls(rows):
                self._emit_table_row(row, table, support, paired=paired)
        return Done(table)

    def _table_row(self, tr: Box) -> list[_TableCell]:
        cells = []
        for child in tr.children:
            if isinstance(child, Box) and child.tag in ("td", "th"):
                item = _shown_by(child)
                spans = _span(child, "rowspan")
                cells.append(_TableCell(child, item, child.tag == "th", spans > 1, texts_of(item) if item else ""))
        if len(cells) > 2 and cells[0].tall:
            cells = cells[1:]
        return cells

    @staticmethod
    def _is_layout(rows: list[list[_TableCell]]) -> bool:
        return any(isinstance(cell.item, Done) and not cell.is_header for row in rows for cell in row[:1]) or (
            sum(isinstance(cell.item, Done) for row in rows for cell in row) * 2 > sum(len(row) for row in rows)
        )

    def _layout(self, table: Box, rows: list[list[_TableCell]]) -> Shown:
        items = [cell.item for row in rows for cell in row if cell.item is not None]
        if len(items) == 1:
            return items[0]
        for row in rows:
            if any(not isinstance(cell.item, Done) for cell in row):
                self._emit_table_row(row, table, 0)
        return Done(table)

    def _column_header(self, rows: list[list[_TableCell]]) -> list[str] | None:
        """Return the labels of a header row on top, or None where labels stand beside their values."""
        if len(rows) < 2 or len(rows[0]) < 2:
            return None
        first, second = rows[0], rows[1]
        if len(first) != len(second) or any(cell.is_header for cell in second):
            return None
        texts = [cell.text for cell in first]
        if any(MARK.search(text) and (parts := split_line(text[:LONGEST_HEAD])) and parts[0].value for text in texts):
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

    def _emit_columns(self, rows: list[list[_TableCell]], header: list[str], table: Box) -> None:
        for row in rows[1:]:
            if len(row) != len(header):
                continue
            for label, cell in zip(header, row, strict=True):
                if label and cell.text:
                    holder = cell.item if isinstance(cell.item, Cell) else None
                    self._kept.add_text(
                        cell.box, clean_label(label), cell.text, self._words.meaning(label), table.number, holder
                    )

    def _label_column(self, rows: list[list[_TableCell]]) -> int:
        """Return how many rows begin with something that is surely a label."""
        return sum(
            1
            for row in rows
            if len(row) > 1
            and (row[0].is_header or is_label_only(row[0].text) or self._words.meaning(row[0].text) is not None)
        )

    def _emit_table_row(self, row: list[_TableCell], table: Box, support: int, *, paired: bool = False) -> None:
        if len(row) == 2 and all(self._words.folded(cell.text) in _COLUMN_WORDS for cell in row):
            return
        alternating = len(row) % 2 == 0 and len(row) > 2 and (paired or self._alternates(row))
        if len(row) >= 2 and (alternating or self._heads(row[0], support)):
            if alternating:
                for index in range(0, len(row), 2):
                    self._add_row(row[index], row[index + 1], table)
                return
            meaning = self._words.meaning(row[0].text)
            names_field = meaning is not None and meaning.field != "attribute" and meaning.field not in WEAK_PLACES
            for cell in row[1:]:
                # 生产企业 | 委托方：甲；受托方：乙 is one cell about one field.
                if names_field or not self._is_labelled(cell):
                    self._add_row(row[0], cell, table)
                elif isinstance(cell.item, (Cell, Row)):
                    self._lines.read([cell.item], table)
            return
        for cell in row:
            if isinstance(cell.item, (Cell, Row)):
                self._lines.read([cell.item], table)

    def _heads(self, cell: _TableCell, support: int) -> bool:
        """Return whether a row's first cell is a label."""
        if not cell.text or len(cell.text) > MAX_CELL_LABEL or isinstance(cell.item, Done):
            return False
        if is_label_only(cell.text):
            return True
        if self._is_labelled(cell):
            return False
        meaning = self._words.meaning(cell.text)
        linked = isinstance(cell.item, Cell) and cell.item.linked
        return cell.is_header or (meaning is not None and not linked) or support >= 2

    def _is_labelled(self, cell: _TableCell) -> bool:
        return isinstance(cell.item, Cell) and has_label(cell.item) and not is_label_only(cell.text)

    def _alternates(self, row: list[_TableCell]) -> bool:
        labels, values = row[::2], row[1::2]
        if all(cell.is_header for cell in labels) and not any(cell.is_header for cell in values):
            return True
        if all(is_label_only(cell.text) or not cell.text for cell in labels):
            return True
        known = sum(1 for cell in labels if self._words.meaning(cell.text) is not None)
        wrong = sum(1 for cell in values if self._words.meaning(cell.text) is not None)
        later = any(self._words.meaning(cell.text) is not None for cell in labels[1:])
        return known > wrong and (later or known * 2 >= len([cell for cell in labels if cell.text]))

    def _add_row(self, label: _TableCell, value: _TableCell, table: Box) -> None:
        if not label.text:
            return
        holder = value.item if isinstance(value.item, Cell) else None
        text = clean_label(label.text)
        self._kept.add_text(value.box, text, value.text, self._words.meaning(text), table.number, holder)


_LEAST_REPEATED = 3


def _without_controls(rows: list[list[_TableCell]]) -> list[list[_TableCell]]:
    """Return the rows without a last cell that says the same behind every label and value: 纠错, 查看."""
    lasts = [row[2].text for row in rows if len(row) == 3]
    if len(lasts) < _LEAST_REPEATED or not lasts[0] or len(set(lasts)) > 1:
        return rows
    return [row[:2] if len(row) == 3 else row for row in rows]


def entries_of(box: Box) -> list[Box]:
    """Return the dt and dd of a definition list."""
    return [child for child in _flattened(box) if child.tag in ("dt", "dd")]


def _shown_by(box: Box) -> Shown | None:
    result = box.result
    if isinstance(result, (Cell, Row, Done)):
        return result
    return None


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


def _span(box: Box, name: str) -> int:
    text = box.attribute(name)
    return int(text) if text.isdigit() else 1
