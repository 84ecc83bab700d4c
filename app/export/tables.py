"""Writes tables as csv and xlsx; no cell, whatever a seller wrote into it, is ever a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO

import xlsxwriter

Row = Sequence[str]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters a spreadsheet may read as a formula; the wide forms are folded by some."""
CELL_LIMIT = 32767


def defuse(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe goes before a dangerous beginning."""
    printable = "".join(letter for letter in cell if letter in "\t\r\n" or ord(letter) >= 32)
    if printable.lstrip(" \u3000\ufeff").startswith(FORMULA_STARTS) or printable.startswith(FORMULA_STARTS):
        return f"'{printable}"
    return printable


def csv_lines(columns: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield a csv file in UTF-8 with a byte order mark (Excel wants one), a row at a time."""
    yield b"\xef\xbb\xbf"
    yield _line(columns)
    for row in rows:
        yield _line(row)


def _line(row: Row) -> bytes:
    buffer = StringIO(newline="")
    csv.writer(buffer).writerow([defuse(cell) for cell in row])
    return buffer.getvalue().encode("utf-8")


def xlsx_file(columns: Row, rows: Iterable[Row], *, title: str, notes: Sequence[str] = ()) -> bytes:
    """Return an xlsx workbook: one sheet of text cells with a fixed, filterable head, and a sheet of notes."""
    buffer = BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(title)
        head = book.add_format({"bold": True, "bg_color": "#DCE6F2", "border": 1})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(columns) - 1, 18)
        for place, cell in enumerate(columns):
            sheet.write_string(0, place, cell, head)
        last = 0
        for last, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                sheet.write_string(last, place, defuse(cell)[:CELL_LIMIT])
        sheet.autofilter(0, 0, last, len(columns) - 1)
        about = book.add_worksheet("说明")
        about.set_column(0, 0, 90)
        for number, note in enumerate(notes):
            about.write_string(number, 0, defuse(note))
    return buffer.getvalue()
