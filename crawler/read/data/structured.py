"""Reads JSON-LD, microdata, RDFa and OpenGraph by hand: which products a page states, and its breadcrumbs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from selectolax.lexbor import LexborNode

from crawler.read.data.product import (
    Product,
    amount_of,
    availability_of,
    clean,
    currency_code,
    distinct,
    first_text,
    range_of,
)
from crawler.read.dom.document import Document, collapse, place_of, text_of
from crawler.read.dom.literals import LiteralError, load_json, read_literal
from crawler.records import Availability, Sku, Source

_GTINS = ("gtin13", "gtin14", "gtin12", "gtin8", "gtin", "isbn", "ean")
_PRODUCTS = frozenset(
    {"product", "productgroup", "individualproduct", "productmodel", "someproducts", "vehicle", "car", "motorcycle"}
    | {"book", "event", "theaterevent", "musicevent", "course", "hotelroom", "softwareapplication", "offer"}
)
_MAX_DEPTH = 12
_NAMES_OF_MAKERS = frozenset({"brand", "manufacturer"})
_MAX_NODES = 20_000
_CAPITAL_KEY = re.compile(r'"(?:Offers|Price|Availability|PriceCurrency|Name|Brand|Sku)"\s*:')
_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
_BLOB = re.compile(r"\{|\[\s*[{\[]")
_VALUE_ATTRIBUTES = {
    "meta": "content", "link": "href", "a": "href", "img": "src", "data": "value", "time": "datetime", "meter": "value",
    "audio": "src", "source": "src", "video": "src", "area": "href", "object": "data", "iframe": "src", "embed": "src",
}  # fmt: skip
_TEXT_OF_LINKS = frozenset({"name", "brand", "manufacturer", "sku", "price", "category", "title", "seller", "model"})


@dataclass(frozen=True, slots=True)
class Node:
    """One thing a page describes, in schema.org's words: type and properties, however they were written."""

    source: Source
    place: str
    types: frozenset[str]
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Structured:
    """What a page states in structured form."""

    products: tuple[Product, ...]
    breadcrumbs: tuple[str, ...]
    breadcrumb_place: str
    breadcrumb_source: Source
    meta: dict[str, str]
    organisations: tuple[str, ...]


def read_structured(document: Document) -> Structured:
    """Return the products, breadcrumbs and meta properties a page states, JSON-LD first."""
    nodes = [*json_ld_nodes(document), *microdata_nodes(document), *rdfa_nodes(document)]
    products = [product for node in nodes if (product := product_of(node, document))]
    meta = meta_properties(document)
    if stated := _of_meta(meta, document):
        products.append(stated)
    crumbs, place, source = _breadcrumbs(nodes)
    organisations = distinct(clean(node.data.get("name")) for node in nodes if node.types & {"store", "organization"})
    return Structured(tuple(products), crumbs, place, source, meta, organisations)


# --- JSON-LD


def json_ld_nodes(document: Document) -> Iterator[Node]:
    """Yield every typed thing in the page's JSON-LD, outermost first."""
    for position, (attributes, text) in enumerate(document.scripts):
        if "ld+json" not in (attributes.get("type") or "").lower():
            continue
        place = f"script[type=application/ld+json]:{position}"
        for blob in map(_lowered, parse_json_ld(text)) if _CAPITAL_KEY.search(text) else parse_json_ld(text):
            yield from _typed(blob, place, "json_ld")


def _lowered(value: Any, depth: int = 0) -> Any:
    """Return data with its keys as the vocabulary writes them: some site builders write "Offers", "Availability"."""
    if depth > _MAX_DEPTH:
        return value
    if isinstance(value, dict):
        return {str(key)[:1].lower() + str(key)[1:]: _lowered(entry, depth + 1) for key, entry in value.items()}
    return [_lowered(entry, depth + 1) for entry in value] if isinstance(value, list) else value


def parse_json_ld(text: str) -> list[Any]:
    """Return the blobs of one script, however carelessly it was written."""
    text = _COMMENT.sub("", text).strip().rstrip(";").strip()
    try:
        return [load_json(text)]
    except (ValueError, RecursionError):
        pass
    blobs: list[Any] = []
    position = 0
    while (found := _BLOB.search(text, position)) is not None:
        try:
            blob, position = read_literal(text, found.start())
        except LiteralError:
            break
        blobs.append(blob)
    return blobs


def _typed(blob: Any, place: str, source: Source) -> Iterator[Node]:
    stack: list[tuple[Any, str, int]] = [(blob, place, 0)]
    seen = 0
    while stack and seen < _MAX_NODES:
        seen += 1
        value, where, depth = stack.pop()
        if depth > _MAX_DEPTH:
            continue
        if isinstance(value, list):
            stack.extend((entry, f"{where}[{index}]", depth + 1) for index, entry in reversed(list(enumerate(value))))
        elif isinstance(value, dict):
            types = types_of(value)
            if types:
                yield Node(source, where, types, value)
            for key in (
                "@graph",
                "mainEntity",
                "mainEntityOfPage",
                "itemOffered",
                "about",
                "hasPart",
                "subjectOf",
                "itemReviewed",
            ):
                if isinstance(value.get(key), dict | list):
                    stack.append((value[key], f"{where}.{key}", depth + 1))


def types_of(data: dict[str, Any]) -> frozenset[str]:
    """Return the names of a thing's types in lower case, without their vocabulary."""
    value = data.get("@type") or data.get("type") or ()
    values = value if isinstance(value, list) else [value]
    return frozenset(re.split(r"[/#:]", name)[-1].lower() for name in values if isinstance(name, str) and name)


# --- microdata


def microdata_nodes(document: Document) -> Iterator[Node]:
    """Yield the outermost microdata items of the page."""
    for scope in document.tree.css("[itemscope]"):
        attributes = scope.attributes
        if "itemprop" in attributes and _enclosing_scope(scope) is not None:
            continue
        data = _microdata_item(scope, 0)
        types = types_of(data)
        if types:
            yield Node("microdata", place_of(scope), types, data)


def _enclosing_scope(node: LexborNode) -> LexborNode | None:
    parent = node.parent
    while parent is not None:
        if parent.is_element_node and "itemscope" in parent.attributes:
            return parent
        parent = parent.parent
    return None


def _microdata_item(scope: LexborNode, depth: int) -> dict[str, Any]:
    data: dict[str, Any] = {"@type": (scope.attributes.get("itemtype") or "").split()}
    for node, nested in _inside(scope, "itemscope") if depth <= _MAX_DEPTH else ():
        names = (node.attributes.get("itemprop") or "").split()
        if names:
            value = _microdata_item(node, depth + 1) if nested else property_value(node, names[0])
            for name in names:
                _add(data, name, value)
        elif nested and (item := _microdata_item(node, depth + 1)) and "offer" in types_of(item):
            # An offer inside a product without itemprop="offers" is what its author meant.
            _add(data, "offers", item)
    return data


def _inside(scope: LexborNode, mark: str) -> Iterator[tuple[LexborNode, bool]]:
    """Yield the elements of a scope in page order, and whether each is a scope itself; not what such a one holds."""
    stack = list(reversed(list(scope.iter())))
    while stack:
        node = stack.pop()
        nested = mark in node.attributes
        yield node, nested
        if not nested:
            stack.extend(reversed(list(node.iter())))


def property_value(node: LexborNode, name: str) -> str | None:
    """Return the value of a microdata or RDFa property as its element states it."""
    attributes = node.attributes
    if attributes.get("content"):
        return attributes["content"]
    tag = node.tag or ""
    key = _VALUE_ATTRIBUTES.get(tag)
    if name in _NAMES_OF_MAKERS and (tag == "img" or not text_of(node)) and (drawn := _drawn_name(node)):
        return drawn
    if key and not (tag == "a" and name in _TEXT_OF_LINKS):
        return attributes.get(key) or (attributes.get("data-src") if tag == "img" else None)
    return text_of(node) or attributes.get("title")


def _drawn_name(node: LexborNode) -> str | None:
    """Return the name that a picture gives instead of text: a brand's logo says it in its alt."""
    picture = node if node.tag == "img" else node.css_first("img[alt], img[title]")
    if picture is None:
        return None
    return picture.attributes.get("alt") or picture.attributes.get("title")


def _add(data: dict[str, Any], name: str, value: Any) -> None:
    if value in (None, "", {}):
        return
    if name in data:
        present = data[name]
        if isinstance(present, list):
            present.append(value)
        else:
            data[name] = [present, value]
    else:
        data[name] = value


# --- RDFa


def rdfa_nodes(document: Document) -> Iterator[Node]:
    """Yield the outermost RDFa things of the page."""
    for scope in document.tree.css("[typeof]"):
        parent = scope.parent
        while parent is not None and not (parent.is_element_node and "typeof" in parent.attributes):
            parent = parent.parent
        if parent is not None:
            continue
        data = _rdfa_item(scope, 0)
        if types := types_of(data):
            yield Node("rdfa", place_of(scope), types, data)


def _rdfa_item(scope: LexborNode, depth: int) -> dict[str, Any]:
    data: dict[str, Any] = {"@type": (scope.attributes.get("typeof") or "").split()}
    for node, nested in _inside(scope, "typeof") if depth <= _MAX_DEPTH else ():
        attributes = node.attributes
        names = [
            re.split(r"[/#:]", name)[-1] for name in (attributes.get("property") or attributes.get("rel") or "").split()
        ]
        if names:
            value = _rdfa_item(node, depth + 1) if nested else property_value(node, names[0])
            for name in names:
                _add(data, name, value)
    return data


# --- meta properties


def meta_properties(document: Document) -> dict[str, str]:
    """Return the page's meta properties (og:, product:, twitter:); the first of a name wins."""
    found: dict[str, str] = {}
    for node in document.tree.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name")
        content = attributes.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), collapse(content))
    return found


def _of_meta(meta: dict[str, str], document: Document) -> Product | None:
    """Return the product that OpenGraph, product: and twitter: properties state."""
    title = meta.get("og:title") or meta.get("twitter:title")
    price_text = next(
        (
            meta[name]
            for name in (
                "product:sale_price:amount", "og:sale_price:amount", "product:price:amount", "og:price:amount",
                "og:product:price:amount", "product:price", "og:price", "twitter:data1",
            )
            if name in meta and (name != "twitter:data1" or amount_of(meta[name]))
        ),
        None,
    )  # fmt: skip
    if title is None and price_text is None:
        return None
    currency = next(
        (
            meta[name]
            for name in ("product:price:currency", "og:price:currency", "product:sale_price:currency")
            if name in meta
        ),
        None,
    )
    product = Product(source="opengraph", place="meta[property]", title=title)
    if price_text and (amount := amount_of(price_text)):
        product.price = product.price_max = amount[0]
        product.currency = currency_code(currency) or amount[1]
        product.price_text = price_text
    regular = meta.get("product:original_price:amount") or meta.get("og:price:standard_amount")
    if regular is None and "product:sale_price:amount" in meta:
        regular = meta.get("product:price:amount")
    if regular and product.price and (listed := amount_of(regular)) and listed[0] > product.price:
        product.list_price = listed[0]
    product.brand = meta.get("product:brand") or meta.get("og:brand")
    product.sku = meta.get("product:retailer_item_id") or meta.get("product:sku") or meta.get("og:sku")
    product.gtin = next(
        (meta[name] for name in ("product:ean", "product:gtin", "product:upc", "product:isbn") if name in meta), None
    )
    product.availability = availability_of(meta.get("product:availability") or meta.get("og:availability"))
    product.category = tuple(filter(None, re.split(r"\s*[>›/]\s*", meta.get("product:category", ""))))
    product.images = distinct([document.absolute(meta.get("og:image"))])
    return product


# --- schema.org things → products


def product_of(node: Node, document: Document) -> Product | None:
    """Return the product a thing describes, or None where it is none."""
    data = node.data
    if not node.types & _PRODUCTS:
        return None
    if "offer" in node.types and not (data.get("itemOffered") is None and (data.get("price") or data.get("sku"))):
        return None
    variants = list(_dicts(data.get("hasVariant")))
    product = Product(source=node.source, place=node.place, title=clean(first(data.get("name"))))
    product.brand = _name(data.get("brand"))
    product.maker = _name(data.get("manufacturer"))
    product.model = _name(data.get("model"))
    product.sku = first_text(_list(data.get("sku")))
    product.mpn = first_text(_list(data.get("mpn")))
    product.gtin = first_text(entry for key in _GTINS for entry in _list(data.get(key)))
    product.item_id = first_text([data.get("productID"), data.get("productId"), data.get("productGroupID")])
    product.url = document.absolute(clean(first(data.get("url"))) or clean(data.get("@id")))
    product.category = _category(data.get("category"))
    product.images = tuple(_images(data.get("image"), document))
    product.attributes = tuple(_additional(data))
    offers = _offers(data) if "offer" not in node.types else [data]
    for variant in variants:
        offers.extend({**offer, "_variant": variant} for offer in _offers(variant))
    _apply_offers(product, offers)
    product.skus = _skus(variants, offers)
    if product.gtin is None:
        product.gtin = first_text(entry for offer in offers for key in _GTINS for entry in _list(offer.get(key)))
    if product.mpn is None:
        product.mpn = first_text(offer.get("mpn") for offer in offers)
    if product.sku is None:
        product.sku = first_text(offer.get("sku") for offer in offers)
    return product


def _offers(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a product's offers, those inside an aggregate offer with it."""
    flat: list[dict[str, Any]] = []
    for offer in _dicts(data.get("offers") or data.get("offer")):
        nested = _dicts(offer.get("offers"))
        if nested and not (offer.get("lowPrice") or offer.get("price")):
            flat.extend(nested)
        else:
            flat.append(offer)
            if nested:
                offer["_nested"] = nested
    return flat


def _apply_offers(product: Product, offers: list[dict[str, Any]]) -> None:
    prices: list[tuple[Decimal, Decimal, str | None, str, bool]] = []
    states: list[Availability] = []
    for offer in offers:
        if (state := availability_of(first(offer.get("availability")))) is not None:
            states.append(state)
        priced = _offer_price(offer)
        if priced:
            prices.append(priced)
        _list_price(product, offer)
        if product.shop is None:
            product.shop = _name(offer.get("seller") or offer.get("offeredBy"))
    if prices:
        chosen = min(prices, key=lambda entry: entry[0]) if len({p[0] for p in prices}) > 1 else prices[0]
        product.price = chosen[0]
        product.price_max = max(entry[1] for entry in prices)
        product.currency = next((entry[2] for entry in prices if entry[2]), None)
        product.price_text = chosen[3]
        product.starting = any(entry[4] for entry in prices)
        if product.list_price is not None and product.list_price <= product.price:
            product.list_price = None
    if states:
        product.availability = "in_stock" if "in_stock" in states else states[0]


def _offer_price(offer: dict[str, Any]) -> tuple[Decimal, Decimal, str | None, str, bool] | None:
    currency = currency_code(first(offer.get("priceCurrency")))
    low = amount_of(first(offer.get("lowPrice")))
    high = amount_of(first(offer.get("highPrice")))
    direct = range_of(first(offer.get("price")))
    if (low and "aggregateoffer" in types_of(offer)) or (low and not direct):
        assert low is not None
        top = high[0] if high and high[0] >= low[0] else low[0]
        return low[0], top, currency or low[1], str(first(offer.get("lowPrice"))), True
    if direct:
        return direct[0], direct[1], currency or direct[2], str(first(offer.get("price"))), False
    for specification in _dicts(offer.get("priceSpecification")):
        kind = str(specification.get("priceType") or "").rsplit("/", 1)[-1].lower()
        if kind in ("listprice", "msrp", "srp", "strikethroughprice", "regularprice"):
            continue
        stated = amount_of(first(specification.get("price"))) or amount_of(first(specification.get("minPrice")))
        if stated:
            code = currency or currency_code(first(specification.get("priceCurrency"))) or stated[1]
            return stated[0], stated[0], code, str(first(specification.get("price"))), False
    return None


def _list_price(product: Product, offer: dict[str, Any]) -> None:
    for specification in _dicts(offer.get("priceSpecification")):
        kind = str(specification.get("priceType") or specification.get("name") or "").rsplit("/", 1)[-1].lower()
        if kind in ("listprice", "msrp", "srp", "strikethroughprice", "regularprice"):
            stated = amount_of(first(specification.get("price")))
            if stated and (product.list_price is None or stated[0] > product.list_price):
                product.list_price = stated[0]


def _skus(variants: list[dict[str, Any]], offers: list[dict[str, Any]]) -> tuple[Sku, ...]:
    skus: list[Sku] = []
    if variants:
        for variant in variants:
            offer = next(iter(_offers(variant)), {})
            skus.append(_sku(variant, offer))
        return tuple(skus)
    distinct_codes = {clean(offer.get("sku")) for offer in offers if offer.get("sku")}
    if len(offers) > 1 and len(distinct_codes) > 1:
        return tuple(_sku(offer, offer) for offer in offers)
    return ()


def _sku(variant: dict[str, Any], offer: dict[str, Any]) -> Sku:
    options = [(key, text) for key in ("color", "size", "material", "pattern") if (text := _name(variant.get(key)))]
    options.extend(_additional(variant))
    if not options and (name := clean(first(variant.get("name")))):
        options = [("name", name)]
    priced = _offer_price(offer)
    return Sku(
        sku=first_text([variant.get("sku"), offer.get("sku")]),
        options=tuple(options),
        price=priced[0] if priced else None,
        availability=availability_of(first(offer.get("availability"))) or "unknown",
        gtin=first_text(variant.get(key) for key in _GTINS),
    )


def _breadcrumbs(nodes: Iterable[Node]) -> tuple[tuple[str, ...], str, Source]:
    best: tuple[tuple[str, ...], str, Source] = ((), "", "json_ld")
    for node in nodes:
        if not node.types & {"breadcrumblist", "breadcrumb"}:
            continue
        crumbs = _crumbs(node.data)
        if len(crumbs) > len(best[0]):
            best = (crumbs, node.place, node.source)
    return best


def _crumbs(data: dict[str, Any]) -> tuple[str, ...]:
    entries = []
    for order, entry in enumerate(_dicts(data.get("itemListElement"))):
        item = entry.get("item")
        name = clean(first(entry.get("name"))) or (clean(item.get("name")) if isinstance(item, dict) else None)
        if name is None:
            continue
        try:
            position = float(str(first(entry.get("position"))))
        except ValueError:
            position = float(order)
        entries.append((position, order, name))
    if entries:
        return distinct(name for _position, _order, name in sorted(entries))
    return distinct(clean(title) for title in _list(data.get("title") or data.get("name")))


def _category(value: Any) -> tuple[str, ...]:
    text = _name(value)
    if text is None:
        return ()
    return tuple(part for part in (piece.strip() for piece in re.split(r"\s*(?:>|›|»|/|&gt;)\s*", text)) if part)


def _additional(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for entry in _dicts(data.get("additionalProperty")):
        name, value = clean(first(entry.get("name"))), clean(first(entry.get("value")))
        if name and value:
            yield name, value


def _images(value: Any, document: Document) -> Iterator[str]:
    seen: set[str] = set()
    for entry in _list(value):
        address = entry.get("url") or entry.get("contentUrl") if isinstance(entry, dict) else entry
        absolute = document.absolute(address if isinstance(address, str) else None)
        if absolute and absolute not in seen:
            seen.add(absolute)
            yield absolute


def _name(value: Any) -> str | None:
    """Return the name of a thing that is written as text, as an object or as a list of either."""
    for entry in _list(value):
        if isinstance(entry, dict):
            name = clean(first(entry.get("name"))) or clean(entry.get("@value"))
        else:
            name = clean(entry)
        if name and not name.startswith(("http://", "https://")):
            return name
    return None


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in _list(value) if isinstance(entry, dict)]


def first(value: Any) -> Any:
    """Return the first of a list, or the value itself."""
    return value[0] if isinstance(value, list) and value else (None if isinstance(value, list) else value)
