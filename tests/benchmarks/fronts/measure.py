"""How well the page reader reads our own shop fronts, and how fast.

`python -m tests.benchmarks.fronts.measure [--front NAME] [--products N] [--misses N]`: share of pages on which a field
is right, front by front; precision and recall of each field; the states of judged fields on pages with planted gaps
and obstacles; milliseconds of processor time a page (median). `--misses` lists what was expected, read, and where.
"""

import argparse
import logging
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from crawler.platforms import load_platforms
from crawler.read.reader import Reader
from crawler.records import PageRecord
from tests.benchmarks.fronts.planting import COUNT
from tests.benchmarks.fronts.records import Page
from tests.benchmarks.fronts.registry import FRONTS
from tests.benchmarks.fronts.score import FIELDS, Result, StateResult, accused, score, score_states

SPIDERS = Path(__file__).parents[3] / "spiders"
SHOWN = 160
GOAL = 0.97


class Measured(NamedTuple):
    """One page read."""

    front: str
    page: Page
    record: PageRecord
    results: list[Result]
    states: list[StateResult]
    accused: list[str]
    milliseconds: float


def measure(names: Iterable[str], products: int) -> Iterator[Measured]:
    """Read every page of the fronts named."""
    reader = Reader(load_platforms(SPIDERS))
    for name in names:
        for page in FRONTS[name]().pages(products):
            start = time.process_time()
            record = reader.read(page.raw, page.name)
            spent = (time.process_time() - start) * 1000
            states = score_states(page, record)
            yield Measured(name, page, record, score(page, record), states, accused(page, record), spent)


def _share(results: list[Result]) -> str:
    if not results:
        return "·"
    share = sum(result.right for result in results) / len(results)
    text = f"{share:.2f}"
    return text if share >= GOAL else f"[red]{text}[/red]"


def front_table(measured: list[Measured]) -> Table:
    """Fields down, fronts across: the share of pages on which the field is right."""
    names = [name for name in FRONTS if any(row.front == name and row.results for row in measured)]
    found: dict[tuple[str, str], list[Result]] = defaultdict(list)
    for row in measured:
        for result in row.results:
            found[row.front, result.field].append(result)
    table = Table("field", *(name[:9] for name in names), title="Share of pages right")
    for field in FIELDS:
        table.add_row(field, *(_share(found[name, field]) for name in names))
    every = [[result for row in measured if row.front == name for result in row.results] for name in names]
    table.add_row("[b]all[/b]", *(_share(results) for results in every))
    times = [statistics.median(row.milliseconds for row in measured if row.front == name) for name in names]
    table.add_row("ms a page", *(f"{median:.1f}" for median in times))
    return table


def field_table(measured: list[Measured]) -> Table:
    """Precision, recall and share right of each field over all pages measured."""
    table = Table("field", "precision", "recall", "right", "pages", title="Fields")
    for field in FIELDS:
        results = [result for row in measured for result in row.results if result.field == field]
        found, extra, missing = (sum(getattr(result, part) for result in results) for part in Result._fields[1:4])
        table.add_row(field, _ratio(found, extra), _ratio(found, missing), _share(results), str(len(results)))
    return table


def _ratio(found: int, beside: int) -> str:
    return f"{found / (found + beside):.3f}" if found + beside else "·"


def state_table(measured: list[Measured]) -> Table:
    """One line a case: how often not shown is said, and how often that is so."""
    states = [(row.page.case, state) for row in measured for state in row.states]
    table = Table("case", "precision", "recall", "not shown read", "truth", title="States: not shown")
    for case in [*dict.fromkeys(case for case, _ in states), "all"]:
        some = [state for name, state in states if case in (name, "all")]
        said = [state for state in some if state.got == "not_shown"]
        true = [state for state in some if state.expected == "not_shown"]
        right = sum(state.expected == "not_shown" for state in said)
        table.add_row(
            case, f"{right / len(said):.3f}" if said else "·", f"{right / len(true):.3f}" if true else "·",
            str(len(said)), str(len(true)),
        )  # fmt: skip
    shown = [state for _, state in states if state.expected == "shown"]
    table.caption = f"shown read as shown: {sum(state.got == 'shown' for state in shown)} of {len(shown)}"
    return table


def misses(measured: list[Measured]) -> Iterator[str]:
    """Yield one line for every field that is not right, with the place it was read from."""
    for row in measured:
        readings = row.record.listing.readings if row.record.listing is not None else {}
        for result in row.results:
            if result.right:
                continue
            reading = readings.get(result.field)
            place = f"{reading.source} {reading.place}" if reading is not None else f"kind {row.record.kind}"
            yield (
                f"{row.page.name} [{row.page.case}] {result.field}: expected {result.expected[:SHOWN]!r}, "
                f"got {result.got[:SHOWN]!r} from {place}"
            )
        for state in row.states:
            if state.expected != state.got:
                reading = readings.get(state.field)
                place = f"{reading.source} {reading.place}" if reading is not None else ""
                yield f"{row.page.name} {state.field}: expected {state.expected}, got {state.got} {state.cause} {place}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--front", choices=sorted(FRONTS), action="append")
    parser.add_argument("--products", type=int, default=COUNT)
    parser.add_argument("--misses", type=int, default=0)
    asked = parser.parse_args()
    logging.disable(logging.WARNING)
    measured = list(measure(asked.front or FRONTS, asked.products))
    console = Console(width=200)
    if any(row.results and row.front != "gaps" for row in measured):
        fronts = [row for row in measured if row.front != "gaps"]
        console.print(front_table(fronts))
        console.print(field_table(fronts))
        accusations = [(row.page.name, row.accused) for row in fronts if row.accused]
        console.print(f"shown on a front's page but read as not shown: {len(accusations)} pages {accusations[:5]}")
    if any(row.states for row in measured):
        console.print(state_table(measured))
    for line, _ in zip(misses(measured), range(asked.misses), strict=False):
        console.print(line, markup=False)


if __name__ == "__main__":
    main()
