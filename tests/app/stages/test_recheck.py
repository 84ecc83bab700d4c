"""Open findings are looked at again by Beijing days, whatever the hours of the sweeps."""

from datetime import UTC, datetime, timedelta

import pytest

from app.stages.recheck import is_due
from matchers.life import Life, Step

FOUND = datetime(2026, 12, 1, 17, 45, tzinfo=UTC)
"""01:45 on 2 December in Beijing, in a sweep begun at 01:30."""
NIGHT = FOUND - timedelta(minutes=15)
DAYS = (1, 7, 30)


def life(last_look: datetime, *, confirmed: bool = True) -> Life:
    step = Step(sweep="a", at=last_look, state="still")
    return Life(
        id="f", rule="R", subject="s", state="still", first_seen=FOUND, last_seen=last_look, confirmed=confirmed,
        found_in="a", history=(step,),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("last_look", "night", "due"),
    [
        (0, 0, False),
        (0, 1, True),
        (1, 2, False),
        (1, 6, False),
        (1, 7, True),
        (7, 8, False),
        (7, 29, False),
        (7, 30, True),
        (30, 31, False),
        (30, 400, False),
        (0, 9, True),
    ],
)
def test_every_milestone_is_met_by_the_nightly_sweep_of_its_day(last_look: int, night: int, due: bool) -> None:
    looked, now = FOUND + timedelta(days=last_look), NIGHT + timedelta(days=night)
    assert is_due(life(looked), now, DAYS) is due


def test_what_was_never_confirmed_is_due_in_the_next_sweep() -> None:
    assert is_due(life(FOUND, confirmed=False), NIGHT + timedelta(days=2), DAYS)
