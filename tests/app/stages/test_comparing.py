"""Re-reading a sweep beside its kept records: every kind of change is named, and nothing is written."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from app.installation import Installation
from app.stages.comparing import Comparison, compare_sweep
from app.stages.read import ERRORS, PAGES, read_sweep, records_of
from config.errors import CaptureError
from crawler.capture.folder import SweepFolder, list_sweeps
from tests.app.conftest import Run
from tests.app.saved_shop import ROOT

Row = dict[str, Any]
ITEM = f"{ROOT}/item/1001"


@pytest.fixture
def sweep(data: Path) -> SweepFolder:
    (folder,) = list_sweeps(data)
    return folder


def version(sweep: SweepFolder) -> str:
    return records_of(sweep).path.name


def alter(sweep: SweepFolder, change: Callable[[Row], Row | None], url: str = ITEM) -> None:
    """Change the kept record of one page, or take it away."""
    file = records_of(sweep).path / PAGES
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    kept = [change(row) if row["url"] == url else row for row in rows]
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept if row), encoding="utf-8")


def compare(sweep: SweepFolder) -> AbstractContextManager[Comparison]:
    return compare_sweep(Installation.open(sweep.data), sweep, version(sweep), progress=[].append)


def changes(sweep: SweepFolder) -> dict[str, tuple[str, Any, Any]]:
    """Return field → (change, value before, value after)."""
    with compare(sweep) as comparison:
        found = list(comparison.changes())
        assert comparison.pages == sweep.counts()["kept"]
        assert comparison.changed_pages == len({one.source for one in found})
        assert sum(comparison.counts.values()) == len(found)
    assert {one.url for one in found} <= {ITEM}
    return {one.field: (one.change, one.before.value, one.after.value) for one in found}


def listing(**values: Any) -> Callable[[Row], Row]:
    return lambda row: row | {"listing": row["listing"] | values}


def reading(field: str, value: Any, **stated: Any) -> Callable[[Row], Row]:
    def change(row: Row) -> Row:
        readings = row["listing"]["readings"]
        return listing(**{field: value}, readings=readings | {field: readings[field] | stated})(row)

    return change


def test_the_same_reading_changes_nothing(sweep: SweepFolder) -> None:
    assert changes(sweep) == {}


@pytest.mark.parametrize(
    ("altered", "expected"),
    [
        (
            reading("maker", None, state="not_shown", source=None, place=None),
            {"maker": ("not_shown→shown", None, "澄湾市岚芽电子有限公司")},
        ),
        (
            reading("batches", ["B1"], state="shown", source="label"),
            {"batches": ("shown→not_shown", ["B1"], [])},
        ),
        (
            reading("batches", [], state="not_observable", cause="image_only"),
            {"batches": ("not_observable→not_shown", [], [])},
        ),
        (listing(price="98.00"), {"price": ("value", "98.00", "89.00")}),
        (reading("price", "89.00", source="json_ld"), {"price": ("source", "89.00", "89.00")}),
        (reading("brand", "岚芽", masked=True), {"brand": ("masked", "岚芽", "岚芽")}),
        (reading("brand", "岚芽", place="elsewhere"), {}),
        (listing(content_images=["https://img.example/1.jpg"]), {
            "content_images": ("value", ["https://img.example/1.jpg"], [])
        }),
        (lambda row: row | {"kind": "other", "listing": None}, {
            "kind": ("value", "other", "item"),
            "listing": ("value", None, "岚芽充电宝10000毫安时移动电源"),
        }),
        (lambda _: None, {"record": ("value", None, "item")}),
    ],
)  # fmt: skip
def test_each_kind_of_change_is_named(
    sweep: SweepFolder, altered: Callable[[Row], Row | None], expected: dict[str, tuple[str, Any, Any]]
) -> None:
    alter(sweep, altered)
    assert changes(sweep) == expected


def test_fields_of_another_reader_can_be_compared(sweep: SweepFolder) -> None:
    def older(row: Row) -> Row:
        kept = {name: value for name, value in row["listing"].items() if name != "cross_border"}
        return {key: value for key, value in row.items() if key != "footer"} | {"listing": kept | {"colour": "白"}}

    alter(sweep, older)
    assert changes(sweep) == {"colour": ("value", "白", None)}


def test_a_page_that_could_not_be_read_then(sweep: SweepFolder) -> None:
    number = next(number for number, raw in sweep.pages() if raw.url == ITEM)
    alter(sweep, lambda _: None)
    row = {"source": f"{sweep.id}#{number}", "url": ITEM, "error": "ValueError: x"}
    (records_of(sweep).path / ERRORS).write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert changes(sweep) == {"record": ("value", "ValueError: x", "item")}


def test_comparing_writes_nothing(sweep: SweepFolder, data: Path) -> None:
    alter(sweep, listing(price="98.00"))
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    changes(sweep)
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == before


def test_an_accepted_reading_stands_beside_the_kept_one(sweep: SweepFolder, data: Path) -> None:
    present = records_of(sweep).path
    older = present.rename(present.with_name("1-00000000"))
    (older.parent / "newest").write_text("1-00000000\n", encoding="utf-8")
    alter(sweep, listing(price="98.00"))
    assert changes(sweep)["price"] == ("value", "98.00", "89.00")
    assert read_sweep(Installation.open(data), sweep) == present
    assert (version(sweep), older.exists()) == (present.name, True)
    assert changes(sweep) == {}


def test_a_broken_record_is_named(sweep: SweepFolder) -> None:
    file = records_of(sweep).path / PAGES
    file.write_text("nothing\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(CaptureError, match=r"pages.jsonl 第 1 行"), compare(sweep):
        pass


def test_the_command_prints_counts_first_and_then_the_pages(sweep: SweepFolder, data: Path, run: Run) -> None:
    alter(sweep, reading("maker", None, state="not_shown"))
    ended = run("--data", data, "read", "--sweep", sweep.id, "--compare", version(sweep))
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert "10 页，1 页有变化" in lines[1]
    assert lines[3].split() == ["平台", "字段", "未展示→已展示"]
    assert lines[4].split() == ["hesui", "生产者", "1"]
    assert lines[6].startswith(ITEM)
    assert lines[7] == "  生产者 [未展示→已展示]  未展示 → 澄湾市岚芽电子有限公司"


def test_the_command_prints_json_lines(sweep: SweepFolder, data: Path, run: Run) -> None:
    alter(sweep, reading("maker", None, state="not_shown"))
    ended = run("--data", data, "read", "--sweep", sweep.id, "--compare", version(sweep), "--json")
    summary, count, change = ended.rows
    assert (summary["row"], summary["pages"], summary["changed_pages"]) == ("summary", 10, 1)
    assert count == {"row": "count", "platform": "hesui", "field": "maker", "change": "not_shown→shown", "pages": 1}
    assert (change["row"], change["url"], change["before"]["state"]) == ("change", ITEM, "not_shown")
    assert change["after"]["place"]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("read", "--sweep", "nosuch", "--compare", "1-00000000"), "没有编号为 nosuch 的采集"),
        (("read", "--sweep", "SWEEP", "--compare", "1-00000000"), "没有读取器版本 1-00000000 的记录（已有：VERSION）"),
        (("read", "--sweep", "SWEEP", "--compare", "../records"), "没有读取器版本"),
        (("read", "--compare", "1-00000000"), "须与 --sweep 同用"),
        (("read", "page.html", "--sweep", "SWEEP", "--compare", "1-00000000"), "须与 --sweep 同用"),
    ],
)
def test_what_is_not_there_is_named_in_one_line(
    sweep: SweepFolder, data: Path, run: Run, arguments: tuple[str, ...], named: str
) -> None:
    known = {"SWEEP": sweep.id, "VERSION": version(sweep)}
    ended = run("--data", data, *(known.get(argument, argument) for argument in arguments))
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert named.replace("VERSION", version(sweep)) in ended.err


def test_a_sellers_name_is_not_taken_for_a_products(sweep: SweepFolder, data: Path, run: Run) -> None:
    alter(
        sweep,
        lambda row: row | {"disclosure": row["disclosure"] | {"name": "另一家公司"}},
        f"{ROOT}/shop/lanya/licence",
    )
    ended = run("--data", data, "read", "--sweep", sweep.id, "--compare", version(sweep))
    assert "信息公示·经营者名称" in ended.out
    assert "产品名称" not in ended.out
