"""Finds where a page lets the buyer choose among variants: selects, radio buttons and swatches, with their labels."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from config.declared import load_declared
from config.record import Record
from crawler.read.dom.document import Document, collapse
from crawler.read.dom.home import leads_away
from crawler.read.dom.outline import Element
from crawler.read.dom.place_words import place_words
from crawler.read.money.prices import PriceText, split_price
from crawler.records import Availability, Sku

_MAX_VALUES = 60
_LONGEST_LABEL = 24
_LONGEST_VALUE = 60
_UNNAMED = "规格"
"""The label of a choice right below the heading, which needs none."""
_BEFORE = 4
"""Text pieces looked back for the label of a choice."""
_SURCHARGE = re.compile(
    r"\s*[\[(（【][^\[\](（【】）]*(?:[¥￥$€£+＋-]\s*[¥￥$€£]?\s*\d|\d\s*元)[^\[\](（【】）]*[\])）】]\s*$"
)
_ADDED = re.compile(r"(?:[+＋]|[\[(（【]\s*[-−–])\s*[¥￥$€£]?\s*\d")
_ENDS = re.compile(r"^[\s*：:]+|[\s*：:]+$")
_SWATCH_VALUES = (
    "data-value",
    "data-option-value",
    "data-pv",
    "data-spec-value",
    "data-attr-value",
    "data-option-label",
)
_ORNAMENTS = "-–—=*<>[]()·.…: "
_DIGITS = re.compile(r"[\d\s:;,_-]+")
_FAR = 4
_BUTTONS = frozenset({"a", "span", "button", "em", "li", "label"})


class VariantKeys(Record):
    """Keys of variants in data."""

    axis_name: tuple[str, ...]
    axis_id: tuple[str, ...]
    axis_values: tuple[str, ...]
    value_name: tuple[str, ...]
    value_id: tuple[str, ...]
    holders: tuple[str, ...]
    pairs: tuple[str, ...]
    path: tuple[str, ...]
    text: tuple[str, ...]
    names: tuple[str, ...]
    code: tuple[str, ...]


class VariantWords(Record):
    """Words about variants on pages and in data."""

    elsewhere: tuple[str, ...]
    default: tuple[str, ...]
    placeholder: tuple[str, ...]
    control: tuple[str, ...]
    other_control: tuple[str, ...]
    other_form: tuple[str, ...]
    mark: tuple[str, ...]
    sold_out_class: tuple[str, ...]
    address: tuple[str, ...]
    chosen_class: tuple[str, ...]


class VariantNames(Record):
    """What `variants.toml` declares."""

    keys: VariantKeys
    words: VariantWords


@cache
def variant_names() -> VariantNames:
    """Return the declared keys and words."""
    return load_declared(Path(__file__).with_name("variants.toml"), VariantNames)


@cache
def _other_control() -> re.Pattern[str]:
    words = variant_names().words.other_control
    return re.compile("|".join(rf"(?<![a-z]){re.escape(word)}" if word.isascii() else word for word in words))


@cache
def _marks() -> re.Pattern[str]:
    words = variant_names().words.mark
    parts = "|".join(rf"[\s(\[]{re.escape(word)}" if word.isascii() else re.escape(word) for word in words)
    return re.compile(rf"[\s(（\[]*(?:{parts})[\s)）\]]*$", re.IGNORECASE)


@cache
def _gone() -> re.Pattern[str]:
    """Return the pattern of what a value ends with that cannot be had: （缺货）, 售罄."""
    words = (re.escape(word) for word in place_words()["out_of_stock"] if not word.isascii())
    return re.compile(rf"[\s(（\[【-]+(?:{'|'.join(words)})[\s)）\]】]*$")


@dataclass(slots=True)
class Axis:
    """One way in which variants differ: its label, its values, and how data refers to both."""

    label: str
    ids: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    """Id of a value → its text."""
    holders: Mapping[str, str] = field(default_factory=dict)
    """Code of a variant → the text of the value it has."""
    gone: frozenset[str] = frozenset()
    """Texts of values that the page says cannot be had."""
    form: int = -1
    """The element of the form in which the choice is made."""
    shown: bool = False
    """True for an axis that stands on the page itself, not in its data."""
    prices: Mapping[str, PriceText] = field(default_factory=dict)
    """Text of a value → what the page says beside it of its price."""
    elements: Mapping[str, tuple[Element, ...]] = field(default_factory=dict)
    """Text of a value → the elements of the page that show it."""


_Choice = tuple[int, Axis]
"""The element that lets the buyer choose, and what it lets choose."""


def skus_of_choice(axes: tuple[Axis, ...]) -> tuple[Sku, ...]:
    """Return one variant a value of a page's only axis; of two axes nothing says how they go together."""
    named = [axis for axis in axes if axis.label]
    if len(named) != 1 or any(axis.form == named[0].form for axis in axes if not axis.label):
        return ()
    axis = named[0]
    return tuple(_sku(axis, text) for text in axis.texts)


def _sku(axis: Axis, text: str) -> Sku:
    said = axis.prices.get(text)
    paid = said if said is not None and said.kind == "sale" else None
    return Sku(
        options=((axis.label, text),),
        price=paid.price if paid else None,
        list_price=paid.list_price if paid else None,
        availability=_state(axis, text),
    )


def _state(axis: Axis, text: str) -> Availability:
    return "out_of_stock" if text in axis.gone else "unknown"


def page_axes(document: Document, heading: int = -1) -> tuple[Axis, ...]:
    """Return the axes a page offers for choosing behind its main heading, the element `heading`.

    One without a label is there, but cannot be read.
    """
    found: dict[str, Axis] = {}
    unread: list[Axis] = []
    for control, axis in (*_selects(document), *_radios(document), *_swatches(document), *_buttons(document)):
        if control < heading:
            continue
        if not axis.label:
            unread.append(axis)
            continue
        if len(axis.texts) < 2 or len(axis.texts) > _MAX_VALUES:
            continue
        known = found.get(axis.label)
        if known is None:
            found[axis.label] = axis
        else:
            known.values = {**axis.values, **known.values}
            known.ids |= axis.ids
    return (*found.values(), *unread)


def _selects(document: Document) -> Iterator[_Choice]:
    options: dict[int, list[Element]] = {}
    for element in document.outline.tagged("option"):
        parent = next((up for up in document.outline.ancestors(element.parent) if up.tag == "select"), None)
        if parent is not None:
            options.setdefault(parent.number, []).append(element)
    for number, entries in options.items():
        select = document.outline.elements[number]
        members = [(entry, _text(entry)) for entry in entries if entry.attributes.get("value") != ""]
        yield from _axis(document, select, select, members)


def _radios(document: Document) -> Iterator[_Choice]:
    groups: dict[str, list[Element]] = {}
    labels: dict[str, Element] = {}
    for element in document.outline.tagged("label", "input"):
        if element.tag == "label" and element.attributes.get("for"):
            labels.setdefault(str(element.attributes["for"]), element)
        if element.tag == "input" and (element.attributes.get("type") or "").lower() == "radio":
            groups.setdefault(element.attributes.get("name") or "", []).append(element)
    for name, entries in groups.items():
        if not name or len(entries) < 2:
            continue
        named = [_label_of(document, entry, labels) for entry in entries]
        for part in _unbroken(document, named):
            members = [(entries[place], _said(entries[place], named[place])) for place in part]
            first = named[part[0]]
            yield from _axis(document, entries[part[0]], first or entries[part[0]], members)


def _label_of(document: Document, entry: Element, labels: Mapping[str, Element]) -> Element | None:
    around = next((up for up in document.outline.ancestors(entry.parent) if up.tag == "label"), None)
    return around or labels.get(entry.attributes.get("id") or "")


def _said(entry: Element, named: Element | None) -> str:
    if named is not None and (text := _text(named)):
        return text
    said = collapse(entry.attributes.get("title") or entry.attributes.get("aria-label"))
    value = collapse(entry.attributes.get("value"))
    return said or ("" if _DIGITS.fullmatch(value or "0") else value)


def _unbroken(document: Document, named: list[Element | None]) -> list[range]:
    """Return the runs of buttons between which no other text stands: pages give two choices one name by mistake."""
    pieces, extents = document.outline.pieces, document.outline.extents
    runs, begun = [], 0
    for place in range(1, len(named)):
        before, behind = named[place - 1], named[place]
        if before is None or behind is None:
            continue
        between = pieces[extents[before.number][1] : extents[behind.number][0]]
        if any(len(_ENDS.sub("", piece.text)) > 1 for piece in between):
            runs.append(range(begun, place))
            begun = place
    return [*runs, range(begun, len(named))]


def _swatches(document: Document) -> Iterator[_Choice]:
    groups: dict[tuple[int, str], list[Element]] = {}
    for element in document.outline.having(*_SWATCH_VALUES):
        if element.tag in ("option", "input", "select", "body"):
            continue
        attributes = element.attributes
        name = next((name for name in _SWATCH_VALUES if attributes.get(name)), None)
        if name is not None:
            groups.setdefault((element.parent, name), []).append(element)
    for (_parent, name), entries in groups.items():
        if len(entries) < 2:
            continue
        members = [(entry, _text(entry) or _swatch_text(entry, name)) for entry in entries]
        yield from _axis(document, entries[0], entries[0], members)


def _buttons(document: Document) -> Iterator[_Choice]:
    """Yield choices among bare buttons or links beside each other in a part that names itself one of variants."""
    groups: dict[int, list[Element]] = {}
    holders = document.outline.named(_holder_words())
    within = {holder.number for holder in holders}
    if not within:
        return
    steps: dict[int, int] = {}
    """How many steps an element stands below one that holds variants, where they are few."""
    for element in document.outline.elements:
        step = 1 if element.parent in within else steps.get(element.parent, _FAR) + 1
        if step > _FAR:
            continue
        steps[element.number] = step
        if element.tag not in _BUTTONS or leads_away(element.attributes.get("href")):
            continue
        if not any(element.attributes.get(name) for name in _SWATCH_VALUES):
            groups.setdefault(element.parent, []).append(element)
    for parent, entries in groups.items():
        tags = {entry.tag for entry in entries}
        rest = document.outline.length(parent) - sum(document.outline.length(entry.number) for entry in entries)
        if len(entries) < 2 or len(tags) != 1 or rest > 0 or not all(_text(entry) for entry in entries):
            continue
        yield from _axis(document, entries[0], entries[0], [(entry, _text(entry)) for entry in entries])


@cache
def _holder_words() -> frozenset[str]:
    return frozenset({"sku", "skus", "spec", "specs", "variant", "variants", "option", "options", "swatches", "swatch"})


def _swatch_text(element: Element, name: str) -> str:
    for key in ("title", "aria-label", "data-title", "data-label", name):
        said = collapse(element.attributes.get(key))
        if said and not _DIGITS.fullmatch(said):
            return said
    return ""


def _axis(
    document: Document, control: Element, first: Element, members: list[tuple[Element, str]]
) -> Iterator[_Choice]:
    """Yield the axis whose values stand in `members`, one without a label where it cannot be read."""
    words = variant_names().words
    label = _label(document, first)
    if _other_control().search(f"{_names(control)} {label.lower()}"):
        return
    form = -1
    for above in document.outline.ancestors(control.parent):
        if above.tag in ("nav", "footer"):
            return
        if above.tag == "form":
            form, names = above.number, _names(above)
            if any(word in names for word in words.other_form) or above.node.css_first(
                "textarea, input[type=password]"
            ):
                return
            break
    if not label or not _chooses(document, control):
        yield control.number, Axis("", form=form)
        return
    texts: dict[str, None] = {}
    values: dict[str, str] = {}
    gone = set()
    priced = _priced([said for _element, said in members])
    prices: dict[str, PriceText] = {}
    elements: dict[str, tuple[Element, ...]] = {}
    for element, said in members:
        text, price = priced.get(said, (_bare(said), None))
        lower = text.strip(_ORNAMENTS).lower()
        if any(lower.startswith(word) for word in words.placeholder) or (
            element.tag == "option" and not texts and "disabled" in element.attributes
        ):
            continue
        if not text or len(text) > _LONGEST_VALUE:
            yield control.number, Axis("", form=form)
            return
        texts[text] = None
        elements[text] = (*elements.get(text, ()), element)
        if price is not None:
            prices[text] = price
        names = (element.attributes.get("class") or "").lower()
        if (
            "disabled" in element.attributes
            or _gone().search(said)
            or any(name in names.split() for name in words.sold_out_class)
        ):
            gone.add(text)
        for key in ("value", *_SWATCH_VALUES, "data-id", "data-value-id", "data-attr-id"):
            if identifier := element.attributes.get(key):
                values[identifier] = text
    ids = {
        str(control.attributes[key])
        for key in ("name", "id", "data-attribute_name", "data-product-attribute", "data-attribute-id")
        if control.attributes.get(key)
    }
    axis = Axis(
        label,
        frozenset(ids),
        tuple(texts),
        values,
        gone=frozenset(gone),
        form=form,
        shown=True,
        prices=prices,
        elements=elements,
    )
    yield control.number, axis


def _bare(said: str) -> str:
    """Return a value without what stands behind it: its surcharge, that it is chosen, that it cannot be had."""
    return _marks().sub("", _SURCHARGE.sub("", _gone().sub("", said))).strip()


def _priced(texts: Sequence[str]) -> dict[str, tuple[str, PriceText]]:
    """Return the values that end with their price, each with both: 1.8L 绿色 ￥119.00.

    Where they differ in nothing else the amount is the value: 面值 100元, 面值 200元.
    """
    bare = {text: _marks().sub("", _gone().sub("", text)).strip() for text in texts}
    found = {text: split for text in texts if (split := split_price(bare[text])) is not None}
    found = {text: split for text, split in found.items() if split[1].price is not None or _ADDED.search(bare[text])}
    left = [found[text][0] if text in found else _bare(text) for text in bare]
    return found if len(found) > 1 and len(set(left)) == len(left) else {}


def _chooses(document: Document, element: Element) -> bool:
    """Return whether a control's names, or those right above it, say that it chooses a variant of the goods."""
    words = variant_names().words
    around = " ".join(
        [
            _names(element),
            *(_names(up) for _step, up in zip(range(4), document.outline.ancestors(element.parent), strict=False)),
        ]
    )
    return any(word in around for word in words.control)


def _names(element: Element) -> str:
    attributes = element.attributes
    keys = ("name", "id", "class", "data-attribute_name", "data-type-value", "data-option-name")
    names = " ".join(str(attributes.get(key) or "") for key in keys).lower()
    return f"{names} {' '.join(key for key in attributes if key.startswith('data-'))}" if element.tag == "li" else names


def _label(document: Document, element: Element) -> str:
    """Return the label of a choice: what it says itself, or the last short text before it."""
    attributes = element.attributes
    for key in ("data-type-value", "data-option-name", "data-attribute-label", "aria-label"):
        if element.tag != "label" and (said := collapse(attributes.get(key))):
            return _ENDS.sub("", said)
    pieces, extents = document.outline.pieces, document.outline.extents
    start = extents[element.number][0] if extents[element.number][1] else _position(document, element)
    for position in range(start - 1, max(-1, start - 1 - _BEFORE), -1):
        said = _ENDS.sub("", pieces[position].text)
        if any(up.tag == "h1" for up in document.outline.ancestors(pieces[position].element)):
            # The name of the goods is no name of a choice among them.
            return _UNNAMED
        if len(said) > 1:
            return said if len(said) <= _LONGEST_LABEL else ""
    return ""


def _position(document: Document, element: Element) -> int:
    """Return the number of the first text piece behind an element without text."""
    for position, piece in enumerate(document.outline.pieces):
        if piece.element > element.number:
            return position
    return len(document.outline.pieces)


def _text(element: Element) -> str:
    return collapse(element.node.text(deep=True))
