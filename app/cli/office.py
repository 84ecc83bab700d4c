"""Commands of the office: draw, lists, scheduler, serve, demo."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli import state


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("draw")(draw)
    app.add_typer(lists, name="lists")
    app.command("scheduler")(scheduler)
    app.command("serve")(serve)
    app.command("demo")(demo)


lists = typer.Typer(help="官方清单：导入与查看。", no_args_is_help=True, rich_markup_mode=None)


def draw(
    seed: Annotated[int | None, typer.Option("--seed", help="随机种子；同一总体与种子总得到同一名单。")] = None,
    size: Annotated[int | None, typer.Option("--size", help="名单条数。")] = None,
    per_platform: Annotated[int | None, typer.Option("--per-platform", min=1, help="每个平台最多几条。")] = None,
    per_shop: Annotated[int | None, typer.Option("--per-shop", min=1, help="每个店铺最多几条。")] = None,
    exclude: Annotated[
        Path | None,
        typer.Option("--exclude", help="今年已抽样商品（csv 或 xlsx：商标、型号、抽样日期），满两次的不再抽。"),
    ] = None,
    again: Annotated[str | None, typer.Option("--again", metavar="ID", help="从保存的总体重做一次抽取并核对。")] = None,
    by: Annotated[str, typer.Option("--by", help="抽取人。")] = "命令行",
) -> None:
    """抽取抽样购样候选名单（xlsx 与 csv，权限 600，不进索引）。"""
    from app.stages.drawing import draw_again, draw_candidates
    from config.errors import InputRejected

    installation = state.existing()
    if again is not None:
        state.say(draw_again(installation, again))
        return
    if seed is None or size is None:
        raise InputRejected("请给出 --seed 与 --size")
    result = draw_candidates(
        installation, seed=seed, size=size, per_platform=per_platform, per_shop=per_shop, exclude=exclude, by=by
    )
    for line in result.lines():
        state.say(line)


@lists.command("import")
def lists_import(
    name: Annotated[str, typer.Argument(metavar="LIST", help="清单声明的名字，见 goodswatch lists show。")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="csv 或 xlsx 文件。")],
) -> None:
    """导入一份官方清单；被拒的行给出行号与原因，原件与各版本保留。"""
    from app.stages.official_lists import import_official

    for line in import_official(state.installation(), name, file):
        state.say(line)


@lists.command("show")
def lists_show(
    name: Annotated[str | None, typer.Argument(metavar="LIST", help="清单名；缺省列出全部。")] = None,
) -> None:
    """查看清单声明、版本与被拒的行。"""
    from app.stages.official_lists import show_official

    for line in show_official(state.existing(unless_default=True), name):
        state.say(line)


def scheduler(
    once: Annotated[bool, typer.Option("--once", help="只检查一次就退出。")] = False,
) -> None:
    """按 sweeps.toml 的时刻表运行采集（独立进程）；错过的补跑一次，中断的续跑。"""
    from app.schedule.service import run_scheduler

    run_scheduler(state.installation(), once=once)


def serve(
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="端口；0 为任选。")] = None,
) -> None:
    """启动网页（只监听本机回环地址）。"""
    from app.web_service import serve_page

    serve_page(state.existing(), port=port, say=state.say)


def demo(
    full: Annotated[bool, typer.Option("--full", help="使用完整的示例集市。")] = False,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="打印小结后结束，不启动网页。")] = False,
    days: Annotated[list[int] | None, typer.Option("--day", help="采集示例集市的第几天，可重复；缺省为 0。")] = None,
    seed: Annotated[int, typer.Option("--seed", help="示例集市的种子。")] = 7,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="网页端口。")] = None,
) -> None:
    """在本机示例集市上走一遍全流程：采集、读取、判定、发布、抽取，并打开网页。"""
    from app.demo import run_demo

    run_demo(state.data_folder, full=full, serve=not no_serve, days=days or [0], seed=seed, port=port, say=state.say)
