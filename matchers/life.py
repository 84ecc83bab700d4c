"""A finding's life over all sweeps: new, still, corrected, off shelf, not rechecked, withdrawn.

Sweeps are taken in the order in which pages were observed, whatever order they were judged or published in. For one
finding only the sweeps that looked at its item or shop count:

- found by what counts (both looks, or a rule that rests on what is shown): `new` the first time, and again after it
  had been corrected, off shelf or withdrawn; `still` otherwise;
- found by one look only (待复看): a finding never confirmed starts as `new` and goes on as `still`; it becomes `new`
  once more when both looks first confirm it, for only then do staff see it. One look neither confirms nor
  corrects a finding that was confirmed before: `not_rechecked`;
- not found although the page was kept whole and ungated and the rule could decide: `corrected`;
- not found, but the rule could not decide (a field not observable, a price group gone silent): `not_rechecked`;
- the item was gone or off the shelf: `off_shelf`; gated, failed or cut: `not_rechecked`;
- the rule was switched off, or the list row is in no current list: `withdrawn`, whether or not anything was looked at.

A finding that is corrected, off shelf or withdrawn is closed: only being found again opens it.

A page whose capture time nobody knows may be older than everything else. It begins lives of its own, but where any look
at a known time told of a finding, it changes nothing: the state stays, and so does the record that is shown.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from config.record import Record
from matchers.identity import normalise_url
from matchers.records import Finding, FindingState
from matchers.rules.registry import RULES

Outcome = Literal["complete", "off_shelf", "not_rechecked"]
"""How one look at an item or shop ended, for judging whether something is corrected."""

OPEN: frozenset[FindingState] = frozenset({"new", "still", "not_rechecked"})


class SubjectSeen(Record):
    """One planned item or shop in one sweep."""

    outcome: Outcome
    at: datetime | None = None
    """When it was captured; the sweep's own moment where it is not known."""
    dated: bool = True
    """False for a kept page whose capture time nobody knows."""
    undecided: frozenset[str] = frozenset()
    """Rules that could not be decided on this page: their fields were not observable, or their price group silent."""


class FindingSeen(Record):
    """One finding as one sweep found it."""

    id: str
    rule: str
    subject: str
    confirmed: bool = True
    """False for one-look findings and pages without a capture time (待复看)."""
    dated: bool = True
    """False where nobody knows when its page was captured."""
    source: tuple[str, str] | None = None
    """List id and row content, for findings that rest on a list."""


class SweepObservation(Record):
    """What one sweep's newest complete judging says."""

    sweep: str
    observed_at: datetime
    """When its capture began."""
    found: tuple[FindingSeen, ...] = ()
    subjects: Mapping[str, SubjectSeen] = {}
    """Planned items and shops by `item_subject` / `shop_subject`; those without any finding ever may be left out."""
    rules: frozenset[str] | None = None
    """The rules that judged; a finding of another rule is withdrawn. None = not known, nothing is withdrawn."""
    rows: Mapping[str, frozenset[str]] | None = None
    """List id → contents of the active rows it was judged with; None = not known."""


class Step(Record):
    """One entry of a finding's history."""

    sweep: str
    at: datetime
    state: FindingState


class Life(Record):
    """Where a finding stands as of the last sweep taken into account."""

    id: str
    rule: str
    subject: str
    state: FindingState
    first_seen: datetime
    last_seen: datetime
    confirmed: bool
    """Whether it was ever found by what counts."""
    dated: bool = True
    """Whether any look that told of it was at a known time."""
    found_in: str
    """The last sweep that found it: where its record stands. Pages without a capture time give way to all others."""
    history: tuple[Step, ...]

    @property
    def open(self) -> bool:
        """Whether somebody should look again."""
        return self.state in OPEN


def item_subject(platform: str, item_key: str) -> str:
    """Return the key of an item over all sweeps (item id, else normalised URL)."""
    return f"item\x1f{platform}\x1f{item_key}"


def shop_subject(platform: str, shop_key: str) -> str:
    """Return the key of a shop over all sweeps."""
    return f"shop\x1f{platform}\x1f{shop_key}"


def subject_of(finding: Finding) -> str:
    """Return what the finding is about: the shop for shop rules, else the item."""
    rule = RULES.get(finding.rule)
    if rule is not None and rule.target == "shop" and finding.shop_key:
        return shop_subject(finding.platform, finding.shop_key)
    return item_subject(finding.platform, finding.item_id or normalise_url(finding.url or ""))


def follow(observations: Iterable[SweepObservation]) -> dict[str, Life]:
    """Return the life of every finding, by id, after all observations."""
    ordered = in_order(observations)
    sightings: dict[str, list[tuple[SweepObservation, FindingSeen]]] = {}
    for observation in ordered:
        for finding in observation.found:
            sightings.setdefault(finding.id, []).append((observation, finding))
    return {identifier: _life_of(seen, ordered) for identifier, seen in sightings.items()}


def lives_of_sweep(sweep: str, observations: Iterable[SweepObservation]) -> dict[str, Life]:
    """Return, as of the end of one sweep, what it found and every earlier open finding that it looked at again.

    A finding that this sweep withdrew is among them; an unknown sweep gives nothing.
    """
    ordered = in_order(observations)
    place = next((index for index, observation in enumerate(ordered) if observation.sweep == sweep), None)
    if place is None:
        return {}
    lives = follow(ordered[: place + 1])
    return {identifier: life for identifier, life in lives.items() if any(step.sweep == sweep for step in life.history)}


def in_order(observations: Iterable[SweepObservation]) -> list[SweepObservation]:
    """Return the observations by the moment their capture began."""
    return sorted(observations, key=lambda observation: (observation.observed_at, observation.sweep))


def _life_of(seen: list[tuple[SweepObservation, FindingSeen]], ordered: list[SweepObservation]) -> Life:
    """Fold one finding's events, each at the moment its own page was captured (an imported page may be an old one)."""
    sightings = {observation.sweep: finding for observation, finding in seen}
    newest = seen[-1][1]
    events = sorted(
        ((_moment(newest.subject, observation), place, observation) for place, observation in enumerate(ordered)),
        key=lambda event: event[:2],
    )
    life: Life | None = None
    for at, _, observation in events:
        finding = sightings.get(observation.sweep)
        dated = _is_dated(finding, newest.subject, observation)
        state = life.state if life is not None else None
        if finding is not None and (life is None or dated or not life.dated):
            life = _found(life, finding, observation.sweep, at)
        elif life is not None:
            if finding is None:
                state = _unfound_state(life, newest.source, observation, dated=dated)
            life = life if state is None else _moved(life, state, observation.sweep, at, dated=dated)
    assert life is not None
    return life


def _is_dated(finding: FindingSeen | None, subject: str, observation: SweepObservation) -> bool:
    if finding is not None:
        return finding.dated
    seen = observation.subjects.get(subject)
    return seen is None or seen.dated


def _found(life: Life | None, finding: FindingSeen, sweep: str, at: datetime) -> Life:
    if life is None:
        return Life(
            id=finding.id,
            rule=finding.rule,
            subject=finding.subject,
            state="new",
            first_seen=at,
            last_seen=at,
            confirmed=finding.confirmed,
            dated=finding.dated,
            found_in=sweep,
            history=(Step(sweep=sweep, at=at, state="new"),),
        )
    moved = _moved(life, _state_when_found(life, finding), sweep, at, dated=finding.dated)
    confirmed = life.confirmed or finding.confirmed
    return moved.model_copy(update={"confirmed": confirmed, "last_seen": at, "found_in": sweep})


def _state_when_found(life: Life, finding: FindingSeen) -> FindingState:
    if not life.open:
        return "new"
    if finding.confirmed:
        return "still" if life.confirmed else "new"
    return "not_rechecked" if life.confirmed else "still"


def _unfound_state(
    life: Life, source: tuple[str, str] | None, observation: SweepObservation, *, dated: bool
) -> FindingState | None:
    """Return the new state of a finding that a sweep did not find; None where the sweep says nothing about it."""
    if not life.open:
        return None
    if _is_withdrawn(life.rule, source, observation):
        return "withdrawn"
    seen = observation.subjects.get(life.subject)
    if seen is None:
        return None
    if life.dated and not dated:
        return life.state
    if seen.outcome != "complete":
        return seen.outcome
    return "not_rechecked" if life.rule in seen.undecided else "corrected"


def _is_withdrawn(rule: str, source: tuple[str, str] | None, observation: SweepObservation) -> bool:
    if observation.rules is not None and rule not in observation.rules:
        return True
    if source is None or observation.rows is None:
        return False
    list_id, content = source
    return content not in observation.rows.get(list_id, frozenset())


def _moved(life: Life, state: FindingState, sweep: str, at: datetime, *, dated: bool) -> Life:
    history = (*life.history, Step(sweep=sweep, at=at, state=state))
    return life.model_copy(update={"state": state, "dated": life.dated or dated, "history": history})


def _moment(subject: str, observation: SweepObservation) -> datetime:
    seen = observation.subjects.get(subject)
    return seen.at if seen is not None and seen.at is not None else observation.observed_at
