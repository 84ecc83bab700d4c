"""Reads the category path from a page's breadcrumb trail."""

import re
from functools import cache
from pathlib import Path

from config.declared import load_declared
from config.record import Record
from crawler.read.dom.document import Document, collapse, place_of
from crawler.read.dom.titles import fold

_LEAD = re.compile(
    r"^(?:您?(?:现在|当前|所在|目前)?的?位置|首页导航|you are here)\s*[:：]?\s*",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*(?:>+|›|»|→|＞|\\|〉|▸|❯|&gt;|::|·|/|\|)\s*")
_ONLY_SEPARATOR = re.compile(r"^[\s>›»→＞\\〉▸❯:·/|.\-–]*$")
_SLASHES = re.compile(r"\s+[/|\\]\s+|[／｜]")
_LEAST_SLASHED = 1
_MOST_STEPS = 12
_LONGEST = 400
_LONGEST_STEP = 60
_LEAST_NAME = 6
_ALMOST_ALL = 0.85


class _Declared(Record):
    names: frozenset[str]
    weak_names: frozenset[str]
    leads: frozenset[str]
    tails: frozenset[str]
    home: frozenset[str]


@cache
def _words() -> dict[str, frozenset[str]]:
    return dict(load_declared(Path(__file__).with_name("breadcrumbs.toml"), _Declared))


def trail(document: Document, title: str | None) -> tuple[tuple[str, ...], str]:
    """Return the steps of the page's breadcrumb trail without home and the product itself, and where it stands."""
    outline = document.outline
    candidates = {
        element.number: element
        for element in (*outline.named(_words()["names"] | _words()["weak_names"]), *outline.having("aria-label"))
    }
    for _number, element in sorted(candidates.items()):
        attributes = element.attributes
        label = (attributes.get("aria-label") or "").lower()
        words = element.words
        named = "breadcrumb" in label or bool(words & _words()["names"])
        if not named and not words & _words()["weak_names"]:
            continue
        start, end = outline.extents[element.number]
        texts = [piece.text for piece in outline.pieces[start:end] if not piece.hidden]
        if not named and not (texts and (_LEAD.match(texts[0]) or sum(map(_is_separator, texts)) >= 2)):
            continue
        if outline.length(element.number) > _LONGEST:
            continue
        steps = steps_of(texts)
        if len(steps) >= 2:
            return category_steps(steps, title), place_of(element.node)
    return _written_out(document, title)


def _written_out(document: Document, title: str | None) -> tuple[tuple[str, ...], str]:
    """Find a trail that no name marks: a line that begins with 当前位置."""
    outline = document.outline
    for position, piece in enumerate(outline.pieces[:400]):
        if not _LEAD.match(piece.text):
            continue
        number = piece.element
        while outline.length(number) <= len(piece.text) + 1 and outline.elements[number].parent >= 0:
            number = outline.elements[number].parent
        start, end = outline.extents[number]
        if outline.length(number) > _LONGEST:
            return (), ""
        steps = steps_of([entry.text for entry in outline.pieces[max(start, position) : end]])
        if len(steps) >= 2:
            return category_steps(steps, title), place_of(outline.elements[number].node)
    return (), ""


def steps_of(texts: list[str]) -> tuple[str, ...]:
    """Return the steps of a trail from its text pieces: between separators the first piece (a menu may hang on it)."""
    if len(texts) == 1 and len(slashed := _SLASHES.split(texts[0])) > _LEAST_SLASHED:
        texts = slashed
    marked = sum(map(_is_separator, texts)) >= 2
    steps: list[str] = []
    fresh = True
    for text in texts:
        if _is_separator(text):
            fresh = True
            continue
        text = _LEAD.sub("", text)
        parts = re.split(r"\s*(?:>+|›|»|→|＞|〉|▸|❯)\s*", text)
        for part in parts if fresh or len(parts) > 1 else ():
            part = collapse(part.strip(" /|\\:：·,，"))
            if part and part not in ("×", "x") and (not steps or steps[-1] != part):
                steps.append(part)
                fresh = not marked
    return tuple(steps[:_MOST_STEPS])


def _is_separator(text: str) -> bool:
    return bool(_ONLY_SEPARATOR.match(text))


def category_steps(steps: tuple[str, ...], title: str | None, *, stated: bool = False) -> tuple[str, ...]:
    """Return the steps that are categories: without home at the beginning and the product at the end.

    `stated` steps come from structured data, which names the product whole: a part of its name is a category.
    """
    kept = [step for step in steps if step.strip().lower() not in _words()["leads"]]
    while kept and kept[0].strip().lower() in _words()["home"]:
        kept.pop(0)
    folded, unboxed = fold(title), fold(_BOXED.sub("", title or ""))
    kept = kept[: next((at for at, step in enumerate(kept) if folded and fold(step) == folded), len(kept))]
    while kept and (
        kept[-1].strip().lower() in _words()["tails"]
        or any(_names_product(fold(kept[-1]), name, stated=stated) for name in {folded, unboxed})
    ):
        kept.pop()
    return tuple(step for step in kept if len(step) <= _LONGEST_STEP)


_PARTS = re.compile(r"[a-z]*\d[a-z\d]*|[a-z]+|[^\x00-\x7f]+")
_BOXED = re.compile(r"[（(][^（）()]*[）)]")
_LEAST_MODEL = 3
_LEAST_CUT = 8
_CUT = 0.25
"""Share of a Chinese title that its beginning, cut off, must have to be its name and no category."""


def _is_model_of(step: str, title: str) -> bool:
    """Return whether a step is the goods' model, with or without the brand: every part of it stands in the title."""
    parts = _PARTS.findall(step)
    named = any(len(part) >= _LEAST_MODEL and any(map(str.isdigit, part)) and part[0].isalpha() for part in parts)
    return named and all(part in title for part in parts)


def _names_product(step: str, title: str, *, stated: bool) -> bool:
    """Return whether a step is the product's name, perhaps shortened; a category may be a word of it."""
    if not title or not step:
        return False
    if step == title or (len(title) >= _LEAST_NAME and title in step):
        return True
    share = len(step) / len(title)
    if not stated and _is_model_of(step, title):
        return True
    if stated:
        return step in title and share >= _ALMOST_ALL
    if len(step) >= _LEAST_CUT and not step.isascii() and title.startswith(step) and share >= _CUT:
        return True
    return len(step) >= _LEAST_NAME and ((step in title and share >= 0.6) or (title.startswith(step) and share >= 0.4))
