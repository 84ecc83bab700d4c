"""What an engine that reads text in pictures gives, and in which order a person would read it."""

from collections.abc import Iterable
from statistics import median
from typing import Protocol

from config.record import Record

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels of the picture."""
_SAME_ROW = 0.5
"""Share of a line's height by which the middles of two lines in one row may differ."""


class TextLine(Record):
    """One line of text as the engine saw it; `confidence` from 0 to 1."""

    text: str
    confidence: float
    box: Box


class ImageTextReader(Protocol):
    """Reads the text of pictures. The same bytes give the same lines."""

    version: str
    """Engine and its version."""

    def read(self, image: bytes) -> tuple[TextLine, ...]:
        """Return the lines of a picture. Raises PageError where the bytes are no picture it can open."""
        ...


def rows_of(lines: Iterable[TextLine]) -> list[list[TextLine]]:
    """Return the lines in reading order: rows from top to bottom, each from left to right."""
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=_middle):
        last = rows[-1] if rows else []
        # Against the row as a whole: a slanted photograph must not chain one row to the next.
        if last and _middle(line) - median(map(_middle, last)) <= _SAME_ROW * min(map(_height, (line, *last))):
            last.append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.box[0]) for row in rows]


def _middle(line: TextLine) -> float:
    return (line.box[1] + line.box[3]) / 2


def _height(line: TextLine) -> int:
    return line.box[3] - line.box[1]
