"""Reads what a shop calls itself on its own pages: under a label, in parts named for it, in headings and titles."""

import re
from typing import Protocol

from crawler.read.dom.document import Document, collapse, place_of
from crawler.read.dom.titles import fold
from crawler.read.item.shop_names import names_of_home, reads_as_shop
from crawler.read.labels.pair_values import shop_of
from crawler.read.labels.pairs import LabelPair
from crawler.read.seller.disclosure_words import disclosure_words
from crawler.records import Source

_LONGEST = 40
_TITLE_SPLIT = re.compile(r"\s*[-_|–—·,，>»]\s*|\s*[:：]\s+")
_FILE_OF = re.compile(r"\s*的?(?:(?:公司|企业|商家|卖家|店铺)(?:档案|简介|介绍|资料|信息)|(?:个人)?主页)$")
_WELCOME = re.compile(r"^欢迎(?:您|你)?(?:光临|来到|访问|进入|惠顾)?")
_NOT_SHOP = re.compile(
    r"首页|店铺首页|营业执照|资质|证照|信息公示|官网|欢迎|登录|卖家资料|商家资料|全部商品|所有宝贝|工商|执照|经营者"
    r"|^(?:店铺|本店|商家|企业|网店|卖家)"
)
_SHOWN_BEHIND = "店铺|企业|经营者|商家|卖家|营业执照|执照|证照|资质|主体|工商|信息|公示|展示|亮照|自我声明|声明|免登记"
_HEADED_APART = re.compile(rf"^(?P<name>\S.{{0,27}}?)(?:\s*[\-|｜·—:：]\s*|\s+)(?:{_SHOWN_BEHIND}|[\s&与和及])+$")
_HEADED_SHOP = re.compile(
    r"^(?P<name>.{1,28}?(?:店|铺|坊|行|商城|工作室|馆|社|公司|厂|部|屋|集市))[\s\-|｜·—]*(?:的)?"
    rf"(?:{_SHOWN_BEHIND}|[\s&与和及])+$"
)
_ITS_SHOP = re.compile(r"(?<=..)的?店铺$")


class _Add(Protocol):
    def __call__(
        self, name: str, value: str | None, place: str, text: str, *, source: Source = ..., score: float = ...
    ) -> None: ...


def read_shop(document: Document, pairs: tuple[LabelPair, ...], add: _Add, *, home: bool) -> None:
    """Add what the shop may be called, each with how sure that is; `home` says whether the page is its first one.

    The title of any other page names that page: 关于本店, 联系我们.
    """
    for pair in pairs:
        if pair.field == "shop" and (value := shop_of(pair)) and len(value) <= 60:
            add("shop", value, pair.place, f"{pair.label}：{pair.value}", score=0.9)
    for node in document.tree.css(
        "[class*=shop-name], [class*=shopname], [class*=shopName], [class*=store-name], [class*=storeName], "
        "[id*=shop-name], [id*=shopName]"
    )[:3]:
        text = collapse(node.text(deep=True))
        if 1 < len(text) <= _LONGEST:
            add("shop", text, place_of(node), text, source="heuristic", score=0.7)
    meta = document.tree.css_first("meta[property='og:site_name']")
    if meta is not None and (content := collapse(meta.attributes.get("content"))):
        add("shop", content, "meta og:site_name", content, source="opengraph", score=0.5)
    for node in document.tree.css("h1, h2")[:3]:
        text = collapse(node.text(deep=True))
        if (headed := _headed(text)) is not None:
            add("shop", headed, place_of(node), text, source="heuristic", score=0.4)
    title = document.tree.css_first("title")
    if (named := _titled(document, collapse(title.text(deep=True)) if title is not None else "", home)) is not None:
        add("shop", named, "title", named, source="heuristic", score=0.3)
    elif home:
        for node in document.tree.css("h1")[:1]:
            text = collapse(node.text(deep=True))
            if _may_name(text):
                add("shop", text, place_of(node), text, source="heuristic", score=0.25)


def _headed(text: str) -> str | None:
    """Return whose paper a heading announces: 阿强电工 店铺资质."""
    for pattern in (_HEADED_APART, _HEADED_SHOP):
        if (headed := pattern.match(text)) is not None:
            name = _ITS_SHOP.sub("", headed["name"])
            if len(name) > 1 and _may_name(name):
                return name
    return None


def _titled(document: Document, title: str, home: bool) -> str | None:
    """Return the part of a page's title that names the shop: one the link home bears too, else the first."""
    declaration = document.declaration
    # A marketplace's title is its own name; a shop's site is called as the shop is.
    declared = declaration.title if declaration is not None and declaration.marketplace else ""
    written = [part for part in _TITLE_SPLIT.split(title) if part]
    parts = [_WELCOME.sub("", _FILE_OF.sub("", part)) for part in written if part not in declared]
    parts = [part for part in parts if _may_name(part)]
    known = {fold(text) for text in names_of_home(document)}
    if (both := next((part for part in parts if fold(part) in known), None)) is not None:
        return both
    if not home and len(written) == 1 and not any(map(reads_as_shop, parts)):
        return None
    return parts[0] if parts else None


def _may_name(text: str) -> bool:
    """Return whether a text may be a shop's name, and is none of what pages are called."""
    if not 1 < len(text) <= _LONGEST or _NOT_SHOP.search(text):
        return False
    folded = fold(text)
    return not any(re.fullmatch(word, folded) for word in disclosure_words().words.page_name)
