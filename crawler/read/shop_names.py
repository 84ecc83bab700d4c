"""Finds the shop's name on an item page: the part that names itself so, the link into the shop, the site's own name."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.read.candidates import Candidate
from crawler.read.document import Document, collapse, place_of
from crawler.read.names_of_parts import part_words
from crawler.read.page_facts import PageFacts
from crawler.read.titles import SEPARATORS, fold

_WHO = frozenset({"shop", "store", "seller", "mall", "vendor", "merchant", "dianpu"})
_WHOLE = frozenset(
    {
        "shopname",
        "storename",
        "sellername",
        "mallname",
        "slogo-shopname",
        "shop-name",
        "store-name",
        "tb-shop-name",
        "seller-name",
    }
)
_NAME = frozenset({"name", "title", "link"})
_NOT = re.compile(
    r"^(?:进入店铺|进店逛逛|店铺|收藏店铺|关注店铺|查看店铺|联系客服|全部商品|店铺首页|掌柜|卖家|visit|view|shop|store|follow)",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^(?:店铺名?称?|店名|卖家|掌柜|商家)\s*[:：]\s*")
_LONGEST = 40
_FIRST_LINKS = 40
_HOME = re.compile(r"^/?(?:(?:index|default|home|main)(?:\.\w{2,5})?/?)?$|^/[a-z]{2}(?:[-_][a-zA-Z]{2})?/?$")
_NO_NAME = re.compile(
    r"^(?:(?:site|store|shop|company)?\s*(?:logo|home|homepage|首页|网站首页|返回首页)|图片|image)$", re.IGNORECASE
)
_POWERED = re.compile(r"[\s\-–|]*powered\s+by\s+.*$", re.IGNORECASE)


def shop_candidates(document: Document, facts: PageFacts) -> Iterator[Candidate]:
    """Yield what may be the shop's name, the surest first."""
    outline = document.outline
    for element in outline.elements:
        attributes = element.attributes
        if not attributes or not ("class" in attributes or "id" in attributes):
            continue
        words = part_words(attributes)
        if not (words & _WHOLE or (words & _WHO and words & _NAME)):
            continue
        start, end = outline.extents[element.number]
        if end <= start or outline.length(element.number) > _LONGEST:
            continue
        text = "".join(piece.text for piece in outline.pieces[start:end])
        text = _LEAD.sub("", text).strip()
        if 2 <= len(text) <= _LONGEST and not _NOT.match(text) and not text.isdigit():
            yield Candidate("shop", text, "heuristic", place_of(element.node), text, score=0.8)
            break
    site = facts.structured.meta.get("og:site_name")
    if site and (document.declaration is None or not document.declaration.marketplace):
        yield Candidate("shop", site, "opengraph", "meta[property=og:site_name]", site, score=0.5)
    if document.declaration is None or not document.declaration.marketplace:
        yield from _site_names(document, facts)


def _site_names(document: Document, facts: PageFacts) -> Iterator[Candidate]:
    """Yield the site's own name, which is the shop's where the site is one shop: its logo, the end of its titles."""
    for node in document.tree.css("a[href] img[alt]")[:_FIRST_LINKS]:
        name = collapse(node.attributes.get("alt"))
        link = node.parent
        while link is not None and link.tag != "a":
            link = link.parent
        if link is None or not _leads_home(document.absolute(link.attributes.get("href"))):
            continue
        if 2 <= len(name) <= _LONGEST and not _NO_NAME.match(name):
            yield Candidate("shop", name, "heuristic", place_of(node), name, score=0.45)
            break
    heading = fold(facts.heading.text) if facts.heading is not None else ""
    for title in facts.titles:
        parts = [part.strip() for part in SEPARATORS.split(_POWERED.sub("", title)) if part.strip()]
        if len(parts) < 2 or not heading or fold(parts[-1]) in heading or len(parts[-1]) > _LONGEST:
            continue
        if fold(parts[0]) in heading or heading in fold(title):
            yield Candidate("shop", parts[-1], "heuristic", "title", title, score=0.3)


def _leads_home(url: str | None) -> bool:
    if url is None:
        return False
    parts = urlsplit(url)
    return bool(_HOME.match(parts.path)) and not parts.query
