"""All words a title is searched for in one pass: aliases, exclusions, other goods, and what they stand for."""

from dataclasses import dataclass, field
from typing import NamedTuple

import ahocorasick

from config.products.catalogue import Catalogue
from matchers.products.text import LATIN, Plain, plain

UNITS = frozenset("米升斤度代寸")
"""After a digit these begin a unit, not a word: 3「米」线."""


@dataclass
class Meaning:
    """What one word can stand for."""

    aliases: list[str] = field(default_factory=list)
    """Groups it names."""
    weak: list[str] = field(default_factory=list)
    """Groups it hints at without naming them alone."""
    heads: list[tuple[str, int]] = field(default_factory=list)
    """Groups (with the number of their pair) it names when a word of the pair stands elsewhere in the title."""
    excludes: list[str] = field(default_factory=list)
    """Groups whose hit it takes away."""
    other: bool = False
    """It names goods of no group."""
    setting: bool = False
    """Other goods that as often only say where the goods are used."""

    @property
    def noun(self) -> bool:
        """Whether it names goods at all."""
        return bool(self.other or self.aliases or self.weak or self.heads)

    @property
    def firm(self) -> bool:
        """Whether it names goods by itself, wherever it stands."""
        return bool(self.aliases or (self.other and not self.setting))


class Token(NamedTuple):
    """A word found in a title."""

    start: int
    end: int
    word: str
    meaning: Meaning


class Found(NamedTuple):
    """What one pass over a title brought: the goods words, longest first chosen, those inside them, the exclusions."""

    goods: tuple[Token, ...]
    covered: tuple[Token, ...]
    exclusions: tuple[Token, ...]


class Lexicon:
    """The compiled words of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._meanings: dict[str, Meaning] = {}
        for group in catalogue.groups:
            for word in group.aliases:
                self._entry(word).aliases.append(group.id)
            for word in group.weak_aliases:
                self._entry(word).weak.append(group.id)
            for number, pair in enumerate(group.pairs):
                for word in pair.heads:
                    self._entry(word).heads.append((group.id, number))
            for word in group.exclude:
                self._entry(word).excludes.append(group.id)
        for word in catalogue.nouns.all():
            self._entry(word).other = True
        for word in catalogue.nouns.settings:
            self._entry(word).setting = True
        self._automaton = ahocorasick.Automaton()
        for word, meaning in self._meanings.items():
            self._automaton.add_word(word, (word, meaning))
        self._automaton.make_automaton()

    def _entry(self, word: str) -> Meaning:
        return self._meanings.setdefault(plain(word).text, Meaning())

    def find(self, title: Plain) -> Found:
        """Find every word; of goods words that overlap the longest wins, then the first."""
        goods: list[Token] = []
        exclusions: list[Token] = []
        for last, (word, meaning) in self._automaton.iter(title.text):
            start, end = last + 1 - len(word), last + 1
            if (word[0] in LATIN and not title.word_starts(start)) or (word[-1] in LATIN and not title.word_ends(end)):
                continue
            if word[0] in UNITS and start and title.text[start - 1].isdigit():
                continue
            token = Token(start, end, word, meaning)
            if meaning.noun:
                goods.append(token)
            if meaning.excludes:
                exclusions.append(token)
        chosen = _longest(goods)
        return Found(chosen, tuple(token for token in goods if token not in chosen), tuple(exclusions))


def _longest(tokens: list[Token]) -> tuple[Token, ...]:
    taken: list[Token] = []
    for token in sorted(tokens, key=lambda one: (one.start - one.end, one.start)):
        if all(token.end <= other.start or token.start >= other.end for other in taken):
            taken.append(token)
    return tuple(sorted(taken))
