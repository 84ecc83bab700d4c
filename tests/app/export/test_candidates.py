"""Candidate lists are for their owner's eyes, and nothing a seller wrote in them is a formula."""

import csv
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from app.export.candidates import COLUMNS, Names, write_candidates
from matchers.records import SamplingCandidate

NAMES = Names(platforms={"hesui": "禾穗商城"}, groups={"power_bank": "移动电源"})
HOSTILE = '=HYPERLINK("http://a.example","x")'


def candidate(product: str = HOSTILE) -> SamplingCandidate:
    return SamplingCandidate(
        rank=1,
        reasons="+1",
        finding_ids=("a1", "b2"),
        band="中价",
        inclusion_weight=8.0,
        platform="hesui",
        url="https://mall.hesui.example/item/1001",
        item_id="0001001",
        shop="@店铺",
        seller_name="-贸易有限公司",
        seller_code="91110101MA01ABCD7U",
        seller_address="\t=1+1",
        live_roles=None,
        product=product,
        group="power_bank",
        trademark="＝1",
        model="LY-100",
        maker="甲,乙\n丙",
        price=Decimal("89.00"),
        product_code=None,
        sampling_reason="问题导向",
        quantity_test="2件",
        quantity_reserve="1件",
        captured_at=datetime(2026, 12, 2, 2, tzinfo=UTC),
    )


def cells(path: Path) -> list[dict[str, str]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))
    head, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, head), map(str, row), strict=True)) for row in rows]


def test_both_files_hold_the_same_cells_and_no_formula(tmp_path: Path) -> None:
    table, plain = write_candidates(tmp_path / "draw", [candidate()], name="名单", notes=["=1", "种子 1"], names=NAMES)
    for path in (table, plain):
        (row,) = cells(path)
        assert list(row) == [head for head, _ in COLUMNS]
        assert row["层"] == "禾穗商城 / 移动电源 / 中价"
        assert (row["平台"], row["产品组"], row["价位"]) == ("禾穗商城", "移动电源", "中价")
        assert (row["平台标识"], row["产品组标识"]) == ("hesui", "power_bank")
        assert row["产品名称"] == f"'{HOSTILE}"
        assert row["抽取理由"] == "'+1"
        assert row["店铺"] == "'@店铺"
        assert row["经营者名称"] == "'-贸易有限公司"
        assert row["经营地址"] == "'\t=1+1"
        assert row["商标"] == "'＝1"
        assert row["标称生产者"] == "甲,乙\n丙"
        assert row["商品ID"] == "0001001"
        assert row["标价（元）"] == "89.00"
        assert row["线索编号"] == "a1；b2"
        assert row["采集时间"] == "2026-12-02 10:00"
    notes = CalamineWorkbook.from_path(table).get_sheet_by_name("说明").to_python()
    assert [row[0] for row in notes] == ["'=1", "种子 1"]


def test_nobody_else_may_read_them(tmp_path: Path) -> None:
    folder = tmp_path / "draw"
    folder.mkdir(mode=0o755)
    (folder / "名单.csv").write_text("older, readable by all")
    for path in write_candidates(folder, [candidate()], name="名单", notes=[], names=NAMES):
        assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_full_disk_leaves_no_half_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_candidates(tmp_path / "draw", [candidate()], name="名单", notes=[], names=NAMES)
    assert list((tmp_path / "draw").iterdir()) == []


def test_what_has_no_name_is_told_by_its_identifier(tmp_path: Path) -> None:
    single = candidate().model_copy(update={"platform": "shop.example", "group": None})
    _, plain = write_candidates(tmp_path / "draw", [single], name="名单", notes=[], names=NAMES)
    (row,) = cells(plain)
    assert (row["平台"], row["产品组"], row["产品组标识"]) == ("shop.example", "未归组", "")
    assert row["层"] == "shop.example / 未归组 / 中价"
