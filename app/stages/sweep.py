"""A whole sweep: capture in a child process, reading behind it, second looks, seal, judging, publishing; resumable."""

import ctypes
import json
import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.installation import Installation
from app.labels import label
from app.stages.by_hand import may_be_swept, tasks_by_hand
from app.stages.known import open_sweep
from app.stages.read import ReadStage, reader_version
from app.stages.recheck import recheck_rows
from app.stages.second_look import second_look_rows
from config.errors import CaptureError, DeclarationError, InputRejected
from config.settings import REPOSITORY
from config.sweeps import SweepDeclaration
from config.web_address import web_address
from crawler.capture.addresses import clean_url
from crawler.capture.plan import PlanRow, SweepSpec
from crawler.fetch.chromium import find_chromium
from crawler.platforms import PlatformDeclaration, platform_name

if TYPE_CHECKING:
    from crawler.capture.folder import SweepFolder

log = logging.getLogger(__name__)

Progress = Callable[[str], None]

POLL_SECONDS = 0.3
"""How often the stages behind a running capture look for new pages."""
REPORT_SECONDS = 5.0
_PR_SET_PDEATHSIG = 1


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

    declared = _declaration(installation, name)
    if not declared.platforms and not declared.shops:
        raise DeclarationError(f"sweeps.toml：{declared.name}：platforms 与 shops 都为空，没有可采集的")
    platforms = [_platform(installation, declared.name, platform) for platform in declared.platforms]
    shops = _shop_rows(installation, declared)
    _loopback_only(installation, platforms, declared.shops)
    crawled = [platform for platform in platforms if platform.access == "crawl"]
    if not crawled and not any(may_be_swept(installation, shop) for shop in declared.shops):
        _leave_to_people(installation, platforms, declared, progress)
        return None
    for platform in crawled:
        if not platform.entries and not (platform.search and (declared.keywords or platform.search.keywords)):
            raise DeclarationError(f"平台 {platform.name}：entries 与 search 都没有可采集的网址或关键词")
    _ = installation.image_reader
    # Every sweep looks at something twice, in the browser: better told now than in the middle of the night.
    find_chromium(str(installation.settings.chromium_path) if installation.settings.chromium_path else None)
    spec = SweepSpec(
        name=declared.name,
        platforms=tuple(platform.name for platform in crawled),
        keywords=declared.keywords,
        limit_minutes=declared.limit_minutes,
        user_agent=installation.settings.user_agent,
        platform_folders=tuple(str(folder) for folder in installation.platform_folders),
        fixed_now=installation.clock() if installation.demo else None,
        chromium_path=str(installation.settings.chromium_path) if installation.settings.chromium_path else None,
    )
    folder = SweepFolder.create(installation.data, spec, installation.clock, sweep_id=sweep_id)
    folder.plan(shops)
    folder.plan(recheck_rows(installation, folder, declared, progress=progress))
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
) -> "SweepFolder":
    """Go on with an interrupted sweep: what was kept is not fetched again."""
    folder = open_sweep(installation, sweep_id)
    if folder.spec.kind == "import" and not folder.sealed:
        raise CaptureError(f"{sweep_id}：导入中断了，不能续跑；请重新导入这些文件")
    counts = folder.counts()
    progress(f"续跑 {folder.id}：已计划 {counts['planned']}，未完成 {counts['pending']}")
    return run_sweep(installation, folder, progress=progress, publish=publish)


def run_sweep(installation: Installation, folder: "SweepFolder", *, progress: Progress, publish: bool) -> "SweepFolder":
    """Run every stage that has not been completed."""
    from app.stages.image_text import image_rows, read_images
    from app.stages.judge import judge_sweep
    from app.stages.outages import outages
    from app.stages.publish import publish_sweep

    stage = ReadStage(folder, installation.reader, reader_version(installation.platforms))
    images = installation.image_reader
    if not folder.sealed:
        _capture(folder, stage, progress)
        if images is not None and (count := folder.plan(image_rows(installation, folder, stage.generation))):
            progress(f"取回 {count} 张待看的图片，识别其中文字")
        seconds = folder.plan(second_look_rows(installation, folder, stage.generation))
        if seconds:
            progress(f"复看 {seconds} 个页面（浏览器，全页截图）")
        _capture(folder, stage, progress)
        folder.seal(installation.clock)
    stage.finish()
    counts = folder.counts()
    progress(
        f"采集封存：计划 {counts['planned']} = 已存 {counts['kept']} + 受限 {counts['gated']} + 已失效 {counts['gone']}"
        f" + robots 拒绝 {counts['refused_robots']} + 失败 {counts['failed']} + 超限 {counts['skipped_limit']}"
    )
    for line in outages(folder):
        progress(line)
    judge_sweep(installation, folder)
    progress("判定完成")
    if images is not None:
        read_images(installation, folder, images)
    if publish:
        progress(publish_sweep(installation, folder))
    return folder


def _capture(folder: "SweepFolder", stage: ReadStage, progress: Progress) -> None:
    """Run the capture process until nothing is pending, reading behind it."""
    if next(iter(folder.pending()), None) is None and not (folder.spec.platforms and not folder.counts()["planned"]):
        stage.advance()
        return
    child = subprocess.Popen(
        [sys.executable, "-m", "spiders.run", str(folder.path)],
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=_end_with_parent,
    )
    last_lines: list[str] = []
    follower = threading.Thread(target=_follow, args=(child, last_lines), daemon=True)
    follower.start()
    reported = time.monotonic()
    try:
        while child.poll() is None:
            if not stage.advance():
                time.sleep(POLL_SECONDS)
            if time.monotonic() - reported >= REPORT_SECONDS:
                reported = time.monotonic()
                counts = folder.counts()
                progress(f"  采集中：计划 {counts['planned']}，待采 {counts['pending']}，已存 {counts['kept']}")
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()
        # Not for ever: a browser that outlives the capture may still hold the other end.
        follower.join(5)
    stage.advance()
    if child.returncode != 0:
        raise CaptureError(
            f"{folder.id}：采集进程退出（{child.returncode}）：{_last(last_lines)}；"
            f"可用 goodswatch sweep --resume {folder.id} 续跑"
        )


def _follow(child: "subprocess.Popen[bytes]", lines: list[str]) -> None:
    """Keep the last lines of the child's standard error while it runs."""
    assert child.stderr is not None
    with child.stderr as stream:
        for line in stream:
            lines.append(line.decode("utf-8", "replace").strip())
            del lines[:-20]


def _last(lines: Sequence[str]) -> str:
    """Return what the capture process said last; its lines are JSON, but for those of a crash."""
    for line in reversed(lines):
        try:
            said = json.loads(line)
        except ValueError:
            said = None if line else {}
        if said is None:
            return line
        if isinstance(said, dict) and said.get("message"):
            return label("log", said["message"])
    return "没有说明"


def _end_with_parent() -> None:
    """Ask the kernel to end the capture when the process that started it dies, so that a resume finds it free."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _declaration(installation: Installation, name: str) -> SweepDeclaration:
    sweeps = installation.sweeps
    for sweep in sweeps:
        if sweep.name == name:
            return sweep
    if any(platform.name == name for platform in installation.platforms):
        return SweepDeclaration(name=name, platforms=(name,))
    if "://" in name:
        try:
            return SweepDeclaration(name="shop", shops=(web_address(name),))
        except ValueError as error:
            raise InputRejected(f"sweep：NAME：{error}") from error
    known = "、".join(sweep.name for sweep in sweeps) or "无"
    raise DeclarationError(f"没有名为 {name!r} 的任务或平台（已声明的任务：{known}）")


def _platform(installation: Installation, sweep: str, name: str) -> PlatformDeclaration:
    for platform in installation.platforms:
        if platform.name == name:
            return platform
    raise DeclarationError(f"sweeps.toml：{sweep}.platforms：没有声明名为 {name!r} 的平台")


def _shop_rows(installation: Installation, declared: SweepDeclaration) -> list[PlanRow]:
    rows = []
    for url in declared.shops:
        platform = platform_name(url, installation.platforms)
        if platform is None:
            raise DeclarationError(f"sweeps.toml：{declared.name}.shops：{url!r} 不是网址")
        rows.append(PlanRow(url=clean_url(url), platform=platform, kind="shop", reason="entry", shop=clean_url(url)))
    return rows


def _loopback_only(installation: Installation, platforms: Sequence[PlatformDeclaration], shops: Sequence[str]) -> None:
    """A sample market's folder has a fixed clock: nothing real may be captured under it."""
    if not installation.demo:
        return
    hosts = [host for platform in platforms for host in platform.hosts]
    hosts += [shop.partition("://")[2] for shop in shops]
    for host in hosts:
        if not host.startswith(("127.", "localhost", "[::1]")):
            raise DeclarationError(f"{installation.data} 是示例数据目录，只能采集本机集市，不能采集 {host}")
