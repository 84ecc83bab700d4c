"""Says what kind of page a page is: from its declaration's URL patterns, else from what stands on it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.fetch.links import PageLink, looks_like_disclosure
from crawler.platforms import PlatformDeclaration, UrlPattern
from crawler.read.data.product import Product
from crawler.read.dom.buy_controls import Buy
from crawler.read.dom.document import Document
from crawler.read.dom.home import is_home_address
from crawler.read.dom.outline import Outline
from crawler.read.dom.place_words import place_pattern
from crawler.read.dom.spots import Spot
from crawler.read.dom.tiles import Tiles
from crawler.read.dom.titles import Heading, calls_itself_item, fold, page_titles
from crawler.read.item.live_signs import live_signs
from crawler.read.item.page_signs import discloses, in_prose, labelled_fields
from crawler.read.money.prices import reason_in
from crawler.records import PageKind

_LIVE = re.compile(r"直播间|正在直播|讲解中|主播|直播中")
_LIVE_ADDRESS = re.compile(r"(?:^|[/._-])(?:live|zhibo|liveroom|live_room|liveshow)(?:[/._-]|$|\d)", re.IGNORECASE)
_SHOP = re.compile(
    r"店铺首页|进店逛逛|全部宝贝|全部商品|店铺动态|店铺信誉|收藏店铺|关注店铺|店铺分类|本店搜索|开店时间|店铺简介"
)
_SHOP_NAME = re.compile(r"(?:店|商城|商行|商场|超市|经营部|门市部|批发部|电器行|工作室|生活馆|优选|严选|集市)$")
_EQUAL_ITEMS = 4
_NEAR_HEADING = 60
_LONGEST_NOTICE = 24
_DESCRIBED = 3
_LABELLED = 2
_LONGEST_PAGE_NAME = 8
_LEAST_EQUAL = 2
_LEAST_TILES = 3
_LONG_LIST = 6
_NEAR_DATE = 12
_LONGEST_DATE = 60
_DATE = re.compile(
    r"20\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}"
    r"|\d{1,2}\.? [A-Z][a-z]{2,8}\.?,? 20\d\d|[A-Z][a-z]{2,8}\.? \d{1,2}, 20\d\d"
)
_BYLINE = re.compile(r"\W*(?:作者|编辑|文|撰文|责任?编辑|by)\s*[:：|/｜丨 ]\s*\S", re.IGNORECASE)
_LEAST_PROSE = 30
_PROSE = re.compile(r"[，。；]|[a-z] [a-z]+ [a-z]+")
_LONGEST_LINE = 60
_SURE = 9.0
"""Heading and price together speak for an item page from this score on."""
_HEAD = 6_000


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a page when its kind is decided."""

    document: Document
    heading: Heading | None
    spots: Sequence[Spot]
    buy: Buy
    stated: Sequence[Product]
    """Products stated in structured form."""
    embedded: Sequence[Product]
    crowd: int
    """How many equal things with a price the page's data lists."""
    tiles: Tiles
    """The boxes about other pages of the site."""


def declared_pattern(url: str | None, declaration: PlatformDeclaration | None) -> UrlPattern | None:
    """Return the first URL pattern of the declaration that fits."""
    if not url or declaration is None:
        return None
    return next((pattern for pattern in declaration.patterns if re.search(pattern.pattern, url)), None)


def page_kind(evidence: Evidence, pattern: UrlPattern | None) -> PageKind:
    """Return the kind of the page."""
    if pattern is not None:
        return pattern.kind
    document = evidence.document
    path = urlsplit(document.final_url or document.url or "").path
    text = document.visible_text
    if _LIVE_ADDRESS.search(path) and _LIVE.search(text[:_HEAD]):
        return "live_room"
    if not evidence.stated and evidence.heading is not None and live_signs().calls_itself_room(evidence.heading.text):
        return "live_room"
    titles = page_titles(document)
    if not evidence.stated and titles and all(live_signs().calls_itself_room(title) for title in titles):
        return "live_room"
    lists = _lists(evidence)
    at_home = is_home_address(document.url)
    if document.expected == "shop" and at_home:
        return "shop"
    if not _is_called_disclosure(evidence) and _main_product(evidence):
        return "item"
    if discloses(document, evidence.heading, evidence.tiles, lists=lists):
        return "disclosure"
    signs = len(set(_SHOP.findall(text)))
    if document.expected == "shop" or signs >= 3:
        return "shop"
    if _is_article(evidence):
        return "other"
    tiles = evidence.tiles
    many = lists or len(tiles.goods) >= _LEAST_TILES or len(tiles.pictured()) >= _LEAST_TILES
    if many or (tiles.cards and not _tells(evidence)) or _equal_boxes(evidence, _near_spots(evidence)):
        return "shop" if at_home or _names_shop(evidence) else "list"
    return "other"


def _is_called_disclosure(evidence: Evidence) -> bool:
    """Return whether heading and page have one short name that only pages about the seller have (经营者信息)."""
    heading = evidence.heading
    if heading is None or evidence.stated or len(heading.text) > _LONGEST_PAGE_NAME:
        return False
    named = looks_like_disclosure(PageLink(url="", text=heading.text.strip()))
    return named and all(fold(heading.text) in fold(title) for title in page_titles(evidence.document))


def _tells(evidence: Evidence) -> bool:
    """Return whether the page is a text to be read; the goods beside it are not what it is about."""
    return any(
        len(piece.text) >= _LEAST_PROSE and _PROSE.search(piece.text) and not evidence.tiles.in_card(piece.element)
        for piece in evidence.document.outline.pieces
        if not piece.hidden
    )


def _names_shop(evidence: Evidence) -> bool:
    """Return whether a shop's name is all that page and heading are called."""
    heading = evidence.heading
    if heading is None or not _SHOP_NAME.search(heading.text.strip()):
        return False
    return all(fold(title) == fold(heading.text) for title in page_titles(evidence.document))


def _is_article(evidence: Evidence) -> bool:
    """Return whether a text with its date stands under the heading; the goods beside it are not what it is about."""
    heading = evidence.heading
    pieces = evidence.document.outline.pieces
    if heading is None or heading.piece < 0 or len(evidence.tiles.behind(heading.piece)) >= _LONG_LIST:
        return False
    below = [piece for piece in pieces[heading.piece + 1 : heading.piece + _NEAR_DATE] if not piece.hidden]
    dated = any(_DATE.search(piece.text) and len(piece.text) <= _LONGEST_DATE for piece in below)
    return dated and any(len(piece.text) >= _LEAST_PROSE and _PROSE.search(piece.text) for piece in below)


def _is_guide(evidence: Evidence) -> bool:
    """Return whether a text by a named writer leads to goods elsewhere by several prices: a buyer's guide."""
    heading = evidence.heading
    if heading is None or heading.piece < 0:
        return False
    below = evidence.document.outline.pieces[heading.piece + 1 : heading.piece + _NEAR_DATE]
    led = {spot.text for spot in evidence.spots if spot.elsewhere and not spot.aside and spot.piece > heading.piece}
    return len(led) >= _LEAST_EQUAL and any(_BYLINE.match(piece.text) for piece in below if not piece.hidden)


def _main_product(evidence: Evidence) -> bool:
    """Return whether one product stands in the middle: stated, or with a title and a price or buy control."""
    document = evidence.document
    stated = [product for product in evidence.stated if product.source != "opengraph"]
    titles = {product.title for product in stated}
    crowded = sum(1 for spot in evidence.spots if spot.crowded and not spot.aside)
    near = _near_spots(evidence)
    if (
        stated
        and len(titles) <= 3
        and any(product.price is not None or evidence.buy.found or near for product in stated)
    ):
        return True
    if any(product.title and _names_page(product.title, evidence) for product in stated):
        return True
    if len(titles) > 3 and crowded >= _EQUAL_ITEMS and not near:
        return False
    best = evidence.embedded[0] if evidence.embedded else None
    if best is not None and best.score >= 4 and (best.price is not None or evidence.buy.found):
        return True
    undrawn = document.is_shell and evidence.heading is None and not evidence.spots and evidence.crowd < _LEAST_EQUAL
    if undrawn and best is not None and best.score >= 3 and best.price is not None:
        return True
    if _equal_boxes(evidence, near):
        return False
    if evidence.heading is None or evidence.heading.piece < 0:
        if best is not None and best.score >= 3 and near:
            return True
        return bool(near) and _buys_here(evidence) and labelled_fields(document) > 0 and calls_itself_item(document)
    headed = evidence.heading.score >= 4 or _sole_heading(evidence)
    if _buys_here(evidence) and (near or headed) and not (crowded >= 8 and not near):
        return not _lists(evidence, beside_item=True) or bool(near)
    meta_type = _meta_type(evidence.document)
    if "product" in meta_type and (near or evidence.heading.score >= 4):
        return True
    described = headed and not _lists(evidence, beside_item=True)
    if described and _sold_without_price(evidence):
        return True
    if not near:
        return described and labelled_fields(document) >= _DESCRIBED
    if not evidence.buy.found and _is_guide(evidence):
        return False
    sure = evidence.heading.score + max(spot.score for spot in near)
    return sure >= _SURE and not (crowded >= 8 and len(near) > 6)


def _near_spots(evidence: Evidence) -> list[Spot]:
    """Return the amounts that may be the price of the page's own goods."""
    return [
        spot
        for spot in evidence.spots
        if not spot.elsewhere
        and not spot.crowded
        and not spot.struck
        and spot.score >= 3
        and not evidence.tiles.in_card(spot.element)
        and not in_prose(evidence.document, spot)
    ]


def _sole_heading(evidence: Evidence) -> bool:
    """Return whether the page has one h1 only, which stands in the middle, and labels tell what it is."""
    heading = evidence.heading
    outline = evidence.document.outline
    if heading is None or heading.element < 0 or outline.elements[heading.element].tag != "h1":
        return False
    shown = [element for element in outline.tagged("h1") if not element.hidden and outline.length(element.number)]
    return len(shown) == 1 and labelled_fields(evidence.document) >= _LABELLED


def _equal_boxes(evidence: Evidence, near: Sequence[Spot]) -> bool:
    """Return whether every price stands in one of several equal boxes, each under a heading of its own."""
    outline = evidence.document.outline
    headings = [element.number for element in outline.tagged("h2", "h3", "h4") if not element.hidden]
    boxes: set[int] = set()
    for spot in near:
        above = (one for one in outline.ancestors(spot.element) if _holds(one.number, headings, outline))
        box = next(above, None)
        if box is None or box.tag in ("body", "html"):
            return False
        boxes.add(box.number)
    if len(boxes) < _LEAST_EQUAL:
        return False
    kinds = {
        (outline.elements[box].parent, outline.elements[box].tag, outline.elements[box].attributes.get("class"))
        for box in boxes
    }
    return len(kinds) == 1


def _holds(number: int, elements: Sequence[int], outline: Outline) -> bool:
    start, end = outline.extents[number]
    return any(start <= outline.extents[element][0] < end for element in elements if element >= 0)


def _buys_here(evidence: Evidence) -> bool:
    """Return whether a buy control stands on the page that belongs to no other item's box."""
    pieces = evidence.document.outline.pieces
    controls = evidence.buy.pieces
    return evidence.buy.found and (
        not controls or any(not evidence.tiles.of_card(pieces[position].element) for position in controls)
    )


def _sold_without_price(evidence: Evidence) -> bool:
    """Return whether the page says near its heading why it shows no price, or that it is not sold any longer."""
    assert evidence.heading is not None
    start = max(0, evidence.heading.piece)
    tiles = evidence.tiles
    return any(
        (
            reason_in(piece.text)
            or place_pattern("off_shelf").search(piece.text)
            or place_pattern("out_of_stock").search(piece.text.lower())
        )
        and not tiles.hold(piece.element)
        for piece in evidence.document.outline.pieces[start : start + _NEAR_HEADING]
        if len(piece.text) <= _LONGEST_NOTICE and not piece.hidden
    )


def _names_page(title: str, evidence: Evidence) -> bool:
    """Return whether a stated product is what the page is about: its name is the heading or in the page's title."""
    name = fold(title)
    if len(name) < 4:
        return False
    heading = fold(evidence.heading.text) if evidence.heading is not None else ""
    return bool(heading) and (name == heading or (len(heading) >= 8 and heading in name) or name in heading)


def _meta_type(document: Document) -> str:
    node = document.tree.css_first('meta[property="og:type"]')
    return ((node.attributes.get("content") if node is not None else None) or "").lower()


def _lists(evidence: Evidence, *, beside_item: bool = False) -> bool:
    """Return whether several equal items stand on the page; `beside_item` leaves out parts named for other goods."""
    spots = [spot for spot in evidence.spots if not (beside_item and spot.aside)]
    crowded = sum(1 for spot in spots if spot.crowded)
    linked = sum(1 for spot in spots if spot.elsewhere)
    return crowded >= _EQUAL_ITEMS or evidence.crowd >= _EQUAL_ITEMS or linked >= 6 or len(spots) >= 12
