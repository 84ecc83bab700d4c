"""Findings over all sweeps: observations from the newest generations, lives, and what one sweep says."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from app.installation import Installation
from app.stages.generation import Generation, newest_complete
from app.stages.subjects import SubjectRow, subject_rows
from config.errors import CaptureError
from config.record import Record
from crawler.capture.folder import SweepFolder, list_sweeps
from matchers.identity import normalise_url
from matchers.life import (
    FindingSeen,
    Life,
    SubjectSeen,
    SweepObservation,
    follow,
    item_subject,
    lives_of_sweep,
    shop_subject,
    subject_of,
)
from matchers.records import Finding, FindingState

FINDINGS = "findings.jsonl"
Judged = tuple[SweepFolder, Generation]
"""A judged sweep with its newest complete generation."""


class JudgedWith(Record, extra="ignore"):
    """What the manifest of a generation of findings tells of how it was made."""

    rules: frozenset[str]
    list_rows: Mapping[str, frozenset[str]]
    reader_errors: int
    left_out: tuple[str, ...] = ()
    """Earlier sweeps of which not everything could be read: their rows are of another version of the program."""


def findings_of(generation: Generation) -> Iterator[Finding]:
    """Yield the findings of one generation. Raises CaptureError at one of another version."""
    return generation.rows(FINDINGS, Finding)


def judged_sweeps(installation: Installation) -> list[Judged]:
    """Return every judged sweep with its newest complete generation, in order of observation."""
    found = []
    for folder in list_sweeps(installation.data):
        generation = newest_complete(folder.path / "findings")
        if generation is not None:
            found.append((folder, generation))
    return found


def readable_sweeps(installation: Installation) -> tuple[list[Judged], list[str]]:
    """Return the judged sweeps whose findings the present program can read, and the ids of the others."""
    readable, others = [], []
    for folder, generation in judged_sweeps(installation):
        try:
            generation.manifest(JudgedWith)
            for rows in (findings_of(generation), subject_rows(generation)):
                deque(rows, maxlen=0)
        except CaptureError:
            others.append(folder.id)
        else:
            readable.append((folder, generation))
    return readable, others


def observe(installation: Installation, sweeps: Sequence[Judged] | None = None) -> list[SweepObservation]:
    """Return what every judged sweep says, or only those given, for following findings.

    Raises CaptureError at a sweep judged by another version: without it the lives of findings would be wrong.
    """
    sweeps = judged_sweeps(installation) if sweeps is None else sweeps
    subjects_by_url: dict[tuple[str, str], str] = {}
    found: dict[str, tuple[FindingSeen, ...]] = {}
    for folder, generation in sweeps:
        seen = []
        for finding in findings_of(generation):
            subject = subject_of(finding)
            if finding.url:
                subjects_by_url[finding.platform, normalise_url(finding.url)] = subject
            seen.append(_seen(finding, subject))
        found[folder.id] = tuple(seen)
    return [_observation(folder, generation, found[folder.id], subjects_by_url) for folder, generation in sweeps]


def lives(installation: Installation) -> dict[str, Life]:
    """Return the life of every finding over all judged sweeps."""
    return follow(observe(installation))


def findings_as_of(installation: Installation, folder: SweepFolder) -> Iterator[tuple[Finding, FindingState]]:
    """Yield what this sweep found and every earlier open finding it looked at again, with the state at its end."""
    told = lives_of_sweep(folder.id, observe(installation))
    for finding in records_of_lives(installation, told):
        yield finding, told[finding.id].state


def records_of_lives(installation: Installation, wanted: Mapping[str, Life]) -> Iterator[Finding]:
    """Yield the findings' records from the sweeps that found them last, in order of id inside each sweep."""
    for folder, generation in judged_sweeps(installation):
        here = {life.id for life in wanted.values() if life.found_in == folder.id}
        if here:
            yield from (finding for finding in findings_of(generation) if finding.id in here)


def _seen(finding: Finding, subject: str) -> FindingSeen:
    source = (finding.list_id, finding.row_content) if finding.list_id and finding.row_content else None
    return FindingSeen(
        id=finding.id,
        rule=finding.rule,
        subject=subject,
        confirmed=not finding.pending,
        dated=finding.captured_at is not None,
        source=source,
    )


def _observation(
    folder: SweepFolder,
    generation: Generation,
    found: tuple[FindingSeen, ...],
    subjects_by_url: Mapping[tuple[str, str], str],
) -> SweepObservation:
    judged = generation.manifest(JudgedWith)
    known = set(subjects_by_url.values())
    subjects: dict[str, SubjectSeen] = {}
    for row in subject_rows(generation):
        subject = _subject(row, subjects_by_url)
        if subject in known:
            subjects[subject] = _joined(subjects.get(subject), row)
    return SweepObservation(
        sweep=folder.id,
        observed_at=folder.observed_at,
        found=found,
        subjects=subjects,
        rules=judged.rules,
        rows=judged.list_rows,
    )


def _subject(row: SubjectRow, subjects_by_url: Mapping[tuple[str, str], str]) -> str:
    if row.kind == "shop":
        return shop_subject(row.platform, row.key or row.url)
    if row.key is None:
        return subjects_by_url.get((row.platform, row.url), item_subject(row.platform, row.url))
    return item_subject(row.platform, row.key)


def _joined(before: SubjectSeen | None, row: SubjectRow) -> SubjectSeen:
    """Put several looks at one subject together: one complete look is enough, and what one could decide is decided.

    A page without a capture time counts only where there is no other.
    """
    here = SubjectSeen(outcome=row.outcome, at=row.at, dated=row.dated, undecided=frozenset(row.undecided))
    if before is None:
        return here
    if before.dated != here.dated:
        return before if before.dated else here
    order = ("complete", "off_shelf", "not_rechecked")
    if before.outcome != here.outcome:
        return min((before, here), key=lambda seen: order.index(seen.outcome))
    return before.model_copy(update={"at": before.at or here.at, "undecided": before.undecided & here.undecided})
