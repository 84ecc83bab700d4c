"""A claim is held once, ends with its holder, and is waited for where waiting is asked for."""

from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from config.clock import system_clock
from config.errors import CaptureError
from crawler.capture.claims import Claimed, claim, claim_in_time, claim_places
from crawler.capture.folder import SweepFolder
from crawler.capture.plan import SweepSpec


def test_only_one_holds_a_claim(tmp_path: Path) -> None:
    place = tmp_path / "one.lock"
    with claim(place, "taken"), pytest.raises(Claimed, match="taken"), claim(place, "taken"):
        pass
    with claim(place, "taken"):
        pass


def test_waiting_for_a_claim_has_an_end(tmp_path: Path) -> None:
    place = tmp_path / "one.lock"
    told: list[str] = []
    late = claim_in_time(place, "taken", seconds=0, waiting=partial(told.append, "waits"))
    with claim(place, "taken"), pytest.raises(Claimed), late:
        pass
    assert told == []


def test_a_capture_waits_for_another_one_of_the_same_place_only(tmp_path: Path) -> None:
    waited: list[str] = []
    first = ExitStack()
    first.enter_context(claim_places(tmp_path, {"b.example", "c.example"}, waiting=waited.append))
    with claim_places(tmp_path, {"a.example"}, waiting=waited.append):
        assert waited == []

    def end_first(place: str) -> None:
        waited.append(place)
        first.close()

    with claim_places(tmp_path, {"a.example", "b.example"}, waiting=end_first):
        assert waited == ["b.example"]


def test_two_processes_never_run_the_stages_of_one_sweep(tmp_path: Path) -> None:
    folder = SweepFolder.create(tmp_path, SweepSpec(name="a"), system_clock)
    again = SweepFolder.open(tmp_path, folder.id)
    with folder.worked_on(), pytest.raises(CaptureError, match="另一个进程正在处理这次采集"), again.worked_on():
        pass


def test_a_folder_without_its_order_is_never_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, value: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("crawler.capture.folder.write_whole", full)
        with pytest.raises(OSError, match="No space"):
            SweepFolder.create(tmp_path, SweepSpec(name="a"), system_clock, sweep_id="night")
    assert list((tmp_path / "sweeps").iterdir()) == []
    assert SweepFolder.create(tmp_path, SweepSpec(name="a"), system_clock, sweep_id="night").id == "night"
