"""Two looks: only what both say counts; what the second shows is the reader's own error."""

from datetime import UTC, datetime
from typing import Any

import pytest

from matchers.judge import combine_looks
from matchers.records import Evidence, Finding

AT = datetime(2026, 12, 5, tzinfo=UTC)


def finding(identifier: str = "a", *, looks: int | None = 1, capture: str = "1", **changes: Any) -> Finding:
    values = {
        "id": identifier, "rule": "PD_MAKER_MISSING" if looks else "UNQUALIFIED_ON_SALE", "severity": "high",
        "standing": "reference", "looks": looks, "platform": "mall", "url": "http://mall.example/1", "summary": "疑似",
        "basis": (), "evidence": (Evidence(capture=capture, quote="q", locator="l"),), "captured_at": AT,
        "pending": looks is not None,
    }  # fmt: skip
    return Finding.model_validate({**values, **changes})


def test_both_looks_confirm_and_both_captures_are_cited() -> None:
    both = combine_looks([finding()], [finding(capture="2")])
    (confirmed,) = both.findings
    assert (confirmed.looks, confirmed.pending, confirmed.captures_look) == (2, False, "two")
    assert [entry.capture for entry in confirmed.evidence] == ["1", "2"]
    assert both.reader_errors == 0


def test_a_second_look_that_shows_the_value_is_the_readers_error() -> None:
    assert combine_looks([finding("a"), finding("b")], [finding("b")]).reader_errors == 1
    assert [kept.id for kept in combine_looks([finding("a"), finding("b")], [finding("b")]).findings] == ["b"]


@pytest.mark.parametrize("undecided", [None, frozenset({"PD_MAKER_MISSING"})])
def test_without_a_deciding_second_look_it_stays_pending(undecided: frozenset[str] | None) -> None:
    second = None if undecided is None else []
    both = combine_looks([finding()], second, undecided=undecided or frozenset())
    assert [(kept.looks, kept.pending) for kept in both.findings] == [(1, True)]
    assert both.reader_errors == 0


def test_what_only_the_second_look_misses_was_shown() -> None:
    assert combine_looks([], [finding()]).findings == []


def test_findings_on_shown_values_are_joined() -> None:
    both = combine_looks([finding("a", looks=None)], [finding("a", looks=None), finding("b", looks=None)])
    assert [(kept.id, kept.looks, kept.pending) for kept in both.findings] == [("a", None, False), ("b", None, False)]


def test_a_page_of_unknown_time_stays_pending_however_often_it_is_seen() -> None:
    both = combine_looks([finding(captured_at=None)], [finding(captured_at=None)])
    assert [(kept.looks, kept.pending) for kept in both.findings] == [(2, True)]
    shown = combine_looks([finding(looks=None, captured_at=None, pending=True)], None)
    assert shown.findings[0].pending
