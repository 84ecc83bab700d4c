"""Chooses each field of a listing among its candidates, in the order of their sources, and says what else was said."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from crawler.read.data.product import Product, availability_of, distinct
from crawler.read.dom.breadcrumbs import category_steps, trail
from crawler.read.dom.candidates import Candidate
from crawler.read.dom.document import Document, collapse
from crawler.read.dom.home import is_home_address
from crawler.read.item.chosen_codes import codes_for_people, take_identity
from crawler.read.item.chosen_price import take_price
from crawler.read.item.chosen_title import take_title
from crawler.read.item.chosen_values import ListingReading, by_trust, reading_of, take_many, take_single
from crawler.read.item.chosen_variants import take_variants
from crawler.read.item.codes import code_candidates
from crawler.read.item.marks import cross_border_mark, marks_individual
from crawler.read.item.page_facts import PageFacts
from crawler.read.item.pictures import pictures_beside
from crawler.read.item.shop_names import shop_candidates
from crawler.read.item.stock import state_of, stock_sign
from crawler.read.labels.pairs import LabelPair
from crawler.records import Availability, Link, OtherValue, Reading, Source

_MANY = frozenset(
    {"models", "specifications", "licence_numbers", "certificate_numbers", "report_numbers", "standards"}
    | {"warnings", "batches", "production_dates"}
)  # fmt: skip
_LINKED = {
    "licence_numbers": "licence_links",
    "certificate_numbers": "certificate_links",
    "report_numbers": "report_links",
}
"""Fields whose number a link to the certificate itself stands for."""
_SINGLE = frozenset(
    {
        "name",
        "brand",
        "maker",
        "maker_address",
        "sku",
        "gtin",
        "mpn",
        "seller",
        "sales",
        "stock",
        "product_code",
        "shop",
    }
)
_MAX_IMAGES = 60
_GALLERY = re.compile(
    r"gallery|preview|thumb|swiper|slider|zoom|spec-list|main-?img|mainpic|big-?img|product-image|carousel|album|pic-?box|booth",
    re.IGNORECASE,
)


def read_listing(
    document: Document, facts: PageFacts, pairs: Sequence[LabelPair], candidates: Iterable[Candidate]
) -> ListingReading:
    """Return the listing's values chosen among structured statements, labels and what the page shows."""
    given = [
        *candidates,
        *_stated(facts.products),
        *shop_candidates(document, facts),
        *code_candidates(document, facts.heading),
    ]
    by_field: dict[str, list[Candidate]] = {}
    for candidate in given:
        if collapse(candidate.value):
            by_field.setdefault(candidate.field, []).append(candidate)
    reading = ListingReading(values={}, readings={})
    take_title(reading, document, facts, by_field.get("title", []))
    take_price(reading, document, facts, by_field)
    if "sku" in by_field:
        by_field["sku"] = codes_for_people(document, by_field["sku"])
    for field in sorted(_SINGLE):
        take_single(reading, field, by_field.get(field, []))
    for field in sorted(_MANY):
        take_many(reading, field, by_field.get(field, []))
    _named_only(reading, by_field.get("standards_named", []))
    take_identity(reading, document, facts, by_field)
    _availability(reading, document, facts, by_field.get("availability", []))
    _category(reading, document, facts, by_field.get("category_path", []))
    take_variants(reading, document, facts)
    _attributes(reading, facts, pairs)
    _images(reading, document, facts)
    _marks(reading, document)
    for field, links in _LINKED.items():
        _linked(reading, field, links, by_field.get(links, []))
    reading.values["description"] = document.visible_text
    return reading


# --- candidates of structured statements


def _stated(products: Sequence[Product]) -> Iterable[Candidate]:
    for product in products:
        values = {
            "brand": product.brand,
            "sku": product.sku,
            "gtin": product.gtin,
            "mpn": product.mpn,
            "maker": product.maker,
            "models": product.model,
            "shop": product.shop,
            "seller": product.seller,
            "stock": product.stock,
            "sales": product.sales,
        }
        for field, value in values.items():
            if value:
                yield Candidate(field, value, product.source, f"{product.place}.{field}", value)


def _named_only(reading: ListingReading, candidates: Sequence[Candidate]) -> None:
    """Call the standard shown where the page names one without its number (国标): no value, and no absence either."""
    if candidates and "standards" not in reading.values:
        reading.readings["standards"] = reading_of(by_trust(candidates)[0])


def _linked(reading: ListingReading, field: str, links: str, candidates: Sequence[Candidate]) -> None:
    """Call a number shown where the page links its certificate instead: no value, and no absence either.

    The way to a register's home page is a link to no certificate.
    """
    found = dict.fromkeys((candidate.text, candidate.value) for candidate in candidates)
    if links != "report_links":
        reading.values[links] = tuple(Link(text=text, url=url) for text, url in found)
    leading = [candidate for candidate in candidates if not is_home_address(candidate.value)]
    if leading and field not in reading.values:
        reading.readings[field] = reading_of(replace(leading[0], text=f"{leading[0].text} {leading[0].value}"))


# --- the rest


def _availability(
    reading: ListingReading, document: Document, facts: PageFacts, candidates: Sequence[Candidate]
) -> None:
    signs = document.declaration.selectors.off_shelf_signs if document.declaration is not None else ()
    sign = stock_sign(document, facts.heading, facts.buy, signs)
    stated: list[tuple[Availability, Source, str]] = [
        (product.availability, product.source, product.place) for product in facts.products if product.availability
    ]
    state: Availability = "unknown"
    source: Source = "heuristic"
    place, text = "", ""
    declared = next((entry for entry in candidates if entry.source == "declaration"), None)
    if declared is not None and (said := availability_of(declared.value) or state_of(declared.value)) is not None:
        state, source, place, text = said, "declaration", declared.place, declared.text
    elif sign is not None and sign.state == "off_shelf":
        state, place, text = "off_shelf", sign.place, sign.text
    elif stated:
        state, source, place = stated[0]
        text = state
        if sign is not None and sign.state == "out_of_stock" and source == "embedded_state":
            state, source, place, text = "out_of_stock", "heuristic", sign.place, sign.text
    elif sign is not None:
        state, place, text = sign.state, sign.place, sign.text
    elif reading.values.get("price") is not None:
        state, place, text = "in_stock", reading.readings["price"].place or "", str(reading.values["price"])
    reading.values["availability"] = state
    if state != "unknown":
        others = tuple(
            OtherValue(value=other, source=origin, place=where) for other, origin, where in stated if other != state
        )
        reading.readings["availability"] = Reading(state="shown", source=source, place=place, text=text, others=others)


def _category(reading: ListingReading, document: Document, facts: PageFacts, candidates: Sequence[Candidate]) -> None:
    title = reading.values.get("title")
    structured = facts.structured
    steps = category_steps(structured.breadcrumbs, title, stated=True)
    source: Source = structured.breadcrumb_source
    place = structured.breadcrumb_place
    if not steps:
        steps, place = trail(document, title)
        source = "heuristic"
    if not steps:
        for product in facts.products:
            if product.category:
                steps, place, source = product.category, product.place, product.source
                break
    if not steps and candidates:
        chosen = by_trust(candidates)[0]
        steps = tuple(part for part in re.split(r"\s*[>›»/]\s*", chosen.value) if part)
        place, source = chosen.place, chosen.source
    if steps:
        reading.values["category_path"] = steps
        reading.readings["category_path"] = Reading(state="shown", source=source, place=place, text=" > ".join(steps))


def _attributes(reading: ListingReading, facts: PageFacts, pairs: Sequence[LabelPair]) -> None:
    shown = [(pair.label, pair.value) for pair in pairs if pair.area in ("attribute", "description", "other")]
    if shown:
        reading.values["attributes"] = tuple(shown)
        first = next(pair for pair in pairs if pair.area in ("attribute", "description", "other"))
        reading.readings["attributes"] = Reading(
            state="shown", source="label", place=first.place, text=f"{first.label}: {first.value}"[:400]
        )
        return
    for product in facts.products:
        if product.attributes:
            reading.values["attributes"] = product.attributes
            reading.readings["attributes"] = Reading(
                state="shown", source=product.source, place=product.place, text=": ".join(product.attributes[0])
            )
            return


def _images(reading: ListingReading, document: Document, facts: PageFacts) -> None:
    found = [image for product in facts.products for image in product.images]
    place, source = ("", None)
    for product in facts.products:
        if product.images:
            place, source = product.place, product.source
            break
    gallery = _gallery(document) or (() if found else tuple(pictures_beside(document, facts.heading)))
    if gallery and source is None:
        place, source = "img", "heuristic"
    images = distinct([*found, *gallery])[:_MAX_IMAGES]
    if images and source is not None:
        reading.values["images"] = images
        reading.readings["images"] = Reading(state="shown", source=source, place=place, text=images[0])


@lru_cache(maxsize=20_000)
def _names_gallery(names: str) -> bool:
    return _GALLERY.search(names) is not None


def _gallery(document: Document) -> list[str]:
    outline = document.outline
    found: list[str] = []
    for element in outline.tagged("img"):
        names = " ".join(
            f"{above.attributes.get('class') or ''} {above.attributes.get('id') or ''}"
            for _depth, above in zip(range(5), outline.ancestors(element.number), strict=False)
        )
        if not _names_gallery(names):
            continue
        attributes = element.attributes
        address = next(
            (
                attributes[name]
                for name in ("data-original", "data-src", "data-lazy", "data-zoom-image", "jqimg", "src")
                if attributes.get(name)
            ),
            None,
        )
        if absolute := document.absolute(address):
            found.append(absolute)
    return found


def _marks(reading: ListingReading, document: Document) -> None:
    """Read the platform's own marks: cross-border goods, individual sellers."""
    if (mark := cross_border_mark(document)) is not None:
        reading.values["cross_border"] = True
        reading.readings["cross_border"] = mark
    if marks_individual(document):
        reading.values["seller_individual"] = True
