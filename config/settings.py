"""The settings of one installation: read once in `app` from the environment and `goodswatch.toml`, then passed down."""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings import SettingsError as SourceError

from config.declared import read_toml
from config.errors import DeclarationError, SettingsError
from config.faults import fault
from config.web_address import web_address

REPOSITORY = Path(__file__).resolve().parent.parent
"""The checkout the editable install points at; `data/` lies here by default."""

PREFIX = "GOODSWATCH_"


class Settings(BaseSettings):
    """Frozen. Environment (`GOODSWATCH_…`) overrides `goodswatch.toml` in the data folder; unknown names are errors."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    data: Path = REPOSITORY / "data"
    """数据目录：采集、清单、索引与业务库都在其中（命令行 `--data` 优先）。"""
    store: Literal["sqlite", "elasticsearch"] = "sqlite"
    """索引库：内置 SQLite FTS5，或 Elasticsearch 服务器。"""
    es_url: str | None = Field(default=None, validation_alias="ES_URL")
    """Elasticsearch 地址（环境变量 `ES_URL`），`store = "elasticsearch"` 时必填。"""
    es_prefix: str = Field(default="goodswatch", pattern=r"^[a-z0-9][a-z0-9_-]*$")
    """Elasticsearch 索引与别名的前缀。"""
    office_url: str | None = None
    """业务库地址（SQLAlchemy URL）；缺省为数据目录下的 office.sqlite。"""
    chromium_path: Path | None = Field(default=None, validation_alias="CHROMIUM_PATH")
    """Chromium 可执行文件（环境变量 `CHROMIUM_PATH`）；缺省自动查找。"""
    user_agent: str = "goodswatch/0.1 (product-quality monitoring; contact: operator)"
    """采集时表明身份的 User-Agent；请填上本单位联系方式。"""
    image_text: Literal["off", "rapidocr"] = "off"
    """图中文字识别：打开后取回待人工看图的图片并识别文字，只作看图人的提示。"""
    web_host: Literal["127.0.0.1", "::1", "localhost"] = "127.0.0.1"
    """网页只监听本机回环地址。"""
    web_port: int = Field(default=8600, ge=0, le=65535)
    """网页端口；0 表示任选空闲端口。"""
    recheck_days: tuple[Annotated[int, Field(ge=1, le=365)], ...] = (1, 7, 30)
    """未了结线索在夜间任务中复看的天数。"""
    evidence_days: int = Field(default=30, ge=1, le=365)
    """人工取证办结后多少天内，同一页面不再列为待人工取证。"""
    price_window_days: int = Field(default=30, ge=1, le=365)
    """价格统计窗口，天。"""
    fill_drop: float = Field(default=0.15, gt=0, lt=1)
    """平台某字段的读出率比此前各次的中位数低出多少（0–1）即标记；20 页的抽样误差约 0.07，取其两倍。"""
    draw_max_age_days: int = Field(default=7, ge=1, le=90)
    """抽样总体只取最近多少天内采集到的在售商品。"""

    @field_validator("es_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        return None if value is None else web_address(value)

    @field_validator("user_agent")
    @classmethod
    def _header(cls, value: str) -> str:
        if not value.strip() or not value.isascii() or not value.isprintable():
            raise ValueError("应为一行可见的 ASCII 字符，写明本单位与联系方式")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  the five names are pydantic-settings' own
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment before the values handed in (those of the file)."""
        return env_settings, init_settings

    @property
    def office_database(self) -> str:
        """The office database's URL."""
        return self.office_url or f"sqlite:///{self.data / 'office.sqlite'}"


_ALIASES = {"ES_URL", "CHROMIUM_PATH"}


def _source(place: tuple[int | str, ...], file: Path) -> str:
    """Return where a wrong value came from: the environment, which wins, or the file."""
    name = str(place[0]) if place else ""
    variables = (name, f"{PREFIX}{name.upper()}")
    return next((f"环境变量 {variable}" for variable in variables if variable in os.environ), str(file))


def load_settings(data: Path | None = None) -> Settings:
    """Read the settings; `data` (from `--data`) wins over everything. Raises SettingsError naming the setting."""
    known = set(Settings.model_fields)
    for name in os.environ:
        if name.startswith(PREFIX) and name.removeprefix(PREFIX).lower() not in known:
            raise SettingsError(f"环境变量 {name}：没有这个设置")
    folder = data or Path(os.environ.get(f"{PREFIX}DATA", str(Settings.model_fields["data"].default)))
    file = folder / "goodswatch.toml"
    values: dict[str, Any] = {}
    if file.exists():
        try:
            values = read_toml(file)
        except DeclarationError as error:
            raise SettingsError(str(error)) from error
        unknown = sorted(set(values) - known)
        if unknown:
            raise SettingsError(f"{file}：{unknown[0]}：没有这个设置")
        for alias in _ALIASES:
            if alias.lower() in values:
                values[alias] = values.pop(alias.lower())
    values["data"] = folder
    try:
        settings = Settings(**values)
    except SourceError as error:
        # A value that should be JSON (a list of numbers) and is not.
        field = re.search(r'field "(\w+)"', str(error))
        name = field.group(1) if field else "settings"
        raise SettingsError(f"环境变量 {PREFIX}{name.upper()}：应写成 JSON，如 [1, 7, 30]") from error
    except ValidationError as error:
        raise SettingsError(f"{_source(error.errors()[0]['loc'], file)}：{fault(error)}") from error
    return settings.model_copy(update={"data": folder.absolute()})
