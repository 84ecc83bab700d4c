"""Compares models (型号) exactly after normalisation: one different digit is another model, not a misspelling."""

import re
from functools import lru_cache

from config.record import Record
from matchers.models.variants import only_variant
from matchers.names.text import says_nothing, tidy
from matchers.records import Feature

_LOOSE = re.compile(r"[-_./·\s]+")
_BLANK = re.compile(r"\s+")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_LABEL = re.compile(
    r"^(?:产品|规格|认证)?(?:型号|规格型号|型号规格|款号|货号|MODEL|TYPE)(?:为|是)?\s*[::]?\s*", re.IGNORECASE
)
_SPEC_LABEL = re.compile(r"(?:产品)?(?:规格|尺寸|容量|颜色|功率|电压|净含量)\s*[::].*$")
_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_SUFFIX_LENGTH = 5
"""Letters alone behind a model, up to this many, are part of it: Pro, Plus, Max, II."""
_SIBLING_LENGTH = 4
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
    if len(key) < 2 or _SPEC.match(key) or _SPEC_WORD.match(key) or only_variant(model):
        return True
    return not re.search(r"[0-9A-Z]", key)


class ModelInCell(Record):
    """One model a cell names, as written, and what stands beside it there (24V, 10000mAh, 欧规)."""

    model: str
    beside: str = ""


@lru_cache(maxsize=65536)
def read_models(cell: str) -> tuple[ModelInCell, ...]:
    """Return the models a cell names: `T3 10000mAh 5V/2A` → T3, `型号:A-1 规格:20000mAh` → A-1.

    Parts that are only a measure, a size or a colour belong to the models before them, or to all when they come first.
    """
    text = tidy(cell)
    tail = _SPEC_LABEL.search(text)
    for_all = [tail.group()] if tail else []
    groups: list[tuple[list[str], list[str]]] = []
    for part in _SEPARATORS.split(_SPEC_LABEL.sub("", text)):
        models, beside = _models_of_part(_BRACKETS.sub(_open_bracket, part).strip())
        if models:
            groups.append((models, [beside]))
        elif groups:
            groups[-1][1].append(beside)
        else:
            for_all.append(beside)
    found: dict[str, ModelInCell] = {}
    for models, texts in groups:
        for model in models:
            words = " ".join(text for text in (*texts, *for_all) if text)
            found.setdefault(normalise_model(model), ModelInCell(model=model, beside=words))
    return tuple(found.values())


def split_models(cell: str) -> tuple[str, ...]:
    """Return the models a cell names, as written, without what stands beside them."""
    return tuple(found.model for found in read_models(cell))


def _open_bracket(found: re.Match[str]) -> str:
    return f" {found.group(1)} " if is_generic(found.group(1)) else found.group()


def _models_of_part(part: str) -> tuple[list[str], str]:
    """Return the models of one part and the rest of it."""
    part = _LABEL.sub("", part)
    if not part or (is_generic(part) and " " not in part):
        return [], part
    if "/" in part and _CJK.search(part.partition("/")[0]) and is_generic(part.partition("/")[2]):
        head, _, measure = part.partition("/")
        named, beside = _models_of_part(head)
        return named, f"{beside} {measure}".strip()
    words = part.split()
    if len(words) == 1:
        return _siblings(part), ""
    # "KFR 35 GW": blanks inside one model. Only where every word is short and Latin is it one name.
    if all(len(word) <= 4 and word.isascii() for word in words) and not any(
        is_generic(word) and not word.isdigit() for word in words if not word.isalpha()
    ):
        return ["".join(words)], ""
    models: list[str] = []
    rest: list[str] = []
    for word in words:
        if is_generic(word):
            rest.append(word)
        elif models and word.isascii() and word.isalpha() and len(word) <= _SUFFIX_LENGTH:
            # "HBE-20K Pro" is another model than "HBE-20K".
            models[-1] += word
        else:
            models += _siblings(word)
    return models, " ".join(rest)


def _siblings(word: str) -> list[str]:
    """HBE-20K/HBE-21K are two models written alike; KFR-35GW/WDAA3 is one."""
    parts = word.split("/")
    shapes = {re.sub(r"[A-Z]", "A", re.sub(r"\d", "9", part.upper())) for part in parts}
    alike = len(parts) > 1 and len(shapes) == 1 and len(parts[0]) >= _SIBLING_LENGTH and not is_generic(parts[0])
    return parts if alike and re.search(r"[A-Z]", parts[0].upper()) else [word]


def same_model(left: str, right: str) -> Feature:
    """Compare two models: 1.0 when equal after normalisation (case, width, blanks, hyphens), else 0.0.

    What stands beside them is compared by `matchers.models.variants`.
    """
    equal = not is_generic(left) and not is_generic(right) and loose_key(left) == loose_key(right)
    if equal and not _same_digits(left, right):
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
