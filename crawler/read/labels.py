"""Label–value pairs anywhere on a page, in page order, and the candidates for the listing's fields they give."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from crawler.read.boxes import Box
from crawler.read.candidates import Candidate
from crawler.read.data_pairs import read_data
from crawler.read.document import Document, collapse, place_of
from crawler.read.finder import Finder
from crawler.read.label_values import (
    address_of,
    certificates_of,
    firm_in,
    gtin_of,
    is_nothing,
    is_street,
    licences_of,
    maker_and_address_of,
    maker_of,
    may_be_ccc,
    models_of,
    names_firm,
    places_of_making,
    points_elsewhere,
    reports_of,
    standards_of,
    title_model_of,
)
from crawler.read.numbers import find_ccc, find_licences, find_standards, folded_text, is_masked
from crawler.read.pairs import LabelPair, Line, Portion
from crawler.read.vocabulary import vocabulary
from crawler.read.warnings import warning_sentences, warns, warns_of_goods


@dataclass(frozen=True, slots=True, weakref_slot=True)
class PageView:
    """The page walked once, for everything that reads its text, pairs and images."""

    portions: tuple[Portion, ...]
    pairs: tuple[LabelPair, ...]
    """Every pair of the page, also those about the shop, the delivery or the page itself."""
    goods: tuple[LabelPair, ...] = ()
    """The pairs that speak of the goods."""
    data_images: tuple[str, ...] = ()
    """Pictures of the description that stand in the page's data, where scripts would put them on the page."""


_VIEWS: WeakKeyDictionary[Document, PageView] = WeakKeyDictionary()


def view_of(document: Document) -> PageView:
    """Return the page's boxes, lines and pairs, read once a document."""
    view = _VIEWS.get(document)
    if view is None:
        portions = [Finder(document, "other").portion()]
        parts = (*document.parts, *_written_frames(document))
        portions.extend(Finder(part, "description").portion() for part in parts)
        shown = tuple(pair for portion in portions for pair in portion.pairs)
        data = read_data(document, {(pair.label, pair.value) for pair in shown})
        portions.extend(data.portions)
        described = (pair for portion in data.portions for pair in portion.pairs)
        every = (*shown, *described, *data.pairs)
        view = PageView(tuple(portions), every, _of_goods(every), data.images)
        _VIEWS[document] = view
    return view


def _written_frames(document: Document) -> Iterator[Document]:
    """Yield the frames whose content stands in the page's own source (srcdoc)."""
    for node in document.tree.css("iframe[srcdoc]"):
        source = node.attributes.get("srcdoc")
        if source and not source.isspace():
            yield Document(source, url=document.base_url, place="iframe[srcdoc]")


def read_pairs(document: Document) -> tuple[LabelPair, ...]:
    """Return every label–value pair that speaks of the goods, in page order, repeats kept."""
    return view_of(document).goods


def _of_goods(pairs: Sequence[LabelPair]) -> tuple[LabelPair, ...]:
    previous = (None, *pairs)
    return tuple(
        pair
        for pair, before in zip(pairs, previous, strict=False)
        if _is_of_goods(pair) or _is_behind_maker(pair, before)
    )


def _is_behind_maker(pair: LabelPair, previous: LabelPair | None) -> bool:
    """Return whether a bare 地址 stands right behind the maker it belongs to."""
    return (
        previous is not None
        and previous.field == "maker"
        and not {pair.area, previous.area} & {"header", "footer", "noise"}
        and vocabulary().folded(pair.label) in _ADDRESS_LABELS
    )


def _is_of_goods(pair: LabelPair) -> bool:
    """Return whether a pair speaks of the goods: not of price, delivery, shop or page."""
    if pair.field == "service" or pair.area in ("header", "footer"):
        return False
    if pair.meaning is None and _OF_SELLING.search(f"{pair.label}\n{pair.value}"):
        return False
    if pair.field == "warnings" and pair.value and not warns_of_goods(pair.value):
        return False
    return pair.area != "other" or (pair.field is not None and pair.field not in _OF_THE_SHOP)


_OF_SELLING = re.compile(
    r"(?:价|价格|承诺|运费|邮费|快递|物流|客服|优惠|促销|包邮)\n|^(?:活动|发货|配送|下单|付款|退换?货|购买|秒杀|抢购|预售)[^\n]{0,4}\n"
    r"|\n\s*[¥￥]\s?\d[\d.,\-~ ¥￥]*(?:元|起)?$"
)
"""What undeclared labels and their values look like that speak of buying: 尝新价, 本店承诺, 活动日期, ￥9.90."""
_JOINT = re.compile(r"\s*[/／、]\s*")
_OF_THE_SHOP = frozenset(
    ("seller", "shop", "sales", "stock", "category_path", "subject", "item_id", "attribute", "specifications")
)
"""Fields whose labels outside the attributes and the description head something else: the shop, a choice."""
_MOST_SENTENCES = 300
_LONGEST_TEXT = 100_000
_LONGEST_SENTENCES = 5_000
_LABEL_SCORE = 0.9
_TEXT_SCORE = 0.5
_TITLE_TAGS = ("h1", "h2", "title")
_DIRECT = frozenset(
    (
        "name",
        "brand",
        "batches",
        "production_dates",
        "mpn",
        "sku",
        "item_id",
        "product_code",
        "seller",
        "shop",
        "sales",
        "stock",
        "specifications",
    )
)
_LONGEST = {
    "brand": 60,
    "name": 200,
    "batches": 120,
    "production_dates": 60,
    "mpn": 60,
    "sku": 60,
    "item_id": 40,
    "product_code": 80,
    "seller": 80,
    "shop": 60,
    "sales": 40,
    "stock": 40,
    "specifications": 200,
}
_PLACE_LABELS = frozenset(("产地", "生产地", "产品产地", "商品产地", "产地信息"))
"""Labels of the place of production: with a street behind them it is the maker's address."""
_ITEM_NUMBER_RANK = 0.6
"""Rank of 货号 and the like, which are a model only where none is shown."""
_KEPT_EMPTY = frozenset(("brand",))
"""Fields where 无 or / is itself what the page says (无品牌)."""
_ADDRESS_LABELS = frozenset(
    (
        "地址",
        "详细地址",
        "住所",
        "企业地址",
        "公司地址",
        "address",
        "单位地址",
        "所在地址",
        "注册地址",
        "经营地址",
        "联系地址",
        "通讯地址",
        "办公地址",
        "公司住所",
        "企业住所",
        "registeredaddress",
        "companyaddress",
    )
)
_NOTICE_LABELS = frozenset(
    (
        "温馨提示",
        "友情提示",
        "特别说明",
        "重要说明",
        "使用说明",
        "使用提示",
        "使用方法",
        "小贴士",
        "提示",
        "备注",
        "说明",
    )
)
"""Labels of notes of any kind: what stands under them is a warning where it warns."""
_LOOSE_RANK = 0.6
"""Rank of 厂家, 工厂 and the like, which a shop also calls itself by where it says how to reach it."""
_BARE_VERBS = frozenset(("制造", "生产", "承制"))
"""Labels that name a maker only where a firm stands behind them."""
_GOODS_FACTS = re.compile(r"品牌|型号|规格|材质|标准|产地|颜色|品名|产品名称|商品名称|证书|生产日期")
_CONTACT = re.compile(r"联系我们|联系方式|联系人|联系电话|电话|手机|QQ|微信|客服|热线", re.IGNORECASE)

_COMPANY_LABELS = frozenset(("公司名称", "企业名称", "单位名称", "公司全称", "企业全称", "company", "companyname"))
_LINK_FIELDS = {
    "licence_numbers": "licence_links",
    "certificate_numbers": "certificate_links",
    "report_numbers": "report_links",
}
_LINK_TEXTS = (
    (
        "certificate_links",
        re.compile(
            r"(?<![A-Za-z0-9])(?:3C|CCC)(?![A-Za-z0-9])\s*(?:认证|证书|强制|编号|查询)|强制性?(?:产品)?认证(?:证书|编号|信息|查询|$)",
            re.IGNORECASE,
        ),
    ),
    ("licence_links", re.compile(r"生产许可证|工业产品生产许可|production licen[cs]e", re.IGNORECASE)),
    ("report_links", re.compile(r"(?:检测|检验|质检|测试)报告|test report", re.IGNORECASE)),
)
_MADE_BY = re.compile(
    r"(?:由|为)\s*(?P<a>[\u4e00-\u9fffA-Za-z（()）·]{4,40}?(?:公司|厂|集团))(?:[（(][^（）()]{1,12}[）)])?\s*(?:独家|负责|研发|设计|、|与)*(?:生产|制造|加工|承制|研制|出品)"
    r"|(?:生产商|制造商|生产企业|生产厂家)\s*(?:为|是)\s*(?P<b>[\u4e00-\u9fffA-Za-z（()）·]{4,40}?(?:公司|厂|集团))"
    r"|(?<![\u4e00-\u9fff])(?P<c>[\u4e00-\u9fff（()）]{4,30}?(?:有限公司|股份公司|集团公司|有限责任公司|制造厂))\s*(?:荣誉出品|出品|生产|制造)(?![\u4e00-\u9fff])"
)
_FIRM_LEAD = re.compile(r"^(?:本产品|本商品|本品|产品|该产品|此产品|商品|均为|是)")
_STANDARD_HINT = re.compile(r"标准|执行|符合|依据|国标|standard", re.IGNORECASE)
_CCC_SENTENCE = re.compile(
    r"(?:(?<![A-Za-z0-9])(?:3C|CCC)(?![A-Za-z0-9])|强制性?(?:产品)?认证)(?P<gap>[^\n。；;]{0,24}?)(?P<number>20[0-4]\d{13})(?!\d)",
    re.IGNORECASE,
)
_ORDER_WORDS = re.compile(r"订单|单号|交易|流水|快递|运单|自愿|节能|CQC|能效|进网|入网|发票", re.IGNORECASE)
_WARNING_AREAS = frozenset(("attribute", "description"))


def label_candidates(document: Document, pairs: Iterable[LabelPair]) -> Iterator[Candidate]:
    """Yield what labelled values and the seller's own sentences give for the listing's fields, in page order."""
    view = view_of(document)
    previous: LabelPair | None = None
    modelled = made = False
    has_model = any(_is_model(pair) for pair in view.pairs)
    warned: list[str] = []
    for pair in view.pairs if pairs is view.goods else pairs:
        for part in _parts_of(pair):
            if has_model and part.field == "models" and _is_item_number(part):
                continue
            for candidate in _of_pair(part, previous):
                modelled = modelled or candidate.field == "models"
                made = made or candidate.field == "maker"
                if candidate.field == "warnings":
                    warned.append(candidate.value.strip("。！!；;. "))
                yield candidate
        previous = pair
    for portion in view.portions:
        yield from _of_links(portion)
        yield from _distinct(_of_lines(portion, warned))
    title = _page_title(document)
    yield from _numbers_in(title, "title", title=True)
    if not modelled:
        yield from _title_model(view.portions[0], title)
    if not made:
        yield from _title_maker(view.portions[0])


def _is_item_number(pair: LabelPair) -> bool:
    return pair.meaning is not None and pair.meaning.rank == _ITEM_NUMBER_RANK


def _is_model(pair: LabelPair) -> bool:
    """Return whether a pair names a model under a label that says so."""
    named = pair.field == "models" and pair.area != "header" and not _is_item_number(pair)
    return named and any(True for _ in models_of(pair.value))


def _of_pair(pair: LabelPair, previous: LabelPair | None) -> Iterator[Candidate]:
    field = pair.field
    if field is None or pair.area == "header":
        return
    if field in ("service", "subject"):
        yield from _unowned(pair, previous)
        return
    link_field = _LINK_FIELDS.get(field)
    if link_field is not None:
        yield from (_candidate(pair, link_field, url, text=text or pair.label) for text, url in pair.links)
    for name, value, masked in _values_of(pair, field):
        yield _candidate(pair, name, value, masked=masked)


def _parts_of(pair: LabelPair) -> tuple[LabelPair, ...]:
    """Split a pair whose label names two fields and whose value gives both (品牌/型号：青禾/A-1)."""
    labels = [label for label in _JOINT.split(pair.label) if label]
    if len(labels) < 2:
        return (pair,)
    meanings = [vocabulary().meaning(label) for label in labels]
    fields = {meaning.field for meaning in meanings if meaning is not None}
    values = [value.strip() for value in _JOINT.split(pair.value)]
    if None in meanings or len(fields) < len(labels):
        return (pair,)
    if len(values) == 1:
        # MPN / Model: A-1 says the same of both.
        values *= len(labels)
    if len(values) != len(labels):
        return (pair,)
    return tuple(
        replace(pair, label=label, value=value, meaning=meaning)
        for label, value, meaning in zip(labels, values, meanings, strict=True)
    )


def _values_of(pair: LabelPair, field: str) -> Iterator[tuple[str, str, bool]]:
    """Yield field, value and mask of everything a pair states."""
    value = pair.value
    if not value:
        return
    if field == "maker":
        rank = pair.meaning.rank if pair.meaning is not None else 0.0
        if pair.meaning is not None and pair.meaning.label in _BARE_VERBS and not names_firm(value):
            return
        if rank <= _LOOSE_RANK and _CONTACT.search(pair.context) and not _GOODS_FACTS.search(pair.context):
            return
        maker, address = maker_and_address_of(value)
        if maker:
            yield "maker", maker, is_masked(maker)
        if address and is_street(address):
            yield "maker_address", address, is_masked(address)
    elif field == "maker_address":
        if address := address_of(value):
            yield "maker_address", address, is_masked(address)
    elif field == "maker_and_address":
        maker, address = maker_and_address_of(value)
        if maker:
            yield "maker", maker, is_masked(maker)
        if address:
            yield "maker_address", address, is_masked(address)
    elif field == "models":
        yield from (("models", model, is_masked(model)) for model in models_of(value))
    elif field == "standards":
        yield from (("standards", standard, False) for standard in standards_of(value))
    elif field == "licence_numbers":
        named = pair.meaning is not None and pair.meaning.rank >= 0.9
        yield from (("licence_numbers", number, masked) for number, masked in licences_of(value, named=named))
    elif field == "certificate_numbers":
        yield from (("certificate_numbers", number, masked) for number, masked in certificates_of(value))
    elif field == "plain_certificate":
        if may_be_ccc(pair.context):
            yield from (("certificate_numbers", number.value, False) for number in find_ccc(value))
    elif field == "report_numbers":
        yield from (("report_numbers", number, masked) for number, masked in reports_of(value))
    elif field == "warnings":
        if not is_nothing(value) and not points_elsewhere(value) and warns_of_goods(value):
            yield "warnings", value, False
    elif field == "gtin":
        if gtin := gtin_of(value):
            yield "gtin", gtin, False
    elif field == "attribute":
        label = pair.meaning.label if pair.meaning is not None else ""
        if label in _PLACE_LABELS and is_street(value):
            yield "maker_address", value, is_masked(value)
        elif label in _NOTICE_LABELS and warns(value):
            yield "warnings", value, False
    elif field in _DIRECT and _is_direct(field, value):
        yield field, value, is_masked(value)


def _is_direct(field: str, value: str) -> bool:
    """Return whether a value stands as it is for its field."""
    if len(value) > _LONGEST[field]:
        return False
    return field in _KEPT_EMPTY or not (is_nothing(value) or points_elsewhere(value))


def _unowned(pair: LabelPair, previous: LabelPair | None) -> Iterator[Candidate]:
    """Take a bare 地址 or 公司名称 among the goods' own facts for the maker's: surer right behind the maker.

    Whose it is the label does not say, but to call the maker not shown beside it would accuse on a reading of ours.
    """
    behind = _is_behind_maker(pair, previous)
    if pair.area not in _WARNING_AREAS and not behind:
        return
    label = vocabulary().folded(pair.label)
    if label in _ADDRESS_LABELS and (address := address_of(pair.value)):
        yield _candidate(pair, "maker_address", address, score=0.6 if behind else 0.3)
    elif label in _COMPANY_LABELS and (maker := maker_of(pair.value)):
        yield _candidate(pair, "maker", maker, score=0.3)


def _candidate(
    pair: LabelPair,
    field: str,
    value: str,
    *,
    text: str | None = None,
    masked: bool = False,
    score: float | None = None,
) -> Candidate:
    rank = pair.meaning.rank if pair.meaning is not None else 0.5
    area = {"attribute": 1.0, "description": 0.95, "other": 0.85, "footer": 0.5}.get(pair.area, 0.5)
    return Candidate(
        field=field,
        value=value,
        source="embedded_state" if pair.embedded else "label",
        place=f"{pair.label} @ {pair.place}",
        text=text or f"{pair.label}：{pair.value}",
        score=score if score is not None else round(_LABEL_SCORE * rank * area, 3),
        masked=masked,
    )


def _distinct(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield each value of a field once, and no more than one page can reasonably say."""
    seen: set[tuple[str, str]] = set()
    for candidate in candidates:
        if (candidate.field, candidate.value) not in seen:
            seen.add((candidate.field, candidate.value))
            yield candidate
        if len(seen) >= _MOST_SENTENCES:
            return


def _of_links(portion: Portion) -> Iterator[Candidate]:
    """Yield links whose own words lead to a certificate, a licence or a report."""
    for box in portion.boxes:
        if box.tag != "a" or box.area in ("header", "footer"):
            continue
        text = collapse(box.node.text(deep=True)) or box.attribute("title") or _alt_of(box)
        if not 2 < len(text) <= 40:
            continue
        for field, words in _LINK_TEXTS:
            if words.search(text) and (url := target_of(portion.document, box)) is not None:
                yield Candidate(field, url, "label", place_of(box.node), text, _TEXT_SCORE)


def target_of(document: Document, box: Box) -> str | None:
    """Return where a link leads, or None where it stays on the page or is a script's handle."""
    href = box.attribute("href").strip()
    return None if href.startswith("#") else document.absolute(href)


def _alt_of(box: Box) -> str:
    image = box.node.css_first("img[alt]")
    return (image.attributes.get("alt") or "") if image is not None else ""


def _of_lines(portion: Portion, warned: Sequence[str]) -> Iterator[Candidate]:
    """Yield what sentences of the seller's say: standards, licences, certificates, the maker, warnings."""
    for line in portion.lines:
        if line.area in ("header", "footer") or _is_of_a_buyer(line):
            continue
        yield from _numbers_in(line.text[:_LONGEST_TEXT], line, title=line.box.tag in _TITLE_TAGS)
        if "公司" in line.text or "厂" in line.text or "生产" in line.text:
            for made in _MADE_BY.finditer(line.text[:_LONGEST_TEXT]):
                name = _FIRM_LEAD.sub("", (made["a"] or made["b"] or made["c"]).rsplit("由", 1)[-1])
                yield Candidate("maker", name, "label", line.place, line.text[:300], _TEXT_SCORE)
            for place in places_of_making(line.text[:_LONGEST_TEXT]):
                yield Candidate("maker_address", place, "label", line.place, line.text[:300], _TEXT_SCORE)
        if line.area in _WARNING_AREAS or _OF_THE_GOODS.search(line.text[:_LONGEST_SENTENCES]):
            yield from _stated(line)
        if line.area in _WARNING_AREAS or line.box.tag in _TITLE_TAGS:
            for sentence in warning_sentences(line.text[:_LONGEST_TEXT]):
                said = sentence.strip("。！!；;. ")
                if vocabulary().meaning(sentence) is not None or any(
                    said in value or value in said for value in warned
                ):
                    continue
                yield Candidate("warnings", sentence, "label", line.place, line.text[:300], _TEXT_SCORE)


_IS = re.compile(r"(?<=[\u4e00-\u9fff])(?:分别)?(?:为|是|系)[:：]?(?=[^，。；;,\s]{2})")
_STATED = frozenset(
    ("maker", "maker_address", "models", "standards", "licence_numbers", "certificate_numbers", "report_numbers")
)
_STATED_VALUE = re.compile(r"[^，。；;！!？?\n]{2,80}")
_MOST_STATED = 40
_OF_THE_GOODS = re.compile(r"(?:本|该|此)(?:款|产品|商品|品|宝贝)")
_OF_A_BUYER = re.compile(r"\w\*{2,}\w{0,4}\s*(?:[:：]|[（(]\d{4}|\d{4}[-/.年])")
"""How what a buyer wrote begins: with a name the page hides in part, and perhaps the day."""
_HIDDEN_NAME = re.compile(r"^\s*\w{0,6}\*{2,}\w{0,6}\s*$")
_REACH_OF_NAME = 40


def _is_of_a_buyer(line: Line) -> bool:
    """Return whether a buyer wrote it: a name that the page hides in part stands before it, or in the cell before."""
    if _OF_A_BUYER.search(line.text[:_REACH_OF_NAME]):
        return True
    row = line.box.parent
    if line.box.tag != "td" or row is None:
        return False
    first = next((child for child in row.children if not isinstance(child, str)), None)
    name = "".join(text for text in first.children if isinstance(text, str)) if first is not None else ""
    return bool(_HIDDEN_NAME.match(name))


def _stated(line: Line) -> Iterator[Candidate]:
    """Yield what sentences state under a declared label: 本款商品的厂址为…。"""
    text = line.text[:_LONGEST_SENTENCES]
    for count, verb in enumerate(_IS.finditer(text)):
        if count >= _MOST_STATED:
            return
        tail = vocabulary().known_tail(text[max(0, verb.start() - 24) : verb.start()])
        if tail is None:
            continue
        meaning = tail[1]
        rest = text[verb.end() :]
        if meaning.field == "warnings" and line.area in _WARNING_AREAS:
            yield Candidate("warnings", rest[:300].strip(), "label", line.place, line.text[:300], _TEXT_SCORE)
        value = _STATED_VALUE.match(rest)
        if meaning.field not in _STATED or value is None:
            continue
        pair = LabelPair(meaning.label, value.group().strip(), line.place, line.area, meaning, line.text[:300])
        for name, found, masked in _values_of(pair, meaning.field):
            yield _candidate(pair, name, found, masked=masked, score=_TEXT_SCORE, text=line.text[:300])


def _numbers_in(text: str, line: Line | str, *, title: bool) -> Iterator[Candidate]:
    if not _MAY_HOLD_NUMBER.search(text):
        return
    place = line if isinstance(line, str) else line.place
    if text.endswith(("...", "…")):
        # The last number of a text cut with dots may be cut too.
        text = re.sub(r"\S*(?:\s\S{1,8})?(?:\.{3}|…+)$", "", text)
    hinted = bool(_STANDARD_HINT.search(text))
    for standard in find_standards(text):
        if standard.confidence == "low" and not hinted:
            continue
        yield Candidate("standards", standard.value, "label", place, text[:300], 0.4 if title else _TEXT_SCORE)
    for licence in find_licences(text):
        yield Candidate("licence_numbers", licence.value, "label", place, text[:300], _TEXT_SCORE)
    for found in _CCC_SENTENCE.finditer(folded_text(text)):
        if not _ORDER_WORDS.search(found["gap"]):
            yield Candidate("certificate_numbers", found["number"], "label", place, text[:300], _TEXT_SCORE)


def _heading(page: Portion) -> Line | None:
    """Return the heading of the goods; one that leads away is the shop's name."""
    return next(
        (
            line
            for line in page.lines
            if line.box.tag == "h1" and len(line.text) > 3 and not any(box.tag == "a" for box in line.box.ancestors())
        ),
        None,
    )


def _title_model(page: Portion, title: str) -> Iterator[Candidate]:
    """Yield the model that only the title names."""
    heading = _heading(page)
    text, place = (heading.text, heading.place) if heading is not None else (title, "title")
    if (model := title_model_of(text)) is not None:
        yield Candidate("models", model, "heuristic", place, text[:300], 0.3)


def _title_maker(page: Portion) -> Iterator[Candidate]:
    """Yield the firm that only the heading of the goods names."""
    heading = _heading(page)
    if heading is not None and (firm := firm_in(heading.text)) is not None:
        yield Candidate("maker", firm, "heuristic", heading.place, heading.text[:300], 0.3)


_MAY_HOLD_NUMBER = re.compile(
    r"[GＧQＱTＴDＤ][BＢ/／]|XK|xk|/T|／Ｔ|\d{16}|(?:QB|HG|JB|YY|JC|LY|FZ|SJ|YD|GA|JG|JT|QC|SN|NY|HJ|XF|WS|AQ)\s?\d"
)


def _page_title(document: Document) -> str:
    node = document.tree.css_first("title")
    return collapse(node.text(deep=True)) if node is not None else ""
