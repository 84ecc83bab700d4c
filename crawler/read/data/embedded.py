"""Reads the state that pages keep for their scripts, and finds the product in it by its shape."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.read.data.choices import page_axes
from crawler.read.data.data_blocks import data_blocks
from crawler.read.data.embedded_keys import field_keys, folded_key, gather
from crawler.read.data.embedded_skus import Hints, Scale, all_skus, availability_in, option_pairs, sku_of, text_in
from crawler.read.data.product import (
    Product,
    amount_of,
    clean,
    currency_code,
    distinct,
)
from crawler.read.data.variants import ReadEntry, ReadTable, find_variants, fullness
from crawler.read.dom.document import DataBlock, Document, collapse

_VARIANTS = frozenset({"variants", "variations", "skus", "skulist", "skuinfos"})
_MAX_NODES = 150_000
_MAX_ROOTS = 400
_MAX_DEPTH = 24
_SIBLINGS = 3
_SETTLING = 50
"""Records of a table by which it is told whether its amounts are hundredths."""


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
            product.availability = availability_in({}, product.skus)
            return [product]
    return []


def _crowd(roots: list[_Root]) -> int:
    """Return how many things with a title and a price stand beside each other in the longest list."""
    priced: dict[str, int] = {}
    for root in roots:
        if root.crowd >= _SIBLINGS and any(folded_key(str(key)) in field_keys()["price.sale"] for key in root.data):
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
    strong, weak, shared = (field_keys()[name] for name in ("title.strong", "title.weak", "title.shared"))
    roots: list[_Root] = []
    stack: list[tuple[Any, str, int, int, tuple[dict[str, Any], ...]]] = [(block.data, block.place, 0, 1, ())]
    while stack and budget > 0 and len(roots) < _MAX_ROOTS:
        value, path, depth, crowd, above = stack.pop()
        budget -= 1
        if depth > _MAX_DEPTH:
            continue
        if isinstance(value, list):
            shape = sum(1 for entry in value if isinstance(entry, dict))
            if folded_key(path.rsplit(".", 1)[-1]) in _VARIANTS:
                # What a variant is called is no name of the goods.
                continue
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
                if title is None and isinstance(entry, dict) and (said := _name_object(str(key), entry)):
                    title = (said, folded_key(str(key)) in strong)
                stack.append((entry, f"{path}.{key}", depth + 1, crowd, below))
            elif isinstance(entry, str) and 2 <= len(entry) <= 400:
                folded = folded_key(str(key))
                if folded in strong or (folded in shared and _is_priced(value)):
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


_NAME_PARTS = ("short", "full", "long", "default", "text", "value", "title", "name")
_LARGEST_NAME = 6


def _name_object(key: str, entry: Mapping[str, Any]) -> str | None:
    """Return the name that an object of texts gives: name: {short: …, long: …}."""
    folded = folded_key(key)
    if folded not in field_keys()["title.strong"] and folded not in field_keys()["title.weak"]:
        return None
    if len(entry) > _LARGEST_NAME or any(isinstance(part, dict | list) for part in entry.values()):
        return None
    return next((text for part in _NAME_PARTS if (text := clean(entry.get(part))) and 2 <= len(text) <= 400), None)


def _is_priced(data: Mapping[str, Any]) -> bool:
    """Return whether a dictionary itself names a price: what bears a name then is goods."""
    return any(folded_key(str(key)) in field_keys()["price.sale"] for key in data)


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


def _product(root: _Root, hints: Hints, document: Document) -> Product | None:
    found = gather(root.data)
    product = Product(source="embedded_state", place=root.path, title=clean(root.title))

    def text(name: str) -> str | None:
        return text_in(found[name][2]) if name in found else None

    scale = Scale(root.data, hints)
    skus = all_skus(found, scale)
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
    product.maker = text("maker")
    product.shop = text("shop")
    product.seller = text("seller")
    product.stock = text("stock")
    product.sales = text("sales")
    product.availability = availability_in(found, skus)
    if "category" in found:
        product.category = _category(found["category"][2])
    if "images" in found:
        product.images = distinct(document.absolute(entry) for entry in _images(found["images"][2]))
    if "attributes" in found:
        product.attributes = tuple(option_pairs(found["attributes"][2]))
    return product


def _prices(product: Product, found: Mapping[str, tuple[int, int, Any]], scale: Scale) -> None:
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


def _table_reader(hints: Hints, product: Product | None) -> ReadTable:
    """Return how a table of variants is read: its whole amounts all count in the same unit."""
    stated = (product.price, product.price_max) if product is not None else ()
    known = hints.visible_amounts | {amount for amount in stated if amount is not None}

    def read(parent: Mapping[str, Any], entries: Sequence[Mapping[str, Any]]) -> ReadEntry:
        scale = Scale(parent, hints)
        records = [gather(entry) for entry in entries[:_SETTLING]]
        # What the page shows decides; the product's own amount is as doubtful as the table's.
        scale = scale.of_table(records)
        if not scale.is_settled:
            scale.settle(records, known)
        return lambda entry: sku_of(entry, scale)

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
            product.availability = product.availability or availability_in({}, skus)
        return


def _category(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return distinct(text_in(entry) for entry in value)
    text = text_in(value)
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
    found = gather(data)
    if not product.skus and "skus" in found:
        skus = all_skus(found, Scale(data, hints))
        if skus and any(sku.price for sku in skus):
            product.skus = skus
            prices = [sku.price for sku in skus if sku.price is not None]
            if product.price is None:
                product.price, product.price_max = min(prices), max(prices)
                product.price_text = place
            elif product.price == min(prices):
                product.price_max = max(prices)
