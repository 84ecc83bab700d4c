"""The one source of "now": handed to whoever needs it, so that tests and the demo can fix it."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
"""Returns the present moment, aware and in UTC."""

BEIJING = ZoneInfo("Asia/Shanghai")
"""The zone of every date staff read, of cron lines and of "captured on which day"."""


def system_clock() -> datetime:
    """Return the real present in UTC."""
    return datetime.now(UTC)


def fixed_clock(moment: datetime) -> Clock:
    """Return a clock that always shows `moment` (aware), for the demo market and tests."""
    shown = moment.astimezone(UTC)
    return lambda: shown
