"""Tells whether a page fetched over HTTP lacks parts that its scripts would load, as the reader will see it."""

import logging
from datetime import datetime

from crawler.read.dom.document import Document
from crawler.read.states.loading import unloaded_parts
from crawler.records import Fragment, RawPage
from spiders.pages import FetchedPage

log = logging.getLogger(__name__)


def lacks_parts(page: FetchedPage, fragments: tuple[Fragment, ...], captured_at: datetime) -> bool:
    """Return whether the reader would call the page not loaded whole."""
    raw = RawPage(
        platform=page.row.platform,
        url=page.row.url,
        final_url=page.final_url,
        expected_kind=page.row.kind,
        captured_at=captured_at,
        sha256="",
        body=page.body,
        content_type=page.content_type,
        status=page.response.status,
        fetched="http",
        complete=page.complete,
        fragments=fragments,
    )
    try:
        return bool(unloaded_parts(Document.of(raw, page.declaration)))
    # Whatever an odd page does to the reader, it must not end the sweep; the page is kept as it came.
    except Exception as error:
        log.warning("Parts of a page not judged", extra={"url": page.row.url, "error": repr(error)})
        return False
