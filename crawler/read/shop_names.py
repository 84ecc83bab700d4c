"""Finds the shop's name on an item page: the part that names itself so, the link into the shop, the site's own name."""

import re
from collections.abc import Iterator

from crawler.read.candidates import Candidate
from crawler.read.document import Document, place_of
from crawler.read.names_of_parts import part_words
from crawler.read.page_facts import PageFacts

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
