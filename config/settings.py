"""The settings of one installation: read once in `app` from the environment and `goodswatch.toml`, then passed down."""

import os
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from config.errors import SettingsError

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
    es_prefix: str = "goodswatch"
    """Elasticsearch 索引与别名的前缀。"""
    office_url: str | None = None
    """业务库地址（SQLAlchemy URL）；缺省为数据目录下的 office.sqlite。"""
    chromium_path: Path | None = Field(default=None, validation_alias="CHROMIUM_PATH")
    """Chromium 可执行文件（环境变量 `CHROMIUM_PATH`）；缺省自动查找。"""
    user_agent: str = "goodswatch/0.1 (product-quality monitoring; contact: operator)"
    """采集时表明身份的 User-Agent；请填上本单位联系方式。"""
    web_host: Literal["127.0.0.1", "::1", "localhost"] = "127.0.0.1"
    """网页只监听本机回环地址。"""
    web_port: int = Field(default=8600, ge=0, le=65535)
    """网页端口；0 表示任选空闲端口。"""
    recheck_days: tuple[int, ...] = (1, 7, 30)
    """未了结线索在夜间任务中复看的天数。"""
    price_window_days: int = Field(default=30, ge=1, le=365)
    """价格统计窗口，天。"""
    fill_drop: float = Field(default=0.15, gt=0, lt=1)
    """平台某字段的读出率比此前各次的中位数低出多少（0–1）即标记；20 页的抽样误差约 0.07，取其两倍。"""
    draw_max_age_days: int = Field(default=7, ge=1, le=90)
    """抽样总体只取最近多少天内采集到的在售商品。"""

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
            values = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SettingsError(f"{file}：{error}") from error
        unknown = sorted(set(values) - known)
        if unknown:
            raise SettingsError(f"{file}：{unknown[0]}：没有这个设置")
        for alias in _ALIASES:
            if alias.lower() in values:
                values[alias] = values.pop(alias.lower())
    values["data"] = folder
    try:
        settings = Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "settings"
        raise SettingsError(f"{file if file.exists() else '环境变量'}：{place}：{first['msg']}") from error
    return settings.model_copy(update={"data": folder.absolute()})
