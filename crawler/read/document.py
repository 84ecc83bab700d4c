"""A page as the sources read it: decoded text, parsed tree, visible text, data blocks and its fragments."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.platforms import PlatformDeclaration
from crawler.read.decode import Decoded, decode
from crawler.records import Fetched, Fragment, PageKind, RawPage

_UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "textarea", "svg", "iframe", "object"})
"""Elements whose text nobody sees as text of the page."""
_BREAKING = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "label", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "select", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
"""Elements that stand on lines of their own."""
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDING_RULE = re.compile(
    r"\.([A-Za-z_][\w-]*)\s*\{[^{}]*?(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE
)
_BLANKS = re.compile(r"\s+")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)[^<>]*>")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
    | {"li", "p", "td", "tr", "th", "dd", "dt", "option", "tbody", "thead", "tfoot"}
)
"""Tags without an end, and those whose end is often left out: they do not count as nesting."""
_MANY_TAGS = 30_000
_DEEPEST = 2_000
_MAX_NODES = 400_000
_MAX_DEPTH_IN_PLACE = 4
_CSS_NAME = re.compile(r"^[A-Za-z_][\w-]*$")


class Element(NamedTuple):
    """One element in document order; `parent` is its parent's index in `Outline.elements`, -1 for the root."""

    number: int
    node: LexborNode
    tag: str
    parent: int
    depth: int
    hidden: bool
    """True where the page's own markup hides it (hidden, display:none, a class its style sheet hides)."""
    attributes: dict[str, str | None]


class TextPiece(NamedTuple):
    """One text node that can be seen, blanks folded; `element` is the index of the element it stands in."""

    text: str
    element: int
    hidden: bool
    """True inside a hidden element: a closed tab as well as a decoy."""
    spaced: bool = False
    """True where a blank stands between it and the text before."""
    order: int = 0
    """How many elements begin before it: its place among them."""


class Outline:
    """All elements and text pieces of a page in document order, walked once."""

    def __init__(self, elements: tuple[Element, ...], pieces: tuple[TextPiece, ...]) -> None:
        self.elements = elements
        self.pieces = pieces

    @cached_property
    def extents(self) -> tuple[tuple[int, int], ...]:
        """For each element the range of text pieces inside it, as first and one past the last; (0, 0) without any."""
        first = [-1] * len(self.elements)
        last = [0] * len(self.elements)
        for position, piece in enumerate(self.pieces):
            if first[piece.element] < 0:
                first[piece.element] = position
            last[piece.element] = position + 1
        for element in reversed(self.elements):
            number, parent = element.number, element.parent
            if parent >= 0 and first[number] >= 0:
                last[parent] = max(last[parent], last[number])
                first[parent] = first[number] if first[parent] < 0 else min(first[parent], first[number])
        return tuple((max(start, 0), end) for start, end in zip(first, last, strict=True))

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Running count of characters before each piece, so that the length of any range costs one subtraction."""
        running = [0]
        for piece in self.pieces:
            running.append(running[-1] + len(piece.text))
        return tuple(running)

    def length(self, number: int) -> int:
        """Return how many characters of text stand inside an element."""
        start, end = self.extents[number]
        return self.offsets[end] - self.offsets[start]

    def ancestors(self, index: int) -> Iterator[Element]:
        """Yield the element and everything above it, innermost first."""
        while index >= 0:
            element = self.elements[index]
            yield element
            index = element.parent


@dataclass(frozen=True, slots=True)
class DataBlock:
    """One block of data in or beside the page, parsed; `place` names where it stands."""

    place: str
    data: Any


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
            complete=raw.complete and not decoded.truncated and (raw.rendered or not _ends_midway(decoded.text)),
            fetched=raw.fetched,
            expected=raw.expected_kind,
        )

    @cached_property
    def markup(self) -> str:
        """The page's source as it is handed to a parser: no NUL, no nesting that would stop one."""
        return _bounded_depth(self.text.replace("\x00", ""))

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The parsed page."""
        # NUL and lone surrogates are legal in what people save and fatal to the parser.
        return LexborHTMLParser(self.markup.encode("utf-8", "replace"))

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
        return _walk(self.tree, _hidden_classes(self.tree))

    @cached_property
    def visible_text(self) -> str:
        """The page's text, one line a block; hidden parts are in it, since a closed tab is still shown."""
        return _lines_of(self.outline)

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


_BEGINS = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_ENDS = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_HELD_OPEN = re.compile(r"<(/?)(?:table|ul|ol|dl|div|section|main)\b", re.IGNORECASE)
_LAST_TAG = re.compile(r"<(?!/|!|(?:br|hr|img|input|link|meta)\b)[a-zA-Z][^<>]*(?<!/)>\s*$")
_TAIL = 20_000


def _ends_midway(text: str) -> bool:
    """Return whether a page's source stops before its end: inside a tag, or its body and parts of it never closed."""
    if _ENDS.search(text, max(0, len(text) - _TAIL)):
        return False
    if text.rfind("<") > text.rfind(">"):
        return True
    if not _BEGINS.search(text, 0, _TAIL) or _ENDS.search(text):
        return False
    if not text.rstrip().endswith(">") or _LAST_TAG.search(text, max(0, len(text) - _TAIL)):
        return True
    return sum(-1 if closing else 1 for closing in _HELD_OPEN.findall(text)) > 0


def resolve(base: str | None, href: str | None) -> str | None:
    """Return `href` against `base` as an absolute http(s) URL; None where it is empty, data or a script."""
    if not href:
        return None
    href = href.strip()
    if href.startswith("//"):
        scheme = "http" if base and base.startswith("http://") else "https"
        return f"{scheme}:{href}"
    try:
        absolute = urljoin(base, href) if base else href
    except ValueError:
        return None
    return absolute if absolute.startswith(("http://", "https://")) else None


def collapse(text: str | None) -> str:
    """Return `text` with every run of blanks folded into one and none at its ends."""
    return _BLANKS.sub(" ", text).strip() if text else ""


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
        return json.JSONDecoder().raw_decode(text, start)[0]
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


def _bounded_depth(text: str) -> str:
    """Return the page without tags nested deeper than any real page's: parsing time grows with the depth squared."""
    if text.count("<") < _MANY_TAGS:
        return text
    depth = 0
    kept: list[str] = []
    last = 0
    for found in _TAG.finditer(text):
        closing, name = found.group(1), found.group(2).lower()
        if name in _VOID or found.group().endswith("/>"):
            continue
        depth += -1 if closing else 1
        if depth > _DEEPEST or (closing and depth >= _DEEPEST):
            kept.append(text[last : found.start()])
            last = found.end()
        depth = max(depth, 0)
    return "".join([*kept, text[last:]]) if kept else text


def _hidden_classes(tree: LexborHTMLParser) -> frozenset[str]:
    """Return the classes that the page's own style sheets hide outright."""
    names: set[str] = set()
    for node in tree.css("style"):
        sheet = node.text(deep=True)
        if "@media" in sheet:
            sheet = sheet[: sheet.index("@media")]
        names.update(_HIDING_RULE.findall(sheet))
    return frozenset(names)


def _walk(tree: LexborHTMLParser, hidden_classes: frozenset[str]) -> Outline:
    elements: list[Element] = []
    pieces: list[TextPiece] = []
    root = tree.root
    if root is None:
        return Outline((), ())
    blank = False
    stack: list[tuple[LexborNode, int, int, bool]] = [(root, -1, 0, False)]
    while stack and len(elements) < _MAX_NODES:
        node, parent, depth, hidden = stack.pop()
        following = node.next if parent >= 0 else None
        if following is not None:
            stack.append((following, parent, depth, hidden))
        if node.is_text_node:
            text = node.text_content
            if not text:
                continue
            if text.isspace():
                blank = True
                continue
            pieces.append(TextPiece(collapse(text), parent, hidden, blank or text[0].isspace(), len(elements)))
            blank = text[-1].isspace()
            continue
        tag = node.tag
        if not tag or tag[0] == "-":
            continue
        attributes = node.attributes
        hidden = hidden or _hides(attributes, hidden_classes)
        index = len(elements)
        elements.append(Element(index, node, tag, parent, depth, hidden, attributes))
        if tag not in _UNSEEN and (child := node.first_child) is not None:
            stack.append((child, index, depth + 1, hidden))
    return Outline(tuple(elements), tuple(pieces))


def _hides(attributes: dict[str, str | None], hidden_classes: frozenset[str]) -> bool:
    if not attributes:
        return False
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    if style and _HIDING_STYLE.search(style):
        return True
    if hidden_classes and (names := attributes.get("class")):
        return not hidden_classes.isdisjoint(names.split())
    return False


def _lines_of(outline: Outline) -> str:
    """Join the pieces; those of one line stay together, blocks stand on lines of their own."""
    lines: list[str] = []
    line: list[str] = []
    last_block = -1
    for piece in outline.pieces:
        block = piece.element
        while block >= 0 and outline.elements[block].tag not in _BREAKING:
            block = outline.elements[block].parent
        if block != last_block and line:
            lines.append("".join(line))
            line = []
        last_block = block
        line.append(piece.text)
    if line:
        lines.append("".join(line))
    return "\n".join(lines)
