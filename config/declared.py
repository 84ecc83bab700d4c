"""Loads what is declared in TOML: one way to read a file, to check it against its record and to say what is wrong."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from config.errors import DeclarationError
from config.faults import fault

Declared = TypeVar("Declared", bound=BaseModel)
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")


def load_declared(path: Path, model: type[Declared]) -> Declared:
    """Read one file as a record. Raises DeclarationError `file：field：reason`, in Chinese, on one line."""
    return checked(read_toml(path), model, path)


def checked(table: Mapping[str, Any], model: type[Declared], path: Path) -> Declared:
    """Return a table of a file as a record. Raises DeclarationError `file：field：reason`."""
    try:
        return model.model_validate(table)
    except ValidationError as error:
        raise DeclarationError(f"{path}：{fault(error, table)}") from error


def read_toml(path: Path) -> dict[str, Any]:
    """Read one file as it stands. Raises DeclarationError naming the file, and the line where it is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DeclarationError(f"{path}：{error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DeclarationError(f"{path}：不是 UTF-8 编码（第 {error.start} 字节）") from error
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        place = f"第 {at.group(1)} 行第 {at.group(2)} 列" if at else "文件末尾"
        raise DeclarationError(f"{path}：{place}写法有误，不是有效的 TOML") from error
