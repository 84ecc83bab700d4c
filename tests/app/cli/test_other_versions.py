"""A data folder kept by another version of the program: which sweep, which command makes it anew, and no wrong word."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.installation import Installation
from app.office.database import Office
from app.office.summary import SUMMARY_FILE, load_summary
from app.stages.generation import newest_complete
from app.stages.history import readable_sweeps
from app.stages.order import places_of
from app.stages.recheck import recheck_rows
from crawler.capture.folder import SweepFolder, list_sweeps
from crawler.capture.plan import SweepSpec
from tests.app.cli.test_failures import ENGLISH
from tests.app.conftest import Run
from tests.app.saved_shop import ROOT, SECOND, bring_in, item_page, save_pages

Row = dict[str, Any]
Change = Callable[[Row], Row]

CHANGES: dict[str, tuple[Change, str]] = {
    "unknown": (lambda row: {**row, "nosuch": 1}, "nosuch：没有这个字段"),
    "lacking": (lambda row: {name: value for name, value in row.items() if name != "platform"}, "platform："),
}
READING_RECORDS = ("draw --seed 1 --size 2", "publish {sweep}", "rebuild", "records {sweep}", "judge {sweep}")
READING_FINDINGS = ("draw --seed 1 --size 2", "publish {sweep}", "rebuild", "findings {sweep}")


def alter(sweep: SweepFolder, kind: str, name: str, change: Change) -> None:
    """Change every row of one file of the generation that counts."""
    generation = newest_complete(sweep.path / kind)
    assert generation is not None
    file = generation.path / name
    rows = [change(json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]
    assert rows, f"{name} holds nothing to change"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def forget_judging(sweep: SweepFolder) -> None:
    """Take the judging away, so that judging has to be done."""
    for manifest in (sweep.path / "findings").glob("*/manifest.json"):
        manifest.unlink()


@pytest.fixture
def sweep(data: Path) -> SweepFolder:
    (folder,) = list_sweeps(data)
    return folder


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("command", READING_RECORDS)
def test_records_of_another_version_are_named_with_the_command_that_reads_anew(
    sweep: SweepFolder, run: Run, command: str, change: str
) -> None:
    altered = CHANGES[change][0] if change == "unknown" else lambda row: {k: v for k, v in row.items() if k != "kind"}
    said = CHANGES[change][1] if change == "unknown" else "kind：缺少这个字段"
    alter(sweep, "records", "pages.jsonl", altered)
    if command.startswith("judge"):
        forget_judging(sweep)
    asked = command.format(sweep=sweep.id).split()
    ended = run("--data", sweep.data, *asked)
    assert (ended.code, ended.out) == (2, "")
    line = ended.err.splitlines()[-1]
    assert line.startswith(f"错误：{sweep.id}：records/")
    assert "pages.jsonl 第 1 行" in line
    assert said in line
    assert line.endswith(f"请先重做：goodswatch read --sweep {sweep.id}")
    assert not ENGLISH.search(line)
    assert run("--data", sweep.data, "read", "--sweep", sweep.id).code == 0
    assert run("--data", sweep.data, "judge", sweep.id).code == 0
    assert run("--data", sweep.data, *asked).code == 0


@pytest.mark.parametrize(
    ("file", "command"),
    [
        *(("findings.jsonl", command) for command in READING_FINDINGS),
        *(("offers.jsonl", command) for command in READING_FINDINGS[:2]),
        ("shops.jsonl", "rebuild"),
        ("subjects.jsonl", "findings {sweep}"),
    ],
)
@pytest.mark.parametrize("change", CHANGES)
def test_findings_of_another_version_are_named_with_the_command_that_judges_anew(
    sweep: SweepFolder, run: Run, command: str, file: str, change: str
) -> None:
    altered, said = CHANGES[change]
    alter(sweep, "findings", file, altered)
    asked = command.format(sweep=sweep.id).split()
    ended = run("--data", sweep.data, *asked)
    assert (ended.code, ended.out) == (2, "")
    line = ended.err.splitlines()[-1]
    assert line.startswith(f"错误：{sweep.id}：findings/")
    assert f"{file} 第 1 行" in line
    assert said in line
    assert line.endswith(f"请先重做：goodswatch judge {sweep.id}")
    assert run("--data", sweep.data, "judge", sweep.id).code == 0
    assert run("--data", sweep.data, *asked).code == 0


@pytest.mark.parametrize("change", CHANGES)
def test_what_a_generation_of_findings_keeps_beside_them_is_made_anew_too(
    sweep: SweepFolder, run: Run, change: str
) -> None:
    generation = newest_complete(sweep.path / "findings")
    assert generation is not None
    for name, altered in (("price_base.jsonl", {"nosuch": 1}), ("tasks.jsonl", {"nosuch": 1})):
        file = generation.path / name
        kept = file.read_bytes()
        file.write_text(json.dumps(altered) + "\n", encoding="utf-8")
        ended = run("--data", sweep.data, "publish", sweep.id)
        assert ended.code == 2
        assert ended.err.splitlines()[-1].endswith(f"请先重做：goodswatch judge {sweep.id}")
        file.write_bytes(kept)
    manifest = generation.path / "manifest.json"
    facts = json.loads(manifest.read_text(encoding="utf-8"))
    del facts["rules"]
    manifest.write_text(json.dumps(facts), encoding="utf-8")
    for command in ("rebuild", f"findings {sweep.id}"):
        ended = run("--data", sweep.data, *command.split())
        assert ended.code == 2
        assert "manifest.json：rules：缺少这个字段" in ended.err
    manifest.write_text("{", encoding="utf-8")
    assert run("--data", sweep.data, "rebuild").code == 2
    assert run("--data", sweep.data, "judge", sweep.id).code == 0
    assert run("--data", sweep.data, "rebuild").code == 0


@pytest.mark.parametrize(
    ("kind", "file"), [("records", "pages.jsonl"), ("findings", "offers.jsonl"), ("findings", "shops.jsonl")]
)
def test_a_new_sweep_is_judged_beside_one_of_another_version_and_says_what_it_left_out(
    sweep: SweepFolder, run: Run, tmp_path: Path, kind: str, file: str
) -> None:
    alter(sweep, kind, file, CHANGES["unknown"][0])
    page = {"item-1001": (f"{ROOT}/item/1001", item_page(1001, price="79.00"))}
    later = bring_in(sweep.data, save_pages(tmp_path / "later", page, at=SECOND), publish=False)
    judged = newest_complete(later.path / "findings")
    assert judged is not None
    assert json.loads((judged.path / "manifest.json").read_text(encoding="utf-8"))["left_out"] == [sweep.id]
    command = f"read --sweep {sweep.id}" if kind == "records" else f"judge {sweep.id}"
    assert run("--data", sweep.data, *command.split()).code == 0
    ended = run("--data", sweep.data, "publish", later.id)
    assert ended.code == 0
    assert f"1 次较早采集（{sweep.id}）的记录或判定与现行程序的版本不合" in ended.out
    assert run("--data", sweep.data, "judge", sweep.id).code == 0
    assert run("--data", sweep.data, "judge", later.id).code == 0
    ended = run("--data", sweep.data, "publish", later.id)
    assert "版本不合" not in ended.out


def test_a_new_sweep_starts_beside_one_of_another_version_and_says_what_it_does_not_look_at_again(
    sweep: SweepFolder,
) -> None:
    installation = Installation.open(sweep.data)
    spec = SweepSpec(name="again", platforms=("hesui",), user_agent="tests")
    folder = SweepFolder.create(sweep.data, spec, installation.clock)
    places = places_of(installation, spec)
    told: list[str] = []
    assert list(recheck_rows(installation, folder, places, progress=told.append))
    assert told == []
    alter(sweep, "findings", "findings.jsonl", CHANGES["unknown"][0])
    assert readable_sweeps(installation) == ([], [sweep.id])
    assert list(recheck_rows(installation, folder, places, progress=told.append)) == []
    assert told == [f"{sweep.id} 的判定与现行程序的版本不合，其线索本次不复看；请重做：goodswatch judge {sweep.id}"]


def test_a_summary_of_another_version_is_named_where_sweeps_are_listed(sweep: SweepFolder, run: Run) -> None:
    file = sweep.path / SUMMARY_FILE
    kept = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**kept, "nosuch": 1}), encoding="utf-8")
    ended = run("--data", sweep.data, "sweeps")
    assert ended.code == 0
    assert f"请先重做：goodswatch publish {sweep.id}" in ended.out
    assert run("--data", sweep.data, "publish", sweep.id).code == 0
    assert load_summary(sweep.path) is not None


def test_the_columns_of_sweeps_and_of_publishing_say_what_they_count(sweep: SweepFolder, run: Run) -> None:
    summary = load_summary(sweep.path)
    assert summary is not None
    words = f"疑似线索 {summary.findings}（新增 {summary.new}），参考 {summary.reference}，待复看 {summary.pending}"
    assert summary.reference + summary.pending > 0
    assert words in run("--data", sweep.data, "sweeps").out
    assert words in run("--data", sweep.data, "publish", sweep.id).out


def test_a_kept_list_of_another_version_is_named_with_its_original(sweep: SweepFolder, run: Run) -> None:
    (rows,) = (sweep.data / "lists").glob("*/*/rows.jsonl")
    rows.write_text('{"nosuch": 1}\n', encoding="utf-8")
    ended = run("--data", sweep.data, "judge", sweep.id)
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert f"{rows} 第 1 行" in ended.err
    assert "goodswatch lists import unqualified original.csv" in ended.err


def test_a_kept_frame_of_another_version_is_not_drawn_from_again(
    sweep: SweepFolder, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("--data", sweep.data, "draw", "--seed", "1", "--size", "2").code == 0
    (drawn,) = (path.name for path in (sweep.data / "draws").iterdir())
    office = Installation.open(sweep.data).office
    rows = [{**row, "nosuch": 1} for row in office.draw_frame(drawn)]
    monkeypatch.setattr(Office, "draw_frame", lambda *_: iter(rows))
    ended = run("--data", sweep.data, "draw", "--again", drawn)
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "与现行程序的版本不合，不能重做（nosuch：没有这个字段）" in ended.err
