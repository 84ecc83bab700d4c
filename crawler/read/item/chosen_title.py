"""Chooses the name of the goods among what structured data, headings and page titles call them."""

import re
from collections.abc import Sequence

from crawler.read.dom.candidates import Candidate
from crawler.read.dom.document import Document, collapse, place_of
from crawler.read.dom.titles import SEPARATORS, fold, is_of_shop, strip_site
from crawler.read.item.chosen_values import ListingReading, others_of, reading_of
from crawler.read.item.page_facts import PageFacts

_NO_TITLE = re.compile(
    r"\W*(?:很?抱歉|对不起|sorry\b|oops\b|您查看的(?:商品|宝贝)|(?:www\.)?[\w-]+\.(?:com|cn|net|shop)(?:[\u4e00-\u9fff]{0,6})$)",
    re.IGNORECASE,
)
"""What a page says where its goods are gone, and the name of a site: neither names goods."""


def names_no_goods(text: str) -> bool:
    """Return whether a heading apologises for goods that are gone, or is the name of a site."""
    return _NO_TITLE.match(text) is not None


def take_title(reading: ListingReading, document: Document, facts: PageFacts, candidates: Sequence[Candidate]) -> None:
    """Take the likeliest name of the goods for the title."""
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
    found = [candidate for candidate in found if not names_no_goods(candidate.value)]
    if not found:
        return
    chosen = max(enumerate(found), key=lambda entry: (_title_score(entry[1], facts), -entry[0]))[1]
    value = _without_lead(chosen.value, facts)
    reading.values["title"] = value
    reading.readings["title"] = reading_of(chosen, others_of(value, found))


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
