"""From what staff type and click to a query: identifiers recognised, the usual defaults, what they hide counted."""

import re
from collections.abc import Callable
from typing import Literal

from config.record import Record
from index.codes import CodeKind, recognise
from index.contract import Kind, Query, Range, Store

Default = Literal["reference", "pending", "dismissed", "closed"]
"""参考 / 待复看 / 已排除 / 已了结: what the usual list of findings leaves out until somebody asks for it."""

DEFAULTS: dict[Default, tuple[str, tuple[str, ...]]] = {
    "reference": ("standing", ("reference",)),
    "pending": ("pending", ("true",)),
    "dismissed": ("review", ("dismissed",)),
    "closed": ("state", ("corrected", "off_shelf", "withdrawn")),
}
"""Each default's field, and the values it hides."""

DEFAULT_TITLES: dict[Default, str] = {
    "reference": "参考",
    "pending": "待复看",
    "dismissed": "已排除",
    "closed": "已改正、已下架或已撤回",
}

NEW_FIRST: tuple[tuple[str, Literal["asc", "desc"]], ...] = (("first_seen", "desc"), ("severity_rank", "desc"))
"""The order of the usual list."""

FACETS: dict[Kind, tuple[str, ...]] = {
    "findings": ("state", "seller_regions", "platform", "rule", "group", "severity", "standing", "review"),
    "listings": ("platform", "group", "scope", "on_shelf", "seller_regions"),
    "disclosures": ("platform", "licence_state", "seller_regions"),
}
"""The facets staff see, in this order."""


_PIECE = re.compile(r"[\"“「『][^\"“”「」『』]*[\"”」』]|\S+")
"""What stands in quotes, and every word outside."""


class Asked(Record):
    """What stands in the search form. An explicit choice in a field lifts the default on that field."""

    kind: Kind = "findings"
    text: str = ""
    filters: dict[str, tuple[str, ...]] = {}
    excludes: dict[str, tuple[str, ...]] = {}
    ranges: dict[str, Range] = {}
    show: tuple[Default, ...] = ()
    """Defaults that are lifted."""
    sort: tuple[tuple[str, Literal["asc", "desc"]], ...] | None = None
    """None = newest first without a text, by relevance with one."""
    size: int = 20
    offset: int = 0
    after: str | None = None


class Recognised(Record):
    """A typed word taken for an identifier."""

    word: str
    kind: CodeKind


class Understood(Record):
    """The query made of what was asked, and which words were taken for identifiers."""

    query: Query
    recognised: tuple[Recognised, ...] = ()


def understand(asked: Asked, *, canonical_url: Callable[[str], str] | None = None) -> Understood:
    """Return the query. `canonical_url` turns a pasted URL into the form captures are kept under, where known."""
    plain: list[str] = []
    recognised: list[Recognised] = []
    exact: list[str] = []
    for word in _PIECE.findall(asked.text):
        kind = recognise(word)
        if kind is None:
            plain.append(word)
            continue
        recognised.append(Recognised(word=word, kind=kind))
        exact.append(canonical_url(word) if kind == "url" and canonical_url else word)
    query = Query(
        kind=asked.kind,
        text=" ".join(plain),
        exact=tuple(exact),
        filters=asked.filters,
        excludes=_with_defaults(asked),
        ranges=asked.ranges,
        facets=FACETS[asked.kind],
        sort=_order(asked),
        size=asked.size,
        offset=asked.offset,
        after=asked.after,
    )
    return Understood(query=query, recognised=tuple(recognised))


def hidden_counts(
    store: Store, asked: Asked, *, canonical_url: Callable[[str], str] | None = None
) -> dict[Default, int]:
    """Return for each default in force how many more findings lifting it would show."""
    counts: dict[Default, int] = {}
    for default in defaults_in_force(asked):
        field, values = DEFAULTS[default]
        lifted = asked.model_copy(
            update={"show": (*asked.show, default), "filters": {**asked.filters, field: values}, "sort": ()}
        )
        query = understand(lifted, canonical_url=canonical_url).query
        bare = query.model_copy(update={"facets": (), "size": 0, "offset": 0, "after": None})
        counts[default] = store.search(bare).total
    return counts


def defaults_in_force(asked: Asked) -> tuple[Default, ...]:
    """Return the defaults that hide something in this search."""
    if asked.kind != "findings":
        return ()
    return tuple(
        default
        for default, (field, _) in DEFAULTS.items()
        if default not in asked.show and field not in asked.filters and field not in asked.excludes
    )


def _with_defaults(asked: Asked) -> dict[str, tuple[str, ...]]:
    hidden = {DEFAULTS[default][0]: DEFAULTS[default][1] for default in defaults_in_force(asked)}
    return {**hidden, **asked.excludes}


def _order(asked: Asked) -> tuple[tuple[str, Literal["asc", "desc"]], ...]:
    if asked.sort is not None:
        return asked.sort
    if asked.text.strip():
        return ()
    return NEW_FIRST if asked.kind == "findings" else (("captured_at", "desc"),)
