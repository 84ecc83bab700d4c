"""Finds the heading that names the product, among headings, page title and meta titles."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit
from weakref import WeakKeyDictionary

from crawler.read.dom.document import Document, collapse
from crawler.read.dom.home import is_home_address
from crawler.read.dom.outline import Element, Outline

SEPARATORS = re.compile(r"\s+[-–—|·:»]\s+|\s*[|｜_]\s*|(?<=[^\x00-\x7f])\s*[-–—]\s*|\s*[-–—]\s*(?=[^\x00-\x7f])")
_ITEM_PAGE = frozenset(
    {"商品详情", "产品详情", "宝贝详情", "商品详细", "商品信息", "产品信息", "商品页", "商品详情页", "产品详情页"}
    | {"图文详情", "商品介绍", "产品介绍", "productdetails", "productdetail", "itemdetails"}
)
"""What item pages call themselves that name no product."""
_NO_NAMES = _ITEM_PAGE | frozenset(
    {"详情", "详情页", "商品展示", "产品展示", "商品", "产品", "首页", "product", "details", "item", "home"}
    | {"untitleddocument", "无标题文档", "loading", "加载中"}
)
"""What pages call themselves that is no product's name."""
_FOLD = re.compile(r"[\W_]+")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
TITLE_WORDS = frozenset(
    {"title", "name", "subject", "heading", "headline", "biaoti", "productname", "goodsname", "itemname", "mingcheng"}
)
_OUTSIDE = frozenset(
    {"related", "recommend", "similar", "review", "reviews", "comment", "footer", "nav", "menu", "cart", "history"}
    | {"shop", "store", "seller", "logo", "brand", "header", "breadcrumb", "crumb", "category", "site"}
)
_GOODS_WORDS = frozenset({"goods", "product", "item", "prod", "sku", "commodity"})
_NAMED_FOR_GOODS = 2.5
_LEAST_NAMED = 6
_LONGEST_BADGE = 8
_LONGEST_NAMED = 120
_LONGEST = 300
_SHORTEST_PART = 4
_SHORTEST_WORD = 2
"""Characters of a word for goods in a page's title: 插座."""
_SHORT_H1, _BELOW_SHORT = 0.6, 3.0
_OF_SHOP = re.compile(
    r"(?:专卖店|旗舰店|专营店|直营店|直销店|商店|商城|商行|经营部|批发部|门市部|有限公司|官网|用品店|五金店|电器行|百货店?)$"
)
"""How the name of a shop ends, which names no goods where the page's title says anything else."""
_SURE = 6.0
_LEAST_PLAIN = 6
_PLAIN_SHARE = 0.5
_PLAIN_REACH = 600


@dataclass(frozen=True, slots=True)
class Heading:
    """The main heading of a page: its text, the text piece it begins at, and the element it stands in."""

    text: str
    piece: int
    element: int
    score: float


@lru_cache(maxsize=10_000)
def fold(text: str | None) -> str:
    """Return a title as titles are compared: letters, digits and characters only, lower case."""
    return _FOLD.sub("", text or "").lower()


def page_titles(document: Document) -> tuple[str, ...]:
    """Return what the page calls itself, read once: og:title, twitter:title, <title>."""
    titles = _TITLES.get(document)
    if titles is None:
        titles = _TITLES[document] = _page_titles(document)
    return titles


_TITLES: WeakKeyDictionary[Document, tuple[str, ...]] = WeakKeyDictionary()


def _page_titles(document: Document) -> tuple[str, ...]:
    found = []
    for selector in ('meta[property="og:title"]', 'meta[name="og:title"]', 'meta[name="twitter:title"]'):
        node = document.tree.css_first(selector)
        if node is not None and (text := collapse(node.attributes.get("content"))):
            found.append(text)
    head = document.tree.css_first("title")
    if head is not None and (text := collapse(head.text(deep=True))):
        found.append(text)
    return tuple(dict.fromkeys(text for text in found if fold(text) not in _NO_NAMES))


def calls_itself_item(document: Document) -> bool:
    """Return whether the page's own title says that it is about one item, without naming it (商品详情)."""
    node = document.tree.css_first("title")
    return node is not None and fold(node.text(deep=True)) in _ITEM_PAGE


def main_heading(document: Document) -> Heading | None:
    """Return the heading that names what the page is about: the one its own titles repeat, else its first h1."""
    outline = document.outline
    named = page_titles(document)
    titles = [fold(text) for text in named]
    parts = tuple(part for text in named for part in _parts(text))
    best: Heading | None = None
    short_end = -1
    seen: set[int] = set()
    candidates = {element.number: element for element in (*outline.tagged(*_HEADINGS), *outline.named(TITLE_WORDS))}
    candidates |= {
        element.number: element
        for element in outline.having("itemprop")
        if element.attributes.get("itemprop") == "name"
    }
    for_goods = _named_for_goods(outline)
    for number, element in sorted(candidates.items()):
        if element.hidden:
            continue
        start, end = outline.extents[element.number]
        if end <= start or outline.length(element.number) > _LONGEST or end in seen:
            continue
        texts = [outline.pieces[index].text for index in range(start, end) if not outline.pieces[index].hidden]
        text = _without_badge(texts, titles)
        if fold(text) in _NO_NAMES:
            continue
        score = _score(text, titles, element.tag, parts)
        if score <= 0 and number in for_goods:
            score = _NAMED_FOR_GOODS
        if score <= 0:
            continue
        if any(not _OUTSIDE.isdisjoint(above.words) for above in list(outline.ancestors(element.number))[:4]):
            score -= 3
        if element.tag == "h1" and len(fold(text)) < _SHORTEST_PART:
            short_end = end
        elif element.tag == "h2" and start == short_end and len(fold(text)) > _SHORTEST_PART:
            score += 0 if _leads_on(document, element) else _BELOW_SHORT
        if (best is None or score > best.score) and not _leads_home(document, element):
            best = Heading(text, start, element.number, score)
    return best if best is not None and best.score >= _SURE else _in_plain_text(outline, named, titles, best)


def _leads_home(document: Document, element: Element) -> bool:
    """Return whether a heading away from the site's home page is a link to it: the shop's name, not the goods'."""
    here, there = _ends_of_link(document, element)
    return is_home_address(there.geturl()) and there.netloc == here.netloc and here.path != there.path


def _leads_on(document: Document, element: Element) -> bool:
    """Return whether a heading is a link to another page: it names what stands there."""
    here, there = _ends_of_link(document, element)
    return bool(there.netloc) and (here.path, here.query) != (there.path, there.query)


def _ends_of_link(document: Document, element: Element) -> tuple[SplitResult, SplitResult]:
    """Return where a page stands and where the link leads that a heading is; an empty address where it is none."""
    inside = element.node.css_first("a[href]")
    links = [above for above in document.outline.ancestors(element.number) if above.tag == "a"]
    href = links[0].attributes.get("href") if links else None
    if inside is not None and collapse(inside.text(deep=True)) == collapse(element.node.text(deep=True)):
        href = inside.attributes.get("href")
    here = urlsplit(document.final_url or document.url or "")
    return here, urlsplit((document.absolute(href) if href else None) or "")


def _without_badge(texts: list[str], titles: list[str]) -> str:
    """Return a heading's text without the badge before the name (自营), which the page's own title does not repeat."""
    whole = joined(texts)
    if len(texts) < 2 or len(texts[0]) > _LONGEST_BADGE or any(fold(whole) in title for title in titles):
        return whole
    name = joined(texts[1:])
    named = len(fold(name)) >= _LEAST_NAMED and any(fold(name) in title for title in titles)
    return name if named else whole


def _named_for_goods(outline: Outline) -> frozenset[int]:
    """Return the one element that its own name calls the name of the goods; many of that name stand in a list."""
    found = [
        element.number
        for element in outline.named(TITLE_WORDS)
        if not element.hidden
        and element.tag != "a"
        and not element.words.isdisjoint(_GOODS_WORDS)
        and element.words.isdisjoint(_OUTSIDE)
        and _LEAST_NAMED <= outline.length(element.number) <= _LONGEST_NAMED
        and not any(above.tag == "a" for above in outline.ancestors(element.number))
    ]
    return frozenset(found) if len(found) == 1 else frozenset()


def _in_plain_text(outline: Outline, named: tuple[str, ...], titles: list[str], best: Heading | None) -> Heading | None:
    """Look for the page's title in any piece of text: old shops set it in bold, not in a heading."""
    firsts = {fold(_goods_first(text)[0]) for text in named}
    # 手工麻绳脚垫 – 阿桂小店: the page may go on with the size; a title of one part is as likely the site's own.
    begun = {first for first in firsts - set(titles) if len(first) >= _LEAST_PLAIN}
    for position, piece in enumerate(outline.pieces[:_PLAIN_REACH]):
        if piece.hidden or not 4 <= len(piece.text) <= _LONGEST:
            continue
        folded = fold(piece.text)
        if len(folded) < _LEAST_PLAIN or not (
            folded in firsts
            or any(folded.startswith(first) and len(folded) <= 2 * len(first) for first in begun)
            or any(title.startswith(folded) and len(folded) >= _PLAIN_SHARE * len(title) for title in titles)
        ):
            continue
        element = outline.elements[piece.element]
        if is_of_shop(piece.text) and folded not in firsts:
            continue
        if element.tag in ("a", "option") or any(above.tag == "a" for above in outline.ancestors(piece.element)):
            continue
        bold = 1.0 if element.tag in ("b", "strong", "font", "span") else 0.0
        score = _score(piece.text, titles, "") - 1 + bold
        if best is None or score > best.score:
            best = Heading(piece.text, position, piece.element, score)
    return best


def heading_named(document: Document, title: str) -> Heading | None:
    """Return where the page shows a name that its data gives it, on pages whose markup names no heading."""
    wanted = fold(title)
    if len(wanted) < _LEAST_PLAIN:
        return None
    for position, piece in enumerate(document.outline.pieces):
        if not piece.hidden and len(piece.text) <= _LONGEST and fold(piece.text) == wanted:
            return Heading(piece.text, position, piece.element, _SURE)
    return None


def joined(texts: Iterable[str]) -> str:
    """Join text pieces with blanks between words of letters, without between Chinese characters or digits."""
    result = ""
    for text in texts:
        if result and result[-1].isascii() and text[:1].isascii():
            result += " "
        result += text
    return collapse(result)


def _score(text: str, titles: list[str], tag: str, parts: tuple[str, ...] = ()) -> float:
    folded = fold(text)
    if len(folded) < 2:
        return 0
    score = {"h1": 3.0, "h2": 1.0, "h3": 1.0, "h4": 0.5}.get(tag, 0.0)
    if tag == "h1" and len(folded) < _SHORTEST_PART:
        # A brand or a shop in two or three letters: the goods' name stands below it.
        score = _SHORT_H1
    for title in titles:
        if not title:
            continue
        if folded in title:
            # The longer the part of the page's title it repeats, the surer; what stands at its beginning is its name.
            share = len(folded) / len(title)
            score += (
                3 + 4 * share + (1.5 if title.startswith(folded) else 0) - (3 if len(folded) < _SHORTEST_PART else 0)
            )
            break
        if len(title) >= _LEAST_NAMED and title in folded:
            score += 3
            break
    else:
        # A page called 插座 whose heading is 五孔墙壁插座面板86型.
        score += 3 if any(part in folded for part in parts) else 0
    return score


def _parts(title: str) -> tuple[str, ...]:
    """Return the parts of a page's title that name what the page is about: its first, and any that is long."""
    first, *others = (fold(part) for part in SEPARATORS.split(title))
    return tuple(
        part for at, part in enumerate((first, *others)) if len(part) >= (_LEAST_NAMED if at else _least_letters(part))
    )


def _least_letters(text: str) -> int:
    return _SHORTEST_PART if text.isascii() else _SHORTEST_WORD


def is_of_shop(part: str) -> bool:
    """Return whether a part of a page's title reads as the name of a shop."""
    return _OF_SHOP.search(part.strip()) is not None


def _goods_first(title: str) -> list[str]:
    """Return the parts of a page's title, without those that name the shop where any other is left."""
    parts = [part for part in SEPARATORS.split(title) if part.strip()] or [title]
    return [part for part in parts if not is_of_shop(part)] or parts


def strip_site(title: str, site_words: tuple[str, ...] = ()) -> str:
    """Return a page title without the shop's or platform's name behind (or before) it."""
    parts = [part for part in SEPARATORS.split(title) if part.strip()]
    if len(parts) < 2:
        return title.strip()
    folded_sites = [fold(word) for word in site_words if word]
    kept = [
        part for part in parts if not any(site and (site in fold(part) or fold(part) in site) for site in folded_sites)
    ]
    kept = kept or parts
    longest = max(kept, key=lambda part: len(fold(part)))
    head = kept[0]
    return collapse(head if len(fold(head)) * 3 >= len(fold(longest)) else longest)
