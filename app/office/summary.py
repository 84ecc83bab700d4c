"""A sweep in numbers, as staff see it on the first page; kept as `summary.json` in the sweep's folder."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from app.labels import label
from config.errors import CaptureError
from config.faults import fault
from config.record import Record
from crawler.records import Outcome, State
from matchers.records import Severity

SUMMARY_FILE = "summary.json"


class FieldStates(Record):
    """On how many pages one field was in each state."""

    shown: int = 0
    not_shown: int = 0
    not_observable: int = 0

    @property
    def pages(self) -> int:
        """All pages it was looked for on."""
        return self.shown + self.not_shown + self.not_observable

    def share(self, state: State) -> float:
        """Return a state's share (0–1)."""
        counted: int = getattr(self, state)
        return counted / self.pages if self.pages else 0.0


class PlatformNumbers(Record):
    """What one platform gave in one sweep."""

    planned: int = 0
    counts: dict[Outcome, int] = {}
    items: int = 0
    shops: int = 0
    findings: int = 0
    item_fields: dict[str, FieldStates] = {}
    """Field → its states on the item pages of the first look; what the reader's health is seen by."""
    shop_fields: dict[str, FieldStates] = {}
    """Field → its states over the shops, each shop's pages joined."""
    filled: dict[str, float] = {}
    """Field → share of item pages where it was shown, in summaries written before states were counted."""

    def states_of(self, subject: Literal["items", "shops"]) -> dict[str, FieldStates]:
        """Return the states counted of items or shops."""
        return self.item_fields if subject == "items" else self.shop_fields

    def shares_of(self, subject: Literal["items", "shops"]) -> dict[str, float]:
        """Return field → share shown (0–1)."""
        shares = {name: states.share("shown") for name, states in self.states_of(subject).items()}
        return shares or (self.filled if subject == "items" else {})

    def pages_of(self, subject: Literal["items", "shops"]) -> int:
        """Return how many items or shops the shares are of."""
        states = self.states_of(subject)
        return max((one.pages for one in states.values()), default=self.items if subject == "items" else 0)


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
    """When it was first published; publishing again does not change it."""
    planned: int = 0
    counts: dict[Outcome, int] = {}
    reasons: dict[Outcome, dict[str, int]] = {}
    """Why URLs were not kept: outcome → reason → URLs, the most frequent first; an outcome's reasons add up to its
    count."""
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
    reader: str | None = None
    """Version of the reader whose records it tells of."""
    judged: str | None = None
    """Name of the generation of findings it tells of."""


def findings_words(summary: SweepSummary) -> str:
    """Return how many findings of each standing a sweep has, in the words of the page."""
    return f"疑似线索 {summary.findings}（新增 {summary.new}），参考 {summary.reference}，待复看 {summary.pending}"


def reason_lines(reasons: Mapping[Outcome, Mapping[str, int]]) -> list[str]:
    """Return one line for each way in which URLs were not kept, with its reasons."""
    return [
        f"{label('outcome', outcome)} {sum(counted.values())}："
        + "，".join(f"{reason} {count}" for reason, count in counted.items())
        for outcome, counted in reasons.items()
    ]


def write_summary(sweep: Path, summary: SweepSummary) -> None:
    """Put the summary into a sweep's folder, whole or not at all."""
    unfinished = sweep / f".{SUMMARY_FILE}.part"
    unfinished.write_text(summary.model_dump_json(indent=1) + "\n", encoding="utf-8")
    unfinished.replace(sweep / SUMMARY_FILE)


def load_summary(sweep: Path) -> SweepSummary | None:
    """Read a sweep's summary; None before its first publishing. Raises CaptureError at one of another version."""
    path = sweep / SUMMARY_FILE
    if not path.exists():
        return None
    try:
        return SweepSummary.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        reason = f"：{fault(error)}" if isinstance(error, ValidationError) else ""
        raise CaptureError(
            f"{sweep.name}：{SUMMARY_FILE}{reason}；与现行程序的版本不合，请先重做：goodswatch publish {sweep.name}"
        ) from error


def first_finished(sweep: Path) -> datetime | None:
    """Return when a sweep was first published, whichever version of the program wrote it; None before that."""
    try:
        written = json.loads((sweep / SUMMARY_FILE).read_text(encoding="utf-8"))
        return datetime.fromisoformat(written["finished_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def load_summaries(data: Path, *, readable_only: bool = False) -> list[SweepSummary]:
    """Read the summaries of every published sweep of a data folder, newest first.

    Raises CaptureError at one of another version of the program; with `readable_only` it is left out.
    """
    summaries = []
    for path in (data / "sweeps").glob(f"*/{SUMMARY_FILE}"):
        try:
            summary = load_summary(path.parent)
        except CaptureError:
            if not readable_only:
                raise
        else:
            summaries += [summary] if summary is not None else []
    return sorted(summaries, key=lambda summary: (summary.started_at, summary.id), reverse=True)
