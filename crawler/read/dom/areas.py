"""The areas of a page (attributes, description, footer …) and the words by which they are recognised."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from config.declared import load_declared
from config.record import Record
from crawler.read.dom.vocabulary import vocabulary

Area = Literal["attribute", "description", "footer", "header", "other", "noise"]
_DECLARED = Path(__file__).with_name("areas.toml")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[a-z]+")
_COUNT = re.compile(r"[(（【\[]?\s*\d[\d,.万+]*\s*[)）】\]]?\s*$")
_ENDS_COUNT = frozenset(")）】] 0123456789,.万+")


class AreaMarks(Record):
    """By what one area is recognised."""

    id: Area
    words: tuple[str, ...]
    names: tuple[str, ...]
    headings: tuple[str, ...]


class _Declared(Record):
    area: tuple[AreaMarks, ...]


@dataclass(frozen=True)
class Areas:
    """The declared marks of all areas, ready to be asked; earlier areas win."""

    marks: tuple[tuple[Area, frozenset[str], frozenset[str]], ...]
    headings: dict[str, Area]
    other_letters: re.Pattern[str]
    """Finds a Chinese letter that stands in no heading: then a text is none, and need not be folded to be sure."""

    def of_names(self, names: str) -> Area | None:
        """Return the area that ids and class names speak of."""
        whole = frozenset(names.casefold().split())
        parts = frozenset(_WORD.findall(_CAMEL.sub(" ", names).casefold()))
        for area, words, exact in self.marks:
            if not parts.isdisjoint(words) or not whole.isdisjoint(exact):
                return area
        return None


def load_areas(path: Path | None = None) -> Areas:
    """Read the declared marks of areas. Raises DeclarationError naming the file and field."""
    declared = load_declared(path or _DECLARED, _Declared)
    marks = tuple(
        (area.id, frozenset(area.words), frozenset(n.casefold() for n in area.names)) for area in declared.area
    )
    folded = vocabulary().folded
    headings = {folded(text): area.id for area in reversed(declared.area) for text in area.headings}
    letters = "".join(sorted(vocabulary().spellings("".join(headings))))
    return Areas(marks, headings, re.compile(rf"(?![{letters}\s])[\u4e00-\u9fff]"))


@lru_cache(maxsize=1)
def areas() -> Areas:
    """Return the marks that ship with the product, loaded once."""
    return load_areas()


@lru_cache(maxsize=20_000)
def area_of_names(names: str) -> Area | None:
    """Return the area that an element's id and class names speak of."""
    return areas().of_names(names)


@lru_cache(maxsize=20_000)
def area_of_heading(text: str) -> Area | None:
    """Return the area a heading announces (规格参数, 商品评价); counts and colons beside it do not matter."""
    bare = _COUNT.sub("", text) if text[-1:] in _ENDS_COUNT else text
    if areas().other_letters.search(bare):
        return None
    return areas().headings.get(vocabulary().folded(bare))
