"""The clock: once however many schedulers, caught up once, never twice at a time, resumed twice and then reported."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.office.database import Office
from app.schedule.timetable import last_due, next_due
from app.schedule.watch import Child, Watch, sweep_id_of
from config.errors import DeclarationError
from config.sweeps import SweepDeclaration, load_sweeps

NIGHTLY = SweepDeclaration(name="nightly", cron="30 1 * * *")
FIRST = datetime(2026, 12, 1, 20, 0, tzinfo=UTC)
"""04:00 on 2 December in Beijing."""


class FakeChild:
    """A process that ends when the test says so; its pid is this process's, so it counts as alive until it ended."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.code: int | None = None

    def poll(self) -> int | None:
        return self.code


class Bench:
    """One office database with as many watches on it as a test wants."""

    def __init__(self, folder: Path) -> None:
        self.office = Office(f"sqlite:///{folder / 'office.sqlite'}")
        self.started: list[tuple[str, str]] = []
        self.children: list[FakeChild] = []
        self.completed: set[str] = set()

    def watch(self) -> Watch:
        return Watch(self.office, [NIGHTLY], self._launch, self.completed.__contains__)

    def _launch(self, name: str, sweep_id: str) -> Child:
        self.started.append((name, sweep_id))
        self.children.append(FakeChild())
        return self.children[-1]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench(tmp_path)
    made.watch().step(FIRST)
    assert made.started == []
    return made


def test_due_times_are_read_in_beijing_time() -> None:
    assert last_due(NIGHTLY, FIRST) == datetime(2026, 12, 1, 17, 30, tzinfo=UTC)
    assert next_due(NIGHTLY, FIRST) == datetime(2026, 12, 2, 17, 30, tzinfo=UTC)


def test_a_time_that_is_due_now_is_due() -> None:
    assert last_due(NIGHTLY, datetime(2026, 12, 1, 17, 30, tzinfo=UTC)) == datetime(2026, 12, 1, 17, 30, tzinfo=UTC)


def test_monthly_lines_are_found() -> None:
    monthly = SweepDeclaration(name="m", cron="0 3 1 * *")
    assert last_due(monthly, datetime(2026, 12, 30, tzinfo=UTC)) == datetime(2026, 11, 30, 19, 0, tzinfo=UTC)


def test_two_schedulers_start_a_run_once(bench: Bench) -> None:
    one, two = bench.watch(), bench.watch()
    later = FIRST + timedelta(days=1)
    one.step(later)
    two.step(later)
    one.step(later)
    assert bench.started == [("nightly", "20261203-0130-nightly")]


def test_runs_missed_while_off_are_caught_up_once(bench: Bench) -> None:
    bench.watch().step(FIRST + timedelta(days=5))
    assert bench.started == [("nightly", sweep_id_of("nightly", datetime(2026, 12, 6, 17, 30, tzinfo=UTC)))]


def test_a_run_is_not_started_beside_the_one_before(bench: Bench) -> None:
    watch = bench.watch()
    watch.step(FIRST + timedelta(days=1))
    watch.step(FIRST + timedelta(days=2))
    assert len(bench.started) == 1
    missed = bench.office.list_runs("nightly")[0]
    assert (missed.status, missed.message) == ("missed", "上一次仍在运行，本次未启动")


def test_a_completed_run_is_closed(bench: Bench) -> None:
    watch = bench.watch()
    watch.step(FIRST + timedelta(days=1))
    bench.completed.add(bench.started[0][1])
    bench.children[0].code = 0
    watch.step(FIRST + timedelta(days=1, minutes=1))
    assert bench.office.list_runs("nightly")[0].status == "finished"


def test_a_died_run_is_resumed_twice_then_reported(bench: Bench) -> None:
    watch = bench.watch()
    for minute in range(6):
        watch.step(FIRST + timedelta(days=1, minutes=minute))
        bench.children[-1].code = -9
    run = bench.office.list_runs("nightly")[0]
    assert len(bench.started) == 3
    assert len({sweep_id for _, sweep_id in bench.started}) == 1
    assert run.status == "failed"
    assert run.message == "退出码 -9，已续跑 2 次，仍未完成"


def test_a_run_whose_scheduler_died_too_is_adopted_and_resumed(bench: Bench) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    due = datetime(2026, 12, 2, 17, 30, tzinfo=UTC)
    assert bench.office.claim_run("nightly", due, dead.pid, due)
    bench.watch().step(FIRST + timedelta(days=1))
    assert bench.started == [("nightly", "20261203-0130-nightly")]
    assert bench.office.list_runs("nightly")[0].attempts == 2


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[[sweep]]\nname='a'\ncron='61 * *'\n", "sweep.1.cron"),
        ("[[sweep]]\nname='a'\nfrequency=3\n", "sweep.1.frequency"),
        ("[[sweep]]\nname='a'\n[[sweep]]\nname='a'\n", "sweep.2.name"),
        ("[[sweeps]]\nname='a'\n", "sweeps"),
        ("[[sweep\n", "sweeps.toml"),
    ],
)
def test_a_wrong_declaration_is_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "sweeps.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationError, match=r".") as caught:
        load_sweeps(tmp_path)
    assert named in str(caught.value)


def test_an_impossible_cron_line_is_named() -> None:
    with pytest.raises(DeclarationError, match=r"bad\.cron"):
        last_due(SweepDeclaration(name="bad", cron="99 1 * * *"), FIRST)
