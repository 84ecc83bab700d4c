"""What makes two observations the same item, and two findings the same finding."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from config.record import Record
from crawler.records import PageRecord

DEFAULT_PORTS = {"http": 80, "https": 443}
TRACKING = re.compile(r"^(utm_\w+|spm|scm|pvid|from|share_\w+|tracelog|gclid|fbclid|_t|timestamp)$", re.IGNORECASE)
"""Query parameters that say how a visitor came, never which item is shown."""


class Located(Record):
    """A link resolved: on which platform, under which normalised URL, for which item."""

    platform: str | None
    url: str
    item_id: str | None = None


Locate = Callable[[str], Located]
"""Resolves a link as a list prints it; `app` hands one in that knows the declared platforms' mobile and short forms."""


def host_of(url: str) -> str | None:
    """Return the lower-case host with any non-default port, None where there is none."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return None
    if not host:
        return None
    return host if port in (None, DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{port}"


def normalise_url(url: str) -> str:
    """Return one spelling of a URL: no scheme, sorted query without tracking, fragment only where it is a route."""
    text = url.strip()
    if "://" not in text:
        text = f"http://{text.lstrip('/')}"
    parts = urlsplit(text)
    pairs = sorted(
        (key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.match(key)
    )
    query = f"?{urlencode(pairs)}" if pairs else ""
    route = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    path = quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=~")
    return f"{host_of(text) or ''}{path}{query}{route}"


def locate_plain(url: str) -> Located:
    """Resolve a link without any platform declaration: its host is its platform."""
    text = url.strip() if "://" in url else f"http://{url.strip().lstrip('/')}"
    return Located(platform=host_of(text), url=normalise_url(text))


def item_key(page: PageRecord) -> str | None:
    """Return the item's identity inside its platform: its item id, else its normalised URL."""
    if page.listing is not None and page.listing.item_id:
        return page.listing.item_id
    return normalise_url(page.url) if page.url else None


def finding_id(platform: str, subject: str, rule: str, source: tuple[str, str] | None = None) -> str:
    """Return the stable id of (platform, item or shop, rule, list id and row content); list versions are not in it."""
    parts = (platform, subject, rule, *(source or ()))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]


def plain(text: str | None) -> str:
    """Return a name for equality only: NFKC, lower case, without blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or "")).lower()


def resolve_platform(text: str | None, names: Mapping[str, str]) -> str | None:
    """Return the platform's name for a list's cell (淘宝网, TAOBAO, a host); unknown text stays as its plain form.

    `names` maps each platform's name to the title staff see.
    """
    wanted = plain(text)
    if not wanted:
        return None
    for name, title in names.items():
        if wanted in (plain(name), plain(title)):
            return name
    for name, title in names.items():
        if plain(title) and wanted.startswith(plain(title)):
            return name
    return wanted
