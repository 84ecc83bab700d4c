"""One installation put together: settings, clock, declarations, stores and lists, each made when first asked for."""

import json
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from config.clock import Clock, fixed_clock, system_clock
from config.errors import SettingsError
from config.settings import REPOSITORY, Settings, load_settings

if TYPE_CHECKING:
    from app.office.database import Office
    from config.law import LawBook
    from config.products.catalogue import Catalogue
    from config.regions.divisions import Divisions
    from config.sweeps import SweepDeclaration
    from crawler.images.text import ImageTextReader
    from crawler.platforms import PlatformDeclaration
    from crawler.read.reader import Reader
    from index.contract import Store
    from matchers.products.classify import Classifier

DEMO_MARK = "demo.json"
"""Stands only in a data folder of the sample market; holds its fixed "now"."""


class Installation:
    """What the command line, the scheduler and the web page share."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.data = settings.data

    @classmethod
    def open(cls, data: Path | None = None) -> "Installation":
        """Read the settings and return the installation. Raises SettingsError."""
        settings = load_settings(data)
        if settings.data.exists() and not settings.data.is_dir():
            raise SettingsError(f"{settings.data}：不是文件夹，不能作为数据目录")
        return cls(settings)

    @cached_property
    def demo(self) -> bool:
        """Whether the data folder is a sample market's: marked 示例数据 everywhere, loopback only."""
        return (self.data / DEMO_MARK).exists()

    @cached_property
    def clock(self) -> Clock:
        """The present; in a sample market's folder the moment written there."""
        if not self.demo:
            return system_clock
        path = self.data / DEMO_MARK
        try:
            moment = datetime.fromisoformat(json.loads(path.read_text(encoding="utf-8"))["now"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SettingsError(f"{path}：now：应为带时区的时间，如 2026-12-02T02:00:00+08:00（{error}）") from error
        if moment.tzinfo is None:
            raise SettingsError(f"{path}：now：{moment.isoformat()} 没有时区，应如 2026-12-02T02:00:00+08:00")
        return fixed_clock(moment)

    @property
    def platform_folders(self) -> tuple[Path, ...]:
        """Where platforms are declared: the shipped ones, then the data folder's."""
        return (REPOSITORY / "spiders", self.data / "platforms")

    @cached_property
    def platforms(self) -> "tuple[PlatformDeclaration, ...]":
        """Every declared platform."""
        from crawler.platforms import load_platforms

        return load_platforms(*self.platform_folders)

    @cached_property
    def sweeps(self) -> "tuple[SweepDeclaration, ...]":
        """Every declared sweep. Raises DeclarationError where one names a platform that is not declared."""
        from config.sweeps import load_sweeps

        return load_sweeps(self.data, platforms={platform.name for platform in self.platforms})

    def sweep_platforms(self, name: str) -> "tuple[PlatformDeclaration, ...]":
        """Return the platforms a declared sweep names; none for a sweep that is not declared."""
        wanted = {platform for sweep in self.sweeps if sweep.name == name for platform in sweep.platforms}
        return tuple(platform for platform in self.platforms if platform.name in wanted)

    def canonical_url(self, url: str) -> str:
        """Return the form a URL is captured under, by the declaration of its platform."""
        from crawler.addresses import declaration_of, locate

        return locate(url, declaration_of(url, self.platforms)).url

    @cached_property
    def reader(self) -> "Reader":
        """The page reader with every declaration and page object."""
        from app.page_objects import load_page_objects
        from crawler.read.reader import Reader

        return Reader(self.platforms, load_page_objects(self.platform_folders[0]))

    @cached_property
    def image_reader(self) -> "ImageTextReader | None":
        """The engine that reads text in pictures, None where it is off. Raises SetupError where it is not there."""
        if self.settings.image_text == "off":
            return None
        from crawler.images.rapid import RapidReader

        return RapidReader()

    @cached_property
    def catalogue(self) -> "Catalogue":
        """The key-product groups: the data folder's `groups.toml` when there, else the shipped ones."""
        from config.products.catalogue import load_catalogue

        own = self.data / "groups.toml"
        return load_catalogue(own if own.exists() else None)

    @cached_property
    def classifier(self) -> "Classifier":
        """The product-group classifier over the catalogue."""
        from matchers.products.classify import Classifier

        return Classifier(self.catalogue)

    @cached_property
    def divisions(self) -> "Divisions":
        """The table of divisions: the data folder's `divisions.csv` when there, else the shipped one."""
        from config.regions.divisions import load_divisions

        own = self.data / "divisions.csv"
        return load_divisions(own if own.exists() else None)

    @cached_property
    def law(self) -> "LawBook":
        """The legal bases: the data folder's `law.toml` when there, else the shipped one."""
        from config.law import load_law

        own = self.data / "law.toml"
        return load_law(own if own.exists() else None)

    @cached_property
    def office(self) -> "Office":
        """The office database."""
        from app.office.database import Office

        self.data.mkdir(parents=True, exist_ok=True)
        own = self.data / "office.sqlite"
        if self.settings.office_url is None and not own.exists():
            # It keeps sampling frames, which are confidential: nobody but the owner may read the file.
            own.touch(mode=0o600)
        return Office(self.settings.office_database, evidence_days=self.settings.evidence_days)

    @cached_property
    def store(self) -> "Store":
        """The index store the settings name."""
        from index.stores.choose import open_store

        self.data.mkdir(parents=True, exist_ok=True)
        return open_store(
            self.settings.store,
            path=self.data / "index.sqlite",
            url=self.settings.es_url,
            prefix=self.settings.es_prefix,
        )
