"""Reads signs of what a page is about: who runs the shop, a text to be read, goods described by their attributes."""

import re

from crawler.fetch.links import PageLink, looks_like_disclosure
from crawler.read.dom.document import Document
from crawler.read.dom.home import is_home_address
from crawler.read.dom.outline import Outline
from crawler.read.dom.spots import Spot
from crawler.read.dom.tiles import Tiles
from crawler.read.dom.titles import Heading, page_titles
from crawler.read.dom.vocabulary import vocabulary
from crawler.records import RawPage

_DISCLOSURE = re.compile(
    r"营业执照|信用代码|经营者信息|证照信息|资质信息|资质公示|证照公示|工商信息|企业资质|主体信息|亮证|亮照|自我声明|经营者声明|信息公示|(?:无需|无须|不需要?|免于|免予|不用)(?:依法)?(?:办理|进行|取得)?(?:市场主体|工商)?登记|经营许可|注册号|公司证照|企业证照|店铺证照"
    r"|(?:店铺|商家|卖家|企业|商户|网店)公示|法定代表人|登记机关"
    r"|(?i:unified social credit code|business licen[cs]e|company registration n(?:o|umber)|legal notice|impressum)"
)
_DISCLOSURE_ADDRESS = re.compile(
    r"liangzhao|licen[cs]e|zhizhao|yingyezhizhao|certificate|qualif|zizhi|gongshang|disclosure|legal", re.IGNORECASE
)
_DISCLOSURE_HEAD = re.compile(
    r"^\W*(?:本店|企业|商家|店铺|卖家|经营者)?(?:营业执照|经营者信息|证照|资质|工商|主体|亮照|亮证|自我声明)(?:信息)?(?:公示|展示|查询|查看)?\W*$"
)
_LONGEST_DISCLOSURE = 20_000
_FOOT = frozenset({"foot", "footer", "copyright", "bottom", "siteinfo", "beian"})
_FOOT_LINE = re.compile(r"版权所有|copyright|©|ICP备|all rights reserved", re.IGNORECASE)
_LONGEST_FOOT = 500
_LONGEST_LABEL = 14
_LABEL_BEFORE = re.compile(r"[^:：]{2,12}(?=[:：])")
_OF_GOODS = frozenset(
    {"brand", "models", "maker", "maker_address", "standards", "licence_numbers", "certificate_numbers"}
    | {"gtin", "batches", "production_dates", "specifications", "warnings"}
)
_LONGEST_NAME = 16
_TITLE_PARTS = re.compile(r"\s*[-_|–—>»]\s*")
_ROW_OF_TILES = 3
_LEAST_SENTENCE = 12
_SENTENCE = re.compile(r"[，。；！]|[a-z]{2,} [a-z]+ [a-z]+ [a-z]+")
_BLOCKS = frozenset({"p", "div", "td", "li", "dd", "section", "article"})


def discloses(document: Document, heading: Heading | None, tiles: Tiles, *, lists: bool) -> bool:
    """Return whether a page is about who runs the shop; the licence line below every page of a site says nothing."""
    if len(document.visible_text) >= _LONGEST_DISCLOSURE:
        return False
    below = _footers(document.outline, heading)
    outline = document.outline
    texts = [
        alt
        for element in outline.elements
        if element.tag == "img" and not below[element.number] and (alt := element.attributes.get("alt"))
    ]
    texts.extend(piece.text for piece in outline.pieces if not below[piece.element])
    said = set(_DISCLOSURE.findall("\n".join(texts)))
    named = " ".join((*page_titles(document), heading.text if heading is not None else ""))
    if document.expected == "disclosure" and (said or _DISCLOSURE.search(named)):
        return True
    if not said:
        return False
    if lists:
        return len(said) >= 2 and _headed(document, below, tiles)
    path = document.final_url or document.url or ""
    return len(said) >= 2 or bool(_DISCLOSURE_ADDRESS.search(path)) or bool(_DISCLOSURE.search(named))


def is_about_seller(document: Document, raw: RawPage, heading: Heading | None) -> bool:
    """Return whether a page tells of its seller, whatever it shows: planned as a disclosure, or called like one."""
    if raw.expected_kind == "disclosure":
        return True
    if raw.expected_kind is not None and is_home_address(raw.url):
        return False
    url = raw.final_url or raw.url or ""
    names = [heading.text] if heading is not None else []
    for title in page_titles(document):
        names += _TITLE_PARTS.split(title)
    return any(
        looks_like_disclosure(PageLink(url=url, text=name)) for name in (*names, "") if len(name) <= _LONGEST_NAME
    )


def _headed(document: Document, below: list[bool], tiles: Tiles) -> bool:
    """Return whether a line of its own announces the disclosure and no goods follow it: a sidebar stands before."""
    for position, piece in enumerate(document.outline.pieces):
        if below[piece.element] or not _DISCLOSURE_HEAD.match(piece.text):
            continue
        if any(element.tag == "a" for element in document.outline.ancestors(piece.element)):
            continue
        if len(tiles.behind(position)) < _ROW_OF_TILES:
            return True
    return False


def _footers(outline: Outline, heading: Heading | None) -> list[bool]:
    """Return for each element whether it stands in the page's footer: named so, or around a line of its copyright."""
    marked: set[int] = set()
    for piece in outline.pieces:
        if not _FOOT_LINE.search(piece.text):
            continue
        holder = piece.element
        for element in outline.ancestors(piece.element):
            start, end = outline.extents[element.number]
            whole = element.tag in ("body", "html") or outline.length(element.number) > _LONGEST_FOOT
            if whole or (heading is not None and start <= heading.piece < end):
                break
            holder = element.number
        marked.add(holder)
    below = [False] * len(outline.elements)
    for element in outline.elements:
        below[element.number] = (
            (element.parent >= 0 and below[element.parent])
            or element.tag == "footer"
            or element.number in marked
            or not _FOOT.isdisjoint(element.words)
        )
    return below


def labelled_fields(document: Document) -> int:
    """Return how many of the fields that describe goods the page labels."""
    words = vocabulary()
    found: set[str] = set()
    for piece in document.outline.pieces:
        head = _LABEL_BEFORE.match(piece.text)
        text = head.group() if head else piece.text if len(piece.text) <= _LONGEST_LABEL else ""
        if text and (meaning := words.meaning(text.strip(" :："))) is not None and meaning.field in _OF_GOODS:
            found.add(meaning.field)
    return len(found)


def in_prose(document: Document, spot: Spot) -> bool:
    """Return whether an amount stands inside a sentence, as in an article, a notice or a review."""
    outline = document.outline
    for element in outline.ancestors(spot.element):
        if element.tag not in _BLOCKS:
            continue
        if outline.length(element.number) <= _LEAST_SENTENCE:
            continue
        start, end = outline.extents[element.number]
        piece = outline.pieces[spot.piece].text
        alone = end - start == 1
        return (
            alone
            and len(piece) > _LEAST_SENTENCE
            and len(piece) - _amount_length(spot) > _LEAST_SENTENCE
            and bool(_SENTENCE.search(piece))
        )
    return False


def _amount_length(spot: Spot) -> int:
    return sum(len(amount.text) for amount in spot.amounts)
