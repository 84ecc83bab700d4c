"""Precision, recall and F1 as the authors of the saved pages count them, and the table they are printed in."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass
class Score:
    """Counts of one field."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    misses: list[str] = field(default_factory=list)

    pages: int = 0

    def count(self, page: str, truths: set[str], value: str | None, *, folded: bool = False) -> None:
        """Count one page: a value that is none of the truths is wrong, and missed where there is a truth."""
        self.pages += bool(truths)
        if value is None:
            if truths:
                self.missed += 1
                self.misses.append(f"{page}: nothing, expected {sorted(truths)}")
            return
        seen = {_fold(truth) for truth in truths} if folded else truths
        if (_fold(value) if folded else value) in seen:
            self.right += 1
            return
        self.wrong += 1
        self.missed += bool(truths)
        self.misses.append(f"{page}: {value!r}, expected {sorted(truths)}")

    @property
    def precision(self) -> float:
        """Share of the values given that are right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the truths that were given."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def _fold(text: str) -> str:
    return "".join(text.split()).lower()


def decimal(text: str) -> str:
    """Return an amount in one way of writing, as the benchmark's authors compare them."""
    return format(Decimal(text).normalize(), "f")


def table(scores: dict[str, Score]) -> str:
    """Return the scores as lines of a table."""
    lines = [f"{'field':<16}{'precision':>10}{'recall':>8}{'F1':>8}{'pages':>7}"]
    lines.extend(
        f"{name:<16}{score.precision:>10.3f}{score.recall:>8.3f}{score.f1:>8.3f}{score.pages:>7}"
        for name, score in scores.items()
    )
    return "\n".join(lines)
