"""Puts the price that was chosen, and what a declaration says of it, among the values of a listing."""

from crawler.read.dom.candidates import Candidate
from crawler.read.dom.document import Document
from crawler.read.item.chosen_title import names_no_goods
from crawler.read.item.chosen_values import ListingReading
from crawler.read.item.page_facts import PageFacts
from crawler.read.item.pricing import PriceChoice, choose_price, shown_currency
from crawler.read.money.prices import read_price_text
from crawler.records import Reading


def take_price(
    reading: ListingReading, document: Document, facts: PageFacts, by_field: dict[str, list[Candidate]]
) -> None:
    """Take the price any buyer pays, its kind and currency, and the list price; else why there is none."""
    # Under an apology for goods that are gone stand the prices of other goods.
    gone = facts.heading is not None and names_no_goods(facts.heading.text)
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
