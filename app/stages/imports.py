"""Importing saved pages as a sweep: taken over and sealed, read, judged, published; they close their tasks."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from app.installation import Installation
from app.stages.judge import judge_sweep
from app.stages.publish import publish_sweep
from app.stages.read import read_sweep
from config.errors import InputRejected, PageError
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

    Raises PageError when nothing could be taken, InputRejected for options that cannot be.
    """
    _check_options(installation, paths, url, captured_at)
    errors: list[PageError] = []
    try:
        folder = import_saved(
            installation.data,
            paths,
            clock=installation.clock,
            url=url,
            captured_at=captured_at,
            platforms=installation.platforms,
            platform_folders=installation.platform_folders,
            on_refused=errors.append,
        )
    except PageError:
        if len(errors) == 1:
            raise errors[0] from None
        for error in errors:
            progress(f"拒绝：{error}")
        named = "、".join(str(path) for path in paths[:3])
        reason = f"{len(errors)} 个文件全部被拒绝" if errors else "没有网页文件（.html .htm，可 .gz）"
        raise PageError(f"{named}：{reason}") from None
    refused = [str(error) for error in errors]
    for line in refused:
        progress(f"拒绝：{line}")
    progress(f"导入 {folder.id}：{folder.counts()['kept']} 页")
    with folder.worked_on():
        read_sweep(installation, folder)
        judge_sweep(installation, folder)
        if publish:
            progress(publish_sweep(installation, folder))
    return folder, refused


def _check_options(
    installation: Installation, paths: Sequence[Path], url: str | None, captured_at: datetime | None
) -> None:
    if url is not None and (len(paths) != 1 or paths[0].is_dir()):
        raise InputRejected(f"--url {url}：只能用于单个文件")
    if captured_at is not None and captured_at > installation.clock():
        raise InputRejected(f"--captured-at {captured_at.isoformat()}：在现在之后")
