"""Writes a candidate list (候选名单) as xlsx and csv, readable by nobody but its owner."""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from app.export.tables import csv_lines, xlsx_file
from config.clock import BEIJING
from config.record import Record
from matchers.records import SamplingCandidate

COLUMNS: tuple[tuple[str, str], ...] = (
    ("序号", "rank"),
    ("抽取理由", "reasons"),
    ("线索编号", "finding_ids"),
    ("层", ""),
    ("入样权重", "inclusion_weight"),
    ("平台", ""),
    ("链接", "url"),
    ("商品ID", "item_id"),
    ("店铺", "shop"),
    ("经营者名称", "seller_name"),
    ("统一社会信用代码", "seller_code"),
    ("经营地址", "seller_address"),
    ("直播主体", "live_roles"),
    ("产品名称", "product"),
    ("产品组", ""),
    ("价位", "band"),
    ("商标", "trademark"),
    ("规格型号", "model"),
    ("标称生产者", "maker"),
    ("标价（元）", "price"),
    ("赋码", "product_code"),
    ("抽样原因", "sampling_reason"),
    ("检验样品数量", "quantity_test"),
    ("备用样品数量", "quantity_reserve"),
    ("采集时间", "captured_at"),
    ("平台标识", "platform"),
    ("产品组标识", "group"),
)
"""Column heading and field of SamplingCandidate, in file order; without a field it is one of what has a name."""
NO_GROUP = "未归组"


class Names(Record):
    """What staff call platforms and product groups, by identifier; what has no name (a single shop) is its host."""

    platforms: Mapping[str, str] = {}
    groups: Mapping[str, str] = {}

    def cells(self, candidate: SamplingCandidate) -> dict[str, str]:
        """Return the columns that show names."""
        platform = self.platforms.get(candidate.platform, candidate.platform)
        group = self.groups.get(candidate.group, candidate.group) if candidate.group else NO_GROUP
        return {"层": f"{platform} / {group} / {candidate.band}", "平台": platform, "产品组": group}


def write_candidates(
    folder: Path, candidates: Sequence[SamplingCandidate], *, name: str, notes: Sequence[str], names: Names
) -> tuple[Path, Path]:
    """Write `name`.xlsx and `name`.csv with mode 600 into `folder` (mode 700) and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    heads = [head for head, _ in COLUMNS]
    rows = [_row(candidate, names.cells(candidate)) for candidate in candidates]
    table, plain = folder / f"{name}.xlsx", folder / f"{name}.csv"
    _write_private(table, xlsx_file(heads, rows, title="候选名单", notes=notes))
    _write_private(plain, b"".join(csv_lines(heads, rows)))
    return table, plain


def _write_private(path: Path, content: bytes) -> None:
    """Create the file for its owner only, before a byte is in it; it takes its place whole or not at all."""
    unfinished = path.with_name(f".{path.name}.part")
    unfinished.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content)
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def _row(candidate: SamplingCandidate, named: Mapping[str, str]) -> list[str]:
    return [_cell(getattr(candidate, field)) if field else named[head] for head, field in COLUMNS]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "；".join(str(part) for part in value)
    if isinstance(value, datetime):
        return value.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
    return format(value, "f") if isinstance(value, Decimal) else str(value)
