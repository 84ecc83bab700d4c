"""Compares what was read with what a person reads, field by field."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from crawler.records import Listing, PageRecord
from tests.benchmarks.fronts.records import Page, SkuTruth, Truth, Value

FIELDS = (
    "kind", "title", "price", "price_max", "currency", "list_price", "brand", "models", "maker", "maker_address",
    "sku", "skus", "gtin", "availability", "item_id", "shop", "category_path", "attributes", "licence_numbers",
    "certificate_numbers", "report_numbers", "standards", "warnings",
)  # fmt: skip
JUDGED = frozenset(
    {"title", "maker", "maker_address", "models", "standards", "warnings", "licence_numbers", "certificate_numbers"}
)
"""Fields whose absence is a finding."""
MONEY = frozenset({"price", "price_max", "list_price"})
HOME = frozenset({"首页", "home", "accueil", "批量网"})
DASHES = re.compile("[‐-―−﹘﹣—]")
BLANK = re.compile(r"\s+")
ENDS = "。.;"
LABEL_MARKS = re.compile(r"[\s:：\[\]【】]+")
SHORTEST_WARNING = 6
LABEL = re.compile(r"^[^:]{1,6}:")


class Result(NamedTuple):
    """How one field of one page was read: value counts, and whether the whole field is right."""

    field: str
    found: int
    extra: int
    missing: int
    expected: str
    got: str

    @property
    def right(self) -> bool:
        return not self.extra and not self.missing


def plain(text: str) -> str:
    """Return text without what people do not see as a difference."""
    return BLANK.sub("", DASHES.sub("-", unicodedata.normalize("NFKC", text))).upper()


def score(page: Page, record: PageRecord) -> list[Result]:
    """Return a result for every field the truth speaks of."""
    results = [] if "kind" in page.truth.free else [_kind(page.truth, record)]
    for field in FIELDS:
        if field in page.truth.values and field not in page.truth.free:
            results.append(_field(field, page.truth, record.listing))
    return results


def _kind(truth: Truth, record: PageRecord) -> Result:
    same = record.kind == truth.kind
    return Result("kind", int(same), int(not same), int(not same), truth.kind, record.kind)


def _field(field: str, truth: Truth, listing: Listing | None) -> Result:
    expected = truth.values[field]
    got = getattr(listing, field) if listing is not None else None
    if field == "skus":
        return _skus(expected, listing)
    if field == "attributes":
        return _attributes(expected, listing)
    if field == "warnings":
        return _warnings(_texts(expected), list(got or ()))
    if field == "category_path":
        return _sets(field, _crumbs(_texts(expected), truth), _crumbs(list(got or ()), truth))
    if isinstance(expected, tuple):
        return _sets(field, [plain(text) for text in _texts(expected)], [plain(text) for text in got or ()])
    return _scalar(field, expected, got, truth.accepts.get(field, ()))


def _texts(value: Value) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, tuple) else []


def _scalar(field: str, expected: Value, got: object, accepts: Sequence[str]) -> Result:
    wanted = expected if isinstance(expected, str) else None
    read = None if got is None or got == "unknown" else str(got)
    if wanted is None or read is None:
        return Result(field, 0, int(read is not None), int(wanted is not None), str(wanted), str(read))
    same = any(_same(field, text, read) for text in (wanted, *accepts))
    return Result(field, int(same), int(not same), int(not same), wanted, read)


def _same(field: str, left: str, right: str) -> bool:
    if field in MONEY:
        return abs(Decimal(left) - Decimal(right)) < Decimal("0.005")
    return plain(left) == plain(right)


def _sets(field: str, expected: list[str], got: list[str]) -> Result:
    wanted, read = set(expected), set(got)
    return Result(field, len(wanted & read), len(read - wanted), len(wanted - read), str(expected), str(got))


def _crumbs(texts: list[str], truth: Truth) -> list[str]:
    title = truth.values.get("title")
    drop = {plain(text) for text in HOME} | ({plain(title)} if isinstance(title, str) else set())
    return [plain(text) for text in texts if plain(text) not in drop]


def _warnings(expected: list[str], got: list[str]) -> Result:
    """A sentence of a warning, or a warning with its label, is that warning."""
    wanted, read = [plain(text) for text in expected], [plain(text) for text in got]

    def meets(left: str, right: str) -> bool:
        shorter, longer = sorted((left, right), key=len)
        return len(shorter) >= SHORTEST_WARNING and (shorter in longer or LABEL.sub("", shorter) in longer)

    found = sum(any(meets(text, other) for other in read) for text in wanted)
    extra = sum(not any(meets(text, other) for other in wanted) for text in read)
    return Result("warnings", found, extra, len(wanted) - found, str(expected), str(got))


def _attributes(expected: Value, listing: Listing | None) -> Result:
    """Rows beyond the truth are not counted: pages label many things."""
    rows = [row for row in expected if isinstance(row, tuple)] if isinstance(expected, tuple) else []
    read = {_pair(label, text) for label, text in (listing.attributes if listing else ())}
    missing = [(label, text) for label, text in rows if _pair(label, text) not in read]
    got = str(listing.attributes if listing else ())
    return Result("attributes", len(rows) - len(missing), 0, len(missing), str(missing), got)


def _pair(label: str, text: str) -> tuple[str, str]:
    return LABEL_MARKS.sub("", label), plain(text).rstrip(ENDS)


def _skus(expected: Value, listing: Listing | None) -> Result:
    wanted = [sku for sku in expected if isinstance(sku, SkuTruth)] if isinstance(expected, tuple) else []
    read = {frozenset(plain(value) for _, value in sku.options): sku for sku in (listing.skus if listing else ())}
    found = 0
    for sku in wanted:
        got = read.get(frozenset(plain(value) for _, value in sku.options))
        if got is None or (sku.price is not None and got.price != sku.price):
            continue
        stock = {"in_stock": True, "out_of_stock": False}.get(got.availability)
        if sku.in_stock is None or stock is None or stock == sku.in_stock:
            found += 1
    return Result(
        "skus", found, len(listing.skus if listing else ()) - found, len(wanted) - found,
        str([(sku.options, str(sku.price), sku.in_stock) for sku in wanted]),
        str([(sku.options, str(sku.price), sku.availability) for sku in (listing.skus if listing else ())]),
    )  # fmt: skip


class StateResult(NamedTuple):
    """In which state a judged field was read, beside the truth."""

    field: str
    expected: str
    got: str
    cause: str


def score_states(page: Page, record: PageRecord) -> list[StateResult]:
    """Return the states of the judged fields; a page that gives no listing observes nothing."""
    results = []
    for field, state in page.truth.states.items():
        reading = record.listing.readings.get(field) if record.listing is not None else None
        got = reading.state if reading is not None else "not_observable"
        results.append(StateResult(field, state, got, (reading.cause or "") if reading is not None else record.gate))
    return results


def accused(page: Page, record: PageRecord) -> list[str]:
    """Return the judged fields that stand on the page and were read as not shown: the worst mistake there is."""
    if record.listing is None:
        return []
    shown = {field for field, value in page.truth.values.items() if value} - page.truth.free
    shown |= {field for field, state in page.truth.states.items() if state == "shown"}
    readings = record.listing.readings
    return sorted(field for field in shown & JUDGED if field in readings and readings[field].state == "not_shown")
