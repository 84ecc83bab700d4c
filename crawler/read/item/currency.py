"""Says in which currency a page writes the amounts that carry no sign of their own, or one that several share."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import islice
from urllib.parse import urlsplit

from crawler.read.data.product import Product, currency_code
from crawler.read.dom.document import Document
from crawler.read.dom.titles import page_titles
from crawler.read.money.currencies import currencies

_HANZI = re.compile(r"[\u4e00-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_TRADITIONAL = re.compile(r"[價購貨數優運費館車專區會員]")
_SAMPLE = 4_000
_LEAST_HANZI = 4
_MANY_OTHERS = 10
_LANGUAGES = {"zh-cn": "CNY", "zh-hans": "CNY", "zh-tw": "TWD", "zh-hk": "HKD", "ja": "JPY", "ko": "KRW"}


@cache
def _of_country() -> dict[str, str]:
    return {ending: code for code, endings in currencies().country.items() for ending in endings}


def page_currency(document: Document, products: Iterable[Product]) -> str | None:
    """Return the currency the page states of itself, else that of its declaration, country or language."""
    for product in products:
        if product.currency:
            return product.currency
    if document.declaration is not None and document.declaration.currency:
        return document.declaration.currency
    for selector in (
        'meta[property$="price:currency"]',
        'meta[itemprop="priceCurrency"]',
        '[itemprop="priceCurrency"]',
    ):
        node = document.tree.css_first(selector)
        if node is not None and (code := currency_code(node.attributes.get("content"))):
            return code
    host = (urlsplit(document.url).hostname or "") if document.url else ""
    if (code := _of_country().get(host.rsplit(".", 1)[-1])) is not None:
        return code
    root = document.tree.css_first("html")
    language = ((root.attributes.get("lang") if root is not None else None) or "").lower().replace("_", "-")
    if language in _LANGUAGES:
        return _LANGUAGES[language]
    sample = "\n".join((*page_titles(document), document.visible_text[:_SAMPLE]))
    native = _holds(sample, _HANZI, _LEAST_HANZI)
    other = _holds(sample, _KANA, _MANY_OTHERS) or _holds(sample, _TRADITIONAL, _MANY_OTHERS)
    return "CNY" if native and not other else None


def _holds(text: str, letters: re.Pattern[str], count: int) -> bool:
    """Return whether a text has so many letters of a kind."""
    return sum(1 for _ in islice(letters.finditer(text), count)) == count
