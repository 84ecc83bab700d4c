"""The records the office database hands out: decisions, tasks, draws, runs of the clock, the audit log."""

from datetime import datetime
from typing import Any, Literal

from config.record import Record

Verdict = Literal["confirmed", "dismissed", "pending"]
"""属实 / 排除 / 待核."""
TaskKind = Literal["evidence", "images"]
"""待人工取证 (a page the sweep may not or could not see) / 待人工看图 (images nobody has read)."""
TaskState = Literal["open", "done"]
RunStatus = Literal["running", "finished", "failed", "missed"]


class Review(Record):
    """One decision of a person about one finding; the latest by number is in force, the others are its history."""

    number: int
    finding_id: str
    verdict: Verdict
    reason: str
    name: str
    """Typed by the person; there is no login yet."""
    at: datetime


class NewTask(Record):
    """Something only a person can do: look at a page or at images."""

    kind: TaskKind
    platform: str
    url: str
    shop: str | None = None
    reason: str
    """Why a person is needed and, behind a colon, what for, 、 between several; ； between several reasons."""
    images: tuple[str, ...] = ()
    since: datetime
    sweep_id: str

    @property
    def asks_for(self) -> frozenset[str]:
        """What the person is to look at, or for on the page."""
        if self.kind == "images":
            return frozenset(self.images)
        wanted = (one.partition("：")[2] for one in self.reason.split("；"))
        return frozenset(word for words in wanted for word in words.split("、") if word)


class Task(NewTask):
    """A task as kept; `id` follows from kind and URL, so that the same task is never kept twice."""

    id: str
    state: TaskState = "open"
    closed_by: str | None = None
    closed_at: datetime | None = None


class NewDraw(Record):
    """One drawn candidate list, with everything needed to draw it again. Confidential."""

    id: str
    seed: int
    size: int
    options: dict[str, Any] = {}
    frame_hash: str
    version: str
    at: datetime
    by: str
    files: tuple[str, ...] = ()


class Draw(NewDraw):
    """A draw as kept; its frame is fetched by itself, because it may be large."""

    frame_rows: int


class Run(Record):
    """One run of a declared sweep by the clock: at most one row for each sweep and scheduled time."""

    name: str
    scheduled_at: datetime
    pid: int | None
    status: RunStatus
    attempts: int
    started_at: datetime | None
    ended_at: datetime | None = None
    sweep_id: str | None = None
    message: str | None = None


class AuditEntry(Record):
    """Who did what to which subject, when."""

    number: int
    who: str
    what: str
    at: datetime
    subject: str
    detail: str | None = None
