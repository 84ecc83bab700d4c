"""Reads one title: which groups its words could name, and how far each is what is sold."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from config.products.catalogue import Catalogue, ProductGroup
from matchers.products.lexicon import Found, Lexicon, Token
from matchers.products.roles import SLIGHT, Sign, Surroundings
from matchers.products.text import Plain, is_cjk, plain

SPECIFIC, SHORT, WEAK = 0.8, 0.72, 0.45
"""Base score of an alias: three characters and more, two, declared too weak to stand alone."""
LONGEST = 500
"""Characters of a title or value that are read; no seller's title is longer."""
REPEATED = 0.05
RIVAL, LEADER, SECOND = 0.15, 0.25, 0.1
"""Taken away for goods that end the title, other goods that open it, a group that opens it before a short alias."""
PARTS = 0.25
CLEAN = 0.12
"""A hit that lost no more than this may be what is sold."""


@dataclass
class Hit:
    """One goods word read as one group."""

    index: int
    token: Token
    base: float
    signs: list[Sign]

    @property
    def loss(self) -> float:
        """What its surroundings take away."""
        return sum(sign.loss for sign in self.signs)

    @property
    def score(self) -> float:
        """What is left of its base score."""
        return max(0.0, self.base - self.loss)

    @property
    def clean(self) -> bool:
        """Whether it may be what is sold."""
        return self.loss <= CLEAN


@dataclass
class Case:
    """What speaks for and against one group."""

    group: ProductGroup
    hits: list[Hit] = field(default_factory=list)
    score: float = 0.0
    reasons: list[str] = field(default_factory=list)
    refused: bool = False

    @property
    def sold(self) -> bool:
        """Whether one of its words may be what is sold."""
        return any(hit.clean for hit in self.hits)

    def change(self, by: float, why: str) -> None:
        """Move the score and say why."""
        self.score += by
        self.reasons.append(f"{why}（{by:+.2f}）")


class Reading(NamedTuple):
    """What was read from one title."""

    cases: dict[str, Case]
    names_goods: bool
    sells: bool
    """Whether a word stands in it that names goods by itself, wherever it stands."""
    covered: dict[str, str]
    """Groups whose words stand only inside longer ones, with the reason."""


class _Words(NamedTuple):
    """A title's goods words: the base score of each group each names, and which stand for goods by themselves."""

    text: Plain
    found: Found
    named: list[dict[str, float]]
    solid: list[bool]


class TitleReader:
    """Reads titles, and values or path parts that name goods, with one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._groups = {group.id: group for group in catalogue.groups}
        self._lexicon = Lexicon(catalogue)
        self._around = Surroundings(catalogue.words)
        self._beside = {
            (group.id, number): (_plain_all(pair.beside), _plain_all(pair.without))
            for group in catalogue.groups
            for number, pair in enumerate(group.pairs)
        }

    def names_goods(self, text: str) -> bool:
        """Whether a text holds any word for goods at all."""
        return bool(self._lexicon.find(plain(text[:LONGEST])).goods)

    def made_for(self, title: str, models: Iterable[str]) -> str | None:
        """Why a title sells something made for a model it names; None where it sells the goods or names none."""
        text = plain(title[:LONGEST])
        for model in models:
            spelled = r"[-_/.·]?".join(map(re.escape, re.findall(r"[^\W_]+", plain(model).text)))
            found = re.search(rf"(?<![a-z0-9]){spelled}(?![a-z0-9])", text.text) if spelled else None
            if found and (why := self._around.made_for(text, found.start(), found.end())):
                return why
        return None

    def read(self, title: str) -> Reading:
        """Find every group one of the words could name, scored by what stands around the words."""
        words = self._words(plain(title[:LONGEST]))
        cases: dict[str, Case] = {}
        for group_id in dict.fromkeys(group_id for bases in words.named for group_id in bases):
            cases[group_id] = Case(self._groups[group_id], hits=self._hits(words, group_id))
        for case in cases.values():
            self._score(case, cases, words)
        return Reading(
            cases=cases,
            names_goods=bool(words.found.goods),
            sells=any(words.solid),
            covered=_covered(words.found, cases),
        )

    def _words(self, text: Plain) -> _Words:
        found = self._lexicon.find(text)
        named = [self._bases(text, token) for token in found.goods]
        solid = [
            token.meaning.firm or max(bases.values(), default=0) > WEAK
            for token, bases in zip(found.goods, named, strict=True)
        ]
        return _Words(text, found, named, solid)

    def _bases(self, text: Plain, token: Token) -> dict[str, float]:
        """The groups a goods word names, with the base score of each; a pair outdoes the plain alias."""
        paired = {
            group_id: SPECIFIC
            for group_id, number in token.meaning.heads
            if self._completes(text.text, group_id, number)
        }
        if paired:
            return paired
        bases = dict.fromkeys(token.meaning.weak, WEAK)
        bases.update(dict.fromkeys(token.meaning.aliases, _base(token.word)))
        return bases

    def _completes(self, text: str, group_id: str, number: int) -> bool:
        beside, without = self._beside[group_id, number]
        return any(word in text for word in beside) and not any(word in text for word in without)

    def _hits(self, words: _Words, group_id: str) -> list[Hit]:
        """The hits of a group; a word directly before another of the same group shares its doubts."""
        own = [group_id in bases for bases in words.named]
        hits: list[Hit] = []
        for index in range(len(own) - 1, -1, -1):
            if not own[index]:
                continue
            token = words.found.goods[index]
            signs = self._around.signs(words.text, words.found, index, group_id, own, words.solid)
            if hits and hits[-1].token.start == token.end:
                signs.extend(sign for sign in hits[-1].signs if sign.loss > SLIGHT)
            hits.append(Hit(index=index, token=token, base=words.named[index][group_id], signs=signs))
        hits.reverse()
        return hits

    def _score(self, case: Case, cases: dict[str, Case], words: _Words) -> None:
        best = max(case.hits, key=lambda hit: (hit.score, hit.token.end - hit.token.start, -hit.index))
        case.change(best.base, f"标题“{best.token.word}”")
        for sign in best.signs:
            case.change(-sign.loss, sign.why)
        others = {hit.token.word for hit in case.hits if hit.clean} - {best.token.word}
        if others and best.clean:
            case.change(REPEATED * min(2, len(others)), f"标题另有“{'、'.join(sorted(others))}”")
        if self._around.parts_follow(words.text, best.token.end, case.group.id):
            case.change(-PARTS, "标题说的是配件、耗材")
        service = self._around.service_in(words.text)
        if service:
            case.change(-PARTS, f"标题说的是服务“{service}”")
        self._weigh_neighbours(case, cases, words)

    def _weigh_neighbours(self, case: Case, cases: dict[str, Case], words: _Words) -> None:
        """Goods that open or end the title compete with those named between."""
        rival = _rival(case, cases, words)
        if rival:
            case.change(-RIVAL, f"标题末尾卖的似为“{rival}”")
        opener = _opener(words)
        if opener is None or any(hit.token.start <= opener.start for hit in case.hits):
            return
        if _other_goods(opener):
            several = len({hit.token.word for hit in case.hits if hit.clean}) > 1
            case.change(-RIVAL if several else -LEADER, f"标题开头卖的似为“{opener.word}”")
        elif opener.meaning.aliases and all(hit.base <= SHORT for hit in case.hits):
            case.change(-SECOND, f"标题先说“{opener.word}”")


def _opener(words: _Words) -> Token | None:
    """The head of the first run of goods words: 手机U盘 is a U盘."""
    tokens = words.found.goods
    start = next((index for index, solid in enumerate(words.solid) if solid), None)
    if start is None:
        return None
    while start + 1 < len(tokens) and tokens[start + 1].start == tokens[start].end not in words.text.breaks:
        start += 1
    return tokens[start] if words.solid[start] else None


def _rival(case: Case, cases: dict[str, Case], words: _Words) -> str | None:
    """The last goods word, where it names other goods and stands there as sold."""
    last = words.found.goods[-1]
    if not words.solid[-1] or any(hit.token == last for hit in case.hits):
        return None
    readings = [hit for other in cases.values() for hit in other.hits if hit.token == last]
    if readings and not any(hit.clean for hit in readings):
        return None
    return last.word


def _other_goods(token: Token) -> bool:
    return token.meaning.other and token.meaning.firm and not token.meaning.aliases


def _covered(found: Found, cases: Iterable[str]) -> dict[str, str]:
    inside: dict[str, str] = {}
    for token in found.covered:
        outer = next(one for one in found.goods if one.start < token.end and token.start < one.end)
        for group_id in token.meaning.aliases:
            if group_id not in cases:
                inside.setdefault(group_id, f"“{token.word}”只是“{outer.word}”的一部分")
    return inside


def _base(word: str) -> float:
    if len(word) <= 2 or not any(is_cjk(char) for char in word):
        return SHORT
    return SPECIFIC


def _plain_all(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(plain(word).text for word in words)
