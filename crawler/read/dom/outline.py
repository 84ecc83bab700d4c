"""A page's elements and texts in document order, walked once."""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate, chain
from operator import itemgetter
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.read.dom.names_of_parts import part_words

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
_MAX_NODES = 30_000
"""Elements read of one page; the fullest real page seen has 12,200. What lies behind is left out, and said so."""


_NO_NAMES = (None, None)
_NO_WORDS: frozenset[str] = frozenset()
_new = tuple.__new__


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
    words: frozenset[str]
    """The words of its class and id."""


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

    def __init__(self, elements: tuple[Element, ...], pieces: tuple[TextPiece, ...], *, cut: bool = False) -> None:
        self.elements = elements
        self.pieces = pieces
        self.cut = cut
        """True where the page has more elements than are read of one page."""

    @cached_property
    def _by_tag(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for element in self.elements:
            found.setdefault(element.tag, []).append(element)
        return found

    @cached_property
    def _by_attribute(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for element in self.elements:
            for name in element.attributes:
                found.setdefault(name, []).append(element)
        return found

    @cached_property
    def _by_words(self) -> dict[frozenset[str], list[Element]]:
        found: dict[frozenset[str], list[Element]] = {}
        for element in self.elements:
            if element.words:
                found.setdefault(element.words, []).append(element)
        return found

    def tagged(self, *tags: str) -> list[Element]:
        """Return the elements with any of the tags, in document order."""
        return _in_order([self._by_tag.get(tag, []) for tag in tags])

    def having(self, *attributes: str) -> list[Element]:
        """Return the elements that have any of the attributes, in document order."""
        found = {element.number: element for name in attributes for element in self._by_attribute.get(name, ())}
        return [element for _number, element in sorted(found.items())]

    def named(self, words: frozenset[str]) -> list[Element]:
        """Return the elements whose class or id holds any of the words, in document order."""
        return _in_order([elements for named, elements in self._by_words.items() if not words.isdisjoint(named)])

    @cached_property
    def extents(self) -> tuple[tuple[int, int], ...]:
        """For each element the range of text pieces inside it, as first and one past the last; (0, 0) without any."""
        first = [0] * len(self.elements)
        last = [0] * len(self.elements)
        for position, piece in enumerate(self.pieces):
            number = piece.element
            if not last[number]:
                first[number] = position
            last[number] = position + 1
        for number, _node, _tag, parent, *_rest in reversed(self.elements):
            end = last[number]
            if end and parent >= 0:
                if not last[parent] or first[number] < first[parent]:
                    first[parent] = first[number]
                if end > last[parent]:
                    last[parent] = end
        return tuple(zip(first, last, strict=True))

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """For each element the number behind the last element inside it."""
        ends = list(range(1, len(self.elements) + 1))
        for element in reversed(self.elements):
            parent = element.parent
            if parent >= 0 and ends[element.number] > ends[parent]:
                ends[parent] = ends[element.number]
        return tuple(ends)

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Running count of characters before each piece, so that the length of any range costs one subtraction."""
        return tuple(accumulate((len(piece.text) for piece in self.pieces), initial=0))

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """For each element how many characters of text stand inside it."""
        offsets = self.offsets
        return tuple([offsets[end] - offsets[start] for start, end in self.extents])

    def length(self, number: int) -> int:
        """Return how many characters of text stand inside an element."""
        return self.lengths[number]

    def ancestors(self, index: int) -> Iterator[Element]:
        """Yield the element and everything above it, innermost first."""
        while index >= 0:
            element = self.elements[index]
            yield element
            index = element.parent


def _in_order(groups: list[list[Element]]) -> list[Element]:
    """Return the elements of groups that have none in common, in document order."""
    if len(groups) == 1:
        return groups[0]
    return sorted(chain.from_iterable(groups), key=itemgetter(0))


def outline_of(tree: LexborHTMLParser) -> Outline:
    """Return a parsed page's elements and texts."""
    root = tree.root
    if root is None:
        return Outline((), ())
    hidden_classes = _hidden_classes(tree)
    named: dict[tuple[str | None, str | None], tuple[frozenset[str], bool]] = {}
    """The words of each class and id met, and whether the class is one that hides."""
    elements: list[Element] = []
    pieces: list[TextPiece] = []
    seen: dict[int, Element] = {}
    """Elements whose content is seen, by the address of their node."""
    blank = cut = False
    count = 0
    for node in root.traverse(include_text=True):
        if count >= _MAX_NODES:
            cut = True
            break
        text = node.text_content
        # Most texts of a page are the blanks between its tags.
        if blank and text and text.isspace():
            continue
        above = node.parent
        parent = seen.get(above.mem_id) if above is not None else None
        if parent is None and elements:
            continue
        if text is not None:
            if parent is None or not text:
                continue
            parts = text.split()
            if not parts:
                blank = True
                continue
            spaced = blank or text[0].isspace()
            pieces.append(_new(TextPiece, (" ".join(parts), parent[0], parent[5], spaced, count)))
            blank = text[-1].isspace()
            continue
        tag = node.tag
        if not tag or tag[0] == "-":
            continue
        attributes = node.attributes
        number, depth, hidden = (parent[0], parent[4] + 1, parent[5]) if parent is not None else (-1, 0, False)
        words = _NO_WORDS
        if attributes:
            hides = False
            names = (attributes.get("class"), attributes.get("id"))
            if names != _NO_NAMES:
                if names not in named:
                    classes = (names[0] or "").split() if hidden_classes else ()
                    named[names] = part_words(attributes), not hidden_classes.isdisjoint(classes)
                words, hides = named[names]
            if "style" in attributes:
                hides = hides or _HIDING_STYLE.search(attributes["style"] or "") is not None
            hidden = hidden or hides or "hidden" in attributes
        # One tuple for each element of the page: made without the call that the class's own constructor is.
        element = _new(Element, (count, node, tag, number, depth, hidden, attributes, words))
        elements.append(element)
        count += 1
        if tag not in _UNSEEN:
            seen[node.mem_id] = element
    return Outline(tuple(elements), tuple(pieces), cut=cut)


def _hidden_classes(tree: LexborHTMLParser) -> frozenset[str]:
    """Return the classes that the page's own style sheets hide outright."""
    names: set[str] = set()
    for node in tree.css("style"):
        sheet = node.text(deep=True).partition("@media")[0]
        lowered = sheet.lower()
        if "none" in lowered or "hidden" in lowered:
            names.update(_HIDING_RULE.findall(sheet))
    return frozenset(names)


def lines_of(outline: Outline) -> str:
    """Return the page's text; pieces of one line stay together, blocks stand on lines of their own."""
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
