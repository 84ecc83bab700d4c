"""What is found on a page: label–value pairs, lines of text, and the portions of a page they come from."""

from dataclasses import dataclass

from crawler.read.dom.areas import Area
from crawler.read.dom.boxes import Box
from crawler.read.dom.document import Document, place_of
from crawler.read.dom.vocabulary import Meaning


@dataclass(frozen=True, slots=True)
class LabelPair:
    """One label with its value as the page shows them."""

    label: str
    value: str
    place: str
    area: Area
    meaning: Meaning | None = None
    """The field the label names, where it is a declared one."""
    context: str = ""
    """What else its block speaks of: the labels beside it, the block's heading, the line it stands in."""
    links: tuple[tuple[str, str], ...] = ()
    """Text and absolute URL of the links in the value."""
    embedded: bool = False
    """True where it stands in the page's data, not in its text."""
    pictured: bool = False
    """True where a picture stands in the value's place, and no text."""
    element: int = -1
    """The element of the page's outline it stands in; -1 in frames, fragments and data."""

    @property
    def field(self) -> str | None:
        """The field its label names, or None."""
        return self.meaning.field if self.meaning is not None else None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text the seller (or the page itself) shows."""

    text: str
    area: Area
    box: Box

    @property
    def place(self) -> str:
        """CSS path of the block it stands in."""
        return place_of(self.box.node)


@dataclass(frozen=True, slots=True)
class Portion:
    """One parsed document of the page (the page itself, a frame, a fragment): its boxes, lines and pairs."""

    document: Document
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    pairs: tuple[LabelPair, ...]
    cut: bool = False
    """True where it has more lines than are read of one page: what stands behind them was not seen."""
