"""What sentences, links and headings give for the listing's fields, where no label stands before a value."""

import re
from collections.abc import Iterable, Iterator, Sequence

from crawler.read.dom.boxes import Box
from crawler.read.dom.candidates import Candidate
from crawler.read.dom.document import Document, collapse, place_of
from crawler.read.dom.vocabulary import vocabulary
from crawler.read.labels.label_values import (
    firm_in,
    is_locality,
    places_of_making,
    title_model_of,
)
from crawler.read.labels.numbers import find_licences, find_standards, folded_text
from crawler.read.labels.pair_values import pair_candidate, values_of
from crawler.read.labels.pairs import LabelPair, Line, Portion
from crawler.read.labels.warnings import warning_sentences

_MOST_SENTENCES = 300
_LONGEST_TEXT = 100_000
_LONGEST_SENTENCES = 5_000
_TEXT_SCORE = 0.5
_LONGEST_SHORT = 60
_LEFT = re.compile(
    r"(?:库存|剩余|仅剩余?|仅余|还剩|现存)(?:量|数量)?\s*(?P<count>\d[\d,]*\s?\+?\s?[件个台套只条张把支箱包盒瓶米卷双部辆袋桶])"
    r"(?![\u4e00-\u9fff\d])"
)
"""How many are left, said without a colon: 库存 780 件, 仅剩 3 件."""
_TITLE_TAGS = ("h1", "h2", "title")
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
    r"(?:由|为)\s*(?P<a>[\u4e00-\u9fffA-Za-z（()）·]{4,40}?(?:公司|厂|集团))(?:[（(][^（）()]{1,60}[）)])?\s*(?:独家|负责|研发|设计|荣誉|倾情|匠心|专业|自主|联合|、|与)*(?:生产|制造|加工|承制|研制|出品)"
    r"|(?:生产商|制造商|生产企业|生产厂家)\s*(?:为|是)\s*(?P<b>[\u4e00-\u9fffA-Za-z（()）·]{4,40}?(?:公司|厂|集团))"
    r"|(?<![\u4e00-\u9fff])(?P<c>[\u4e00-\u9fff（()）]{4,30}?(?:有限公司|股份公司|集团公司|有限责任公司|制造厂))\s*(?:荣誉|倾情|匠心|专业|自主|联合)?(?:出品|生产|制造)(?![\u4e00-\u9fff])"
)
_MADE_IN_ENGLISH = re.compile(
    r"(?:made|manufactured|produced)\s+by\s*:?\s*(?P<name>[A-Z][\w&'’.\- ]{2,60}?,?\s?"
    r"(?:Co\.?,?\s?Ltd\b\.?|Ltd\b\.?|Inc\b\.?|LLC|GmbH|Corp\b\.?|Limited|Company))",
    re.IGNORECASE,
)
_BRACKETED_PLACE = re.compile(
    r"\s*[（(]\s*(?:详细|工厂|公司|企业|生产)?(?:地址|厂址|地点|住所)\s*[:：为]?\s*(?P<place>[^（）()]{4,100})[）)]"
)
"""The address in brackets right behind a firm's name or behind the word that says it made the goods."""
_PROSE_MODEL = re.compile(
    r"(?<![\u4e00-\u9fffA-Za-z])(?:(?:本|该|此)(?:产品|商品|款|品)?(?:的)?|产品|商品|规格)?型号\s*(?:为|是|[:：])?\s*[“\"「]?"
    r"(?P<model>[A-Z][A-Z0-9]*(?:[-/][A-Z0-9]+)*)(?![\w./-])",
)
_OF_OTHERS = re.compile(
    r"适用|适配|兼容|支持|配套|替代|替换|代替|通用|相比|对比|不含|类似|参考|旧款|老款|其他|另有|例如|手机|电池|同款|[比如与和同]$"
)
"""Words before a model that make it another thing's."""
_BEFORE_MODEL = 12
_LEAST_MODEL = 4
_FIRM_LEAD = re.compile(r"^(?:本产品|本商品|本品|产品|该产品|此产品|商品|均为|是)")
_STANDARD_HINT = re.compile(r"标准|执行|符合|依据|国标|standard", re.IGNORECASE)
_CCC_SENTENCE = re.compile(
    r"(?:(?<![A-Za-z0-9])(?:3C|CCC)(?![A-Za-z0-9])|强制性?(?:产品)?认证)(?P<gap>[^\n。；;]{0,24}?)(?P<number>20[0-4]\d{13})(?!\d)",
    re.IGNORECASE,
)
_ORDER_WORDS = re.compile(r"订单|单号|交易|流水|快递|运单|自愿|节能|CQC|能效|进网|入网|发票", re.IGNORECASE)
_WARNING_AREAS = frozenset(("attribute", "description"))
_IS = re.compile(r"(?<=[\u4e00-\u9fff])(?:分别)?(?:为|是|系)[:：]?(?=[^，。；;,\s]{2})")
_STATED = frozenset(
    ("maker", "maker_address", "models", "standards", "licence_numbers", "certificate_numbers", "report_numbers")
)
_STATED_VALUE = re.compile(r"[^，。；;！!？?\n]{2,80}")
_MOST_STATED = 40
_LONGEST_LINK = 60
_OF_THE_GOODS = re.compile(r"(?:本|该|此)(?:款|产品|商品|品|宝贝)")
_OF_A_BUYER = re.compile(r"\w\*{2,}\w{0,4}\s*(?:[:：]|[（(]\d{4}|\d{4}[-/.年])")
"""How what a buyer wrote begins: with a name the page hides in part, and perhaps the day."""
_HIDDEN_NAME = re.compile(r"^\s*\w{0,6}\*{2,}\w{0,6}\s*$")
_REACH_OF_NAME = 40
_MAY_HOLD_NUMBER = re.compile(
    r"[GＧQＱTＴDＤ][BＢ/／]|XK|xk|/T|／Ｔ|\d{16}|(?:QB|HG|JB|YY|JC|LY|FZ|SJ|YD|GA|JG|JT|QC|SN|NY|HJ|XF|WS|AQ)\s?\d"
)


def distinct_candidates(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield each value of a field once, and no more than one page can reasonably say."""
    seen: set[tuple[str, str]] = set()
    for candidate in candidates:
        if (candidate.field, candidate.value) not in seen:
            seen.add((candidate.field, candidate.value))
            yield candidate
        if len(seen) >= _MOST_SENTENCES:
            return


def of_links(portion: Portion) -> Iterator[Candidate]:
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


def of_lines(lines: Iterable[Line], warned: Sequence[str]) -> Iterator[Candidate]:
    """Yield what sentences of the seller's say: standards, licences, certificates, the maker, warnings."""
    for line in lines:
        if line.area in ("header", "footer") or is_of_a_buyer(line):
            continue
        yield from numbers_in(line.text[:_LONGEST_TEXT], line, title=line.box.tag in _TITLE_TAGS)
        if (left := _LEFT.search(line.text[:_LONGEST_SHORT])) is not None:
            yield Candidate("stock", left["count"], "label", line.place, line.text[:300], _TEXT_SCORE)
        if "by" in line.text and (firm := _MADE_IN_ENGLISH.search(line.text[:_LONGEST_SENTENCES])) is not None:
            yield Candidate("maker", firm["name"], "label", line.place, line.text[:300], _TEXT_SCORE)
        if "公司" in line.text or "厂" in line.text or "生产" in line.text:
            for made in _MADE_BY.finditer(line.text[:_LONGEST_TEXT]):
                name = _FIRM_LEAD.sub("", (made["a"] or made["b"] or made["c"]).rsplit("由", 1)[-1])
                yield Candidate("maker", name, "label", line.place, line.text[:300], _TEXT_SCORE)
                yield from _bracketed_places(line, made)
            for place in places_of_making(line.text[:_LONGEST_TEXT]):
                yield Candidate("maker_address", place, "label", line.place, line.text[:300], _TEXT_SCORE)
        if line.area in _WARNING_AREAS or _OF_THE_GOODS.search(line.text[:_LONGEST_SENTENCES]):
            yield from _stated(line)
        if line.area in (*_WARNING_AREAS, "other") or line.box.tag in _TITLE_TAGS:
            for sentence in warning_sentences(line.text[:_LONGEST_TEXT]):
                said = sentence.strip("。！!；;. ")
                if vocabulary().meaning(sentence) is not None or any(
                    said in value or value in said for value in warned
                ):
                    continue
                yield Candidate("warnings", sentence, "label", line.place, line.text[:300], _TEXT_SCORE)


def _bracketed_places(line: Line, made: re.Match[str]) -> Iterator[Candidate]:
    """Yield the address in brackets behind a maker: 由某公司（地址：…）制造, 由某公司制造（地址：…）."""
    text = line.text
    group = next(name for name in ("a", "b", "c") if made[name])
    for end in (made.end(group), made.end()):
        found = _BRACKETED_PLACE.match(text, end)
        if found is not None and is_locality(found["place"]):
            yield Candidate("maker_address", found["place"].strip(), "label", line.place, text[:300], _TEXT_SCORE)
            return


def prose_models(lines: Iterable[Line]) -> Iterator[Candidate]:
    """Yield the models that sentences about the goods name without a label's colon: （型号QH-20）, 型号QH-20。"""
    for line in lines:
        if "型号" not in line.text or line.area in ("header", "footer") or is_of_a_buyer(line) or leads_on(line):
            continue
        text = line.text[:_LONGEST_SENTENCES]
        for found in _PROSE_MODEL.finditer(text):
            model = found["model"]
            before = text[max(0, found.start() - _BEFORE_MODEL) : found.start()]
            coded = len(model) >= _LEAST_MODEL and any(map(str.isdigit, model))
            if coded and _OF_OTHERS.search(re.split(r"[。！!；;]", before)[-1]) is None:
                yield Candidate("models", model, "heuristic", line.place, text[:300], _TEXT_SCORE)


def is_of_a_buyer(line: Line) -> bool:
    """Return whether a buyer wrote it: a name that the page hides in part stands before it, or in the cell before."""
    if _OF_A_BUYER.search(line.text[:_REACH_OF_NAME]):
        return True
    row = line.box.parent
    if line.box.tag != "td" or row is None:
        return False
    first = next((child for child in row.children if not isinstance(child, str)), None)
    name = "".join(text for text in first.children if isinstance(text, str)) if first is not None else ""
    return bool(_HIDDEN_NAME.match(name))


def leads_on(line: Line) -> bool:
    """Return whether a line is the words of a link to another page: a menu, another item, another shop."""
    if len(line.text) > _LONGEST_LINK:
        return False
    link = next((box for box in line.box.ancestors() if box.tag == "a"), None)
    link = link or next((child for child in line.box.children if isinstance(child, Box) and child.tag == "a"), None)
    if link is None or collapse(link.node.text(deep=True)) != line.text:
        return False
    href = link.attribute("href").strip()
    return bool(href) and not href.startswith(("#", "javascript:"))


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
        for name, found, masked in values_of(pair, meaning.field):
            yield pair_candidate(pair, name, found, masked=masked, score=_TEXT_SCORE, text=line.text[:300])


def numbers_in(text: str, line: Line | str, *, title: bool) -> Iterator[Candidate]:
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


def title_models(page: Portion, title: str) -> Iterator[Candidate]:
    """Yield the model that only the title names."""
    heading = _heading(page)
    text, place = (heading.text, heading.place) if heading is not None else (title, "title")
    if (model := title_model_of(text)) is not None:
        yield Candidate("models", model, "heuristic", place, text[:300], 0.3)


def title_makers(page: Portion) -> Iterator[Candidate]:
    """Yield the firm that only the heading of the goods names."""
    heading = _heading(page)
    if heading is not None and (firm := firm_in(heading.text)) is not None:
        yield Candidate("maker", firm, "heuristic", heading.place, heading.text[:300], 0.3)
