"""What the address of the findings page asks: read from it, turned into store queries, written back into links."""

from collections.abc import Iterable
from typing import Literal, get_args
from urllib.parse import urlencode

from pydantic import Field
from starlette.datastructures import QueryParams

from config.record import Record
from index.codes import recognise
from index.contract import Query
from index.tokens import words

View = Literal["default", "reference", "pending", "dismissed", "all"]
VIEWS: dict[View, str] = {
    "default": "疑似线索",
    "reference": "参考",
    "pending": "待复看",
    "dismissed": "已排除",
    "all": "全部",
}
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
    "new": ("最新出现", (("first_seen", "desc"), ("severity_rank", "desc"))),
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

    def query(self, *, size: int = PAGE_SIZE, facets: Iterable[str] = (), without: str | None = None) -> Query:
        """Return the store query; `without` leaves one facet's own choice out, to count its other values."""
        filters, excludes = view_filters(self.view)
        chosen = {field: values for field, values in self.chosen.items() if field != without}
        text, exact = split_text(self.text)
        return Query(
            kind="findings",
            text=text,
            exact=exact,
            filters={**filters, **chosen},
            excludes=excludes,
            facets=tuple(facets),
            sort=SORTS[self.sort][1],
            size=size,
            offset=(self.page - 1) * PAGE_SIZE if size else 0,
        )

    def link(self, **changes: object) -> str:
        """Return the address of a neighbouring question; any change but of the page goes back to page one."""
        changed = self.model_copy(update={"page": 1, **changes})
        return f"/findings{changed.search}"

    def toggled(self, field: str, value: str) -> str:
        """Return the address with one facet value chosen, or no longer chosen."""
        now = self.chosen.get(field, ())
        values = tuple(other for other in now if other != value) if value in now else (*now, value)
        return self.link(chosen={**self.chosen, field: values})

    @property
    def search(self) -> str:
        """The part of the address after the path, with only what differs from the default."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [("view", self.view)] if self.view != "default" else []
        pairs += [(field, value) for field, values in self.chosen.items() for value in values]
        pairs += [("sort", self.sort)] if self.sort != "new" else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return f"?{urlencode(pairs)}" if pairs else ""


def split_text(typed: str) -> tuple[str, tuple[str, ...]]:
    """Part what was typed into words and identifiers (URL, item id, credit code, certificate number)."""
    typed_words = words(typed)
    exact = tuple(word for word in typed_words if recognise(word))
    return " ".join(f'"{word}"' for word in typed_words if word not in exact), exact


Choice = dict[str, tuple[str, ...]]


def view_filters(view: View) -> tuple[Choice, Choice]:
    """Return what a view asks for and what it refuses: by default 依据生效, not 待复看, not 排除."""
    hidden: Choice = {"review": ("dismissed",)}
    if view == "default":
        return {"standing": ("in_force",), "pending": ("false",)}, hidden
    if view == "reference":
        return {"standing": ("reference",), "pending": ("false",)}, hidden
    if view == "pending":
        return {"pending": ("true",)}, hidden
    if view == "dismissed":
        return {"review": ("dismissed",)}, {}
    return {}, {}


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
