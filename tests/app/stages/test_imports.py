"""What an import may and may not bring about, and how judging, publishing and lists go together without a crawl."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.installation import Installation
from app.stages.drawing import draw_again, draw_candidates
from app.stages.history import findings_as_of, findings_of
from app.stages.judge import PRICE_BASE, judge_sweep
from app.stages.known import open_sweep
from app.stages.official_lists import import_official
from app.stages.publish import publish_sweep, rebuild_index
from app.stages.read import read_sweep
from app.stages.sweep import resume_sweep
from config.errors import CaptureError, DrawError
from crawler.capture.folder import SweepFolder, list_sweeps
from index.contract import Query
from matchers.records import Finding
from tests.app.saved_shop import (
    FIRST,
    HEAD,
    LOGIN,
    PAGES,
    ROOT,
    SECOND,
    UNQUALIFIED,
    WHOLE,
    bring_in,
    item_page,
    make_data,
    save_page,
    save_pages,
    shop_page,
)


def told(data: Path, folder: SweepFolder) -> dict[tuple[str, str], str]:
    """Return (rule, item or shop) → state as of the sweep."""
    installation = Installation.open(data)
    return {(one.rule, about(one)): state for one, state in findings_as_of(installation, folder)}


def about(finding: Finding) -> str:
    return finding.item_id or finding.shop or ""


def document(data: Path, kind: str, identifier: str) -> dict[str, object]:
    found = Installation.open(data).store.get(kind, identifier)  # type: ignore[arg-type]
    assert found is not None
    return found


def listing(data: Path, item: int) -> dict[str, object]:
    hits = Installation.open(data).store.search(Query(kind="listings", filters={"item_id": (str(item),)})).hits
    assert len(hits) == 1
    return dict(hits[0].document)


def tasks(data: Path, state: str = "open") -> list[str]:
    return [task.url for task in Installation.open(data).office.tasks(kind="evidence", state=state)]  # type: ignore[arg-type]


def test_a_later_import_follows_what_an_earlier_one_found(data: Path, tmp_path: Path) -> None:
    pages = {
        **PAGES,
        "item-1002": (f"{ROOT}/item/1002", item_page(1002)),
        "item-1003": (f"{ROOT}/item/1003", item_page(1003, without=["生产地址"])),
    }
    second = bring_in(data, save_pages(tmp_path / "second", pages, SECOND))
    states = told(data, second)
    assert states["CCC_NO_MISSING", "1002"] == "corrected"
    assert states["PD_MAKER_MISSING", "1003"] == "corrected"
    assert states["PD_ADDRESS_MISSING", "1003"] == "still"
    assert states["UNQUALIFIED_ON_SALE", "1005"] == "still"
    first = list_sweeps(data)[0]
    assert set(told(data, first).values()) == {"new"}
    store = Installation.open(data).store
    shown = {one.id: store.get("findings", one.id) for one, _ in findings_as_of(Installation.open(data), second)}
    assert {(row["rule"], row["item_id"]): row["state"] for row in shown.values() if row and "item_id" in row} == {
        key: state for key, state in states.items() if key[1].isdigit()
    }


def test_an_older_import_does_not_overwrite_newer_listings(data: Path, tmp_path: Path) -> None:
    newer = {"item-1001": (f"{ROOT}/item/1001", item_page(1001, price="99.00"))}
    bring_in(data, save_pages(tmp_path / "newer", newer, SECOND))
    assert listing(data, 1001)["price"] == "99.00"
    first = list_sweeps(data)[0]
    publish_sweep(Installation.open(data), first)
    assert listing(data, 1001)["price"] == "99.00"
    older = {"item-1001": (f"{ROOT}/item/1001", item_page(1001, price="59.00"))}
    bring_in(data, save_pages(tmp_path / "older", older, "2026-11-30T10:00:00+08:00"))
    assert listing(data, 1001)["price"] == "99.00"
    bring_in(data, save_page(tmp_path / "timeless", "item", f"{ROOT}/item/1001", item_page(1001, price="1.00"), None))
    assert listing(data, 1001)["price"] == "99.00"
    rebuild_index(Installation.open(data), progress=[].append)
    assert listing(data, 1001)["price"] == "99.00"


def test_a_mixed_import_counts_each_page_by_its_own_time(data: Path, tmp_path: Path) -> None:
    bring_in(data, save_page(tmp_path / "a", "new", f"{ROOT}/item/1001", item_page(1001, price="99.00"), SECOND))
    save_page(tmp_path / "mixed", "old", f"{ROOT}/item/1001", item_page(1001, price="59.00"), FIRST)
    save_page(tmp_path / "mixed", "newer", f"{ROOT}/item/4001", item_page(4001), "2026-12-07T10:00:00+08:00")
    bring_in(data, tmp_path / "mixed")
    assert listing(data, 1001)["price"] == "99.00"
    assert listing(data, 4001)["price"] == "89.00"


GONE = f"{HEAD}<title>出错了</title></head><body><p>抱歉，您访问的商品不存在或已下架</p></body></html>"


def test_a_saved_page_that_says_its_item_is_gone_is_an_observation_of_it(data: Path, tmp_path: Path) -> None:
    bring_in(data, save_page(tmp_path / "undated", "item", f"{ROOT}/item/1005", GONE, None))
    assert listing(data, 1005)["on_shelf"] == "on"
    gone = bring_in(data, save_page(tmp_path / "gone", "item", f"{ROOT}/item/1005", GONE, SECOND))
    assert told(data, gone)["UNQUALIFIED_ON_SALE", "1005"] == "off_shelf"
    assert listing(data, 1005)["on_shelf"] == "gone"
    assert listing(data, 1005)["title"] == "岚芽充电宝10000毫安时移动电源"


@pytest.mark.parametrize(
    "page",
    [item_page(1005, attributes={**WHOLE, "型号": "LY-200"}), item_page(1005), item_page(1005, button="已下架")],
    ids=["same breach", "another model", "off shelf"],
)  # fmt: skip
def test_a_page_without_a_time_leaves_findings_of_dated_pages_as_they_are(
    data: Path, tmp_path: Path, page: str
) -> None:
    wanted = Query(kind="findings", filters={"rule": ("UNQUALIFIED_ON_SALE",), "item_id": ("1005",)})
    before = Installation.open(data).store.search(wanted).hits
    shelf = listing(data, 1005)
    bring_in(data, save_page(tmp_path / "timeless", "item", f"{ROOT}/item/1005", page, None))
    for again in (False, True):
        if again:
            rebuild_index(Installation.open(data), progress=[].append)
        after = Installation.open(data).store.search(wanted).hits
        assert [hit.id for hit in after] == [hit.id for hit in before] != []
        told = ("state", "standing", "pending", "severity", "captured_at", "sweep", "captures")
        assert [after[0].document.get(key) for key in told] == [before[0].document.get(key) for key in told]
        assert listing(data, 1005) == shelf


def test_pages_without_a_time_give_only_pending_leads(tmp_path: Path) -> None:
    data = make_data(tmp_path / "data")
    folder = bring_in(data, save_pages(tmp_path / "timeless", at=None))
    installation = Installation.open(data)
    generation = judge_sweep(installation, folder)
    found = list(findings_of(generation))
    assert found
    assert all(finding.pending and finding.captured_at is None for finding in found)
    assert list(generation.lines(PRICE_BASE)) == []
    with pytest.raises(DrawError):
        draw_candidates(installation, seed=1, size=3, by="测试")
    assert not (data / "draws").exists()


def test_a_page_that_was_not_saved_after_rendering_gives_only_pending_leads(tmp_path: Path) -> None:
    data = make_data(tmp_path / "data")
    path = save_page(tmp_path, "source", f"{ROOT}/item/1002", item_page(1002, without=["CCC证书编号"]))
    sidecar = path.with_name("source.html.json")
    sidecar.write_text(sidecar.read_text().replace('"captured_by": "chromium"', '"note": "wget"'))
    folder = bring_in(data, path)
    found = list(findings_of(judge_sweep(Installation.open(data), folder)))
    assert all(one.pending for one in found if one.looks is not None)
    counted = bring_in(data, save_page(tmp_path, "rendered", f"{ROOT}/item/1002", path.read_bytes()))
    (one,) = findings_of(judge_sweep(Installation.open(data), counted))
    assert (one.rule, one.looks, one.pending) == ("CCC_NO_MISSING", 1, False)


def test_an_import_closes_the_task_of_its_page(data: Path, tmp_path: Path) -> None:
    bring_in(data, save_page(tmp_path / "gated", "login", f"{ROOT}/item/5001?from=list", LOGIN))
    assert tasks(data) == [f"{ROOT}/item/5001"]
    again = bring_in(data, save_page(tmp_path / "still", "login", f"{ROOT}/item/5001", LOGIN, SECOND))
    assert tasks(data) == [f"{ROOT}/item/5001"]
    bring_in(data, save_page(tmp_path / "open", "item", f"{ROOT}/item/5001?spm=x", item_page(5001), SECOND))
    assert (tasks(data), tasks(data, "done")) == ([], [f"{ROOT}/item/5001"])
    publish_sweep(Installation.open(data), again)
    assert tasks(data) == []


def test_an_item_page_belongs_to_the_one_shop_that_shows_its_name(tmp_path: Path) -> None:
    data = make_data(tmp_path / "data")
    save_page(tmp_path / "two", "item", f"{ROOT}/item/1001", item_page(1001))
    save_page(tmp_path / "two", "shop", f"{ROOT}/shop/lanya", shop_page())
    one = told(data, bring_in(data, tmp_path / "two"))
    assert list(one) == [("SELLER_LICENSE_MISSING", "lanya数码店")]


def test_a_new_list_changes_findings_without_a_crawl(data: Path, tmp_path: Path) -> None:
    (sweep,) = list_sweeps(data)
    before = judge_sweep(Installation.open(data), sweep)
    assert ("UNQUALIFIED_ON_SALE", "1001") not in told(data, sweep)
    captured = {path.name: path.stat().st_mtime_ns for path in sweep.capture_path.iterdir()}
    file = tmp_path / "next.csv"
    file.write_text(UNQUALIFIED.replace("LY-200", "LY-100"), encoding="utf-8")
    import_official(Installation.open(data), "unqualified", file)
    after = judge_sweep(Installation.open(data), sweep)
    assert after.path != before.path
    states = told(data, sweep)
    assert ("UNQUALIFIED_ON_SALE", "1001") in states
    assert states.get(("UNQUALIFIED_ON_SALE", "1005"), "withdrawn") == "withdrawn"
    assert {path.name: path.stat().st_mtime_ns for path in sweep.capture_path.iterdir()} == captured
    import_official(Installation.open(data), "unqualified", data / "unqualified.csv")
    assert judge_sweep(Installation.open(data), sweep).path == before.path
    assert ("UNQUALIFIED_ON_SALE", "1001") not in told(data, sweep)


def test_stages_run_twice_change_nothing(data: Path) -> None:
    (sweep,) = list_sweeps(data)
    installation = Installation.open(data)
    read_sweep(installation, sweep)
    judge_sweep(installation, sweep)
    publish_sweep(installation, sweep)
    before = {path: path.read_bytes() for path in sweep.path.rglob("*") if path.is_file()}
    again = Installation.open(data)
    read_sweep(again, sweep)
    judge_sweep(again, sweep)
    publish_sweep(again, sweep)
    assert {path: path.read_bytes() for path in sweep.path.rglob("*") if path.is_file()} == before


def test_decisions_survive_a_rebuild_and_publishing_again(data: Path) -> None:
    (sweep,) = list_sweeps(data)
    installation = Installation.open(data)
    chosen = next(one for one, _ in findings_as_of(installation, sweep) if one.rule == "CCC_NO_MISSING")
    installation.office.review(chosen.id, "dismissed", reason="证书在包装图上", name="王岚", at=installation.clock())
    publish_sweep(Installation.open(data), sweep)
    assert document(data, "findings", chosen.id)["review"] == "dismissed"
    rebuild_index(Installation.open(data), progress=[].append)
    assert document(data, "findings", chosen.id)["review"] == "dismissed"


def test_a_draw_comes_out_again_and_leaves_out_what_is_old_or_gone(data: Path, tmp_path: Path) -> None:
    sold_out = item_page(1001, button="已下架").replace("<h1>", "<p>商品已下架</p><h1>")
    bring_in(data, save_page(tmp_path / "gone", "item", f"{ROOT}/item/1001", sold_out, SECOND))
    installation = Installation.open(data)
    drawn = draw_candidates(installation, seed=5, size=3, by="测试")
    assert {row.platform for row in drawn.candidates} == {"hesui"}
    assert "1001" not in {row.item_id for row in drawn.candidates}
    assert drawn.left_out["不在监测范围"] == 1
    assert drawn.left_out["最近一次采集时不在售"] == 1
    assert draw_candidates(Installation.open(data), seed=5, size=3, by="测试").candidates == drawn.candidates
    assert "一致" in draw_again(installation, drawn.draw.id)
    text = drawn.plain.read_text(encoding="utf-8-sig")
    assert "禾穗商城 / 移动电源 / " in text
    renamed = Installation.open(data)
    renamed.__dict__["platforms"] = tuple(
        one.model_copy(update={"title": "新名"}) if one.name == "hesui" else one for one in renamed.platforms
    )
    assert "一致" in draw_again(renamed, drawn.draw.id)
    drawn.plain.write_bytes(drawn.plain.read_bytes() + b"x")
    with pytest.raises(DrawError, match="不同"):
        draw_again(installation, drawn.draw.id)
    late = Installation.open(data)
    now = late.clock() + timedelta(days=8)
    late.__dict__["clock"] = lambda: now
    with pytest.raises(DrawError):
        draw_candidates(late, seed=5, size=3, by="测试")


def test_an_interrupted_import_is_not_gone_on_with(data: Path) -> None:
    (sweep,) = list_sweeps(data)
    (sweep.capture_path / "manifest.json").unlink()
    with pytest.raises(CaptureError, match="重新导入"):
        resume_sweep(Installation.open(data), sweep.id, progress=[].append)


def test_an_unknown_sweep_names_those_there_are(data: Path) -> None:
    (sweep,) = list_sweeps(data)
    with pytest.raises(CaptureError, match=sweep.id):
        open_sweep(Installation.open(data), "nosuch")
