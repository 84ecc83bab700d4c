"""Pages in the ways shops are built, each written with what a person reads off it."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from crawler.read.reader import Reader
from crawler.records import LISTING_FIELDS, Fragment, Listing, PageRecord, RawPage
from tests.crawler.read.pages import raw_page

FOLDER = Path(__file__).with_name("dialects")
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))
AMOUNTS = ("price", "price_max", "list_price")


def page(
    text: str, *, url: str | None = None, encoding: str = "utf-8", fragments: tuple[Fragment, ...] = ()
) -> RawPage:
    """Return a saved page as an import hands it on."""
    return raw_page(text.encode(encoding), url, fragments=fragments)


def read(text: str, **keywords: Any) -> PageRecord:
    return Reader(()).read(page(text, **keywords), "page.html")


def listing_of(record: PageRecord) -> Listing:
    assert record.listing is not None, record.kind
    return record.listing


@pytest.mark.parametrize("name", EXPECTED)
def test_the_page_reads_as_a_person_reads_it(name: str) -> None:
    wanted = dict(EXPECTED[name])
    text = (FOLDER / f"{name}.html").read_text(encoding="utf-8")

    record = read(text, url=wanted.pop("url", None), encoding=wanted.pop("encoding", "utf-8"))

    assert (record.kind, record.gate) == ("item", "none")
    assert comparable(listing_of(record), wanted) == wanted


def comparable(listing: Listing, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return the listing's values of the wanted fields, written as in the table; amounts compare as numbers."""
    values: dict[str, Any] = {}
    for field, want in wanted.items():
        value = getattr(listing, field)
        if field == "skus":
            value = [[sku.sku, sku.price, sku.availability] for sku in value]
            same = [[row[0], Decimal(row[1]), row[2]] for row in want] == value
            value = want if same else value
        elif isinstance(value, tuple):
            value = list(value)
        elif field in AMOUNTS and value is not None and want != "none" and value == Decimal(want):
            value = want
        values[field] = "none" if value is None else value
    return values


@pytest.mark.parametrize(
    ("name", "fields"), [("click_to_see", ("maker", "certificate_numbers")), ("lazy_tab", ("maker", "standards"))]
)
def test_what_stands_behind_a_click_is_not_observable(name: str, fields: tuple[str, ...]) -> None:
    listing = listing_of(read((FOLDER / f"{name}.html").read_text(encoding="utf-8"), url=EXPECTED[name].get("url")))

    assert {listing.readings[field].state for field in fields} == {"not_observable"}


@pytest.mark.parametrize("name", EXPECTED)
def test_every_field_is_explained(name: str) -> None:
    wanted = EXPECTED[name]
    text = (FOLDER / f"{name}.html").read_text(encoding="utf-8")

    listing = listing_of(read(text, url=wanted.get("url"), encoding=wanted.get("encoding", "utf-8")))

    assert set(listing.readings) == set(LISTING_FIELDS)
    for field in ("title", "price", "brand", "sku", "shop", "maker", "category_path"):
        reading = listing.readings[field]
        has_value = getattr(listing, field) not in (None, ())
        assert (reading.state == "shown") == has_value, field
        assert (reading.source is not None) == has_value, field
        assert (reading.cause is not None) == (reading.state == "not_observable"), field
    assert (listing.price is None) == (listing.price_reason is not None)
