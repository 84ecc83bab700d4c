"""What every store answers, whichever engine is behind it: put, search, get, export, rebuild.

Both stores agree on the set of hits, totals, facets, histograms and explicit sorts; relevance order may differ.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Literal, Protocol

from config.record import Record

Kind = Literal["findings", "listings", "disclosures"]
Document = Mapping[str, Any]
"""JSON-ready values under the names of `index.fields`; a name not declared there is rejected."""


class Rejected(Record):
    """A document the store would not take, and why."""

    id: str
    reason: str


class BulkResult(Record):
    """How a bulk write ended; indexed + len(rejected) is what was handed in."""

    indexed: int
    rejected: tuple[Rejected, ...] = ()


class Range(Record):
    """A closed range over a date or number field; None = open. Dates are ISO 8601."""

    low: str | float | None = None
    high: str | float | None = None


class Query(Record):
    """One question. Words of `text` are phrases of `index.tokens` and must all occur (in any searched field)."""

    kind: Kind
    text: str = ""
    exact: tuple[str, ...] = ()
    """Identifiers (URL, item id, credit code, certificate or model number); each must be one of the document's own
    identifiers, or, but for a URL, stand as a phrase in a searched field."""
    filters: dict[str, tuple[str, ...]] = {}
    """Keyword field → accepted values (any of them)."""
    excludes: dict[str, tuple[str, ...]] = {}
    """Keyword field → refused values."""
    ranges: dict[str, Range] = {}
    """Date or number field → range. A date without a time means that whole day in Asia/Shanghai."""
    facets: tuple[str, ...] = ()
    facet_size: int = 50
    histogram: str | None = None
    """Date field counted by day in Asia/Shanghai."""
    sort: tuple[tuple[str, Literal["asc", "desc"]], ...] = ()
    """Explicit order; the document id breaks ties. Empty = relevance."""
    size: int = 20
    offset: int = 0
    """For page numbers on screen; at most 10,000 with `size`. Beyond, use `after`."""
    after: str | None = None
    """Opaque cursor from the answer before, for deep paging; needs an explicit sort."""


class Hit(Record):
    """One document found."""

    id: str
    document: dict[str, Any]


class Answer(Record):
    """What a query gives. `total` is exact. Facets are ordered by count descending, then value."""

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[tuple[str, int], ...]] = {}
    histogram: tuple[tuple[str, int], ...] = ()
    """(day YYYY-MM-DD, count), days with hits only, ascending."""
    after: str | None = None


class Rebuild(Protocol):
    """A new version being filled beside the live one."""

    def put(self, documents: Iterable[tuple[str, Document]]) -> BulkResult:
        """Write into the version being built."""
        ...


class Store(Protocol):
    """The contract. Every method raises StoreUnavailable, with one clear line, when the engine is away or refuses.

    A query that names a field wrongly raises InputRejected. What is put or updated while a rebuild runs is carried over
    when the new version takes over, so no decision gets lost.
    """

    def put(self, kind: Kind, documents: Iterable[tuple[str, Document]]) -> BulkResult:
        """Insert or replace by id; every rejected document is reported, the others are kept."""
        ...

    def update(self, kind: Kind, changes: Iterable[tuple[str, Document]]) -> BulkResult:
        """Change some fields of documents that are there; an unknown id is reported as rejected."""
        ...

    def get(self, kind: Kind, identifier: str) -> dict[str, Any] | None:
        """Return one document or None."""
        ...

    def search(self, query: Query) -> Answer:
        """Answer one query."""
        ...

    def export(self, query: Query) -> Iterator[Hit]:
        """Yield every hit from one point in time, in the explicit order or by id."""
        ...

    def rebuild(self, kind: Kind) -> AbstractContextManager[Rebuild]:
        """Fill a new version beside the live one; leaving the block swaps it in, an exception drops it."""
        ...

    def health(self) -> dict[str, Any]:
        """Return engine, version, and for each kind its live version and document count."""
        ...

    def close(self) -> None:
        """Release the connection."""
        ...
