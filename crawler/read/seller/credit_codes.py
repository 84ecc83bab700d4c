"""Finds the credit codes (统一社会信用代码) of a page whose check character is right, under any label or none."""

import re
from collections.abc import Iterator

from stdnum.cn import uscc

from crawler.read.dom.document import Document
from crawler.read.labels.numbers import folded_text

_SHAPE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Y][1-59]\d{6}[0-9A-Z]{10}(?![0-9A-Za-z*＊])")
_GAP = re.compile(r"(?<=[0-9A-Z])[ -](?=[0-9A-Z])")


def credit_codes(text: str) -> Iterator[str]:
    """Yield the valid codes of a text (GB 32100-2015), also those written in groups."""
    folded = folded_text(text)
    for written in (folded, _GAP.sub("", folded)) if _GAP.search(folded) else (folded,):
        yield from (code for code in _SHAPE.findall(written) if uscc.is_valid(code))


def kept_codes(document: Document) -> Iterator[str]:
    """Yield the valid codes anywhere in a page's source, its frames and the answers kept with it, each once."""
    markup = (part.markup for part in (document, *document.parts))
    sources = (*markup, *(repr(block.data) for block in document.answers))
    yield from dict.fromkeys(code for text in sources for code in _SHAPE.findall(text) if uscc.is_valid(code))
