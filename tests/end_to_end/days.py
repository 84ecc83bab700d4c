"""The sample market's days swept by the real command line, and what each came to."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from app.demo import SWEEP
from app.installation import Installation
from app.samplemarket.demo import lists_to_import, write_demo_data
from app.samplemarket.market import Market
from app.samplemarket.serve import Street
from app.samplemarket.truth import TruthDay
from app.stages.official_lists import import_official
from crawler.capture.folder import SweepFolder, list_sweeps
from matchers.identity import normalise_url

DAYS = (0, 1, 7)
SEED = 7
ROOT = Path(__file__).resolve().parents[2]
LONGEST = 3600
"""Seconds any command may take."""


class Day(NamedTuple):
    """One swept day."""

    truth: TruthDay
    sweep: SweepFolder
    findings: list[dict[str, Any]]
    pages: list[dict[str, Any]]


def goodswatch(data: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line and return how it ended."""
    command = [sys.executable, "-m", "app.cli.main", "--data", str(data), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=LONGEST)


def json_lines(data: Path, *arguments: str) -> list[dict[str, Any]]:
    """Run a command that prints JSON lines."""
    done = goodswatch(data, *arguments)
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


def prepare_day(data: Path, market: Market, street: Street, number: int) -> None:
    """Move the street to a day and write the data folder's declarations, clock, truth and lists of that day."""
    street.set_day(number)
    write_demo_data(data, market, street.addresses, number)
    names = sorted(path.parent.name for path in (data / "platforms").glob("*/platform.toml"))
    listed = ", ".join(f'"{name}"' for name in names)
    (data / "sweeps.toml").write_text(SWEEP.format(platforms=listed), encoding="utf-8")
    installation = Installation.open(data)
    for name, file in lists_to_import(data):
        import_official(installation, name, file)


def sweep_day(data: Path) -> None:
    """Sweep the day that was prepared."""
    done = goodswatch(data, "sweep", "demo")
    assert done.returncode == 0, done.stderr.decode()


def swept_day(data: Path) -> Day:
    """Return what the newest sweep came to, with the day's truth."""
    sweep = list_sweeps(data)[-1]
    return Day(
        truth=TruthDay.model_validate_json((data / "truth.json").read_text(encoding="utf-8")),
        sweep=sweep,
        findings=json_lines(data, "findings", sweep.id),
        pages=json_lines(data, "records", sweep.id, "--explain"),
    )


def not_observed(day: Day) -> list[str]:
    """Return the fields that cannot be seen and are nevertheless read as shown or not shown, one line each."""
    read = {normalise_url(row["url"]): row for row in day.pages if row["listing"]}
    wrong = []
    for subject in day.truth.subjects:
        row = read.get(normalise_url(subject.url))
        if subject.kind != "item" or row is None:
            continue
        states = {field: row["explain"][field]["state"] for field in subject.not_observable if field in row["explain"]}
        wrong += [f"{subject.url} {field}: {state}" for field, state in states.items() if state != "not_observable"]
    return wrong
