"""Chooses each field of a listing among its candidates, in the order of their sources, and says what else was said."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from crawler.read.data.choices import Axis, page_axes, skus_of_choice
from crawler.read.data.product import Product, availability_of, distinct
from crawler.read.data.selection import selected_sku
from crawler.read.data.variant_tables import skus_of_tables
from crawler.read.data.variants import completed, fullness
from crawler.read.dom.breadcrumbs import category_steps, trail
from crawler.read.dom.candidates import Candidate
from crawler.read.dom.document import Document, collapse, place_of
from crawler.read.dom.home import is_home_address
from crawler.read.dom.titles import SEPARATORS, fold, is_of_shop, strip_site
from crawler.read.dom.vocabulary import vocabulary
from crawler.read.item.codes import code_candidates, shows_code
from crawler.read.item.marks import cross_border_mark, marks_individual
from crawler.read.item.page_facts import PageFacts
from crawler.read.item.pricing import PriceChoice, choose_price, shown_currency
from crawler.read.item.shop_names import shop_candidates
from crawler.read.item.stock import state_of, stock_sign
from crawler.read.labels.pairs import LabelPair
from crawler.read.money.prices import read_price_text
from crawler.records import Availability, Link, OtherValue, Reading, Sku, Source

_SOURCES: tuple[Source, ...] = (
    "declaration", "json_ld", "microdata", "rdfa", "opengraph", "embedded_state", "label", "heuristic", "url", "ocr",
)  # fmt: skip
_ORDER = {source: position for position, source in enumerate(_SOURCES)}
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
# What a seller says of his goods stands in a label; structured data names the shop system's idea of it.
_LABEL_FIRST = frozenset({"maker", "maker_address", "name"})
_MAX_IMAGES = 60
_NO_TITLE = re.compile(
    r"\W*(?:很?抱歉|对不起|sorry\b|oops\b|您查看的(?:商品|宝贝)|(?:www\.)?[\w-]+\.(?:com|cn|net|shop)(?:[\u4e00-\u9fff]{0,6})$)",
    re.IGNORECASE,
)
"""What a page says where its goods are gone, and the name of a site: neither names goods."""
_LEAST_LETTERS = 4
_MAX_OTHERS = 8
_GALLERY = re.compile(
    r"gallery|preview|thumb|swiper|slider|zoom|spec-list|main-?img|mainpic|big-?img|product-image|carousel|album|pic-?box|booth",
    re.IGNORECASE,
)


@dataclass(slots=True)
class ListingReading:
    """The values of a listing by field and how each was read."""

    values: dict[str, Any]
    readings: dict[str, Reading]


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
    _title(reading, document, facts, by_field.get("title", []))
    _price(reading, document, facts, by_field)
    if "sku" in by_field:
        by_field["sku"] = _codes_for_people(document, by_field["sku"])
    for field in sorted(_SINGLE):
        _single(reading, field, by_field.get(field, []))
    for field in sorted(_MANY):
        _many(reading, field, by_field.get(field, []))
    _named_only(reading, by_field.get("standards_named", []))
    _identity(reading, document, facts, by_field)
    _availability(reading, document, facts, by_field.get("availability", []))
    _category(reading, document, facts, by_field.get("category_path", []))
    _skus(reading, document, facts)
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


def _ranked(candidates: Sequence[Candidate], field: str = "") -> list[Candidate]:
    def rank(entry: tuple[int, Candidate]) -> tuple[float, float, int]:
        position, candidate = entry
        order = float(_ORDER[candidate.source])
        if field in _LABEL_FIRST and candidate.source == "label":
            order = 0.5
        return order, -candidate.score, position

    return [candidate for _position, candidate in sorted(enumerate(candidates), key=rank)]


def _others(chosen: str, candidates: Iterable[Candidate]) -> tuple[OtherValue, ...]:
    seen = {fold(chosen)}
    others = []
    for candidate in candidates:
        folded = fold(candidate.value)
        if folded not in seen:
            seen.add(folded)
            others.append(candidate.other())
    return tuple(others[:_MAX_OTHERS])


def _shown(candidate: Candidate, others: tuple[OtherValue, ...] = ()) -> Reading:
    return Reading(
        state="shown",
        source=candidate.source,
        place=candidate.place,
        text=candidate.text[:400],
        masked=candidate.masked,
        others=others,
    )


def _single(reading: ListingReading, field: str, candidates: Sequence[Candidate]) -> None:
    ranked = _ranked(candidates, field)
    if not ranked:
        return
    chosen = ranked[0]
    reading.values[field] = collapse(chosen.value)
    reading.readings[field] = _shown(chosen, _others(chosen.value, ranked[1:]))


def _many(reading: ListingReading, field: str, candidates: Sequence[Candidate]) -> None:
    ranked = _ranked(candidates, field)
    if not ranked:
        return
    # A declared place speaks alone; else everything shown counts, in page order.
    declared = [candidate for candidate in ranked if candidate.source == "declaration"]
    kept = declared or [candidate for candidate in candidates if collapse(candidate.value)]
    if field == "models" and not declared and (labelled := [entry for entry in kept if entry.source == "label"]):
        kept = labelled
    reading.values[field] = distinct(collapse(candidate.value) for candidate in kept)
    first = next((candidate for candidate in kept if not candidate.masked), kept[0])
    masked = all(candidate.masked for candidate in kept)
    reading.readings[field] = _shown(first).model_copy(update={"masked": masked})


def _named_only(reading: ListingReading, candidates: Sequence[Candidate]) -> None:
    """Call the standard shown where the page names one without its number (国标): no value, and no absence either."""
    if candidates and "standards" not in reading.values:
        reading.readings["standards"] = _shown(_ranked(candidates)[0])


def _linked(reading: ListingReading, field: str, links: str, candidates: Sequence[Candidate]) -> None:
    """Call a number shown where the page links its certificate instead: no value, and no absence either.

    The way to a register's home page is a link to no certificate.
    """
    found = dict.fromkeys((candidate.text, candidate.value) for candidate in candidates)
    if links != "report_links":
        reading.values[links] = tuple(Link(text=text, url=url) for text, url in found)
    leading = [candidate for candidate in candidates if not is_home_address(candidate.value)]
    if leading and field not in reading.values:
        reading.readings[field] = _shown(replace(leading[0], text=f"{leading[0].text} {leading[0].value}"))


# --- title


def _title(reading: ListingReading, document: Document, facts: PageFacts, candidates: Sequence[Candidate]) -> None:
    found = [*candidates]
    heading = facts.heading
    for product in facts.products:
        if product.title and product.source != "opengraph":
            found.append(Candidate("title", product.title, product.source, f"{product.place}.name", product.title))
    if heading is not None:
        element = document.outline.elements[heading.element]
        found.append(Candidate("title", heading.text, "heuristic", place_of(element.node), heading.text))
    for product in facts.products:
        if product.title and product.source == "opengraph":
            text = strip_site(product.title, _site_words(facts))
            found.append(Candidate("title", text, "opengraph", "meta[property=og:title]", product.title))
    for title in facts.titles:
        found.append(Candidate("title", strip_site(title, _site_words(facts)), "heuristic", "title", title))
    found = [candidate for candidate in found if not _NO_TITLE.match(candidate.value)]
    if not found:
        return
    chosen = max(enumerate(found), key=lambda entry: (_title_score(entry[1], facts), -entry[0]))[1]
    value = _without_lead(chosen.value, facts)
    reading.values["title"] = value
    reading.readings["title"] = _shown(chosen, _others(value, found))


def _site_words(facts: PageFacts) -> tuple[str, ...]:
    site = facts.structured.meta.get("og:site_name")
    return (site,) if site else ()


def _title_score(candidate: Candidate, facts: PageFacts) -> float:
    """Return how likely a candidate is the product's name: by its source, and by what agrees with it."""
    base = {"declaration": 20.0, "json_ld": 6.0, "microdata": 5.5, "rdfa": 5.5, "embedded_state": 4.5}.get(
        candidate.source, 3.0
    )
    if candidate.place == "title" or candidate.source == "opengraph":
        base = 1.5
    heading = facts.heading
    folded = fold(candidate.value)
    if candidate.source == "heuristic" and heading is not None and candidate.value == heading.text:
        base = min(6.0, heading.score * 0.7)
    agreeing = sum(
        1
        for text in (*facts.titles, *((heading.text,) if heading else ()))
        if folded and (folded in fold(text) or (len(fold(text)) > 5 and fold(text) in folded))
    )
    if not agreeing and candidate.source == "heuristic" and candidate.place != "title":
        # A page called 安全帽 shows what it sells as ABS安全帽（V型透气）.
        parts = {fold(part) for text in facts.titles for part in SEPARATORS.split(text) if not is_of_shop(part)}
        agreeing = int(any(len(part) > 1 and part in folded for part in parts))
    return base + min(agreeing, 3)


def _without_lead(title: str, facts: PageFacts) -> str:
    """Return a title without what a hidden part put before it ("Details about …") and the page's title lacks."""
    folded = fold(title)
    whole = [fold(text) for text in facts.titles]
    for text in facts.titles:
        stripped = strip_site(text, _site_words(facts))
        short = fold(stripped)
        if (
            len(short) >= 8
            and folded != short
            and folded.endswith(short)
            and len(folded) - len(short) <= 24
            and not any(folded[: -len(short)] in other for other in whole)
        ):
            return collapse(stripped)
    return collapse(title)


# --- price


def _price(reading: ListingReading, document: Document, facts: PageFacts, by_field: dict[str, list[Candidate]]) -> None:
    # Under an apology for goods that are gone stand the prices of other goods.
    gone = facts.heading is not None and _NO_TITLE.match(facts.heading.text) is not None
    spots = () if gone else facts.spots
    choice = choose_price(document, facts.products, spots, default_currency=facts.currency, heading=facts.heading)
    _declared_price(choice, by_field)
    values = reading.values
    values["price"] = choice.price
    values["price_max"] = choice.price_max
    values["price_reason"] = None if choice.price is not None else (choice.reason or "not_shown")
    values["price_kind"] = choice.kind if choice.price is not None else None
    values["price_from"] = choice.starting
    values["currency"] = choice.currency
    values["list_price"] = choice.list_price
    values["prices"] = choice.amounts
    if choice.price is None or choice.source is None:
        sign = shown_currency(document, facts.heading, facts.currency)
        values["currency"] = sign.value if sign is not None else None
        if sign is not None:
            reading.readings["currency"] = Reading(state="shown", source="heuristic", place=sign.place, text=sign.text)
        if choice.reason is not None:
            reading.readings["price_reason"] = Reading(state="shown", source="heuristic", text=choice.reason)
        return
    shown = Reading(
        state="shown", source=choice.source, place=choice.place, text=(choice.text or "")[:400], others=choice.others
    )
    for field in ("price", "price_max"):
        reading.readings[field] = shown
    if choice.currency:
        reading.readings["currency"] = shown.model_copy(update={"others": ()})
    if choice.list_price is not None:
        reading.readings["list_price"] = shown.model_copy(update={"others": ()})


def _declared_price(choice: PriceChoice, by_field: dict[str, list[Candidate]]) -> None:
    """Let a platform's declaration overrule: its price stands where it says."""
    for candidate in by_field.get("price", []):
        if candidate.source != "declaration":
            continue
        read = read_price_text(candidate.value, currency=choice.currency, bare=True)
        if read.price is None:
            continue
        choice.price, choice.price_max = read.price, read.price_max
        choice.kind, choice.starting = read.kind, read.starting
        choice.currency = read.currency or choice.currency
        choice.source, choice.place, choice.text = "declaration", candidate.place, candidate.text
    for candidate in by_field.get("list_price", []):
        read = read_price_text(candidate.value, currency=choice.currency, bare=True)
        if candidate.source == "declaration" and read.price and choice.price and read.price > choice.price:
            choice.list_price = read.price


# --- identity


def _identity(
    reading: ListingReading, document: Document, facts: PageFacts, by_field: dict[str, list[Candidate]]
) -> None:
    found = list(by_field.get("item_id", []))
    if facts.declared_id:
        found.insert(0, Candidate("item_id", facts.declared_id, "declaration", "url", document.url or ""))
    for product in facts.products:
        if product.item_id:
            found.append(Candidate("item_id", product.item_id, product.source, product.place, product.item_id))
    if facts.url_id:
        agrees = any(candidate.value == facts.url_id for candidate in found)
        found.append(Candidate("item_id", facts.url_id, "url", "url", document.url or "", score=1.0))
        if agrees or not found[:-1]:
            _single(reading, "item_id", [found[-1], *(c for c in found if c.source == "declaration")])
        else:
            # An address names the item surer than any number in the page's data.
            ranked = _ranked([c for c in found if c.source == "declaration"]) or [found[-1]]
            _single(reading, "item_id", ranked)
    else:
        _single(reading, "item_id", found)
    if "sku" not in reading.values:
        _sku_from_identity(reading, document, facts)


def _codes_for_people(document: Document, candidates: list[Candidate]) -> list[Candidate]:
    """Put the code the page shows under a label before one that stands only in its data: that one is a variant's."""
    candidates = [cleaned for candidate in candidates if (cleaned := _clean_code(candidate)) is not None]
    own = {candidate.value for candidate in candidates if candidate.source == "heuristic"}
    candidates = [candidate for candidate in candidates if not _runs_on(candidate, own)]
    stated = [
        candidate for candidate in candidates if candidate.source in ("json_ld", "microdata", "rdfa", "opengraph")
    ]
    shown = [candidate for candidate in candidates if candidate.source in ("label", "heuristic")]
    if stated and shown and not any(shows_code(document, candidate.value) for candidate in stated):
        return [entry for entry in candidates if entry not in stated]
    return candidates


def _runs_on(candidate: Candidate, own: set[str]) -> bool:
    """Return whether a labelled code is one that has an element of its own, and the word behind it: HP-77Kategorie."""
    return candidate.source == "label" and any(
        candidate.value.startswith(code) and candidate.value[len(code) :].isalpha() for code in own
    )


def _clean_code(candidate: Candidate) -> Candidate | None:
    """Return a code without its number sign and without what stands behind it; None where a label gave no code."""
    if candidate.source not in ("label", "heuristic"):
        return candidate
    found = re.match(r"#?\s*([\w./-]+)", candidate.value.strip())
    if found is None:
        return None
    code = found.group(1)
    if not any(character.isdigit() for character in code) and not (code.isupper() and len(code) >= _LEAST_LETTERS):
        return None
    return replace(candidate, value=found.group(1))


def _sku_from_identity(reading: ListingReading, document: Document, facts: PageFacts) -> None:
    """Take the item's number for its code where the page itself shows that number to the buyer."""
    number = facts.declared_id or facts.url_id
    if not number or len(number) < 5:
        return
    skus = {sku.sku for product in facts.products for sku in product.skus}
    if number in skus or re.search(rf"(?<![\w./-]){re.escape(number)}(?![\w/-])", document.visible_text):
        reading.values["sku"] = number
        reading.readings["sku"] = Reading(state="shown", source="url", place="url", text=number)


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
        chosen = _ranked(candidates)[0]
        steps = tuple(part for part in re.split(r"\s*[>›»/]\s*", chosen.value) if part)
        place, source = chosen.place, chosen.source
    if steps:
        reading.values["category_path"] = steps
        reading.readings["category_path"] = Reading(state="shown", source=source, place=place, text=" > ".join(steps))


def _skus(reading: ListingReading, document: Document, facts: PageFacts) -> None:
    """Take the fullest statement of the variants, else the values of the page's only choice."""
    axes = page_axes(document, facts.heading.element if facts.heading is not None else -1)
    stated = [product for product in facts.products if product.skus]
    if stated:
        best = max(stated, key=lambda product: fullness(product.skus))
        skus = completed(best.skus, [product.skus for product in stated if product is not best])
        source, place = best.source, best.place
    else:
        skus = skus_of_choice(axes)
        source, place = "heuristic", "select, input, [data-value]"
    _models_of_choice(reading, skus, axes)
    values = reading.values
    if not skus:
        skus, place = skus_of_tables(document), "table"
        if values.get("price") not in {sku.price for sku in skus}:
            return
    values["skus"] = skus
    reading.readings["skus"] = Reading(state="shown", source=source, place=place, text=f"{len(skus)} SKU")
    prices = [sku.price for sku in skus if sku.price is not None]
    if values.get("price") in prices and values.get("price_kind") == "sale":
        # The page's price is one of the variants': theirs are prices of the same kind.
        values["price_max"] = max(values["price_max"] or values["price"], *prices)
    if (chosen := selected_sku(document, skus, axes)) is not None:
        _take_selected(reading, chosen, prices)


def _take_selected(reading: ListingReading, chosen: Sku, prices: Sequence[Decimal]) -> None:
    """Give the listing the price, stock and code of the variant that is chosen.

    A price that is none of the variants' is a promotion the data does not know of, and stays.
    """
    values, readings = reading.values, reading.readings
    place = " ".join(text for _label, text in chosen.options) or chosen.sku or ""
    shown = Reading(state="shown", source=readings["skus"].source, place=readings["skus"].place, text=place)
    if chosen.price is not None and (values.get("price") is None or values["price"] in prices):
        if values.get("price") != chosen.price:
            readings["price"] = shown
            values["list_price"] = None
        values["price"], values["price_reason"] = chosen.price, None
        values["price_kind"] = values.get("price_kind") or "sale"
        values["price_max"] = max(chosen.price, *prices)
        readings.setdefault("price_max", shown)
        if chosen.list_price is not None and chosen.list_price > chosen.price:
            values["list_price"] = chosen.list_price
            readings["list_price"] = shown
        elif values.get("list_price") is None:
            readings.pop("list_price", None)
    if chosen.availability != "unknown" and values.get("availability") not in ("off_shelf", chosen.availability):
        values["availability"] = chosen.availability
        readings["availability"] = shown
    if chosen.sku and values.get("sku") in (None, *(sku.sku for sku in values["skus"])):
        values["sku"] = chosen.sku
        readings["sku"] = shown
    if chosen.gtin and values.get("gtin") in {sku.gtin for sku in values["skus"]} - {None}:
        values["gtin"] = chosen.gtin
        readings["gtin"] = shown


def _models_of_choice(reading: ListingReading, skus: Sequence[Sku], axes: Sequence[Axis]) -> None:
    """Take the values of a choice of models for models: 型号 HBE-10K | HBE-20K, however the page joins their texts."""
    values = reading.values
    named = vocabulary()
    for field in ("models", "specifications"):
        texts: dict[str, None] = {}
        joined = set()
        for axis in axes:
            meaning = named.meaning(axis.label) if axis.label else None
            if meaning is not None and meaning.field == field:
                texts.update(dict.fromkeys(axis.texts))
                joined.add(fold("".join(axis.texts)))
        for label, text in (option for sku in skus for option in sku.options):
            meaning = named.meaning(label)
            if meaning is not None and meaning.field == field:
                texts[text] = None
        if not texts:
            continue
        kept = [value for value in values.get(field, ()) if fold(value) not in joined]
        values[field] = distinct([*kept, *texts])
        reading.readings.setdefault(
            field, Reading(state="shown", source="heuristic", place="SKU", text=" ".join(texts)[:400])
        )


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
    gallery = _gallery(document)
    if gallery and source is None:
        place, source = "img", "heuristic"
    images = distinct([*found, *gallery])[:_MAX_IMAGES]
    if images and source is not None:
        reading.values["images"] = images
        reading.readings["images"] = Reading(state="shown", source=source, place=place, text=images[0])


def _gallery(document: Document) -> list[str]:
    outline = document.outline
    found: list[str] = []
    for element in outline.tagged("img"):
        names = " ".join(
            f"{above.attributes.get('class') or ''} {above.attributes.get('id') or ''}"
            for _depth, above in zip(range(5), outline.ancestors(element.number), strict=False)
        )
        if not _GALLERY.search(names):
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
