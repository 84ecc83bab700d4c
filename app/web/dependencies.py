"""What the page needs from the rest of the program, handed in once; and the one place where roles will come in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request

from app.office.database import Office
from app.office.summary import SweepSummary
from config.clock import Clock
from config.record import Record
from crawler.platforms import PlatformDeclaration
from crawler.records import PageRecord, RawPage
from index.contract import Store


@dataclass(frozen=True)
class Captured:
    """A capture and the sweep folder it lies in."""

    sweep_id: str
    folder: Path
    page: RawPage


@dataclass(frozen=True)
class Kept:
    """The record of a capture, and the reader version that made it."""

    record: PageRecord
    reader: str


class RuleText(Record):
    """A rule as staff see it; `explanation` is its docstring."""

    code: str
    title: str
    explanation: str = ""


class ListRow(Record):
    """One row of an official list, as cited by `list@version#row`."""

    reference: str
    title: str
    published_on: date | None = None
    values: tuple[tuple[str, str], ...]


class RejectedRow(Record):
    """A row that an import did not take over, and why."""

    row: str
    reason: str


class ListEdition(Record):
    """One imported version of an official list."""

    id: str
    title: str
    version: str
    source: str = ""
    imported_at: datetime | None = None
    rows: int
    rejected: tuple[RejectedRow, ...] = ()


class Coming(Record):
    """The next run of a declared sweep."""

    name: str
    cron: str
    at: datetime | None


class PricePosition(Record):
    """One price against its group; what the plot is drawn from. All prices per unit, in CNY."""

    title: str
    unit: str
    own: Decimal
    median: Decimal
    spread: float
    """Of ln(unit price)."""
    threshold: Decimal | None = None
    """Below it the price stands out."""
    sellers: int
    window_from: date | None = None
    window_to: date | None = None
    prices: tuple[Decimal, ...] = ()
    """The group's unit prices, one a seller, where they are known."""


@dataclass(frozen=True)
class WebDeps:
    """Everything `create_app` uses. Loaders are functions: a page shows what is there when it is asked for."""

    store: Store
    office: Office
    data: Path
    clock: Clock
    demo: bool = False
    version: str = ""
    platforms: Sequence[PlatformDeclaration] = ()
    group_titles: Mapping[str, str] = field(default_factory=dict)
    region_titles: Callable[[str], str | None] = lambda _: None
    """Division code → full name."""
    rules: Mapping[str, RuleText] = field(default_factory=dict)
    unverified_articles: Callable[[str], bool] = lambda _: False
    """Whether a basis' article number is not verified (条款号待核)."""
    canonical_url: Callable[[str], str] | None = None
    """Turns a pasted URL into the form captures are kept under."""
    fill_drop: float = 0.15
    """How far (0–1) below its usual share a field's fill rate is marked as fallen."""
    summaries: Callable[[], Sequence[SweepSummary]] = tuple
    """Of every published sweep, newest first."""
    capture: Callable[[str, str | None], Captured | None] = lambda _sha, _sweep: None
    """By the body's sha256; a sweep to look in first makes it quick."""
    record: Callable[[str, str], Kept | None] = lambda _sha, _sweep: None
    """What was read of a capture of one sweep, in the records that count."""
    list_row: Callable[[str], ListRow | None] = lambda _: None
    list_editions: Callable[[], Sequence[ListEdition]] = tuple
    price_position: Callable[[Mapping[str, Any]], PricePosition | None] = lambda _: None
    """By a finding's document."""
    coming: Callable[[], Sequence[Coming]] = tuple
    """Next runs of the clock."""

    def platform_title(self, name: str) -> str:
        """Return the Chinese name of a declared platform or self-built shop, else the name (a host) itself."""
        return next((one.title for one in self.platforms if name == one.name or name in one.hosts), name)

    def rule(self, code: str) -> RuleText:
        """Return a rule's text; a rule that is no longer there keeps its code as title."""
        return self.rules.get(code) or RuleText(code=code, title=code)


@dataclass(frozen=True)
class User:
    """Who is asking. Everybody at this machine may do everything until there is a login."""

    name: str | None = None
    roles: frozenset[str] = frozenset({"viewer", "reviewer", "sampler", "admin"})


def current_user(request: Request) -> User:  # noqa: ARG001  a login will read the request
    """Return who is asking: the one place where login and roles (viewer, reviewer, sampler, admin) will come in."""
    return User()


def web_deps(request: Request) -> WebDeps:
    """Return what the application was made with."""
    deps: WebDeps = request.app.state.deps
    return deps


Deps = Annotated[WebDeps, Depends(web_deps)]
CurrentUser = Annotated[User, Depends(current_user)]
