"""Writes a captured page as a dead document with every read value marked where it stands, named by its field."""

import re
from collections.abc import Callable, Sequence
from html import escape
from itertools import pairwise

from app.web.inert import Mark, Step, text_of_steps, walk, whole_page, written
from app.web.places import SIGN, Located, Part, Sign

LONGEST_QUOTE = 500
LONGEST_RANGE = 400
"""Letters marked where the value itself does not stand in its element as it was read."""
MANNERS = ("chosen", "same", "other", "pair")
"""The weightiest first: how a text is marked that several values stand in."""
PREFIXES = {"chosen": "", "same": "同：", "other": "未采用："}
Range = tuple[int, int, Sign]


def render_marked(located: Located, title: Callable[[str], str]) -> str:
    """Return the dead document; `title` gives the word staff read for a field."""
    return whole_page("".join(_part(part, located, title) for part in located.parts))


def _part(part: Part, located: Located, title: Callable[[str], str]) -> str:
    steps, ranges = _signed(part.markup, located, title)
    body = "".join(written(steps, _marks(ranges, title)))
    if part.url is None:
        return body
    return f'<section class="fragment"><p class="fragment-url">页面片段　{escape(part.url)}</p>{body}</section>'


def _signed(markup: str, located: Located, title: Callable[[str], str]) -> tuple[list[Step], list[Range]]:
    """Return a part's steps, and the range of its text that each sign marks."""
    steps: list[Step] = []
    begun: dict[object, int] = {}
    inside: list[tuple[int, int, Sign]] = []
    place = 0
    for step in walk(markup):
        kind, element, value = step
        carried = (element.get(SIGN) or "") if kind in ("open", "close") else ""
        signs = [located.signs[key] for key in carried.split() if key in located.signs]
        if signs and kind == "open":
            begun[element] = place
            if value == "img":
                steps.append(("sign", element, _tagged(signs, title)))
        elif signs and kind == "close" and value != "img":
            inside += [(begun[element], place, sign) for sign in signs]
        place += len(value) if kind == "text" else 0
        steps.append(step)
    whole = text_of_steps(steps)
    return steps, [(*_range(whole, start, end, sign.texts), sign) for start, end, sign in inside]


def _tagged(signs: Sequence[Sign], title: Callable[[str], str]) -> str:
    """Return the sign before an image: anchors, and what was read there."""
    anchors = "".join(f'<span id="{escape(sign.key)}"></span>' for sign in signs)
    return f'{anchors}<b class="tag">{escape(_names(signs, title))}</b>'


def _range(whole: str, start: int, end: int, texts: Sequence[str]) -> tuple[int, int]:
    """Return where the first of the texts stands inside an element, else all that does, without blanks around."""
    here = whole[start:end]
    for text in texts:
        found = _pattern(text).search(here) if text.strip() else None
        if found is not None:
            return start + found.start(), start + found.end()
    start += len(here) - len(here.lstrip())
    return start, max(start, min(start + LONGEST_RANGE, start + len(here.strip())))


def _pattern(text: str) -> re.Pattern[str]:
    """Return what finds a text whatever its blanks, and a number only where it is not part of a longer one."""
    letters = "".join(text.split())[:LONGEST_QUOTE]
    before = r"(?<![\d.])" if letters[0].isdigit() else ""
    behind = r"(?!\d|\.\d)" if letters[-1].isdigit() else ""
    return re.compile(before + r"\s*".join(re.escape(letter) for letter in letters) + behind)


def _marks(ranges: Sequence[Range], title: Callable[[str], str]) -> list[Mark]:
    """Return marks apart from each other: where values overlap, each stretch is marked for all that stand there."""
    marks: list[Mark] = []
    begun: set[str] = set()
    edges = sorted({edge for start, end, _ in ranges for edge in (start, end)})
    for start, end in pairwise(edges):
        here = [sign for first, last, sign in ranges if first <= start and end <= last]
        if not here:
            continue
        new = [sign for sign in here if sign.key not in begun]
        begun.update(sign.key for sign in new)
        manner = min((sign.manner for sign in here), key=MANNERS.index)
        names = _names(new, title)
        named = f' data-field="{escape(names)}"' if names else ""
        anchors = "".join(f'<span id="{escape(sign.key)}">' for sign in new)
        again = f'<mark class="{manner}">'
        marks.append(
            Mark(start, end, f'{anchors}<mark class="{manner}"{named}>', "</mark>" + "</span>" * len(new), again)
        )
    return marks


def _names(signs: Sequence[Sign], title: Callable[[str], str]) -> str:
    """Return the names of fields, each once, behind the manner of those that were not simply read here."""
    named: dict[str, dict[str, None]] = {}
    for sign in signs:
        if sign.manner in PREFIXES:
            named.setdefault(sign.manner, {})[title(sign.field)] = None
    return "　".join(f"{PREFIXES[manner]}{'·'.join(titles)}" for manner, titles in named.items())
