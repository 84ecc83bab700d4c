"""The sample market swept on days 0, 1 and 7 by the real command line; day 0 is killed on the way and resumed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from app.samplemarket.market import build_market
from app.samplemarket.serve import Street, serve_market
from crawler.capture.folder import SweepFolder, list_sweeps
from tests.end_to_end.days import DAYS, ROOT, SEED, Day, goodswatch, prepare_day, sweep_day, swept_day

KILL_AFTER = 60
"""Kept pages after which day 0's sweep is killed."""


class Killed(NamedTuple):
    """What stood in the ledger when day 0's sweep was killed, and what the street was asked afterwards."""

    kept: set[str]
    asked_later: list[str]
    second_looks: set[str]


class Swept(NamedTuple):
    """All that the end-to-end tests look at."""

    data: Path
    street: Street
    days: dict[int, Day]
    killed: Killed


@pytest.fixture(scope="session")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Swept]:
    """Sweep the three days once for every test."""
    data = tmp_path_factory.mktemp("market")
    market = build_market(SEED, full=False)
    free = {site.name: (site.host, 0) for site in market.sites.values()}
    with serve_market(market, DAYS[0], free) as street:
        days: dict[int, Day] = {}
        killed: Killed | None = None
        for number in DAYS:
            prepare_day(data, market, street, number)
            if killed is None:
                killed = _sweep_killed_and_resumed(data, street)
            else:
                sweep_day(data)
            days[number] = swept_day(data)
        assert killed is not None
        yield Swept(data=data, street=street, days=days, killed=killed)


def _sweep_killed_and_resumed(data: Path, street: Street) -> Killed:
    command = [sys.executable, "-m", "app.cli.main", "--data", str(data), "sweep", "demo"]
    running = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        found = list_sweeps(data)
        if found and found[0].counts()["kept"] >= KILL_AFTER:
            break
        time.sleep(0.05)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    _wait_until_free(list_sweeps(data)[0])
    sweep = list_sweeps(data)[0]
    kept = {visit.url for visit in sweep.visits() if visit.outcome == "kept"}
    assert not sweep.sealed
    assert sweep.counts()["pending"] > 0
    before = len(street.requests)
    done = goodswatch(data, "sweep", "--resume", sweep.id)
    assert done.returncode == 0, done.stderr.decode()
    addresses = {name: f"http://{host}:{port}" for name, (host, port) in street.addresses.items()}
    asked = [f"{addresses[one.site]}{one.path}" for one in street.requests[before:]]
    looks = {visit.url for visit in list_sweeps(data)[0].visits() if visit.look == 2}
    return Killed(kept=kept, asked_later=asked, second_looks=looks)


def _wait_until_free(sweep: SweepFolder) -> None:
    """The capture process ends by itself when the command that started it is killed; wait for its lock."""
    from config.errors import CaptureError

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with sweep.claimed():
                return
        except CaptureError:
            time.sleep(0.1)
    raise AssertionError("the capture process outlived the killed command")
