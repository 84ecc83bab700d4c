"""Tells the address of a site's home page from that of its other pages, and what leads to another page at all."""

import re
from urllib.parse import urlsplit

_HOME = re.compile(
    r"^(?:/[a-z]{2}(?:[-_][a-z]{2})?)?/?(?:(?:index|default|home|main)(?:\.\w{2,5})?/?)?$", re.IGNORECASE
)
_ROUTES = ("/", "!/")
"""What a fragment begins with that a single-page application takes for the page's address (`#/goods/2`)."""


def is_home_address(url: str | None) -> bool:
    """Return whether an address is that of a host's home page, in whatever language; a route is a page of its own."""
    parts = urlsplit(url or "")
    routed = parts.fragment.startswith(_ROUTES) and len(parts.fragment.rstrip("/")) > len("!")
    return bool(parts.netloc) and not parts.query and not routed and bool(_HOME.match(parts.path))


_STAYS = re.compile(r"(?:#(?![/!])|javascript:|tel:|mailto:)", re.IGNORECASE)
"""What a link begins with that opens no other page; `#/` and `#!` are routes of single-page shops."""


def leads_away(href: str | None) -> bool:
    """Return whether a link leads to another page."""
    return bool(href) and not _STAYS.match(href or "")
