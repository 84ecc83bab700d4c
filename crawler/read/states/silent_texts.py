"""Texts of a page that are in no line of it: values of controls, names for screen readers, templates, scripts."""

import re
from collections.abc import Iterator

from selectolax.lexbor import SelectolaxError

from crawler.read.data.data_blocks import holds_any
from crawler.read.dom.boxes import SKIPPED, Box
from crawler.read.dom.document import Document, collapse
from crawler.read.dom.lines import clean_label
from crawler.read.dom.outline import Element
from crawler.read.dom.vocabulary import vocabulary
from crawler.read.labels.pairs import Portion
from crawler.read.labels.view import view_of

_WORDS = re.compile(r"[\u4e00-\u9fff]|[A-Za-z]{2,} [A-Za-z]{2,}")
_SPOKEN = frozenset(("alt", "title", "aria-label", "aria-description", "label", "summary", "value", "content"))
_NEVER = frozenset(("class", "id", "style", "href", "src", "srcset", "placeholder", "action", "type"))
_LONGEST = 4_000
_SHORTEST = 4
_GENERATED = re.compile(
    r"(?P<selector>[^{};/]{1,200}?)::?(?:before|after)\s*\{[^{}]{0,400}?(?<![\w-])content\s*:\s*"
    r"(?P<quote>[\"'])(?P<text>[^\"'{}]{4,300})(?P=quote)",
    re.IGNORECASE,
)
_MOST_GENERATED = 60
_READ = frozenset(("textarea", "select", "option", "noscript", "template", "button"))
_UNSEEN_INPUTS = frozenset(("hidden", "submit", "button", "image", "checkbox", "radio", "reset", "search", "number"))
_PICTURES = "img, svg, canvas, picture, video, object, embed, [style*='background']"
_CONTROLS = "select, input:not([type=hidden]), textarea"
_LABELS = 200
_WORTH = (
    *("型号", "货号", "款号", "标准", "生产", "制造", "出品", "厂", "地址", "地点"),
    *("许可", "证书", "认证", "警", "注意"),
    *("made by", "manufactur", "address", "model", "standard", "warning"),
    *(f"\\u{code}" for code in ("578b", "6807", "751f", "5236", "5382", "5730", "8bb8", "8bc1", "8b66", "6ce8")),
)
"""Words of labels worth reading in a script, in lower case."""
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_QUOTED_PAIR = re.compile(
    r"[\"'](?P<label>[^\"'\\\n<>{}]{2,24}?)[:：]?[\"']\s*[,:]\s*"
    r"(?:\[\s*)?(?:[\"']?[A-Za-z_]\w{0,20}[\"']?\s*:\s*)?(?=[\"'](?P<value>[^\"'\n]{1,200})[\"'])"
)
_MOST_QUOTED = 20_000


def silent_texts(document: Document) -> Iterator[str]:
    """Yield the texts that a person may see or hear and that stand in no line of the page."""
    for node in document.tree.css("meta[name=description], meta[property='og:description']"):
        if text := node.attributes.get("content"):
            yield text
    yield from _generated(document)
    for portion in view_of(document).portions:
        yield from _of_attributes(portion)
        yield from (collapse(box.node.text(deep=True))[:_LONGEST] for box in portion.boxes if box.tag == "svg")
        for element, _ in _unread_elements(portion):
            text = collapse(element.node.text(deep=True))
            if element.tag == "template":
                text = collapse(re.sub(r"<[^>]*>", " ", element.node.html or ""))
            if len(text) >= _SHORTEST:
                yield text[:_LONGEST]


def _generated(document: Document) -> Iterator[str]:
    """Yield the texts that the page's style sheets put before or behind elements it has."""
    for node in document.tree.css("style"):
        text = node.text(deep=True) or ""
        found = list(_GENERATED.finditer(text))[:_MOST_GENERATED] if "content" in text else ()
        yield from (rule["text"] for rule in found if _is_used(document, rule["selector"].rsplit(",", 1)[-1].strip()))


def _is_used(document: Document, selector: str) -> bool:
    """Return whether the page has an element a selector takes; one that cannot be understood may take any."""
    try:
        return not selector or document.tree.css_first(selector) is not None
    except SelectolaxError:
        return True


def _of_attributes(portion: Portion) -> Iterator[str]:
    for box in portion.boxes:
        if not box.attributes or box.area in ("header", "footer"):
            continue
        if box.tag == "input" and box.attribute("type").lower() in _UNSEEN_INPUTS:
            continue
        for name, value in box.attributes.items():
            if value is None or name in _NEVER or not _SHORTEST <= len(value) <= _LONGEST or name.startswith("on"):
                continue
            if name in _SPOKEN or (name.startswith("data-") and _WORDS.search(value)):
                yield value


def _unread_elements(portion: Portion) -> Iterator[tuple[Element, Box]]:
    """Yield the elements that the walk leaves out for their tag, with the box they stand in; never those of noise."""
    boxes = {box.element: box for box in portion.boxes}
    elements = portion.document.outline.elements
    for element in portion.document.outline.tagged(*_READ):
        holder = boxes.get(element.parent)
        if element.number in boxes or holder is None or holder.area in ("header", "footer"):
            continue
        if elements[element.number].tag in SKIPPED:
            yield element, holder


def silent_pairs(document: Document) -> Iterator[tuple[str, str]]:
    """Yield label and value of what is chosen in a list, and of what inline scripts keep as texts side by side."""
    for portion in view_of(document).portions:
        for element, _ in _unread_elements(portion):
            if element.tag != "select":
                continue
            attributes = element.attributes
            label = attributes.get("aria-label") or attributes.get("title") or attributes.get("name") or ""
            values = [collapse(option.text(deep=True)) for option in element.node.css("option")]
            if label and (shown := next((value for value in values if value), "")):
                yield clean_label(label), shown
    if document.rendered:
        return
    for (_, text), lowered in zip(document.scripts, document.lowered_scripts, strict=True):
        if not holds_any(lowered, _WORTH):
            continue
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "\\u" in text else text
        for count, found in enumerate(_QUOTED_PAIR.finditer(text)):
            if count >= _MOST_QUOTED:
                break
            if holds_any(found["label"].lower(), _WORTH):
                yield found["label"], found["value"].strip()


def pictured_labels(document: Document) -> Iterator[str]:
    """Yield the labels whose value is a picture or a control instead of text."""
    for portion in view_of(document).portions:
        count = 0
        for line in portion.lines:
            if line.area in ("header", "footer") or len(line.text) > 24:
                continue
            label = clean_label(line.text)
            if count >= _LABELS or vocabulary().meaning(label) is None:
                continue
            count += 1
            if _is_pictured(line.box):
                yield label


def _is_pictured(box: Box) -> bool:
    """Return whether a picture or a control stands where the value of a label would: beside it, in its row."""
    wanted = f"{_PICTURES}, {_CONTROLS}"
    if box.node.css_first(wanted) is not None:
        return True
    following = box.node.next
    while following is not None and following.is_text_node and not (following.text_content or "").strip():
        following = following.next
    if following is None or not following.is_element_node or collapse(following.text(deep=True)):
        return False
    return following.css_matches(wanted) or following.css_first(wanted) is not None
