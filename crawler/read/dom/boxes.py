"""The page as nested boxes, each knowing which area of the page it stands in: read for pairs and images."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.read.dom.areas import Area, area_of_heading, area_of_names
from crawler.read.dom.document import Document
from crawler.read.dom.outline import Element, Outline, TextPiece

SKIPPED = frozenset(
    (
        "script",
        "style",
        "template",
        "head",
        "textarea",
        "iframe",
        "select",
        "option",
        "button",
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
_MAX_BOXES = 30_000
"""Elements read of one page; a page with more is not one item's, and must not cost without bound."""
_BREAKS = frozenset(("br", "hr"))
_INLINE_ENDS = ("-text", "-span", "-icon", "-label", "-image", "-price", "-link")
"""Ends of the names of elements that a framework defines and that stand in a line."""
_AREA_TAGS = frozenset(("footer", "nav", "header"))
_ROLES = {"navigation": " site-header", "search": " site-header", "banner": " site-header", "contentinfo": " footer"}
_HOLDS_CHOICE = "[class*=price], [class*=Price], [class*=addcart], [class*=add-to-cart], [class*=buy-], [class*=amount]"
"""What stands in the box where a variant is chosen, and in no list of attributes."""
_PRICE = frozenset(("price",))
_FEET = frozenset(("table", "div", "center", "section"))
_LEAST_FOOT, _LONGEST_FOOT = 12, 600
_FOOT = re.compile(r"©|版权所有|copyright|ICP\s?[备证]|公网安备|统一社会信用代码", re.IGNORECASE)
_GOODS = re.compile(r"品牌|型号|规格|材质|标准|产地|颜色|品名|产品名称|商品名称|生产|制造|出品|监制|委托|厂[名址家]")
_PLAIN_LEVEL = 8
_HEADING_CLIMB = 4


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
    element: int = 0
    """Its number in the document's outline."""
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


def walk(document: Document, base: Area = "other") -> tuple[list[Box], bool]:
    """Return all boxes of a page in document order, and whether it has more than are read of one page.

    What buyers wrote and other goods are left out.
    """
    outline = document.outline
    start = _body_number(outline)
    if start is None:
        return [], False
    elements, pieces = outline.elements, outline.pieces
    tests = _Tests(document)
    body = elements[start]
    root = Box(body.node, body.tag, base, None, 0, "", {}, start)
    boxes = [root]
    by_element: list[Box | None] = [None] * len(elements)
    by_element[start] = root
    position, count = 0, len(pieces)
    while position < count and pieces[position].order <= start:
        position += 1
    blank = False
    for element in elements[start + 1 :]:
        number = element.number
        while position < count and pieces[position].order <= number:
            blank = _take_text(pieces[position], position, by_element, outline, blank=blank)
            position += 1
        parent = by_element[element.parent] if element.parent >= 0 else None
        if parent is None:
            continue
        tag = element.tag
        if tag in SKIPPED:
            continue
        if "-" in tag and not tag.endswith(_INLINE_ENDS):
            # Elements a framework defines (uni-view, van-cell) are its blocks.
            tag = "div"
        if tag in _BREAKS:
            parent.children.append("\n")
            continue
        attributes = element.attributes
        area, names = parent.area, ""
        if attributes:
            names = _names_of(attributes)
        marked = _marked_area(element, parent, names, attributes, tests) if names or tag in _AREA_TAGS else None
        if marked is not None:
            area = marked
        elif parent.section is not None and not (
            parent.section[0] == "noise" and _ends_noise(element, parent.section[1], outline)
        ):
            area = "other" if _is_foot(element, outline) else parent.section[0]
        if area == "noise":
            continue
        box = Box(element.node, tag, area, parent, len(boxes), names, attributes, number)
        by_element[number] = box
        boxes.append(box)
        parent.children.append(box)
        if len(boxes) >= _MAX_BOXES:
            return boxes, True
    for piece in pieces[position:]:
        blank = _take_text(piece, position, by_element, outline, blank=blank)
        position += 1
    for box in boxes:
        if box.tag == "pre":
            _keep_lines(box)
    return boxes, outline.cut


def _body_number(outline: Outline) -> int | None:
    """Return the number of the element whose content is the page: body, else the first."""
    elements = outline.elements
    if not elements:
        return None
    return next((element.number for element in elements if element.tag == "body"), 0)


def _take_text(piece: TextPiece, position: int, by_element: list[Box | None], outline: Outline, *, blank: bool) -> bool:
    """Hand a text to its box; return whether a blank stands before the next, which an unread part may hold."""
    parent = by_element[piece.element]
    spaced = blank or piece.spaced
    if parent is None:
        return spaced
    text = piece.text
    parent.children.append(f" {text}" if spaced else text)
    if 1 < len(text) <= _MAX_HEADING:
        _take_heading(text, position, parent, outline)
    return False


def _keep_lines(box: Box) -> None:
    """Put the line breaks of preformatted text back."""
    children: list[Box | str] = []
    texts = [node for node in box.node.iter(include_text=True) if node.is_text_node and node.text_content]
    lines = iter([node.text_content or "" for node in texts if not (node.text_content or "").isspace()])
    for child in box.children:
        children.append(next(lines, child) if isinstance(child, str) and child != "\n" else child)
    box.children = children


def _take_heading(text: str, position: int, parent: Box, outline: Outline) -> None:
    """Let a heading set the area of what follows it in the box it stands in."""
    level = _HEADINGS.get(parent.tag, 0)
    if not level and parent.parent is not None:
        above = parent.parent
        level = _HEADINGS.get(above.tag, 0)
        if not level and above.parent is not None:
            level = _HEADINGS.get(above.parent.tag, 0)
    area = area_of_heading(text)
    if area is None and not level:
        return
    extents = outline.extents
    box = parent
    for _ in range(_HEADING_CLIMB):
        if extents[box.element] != (position, position + 1) or box.parent is None:
            break
        if level and box.tag not in _HEADINGS and _holds_picture_behind(outline, box.element, parent.element):
            # A part of nothing but a heading and its pictures is what the heading is about.
            break
        if not level and box.tag in _TAB_LIKE and not _fills_its_row(box, extents):
            return
        box = box.parent
    if box is parent:
        return
    level = level or _PLAIN_LEVEL
    if area is not None:
        box.section = (area, level)
    elif box.section is not None and level <= box.section[1]:
        box.section = None
    box.heading = text


def _holds_picture_behind(outline: Outline, box: int, heading: int) -> bool:
    """Return whether a picture stands in an element behind the heading in it."""
    first, last = outline.ends[heading], outline.ends[box]
    pictures = outline.tagged("img")
    at = bisect_left(pictures, first, key=_number)
    return at < len(pictures) and pictures[at].number < last


def _number(element: Element) -> int:
    return element.number


def _fills_its_row(box: Box, extents: tuple[tuple[int, int], ...]) -> bool:
    """Return whether a table cell is all its row shows: a heading across the table."""
    row = box.parent
    return box.tag in ("td", "th") and row is not None and extents[row.element] == extents[box.element]


def _names_of(attributes: dict[str, str | None]) -> str:
    """Return an element's id and class names, and what its role amounts to."""
    identifier, names = attributes.get("id"), attributes.get("class") or ""
    if identifier:
        names = f"{identifier} {names}".strip()
    role = attributes.get("role")
    if role is not None and role in _ROLES:
        names += _ROLES[role]
    return names


def _ends_noise(element: Element, level: int, outline: Outline) -> bool:
    """Return whether an element behind a noise heading is the heading of something else."""
    if element.tag in _HEADINGS and _HEADINGS[element.tag] <= level:
        return True
    if outline.length(element.number) > _MAX_HEADING:
        return False
    start, end = outline.extents[element.number]
    text = "".join(piece.text for piece in outline.pieces[start:end])
    return len(text) > 1 and area_of_heading(text) not in (None, "noise")


def _is_foot(element: Element, outline: Outline) -> bool:
    """Return whether a part behind a section's heading is the page's foot: its last, and about whose page it is."""
    start, end = outline.extents[element.number]
    if element.tag not in _FEET or end < len(outline.pieces):
        return False
    if not _LEAST_FOOT <= outline.length(element.number) <= _LONGEST_FOOT:
        return False
    return is_foot_text("".join(piece.text for piece in outline.pieces[start:end]))


def is_foot_text(text: str) -> bool:
    """Return whether a text says whose page it is (版权、备案、信用代码), and no fact of goods."""
    return _FOOT.search(text) is not None and _GOODS.search(text) is None


class _Tests:
    """What has to be known of the whole page to tell an area: its panels, and where its offer stands."""

    def __init__(self, document: Document) -> None:
        self._outline = document.outline
        self.panels = _panels(document.tree)

    @cached_property
    def _offers(self) -> list[int]:
        outline = self._outline
        numbers = {element.number for element in outline.tagged("h1", "form")}
        marked = (*outline.named(_PRICE), *outline.having("itemprop"), *outline.tagged("input"))
        numbers.update(element.number for element in marked if _is_offer(element.tag, element.attributes))
        return sorted(numbers)

    def holds_offer(self, number: int) -> bool:
        """Return whether an element holds the title or the offer itself."""
        following = bisect_right(self._offers, number)
        if following == len(self._offers):
            return False
        elements = self._outline.elements
        above = elements[self._offers[following]].parent
        while above > number:
            above = elements[above].parent
        return above == number


def _is_offer(tag: str, attributes: dict[str, str | None]) -> bool:
    names = attributes.get("class")
    if names and "price" in names and "price" in names.split():
        return True
    return (
        attributes.get("id") == "price"
        or attributes.get("itemprop") == "price"
        or (tag == "input" and attributes.get("type") == "number")
    )


def _marked_area(
    element: Element, parent: Box, names: str, attributes: dict[str, str | None], tests: _Tests
) -> Area | None:
    tag, inside = element.tag, parent.area
    if tests.panels and (panel := tests.panels.get(attributes.get("id") or "")) is not None:
        return panel
    if tag in _AREA_TAGS and inside == "other":
        if tag == "footer":
            return "footer"
        if not tests.holds_offer(element.number):
            return "header"
    if not names:
        return None
    found = area_of_names(names)
    if found is None or found == inside:
        return None
    if inside in ("footer", "header") and found in ("attribute", "description"):
        return None
    if inside == "attribute" and found == "description":
        return None
    if inside in ("attribute", "description") and found in ("footer", "header"):
        return None
    # A wrapper that holds the title or the offer itself is the whole page, whatever its class is called.
    if found == "attribute" and element.node.css_first(_HOLDS_CHOICE) is not None:
        return None
    return None if found != "footer" and tests.holds_offer(element.number) else found


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
