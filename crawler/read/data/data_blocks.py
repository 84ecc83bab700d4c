"""The data a page keeps for its scripts: inline JSON, assigned literals, attributes and kept API answers."""

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote
from weakref import WeakKeyDictionary

from crawler.read.data.references import holds_references, resolved
from crawler.read.data.variants import unfolded
from crawler.read.dom.document import DataBlock, Document
from crawler.read.dom.literals import LiteralError, load_json, read_called, read_literal, unescape

_OPENED = re.compile(r"[=(,]\s*(?=[{\[])")
_NAMED = {
    "=": re.compile(
        r"\s*(?P<name>[\w$.]{2,80}|[\w$](?= (?:rav|tel|tsnoc))|\]\s*[\"'][\w$-]{1,40}[\"']\s*\[[\w$.]{1,40})"
    ),
    "(": re.compile(r"\s*(?P<name>[\w$.]{2,80})"),
    ",": re.compile(r"\s*[\"'][\w$./-]{1,60}[\"']\s*\((?P<name>[\w$.]{2,80})"),
}
"""What stands before a literal that is assigned, or handed to a function alone or behind a name, read backwards:
forwards it would be tried at every letter before."""
_REACH = 160
_PARSED = re.compile(r"JSON\.parse\(\s*(?P<quote>[\"'`])")
_STRING = {quote: re.compile(rf"(?:[^{quote}\\]|\\.)*", re.DOTALL) for quote in "\"'`"}
_NESTED = re.compile(r":\s*[\"']\s*(?:\[\s*)?\{\\+[\"']")
"""Where a string in data is itself data."""
_GOODS_WORDS = ("price", "sku", "goods", "item", "product", "title", "subject")
"""What a script says that speaks of goods, in lower case."""
_BUDGET = 6_000_000
"""Characters of literals read per page; what lies behind them is left alone, so that no page costs without bound."""
_MAX_BLOCKS = 400
_DATA_ATTRIBUTES = (
    *(
        "data-product_variations",
        "data-product",
        "data-page",
        "data-props",
        "data-product-json",
        "data-obj",
        "data-json",
    ),
    *("data-state", "data-initial-state", "data-preload", "data-react-props", "data-goods", "data-item", "data-skus"),
)
_ENCODED = re.compile(r"\s*%(?:7B|5B)", re.IGNORECASE)
"""How JSON begins that is written as in an address."""
_CALL_NAME = "function()"
_WRITTEN_ATTRIBUTE = re.compile("|".join(sorted(_DATA_ATTRIBUTES, key=len, reverse=True)))
_WORK_PER_CHARACTER = 4
"""Literals that never end are begun again at most until the script was read this many times."""
_BLOCKS: WeakKeyDictionary[Document, tuple[DataBlock, ...]] = WeakKeyDictionary()


def data_blocks(document: Document) -> tuple[DataBlock, ...]:
    """Return the data in and beside the page, read once: inline JSON, assigned literals, kept API answers."""
    blocks = _BLOCKS.get(document)
    if blocks is None:
        found = _data_blocks(document)
        if document.answers or any(_NESTED.search(text) for _attributes, text in document.scripts):
            found = (DataBlock(block.place, unfolded(block.data)) for block in found)
        if any(holds_references(text) for _attributes, text in document.scripts):
            found = (DataBlock(block.place, resolved(block.data)) for block in found)
        blocks = _BLOCKS[document] = tuple(found)
    return blocks


def blocks_naming(document: Document, wanted: Sequence[str]) -> Iterator[DataBlock]:
    """Yield the data in and beside the page, with scripts that say nothing of goods and one of the lower-case words."""
    yield from data_blocks(document)
    yield from _script_blocks(
        (at, document.scripts[at])
        for at, text in enumerate(document.lowered_scripts)
        if holds_any(text, wanted) and not holds_any(text, _GOODS_WORDS)
    )


def holds_any(text: str, words: Iterable[str]) -> bool:
    """Return whether any of the words stands in a text."""
    for word in words:  # noqa: SIM110 - asked thousands of times a page; a generator takes twice as long
        if word in text:
            return True
    return False


def _data_blocks(document: Document) -> Iterator[DataBlock]:
    yield from document.answers
    yield from _script_blocks(
        (at, document.scripts[at]) for at, text in enumerate(document.lowered_scripts) if holds_any(text, _GOODS_WORDS)
    )
    yield from _attribute_blocks(document)


def _script_blocks(scripts: Iterable[tuple[int, tuple[dict[str, str | None], str]]]) -> Iterator[DataBlock]:
    """Yield the data of inline scripts, each with its number on the page."""
    budget = _BUDGET
    for position, (attributes, text) in scripts:
        kind = (attributes.get("type") or "").lower()
        place = f"script#{attributes['id']}" if attributes.get("id") else f"script:{position}"
        if "ld+json" in kind or kind in ("text/template", "text/x-template", "text/html", "text/x-handlebars"):
            continue
        if "json" in kind:
            try:
                yield DataBlock(place, load_json(text))
            except (ValueError, RecursionError):
                yield from _literals(unquote(text) if _ENCODED.match(text) else text, place)
            continue
        if len(text) > budget:
            continue
        budget -= len(text)
        yield from _literals(text, place)


def _attribute_blocks(document: Document) -> Iterator[DataBlock]:
    """Yield data that shop systems keep in attributes (WooCommerce variations, island props)."""
    written = set(_WRITTEN_ATTRIBUTE.findall(document.markup))
    for name in _DATA_ATTRIBUTES:
        if not any(other.startswith(name) for other in written):
            continue
        for node in document.tree.css(f"[{name}]")[:3]:
            value = node.attributes.get(name) or ""
            if value[:1] in "{[" and len(value) > 20:
                try:
                    yield DataBlock(f"[{name}]", load_json(value))
                except (ValueError, RecursionError):
                    continue


def _literals(text: str, place: str) -> Iterator[DataBlock]:
    """Yield every literal a script assigns or hands to a function, each read once, reading on only."""
    for parsed in _PARSED.finditer(text):
        body = _STRING[parsed.group("quote")].match(text, parsed.end())
        if body and body.group():
            try:
                yield DataBlock(f"{place}.JSON.parse", load_json(unescape(body.group())))
            except (ValueError, RecursionError):
                continue
    position = 0
    for value, end in read_called(text):
        yield DataBlock(f"{place}.{_CALL_NAME}", value)
        position = end
    stripped = text.lstrip()
    if not position and stripped[:1] in ("{", "["):
        try:
            value, position = read_literal(text, len(text) - len(stripped))
            yield DataBlock(place, value)
        except LiteralError as error:
            position = error.position
    work = _WORK_PER_CHARACTER * len(text)
    blocks = 0
    while work > 0 and blocks < _MAX_BLOCKS and (found := _OPENED.search(text, position)) is not None:
        position = found.end()
        before = text[max(0, found.start() - _REACH) : found.start()]
        named = _NAMED[found.group()[0]].match(before[::-1])
        if named is None:
            continue
        begun = position
        try:
            value, position = read_literal(text, position)
        except LiteralError as error:
            work -= error.position - begun
            position = max(position + 1, min(error.position, position + 2_000))
            continue
        blocks += 1
        if isinstance(value, dict | list) and value:
            yield DataBlock(f"{place}.{named.group('name')[::-1]}", value)
