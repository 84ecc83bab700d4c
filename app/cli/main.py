"""`goodswatch`: the command line. Commands import what they need when they run, so that --help is quick."""

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from app.cli import asking, machines, office, running, state
from app.cli.logs import set_up_logging
from app.cli.wording import in_chinese, system_line
from config.errors import MonitorError, SettingsError, SetupError
from config.plain_text import plain_text

app = typer.Typer(
    name="goodswatch",
    help="网络销售重点工业产品监测：采集 → 读取 → 判定 → 发布，检索线索，抽取候选名单。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def common(
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="DIR", help="数据目录（缺省为仓库中的 data/）；可写在命令的任何位置。"),
    ] = None,
) -> None:
    """Keep the data folder for the command that follows."""
    state.data_folder = data


for module in (running, machines, asking, office):
    module.register(app)


def main() -> None:
    """Run the command line; a MonitorError becomes one line on standard error and exit code 2."""
    try:
        sys.argv[1:] = _data_first(sys.argv[1:])
        _check_own_config()
        set_up_logging()
        code = _help() if "--help" in sys.argv else app(standalone_mode=False)
        if isinstance(code, int) and code:
            sys.exit(code)
    except MonitorError as error:
        _fail(in_chinese(str(error)))
    except typer.TyperException as error:
        said = error.format_message()
        if "\n" in said:
            # A group of commands called alone: its help.
            sys.stderr.write(f"{said}\n")
            sys.exit(2)
        _fail(in_chinese(_usage(error)))
    except typer.Abort:
        _fail("已中止")
    except BrokenPipeError:
        # The reader of a pipe (head, less) has gone: nothing is wrong.
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        line = system_line(error)
        if line is None:
            raise
        _fail(line)


def _help() -> object:
    """Show the help of the command named, or run it where `--help` is none.

    The command is called by itself: its group would first check its own options, for which typer loads pydantic.
    """
    command, names, rest = typer.main.get_command(app), ["goodswatch"], sys.argv[1:]
    if rest[:1] == ["--data"]:
        rest = rest[2:]
    while rest and rest[0] in (known := getattr(command, "commands", {})):
        command, names, rest = known[rest[0]], [*names, rest[0]], rest[1:]
    if rest[:1] != ["--help"]:
        return app(standalone_mode=False)
    return command(args=["--help"], prog_name=" ".join(names), standalone_mode=False)


def _usage(error: typer.TyperException) -> str:
    """Return a wrong call in one line, with the command whose help says more."""
    context = getattr(error, "ctx", None)
    return f"{error.format_message()}（用法见 {context.command_path if context else 'goodswatch'} --help）"


def _fail(line: str) -> NoReturn:
    sys.stderr.write(f"错误：{plain_text(line)}\n")
    sys.exit(2)


def _data_first(arguments: list[str]) -> list[str]:
    """Move `--data DIR` in front of the command, where the common options stand. Raises SettingsError without DIR."""
    first: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            rest += [argument, *waiting]
        elif argument == "--data":
            value = next(waiting, "")
            if not value or value.startswith("-"):
                raise SettingsError("--data：后面要写数据目录")
            first = [argument, value]
        elif argument.startswith("--data="):
            first = [argument]
        else:
            rest.append(argument)
    return first + rest


def _check_own_config() -> None:
    """Our folder names are common words: make sure that another `config` on the path did not win."""
    import config

    ours = Path(__file__).resolve().parents[2] / "config"
    if ours not in [Path(place).resolve() for place in config.__path__]:
        raise SetupError(f"另一个名为 config 的包挡住了本项目的 {ours}：请用仓库中的 .venv/bin/goodswatch 运行")


if __name__ == "__main__":
    main()
