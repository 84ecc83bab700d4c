"""The read stage: captures of one sweep → `records/<reader version>/pages.jsonl`, going on where it stopped."""

import gc
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.installation import Installation
from app.stages.generation import Generation, newest_complete
from app.stages.versions import digest_of, version_of
from config.errors import CaptureError, MonitorError
from config.record import Record
from config.settings import REPOSITORY
from crawler.records import PageRecord, RawPage

if TYPE_CHECKING:
    from crawler.capture.folder import SweepFolder
    from crawler.platforms import PlatformDeclaration
    from crawler.read.reader import Reader

log = logging.getLogger(__name__)

PAGES = "pages.jsonl"
ERRORS = "errors.jsonl"
READING = (
    "crawler/read", "crawler/records.py", "crawler/platforms.py", "crawler/addresses.py",
    "crawler/addresses.toml", "crawler/fetch/gates.py", "crawler/fetch/gates.toml", "crawler/fetch/links.py",
    "crawler/fetch/links.toml",
)  # fmt: skip
"""What decides which records a capture gives, besides declarations and page objects."""


class UnreadPage(Record):
    """One page that the reader could not read, and why."""

    source: str
    url: str | None
    error: str


class ReadStage:
    """Reads one sweep's captures; `advance` may be called again and again while capture still writes."""

    def __init__(self, folder: "SweepFolder", reader: "Reader", version: str) -> None:
        self._folder = folder
        self._reader = reader
        self.generation = Generation(folder.path / "records" / version)
        self._version = version
        if self.generation.complete and not self.generation.intact:
            self.generation.discard()
        self.generation.mend(PAGES)
        self.generation.mend(ERRORS)
        self._last = max(
            (number_of(row["source"]) for name in (PAGES, ERRORS) for row in self.generation.lines(name)), default=0
        )

    def advance(self) -> int:
        """Read every capture that is there and not yet read; return how many."""
        if self.generation.complete:
            return 0
        count = 0
        # What is loaded by now stays: the collector of memory need not look at it again after every few pages.
        gc.freeze()
        try:
            for number, raw in self._folder.pages(after=self._last):
                self._read_one(number, raw)
                self._last = number
                count += 1
        finally:
            gc.unfreeze()
        return count

    def finish(self) -> None:
        """Complete the generation. Capture must have been sealed."""
        if self.generation.complete:
            self.generation.make_newest()
            return
        self.advance()
        if not self._folder.sealed:
            raise CaptureError(f"{self._folder.id}：采集尚未封存，记录不能定稿")
        self.generation.path.mkdir(parents=True, exist_ok=True)
        for name in (PAGES, ERRORS):
            (self.generation.path / name).touch()
        self.generation.finish(reader=self._version, sweep=self._folder.id)

    def _read_one(self, number: int, raw: RawPage) -> None:
        source = f"{self._folder.id}#{number}"
        try:
            self.generation.append(PAGES, self._reader.read(raw, source))
        except Exception as error:  # One odd page must not end a sweep; it is kept, counted and reported.
            log.info("Page not read", extra={"source": source, "url": raw.url}, exc_info=True)
            reason = " ".join(str(error).split())
            told = reason if isinstance(error, MonitorError) else f"{type(error).__name__}: {reason}"
            self.generation.append(ERRORS, UnreadPage(source=source, url=raw.url, error=told))


def number_of(source: str) -> int:
    """Return the capture number of a record's source `sweep#number`."""
    return int(source.rpartition("#")[2])


def reader_version(platforms: "Sequence[PlatformDeclaration]") -> str:
    """Return the version of a generation of records: the reader's own, its code and what the declarations say."""
    from crawler.read.reader import READER_VERSION

    reader = digest_of([*(REPOSITORY / place for place in READING), *REPOSITORY.glob("spiders/*/page.py")])
    declared = {platform.name: platform.model_dump(mode="json") for platform in platforms}
    return f"{READER_VERSION}-{version_of({'reader': reader, 'declared': declared})[:8]}"


def read_sweep(installation: Installation, folder: "SweepFolder") -> Path:
    """Run the whole stage over a sealed sweep and return the generation's folder."""
    stage = ReadStage(folder, installation.reader, reader_version(installation.platforms))
    stage.advance()
    stage.finish()
    return stage.generation.path


def records_of(folder: "SweepFolder") -> Generation:
    """Return the newest complete records of a sweep. Raises CaptureError when it was never read."""
    found = newest_complete(folder.path / "records")
    if found is None:
        raise CaptureError(f"{folder.id}：还没有记录，请先运行 goodswatch read --sweep {folder.id}")
    return found


def unread_lines(folder: "SweepFolder") -> list[str]:
    """Return one line for each page of a read sweep that could not be read: its address, its source, why."""
    return [f"没有读成：{row.url}（{row.source}）：{row.error}" for row in unread_pages(records_of(folder))]


def unread_pages(generation: Generation) -> Iterator[UnreadPage]:
    """Yield the pages of a generation that could not be read. Raises CaptureError at a row of another version."""
    return generation.rows(ERRORS, UnreadPage)


def page_records(generation: Generation) -> Iterator[PageRecord]:
    """Yield the page records of a generation in capture order. Raises CaptureError at one of another version."""
    return generation.rows(PAGES, PageRecord)
