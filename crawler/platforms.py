"""What a platform's declaration (`platform.toml`) may say, validated; loading is done by whoever puts things together.

A declaration says where to go and what is peculiar about a platform; nothing else in the code knows a platform by name.
"""

import codecs
import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from config.declared import load_declared
from config.errors import DeclarationError
from config.faults import pattern_fault
from config.record import Record
from config.web_address import host_in_ascii, web_address, web_host
from crawler.records import DISCLOSURE_FIELDS, LISTING_FIELDS, PageKind

_DEFAULT_PORTS = {"http": 80, "https": 443}


class Politeness(Record):
    """How gently a platform is visited. Delays are seconds; Crawl-delay and Retry-After are honoured above these."""

    delay_seconds: float = Field(default=2.0, ge=0, le=3600)
    concurrent_requests: int = Field(default=2, ge=1)
    robots: Literal["obey", "override"] = "obey"
    mandate: str | None = None
    """The text that allows a robots override; required with it and printed in the sweep report."""
    max_pages: int = Field(default=20000, ge=1)
    """Bound on planned pages in one sweep; what is over it ends as skipped_limit."""


class Entry(Record):
    """One place a sweep starts at."""

    url: str
    kind: PageKind

    @field_validator("url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        return web_address(value)


class UrlPattern(Record):
    """URLs that are pages of one kind; `pattern` is a regular expression searched in the whole URL.

    A named group `item` is the item id, a named group `shop` the shop's id.
    """

    kind: PageKind
    pattern: str
    item_from_query: str | None = None
    """Name of the query parameter that holds the item id, instead of a named group."""
    fetch: Literal["http", "browser", "auto"] | None = None
    """Overrides the platform's fetch mode for these pages."""
    canonical: str | None = None
    """Template of the canonical URL with `{item}` or `{shop}`; folds mobile, short and tracking forms."""

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        return _expression(value)

    @field_validator("canonical")
    @classmethod
    def _leads_somewhere(cls, value: str | None) -> str | None:
        return None if value is None else _template(value, "item", "shop")


class Paging(Record):
    """How list pages continue: a query parameter counted up, or links recognised by a pattern."""

    parameter: str | None = None
    first: int = 1
    step: int = Field(default=1, ge=1)
    pattern: str | None = None
    max_pages: int = Field(default=50, ge=1)

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str | None) -> str | None:
        return None if value is None else _expression(value)


class Search(Record):
    """Keyword search: `{keyword}` in the URL; keywords come from the sweep or, empty, from here."""

    url: str
    keywords: tuple[str, ...] = ()
    encoding: str = "utf-8"

    @field_validator("url")
    @classmethod
    def _takes_a_word(cls, value: str) -> str:
        if "{keyword}" not in value:
            raise ValueError(f"{value!r} 里没有 {{keyword}}")
        return _template(value, "keyword")

    @field_validator("encoding")
    @classmethod
    def _is_encoding(cls, value: str) -> str:
        try:
            return codecs.lookup(value).name
        except LookupError:
            raise ValueError(f"没有名为 {value!r} 的编码") from None


class Selectors(Record):
    """CSS selectors for what is peculiar about this platform's pages: field → selector, tried before all else.

    `attr` forms are written `css::attr(name)`; the text of the first match otherwise.
    """

    fields: dict[str, str] = {}
    """Listing or disclosure field → selector. A selector whose place is gone gives `place_gone`."""
    login_signs: tuple[str, ...] = ()
    """Texts that mean the platform wants a login, and parts of the addresses it leads to for that.

    A sign with a dot or a slash is part of an address.
    """
    captcha_signs: tuple[str, ...] = ()
    """The same for a captcha."""
    individual_signs: tuple[str, ...] = ()
    """Texts by which the platform itself marks a seller as an individual."""
    cross_border_signs: tuple[str, ...] = ()
    """Texts by which the platform marks goods sold across the border; a sign with a dot is a host of its own."""
    off_shelf_signs: tuple[str, ...] = ()

    @field_validator("fields")
    @classmethod
    def _are_fields(cls, value: dict[str, str]) -> dict[str, str]:
        unknown = sorted(value.keys() - {*LISTING_FIELDS, *DISCLOSURE_FIELDS})
        if unknown:
            raise ValueError(f"没有名为 {unknown[0]!r} 的字段")
        for name, selector in value.items():
            try:
                LexborHTMLParser("<p>").css(selector.partition("::")[0])
            except SelectolaxError as error:
                raise ValueError(f"{name}：{selector!r} 不是有效的 CSS 选择器") from error
        return value


class Minimums(Record):
    """What a sweep of this platform must at least yield; below it the run stops before publishing."""

    items: int = Field(default=0, ge=0)
    shops: int = Field(default=0, ge=0)
    filled: dict[str, float] = {}
    """Listing field → least share (0–1) of the item pages on which it must be shown."""

    @field_validator("filled")
    @classmethod
    def _are_shares(cls, value: dict[str, float]) -> dict[str, float]:
        for name, share in value.items():
            if name not in LISTING_FIELDS:
                raise ValueError(f"没有名为 {name!r} 的商品字段")
            if not 0 <= share <= 1:
                raise ValueError(f"{name} = {share}：应在 0 与 1 之间")
        return value


class PlatformDeclaration(Record):
    """One platform, shop system or self-built shop as declared in its `platform.toml`."""

    name: str
    """Identifier, lower case; for a marketplace it is the platform's name in records."""
    title: str
    """Chinese name shown to staff."""
    marketplace: bool = True
    """False for a self-built shop: its records carry the host (and non-default port) as platform."""
    hosts: tuple[str, ...]
    """Hosts (with port when not the default) that belong to it; `*.example.cn` takes every subdomain."""
    entries: tuple[Entry, ...] = ()
    patterns: tuple[UrlPattern, ...] = ()
    paging: Paging | None = None
    search: Search | None = None
    fetch: Literal["http", "browser", "auto"] = "auto"
    access: Literal["crawl", "import"] = "crawl"
    verified_on: str
    """Which saved or live pages, of which years, it was checked against; shown to staff."""
    verified_date: date | None = None
    politeness: Politeness = Politeness()
    selectors: Selectors = Selectors()
    minimums: Minimums = Minimums()
    currency: str | None = None
    """ISO 4217 currency of prices without a sign, where the platform has one."""
    hundredths: bool = False
    """Whether whole amounts in the platform's page data count in hundredths (分) where the page shows none."""
    follow_disclosure_links: bool = True

    @field_validator("hosts")
    @classmethod
    def _are_hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(web_host(host) for host in value)

    @model_validator(mode="after")
    def _begins_at_home(self) -> "PlatformDeclaration":
        for number, entry in enumerate(self.entries, start=1):
            if not self.owns(entry.url):
                raise ValueError(f"entries.{number}.url：{entry.url} 不在 hosts 声明的主机上")
        return self

    def owns(self, url: str) -> bool:
        """Return whether `url` lies on one of the declared hosts."""
        host = _host_and_port(url)
        return any(
            host == declared or (declared.startswith("*.") and (host.endswith(declared[1:]) or host == declared[2:]))
            for declared in self.hosts
        )


def load_platform(path: Path) -> PlatformDeclaration:
    """Read one `platform.toml`. Raises DeclarationError naming the file and field."""
    declaration = load_declared(path, PlatformDeclaration)
    if declaration.politeness.robots == "override" and not declaration.politeness.mandate:
        raise DeclarationError(f"{path}：politeness.mandate：不遵守 robots 时必须写明允许的依据")
    return declaration


def load_platforms(*folders: Path) -> tuple[PlatformDeclaration, ...]:
    """Read every `*/platform.toml` below the folders, in order. Raises DeclarationError on two of one name."""
    found: dict[str, PlatformDeclaration] = {}
    for folder in folders:
        for path in sorted(folder.glob("*/platform.toml")):
            declaration = load_platform(path)
            if declaration.name in found:
                raise DeclarationError(f"{path}：name：{declaration.name!r} 重复声明")
            found[declaration.name] = declaration
    return tuple(found.values())


def platform_name(url: str | None, platforms: tuple[PlatformDeclaration, ...]) -> str | None:
    """Return the declared marketplace's name, else the host with any non-default port; None without a URL."""
    if not url:
        return None
    for declaration in platforms:
        if declaration.marketplace and declaration.owns(url):
            return declaration.name
    return _host_and_port(url) or None


@lru_cache(maxsize=1_000)
def _host_and_port(url: str) -> str:
    """Return the host as it is asked for, with any non-default port; empty where the URL names none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = host_in_ascii(parts.hostname) if parts.hostname else ""
    return host if port is None or port == _DEFAULT_PORTS.get(parts.scheme.lower()) else f"{host}:{port}"


def _expression(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"不是有效的正则表达式：{pattern_fault(error)}") from error
    return value


def _template(value: str, *names: str) -> str:
    """Return a template of addresses unchanged. Raises ValueError where what it is filled into is no address."""
    filled = value
    for name in names:
        filled = filled.replace(f"{{{name}}}", "x")
    web_address(filled)
    return value
