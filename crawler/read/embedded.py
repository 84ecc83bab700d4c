"""Reads the state that pages keep for their scripts, and finds the product in it by its shape."""

import json
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any
from weakref import WeakKeyDictionary

from crawler.read.choices import page_axes
from crawler.read.document import DataBlock, Document, collapse
from crawler.read.literals import LiteralError, read_literal, unescape
from crawler.read.product import (
    Product,
    amount_of,
    availability_of,
    clean,
    currency_code,
    distinct,
)
from crawler.read.variants import ReadEntry, ReadTable, find_variants, fullness, unfolded
from crawler.records import Availability, Sku

_OPENED = re.compile(r"[=(,]\s*(?=[{\[])")
_NAMED = {
    "=": re.compile(r"(?P<name>[\w$.]{2,80}|[\w$.]{1,40}\[\s*[\"'][\w$-]{1,40}[\"']\s*\])\s*$"),
    "(": re.compile(r"(?P<name>[\w$.]{2,80})\s*$"),
    ",": re.compile(r"(?P<name>[\w$.]{2,80})\(\s*[\"'][\w$./-]{1,60}[\"']\s*$"),
}
"""What stands before a literal that is assigned, or handed to a function alone or behind a name."""
_REACH = 160
_PARSED = re.compile(r"JSON\.parse\(\s*(?P<quote>[\"'`])")
_STRING = {quote: re.compile(rf"(?:[^{quote}\\]|\\.)*", re.DOTALL) for quote in "\"'`"}
_NESTED = re.compile(r":\s*[\"']\s*(?:\[\s*)?\{\\+[\"']")
"""Where a string in data is itself data."""
_INTERESTING = re.compile(r"price|sku|goods|item|product|title|subject", re.IGNORECASE)
_FOLDED = str.maketrans("", "", "_- ")
_BUDGET = 6_000_000
"""Characters of literals read per page; what lies behind them is left alone, so that no page costs without bound."""
_MAX_BLOCKS = 400
_WORK_PER_CHARACTER = 4
"""Literals that never end are begun again at most until the script was read this many times."""
_MAX_NODES = 150_000
_MAX_ROOTS = 400
_MAX_DEPTH = 24
_GATHER_DEPTH = 4
_MAX_SKUS = 2_000
_SIBLINGS = 3
_SETTLING = 50
"""Records of a table by which it is told whether its amounts are hundredths."""


@cache
def _keys() -> dict[str, dict[str, int]]:
    """Return field → folded key → rank."""
    table = tomllib.loads(files("crawler.read").joinpath("embedded_keys.toml").read_text(encoding="utf-8"))
    flat: dict[str, dict[str, int]] = {}
    for group, fields in table.items():
        for name, keys in fields.items():
            label = name if group == "field" else f"{group}.{name}"
            flat[label] = {key: rank for rank, key in enumerate(keys)}
    return flat


@cache
def _wanted() -> dict[str, tuple[tuple[str, int], ...]]:
    """Return folded key → the fields it can be, with its rank there."""
    wanted: dict[str, list[tuple[str, int]]] = {}
    for name, keys in _keys().items():
        if name in ("price.amount", "option_name", "option_value", "options"):
            continue
        for key, rank in keys.items():
            wanted.setdefault(key, []).append((name, rank))
    return {key: tuple(fields) for key, fields in wanted.items()}


_BLOCKS: WeakKeyDictionary[Document, tuple[DataBlock, ...]] = WeakKeyDictionary()


def data_blocks(document: Document) -> tuple[DataBlock, ...]:
    """Return the data in and beside the page, read once: inline JSON, assigned literals, kept API answers."""
    blocks = _BLOCKS.get(document)
    if blocks is None:
        found = _data_blocks(document)
        if document.answers or any(_NESTED.search(text) for _attributes, text in document.scripts):
            found = (DataBlock(block.place, unfolded(block.data)) for block in found)
        blocks = _BLOCKS[document] = tuple(found)
    return blocks


def _data_blocks(document: Document) -> Iterator[DataBlock]:
    yield from document.answers
    budget = _BUDGET
    for position, (attributes, text) in enumerate(document.scripts):
        kind = (attributes.get("type") or "").lower()
        place = f"script#{attributes['id']}" if attributes.get("id") else f"script:{position}"
        if "ld+json" in kind or kind in ("text/template", "text/x-template", "text/html", "text/x-handlebars"):
            continue
        if not _INTERESTING.search(text):
            continue
        if "json" in kind:
            try:
                yield DataBlock(place, json.loads(text, strict=False))
            except (ValueError, RecursionError):
                yield from _literals(text, place)
            continue
        if len(text) > budget:
            continue
        budget -= len(text)
        yield from _literals(text, place)
    yield from _attribute_blocks(document)


def _attribute_blocks(document: Document) -> Iterator[DataBlock]:
    """Yield data that shop systems keep in attributes (WooCommerce variations, island props)."""
    for name in ("data-product_variations", "data-product", "data-page", "data-props", "data-product-json"):
        for node in document.tree.css(f"[{name}]")[:3]:
            value = node.attributes.get(name) or ""
            if value[:1] in "{[" and len(value) > 20:
                try:
                    yield DataBlock(f"[{name}]", json.loads(value, strict=False))
                except (ValueError, RecursionError):
                    continue


def _literals(text: str, place: str) -> Iterator[DataBlock]:
    """Yield every literal a script assigns or hands to a function, each read once, reading on only."""
    for parsed in _PARSED.finditer(text):
        body = _STRING[parsed.group("quote")].match(text, parsed.end())
        if body and body.group():
            try:
                yield DataBlock(f"{place}.JSON.parse", json.loads(unescape(body.group()), strict=False))
            except (ValueError, RecursionError):
                continue
    stripped = text.lstrip()
    position = 0
    if stripped[:1] in ("{", "["):
        try:
            value, position = read_literal(text, len(text) - len(stripped))
            yield DataBlock(place, value)
        except LiteralError as error:
            position = error.position
    work = _WORK_PER_CHARACTER * len(text)
    blocks = 0
    while work > 0 and blocks < _MAX_BLOCKS and (found := _OPENED.search(text, position)) is not None:
        position = found.end()
        named = _NAMED[found.group()[0]].search(text[max(0, found.start() - _REACH) : found.start()])
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
            yield DataBlock(f"{place}.{named.group('name').strip()}", value)


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of the page before its data is searched."""

    titles: tuple[str, ...] = ()
    """The page's headings and titles, folded."""
    item_id: str | None = None
    visible_amounts: frozenset[Decimal] = frozenset()
    currency: str | None = None


@dataclass(slots=True)
class _Root:
    data: dict[str, Any]
    path: str
    crowd: int
    """How many things of the same shape stand beside it in one list."""
    title: str
    strong: bool


def embedded_state(document: Document, hints: Hints) -> tuple[list[Product], int]:
    """Return the products found in the page's state, the most likely first, and how many equal ones one list holds."""
    blocks = data_blocks(document)
    found: list[tuple[float, int, Product]] = []
    budget = _MAX_NODES
    roots: list[_Root] = []
    loose: list[tuple[str, dict[str, Any]]] = []
    for block in blocks:
        new_roots, budget = _roots(block, budget)
        roots.extend(new_roots)
        if not new_roots:
            data = block.data if isinstance(block.data, dict) else {"variants": block.data}
            loose.append((block.place, data))
        if len(roots) > _MAX_ROOTS:
            break
    for order, root in enumerate(roots[:_MAX_ROOTS]):
        score = _promise(root, hints)
        if score < 0:
            continue
        product = _product(root, hints, document)
        if product is None:
            continue
        if hints.item_id and product.item_id == hints.item_id:
            score += 3
        found.append((score + _weight(product), -order, product))
    found.sort(key=lambda entry: (-entry[0], -entry[1]))
    products = []
    for score, _order, product in found:
        product.score = score
        products.append(product)
    if products:
        _fill_from_around(products)
        for place, data in loose:
            _supplement(products[0], data, place, hints)
    else:
        products = _only_variants(loose, hints) or [Product(source="embedded_state", place="")]
    _take_variants(products[0], blocks, hints, document)
    products = [product for product in products if product.place]
    return products, _crowd(roots)


def _only_variants(loose: list[tuple[str, dict[str, Any]]], hints: Hints) -> list[Product]:
    """Return the product of a page whose data names only variants, where the page shows one of their prices."""
    for place, data in loose:
        product = Product(source="embedded_state", place=place)
        _supplement(product, data, place, hints)
        if product.price is not None and {product.price, product.price_max} & hints.visible_amounts:
            product.availability = _availability({}, product.skus)
            return [product]
    return []


def _crowd(roots: list[_Root]) -> int:
    """Return how many things with a title and a price stand beside each other in the longest list."""
    priced: dict[str, int] = {}
    for root in roots:
        if root.crowd >= _SIBLINGS and any(
            str(key).translate(_FOLDED).lower() in _keys()["price.sale"] for key in root.data
        ):
            parent = re.sub(r"\[\d+\][^\[]*$", "", root.path)
            priced[parent] = priced.get(parent, 0) + 1
    return max(priced.values(), default=0)


def _fill_from_around(products: list[Product]) -> None:
    """Give the best product what the data around it says of the same title: its shop, brand and category."""
    best = products[0]
    for other in products[1:]:
        if fold_title(other.title) != fold_title(best.title):
            continue
        best.shop = best.shop or other.shop
        best.seller = best.seller or other.seller
        best.brand = best.brand or other.brand
        best.category = best.category or other.category
        best.images = best.images or other.images
        best.availability = best.availability or other.availability
        if best.price is None and other.price is not None:
            best.price, best.price_max, best.list_price = other.price, other.price_max, other.list_price
            best.currency, best.price_text = other.currency, other.price_text
            best.skus = best.skus or other.skus


def _roots(block: DataBlock, budget: int) -> tuple[list[_Root], int]:
    """Return the dictionaries in a block that hold a title, with what stands around them."""
    strong, weak = _keys()["title.strong"], _keys()["title.weak"]
    roots: list[_Root] = []
    stack: list[tuple[Any, str, int, int, tuple[dict[str, Any], ...]]] = [(block.data, block.place, 0, 1, ())]
    while stack and budget > 0 and len(roots) < _MAX_ROOTS:
        value, path, depth, crowd, above = stack.pop()
        budget -= 1
        if depth > _MAX_DEPTH:
            continue
        if isinstance(value, list):
            shape = sum(1 for entry in value if isinstance(entry, dict))
            for position, entry in enumerate(value[:200]):
                if isinstance(entry, dict | list):
                    stack.append((entry, f"{path}[{position}]", depth + 1, max(crowd, shape), ()))
            continue
        if not isinstance(value, dict):
            continue
        title: tuple[str, bool] | None = None
        below = (*above[-2:], value)
        dictionaries = 0
        for key, entry in value.items():
            if isinstance(entry, dict | list):
                dictionaries += isinstance(entry, dict)
                stack.append((entry, f"{path}.{key}", depth + 1, crowd, below))
            elif isinstance(entry, str) and 2 <= len(entry) <= 400:
                folded = str(key).translate(_FOLDED).lower()
                if folded in strong:
                    title = (entry, True)
                elif folded in weak and title is None:
                    title = (entry, False)
        if title:
            roots.append(_Root(value, path, crowd, *title))
            for level, outer in enumerate(reversed(above)):
                # TShop.Setup keeps the title in itemDO and the price beside it.
                if level < 2 and crowd < _SIBLINGS:
                    roots.append(_Root(outer, path.rsplit(".", level + 1)[0], crowd, *title))
    return roots, budget


def fold_title(text: str | None) -> str:
    """Return a title as it is compared: no blanks, no marks, lower case."""
    return re.sub(r"[\W_]+", "", collapse(text)).lower()


def same_title(left: str, right: str) -> bool:
    """Return whether two folded titles name the same page: equal, or one long one begins or holds the other."""
    if not left or not right:
        return False
    if left == right:
        return True
    short, long = sorted((left, right), key=len)
    return len(short) >= 6 and short in long


def _promise(root: _Root, hints: Hints) -> float:
    """Return how much speaks for a dictionary being the page's product, before it is read; negative rules it out."""
    score = 1.0 if root.strong else 0.0
    folded = fold_title(clean(root.title))
    if any(same_title(folded, title) for title in hints.titles):
        score += 3
    if hints.item_id and any(
        str(value) == hints.item_id for value in root.data.values() if isinstance(value, str | int)
    ):
        score += 0.5
    if root.crowd >= _SIBLINGS:
        score -= 3
    if score < 0.5 and (hints.titles or hints.item_id):
        return -1
    return score


def _weight(product: Product) -> float:
    return (
        2.0 * (product.price is not None)
        + 1.0 * bool(product.item_id or product.sku)
        + 0.5 * bool(product.skus)
        + 0.5 * bool(product.brand)
        + 0.5 * (product.availability is not None)
    )


def _gather(data: Mapping[str, Any]) -> dict[str, tuple[int, int, Any]]:
    """Return field → (depth, rank, value) of the nearest keys in and below a dictionary, not through long lists."""
    wanted = _wanted()
    found: dict[str, tuple[int, int, Any]] = {}
    stack: list[tuple[Mapping[str, Any], int]] = [(data, 0)]
    seen = 0
    while stack and seen < 400:
        current, depth = stack.pop(0)
        seen += 1
        for key, value in current.items():
            folded = str(key).translate(_FOLDED).lower()
            fields = wanted.get(folded, ())
            for name, rank in fields:
                if value in (None, "", [], {}) or not _fits(name, value):
                    continue
                if name == "skus":
                    found[f"skus:{len(found)}"] = (depth, rank, value)
                previous = found.get(name)
                if previous is None or (depth, rank) < previous[:2]:
                    found[name] = (depth, rank, value)
            if (
                depth < _GATHER_DEPTH
                and isinstance(value, dict)
                and "recommend" not in folded
                and "related" not in folded
            ):
                if any(name == "skus" for name, _rank in fields):
                    continue
                stack.append((value, depth + 1))
    return found


def _fits(name: str, value: Any) -> bool:
    if name in ("skus", "attributes"):
        return isinstance(value, dict | list)
    if name in ("images", "category", "brand", "shop") or name.startswith("price."):
        return not isinstance(value, bool)
    return not isinstance(value, dict | list)


def _product(root: _Root, hints: Hints, document: Document) -> Product | None:
    found = _gather(root.data)
    product = Product(source="embedded_state", place=root.path, title=clean(root.title))

    def text(name: str) -> str | None:
        return _text(found[name][2]) if name in found else None

    scale = _Scale(root.data, hints)
    skus = _all_skus(found, scale)
    product.skus = skus
    _prices(product, found, scale)
    if product.price is None and not (product.skus or "sku" in found or "item_id" in found):
        return None
    brand = text("brand")
    product.brand = brand if brand and not brand.isdigit() else None
    product.sku = text("sku")
    product.item_id = text("item_id")
    product.gtin = text("gtin")
    product.mpn = text("mpn")
    product.model = text("model")
    product.shop = text("shop")
    product.seller = text("seller")
    product.stock = text("stock")
    product.sales = text("sales")
    product.availability = _availability(found, skus)
    if "category" in found:
        product.category = _category(found["category"][2])
    if "images" in found:
        product.images = distinct(document.absolute(entry) for entry in _images(found["images"][2]))
    if "attributes" in found:
        product.attributes = tuple(_pairs(found["attributes"][2]))
    return product


def _text(value: Any) -> str | None:
    if isinstance(value, dict):
        for key in ("name", "cnName", "title", "brandName", "value", "shopName"):
            if text := clean(value.get(key)):
                return text
        return None
    if isinstance(value, list):
        return _text(value[0]) if value else None
    return clean(value)


class _Scale:
    """Whether a product's data keeps prices whole or in hundredths, told from its keys and what the page shows."""

    def __init__(self, data: Mapping[str, Any], hints: Hints) -> None:
        self._hints = hints
        self._cents = _is_cents_shape(data)
        self._settled: bool | None = None

    def settle(self, records: Iterable[Mapping[str, tuple[int, int, Any]]], known: Collection[Decimal]) -> None:
        """Decide for the records of one table whether their whole numbers are hundredths, by the amounts known."""
        stated = [amount_of(found["price.sale"][2]) for found in records if "price.sale" in found]
        numbers = [entry[0] for entry in stated if entry is not None]
        whole = sum(number in known for number in numbers)
        hundredth = sum(number / 100 in known for number in numbers)
        if whole != hundredth and all(number == number.to_integral_value() for number in numbers):
            self._settled = hundredth > whole

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
        if hundredth in shown or folded_key in _keys()["price.cents"] or (self._cents and not shown):
            return hundredth, currency
        return (hundredth, currency) if self._cents else amount

    def _of_object(self, value: Mapping[str, Any]) -> tuple[Decimal, str | None] | None:
        keys = {str(key).translate(_FOLDED).lower(): entry for key, entry in value.items()}
        currency = next((code for key in _keys()["price.currency"] if (code := currency_code(keys.get(key)))), None)
        for key in _keys()["price.amount"]:
            entry = keys.get(key)
            if entry is None or isinstance(entry, dict | list | bool):
                continue
            amount = self.apply(entry, key)
            if amount:
                return amount[0], currency or amount[1]
        return None


def _is_cents_shape(data: Mapping[str, Any]) -> bool:
    """Shopify's product JSON keeps whole cents: integers, with compare_at_price and price_varies beside them."""
    if "variants" in data and ("price_varies" in data or "compare_at_price" in data):
        return isinstance(data.get("price"), int) or isinstance(data.get("price_min"), int)
    return False


def _prices(product: Product, found: Mapping[str, tuple[int, int, Any]], scale: _Scale) -> None:
    sale = scale.apply(found["price.sale"][2]) if "price.sale" in found else None
    if sale is None and "price.cents" in found:
        cents = amount_of(found["price.cents"][2])
        sale = (cents[0] / 100, None) if cents else None
    final = scale.apply(found["price.final"][2]) if "price.final" in found else None
    sku_prices = [sku.price for sku in product.skus if sku.price is not None]
    if sale is None and sku_prices:
        sale = (min(sku_prices), None)
    chosen = sale or final
    if chosen is None:
        return
    product.price = chosen[0]
    product.price_text = str(found["price.sale"][2])[:60] if "price.sale" in found else str(chosen[0])
    high = scale.apply(found["price.high"][2]) if "price.high" in found else None
    highest = [chosen[0], *sku_prices]
    if high and high[0] >= chosen[0]:
        highest.append(high[0])
    if sku_prices and min(sku_prices) < chosen[0] and chosen[0] not in sku_prices:
        product.price = min(sku_prices)
    product.price_max = max(highest)
    code = currency_code(found["price.currency"][2]) if "price.currency" in found else None
    product.currency = code or chosen[1]
    listed = scale.apply(found["price.list"][2]) if "price.list" in found else None
    if listed and listed[0] > product.price:
        product.list_price = listed[0]
    if sale is None and final is not None:
        product.extra["kind"] = "final"


def _availability(found: Mapping[str, tuple[int, int, Any]], skus: tuple[Sku, ...]) -> Availability | None:
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
    return None


def _all_skus(found: Mapping[str, tuple[int, int, Any]], scale: _Scale) -> tuple[Sku, ...]:
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


def _skus(value: Any, scale: _Scale) -> Iterator[Sku]:
    entries: list[tuple[str, Any]]
    if isinstance(value, dict):
        entries = [(str(key), entry) for key, entry in value.items()]
        if entries and not all(isinstance(entry, dict) for _key, entry in entries):
            entries = []
    else:
        entries = [("", entry) for entry in value]
    for key, entry in entries[:_MAX_SKUS]:
        if not isinstance(entry, dict):
            continue
        sku = _sku_of(entry, scale)
        if sku is not None and (sku.price is not None or sku.sku is not None):
            yield sku.model_copy(update={"options": tuple(_options(entry, key))})


def _sku_of(entry: Mapping[str, Any], scale: _Scale) -> Sku | None:
    """Return what one record says of a variant, without its options."""
    found = _gather(entry)
    priced = scale.apply(found["price.sale"][2]) if "price.sale" in found else None
    if priced is None and "price.cents" in found and (cents := amount_of(found["price.cents"][2])):
        priced = (cents[0] / 100, None)
    if priced is None and "price.final" in found:
        priced = scale.apply(found["price.final"][2])
    listed = scale.apply(found["price.list"][2]) if "price.list" in found else None
    code = clean(found["sku"][2]) if "sku" in found else (clean(found["item_id"][2]) if "item_id" in found else None)
    availability = _availability(found, ())
    if priced is None and code is None and availability is None:
        return None
    return Sku(
        sku=code,
        price=priced[0] if priced else None,
        list_price=listed[0] if listed and priced and listed[0] > priced[0] else None,
        availability=availability or "unknown",
        gtin=clean(found["gtin"][2]) if "gtin" in found else None,
    )


def _table_reader(hints: Hints, product: Product | None) -> ReadTable:
    """Return how a table of variants is read: its whole amounts all count in the same unit."""
    stated = (product.price, product.price_max) if product is not None else ()
    known = hints.visible_amounts | {amount for amount in stated if amount is not None}

    def read(parent: Mapping[str, Any], entries: Sequence[Mapping[str, Any]]) -> ReadEntry:
        scale = _Scale(parent, hints)
        scale.settle([_gather(entry) for entry in entries[:_SETTLING]], known)
        return lambda entry: _sku_of(entry, scale)

    return read


def _take_variants(product: Product, blocks: Sequence[DataBlock], hints: Hints, document: Document) -> None:
    """Give a product the variants its page keeps in pieces, where they say more than those found beside its title."""
    for place, skus in find_variants(blocks, _table_reader(hints, product), lambda: page_axes(document)):
        prices = [sku.price for sku in skus if sku.price is not None]
        if product.price is None and not set(prices) & hints.visible_amounts:
            continue
        if product.price is not None and prices and product.price not in prices:
            continue
        if fullness(skus) < fullness(product.skus):
            return
        product.skus, product.place = skus, product.place or place
        if prices:
            product.price_text = product.price_text or place
            product.price = min(prices) if product.price is None else product.price
            product.price_max = max(prices)
            product.availability = product.availability or _availability({}, skus)
        return


def _options(entry: Mapping[str, Any], key: str) -> Iterator[tuple[str, str]]:
    keys = {str(name).translate(_FOLDED).lower(): value for name, value in entry.items()}
    for name in _keys()["options"]:
        value = keys.get(name)
        pairs = list(_pairs(value)) if isinstance(value, dict | list) else []
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


def _pairs(value: Any) -> Iterator[tuple[str, str]]:
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
        keys = {str(name).translate(_FOLDED).lower(): part for name, part in entry.items()}
        named = next((said for name in _keys()["option_name"] if (said := clean(keys.get(name)))), None)
        said_of = next((part for name in _keys()["option_value"] if (part := _joined(keys.get(name)))), None)
        if named and said_of:
            yield named, said_of
        elif not named and len(entry) == 1:
            yield from _pairs(entry)


def _joined(value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(filter(None, (_text(part) for part in value))) or None
    return _text(value)


def _category(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return distinct(_text(entry) for entry in value)
    text = _text(value)
    if not text:
        return ()
    return tuple(part for part in re.split(r"\s*(?:>|›|»|/)\s*", text) if part)


def _images(value: Any) -> Iterator[str]:
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, dict):
            entry = next(
                (entry[key] for key in ("url", "src", "image", "imageUrl", "originUrl") if entry.get(key)), None
            )
        if isinstance(entry, str) and len(entry) < 2_000:
            yield entry


def _supplement(product: Product, data: Mapping[str, Any], place: str, hints: Hints) -> None:
    """Fill what the product lacks from a block without a title: the stock and prices a page keeps apart by variant."""
    if product.skus and product.price is not None:
        return
    found = _gather(data)
    if not product.skus and "skus" in found:
        skus = _all_skus(found, _Scale(data, hints))
        if skus and any(sku.price for sku in skus):
            product.skus = skus
            prices = [sku.price for sku in skus if sku.price is not None]
            if product.price is None:
                product.price, product.price_max = min(prices), max(prices)
                product.price_text = place
            elif product.price == min(prices):
                product.price_max = max(prices)
