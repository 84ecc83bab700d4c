"""Commands for machines, JSON lines in UTF-8: read, records, findings, classify."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli import state
from app.cli.wording import in_chinese

Explain = Annotated[bool, typer.Option("--explain", help="附上每个字段的状态、来源、位置与原文。")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("read")(read)
    app.command("records")(records)
    app.command("findings")(findings)
    app.command("classify")(classify)


def read(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH…", help="网页文件或文件夹。")] = None,
    sweep: Annotated[
        str | None, typer.Option("--sweep", metavar="SWEEP", help="改为读取一次采集的全部页面（读取阶段）。")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="按采集先后重读全部采集（读取阶段）。")] = False,
    compare: Annotated[
        str | None,
        typer.Option(
            "--compare",
            metavar="READER_VERSION",
            help="与 --sweep 同用：重读后只与该版本的记录比较，不改动记录与索引。",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="比较结果输出为 JSON 行。")] = False,
    explain: Explain = False,
) -> None:
    """读取网页，每页一行 JSON；或用 --sweep、--all 运行读取阶段，加 --compare 则只比较。"""
    from config.errors import InputRejected

    if compare is not None and (sweep is None or paths or everything):
        raise InputRejected(f"--compare {compare}：须与 --sweep 同用，且不带网页文件")
    if [sweep is not None, bool(paths), everything].count(True) != 1:
        raise InputRejected("请给出网页文件或文件夹，或用 --sweep 指定一次采集，或用 --all 重读全部采集，三者取一")
    if sweep is not None and compare is not None:
        _compare(sweep, compare, as_json=as_json)
    elif paths:
        _read_files(paths, explain=explain)
    else:
        _read_sweeps(sweep, everything=everything)


def _read_sweeps(sweep_id: str | None, *, everything: bool) -> None:
    from app.stages.again import is_sealed, run_over, sweeps_meant
    from app.stages.read import read_sweep, unread_lines
    from crawler.capture.folder import SweepFolder

    installation = state.existing()
    folders = sweeps_meant(installation, sweep_id, everything=everything, fit=is_sealed)
    unread: list[str] = []

    def read_one(folder: SweepFolder) -> str:
        records = read_sweep(installation, folder)
        unread.extend(unread_lines(folder))
        return str(records)

    failed = run_over(folders, read_one, say=state.say)
    state.tell_failed([*unread, *(f"错误：{line}" for line in failed)])


def _read_files(paths: list[Path], *, explain: bool) -> None:
    from app.stages.saved import read_saved

    installation = state.installation()
    failed = False
    for row in read_saved(installation, paths, explain=explain):
        if "error" in row:
            failed, row = True, {**row, "error": in_chinese(row["error"])}
        state.emit(row)
    if failed:
        raise typer.Exit(2)


def _compare(sweep_id: str, version: str, *, as_json: bool) -> None:
    from app.export.comparison import comparison_lines, comparison_rows
    from app.stages.comparing import compare_sweep
    from app.stages.known import open_sweep

    installation = state.installation()
    folder = open_sweep(installation, sweep_id)
    with compare_sweep(installation, folder, version, progress=state.progress) as comparison:
        if as_json:
            for row in comparison_rows(comparison):
                state.emit(row)
            return
        for line in comparison_lines(comparison):
            state.say(line)


def records(
    sweep_id: Annotated[str, typer.Argument(metavar="SWEEP", help="采集编号。")], explain: Explain = False
) -> None:
    """输出一次采集的读取记录，每页一行 JSON。"""
    from app.export.rows import page_row
    from app.stages.known import open_sweep
    from app.stages.read import page_records, records_of

    folder = open_sweep(state.existing(), sweep_id)
    for page in page_records(records_of(folder)):
        state.emit(page_row(page, explain=explain))


def findings(sweep_id: Annotated[str, typer.Argument(metavar="SWEEP", help="采集编号。")]) -> None:
    """输出一次采集的线索（含此前未了结而本次复看的），每条一行 JSON。"""
    from app.export.rows import finding_row
    from app.stages.history import findings_as_of
    from app.stages.known import open_sweep

    installation = state.existing()
    for finding, life in findings_as_of(installation, open_sweep(installation, sweep_id)):
        state.emit(finding_row(finding, life))


def classify(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="JSON 行文件；缺省读标准输入。")] = None,
) -> None:
    """判断标题属于哪个重点产品组、是否在范围内；输入输出都是 JSON 行。"""
    import sys

    from config.errors import InputRejected
    from matchers.products.rows import classify_rows

    installation = state.installation()
    failed = False
    try:
        with file.open("rb") if file is not None else sys.stdin.buffer as stream:
            lines = (line.decode("utf-8", "replace") for line in stream)
            for row in classify_rows(lines, installation.classifier):
                failed |= "error" in row
                state.emit(row)
    except OSError as error:
        raise InputRejected(f"{file}：{error.strerror}") from error
    if failed:
        raise typer.Exit(2)
