"""Reading an official list's grids: find the header, tell entries from headings, reject what is not usable."""

import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from config.errors import ListRejected
from matchers.lists.dates import read_date
from matchers.lists.declaration import Column, ListDeclaration, RowStatus
from matchers.lists.links import read_links
from matchers.lists.rows import ListRow, RejectedRow, row_content
from matchers.lists.table import Grid, read_grids

log = logging.getLogger(__name__)

HEADER_WITHIN = 15
HEADER_KNOWN = 3
"""A header row names at least this many known columns within the first rows."""
TITLE_LENGTH = 40
"""A longer line above the table is running text, not its title."""
QUOTED = 60
"""Letters of a cell that a reason quotes."""
TOTALS = re.compile(r"^(合计|总计|小计|共计|总数)")
NOTES = re.compile(r"^(注|备注|说明|附注|填表说明|数据来源)\d*[:：、.．]")
FORMULA_ERROR = re.compile(
    r"#(?:REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|N/A|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!|GETTING_DATA)"
    r"|#{3,}|Err:\d{3}",
    re.IGNORECASE,
)
"""What spreadsheets show where a formula has no value, or a column is too narrow to print one."""
DECORATION = re.compile(r"[\s*＊_]+|[（(](必填|选填|盖章)[)）]")


@dataclass
class ListReading:
    """What reading all sheets gathers before anything is written."""

    rows: list[ListRow] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    unknown: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Header:
    """Where a sheet's table begins and which column holds which field."""

    last_row: int
    places: dict[int, str]
    ignored: frozenset[int]
    texts: tuple[str, ...]


def read_list(
    path: Path, body: bytes, declaration: ListDeclaration, version: str, notice_date: date | None
) -> ListReading:
    reading = ListReading()
    headers = 0
    for grid in read_grids(path, body):
        header = _find_header(grid, declaration)
        if header is None:
            reading.skipped[f"sheet:{grid.sheet}"] += 1
            continue
        headers += 1
        _check_required(path, grid, header, declaration)
        _report_unknown(grid, header, reading)
        day = notice_date or _day_above(grid, header, declaration)
        for row in _read_rows(grid, header, declaration, version, day, reading):
            reading.rows.append(row)
    if not headers:
        raise ListRejected(f"{path}：前 {HEADER_WITHIN} 行中没有认出表头（至少要有 {HEADER_KNOWN} 个已知列名）")
    reading.rows = _join_entries(reading.rows, declaration)
    if len(reading.rows) < declaration.minimum_rows:
        first = reading.rejected[0] if reading.rejected else None
        why = f"；第 {first.row} 行：{first.reason}" if first else ""
        raise ListRejected(f"{path}：可用行 {len(reading.rows)} 行，少于规定的 {declaration.minimum_rows} 行{why}")
    return reading


def header_key(text: str) -> str:
    """Return a header in the form headers are compared in."""
    return DECORATION.sub("", unicodedata.normalize("NFKC", text)).replace("(", "（").replace(")", "）").lower()


def _known_headers(declaration: ListDeclaration) -> dict[str, str]:
    return {header_key(header): column.field for column in declaration.columns for header in column.headers}


def _find_header(grid: Grid, declaration: ListDeclaration) -> Header | None:
    known = _known_headers(declaration)
    ignored = {header_key(text) for text in declaration.ignored}
    for index, row in enumerate(grid.rows[:HEADER_WITHIN]):
        if _known_cells(row, known) < HEADER_KNOWN:
            continue
        texts, last = list(row), index
        below = grid.rows[index + 1] if index + 1 < len(grid.rows) else ()
        if _is_second_header(texts, below, known, ignored):
            texts, last = _join_header(texts, below, known, ignored), index + 1
        places: dict[int, str] = {}
        for column, text in enumerate(texts):
            target = known.get(header_key(text))
            if target and target not in places.values():
                places[column] = target
        dropped = {column for column, text in enumerate(texts) if header_key(text) in ignored}
        return Header(last_row=last, places=places, ignored=frozenset(dropped), texts=tuple(texts))
    return None


def _known_cells(row: Sequence[str], known: dict[str, str]) -> int:
    return len({known[header_key(cell)] for cell in row if header_key(cell) in known})


def _is_second_header(above: Sequence[str], below: Sequence[str], known: dict[str, str], ignored: set[str]) -> bool:
    filled = [cell for cell in below if cell.strip()]
    names = [cell for cell in filled if header_key(cell) in known or header_key(cell) in ignored]
    same = all(header_key(cell) == header_key(above[index]) for index, cell in enumerate(below) if cell.strip())
    return bool(filled) and len(names) == len(filled) and not same


def _join_header(above: Sequence[str], below: Sequence[str], known: dict[str, str], ignored: set[str]) -> list[str]:
    """A two-row header: the lower name wins where the upper is empty or only a heading over it."""
    joined = list(above) + [""] * (len(below) - len(above))
    for column, text in enumerate(below):
        if text.strip() and header_key(joined[column]) not in known and header_key(joined[column]) not in ignored:
            joined[column] = text
    return joined


def _check_required(path: Path, grid: Grid, header: Header, declaration: ListDeclaration) -> None:
    for column in declaration.columns:
        if column.required and column.field not in header.places.values():
            place = f"工作表 {grid.sheet}：" if grid.sheet else ""
            raise ListRejected(
                f"{path}：{place}第 {header.last_row + 1} 行表头缺少必需的列 {'、'.join(column.headers[:3])}…"
            )


def _report_unknown(grid: Grid, header: Header, reading: ListReading) -> None:
    width = max((len(row) for row in grid.rows), default=0)
    for column in range(width):
        if column in header.places or column in header.ignored:
            continue
        if not any(column < len(row) and row[column].strip() for row in grid.rows[header.last_row + 1 :]):
            continue
        name = header.texts[column].strip() if column < len(header.texts) else ""
        label = name or f"第 {column + 1} 列（无表头）"
        if label not in reading.unknown:
            reading.unknown.append(label)
            log.warning("List column not declared", extra={"sheet": grid.sheet, "column": label})


def _day_above(grid: Grid, header: Header, declaration: ListDeclaration) -> date | None:
    """Return the notice's day from the lines above the table (公告日期：2026-10-12)."""
    for row in grid.rows[: header.last_row]:
        text = " ".join(cell for cell in row if cell.strip())
        for label in declaration.effective_labels:
            _, found, rest = text.partition(label)
            day = read_date(rest.lstrip(" :：")[:16]) if found else None
            if day is not None:
                return day
    return None


def _title_above(grid: Grid, header: Header) -> str | None:
    """Return the short lines above the table: its title may say what kind of list it is."""
    lines = [
        cell.strip() for row in grid.rows[: header.last_row] for cell in row if 0 < len(cell.strip()) <= TITLE_LENGTH
    ]
    return " ".join(line for line in dict.fromkeys(lines) if not NOTES.match(line)) or None


def _line_kind(row: Sequence[str], known: dict[str, str]) -> str | None:
    """Return what a line is that holds no entry; None for a line to be read as one."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled:
        return "blank"
    if _known_cells(row, known) >= HEADER_KNOWN:
        return "header"
    if any(TOTALS.match(cell) for cell in filled[:2]) and len(filled) <= HEADER_KNOWN:
        return "total"
    if NOTES.match(filled[0]) and len(set(filled)) <= HEADER_KNOWN:
        return "note"
    if len(set(filled)) == 1 and any(row[column].strip() for column in range(min(2, len(row)))):
        return "heading"
    return None


def _read_rows(
    grid: Grid, header: Header, declaration: ListDeclaration, version: str, day: date | None, reading: ListReading
) -> Iterator[ListRow]:
    known = _known_headers(declaration)
    section = _title_above(grid, header)
    for index, row in enumerate(grid.rows[header.last_row + 1 :], start=header.last_row + 2):
        kind = _line_kind(row, known)
        if kind is not None:
            reading.skipped[kind] += 1
            section = next(cell.strip() for cell in row if cell.strip()) if kind == "heading" else section
            continue
        found = _read_row(row, header, declaration, day)
        problem = _row_problem(found, declaration)
        if problem is not None:
            cells = tuple(cell.strip() for cell in row)
            reading.rejected.append(RejectedRow(row=index, sheet=grid.sheet, reason=problem, cells=cells))
            continue
        yield _make_row(found, declaration, version=version, number=index, sheet=grid.sheet, section=section)


@dataclass
class _Fields:
    values: dict[str, str] = field(default_factory=dict)
    none_marked: set[str] = field(default_factory=set)
    effective: date | None = None
    bad_dates: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def clean_cell(text: str) -> str:
    """Return a cell's text: NFKC, no line breaks (a Chinese word broken by one is joined), single blanks."""
    lines = [line.strip() for line in unicodedata.normalize("NFKC", text).replace("\u200b", "").splitlines()]
    joined = ""
    for line in lines:
        glue = " " if joined[-1:].isascii() and line[:1].isascii() and joined and line else ""
        joined += glue + line
    return re.sub(r"[ \t\u3000]+", " ", joined).strip()


def _read_row(row: Sequence[str], header: Header, declaration: ListDeclaration, day: date | None) -> _Fields:
    fields = _Fields()
    missing = {unicodedata.normalize("NFKC", mark) for mark in declaration.missing}
    columns = {column.field: column for column in declaration.columns}
    for place, name in header.places.items():
        text = clean_cell(row[place]) if place < len(row) else ""
        if text in missing:
            fields.none_marked.add(name)
        elif text:
            _take(fields, columns[name], text)
    for column in declaration.columns:
        if column.fallback and column.field not in fields.values and column.fallback in fields.values:
            fields.values[column.field] = fields.values[column.fallback]
    if declaration.effective not in fields.values and day is not None:
        fields.values[declaration.effective] = day.isoformat()
    stated = fields.values.get(declaration.effective)
    fields.effective = date.fromisoformat(stated) if stated else None
    return fields


def _take(fields: _Fields, column: Column, text: str) -> None:
    if FORMULA_ERROR.fullmatch(text):
        fields.left_out.append(f"{column.headers[0]} {text!r} 是表格公式的错误值，没有取用")
        return
    if column.link and not read_links(text):
        fields.left_out.append(f"{column.headers[0]} {_short(text)!r} 不是可用的网址")
        return
    if not column.date:
        fields.values[column.field] = text
        return
    day = read_date(text)
    if day is None:
        fields.bad_dates.append(f"{column.headers[0]} {_short(text)!r} 不是日期")
    else:
        fields.values[column.field] = day.isoformat()


def _short(text: str) -> str:
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}…"


def _row_problem(fields: _Fields, declaration: ListDeclaration) -> str | None:
    if fields.bad_dates:
        return fields.bad_dates[0]
    for need in declaration.requirements:
        if not any(all(name in fields.values for name in group) for group in need.any_of):
            return "；".join((*fields.left_out[:1], need.reason))
    if fields.effective is not None:
        return None
    return "；".join((*fields.left_out[:1], "没有生效日期"))


def _make_row(
    fields: _Fields, declaration: ListDeclaration, *, version: str, number: int, sheet: str | None, section: str | None
) -> ListRow:
    identity = {name: fields.values.get(name, "") for name in declaration.identity}
    no_trademark = any(column.none_is_value and column.field in fields.none_marked for column in declaration.columns)
    assert fields.effective is not None
    return ListRow(
        list_id=declaration.id,
        kind=declaration.kind,
        version=version,
        row=number,
        sheet=sheet,
        content=row_content(declaration.id, {name: "".join(text.split()).lower() for name, text in identity.items()}),
        values=fields.values,
        no_trademark=no_trademark,
        effective=fields.effective,
        status=_row_status(fields.values, section, declaration),
        section=section,
        notes=tuple(fields.left_out),
    )


def _row_status(values: dict[str, str], section: str | None, declaration: ListDeclaration) -> RowStatus:
    for mark in declaration.marks:
        texts = [values[name] for name in mark.fields if name in values]
        if section and not mark.whole:
            texts.append(section)
        for text in texts:
            if any(word in text for word in mark.unless):
                continue
            if text in mark.contains if mark.whole else any(word in text for word in mark.contains):
                return mark.status
    return "active"


def _join_entries(rows: list[ListRow], declaration: ListDeclaration) -> list[ListRow]:
    """Make one entry of rows with the same identity, gathering the joined fields; the more careful status wins."""
    entries: dict[str, ListRow] = {}
    for row in rows:
        first = entries.get(row.content)
        if first is None:
            entries[row.content] = row
            continue
        values = dict(first.values)
        for name in declaration.joined:
            parts = [text for text in (values.get(name), row.value(name)) if text]
            if parts:
                values[name] = "；".join(dict.fromkeys(parts))
        status = first.status if first.status != "active" else row.status
        merged = (*first.merged_rows, row.row)
        entries[row.content] = first.model_copy(update={"values": values, "status": status, "merged_rows": merged})
    return list(entries.values())
