"""The page as nested boxes, each knowing which area of the page it stands in: read for pairs and images."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import ValidationError
from selectolax.lexbor import LexborHTMLParser, LexborNode

from config.errors import DeclarationError
from config.record import Record
from crawler.read.vocabulary import vocabulary

Area = Literal["attribute", "description", "footer", "header", "other", "noise"]

_DECLARED = Path(__file__).with_name("areas.toml")
_SKIPPED = frozenset(
    (
        "script",
        "style",
        "template",
        "head",
        "textarea",
        "svg",
        "iframe",
        "object",
        "select",
        "option",
        "button",
        "canvas",
        "video",
        "audio",
        "map",
        "math",
        "noscript",
    )
)
"""Elements whose text is no text of the page, or only a control's."""
BLOCKS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "figcaption",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "caption",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "nav",
    )
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_TAB_LIKE = frozenset(("a", "li", "button", "label", "th", "td", "dt", "nav"))
_MAX_HEADING = 24
_MAX_BOXES = 400_000
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[a-z]+")
_HOLDS_OFFER = "h1, form, [itemprop=price], .price, #price, input[type=number]"
_HOLDS_CHOICE = "[class*=price], [class*=Price], [class*=addcart], [class*=add-to-cart], [class*=buy-], [class*=amount]"
"""What stands in the box where a variant is chosen, and in no list of attributes."""
_PLAIN_LEVEL = 8
_HEADING_CLIMB = 4


class AreaMarks(Record):
    """By what one area is recognised."""

    id: Area
    words: tuple[str, ...]
    names: tuple[str, ...]
    headings: tuple[str, ...]


class _Declared(Record):
    area: tuple[AreaMarks, ...]


@dataclass(frozen=True)
class Areas:
    """The declared marks of all areas, ready to be asked; earlier areas win."""

    marks: tuple[tuple[Area, frozenset[str], frozenset[str]], ...]
    headings: dict[str, Area]

    def of_names(self, names: str) -> Area | None:
        """Return the area that ids and class names speak of."""
        whole = frozenset(names.casefold().split())
        parts = frozenset(_WORD.findall(_CAMEL.sub(" ", names).casefold()))
        for area, words, exact in self.marks:
            if not parts.isdisjoint(words) or not whole.isdisjoint(exact):
                return area
        return None


@dataclass(slots=True, eq=False)
class Box:
    """One element with its children in order; text children are raw strings, `\\n` stands for a line break."""

    node: LexborNode
    tag: str
    area: Area
    parent: "Box | None"
    number: int
    names: str
    attributes: dict[str, str | None]
    children: list["Box | str"] = field(default_factory=list)
    section: tuple[Area, int] | None = None
    """Area and level of the last heading among the children, which holds for those after it."""
    heading: str = ""
    """The last heading's own words, for what a block is about."""
    result: object = None

    def attribute(self, name: str) -> str:
        """Return an attribute's value, empty where there is none."""
        return self.attributes.get(name) or ""

    def ancestors(self) -> Iterator["Box"]:
        """Yield the box and everything above it, innermost first."""
        box: Box | None = self
        while box is not None:
            yield box
            box = box.parent


def load_areas(path: Path | None = None) -> Areas:
    """Read the declared marks of areas. Raises DeclarationError naming the file and field."""
    path = path or _DECLARED
    try:
        declared = _Declared.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DeclarationError(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DeclarationError(f"{path}: {place}: {first['msg']}") from error
    marks = tuple(
        (area.id, frozenset(area.words), frozenset(n.casefold() for n in area.names)) for area in declared.area
    )
    folded = vocabulary().folded
    headings = {folded(text): area.id for area in reversed(declared.area) for text in area.headings}
    return Areas(marks, headings)


@lru_cache(maxsize=1)
def areas() -> Areas:
    """Return the marks that ship with the product, loaded once."""
    return load_areas()


@lru_cache(maxsize=20_000)
def area_of_names(names: str) -> Area | None:
    """Return the area that an element's id and class names speak of."""
    return areas().of_names(names)


@lru_cache(maxsize=20_000)
def area_of_heading(text: str) -> Area | None:
    """Return the area a heading announces (规格参数, 商品评价); counts and colons beside it do not matter."""
    bare = re.sub(r"[(（【\[]?\s*\d[\d,.万+]*\s*[)）】\]]?\s*$", "", text)
    return areas().headings.get(vocabulary().folded(bare))


def walk(tree: LexborHTMLParser, base: Area = "other") -> list[Box]:
    """Return all boxes of a page in document order; what buyers wrote and other goods are left out."""
    root = tree.body or tree.root
    if root is None:
        return []
    panels = _panels(tree)
    boxes = [Box(root, root.tag or "body", base, None, 0, "", {})]
    stack: list[tuple[LexborNode, Box]] = []
    if (child := root.first_child) is not None:
        stack.append((child, boxes[0]))
    while stack and len(boxes) < _MAX_BOXES:
        node, parent = stack.pop()
        following = node.next
        if following is not None:
            stack.append((following, parent))
        if node.is_text_node:
            _take_text(node, parent)
            continue
        tag = node.tag
        if not tag or tag[0] == "-" or tag in _SKIPPED:
            continue
        if tag == "br" or tag == "hr":
            parent.children.append("\n")
            continue
        box = _box(node, tag, parent, len(boxes), panels)
        if box.area == "noise":
            continue
        boxes.append(box)
        parent.children.append(box)
        if (child := node.first_child) is not None:
            stack.append((child, box))
    return boxes


def _take_text(node: LexborNode, parent: Box) -> None:
    text = node.text_content
    if not text:
        return
    parent.children.append(text)
    if len(text) > 3 * _MAX_HEADING or text.isspace():
        return
    stripped = text.strip()
    if 1 < len(stripped) <= _MAX_HEADING:
        _take_heading(node, stripped, parent)


def _take_heading(node: LexborNode, text: str, parent: Box) -> None:
    """Let a heading set the area of what follows it in the box it stands in."""
    area = area_of_heading(text)
    level = next(
        (_HEADINGS[box.tag] for box, _ in zip(parent.ancestors(), range(3), strict=False) if box.tag in _HEADINGS), 0
    )
    if area is None and not level:
        return
    holder: LexborNode = node
    box = parent
    for _ in range(_HEADING_CLIMB):
        if not _stands_alone(holder) or box.parent is None:
            break
        if not level and box.tag in _TAB_LIKE:
            return
        assert box.node is not None
        holder, box = box.node, box.parent
    if holder is node:
        return
    level = level or _PLAIN_LEVEL
    if area is not None:
        box.section = (area, level)
    elif box.section is not None and level <= box.section[1]:
        box.section = None
    box.heading = text


def _stands_alone(node: LexborNode) -> bool:
    """Return whether `node` is all its parent shows."""
    for step in ("next", "prev"):
        other = getattr(node, step)
        while other is not None:
            if other.is_text_node:
                if other.text_content and not other.text_content.isspace():
                    return False
            elif other.tag not in ("-comment", "i", "em", "img", "svg", "br", "_comment", "-em-comment") or (
                other.tag in ("em", "i") and other.text(deep=True).strip()
            ):
                return False
            other = getattr(other, step)
    return True


def _box(node: LexborNode, tag: str, parent: Box, number: int, panels: dict[str, Area]) -> Box:
    attributes = node.attributes
    area: Area = parent.area
    names = ""
    if attributes:
        names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}".strip()
        if attributes.get("role") in ("navigation", "search", "banner", "contentinfo"):
            names += " footer" if attributes["role"] == "contentinfo" else " site-header"
    marked = _marked_area(node, tag, parent, names, panels, (attributes.get("id") or "") if attributes else "")
    if marked is not None:
        area = marked
    elif parent.section is not None and not (
        parent.section[0] == "noise" and _ends_noise(node, tag, parent.section[1])
    ):
        area = parent.section[0]
    return Box(node, tag, area, parent, number, names, attributes)


def _ends_noise(node: LexborNode, tag: str, level: int) -> bool:
    """Return whether an element behind a noise heading is the heading of something else."""
    if tag in _HEADINGS and _HEADINGS[tag] <= level:
        return True
    text = node.text(deep=True).strip()
    return 1 < len(text) <= _MAX_HEADING and area_of_heading(text) not in (None, "noise")


def _marked_area(
    node: LexborNode, tag: str, parent: Box, names: str, panels: dict[str, Area], identifier: str
) -> Area | None:
    if identifier and identifier in panels:
        return panels[identifier]
    if tag == "footer" and parent.area == "other":
        return "footer"
    if tag in ("nav", "header") and parent.area == "other" and not _holds_offer(node):
        return "header"
    if not names:
        return None
    found = area_of_names(names)
    if found is None or found == parent.area:
        return None
    if parent.area in ("footer", "header") and found in ("attribute", "description"):
        return None
    if parent.area == "attribute" and found == "description":
        return None
    if parent.area in ("attribute", "description") and found in ("footer", "header"):
        return None
    # A wrapper that holds the title or the offer itself is the whole page, whatever its class is called.
    if found == "attribute" and node.css_first(_HOLDS_CHOICE) is not None:
        return None
    return None if _holds_offer(node) and found != "footer" else found


def _holds_offer(node: LexborNode) -> bool:
    return node.css_first(_HOLDS_OFFER) is not None


def _panels(tree: LexborHTMLParser) -> dict[str, Area]:
    """Return the ids of tab panels whose tab says what they hold."""
    found: dict[str, Area] = {}
    for node in tree.css("a[href^='#'], [aria-controls], [data-target^='#'], [data-bs-target^='#']"):
        attributes = node.attributes
        href = attributes.get("href") or ""
        target = (
            attributes.get("aria-controls") or attributes.get("data-bs-target") or attributes.get("data-target") or href
        )
        target = target.lstrip("#").strip()
        if not target:
            continue
        text = node.text(deep=True).strip()
        if 1 < len(text) <= _MAX_HEADING and (area := area_of_heading(text)) is not None:
            found.setdefault(target, area)
    return found
