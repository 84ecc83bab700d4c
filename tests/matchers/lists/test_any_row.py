"""Whatever a list's cells hold, importing it and judging by it either works or says in one line what is wrong."""

import csv
import io
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.clock import fixed_clock
from config.errors import ListRejected
from matchers.lists.declaration import ListDeclaration, load_declarations
from matchers.lists.importer import import_list
from matchers.lists.store import load_lists

CLOCK = fixed_clock(datetime(2026, 12, 1, 8, tzinfo=UTC))
DECLARED = {declaration.id: declaration for declaration in load_declarations()}
WRITTEN = """
 | |/|无|见附件|http://[bad/|http://a:8O80/|http://a.example:99999/|javascript:alert(1)|//|http://|shop.example/1
|云帆|云帆（图形商标）|T3 10000mAh 5V/2A|型号：A-1 规格：2万毫安|DL-500 24V|(((|）（|2026-10-01|2026-13-40|46296.0
|9999999999-1-1|0000-00-00|C14-P6/P7|=cmd()|合计|注：以上|移动电源|²³¼|１２３|300*200mm|AC220V/50Hz|-|A-V|万V|٢٠٢٦-١٠-٠١
"""
NASTY = (*WRITTEN.split("|"), "http://[::1]:8080/1", "/" * 50, "9" * 400, "\u2028", "\x00", "\ud7ff", "\ufeff")
CELL = st.one_of(st.sampled_from(NASTY), st.text(max_size=12))


def _import(declaration: ListDeclaration, rows: list[list[str]], *, dated: bool) -> None:
    headers = [column.headers[0] for column in declaration.columns]
    dates = [number for number, column in enumerate(declaration.columns) if column.date]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headers)
    for row in rows:
        cells = (row * len(headers))[: len(headers)]
        writer.writerow(["2026-10-01" if dated and place in dates else cell for place, cell in enumerate(cells)])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_bytes(text.getvalue().encode("utf-8-sig"))
        try:
            version = import_list(path, declaration, Path(folder), CLOCK)
        except ListRejected:
            assert not (Path(folder) / "lists").exists()
            return
        assert len(version.kept_rows()) == version.rows
        assert all(row.reason and "\n" not in row.reason for row in version.rejected_rows())
        lists = load_lists(Path(folder))
        for kind in ("unqualified", "delisted"):
            for entry in lists.with_model(kind, ["T3", "A-1", *(cell for row in rows for cell in row)]):
                assert entry.models


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(st.lists(CELL, min_size=1, max_size=9), min_size=1, max_size=4), dated=st.booleans())
def test_no_cell_stops_a_list(rows: list[list[str]], dated: bool) -> None:
    for declaration in DECLARED.values():
        _import(declaration, rows, dated=dated)
