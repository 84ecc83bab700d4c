"""Which sweeps run, and when: `config/sweeps.toml`, or the `sweeps.toml` of a data folder in its place."""

import tomllib
from collections.abc import Collection
from pathlib import Path

from pydantic import Field, ValidationError, field_validator

from config.errors import DeclarationError
from config.record import Record
from config.web_address import web_address

DEFAULT = Path(__file__).with_name("sweeps.toml")


class SweepDeclaration(Record):
    """One named sweep."""

    name: str
    """Identifier; `goodswatch sweep NAME`."""
    title: str = ""
    cron: str | None = None
    """Five cron fields in Asia/Shanghai; without it the sweep runs only by hand."""
    platforms: tuple[str, ...] = ()
    """Names of declared platforms."""
    shops: tuple[str, ...] = ()
    """Home pages of single shops that need no declaration."""
    keywords: tuple[str, ...] = ()
    """Words for the platforms' keyword search; empty = those of each platform's declaration."""
    limit_minutes: int = Field(default=480, ge=1)
    """When it is over, what is still planned ends as skipped_limit."""

    @field_validator("name")
    @classmethod
    def _plain(cls, value: str) -> str:
        if not value or not value.replace("-", "").replace("_", "").isalnum():
            raise ValueError("只能用字母、数字、- 和 _")
        return value

    @field_validator("shops")
    @classmethod
    def _are_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(web_address(url) for url in value)

    @field_validator("cron")
    @classmethod
    def _five_fields(cls, value: str | None) -> str | None:
        if value is not None and len(value.split()) != 5:
            raise ValueError("应为五段：分 时 日 月 星期")
        return value


def load_sweeps(data: Path | None = None, *, platforms: Collection[str] | None = None) -> tuple[SweepDeclaration, ...]:
    """Read the declared sweeps; `platforms` are the names they may use, where that is known.

    Raises DeclarationError naming the file and field.
    """
    path = data / "sweeps.toml" if data is not None and (data / "sweeps.toml").exists() else DEFAULT
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DeclarationError(f"{path}：{error}") from error
    unknown = sorted(set(rows) - {"sweep"})
    if unknown:
        raise DeclarationError(f"{path}：{unknown[0]}：没有这个字段")
    if not isinstance(rows.get("sweep", []), list):
        raise DeclarationError(f"{path}：sweep：应写成 [[sweep]]")
    sweeps: list[SweepDeclaration] = []
    for number, row in enumerate(rows.get("sweep", []), start=1):
        try:
            sweep = SweepDeclaration.model_validate(row)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise DeclarationError(f"{path}：sweep[{number}].{place}：{first['msg']}") from error
        if any(other.name == sweep.name for other in sweeps):
            raise DeclarationError(f"{path}：sweep[{number}].name：{sweep.name!r} 重复")
        unknown = sorted(set(sweep.platforms) - set(platforms)) if platforms is not None else []
        if unknown:
            raise DeclarationError(f"{path}：sweep[{number}].platforms：没有声明名为 {unknown[0]!r} 的平台")
        sweeps.append(sweep)
    return tuple(sweeps)
