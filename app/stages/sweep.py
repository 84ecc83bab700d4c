"""A whole sweep: capture with reading behind it, second looks, seal, judging, publishing; resumable at every point."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.installation import Installation
from app.office.summary import load_summary, reason_lines
from app.stages.by_hand import tasks_by_hand
from app.stages.capture import ENDING_SECONDS, capture_pending
from app.stages.generation import newest_complete
from app.stages.known import open_sweep
from app.stages.order import declared_platforms, declared_sweep, make_spec, places_of, plan_first
from app.stages.read import ReadStage, reader_version
from app.stages.second_look import second_look_rows
from config.errors import CaptureError
from config.sweeps import SweepDeclaration
from crawler.capture.claims import claim_places
from crawler.capture.plan import IMAGE, PlanRow
from crawler.fetch.chromium import find_chromium
from crawler.platforms import PlatformDeclaration

if TYPE_CHECKING:
    from crawler.capture.folder import SweepFolder

Progress = Callable[[str], None]


def start_sweep(
    installation: Installation,
    name: str,
    *,
    progress: Progress,
    sweep_id: str | None = None,
    publish: bool = True,
) -> "SweepFolder | None":
    """Start the sweep (or single platform) of that name and run it. Raises DeclarationError, CaptureError.

    Returns None where nothing of it may be swept: it is listed as 待人工取证, and there is no sweep.
    """
    from crawler.capture.folder import SweepFolder

    declared = declared_sweep(installation, name)
    platforms = declared_platforms(installation, declared)
    spec = make_spec(installation, declared, platforms)
    if spec is None:
        _leave_to_people(installation, platforms, declared, progress)
        return None
    _ = installation.image_reader
    # Every sweep looks at something twice, in the browser: better told now than in the middle of the night.
    find_chromium(spec.chromium_path)
    folder = SweepFolder.create(installation.data, spec, installation.clock, sweep_id=sweep_id)
    progress(f"采集 {folder.id} 开始")
    return run_sweep(installation, folder, progress=progress, publish=publish)


def _leave_to_people(
    installation: Installation, platforms: Sequence[PlatformDeclaration], declared: SweepDeclaration, progress: Progress
) -> None:
    now = installation.clock()
    tasks = list(tasks_by_hand(installation, platforms, declared, since=now, sweep_id=declared.name))
    installation.office.add_tasks(tasks)
    named = "、".join(sorted({task.platform for task in tasks}))
    progress(f"{declared.name}：{named} 不得自动采集（access = import），{len(tasks)} 处列为待人工取证，没有采集")


def resume_sweep(
    installation: Installation, sweep_id: str, *, progress: Progress, publish: bool = True
) -> "SweepFolder | None":
    """Go on with an interrupted sweep: what was kept is not fetched again.

    Returns None where it is finished and published: it is left as it is.
    """
    folder = open_sweep(installation, sweep_id)
    if folder.sealed and is_published(folder):
        progress(f"{folder.id} 已经完成并发布，没有什么要续跑的")
        return None
    if folder.spec.kind == "import" and not folder.sealed:
        raise CaptureError(f"{sweep_id}：导入中断了，不能续跑；请重新导入这些文件")
    counts = folder.counts()
    progress(f"续跑 {folder.id}：已计划 {counts['planned']}，未完成 {counts['pending']}")
    return run_sweep(installation, folder, progress=progress, publish=publish)


def is_published(folder: "SweepFolder") -> bool:
    """Return whether every stage has been run, and what the summary tells of is the newest judging."""
    summary = load_summary(folder.path)
    judged = newest_complete(folder.path / "findings") if summary is not None else None
    return summary is not None and judged is not None and summary.judged == judged.path.name


def run_sweep(installation: Installation, folder: "SweepFolder", *, progress: Progress, publish: bool) -> "SweepFolder":
    """Run every stage that has not been completed. Raises CaptureError while another process runs them."""
    from app.stages.endings import ending_reasons
    from app.stages.image_text import read_images
    from app.stages.judge import judge_sweep
    from app.stages.outages import outages
    from app.stages.publish import publish_sweep

    with folder.worked_on():
        stage = ReadStage(folder, installation.reader, reader_version(installation.platforms))
        if not folder.sealed:
            # A capture whose command died ends by itself, and may end its last pages meanwhile.
            folder.wait_until_free(ENDING_SECONDS, lambda: progress("  上一个采集进程正在结束，稍候"))
            if not folder.closing:
                _capture(installation, folder, stage, progress)
            folder.seal(installation.clock)
        stage.finish()
        counts = folder.counts()
        progress(
            f"采集封存：计划 {counts['planned']} = 已存 {counts['kept']} + 受限 {counts['gated']}"
            f" + 已失效 {counts['gone']} + robots 拒绝 {counts['refused_robots']} + 失败 {counts['failed']}"
            f" + 超限 {counts['skipped_limit']}"
        )
        for line in reason_lines(ending_reasons(folder.visits())):
            progress(f"  {line}")
        for line in outages(folder):
            progress(line)
        judge_sweep(installation, folder)
        progress("判定完成")
        if (images := installation.image_reader) is not None:
            read_images(installation, folder, images)
        if publish:
            progress(publish_sweep(installation, folder))
    return folder


def _capture(installation: Installation, folder: "SweepFolder", stage: ReadStage, progress: Progress) -> None:
    """Capture the first plan and, by what was read from it, the second; each is whole before anything of it is asked.

    A resumed sweep may have stopped anywhere: inside a plan, which is then completed, or inside a look.
    """
    from app.stages.image_text import image_rows

    with claim_places(
        installation.data,
        places_of(installation, folder.spec),
        waiting=lambda place: progress(f"  另一次采集正在访问 {place}，等它采完（同一网站不同时采两次）"),
    ):
        counts = folder.counts()
        if counts["pending"] == counts["planned"]:
            plan_first(installation, folder, progress=progress)
        if counts["pending"] == counts["planned"] or any(map(_is_first_page, folder.pending())):
            capture_pending(folder, stage, progress)
        stage.advance()
        if installation.image_reader is not None:
            images = folder.plan(image_rows(installation, folder, stage.generation))
            if images:
                progress(f"取回 {images} 张待看的图片，识别其中文字")
        seconds = folder.plan(second_look_rows(installation, folder, stage.generation))
        if seconds:
            progress(f"复看 {seconds} 个页面（浏览器，全页截图）")
        if next(folder.pending(), None) is not None:
            capture_pending(folder, stage, progress)
        stage.advance()


def _is_first_page(row: PlanRow) -> bool:
    return row.look == 1 and row.reason != IMAGE
