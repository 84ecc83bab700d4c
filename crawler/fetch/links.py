"""Says where a page leads and which of its links a sweep may follow."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from pydantic import ConfigDict
from selectolax.lexbor import LexborHTMLParser, LexborNode

from config.declared import load_declared
from config.record import Record
from config.web_address import web_address
from crawler.addresses import clean_url
from crawler.platforms import PlatformDeclaration
from crawler.records import PageKind

_LOCATION = re.compile(
    r"(?:location(?:\.href)?\s*=|window\.open\(|location\.(?:assign|replace)\()\s*['\"]([^'\"]+)['\"]"
)
_NO_LETTERS = re.compile(r"[\W\d_]+")
_BLANKS = re.compile(r"\s+")
_SITEMAP = re.compile(r"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
_LISTED = re.compile(r"<(?:\w+:)?loc>\s*(?:<!\[CDATA\[)?\s*([^<\]]+)", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|bmp|pdf)$", re.IGNORECASE)
_MAX_LINKS = 3000
_MAX_TEXT = 80
_LONGEST_NAMED = 10


class LinkSigns(Record):
    """The declared signs of links, from `links.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    state_changing: tuple[str, ...]
    state_changing_texts: frozenset[str]
    state_changing_attributes: tuple[str, ...]
    state_changing_names: str
    visitor_only: tuple[str, ...]
    not_pages: str
    disclosure_texts: tuple[str, ...]
    disclosure_heads: tuple[str, ...]
    not_disclosure_heads: tuple[str, ...]
    disclosure_names: frozenset[str]
    disclosure_urls: tuple[str, ...]
    item_urls: tuple[str, ...]
    list_names: str
    list_urls: tuple[str, ...]
    fragment_attributes: tuple[str, ...]
    fragment_topics: tuple[str, ...]
    opening_texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageLink:
    """One link of a page: its canonical address and how it is called there."""

    url: str
    text: str
    picture: str = ""
    """File names of its pictures, where pictures are all it shows."""
    acts: bool = False
    """Whether its text or markup says that it changes something."""


@lru_cache(maxsize=1)
def load_signs() -> LinkSigns:
    """Read the declared signs."""
    return load_declared(Path(__file__).with_name("links.toml"), LinkSigns)


@lru_cache(maxsize=32)
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def read_links(tree: LexborHTMLParser, *, base: str, encoding: str = "utf-8") -> tuple[PageLink, ...]:
    """Return the page's links to other pages in page order, one for each address and text."""
    base = _base_of(tree, base)
    found: dict[tuple[str, str], PageLink] = {}
    for node in tree.css("a[href], area[href], frame[src], [data-href], [onclick], option[value*='/']"):
        href = _href_of(node)
        url = absolute(base, href, encoding) if href else None
        if url is None:
            continue
        text = _text_of(node)
        link = PageLink(url=url, text=text, picture=_pictures_of(node), acts=_acts(node, text, url))
        found.setdefault((link.url, link.text), link)
        if len(found) >= _MAX_LINKS:
            break
    return tuple(found.values())


def canonical_link(tree: LexborHTMLParser, *, base: str, encoding: str = "utf-8") -> str | None:
    """Return the address under which the site itself files the page, where it says so."""
    node = tree.css_first('link[rel="canonical" i][href]')
    return absolute(_base_of(tree, base), node.attributes.get("href") or "", encoding) if node is not None else None


def is_sitemap(text: str) -> bool:
    """Return whether a text is a sitemap (sitemaps.org) or an index of sitemaps."""
    return _SITEMAP.search(text[:2000]) is not None


def read_sitemap(text: str) -> Iterator[str]:
    """Yield the addresses a sitemap lists, each once."""
    seen: set[str] = set()
    for found in _LISTED.finditer(text):
        url = absolute("", unescape(found.group(1).strip()))
        if url and url not in seen:
            seen.add(url)
            yield url


def absolute(base: str, href: str, encoding: str = "utf-8") -> str | None:
    """Return a link's canonical address; None where it leads to no page (scripts, mail, in-page marks)."""
    href = href.strip()
    if not href or (href.startswith("#") and not href.startswith(("#/", "#!/"))):
        return None
    try:
        joined = urljoin(base, href)
        return web_address(clean_url(joined, encoding))
    except ValueError:
        return None


def may_follow(url: str) -> bool:
    """Return whether opening the link only shows something: it changes nothing and is a page for any visitor."""
    parts = urlsplit(url)
    place = parts.path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    signs = load_signs()
    if re.search(signs.not_pages, parts.path, re.IGNORECASE):
        return False
    return not _any_of(signs.state_changing).search(place) and not _any_of(signs.visitor_only).search(place)


def may_follow_link(link: PageLink) -> bool:
    """Return whether opening a link of a page only shows something, by its address, its text and its markup."""
    return may_follow(link.url) and not link.acts


def is_disclosed_picture(link: PageLink) -> bool:
    """Return whether a link that calls itself a disclosure leads to a picture or a scan, and changes nothing."""
    path = urlsplit(link.url).path
    if not _PICTURE.search(path) or _any_of(load_signs().state_changing).search(path):
        return False
    return bool(_disclosure_texts().search(_BLANKS.sub("", link.text).lower()[:_MAX_TEXT]))


@lru_cache(maxsize=20_000)
def changes_something(href: str) -> bool:
    """Return whether opening a link, as the page writes it, changes something: a cart, an order, a collection."""
    return _any_of(load_signs().state_changing).search(href.partition("#")[0]) is not None


def asks_for_content(url: str) -> bool:
    """Return whether what a page's script asks for belongs to the page, not to the visitor's cart or account."""
    parts = urlsplit(url)
    place = f"{parts.path}?{parts.query}"
    signs = load_signs()
    return not _any_of(signs.state_changing).search(place) and not _any_of(signs.visitor_only).search(place)


@lru_cache(maxsize=1)
def _disclosure_texts() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(_BLANKS.sub("", sign)) for sign in load_signs().disclosure_texts))


def looks_like_disclosure(link: PageLink) -> bool:
    """Return whether a link seems to lead to what a seller must show about himself."""
    signs = load_signs()
    text = _BLANKS.sub("", link.text).lower()
    if text in signs.disclosure_names or _names_shop(text):
        return True
    if len(text) <= 30 and _disclosure_texts().search(text):
        return True
    parts = urlsplit(link.url)
    place = f"{parts.hostname}{parts.path}?{parts.query}"
    return _names_disclosure(place) or _names_disclosure(link.picture)


@lru_cache(maxsize=20_000)
def _names_disclosure(place: str) -> bool:
    """Return whether an address, or the file name of a picture, is one of what a seller must show about himself."""
    return _any_of(load_signs().disclosure_urls).search(place) is not None


def _names_shop(text: str) -> bool:
    """Return whether a link's text is that of a page about the shop or its brand, named after it (关于青禾)."""
    signs = load_signs()
    if len(text) > _LONGEST_NAMED or not text.startswith(signs.disclosure_heads):
        return False
    return not any(word in text for word in signs.not_disclosure_heads)


def guess_kind(link: PageLink) -> PageKind:
    """Return what a page of an undeclared shop probably is, by its address and its link's text."""
    signs = load_signs()
    parts = urlsplit(link.url)
    place = link.url[len(f"{parts.scheme}://{parts.netloc}") :]
    if place in ("", "/"):
        return "shop"
    if looks_like_disclosure(link):
        return "disclosure"
    if not parts.query and not parts.fragment and re.search(signs.list_names, parts.path, re.IGNORECASE):
        return "list"
    if _any_of(signs.item_urls).search(place):
        return "item"
    return "list" if _any_of(signs.list_urls).search(place) else "other"


def same_site(url: str, declaration: PlatformDeclaration) -> bool:
    """Return whether the URL belongs to the declared hosts, with or without `www.`."""
    if declaration.owns(url):
        return True
    parts = urlsplit(url)
    bare = parts.netloc.removeprefix("www.")
    return any(declaration.owns(f"{parts.scheme}://{host}/") for host in (bare, f"www.{bare}"))


def fragment_addresses(tree: LexborHTMLParser, *, base: str, encoding: str = "utf-8") -> Iterator[str]:
    """Yield the addresses of the page's parts that come in responses of their own: frames and description fragments."""
    base = _base_of(tree, base)
    signs = load_signs()
    seen: set[str] = set()
    for node in tree.css("iframe[src], frame[src], object[data], embed[src]"):
        address = absolute(base, node.attributes.get("src") or node.attributes.get("data") or "", encoding)
        if address and address not in seen and not re.search(signs.not_pages, urlsplit(address).path, re.IGNORECASE):
            seen.add(address)
            yield address
    for name in signs.fragment_attributes:
        for node in tree.css(f"[{name}]"):
            address = absolute(base, node.attributes.get(name) or "", encoding)
            if address and address not in seen and _is_topic(node, address):
                seen.add(address)
                yield address


def _is_topic(node: LexborNode, address: str) -> bool:
    signs = load_signs()
    if node.tag in ("img", "source", "video", "audio", "a"):
        return False
    if re.search(signs.not_pages.replace("|json", ""), urlsplit(address).path, re.IGNORECASE) or not may_follow_part(
        address
    ):
        return False
    about = " ".join(
        node.attributes.get(name) or "" for name in ("id", "class", "role", "data-tab", "data-name")
    ).lower()
    about += urlsplit(address).path.lower()
    return any(topic in about for topic in signs.fragment_topics)


def may_follow_part(url: str) -> bool:
    """Return whether fetching a part of a page changes nothing."""
    parts = urlsplit(url)
    return not _any_of(load_signs().state_changing).search(f"{parts.path}?{parts.query}")


def _base_of(tree: LexborHTMLParser, base: str) -> str:
    declared = tree.css_first("base[href]")
    href = declared.attributes.get("href") if declared is not None else None
    try:
        return urljoin(base, href.strip()) if href else base
    except ValueError:
        return base


def _href_of(node: LexborNode) -> str | None:
    href = node.attributes.get("href") or node.attributes.get("data-href")
    if not href and node.tag == "frame":
        href = node.attributes.get("src")
    if not href and node.tag == "option":
        value = node.attributes.get("value") or ""
        href = value if value.startswith(("/", "http://", "https://")) else None
    if href and not href.strip().lower().startswith("javascript:"):
        return href
    script = node.attributes.get("onclick") or href or ""
    found = _LOCATION.search(script)
    return found.group(1) if found else None


def _acts(node: LexborNode, text: str, url: str) -> bool:
    """Return whether a link's text or attributes are those of one that changes something.

    A list's address is believed more than any of them (收藏 is also a shop's department), an item's more than a class.
    """
    signs = load_signs()
    attributes = node.attributes
    said = _NO_LETTERS.sub("", text).lower() in signs.state_changing_texts or any(
        (attributes.get(name) or "get").lower() != "get" for name in signs.state_changing_attributes
    )
    names = " ".join(attributes.get(name) or "" for name in ("class", "id", "data-action", "data-act", "data-type"))
    if not said and not any(_names_change(name) for name in names.split()):
        return False
    kind = guess_kind(PageLink(url=url, text=""))
    return kind not in ("list", "shop") if said else kind == "other"


@lru_cache(maxsize=20_000)
def _names_change(name: str) -> bool:
    return re.search(load_signs().state_changing_names, name.replace("_", "-"), re.IGNORECASE) is not None


def _text_of(node: LexborNode) -> str:
    text = _BLANKS.sub(" ", node.text(deep=True)).strip()
    if not text:
        pictures = [image.attributes.get("alt") or image.attributes.get("title") or "" for image in node.css("img")]
        text = " ".join(
            part for part in (node.attributes.get("title") or node.attributes.get("aria-label"), *pictures) if part
        )
    return text[:_MAX_TEXT].strip()


def _pictures_of(node: LexborNode) -> str:
    """Return the file names of a link's pictures, each behind a slash; nothing where the link has words."""
    if node.text(deep=True).strip():
        return ""
    sources = (image.attributes.get("src") or image.attributes.get("data-src") or "" for image in node.css("img"))
    return " ".join(f"/{urlsplit(source).path.rpartition('/')[2]}" for source in sources)[:200]
