"""When declared sweeps are due: cron lines in Asia/Shanghai, the latest due time, the next one."""

from datetime import datetime, timedelta

from apscheduler.triggers.cron import CronTrigger

from config.clock import BEIJING
from config.errors import DeclarationError
from config.sweeps import SweepDeclaration

LOOK_BACK = timedelta(days=32)
"""A run missed longer ago than this is not caught up; longer than any monthly cron line's gap."""


def trigger(sweep: SweepDeclaration) -> CronTrigger | None:
    """Return the sweep's cron trigger, or None when it runs only by hand. Raises DeclarationError."""
    if sweep.cron is None:
        return None
    try:
        return CronTrigger.from_crontab(sweep.cron, timezone=BEIJING)
    except ValueError as error:
        raise DeclarationError(
            f"{sweep.file}：{sweep.name}.cron：{sweep.cron!r} 不是有效的时刻表（五段：分 时 日 月 周，如 30 1 * * *）"
        ) from error


def next_due(sweep: SweepDeclaration, now: datetime) -> datetime | None:
    """Return the first scheduled time after `now`."""
    cron = trigger(sweep)
    if cron is None:
        return None
    found: datetime | None = cron.get_next_fire_time(None, now + timedelta(microseconds=1))
    return found


def last_due(sweep: SweepDeclaration, now: datetime) -> datetime | None:
    """Return the latest scheduled time that is not after `now`, looking back at most `LOOK_BACK`."""
    cron = trigger(sweep)
    if cron is None:
        return None
    span = timedelta(minutes=10)
    while span <= LOOK_BACK:
        found = _latest_between(cron, now - span, now)
        if found is not None:
            return found
        span *= 4
    return _latest_between(cron, now - LOOK_BACK, now)


def _latest_between(cron: CronTrigger, start: datetime, end: datetime) -> datetime | None:
    latest = None
    found = cron.get_next_fire_time(None, start)
    while found is not None and found <= end:
        latest = found
        found = cron.get_next_fire_time(found, found + timedelta(microseconds=1))
    return latest
