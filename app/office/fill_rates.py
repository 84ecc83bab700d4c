"""Fill rates: how often each field was read on a platform's pages, sweep by sweep, and where one has fallen.

A page that is built anew, or a reader that no longer fits it, first shows here: what was read on nine pages of ten is
read on two. Whether goods show a field at all changes slowly, so the median of earlier sweeps is what to expect.
"""

from collections.abc import Sequence
from datetime import datetime
from statistics import median
from typing import Literal

from app.office.summary import FieldStates, PlatformNumbers, SweepSummary
from config.record import Record

LEAST_PAGES = 20
"""Pages below which a share says too little to be called fallen: of 20 pages one is 5 points."""
EARLIER_SWEEPS = 12
"""Earlier sweeps the median is taken over and the line is drawn for."""
Subject = Literal["items", "shops"]


class Point(Record):
    """One field's share shown in one sweep."""

    sweep: str
    at: datetime
    share: float
    pages: int
    reader: str | None = None


class FieldHistory(Record):
    """One field of one platform: its states in the newest sweep, its share shown over the sweeps, oldest first."""

    field: str
    states: FieldStates | None
    """None in a sweep that was published before states were counted."""
    points: tuple[Point, ...]
    usual: float | None
    """Median share of the earlier sweeps; None without one."""
    fallen: bool
    """Whether the newest share lies further below the usual one than the declared drop."""

    @property
    def share(self) -> float:
        """The newest share shown."""
        return self.points[-1].share


class PlatformHistory(Record):
    """The fill rates of one platform as of its newest sweep."""

    platform: str
    sweep: SweepSummary
    numbers: PlatformNumbers
    items: tuple[FieldHistory, ...]
    shops: tuple[FieldHistory, ...]

    @property
    def fallen(self) -> tuple[FieldHistory, ...]:
        """The fields whose share has fallen."""
        return tuple(one for one in (*self.items, *self.shops) if one.fallen)


def platform_histories(summaries: Sequence[SweepSummary], *, drop: float) -> dict[str, PlatformHistory]:
    """Return every platform's history; `summaries` newest first, `drop` the share (0–1) a fall is called from."""
    names = dict.fromkeys(name for summary in summaries for name in summary.by_platform)
    found = {name: platform_history(summaries, name, drop=drop) for name in names}
    return {name: history for name, history in found.items() if history is not None}


def platform_history(summaries: Sequence[SweepSummary], platform: str, *, drop: float) -> PlatformHistory | None:
    """Return one platform's history, as of its newest sweep that read something; imports count where there is none."""
    read = [one for one in summaries if (numbers := one.by_platform.get(platform)) and (numbers.items or numbers.shops)]
    series = [one for one in read if one.kind == "sweep"] or read
    if not series:
        return None
    newest = series[0]
    numbers = newest.by_platform[platform]
    return PlatformHistory(
        platform=platform,
        sweep=newest,
        numbers=numbers,
        items=_fields(series, platform, "items", drop),
        shops=_fields(series, platform, "shops", drop),
    )


def _fields(series: Sequence[SweepSummary], platform: str, subject: Subject, drop: float) -> tuple[FieldHistory, ...]:
    newest = series[0].by_platform[platform]
    if not newest.pages_of(subject):
        return ()
    return tuple(_field(series, platform, subject, name, drop) for name in newest.shares_of(subject))


def _field(series: Sequence[SweepSummary], platform: str, subject: Subject, field: str, drop: float) -> FieldHistory:
    points = []
    for summary in series[: EARLIER_SWEEPS + 1]:
        numbers = summary.by_platform[platform]
        share, pages = numbers.shares_of(subject).get(field), numbers.pages_of(subject)
        if share is not None and pages:
            points.append(
                Point(sweep=summary.id, at=summary.started_at, share=share, pages=pages, reader=summary.reader)
            )
    newest, earlier = points[0], points[1:]
    enough = [point for point in earlier if point.pages >= LEAST_PAGES]
    usual = median(point.share for point in enough or earlier) if earlier else None
    return FieldHistory(
        field=field,
        states=series[0].by_platform[platform].states_of(subject).get(field),
        points=tuple(reversed(points)),
        usual=usual,
        fallen=usual is not None and bool(enough) and newest.pages >= LEAST_PAGES and usual - newest.share > drop,
    )
