"""Tabs of an item page whose panel was never filled: their content is loaded only when somebody opens them."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from crawler.read.dom.areas import area_of_heading
from crawler.read.dom.document import Document, collapse, place_of
from crawler.read.labels.view import view_of

_TAB = re.compile(
    r"(?:^|[\s_-])(?:tabs?|tabbar|tablist|tab-?nav|tab-?item|tab-?title|tab-?hd|nav-tabs?)(?:$|[\s_-])|Tab",
    re.IGNORECASE,
)
_ACTIVE = re.compile(
    r"(?:^|[\s_-])(?:active|selected|on|cur|current|curr|checked|hover|now|is-active|act)(?:$|[\s_-])", re.IGNORECASE
)
DISCLOSES = re.compile(
    r"资质|证书|认证|检测报告|检验报告|质检|合规|规格|参数|属性|详情|介绍|描述|说明|specification|description|detail|certificat|document",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"评价|评论|咨询|问答|售后|保障|推荐|晒单|成交|记录|review|question|shipping|return|faq", re.IGNORECASE
)
_LONGEST = 16
_TARGETS = (
    "aria-controls",
    "data-bs-target",
    "data-target",
    "data-tab",
    "data-for",
    "data-id",
    "data-panel",
    "data-tab-target",
    "href",
)
_MOST_TABS = 12
_CLIMB = 3


def unopened_tabs(document: Document) -> Iterator[str]:
    """Yield the tabs that may hold what the seller discloses and whose panel holds nothing, or is not on the page."""
    seen: set[str] = set()
    for strip in _strips(document):
        tabs = list(strip.iter(include_text=False))
        if not 2 <= len(tabs) <= _MOST_TABS:
            continue
        for position, tab in enumerate(tabs):
            text = collapse(tab.text(deep=True))
            if not 1 < len(text) <= _LONGEST or text in seen:
                continue
            area = area_of_heading(text)
            if area == "noise" or _OTHERS.search(text):
                continue
            seen.add(text)
            discloses = area is not None or DISCLOSES.search(text)
            empty = not _leads_down(tab) and _is_before_nothing(document, strip)
            if empty or (discloses and not _is_loaded(document, strip, tab, position, len(tabs))):
                yield f"tab not opened: {text} @ {place_of(tab)}"


def _strips(document: Document) -> Iterator[LexborNode]:
    """Yield the elements that hold a row of tabs."""
    seen: set[int] = set()
    for node in document.tree.css("[role=tablist], [class*=tab], [class*=Tab], [id*=tab], [id*=Tab]"):
        if node.tag in ("table", "tbody", "thead", "td", "th", "tr", "body", "html", "a", "li"):
            continue
        if node.attributes.get("role") != "tablist" and not _is_marked(node):
            continue
        strip = _row_of_tabs(node)
        if strip is not None and strip.mem_id not in seen:
            seen.add(strip.mem_id)
            yield strip


def _is_marked(node: LexborNode) -> bool:
    names = f"{node.attributes.get('id') or ''} {node.attributes.get('class') or ''}"
    return bool(_TAB.search(names))


def _row_of_tabs(node: LexborNode) -> LexborNode | None:
    """Return the element whose children are the tabs: the marked one, or the list in it."""
    current: LexborNode | None = node
    for _ in range(_CLIMB):
        if current is None:
            return None
        children = list(current.iter(include_text=False))
        if len(children) == 1:
            current = children[0]
            continue
        texts = [collapse(child.text(deep=True)) for child in children[:_MOST_TABS]]
        return current if children and all(len(text) <= _LONGEST + 8 for text in texts) else None
    return None


def _is_loaded(document: Document, strip: LexborNode, tab: LexborNode, position: int, count: int) -> bool:
    panel = _named_panel(document, tab)
    if panel is not None:
        return _was_filled(document, panel)
    panel = _panel_by_order(strip, position, count)
    if panel is not None:
        return _was_filled(document, panel)
    if _leads_down(tab):
        return True
    return bool(_ACTIVE.search(_names(tab))) or not _any_active(strip) or _stands_on_page(document, tab)


def _stands_on_page(document: Document, tab: LexborNode) -> bool:
    """Return whether the area the tab announces holds something on the page all the same (tabs that only scroll)."""
    area = area_of_heading(collapse(tab.text(deep=True)))
    if area is None:
        return False
    view = view_of(document)
    if area == "attribute":
        return any(pair.area == "attribute" and pair.value for pair in view.pairs)
    portion = view.portions[0]
    return len(view.portions) > 1 or any(box.area == area and box.tag in ("img", "p") for box in portion.boxes)


def _names(node: LexborNode) -> str:
    own = f"{node.attributes.get('class') or ''} {'active' if node.attributes.get('aria-selected') == 'true' else ''}"
    inner = node.css_first("[class]")
    return f"{own} {inner.attributes.get('class') or ''}" if inner is not None else own


def _any_active(strip: LexborNode) -> bool:
    """Return whether one tab is marked as the open one: the others' panels may then not be on the page at all."""
    return any(_ACTIVE.search(_names(tab)) for tab in strip.iter(include_text=False))


def _leads_down(tab: LexborNode) -> bool:
    """Return whether the tab only scrolls to a named place (an anchor that exists under another element)."""
    link = tab if tab.tag == "a" else tab.css_first("a[href]")
    href = (link.attributes.get("href") or "") if link is not None else ""
    return href.startswith(("http", "/")) and len(href) > 1


def _named_panel(document: Document, tab: LexborNode) -> LexborNode | None:
    for node in (tab, *tab.css("a, button, span")[:3]):
        for name in _TARGETS:
            target = (node.attributes.get(name) or "").strip().lstrip("#.")
            if not re.fullmatch(r"[A-Za-z][\w-]*", target):
                continue
            panel = document.tree.css_first(f'[id="{target}"]')
            if panel is None and name == "data-tab":
                panel = next(
                    (found for found in document.tree.css(f'[data-tab="{target}"]') if found.mem_id != node.mem_id),
                    None,
                )
            if panel is not None and panel.mem_id != tab.mem_id:
                return panel
    return None


def _panel_by_order(strip: LexborNode, position: int, count: int) -> LexborNode | None:
    """Return the panel of the same number behind the tabs: one of as many siblings, or of as many children of one."""
    node: LexborNode | None = strip
    for _ in range(_CLIMB):
        if node is None or node.tag == "body":
            return None
        following = _elements_after(node)
        panels = following[:count]
        alike = len(panels) == count > 1 and len({panel.tag for panel in panels}) == 1
        if alike and not all(_holds_content(panel) for panel in panels):
            return panels[position]
        for candidate in following[:2]:
            children = list(candidate.iter(include_text=False))
            if len(children) == count:
                return children[position]
        if alike and len(following) == count:
            return panels[position]
        if following:
            return None
        node = node.parent
    return None


def _is_before_nothing(document: Document, strip: LexborNode) -> bool:
    """Return whether the place right behind a row of tabs is empty: whatever they are called, they fill it."""
    following = _elements_after(strip)
    return bool(following) and following[0].tag in _PANELS and not _was_filled(document, following[0])


def _elements_after(node: LexborNode) -> list[LexborNode]:
    found: list[LexborNode] = []
    current = node.next
    while current is not None and len(found) <= _MOST_TABS:
        if current.is_element_node and current.tag not in ("script", "style", "br"):
            found.append(current)
        current = current.next
    return found


def _was_filled(document: Document, panel: LexborNode) -> bool:
    """Return whether a panel holds something, or did when the browser opened its tab and kept what that showed."""
    if _holds_content(panel):
        return True
    identifier = panel.attributes.get("id") or ""
    kept = [fragment for fragment in document.raw_fragments if fragment.kind == "state"]
    if not identifier or not re.fullmatch(r"[\w-]+", identifier):
        return bool(kept)
    return any(f'id="{identifier}"'.encode() in fragment.body for fragment in kept)


_PANELS = frozenset(("div", "section", "article"))


def _holds_content(panel: LexborNode) -> bool:
    return bool(collapse(panel.text(deep=True))) or panel.css_first("img, iframe, table, video") is not None
