"""Variants and amounts in a shop's data: prices whole or in hundredths, what is left, what each variant is called."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crawler.read.data.embedded_keys import field_keys, folded_key, gather
from crawler.read.data.product import amount_of, availability_of, clean, currency_code
from crawler.read.dom.document import collapse
from crawler.records import Availability, Sku

_MAX_SKUS = 2_000
_SETTLING = 50
"""Records of a table by which it is told whether its amounts are hundredths."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of the page before its data is searched."""

    titles: tuple[str, ...] = ()
    """The page's headings and titles, folded."""
    item_id: str | None = None
    visible_amounts: frozenset[Decimal] = frozenset()
    currency: str | None = None
    hundredths: bool = False
    """Whether the platform's data is declared to keep whole amounts in hundredths."""


def text_in(value: Any) -> str | None:
    """Return what a value says: a text itself, or the name inside a dictionary or of a list's first entry."""
    if isinstance(value, dict):
        for key in ("name", "cnName", "title", "brandName", "value", "shopName"):
            if text := clean(value.get(key)):
                return text
        return None
    if isinstance(value, list):
        return text_in(value[0]) if value else None
    return clean(value)


class Scale:
    """Whether a product's data keeps prices whole or in hundredths, told from its keys and what the page shows."""

    def __init__(self, data: Mapping[str, Any], hints: Hints) -> None:
        self._hints = hints
        self._cents = hints.hundredths or _is_cents_shape(data)
        self._digits = _digits_within(data)
        self._settled: bool | None = None
        self._written = _written_amounts(data)

    def settle(self, records: Iterable[Mapping[str, tuple[int, int, Any]]], known: Collection[Decimal]) -> None:
        """Decide for the records of one table whether their whole numbers are hundredths, by the amounts known."""
        stated = [amount_of(found["price.sale"][2]) for found in records if "price.sale" in found]
        numbers = [entry[0] for entry in stated if entry is not None]
        whole = sum(number in known for number in numbers)
        hundredth = sum(number / 100 in known for number in numbers)
        if whole != hundredth and all(number == number.to_integral_value() for number in numbers):
            self._settled = hundredth > whole

    @property
    def is_settled(self) -> bool:
        """Whether it is known in what the table's amounts count."""
        return self._settled is not None

    def of_table(self, records: Iterable[Mapping[str, tuple[int, int, Any]]]) -> "Scale":
        """Return the scale of one table's records: one amount that the page shows tells what all of them count in."""
        own = copy(self)
        if own._settled is None:
            own.settle(records, self._hints.visible_amounts)
        return own

    def apply(self, value: Any, folded_key: str = "") -> tuple[Decimal, str | None] | None:
        """Return the amount of a price value in whole units."""
        if isinstance(value, dict):
            return self._of_object(value)
        if isinstance(value, list):
            return self.apply(value[0], folded_key) if len(value) == 1 else None
        amount = amount_of(value, self._hints.currency)
        if amount is None:
            return None
        number, currency = amount
        if not isinstance(value, int) and not (isinstance(value, str) and value.strip().isdigit()):
            return amount
        hundredth = number / 100
        if self._settled is not None:
            return (hundredth, currency) if self._settled else amount
        shown = self._hints.visible_amounts
        if number in shown:
            return amount
        if hundredth in self._written and number not in self._written:
            return hundredth, currency
        if hundredth in shown or folded_key in field_keys()["price.cents"] or (self._cents and not shown):
            return hundredth, currency
        return (hundredth, currency) if self._cents else amount

    def _of_object(self, value: Mapping[str, Any]) -> tuple[Decimal, str | None] | None:
        keys = {folded_key(str(key)): entry for key, entry in value.items()}
        currency = next(
            (code for key in field_keys()["price.currency"] if (code := currency_code(keys.get(key)))), None
        )
        for key in field_keys()["price.amount"]:
            entry = keys.get(key)
            if entry is None or isinstance(entry, dict | list | bool):
                continue
            digits = _stated_digits(keys)
            digits = self._digits if digits is None else digits
            if digits is not None and isinstance(entry, int):
                return Decimal(entry).scaleb(-digits), currency
            amount = self.apply(entry, key)
            if amount:
                return amount[0], currency or amount[1]
        return None


_DIGITS = ("scale", "precision", "exponent", "fractiondigits", "decimals", "minorunits", "decimalplaces")
_MOST_DIGITS = 4
_REACH_OF_DIGITS = 3
_MOST_OBJECTS = 60


_DECIMAL = re.compile(r"\s*[¥￥$€£]?\s*(\d{1,7}\.\d{2})\s*元?\s*")


def _written_amounts(data: Mapping[str, Any]) -> frozenset[Decimal]:
    """Return the amounts that data writes out as texts beside its numbers: salePrice: 32900, priceText: "329.00"."""
    texts = (value for value in data.values() if isinstance(value, str))
    return frozenset(Decimal(found[1]) for text in texts if (found := _DECIMAL.fullmatch(text)))


def _stated_digits(keys: Mapping[str, Any]) -> int | None:
    """Return how many decimals a money object says its whole number has: {amount: 8900, scale: 2}."""
    found = next((keys[name] for name in _DIGITS if name in keys), None)
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found <= _MOST_DIGITS else None


def _digits_within(data: Mapping[str, Any]) -> int | None:
    """Return how many decimals the nearest money object says its number has: others beside it leave that out."""
    level: Sequence[Mapping[str, Any]] = [data]
    for _depth in range(_REACH_OF_DIGITS):
        values = [value for current in level for value in current.values() if isinstance(value, dict)][:_MOST_OBJECTS]
        for value in values:
            keys = {folded_key(str(key)): entry for key, entry in value.items()}
            amount = next((keys[key] for key in field_keys()["price.amount"] if key in keys), None)
            if isinstance(amount, int) and (digits := _stated_digits(keys)) is not None:
                return digits
        level = values
    return None


def _is_cents_shape(data: Mapping[str, Any]) -> bool:
    """Shopify's product JSON keeps whole cents: integers, with compare_at_price and price_varies beside them."""
    if "variants" in data and ("price_varies" in data or "compare_at_price" in data):
        return isinstance(data.get("price"), int) or isinstance(data.get("price_min"), int)
    return False


def availability_in(found: Mapping[str, tuple[int, int, Any]], skus: tuple[Sku, ...]) -> Availability | None:
    """Return the availability that data gathered of a product states, else what its variants amount to."""
    if "off" in found and found["off"][2] in (True, 1, "1", "true"):
        return "off_shelf"
    if "hidden" in found and found["hidden"][2] in (False, 0, "0", "false"):
        return "off_shelf"
    if "unavailable" in found:
        value = found["unavailable"][2]
        if value in (True, 1, "1", "true"):
            return "out_of_stock"
    if "available" in found and (state := availability_of(found["available"][2])):
        return state
    offered = availability_of(found["offered"][2]) if "offered" in found else None
    if offered == "out_of_stock":
        return offered
    states = {sku.availability for sku in skus}
    if "in_stock" in states:
        return "in_stock"
    if states == {"out_of_stock"}:
        return "out_of_stock"
    if "stock" in found:
        amount = clean(found["stock"][2])
        if amount and amount.lstrip("-").isdigit():
            return "in_stock" if int(amount) > 0 else "out_of_stock"
    if "unavailable" in found:
        return "in_stock"
    return offered


def all_skus(found: Mapping[str, tuple[int, int, Any]], scale: Scale) -> tuple[Sku, ...]:
    """Return the variants: shops keep prices by variant in one place and its options in another, joined by its code."""
    tables = [tuple(_skus(value, scale)) for name, (_d, _r, value) in found.items() if name.startswith("skus:")]
    tables = [table for table in tables if table]
    if not tables:
        return ()
    best = max(
        tables, key=lambda table: (sum(sku.price is not None for sku in table), sum(bool(s.options) for s in table))
    )
    options = {sku.sku: sku.options for table in tables for sku in table if sku.sku and _readable(sku.options)}
    return tuple(
        sku.model_copy(update={"options": options[sku.sku]})
        if sku.sku in options and not _readable(sku.options)
        else sku
        for sku in best
    )


def _readable(options: tuple[tuple[str, str], ...]) -> bool:
    return any(re.search(r"[^\d:;,_\s-]", text) for _label, text in options)


def _skus(value: Any, scale: Scale) -> Iterator[Sku]:
    entries: list[tuple[str, Any]]
    if isinstance(value, dict):
        entries = [(str(key), entry) for key, entry in value.items()]
        if entries and not all(isinstance(entry, dict) for _key, entry in entries):
            entries = []
    else:
        entries = [("", entry) for entry in value]
    scale = scale.of_table([gather(entry) for _key, entry in entries[:_SETTLING] if isinstance(entry, dict)])
    for key, entry in entries[:_MAX_SKUS]:
        if not isinstance(entry, dict):
            continue
        sku = sku_of(entry, scale)
        if sku is not None and (sku.price is not None or sku.sku is not None):
            yield sku.model_copy(update={"options": tuple(_options(entry, key))})


def sku_of(entry: Mapping[str, Any], scale: Scale) -> Sku | None:
    """Return what one record says of a variant, without its options."""
    found = gather(entry)
    priced = scale.apply(found["price.sale"][2]) if "price.sale" in found else None
    if priced is None and "price.cents" in found and (cents := amount_of(found["price.cents"][2])):
        priced = (cents[0] / 100, None)
    if priced is None and "price.final" in found:
        priced = scale.apply(found["price.final"][2])
    listed = scale.apply(found["price.list"][2]) if "price.list" in found else None
    code = clean(found["sku"][2]) if "sku" in found else (clean(found["item_id"][2]) if "item_id" in found else None)
    availability = availability_in(found, ())
    if priced is None and code is None and availability is None:
        return None
    return Sku(
        sku=code,
        price=priced[0] if priced else None,
        list_price=listed[0] if listed and priced and listed[0] > priced[0] else None,
        availability=availability or "unknown",
        gtin=clean(found["gtin"][2]) if "gtin" in found else None,
    )


def _options(entry: Mapping[str, Any], key: str) -> Iterator[tuple[str, str]]:
    keys = {folded_key(str(name)): value for name, value in entry.items()}
    for name in field_keys()["options"]:
        value = keys.get(name)
        pairs = list(option_pairs(value)) if isinstance(value, dict | list) else []
        if pairs:
            yield from pairs
            return
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            yield from (("", part) for part in value)
            return
        if isinstance(value, str) and value and not value.isdigit():
            yield "", collapse(value)
            return
    plain = [(str(keys[name]), name) for name in ("option1", "option2", "option3") if isinstance(keys.get(name), str)]
    if plain:
        yield from ((name, value) for value, name in plain)
    elif key and not re.fullmatch(r"[\d:;,_-]+", key):
        yield "", key


def option_pairs(value: Any) -> Iterator[tuple[str, str]]:
    """Yield label and text of a list of {name, value}, or of a flat dictionary of texts."""
    if isinstance(value, dict):
        for key, entry in value.items():
            if isinstance(entry, str | int | float) and not isinstance(entry, bool) and (text := clean(entry)):
                label = re.sub(r"^attribute_(?:pa_)?", "", str(key))
                yield label, text
        return
    for entry in value or ():
        if not isinstance(entry, dict):
            continue
        keys = {folded_key(str(name)): part for name, part in entry.items()}
        named = next((said for name in field_keys()["option_name"] if (said := clean(keys.get(name)))), None)
        said_of = next((part for name in field_keys()["option_value"] if (part := _joined(keys.get(name)))), None)
        if named and said_of:
            yield named, said_of
        elif not named and len(entry) == 1:
            yield from option_pairs(entry)


def _joined(value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(filter(None, (text_in(part) for part in value))) or None
    return text_in(value)
