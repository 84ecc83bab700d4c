"""Bounds what a trap can make a sweep fetch: pages of one form that lead to nothing new are not asked for for ever."""

import re
from collections import Counter
from urllib.parse import urlsplit

from crawler.capture.plan import PlanRow
from crawler.records import PageKind

_NUMBER = re.compile(r"\d+")
_PAGE_NAMES = frozenset(
    {"page", "p", "pg", "pn", "pageno", "page_no", "pageindex", "pagenum", "paged", "offset", "start"}
)
_PAGE_IN_PATH = re.compile(r"(?<=[/_-])(?:page|p|list|index)[/_-]?\d+", re.IGNORECASE)
_BARREN_LISTS = 4
"""Pages of one list in a row without anything new after which it has ended; lists seen repeat one page at most."""
_BARREN: dict[PageKind, int] = {"list": 40, "other": 20, "item": 40}
"""Pages of one form in a row without anything new: forty categories may show nothing but what the home page showed."""

_TOLD = 10
"""Rows of a barren form that are still planned, and end as skipped_limit, so that a reader of the plan sees it."""


class Forms:
    """Counts, per form of address, pages in a row that led to nothing new."""

    def __init__(self) -> None:
        self._barren: Counter[str] = Counter()
        self._seen: set[str] = set()
        self._told: Counter[str] = Counter()

    def is_new(self, row: PlanRow) -> bool:
        """Return whether no address of this form was met before; it is from now on."""
        form = _form(row)
        if form in self._seen:
            return False
        self._seen.add(form)
        return True

    def note(self, row: PlanRow, *, fruitful: bool) -> None:
        """Take down what a page led to."""
        for key in (_form(row), _list_of(row)):
            self._barren[key] = 0 if fruitful else self._barren[key] + 1

    def is_told(self, row: PlanRow) -> bool:
        """Return whether enough rows of a barren form are on record; a calendar's days would fill the plan."""
        if not self.is_barren(row):
            return False
        self._told[_form(row)] += 1
        return self._told[_form(row)] > _TOLD

    def is_barren(self, row: PlanRow) -> bool:
        """Return whether pages like this one have led to nothing for so long that more of them are not asked for."""
        if row.reason not in ("link", "paging") or row.kind not in _BARREN:
            return False
        if self._barren[_form(row)] >= _BARREN[row.kind]:
            return True
        return row.kind == "list" and self._barren[_list_of(row)] >= _BARREN_LISTS


def _form(row: PlanRow) -> str:
    """Return the address with its numbers left out: pages of one form come from one template."""
    parts = urlsplit(row.url)
    names = sorted({part.partition("=")[0] for part in parts.query.split("&")})
    return (
        f"{row.kind} {parts.netloc}{_NUMBER.sub('0', parts.path)}?{'&'.join(names)}#{_NUMBER.sub('0', parts.fragment)}"
    )


def _list_of(row: PlanRow) -> str:
    """Return the address without the number of the page: what is one list, whichever of its pages is shown."""
    parts = urlsplit(row.url)
    kept = sorted(part for part in parts.query.split("&") if part.partition("=")[0].lower() not in _PAGE_NAMES)
    return f"list {parts.netloc}{_PAGE_IN_PATH.sub('', parts.path)}?{'&'.join(kept)}#{parts.fragment}"
