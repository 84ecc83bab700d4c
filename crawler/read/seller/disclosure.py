"""Reads what a page discloses about its seller: licence, permits, self-declaration, address, contact, links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any
from urllib.parse import urlsplit

from crawler.read.data.data_blocks import blocks_naming, holds_any
from crawler.read.dom.candidates import Candidate
from crawler.read.dom.document import Document
from crawler.read.dom.vocabulary import vocabulary
from crawler.read.labels.label_values import is_nothing
from crawler.read.labels.numbers import folded_text, is_masked
from crawler.read.labels.pairs import LabelPair, Line, Portion
from crawler.read.labels.view import view_of
from crawler.read.page import select
from crawler.read.seller.credit_codes import credit_codes, kept_codes
from crawler.read.seller.disclosure_links import disclosure_links, unopened_controls
from crawler.read.seller.disclosure_words import disclosure_words
from crawler.read.seller.licence_images import Scope, licence_images
from crawler.read.seller.own_name import read_shop
from crawler.read.seller.picture_files import is_blank_picture
from crawler.read.states.loading import unloaded_parts
from crawler.read.states.states import absent, shown
from crawler.records import DISCLOSURE_FIELDS, Cause, Link, RawPage, Reading, SellerDisclosure, Source

_CODE = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{2}\d{6}[0-9A-Za-z]{10}|\d{15})(?![0-9A-Za-z*＊])"
)
_RAW_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z*＊]{4,24}")
_NEAR_CODE = re.compile(
    r"(?:统一社会信用代码|社会信用代码|信用代码|营业执照(?:注册)?号?|企业注册号|工商注册号|注册号|执照编号)\s*(?:/注册号|[（(][^）)]{0,16}[）)])?\s*(?:为|是|[:：])?\s*(?P<number>[0-9A-Za-z*＊]{13,20})"
)
_HEADS = "|".join(
    (
        "零星小额",
        "小额交易",
        "自产农副产品",
        "农副产品",
        "家庭手工业",
        "手工业产品",
        "便民劳务",
        "自己的技能",
        "本店",
        "本网店",
        "本人",
        "本经营者",
        "我店",
        "个人从事",
        "个人销售",
        "个人利用",
        "自然人",
        "卖家",
        "商家",
        "经营者",
        "个人",
    )
)
_DECLARATION = re.compile(
    rf"(?:{_HEADS})[^。！!]{{0,80}}?(?:依法|按规定|(?:根据|依据|依照|按照)[^。]{{0,60}}?)?[，,]?(?:不需要?|无需|无须|不须|免于?|免予|可不)(?:要)?(?:依法)?(?:进行|办理|取得)?(?:市场主体|工商|营业执照|主体|经营者)?(?:的)?(?:登记|注册)(?!的(?:除外|情形|经营)|除外|是否)"
)
_LAW_QUOTE = re.compile(r"除外|应当|第[一二三四五六七八九十\d]+条|网络交易平台经营者|情形之一")
_CITED = re.compile(
    r"(?:根据|依据|依照|按照|按|符合)[^。！!；;]{0,60}?第[一二三四五六七八九十百\d]+条(?:第?[一二三四五六七八九十\d（）()]+[款项])*"
    r"(?:(?:以?及|和|与|、|，|,)《[^》]{2,40}》第[一二三四五六七八九十百\d]+条(?:第?[一二三四五六七八九十\d（）()]+[款项])*)*"
)
"""The article that a declaration names as its ground: 依据《电子商务法》第十条."""
_CITED_REACH = 90
_PERMIT_LABEL = re.compile(
    r"(?:经营|生产|卫生|流通|销售|批发|零售|出版物|网络文化|危险化学品|食品|医疗器械|药品|化妆品|烟草|种子|农药|兽药|成品油|增值电信).{0,12}(?:许可证?|备案(?:凭证|证明|编号|号)?)|许可证(?:编号|号)?$|行政许可"
)
_NO_PERMIT = re.compile(r"icp|软件|进网|入网|商标|专利", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8}(?:[- ]\d{1,5})?|[48]00[- ]?\d{3}[- ]?\d{4}|95\d{3,6})(?!\d)"
)
_OWNER = r"[\u4e00-\u9fff（()）·A-Za-z]{2,30}?(?:有限公司|股份公司|集团公司|有限责任公司|合作社|经营部|商行|厂)"
_REACHES = re.compile(r"\d|[*＊]{3}|@|[A-Za-z][\w-]{4,}")
"""What a way of reaching somebody holds: a number, a masked one, an address, an account; no other link of a menu."""
_COPYRIGHT = re.compile(
    rf"(?:©|&copy;|\(c\)|copyright|版权所有|版权归属?)[\s\d\-–—:：,，.至©]*(?:by\s)?(?P<name>{_OWNER})"
    rf"|(?<![\u4e00-\u9fff])(?P<before>{_OWNER})\s*(?:版权所有|©)",
    re.IGNORECASE,
)
_SHORT_LINE = 24
_LONGEST_PERMIT = 60
_LONG_NUMBER = re.compile(r"\d{6}")
_GOODS_AREAS = ("attribute", "description")
_LICENCE_PARTS = 3
_CODE_LENGTH = 18
_LONG_TEXT = 1500


@dataclass(slots=True)
class _Gathered:
    """What was found on the page so far, per field in page order."""

    found: dict[str, list[Candidate]] = field(default_factory=dict)
    possible: dict[str, None] = field(default_factory=dict)

    def add(
        self, name: str, value: str | None, place: str, text: str, *, source: Source = "label", score: float = 0.9
    ) -> None:
        if value and not any(candidate.value == value for candidate in self.found.get(name, ())):
            candidate = Candidate(name, value, source, place, text[:300], score, is_masked(value))
            self.found.setdefault(name, []).append(candidate)

    def best(self, name: str) -> str | None:
        candidates = self.ordered(name)
        return candidates[0].value if candidates else None

    def ordered(self, name: str) -> list[Candidate]:
        return sorted(self.found.get(name, ()), key=lambda candidate: -candidate.score)

    def values(self, name: str) -> tuple[str, ...]:
        return tuple(candidate.value for candidate in self.found.get(name, ()))

    @property
    def unread(self) -> tuple[str, ...]:
        """Pictures that may be a licence and of which nothing says so."""
        return tuple(url for url in self.possible if url not in self.values("licence_images"))


def read_disclosure(document: Document, raw: RawPage, *, about: bool | None = None) -> SellerDisclosure:
    """Return what the page shows about its seller, every field in one of the three states.

    One page alone proves little: what its links lead to is joined by `join_shop`. `about` says whether the page is one
    about the seller, where any unread picture may be a licence; without it the plan's kind says so.
    """
    gathered = _Gathered()
    view = view_of(document)
    links: tuple[Link, ...] = ()
    unclear: tuple[str, ...] = ()
    if raw.gate == "none" and _is_unreadable(raw):
        if not is_blank_picture(raw.body):
            gathered.possible[raw.final_url or raw.url or ""] = None
    elif raw.gate == "none":
        links = tuple(disclosure_links(document))
        unclear = tuple(dict.fromkeys(unopened_controls(document)))
        _read_declared(document, gathered)
        _read_pairs(view.pairs, gathered)
        about = raw.expected_kind == "disclosure" if about is None else about
        for portion in view.portions:
            _read_lines(portion, gathered)
            _read_images(portion, gathered, links, "about" if about else "home")
        _read_data(document, gathered)
        read_shop(document, view.pairs, gathered.add, home=not about)
        unclear = (*unclear, *_unplaced_codes(document, gathered))
    cause = _page_cause(document, raw, links, gathered.unread, unclear)
    said = _said(gathered, links, unclear, cause)
    own = {"shop": gathered.best("shop"), "shop_url": _shop_url(document, raw), "individual": _is_individual(document)}
    return said.model_copy(update=own)


def read_footer(document: Document, raw: RawPage) -> SellerDisclosure | None:
    """Return what a page of another kind says about the shop's seller beside its goods, None where it says nothing.

    What the attributes and the description say is the maker's, but for a picture that calls itself a licence.
    """
    if raw.gate != "none":
        return None
    gathered = _Gathered()
    view = view_of(document)
    links = tuple(disclosure_links(document))
    unclear = tuple(dict.fromkeys(unopened_controls(document)))
    page = _beside_goods(view.portions[0])
    _read_pairs(page.pairs, gathered)
    _read_lines(page, gathered)
    for name in ("contact", "permits"):
        gathered.found.pop(name, None)
    _read_pairs(tuple(pair for pair in page.pairs if pair.area == "footer"), gathered)
    for line in view.portions[0].lines:
        # Among the goods' facts a credit code may be the maker's as well as the seller's.
        if line.area in _GOODS_AREAS and "代码" in line.text and _NEAR_CODE.search(folded_text(line.text)):
            unclear = (*unclear, line.text[:_SHORT_LINE])
    if (declared := _self_declaration(view.portions[0].lines)) is not None:
        gathered.add("self_declaration", declared[0], declared[1].place, declared[0])
    _read_images(view.portions[0], gathered, links, "goods")
    _read_data(document, gathered, whole=False)
    unclear = (*unclear, *_unplaced_codes(document, gathered))
    if not gathered.found and not gathered.possible and not links and not unclear:
        return None
    return _said(gathered, links, unclear, "limit")


def _said(
    gathered: _Gathered, links: tuple[Link, ...], unclear: tuple[str, ...], cause: Cause | None
) -> SellerDisclosure:
    """Return what was gathered; `cause` is why what was not cannot be called missing from this page alone."""
    return SellerDisclosure(
        name=gathered.best("name"),
        licence_number=gathered.best("licence_number"),
        licence_text=gathered.best("licence_text"),
        licence_images=gathered.values("licence_images"),
        permits=gathered.values("permits"),
        self_declaration=gathered.best("self_declaration"),
        address=gathered.best("address"),
        contact=gathered.best("contact"),
        links=links,
        possible_licence_images=gathered.unread,
        unclear=unclear,
        readings=_readings(gathered, links, cause),
    )


def _unplaced_codes(document: Document, gathered: _Gathered) -> Iterator[str]:
    """Yield the valid codes a page holds and does not show as its seller's: nobody can tell whose they are."""
    shown = gathered.values("licence_number")
    return (f"统一社会信用代码 {code}" for code in kept_codes(document) if code not in shown)


def _beside_goods(portion: Portion) -> Portion:
    return Portion(
        portion.document,
        portion.boxes,
        tuple(line for line in portion.lines if line.area not in _GOODS_AREAS),
        tuple(pair for pair in portion.pairs if pair.area not in _GOODS_AREAS),
        portion.cut,
    )


def _readings(gathered: _Gathered, links: tuple[Link, ...], cause: Cause | None) -> dict[str, Reading]:
    readings = {}
    for name in DISCLOSURE_FIELDS:
        found = gathered.ordered(name)
        if name == "links" and links:
            readings[name] = Reading(state="shown", source="label", place="a", text=links[0].text or links[0].url)
        elif found:
            readings[name] = shown(found)
        elif name in ("licence_number", "licence_text", "name", "address") and gathered.found.get("licence_images"):
            readings[name] = absent("image_only")
        else:
            readings[name] = absent(cause)
    return readings


def _is_unreadable(raw: RawPage) -> bool:
    """Return whether an answer is no page but a picture or a file that nobody has looked into."""
    kind = (raw.content_type or "").lower()
    if kind and not raw.rendered:
        return not any(word in kind for word in ("html", "xml", "text", "json"))
    return raw.body[:5] == b"%PDF-" or raw.body[:3] == b"\xff\xd8\xff" or raw.body[:4] == b"\x89PNG"


def _page_cause(
    document: Document,
    raw: RawPage,
    links: tuple[Link, ...],
    possible: tuple[str, ...],
    unclear: tuple[str, ...],
) -> Cause | None:
    """Return why this page alone cannot prove that something is not shown."""
    if raw.gate != "none":
        return "gated"
    if not raw.complete or not document.complete:
        return "truncated"
    if any(portion.cut for portion in view_of(document).portions):
        return "truncated"
    if unclear or (not _is_unreadable(raw) and unloaded_parts(document)):
        return "not_rendered"
    if possible:
        return "image_only"
    here = _bare(document.final_url or document.url or "")
    # Where the links lead has not been seen from here: a limit of one page, lifted by the join.
    return "limit" if any(_bare(link.url) != here for link in links) else None


def _bare(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}?{parts.query}"


# --- sources -----------------------------------------------------------------------------------------------


def _read_declared(document: Document, gathered: _Gathered) -> None:
    declaration = document.declaration
    if declaration is None:
        return
    for name, selector in declaration.selectors.fields.items():
        if name in DISCLOSURE_FIELDS and name not in ("links",) and (value := select(document, selector)):
            gathered.add(name, value, selector, value, source="declaration", score=1.0)


def _read_pairs(pairs: tuple[LabelPair, ...], gathered: _Gathered) -> None:
    labels = disclosure_words().labels
    parts: list[str] = []
    known: set[str] = set()
    for pair in pairs:
        folded = vocabulary().folded(re.sub(r"[(（].*?[)）]", "", pair.label)) or vocabulary().folded(pair.label)
        text = f"{pair.label}：{pair.value}"
        if not pair.value or is_nothing(pair.value):
            continue
        if folded in labels.licence_number and (number := _licence_number(pair.value)):
            gathered.add("licence_number", number, pair.place, text)
            parts.append(text)
            known.add("number")
        elif folded in labels.name and len(pair.value) <= 80:
            gathered.add("name", pair.value, pair.place, text)
            parts.append(text)
        elif folded in labels.weak_name and len(pair.value) <= 60:
            gathered.add("name", pair.value, pair.place, text, score=0.6)
            parts.append(text)
        elif folded in labels.address and 3 <= len(pair.value) <= 200:
            gathered.add("address", pair.value, pair.place, text, score=0.8 if folded == "地址" else 0.9)
            parts.append(text)
        elif folded in labels.contact and "12315" not in pair.value and _REACHES.search(pair.value):
            gathered.add("contact", pair.value[:120], pair.place, text)
        elif folded in labels.licence_part:
            parts.append(text)
            known.add(folded)
        elif _PERMIT_LABEL.search(pair.label) and not _NO_PERMIT.search(pair.label):
            gathered.add("permits", text, pair.place, text)
    if "number" in known or len(known) >= _LICENCE_PARTS:
        gathered.add(
            "licence_text", "；".join(dict.fromkeys(parts))[:_LONG_TEXT], "营业执照", parts[0] if parts else ""
        )


def _licence_number(value: str) -> str | None:
    """Return the number under a licence label as it stands: a whole one, else what is written there."""
    folded = folded_text(value)
    found = _CODE.search(re.sub(r"(?<=[0-9A-Za-z])[ -](?=[0-9A-Za-z])", "", folded))
    if found:
        return found.group().upper()
    raw = _RAW_NUMBER.search(re.sub(r"(?<=[0-9A-Za-z*])[ -](?=[0-9A-Za-z*])", "", folded.replace("＊", "*")))
    return raw.group() if raw and sum(c.isdigit() or c == "*" for c in raw.group()) >= 4 else None


def _read_lines(portion: Portion, gathered: _Gathered) -> None:
    for line in portion.lines:
        text = line.text
        if ("代码" in text or "号" in text) and (near := _NEAR_CODE.search(folded_text(text))):
            gathered.add("licence_number", _licence_number(near["number"]), line.place, text, score=0.8)
            gathered.add("licence_text", near.group()[:200], line.place, text, score=0.5)
        for code in credit_codes(text) if len(text) >= _CODE_LENGTH else ():
            gathered.add("licence_number", code, line.place, text, score=0.4)
        if line.area == "footer" or "版权所有" in text or "©" in text:
            owner = _COPYRIGHT.search(text)
            if owner:
                gathered.add("name", owner["name"] or owner["before"], line.place, text, score=0.4)
        if line.area != "header" and ("电话" in text or "热线" in text) and (phone := _PHONE.search(text)):
            gathered.add("contact", phone.group(), line.place, text, score=0.5)
        if (
            len(text) <= _LONGEST_PERMIT
            and _LONG_NUMBER.search(text)
            and _PERMIT_LABEL.search(text)
            and not _NO_PERMIT.search(text)
        ):
            gathered.add("permits", text, line.place, text, score=0.6)
    declaration = _self_declaration(portion.lines)
    if declaration is not None:
        gathered.add("self_declaration", declaration[0], declaration[1].place, declaration[0])


def _self_declaration(lines: tuple[Line, ...]) -> tuple[str, Line] | None:
    """Return the text of a self-declaration (免登记自我声明), also one broken over lines, and the line it begins in."""
    compact = ["".join(line.text.split()).replace("\u200b", "").replace("\ufeff", "") for line in lines]
    whole = "".join(compact)
    if "登记" not in whole and "注册" not in whole:
        return None
    starts = [0, *accumulate(map(len, compact[:-1]))]
    for found in _DECLARATION.finditer(whole):
        before = _CITED.sub("", whole[max(0, found.start() - _CITED_REACH) : found.start()])[-30:]
        if _LAW_QUOTE.search(before + _CITED.sub("", whole[found.start() : found.end() + 30])):
            continue
        begin = _first_of_sentence(found, starts)
        at = next((index for index in range(len(starts) - 1, -1, -1) if starts[index] <= begin), 0)
        return whole[begin : found.end()], lines[at]
    return None


def _first_of_sentence(found: re.Match[str], starts: list[int]) -> int:
    """Return where a declaration begins: at the last line that begins it anew, not at an earlier word like 个人店铺."""
    return next(
        (
            start
            for start in reversed(starts)
            if found.start() < start < found.end() and _DECLARATION.match(found.string, start)
        ),
        found.start(),
    )


def _read_images(portion: Portion, gathered: _Gathered, links: tuple[Link, ...], scope: Scope) -> None:
    for found in licence_images(portion, frozenset(link.url for link in links), scope):
        if found.field == "possible":
            gathered.possible.setdefault(found.url)
        else:
            gathered.add(found.field, found.value, found.place, found.text)


_SELLER_KEYS = ("icense", "icence", "credit_code", "creditcode", "company", "enterprise", "regno")
"""What the keys of a seller's data hold, in lower case."""


def _read_data(document: Document, gathered: _Gathered, *, whole: bool = True) -> None:
    """Read disclosure fields from the page's data by their keys; of a page about goods only whole credit codes."""
    named = any(holds_any(text, _SELLER_KEYS) for text in document.lowered_scripts)
    if not named and (not whole or not document.answers):
        return
    keys = {key: name for name, names in disclosure_words().data.items() for key in names}
    budget = 20_000
    for block in blocks_naming(document, _SELLER_KEYS):
        stack: list[tuple[Any, str]] = [(block.data, block.place)]
        while stack and budget > 0:
            value, path = stack.pop()
            budget -= 1
            if isinstance(value, dict):
                for key, entry in value.items():
                    name = keys.get(re.sub(r"[_-]", "", str(key)).lower())
                    if name is not None and isinstance(entry, str) and entry.strip():
                        if not whole and (name != "licence_number" or not _CODE.fullmatch(entry.strip())):
                            continue
                        _take_data(document, name, entry.strip(), f"{path}.{key}", gathered)
                    elif isinstance(entry, dict | list):
                        stack.append((entry, f"{path}.{key}"))
            elif isinstance(value, list):
                stack.extend(
                    (entry, f"{path}[{at}]") for at, entry in enumerate(value[:100]) if isinstance(entry, dict | list)
                )


def _take_data(document: Document, name: str, value: str, place: str, gathered: _Gathered) -> None:
    if name == "licence_images":
        if re.search(r"\.(?:jpe?g|png|webp|gif|bmp|pdf)|^https?:|^//|^/", value, re.IGNORECASE):
            gathered.add(name, document.absolute(value), place, value, source="embedded_state", score=0.6)
        return
    found = _licence_number(value) if name == "licence_number" else value[:200]
    gathered.add(name, found, place, value, source="embedded_state", score=0.6)


def _shop_url(document: Document, raw: RawPage) -> str | None:
    if raw.expected_kind == "shop":
        return raw.final_url or raw.url
    for node in document.tree.css("a[href]"):
        if re.search(r"进入店铺|进店|返回店铺|店铺首页|回到店铺|返回首页", node.text(deep=True)[:40]):
            return document.absolute(node.attributes.get("href"))
    return None


def _is_individual(document: Document) -> bool:
    """Return whether the platform itself marks the seller as an individual."""
    declared = document.declaration.selectors.individual_signs if document.declaration is not None else ()
    signs = declared or disclosure_words().words.individual
    folded = {vocabulary().folded(sign) for sign in signs if sign}
    for portion in view_of(document).portions[:1]:
        for line in portion.lines:
            text = vocabulary().folded(line.text) if len(line.text) <= 40 else ""
            if text and text in folded:
                return True
            if declared and any(sign in line.text for sign in declared):
                return True
    return False
