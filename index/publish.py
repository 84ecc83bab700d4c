"""From records to the documents of the index, and on into a store."""

import hashlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from config.record import Record
from crawler.records import Listing, PageRecord, Reading, SellerDisclosure
from index.codes import fold_url
from index.contract import BulkResult, Document, Kind, Store
from matchers.records import Classification, Finding, FindingState

log = logging.getLogger(__name__)

Identified = tuple[str, dict[str, Any]]
"""A document with its id, as a store takes it."""

SEVERITY_RANKS = {"critical": 5, "high": 4, "medium": 3, "low": 2, "info": 1}
"""For sorting the gravest first."""

UNKNOWN_REGION = "unknown"
"""Stands among `seller_regions` where nothing says where the seller is, so that these too can be chosen and counted."""
_LONGEST_NAME = 500
"""Characters of a name, and of a number, that are kept: what is longer on a page is none."""
_LONGEST_TEXT = 20_000


class Titles(Record):
    """What staff read instead of identifiers."""

    platform: str | None = None
    group: str | None = None
    rule: str | None = None
    region: str | None = None
    """Full name of the seller's division."""


_NO_TITLES = Titles()


class Decision(Record):
    """What a person decided about a finding, as far as the index shows it."""

    verdict: Literal["confirmed", "dismissed", "pending"]
    reason: str = ""
    name: str = ""
    at: datetime | None = None


def finding_document(
    finding: Finding,
    *,
    sweep: str,
    state: FindingState = "new",
    first_seen: datetime | None = None,
    last_seen: datetime | None = None,
    history: Sequence[Mapping[str, Any]] = (),
    decision: Decision | None = None,
    page: PageRecord | None = None,
    disclosure: SellerDisclosure | None = None,
    live_roles: str | None = None,
    titles: Titles = _NO_TITLES,
) -> Identified:
    """Return the document of a finding: all that its page shows and all that it is searched by.

    `page` is the item's page record, `disclosure` the shop's joined disclosure and `live_roles` who is behind the live
    rooms that sell the item, where there are any; `history` is JSON-ready.
    """
    region = finding.seller_region
    document = {
        "rule": finding.rule,
        "rule_title": titles.rule,
        "severity": finding.severity,
        "severity_rank": SEVERITY_RANKS[finding.severity],
        "standing": finding.standing,
        "looks": finding.looks,
        "pending": finding.pending,
        "state": state,
        "summary": finding.summary,
        "list_id": finding.list_id,
        **decision_changes(decision),
        **_listing_fields(page),
        **_seller_fields(disclosure, page),
        **_region_fields(region, finding.seller_region_precision, titles.region),
        "platform": finding.platform,
        "platform_title": titles.platform,
        "url": finding.url,
        "item_id": finding.item_id,
        "live_roles": live_roles,
        **({"shop": _name(finding.shop)} if finding.shop else {}),
        "shop_key": finding.shop_key,
        "group": finding.group,
        "group_name": titles.group,
        "sweep": sweep,
        "captured_at": _time(finding.captured_at),
        "first_seen": _time(first_seen or finding.captured_at),
        "last_seen": _time(last_seen or finding.captured_at),
        "screenshot": page.screenshot if page else None,
        "capture": page.capture if page else None,
        "captures": _distinct(evidence.capture for evidence in finding.evidence),
        "list_rows": _distinct(evidence.list_row for evidence in finding.evidence),
        "quotes": [evidence.quote[:_LONGEST_TEXT] for evidence in finding.evidence if evidence.quote],
        "basis_ids": _distinct(basis.id for basis in finding.basis),
        "basis": [basis.model_dump(mode="json") for basis in finding.basis],
        "evidence": [evidence.model_dump(mode="json") for evidence in finding.evidence],
        "explanation": [feature.model_dump(mode="json") for feature in finding.explanation],
        "history": [dict(step) for step in history],
    }
    return finding.id, _filled(document)


def decision_changes(decision: Decision | None) -> dict[str, Any]:
    """Return the fields of a finding that a decision sets: for a new document, or for `Store.update` by itself."""
    if decision is None:
        return {"review": "none", "review_reason": None, "reviewed_by": None, "reviewed_at": None}
    return {
        "review": decision.verdict,
        "review_reason": decision.reason,
        "reviewed_by": _name(decision.name),
        "reviewed_at": _time(decision.at),
    }


def listing_id(platform: str | None, item_id: str | None, url: str | None) -> str:
    """Return a listing's identity: the item inside its platform, else its URL."""
    return _hashed("listing", platform or "", item_id or fold_url(url or ""))


def disclosure_id(platform: str, shop_key: str) -> str:
    """Return a disclosure's identity: the shop inside its platform."""
    return _hashed("disclosure", platform, shop_key)


def listing_document(
    page: PageRecord,
    classification: Classification | None,
    *,
    sweep: str,
    shop_key: str | None = None,
    disclosure: SellerDisclosure | None = None,
    live_roles: str | None = None,
    region: str | None = None,
    region_precision: Literal["county", "city", "province", "none"] = "none",
    first_seen: datetime | None = None,
    titles: Titles = _NO_TITLES,
) -> Identified:
    """Return the document of a listing from its page record (which must have a listing)."""
    listing = page.listing or Listing()
    group = classification.groups[0] if classification and classification.groups else None
    document = {
        **_listing_fields(page),
        **_seller_fields(disclosure, page),
        **_region_fields(region, region_precision, titles.region),
        "platform": page.platform,
        "platform_title": titles.platform,
        "url": page.url,
        "item_id": listing.item_id,
        "shop_key": shop_key,
        "scope": classification.scope if classification else None,
        "group": group.id if group else None,
        "group_name": titles.group,
        "groups": [one.id for one in classification.groups] if classification else [],
        "why": [one.model_dump(mode="json") for one in classification.groups] if classification else [],
        "on_shelf": page.on_shelf,
        "fetched": page.fetched,
        "gate": page.gate,
        "sweep": sweep,
        "captured_at": _time(page.captured_at),
        "first_seen": _time(first_seen or page.captured_at),
        "last_seen": _time(page.captured_at),
        "capture": page.capture,
        "screenshot": page.screenshot,
        "category_path": _names(listing.category_path),
        "standards": _names(listing.standards),
        "specifications": _names(listing.specifications),
        "barcodes": _names([listing.gtin, *(sku.gtin for sku in listing.skus)]),
        "maker_address": listing.maker_address,
        "attribute_text": "\n".join(f"{label} {text}" for label, text in listing.attributes)[:_LONGEST_TEXT],
        "price_max": _amount(listing.price_max),
        "price_kind": listing.price_kind,
        "price_reason": listing.price_reason,
        "list_price": _amount(listing.list_price),
        "cross_border": listing.cross_border,
        "seller_individual": listing.seller_individual,
        "skus": [sku.model_dump(mode="json") for sku in listing.skus],
        "images": list(listing.images),
        "warnings": list(listing.warnings),
        "live_roles": live_roles,
        "states": _states(listing.readings),
    }
    return listing_id(page.platform, listing.item_id, page.url), _filled(document)


def disclosure_document(
    disclosure: SellerDisclosure,
    *,
    platform: str,
    shop_key: str,
    sweep: str,
    captured_at: datetime | None,
    pages: Sequence[PageRecord] = (),
    items_in_scope: int | None = None,
    region: str | None = None,
    region_precision: Literal["county", "city", "province", "none"] = "none",
    first_seen: datetime | None = None,
    titles: Titles = _NO_TITLES,
) -> Identified:
    """Return the document of what one shop shows about its seller, joined from its pages."""
    document = {
        **_seller_fields(disclosure, None),
        **_region_fields(region, region_precision, titles.region),
        "platform": platform,
        "platform_title": titles.platform,
        "url": disclosure.shop_url,
        "shop": _name(disclosure.shop),
        "shop_key": shop_key,
        "sweep": sweep,
        "captured_at": _time(captured_at),
        "first_seen": _time(first_seen or captured_at),
        "last_seen": _time(captured_at),
        "licence_state": _best_state(disclosure, "licence_number", "licence_text", "licence_images"),
        "declaration_state": _best_state(disclosure, "self_declaration"),
        "permits": _names(disclosure.permits),
        "licence_text": disclosure.licence_text,
        "self_declaration": disclosure.self_declaration,
        "address": disclosure.address,
        "contact": disclosure.contact,
        "individual": disclosure.individual,
        "items_in_scope": items_in_scope,
        "links": [link.model_dump(mode="json") for link in disclosure.links],
        "licence_images": list(disclosure.licence_images),
        "possible_licence_images": list(disclosure.possible_licence_images),
        "states": _states(disclosure.readings),
        "pages": [{"url": page.url, "capture": page.capture, "gate": page.gate} for page in pages],
    }
    return disclosure_id(platform, shop_key), _filled(document)


def publish(store: Store, kind: Kind, documents: Iterable[tuple[str, Document]]) -> BulkResult:
    """Write documents into the live index and say which were refused.

    Raises StoreUnavailable as soon as the store is away: the caller then marks nothing as published, and publishing
    again completes it, because every document replaces the one of its id.
    """
    return _reported(kind, store.put(kind, documents))


def publish_anew(store: Store, kind: Kind, documents: Iterable[tuple[str, Document]]) -> BulkResult:
    """Build the index of a kind again from these documents, beside the live one, and put it in its place."""
    with store.rebuild(kind) as building:
        result = building.put(documents)
    return _reported(kind, result)


def _reported(kind: Kind, result: BulkResult) -> BulkResult:
    for one in result.rejected:
        log.warning("Document not indexed", extra={"kind": kind, "id": one.id, "reason": one.reason})
    return result


def _listing_fields(page: PageRecord | None) -> dict[str, Any]:
    listing = page.listing if page else None
    if listing is None:
        return {}
    return {
        "title": listing.title,
        "name": _name(listing.name),
        "brand": _name(listing.brand),
        "maker": _name(listing.maker),
        "models": _names(listing.models),
        "licence_numbers": _names(listing.licence_numbers),
        "certificate_numbers": _names(listing.certificate_numbers),
        "report_numbers": _names(listing.report_numbers),
        "price": _amount(listing.price),
        "currency": listing.currency,
        "availability": listing.availability,
        "attributes": [list(pair) for pair in listing.attributes],
    }


def _seller_fields(disclosure: SellerDisclosure | None, page: PageRecord | None) -> dict[str, Any]:
    listing = page.listing if page else None
    found = {
        "shop": _name(listing.shop if listing else None),
        "seller_name": _name(disclosure.name if disclosure else None) or _name(listing.seller if listing else None),
    }
    if disclosure and disclosure.licence_number:
        reading = disclosure.readings.get("licence_number")
        # A number the page hides in part would be found by its visible rest: it is nobody's code.
        found["seller_code"] = None if reading and reading.masked else _name(disclosure.licence_number)
    return found


def _region_fields(code: str | None, precision: str, name: str | None) -> dict[str, Any]:
    divisions = [f"{code[:2]}0000", f"{code[:4]}00", code] if code and len(code) == 6 and code.isdigit() else [code]
    divisions = divisions if code else [UNKNOWN_REGION]
    return {
        "seller_region": code,
        "seller_region_precision": precision if code else "none",
        "seller_region_name": _name(name),
        "seller_regions": _distinct(divisions),
    }


def _best_state(disclosure: SellerDisclosure, *names: str) -> str | None:
    """Return what holds for several fields of which one is enough: shown, else not observable, else not shown."""
    states = {reading.state for name in names if (reading := disclosure.readings.get(name))}
    return next((state for state in ("shown", "not_observable", "not_shown") if state in states), None)


def _states(readings: Mapping[str, Reading]) -> dict[str, str]:
    return {name: f"{one.state}:{one.cause}" if one.cause else one.state for name, one in readings.items()}


def _name(text: str | None) -> str | None:
    return text.strip()[:_LONGEST_NAME] or None if text else None


def _names(texts: Iterable[str | None]) -> list[str]:
    return _distinct(map(_name, texts))


def _distinct(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _filled(document: dict[str, Any]) -> dict[str, Any]:
    """Leave out what has no value; `False` and 0 are values."""
    return {name: value for name, value in document.items() if value is not None and value not in ("", [], {})}
