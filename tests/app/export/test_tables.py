"""No cell is ever a formula, whatever was written into it."""

import pytest

from app.export.tables import csv_lines, defuse


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+8613", "'+8613"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("\x01=1", "'=1"),
        ("霜原 = 好", "霜原 = 好"),
        ("39.00", "39.00"),
        ("", ""),
    ],
)
def test_dangerous_beginnings_are_defused(cell: str, written: str) -> None:
    assert defuse(cell) == written


def test_csv_quotes_what_would_break_a_row() -> None:
    lines = b"".join(csv_lines(["甲", "乙"], [['a"b,c', "d\ne"]])).decode("utf-8-sig")
    assert lines == '甲,乙\r\n"a""b,c","d\ne"\r\n'
