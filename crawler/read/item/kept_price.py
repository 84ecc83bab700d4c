"""Finds the price that a page writes only in attributes: kept for scripts to show, or in a field nobody can fill."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from crawler.read.dom.document import Document, place_of
from crawler.read.dom.home import leads_away
from crawler.read.dom.names_of_parts import part_words
from crawler.read.dom.outline import Element, Outline
from crawler.read.dom.place_words import place_words
from crawler.read.money.prices import read_price_text

_NAMES = ("data-price", "data-sale-price", "data-current-price", "data-goods-price", "data-product-price")
_FIXED = ("readonly", "disabled")
_LONGEST_LABEL = 12
_LABELS_PRICE = re.compile(r"(?:价|价格|價|价钱|price)\s*[:：]?\s*[¥￥$]?\s*$", re.IGNORECASE)
_AMOUNT = re.compile(r"[¥￥$]?\s*(?P<number>\d{1,7}(?:\.\d{1,2})?)\s*元?")


@dataclass(frozen=True, slots=True)
class KeptPrice:
    """An amount in an attribute, with the element's place and the attribute as it stands."""

    amount: Decimal
    place: str
    text: str


def kept_price(document: Document) -> KeptPrice | None:
    """Return the one price in attributes of the page's own parts, None where there is none or several differ."""
    outline = document.outline
    found: dict[Decimal, KeptPrice] = {}
    for element in outline.having(*_NAMES):
        if element.tag == "option" or _is_of_others(outline, element):
            continue
        for name in _NAMES:
            text = (element.attributes.get(name) or "").strip()
            amount = _AMOUNT.fullmatch(text)
            if amount is not None and (value := Decimal(amount["number"])) > 0:
                found.setdefault(value, KeptPrice(value, place_of(element.node), f"{name}={text}"))
    found = found or {kept.amount: kept for kept in _in_fixed_fields(document)}
    return next(iter(found.values())) if len(found) == 1 else None


def _in_fixed_fields(document: Document) -> Iterator[KeptPrice]:
    """Yield the amounts in fields the visitor can only read, behind a label for a price or named for one."""
    outline = document.outline
    orders = [piece.order for piece in outline.pieces]
    for element in outline.tagged("input"):
        attributes = element.attributes
        amount = _AMOUNT.fullmatch((attributes.get("value") or "").strip())
        if amount is None or attributes.keys().isdisjoint(_FIXED) or _is_of_others(outline, element):
            continue
        before = bisect_right(orders, element.number) - 1
        label = outline.pieces[before].text if before >= 0 else ""
        label = label if len(label) <= _LONGEST_LABEL and _LABELS_PRICE.search(label) else ""
        named = not part_words({"id": attributes.get("id"), "class": attributes.get("name")}).isdisjoint(
            place_words()["price"]
        )
        read = read_price_text(f"{label}{amount['number']}元")
        kinds = {amount.kind for amount in read.amounts}
        if (label or named) and read.price is not None and read.kind == "sale" and "list" not in kinds:
            text = f"{label}{attributes.get('value')}"
            yield KeptPrice(read.price, place_of(element.node), text)


def _is_of_others(outline: Outline, element: Element) -> bool:
    elsewhere = place_words()["elsewhere"]
    return any(
        leads_away(above.attributes.get("href")) or above.words & elsewhere
        for above in outline.ancestors(element.number)
    )
