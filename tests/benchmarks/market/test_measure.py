"""The measurement tells what does not agree with the truth; the sweeping itself is what the end-to-end tests do."""

from rich.console import Console

from tests.benchmarks.market.measure import SHOWN, Measured, differences, table
from tests.end_to_end.truth import Outcome


def row(**more: list[str]) -> Measured:
    outcome = Outcome(more.get("missed", []), more.get("accused", []), more.get("states", []))
    return Measured(number=1, planned=1871, planted=167, outcome=outcome, seen=more.get("seen", []), seconds=142.6)


def test_every_difference_is_told() -> None:
    found = list(differences(row(missed=["a"], accused=["b"], states=["c"], seen=["d"])))
    assert found == [
        "day 1 missed: a", "day 1 accused: b", "day 1 states: c", "day 1 read though not observable: d",
    ]  # fmt: skip


def test_a_sweep_that_was_not_published_is_told() -> None:
    found = list(differences(row()._replace(refused=("one page short",))))
    assert found == ["day 1 not published: one page short"]


def test_many_differences_are_counted() -> None:
    found = list(differences(row(missed=[str(number) for number in range(SHOWN + 3)])))
    assert (len(found), found[-1]) == (SHOWN + 1, "day 1 missed: 3 more")


def test_the_table_has_the_figures() -> None:
    console = Console(width=200)
    with console.capture() as shown:
        console.print(table([row(missed=["a", "b"])]))
    assert "│   1 │    1871 │     167 │      2 │       0 │" in shown.get()
