"""Says what kind of page a page is: from its declaration's URL patterns, else from what stands on it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from crawler.platforms import PlatformDeclaration, UrlPattern
from crawler.read.document import Document
from crawler.read.names_of_parts import part_words
from crawler.read.prices import reason_in
from crawler.read.product import Product
from crawler.read.spots import Buy, Spot
from crawler.read.titles import Heading, fold, page_titles
from crawler.read.vocabulary import vocabulary
from crawler.records import PageKind

_DISCLOSURE = re.compile(
    r"营业执照|统一社会信用代码|经营者信息|证照信息|资质信息|工商信息|企业资质|主体信息|亮证|亮照|自我声明|无需办理市场主体登记|免于登记|经营许可|注册号"
)
_DISCLOSURE_ADDRESS = re.compile(
    r"liangzhao|licen[cs]e|zhizhao|yingyezhizhao|certificate|qualif|zizhi|gongshang|disclosure|legal", re.IGNORECASE
)
_LIVE = re.compile(r"直播间|正在直播|讲解中|主播|直播中")
_LIVE_ADDRESS = re.compile(r"(?:^|[/._-])(?:live|zhibo|liveroom|live_room|liveshow)(?:[/._-]|$|\d)", re.IGNORECASE)
_SHOP = re.compile(
    r"店铺首页|进店逛逛|全部宝贝|全部商品|店铺动态|店铺信誉|收藏店铺|关注店铺|店铺分类|本店搜索|开店时间|店铺简介"
)
_QUERY_IDS = (
    "id",
    "goods_id",
    "goodsid",
    "item_id",
    "itemid",
    "product_id",
    "productid",
    "pid",
    "skuid",
    "sku",
    "offerid",
    "spuid",
    "gid",
    "num_iid",
    "goods",
    "wareid",
)
_PATH_ID = re.compile(r"(?:[/_.-]|^)(?:[a-z]{0,12}[-_/]?)?(\d{4,22})(?:\.s?html?|\.aspx?|\.php|/)?$", re.IGNORECASE)
_ROUTED_ID = re.compile(
    r"(?:^|[&=/])(?:goods|product|item|detail|index|show|view)\w*(?:/\w+)*?/(?:id/)?(\d{1,22})(?:\.s?html?)?(?:&|$)"
)
_NAMED_ID = re.compile(
    r"(?:^|&)(?!c(?:at|ate|lass)?id=|s(?:hop)?id=|u(?:ser)?id=|pageid=|typeid=)[a-z_]*id=(\d{1,22})(?:&|$)",
    re.IGNORECASE,
)
_EQUAL_ITEMS = 4
_HOME = re.compile(r"^/?(?:(?:index|default|home|main)(?:\.\w{2,5})?)?/?$")
_LONGEST_DISCLOSURE = 20_000
_FOOT = frozenset({"foot", "footer", "copyright", "bottom", "siteinfo", "beian"})
_DIGITS = re.compile(r"\d+")
_PICTURED_LINKS = 6
_LONGEST_LABEL = 14
_NEAR_HEADING = 60
_OF_GOODS = frozenset(
    {"brand", "models", "maker", "maker_address", "standards", "licence_numbers", "certificate_numbers"}
    | {"gtin", "batches", "production_dates", "specifications", "warnings"}
)
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


def declared_pattern(url: str | None, declaration: PlatformDeclaration | None) -> UrlPattern | None:
    """Return the first URL pattern of the declaration that fits."""
    if not url or declaration is None:
        return None
    return next((pattern for pattern in declaration.patterns if re.search(pattern.pattern, url)), None)


def declared_item_id(url: str | None, pattern: UrlPattern | None) -> str | None:
    """Return the item id as the declaration says where it stands in the URL."""
    if not url or pattern is None:
        return None
    if pattern.item_from_query:
        return first_query(url, (pattern.item_from_query,))
    found = re.search(pattern.pattern, url)
    return found.groupdict().get("item") if found else None


def first_query(url: str, names: Sequence[str]) -> str | None:
    """Return the value of the first of the named query parameters, also from a hash route."""
    parts = urlsplit(url)
    queries = [parts.query, parts.fragment.partition("?")[2]]
    for query in queries:
        values = {key.lower(): value for key, value in parse_qs(query).items()}
        for name in names:
            if values.get(name.lower()):
                return values[name.lower()][0]
    return None


def url_item_id(url: str | None) -> str | None:
    """Return what looks like the item's id in a URL that no declaration knows."""
    if not url:
        return None
    asked = first_query(url, _QUERY_IDS)
    if asked and re.fullmatch(r"[\w-]{1,40}", asked):
        return asked
    parts = urlsplit(url)
    found = _PATH_ID.search(parts.path)
    if found is None:
        # Shops of one entry script keep the path in a parameter (?s=goods/index/id/71.html); others name the id otherwise.
        found = _ROUTED_ID.search(parts.query) or _NAMED_ID.search(parts.query)
    return found.group(1) if found else None


def page_kind(evidence: Evidence, pattern: UrlPattern | None) -> PageKind:
    """Return the kind of the page."""
    if pattern is not None:
        return pattern.kind
    document = evidence.document
    path = urlsplit(document.final_url or document.url or "").path
    text = document.visible_text
    if _LIVE_ADDRESS.search(path) and _LIVE.search(text[:_HEAD]):
        return "live_room"
    lists = _lists(evidence)
    at_home = bool(document.url) and bool(_HOME.match(path))
    if document.expected == "shop" and at_home:
        return "shop"
    if _main_product(evidence):
        return "item"
    if _discloses(evidence, path, lists=lists):
        return "disclosure"
    lists = lists or _links_goods(document)
    signs = len(set(_SHOP.findall(text)))
    if lists or document.expected == "shop":
        return "shop" if at_home or signs >= 3 or document.expected == "shop" else "list"
    return "shop" if signs >= 3 else "other"


def _discloses(evidence: Evidence, path: str, *, lists: bool) -> bool:
    """Return whether a page is about who runs the shop; the licence line below every page of a site says nothing."""
    document = evidence.document
    if len(document.visible_text) >= _LONGEST_DISCLOSURE:
        return False
    said = set(_DISCLOSURE.findall(_without_footer(document)))
    named = " ".join((*page_titles(document), evidence.heading.text if evidence.heading is not None else ""))
    if document.expected == "disclosure" and (said or _DISCLOSURE.search(named)):
        return True
    if not said or lists:
        return False
    return len(said) >= 2 or bool(_DISCLOSURE_ADDRESS.search(path)) or bool(_DISCLOSURE.search(named))


def _without_footer(document: Document) -> str:
    """Return the page's text without its footer and what stands in the alt texts of its pictures."""
    outline = document.outline
    below = [False] * len(outline.elements)
    texts: list[str] = []
    for element in outline.elements:
        inside = element.parent >= 0 and below[element.parent]
        below[element.number] = inside or element.tag == "footer" or bool(_FOOT & part_words(element.attributes))
        if element.tag == "img" and not below[element.number] and (alt := element.attributes.get("alt")):
            texts.append(alt)
    texts.extend(piece.text for piece in outline.pieces if not below[piece.element])
    return "\n".join(texts)


def _links_goods(document: Document) -> bool:
    """Return whether many pictures lead to pages whose addresses differ only in a number: a list without prices."""
    found: dict[str, set[str]] = {}
    for element in document.outline.elements:
        href = element.attributes.get("href") if element.tag == "a" else None
        if href and _DIGITS.search(href) and element.node.css_first("img") is not None:
            found.setdefault(_DIGITS.sub("#", href), set()).add(href)
    return any(len(links) >= _PICTURED_LINKS for links in found.values())


def _labelled(document: Document) -> int:
    """Return how many of the fields that describe goods the page labels."""
    words = vocabulary()
    found: set[str] = set()
    for piece in document.outline.pieces:
        if len(piece.text) > _LONGEST_LABEL:
            head = re.match(r"[^:：]{2,12}(?=[:：])", piece.text)
            text = head.group() if head else ""
        else:
            text = piece.text
        if text and (meaning := words.meaning(text.strip(" :："))) is not None and meaning.field in _OF_GOODS:
            found.add(meaning.field)
    return len(found)


def _says_why_unpriced(evidence: Evidence) -> bool:
    """Return whether the page says near its heading why it shows no price."""
    assert evidence.heading is not None
    start = max(0, evidence.heading.piece)
    pieces = evidence.document.outline.pieces[start : start + _NEAR_HEADING]
    return any(len(piece.text) <= 24 and not piece.hidden and reason_in(piece.text) for piece in pieces)


def _main_product(evidence: Evidence) -> bool:
    """Return whether one product stands in the middle: stated, or with a title and a price or buy control."""
    stated = [product for product in evidence.stated if product.source != "opengraph"]
    titles = {product.title for product in stated}
    crowded = sum(1 for spot in evidence.spots if spot.crowded and not spot.aside)
    near = [
        spot
        for spot in evidence.spots
        if not spot.elsewhere and not spot.crowded and not spot.struck and spot.score >= 3
    ]
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
    if evidence.heading is None or evidence.heading.piece < 0:
        return best is not None and best.score >= 3 and bool(near)
    if evidence.buy.found and (near or evidence.heading.score >= 4) and not (crowded >= 8 and not near):
        return not _lists(evidence, beside_item=True) or bool(near)
    meta_type = _meta_type(evidence.document)
    if "product" in meta_type and (near or evidence.heading.score >= 4):
        return True
    if not near:
        described = evidence.heading.score >= 4 and not _lists(evidence, beside_item=True)
        return described and (_labelled(evidence.document) >= 3 or _says_why_unpriced(evidence))
    sure = evidence.heading.score + max(spot.score for spot in near)
    return sure >= _SURE and not (crowded >= 8 and len(near) > 6)


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
