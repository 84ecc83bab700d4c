"""Goods sampled already: csv and xlsx as offices keep them, wrong rows named."""

from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from app.export.exclusions import sampled_goods
from config.errors import InputRejected

HEAD = "商标,规格型号,抽样日期\n"


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_and_date_counts(tmp_path: Path, encoding: str) -> None:
    rows = "岚芽,LY-100,2026-03-01\n岚芽,LY-100,2026年4月5日\n岚芽,LY-100,2026/5/6\n岚芽,LY-200,20260701\n\n,,\n"
    rows += "岚芽,LY-100,2025-12-31\n"
    counted = sampled_goods(write(tmp_path / "sampled.csv", HEAD + rows, encoding), 2026)
    assert counted == {("岚芽", "LY-100"): 3, ("岚芽", "LY-200"): 1}


def test_a_workbook_with_numbers_and_days_counts(tmp_path: Path) -> None:
    path = tmp_path / "sampled.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(
            [
                ["model", "Trademark", "sampled_on", "note"],
                [1001, "岚芽", date(2026, 3, 1), "x"],
                [1001, "岚芽", datetime(2026, 4, 1, 9, 30), ""],  # noqa: DTZ001  a cell has no zone
                [1001, "岚芽", 20260501, ""],
            ]
        ):
            sheet.write_row(number, 0, row)
    assert sampled_goods(path, 2026) == {("岚芽", "1001"): 3}


@pytest.mark.parametrize(
    ("name", "content", "named"),
    [
        ("empty.csv", "", "空文件"),
        ("columns.csv", "商标,抽样日期\n岚芽,2026-03-01\n", "第 1 行：缺少列 型号"),
        ("day.csv", HEAD + "岚芽,LY-100,2026-03-01\n岚芽,LY-100,昨天\n", "第 3 行：抽样日期 '昨天'"),
        ("month.csv", HEAD + "岚芽,LY-100,2026年3月\n", "第 2 行：抽样日期"),
        ("blank.csv", HEAD + ",LY-100,2026-03-01\n", "第 2 行：商标或型号为空"),
        ("short.csv", HEAD + "岚芽,LY-100\n", "第 2 行：抽样日期"),
        ("quote.csv", HEAD + '"岚芽,LY-100,2026-03-01\n', "不是完整的 csv"),
        ("binary.csv", b"\x00\xff\xfe\xff", "GB18030"),
        ("binary.xlsx", b"PK\x03\x04 no workbook", "不是能读取的表格"),
        ("list.pdf", "x", "不支持 .pdf"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str, content: str | bytes, named: str) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputRejected, match=named) as refused:
        sampled_goods(path, 2026)
    assert str(path) in str(refused.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputRejected, match=r"missing\.csv"):
        sampled_goods(tmp_path / "missing.csv", 2026)
