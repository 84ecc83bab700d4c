"""What the words around a product word say about it: sold itself, or an accessory, a gift, a service, a fitting."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from config.products.catalogue import Words
from matchers.products.lexicon import Found, Token
from matchers.products.text import Plain, fold, is_cjk

# Penalties on a hit's base score of about 0.8 against a usual bar of 0.6: from SURE on, one sign alone refuses.
SURE = 0.45
LIKELY = 0.25
SLIGHT = 0.1
NEAR_REST, NEAR_HEAD = 8, 3
"""Characters after the goods within which an unknown rest, or another head noun, still belongs to it."""
GIFT_GAP = 6
FEATURE_STARTS = "带含配送赠有无附可自双全大超加"
"""Words beginning so describe the goods before them: 电风扇「带遥控器」."""
SEPARATORS = '，,。;；、|!！?？【】[]()（）「」“”"<>《》:：+&#'
WRAP_JOINTS = "、/,，和与"
FITTED = re.compile("配套|专用|替换|通用|可用")
SPEC = r"[0-9a-z.\-/*×~]"


class Sign(NamedTuple):
    """One reason to doubt a hit, and how much it takes away."""

    loss: float
    why: str


class Surroundings:
    """Reads the surroundings of hits with the words of one catalogue."""

    def __init__(self, words: Words) -> None:
        self._exceptions = re.compile(_any(words.accessory_tail_exceptions))
        links = _any(words.tail_links)
        self._links = re.compile(f"(?:{links})*")
        self._spec_links = re.compile(f"(?:{links}|{SPEC}|系列|全系|代|型号|型|寸|升|号|匹)*")
        self._accessory = re.compile(_any(words.accessory_tail))
        self._fit_tail = re.compile(_any(words.fit_tail))
        self._use = re.compile(_any(words.use_tail))
        self._service = re.compile(
            f"(?:{links}|专业|上门|官方|售后|故障|二手|高价|{SPEC})*?(?P<service>{_any(words.service_tail)})(?![房屋])"
        )
        self._service_anywhere = re.compile(f"(?<![费包含持供享赠])({_any(words.service_anywhere)})")
        self._purchase = re.compile(rf"\W*(?P<purchase>{_any(words.purchase_starts)})(?![站点网机])")
        self._gift = re.compile(_any(words.preceding_gift))
        self._gift_exception = re.compile(f"(?:{_any(words.gift_exceptions)})")
        self._fit = re.compile(_any(words.fit_words))
        self._fit_people = re.compile(_any(words.fit_people))
        self._place = re.compile(f"(?:{_any(words.place_words)})$")
        self._clone_before = re.compile(f"(?P<word>{_any(words.clone_words)})[a-z0-9]?$")
        self._clone_after = re.compile(f"(?P<word>{_any(words.clone_words)})")
        self._follow = re.compile(_any(words.free_follow))
        self._parts = re.compile(_any(words.parts_anywhere))
        self._incomplete = re.compile(_any(words.incomplete_anywhere))
        wraps = _any(words.wraps)
        self._wraps = re.compile(f"{wraps}(?:[{re.escape(WRAP_JOINTS)}]*{wraps})*$")
        self._fit_free = frozenset(words.fit_free_groups)
        self._components = frozenset(words.component_groups)
        self._part_ending = re.compile(f"(?:{_any(words.part_endings)})$")
        self._part_exception = re.compile(f"(?:{_any(words.part_endings_exceptions)})$")

    def signs(
        self, title: Plain, found: Found, index: int, group: str, own: Sequence[bool], solid: Sequence[bool]
    ) -> list[Sign]:
        """Everything that speaks against the hit.

        `own` tells which goods words name the same group, `solid` which name goods wherever they stand.
        """
        token = found.goods[index]
        signs = [
            *self._excluded(title, found, token, group),
            *self._after(title, found, index, own, solid),
            *self._service_after(title, token),
            *self._before(title, token),
            *self._fitted(title, found, index, group),
            *self._built_in(title, found, index, group),
            *self._served(title, found, index, group),
            *self._incompletely(title),
            *self._wrapped(title, token.end),
        ]
        if group != "toy":
            signs.extend(self._cloned(title, token))
        return signs

    def parts_follow(self, title: Plain, end: int, group: str) -> bool:
        """Whether a word for parts follows somewhere; goods made for others are called so themselves."""
        return group not in self._fit_free and self._parts.search(title.text, end) is not None

    def service_in(self, title: Plain) -> str | None:
        """The word that makes a service or a purchase of the whole title; 免费上门服务 is none."""
        found = self._service_anywhere.search(title.text) or self._purchase.match(title.text)
        return found.group(1) if found else None

    def made_for(self, title: Plain, start: int, end: int) -> str | None:
        """Why what a title sells is made for the model it names from `start` to `end`; None where it is the model."""
        if service := self.service_in(title):
            return f"“{service}”：卖的是服务"
        for sign in (*self._incompletely(title), *self._wrapped(title, end)):
            return sign.why
        if parts := self._parts.search(title.text):
            return f"“{parts.group()}”：卖的是配件、耗材"
        if self._fit_before(title, start):
            return "型号是适用对象"
        for at in (end, _end(self._links, title.text, end), _end(self._spec_links, title.text, end)):
            accessory = self._accessory.match(title.text, at)
            if accessory and len(accessory.group()) > 1 and not self._exceptions.match(title.text, at):
                return f"型号后接“{accessory.group()}”，卖的是配件"
        return None

    def _fit_before(self, title: Plain, start: int) -> bool:
        """Whether a word for fitting stands in the same phrase before `start`."""
        begin = max(0, start - 16, 1 + max(title.text.rfind(mark, 0, start) for mark in SEPARATORS))
        return any(_whole(title, fit) for fit in self._fit.finditer(title.text, begin, start))

    def _excluded(self, title: Plain, found: Found, token: Token, group: str) -> Iterable[Sign]:
        for phrase in found.exclusions:
            if group not in phrase.meaning.excludes or phrase.end - phrase.start <= token.end - token.start:
                continue
            if phrase.end <= token.start or phrase.start >= token.end:
                continue
            exception = self._exceptions.match(title.text, token.end) if phrase.end > token.end else None
            if exception is not None and exception.end() > phrase.end:
                continue
            yield Sign(0.7, f"“{phrase.word}”属于排除词")
            return
        for longer in found.covered:
            if longer.meaning.other and token.start < longer.start < token.end < longer.end:
                yield Sign(SURE, f"“{token.word}”与“{longer.word}”相叠，中心词在后")
                return

    def _after(
        self, title: Plain, found: Found, index: int, own: Sequence[bool], solid: Sequence[bool]
    ) -> Iterable[Sign]:
        token = found.goods[index]
        text, end = title.text, token.end
        if end >= len(text) or self._exceptions.match(text, end):
            return
        fitted = self._list_fitted(title, found, index, own)
        if fitted is not None:
            yield from fitted
            return
        following = found.goods[index + 1] if index + 1 < len(found.goods) else None
        near = _end(self._links, text, end)
        far = _end(self._spec_links, text, end)
        if following is not None and following.start in (end, near, far):
            if not own[index + 1] and not self._only_place(title, following):
                yield from self._modifies(title, token, following, near=near, solid=solid[index + 1])
            return
        use = self._use.match(text, end)
        if use and end not in title.breaks:
            yield Sign(SURE, f"“{token.word}{use.group()}”说的是用途")
            return
        yield from self._accessory_after(title, token, near, far)
        yield from self._rest_after(
            title, token, following, head=bool(following) and solid[index + 1] and not own[index + 1]
        )

    def _list_fitted(self, title: Plain, found: Found, index: int, own: Sequence[bool]) -> list[Sign] | None:
        """What a list ended by 通用 fits is all of it but the first; None where there is no such list."""
        first = last = index
        while last + 1 < len(found.goods) and self._listed(title, found.goods[last], found.goods[last + 1]):
            last += 1
        while first and self._listed(title, found.goods[first - 1], found.goods[first]):
            first -= 1
        tail = self._fit_tail.match(title.text, found.goods[last].end)
        if tail is None or not self.phrase_ends(title, tail.end()):
            return None
        blank = found.goods[last].end in title.breaks
        if (first and not blank) or not all(own[first : index + 1]) or (first == last and not blank):
            return [Sign(SURE, f"“{found.goods[index].word}…{tail.group()}”说的是适用对象")]
        return [] if first < last else None

    @staticmethod
    def _listed(title: Plain, left: Token, right: Token) -> bool:
        if not right.meaning.aliases:
            return False
        return left.end == right.start or title.text[left.end : right.start] in ("、", "/", "和", "与")

    def _only_place(self, title: Plain, following: Token) -> bool:
        """Whether the next word only says where the goods are used: 安全座椅「汽车用」."""
        return following.meaning.setting and title.text.startswith(("用", "上", "里", "内", "载"), following.end)

    @staticmethod
    def _modifies(title: Plain, token: Token, following: Token, *, near: int, solid: bool) -> Iterable[Sign]:
        """Goods words one after the other: the head is the last, surely so where no blank parts them."""
        direct = following.start in (token.end, near) and not title.breaks.intersection((token.end, near))
        if direct or solid:
            yield Sign(SURE if direct else LIKELY, f"“{token.word}”后接“{following.word}”，中心词在后")

    def _rest_after(self, title: Plain, token: Token, following: Token | None, *, head: bool) -> Iterable[Sign]:
        """What the phrase goes on with: another head noun, or unknown words that end like the name of a part."""
        far = _end(self._spec_links, title.text, token.end)
        if far - token.end > 1 and FITTED.search(title.text, token.end, far):
            fitted = self._rest(title, far)
            if 1 < len(fitted) <= NEAR_REST and self._names_part(fitted):
                yield Sign(SURE, f"“{title.text[token.end : far]}{fitted}”卖的是配件")
        rest = self._rest(title, token.end)
        if following is not None and following.start < token.end + len(rest):
            gap = following.start - token.end
            if head and gap <= NEAR_REST:
                ends = gap <= NEAR_HEAD and self.phrase_ends(title, following.end)
                yield Sign(LIKELY if ends else SLIGHT, f"“{token.word}”之后同一短语另有“{following.word}”")
        elif 1 < len(rest) <= NEAR_REST and self._names_part(rest):
            yield Sign(LIKELY, f"“{token.word}{rest}”卖的似为另一商品")

    def _names_part(self, rest: str) -> bool:
        if rest[0] in FEATURE_STARTS or self._part_exception.search(rest):
            return False
        return self._part_ending.search(rest) is not None

    @staticmethod
    def phrase_ends(title: Plain, at: int) -> bool:
        return at >= len(title.text) or at in title.breaks or title.text[at] in SEPARATORS

    def _accessory_after(self, title: Plain, token: Token, near: int, far: int) -> Iterable[Sign]:
        text = title.text
        for at in dict.fromkeys((token.end, near, far)):
            accessory = self._accessory.match(text, at)
            if accessory is None or self._exceptions.match(text, at):
                continue
            word = accessory.group()
            if len(word) == 1 and at == far and at != near:
                continue
            yield Sign(
                self._accessory_loss(title, token, at, accessory.end()), f"“{token.word}”后接“{word}”，卖的是配件"
            )
            return
        char = text[token.end] if token.end < len(text) else ""
        if token.end not in title.breaks and is_cjk(char) and not self._follow.match(text, token.end):
            loss = 0.2 if token.end - token.start <= 2 else 0.08
            yield Sign(loss, f"“{token.word}”后接“{text[token.end : token.end + 3]}”，含义不明")

    def _rest(self, title: Plain, start: int) -> str:
        """The Chinese characters that follow without a blank, to the end of their phrase."""
        end = start
        while end < len(title.text) and end not in title.breaks and is_cjk(title.text[end]):
            end += 1
        return title.text[start:end]

    def _accessory_loss(self, title: Plain, token: Token, at: int, end: int) -> float:
        blank = any(token.end <= place <= at for place in title.breaks)
        if end - at > 1:
            return LIKELY if blank else SURE + 0.1
        next_char = title.text[end : end + 1]
        closed = end in title.breaks or not next_char or not is_cjk(next_char) or self._follow.match(title.text, end)
        if blank:
            return LIKELY if closed else SLIGHT
        return SURE + 0.1 if closed else LIKELY

    def _service_after(self, title: Plain, token: Token) -> Iterable[Sign]:
        match = self._service.match(title.text, token.end, token.end + 12)
        if match:
            yield Sign(SURE + 0.1, f"“{token.word}”后接“{match.group('service')}”，卖的是服务")

    def _before(self, title: Plain, token: Token) -> Iterable[Sign]:
        before = title.text[max(0, token.start - 12) : token.start]
        gift = self._gift_before(before)
        if gift:
            yield Sign(SURE + 0.1, f"“{gift}{token.word}”是赠品")
            return
        blank = token.start in title.breaks
        place = self._place.search(before)
        if place:
            yield Sign(LIKELY if blank else SURE, f"“{place.group()}{token.word}”只是提到")

    def _gift_before(self, before: str) -> str | None:
        """The last gift word shortly before the goods, with what stands between; 送长辈 and 送风 are none."""
        gifts = list(self._gift.finditer(before))
        if not gifts:
            return None
        gift = gifts[-1]
        gap = before[gift.end() :]
        if len(gap) > GIFT_GAP or any(char in SEPARATORS for char in gap):
            return None
        if any(other.start() <= gift.start() < other.end() for other in self._gift_exception.finditer(before)):
            return None
        return before[gift.start() :]

    def _fitted(self, title: Plain, found: Found, index: int, group: str) -> Iterable[Sign]:
        token = found.goods[index]
        start = max(0, token.start - 16, 1 + max(title.text.rfind(mark, 0, token.start) for mark in SEPARATORS))
        fits = [fit for fit in self._fit.finditer(title.text, start, token.start) if _whole(title, fit)]
        if not fits or group in self._fit_free:
            return
        fit = fits[-1]
        if self._fit_people.search(title.text, fit.end(), min(len(title.text), token.start + 2)):
            return
        if any(other.start >= fit.end() and other.end <= token.start for other in found.goods):
            return
        blank = any(fit.end() < place <= token.start for place in title.breaks)
        yield Sign(LIKELY if blank else SURE, f"“{fit.group()}…{token.word}”是适用对象")

    def _built_in(self, title: Plain, found: Found, index: int, group: str) -> Iterable[Sign]:
        """A battery or charger named after a whole device, but not attached to it, is a feature of the device."""
        if group not in self._components:
            return
        token = found.goods[index]
        for earlier in found.goods[:index]:
            names = {*earlier.meaning.aliases, *earlier.meaning.weak, *(head for head, _ in earlier.meaning.heads)}
            if names & self._components:
                return
            if _end(self._spec_links, title.text, earlier.end) < token.start:
                yield Sign(LIKELY, f"“{token.word}”是“{earlier.word}”的组成部分")
                return

    def _served(self, title: Plain, found: Found, index: int, group: str) -> Iterable[Sign]:
        """What stands after a charger, hose or regulator is what that is for."""
        if group in self._fit_free:
            return
        for place, earlier in enumerate(found.goods[:index]):
            if not self._fit_free.intersection(earlier.meaning.aliases) or list(self._before(title, earlier)):
                continue
            if found.goods[place + 1].start > earlier.end or earlier.end in title.breaks:
                yield Sign(LIKELY, f"“{earlier.word}”在前，“{found.goods[index].word}”似为适用对象")
                return

    def _incompletely(self, title: Plain) -> Iterable[Sign]:
        """A case or a set of parts without what makes it the goods."""
        found = self._incomplete.search(title.text)
        if found:
            yield Sign(SURE + 0.1, f"“{found.group()}”：不是完整的商品")

    def _wrapped(self, title: Plain, end: int) -> Iterable[Sign]:
        """Covers and bags that end the title by themselves, behind a blank, are what is sold: 移动电源 收纳包."""
        found = self._wraps.search(title.text, end)
        if found and found.start() in title.breaks:
            yield Sign(SURE, f"标题末尾卖的是“{found.group()}”")

    def _cloned(self, title: Plain, token: Token) -> Iterable[Sign]:
        before = self._clone_before.search(title.text[max(0, token.start - 5) : token.start])
        after = self._clone_after.match(title.text, token.end)
        match = before or after
        if match:
            yield Sign(SURE, f"“{match.group('word')}”：不是“{token.word}”本身")


def _any(words: Iterable[str]) -> str:
    folded = sorted({fold(word).replace(" ", "") for word in words}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) for word in folded) + ")"


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _whole(title: Plain, match: re.Match[str]) -> bool:
    word = match.group()
    return not word.isascii() or (title.word_starts(match.start()) and title.word_ends(match.end()))
