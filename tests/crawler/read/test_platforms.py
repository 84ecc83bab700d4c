"""Pages in the manner of each declared platform, every field compared with what a person reads off the page.

A field that `expected.json` does not name has no value. States are `shown`, `not_shown` or `not_observable[:cause]`.
"""

import hashlib
import json
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from crawler.platforms import PlatformDeclaration, load_platforms
from crawler.read.reader import Reader
from crawler.records import Listing, PageRecord, RawPage, Reading, SellerDisclosure

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "tests" / "fixtures" / "platforms"
CASES = sorted(path.parent for path in FOLDER.glob("*/*/expected.json"))
LISTING = (
    "title", "price", "price_max", "list_price", "currency", "brand", "models", "maker", "maker_address", "sku", "skus",
    "gtin", "mpn", "availability", "item_id", "shop", "category_path", "licence_numbers", "certificate_numbers",
    "report_numbers", "standards",
)  # fmt: skip
DISCLOSURE = ("shop", "name", "licence_number", "licence_images", "self_declaration", "address")
AMOUNTS = ("price", "price_max", "list_price")


@lru_cache(maxsize=1)
def platforms() -> tuple[PlatformDeclaration, ...]:
    return load_platforms(ROOT / "spiders")


def expected(case: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=64)
def read(case: Path) -> PageRecord:
    body = (case / "page.html").read_bytes()
    raw = RawPage(
        platform=None,
        url=expected(case)["url"],
        captured_at=None,
        sha256=hashlib.sha256(body).hexdigest(),
        body=body,
        fetched="imported",
        rendered=True,
    )
    return Reader(platforms()).read(raw, "page.html")


def named(case: Path) -> str:
    return f"{case.parent.name}/{case.name}"


def holder_of(record: PageRecord) -> tuple[Listing | SellerDisclosure | None, tuple[str, ...]]:
    if record.listing is not None:
        return record.listing, LISTING
    return record.disclosure, DISCLOSURE


def plain(field: str, value: Any) -> Any:
    """Return a value as the table writes it: amounts as numbers, lists as lists, nothing as None."""
    if field == "skus":
        return [[sku.sku, sku.price] for sku in value if sku.sku and sku.price] or None
    if field in AMOUNTS and value is not None:
        return Decimal(value)
    return (list(value) if isinstance(value, tuple) else value) or None


def wanted(field: str, value: Any) -> Any:
    if field == "skus" and value is not None:
        return [[sku, Decimal(price)] for sku, price in value]
    return Decimal(value) if field in AMOUNTS and value is not None else value


def test_every_platform_has_an_item_a_shop_and_a_gate() -> None:
    for declaration in platforms():
        cases = {case.name for case in CASES if case.parent.name == declaration.name}

        assert {"item", "gate"} <= cases, declaration.name
        assert cases & {"shop", "disclosure", "list"}, declaration.name


@pytest.mark.parametrize("case", CASES, ids=named)
def test_kind_and_gate(case: Path) -> None:
    record = read(case)

    assert (record.platform, record.kind, record.gate) == (
        case.parent.name,
        expected(case)["kind"],
        expected(case)["gate"],
    )


FIELDS = [
    (case, field)
    for case in CASES
    if expected(case)["gate"] == "none" and expected(case)["kind"] != "list"
    for field in (LISTING if expected(case)["kind"] == "item" else DISCLOSURE)
]


@pytest.mark.parametrize(("case", "field"), FIELDS, ids=[f"{named(case)}-{field}" for case, field in FIELDS])
def test_the_field_is_what_a_person_reads(case: Path, field: str) -> None:
    holder, _fields = holder_of(read(case))

    assert holder is not None
    assert plain(field, getattr(holder, field)) == wanted(field, expected(case)["values"].get(field))


STATES = [(case, field) for case in CASES for field in expected(case)["states"]]


@pytest.mark.parametrize(("case", "field"), STATES, ids=[f"{named(case)}-{field}" for case, field in STATES])
def test_the_state_is_what_a_person_would_say(case: Path, field: str) -> None:
    holder, _fields = holder_of(read(case))
    assert holder is not None
    state, _, cause = expected(case)["states"][field].partition(":")

    reading: Reading = holder.readings[field]

    assert reading.state == state
    assert not cause or reading.cause == cause
    assert reading.masked == (field in expected(case).get("masked", ()))


@pytest.mark.parametrize("case", CASES, ids=named)
def test_what_has_a_value_is_shown(case: Path) -> None:
    holder, fields = holder_of(read(case))
    if holder is None:
        return
    for field in fields:
        reading = holder.readings.get(field)
        if reading is not None and field not in ("skus", "availability"):
            assert (plain(field, getattr(holder, field)) is not None) == (reading.state == "shown"), field
