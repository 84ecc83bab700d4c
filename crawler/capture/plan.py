"""What a sweep was asked to do and every URL it set out to fetch."""

from datetime import datetime
from typing import Literal

from config.record import Record
from crawler.records import FetchMode, Gate, Outcome, PageKind, UrlSource

DEFAULT_USER_AGENT = "Mozilla/5.0 (compatible; goodswatch/0.1; product quality supervision monitoring)"
IMAGE = "image"
"""Reason of a planned picture, which is kept for its text and is no page."""
Look = Literal[1, 2]


class SweepSpec(Record):
    """One sweep as ordered; kept as `capture/sweep.json` and never changed."""

    name: str
    kind: Literal["sweep", "import"] = "sweep"
    platforms: tuple[str, ...] = ()
    """Names of the declared platforms to sweep from their entries; empty plans nothing by itself."""
    shops: tuple[str, ...] = ()
    """Home pages of single shops to sweep."""
    keywords: tuple[str, ...] = ()
    """Replaces the keywords of the platforms' search, when given."""
    limit_minutes: float | None = None
    """What is not fetched after so long ends as skipped_limit."""
    started_at: datetime | None = None
    """Set when the folder is made."""
    observed_at: datetime | None = None
    """When what the sweep shows was seen, where that is not its start: an import of older pages."""
    user_agent: str = DEFAULT_USER_AGENT
    platform_folders: tuple[str, ...] = ()
    """Folders whose `*/platform.toml` declare the platforms."""
    fixed_now: datetime | None = None
    """The moment every capture is stamped with; set by the demo and tests only."""
    chromium_path: str | None = None


class PlanRow(Record):
    """One planned URL. `number` is given when the row is planned."""

    url: str
    platform: str
    """As in records: the declared marketplace's name, else the host."""
    kind: PageKind = "other"
    look: Look = 1
    reason: str = "entry"
    """entry, link, paging, sitemap, search, recheck, second_look, import, image."""
    item_id: str | None = None
    shop: str | None = None
    """Key of the shop it belongs to (its normalised URL), where known."""
    fetch: FetchMode = "auto"
    number: int = 0


class Ending(Record):
    """How one planned URL ended; one line of the ledger. Offsets point to durable records only."""

    number: int
    outcome: Outcome
    gate: Gate = "none"
    status: int | None = None
    ended_at: datetime | None = None
    capture: str | None = None
    """sha256 of the body, where one was kept."""
    captured_at: datetime | None = None
    final_url: str | None = None
    shop: str | None = None
    """The shop the page named, where the plan did not know it."""
    note: str | None = None
    same_as: str | None = None
    """The address under which the site itself files this item: kept as evidence, read only from there."""
    file: str | None = None
    offset: int = 0
    length: int = 0
    content_type: str | None = None
    fetched: Literal["http", "browser", "imported"] = "http"
    url_source: UrlSource = "fetched"
    complete: bool = True
    rendered: bool = False
    screenshot: str | None = None
