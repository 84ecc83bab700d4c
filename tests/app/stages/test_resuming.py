"""A finished sweep stays as it is: resuming it does nothing, publishing it again does not move its end."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from app.installation import Installation
from app.office.summary import SUMMARY_FILE, load_summary
from app.stages.publish import publish_sweep
from app.stages.sweep import resume_sweep
from crawler.capture.folder import SweepFolder
from tests.app.saved_shop import NOW, ROOT, bring_in, item_page, make_data, save_page

LATER = "2026-12-09T20:00:00+08:00"


@pytest.fixture
def swept(tmp_path: Path) -> tuple[Path, SweepFolder]:
    """A data folder with one published sweep, a day later."""
    data = make_data(tmp_path / "data")
    folder = bring_in(data, save_page(tmp_path / "saved", "item", f"{ROOT}/item/1001", item_page(1001)))
    (data / "demo.json").write_text(json.dumps({"now": LATER}), encoding="utf-8")
    return data, folder


def test_resuming_a_finished_sweep_says_so_and_changes_nothing(swept: tuple[Path, SweepFolder]) -> None:
    data, folder = swept
    before = (folder.path / SUMMARY_FILE).read_bytes()
    said: list[str] = []
    assert resume_sweep(Installation.open(data), folder.id, progress=said.append) is None
    assert said == [f"{folder.id} 已经完成并发布，没有什么要续跑的"]
    assert (folder.path / SUMMARY_FILE).read_bytes() == before


def test_publishing_again_keeps_when_the_sweep_was_finished(swept: tuple[Path, SweepFolder]) -> None:
    data, folder = swept
    publish_sweep(Installation.open(data), folder)
    summary = load_summary(folder.path)
    assert summary is not None
    assert summary.finished_at == datetime.fromisoformat(NOW)


def test_a_sweep_that_lost_its_summary_is_finished_again(swept: tuple[Path, SweepFolder]) -> None:
    data, folder = swept
    (folder.path / SUMMARY_FILE).unlink()
    resume_sweep(Installation.open(data), folder.id, progress=[].append)
    summary = load_summary(folder.path)
    assert summary is not None
    assert summary.finished_at == datetime.fromisoformat(LATER)
