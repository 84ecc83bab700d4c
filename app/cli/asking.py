"""The command that asks the index: search."""

from typing import Annotated

import typer

from app.cli import state


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("search")(search)


def search(
    text: Annotated[str, typer.Argument(help="检索词、网址、商品ID、统一社会信用代码、证书编号或店铺名。")] = "",
    kind: Annotated[str, typer.Option("--kind", help="findings、listings 或 disclosures。")] = "findings",
    filters: Annotated[
        list[str] | None, typer.Option("--filter", metavar="字段=值", help="筛选，可重复，例如 rule=CCC_NO_MISSING。")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="包括参考、待复看、已了结和已排除的线索。")] = False,
    size: Annotated[int, typer.Option("--size", min=1, max=1000, help="条数。")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON 行（全部命中，同一时点）。")] = False,
) -> None:
    """检索索引：线索、在售商品或信息公示。"""
    from app.stages.asking import answer_lines, export_rows

    installation = state.existing()
    if as_json:
        for row in export_rows(installation, text, kind=kind, filters=filters or [], everything=everything):
            state.emit(row)
        return
    for line in answer_lines(installation, text, kind=kind, filters=filters or [], everything=everything, size=size):
        state.say(line)
