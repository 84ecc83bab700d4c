"""Writes the official lists of the sample market as offices hand them round: a workbook first, later a GBK table."""

import csv
import io
from datetime import datetime
from pathlib import Path

import xlsxwriter

from app.samplemarket.addresses import Addresses, item_url
from app.samplemarket.listed import ListRow
from app.samplemarket.market import Market

UNQUALIFIED_HEAD = (
    "序号", "产品名称", "标称商标", "规格型号", "生产日期/批号", "标称生产企业名称", "被抽样单位名称", "电商平台",
    "店铺名称",
    "网址", "主要不合格项目", "公告日期", "公告号", "备注",
)  # fmt: skip
DELISTED_HEAD = (
    "序号", "平台", "商品链接", "商品ID", "店铺名称", "经营者名称", "商标", "规格型号", "产品名称",
    "下架日期", "文书编号", "备注",
)  # fmt: skip
WITHDRAWN = "经复检合格，原结果撤回"
MADE = datetime(2026, 12, 1, 9, 0, 0)  # noqa: DTZ001 - a workbook's own date has no zone


def write_editions(folder: Path, market: Market, addresses: Addresses) -> None:
    """Write every edition of both lists below `folder`, each in the folder of the day it comes out."""
    for day in (0, 7):
        place = folder / f"day-{day}"
        place.mkdir(parents=True, exist_ok=True)
        rows = unqualified_rows(market, day, addresses)
        orders = delisted_rows(market, addresses)
        if day == 0:
            _workbook(place / "unqualified.xlsx", rows)
            (place / "delisted.csv").write_bytes(_table(DELISTED_HEAD, orders).encode("utf-8-sig"))
        else:
            (place / "unqualified.csv").write_bytes(_table(UNQUALIFIED_HEAD, rows).encode("gb18030"))


def unqualified_rows(market: Market, day: int, addresses: Addresses) -> list[list[str]]:
    """Return the rows of the unqualified list as of a day."""
    made: list[list[str]] = []
    for row in market.list_rows:
        if row.list_id != "unqualified" or row.from_day > day:
            continue
        cells = {**row.cells, "电商平台": market.sites[row.site].title, "网址": _url(market, row, addresses)}
        if row.withdrawn_day is not None and day >= row.withdrawn_day:
            cells["备注"] = WITHDRAWN
        made.append([str(len(made) + 1), *(cells.get(head, "") for head in UNQUALIFIED_HEAD[1:])])
    return made


def delisted_rows(market: Market, addresses: Addresses) -> list[list[str]]:
    """Return the rows of the list of orders."""
    orders = [row for row in market.list_rows if row.list_id == "delisted"]
    return [
        [str(number), *(_order(market, row, addresses).get(head, "") for head in DELISTED_HEAD[1:])]
        for number, row in enumerate(orders, start=1)
    ]


def _order(market: Market, row: ListRow, addresses: Addresses) -> dict[str, str]:
    return {**row.cells, "平台": market.sites[row.site].title, "商品链接": _url(market, row, addresses)}


def _url(market: Market, row: ListRow, addresses: Addresses) -> str:
    return item_url(market.sites[row.site], market.offers[row.site, row.item_id], addresses)


def _table(head: tuple[str, ...], rows: list[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()


def _workbook(path: Path, rows: list[list[str]]) -> None:
    """Write the workbook with a title above the table, section headings, a repeated header and a note below."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": MADE})
    sheet = book.add_worksheet("不合格产品")
    bold = book.add_format({"bold": True})
    sheet.merge_range(0, 0, 0, len(UNQUALIFIED_HEAD) - 1, "示例市网络商品质量监督抽查不合格产品名单", bold)
    half = len(rows) // 2
    lines: list[tuple[str, ...] | list[str]] = [UNQUALIFIED_HEAD, *rows[:half], UNQUALIFIED_HEAD, *rows[half:]]
    for number, line in enumerate(lines, start=1):
        sheet.write_row(number, 0, line, bold if line is UNQUALIFIED_HEAD else None)
    sheet.set_column(1, len(UNQUALIFIED_HEAD) - 1, 18)
    book.close()
