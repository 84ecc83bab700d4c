"""Says whether a page kept its content from an anonymous visitor, or says in a friendly way that it is gone.

A sign counts only where the page has little else to say: its text without links, header, footer, navigation and hidden
parts is what an anonymous visitor gets. A licence page with a login link above it is not gated; a form that asks for
the picture's characters, with the shop's frame around it, is. Off-shelf pages and soft 404s are no gates.
"""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from config.declared import load_declared
from config.record import Record
from crawler.addresses import clean_url, host_of
from crawler.platforms import PlatformDeclaration
from crawler.records import Gate, PageKind

Kind = Literal["login", "captcha", "rate_limited", "app_only", "region", "blocked"]

_STATUS: dict[int, Gate] = {401: "login", 429: "rate_limited", 403: "blocked", 451: "region"}
_GONE_STATUS = frozenset({404, 410})
_ORDER: tuple[Kind, ...] = ("captcha", "login", "rate_limited", "region", "app_only", "blocked")
"""Which sign is believed first: a captcha page often speaks of logging in and of too many visits as well."""
_LITTLE_TEXT = 240
"""Characters of main text below which a page that shows a sign is nothing but that sign; error and check pages
seen have 10–180, the shortest licence pages 150 beside their numbers, and those show no sign."""
_HARDLY_ANY_TEXT = 90
"""Below this a form alone (no sentence) is enough: what is left are its labels."""
_FEW_LINKS = 400
"""Characters of main text with its links above which a form without any sentence is only a part of the page: the
login box on a shop's home page."""
_DECLARED_TEXT = 800
"""A platform's own declared sign is believed on longer pages, but not on a whole item page."""
_FRAME_TAGS = frozenset(
    {"script", "style", "noscript", "template", "header", "footer", "nav", "aside", "svg", "select"}
)
_NEVER_FRAME = frozenset({"html", "body", "main", "form", "input", "h1"})
_FRAME_NAMES = re.compile(
    r"(^|[\s_-])(head(er)?|foot(er)?|nav(bar|igation)?|top-?(bar|nav)?|site-?bar|menu|crumbs?|breadcrumbs?|copyright|"
    r"toolbar)([\s_-]|$)",
    re.IGNORECASE,
)
_OVERLAY_NAMES = re.compile(r"(^|[\s_-])(modal|dialog|popup|popover|mask|overlay)([\s_-]|$)", re.IGNORECASE)
_EMPTY_PAGE = 30
"""Characters of main text below which what is laid over the page is the page: a check asked for in a dialog."""
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
_LEAST_NAME = 2
_LEAST_TITLE_PART = 4
_LONGEST_NAME = 80
"""Characters of a line that may be the name of goods."""
_BEFORE = 12
"""Characters before a sign in which it may be limited."""
_SENTENCE = re.compile(r"[，。！？；：,!?;:]")
_TITLE_PARTS = re.compile(r"[-_|–—·,，]")
_PRODUCT_DATA = re.compile(r'"@type"\s*:\s*\[?\s*"(?:\w+:)?Product', re.IGNORECASE)
_NOT_ITEMS: frozenset[PageKind] = frozenset({"shop", "disclosure", "list"})
_PRICE = re.compile(r"[¥￥]\s*\d|\d\s*元")


class Signs(Record):
    """The declared signs of one gate."""

    hosts: str = ""
    paths: str = ""
    queries: str = ""
    texts: tuple[str, ...] = ()
    titles: str = ""
    selectors: tuple[str, ...] = ()


class GoneItemSigns(Record):
    """What is said of one item that is gone."""

    texts: tuple[str, ...]
    before: str


class GoodsSigns(Record):
    """What stands on a page that shows goods, and the lines of one that shows none."""

    texts: tuple[str, ...]
    selectors: tuple[str, ...]
    lines: str


class GateSigns(Record):
    """All of `gates.toml`."""

    login: Signs
    captcha: Signs
    rate_limited: Signs
    app_only: Signs
    region: Signs
    blocked: Signs
    gone: Signs
    gone_item: GoneItemSigns
    goods: GoodsSigns
    home: Signs
    off_shelf: Signs

    def of(self, kind: Kind) -> Signs:
        """Return one gate's signs."""
        found: Signs = getattr(self, kind)
        return found


@lru_cache(maxsize=1)
def load_gate_signs() -> GateSigns:
    """Read the declared signs."""
    return load_declared(Path(__file__).with_name("gates.toml"), GateSigns)


def detect_gate(
    *,
    status: int | None,
    url: str | None,
    final_url: str | None,
    seen: "SeenPage",
    declaration: PlatformDeclaration | None,
) -> Gate:
    """Return what kept the page's content back, "none" when nothing did."""
    led_to = _gate_of_address(url, final_url, declaration)
    if led_to != "none":
        return led_to
    if status in _GONE_STATUS:
        return "none"
    if not seen.tells_much:
        for kind in _ORDER:
            if _shows(kind, seen, declaration):
                return kind
    # Only now, since a 403 that asks for a captcha is a captcha.
    return _STATUS.get(status or 0, "none")


def is_soft_gone(
    *,
    status: int | None,
    url: str | None,
    final_url: str | None,
    seen: "SeenPage",
    declaration: PlatformDeclaration | None = None,
    kind: PageKind = "item",
) -> bool:
    """Return whether the page is gone: 404, an error page with status 200, or a redirect to the site's home.

    `kind` is what the page was planned as: what is said of one item says nothing of a shop or a list. A page that shows
    goods, be it only their price, a buy button or their name above "已下架", is not gone.
    """
    if status in _GONE_STATUS:
        return True
    signs = load_gate_signs()
    if url and final_url and clean_url(url) != clean_url(final_url):
        if _is_home(final_url) and not _is_home(url):
            return True
        if re.search(signs.gone.paths, urlsplit(final_url).path, re.IGNORECASE):
            return True
    if seen.tells_much or len(seen.main) >= _LITTLE_TEXT or _PRICE.search(seen.main) or seen.sells:
        return False
    declared = declaration.selectors.off_shelf_signs if declaration else ()
    if any(_pressed(sign) in seen.whole for sign in (*signs.off_shelf.texts, *declared)) and seen.shows_goods:
        return False
    if any(_pressed(sign) in seen.main for sign in signs.gone.texts):
        return True
    if kind not in _NOT_ITEMS and _says_item_gone(seen.main):
        return not seen.shows_goods
    return bool(re.search(signs.gone.titles, seen.title, re.IGNORECASE) and len(seen.main) < _HARDLY_ANY_TEXT)


def _says_item_gone(text: str) -> bool:
    """Return whether a text without blanks says that the one item the page is about is gone."""
    signs = load_gate_signs().gone_item
    for sign in map(_pressed, signs.texts):
        at = text.find(sign)
        while at >= 0:
            if not re.search(signs.before, text[max(0, at - _BEFORE) : at]):
                return True
            at = text.find(sign, at + 1)
    return False


def leads_home(url: str, final_url: str) -> bool:
    """Return whether a page that is not the home page led there."""
    return _is_home(final_url) and not _is_home(url)


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    fragment = parts.fragment.lstrip("!").strip("/")
    return not parts.query and not fragment and bool(re.search(load_gate_signs().home.paths, parts.path, re.IGNORECASE))


def _gate_of_address(url: str | None, final_url: str | None, declaration: PlatformDeclaration | None) -> Gate:
    """Return the gate an address belongs to, when the page was led there or was saved there."""
    address = final_url or url
    if not address:
        return "none"
    led = bool(url and final_url and clean_url(url) != clean_url(final_url))
    declared = declaration.selectors if declaration else None
    if led and declared:
        if any(_is_address(sign) for sign in declared.login_signs if sign in address):
            return "login"
        if any(_is_address(sign) for sign in declared.captcha_signs if sign in address):
            return "captcha"
    for kind in ("login", "captcha", "rate_limited", "region", "app_only", "blocked"):
        signs = load_gate_signs().of(kind)
        if _is_address_of(signs, address, led=led) and not (led and url and _is_address_of(signs, url, led=led)):
            return kind
    return "none"


def _is_address_of(signs: Signs, address: str, *, led: bool) -> bool:
    host = host_of(address)
    parts = urlsplit(address)
    if signs.hosts and re.search(signs.hosts, host):
        # Without a redirect a host name alone says little: verify.example.cn may be a registry of certificates.
        return led or bool(signs.paths and re.search(signs.paths, parts.path, re.IGNORECASE))
    if not led:
        return False
    place = parts.path + (f"/{parts.fragment}" if parts.fragment else "")
    if signs.paths and re.search(signs.paths, place, re.IGNORECASE):
        return True
    return bool(signs.queries and re.search(signs.queries, parts.query, re.IGNORECASE))


def _shows(kind: Kind, seen: "SeenPage", declaration: PlatformDeclaration | None) -> bool:
    signs = load_gate_signs().of(kind)
    if _shows_declared(_declared_signs(kind, declaration), seen):
        return True
    if len(seen.main) >= _LITTLE_TEXT or _PRICE.search(seen.main):
        return False
    asked = any(seen.has(selector) for selector in signs.selectors)
    titled = bool(signs.titles and re.search(signs.titles, seen.title, re.IGNORECASE))
    said = any(_pressed(sign) in seen.main for sign in signs.texts)
    if not (asked or titled or (said and any(_pressed(sign) in seen.whole for sign in signs.texts))):
        return False
    bare = len(seen.main) < _HARDLY_ANY_TEXT
    alone = bare and len(seen.with_links) < _FEW_LINKS
    if not signs.selectors:
        return said or (titled and bare)
    return (said or titled or alone) if asked else ((said or titled) and bare)


def _shows_declared(declared: tuple[str, ...], seen: "SeenPage") -> bool:
    """Return whether a platform's own sign stands in the middle of a page without a price, or little else does."""
    if not declared:
        return False
    texts = tuple(sign for sign in declared if not _is_address(sign))
    addresses = tuple(sign for sign in declared if _is_address(sign))
    room = seen.whole if len(seen.with_links) < _EMPTY_PAGE else seen.main
    shown = any(_pressed(sign) in room for sign in texts) and len(seen.main) < _DECLARED_TEXT
    # Scripts of open pages name the address of the login as well.
    led = any(_pressed(sign) in seen.whole for sign in addresses) and len(seen.with_links) < _HARDLY_ANY_TEXT
    return (shown or led) and not _PRICE.search(seen.main)


def _is_address(sign: str) -> bool:
    return "/" in sign or "." in sign


def _declared_signs(kind: Kind, declaration: PlatformDeclaration | None) -> tuple[str, ...]:
    if declaration is None:
        return ()
    if kind == "login":
        return declaration.selectors.login_signs
    return declaration.selectors.captcha_signs if kind == "captcha" else ()


class SeenPage:
    """What an anonymous visitor sees of a page; each part is worked out once, when it is first asked for."""

    def __init__(self, text: str, tree: LexborHTMLParser | None = None) -> None:
        """Take the page's decoded source, and the same parsed where somebody already has."""
        self._source = text
        self._parsed = tree

    @cached_property
    def _tree(self) -> LexborHTMLParser:
        return self._parsed or LexborHTMLParser(self._source.replace("\x00", "").encode("utf-8", "replace"))

    @cached_property
    def tells_much(self) -> bool:
        """Whether the page has so much to say that no sign on it counts; does not read on once that is known."""
        body = self._tree.body
        told = 0
        for piece in _texts(body, links=False, overlays=False) if body is not None else ():
            told += len(_pressed(piece))
            if told >= _DECLARED_TEXT:
                return True
        return False

    @cached_property
    def title(self) -> str:
        """The page's title."""
        title = self._tree.css_first("title")
        return _BLANKS.sub(" ", title.text()).strip() if title is not None else ""

    @cached_property
    def whole(self) -> str:
        """All text of the body without blanks, lower case; scripts too, so it only tells what cannot be there."""
        body = self._tree.body
        return _pressed(body.text(deep=True)) if body is not None else ""

    @cached_property
    def main(self) -> str:
        """Text of the middle of the page: without frame, links and hidden parts, without blanks, lower case."""
        return self._text(links=False)

    @cached_property
    def with_links(self) -> str:
        """The same with its links."""
        return self._text(links=True)

    @cached_property
    def overlays(self) -> bool:
        """Whether dialogs count as content, since there is hardly any other."""
        body = self._tree.body
        return body is not None and len(_pressed("".join(_texts(body, links=False, overlays=False)))) < _EMPTY_PAGE

    def _text(self, *, links: bool) -> str:
        body = self._tree.body
        return _pressed("".join(_texts(body, links=links, overlays=self.overlays))) if body is not None else ""

    @cached_property
    def sells(self) -> bool:
        """Whether a button that puts goods into the buyer's hands stands in the middle of the page."""
        inputs = (
            node.attributes.get("value") or "" for node in self._tree.css("input[type=button], input[type=submit]")
        )
        said = self.with_links + _pressed("".join(inputs))
        return any(_pressed(sign) in said for sign in load_gate_signs().goods.texts)

    @cached_property
    def shows_goods(self) -> bool:
        """Whether anything in the middle of the page may be an item: its data, its table, a line that may name it."""
        signs = load_gate_signs().goods
        if any(_PRODUCT_DATA.search(node.text(deep=True)) for node in self._tree.css('script[type*="ld+json"]')):
            return True
        if any(self.has(selector) for selector in signs.selectors):
            return True
        body = self._tree.body
        lines = [_pressed(piece) for piece in _texts(body, links=False, overlays=self.overlays)] if body else []
        named = [part for part in map(_pressed, _TITLE_PARTS.split(self.title)) if len(part) >= _LEAST_TITLE_PART]
        return any(
            _LEAST_NAME <= len(line) <= _LONGEST_NAME
            and not re.search(signs.lines, line, re.IGNORECASE)
            and (not _SENTENCE.search(line) or any(part in line for part in named))
            for line in lines
        )

    def has(self, selector: str) -> bool:
        """Return whether a visible element of the page's own content matches."""
        return any(not _is_aside(node, overlays=self.overlays) for node in self._tree.css(selector))


def _texts(node: LexborNode, *, links: bool, overlays: bool) -> Iterator[str]:
    """Yield the text pieces below a node, leaving out frame, hidden parts and, unless asked for, links and dialogs."""
    stack = [node.child]
    while stack:
        here = stack.pop()
        if here is None:
            continue
        stack.append(here.next)
        if here.is_text_node:
            yield here.text_content or ""
        elif here.is_element_node and (links or here.tag != "a") and not _is_frame(here, overlays=overlays):
            stack.append(here.child)


def _is_aside(node: LexborNode, *, overlays: bool) -> bool:
    here: LexborNode | None = node
    while here is not None and here.is_element_node:
        if _is_frame(here, overlays=overlays):
            return True
        here = here.parent
    return False


def _is_frame(node: LexborNode, *, overlays: bool) -> bool:
    """Return whether an element stands around a page's own content, or its markup hides it."""
    if node.tag in _FRAME_TAGS:
        return True
    if node.tag in _NEVER_FRAME:
        return False
    attributes = node.attributes
    if not attributes:
        return _names_frame(" ") or (not overlays and _names_overlay(" "))
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    if _HIDDEN_STYLE.search(attributes.get("style") or ""):
        return True
    names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
    return _names_frame(names) or (not overlays and _names_overlay(names))


@lru_cache(maxsize=20_000)
def _names_frame(names: str) -> bool:
    return bool(_FRAME_NAMES.search(names))


@lru_cache(maxsize=20_000)
def _names_overlay(names: str) -> bool:
    return bool(_OVERLAY_NAMES.search(names))


def _pressed(text: str) -> str:
    return "".join(text.split()).lower()
