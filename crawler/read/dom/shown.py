"""What one block of a page shows: a line of pieces, two lines that stand together, or lines already looked at."""

import re
from dataclasses import dataclass

from crawler.read.dom.boxes import Box

MAX_VALUE = 600
"""Characters kept of one value."""


@dataclass(slots=True, eq=False)
class Piece:
    """A run of text inside a line: what one inline element shows."""

    text: str
    holder: Box | None
    """The inline element whose text it is; None for bare text."""
    linked: bool

    @property
    def sign(self) -> str:
        return f"{self.holder.tag}.{self.holder.names}" if self.holder is not None else ""


@dataclass(slots=True, eq=False)
class Cell:
    """One line of text in one block."""

    box: Box
    pieces: list[Piece]
    text: str
    title: str = ""

    @property
    def sign(self) -> str:
        return f"{self.box.tag}.{self.box.names}"

    @property
    def linked(self) -> bool:
        return bool(self.pieces) and self.pieces[0].linked


@dataclass(slots=True, eq=False)
class Row:
    """Two lines that stand together in one block: perhaps a label and its value."""

    box: Box
    left: Cell
    right: Cell


@dataclass(slots=True, eq=False)
class Done:
    """A block whose lines were looked at."""

    box: Box
    cells: tuple[Cell, ...] = ()


Shown = Cell | Row | Done
_CODE_LINE = re.compile(r"[A-Za-z0-9./()+-]*\d[A-Za-z0-9./()+-]*")


def texts_of(item: Shown) -> str:
    """Return all that a block shows as one value."""
    if isinstance(item, Cell):
        return item.text
    if isinstance(item, Row):
        return joined_texts([item.left.text, item.right.text])
    return joined_texts([cell.text for cell in item.cells])[:MAX_VALUE]


def joined_texts(texts: list[str]) -> str:
    """Join a value's lines; codes that stand on lines of their own stay apart."""
    separator = "、" if all(_CODE_LINE.fullmatch(text) for text in texts) else " "
    return separator.join(texts)
