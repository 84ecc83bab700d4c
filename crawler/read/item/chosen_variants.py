"""Takes the variants of the goods, and price, stock and code of the one that is chosen."""

from collections.abc import Sequence
from decimal import Decimal

from crawler.read.data.choices import Axis, page_axes, skus_of_choice
from crawler.read.data.product import distinct
from crawler.read.data.selection import selected_sku
from crawler.read.data.variant_tables import skus_of_tables
from crawler.read.data.variants import completed, fullness
from crawler.read.dom.document import Document
from crawler.read.dom.titles import fold
from crawler.read.dom.vocabulary import vocabulary
from crawler.read.item.chosen_values import ListingReading
from crawler.read.item.page_facts import PageFacts
from crawler.records import Reading, Sku


def take_variants(reading: ListingReading, document: Document, facts: PageFacts) -> None:
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
