"""Shows a captured page as a dead document, and its text as a reader would see it.

What is written is built anew from an allow list (`inert.toml`), never cleaned from the original, so that no spelling of
a script gets through.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import islice
from pathlib import Path
from string import Template
from typing import Literal, NamedTuple

from lxml import etree, html

from app.web.quotes import apart, quote_spans
from config.declared import load_declared
from config.record import Record

HERE = Path(__file__).parent


class _Declared(Record):
    elements: str
    dropped: str
    void: str
    blocks: str
    cells: str
    attributes: str
    styles: str
    renamed: Mapping[str, str]


_declared = load_declared(HERE / "inert.toml", _Declared)
ELEMENTS = frozenset(_declared.elements.split())
DROPPED = frozenset(_declared.dropped.split())
VOID = frozenset(_declared.void.split())
BLOCKS = frozenset(_declared.blocks.split())
CELLS = frozenset(_declared.cells.split())
ATTRIBUTES = frozenset(_declared.attributes.split())
RENAMED: Mapping[str, str] = _declared.renamed
STYLE = re.compile(rf"\s*(?:{'|'.join(_declared.styles.split())})\s*:\s*[\w\s#%.,-]+")
DATA_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+")
SPACE = re.compile(r"\s+")
Step = tuple[Literal["open", "close", "text", "sign"], etree._Element, str]
"""What stands where: an element's tag, a text, or a sign of ours, already written as markup."""


class Mark(NamedTuple):
    """A range of a page's text to be marked; `opening` where it begins, `again` in every further piece of text."""

    start: int
    end: int
    opening: str = "<mark>"
    closing: str = "</mark>"
    again: str = "<mark>"


def render_inert(text: str, quotes: tuple[str, ...] = ()) -> str:
    """Return a whole document that shows the captured content, the quotes marked, with nothing in it that acts."""
    steps = list(walk(text))
    whole = text_of_steps(steps)
    spans = apart(span for quote in quotes for span in quote_spans(whole, quote))
    marks = [
        Mark(start, end, '<mark id="quote">' if not number else "<mark>", "</mark>")
        for number, (start, end) in enumerate(spans)
    ]
    return whole_page("".join(written(steps, marks)))


def whole_page(body: str) -> str:
    """Return the dead document around what was written anew of a page."""
    return Template((HERE / "templates" / "inert.html").read_text(encoding="utf-8")).substitute(body=body)


def visible_text(text: str) -> str:
    """Return what a reader of the page sees, one block a line, blanks squeezed."""
    lines = "".join(_word(step) for step in walk(text)).split("\n")
    return "\n".join(line for line in (SPACE.sub(" ", line).strip() for line in lines) if line)


def walk(text: str) -> Iterator[Step]:
    """Yield a page's elements and texts in document order, without what is dropped. No recursion: pages are deep."""
    root = _parse(text)
    if root is None:
        return
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event == "start" and element.tag in DROPPED:
            walker.skip_subtree()
        elif event == "start":
            yield "open", element, element.tag
            yield "text", element, element.text or ""
        else:
            if event == "end" and element.tag not in DROPPED:
                yield "close", element, element.tag
            yield "text", element, element.tail or ""


def _parse(text: str) -> etree._Element | None:
    cleaned = text.replace("\x00", "")
    if not cleaned.strip():
        return None
    try:
        parser = html.HTMLParser(encoding="utf-8")
        found: etree._Element | None = html.document_fromstring(cleaned.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    return found


def text_of_steps(steps: Iterable[Step]) -> str:
    """Return all text of a page as it stands, to look for quotes in."""
    return "".join(value for kind, _, value in steps if kind == "text")


def written(steps: Iterable[Step], marks: Sequence[Mark]) -> Iterator[str]:
    """Yield the page written anew; `marks` lie in order and apart from each other."""
    place, first = 0, 0
    for kind, element, value in steps:
        if kind != "text":
            yield value if kind == "sign" else _tag(kind, element, value)
            continue
        while first < len(marks) and marks[first].end <= place:
            first += 1
        yield _marked(value, place, marks, first)
        place += len(value)


def _tag(kind: str, element: etree._Element, value: str) -> str:
    name = RENAMED.get(value, value)
    if name not in ELEMENTS:
        return ""
    if kind == "close":
        return "" if name in VOID else f"</{name}>"
    if name == "img":
        return _image(element)
    if name == "input":
        return "" if element.get("type") == "hidden" else escape(element.get("value") or "")
    return f"<{name}{_attributes(element)}>"


def _attributes(element: etree._Element) -> str:
    kept = {str(key): str(value) for key, value in element.attrib.items() if key in ATTRIBUTES}
    styles = [part.strip() for part in (element.get("style") or "").split(";") if STYLE.fullmatch(part)]
    if styles:
        kept["style"] = ";".join(styles)
    if element.tag == "a":
        kept |= {"class": "link", "title": element.get("href") or ""}
    return "".join(f' {key}="{escape(value)}"' for key, value in kept.items())


def _image(element: etree._Element) -> str:
    source, words = (element.get("src") or "").strip(), escape(element.get("alt") or "")
    if DATA_IMAGE.fullmatch(source):
        return f'<img src="{escape(source)}" alt="{words}">'
    return f'<span class="image" title="{escape(source)}">图片{"：" if words else ""}{words}</span>'


def _marked(text: str, place: int, marks: Sequence[Mark], first: int) -> str:
    """Return a text escaped, with what lies inside the marks marked; a mark may begin before it or end behind it."""
    pieces, done = [], 0
    for mark in islice(marks, first, None):
        start, end = max(mark.start - place, 0), min(mark.end - place, len(text))
        if start >= len(text):
            break
        inside = text[start:end]
        opening = mark.opening if mark.start >= place else mark.again
        shown = f"{opening}{escape(inside)}{mark.closing if mark.start >= place else '</mark>'}"
        pieces.append(f"{escape(text[done:start])}{shown if inside.strip() else escape(inside)}")
        done = end
    return "".join([*pieces, escape(text[done:])])


def _word(step: Step) -> str:
    kind, _, value = step
    if kind == "text":
        return SPACE.sub(" ", value)
    return "\n" if value in BLOCKS else "  " if value in CELLS else ""
