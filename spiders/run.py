"""Captures one sweep: `python -m spiders.run SWEEP_DIR` works off every pending URL of its plan.

Exit codes: 0 when every planned URL has ended, 3 when a signal ended it before (the rest stays planned), 2 when it
could not run (one line on standard error). Progress and warnings are JSON lines on standard error.
"""

import json
import logging
import os
import sys
import threading
from pathlib import Path
from typing import Any

from scrapy.crawler import CrawlerProcess
from scrapy.settings import Settings

from config.clock import Clock, fixed_clock, system_clock
from config.errors import CaptureError, DeclarationError, MonitorError
from crawler.capture.folder import CaptureWriter, SweepFolder
from crawler.capture.plan import SweepSpec
from crawler.fetch.browser import launch_options
from crawler.fetch.chromium import find_chromium
from crawler.platforms import PlatformDeclaration, load_platforms
from spiders.following import first_rows
from spiders.sweep import BROKEN, STOPPED, SweepSpider

_PROGRESS_SECONDS = 3.0
_PLAIN_FIELDS = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "spider", "crawler"}


class JsonLines(logging.Formatter):
    """One JSON object a log record, its extra fields beside the message."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in record.__dict__.items() if name not in _PLAIN_FIELDS}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class Progress(threading.Thread):
    """Writes the sweep's counts to standard error every few seconds."""

    def __init__(self, folder: SweepFolder) -> None:
        super().__init__(daemon=True)
        # A reader of its own: the counts must not share state with the capture's thread.
        self._folder = SweepFolder.at(folder.path)
        self._done = threading.Event()

    def run(self) -> None:
        """Write until told to stop."""
        while not self._done.wait(_PROGRESS_SECONDS):
            self.write()

    def write(self) -> None:
        """Write one line."""
        sys.stderr.write(json.dumps({"progress": self._folder.counts(), "sweep": self._folder.id}) + "\n")
        sys.stderr.flush()

    def finish(self) -> None:
        """Stop and write the last line."""
        self._done.set()
        self.join()
        self.write()


def main(arguments: list[str]) -> int:
    """Run the capture process; return its exit code."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m spiders.run SWEEP_DIR\n")
        return 2
    _log_as_json()
    try:
        return capture(SweepFolder.at(Path(arguments[0])))
    except MonitorError as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(f"{error.filename or arguments[0]}：{error.strerror or error}")


def _fail(message: str) -> int:
    sys.stderr.write(json.dumps({"level": "error", "message": message}, ensure_ascii=False) + "\n")
    return BROKEN


def capture(folder: SweepFolder) -> int:
    """Work off the pending rows of the next look; return 0 when nothing is left, STOPPED after a signal."""
    clock = sweep_clock(folder.spec)
    platforms = load_sweep_platforms(folder.spec)
    with folder.capturing(clock) as writer:
        plan_entries(folder, platforms)
        look = min((row.look for row in folder.pending()), default=None)
        if look is None:
            return 0
        ended = _ended(folder)
        progress = Progress(folder)
        progress.start()
        stopped = _crawl(folder, writer, platforms, look=look, clock=clock)
        progress.finish()
    if next(folder.pending(), None) is not None:
        if stopped:
            return STOPPED
        if _ended(folder) == ended:
            raise CaptureError(f"{folder.path}：采集没有做完就停下了，还有 {folder.counts()['pending']} 个网址没有结果")
        # Pictures are switched on or off when the browser starts, and the reactor cannot start twice: the other look
        # has a process of its own.
        os.execv(sys.executable, [sys.executable, "-m", "spiders.run", str(folder.path)])  # noqa: S606 - our own module
    return 0


def _ended(folder: SweepFolder) -> int:
    counts = folder.counts()
    return counts["planned"] - counts["pending"]


def sweep_clock(spec: SweepSpec) -> Clock:
    """Return the clock captures are stamped with."""
    return system_clock if spec.fixed_now is None else fixed_clock(spec.fixed_now)


def load_sweep_platforms(spec: SweepSpec) -> tuple[PlatformDeclaration, ...]:
    """Return every declaration the sweep knows. Raises DeclarationError where it names one that there is not."""
    platforms = load_platforms(*(Path(folder) for folder in spec.platform_folders))
    unknown = set(spec.platforms) - {declaration.name for declaration in platforms}
    if unknown:
        raise DeclarationError(f"采集 {spec.name}：platforms：没有声明名为 {'、'.join(sorted(unknown))} 的平台")
    return platforms


def plan_entries(folder: SweepFolder, platforms: tuple[PlatformDeclaration, ...]) -> None:
    """Plan where the sweep's platforms begin; doing it again adds nothing."""
    for declaration in platforms:
        if declaration.name in folder.spec.platforms and declaration.access == "crawl":
            folder.plan(first_rows(declaration, folder.spec, platforms))


def _crawl(
    folder: SweepFolder,
    writer: CaptureWriter,
    platforms: tuple[PlatformDeclaration, ...],
    *,
    look: int,
    clock: Clock,
) -> bool:
    """Run Scrapy's reactor over one look; return whether a signal ended it. Raises CaptureError where it broke off."""
    settings = Settings()
    settings.setmodule("spiders.settings", priority="project")
    settings.set("USER_AGENT", folder.spec.user_agent, priority="cmdline")
    if _may_need_browser(folder, platforms, look):
        options = launch_options(find_chromium(folder.spec.chromium_path), images=look == 2)
        settings.set("PLAYWRIGHT_LAUNCH_OPTIONS", options, priority="cmdline")
    limit = folder.spec.limit_minutes
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(SweepSpider)
    process.crawl(
        crawler,
        folder=folder,
        writer=writer,
        platforms=platforms,
        look=look,
        clock=clock,
        limit_seconds=None if limit is None else max(0.0, limit * 60 - folder.worked_seconds(look)),
    )
    process.start(install_signal_handlers=False)
    spider = crawler.spider
    if not isinstance(spider, SweepSpider):
        raise CaptureError(f"{folder.path}：采集没有能够开始")
    if spider.broken is not None:
        reason = spider.broken.strerror if isinstance(spider.broken, OSError) else None
        raise CaptureError(f"{folder.path}：{reason or spider.broken}") from spider.broken
    return spider.stopped


def _may_need_browser(folder: SweepFolder, platforms: tuple[PlatformDeclaration, ...], look: int) -> bool:
    """Return whether a page of this look may have to be rendered: then Chromium must be there from the start."""
    if look == 2:
        return True
    planned = {row.platform for row in folder.planned()}
    modes = [
        mode
        for declaration in platforms
        if declaration.name in folder.spec.platforms or declaration.name in planned
        for mode in (declaration.fetch, *(pattern.fetch for pattern in declaration.patterns))
    ]
    return any(mode in ("browser", "auto") for mode in modes) or any(row.fetch != "http" for row in folder.pending())


def _log_as_json() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    # On the handler: Scrapy sets its own loggers' levels, and theirs pass the root's.
    handler.setLevel(logging.WARNING)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
