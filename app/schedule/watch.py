"""The clock's one step: start what is due, adopt or resume what died, close what ended.

The claim is a unique row (sweep, scheduled time) in the office database, so that two schedulers start a run once. Each
sweep is a child process of its own: a crawl's reactor cannot be started twice in one process.
"""

import logging
import os
import subprocess
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Protocol

from app.office.database import Office
from app.office.records import Run
from app.schedule.timetable import last_due
from config.clock import BEIJING
from config.sweeps import SweepDeclaration

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
"""The first start and two resumptions; then the run is reported as failed."""


class Child(Protocol):
    """A started sweep process; `subprocess.Popen` is one."""

    pid: int

    def poll(self) -> int | None:
        """Return the exit code, or None while it runs."""
        ...


Launch = Callable[[str, str], Child]
"""Starts or resumes (sweep name, sweep id) and returns the process."""


class Watch:
    """Holds the children this scheduler started; everything else stands in the office database."""

    def __init__(
        self,
        office: Office,
        sweeps: Sequence[SweepDeclaration],
        launch: Launch,
        completed: Callable[[str], bool],
    ) -> None:
        """`completed` tells whether a sweep id was swept and published to the end."""
        self._office = office
        self._sweeps = sweeps
        self._launch = launch
        self._completed = completed
        self._children: dict[tuple[str, datetime], Child] = {}

    def step(self, now: datetime) -> None:
        """Do everything that is to be done at `now`."""
        self._close_ended(now)
        self._resume_died(now)
        for sweep in self._sweeps:
            self._start_due(sweep, now)

    def _start_due(self, sweep: SweepDeclaration, now: datetime) -> None:
        due = last_due(sweep, now)
        if due is None:
            return
        due = due.astimezone(UTC)
        known = self._office.list_runs(sweep.name, size=1)
        if not known:
            # A sweep seen for the first time has missed nothing: note where counting begins.
            self._office.miss_run(sweep.name, due, now, "首次登记，此前的计划时间不补跑")
            return
        if known[0].scheduled_at >= due:
            return
        if self._office.list_runs(sweep.name, status="running", size=1):
            if self._office.miss_run(sweep.name, due, now, "上一次仍在运行，本次未启动"):
                log.warning("Run not started, the one before still runs", extra={"sweep": sweep.name})
            return
        if self._office.claim_run(sweep.name, due, os.getpid(), now):
            self._run(sweep.name, due, sweep_id_of(sweep.name, due))

    def _run(self, name: str, scheduled_at: datetime, sweep_id: str) -> None:
        child = self._launch(name, sweep_id)
        self._children[name, scheduled_at] = child
        self._office.note_run(name, scheduled_at, pid=child.pid, sweep_id=sweep_id)
        log.info("Run started", extra={"sweep": name, "sweep_id": sweep_id, "pid": child.pid})

    def _close_ended(self, now: datetime) -> None:
        for key, child in list(self._children.items()):
            code = child.poll()
            if code is None:
                continue
            del self._children[key]
            run = self._find(key)
            if run is not None and run.status == "running":
                self._ended(run, now, code)

    def _resume_died(self, now: datetime) -> None:
        for run in self._office.stale_runs(process_alive):
            if (run.name, run.scheduled_at) not in self._children:
                self._ended(run, now, None)

    def _ended(self, run: Run, now: datetime, code: int | None) -> None:
        sweep_id = run.sweep_id or sweep_id_of(run.name, run.scheduled_at)
        # A sweep of which nothing may be swept leaves no folder behind: it has ended when its command says so.
        if code == 0 or self._completed(sweep_id):
            self._office.finish_run(run.name, run.scheduled_at, now=now)
            return
        how = "进程中断" if code is None else f"退出码 {code}"
        if run.attempts >= MOST_ATTEMPTS:
            self._office.finish_run(
                run.name,
                run.scheduled_at,
                now=now,
                failed=True,
                message=f"{how}，已续跑 {run.attempts - 1} 次，仍未完成",
            )
            log.error("Run given up", extra={"sweep": run.name, "sweep_id": sweep_id})
            return
        if self._office.retake_run(run.name, run.scheduled_at, dead_pid=run.pid, pid=os.getpid(), now=now):
            log.warning("Run resumed", extra={"sweep": run.name, "sweep_id": sweep_id, "reason": how})
            self._run(run.name, run.scheduled_at, sweep_id)

    def _find(self, key: tuple[str, datetime]) -> Run | None:
        return next((run for run in self._office.list_runs(key[0]) if run.scheduled_at == key[1]), None)


def sweep_id_of(name: str, scheduled_at: datetime) -> str:
    """Return the id of the sweep a scheduled run makes, the same for every attempt."""
    return f"{scheduled_at.astimezone(BEIJING):%Y%m%d-%H%M}-{name}"


def process_alive(pid: int) -> bool:
    """Return whether a process of this machine runs under `pid`."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def start_process(command: Sequence[str]) -> Child:
    """Start a child in a session of its own, so that ending the scheduler does not end a sweep."""
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
