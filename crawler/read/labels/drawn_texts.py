"""Reads texts that a page shows otherwise than as text: fields nobody can fill, shadow templates, style sheets."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from crawler.read.dom.document import Document, collapse, place_of, text_of
from crawler.read.dom.lines import clean_label, split_line
from crawler.read.dom.vocabulary import vocabulary
from crawler.read.labels.pairs import LabelPair

_FIXED_FIELDS = "input[readonly][value], input[disabled][value]"
_SHADOW = re.compile(
    r"<template\b[^>]*\bshadowroot(?:mode)?\s*=[^>]*>(?P<inside>.{1,200000}?)</template>", re.DOTALL | re.I
)
_DRAWN = re.compile(
    r"(?P<selector>[.#][\w-]{1,60})\s*::?(?:before|after)\s*\{[^{}]{0,400}?content\s*:\s*"
    r"(?P<quote>[\"'])(?P<text>[^\"'{}]{2,300})(?P=quote)",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"</(?:p|div|td|li|span|table|h\d)>", re.IGNORECASE)
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_MOST = 60
_LONGEST_LABEL = 24
_LONGEST_LINE = 400


def drawn_pairs(document: Document) -> tuple[LabelPair, ...]:
    """Return the labelled values in read-only fields, in text areas and in what style sheets put on the page."""
    return tuple(_drawn_pairs(document))


def drawn_documents(document: Document) -> Iterator[Document]:
    """Yield the parts of the page kept as markup in templates of shadow roots and in text areas."""
    markup = document.markup
    if "shadowroot" in markup:
        for found in _SHADOW.finditer(markup):
            yield Document(found["inside"], url=document.base_url, place="template[shadowroot]")
    if "<textarea" in markup:
        for node in document.tree.css("textarea")[:_MOST]:
            text = node.text(deep=True) or ""
            if _MARKUP.search(text):
                yield Document(text, url=document.base_url, place="textarea")


def _drawn_pairs(document: Document) -> Iterator[LabelPair]:
    markup = document.markup
    if "readonly" in markup or "disabled" in markup:
        for node in document.tree.css(_FIXED_FIELDS)[:_MOST]:
            value = collapse(node.attributes.get("value"))
            label = _label_of(document, node)
            if label and value:
                yield _pair(label, value, place_of(node))
    if "<textarea" in markup:
        for node in document.tree.css("textarea")[:_MOST]:
            text = node.text(deep=True) or ""
            if not _MARKUP.search(text):
                if (label := _label_of(document, node)) and collapse(text):
                    yield _pair(label, collapse(text)[:_LONGEST_LINE], place_of(node))
                    continue
                for line in text.splitlines()[:_MOST]:
                    yield from _in_line(line, place_of(node))
    if ":after" in markup or ":before" in markup:
        for style in document.tree.css("style"):
            text = style.text(deep=True) or ""
            for found in _DRAWN.finditer(text) if _HANZI.search(text) else ():
                if document.tree.css_first(found["selector"]) is not None:
                    yield from _in_line(found["text"], f"{found['selector']}::after")


def _in_line(text: str, place: str) -> Iterator[LabelPair]:
    for part in split_line(collapse(text)[:_LONGEST_LINE]):
        if part.meaning is not None and part.value:
            yield _pair(part.label, part.value, place)


def _pair(label: str, value: str, place: str) -> LabelPair:
    label = clean_label(label)
    return LabelPair(label, value, place, "attribute", vocabulary().meaning(label), label)


def _label_of(document: Document, node: LexborNode) -> str | None:
    """Return the declared label before a field: its own label element, or the text it stands behind."""
    identifier = node.attributes.get("id")
    named = document.tree.css_first(f'label[for="{identifier}"]') if identifier and '"' not in identifier else None
    before = node.prev
    while before is not None and before.is_text_node and not collapse(before.text_content):
        before = before.prev
    texts = [text_of(named) if named is not None else "", text_of(before) if before is not None else ""]
    if node.parent is not None:
        texts.append(text_of(node.parent))
        above = node.parent.prev
        while above is not None and above.is_text_node:
            above = above.prev
        texts.append(text_of(above) if above is not None else "")
    return next(
        (text for text in texts if 0 < len(text) <= _LONGEST_LABEL and vocabulary().meaning(clean_label(text))), None
    )
