"""Compares models (型号) exactly after normalisation: one different digit is another model, not a misspelling."""

import re

from matchers.names.text import says_nothing, tidy
from matchers.records import Feature

_LOOSE = re.compile(r"[-_./·\s]+")
_BLANK = re.compile(r"\s+")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_LABEL = re.compile(
    r"^(?:产品|规格|认证)?(?:型号|规格型号|型号规格|款号|货号|MODEL|TYPE)(?:为|是)?\s*[::]?\s*", re.IGNORECASE
)
_SPEC_LABEL = re.compile(r"(?:产品)?(?:规格|尺寸|容量|颜色|功率|电压|净含量)\s*[::].*$")
_SEPARATORS = re.compile(r"[、,;,;。\n\r\t]+|\s+或\s+|\s+和\s+")

_UNIT = (
    r"(?:MAH|AH|WH|KWH|KW|W|V|KV|VAC|VDC|A|MA|HZ|KHZ|MM2|MM²|MM|CM|M|KM|米|厘米|毫米|平方|平方米|寸|英寸|INCH|ML|L|升|毫升|KG|G|MG|"
    r"斤|公斤|克|千克|T|吨|只|个|片|包|盒|支|件|套|瓶|卷|米/卷|双|张|条|把|台|本|抽|粒|枚|码|岁|人|层|孔|位|芯|GB|TB|%|℃|°C|PA|MPA|BAR|LM|K)"
)
_SPEC = re.compile(rf"^[≤≥<>~约]?\d+(?:\.\d+)?(?:[-~至]\d+(?:\.\d+)?)?{_UNIT}?(?:[*X×/+]\d*(?:\.\d+)?{_UNIT}?)*$")
_SPEC_WORD = re.compile(
    r"^(?:见.{0,6}|详见.{0,6}|如图.{0,4}|均码|通用型?|标准型?|标准版|普通型?|常规|默认|其他|其它|多规格|多型号|混色|随机|定制|"
    r"[XSML]{1,4}|\d?XL|[A-B]\d|[1-9]\d?号|[红橙黄绿蓝紫黑白灰粉金银棕]色?|大号|中号|小号|大|中|小|一件|单个|合格品?|一等品|优等品)$"
)
_GAS = re.compile(r"天然气|液化气|液化石油气|人工煤气|沼气|\b(?:4|5|6|7|10|12)[TR]\b|\b(?:19|20|22)Y\b", re.IGNORECASE)
_GAS_NAMES = {
    "12T": "天然气",
    "10T": "天然气",
    "20Y": "液化石油气",
    "19Y": "液化石油气",
    "22Y": "液化石油气",
    "液化气": "液化石油气",
}
_VOLTAGE = re.compile(r"(?<![0-9A-Z.])(\d{1,3}(?:\.\d)?)V(?![A-Z0-9])")


def normalise_model(text: str) -> str:
    """Return the exact key: NFKC, upper case, one kind of dash, no blanks, no label in front."""
    return _BLANK.sub("", _LABEL.sub("", tidy(text).strip())).upper()


def loose_key(text: str) -> str:
    """Return the exact key without blanks and `- _ . /`: for finding rows, never for deciding alone."""
    return _LOOSE.sub("", normalise_model(text))


def is_generic(model: str | None) -> bool:
    """Return whether a text names no model: 见包装, /, 10000mAh, 5号, 均码, A4, a size, a capacity, a colour."""
    if says_nothing(model):
        return True
    assert model is not None
    key = normalise_model(model)
    if len(key) < 2 or _SPEC.match(key) or _SPEC_WORD.match(key):
        return True
    return not re.search(r"[0-9A-Z]", key)


def split_models(cell: str) -> tuple[str, ...]:
    """Return the models a cell names, as written: `T3 10000mAh 5V/2A` → T3, `型号:A-1 规格:20000mAh` → A-1.

    Parts that are only a capacity, a size or a colour are left out.
    """
    found: list[str] = []
    for part in _SEPARATORS.split(_SPEC_LABEL.sub("", tidy(cell))):
        for model in _models_of_part(part.strip()):
            if normalise_model(model) not in [normalise_model(other) for other in found]:
                found.append(model)
    return tuple(found)


def _models_of_part(part: str) -> list[str]:
    part = _LABEL.sub("", part)
    if not part or is_generic(part):
        return [word for word in part.split() if not is_generic(word)] if " " in part else []
    if "/" in part and _CJK.search(part.partition("/")[0]) and is_generic(part.partition("/")[2]):
        part = part.partition("/")[0]
        return [] if is_generic(part) else [part]
    words = part.split()
    if len(words) == 1:
        return [part]
    kept = [word for word in words if not is_generic(word)]
    # "KFR 35 GW": blanks inside one model. Only where every word is short and Latin is it one name.
    if all(len(word) <= 4 and word.isascii() for word in words) and not any(_SPEC.match(word.upper()) and
            not word.isdigit() for word in words):  # fmt: skip
        return ["".join(words)]
    return kept


def same_model(left: str, right: str) -> Feature:
    """Compare two models: 1.0 when equal after normalisation (case, width, blanks, hyphens), else 0.0.

    A different digit, voltage or gas type makes them different goods, however alike the rest is.
    """
    equal = not is_generic(left) and not is_generic(right) and loose_key(left) == loose_key(right)
    if equal and not _same_digits(left, right):
        equal = False
    if equal and (_gas_kinds(left) != _gas_kinds(right) or _voltages(left) != _voltages(right)):
        equal = False
    return Feature(feature="型号", score=1.0 if equal else 0.0, left=left, right=right)


def stands_in(model: str, text: str) -> bool:
    """Return whether `text` holds the model as a whole token: T3 is not in T30, nor in AT3."""
    key = normalise_model(model)
    if is_generic(model) or len(key) < 3:
        return False
    pattern = r"[-_./·\s]*".join(re.escape(letter) for letter in loose_key(model))
    return re.search(rf"(?<![0-9A-Z]){pattern}(?![0-9A-Z]|[-./][0-9A-Z])", tidy(text).upper()) is not None


def _same_digits(left: str, right: str) -> bool:
    """12-3 and 1-23 share a loose key, but not their numbers: hyphens between digits separate."""
    return re.findall(r"\d+(?:[-./]\d+)*", normalise_model(left)) == re.findall(
        r"\d+(?:[-./]\d+)*", normalise_model(right)
    ) or not (re.search(r"\d[-./]\d", normalise_model(left)) and re.search(r"\d[-./]\d", normalise_model(right)))


def _gas_kinds(text: str) -> frozenset[str]:
    return frozenset(_GAS_NAMES.get(kind.upper(), kind) for kind in _GAS.findall(tidy(text)))


def _voltages(text: str) -> frozenset[str]:
    return frozenset(_VOLTAGE.findall(tidy(text).upper()))
