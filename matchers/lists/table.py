"""A csv or xlsx file as plain text grids, merged cells filled where the file itself says they are merged."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from config.errors import ListRejected
from config.record import Record
from matchers.lists.dates import spell_cell

HEADING_WIDTH = 3
"""A merge across this many columns is a heading line, not a value that belongs to every column."""
ENCODINGS = ("utf-8-sig", "gb18030")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
SPREADSHEETS = {".xlsx", ".xlsm", ".xls", ".ods"}
TEXTS = {".csv", ".txt", ".tsv"}


class Grid(Record):
    """One sheet: its name (None for a csv) and its rows of cell texts; row 1 of the file is rows[0]."""

    sheet: str | None
    rows: tuple[tuple[str, ...], ...]


def read_grids(path: Path, body: bytes) -> tuple[Grid, ...]:
    """Return every sheet that holds something. Raises ListRejected for a form that cannot be read."""
    suffix = path.suffix.lower()
    if suffix in SPREADSHEETS:
        grids = tuple(_read_workbook(path, body))
    elif suffix in TEXTS:
        grids = (_read_csv(path, body),)
    else:
        raise ListRejected(f"{path}：不支持 {suffix or '无扩展名'} 文件，请另存为 xlsx 或 csv 后再导入")
    return tuple(grid for grid in grids if any(cell.strip() for row in grid.rows for cell in row))


def _read_csv(path: Path, body: bytes) -> Grid:
    text = _decode(path, body)
    head = text[:4096]
    delimiter = max(",\t;", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise ListRejected(f"{path}：不是完整的 csv：{error}") from error
    return Grid(sheet=None, rows=tuple(tuple(row) for row in rows))


def _decode(path: Path, body: bytes) -> str:
    for encoding in ("utf-16",) if body[:2] in UTF16_MARKS else ENCODINGS:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ListRejected(f"{path}：既不是 UTF-8 也不是 GB18030 编码")


def _read_workbook(path: Path, body: bytes) -> Iterator[Grid]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            cells = [[spell_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
            _fill_merged(cells, sheet.merged_cell_ranges or [])
            yield Grid(sheet=name, rows=tuple(tuple(row) for row in cells))
    except CalamineError as error:
        why = "内容与扩展名不符，或文件已损坏、设有密码"
        raise ListRejected(f"{path}：不是能读取的表格（{why}），请另存为 xlsx 或 csv 后再导入") from error


def _fill_merged(cells: list[list[str]], ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Copy the top left value over a merged range, but not over a heading line or beyond the rows there are."""
    for (top, left), (bottom, right) in ranges:
        if right - left + 1 >= HEADING_WIDTH or top >= len(cells) or left >= len(cells[top]):
            continue
        value = cells[top][left]
        for row in range(top, min(bottom + 1, len(cells))):
            for column in range(left, min(right + 1, len(cells[row]))):
                cells[row][column] = value
