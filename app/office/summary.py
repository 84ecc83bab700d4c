"""A sweep in numbers, as staff see it on the first page; kept as `summary.json` in the sweep's folder."""

import json
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from config.errors import CaptureError
from config.record import Record
from crawler.records import Outcome
from matchers.records import Severity

SUMMARY_FILE = "summary.json"


class PlatformNumbers(Record):
    """What one platform gave in one sweep."""

    planned: int = 0
    counts: dict[Outcome, int] = {}
    items: int = 0
    shops: int = 0
    findings: int = 0
    filled: dict[str, float] = {}
    """Field → share of its item pages (0–1) where the field was shown; what the reader's health is seen by."""


class SilentGroup(Record):
    """A price group in which nothing is said, and why."""

    group: str
    subgroup: str
    sellers: int
    reason: str


class SweepSummary(Record):
    """One sweep in numbers. planned = the sum of `counts`; `findings` are those 依据生效 and not 待复看."""

    id: str
    name: str
    kind: str = "sweep"
    started_at: datetime
    finished_at: datetime | None = None
    planned: int = 0
    counts: dict[Outcome, int] = {}
    items: int = 0
    shops: int = 0
    by_platform: dict[str, PlatformNumbers] = {}
    findings: int = 0
    findings_by_rule: dict[str, int] = {}
    findings_by_platform: dict[str, int] = {}
    findings_by_severity: dict[Severity, int] = {}
    new: int = 0
    """Findings that the sweep before did not have."""
    still: int = 0
    corrected: int = 0
    off_shelf: int = 0
    pending: int = 0
    """待复看."""
    reference: int = 0
    """参考."""
    not_observable: dict[str, int] = {}
    """Cause → fields that could not be observed."""
    evidence_tasks: int = 0
    image_tasks: int = 0
    second_looks: int = 0
    """Pages looked at twice."""
    reader_errors: int = 0
    """Findings of the first look that the second look took back."""
    silent_groups: tuple[SilentGroup, ...] = ()
    robots_overrides: tuple[str, ...] = ()
    """Platforms swept under a mandate against their robots.txt."""
    notes: tuple[str, ...] = ()
    judged: str | None = None
    """Name of the generation of findings it tells of."""


def write_summary(sweep: Path, summary: SweepSummary) -> None:
    """Put the summary into a sweep's folder, whole or not at all."""
    unfinished = sweep / f".{SUMMARY_FILE}.part"
    unfinished.write_text(summary.model_dump_json(indent=1) + "\n", encoding="utf-8")
    unfinished.replace(sweep / SUMMARY_FILE)


def load_summary(sweep: Path) -> SweepSummary | None:
    """Read a sweep's summary; None before its first publishing."""
    path = sweep / SUMMARY_FILE
    if not path.exists():
        return None
    try:
        return SweepSummary.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise CaptureError(f"{path}: {str(error).splitlines()[0]}") from error


def load_summaries(data: Path) -> list[SweepSummary]:
    """Read the summaries of every published sweep of a data folder, newest first."""
    found = [load_summary(path.parent) for path in (data / "sweeps").glob(f"*/{SUMMARY_FILE}")]
    summaries = [summary for summary in found if summary is not None]
    return sorted(summaries, key=lambda summary: (summary.started_at, summary.id), reverse=True)
