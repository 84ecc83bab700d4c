"""Finds label–value pairs in the lines of one block: in a line, in two that stand together, and in rows of pieces."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from crawler.read.dom.boxes import Box
from crawler.read.dom.document import collapse
from crawler.read.dom.lines import clean_label, is_label_only, split_line
from crawler.read.dom.shown import Cell, Done, Row, Shown, texts_of
from crawler.read.dom.vocabulary import vocabulary
from crawler.read.labels.kept_pairs import PairKeeper
from crawler.read.labels.plausible import DISCLOSING, WEAK_PLACES, plausible

MAX_CELL_LABEL = 30
LONGEST_HEAD = 300
"""Letters of a text in which its first label must end."""
_MAX_MARKS = 6_000
"""Colons of one page that are looked at for labels; as with lines, what stands behind them counts as unseen."""
_LARGEST_GRID = 200
_LEAST_LABELS = 3
_CLAUSE = re.compile(r"[。！？!?；;]")
MARK = re.compile(r"[:：﹕∶︰】］]")
_COLON = re.compile(r"[:：﹕∶︰]")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS = frozenset(("ul", "ol", "dl", "table", "section", "article"))


class _RowKinship:
    """Whether lines of two parts in one block are a list of pairs: several, with a declared label among them."""

    def __init__(self, items: Sequence[Shown]) -> None:
        self._items = items
        self._supports: bool | None = None
        self._reversed: bool | None = None

    def _halves(self) -> Iterator[tuple[str, str]]:
        for item in self._items:
            if isinstance(item, Row):
                yield item.left.text, item.right.text
            elif isinstance(item, Cell) and len(item.pieces) == 2:
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


class LinePairs:
    """Reads the lines of blocks, and as many labels of one page as may be looked at."""

    def __init__(self, kept: PairKeeper) -> None:
        self._kept = kept
        self._words = vocabulary()
        self._marks = _MAX_MARKS
        self.cut = False
        """True where the page has more colons than are looked at."""

    def read(self, items: Sequence[Shown], parent: Box) -> None:
        """Keep the pairs among the lines of one block."""
        group = parent.number
        kinship = _RowKinship(items)
        index = 0
        while index < len(items):
            item = items[index]
            following = items[index + 1] if index + 1 < len(items) else None
            if isinstance(item, Row):
                self._emit_row(item, group, kinship)
            elif isinstance(item, Cell):
                if self._emit_across(item, following, items, index, group):
                    index += 2
                    continue
                self.read_line(item, group, kinship)
            index += 1

    def _emit_across(self, cell: Cell, following: Shown | None, items: Sequence[Shown], index: int, group: int) -> bool:
        """Pair a line that is only a label with the line after it."""
        if following is None:
            return False
        meaning = self._words.meaning(cell.text) if len(cell.text) <= MAX_CELL_LABEL else None
        only_label = is_label_only(cell.text)
        if not only_label and meaning is None:
            return False
        if isinstance(following, Cell) and (
            not _of_one_block(cell.box, following.box) or self._is_row_below(cell, following)
        ):
            return False
        if only_label:
            if isinstance(following, Cell) and not has_label(following):
                self._kept.add(cell, clean_label(cell.text), following, following.text, meaning, group)
                return True
            if isinstance(following, (Done, Row)) and meaning is not None:
                self._kept.add(cell, clean_label(cell.text), cell, texts_of(following), meaning, group)
                return isinstance(following, Row)
            return False
        if meaning is None or cell.linked or not isinstance(following, Cell):
            if meaning is not None and meaning.field == "warnings" and isinstance(following, (Done, Row)):
                self._kept.add(cell, clean_label(cell.text), cell, texts_of(following), meaning, group)
            return False
        if self._words.meaning(following.text) is not None or has_label(following):
            return False
        if meaning.field == "warnings":
            value = " ".join(
                item.text for item in items[index + 1 : index + 8] if isinstance(item, Cell) and not has_label(item)
            )
            self._kept.add(cell, clean_label(cell.text), following, value, meaning, group)
            return True
        if (
            cell.sign == following.sign
            and not plausible(meaning.field, following.text)
            and not _is_grid(items, index % 2)
        ):
            return False
        if meaning.field in WEAK_PLACES and meaning.field not in DISCLOSING:
            return True
        self._kept.add(cell, clean_label(cell.text), following, following.text, meaning, group)
        return True

    def _is_row_below(self, cell: Cell, following: Cell) -> bool:
        """Return whether the line below is a row of label and value of its own, and no value of the line above it."""
        if len(following.pieces) < 2:
            return False
        if cell.box.tag in _HEADINGS and len(following.pieces) == 2:
            return True
        first = collapse(following.pieces[0].text)
        return len(first) <= MAX_CELL_LABEL and self._words.meaning(first) is not None

    def _emit_row(self, row: Row, group: int, kinship: _RowKinship) -> None:
        left, right = row.left, row.right
        together = _of_one_block(left.box, right.box)
        # A warning may begin with a label of its own: Warnings | WARNING: Never leave …
        warns = self._warns(left)
        if together and (warns or not has_label(right)):
            if is_label_only(left.text):
                label = clean_label(left.text)
                self._kept.add(left, label, right, right.text, self._words.meaning(label), group)
                return
            if not has_label(left):
                if kinship.reversed():
                    self._kept.add(
                        right, clean_label(right.text), left, left.text, self._words.meaning(right.text), group
                    )
                    return
                if self._is_pair(left.text, right.text, left.linked, kinship):
                    self._kept.add(
                        left, clean_label(left.text), right, right.text, self._words.meaning(left.text), group
                    )
                    return
        own = _RowKinship([left, right])
        self.read_line(left, group, own)
        self.read_line(right, group, own)

    def _warns(self, cell: Cell) -> bool:
        meaning = self._words.meaning(cell.text) if len(cell.text) <= MAX_CELL_LABEL else None
        return meaning is not None and meaning.field == "warnings"

    def _is_pair(self, left: str, right: str, linked: bool, kinship: _RowKinship | None) -> bool:
        """Return whether two texts that stand together without a colon are a label and its value."""
        if len(left) > MAX_CELL_LABEL or _CLAUSE.search(left) or not self._words.folded(left):
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

    def read_line(self, cell: Cell, group: int, kinship: _RowKinship | None) -> None:
        """Keep the pairs inside one line."""
        text = self._whole(cell)
        pieces = cell.pieces
        if len(pieces) == 2 and not pieces[0].linked and (label := clean_label(pieces[0].text)):
            meaning = self._words.meaning(label) if len(label) <= MAX_CELL_LABEL else None
            if meaning is not None and meaning.field == "warnings" and pieces[0].text.strip() == label:
                self._kept.add(cell, label, cell, collapse(pieces[1].text), meaning, group)
                return
        parts = split_line(self._within_marks(text)) if MARK.search(text) else ()
        if parts:
            if len(parts) > 1:
                group = cell.box.number
            for order, part in enumerate(parts):
                self._kept.add(cell, part.label, cell, part.value, part.meaning, group, order=order, line=text)
            return
        if len(pieces) == 2 and self._is_pair(
            collapse(pieces[0].text), collapse(pieces[1].text), pieces[0].linked, kinship
        ):
            label = collapse(pieces[0].text)
            self._kept.add(cell, clean_label(label), cell, collapse(pieces[1].text), self._words.meaning(label), group)
            return
        if len(pieces) > 2:
            self._emit_pieces(cell, group)
            return
        self._emit_blank_separated(cell, group)

    def _within_marks(self, text: str) -> str:
        """Return as much of a line as may be looked at for labels."""
        count = len(MARK.findall(text))
        self._marks -= count
        if self._marks >= 0:
            return text
        self.cut = True
        kept = count + max(self._marks, -count)
        self._marks = 0
        last = next(islice(MARK.finditer(text), kept, None), None)
        return text[: last.start()] if last is not None else text

    def _emit_pieces(self, cell: Cell, group: int) -> None:
        """Pair the runs of one line that alternate between labels and values."""
        texts = [collapse(piece.text) for piece in cell.pieces]
        signs = [piece.sign for piece in cell.pieces]
        known = [self._words.meaning(text) if len(text) <= MAX_CELL_LABEL else None for text in texts]
        if len(texts) % 2 == 0 and sum(1 for meaning in known[::2] if meaning) >= 2 and len(set(signs[::2])) == 1:
            for index in range(0, len(texts), 2):
                self._kept.add(
                    cell, clean_label(texts[index]), cell, texts[index + 1], known[index], group, order=index
                )
        elif known[0] is not None and not any(known[1:]) and not cell.pieces[0].linked:
            value = collapse("".join(piece.text for piece in cell.pieces[1:]))
            if plausible(known[0].field, value):
                self._kept.add(cell, clean_label(texts[0]), cell, value, known[0], group)
        else:
            self._emit_blank_separated(cell, group)

    def _emit_blank_separated(self, cell: Cell, group: int) -> None:
        """Read `品牌 某某 型号 X1 执行标准 GB…`: declared labels between blanks, each followed by its value."""
        text = cell.text
        if len(text) > 400 or " " not in text:
            return
        tokens = text.replace(" · ", " ").replace(" | ", " ").split(" ")
        known = [
            self._words.exact(self._words.folded(token)) if len(token) <= MAX_CELL_LABEL else None for token in tokens
        ]
        first = known[0]
        if first is None or first.field in WEAK_PLACES or first.field == "other_certificate":
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
            self._kept.add(cell, clean_label(tokens[start]), cell, value, meaning, group, order=start)

    @staticmethod
    def _whole(cell: Cell) -> str:
        """Return the line, completed from its title attribute where it was cut with dots."""
        if not cell.title:
            return cell.text
        stem = cell.text.rstrip(".… ")
        label, colon, begun = stem.partition("：") if "：" in stem else stem.partition(":")
        if cell.title.startswith(stem):
            return cell.title
        return f"{label}{colon}{cell.title}" if colon and cell.title.startswith(begun.strip()[:2]) else cell.text


def _is_grid(items: Sequence[Shown], first: int) -> bool:
    """Return whether a block's lines are labels and values by turns, as a grid of two columns is written."""
    if len(items) > _LARGEST_GRID or not all(isinstance(item, Cell) for item in items):
        return False
    known = [_names_goods(item.text) for item in items if isinstance(item, Cell)]
    labels, values = known[first::2], known[1 - first :: 2]
    return sum(labels) >= _LEAST_LABELS and sum(labels) * 2 >= len(labels) and not any(values)


def has_label(cell: Cell) -> bool:
    """Return whether a line begins with a label and its colon."""
    if not _COLON.search(cell.text):
        return False
    parts = split_line(cell.text[:LONGEST_HEAD])
    return bool(parts) and cell.text.lstrip(" 【[*·•").startswith(parts[0].label[:2])


def _names_goods(text: str) -> bool:
    """Return whether a text is a declared label of the goods."""
    meaning = vocabulary().meaning(text) if len(text) <= MAX_CELL_LABEL else None
    return meaning is not None and meaning.field not in WEAK_PLACES


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
