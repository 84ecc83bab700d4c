"""Captures for the reader's tests: markup as an import or a fetch hands it on, and what is read of it."""

import hashlib
from typing import Any

from crawler.read.reader import Reader
from crawler.records import Listing, PageRecord, RawPage

ITEM_URL = "http://shop.example/goods/7.html"
READER = Reader(())


def raw_page(markup: str | bytes, url: str | None = ITEM_URL, **fields: Any) -> RawPage:
    """Return a page as saved by hand; `fields` say what else is known of it."""
    body = markup.encode() if isinstance(markup, str) else markup
    settled = {"platform": None, "captured_at": None, "fetched": "imported"} | fields
    return RawPage(url=url, sha256=hashlib.sha256(body).hexdigest(), body=body, **settled)


def record_of(markup: str | bytes, url: str | None = ITEM_URL, **fields: Any) -> PageRecord:
    """Read a page of no declared platform."""
    return READER.read(raw_page(markup, url, **fields), "page.html")


def listing_of(markup: str | bytes, url: str | None = ITEM_URL, **fields: Any) -> Listing:
    """Read a page that must give a listing."""
    record = record_of(markup, url, **fields)
    assert record.listing is not None, record.kind
    return record.listing
