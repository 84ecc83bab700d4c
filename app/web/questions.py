"""What the address of the findings page asks: read from it, turned into store queries, written back into links."""

from collections.abc import Callable
from typing import Literal, get_args
from urllib.parse import urlencode

from pydantic import Field
from starlette.datastructures import QueryParams

from config.record import Record
from index.contract import Query
from index.query import DEFAULTS, NEW_FIRST, Asked, Default, understand

View = Literal["default", "reference", "pending", "closed", "dismissed", "all"]
"""What part of the findings is shown; every finding is in one of the first five, and all are in the last."""
Chosen = dict[str, tuple[str, ...]]


class Part(Record):
    """One view: its name, what it asks for, and which of the usual defaults it lifts."""

    title: str
    filters: Chosen = {}
    show: tuple[Default, ...] = ()


EVERY: tuple[Default, ...] = get_args(Default)
PARTS: dict[View, Part] = {
    "default": Part(title="疑似线索"),
    "reference": Part(title="参考", filters={"standing": ("reference",)}),
    "pending": Part(title="待复看", filters={"pending": ("true",)}, show=("reference",)),
    "closed": Part(title="已了结", filters={"state": DEFAULTS["closed"][1]}, show=("reference", "pending")),
    "dismissed": Part(title="已排除", filters={"review": ("dismissed",)}, show=("reference", "pending", "closed")),
    "all": Part(title="全部", show=EVERY),
}
VIEWS: dict[View, str] = {view: part.title for view, part in PARTS.items()}
FACETS = {
    "state": "状态",
    "severity": "严重程度",
    "seller_regions": "销售者所在地",
    "platform": "平台",
    "rule": "规则",
    "group": "产品组",
    "review": "处理意见",
}
Direction = Literal["asc", "desc"]
SORTS: dict[str, tuple[str, tuple[tuple[str, Direction], ...]]] = {
    "new": ("最新出现", NEW_FIRST),
    "severity": ("严重程度", (("severity_rank", "desc"), ("first_seen", "desc"))),
    "captured": ("最近采集", (("captured_at", "desc"),)),
    "region": ("销售者所在地", (("seller_region", "asc"), ("severity_rank", "desc"))),
}
PAGE_SIZE = 25
DEEPEST = 10_000
TEXT_LENGTH = 200


class SearchState(Record):
    """One question as it stands in the address; everything in it has been checked."""

    text: str = ""
    view: View = "default"
    sort: str = "new"
    page: int = Field(default=1, ge=1)
    chosen: dict[str, tuple[str, ...]] = {}

    def query(
        self,
        *,
        size: int = PAGE_SIZE,
        facets: tuple[str, ...] = (),
        without: str | None = None,
        canonical_url: Callable[[str], str] | None = None,
    ) -> Query:
        """Return the store query; `without` leaves one facet's own choice out, to count its other values."""
        part = PARTS[self.view]
        chosen = {field: values for field, values in self.chosen.items() if field != without}
        asked = Asked(
            text=self.text,
            filters={**chosen, **part.filters},
            show=part.show,
            sort=SORTS[self.sort][1],
            size=size,
            offset=(self.page - 1) * PAGE_SIZE if size else 0,
        )
        return understand(asked, canonical_url=canonical_url).query.model_copy(update={"facets": facets})

    def in_view(self, view: View) -> "SearchState":
        """Return the same question in another view, without a choice that the view itself makes."""
        chosen = {field: values for field, values in self.chosen.items() if field not in PARTS[view].filters}
        return self.model_copy(update={"view": view, "chosen": chosen, "page": 1})

    def link(self, **changes: object) -> str:
        """Return the address of a neighbouring question; any change but of the page goes back to page one."""
        changed = self.model_copy(update={"page": 1, **changes})
        return changed.address

    def toggled(self, field: str, value: str) -> str:
        """Return the address with one facet value chosen, or no longer chosen."""
        now = self.chosen.get(field, ())
        values = tuple(other for other in now if other != value) if value in now else (*now, value)
        return self.link(chosen={**self.chosen, field: values})

    @property
    def address(self) -> str:
        """The question as an address of this page."""
        return f"/findings{self.search}"

    @property
    def search(self) -> str:
        """The part of the address after the path, with only what differs from the default."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [("view", self.view)] if self.view != "default" else []
        pairs += [(field, value) for field, values in self.chosen.items() for value in values]
        pairs += [("sort", self.sort)] if self.sort != "new" else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return f"?{urlencode(pairs)}" if pairs else ""


def read_question(parameters: QueryParams) -> SearchState:
    """Read an address; what it may not say is left out, so that an old bookmark still opens."""
    view = parameters.get("view", "default")
    sort = parameters.get("sort", "new")
    page = parameters.get("page", "1")
    chosen = {field: tuple(dict.fromkeys(value for value in parameters.getlist(field) if value)) for field in FACETS}
    return SearchState(
        text=parameters.get("q", "").strip()[:TEXT_LENGTH],
        view=view if view in get_args(View) else "default",
        sort=sort if sort in SORTS else "new",
        page=min(max(int(page), 1), DEEPEST // PAGE_SIZE) if page.isascii() and page.isdigit() else 1,
        chosen={field: values[:50] for field, values in chosen.items() if values},
    )
