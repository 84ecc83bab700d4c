"""Reads one captured page into its record: gate, kind, then the listing or disclosure with every value explained."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

from config.errors import FieldNotRead
from crawler.fetch.gates import SeenPage, detect_gate, is_soft_gone
from crawler.platforms import PlatformDeclaration, platform_name
from crawler.read.dom.candidates import Candidate
from crawler.read.dom.document import Document
from crawler.read.dom.home import is_home_address
from crawler.read.item.images import content_images
from crawler.read.item.kinds import declared_pattern
from crawler.read.item.listing import read_listing
from crawler.read.item.live import live_roles
from crawler.read.item.page_facts import PageFacts, gather_facts
from crawler.read.item.page_signs import is_about_seller
from crawler.read.item.room_goods import Offered, room_item
from crawler.read.item.rooms import read_room
from crawler.read.labels.view import label_candidates, read_pairs
from crawler.read.page import ListingPage, select
from crawler.read.seller.disclosure import read_disclosure, read_footer
from crawler.read.states.states import field_states
from crawler.read.states.traces import traces
from crawler.records import (
    DISCLOSURE_FIELDS,
    LISTING_FIELDS,
    Gate,
    Listing,
    OtherValue,
    PageKind,
    PageRecord,
    RawPage,
    Reading,
    SellerDisclosure,
)

READER_VERSION = "1"
"""Raised by hand whenever the same page may be read differently; records are kept by it."""


class Reader:
    """Reads pages of any platform; knows the declared ones through their declarations and page objects."""

    def __init__(
        self, platforms: tuple[PlatformDeclaration, ...], pages: Mapping[str, type[ListingPage]] | None = None
    ) -> None:
        self._platforms = platforms
        self._pages = dict(pages or {})

    def read(self, raw: RawPage, source: str) -> PageRecord:
        """Return the record of one page; `source` is the file as given, or `sweep#capture-number`."""
        declaration = self._declaration(raw)
        document = Document.of(raw, declaration)
        seen = SeenPage(document.markup, document.tree)
        gate = self._gate(raw, seen, declaration)
        raw = raw if gate == raw.gate else raw.model_copy(update={"gate": gate})
        main, facts = _main_part(document)
        kind = facts.kind
        if gate != "none":
            pattern = declared_pattern(raw.url, declaration)
            kind = raw.expected_kind or (pattern.kind if pattern is not None else "other")
        listing: Listing | None = None
        disclosure: SellerDisclosure | None = None
        on_shelf: Literal["on", "off_shelf", "gone", "unknown"] = "unknown"
        if raw.status in (404, 410) or (gate == "none" and _is_saved_error(raw, seen, declaration, kind)):
            on_shelf = "gone"
        elif gate == "none" and (offered := _offered(main, facts)) is not None:
            listing = self._listing(raw, document, main, offered)
            on_shelf = _shelf(listing)
        footer: SellerDisclosure | None = None
        own_site = declaration is None or not declaration.marketplace
        about = kind in ("list", "other") and is_about_seller(document, raw, facts.heading)
        of_seller = kind in ("shop", "disclosure") or (
            gate == "none" and (about or (own_site and is_home_address(raw.url)))
        )
        if kind in ("shop", "disclosure"):
            disclosure = read_disclosure(document, raw, about=kind == "disclosure")
        elif of_seller:
            footer = read_disclosure(document, raw, about=about)
        elif gate == "none" and own_site:
            footer = read_footer(document, raw)
        return PageRecord(
            source=source,
            url=raw.url,
            platform=platform_name(raw.url, self._platforms),
            kind=kind,
            gate=gate,
            capture=raw.sha256,
            captured_at=raw.captured_at,
            fetched=raw.fetched,
            rendered=raw.rendered,
            look=raw.look,
            screenshot=raw.screenshot,
            on_shelf=on_shelf,
            listing=listing,
            disclosure=disclosure,
            of_seller=of_seller,
            footer=footer,
            room=read_room(document) if kind == "live_room" and gate == "none" else None,
        )

    def _declaration(self, raw: RawPage) -> PlatformDeclaration | None:
        for declaration in self._platforms:
            if raw.url and declaration.owns(raw.url):
                return declaration
        return next((declaration for declaration in self._platforms if declaration.name == raw.platform), None)

    @staticmethod
    def _gate(raw: RawPage, seen: SeenPage, declaration: PlatformDeclaration | None) -> Gate:
        if raw.gate != "none" or raw.fetched != "imported":
            return raw.gate
        return detect_gate(
            status=raw.status,
            url=raw.url,
            final_url=raw.final_url,
            seen=seen,
            declaration=declaration,
        )

    def _listing(self, raw: RawPage, document: Document, main: Document, offered: Offered) -> Listing:
        facts = offered.facts
        foreign = offered.foreign if main is document else None
        pairs = read_pairs(document, foreign)
        candidates, gone = self._declared(document)
        reading = read_listing(main, facts, pairs, [*candidates, *label_candidates(document, pairs, foreign)])
        values = reading.values
        values["content_images"] = content_images(document, pairs)
        values["live_roles"] = live_roles(main)
        values["page_text_complete"] = raw.complete and document.complete
        listing = Listing.model_validate({**values, "readings": {}})
        chosen = {name: (_as_candidate(name, found),) for name, found in reading.readings.items()}
        states = field_states(
            document,
            raw,
            facts.kind,
            pairs,
            chosen,
            gone=gone,
            causes={"price": "image_only"} if listing.price_reason == "image_only" else None,
            traced=lambda missing: traces(document, missing, foreign, (listing.shop, listing.seller)),
            offered=listing.price is not None or facts.buy.found,
        )
        update: dict[str, object] = {"readings": {**states, **reading.readings}}
        if listing.cross_border is None and states["cross_border"].state == "not_shown":
            update["cross_border"] = False
        return listing.model_copy(update=update)

    def _declared(self, document: Document) -> tuple[list[Candidate], frozenset[str]]:
        """Return what the declaration's selectors and the page object give, and the fields whose place is gone."""
        found: list[Candidate] = []
        gone: set[str] = set()
        declaration = document.declaration
        if declaration is None:
            return found, frozenset()
        for name, selector in declaration.selectors.fields.items():
            value = select(document, selector)
            if value is None:
                gone.add(name)
            elif value:
                found.append(Candidate(name, value, "declaration", selector, value))
        page_class = self._pages.get(declaration.name)
        if page_class is not None:
            page = page_class(document)
            for name in page_class.field_names():
                try:
                    value = getattr(page, name)()
                except FieldNotRead:
                    gone.add(name)
                    continue
                gone.discard(name)
                for entry in _entries(value):
                    found.append(Candidate(name, entry, "declaration", f"page object: {name}", entry))
        return found, frozenset(gone)


def _entries(value: object) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, str | Decimal):
        return [str(value)]
    return [str(entry) for entry in value] if isinstance(value, Sequence) else [str(value)]


def _is_saved_error(raw: RawPage, seen: SeenPage, declaration: PlatformDeclaration | None, kind: PageKind) -> bool:
    """Return whether a page saved by a person says that its item is gone; a sweep asks before it keeps a page."""
    if raw.fetched != "imported":
        return False
    return is_soft_gone(
        status=raw.status,
        url=raw.url,
        final_url=raw.final_url,
        seen=seen,
        declaration=declaration,
        kind=kind,
    )


def _shelf(listing: Listing) -> Literal["on", "off_shelf", "gone", "unknown"]:
    if listing.availability == "off_shelf":
        return "off_shelf"
    return "on" if listing.availability == "in_stock" or listing.price is not None else "unknown"


def _offered(document: Document, facts: PageFacts) -> Offered | None:
    """Return the one item a page offers: an item page's, or a live room's main item."""
    if facts.kind == "live_room" and not facts.has_main_item:
        return room_item(document, facts)
    if facts.kind not in ("item", "live_room"):
        return None
    return Offered(facts, facts.tiles.in_card if facts.tiles.cards else None)


def _main_part(document: Document) -> tuple[Document, PageFacts]:
    """Return the part of the page that shows its item and what is found there: the page itself, else a frame."""
    facts = gather_facts(document)
    if facts.kind != "other":
        return document, facts
    for part in document.parts:
        found = gather_facts(part)
        if found.kind == "item":
            return part, found
    return document, facts


def _as_candidate(name: str, found: Reading) -> Candidate:
    """Return a value that is shown as the candidate it was chosen from."""
    return Candidate(name, found.text or "", found.source or "heuristic", found.place or "", found.text or "")


def explanation(record: PageRecord) -> dict[str, dict[str, object]]:
    """Return what `--explain` prints: one entry for every key of the listing or the disclosure."""
    names: Sequence[str] = ()
    readings: Mapping[str, Reading] = {}
    if record.listing is not None:
        names, readings = LISTING_FIELDS, record.listing.readings
    elif record.disclosure is not None:
        names, readings = DISCLOSURE_FIELDS, record.disclosure.readings
    return {
        name: {
            "state": reading.state,
            "cause": reading.cause,
            "source": reading.source,
            "place": reading.place,
            "text": reading.text,
            "masked": reading.masked,
            "others": [_other(other) for other in reading.others],
        }
        for name in names
        if (reading := readings.get(name, Reading(state="not_observable", cause="place_gone")))
    }


def _other(other: OtherValue) -> dict[str, str]:
    return {"value": other.value, "source": other.source, "place": other.place}
