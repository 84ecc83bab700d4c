"""Finds the shop's name on an item page: the part that names itself so, the link into the shop, the site's own name."""

import re
from collections.abc import Iterator

from crawler.read.dom.breadcrumbs import trail
from crawler.read.dom.candidates import Candidate
from crawler.read.dom.document import Document, collapse, place_of, text_of
from crawler.read.dom.home import is_home_address
from crawler.read.dom.names_of_parts import part_words
from crawler.read.dom.outline import Element, Outline
from crawler.read.dom.titles import SEPARATORS, fold, is_of_shop
from crawler.read.item.page_facts import PageFacts

_WHO = frozenset({"shop", "store", "seller", "mall", "vendor", "merchant", "dianpu", "supplier", "company"})
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
_CONTROLS = frozenset({"select", "option", "input", "textarea", "datalist"})
_NAME = frozenset({"name", "title", "link"})
_NOT = re.compile(
    r"^(?:进入店铺|进店逛逛|店铺|收藏店铺|关注店铺|查看店铺|联系客服|全部商品|店铺首页|掌柜|卖家|visit|view|shop|store|follow)",
    re.IGNORECASE,
)
_NO_SHOP = re.compile(r"执照|资质|证照|信息|首页|商品|宝贝|更多|客服|[¥￥\d]{4}")
_LEAD = re.compile(r"^(?:店铺名?称?|店名|卖家|掌柜|商家)\s*[:：]\s*")
_MEMBERSHIP = re.compile(
    r"\s*(?:诚信通|实力商家|金牌供应商|[vV][iI][pP]|会员|入驻)?\s*(?:第?\s*\d{1,2}\s*年店?|LV\.?\s*\d+)$"
)
"""What a marketplace puts behind a shop's name: how long it has been a member."""
_LONGEST = 40
_FIRST_LINKS = 40
_NO_NAME = re.compile(
    r"^(?:(?:site|store|shop|company)?\s*(?:logo|home|homepage|首页|网站首页|返回首页)|图片|image)$", re.IGNORECASE
)
_LOGO = frozenset({"logo", "brand", "site", "sitename", "company", "branding"})
_SHOP_LIKE = re.compile(
    r"(?:店|商城|网|公司|厂|商行|商号|经营部|批发部|百货|超市|市场|集市|商场|卖场|工作室|生活馆|馆|铺|坊|优选|严选|平台|官网|家居|之家)$"
)
_OWNED = re.compile(r"版权所有|©|copyright|\(c\)\s*20\d\d", re.IGNORECASE)
_OTHERS_WORK = re.compile(
    r"(?:技术支持|网站建设|网站制作|建站|powered|built with|theme|design).*$", re.IGNORECASE | re.DOTALL
)
_COMPANY = re.compile(
    r"([\u4e00-\u9fff（）()]{2,30}?(?:公司|经营部|商行|批发部|商城|工厂|厂|商店|专营店|旗舰店|工作室|合作社|门市部|网|店))(?![\u4e00-\u9fff])"
)
_LATIN_OWNER = re.compile(
    r"(?:©|copyright|\(c\))[\s©]*(?:20\d\d)?(?:\s*[-–]\s*20\d\d)?[\s,]*"
    r"([A-Z][\w&'’.-]*(?: [A-Z&][\w&'’.-]*){0,4}?)\s*(?=20\d\d|[.,|–-]|all rights|$)",
    re.IGNORECASE,
)
_POWERED = re.compile(r"[\s\-–|]*powered\s+by\s+.*$", re.IGNORECASE)


def reads_as_shop(text: str) -> bool:
    """Return whether a text ends as names of shops and firms do."""
    return _SHOP_LIKE.search(text) is not None


def shop_candidates(document: Document, facts: PageFacts) -> Iterator[Candidate]:
    """Yield what may be the shop's name, the surest first."""
    outline = document.outline
    named = False
    if (linked := _linked(document)) is not None:
        yield linked
        named = True
    for element in outline.named(_WHOLE | _WHO):
        words = element.words
        if not (words & _WHOLE or (words & _WHO and words & _NAME)) or _is_control(outline, element):
            continue
        start, end = outline.extents[element.number]
        if end <= start or outline.length(element.number) > _LONGEST:
            continue
        text = "".join(piece.text for piece in outline.pieces[start:end])
        text = _MEMBERSHIP.sub("", _LEAD.sub("", text)).strip()
        if 2 <= len(text) <= _LONGEST and not _NOT.match(text) and not text.isdigit():
            yield Candidate("shop", text, "heuristic", place_of(element.node), text, score=0.8)
            named = True
            break
    if document.declaration is not None and document.declaration.marketplace:
        return
    site = facts.structured.meta.get("og:site_name")
    if site and not named:
        yield Candidate("shop", site, "opengraph", "meta[property=og:site_name]", site, score=0.5)
    yield from _logo(document)
    yield from _title_end(document, facts, frozenset(map(fold, names_of_home(document))))
    yield from _title_begin(facts)
    yield from _owner(document)


def _is_control(outline: Outline, element: Element) -> bool:
    """Return whether an element is a control, or stands in one or in a search box: what may be chosen names no shop."""
    return any(
        above.tag in _CONTROLS or (above.tag == "form" and "search" in above.words)
        for above in outline.ancestors(element.number)
    )


def _linked(document: Document) -> Candidate | None:
    """Return the name that a link bears to the shop's own page, known by its declared address."""
    declaration = document.declaration
    patterns = [
        pattern
        for pattern in (declaration.patterns if declaration is not None else ())
        if pattern.kind in ("shop", "disclosure") and "(?P<shop>" in pattern.pattern
    ]
    if not patterns:
        return None
    for node in document.tree.css("a[href]"):
        name = _LEAD.sub("", text_of(node) or collapse(node.attributes.get("title")))
        if not 2 <= len(name) <= _LONGEST or _NOT.match(name) or name.isdigit():
            continue
        url = document.absolute(node.attributes.get("href"))
        if not _NO_SHOP.search(name) and any(url and re.search(pattern.pattern, url) for pattern in patterns):
            return Candidate("shop", name, "heuristic", place_of(node), name, score=0.9)
    return None


def _logo(document: Document) -> Iterator[Candidate]:
    """Yield the name that the link home bears: its picture's, its own, or what a part named for the logo says."""
    for node in document.tree.css("a[href]")[:_FIRST_LINKS]:
        attributes = node.attributes
        if not is_home_address(document.absolute(attributes.get("href"))):
            continue
        picture = node.css_first("img[alt]")
        parts = part_words(attributes) | (
            part_words(node.parent.attributes) if node.parent is not None else frozenset()
        )
        written = text_of(node) if parts & _LOGO else ""
        for name in (picture.attributes.get("alt") if picture is not None else "", attributes.get("title"), written):
            name = collapse(name)
            if 2 <= len(name) <= _LONGEST and not _NO_NAME.match(name):
                yield Candidate("shop", name, "heuristic", place_of(node), name, score=0.45)
                return


def names_of_home(document: Document) -> Iterator[str]:
    """Yield what the page's first links to the site's home page are called, in words or by their picture."""
    for node in document.tree.css("a[href]")[:_FIRST_LINKS]:
        if is_home_address(document.absolute(node.attributes.get("href"))):
            picture = node.css_first("img[alt]")
            for text in (text_of(node), picture.attributes.get("alt") if picture is not None else ""):
                if 2 <= len(name := collapse(text)) <= _LONGEST and not _NO_NAME.match(name):
                    yield name


def _is_category(document: Document, name: str, facts: PageFacts) -> bool:
    """Return whether a name is a step of the page's own trail: X : Cell Phones & Accessories."""
    steps = (*facts.structured.breadcrumbs, *trail(document, facts.heading.text if facts.heading else None)[0])
    return fold(name) in {fold(step) for step in steps}


def _title_end(document: Document, facts: PageFacts, home: frozenset[str]) -> Iterator[Candidate]:
    """Yield what the page's title ends with behind the product's name.

    Chinese only where it reads as a shop's name, or the link home bears it too (`home`, folded).
    """
    heading = fold(facts.heading.text) if facts.heading is not None else ""
    for title in facts.titles:
        parts = [part.strip() for part in SEPARATORS.split(_POWERED.sub("", title)) if part.strip()]
        if len(parts) < 2 or not heading or fold(parts[-1]) in heading or len(parts[-1]) > _LONGEST:
            continue
        if not (parts[-1].isascii() or _SHOP_LIKE.search(parts[-1]) or fold(parts[-1]) in home):
            continue
        if _is_category(document, parts[-1], facts):
            continue
        if fold(parts[0]) in heading or heading in fold(title):
            yield Candidate("shop", parts[-1], "heuristic", "title", title, score=0.3)


def _title_begin(facts: PageFacts) -> Iterator[Candidate]:
    """Yield the shop's name that the page's title begins with, before what the page is about."""
    heading = fold(facts.heading.text) if facts.heading is not None else ""
    for title in facts.titles:
        parts = [part.strip() for part in SEPARATORS.split(title) if part.strip()]
        if len(parts) > 1 and is_of_shop(parts[0]) and fold(parts[0]) not in heading and len(parts[0]) <= _LONGEST:
            yield Candidate("shop", parts[0], "heuristic", "title", title, score=0.3)


def _owner(document: Document) -> Iterator[Candidate]:
    """Yield who says at the foot of the page that it is his."""
    outline = document.outline
    for position, piece in enumerate(outline.pieces):
        if not _OWNED.search(piece.text):
            continue
        text = " ".join(entry.text for entry in outline.pieces[position : position + 2])
        found = _COMPANY.search(_OTHERS_WORK.sub("", text)) or _LATIN_OWNER.search(_OTHERS_WORK.sub("", piece.text))
        if found is not None and len(found.group(1)) <= _LONGEST:
            name = found.group(1).strip(" .")
            yield Candidate("shop", name, "heuristic", place_of(outline.elements[piece.element].node), text, score=0.2)
            return
