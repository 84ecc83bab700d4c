"""Which key-product group an offer sells, and whether it is in scope: scored, explained, precision first."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from config.products.catalogue import Catalogue, ProductGroup
from matchers.products.lexicon import Found, Lexicon, Token
from matchers.products.roles import SLIGHT, Sign, Surroundings
from matchers.products.scope import Pairs, ScopeSigns
from matchers.products.text import Plain, fold, is_cjk, plain
from matchers.records import Classification, GroupMatch, RejectedGroup

SPECIFIC, SHORT, WEAK = 0.8, 0.72, 0.45
"""Base score of an alias: three characters and more, two, declared too weak to stand alone."""
AGREES, CONTRADICTS = 0.2, 0.3
NAMED, NAMED_OTHERWISE = 0.25, 0.35
LONGEST = 500
"""Characters of a title or value that are read; no seller's title is longer."""
REPEATED = 0.05
RIVAL, LEADER = 0.15, 0.25
CLOSE = 0.25
"""A group this far behind the best one is not what is sold."""
EXEMPT_MARGIN = 0.1
"""Goods with their own law win unless a key group is clearer by more than this."""
CLEAN = 0.12
"""A hit that lost no more than this may be what is sold."""
CCC_NUMBER = re.compile(r"(?<!\d)20[0-3]\d(?:\d{2})(?P<code>\d{4})\d{6}(?!\d)")
CCC_LABEL = re.compile(r"3c|ccc|强制性产品认证")


@dataclass
class _Hit:
    """One goods word read as one group."""

    index: int
    token: Token
    base: float
    signs: list[Sign]

    @property
    def score(self) -> float:
        return max(0.0, self.base - sum(sign.loss for sign in self.signs))

    @property
    def clean(self) -> bool:
        return sum(sign.loss for sign in self.signs) <= CLEAN


@dataclass
class _Case:
    """What speaks for and against one group."""

    group: ProductGroup
    hits: list[_Hit] = field(default_factory=list)
    score: float = 0.0
    reasons: list[str] = field(default_factory=list)
    refused: bool = False

    def change(self, by: float, why: str) -> None:
        """Move the score and say why."""
        self.score += by
        self.reasons.append(f"{why}（{by:+.2f}）")


class Classifier:
    """Classifies offers with one catalogue; build it once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lexicon = Lexicon(catalogue)
        self._around = Surroundings(catalogue.words)
        self._scope = ScopeSigns(catalogue.words)
        self._goods_labels = frozenset(fold(label) for label in catalogue.words.goods_attributes)
        self._class_labels = frozenset(fold(label) for label in catalogue.words.class_attributes)
        self._hints = {group.id: tuple(plain(word).text for word in group.hint_words) for group in catalogue.groups}
        self._categories = {
            group.id: tuple(plain(word).text for word in (*group.category_words, *group.aliases))
            for group in catalogue.groups
        }
        self._beside = {
            (group.id, number): tuple(plain(word).text for word in pair.beside)
            for group in catalogue.groups
            for number, pair in enumerate(group.pairs)
        }
        self._order = {group.id: place for place, group in enumerate(catalogue.groups)}

    def classify(
        self,
        title: str,
        category_path: Sequence[str] = (),
        attributes: Pairs = (),
        cross_border: bool = False,
    ) -> Classification:
        """Decide what is sold; `cross_border` is the platform's own mark."""
        cases = self._title_cases(title)
        self._weigh_names(cases, attributes)
        self._weigh_category(cases, category_path, attributes)
        self._weigh_certificates(cases, attributes)
        self._demand_hints(cases, title, category_path, attributes)
        accepted, refused = self._decide(cases)
        refused += self._covered(title, cases)
        number = self._scope.exempt_number(title, attributes)
        exempt = [case for case in accepted if case.group.exempt]
        if exempt and accepted[0].score - exempt[0].score > EXEMPT_MARGIN:
            accepted = [case for case in accepted if not case.group.exempt]
            refused += [_rejection(case, f"弱于“{accepted[0].group.name}”") for case in exempt]
            exempt = []
        if number or exempt:
            why = f"有另有专门法律的批准编号 {number}" if number else f"属“{exempt[0].group.name}”，另有专门法律"
            out = [_rejection(case, why) for case in accepted if not case.group.exempt]
            out += [_rejection(case, "另有专门法律，不判") for case in exempt]
            return Classification(scope="exempt_law", rejected=tuple(self._sorted([*out, *refused])))
        groups = tuple(
            GroupMatch(id=case.group.id, score=_round(case.score), why="；".join(case.reasons)) for case in accepted
        )
        if cross_border or self._scope.cross_border(title, attributes):
            return Classification(groups=groups, scope="cross_border", rejected=tuple(self._sorted(refused)))
        return Classification(groups=groups, scope="in" if groups else "not_key", rejected=tuple(self._sorted(refused)))

    def names_goods(self, text: str) -> bool:
        """Whether a text holds any word for goods at all: an alias of any group or a head noun of other goods."""
        return bool(self._lexicon.find(plain(text)).goods)

    def _title_cases(self, title: str) -> dict[str, _Case]:
        """Read a title: every group one of its words could name, scored by what stands around the words."""
        text = plain(title[:LONGEST])
        found = self._lexicon.find(text)
        named = [self._named(text, found, index) for index in range(len(found.goods))]
        cases: dict[str, _Case] = {}
        for group_id in dict.fromkeys(group_id for bases in named for group_id in bases):
            own = [group_id in bases for bases in named]
            case = _Case(self._catalogue.group(group_id))
            for index in range(len(named) - 1, -1, -1):
                if own[index]:
                    case.hits.append(self._hit(text, found, index, group_id, named[index][group_id], own, case.hits))
            case.hits.reverse()
            cases[group_id] = case
        for case in cases.values():
            self._score_title(case, cases, text, found)
        return cases

    def _covered(self, title: str, cases: dict[str, _Case]) -> list[RejectedGroup]:
        """Groups whose words stand only inside longer ones: 空调 in 空调遥控器."""
        found = self._lexicon.find(plain(title[:LONGEST]))
        inside: dict[str, RejectedGroup] = {}
        for token in found.covered:
            outer = next(one for one in found.goods if one.start < token.end and token.start < one.end)
            for group_id in token.meaning.aliases:
                if group_id not in cases:
                    why = f"“{token.word}”只是“{outer.word}”的一部分"
                    inside.setdefault(group_id, RejectedGroup(id=group_id, why=why))
        return list(inside.values())

    def _named(self, text: Plain, found: Found, index: int) -> dict[str, float]:
        """The groups one goods word names, with the base score of each; a pair outdoes the plain alias."""
        token = found.goods[index]
        paired = {
            group_id: SPECIFIC
            for group_id, number in token.meaning.heads
            if any(word in text.text for word in self._beside[group_id, number])
        }
        if paired:
            return paired
        bases = dict.fromkeys(token.meaning.weak, WEAK)
        bases.update(dict.fromkeys(token.meaning.aliases, _base(token.word)))
        return bases

    def _hit(
        self, text: Plain, found: Found, index: int, group_id: str, base: float, own: Sequence[bool], later: list[_Hit]
    ) -> _Hit:
        token = found.goods[index]
        signs = self._around.signs(text, found, index, group_id, own)
        if later and later[-1].token.start == token.end:
            signs.extend(sign for sign in later[-1].signs if sign.loss > SLIGHT)
        return _Hit(index=index, token=token, base=base, signs=signs)

    def _score_title(self, case: _Case, cases: dict[str, _Case], text: Plain, found: Found) -> None:
        best = max(case.hits, key=lambda hit: (hit.score, hit.token.end - hit.token.start, -hit.index))
        case.change(best.base, f"标题“{best.token.word}”")
        for sign in best.signs:
            case.change(-sign.loss, sign.why)
        clean = [hit for hit in case.hits if hit.clean]
        others = {hit.token.word for hit in clean} - {best.token.word}
        if others and best.clean:
            case.change(REPEATED * min(2, len(others)), f"标题另有“{'、'.join(sorted(others))}”")
        if self._around.accessory_follows(text, best.token.end):
            case.change(-0.25, "标题说的是配件、耗材")
        rival = self._rival(case, cases, found)
        if rival:
            case.change(-RIVAL, f"标题末尾卖的似为“{rival}”")
            return
        leader = self._leader(case, text, found)
        if leader:
            case.change(-LEADER, f"标题开头卖的似为“{leader}”")

    def _rival(self, case: _Case, cases: dict[str, _Case], found: Found) -> str | None:
        """The last goods word, where it names other goods and stands there as sold."""
        last = found.goods[-1]
        if not last.meaning.firm or any(hit.token == last for hit in case.hits):
            return None
        readings = [hit for other in cases.values() for hit in other.hits if hit.token == last]
        if readings and not any(hit.clean for hit in readings):
            return None
        return last.word

    def _leader(self, case: _Case, text: Plain, found: Found) -> str | None:
        """Other goods that open the title, where the group is named once and later."""
        first = found.goods[0]
        if len(case.hits) > 1 or not first.meaning.other or not first.meaning.firm or first.meaning.aliases:
            return None
        return first.word if self._around.phrase_ends(text, first.end) else None

    def _weigh_names(self, cases: dict[str, _Case], attributes: Pairs) -> None:
        """Take the attributes that name the goods (产品名称, 品名) as a second title."""
        for label, value in attributes:
            if _tight(label) not in self._goods_labels:
                continue
            own = self._title_cases(value)
            sold = {group_id: case for group_id, case in own.items() if any(hit.clean for hit in case.hits)}
            for group_id, other in sold.items():
                case = cases.setdefault(group_id, _Case(self._catalogue.group(group_id)))
                case.change(NAMED if case.score else other.score, f"{label}“{value}”一致")
            if not self._lexicon.find(plain(value[:LONGEST])).goods:
                continue
            for group_id, case in cases.items():
                if group_id not in sold:
                    case.change(-NAMED_OTHERWISE, f"{label}“{value}”不是此类")

    def _weigh_category(self, cases: dict[str, _Case], category_path: Sequence[str], attributes: Pairs) -> None:
        """Take the category path, or an attribute that names the class, as the second signal."""
        named = [value for label, value in attributes if _tight(label) in self._class_labels]
        path = [part for part in category_path if part.strip()]
        for place, parts in (("类目", path), *(("类别属性", [value]) for value in named)):
            if parts:
                self._weigh_path(cases, place, parts)

    def _weigh_path(self, cases: dict[str, _Case], place: str, parts: Sequence[str]) -> None:
        leaf = parts[-1]
        read = self._title_cases(leaf)
        sold = {group_id for group_id, case in read.items() if any(hit.score >= 0.5 for hit in case.hits)}
        names_goods = bool(self._lexicon.find(plain(leaf)).goods)
        for group_id in sold - set(cases):
            cases[group_id] = _Case(self._catalogue.group(group_id))
            cases[group_id].change(0.4, f"{place}“{leaf}”")
        whole = plain(" ".join(parts)).text
        for group_id, case in cases.items():
            if group_id in sold:
                case.change(AGREES, f"{place}“{leaf}”一致")
            elif any(word in whole for word in self._categories[group_id]) and group_id not in read:
                case.change(AGREES / 2, f"{place}“{'>'.join(parts)}”相近")
            elif names_goods or group_id in read:
                case.change(-CONTRADICTS, f"{place}“{leaf}”不是此类")

    def _weigh_certificates(self, cases: dict[str, _Case], attributes: Pairs) -> None:
        """A CCC number carries its category code: it supports the groups of that code."""
        codes = {
            match["code"]
            for label, value in attributes
            if CCC_LABEL.search(fold(label))
            for match in CCC_NUMBER.finditer(value)
        }
        for case in cases.values():
            shared = sorted(codes.intersection(case.group.category_codes))
            if shared:
                case.change(0.1, f"CCC 证书编号类别 {shared[0]} 一致")

    def _demand_hints(
        self, cases: dict[str, _Case], title: str, category_path: Sequence[str], attributes: Pairs
    ) -> None:
        """Refuse groups whose aliases are too common unless something else points to them."""
        wanted = [case for case in cases.values() if case.group.hint_required]
        if not wanted:
            return
        texts = plain(" ".join((title, *category_path, *(f"{label}{value}" for label, value in attributes)))).text
        for case in wanted:
            hint = next((word for word in self._hints[case.group.id] if word in texts), None)
            agreed = any(reason.startswith(("类目", "类别", "CCC")) and "一致" in reason for reason in case.reasons)
            if hint is None and not agreed:
                case.refused = True
                case.reasons.append("名称太常见，缺少类目或属性佐证")

    def _decide(self, cases: dict[str, _Case]) -> tuple[list[_Case], list[RejectedGroup]]:
        """Split into accepted, best first, and refused with the reason."""
        ranked = sorted(cases.values(), key=lambda case: (-_round(case.score), self._order[case.group.id]))
        passing = [case for case in ranked if not case.refused and _round(case.score) >= case.group.min_score]
        best = passing[0].score if passing else 0.0
        accepted = [case for case in passing if best - case.score < CLOSE]
        refused = [
            _rejection(case, f"弱于“{passing[0].group.name}”" if case in passing else "")
            for case in ranked
            if case not in accepted
        ]
        return accepted, refused

    def _sorted(self, rejected: Iterable[RejectedGroup]) -> list[RejectedGroup]:
        return sorted(rejected, key=lambda entry: self._order[entry.id])


def _base(word: str) -> float:
    if len(word) <= 2 or not any(is_cjk(char) for char in word):
        return SHORT
    return SPECIFIC


def _tight(label: str) -> str:
    return re.sub(r"[\s:：]+", "", fold(label))


def _round(score: float) -> float:
    return round(min(1.0, max(0.0, score)), 2)


def _rejection(case: _Case, why: str) -> RejectedGroup:
    reasons = [*case.reasons, *([why] if why else [f"合计 {_round(case.score):.2f} 未达 {case.group.min_score:g}"])]
    return RejectedGroup(id=case.group.id, why="；".join(reasons))
