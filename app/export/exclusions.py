"""Reads which goods were sampled already: csv or xlsx with trademark, model and the day."""

from collections import Counter
from datetime import date
from pathlib import Path

from config.errors import InputRejected, ListRejected
from matchers.lists.dates import read_date
from matchers.lists.table import read_grids

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
    heads = [cell.strip().lower() for cell in rows[0]]
    places = {field: _place(path, heads, names) for field, names in HEADS.items()}
    counted: Counter[Good] = Counter()
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        cells = {field: row[place].strip() if place < len(row) else "" for field, place in places.items()}
        if not cells["trademark"] or not cells["model"]:
            raise InputRejected(f"{path}：第 {number} 行：商标或型号为空")
        if _day(path, number, cells["sampled_on"]).year == year:
            counted[cells["trademark"], cells["model"]] += 1
    return counted


def _rows(path: Path) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the first sheet that holds something."""
    try:
        grids = read_grids(path, path.read_bytes())
    except OSError as error:
        raise InputRejected(f"{path}：{error.strerror}") from error
    except ListRejected as error:
        raise InputRejected(str(error)) from error
    if not grids:
        raise InputRejected(f"{path}：空文件")
    return grids[0].rows


def _place(path: Path, heads: list[str], names: tuple[str, ...]) -> int:
    for name in names:
        if name in heads:
            return heads.index(name)
    raise InputRejected(f"{path}：第 1 行：缺少列 {names[1]}（也可写作 {'、'.join(names)}）")


def _day(path: Path, number: int, cell: str) -> date:
    day = read_date(cell)
    if day is None:
        raise InputRejected(f"{path}：第 {number} 行：抽样日期 {cell!r} 不是日期")
    return day
