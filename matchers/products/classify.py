"""Which key-product group an offer sells, and whether it is in scope: scored, explained, precision first."""

import re
from collections.abc import Iterable, Sequence

from config.products.catalogue import Catalogue
from matchers.products.reading import LONGEST, Case, TitleReader
from matchers.products.scope import Pairs, ScopeSigns
from matchers.products.text import fold, plain
from matchers.records import Classification, GroupMatch, RejectedGroup

AGREES, RESEMBLES, CONTRADICTS = 0.2, 0.1, 0.3
NAMED, NAMED_OTHERWISE = 0.25, 0.35
BY_CATEGORY = 0.4
"""What a category alone gives a group the title does not name: with the agreement just enough to be accepted."""
CERTIFIED = 0.1
CLOSE = 0.2
"""A group this far behind the best one is not what is sold."""
EXEMPT_MARGIN = 0.1
"""Goods with their own law win unless a key group is clearer by more than this."""
SOLD_IN_PATH = 0.5
CCC_NUMBER = re.compile(r"(?<!\d)20[0-3]\d(?:\d{2})(?P<code>\d{4})\d{6}(?!\d)")
CCC_LABEL = re.compile(r"3c|ccc|强制性产品认证")


class Classifier:
    """Classifies offers with one catalogue; build it once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._reader = TitleReader(catalogue)
        self._scope = ScopeSigns(catalogue.words)
        self._goods_labels = frozenset(map(_tight, catalogue.words.goods_attributes))
        self._class_labels = frozenset(map(_tight, catalogue.words.class_attributes))
        self._hints = {group.id: tuple(plain(word).text for word in group.hint_words) for group in catalogue.groups}
        self._order = {group.id: place for place, group in enumerate(catalogue.groups)}

    def classify(
        self,
        title: str,
        category_path: Sequence[str] = (),
        attributes: Pairs = (),
        cross_border: bool = False,
    ) -> Classification:
        """Decide what is sold; `cross_border` is the platform's own mark."""
        reading = self._reader.read(title)
        cases = dict(reading.cases)
        self._weigh_names(cases, attributes, open_title=not reading.sells)
        self._weigh_category(cases, category_path, attributes, open_title=not reading.sells)
        self._weigh_certificates(cases, attributes)
        self._demand_hints(cases, title, category_path, attributes)
        accepted, refused = self._decide(cases)
        refused += [
            RejectedGroup(id=group_id, why=why) for group_id, why in reading.covered.items() if group_id not in cases
        ]
        number = self._scope.exempt_number(title, attributes)
        exempt = next((case for case in accepted if case.group.exempt), None)
        if number or exempt:
            own_law = f"有批准编号 {number}" if number else f"属“{exempt.group.name}”" if exempt else ""
            refused += [_rejection(case, f"{own_law}，另有专门法律") for case in accepted]
            return Classification(scope="exempt_law", rejected=self._sorted(refused))
        abroad = cross_border or self._scope.cross_border(title, attributes)
        return Classification(
            groups=tuple(
                GroupMatch(id=case.group.id, score=_round(case.score), why="；".join(case.reasons)) for case in accepted
            ),
            scope="cross_border" if abroad else "in" if accepted else "not_key",
            rejected=self._sorted(refused),
        )

    def names_goods(self, text: str) -> bool:
        """Whether a text holds any word for goods at all: an alias of any group or a head noun of other goods."""
        return self._reader.names_goods(text)

    def made_for(self, title: str, models: Iterable[str]) -> str | None:
        """Why a title sells something made for a model it names; None where it sells the goods or names none."""
        return self._reader.made_for(title, models)

    def _weigh_names(self, cases: dict[str, Case], attributes: Pairs, *, open_title: bool) -> None:
        """Take the attributes that name the goods (产品名称, 品名) as a second title.

        `open_title` tells that the title itself names no goods, so that others may name them alone.
        """
        for label, value in attributes:
            if _tight(label) not in self._goods_labels:
                continue
            named = self._reader.read(value)
            sold = {group_id: case for group_id, case in named.cases.items() if case.sold}
            for group_id, other in sold.items():
                case = self._case(cases, group_id)
                alone = open_title and not case.reasons
                case.change(other.score if alone else NAMED, f"{label}“{_short(value)}”一致")
            if not named.names_goods:
                continue
            for group_id, case in cases.items():
                if group_id not in sold:
                    case.change(-NAMED_OTHERWISE, f"{label}“{_short(value)}”不是此类")

    def _weigh_category(
        self, cases: dict[str, Case], category_path: Sequence[str], attributes: Pairs, *, open_title: bool
    ) -> None:
        """Take the category path, or an attribute that names the class, as the second signal."""
        path = [part for part in category_path if part.strip()]
        named = [value for label, value in attributes if _tight(label) in self._class_labels and value.strip()]
        for place, parts in (("类目", path), *(("类别属性", [value]) for value in named)):
            if parts:
                self._weigh_path(cases, place, parts, open_title=open_title)

    def _weigh_path(self, cases: dict[str, Case], place: str, parts: Sequence[str], *, open_title: bool) -> None:
        leaf = _short(parts[-1])
        read = self._reader.read(parts[-1])
        sold = [
            group_id for group_id, case in read.cases.items() if any(hit.score >= SOLD_IN_PATH for hit in case.hits)
        ]
        for group_id in sold:
            case = self._case(cases, group_id)
            if open_title and not case.reasons:
                case.change(BY_CATEGORY, f"标题未说明，{place}为“{leaf}”")
            case.change(AGREES, f"{place}“{leaf}”一致")
        whole = plain(" ".join(parts)[:LONGEST]).text
        for group_id, case in cases.items():
            if group_id in sold:
                continue
            if group_id not in read.cases and group_id not in read.covered and self._resembles(case, whole):
                case.change(RESEMBLES, f"{place}“{_short('>'.join(parts))}”相近")
            elif read.names_goods:
                case.change(-CONTRADICTS, f"{place}“{leaf}”不是此类")

    @staticmethod
    def _resembles(case: Case, path: str) -> bool:
        return any(hit.token.word in path for hit in case.hits) or any(
            word in path for word in case.group.category_words
        )

    def _weigh_certificates(self, cases: dict[str, Case], attributes: Pairs) -> None:
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
                case.change(CERTIFIED, f"CCC 证书编号类别 {shared[0]} 一致")

    def _demand_hints(
        self, cases: dict[str, Case], title: str, category_path: Sequence[str], attributes: Pairs
    ) -> None:
        """Refuse groups whose aliases are too common unless something else points to them."""
        wanted = [case for case in cases.values() if case.group.hint_required]
        if not wanted:
            return
        around = plain(" ".join((*category_path, *(f"{label}{value}" for label, value in attributes)))).text
        for case in wanted:
            agreed = any("一致" in reason for reason in case.reasons)
            if not agreed and not self._hinted(case, plain(title).text, around):
                case.refused = True
                case.reasons.append("名称太常见，缺少类目或属性佐证")

    def _hinted(self, case: Case, title: str, around: str) -> bool:
        """Whether a hint word stands in category, attributes, the rest of the title, or inside a longer alias."""
        words = [hit.token.word for hit in case.hits]
        for word in words:
            title = title.replace(word, " ")
        return any(
            hint in around or hint in title or any(hint in word and hint != word for word in words)
            for hint in self._hints[case.group.id]
        )

    def _decide(self, cases: dict[str, Case]) -> tuple[list[Case], list[RejectedGroup]]:
        """Split into accepted, best first, and refused with the reason."""
        ranked = sorted(cases.values(), key=lambda case: (-_round(case.score), self._order[case.group.id]))
        passing = [case for case in ranked if not case.refused and _round(case.score) >= case.group.min_score]
        accepted: list[Case] = []
        refused: list[RejectedGroup] = []
        for case in ranked:
            if case not in passing:
                weak = f"合计 {_round(case.score):.2f} 未达 {case.group.min_score:g}"
                refused.append(_rejection(case, "" if case.refused else weak))
            elif passing[0].score - case.score >= (EXEMPT_MARGIN + 0.001 if case.group.exempt else CLOSE):
                refused.append(_rejection(case, f"弱于“{passing[0].group.name}”"))
            else:
                accepted.append(case)
        return accepted, refused

    def _case(self, cases: dict[str, Case], group_id: str) -> Case:
        return cases.setdefault(group_id, Case(self._catalogue.group(group_id)))

    def _sorted(self, rejected: Sequence[RejectedGroup]) -> tuple[RejectedGroup, ...]:
        return tuple(sorted(rejected, key=lambda entry: self._order[entry.id]))


def _tight(label: str) -> str:
    return re.sub(r"[\s:：]+", "", fold(label))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"


def _round(score: float) -> float:
    return round(min(1.0, max(0.0, score)), 2)


def _rejection(case: Case, why: str) -> RejectedGroup:
    return RejectedGroup(id=case.group.id, why="；".join([*case.reasons, *([why] if why else [])]))
