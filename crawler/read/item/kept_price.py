"""Finds the price that a page keeps only in attributes of its elements, for scripts to show."""

import re
from dataclasses import dataclass
from decimal import Decimal

from crawler.read.dom.document import Document, place_of
from crawler.read.dom.outline import Element, Outline
from crawler.read.dom.spots import leads_away, place_words

_NAMES = ("data-price", "data-sale-price", "data-current-price", "data-goods-price", "data-product-price")
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
    return next(iter(found.values())) if len(found) == 1 else None


def _is_of_others(outline: Outline, element: Element) -> bool:
    elsewhere = place_words()["elsewhere"]
    return any(
        leads_away(above.attributes.get("href")) or above.words & elsewhere
        for above in outline.ancestors(element.number)
    )
