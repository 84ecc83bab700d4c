"""Finds where a record's values stand on its captured page, and leaves a sign at each place for the dead document.

A reading says where it was read: a CSS path, perhaps behind the label it stands under and the address of a fragment.
The paths are short, so of the elements one fits, the one that holds the value counts. What stands in data kept for
scripts, in attributes or in the page's address has no place a person could see.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from selectolax.lexbor import LexborNode, SelectolaxError

from app.web.inert import DROPPED
from config.record import Record
from crawler.read.dom.document import Document
from crawler.records import PageRecord, RawPage, Reading, SellerDisclosure, Source

SIGN = "data-goodswatch"
"""Attribute that carries the keys of what stands in an element; what the page itself wrote there is taken away."""
SEEN_SOURCES: frozenset[Source] = frozenset({"declaration", "label", "heuristic", "microdata", "rdfa", "ocr"})
"""Sources that read what a visitor sees, or may."""
MOST_PAIRS = 120
MOST_NODES = 4000
MOST_LETTERS = 3_000_000
"""Bounds on what is looked through for one value: a path may fit every cell of a page."""
LONGEST_ELEMENT = 200
"""Letters of an element that is marked whole where the value does not stand in it word for word."""
LEAST_INSIDE = 4
"""Letters a value must have to be looked for among other words; a shorter one must fill its element."""
_BLANKS = re.compile(r"\s+")
_ATTRIBUTE = re.compile(r"::attr\([^)]*\)\s*$")
Manner = Literal["chosen", "same", "other", "pair"]
"""Read here; the same words as a value of hidden data; a value not chosen; one of the labelled values."""


class Sign(Record):
    """What to mark at one place: the first of `texts` that stands there, else everything that stands there."""

    key: str
    """Anchor in the dead document."""
    field: str
    manner: Manner
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One part of a page, with signs in it: the page itself, or a frame or description that came on its own."""

    url: str | None
    markup: str


@dataclass
class Located:
    """A page with its signs; a key that has none here has no place a person could see."""

    parts: list[Part] = field(default_factory=list)
    signs: dict[str, Sign] = field(default_factory=dict)

    def add(self, sign: Sign, node: LexborNode) -> None:
        """Leave a sign at an element."""
        node.attrs[SIGN] = f"{node.attributes.get(SIGN) or ''} {sign.key}".strip()
        self.signs[sign.key] = sign


def locate(raw: RawPage, record: PageRecord) -> Located:
    """Return the page's parts with a sign at every value of its record that can be seen there."""
    document = Document.of(raw)
    documents = [document, *document.parts]
    for part in documents:
        for written in part.tree.css(f"[{SIGN}]"):
            del written.attrs[SIGN]
    found = Located()
    for name, reading in readings_of(record).items():
        if reading.state != "shown":
            continue
        if name == "attributes":
            for sign, node in _pairs(documents, reading, values_of(record, name)):
                found.add(sign, node)
            continue
        # A currency stands where its amount does.
        values = values_of(record, "price" if name == "currency" else name)
        for sign, place, source in _wanted(name, reading, values):
            stands = _node(documents, place, sign.texts, seen=source in SEEN_SOURCES)
            if stands is not None:
                found.add(sign, stands)
    found.parts = [Part(part.place or None, part.tree.html or "") for part in documents]
    return found


def readings_of(record: PageRecord) -> Mapping[str, Reading]:
    """Return what was read of the page's own subject: its listing, else its seller's disclosure."""
    part = shown_part(record)
    return part.readings if part is not None else {}


def shown_part(record: PageRecord) -> "SellerDisclosure | None":
    """Return the listing, the disclosure, or what the page's footer says of its seller."""
    return record.listing or record.disclosure or record.footer  # type: ignore[return-value]  # alike in `readings`


def values_of(record: PageRecord, name: str) -> tuple[str, ...]:
    """Return a field's values as texts, one each; () without one."""
    return tuple(_texts(getattr(shown_part(record), name, None)))


def key_of(name: str, number: int = 0) -> str:
    """Return the anchor of a field's value, or of its `number`-th other value."""
    return f"f-{name}-{number}" if number else f"f-{name}"


def _texts(value: object) -> Iterator[str]:
    if value is None or value == "":
        return
    if isinstance(value, Decimal):
        yield format(value, "f")
    elif isinstance(value, bool):
        yield "是" if value else "否"
    elif isinstance(value, tuple):
        for one in value:
            if isinstance(one, tuple):
                yield "：".join(str(part) for part in one)
            else:
                yield from _texts(one)
    elif isinstance(value, Record):
        yield from _record_texts(value)
    else:
        yield str(value)


def _record_texts(value: Record) -> Iterator[str]:
    """Return a variant, link or set of roles as one text."""
    facts = [
        "、".join(_texts(entry)) if isinstance(entry, tuple) else next(iter(_texts(entry)), "")
        for entry in (getattr(value, name) for name in type(value).model_fields)
    ]
    yield "　".join(dict.fromkeys(fact for fact in facts if fact and fact != "unknown"))


def _wanted(name: str, reading: Reading, values: Sequence[str]) -> Iterator[tuple[Sign, str, Source]]:
    """Yield the chosen value and those not chosen, with their places."""
    source, place = reading.source or "heuristic", reading.place or ""
    hidden = source not in SEEN_SOURCES
    texts = _spellings(name, values[:1] if name not in _WHOLE else ())
    quoted = [*texts, *_spellings(name, _quoted(reading.text))]
    if quoted:
        manner: Manner = "same" if hidden else "chosen"
        yield Sign(key=key_of(name), field=name, manner=manner, texts=tuple(quoted)), place, source
    for number, other in enumerate(reading.others, start=1):
        if other.source in SEEN_SOURCES:
            spellings = tuple(_spellings(name, (other.value,)))
            yield Sign(key=key_of(name, number), field=name, manner="other", texts=spellings), other.place, other.source


_WHOLE = frozenset({"skus", "links", "images", "availability", "category_path"})
"""Fields whose value is not written on the page as it is kept; their quote is."""
_AMOUNTS = frozenset({"price", "price_max", "list_price", "currency"})


def _pairs(documents: Sequence[Document], reading: Reading, values: Sequence[str]) -> Iterator[tuple[Sign, LexborNode]]:
    """Yield the labelled values that stand in the same kind of place as the first of them."""
    document, path = _document(documents, (reading.place or "").rpartition(" @ ")[2])
    nodes = [(node, _squashed(node.text(deep=True))) for node in _select(document, path) if _may_show(node)]
    number = 0
    for value in values[:MOST_PAIRS]:
        label, _, text = value.partition("：")
        wanted, name = _squashed(text), _squashed(label)
        node = next((one for one, here in nodes if wanted and wanted in here and name in _around(one)), None)
        if node is not None:
            yield Sign(key=key_of("attributes", number), field="attributes", manner="pair", texts=(text,)), node
            number += 1


def _quoted(text: str | None) -> tuple[str, ...]:
    """Return a reading's quote and, where it was put together from label and value, the value alone."""
    if not text:
        return ()
    return (text, text.partition("：")[2], text.partition(": ")[2])


def _spellings(name: str, values: Sequence[str]) -> list[str]:
    """Return the ways a value may be written on the page, likeliest first."""
    spelt: dict[str, None] = {}
    for value in values:
        if name in _AMOUNTS and re.fullmatch(r"\d+(?:\.\d+)?", value):
            amount = Decimal(value)
            short = format(amount.normalize(), "f")
            ways = (f"{amount:.2f}", f"{amount:,.2f}", short, f"{Decimal(short):,}", value)
            spelt |= dict.fromkeys(ways)
        elif value.strip():
            spelt[value] = None
    return list(spelt)


def _node(documents: Sequence[Document], place: str, texts: Sequence[str], *, seen: bool) -> LexborNode | None:
    """Return the element a value stands in: at its path; else, where it was seen at all, where its words stand."""
    label, _, path = place.rpartition(" @ ")
    document, path = _document(documents, path)
    nodes = _select(document, _ATTRIBUTE.sub("", path)) if seen else []
    found = _best(nodes, texts, label)
    if found is not None:
        return found
    if len(nodes) == 1 and _may_show(nodes[0]):
        text = nodes[0].text(deep=True).strip()
        if not text:  # A logo, a picture of a licence: what it says stands in its alternative text.
            return nodes[0] if nodes[0].tag == "img" else nodes[0].css_first("img")
        if len(text) < LONGEST_ELEMENT:
            return nodes[0]
    return _smallest(document, texts)


def _document(documents: Sequence[Document], path: str) -> tuple[Document, str]:
    """Return the part of the page a path leads into, and the path inside it."""
    for part in documents[1:]:
        if part.place and path.startswith(part.place):
            return part, path[len(part.place) :].strip()
    return documents[0], path.strip()


def _select(document: Document, path: str) -> list[LexborNode]:
    if not path:
        return []
    try:
        return document.tree.css(path)[:MOST_NODES]
    except SelectolaxError:
        return []  # A place in data, not a path.


def _best(nodes: Sequence[LexborNode], texts: Sequence[str], label: str) -> LexborNode | None:
    """Return the element that holds a text, the likeliest text first, beside its label and with least around it."""
    best: tuple[tuple[int, bool, int], LexborNode] | None = None
    wanted = [_squashed(text) for text in texts]
    name, letters = _squashed(label), 0
    for node in nodes:
        text = _squashed(node.text(deep=True))
        letters += len(text)
        if letters > MOST_LETTERS:
            break
        order = next((number for number, want in enumerate(wanted) if want and holds(text, want)), None)
        if order is None or not _may_show(node):
            continue
        rank = (order, bool(name) and name not in _around(node), len(text))
        if best is None or rank < best[0]:
            best = rank, node
    return best[1] if best is not None else None


def _smallest(document: Document, texts: Sequence[str]) -> LexborNode | None:
    """Return the smallest element of the page that holds a text whole."""
    outline = document.outline
    for want in (_squashed(text) for text in texts):
        if len(want) < 2:
            continue
        for piece in outline.pieces:
            if want[0] not in piece.text:
                continue
            for depth, element in enumerate(outline.ancestors(piece.element)):
                length = outline.length(element.number)
                if depth > 3 or length > len(want) + 400:
                    break
                if length < len(want):
                    continue
                first, last = outline.extents[element.number]
                text = _squashed("".join(one.text for one in outline.pieces[first:last]))
                if (text == want or (len(want) >= LEAST_INSIDE and holds(text, want))) and _may_show(element.node):
                    return element.node
    return None


def holds(text: str, wanted: str) -> bool:
    """Return whether a text holds the wanted one; a number not as part of a longer one."""
    at = text.find(wanted)
    while at >= 0:
        before, behind = text[at - 1 : at] if at else "", text[at + len(wanted) : at + len(wanted) + 2]
        if not (wanted[0].isdigit() and (before.isdigit() or before == ".")) and not (
            wanted[-1].isdigit() and re.match(r"\d|\.\d", behind)
        ):
            return True
        at = text.find(wanted, at + 1)
    return False


def _around(node: LexborNode) -> str:
    """Return the text of an element's row: what its label stands in."""
    parent = node.parent
    return _squashed(parent.text(deep=True))[:2000] if parent is not None else ""


def _may_show(node: LexborNode) -> bool:
    """Return whether the dead document keeps this element."""
    current: LexborNode | None = node
    while current is not None:
        if current.tag in DROPPED:
            return False
        current = current.parent
    return True


def _squashed(text: str) -> str:
    return _BLANKS.sub("", text)
