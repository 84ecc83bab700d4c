"""Runs a stage again over one sweep or over all of them, the oldest observation first."""

from collections.abc import Callable, Sequence

from app.installation import Installation
from app.office.summary import SUMMARY_FILE
from app.stages.generation import newest_complete
from app.stages.known import open_sweep
from config.errors import InputRejected, MonitorError
from crawler.capture.folder import SweepFolder, list_sweeps

Work = Callable[[SweepFolder], str]
"""Runs one stage over one sweep and returns what to say of it."""
Fit = Callable[[SweepFolder], bool]
"""Says whether a stage has anything to do with a sweep."""


def is_sealed(folder: SweepFolder) -> bool:
    """Return whether the sweep can be read again."""
    return folder.sealed


def is_read(folder: SweepFolder) -> bool:
    """Return whether the sweep can be judged."""
    return folder.sealed and newest_complete(folder.path / "records") is not None


def was_published(folder: SweepFolder) -> bool:
    """Return whether the sweep has ever been published."""
    return (folder.path / SUMMARY_FILE).exists()


def sweeps_meant(installation: Installation, sweep_id: str | None, *, everything: bool, fit: Fit) -> list[SweepFolder]:
    """Return the sweep of that id, or every fit one in order of observation. Raises InputRejected, CaptureError."""
    if (sweep_id is None) != everything:
        raise InputRejected("请给出采集编号，或用 --all 处理全部采集，二者取一")
    if sweep_id is not None:
        return [open_sweep(installation, sweep_id)]
    return [folder for folder in list_sweeps(installation.data) if fit(folder)]


def run_over(folders: Sequence[SweepFolder], work: Work, *, say: Callable[[str], None]) -> list[str]:
    """Run one stage over the sweeps; return one line for each where it failed, the others are done all the same.

    Of a single sweep the error itself is raised.
    """
    failed: list[str] = []
    for number, folder in enumerate(folders, start=1):
        try:
            with folder.worked_on():
                said = work(folder)
        except MonitorError as error:
            if len(folders) == 1:
                raise
            failed.append(str(error))
            continue
        say(said if len(folders) == 1 else f"[{number}/{len(folders)}] {said}")
    return failed
