"""The Chinese words and forms staff see for the program's identifiers, moments and amounts."""

from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import RootModel

from config.clock import BEIJING
from config.declared import load_declared


class _Labels(RootModel[dict[str, dict[str, str]]]):
    pass


LABELS = load_declared(Path(__file__).with_name("labels.toml"), _Labels).root
"""Kind → value → word."""


def label(kind: str, value: Any) -> str:
    """Return the word for a value of one kind; a value without a word is shown as it is."""
    return LABELS[kind].get(str(value), "—" if value is None or value == "" else str(value))


def moment(value: datetime | str | None) -> str:
    """Return a moment in Beijing time, to the minute; 时间未知 without one."""
    found = _moment(value)
    return found.strftime("%Y-%m-%d %H:%M") if found else "时间未知"


def day(value: datetime | str | None) -> str:
    """Return the Beijing day of a moment."""
    found = _moment(value)
    return found.strftime("%Y-%m-%d") if found else "—"


def amount(value: Any) -> str:
    """Return a count with separators, or the value as it is."""
    return f"{value:,}" if isinstance(value, int) else "—" if value is None else str(value)


def share(value: float | None) -> str:
    """Return a share (0–1) in whole per cent."""
    return "—" if value is None else f"{value:.0%}"


def _moment(value: datetime | str | None) -> datetime | None:
    if not value:
        return None
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.astimezone(BEIJING)
