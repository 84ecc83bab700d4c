"""Chooses the item's number and the code by which the shop knows the article."""

import re
from dataclasses import replace

from crawler.read.dom.candidates import Candidate
from crawler.read.dom.document import Document
from crawler.read.item.chosen_values import ListingReading, by_trust, take_single
from crawler.read.item.codes import shows_code
from crawler.read.item.page_facts import PageFacts
from crawler.records import Reading

_LEAST_LETTERS = 4


def take_identity(
    reading: ListingReading, document: Document, facts: PageFacts, by_field: dict[str, list[Candidate]]
) -> None:
    """Take the item's number: what a declaration says, else its address, else the page's data."""
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
            take_single(reading, "item_id", [found[-1], *(c for c in found if c.source == "declaration")])
        else:
            # An address names the item surer than any number in the page's data.
            ranked = by_trust([c for c in found if c.source == "declaration"]) or [found[-1]]
            take_single(reading, "item_id", ranked)
    else:
        take_single(reading, "item_id", found)
    if "sku" not in reading.values:
        _sku_from_identity(reading, document, facts)


def codes_for_people(document: Document, candidates: list[Candidate]) -> list[Candidate]:
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
