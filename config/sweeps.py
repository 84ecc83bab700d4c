"""Which sweeps run, and when: `config/sweeps.toml`, or the `sweeps.toml` of a data folder in its place."""

from collections.abc import Collection
from pathlib import Path

from pydantic import Field, field_validator

from config.declared import load_declared
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
    file: str = Field(default="sweeps.toml", exclude=True)
    """Where it is declared, for errors to name; not written there."""

    @field_validator("name")
    @classmethod
    def _plain(cls, value: str) -> str:
        if not value or not value.replace("-", "").replace("_", "").isalnum():
            raise ValueError("只能用字母、数字、- 和 _")
        return value

    @field_validator("file", mode="before")
    @classmethod
    def _is_not_declared(cls, value: object) -> object:  # noqa: ARG003 - pydantic's signature
        raise ValueError("没有这个字段")

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


class _SweepsFile(Record):
    sweep: tuple[SweepDeclaration, ...] = ()

    @field_validator("sweep", mode="before")
    @classmethod
    def _are_tables(cls, value: object) -> object:
        if not isinstance(value, list):
            raise ValueError("应写成 [[sweep]]")
        return value


def load_sweeps(data: Path | None = None, *, platforms: Collection[str] | None = None) -> tuple[SweepDeclaration, ...]:
    """Read the declared sweeps; `platforms` are the names they may use, where that is known.

    Raises DeclarationError naming the file and field.
    """
    path = data / "sweeps.toml" if data is not None and (data / "sweeps.toml").exists() else DEFAULT
    sweeps = load_declared(path, _SweepsFile).sweep
    for number, sweep in enumerate(sweeps, start=1):
        if any(other.name == sweep.name for other in sweeps[: number - 1]):
            raise DeclarationError(f"{path}：sweep.{number}.name：{sweep.name!r} 重复")
        unknown = sorted(set(sweep.platforms) - set(platforms)) if platforms is not None else []
        if unknown:
            raise DeclarationError(f"{path}：sweep.{number}.platforms：没有声明名为 {unknown[0]!r} 的平台")
    return tuple(sweep.model_copy(update={"file": str(path)}) for sweep in sweeps)
