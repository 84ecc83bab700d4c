"""Reads the category path from a page's breadcrumb trail."""

import re

from crawler.read.document import Document, collapse, place_of
from crawler.read.names_of_parts import part_words
from crawler.read.titles import fold

_NAMES = frozenset(
    {"breadcrumb", "breadcrumbs", "crumb", "crumbs", "mbx", "mianbaoxie", "location", "position", "urhere", "here", "crumbwrap",
     "trail", "bread", "navpath", "weizhi", "dangqianweizhi", "pathway", "breadnav"}
)  # fmt: skip
_LEAD = re.compile(
    r"^(?:您?当前的?位置|您的位置|您现在的位置|当前位置|所在位置|目前位置|位置|您所在的位置|首页导航|you are here)\s*[:：]?\s*",
    re.IGNORECASE,
)
_HOME = frozenset(
    {"首页", "主页", "网站首页", "商城首页", "返回首页", "本店首页", "店铺首页", "home", "homepage", "首頁", "全部", "startseite", "accueil", "inicio",
     "start", "etusivu", "главная", "hem", "index", "所有分类", "全部商品", "所有商品"}
)  # fmt: skip
_SEPARATOR = re.compile(r"\s*(?:>+|›|»|→|＞|\\|〉|▸|❯|&gt;|::|·|/|\|)\s*")
_ONLY_SEPARATOR = re.compile(r"^[\s>›»→＞\\〉▸❯:·/|.\-–]*$")
_LONGEST = 400
_LONGEST_STEP = 60


def trail(document: Document, title: str | None) -> tuple[tuple[str, ...], str]:
    """Return the steps of the page's breadcrumb trail without home and the product itself, and where it stands."""
    outline = document.outline
    for element in outline.elements:
        attributes = element.attributes
        label = (attributes.get("aria-label") or "").lower()
        if "breadcrumb" not in label and not (part_words(attributes) & _NAMES):
            continue
        start, end = outline.extents[element.number]
        if end - start < 2 and not _SEPARATOR.search(outline.pieces[start].text if end > start else ""):
            continue
        if outline.length(element.number) > _LONGEST:
            continue
        steps = steps_of([piece.text for piece in outline.pieces[start:end] if not piece.hidden])
        if len(steps) >= 2:
            return category_steps(steps, title), place_of(element.node)
    return _written_out(document, title)


def _written_out(document: Document, title: str | None) -> tuple[tuple[str, ...], str]:
    """Find a trail that no name marks: a line that begins with 当前位置."""
    outline = document.outline
    for position, piece in enumerate(outline.pieces[:400]):
        if not _LEAD.match(piece.text):
            continue
        number = piece.element
        while outline.length(number) <= len(piece.text) + 1 and outline.elements[number].parent >= 0:
            number = outline.elements[number].parent
        start, end = outline.extents[number]
        if outline.length(number) > _LONGEST:
            return (), ""
        steps = steps_of([entry.text for entry in outline.pieces[max(start, position) : end]])
        if len(steps) >= 2:
            return category_steps(steps, title), place_of(outline.elements[number].node)
    return (), ""


def steps_of(texts: list[str]) -> tuple[str, ...]:
    """Return the steps of a trail from its text pieces."""
    steps: list[str] = []
    for text in texts:
        text = _LEAD.sub("", text)
        for part in re.split(r"\s*(?:>+|›|»|→|＞|〉|▸|❯)\s*", text):
            part = collapse(part.strip(" /|\\:：·"))
            if (
                part
                and not _ONLY_SEPARATOR.match(part)
                and len(part) <= _LONGEST_STEP * 3
                and (not steps or steps[-1] != part)
            ):
                steps.append(part)
    return tuple(steps)


def category_steps(steps: tuple[str, ...], title: str | None) -> tuple[str, ...]:
    """Return the steps that are categories: without home at the beginning and the product at the end."""
    kept = [step for position, step in enumerate(steps) if position > 0 or step.strip().lower() not in _HOME]
    folded = fold(title)
    while (
        kept
        and folded
        and (
            fold(kept[-1]) == folded
            or (len(fold(kept[-1])) >= 6 and (fold(kept[-1]) in folded or folded in fold(kept[-1])))
        )
    ):
        kept.pop()
    return tuple(step for step in kept if len(step) <= _LONGEST_STEP)
