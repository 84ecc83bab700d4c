"""Compares the classifier with plain alias search on hand-labelled titles: precision, recall, titles a second.

Run `python tests/benchmarks/classify/compare.py`; the last accepted table is `accepted.txt` beside this file.
Further labelled tables of the same columns (kind, title, scope, groups) may be named as arguments.
"""

import csv
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from config.products.catalogue import Catalogue, load_catalogue
from matchers.products.classify import Classifier
from matchers.products.text import plain

TITLES = Path(__file__).parents[2] / "matchers" / "products" / "titles.csv"
Decide = Callable[[str], set[str]]


class Row(NamedTuple):
    """A title and the groups it sells, any of which is right."""

    title: str
    groups: frozenset[str]


class Score(NamedTuple):
    """How one way of deciding did; a title with a wrong group beside a right one counts as wrong."""

    right: int
    wrong: int
    missed: int
    titles_a_second: float

    @property
    def precision(self) -> float:
        """Share of accepted titles whose groups are all right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of titles of a key group that got it."""
        return self.right / max(1, self.right + self.missed)


def load_rows(path: Path) -> list[Row]:
    """Read a labelled table."""
    table = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return [Row(row["title"], frozenset(filter(None, row["groups"].split(",")))) for row in table]


def plain_search(catalogue: Catalogue) -> Decide:
    """The floor: the longest alias found anywhere decides."""
    aliases = sorted(
        ((plain(alias).text, group) for group in catalogue.groups for alias in group.aliases),
        key=lambda pair: -len(pair[0]),
    )

    def decide(title: str) -> set[str]:
        text = plain(title).text
        best = next((group for alias, group in aliases if alias in text), None)
        return set() if best is None or best.exempt else {best.id}

    return decide


def measure(decide: Decide, rows: Sequence[Row]) -> Score:
    """Run one way of deciding over all rows."""
    right = wrong = missed = 0
    start = time.perf_counter()
    for row in rows:
        found = decide(row.title)
        good = bool(found) and found <= row.groups
        right += good
        wrong += bool(found) and not good
        missed += bool(row.groups) and not good
    return Score(right, wrong, missed, len(rows) / (time.perf_counter() - start))


def table(rows: Sequence[Row]) -> str:
    """Both ways side by side."""
    catalogue = load_catalogue()
    classifier = Classifier(catalogue)
    ways: dict[str, Decide] = {
        "plain alias search": plain_search(catalogue),
        "classifier": lambda title: {group.id for group in classifier.classify(title).groups},
    }
    lines = [f"{'way':<20} {'titles':>6} {'precision':>9} {'recall':>7} {'wrong':>6} {'missed':>6} {'a second':>9}"]
    for name, decide in ways.items():
        score = measure(decide, rows)
        lines.append(
            f"{name:<20} {len(rows):>6} {score.precision:>9.3f} {score.recall:>7.3f} {score.wrong:>6} "
            f"{score.missed:>6} {score.titles_a_second:>9.0f}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    paths = [Path(name) for name in sys.argv[1:]] or [TITLES]
    sys.stdout.write(table([row for path in paths for row in load_rows(path)]) + "\n")
