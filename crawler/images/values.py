"""Which values the text of a picture would be, were it a page's: hints for a person, never a record's fields."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from crawler.images.text import TextLine, rows_of
from crawler.read.dom.document import Document, collapse
from crawler.read.labels.view import label_candidates, read_pairs
from crawler.records import RawPage

_FIELDS = frozenset(
    {"name", "brand", "maker", "maker_address", "models", "specifications", "standards", "warnings"}
    | {"licence_numbers", "certificate_numbers", "report_numbers"}
)


def values_of(lines: Sequence[TextLine]) -> tuple[tuple[str, str], ...]:
    """Return what would be the value of which listing field, each once, were the picture's text a page's."""
    body = (
        f"<!doctype html><meta charset=utf-8><div class=description>{''.join(_markup(rows_of(lines)))}</div>".encode()
    )
    raw = RawPage(
        platform=None,
        url=None,
        captured_at=None,
        sha256=hashlib.sha256(body).hexdigest(),
        body=body,
        content_type="text/html; charset=utf-8",
        fetched="imported",
    )
    document = Document.of(raw, None)
    found = label_candidates(document, read_pairs(document))
    return tuple(dict.fromkeys((one.field, collapse(str(one.value))) for one in found if one.field in _FIELDS))


def _markup(rows: Iterable[Sequence[TextLine]]) -> Iterator[str]:
    """Yield rows of two as those of a table, label and value; every other text as a line of its own."""
    for row in rows:
        texts = [escape(line.text) for line in row]
        if len(texts) == 2:
            yield f"<table><tr><td>{texts[0]}</td><td>{texts[1]}</td></tr></table>"
        else:
            yield "".join(f"<p>{text}</p>" for text in texts)
