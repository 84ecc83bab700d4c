"""What the value under a label gives for its field: several firms, models and numbers in a cell, empty words."""

import re
from collections.abc import Iterator

from crawler.read.labels.numbers import (
    find_ccc,
    find_codes,
    find_foreign_standards,
    find_licences,
    find_standards,
    folded_text,
    is_masked,
)

_NOTHING = re.compile(
    r"^[\s\-—–_/\\.·*＊？?]*$|^(?:无|暂无|没有|未知|不详|未填写|未填|暂缺|空|略|n/?a|none|null|nil|undefined|其他|其它|other|tbd|"
    r"-+|—+|(?:请?点击|立即|马上)?(?:查看|展开|获取)(?:详情|更多|全部)?|请?点击(?:此处|这里)?(?:查看|获取)?.{0,6}|请咨询.*|咨询.*客服.*|联系客服.*|以实物为准|以包装为准|暂无数据|待补充|待定)[。.]?$",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"^(?:详?见|请?详?见|请?参[见考照阅]|请?查?看|请?以|详情?见|如|具体见|按|同)?(?:[^，。;；]{0,8})?"
    r"(?:包装|外包装|实物|标签|吊牌|铭牌|说明书|附件|附页|详情页?|图片?|下图|上图|商品页面?|机身|产品本身|合格证|瓶身|盒身|外箱|证书)"
    r"(?:上?标[识注示]|所示|为准|上|内|信息|说明|标签)?[。.]?$"
)
_IMAGE_WORDS = re.compile(r"图|详情")
_MODEL_SPLIT = re.compile(r"\s*[、，,;；|\n]\s*|\s+[/／]\s+|\s{3,}")
_NEXT_SENTENCE = re.compile(r"(?<=[A-Za-z0-9])\.\s+(?=[A-Z][a-z]+\s+[a-z])")
"""Where a model ends that stands in English prose: Model: SB-TA1. Made by …"""
_RATED = re.compile(
    r"(?<=[A-Za-z0-9)）])(?:\s+(?:(?:输入|输出|额定(?:电压|电流|功率)?)\s*[:：]?\s*)?\d+(?:\.\d+)?(?:[-~～]\d+(?:\.\d+)?)?\s?"
    r"(?:V(?:ac|dc|AC|DC)?~?|[Vv]⎓|mAh|Ah|Wh|kW|W|Hz|mA|A)(?:[\d.,;/~⎓=]|[x×*]|mAh|Ah|Wh|Hz|kW|mA|V|A|W|dc|ac|DC|AC)*)+$"
)
"""What is rated behind a model: HY-P20 5Vdc3A 9Vdc2.22A."""
_TRUNCATED = re.compile(r"(?:\.{2,}|…+)$")
_PHONE = re.compile(r"[\s,，;；(（]*(?:电\s*话|TEL|Tel|联系方式|联系电话|手机|热线|邮编|传真)\s*[:：]?.*$")
_FIRM_END = re.compile(
    r"(?P<name>.{2,60}?(?:公司|厂|集团|合作社|经营部|商行|工作室)(?:[（(][^（）()]{1,20}[）)])?)[\s,，;；/、|（(]+(?P<rest>.{4,})$"
)
_BOXED_PLACE = re.compile(
    r"(?P<name>.{2,60}?(?:公司|厂|集团|合作社))\s*[（(]\s*(?:地址\s*[:：]?\s*)?(?P<place>[^（）()]{5,60})[）)]\s*$"
)
_FIRM = re.compile(
    r"公司|厂|集团|合作社|经营部|商行|工作室|\b(?:Co|Ltd|Inc|LLC|GmbH|Corp|Limited|Company)\b", re.IGNORECASE
)
_FULL_FIRM = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff（）()]{3,26}(?:有限公司|有限责任公司|股份公司|制造厂)")
_MADE_AT = re.compile(
    r"(?:工厂|厂区|厂房|厂址|厂家|生产基地|生产车间|生产地|制造基地|生产企业|制造商)(?:均|都)?(?:位于|坐落[于在]|座落[于在]|地处|设[于在]|在)\s*(?P<place>[^，。；;,！!\s]{6,60})"
)
_ADDRESS_MARK = re.compile(r"(?:地\s*址|厂\s*址|住\s*所)\s*[:：]?\s*")
_PLACE = re.compile(r"[省市县区镇乡村路街道号园]|Road|Street|District|City|Province", re.IGNORECASE)
_GTIN = re.compile(r"(?<!\d)(?:\d[\s-]?){7,13}\d(?!\d)")
_NO_NUMBER = re.compile(
    r"^(?:有|是|已有|具有|有效|齐全|已认证|通过|已通过|已获得|支持|符合|合格|提供|可提供|可查|3c|ccc|3c认证|ccc认证|yes|y|详见.*|见.*|查看.*|点击.*|无需.*|不需要.*|不适用|否|无)$",
    re.IGNORECASE,
)
_NOT_CCC = re.compile(
    r"(?:自愿|节能|节水|cqc|能效|水效|进网|入网|环境标志|有机|rohs|绿色产品|非3c|非ccc|消防|防爆|订单|快递|运单)[^，。；;：:\s]{0,8}(?:证书|认证|编号|标识|备案|号)",
    re.IGNORECASE,
)


def is_nothing(value: str) -> bool:
    """Return whether a value only says that there is none."""
    return bool(_NOTHING.match(value.strip()))


def points_elsewhere(value: str) -> bool:
    """Return whether a value only sends the reader to the pack, the label or a picture (见包装, 详见图片)."""
    return len(value) <= 20 and bool(_ELSEWHERE.match(value.strip()))


_TO_BE_OPENED = re.compile(
    r"^(?:请?点击|登录后?|立即|马上)?(?:此处|这里)?(?:查看|展开|获取)(?:详情|更多|全部|证书|编号)?$|^请?点击.{0,8}$"
)


def stands_behind_a_click(value: str) -> bool:
    """Return whether a value only invites to open it (点击查看): what it stands for was not seen."""
    return bool(_TO_BE_OPENED.match(value.strip()))


def points_to_images(value: str) -> bool:
    """Return whether a value sends the reader to pictures or to the description (见详情图)."""
    return points_elsewhere(value) and bool(_IMAGE_WORDS.search(value))


def maker_of(value: str) -> str | None:
    """Return the maker under a maker's label; several firms stay together as the cell shows them."""
    value = _PHONE.sub("", value)
    marked = _ADDRESS_MARK.search(value)
    if marked and marked.start() > 3:
        value = value[: marked.start()]
    value = value.strip(" ,，;；、|/（(")
    if not value or is_nothing(value) or points_elsewhere(value) or not re.search(r"[A-Za-z\u3400-\u9fff*]", value):
        return None
    return value if len(value) <= 200 else None


def address_of(value: str) -> str | None:
    """Return the address under an address label."""
    value = _within_brackets(_PHONE.sub("", value)).strip(" ,，;；、|")
    if len(value) < 2 or is_nothing(value) or points_elsewhere(value) or len(value) > 200:
        return None
    return value


def _within_brackets(value: str) -> str:
    """Return a value up to where a bracket closes that was opened before it: 甲公司（地址：X），执行标准…."""
    depth = 0
    for position, character in enumerate(value):
        depth += (character in "(（") - (character in ")）")
        if depth < 0:
            return value[:position]
    return value


_STREET = re.compile(r"[路街巷道]\S{0,6}?\d|\d+号|工业[园区]|开发区|\b(?:Road|Street|Rd|St)\b", re.IGNORECASE)


def is_street(value: str) -> bool:
    """Return whether a place is given down to the street: an address, not only a region."""
    return 6 <= len(value) <= 200 and bool(_STREET.search(value))


_LOCALITY = re.compile(
    r"(?:省|自治区|市|州|盟).{1,16}?(?:市|区|县|镇|乡|街道|村|园|旗)"
    r"|[\u4e00-\u9fff]{2,8}(?:市|县|区)[\u4e00-\u9fff]{2,10}(?:镇|乡|街道|村|园区|工业区)"
)


def is_locality(value: str) -> bool:
    """Return whether a place is given down to the county, the town or the street: more than a region of origin."""
    return is_street(value) or (5 <= len(value) <= 100 and bool(_LOCALITY.search(value)))


def maker_and_address_of(value: str) -> tuple[str | None, str | None]:
    """Split a cell that names the firm and then its place."""
    marked = _ADDRESS_MARK.search(value)
    if marked and marked.start() > 3:
        return maker_of(value[: marked.start()]), address_of(value[marked.end() :])
    boxed = _BOXED_PLACE.match(value)
    if boxed and is_locality(boxed["place"]):
        return maker_of(boxed["name"]), boxed["place"]
    found = _FIRM_END.match(value)
    if found and _PLACE.search(found["rest"]):
        return maker_of(found["name"]), address_of(found["rest"].strip("（）() "))
    if _STREET.search(value) and not _FIRM.search(value):
        return None, address_of(value)
    return maker_of(value), None


def names_firm(value: str) -> bool:
    """Return whether a text names a firm by its legal form (有限公司, 厂, Co., Ltd)."""
    return bool(_FIRM.search(value))


def firm_in(text: str) -> str | None:
    """Return the full name of the one firm a text names (临河市青禾电器有限公司), or None."""
    found = set(_FULL_FIRM.findall(text))
    return found.pop() if len(found) == 1 else None


def places_of_making(text: str) -> Iterator[str]:
    """Yield the streets at which a sentence says the goods are made: 工厂位于…, 厂区坐落于…."""
    for found in _MADE_AT.finditer(text):
        if is_locality(found["place"]):
            yield found["place"]


def models_of(value: str) -> Iterator[str]:
    """Yield the models of a cell; one cut off with dots is left out."""
    if is_nothing(value) or points_elsewhere(value):
        return
    parts = [part for part in _outer_split(_NEXT_SENTENCE.split(value, maxsplit=1)[0]) if part]
    for index, part in enumerate(parts):
        if _TRUNCATED.search(part) and (index == len(parts) - 1 or len(parts) == 1):
            continue
        part = _RATED.sub("", part).strip(" .·")
        if part and not is_nothing(part) and not points_elsewhere(part):
            yield from _siblings(part)


def _siblings(part: str) -> tuple[str, ...]:
    """Return the models a slash stands between: equal but for their last characters, BL-K17/BL-K18.

    KFR-35GW/BP2 is one model, and whatever leaves that open stays one.
    """
    models = [model.strip() for model in re.split(r"[/／]", part)]
    first = models[0]
    shapes = {re.sub(r"[A-Za-z]", "A", re.sub(r"\d", "0", model)) for model in models}
    same = next((at for at, letters in enumerate(zip(*models, strict=False)) if len(set(letters)) > 1), len(first))
    alike = len(shapes) == 1 and len(set(models)) == len(models) and _MODEL_HEAD.match(first[:same]) is not None
    return tuple(models) if len(models) > 1 and alike and len(first) <= _LONGEST_SIBLING else (part,)


_MODEL_HEAD = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9.-]{3,}$")
_LONGEST_SIBLING = 24


def _outer_split(value: str) -> list[str]:
    """Split at separators that stand outside brackets."""
    parts: list[str] = []
    begin = 0
    for found in _MODEL_SPLIT.finditer(value):
        before = value[: found.start()]
        if before.count("(") + before.count("（") > before.count(")") + before.count("）"):
            continue
        parts.append(value[begin : found.start()].strip())
        begin = found.end()
    parts.append(value[begin:].strip())
    return parts


def standards_of(value: str) -> Iterator[str]:
    """Yield the standard numbers of a cell under a label for standards, home and foreign."""
    if is_nothing(value) or points_elsewhere(value):
        return
    found = [number.value for number in find_standards(value)]
    yield from found or [number.value for number in find_foreign_standards(value)]


_NAMED_STANDARD = re.compile(
    r"国标|国家|行标|行业|企标|企业标准|地方标准|地标|团标|团体标准|强制性?标准|现行标准|相关标准|欧标|美标|"
    r"(?<![A-Za-z])(?:GB|ISO|IEC|EN|ASTM|national|industry)(?![A-Za-z])",
    re.IGNORECASE,
)


def names_standard(value: str) -> bool:
    """Return whether a value names a kind of standard, be it without a number (国标, 符合国家标准)."""
    return len(value) <= 60 and bool(_NAMED_STANDARD.search(folded_text(value)))


_STOCK = re.compile(
    r"\D{0,6}(?P<count>\d[\d,.]*\s?[万千]?\+?\s?(?:[件个台套只条张把支箱包盒瓶米卷双部辆袋桶]|pcs|pieces|units|items)?)"
    r"(?![\d.,]*[A-Za-z\u4e00-\u9fff-]).{0,12}",
    re.IGNORECASE,
)
_STOCK_WORDS = re.compile(
    r"(?:库存)?(?:充足|紧张|有货|现货|无货|缺货|in stock|out of stock|sold out)[。.!！]?", re.IGNORECASE
)


def counted_stock(value: str) -> str | None:
    """Return how many are left as a value under 库存 says it: a count with its unit, or a bare 充足 or 有货."""
    value = value.strip()
    if _STOCK_WORDS.fullmatch(value):
        return value
    found = _STOCK.fullmatch(value)
    return found["count"].strip() if found is not None else None


def licences_of(value: str, *, named: bool) -> Iterator[tuple[str, bool]]:
    """Yield licence numbers and whether each is masked; `named` where the label itself says production licence."""
    found = [number.value for number in find_licences(value)]
    if found:
        yield from ((number, is_masked(number)) for number in found)
        return
    if not named and not re.search(r"XK|SC\d", folded_text(value), re.IGNORECASE):
        return
    yield from _codes(value)


def certificates_of(value: str) -> Iterator[tuple[str, bool]]:
    """Yield certificate numbers under a label that names CCC, malformed ones as they stand, and their masks."""
    found = [number.value for number in find_ccc(value)]
    if found:
        yield from ((number, False) for number in found)
        return
    yield from _codes(value)


def _codes(value: str) -> Iterator[tuple[str, bool]]:
    if is_nothing(value) or _NO_NUMBER.match(value.strip()):
        return
    for code in find_codes(value):
        yield code.value, is_masked(code.value)


def reports_of(value: str) -> Iterator[tuple[str, bool]]:
    """Yield report numbers, which have no common form, and whether each is masked."""
    if is_nothing(value) or _NO_NUMBER.match(value.strip()) or points_elsewhere(value):
        return
    for code in find_codes(value, least=5):
        whole = _PREFIXED.search(folded_text(value)[: code.start])
        number = f"{whole.group()}{code.value}" if whole is not None else code.value
        yield number, is_masked(code.value)


_PREFIXED = re.compile(
    r"(?:^|(?<=[\s:、，,;；]))[\u4e00-\u9fff]{1,6}(?<!编号)(?<!报告)(?<!号)(?<!为)(?<!是)(?<!见)(?:字第?)?$"
)
"""What a laboratory writes before its numbers: 公沪检23-1-0456."""


def may_be_ccc(context: str) -> bool:
    """Return whether a number of the CCC form under a plain 证书编号 counts as one: nothing names another scheme.

    The label is enough: to take a shown certificate for missing would accuse an honest seller.
    """
    return not _NOT_CCC.search(context)


def gtin_of(value: str) -> str | None:
    """Return the bar code's digits, 8 or 12 to 14 of them."""
    found = _GTIN.search(folded_text(value))
    digits = re.sub(r"\D", "", found.group()) if found else ""
    return digits if len(digits) in (8, 12, 13, 14) else None


_TITLE_MODEL = re.compile(
    r"(?<![A-Za-z0-9./-])[A-Za-z]{1,8}-?[A-Za-z]{0,4}\d{2,}[A-Za-z0-9]*(?:[-/][A-Za-z0-9]{1,8}){0,3}(?![A-Za-z0-9])"
)
_NO_TITLE_MODEL = re.compile(
    r"^(?:usb|hdmi|ddr|ip|led|pm|pd|qc|gan|type|wi-?fi|bt|gb|gbt|q|db|iso|iec|sus|pvc|ppr|dn|pn|ac|dc|ssd|hdd|ram|rom|ps|win|ios|android|nfc|cpu|rtx|gtx|intel|i|ccc|xk|no|v|dc|ac|vip|top|spf|upf|no)[-.]?\d",
    re.IGNORECASE,
)


def title_model_of(title: str) -> str | None:
    """Return the one code in a title that reads like a model, or None where there is none or several."""
    found = {
        code
        for code in _TITLE_MODEL.findall(folded_text(title))
        if sum(c.isdigit() for c in code) >= 2 and len(re.sub(r"\W", "", code)) >= 4 and not _NO_TITLE_MODEL.match(code)
    }
    return found.pop() if len(found) == 1 else None
