"""Finds the controls of a page that buy or put into a cart."""

import re
from dataclasses import dataclass

from crawler.read.dom.document import Document
from crawler.read.dom.names_of_parts import part_words
from crawler.read.dom.place_words import place_pattern, place_words


@dataclass(frozen=True, slots=True)
class Buy:
    """Where the buttons stand that buy: positions of their text pieces; `found` also counts buttons without text."""

    pieces: tuple[int, ...]
    found: bool


_DONE = re.compile(r"已(?:加入|放入|添加|购买)|added to|成功")
"""What a page tells once somebody has bought, which is no control."""


def buy_controls(document: Document) -> Buy:
    """Return the page's buy controls that can be seen."""
    words, pattern = place_words()["buy"], place_pattern("buy", longer_than=3)
    pieces = []
    for position, piece in enumerate(document.outline.pieces):
        if piece.hidden or len(piece.text) > 24:
            continue
        lowered = piece.text.lower().strip(" +»>·!！")
        if (lowered in words or (len(lowered) <= 16 and pattern.search(lowered))) and not _DONE.search(lowered):
            pieces.append(position)
    found = bool(pieces)
    if not found:
        found = any(
            _buys(node.attributes)
            for node in document.tree.css("input[type=submit],input[type=button],input[type=image],button,a,img[alt]")
        )
    return Buy(tuple(pieces), found)


def _buys(attributes: dict[str, str | None]) -> bool:
    text = " ".join(filter(None, (attributes.get(name) for name in ("value", "title", "aria-label", "alt")))).lower()
    if text and len(text) <= 40 and (text in place_words()["buy"] or place_pattern("buy", longer_than=2).search(text)):
        return True
    names = part_words(attributes)
    return {"add", "cart"} <= names or {"buy", "btn"} <= names or {"buy", "now"} <= names or "addtocart" in names
