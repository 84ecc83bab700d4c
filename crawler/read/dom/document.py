"""A page as the sources read it: decoded text, parsed tree, visible text, data blocks and its fragments."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.platforms import PlatformDeclaration
from crawler.read.dom.decode import Decoded, decode, without_invisible
from crawler.read.dom.literals import read_json
from crawler.read.dom.markup import bounded_depth, ends_midway
from crawler.read.dom.outline import Outline, lines_of, outline_of
from crawler.records import Fetched, Fragment, PageKind, RawPage

_ABSOLUTE = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[^\s?#;]*)?(?:\?[^\s#;]+)?")
"""An address that joining it to another leaves as it is."""
_FROM_ROOT = re.compile(r"(?:/(?!\.)[^\s?#;/]*)+(?:\?[^\s#;]+)?")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?=[/?#]|$)")
"""An address from a site's root, and what it is joined to."""
_MAX_DEPTH_IN_PLACE = 4
_CSS_NAME = re.compile(r"^[A-Za-z_][\w-]*$")


@dataclass(frozen=True, slots=True)
class DataBlock:
    """One block of data in or beside the page, parsed; `place` names where it stands."""

    place: str
    data: Any


_SHELL = 60
"""Letters below which a page with scripts shows nothing of its own."""


class Document:
    """One page, or one HTML fragment of a page, with everything derived from it computed when first asked for."""

    def __init__(
        self,
        text: str,
        *,
        url: str | None = None,
        final_url: str | None = None,
        declaration: PlatformDeclaration | None = None,
        decoded: Decoded | None = None,
        fragments: tuple[Fragment, ...] = (),
        rendered: bool = False,
        complete: bool = True,
        fetched: Fetched = "imported",
        place: str = "",
        expected: PageKind | None = None,
    ) -> None:
        self.text = text
        self.url = url
        self.final_url = final_url
        self.declaration = declaration
        self.decoded = decoded
        self.raw_fragments = fragments
        self.rendered = rendered
        self.complete = complete
        self.fetched = fetched
        self.place = place
        """Prefix of every place in a fragment: the fragment's URL; empty for the page itself."""
        self.expected = expected
        """The kind of page that whoever linked to it took it for."""

    @classmethod
    def of(cls, raw: RawPage, declaration: PlatformDeclaration | None = None) -> "Document":
        """Return the document of a captured page."""
        # A rendered page is the browser's DOM written in UTF-8, whatever its meta tags still say.
        decoded = decode(raw.body, "text/html; charset=utf-8" if raw.rendered else raw.content_type)
        return cls(
            decoded.text,
            url=raw.url,
            final_url=raw.final_url,
            declaration=declaration,
            decoded=decoded,
            fragments=raw.fragments,
            rendered=raw.rendered,
            complete=raw.complete and not decoded.truncated and (raw.rendered or not ends_midway(decoded.text)),
            fetched=raw.fetched,
            expected=raw.expected_kind,
        )

    @cached_property
    def markup(self) -> str:
        """The page's source as it is handed to a parser: no NUL, no nesting that would stop one."""
        return bounded_depth(without_invisible(self.text.replace("\x00", "")))

    @cached_property
    def written(self) -> bytes:
        """The same in UTF-8: NUL and lone surrogates are legal in what people save and fatal to the parser."""
        return self.markup.encode("utf-8", "replace")

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The parsed page."""
        return LexborHTMLParser(self.written)

    @cached_property
    def base_url(self) -> str | None:
        """What relative links are relative to: <base href>, else the address the page came from."""
        here = self.final_url or self.url
        found = self.tree.css_first("base[href]")
        href = found.attributes.get("href") if found is not None else None
        return resolve(here, href) if href else here

    def absolute(self, href: str | None) -> str | None:
        """Return `href` as an absolute URL of http or https, or None where it is none."""
        return resolve(self.base_url, href)

    @cached_property
    def outline(self) -> Outline:
        """Elements and text pieces in document order."""
        return outline_of(self.tree)

    @cached_property
    def visible_text(self) -> str:
        """The page's text, one line a block; hidden parts are in it, since a closed tab is still shown."""
        return lines_of(self.outline)

    @property
    def is_shell(self) -> bool:
        """Whether the page shows next to nothing itself: the frame of an application whose scripts would draw it."""
        return bool(self.scripts or self.answers) and len(self.visible_text) < _SHELL

    @cached_property
    def scripts(self) -> tuple[tuple[dict[str, str | None], str], ...]:
        """Attributes and text of every inline script, in page order."""
        found = []
        for node in self.tree.css("script"):
            text = node.text(deep=True)
            if text and not text.isspace():
                found.append((node.attributes, text))
        return tuple(found)

    @cached_property
    def lowered_scripts(self) -> tuple[str, ...]:
        """The text of every inline script in lower case: a word is found in it many times sooner than by a pattern."""
        return tuple(text.lower() for _attributes, text in self.scripts)

    @cached_property
    def parts(self) -> tuple["Document", ...]:
        """The HTML fragments that came in responses of their own: frames and description fragments."""
        return tuple(self._part(fragment) for fragment in self.raw_fragments if _is_markup(fragment))

    @cached_property
    def answers(self) -> tuple[DataBlock, ...]:
        """The data fragments that came in responses of their own (API answers, kept state), parsed."""
        found = []
        for fragment in self.raw_fragments:
            if _is_markup(fragment):
                continue
            data = parse_answer(decode(fragment.body, fragment.content_type).text)
            if data is not None:
                found.append(DataBlock(place=fragment.url, data=data))
        return tuple(found)

    def _part(self, fragment: Fragment) -> "Document":
        decoded = decode(fragment.body, fragment.content_type)
        return Document(
            _markup_of(decoded.text),
            url=fragment.url,
            declaration=self.declaration,
            decoded=decoded,
            rendered=self.rendered,
            complete=not decoded.truncated,
            fetched=self.fetched,
            place=fragment.url,
        )


@lru_cache(maxsize=20_000)
def resolve(base: str | None, href: str | None) -> str | None:
    """Return `href` against `base` as an absolute http(s) URL; None where it is empty, data or a script."""
    if not href:
        return None
    href = href.strip()
    if href.startswith("//"):
        scheme = "http" if base and base.startswith("http://") else "https"
        return f"{scheme}:{href}"
    if _ABSOLUTE.fullmatch(href):
        return href
    if base and _FROM_ROOT.fullmatch(href) and (origin := _ORIGIN.match(base)) is not None:
        return origin.group() + href
    try:
        absolute = urljoin(base, href) if base else href
    except ValueError:
        return None
    return absolute if absolute.startswith(("http://", "https://")) else None


def collapse(text: str | None) -> str:
    """Return `text` with every run of blanks folded into one and none at its ends."""
    return " ".join(text.split()) if text else ""


def text_of(node: LexborNode) -> str:
    """Return an element's text with blanks folded; text broken over nodes is joined as it stands."""
    return collapse(node.text(deep=True))


def place_of(node: LexborNode) -> str:
    """Return a short CSS path to `node`: from the nearest id, at most a few steps."""
    steps: list[str] = []
    current: LexborNode | None = node
    while current is not None and len(steps) < _MAX_DEPTH_IN_PLACE:
        tag = current.tag
        if not tag or tag.startswith("-") or tag == "html":
            break
        attributes = current.attributes
        identifier = attributes.get("id")
        if identifier and _CSS_NAME.match(identifier):
            steps.append(f"{tag}#{identifier}")
            break
        names = [name for name in (attributes.get("class") or "").split() if _CSS_NAME.match(name)][:2]
        steps.append(".".join([tag, *names]))
        current = current.parent
    return " > ".join(reversed(steps))


def parse_answer(text: str) -> Any:
    """Return the data of a JSON or JSONP answer, or None where it is neither."""
    text = text.strip().lstrip("﻿")
    start = text.find("{")
    bracket = text.find("[")
    if start < 0 or 0 <= bracket < start:
        start = bracket
    if start < 0:
        return None
    try:
        return read_json(text, start)[0]
    except (ValueError, RecursionError):
        return None


_DESCRIPTION = re.compile(r"^\s*(?:var\s+)?[\w.$]+\s*=\s*(['\"])(?P<body>.*)\1\s*;?\s*$", re.DOTALL)


def _markup_of(text: str) -> str:
    """Return the HTML of a description fragment, also of one that wraps it in `var desc='…'`."""
    found = _DESCRIPTION.match(text)
    return found.group("body").replace("\\'", "'").replace('\\"', '"').replace("\\/", "/") if found else text


def _is_markup(fragment: Fragment) -> bool:
    if fragment.kind == "frame":
        return True
    content_type = (fragment.content_type or "").lower()
    if "html" in content_type:
        return True
    return "json" not in content_type and fragment.body.lstrip()[:1] == b"<"
