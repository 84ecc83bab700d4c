"""Why planned URLs were not kept, counted by outcome and reason."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from app.labels import label
from crawler.records import Outcome, Visit

MOST_REASONS = 20
"""Reasons named for one outcome; what a rarer one counts goes under `OTHER_REASONS`."""
OTHER_REASONS = "其他原因"
NOT_SAID = "原因不明"
SAYS_SO = "页面写明已下架或不存在"


def ending_reasons(visits: Iterable[Visit]) -> dict[Outcome, dict[str, int]]:
    """Return outcome → reason → URLs, the most frequent reason first; the reasons of an outcome add up to its count."""
    counted: dict[Outcome, Counter[str]] = defaultdict(Counter)
    for visit in visits:
        if visit.outcome != "kept":
            counted[visit.outcome][_reason(visit)] += 1
    return {outcome: _named(reasons) for outcome, reasons in sorted(counted.items())}


def _reason(visit: Visit) -> str:
    """Return why a URL was not kept, without what is peculiar to it: a note says it before the first semicolon."""
    said = (visit.note or "").partition("；")[0].strip()
    if said:
        return said
    if visit.outcome == "gated":
        return label("gate", visit.gate)
    if visit.outcome == "gone":
        return f"网站应答 HTTP {visit.status}" if visit.status in (404, 410) else SAYS_SO
    return NOT_SAID


def _named(reasons: Counter[str]) -> dict[str, int]:
    ordered = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    named = dict(ordered[:MOST_REASONS])
    rest = sum(count for _, count in ordered[MOST_REASONS:])
    return {**named, OTHER_REASONS: rest} if rest else named
