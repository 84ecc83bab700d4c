"""Says which page a URL means: its canonical form, its kind and its item and shop by a platform's declaration."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlsplit, urlunsplit

from w3lib.url import safe_url_string

from config.declared import load_declared
from config.record import Record
from config.web_address import host_in_ascii
from crawler.platforms import PlatformDeclaration, UrlPattern
from crawler.records import FetchMode, PageKind

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HASH_ROUTE = re.compile(r"^!?/")
_TOKEN = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])[0-9a-z]{8,128}", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+(?:[._-][a-z]+)*", re.IGNORECASE)
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?#]*", re.IGNORECASE)


class Tracking(Record):
    """The declared tracking parameters."""

    tracking_prefixes: tuple[str, ...]
    tracking_names: tuple[str, ...]
    tracking_names_unless_number: tuple[str, ...]
    click_names: tuple[str, ...]
    click_names_if_word: tuple[str, ...]
    item_path: str
    session_names: tuple[str, ...]
    view_names: tuple[str, ...]
    view_names_if: dict[str, str]

    def covers(self, name: str, value: str) -> bool:
        """Return whether the parameter only says how a visitor came."""
        name = name.lower()
        if name in self.tracking_names or name.startswith(self.tracking_prefixes):
            return True
        if name in self.session_names:
            return _TOKEN.fullmatch(value) is not None
        return name in self.tracking_names_unless_number and not value.isdigit()

    def is_click(self, name: str, value: str) -> bool:
        """Return whether the parameter only says where a visitor clicked on the way to an item."""
        name = name.lower()
        return name in self.click_names or (name in self.click_names_if_word and _WORD.fullmatch(value) is not None)

    def is_view(self, name: str, value: str) -> bool:
        """Return whether the parameter only says how a page is arranged."""
        name = name.lower()
        wanted = self.view_names_if.get(name)
        return name in self.view_names or (wanted is not None and re.fullmatch(wanted, value.lower()) is not None)


@lru_cache(maxsize=1)
def load_tracking() -> Tracking:
    """Read the declared tracking parameters."""
    return load_declared(Path(__file__).with_name("addresses.toml"), Tracking)


class Place(Record):
    """What a URL is on its platform."""

    url: str
    """Canonical: the form that is fetched and compared."""
    kind: PageKind = "other"
    item_id: str | None = None
    shop: str | None = None
    """Canonical URL of the shop it belongs to, where the URL says so."""
    fetch: FetchMode = "auto"
    pattern: int | None = None
    """Index of the declared pattern it matched."""


def host_of(url: str) -> str:
    """Return the lower-case host with any non-default port."""
    parts = urlsplit(url)
    host = host_in_ascii(parts.hostname or "")
    try:
        port = parts.port
    except ValueError:
        return host
    return host if port is None or port == _DEFAULT_PORTS.get(parts.scheme.lower()) else f"{host}:{port}"


@lru_cache(maxsize=16_384)
def clean_url(url: str, encoding: str = "utf-8") -> str:
    """Return the URL in one spelling: lower-case host, no default port or tracking, fragments only as hash routes."""
    parts = urlsplit(safe_url_string(url.strip(), encoding=encoding))
    fragment = parts.fragment if _HASH_ROUTE.match(parts.fragment) else ""
    path = _SESSION_IN_PATH.sub("", parts.path) or "/"
    return urlunsplit((parts.scheme.lower(), host_of(url), path, _kept_query(path, parts.query), fragment))


def without_view(url: str) -> str:
    """Return the URL without the parameters that only sort or arrange what its page shows."""
    parts = urlsplit(url)
    if not parts.query:
        return url
    tracking = load_tracking()
    split = [part.partition("=") for part in parts.query.split("&")]
    kept = ["".join(part) for part in split if not tracking.is_view(part[0], part[2])]
    return urlunsplit(parts._replace(query="&".join(kept)))


def locate(url: str, declaration: PlatformDeclaration | None) -> Place:
    """Return what the URL is by the first declared pattern that matches it; kind "other" without one."""
    cleaned = clean_url(url)
    if declaration is None:
        return Place(url=cleaned)
    for index, pattern in enumerate(declaration.patterns):
        found = re.search(pattern.pattern, cleaned)
        if found is None:
            continue
        named = {name: value for name, value in found.groupdict().items() if value}
        if pattern.item_from_query and "item" not in named:
            item = _query_value(cleaned, pattern.item_from_query)
            if item is None:
                continue
            named["item"] = item
        canonical = _fill(pattern, named) or cleaned
        return Place(
            url=canonical,
            kind=pattern.kind,
            item_id=named.get("item"),
            shop=canonical if pattern.kind == "shop" else _shop_url(declaration, named.get("shop")),
            fetch=pattern.fetch or declaration.fetch,
            pattern=index,
        )
    return Place(url=cleaned, fetch=declaration.fetch)


def declaration_of(url: str, platforms: Sequence[PlatformDeclaration]) -> PlatformDeclaration | None:
    """Return the declaration whose hosts include the URL's."""
    return next((declaration for declaration in platforms if declaration.owns(url)), None)


def comparison_key(url: str) -> str:
    """Return what two URLs of one page have in common: no scheme on default ports, parameters in one order."""
    parts = urlsplit(url)
    query = "&".join(sorted(part for part in parts.query.split("&") if part))
    host = host_of(url)
    scheme = parts.scheme if ":" in host else ""
    return urlunsplit((scheme, host, parts.path or "/", query, parts.fragment))


def _kept_query(path: str, query: str) -> str:
    tracking = load_tracking()
    split = [part.partition("=") for part in query.split("&") if part]
    kept = [part for part in split if not tracking.covers(part[0], part[2])]
    named = [part for part in kept if not tracking.is_click(part[0], part[2])]
    if re.search(tracking.item_path, path.lower()) and (named or re.search(r"\d", path)):
        kept = named
    return "&".join("".join(part) for part in kept)


def _query_value(url: str, name: str) -> str | None:
    """Return the parameter's value, from the query or from a hash route's own query."""
    parts = urlsplit(url)
    for query in (parts.query, parts.fragment.partition("?")[2]):
        if values := parse_qs(query).get(name):
            return values[0]
    return None


def _fill(pattern: UrlPattern, named: dict[str, str]) -> str | None:
    if pattern.canonical is None:
        return None
    filled = pattern.canonical
    for name, value in named.items():
        filled = filled.replace(f"{{{name}}}", value)
    return None if re.search(r"\{(item|shop)\}", filled) else clean_url(filled)


def _shop_url(declaration: PlatformDeclaration, shop: str | None) -> str | None:
    """Return the canonical URL of the shop with this id, where a shop pattern's template says how it is formed."""
    if shop is None:
        return None
    for pattern in declaration.patterns:
        if pattern.kind == "shop" and (filled := _fill(pattern, {"shop": shop})):
            return filled
    return None


def with_parameter(url: str, name: str, value: str) -> str:
    """Return the URL with one query parameter set."""
    parts = urlsplit(url)
    kept = [part for part in parts.query.split("&") if part and part.partition("=")[0] != name]
    return urlunsplit(parts._replace(query="&".join([*kept, f"{name}={value}"])))


def parameter_of(url: str, name: str) -> str | None:
    """Return one query parameter's value."""
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True)).get(name)
