"""Finds the credit codes (统一社会信用代码) of a page whose check character is right, under any label or none."""

import re
from collections.abc import Iterator

from stdnum.cn import uscc

from crawler.read.dom.document import Document
from crawler.read.labels.numbers import folded_text

_RUN = b"0" * 7
_AS_ZEROS = bytes.maketrans(b"123456789", b"0" * 9)
"""A code holds seven digits that stand together, which are found in no time where every digit is written alike."""
_DIGITS = re.compile(r"\d(?:\D?\d){6}")
_SHAPE_WRITTEN = re.compile(rb"(?<![0-9A-Za-z])[0-9A-Y][1-59]\d{6}[0-9A-Z]{10}(?![0-9A-Za-z*]|\xef\xbc\x8a)")
_SHAPE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Y][1-59]\d{6}[0-9A-Z]{10}(?![0-9A-Za-z*＊])")
_GAP = re.compile(r"(?<=[0-9A-Z])[ -](?=[0-9A-Z])")


def credit_codes(text: str) -> Iterator[str]:
    """Yield the valid codes of a text (GB 32100-2015), also those written in groups."""
    if not _DIGITS.search(text):
        return
    folded = folded_text(text)
    for written in (folded, _GAP.sub("", folded)) if _GAP.search(folded) else (folded,):
        yield from (code for code in _SHAPE.findall(written) if uscc.is_valid(code))


def kept_codes(document: Document) -> Iterator[str]:
    """Yield the valid codes anywhere in a page's source, its frames and the answers kept with it, each once."""
    markup = (part.written for part in (document, *document.parts))
    sources = (*markup, *(repr(block.data).encode("utf-8", "replace") for block in document.answers))
    yield from dict.fromkeys(code for source in sources for code in _shaped(source) if uscc.is_valid(code))


def _shaped(source: bytes) -> Iterator[str]:
    """Yield what has the shape of a code in a text in UTF-8."""
    alike = source.translate(_AS_ZEROS)
    at = alike.find(_RUN)
    while at >= 0:
        # The first character, before which no letter or digit stands, is the run's first or a letter before it.
        found = _SHAPE_WRITTEN.match(source, at) or (_SHAPE_WRITTEN.match(source, at - 1) if at else None)
        if found is not None:
            yield found.group().decode()
        while alike[at : at + 1] == b"0":
            at += 1
        at = alike.find(_RUN, at)
