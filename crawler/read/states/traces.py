"""Traces of a field: text that may state it although no value was read from it, so that it is not called not shown."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from config.declared import load_declared
from config.record import Record
from crawler.read.dom.boxes import is_foot_text
from crawler.read.dom.document import Document
from crawler.read.dom.vocabulary import vocabulary
from crawler.read.labels.label_values import is_nothing, is_street, points_elsewhere, points_to_images
from crawler.read.labels.pairs import LabelPair
from crawler.read.labels.sentences import is_of_a_buyer, leads_on
from crawler.read.labels.view import view_of
from crawler.read.labels.warnings import of_buying
from crawler.read.states.silent_texts import pictured_labels, silent_pairs, silent_texts
from crawler.records import Cause

_DECLARED = Path(__file__).with_name("traces.toml")
_LONGEST = 4_000
_SENTENCE = re.compile(r"[^。！!；;\n]+")
_EXPLAINED = frozenset(("service", "seller", "shop", "subject", "category_path", "sales", "stock", "other_certificate"))
"""Fields whose values speak of something else than the goods' own statements."""
_JUDGED = {
    "maker": ("maker",),
    "maker_and_address": ("maker", "maker_address"),
    "maker_address": ("maker_address",),
    "models": ("models",),
    "specifications": ("models",),
    "standards": ("standards",),
    "certificate_numbers": ("certificate_numbers",),
    "plain_certificate": ("certificate_numbers",),
    "licence_numbers": ("licence_numbers",),
    "report_numbers": ("report_numbers",),
    "warnings": ("warnings",),
}
"""Field of a label → the fields a value under it may state."""
_ALL = frozenset(field for fields in _JUDGED.values() for field in fields)
_TOLD = frozenset(("name", "brand", "batches", "production_dates"))
"""Further fields of which a page may say that they stand elsewhere."""
_POINTS = re.compile(
    r"(?P<what>[^。;!\n]{2,60}?)[,:\s(]*(?:详见|详情见|请见|参见|请看|请?参[见照考看阅]|具体见|可见|见|如)"
    r"(?P<where>(?:以?下|上|左|右|后)方?(?:图|文)|[详商产][情品]?(?:详情)?图|详情页?图?|图片|图示|图|(?:外|产品|实物)?包装|实物|说明书|产?品?标签|铭牌|吊牌|合格证|附件|机身)"
)
_POINTING = frozenset("见看参如")
"""Letters without one of which no sentence points elsewhere."""
_ANY_FIELD = re.compile(r"参数|规格|信息|资质|说明|详情|标识")


class Traces(Record):
    """By what one field is recognised in a text that gave no value for it."""

    field: str
    signs: tuple[str, ...]
    apart: tuple[str, ...]
    again: str = ""
    """What makes a sentence one of the field's all the same."""


class _Declared(Record):
    trace: tuple[Traces, ...]


class _Signs:
    """The declared signs of one field, compiled."""

    def __init__(self, declared: Traces) -> None:
        self.field = declared.field
        self._signs = tuple(re.compile(sign, re.IGNORECASE) for sign in declared.signs)
        self._apart = re.compile("|".join(declared.apart), re.IGNORECASE) if declared.apart else None
        self._again = re.compile(declared.again, re.IGNORECASE) if declared.again else None
        self.in_sentence = lru_cache(maxsize=5_000)(self._in_sentence)

    def _in_sentence(self, text: str) -> Cause | None:
        """Return why the field is not observable where a sentence may state it, or None where it does not."""
        if self._apart is not None and self._apart.search(text) and not (self._again and self._again.search(text)):
            return None
        if self.field == "warnings" and of_buying(text):
            return None
        for sign in self._signs:
            for found in sign.finditer(text):
                named = found.groupdict()
                value, label = named.get("value") or "", named.get("label") or ""
                if value and is_nothing(value):
                    continue
                if label and vocabulary().is_excluded(label):
                    continue
                return "image_only" if points_to_images(value) else "place_gone"
        return None


def load_traces(path: Path | None = None) -> tuple[Traces, ...]:
    """Read the declared signs. Raises DeclarationError naming the file and field."""
    return load_declared(path or _DECLARED, _Declared).trace


@lru_cache(maxsize=1)
def _signs() -> tuple[_Signs, ...]:
    return tuple(_Signs(declared) for declared in load_traces())


def traces(
    document: Document,
    missing: Iterable[str],
    foreign: Callable[[int], bool] | None = None,
    names: Iterable[str | None] = (),
) -> dict[str, Cause]:
    """Return for each of the `missing` fields that the page may state all the same why it cannot be observed.

    `foreign` tells which elements of the page stand in a box about other goods; `names` are the shop's, which by
    themselves name no maker.
    """
    wanted = (_ALL | _TOLD).intersection(missing)
    found: dict[str, Cause] = {}
    if not wanted:
        return found
    for field, cause in _all(document, wanted, foreign, frozenset(filter(None, names))):
        found.setdefault(field, cause)
        if len(found) == len(wanted):
            break
    return found


def _all(
    document: Document, wanted: frozenset[str], foreign: Callable[[int], bool] | None, names: frozenset[str]
) -> Iterator[tuple[str, Cause]]:
    view = view_of(document)
    for pair in view.pairs:
        if pair.area not in ("header", "footer") and not (foreign and pair.element >= 0 and foreign(pair.element)):
            yield from ((field, cause) for field, cause in _of_pair(pair) if field in wanted)
    for label in pictured_labels(document):
        yield from ((field, "image_only") for field in _fields_of(label) if field in wanted)
    for label, value in silent_pairs(document):
        # An English key of a script's own data is a label only where a number stands behind it.
        if value and not is_nothing(value) and not (label.isascii() and not re.search(r"\d", value)):
            yield from ((field, "place_gone") for field in _fields_of(label) if field in wanted)
    explained = _explained(view.pairs)
    signs = [sign for sign in _signs() if sign.field in wanted]
    kept = (f"{label}：{value}" for label, value in silent_pairs(document))
    for text in (*_lines(document, foreign), *silent_texts(document), *kept):
        if text not in names:
            yield from _of_text(text, signs, explained, wanted)


def _of_pair(pair: LabelPair) -> Iterator[tuple[str, Cause]]:
    """Yield the fields whose own label has a value behind it that was not read as one."""
    fields = _fields_of(pair.label) if pair.field is not None else ()
    value = pair.value
    if not fields or not value:
        return
    if points_to_images(value):
        yield from ((field, "image_only") for field in fields)
    elif points_elsewhere(value):
        yield from ((field, "place_gone") for field in fields)
    elif pair.field in ("standards", "maker", "maker_address", "maker_and_address", "models") and not is_nothing(value):
        yield from ((field, "place_gone") for field in _first(pair, fields))


def _first(pair: LabelPair, fields: Sequence[str]) -> Sequence[str]:
    return fields if pair.field != "maker_and_address" or is_street(pair.value) else fields[:1]


def _fields_of(label: str) -> tuple[str, ...]:
    meaning = vocabulary().meaning(label)
    if meaning is None or meaning.field == "specifications":
        return ()
    return _JUDGED.get(meaning.field, ())


def _explained(pairs: Iterable[LabelPair]) -> tuple[str, ...]:
    """Return the values that are known to speak of something else: the shop, the delivery, another certificate."""
    values = {
        _folded(pair.value)
        for pair in pairs
        if len(pair.value) > 1
        and (pair.field in _EXPLAINED or (pair.meaning is not None and pair.meaning.label in _ORIGIN))
    }
    return tuple(sorted(values, key=len, reverse=True))


_TAKEN = " : "
"""Stands for an explained value. No sign takes it, nor the label after it, for the value of the label before it."""
_ORIGIN = frozenset(("产地", "生产地", "产品产地", "商品产地", "产地信息", "原产地", "省份", "城市"))


def _lines(document: Document, foreign: Callable[[int], bool] | None) -> Iterator[str]:
    view = view_of(document)
    for portion in view.portions:
        first = portion is view.portions[0]
        for line in portion.lines:
            if line.area in ("header", "footer") or (first and foreign is not None and foreign(line.box.element)):
                continue
            if not leads_on(line) and not is_of_a_buyer(line) and not is_foot_text(line.text):
                yield line.text


def _of_text(
    text: str, signs: Sequence[_Signs], explained: Sequence[str], wanted: frozenset[str]
) -> Iterator[tuple[str, Cause]]:
    text = _folded(text[:_LONGEST])
    for value in explained:
        if value in text:
            text = text.replace(value, _TAKEN)
    for sentence in _SENTENCE.findall(text):
        for sign in signs:
            if (cause := sign.in_sentence(sentence)) is not None:
                yield sign.field, cause
        yield from ((field, cause) for field, cause in _pointed(sentence) if field in wanted)


def _pointed(sentence: str) -> Iterator[tuple[str, Cause]]:
    """Yield the fields of which a sentence says that they stand elsewhere (厂名、厂址、执行标准详见下图)."""
    if _POINTING.isdisjoint(sentence):
        return
    for found in _POINTS.finditer(sentence):
        cause: Cause = "image_only" if re.search(r"图|详情", found["where"]) else "place_gone"
        what = found["what"]
        if _ANY_FIELD.search(what):
            yield from ((field, cause) for field in _ALL)
        for word in re.split(r"[、,/和及与()\s:]+|等$", what):
            word = word.removesuffix("等")
            meaning = vocabulary().meaning(word)
            told = (meaning.field,) if meaning is not None and meaning.field in _TOLD else _fields_of(word)
            yield from ((field, cause) for field in told)


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    """Return a text in half width and simplified, as the signs are written."""
    return vocabulary().simplified(unicodedata.normalize("NFKC", text))
