"""Writes a candidate list (候选名单) as xlsx and csv, readable by nobody but its owner."""

import os
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from app.export.tables import csv_lines, xlsx_file
from config.clock import BEIJING
from matchers.records import SamplingCandidate

COLUMNS: tuple[tuple[str, str], ...] = (
    ("序号", "rank"),
    ("抽取理由", "reasons"),
    ("线索编号", "finding_ids"),
    ("层", "stratum"),
    ("入样权重", "inclusion_weight"),
    ("平台", "platform"),
    ("链接", "url"),
    ("商品ID", "item_id"),
    ("店铺", "shop"),
    ("经营者名称", "seller_name"),
    ("统一社会信用代码", "seller_code"),
    ("经营地址", "seller_address"),
    ("直播主体", "live_roles"),
    ("产品名称", "product"),
    ("产品组", "group"),
    ("商标", "trademark"),
    ("规格型号", "model"),
    ("标称生产者", "maker"),
    ("标价（元）", "price"),
    ("赋码", "product_code"),
    ("抽样原因", "sampling_reason"),
    ("检验样品数量", "quantity_test"),
    ("备用样品数量", "quantity_reserve"),
    ("采集时间", "captured_at"),
)
"""Column heading and field of SamplingCandidate, in file order."""


def write_candidates(
    folder: Path, candidates: Sequence[SamplingCandidate], *, name: str, notes: Sequence[str]
) -> tuple[Path, Path]:
    """Write `name`.xlsx and `name`.csv with mode 600 into `folder` (mode 700) and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    heads = [head for head, _ in COLUMNS]
    rows = [[_cell(getattr(candidate, field)) for _, field in COLUMNS] for candidate in candidates]
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


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "；".join(str(part) for part in value)
    if isinstance(value, datetime):
        return value.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
    return format(value, "f") if isinstance(value, Decimal) else str(value)
