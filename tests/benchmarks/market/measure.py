"""Sweeps the whole sample market on several days and compares what was found with its truth, as the end-to-end test
does with the small market: `python -m tests.benchmarks.market.measure`. Takes several minutes a day."""

import argparse
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from app.samplemarket.market import build_market
from app.samplemarket.serve import serve_market
from tests.end_to_end.days import DAYS, SEED, Day, goodswatch, not_observed, prepare_day, swept_day
from tests.end_to_end.truth import Outcome, compare

SHOWN = 40
"""Lines printed of each kind of difference."""


class Measured(NamedTuple):
    """One day against its truth."""

    number: int
    planned: int
    planted: int
    outcome: Outcome
    seen: list[str]
    """Fields that cannot be seen and were nevertheless read."""
    seconds: float
    """From the sweep's start to its publishing."""
    refused: tuple[str, ...] = ()
    """What the sweep said where it was not published."""


def measure(data: Path, *, seed: int, full: bool, days: Iterable[int]) -> Iterator[Measured]:
    """Yield each day as soon as it is swept and published."""
    market = build_market(seed, full=full)
    free = {site.name: (site.host, 0) for site in market.sites.values()}
    told: dict[str, dict[str, Any]] = {}
    with serve_market(market, 0, free) as street:
        for number in days:
            prepare_day(data, market, street, number)
            started = time.monotonic()
            ended = goodswatch(data, "sweep", "demo")
            seconds = time.monotonic() - started
            day = swept_day(data)
            told |= {row["id"]: row for row in day.findings}
            refused = ended.stderr.decode().splitlines()[-1:] if ended.returncode else ()
            yield measured(number, day, told, seconds)._replace(refused=tuple(refused))


def measured(number: int, day: Day, told: dict[str, dict[str, Any]], seconds: float) -> Measured:
    """Return one day against its truth; `told` is every finding told of so far, as last told."""
    outcome = compare(day.truth, day.findings)._replace(states=compare(day.truth, told.values()).states)
    return Measured(
        number=number,
        planned=day.sweep.counts()["planned"],
        planted=sum(len(subject.breaches) for subject in day.truth.subjects),
        outcome=outcome,
        seen=not_observed(day),
        seconds=seconds,
    )


def table(rows: Iterable[Measured]) -> Table:
    """Return the figures of the days."""
    shown = Table(title="sample market against its truth")
    for head in ("day", "planned", "planted", "missed", "accused", "wrong state", "read though not observable", "s"):
        shown.add_column(head, justify="right")
    for row in rows:
        missed, accused, states = (len(lines) for lines in row.outcome)
        numbers = (row.number, row.planned, row.planted, missed, accused, states, len(row.seen), round(row.seconds))
        shown.add_row(*map(str, numbers))
    return shown


def differences(row: Measured) -> Iterator[str]:
    """Yield what does not agree with the truth, one line each."""
    kinds = {"not published": row.refused, **row.outcome._asdict(), "read though not observable": row.seen}
    for kind, lines in kinds.items():
        yield from (f"day {row.number} {kind}: {line}" for line in lines[:SHOWN])
        if len(lines) > SHOWN:
            yield f"day {row.number} {kind}: {len(lines) - SHOWN} more"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--small", action="store_true", help="the demo's market instead of the whole one")
    parser.add_argument("--day", type=int, action="append", help="days to sweep, in order (0, 1 and 7)")
    parser.add_argument("--keep", type=Path, help="an empty folder for the data, kept afterwards")
    asked = parser.parse_args()
    console = Console(width=200)
    rows: list[Measured] = []
    with tempfile.TemporaryDirectory() as passing:
        data = asked.keep or Path(passing)
        data.mkdir(parents=True, exist_ok=True)
        for row in measure(data, seed=asked.seed, full=not asked.small, days=asked.day or DAYS):
            console.print(f"day {row.number} took {row.seconds:.0f} s")
            rows.append(row)
            for line in differences(row):
                console.print(line, markup=False, soft_wrap=True)
    console.print(table(rows))


if __name__ == "__main__":
    main()
