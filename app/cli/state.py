"""What every command shares: the data folder of `--data` and the installation opened on it."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.wording import in_chinese
from config.plain_text import plain_text

if TYPE_CHECKING:
    from app.installation import Installation
    from crawler.capture.folder import SweepFolder

data_folder: Path | None = None
"""Set by the common option before a command runs."""


def installation() -> "Installation":
    """Open the installation the options name."""
    from app.installation import Installation

    return Installation.open(data_folder)


def existing(*, unless_default: bool = False) -> "Installation":
    """Open an installation that only makes sense on a data folder that is there. Raises SettingsError without one.

    `unless_default` lets the folder that nobody named be missing.
    """
    from config.errors import SettingsError

    opened = installation()
    if not opened.data.exists() and not (unless_default and not _named()):
        raise SettingsError(f"没有数据目录 {opened.data}：请核对 --data（第一次采集或导入时才会建立）")
    return opened


def _named() -> bool:
    """Return whether somebody said which data folder is meant."""
    return data_folder is not None or "GOODSWATCH_DATA" in os.environ


def say(line: str) -> None:
    """Print a line for a person."""
    sys.stdout.write(plain_text(line) + "\n")
    sys.stdout.flush()


def progress(line: str) -> None:
    """Print progress on standard error, so that standard output stays clean."""
    sys.stderr.write(plain_text(in_chinese(line)) + "\n")
    sys.stderr.flush()


def emit(row: Mapping[str, Any]) -> None:
    """Print one JSON line in UTF-8, whatever the terminal's encoding."""
    sys.stdout.buffer.write(plain_text(json.dumps(row, ensure_ascii=False)).encode() + b"\n")
    sys.stdout.buffer.flush()


def tell_unread(folder: "SweepFolder") -> None:
    """Say of each page that could not be read which it is, and end with exit code 2 where there is one."""
    from app.stages.read import unread_lines

    tell_failed(unread_lines(folder))


def tell_failed(lines: Sequence[str]) -> None:
    """Say what failed while the rest went on, and end with exit code 2 where something did."""
    import typer

    for line in lines:
        progress(line)
    if lines:
        raise typer.Exit(2)


def moment(text: str | None, option: str) -> datetime | None:
    """Read a date or moment (Beijing time where no zone is given) from an option."""
    from config.clock import BEIJING
    from config.errors import InputRejected

    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputRejected(f"{option} {text}：请写成 2026-12-02 或 2026-12-02T09:30:00+08:00") from error
    return found if found.tzinfo else found.replace(tzinfo=BEIJING)
