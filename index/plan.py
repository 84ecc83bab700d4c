"""What a query means, checked against the declared fields: the one reading of it that every store translates."""

import base64
import binascii
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from config.errors import InputRejected
from index.codes import fold_code, is_url
from index.contract import Kind, Query, Range
from index.fields import BY_NAME, ID, Field, WrongDocument, date_bound, number_value
from index.tokens import phrases, tokens

SCREEN_LIMIT = 10_000
"""How deep page numbers reach; engines keep no more in order for one answer."""
MOST_WORDS = 64
MOST_VALUES = 10_000
MOST_FACET_VALUES = 10_000

Direction = Literal["asc", "desc"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that must be found: the code among the identifiers, or the phrase in the texts; either one will do."""

    code: str | None
    phrase: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Values of a field of which one must (or, as an exclude, none may) be there."""

    field: Field
    values: tuple[str | bool, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A closed range: milliseconds for dates, floats for numbers."""

    field: Field
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A checked query."""

    kind: Kind
    clauses: tuple[Clause, ...]
    filters: tuple[Choice, ...]
    excludes: tuple[Choice, ...]
    spans: tuple[Span, ...]
    facets: tuple[Field, ...]
    facet_size: int
    histogram: Field | None
    sort: tuple[tuple[Field, Direction], ...]
    size: int
    offset: int
    after: tuple[Any, ...] | None
    """Values of the sort fields, and the id, of the last hit seen."""


def make_plan(query: Query) -> Plan:
    """Check a query. Raises InputRejected naming the field."""
    try:
        plan = Plan(
            kind=query.kind,
            clauses=_clauses(query),
            filters=_choices(query.kind, query.filters),
            excludes=_choices(query.kind, query.excludes),
            spans=tuple(_span(_field(query.kind, name), bounds) for name, bounds in query.ranges.items()),
            facets=tuple(_countable(query.kind, name) for name in dict.fromkeys(query.facets)),
            facet_size=_between(query.facet_size, 1, MOST_FACET_VALUES, "facet_size"),
            histogram=_date(query.kind, query.histogram) if query.histogram else None,
            sort=tuple((_sortable(query.kind, name), direction) for name, direction in query.sort),
            size=_between(query.size, 0, SCREEN_LIMIT, "size"),
            offset=_between(query.offset, 0, SCREEN_LIMIT, "offset"),
            after=read_cursor(query) if query.after is not None else None,
        )
    except WrongDocument as error:
        raise InputRejected(f"检索条件有误：{error}") from error
    if plan.offset + plan.size > SCREEN_LIMIT:
        raise InputRejected(f"只能翻到前 {SCREEN_LIMIT} 条，请缩小检索范围或导出")
    if plan.after is not None and plan.offset:
        raise InputRejected("检索条件有误：offset 与 after 不能同时使用")
    return plan


def write_cursor(query: Query, last: Iterable[Any]) -> str:
    """Return the cursor that continues after a hit with these sort values; `read_cursor` reads it."""
    content = json.dumps([[list(one) for one in query.sort], list(last)], ensure_ascii=False)
    return base64.urlsafe_b64encode(content.encode()).decode()


def read_cursor(query: Query) -> tuple[Any, ...]:
    """Return the values a cursor holds. Raises InputRejected for a damaged one or one of another order."""
    if not query.sort:
        raise InputRejected("检索条件有误：after 需要明确的排序")
    try:
        sort, last = json.loads(base64.urlsafe_b64decode((query.after or "").encode()))
    except (binascii.Error, ValueError, TypeError) as error:
        raise InputRejected("检索条件有误：after 不是本系统给出的游标") from error
    if sort != [list(one) for one in query.sort] or not isinstance(last, list) or len(last) != len(sort) + 1:
        raise InputRejected("检索条件有误：after 属于另一种排序")
    if any(isinstance(value, dict | list) for value in last) or not isinstance(last[-1], str):
        raise InputRejected("检索条件有误：after 不是本系统给出的游标")
    return tuple(last)


def _clauses(query: Query) -> tuple[Clause, ...]:
    found = [Clause(code=None, phrase=phrase) for phrase in phrases(query.text)]
    for code in query.exact:
        clause = Clause(code=fold_code(code), phrase=() if is_url(code) else tokens(code))
        if clause.code or clause.phrase:
            found.append(clause)
    if len(found) > MOST_WORDS:
        raise InputRejected(f"检索词太多（{len(found)} 个，最多 {MOST_WORDS} 个）")
    return tuple(dict.fromkeys(found))


def _between(value: int, low: int, high: int, name: str) -> int:
    if not low <= value <= high:
        raise InputRejected(f"检索条件有误：{name} 应在 {low} 与 {high} 之间")
    return value


def _field(kind: Kind, name: str) -> Field:
    field = BY_NAME[kind].get(name)
    if field is None:
        raise InputRejected(f"检索条件有误：{kind} 没有字段 {name}")
    return field


def _countable(kind: Kind, name: str) -> Field:
    field = _field(kind, name)
    if not field.countable or name == ID:
        raise InputRejected(f"检索条件有误：{name} 不能按值统计")
    return field


def _sortable(kind: Kind, name: str) -> Field:
    field = _field(kind, name)
    if not field.sortable:
        raise InputRejected(f"检索条件有误：不能按 {name} 排序")
    return field


def _date(kind: Kind, name: str) -> Field:
    field = _field(kind, name)
    if field.type != "date":
        raise InputRejected(f"检索条件有误：{name} 不是日期")
    return field


def _choices(kind: Kind, chosen: dict[str, tuple[str, ...]]) -> tuple[Choice, ...]:
    """Check value filters; an empty tuple asks for nothing and is left out."""
    found = []
    for name, values in chosen.items():
        field = _field(kind, name)
        if not field.countable:
            raise InputRejected(f"检索条件有误：{name} 不能按值筛选")
        if len(values) > MOST_VALUES:
            raise InputRejected(f"检索条件有误：{name} 的取值太多（最多 {MOST_VALUES} 个）")
        if values:
            found.append(Choice(field=field, values=tuple(_choice_value(field, value) for value in values)))
    return tuple(found)


def _choice_value(field: Field, value: str) -> str | bool:
    if field.type != "bool":
        return value
    if value not in ("true", "false"):
        raise InputRejected(f"检索条件有误：{field.name} 只能是 true 或 false")
    return value == "true"


def _span(field: Field, bounds: Range) -> Span:
    if field.type not in ("date", "number"):
        raise InputRejected(f"检索条件有误：{field.name} 不能按范围筛选")
    return Span(
        field=field,
        low=None if bounds.low is None else _bound(field, bounds.low, end=False),
        high=None if bounds.high is None else _bound(field, bounds.high, end=True),
    )


def _bound(field: Field, value: str | float, *, end: bool) -> float:
    if field.type == "number":
        return number_value(value, field.name)
    if not isinstance(value, str):
        raise WrongDocument(f"{field.name}: {value!r} is no date")
    return date_bound(value, field.name, end=end)
