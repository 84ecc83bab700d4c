"""Starts processes from one that has the project loaded: real processes, without the seconds of loading it."""

import multiprocessing
import os
import signal
import sys
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

ROOT = Path(__file__).parents[1]
_FORKS: ForkServerContext = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    ["spiders.run", "app.cli.main", "app.stages.sweep", "app.stages.judge", "app.stages.publish"]
)


class Launched:
    """One running process of Python code; `returncode` once it has ended, negative after a signal."""

    def __init__(self, code: str, errors: Path) -> None:
        """Run the code, what it says on standard error going to a file."""
        self._errors = errors
        self._process: ForkServerProcess = _FORKS.Process(target=_run, args=(code, str(errors)))
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


def capturing(folder: Path, fault: str | None = None) -> str:
    """Return the code of a capture process; `fault` is Python that is run in it first and breaks something."""
    return f"{fault or ''}\nimport sys, spiders.run\nsys.exit(spiders.run.main([{str(folder)!r}]))"


def commanding(*arguments: str, fault: str = "") -> str:
    """Return the code of `goodswatch ARGUMENTS…`, broken by a fault."""
    return f"{fault}\nimport sys, app.cli.main\nsys.argv = {['goodswatch', *arguments]!r}\napp.cli.main.main()"


def _run(code: str, errors: str) -> None:
    os.chdir(ROOT)
    with Path(errors).open("ab") as file:
        os.dup2(file.fileno(), 2)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False, buffering=1)
    exec(code, {})
