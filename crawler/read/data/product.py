"""One product as a structured source states it, whatever the source's own vocabulary; and what its values mean."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

from crawler.read.dom.document import collapse
from crawler.read.money.numerals import parse_number
from crawler.read.money.prices import find_amounts
from crawler.records import Availability, Sku, Source

_NUMBER = re.compile(r"^\s*-?\d+(?:[.,]\d+)*\s*$")
_TAG = re.compile(r"<[^<>]{1,200}>")
_ENTITY = re.compile(r"&(#?\w{2,8});")
_ENCODED = re.compile(r"[\w.~-]*(?:%[0-9A-Fa-f]{2}[\w.~-]*){3,}")
"""A text written as in an address: %E5%B2%91%E5%B2%AD."""
_CODE = re.compile(r"^[A-Z]{3}$")

_IN_STOCK = frozenset(
    [
        "instock",
        "instoreonly",
        "onlineonly",
        "limitedavailability",
        "presale",
        "preorder",
        "backorder",
        "madetoorder",
        "available",
        "true",
        "1",
        "yes",
        "有货",
        "现货",
        "有貨",
        "in_stock",
        "in",
        "stock",
        "onsale",
        "on_sale",
        "selling",
        "在售",
        "上架",
        "preorderavailable",
    ]
)
_OUT = frozenset(
    [
        "outofstock",
        "soldout",
        "reserved",
        "out_of_stock",
        "false",
        "0",
        "no",
        "无货",
        "缺货",
        "售罄",
        "oos",
        "unavailable",
        "notavailable",
        "sold_out",
        "售完",
        "已售罄",
        "無貨",
    ]
)
_OFF = frozenset(
    ["discontinued", "下架", "已下架", "offshelf", "off_shelf", "instock_off", "delisted", "off_sale", "offsale"]
)


@dataclass(slots=True)
class Product:
    """What one structured statement says of one product; values as text, amounts read."""

    source: Source
    place: str
    title: str | None = None
    price: Decimal | None = None
    price_max: Decimal | None = None
    list_price: Decimal | None = None
    currency: str | None = None
    price_text: str = ""
    starting: bool = False
    brand: str | None = None
    sku: str | None = None
    gtin: str | None = None
    mpn: str | None = None
    model: str | None = None
    item_id: str | None = None
    url: str | None = None
    availability: Availability | None = None
    shop: str | None = None
    shop_url: str | None = None
    seller: str | None = None
    maker: str | None = None
    category: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    skus: tuple[Sku, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    stock: str | None = None
    sales: str | None = None
    price_reason: str | None = None
    score: float = 1.0
    extra: dict[str, str] = field(default_factory=dict)


def clean(value: Any) -> str | None:
    """Return a scalar as folded text without tags or entities, or None where there is nothing."""
    if value is None or isinstance(value, bool | dict | list):
        return None
    text = str(value)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text and _ENTITY.search(text):
        # Saved pages have been escaped once more than their authors meant.
        text = html.unescape(html.unescape(text))
    if "%" in text and _ENCODED.fullmatch(text):
        text = unquote(text)
    return collapse(text) or None


def amount_of(value: Any, currency: str | None = None) -> tuple[Decimal, str | None] | None:
    """Return the amount a price value states and the currency written in it; None where it is no amount above zero."""
    if isinstance(value, bool | dict | list) or value is None:
        return None
    if isinstance(value, int | float | Decimal):
        number = Decimal(str(value))
        return (number, None) if number.is_finite() and number > 0 else None
    text = collapse(str(value))
    if _NUMBER.match(text):
        # A bare number in data is written by a program: its dot is a decimal point.
        number_read = parse_number(text, decimal_point=True)
        return (number_read, None) if number_read else None
    for amount in find_amounts(text, currency=currency, bare=True):
        if amount.value > 0:
            return amount.value, amount.currency
    return None


def range_of(value: Any) -> tuple[Decimal, Decimal, str | None] | None:
    """Return low and high of a price value that may be a range (97,39 - 128,72), and the currency written in it."""
    if isinstance(value, str) and not _NUMBER.match(value):
        for amount in find_amounts(value, bare=True):
            if amount.value > 0 and amount.high is not None:
                return amount.value, amount.high, amount.currency
    single = amount_of(value)
    return (single[0], single[0], single[1]) if single else None


def currency_code(value: Any) -> str | None:
    """Return an ISO code as it should be written."""
    text = (clean(value) or "").upper()
    if text == "RMB":
        return "CNY"
    return text if _CODE.match(text) else None


def availability_of(value: Any) -> Availability | None:
    """Return what a schema.org address, a word or a flag says about being available."""
    if isinstance(value, bool):
        return "in_stock" if value else "out_of_stock"
    text = (clean(value) or "").rsplit("/", 1)[-1].strip().lower()
    text = text.replace("-", "").replace(" ", "")
    if not text:
        return None
    if text in _OFF:
        return "off_shelf"
    if text in _OUT:
        return "out_of_stock"
    return "in_stock" if text in _IN_STOCK else None


def first_text(values: Iterable[Any]) -> str | None:
    """Return the first value that holds text."""
    return next((text for value in values if (text := clean(value))), None)


def distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    """Return the values without gaps and repeats, in order."""
    return tuple(dict.fromkeys(value for value in values if value))
