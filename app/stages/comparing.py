"""Reads a sweep again with the present reader beside its kept records and tells what would change.

Nothing is written into the sweep: the present reading is accepted by the read stage (`goodswatch read --sweep`), which
puts its own generation beside the kept ones. Both sides are compared as they stand in JSON, so that records of an
earlier reader, whose fields may have been others, can be compared as well.
"""

import json
import logging
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from app.installation import Installation
from app.stages.generation import Generation
from app.stages.read import ERRORS, PAGES, number_of, reader_version
from config.errors import CaptureError, MonitorError
from config.record import Record
from crawler.capture.folder import SweepFolder
from crawler.records import RawPage

log = logging.getLogger(__name__)

Row = Mapping[str, Any]
RECORD = "record"
"""Field of a page that only one of the two readings has, or that one of them could not read."""
PAGE_FIELDS = ("kind", "gate", "on_shelf", "platform")
PARTS = ("listing", "disclosure", "footer")
READ_PROGRESS = 500
"""Pages between two lines of progress."""
LESSER = ("cause", "masked", "source")
"""What may change about a field whose state and value stay: why it is not observable, its mask, its source."""


class Side(Record):
    """One field as one of the two readings has it; `state` is None for what has no reading of its own."""

    value: Any = None
    state: str | None = None
    cause: str | None = None
    source: str | None = None
    place: str | None = None
    masked: bool = False


class FieldChange(Record):
    """One field of one page that the two readings do not agree about."""

    source: str
    """`sweep#capture-number`."""
    url: str | None
    platform: str | None
    field: str
    change: str
    """`before→after` where the state changed, else `value` or one of `LESSER`."""
    before: Side
    after: Side


class Comparison:
    """What changed between the kept records of a sweep and the present reading; the changes lie in `kept`, a file."""

    def __init__(self, sweep: str, before: str, after: str, kept: IO[str]) -> None:
        self.sweep = sweep
        self.before = before
        self.after = after
        self.pages = 0
        self.changed_pages = 0
        self.counts: Counter[tuple[str, str, str]] = Counter()
        """(platform, field, change) → pages."""
        self._kept = kept

    def add(self, changes: list[FieldChange]) -> None:
        """Count one page and keep what changed on it, on disk: a sweep's changes need not fit into memory."""
        self.pages += 1
        self.changed_pages += bool(changes)
        for change in changes:
            self.counts[change.platform or "", change.field, change.change] += 1
            self._kept.write(change.model_dump_json() + "\n")

    def changes(self) -> Iterator[FieldChange]:
        """Yield every change in capture order."""
        self._kept.seek(0)
        for line in self._kept:
            yield FieldChange.model_validate_json(line)


@contextmanager
def compare_sweep(
    installation: Installation, folder: SweepFolder, version: str, *, progress: Callable[[str], None]
) -> Iterator[Comparison]:
    """Read every capture of a sweep, compare it with the records kept under `version`, and give what changed.

    Raises CaptureError when the sweep has no complete records of that version, naming those it has.
    """
    kept = kept_records(folder, version)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
        comparison = Comparison(folder.id, version, reader_version(installation.platforms), file)
        _compare(installation, folder, kept, comparison, progress)
        yield comparison


def _compare(
    installation: Installation,
    folder: SweepFolder,
    kept: Generation,
    comparison: Comparison,
    progress: Callable[[str], None],
) -> None:
    before = _kept_rows(kept)
    known = next(before, None)
    for number, raw in folder.pages():
        while known is not None and known[0] < number:
            comparison.add(_page_changes(known[1], {}))
            known = next(before, None)
        now = _read(installation, raw, f"{folder.id}#{number}")
        if known is not None and known[0] == number:
            comparison.add(_page_changes(known[1], now))
            known = next(before, None)
        else:
            comparison.add(_page_changes({}, now))
        if comparison.pages % READ_PROGRESS == 0:
            progress(f"已比较 {comparison.pages} 页，其中 {comparison.changed_pages} 页有变化")
    while known is not None:
        comparison.add(_page_changes(known[1], {}))
        known = next(before, None)


def kept_records(folder: SweepFolder, version: str) -> Generation:
    """Return the complete records of one reader version. Raises CaptureError naming the versions there are."""
    there = sorted(path.parent.name for path in (folder.path / "records").glob("*/manifest.json"))
    if version not in there:
        known = f"已有：{'、'.join(there)}" if there else f"还没有记录，请先运行 goodswatch read --sweep {folder.id}"
        raise CaptureError(f"{folder.id}：没有读取器版本 {version} 的记录（{known}）")
    return Generation(folder.path / "records" / version)


def _kept_rows(generation: Generation) -> Iterator[tuple[int, Row]]:
    """Yield (capture number, row) of read and unread pages together, by number; both files are in that order."""
    pages, errors = _numbered(generation, PAGES), _numbered(generation, ERRORS)
    page, error = next(pages, None), next(errors, None)
    while page is not None or error is not None:
        if error is None or (page is not None and page[0] <= error[0]):
            assert page is not None
            yield page
            page = next(pages, None)
        else:
            yield error
            error = next(errors, None)


def _numbered(generation: Generation, name: str) -> Iterator[tuple[int, Row]]:
    rows = generation.lines(name)
    line = 0
    while True:
        line += 1
        try:
            row = next(rows, None)
            if row is None:
                return
            yield number_of(row["source"]), row
        except (ValueError, KeyError, TypeError) as error:
            path: Path = generation.path / name
            raise CaptureError(f"{path}：第 {line} 行不是页面记录（{type(error).__name__}）") from error


def _read(installation: Installation, raw: RawPage, source: str) -> Row:
    """Return what the read stage would keep of one page: its record, or why it could not be read."""
    try:
        row: Row = json.loads(installation.reader.read(raw, source).model_dump_json())
    except Exception as error:  # One odd page must not end the comparison; it is a change like any other.
        log.warning(
            "Page not read", extra={"source": source, "url": raw.url}, exc_info=not isinstance(error, MonitorError)
        )
        return {"source": source, "url": raw.url, "platform": raw.platform, "error": f"{type(error).__name__}: {error}"}
    return row


def _page_changes(before: Row, after: Row) -> list[FieldChange]:
    """Return every field of a page that differs; a row `{}` is a page that one side does not have."""
    about = after or before
    place = {
        "source": about["source"],
        "url": about.get("url"),
        "platform": about.get("platform") or before.get("platform"),
    }
    if _unread(before) or _unread(after):
        if _said(before) == _said(after):
            return []
        sides = Side(value=_said(before)), Side(value=_said(after))
        return [FieldChange(**place, field=RECORD, change="value", before=sides[0], after=sides[1])]
    found = [(field, Side(value=before.get(field)), Side(value=after.get(field))) for field in PAGE_FIELDS]
    for part in PARTS:
        found += _part_fields(part, before.get(part), after.get(part))
    return [
        FieldChange(**place, field=field, change=change, before=old, after=new)
        for field, old, new in found
        if (change := change_between(old, new)) is not None
    ]


def _unread(row: Row) -> bool:
    return not row or "error" in row


def _said(row: Row) -> str | None:
    """Return how a page stands as a whole: not there, not readable and why, or read as which kind."""
    return None if not row else row.get("error") or row.get("kind")


def _part_fields(part: str, before: Row | None, after: Row | None) -> Iterator[tuple[str, Side, Side]]:
    """Yield the fields of a listing or disclosure; one that only one side has at all is one change of the page."""
    if before is None or after is None:
        if before is not after:
            yield part, _whole(before), _whole(after)
        return
    prefix = "" if part == "listing" else f"{part}."
    names = dict.fromkeys([*before, *after])
    old, new = before.get("readings") or {}, after.get("readings") or {}
    for name in names:
        if name != "readings":
            yield f"{prefix}{name}", _side(before, old, name), _side(after, new, name)


def _whole(part: Row | None) -> Side:
    """Return a listing or disclosure as one value: its name, or that there is none."""
    return Side() if part is None else Side(value=part.get("title") or part.get("shop") or part.get("name") or "…")


def _side(part: Row, readings: Mapping[str, Row], name: str) -> Side:
    reading = readings.get(name) or {}
    return Side(
        value=part.get(name),
        state=reading.get("state"),
        cause=reading.get("cause"),
        source=reading.get("source"),
        place=reading.get("place"),
        masked=bool(reading.get("masked")),
    )


def change_between(before: Side, after: Side) -> str | None:
    """Return what changed about a field, the weightiest only; None where nothing that counts did.

    A place that only moved is no change: quotes and values are the same.
    """
    stated = before.state is not None and after.state is not None
    if stated and before.state != after.state:
        return f"{before.state}→{after.state}"
    if (before.value or None) != (after.value or None):
        return "value"
    return next((name for name in LESSER if stated and getattr(before, name) != getattr(after, name)), None)
