"""Attribute objects and HTML descriptions in the page's data (inline state, API answers), read like its text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from crawler.read.data.data_blocks import data_blocks, holds_any
from crawler.read.dom.document import DataBlock, Document, collapse, parse_answer
from crawler.read.dom.lines import clean_label, clean_value
from crawler.read.dom.vocabulary import vocabulary
from crawler.read.labels.finder import Finder
from crawler.read.labels.pairs import LabelPair, Portion

_MAX_LABEL = 30
_MAX_VALUE = 600

_NAME_KEYS = frozenset(
    (
        "name",
        "attrname",
        "attr_name",
        "attributename",
        "attribute_name",
        "propname",
        "prop_name",
        "propertyname",
        "key",
        "label",
        "title",
        "k",
        "paramname",
        "param_name",
        "specname",
        "pname",
        "attrkey",
    )
)
_VALUE_KEYS = frozenset(
    (
        "value",
        "attrvalue",
        "attr_value",
        "attributevalue",
        "attribute_value",
        "propvalue",
        "prop_value",
        "propertyvalue",
        "values",
        "v",
        "val",
        "paramvalue",
        "param_value",
        "specvalue",
        "pvalue",
        "text",
        "content",
        "valuename",
        "attrvaluename",
        "attr_value_name",
    )
)
_OTHERS_DATA = re.compile(
    r"recommend|related|similar|comment|review|rate|evaluat|guess|footprint|history|cart|question|answer|sku(?!_?detail)|variant|option|combin",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"</?(?:p|div|table|tr|td|li|ul|img|br|span|h[1-6]|strong)\b", re.IGNORECASE)
_WORTH = (
    *("型号", "品牌", "执行标准", "生产企业", "生产厂", "制造商", "厂家", "厂址", "许可证", "证书编号", "产品参数"),
    *("\\u578b\\u53f7", "\\u54c1\\u724c", "\\u5382", "\\u8bb8\\u53ef", "\\u8bc1\\u4e66", "\\u6807\\u51c6"),
    *("attrName", "attr_name", "attrname", "attributeName", "attribute_name", "attrValue", "attr_value"),
    *(
        "paramName",
        "param_name",
        "propName",
        "prop_name",
        "specName",
        "spec_name",
        "propertyName",
        "additionalProperty",
    ),
    *(
        '"<p',
        '"<div',
        '"<img',
        '"<table',
        '"<h',
        '"<ul',
        "'<p",
        "'<div",
        "'<img",
        "'<table",
        "\\u003c",
        "\\x3c",
        "&lt;p",
    ),
)
"""What scripts that keep attributes or a description look like."""
_DESCRIBES = re.compile(r"desc|detail|intro|content", re.IGNORECASE)
_PICTURE = re.compile(r"^(?:https?:)?//\S+\.(?:jpe?g|png|webp|gif)|^/\S+\.(?:jpe?g|png|webp|gif)", re.IGNORECASE)
_PICTURE_KEYS = ("url", "src", "img", "image", "imageUrl", "imgUrl", "picUrl")
_MAX_DATA_NODES = 100_000
_MAX_MARKUP = 2_000_000
_MAX_CROWD = 3
_DATA_BEGINS = ("[{", '{"', "[[")
"""How data begins that is kept as a text in other data."""
_LABELLED_DATA = re.compile(r"[\u4e00-\u9fff]|attr|param|spec|prop|detail|desc", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DataFound:
    """What the page's data holds beside its text."""

    pairs: tuple[LabelPair, ...]
    portions: tuple[Portion, ...]
    """Descriptions kept as HTML, read like the page itself."""
    images: tuple[str, ...]
    """Addresses of the description's pictures."""


def read_data(document: Document, shown: set[tuple[str, str]], blocks: Iterable[DataBlock] | None = None) -> DataFound:
    """Return the attribute objects, descriptions and their pictures in the page's data that its text lacks."""
    if blocks is None:
        blocks = data_blocks(document) if _worth_reading(document) else ()
    pairs: list[LabelPair] = []
    portions: list[Portion] = []
    images: dict[str, None] = {}
    budget, markup = _MAX_DATA_NODES, _MAX_MARKUP
    seen = set(shown)
    for block in (*blocks, *_stated_properties(document)):
        stack: list[tuple[Any, str]] = [(block.data, block.place)]
        while stack and budget > 0:
            value, path = stack.pop()
            budget -= 1
            if isinstance(value, str):
                if 20 < len(value) <= markup and value[:2] in _DATA_BEGINS and value[-1] in "]}":
                    markup -= len(value)
                    inner = parse_answer(value)
                    if isinstance(inner, dict | list):
                        stack.append((inner, path))
                elif 30 < len(value) <= markup and "<" in value and _MARKUP.search(value):
                    markup -= len(value)
                    portions.append(Finder(Document(value, url=document.base_url, place=path), "description").portion())
                continue
            for label, text, place in _labelled(value, path):
                if (label, text) not in seen:
                    seen.add((label, text))
                    meaning = vocabulary().meaning(label)
                    pairs.append(LabelPair(label, text, place, "attribute", meaning, f"{label} {path}", embedded=True))
            for url in _pictures(value, path, document):
                images.setdefault(url)
            stack.extend(reversed(_below(value, path)))
    crowded = _crowded(pairs)
    return DataFound(
        tuple(pair for pair in pairs if pair.field != "service" and _list_of(pair.place) not in crowded),
        tuple(
            replace(portion, pairs=tuple(pair for pair in portion.pairs if (pair.label, pair.value) not in shown))
            for portion in portions
        ),
        () if document.rendered else tuple(images),
    )


def _worth_reading(document: Document) -> bool:
    """Return whether the page's data may hold labels or descriptions; most pages' data is only for their scripts."""
    return bool(document.answers) or any(holds_any(text, _WORTH) for _, text in document.scripts)


def _stated_properties(document: Document) -> Iterator[DataBlock]:
    """Yield the properties that linked data states of the page's product (additionalProperty)."""
    for position, (attributes, text) in enumerate(document.scripts):
        if "ld+json" in (attributes.get("type") or "") and "additionalProperty" in text:
            data = parse_answer(text)
            if data is not None:
                yield DataBlock(f"ld+json:{position}", data)


def _pictures(value: Any, path: str, document: Document) -> Iterator[str]:
    if not isinstance(value, list) or not _DESCRIBES.search(path.rsplit(".", 1)[-1]):
        return
    for entry in value[:100]:
        if isinstance(entry, dict):
            # detailGallery: [{"url": …, "width": …}]
            entry = next((entry[key] for key in _PICTURE_KEYS if isinstance(entry.get(key), str)), None)
        if isinstance(entry, str) and _PICTURE.search(entry) and (url := document.absolute(entry)) is not None:
            yield url


def _below(value: Any, path: str) -> list[tuple[Any, str]]:
    if isinstance(value, dict):
        return [
            (entry, f"{path}.{key}")
            for key, entry in value.items()
            if isinstance(entry, dict | list | str) and entry and not _OTHERS_DATA.search(str(key))
        ]
    if isinstance(value, list):
        return [(entry, f"{path}[{at}]") for at, entry in enumerate(value[:300]) if isinstance(entry, dict | list)]
    return []


def _labelled(value: Any, path: str) -> Iterator[tuple[str, str, str]]:
    """Yield label, value and place of `{"name": …, "value": …}` objects, or of a mapping of declared labels."""
    if isinstance(value, list):
        if _are_pairs(value):
            for at, (label, text) in enumerate(value[:300]):
                if clean_value(text):
                    yield clean_label(label), clean_value(text)[:_MAX_VALUE], f"{path}[{at}]"
            return
        for at, entry in enumerate(value[:300]):
            pair = _named(entry) if isinstance(entry, dict) else None
            if pair is not None:
                yield *pair, f"{path}[{at}]"
    elif isinstance(value, dict) and 1 < len(value) <= 200:
        texts = {str(key): _scalar(entry) for key, entry in value.items()}
        native = {key: text for key, text in texts.items() if text and re.search(r"[\u4e00-\u9fff]", key)}
        if len(native) >= 2 and any(vocabulary().meaning(key) is not None for key in native):
            for key, text in native.items():
                yield clean_label(key), clean_value(text), f"{path}.{key}"


def _are_pairs(value: list[Any]) -> bool:
    """Return whether a list holds nothing but pairs of two texts, a declared label first in some."""
    if len(value) < 2 or not all(
        isinstance(entry, list)
        and len(entry) == 2
        and all(isinstance(part, str) for part in entry)
        and 0 < len(entry[0]) <= _MAX_LABEL
        for entry in value[:300]
    ):
        return False
    return any(vocabulary().meaning(entry[0]) is not None for entry in value[:300])


def _named(entry: dict[str, Any]) -> tuple[str, str] | None:
    if len(entry) > 12:
        return None
    label = text = ""
    for key, value in entry.items():
        folded = str(key).lower()
        if folded in _NAME_KEYS and not label and isinstance(value, str):
            label = clean_label(value)
        elif folded in _VALUE_KEYS and not text:
            text = _scalar(value)
    if not label or not text or len(label) > _MAX_LABEL or label.isdigit():
        return None
    return label, clean_value(text)[:_MAX_VALUE]


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return "" if "<" in value and _MARKUP.search(value) else collapse(value)
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list) and value and all(isinstance(entry, str | int | float) for entry in value[:50]):
        return " ".join(str(entry) for entry in value[:50])
    return ""


def _list_of(place: str) -> str:
    return re.sub(r"(?:\[\d+\]|\.[^.\[\]]+)$", "", place)


def _crowded(pairs: list[LabelPair]) -> set[str]:
    """Return the lists that many things of one kind have each (other goods, variants): not this item's own."""
    families: dict[str, set[str]] = {}
    for pair in pairs:
        holder = _list_of(pair.place)
        families.setdefault(re.sub(r"\[\d+\]", "[]", holder), set()).add(holder)
    return {holder for holders in families.values() if len(holders) >= _MAX_CROWD for holder in holders}
