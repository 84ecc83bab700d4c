"""Which variant of the goods a page shows as chosen: by its address, else by its own marks on the choices."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from crawler.read.data.choices import Axis, variant_names
from crawler.read.data.data_blocks import data_blocks
from crawler.read.data.structured import json_ld_nodes
from crawler.read.dom.document import Document, collapse
from crawler.read.dom.outline import Element
from crawler.records import Sku

_SHOP_SYSTEM = re.compile(r"^(?:attribute_)?(?:pa_)?")
_MAX_NODES = 60_000
_MAX_DEPTH = 24
_MAX_SCALARS = 400
_LONGEST_SCALAR = 400
_FOLDED = str.maketrans("", "", "_- ")


def selected_sku(document: Document, skus: Sequence[Sku], axes: Sequence[Axis]) -> Sku | None:
    """Return the variant the page shows as chosen, or None where nothing says so or it says so of several."""
    if not skus:
        return None
    return _by_address(document, skus) or _by_marks(skus, axes)


def _by_address(document: Document, skus: Sequence[Sku]) -> Sku | None:
    for address in (document.final_url, document.url):
        given = tuple(_parameters(address))
        codes = [value for key, value in given if key in variant_names().words.address]
        for code in codes:
            found = _one(sku for sku in skus if sku.sku == code) or _by_record(document, skus, code)
            if found is not None:
                return found
        named = {_fold(_SHOP_SYSTEM.sub("", key)): _fold(value) for key, value in given if value}
        chosen = [
            sku
            for sku in skus
            if sku.options and all(named.get(_fold(label)) == _fold(text) for label, text in sku.options)
        ]
        if len(chosen) == 1:
            return chosen[0]
    return None


def _parameters(address: str | None) -> Iterator[tuple[str, str]]:
    """Yield names (folded) and values of an address's query and of what stands behind its `#`."""
    if not address:
        return
    try:
        parts = urlsplit(address)
    except ValueError:
        return
    behind = parts.fragment.rpartition("?")[2].lstrip("/")
    for text in (parts.query, behind):
        for key, value in parse_qsl(text):
            yield key.lower().translate(_FOLDED), value


def _by_record(document: Document, skus: Sequence[Sku], code: str) -> Sku | None:
    """Return the variant whose record in the page's data has the id, where the listing knows it by another code."""
    sources = [*(block.data for block in data_blocks(document)), *(node.data for node in json_ld_nodes(document))]
    budget = [_MAX_NODES]
    for source in sources:
        for record in _records_of(source, code, budget, 0):
            said = set(_scalars(record, 0))
            found = _one(sku for sku in skus if sku.sku and sku.sku in said) or _one(
                sku for sku in skus if sku.options and all(text in said for _label, text in sku.options)
            )
            if found is not None:
                return found
    return None


def _records_of(value: Any, code: str, budget: list[int], depth: int) -> Iterator[Mapping[str, Any]]:
    """Yield the records that have an id, or an address, with the code, innermost first."""
    budget[0] -= 1
    if budget[0] < 0 or depth > _MAX_DEPTH:
        return
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _records_of(entry, code, budget, depth + 1)
            if key == code and isinstance(entry, dict):
                yield entry
        if any(_names(entry, code) for entry in value.values()):
            yield value
    elif isinstance(value, list):
        for entry in value:
            yield from _records_of(entry, code, budget, depth + 1)


def _names(value: Any, code: str) -> bool:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return False
    text = str(value)
    return text == code or ("=" in text and any(found == code for _key, found in _parameters(text)))


def _scalars(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, dict | list) and depth <= 3:
        entries = value.values() if isinstance(value, dict) else value
        for entry in list(entries)[:_MAX_SCALARS]:
            yield from _scalars(entry, depth + 1)
    elif isinstance(value, str | int) and not isinstance(value, bool) and len(str(value)) <= _LONGEST_SCALAR:
        yield collapse(str(value))


def _by_marks(skus: Sequence[Sku], axes: Sequence[Axis]) -> Sku | None:
    """Return the variant whose values the page marks as chosen on every axis it shows."""
    chosen: dict[str, str] = {}
    for axis in axes:
        marked = {text for text, elements in axis.elements.items() if any(_is_marked(e) for e in elements)}
        if len(marked) > 1:
            return None
        if marked:
            chosen[axis.label] = marked.pop()
    if not chosen:
        return None
    return _one(sku for sku in skus if sku.options and {text for _label, text in sku.options} == set(chosen.values()))


def _is_marked(element: Element) -> bool:
    """Return whether a value of a choice is the chosen one: checked, selected, or so named by its class."""
    attributes = element.attributes
    if "checked" in attributes or "selected" in attributes:
        return True
    if any(attributes.get(name) == "true" for name in ("aria-checked", "aria-selected", "aria-pressed")):
        return True
    if element.tag in ("option", "input"):
        return False
    words = variant_names().words
    names = (attributes.get("class") or "").lower().split()
    return any(name in words.chosen_class for name in names) or any(
        collapse(element.node.text(deep=True)).endswith(mark) for mark in words.mark if not mark.isascii()
    )


def _one(skus: Iterator[Sku]) -> Sku | None:
    found = list(skus)
    return found[0] if len(found) == 1 else None


def _fold(text: str) -> str:
    return "".join(text.split()).lower().translate(_FOLDED)
