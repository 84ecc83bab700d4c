"""Commands that run the stages: sweep, import, judge, publish, rebuild, sweeps."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli import state


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("sweep")(sweep)
    app.command("import")(import_pages)
    app.command("judge")(judge)
    app.command("publish")(publish)
    app.command("rebuild")(rebuild)
    app.command("sweeps")(sweeps)
    app.command("verify")(verify)


def sweep(
    name: Annotated[str | None, typer.Argument(help="sweeps.toml 中的任务名，或一个已声明平台的名字。")] = None,
    resume: Annotated[str | None, typer.Option("--resume", metavar="ID", help="续跑一次中断的采集。")] = None,
    sweep_id: Annotated[str | None, typer.Option("--id", metavar="ID", help="给新采集指定编号（调度器使用）。")] = None,
    publish_after: Annotated[bool, typer.Option("--publish/--no-publish", help="判定后是否发布到索引库。")] = True,
) -> None:
    """采集一次：采集、读取、判定、复看、封存、发布；中断后用 --resume 续跑，不丢也不重取。"""
    from app.stages.sweep import resume_sweep, start_sweep
    from config.errors import InputRejected
    from crawler.capture.folder import SweepFolder

    if (name is None) == (resume is None):
        raise InputRejected("请给出任务名，或用 --resume ID 续跑")
    installation = state.installation() if resume is None else state.existing()
    folder: SweepFolder | None
    if resume is not None:
        folder = resume_sweep(installation, resume, progress=state.progress, publish=publish_after)
    else:
        assert name is not None
        folder = start_sweep(installation, name, sweep_id=sweep_id, progress=state.progress, publish=publish_after)
    if folder is not None:
        state.say(folder.id)
        state.tell_unread(folder)


def import_pages(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="保存的网页文件（.html .htm，可 .gz）或文件夹。")
    ],
    url: Annotated[str | None, typer.Option("--url", help="网页的原网址（只用于单个文件）。")] = None,
    captured_at: Annotated[
        str | None, typer.Option("--captured-at", help="保存时间；没有时间的页面只给待复看线索。")
    ] = None,
    publish_after: Annotated[bool, typer.Option("--publish/--no-publish", help="判定后是否发布到索引库。")] = True,
) -> None:
    """导入人工保存的网页，作为一次采集：读取、判定、封存、发布；没有网址的文件会被拒绝。"""
    from app.stages.imports import import_sweep

    folder, refused = import_sweep(
        state.installation(),
        paths,
        url=url,
        captured_at=state.moment(captured_at, "--captured-at"),
        publish=publish_after,
        progress=state.progress,
    )
    state.say(folder.id)
    state.tell_unread(folder)
    if refused:
        raise typer.Exit(2)


Sweep = Annotated[str | None, typer.Argument(metavar="[SWEEP]", help="采集编号。")]
Everything = Annotated[bool, typer.Option("--all", help="改为按采集先后处理全部采集。")]


def judge(sweep_id: Sweep = None, everything: Everything = False) -> None:
    """按现行规则、清单和法规重新判定一次采集（不重新采集），或用 --all 重新判定全部采集。"""
    from app.stages.again import is_read, run_over, sweeps_meant
    from app.stages.judge import judge_sweep

    installation = state.existing()
    folders = sweeps_meant(installation, sweep_id, everything=everything, fit=is_read)
    failed = run_over(folders, lambda folder: str(judge_sweep(installation, folder).path), say=state.say)
    state.tell_failed([f"错误：{line}" for line in failed])


def publish(sweep_id: Sweep = None, everything: Everything = False) -> None:
    """把一次采集的判定结果发布到索引库（--all：发布过的全部采集）；失败时不会标记为已发布，再次运行即可补完。"""
    from app.stages.again import run_over, sweeps_meant, was_published
    from app.stages.publish import publish_sweep

    installation = state.existing()
    folders = sweeps_meant(installation, sweep_id, everything=everything, fit=was_published)
    failed = run_over(folders, lambda folder: publish_sweep(installation, folder), say=state.say)
    state.tell_failed([f"错误：{line}" for line in failed])


def rebuild() -> None:
    """从所有采集重建索引：在旁边建好新版本后切换，人的处理结果不会丢失。"""
    from app.stages.publish import rebuild_index

    state.say(rebuild_index(state.existing(), progress=state.progress))


def sweeps() -> None:
    """列出采集记录，以及定时任务的下次、上次和错过的运行。"""
    from app.stages.overview import overview_lines

    for line in overview_lines(state.existing()):
        state.say(line)


def verify() -> None:
    """核对所有已封存采集的清单与哈希链。"""
    from crawler.capture.folder import verify_chain

    problems = verify_chain(state.existing().data)
    for line in problems:
        state.say(line)
    if problems:
        raise typer.Exit(2)
    state.say("哈希链完整，全部文件与清单一致")
