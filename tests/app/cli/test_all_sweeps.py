"""`--all`: a stage run again over every sweep, the oldest observation first; one that fails holds no other up."""

from pathlib import Path

import pytest

from app.stages.generation import newest_complete
from crawler.capture.folder import SweepFolder, list_sweeps
from tests.app.conftest import Run
from tests.app.saved_shop import ROOT, SECOND, bring_in, item_page, save_page


@pytest.fixture
def sweeps(data: Path, tmp_path: Path) -> list[SweepFolder]:
    """Two sweeps; the one observed later was imported last."""
    page = item_page(1001)
    bring_in(data, save_page(tmp_path / "later", "item", f"{ROOT}/item/1001", page, SECOND))
    return list_sweeps(data)


def test_every_sweep_is_read_judged_and_published_again(data: Path, sweeps: list[SweepFolder], run: Run) -> None:
    for stage, part in (("read", "records"), ("judge", "findings")):
        ended = run("--data", data, stage, "--all")
        assert ended.code == 0, ended.err
        named = [newest_complete(folder.path / part) for folder in sweeps]
        assert ended.out.splitlines() == [f"[{at}/2] {one.path}" for at, one in enumerate(named, 1) if one]
    ended = run("--data", data, "publish", "--all")
    assert [line.partition("已发布 ")[2].partition("：")[0] for line in ended.out.splitlines()] == [
        folder.id for folder in sweeps
    ]


@pytest.mark.parametrize("stage", ["read", "judge", "publish"])
def test_a_sweep_that_fails_holds_no_other_up(data: Path, sweeps: list[SweepFolder], run: Run, stage: str) -> None:
    with sweeps[0].worked_on():
        ended = run("--data", data, stage, "--all")
    assert ended.code == 2
    assert ended.err.splitlines() == [f"错误：{sweeps[0].id}：另一个进程正在处理这次采集，请等它结束"]
    assert len(ended.out.splitlines()) == 1


def test_what_was_never_published_is_left_alone(data: Path, sweeps: list[SweepFolder], run: Run) -> None:
    (sweeps[1].path / "summary.json").unlink()
    assert len(run("--data", data, "publish", "--all").out.splitlines()) == 1
    assert not (sweeps[1].path / "summary.json").exists()


@pytest.mark.parametrize("asked", ["judge", "judge x --all", "publish", "read", "read --all --sweep x", "read --all y"])
def test_one_sweep_or_all_of_them(data: Path, run: Run, asked: str) -> None:
    ended = run("--data", data, *asked.split())
    assert ended.code == 2
    assert ended.err.startswith("错误：请给出")
