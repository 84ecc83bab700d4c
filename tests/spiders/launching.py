"""Starts capture processes from one that has Scrapy loaded: real processes, without the seconds of loading it."""

import multiprocessing
import os
import signal
import sys
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FORKS: ForkServerContext = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["spiders.run"])


class Launched:
    """One running capture process; `returncode` once it has ended, negative after a signal."""

    def __init__(self, folder: Path, errors: Path, fault: str | None) -> None:
        self._errors = errors
        self._process: ForkServerProcess = _FORKS.Process(target=_capture, args=(str(folder), str(errors), fault))
        self._process.start()

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, number: signal.Signals) -> None:
        assert self._process.pid is not None
        os.kill(self._process.pid, number)

    def wait(self, seconds: float) -> str:
        """Wait for its end and return what it wrote to standard error."""
        self._process.join(seconds)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()
            raise AssertionError(f"still running after {seconds} seconds: {self._errors.read_text()}")
        return self._errors.read_text(encoding="utf-8")


def _capture(folder: str, errors: str, fault: str | None) -> None:
    os.chdir(ROOT)
    with Path(errors).open("ab") as file:
        os.dup2(file.fileno(), 2)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False, buffering=1)
    if fault is not None:
        exec(fault, {})
    import spiders.run

    sys.exit(spiders.run.main([folder]))
