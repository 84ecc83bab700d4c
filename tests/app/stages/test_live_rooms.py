"""The goods of a live room: judged by their own page where the sweep has it; the room accuses of no omission."""

import json
from pathlib import Path

from app.installation import Installation
from app.office.summary import load_summary
from app.stages.generation import newest_complete
from app.stages.offers import offer_rows
from app.stages.read import page_records, records_of
from app.stages.tasks import room_tasks
from crawler.capture.folder import SweepFolder
from crawler.capture.plan import SweepSpec
from tests.app.conftest import Ended, Run
from tests.app.saved_shop import ROOT

STAGE = "<h1>小禾的直播间</h1><p>直播间运营者：青禾传媒有限公司</p><p>主播：小禾</p>"
CARD = "<div class=now><b>讲解中</b><a href='/item/9300'>青禾移动电源 20000mAh</a><em>直播价 ¥99</em></div>"
ROWS = "<tr><th>品牌</th><td>青禾</td></tr><tr><th>型号</th><td>QH-20</td></tr><tr><th>颜色</th><td>白</td></tr>"
ITEM = (
    "<h1>青禾移动电源 20000mAh</h1><p class=price>¥99</p><button>立即购买</button>"
    f"<h3>商品参数</h3><table class=params>{ROWS}</table>"
)


def bring(run: Run, data: Path, folder: Path, pages: dict[str, str]) -> SweepFolder:
    folder.mkdir()
    for name, (path, body) in zip("abc", pages.items(), strict=False):
        (folder / f"{name}.html").write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
        sidecar = {"url": f"{ROOT}{path}", "captured_at": "2026-11-20T02:00:00Z"}
        (folder / f"{name}.html.json").write_text(json.dumps(sidecar), encoding="utf-8")
    ended: Ended = run("--data", data, "import", folder)
    assert ended.code == 0, ended.err
    return SweepFolder.open(data, ended.out.strip())


def offers(folder: SweepFolder) -> list[str]:
    generation = newest_complete(folder.path / "findings")
    assert generation is not None
    return [row.url or "" for row in offer_rows(generation)]


def findings(run: Run, data: Path, folder: SweepFolder) -> set[str]:
    rows = run("--data", data, "findings", folder.id).rows
    return {row["rule"] for row in rows if row["url"].endswith(("/live/7", "/item/9300"))}


def test_a_room_is_accused_of_nothing_that_stands_on_its_goods_own_page(data: Path, run: Run, tmp_path: Path) -> None:
    folder = bring(run, data, tmp_path / "room", {"/live/7": STAGE + CARD})
    assert offers(folder) == [f"{ROOT}/live/7"]
    assert findings(run, data, folder) == set()


def test_the_own_page_of_a_rooms_goods_speaks_alone(data: Path, run: Run, tmp_path: Path) -> None:
    folder = bring(run, data, tmp_path / "both", {"/item/9300": ITEM, "/live/7": STAGE + CARD})
    assert offers(folder) == [f"{ROOT}/item/9300"]
    assert "PD_MAKER_MISSING" in findings(run, data, folder)


def test_what_a_room_leaves_out_is_no_fall_of_the_fields_read(data: Path, run: Run, tmp_path: Path) -> None:
    folder = bring(run, data, tmp_path / "both", {"/item/9300": ITEM, "/live/7": STAGE + CARD})
    summary = load_summary(folder.path)
    assert summary is not None
    (numbers,) = (one for one in summary.by_platform.values() if one.items)
    assert numbers.item_fields["brand"].pages == 1
    assert numbers.item_fields["brand"].share("shown") == 1.0


def test_goods_that_only_a_room_shows_are_a_task_for_a_person(data: Path, run: Run, tmp_path: Path) -> None:
    saved = bring(run, data, tmp_path / "room", {"/live/7": STAGE + CARD})
    installation = Installation.open(data)
    (page,) = (page for page in page_records(records_of(saved)) if page.kind == "live_room")
    group = next(group for group in installation.catalogue.groups if group.id == "power_bank")
    swept = SweepFolder.create(tmp_path / "night", SweepSpec(name="night"), installation.clock)
    (task,) = room_tasks(page, group, swept)
    assert (task.kind, task.url) == ("evidence", f"{ROOT}/live/7")
    assert {"生产者名称", "生产者地址", "CCC证书编号"} <= task.asks_for
    assert "产品名称" not in task.asks_for
    assert list(room_tasks(page, None, swept)) == [], "goods of no key group need show nothing"
    assert list(room_tasks(page, group, saved)) == [], "a page a person saved is what was asked for"
    assert list(room_tasks(page.model_copy(update={"kind": "item"}), group, swept)) == []
