"""Compares what a sweep found with the sample market's truth: missed breaches, accused honest sellers, wrong states."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from app.samplemarket.truth import TruthDay, TruthSubject
from matchers.identity import normalise_url

FOUND = {"new", "still"}


class Outcome(NamedTuple):
    """What does not agree with the truth, one line each."""

    missed: list[str]
    accused: list[str]
    states: list[str]


def compare(truth: TruthDay, findings: Iterable[Mapping[str, Any]]) -> Outcome:
    """Return the differences between the truth of a day and the rows of `goodswatch findings`."""
    found: dict[tuple[str, str], dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for row in findings:
        found[row["platform"], _subject_of(row)][row["rule"]] = row
    outcome = Outcome([], [], [])
    for subject in truth.subjects:
        rows: dict[str, Mapping[str, Any]] = {}
        for key in _keys(subject):
            rows |= found.pop((subject.platform, key), {})
        _compare_subject(subject, rows, outcome)
    for (platform, key), rows in found.items():
        outcome.accused.extend(
            f"{platform} {key}: {rule} about nothing in the truth: {row['summary']}"
            for rule, row in rows.items()
            if row["state"] in FOUND
        )
    return outcome


def _compare_subject(subject: TruthSubject, rows: Mapping[str, Mapping[str, Any]], outcome: Outcome) -> None:
    name = f"{subject.kind} {subject.url} ({subject.story}, {','.join(subject.honest)})"
    now = {rule: row for rule, row in rows.items() if row["state"] in FOUND}
    outcome.missed.extend(f"{name}: {rule}" for rule in subject.breaches if rule not in now)
    for rule, row in now.items():
        if rule not in subject.breaches:
            outcome.accused.append(f"{name}: {rule}: {row['summary']}")
        elif row["looks"] == 1:
            outcome.missed.append(f"{name}: {rule}: only one look")
    for rule, state in subject.states.items():
        got = rows[rule]["state"] if rule in rows else None
        if got != state:
            outcome.states.append(f"{name}: {rule}: expected {state}, got {got}")


def _subject_of(row: Mapping[str, Any]) -> str:
    return row["item_id"] or normalise_url(row["url"] or "")


def _keys(subject: TruthSubject) -> set[str]:
    keys = {normalise_url(subject.url)}
    if subject.kind == "item" and subject.item_id:
        keys.add(subject.item_id)
    if subject.kind == "shop" and subject.shop_url:
        keys.add(normalise_url(subject.shop_url))
    return keys
