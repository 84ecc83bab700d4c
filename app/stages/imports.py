"""Importing saved pages as a sweep: taken over and sealed, read, judged, published; they close their tasks."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from app.installation import Installation
from app.stages.judge import judge_sweep
from app.stages.publish import publish_sweep
from app.stages.read import read_sweep
from config.errors import PageError
from crawler.capture.folder import SweepFolder
from crawler.capture.saved import import_saved


def import_sweep(
    installation: Installation,
    paths: Sequence[Path],
    *,
    url: str | None,
    captured_at: datetime | None,
    publish: bool,
    progress: Callable[[str], None],
) -> tuple[SweepFolder, list[str]]:
    """Import what can be imported and run every stage; return the sweep and one line for each refused file.

    Raises PageError when nothing could be taken.
    """
    refused: list[str] = []

    def note(error: PageError) -> None:
        refused.append(str(error))
        progress(f"拒绝：{error}")

    folder = import_saved(
        installation.data,
        paths,
        clock=installation.clock,
        url=url,
        captured_at=captured_at,
        platforms=installation.platforms,
        platform_folders=installation.platform_folders,
        on_refused=note,
    )
    progress(f"导入 {folder.id}：{folder.counts()['kept']} 页")
    read_sweep(installation, folder)
    judge_sweep(installation, folder)
    if publish:
        progress(publish_sweep(installation, folder))
    return folder, refused
