"""What was read in a sweep's pictures (`images/<engine>/texts.jsonl`): written by its stage, shown on the web page."""

from pathlib import Path

from app.stages.generation import newest_complete
from config.record import Record
from crawler.images.text import TextLine, rows_of

IMAGES = "images"
"""Folder of a sweep that holds the generations."""
TEXTS = "texts.jsonl"


class ImageText(Record):
    """What was read in one picture; `values` are (listing field, value) as the text would give them, source OCR."""

    url: str
    capture: str
    """sha256 of the picture."""
    sweep: str
    """The sweep that keeps the picture."""
    lines: tuple[TextLine, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    problem: str | None = None

    @property
    def text(self) -> str:
        """The text in reading order, a row of the picture on each line."""
        return "\n".join("　".join(line.text for line in row) for row in rows_of(self.lines))


def texts_of(sweep: Path) -> dict[str, ImageText]:
    """Return what was read in the pictures of a sweep by their addresses; nothing where that is switched off."""
    generation = newest_complete(sweep / IMAGES)
    rows = generation.lines(TEXTS) if generation is not None else ()
    return {text.url: text for text in map(ImageText.model_validate, rows)}
