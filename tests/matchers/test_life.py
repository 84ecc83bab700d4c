"""The life of findings: states in order of observation, whatever order sweeps are handed over in."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from matchers.life import (
    FindingSeen,
    SubjectSeen,
    SweepObservation,
    follow,
    item_subject,
    lives_of_sweep,
    shop_subject,
    subject_of,
)
from matchers.records import Finding

START = datetime(2026, 12, 1, tzinfo=UTC)
ITEM = item_subject("mall", "1001")
RULE = "PD_MAKER_MISSING"


def found(**changes: Any) -> FindingSeen:
    return FindingSeen.model_validate({"id": "f", "rule": RULE, "subject": ITEM, **changes})


def sweep(day: int, what: str, **changes: Any) -> SweepObservation:
    """One sweep: `what` is found, pending, or how the item's look ended."""
    values: dict[str, Any] = {"sweep": f"day-{day}", "observed_at": START + timedelta(days=day)}
    if what in ("found", "pending"):
        values["found"] = (found(confirmed=what == "found", **changes),)
        values["subjects"] = {ITEM: SubjectSeen(outcome="complete")}
    elif what == "undecided":
        values["subjects"] = {ITEM: SubjectSeen(outcome="complete", undecided=frozenset({RULE}))}
    elif what == "rule_off":
        values["rules"] = frozenset({"RELISTED"})
    elif what != "elsewhere":
        values["subjects"] = {ITEM: SubjectSeen(outcome=what)}  # type: ignore[arg-type]
    return SweepObservation.model_validate(values)


SEQUENCES = [
    (("found",), "new"),
    (("found", "found"), "still"),
    (("found", "complete"), "corrected"),
    (("found", "complete", "complete"), "corrected"),
    (("found", "complete", "found"), "new"),
    (("found", "complete", "found", "found"), "still"),
    (("found", "off_shelf"), "off_shelf"),
    (("found", "off_shelf", "not_rechecked"), "off_shelf"),
    (("found", "off_shelf", "complete"), "off_shelf"),
    (("found", "off_shelf", "found"), "new"),
    (("found", "not_rechecked"), "not_rechecked"),
    (("found", "not_rechecked", "found"), "still"),
    (("found", "not_rechecked", "complete"), "corrected"),
    (("found", "undecided"), "not_rechecked"),
    (("found", "elsewhere"), "new"),
    (("found", "found", "elsewhere"), "still"),
    (("found", "rule_off"), "withdrawn"),
    (("found", "rule_off", "complete"), "withdrawn"),
    (("found", "rule_off", "found"), "new"),
    (("found", "complete", "rule_off"), "corrected"),
    (("complete", "found"), "new"),
    (("pending",), "new"),
    (("pending", "pending"), "still"),
    (("pending", "found"), "new"),
    (("pending", "found", "found"), "still"),
    (("pending", "complete"), "corrected"),
    (("found", "pending"), "not_rechecked"),
    (("found", "pending", "found"), "still"),
    (("found", "complete", "pending"), "new"),
]


@pytest.mark.parametrize(("steps", "state"), SEQUENCES, ids=["-".join(steps) for steps, _ in SEQUENCES])
def test_state_after_a_sequence_in_any_publishing_order(steps: tuple[str, ...], state: str) -> None:
    observations = [sweep(day, what) for day, what in enumerate(steps)]
    for published in itertools.permutations(observations):
        assert follow(published)["f"].state == state


def test_first_and_last_seen_and_history() -> None:
    steps = ("found", "not_rechecked", "found", "complete")
    life = follow([sweep(day, what) for day, what in enumerate(steps)])["f"]
    assert (life.first_seen, life.last_seen) == (START, START + timedelta(days=2))
    assert [step.state for step in life.history] == ["new", "not_rechecked", "still", "corrected"]
    assert life.found_in == "day-2"
    assert (life.open, life.confirmed) == (False, True)


def test_the_pages_own_moment_orders_overlapping_sweeps() -> None:
    late_import = SweepObservation(
        sweep="import", observed_at=START + timedelta(days=9), found=(found(),),
        subjects={ITEM: SubjectSeen(outcome="complete", at=START - timedelta(days=3))},
    )  # fmt: skip
    life = follow([sweep(0, "complete"), late_import])["f"]
    assert (life.state, life.first_seen) == ("corrected", START - timedelta(days=3))


UNDATED_LOOKS = {
    "finds it": {"found": (found(confirmed=False, dated=False),), "subjects": {ITEM: {"outcome": "complete"}}},
    "shows nothing wrong": {"subjects": {ITEM: {"outcome": "complete", "dated": False}}},
    "off the shelf": {"subjects": {ITEM: {"outcome": "off_shelf", "dated": False}}},
    "gated": {"subjects": {ITEM: {"outcome": "not_rechecked", "dated": False}}},
}


def undated(day: int, look: str) -> SweepObservation:
    values = {"sweep": f"undated-{day}", "observed_at": START + timedelta(days=day), **UNDATED_LOOKS[look]}
    return SweepObservation.model_validate(values)


@pytest.mark.parametrize("look", UNDATED_LOOKS)
@pytest.mark.parametrize("before", [("found",), ("pending",), ("found", "complete"), ("found", "off_shelf")])
def test_a_page_without_a_time_changes_nothing_that_looks_at_known_times_told(
    before: tuple[str, ...], look: str
) -> None:
    dated = [sweep(day, what) for day, what in enumerate(before)]
    known = follow(dated)["f"]
    after = follow([*dated, undated(9, look)])["f"]
    told = ("state", "first_seen", "last_seen", "found_in", "confirmed")
    assert [getattr(after, name) for name in told] == [getattr(known, name) for name in told]
    if known.open or look == "finds it":
        assert lives_of_sweep("undated-9", [*dated, undated(9, look)])["f"].state == known.state


def test_a_page_without_a_time_begins_a_life_that_a_dated_page_goes_on_with() -> None:
    first = follow([undated(1, "finds it")])["f"]
    assert (first.state, first.confirmed, first.found_in) == ("new", False, "undated-1")
    assert follow([undated(1, "finds it"), undated(2, "shows nothing wrong")])["f"].state == "corrected"
    later = follow([undated(1, "finds it"), sweep(2, "found"), undated(3, "finds it")])["f"]
    assert (later.state, later.confirmed, later.found_in) == ("new", True, "day-2")
    assert follow([undated(1, "finds it"), sweep(2, "complete"), undated(3, "finds it")])["f"].state == "corrected"


def test_a_list_row_that_is_gone_withdraws_its_finding() -> None:
    first = sweep(0, "found", source=("unqualified", "row-1"))
    kept = SweepObservation(
        sweep="b", observed_at=START + timedelta(days=1), rows={"unqualified": frozenset({"row-1"})}
    )
    gone = SweepObservation(
        sweep="c", observed_at=START + timedelta(days=2), rows={"unqualified": frozenset({"row-2"})}
    )
    whole = SweepObservation(sweep="c", observed_at=START + timedelta(days=2), rows={})
    assert follow([kept, first])["f"].state == "new"
    assert follow([gone, first, kept])["f"].state == "withdrawn"
    assert follow([whole, first])["f"].state == "withdrawn"


def test_lines_of_a_sweep_are_what_it_found_and_what_it_looked_at_again() -> None:
    other = item_subject("mall", "2002")
    first = SweepObservation(
        sweep="one", observed_at=START,
        found=(found(), found(id="g", subject=other), found(id="h", subject=shop_subject("mall", "s"))),
    )  # fmt: skip
    second = SweepObservation(
        sweep="two", observed_at=START + timedelta(days=1), found=(found(id="k", subject=other),),
        subjects={ITEM: SubjectSeen(outcome="off_shelf"), other: SubjectSeen(outcome="complete")},
    )  # fmt: skip
    third = SweepObservation(
        sweep="three", observed_at=START + timedelta(days=2), found=(found(),),
        subjects={other: SubjectSeen(outcome="complete")},
    )  # fmt: skip
    everything = [third, first, second]
    assert {name: life.state for name, life in lives_of_sweep("one", everything).items()} == dict.fromkeys("fgh", "new")
    assert {name: life.state for name, life in lives_of_sweep("two", everything).items()} == {
        "f": "off_shelf", "g": "corrected", "k": "new",
    }  # fmt: skip
    assert {name: life.state for name, life in lives_of_sweep("three", everything).items()} == {
        "f": "new", "k": "corrected",
    }  # fmt: skip
    assert lives_of_sweep("none", everything) == {}


def test_what_a_finding_is_about() -> None:
    values = {
        "id": "a", "severity": "high", "standing": "reference", "looks": None, "platform": "mall", "summary": "疑似",
        "basis": (), "evidence": (), "captured_at": None,
    }  # fmt: skip

    def about(**changes: Any) -> str:
        return subject_of(Finding.model_validate({**values, **changes}))

    assert about(rule=RULE, url="http://mall.example/1", item_id="1001", shop_key="s") == ITEM
    assert about(rule=RULE, url="http://mall.example/1?utm_a=2", shop_key="s") == item_subject("mall", "mall.example/1")
    assert about(rule="SELLER_LICENSE_MISSING", url="http://mall.example/s", shop_key="s") == shop_subject("mall", "s")
