"""The JSON lines machines get: pages as `goodswatch read` prints them, findings as `goodswatch findings` does."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from crawler.records import DISCLOSURE_FIELDS, LISTING_FIELDS, Listing, PageRecord, Reading, SellerDisclosure
from matchers.records import Finding, FindingState

_UNSTATED = Reading(state="not_observable", cause="limit")
"""For a key the reader gave no reading of: our own limit, never "not shown"."""


def page_row(page: PageRecord, *, explain: bool = False) -> dict[str, Any]:
    """Return one page as a JSON-ready object; all keys always there, None = no value, [] = none."""
    row: dict[str, Any] = {
        "source": page.source,
        "url": page.url,
        "platform": page.platform,
        "kind": page.kind,
        "gate": page.gate,
        "listing": _fields(page.listing, LISTING_FIELDS),
        "disclosure": _fields(page.disclosure, DISCLOSURE_FIELDS),
    }
    if explain:
        row["explain"] = _explain(page.listing or page.disclosure)
    return row


def finding_row(finding: Finding, state: FindingState) -> dict[str, Any]:
    """Return one finding as a JSON-ready object with its state as of the end of the sweep asked for."""
    values = finding.model_dump(mode="json")
    kept = (
        "id", "rule", "severity", "standing", "looks", "platform", "url", "item_id", "shop", "seller_region", "group",
        "summary", "basis", "evidence", "explanation",
    )  # fmt: skip
    row = {name: values[name] for name in kept}
    row["state"] = state
    return row


def _fields(record: Listing | SellerDisclosure | None, names: tuple[str, ...]) -> dict[str, Any] | None:
    return None if record is None else {name: _plain(getattr(record, name)) for name in names}


def _explain(record: Listing | SellerDisclosure | None) -> dict[str, Any]:
    if record is None:
        return {}
    names = LISTING_FIELDS if isinstance(record, Listing) else DISCLOSURE_FIELDS
    return {name: record.readings.get(name, _UNSTATED).model_dump(mode="json") for name in names}


def _plain(value: object) -> Any:
    """Return a JSON-ready form; amounts become decimal strings."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, BaseModel):
        return {name: _plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    return value
