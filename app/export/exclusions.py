"""Reads which goods were sampled already: csv or xlsx with trademark, model and the day."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import StringIO
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from config.errors import InputRejected

HEADS = {
    "trademark": ("trademark", "商标", "标称商标", "品牌"),
    "model": ("model", "型号", "规格型号", "型号规格"),
    "sampled_on": ("sampled_on", "抽样日期", "购样日期", "采样日期"),
}
MOST_A_YEAR = 2
"""S2 三: goods of one trademark and model are in principle sampled no more than twice a year."""

Good = tuple[str, str]


def sampled_goods(path: Path, year: int) -> Counter[Good]:
    """Return how often each (trademark, model), as written, was sampled in `year`.

    Raises InputRejected naming the file and row.
    """
    rows = _rows(path)
    try:
        heads = [str(cell).strip() for cell in next(rows)]
    except StopIteration as error:
        raise InputRejected(f"{path}：空文件") from error
    places = {field: _place(path, heads, names) for field, names in HEADS.items()}
    counted: Counter[Good] = Counter()
    for number, row in enumerate(rows, start=2):
        if not any(str(cell).strip() for cell in row):
            continue
        cells = {field: row[place] if place < len(row) else "" for field, place in places.items()}
        if _day(path, number, cells["sampled_on"]).year == year:
            counted[_text(path, number, cells["trademark"]), _text(path, number, cells["model"])] += 1
    return counted


def _rows(path: Path) -> Iterator[Sequence[object]]:
    try:
        if path.suffix.lower() in {".xlsx", ".xlsm", ".xls"}:
            yield from CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
            return
        content = path.read_bytes()
    except (OSError, CalamineError) as error:
        raise InputRejected(f"{path}：{error}") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", "replace")
    yield from ([*row] for row in csv.reader(StringIO(text)))


def _place(path: Path, heads: list[str], names: tuple[str, ...]) -> int:
    for name in names:
        if name in heads:
            return heads.index(name)
    raise InputRejected(f"{path}：第 1 行：缺少列 {names[1]}（也可写作 {'、'.join(names)}）")


def _text(path: Path, number: int, cell: object) -> str:
    text = str(cell).strip()
    if not text:
        raise InputRejected(f"{path}：第 {number} 行：商标或型号为空")
    return text


def _day(path: Path, number: int, cell: object) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell).strip().replace("/", "-").replace(".", "-")
    for form in ("%Y-%m-%d", "%Y年%m月%d日", "%Y%m%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a date has no zone
        except ValueError:
            continue
    raise InputRejected(f"{path}：第 {number} 行：抽样日期 {cell!r} 不是日期")
