"""Reads amounts of money out of text: which are prices and of what kind, and why there is none."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from config.declared import load_declared
from config.record import Record
from crawler.read.money.currencies import currencies
from crawler.read.money.numerals import CHINESE_NUMERAL, MULTIPLIERS, parse_chinese, parse_number

AmountKind = Literal[
    "list", "sale", "final", "member", "deposit", "balance", "instalment", "unit", "none", "single", "group", "rent"
]
"""`none` marks money that is no price of the goods (postage, deductions); `single` and `group` are 单买 and 拼单."""

_CONTEXT = 24
"""Characters before an amount in which a word can say what it is."""
_FOLLOWING = 8
_LONGEST = 400
"""Prices stand in short texts; what is longer is cut, so that no text costs more than its beginning."""
_NUMBER = r"\d{1,3}(?:[ \u00a0'’]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d[\d,]*\d(?:\.\d+)?|\d+(?:[.,]\d+)*|\.\d{1,2}"
_MULTIPLIER = (
    r"(?:\s?(?:[万萬亿億]|[千仟百佰](?=[元块圆塊圓多余左起美港日欧英人]|[^\u4e00-\u9fff]|$))"
    r"|[wW](?![a-zA-Z0-9])|[kK](?![a-zA-Z0-9]))?"
)
_NOT_MONEY_AFTER = re.compile(
    r"^\s*(?:mAh|mah|[%％折]|[件人次条个位名款种](?![/元])|评价|付款|[xX×*]\s*\d|(?:cm|mm|ml|kg|mg|g|L|W|V|A|Hz|GB|TB|寸|英寸|年|月|日|天|小时|分钟|期)\b|[:：]\d)"
)
_BEHIND_NUMBER = re.compile(r"^.*\d", re.DOTALL)
_LONG_FORM = re.compile(r"(?<=[\u4e00-\u9fff])价格")
_GLUED_BEFORE = re.compile(r"[A-Za-z0-9_#-]$")
_UNKNOWN_SIGN = re.compile(r"[^\W\d_]{0,5}[.\s]*\d[\d.,' ]*\s?[^\W\d_]{0,5}\.?")
_SURCHARGE = re.compile(r"(?<!\d)[+＋]\s?$|\(\s?[-−–]\s?$")
_CODE_AFTER = re.compile(r"[A-Za-z_#]|-[A-Za-z\d]")
_GLUED_AFTER = re.compile(r"^[A-Za-z_#]")
_PER = re.compile(
    r"^\s*(?:元|块|圆)?\s*(?:/|每(?!满|滿|人|单|位|买|购|户|账|笔)|／)\s*(?P<per>\d*\.?\d*\s*(?:[a-zA-Z]{1,6}\b|[㎡\u4e00-\u9fff]{1,3}))"
)
_OF_TIME = re.compile(r"\d*\s*(?:天|日|晚|夜|小时|周|星期|年|day|night|hour|hr|week|wk)s?", re.IGNORECASE)
_INSTALMENTS = re.compile(r"^\s*(?:元)?\s*[xX×*]\s*(?P<periods>\d{1,2})\s*(?:期|个月|months?|payments?)")
_RANGE = re.compile(r"^\s*(?:元|块)?\s*(?:\(含\)\s*)?(?:--?|—{1,2}|–|~|～|至|到|to)\s*$")
_MASKED = re.compile(
    r"[¥$€£]\s*(?:\d*[?●○■□]|\d*\*{2,}|\*\d|\d*[xX]{2,}|\d+[xX]\.\d)[?●○■□*xX\d.]*|\d[?●○■□]+\d?(?=元)|[?*●○■□]+\d*(?:\.\d+)?元"
)
_MASK = frozenset("?？*＊xX●○■□")
_SPLIT_AFTER_SIGN = re.compile(r"(?<=[¥$€£])\s+(?=[\d.])")
_SPLIT_DIGITS = re.compile(r"(?<![\d.,])(\d{1,2})((?:\s\d)+(?:\s?\.\s?\d{1,2})?|(?:\s\d{1,2})\.\d{1,2})(?!\d)")
_SPLIT_POINT = re.compile(r"(?<=\d)\s*(\.)\s*(?=\d{1,2}(?!\d))")
_CENTS_APART = re.compile(r"^(\d{1,6})(?:, (?=\d\d\s?[A-Za-z€₺]{1,3}$)|(€) (?=\d\d$))(\d\d)(.*)$")
"""Cents behind a blank: 118, 99 TL and 1250€ 60."""
_OF_A_THOUSAND = frozenset({"KWD", "BHD", "OMR", "JOD", "TND", "IQD", "LYD"})
"""Currencies with three decimals (ISO 4217): 423.923 KD is not a thousand times as much."""
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount of money in a text."""

    value: Decimal
    kind: AmountKind
    currency: str | None
    """ISO 4217, None where the text names none."""
    text: str
    high: Decimal | None = None
    """Upper end where the amount is a range."""
    starting: bool = False
    """True where the text says "from" (起)."""
    per: str | None = None
    """What the amount is for: 米, 个, 100g."""
    periods: int | None = None
    """How often an instalment is paid."""


@dataclass(frozen=True, slots=True)
class PriceText:
    """What one text says about the price of one thing."""

    price: Decimal | None
    price_max: Decimal | None
    kind: Literal["sale", "final"] | None
    starting: bool
    currency: str | None
    list_price: Decimal | None
    per: str | None
    amounts: tuple[Amount, ...]
    reason: str | None
    """Why there is no price; set exactly when `price` is None."""


class _WordList(Record):
    words: tuple[str, ...]


class _Members(Record):
    who: tuple[str, ...]
    how: tuple[str, ...]


class _Declared(Record):
    before: Mapping[AmountKind, tuple[str, ...]]
    after: Mapping[AmountKind, tuple[str, ...]]
    starting: _WordList = Field(alias="from")
    promotion: _WordList
    members: _Members
    reasons: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Words:
    before: dict[str, AmountKind]
    members: _Members
    after: tuple[tuple[str, AmountKind], ...]
    starting: tuple[str, ...]
    promotion: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]


@cache
def _words() -> _Words:
    declared = load_declared(Path(__file__).with_name("price_words.toml"), _Declared)
    before = [(word.lower(), kind) for kind, words in declared.before.items() for word in words]
    after = [(word.lower(), kind) for kind, words in declared.after.items() for word in words]
    return _Words(
        before=dict(before),
        members=declared.members,
        after=tuple(sorted(after, key=lambda pair: -len(pair[0]))),
        starting=declared.starting.words,
        promotion=declared.promotion.words,
        reasons=tuple((word, reason) for reason, words in declared.reasons.items() for word in words),
    )


@cache
def _currencies() -> tuple[dict[str, str], dict[str, str]]:
    declared = currencies()
    codes = {code: code for code in declared.codes.known}
    signs = {_fold(sign): code for code, all_signs in declared.sign.items() for sign in all_signs}
    words = {_fold(word): code for code, all_words in declared.word.items() for word in all_words}
    return {**codes, **signs}, {**codes, **words}


@dataclass(frozen=True, slots=True)
class _Hit:
    """One number in a text with the currency signs beside it."""

    start: int
    end: int
    text: str
    number: str | None
    multiplier: str
    sign: str | None
    word: str | None
    hanzi: str | None = None
    cents: str = ""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a sign before, a word after, and an amount in Chinese numerals."""
    signs, words = _currencies()
    sign = "|".join(_bounded(sign, before=True) for sign in sorted(signs, key=len, reverse=True))
    word = "|".join(_bounded(word, before=False) for word in sorted(words, key=len, reverse=True))
    return (
        re.compile(rf"(?P<sign>{sign})\s?$"),
        re.compile(rf"\s?(?P<word>{word})"),
        re.compile(
            rf"(?P<sign>{sign})?(?P<hanzi>{CHINESE_NUMERAL})\s?(?P<word>{word})"
            rf"(?P<cents>(?:[零一二两三四五六七八九\d]角)?(?:[零一二两三四五六七八九\d]分)?)"
        ),
    )


@cache
def _marks() -> tuple[frozenset[str], frozenset[str]]:
    """Return the characters that signs end with and that words begin with."""
    signs, words = _currencies()
    return frozenset(sign[-1] for sign in signs), frozenset(word[0] for word in words)


_COUNT = re.compile(rf"(?P<number>(?<![\d.])(?:{_NUMBER}))(?P<multiplier>{_MULTIPLIER})")
_HANZI = re.compile(rf"{CHINESE_NUMERAL}\s?(?:元|块|圆|\w?币|\w+元|英镑|卢布|泰铢|瑞士|RMB)")
_LONGEST_SIGN = 8
_NEXT_SIGN = re.compile(r"\s[¥$€£]\d")
_SPREAD = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


def spells_amount(text: str) -> bool:
    """Return whether a text holds an amount of money spelled in Chinese numerals."""
    return _HANZI.search(text) is not None


def _hits(text: str) -> list[_Hit]:
    before, after, numeral = _patterns()
    last_marks, first_marks = _marks()
    hits: list[_Hit] = []
    last = 0
    for found in _COUNT.finditer(text):
        start, end = found.span()
        ahead = text[max(last, start - _LONGEST_SIGN) : start]
        sign = before.search(ahead) if ahead and ahead.rstrip()[-1:] in last_marks else None
        word = after.match(text, end) if text[end : end + 2].lstrip()[:1] in first_marks else None
        begin = start - len(sign.group()) if sign else start
        if word and _NEXT_SIGN.match(text, end):
            # SA1 £29.00: the sign behind the blank is the next amount's.
            word = None
        stop = word.end() if word else end
        hits.append(
            _Hit(
                begin,
                stop,
                text[begin:stop].strip(),
                found.group("number"),
                found.group("multiplier").strip(),
                sign.group("sign") if sign else None,
                word.group("word") if word else None,
            )
        )
        last = stop
    if _HANZI.search(text):
        taken = [(hit.start, hit.end) for hit in hits]
        for found in numeral.finditer(text):
            if found["cents"]:
                # 一百二十三元1角1分: the digits behind the numeral are its own.
                first = found.start("cents")
                hits = [hit for hit in hits if not first <= hit.start < found.end()]
                taken = [(hit.start, hit.end) for hit in hits]
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            hits.append(
                _Hit(
                    found.start(),
                    found.end(),
                    found.group(),
                    None,
                    "",
                    found.group("sign"),
                    found.group("word"),
                    found.group("hanzi"),
                    found.group("cents") or "",
                )
            )
        hits.sort(key=lambda hit: hit.start)
    return hits


def _bounded(sign: str, *, before: bool) -> str:
    """Escape a sign; one of letters must not be the tail or head of a longer word."""
    text = re.escape(sign)
    if before and sign[0].isascii() and sign[0].isalpha():
        return rf"(?<![A-Za-z]){text}"
    if not before and sign[-1].isalpha() and sign[-1] < "\u0530":
        return rf"{text}(?![A-Za-z])"
    if not before and sign in ("元", "块", "圆"):
        # 元 of 元素, 块 of 5块装 are no money.
        return rf"{text}(?![素件气宵旦装入])"
    return text


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=10_000)
def normalise_price_text(text: str) -> str:
    """Return `text` half-width, blanks folded and digits that a page split over elements joined again."""
    text = _BLANK.sub(" ", _fold(text[:_LONGEST])).replace("￥", "¥").replace("。", ".") if text else ""
    if " " not in text:
        return text
    text = _CENTS_APART.sub(r"\1.\3\2\4", text)
    text = _SPLIT_AFTER_SIGN.sub("", text)
    text = _SPLIT_POINT.sub(r"\1", text)
    return _SPLIT_DIGITS.sub(lambda found: _BLANK.sub("", found.group()), text)


@lru_cache(maxsize=10_000)
def find_amounts(text: str, *, currency: str | None = None, bare: bool = False) -> tuple[Amount, ...]:
    """Return the amounts of money in `text` in order; with `bare` also numbers without any currency sign."""
    return _amounts_of(normalise_price_text(text), currency=currency, bare=bare)


def _amounts_of(text: str, *, currency: str | None, bare: bool) -> tuple[Amount, ...]:
    found: list[tuple[Amount, int, int, bool]] = []
    hits = _hits(text)
    for position, hit in enumerate(hits):
        following = text[hit.end : hit.end + _FOLLOWING]
        amount = _amount(hit, text, following, default=currency, bare=bare)
        if amount is None and not _is_range_end(hits, position, text):
            continue
        if amount is None:
            value = _value(hit, chinese=True)
            if value is None:
                continue
            amount = Amount(value, "sale", currency, hit.text)
        found.append((amount, hit.start, hit.end, bool(hit.sign or hit.word)))
    # Beside an amount with its currency a naked number is a count or a size: 3 Hefte für 14,85 €.
    if any(signed and amount.high is None for amount, _start, _end, signed in found):
        found = [entry for index, entry in enumerate(found) if entry[3] or _touches_range(text, found, index)]
    return tuple(_join_ranges(text, found))


def _touches_range(text: str, found: Sequence[tuple[Amount, int, int, bool]], index: int) -> bool:
    if index + 1 < len(found) and _RANGE.match(text[found[index][2] : found[index + 1][1]]):
        return True
    return index > 0 and bool(_RANGE.match(text[found[index - 1][2] : found[index][1]]))


def _is_range_end(hits: Sequence[_Hit], position: int, text: str) -> bool:
    """Return whether an amount without a sign is one end of a range whose other end has one: 19.9-89元, ¥19.9~89."""
    hit = hits[position]
    if hit.number is None:
        return False
    if position > 0 and (hits[position - 1].sign or hits[position - 1].word):
        between = text[hits[position - 1].end : hit.start]
        if _RANGE.match(between) and not re.match(r"[A-Za-z_#%％折]", text[hit.end :].lstrip()):
            return True
    if position + 1 >= len(hits):
        return False
    following = hits[position + 1]
    return bool(_RANGE.match(text[hit.end : following.start]) and (following.word or following.sign))


def _amount(hit: _Hit, text: str, following: str, *, default: str | None, bare: bool) -> Amount | None:
    sign, word = hit.sign, hit.word
    kind, labelled = _kind_before(text, hit.start)
    if _SURCHARGE.search(text[max(0, hit.start - 3) : hit.start]):
        kind = "none"
    signed = bool(sign or word)
    if not signed and (kind == "none" or not (bare or labelled) or _NOT_MONEY_AFTER.match(following)):
        return None
    if not signed and _is_glued(hit, text, following):
        return None
    code = _currency_of(sign, word) or default
    value = _value(hit, chinese=code in (None, "CNY", *_OF_A_THOUSAND))
    if value is None or (sign and not word and _is_code(sign, following)):
        return None
    per_found = _PER.match(following)
    instalments = _INSTALMENTS.match(following)
    if kind != "none":
        kind = _kind_after(following) or kind
    if instalments:
        periods = int(instalments.group("periods"))
        return Amount(value, "instalment", code, (hit.text + instalments.group()).strip(), periods=periods)
    per = None
    if per_found and kind != "none":
        per = per_found.group("per").strip()
        kind = "instalment" if per[-1] in "期月" or per.lower() in ("mo", "month", "mth") else "unit"
        if _OF_TIME.fullmatch(per):
            # What is paid by the day is a rent, and not what the goods cost.
            kind = "rent"
    starting = bool(re.match(r"\s*起(?![送批订售拍购包])", following)) or _starts(text, hit.start)
    return Amount(value, kind, code, hit.text, starting=starting, per=per)


def _is_glued(hit: _Hit, text: str, following: str) -> bool:
    """Return whether a naked number is part of a word or code; a short unknown sign (Kshs1,200) is none."""
    if _UNKNOWN_SIGN.fullmatch(text.strip()):
        return False
    return bool(_GLUED_AFTER.match(following) or _GLUED_BEFORE.search(text[max(0, hit.start - 1) : hit.start]))


def _is_code(sign: str, following: str) -> bool:
    """Return whether letters, digits and more letters make a code (RM2035B), no amount in a currency of letters."""
    return sign.isascii() and sign.isalpha() and bool(_CODE_AFTER.match(following))


@lru_cache(maxsize=10_000)
def _kind_after(following: str) -> AmountKind | None:
    """Return the kind that the words behind an amount give it: 20元优惠券, 179元到手."""
    following = following.strip().lower()
    for word, kind in _words().after:
        if following.startswith(word):
            rest = following[len(word) :].lstrip(" 价:")
            return None if (kind in _LEADING or word in _OF_CARRIAGE) and re.match(r"[¥$€£\d]", rest) else kind
    return None


_OF_CARRIAGE = frozenset({"运费", "邮费"})
_LEADING = frozenset({"final", "single", "group"})
"""Kinds whose words lead an amount right behind them rather than follow the one before: ¥15.8 单买价 ¥18.8."""


def _value(hit: _Hit, *, chinese: bool) -> Decimal | None:
    if hit.hanzi is not None:
        value = parse_chinese(hit.hanzi)
        return value if value is None else value + _cents(hit.cents)
    value = parse_number(hit.number or "", decimal_point=chinese or bool(hit.multiplier))
    if value is not None and hit.multiplier:
        value = value * MULTIPLIERS[hit.multiplier.lower()]
    return value


def _cents(text: str) -> Decimal:
    total = Decimal(0)
    for digit, unit in re.findall(r"(.)([角分])", text):
        number = Decimal(digit) if digit.isdigit() and digit.isascii() else (parse_chinese(digit) or Decimal(0))
        total += number / (10 if unit == "角" else 100)
    return total


def _currency_of(sign: str | None, word: str | None) -> str | None:
    signs, words = _currencies()
    for text, table in ((word, words), (sign, signs)):
        if text and text in table and text not in ("元", "$", "圆", "圓"):
            return table[text]
    if sign and sign in signs:
        return signs[sign]
    return words.get(word or "")


def currency_of_sign(sign: str) -> str | None:
    """Return the currency a sign stands for by itself, as ISO 4217."""
    return _currency_of(_fold(sign), None)


def _kind_before(text: str, start: int) -> tuple[AmountKind, bool]:
    """Return the kind that the words before an amount give it, and whether any word did."""
    return _kind_of(text[max(0, start - _CONTEXT) : start].lower())


@lru_cache(maxsize=10_000)
def _kind_of(context: str) -> tuple[AmountKind, bool]:
    # A word belongs to the next amount after it, so what stands before an earlier amount is not looked at.
    context = _LONG_FORM.sub("价", _SPREAD.sub("", _BEHIND_NUMBER.sub("", context)))
    last: str | None = None
    for found in _before_pattern().finditer(context):
        last = found.group()
    return (_words().before.get(last, "member"), True) if last is not None else ("sale", False)


@cache
def _before_pattern() -> re.Pattern[str]:
    words = sorted(_words().before, key=len, reverse=True)
    members = _words().members
    who, how = ("|".join(map(_whole, sorted(group, key=len, reverse=True))) for group in (members.who, members.how))
    return re.compile("|".join([rf"(?:{who})(?:{how})*价", *map(_whole, words)]))


def _whole(word: str) -> str:
    """Escape a word in lower case; one of letters must not be the tail of a longer one."""
    return rf"(?<![a-z0-9]){re.escape(word)}" if word[0].isascii() else re.escape(word)


def _starts(text: str, start: int) -> bool:
    context = text[max(0, start - _CONTEXT) : start].lower().rstrip(" :：")
    return context.endswith(_words().starting) and _starting_pattern().search(context) is not None


@cache
def _starting_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:^|\W)(?:{'|'.join(map(re.escape, _words().starting))})$")


def _join_ranges(text: str, found: list[tuple[Amount, int, int, bool]]) -> Iterable[Amount]:
    skip = False
    for position, (amount, _start, end, signed) in enumerate(found):
        if skip:
            skip = False
            continue
        if position + 1 < len(found):
            following, next_start, next_end, _ = found[position + 1]
            if _RANGE.match(text[end:next_start]) and following.value > 0:
                low = amount.value
                # 1-5万元: the multiplier at the end belongs to both.
                last = text[next_start:next_end]
                factor = _shared_factor(text[_start:end], last)
                if factor and low < following.value:
                    low *= factor
                if low <= following.value:
                    kind = amount.kind if signed or amount.kind != "sale" else following.kind
                    if following.kind == "unit":
                        kind = "unit"
                    yield replace(
                        amount,
                        value=low,
                        high=following.value,
                        kind=kind,
                        currency=following.currency or amount.currency if not signed else amount.currency,
                        text=text[_start:next_end].strip(),
                        per=following.per,
                        starting=following.starting,
                    )
                    skip = True
                    continue
        yield amount


def _shared_factor(first: str, last: str) -> int | None:
    pattern = re.compile(r"[\d.]\s?([万萬亿億千仟百佰wWkK])")
    found = pattern.search(last)
    return MULTIPLIERS[found.group(1).lower()] if found and not pattern.search(first) else None


def read_price_text(text: str, *, currency: str | None = None, bare: bool = False) -> PriceText:
    """Return what one text says about a price: what any buyer pays now, its kind, and why there is none."""
    normal = normalise_price_text(text)
    amounts = () if _MASKED.search(normal) else _amounts_of(normal, currency=currency, bare=bare)
    return settle(amounts, reason_in(normal) or "not_shown")


def split_price(text: str) -> tuple[str, PriceText] | None:
    """Return what stands before the amounts a text ends with, and what they say: 1.8L 绿色 | 售价￥119.00.

    None where a text ends with none, or holds nothing else.
    """
    normal = normalise_price_text(text)
    places: list[tuple[int, int, Amount]] = []
    cursor = 0
    for amount in _amounts_of(normal, currency=None, bare=False):
        start = normal.find(amount.text, cursor)
        if start < 0:
            return None
        cursor = start + len(amount.text)
        places.append((start, cursor, amount))
    if not places or not _BEHIND_PRICE.fullmatch(normal[places[-1][1] :]):
        return None
    first = len(places) - 1
    while first and not _without_kind(normal[places[first - 1][1] : places[first][0]]):
        first -= 1
    before = normal[: places[first][0]]
    head = text[: len(before)] if normalise_price_text(text[: len(before)]).rstrip() == before.rstrip() else before
    head = _without_kind(head)
    return (head, settle([amount for _start, _end, amount in places[first:]], "")) if head else None


_BEHIND_PRICE = re.compile(r"\s*(?:[/每][^\W\d_]{1,3}|起)?[\s)\]】]*")
_JOINTS = " \t:：,，;；|/-–—=(（[【·•+＋~"


def _without_kind(text: str) -> str:
    """Return a text without the word at its end that says what amount follows, and what joins both."""
    text = text.rstrip(_JOINTS)
    words = [found.span() for found in _before_pattern().finditer(text.lower())]
    if not words or words[-1][1] < len(text):
        return text.strip(" ")
    return text[: words[-1][0]].strip(_JOINTS)


def masked_kind(text: str) -> AmountKind | None:
    """Return the kind of the amount whose digits a text hides (￥？？9, ¥1**), or None where it hides none."""
    if _MASK.isdisjoint(text):
        return None
    normal = normalise_price_text(text)
    found = _MASKED.search(normal)
    return _kind_before(normal, found.start())[0] if found else None


def names_promotion(text: str) -> bool:
    """Return whether a label calls its amount a price for the time being: 活动价, 限时秒杀价."""
    return text.lower().rstrip(" :：").endswith(_words().promotion)


def reason_in(text: str) -> str | None:
    """Return why a text shows no price, where it says so."""
    if masked_kind(text) is not None:
        return "masked"
    lowered = text.lower()
    return next((reason for word, reason in _words().reasons if word in lowered), None)


def settle(amounts: Sequence[Amount], reason: str) -> PriceText:
    """Choose among the amounts said of one thing; `reason` is why there is no price when none of them is one."""
    lists = [amount.value for amount in amounts if amount.kind == "list"]
    chosen = _payable(amounts)
    if chosen is None:
        return PriceText(None, None, None, False, None, max(lists, default=None), None, tuple(amounts), reason)
    price, high, kind, amount = chosen
    list_price = max((value for value in lists if value > price), default=None)
    return PriceText(price, high, kind, amount.starting, amount.currency, list_price, amount.per, tuple(amounts), None)


def _payable(
    amounts: Sequence[Amount],
) -> tuple[Decimal, Decimal, Literal["sale", "final"], Amount] | None:
    by_kind: dict[str, list[Amount]] = {}
    for amount in amounts:
        by_kind.setdefault(amount.kind, []).append(amount)
    for kinds in (("group",), ("sale",), ("single",)):
        if found := [amount for kind in kinds for amount in by_kind.get(kind, ())]:
            return _span(found, "sale")
    deposits, balances = by_kind.get("deposit", []), by_kind.get("balance", [])
    if deposits and balances:
        full = deposits[0].value + balances[0].value
        return full, full, "sale", deposits[0]
    for amount in by_kind.get("instalment", ()):
        if amount.periods:
            total = amount.value * amount.periods
            return total, total, "sale", amount
    for kind in ("unit", "final"):
        if found := by_kind.get(kind, []):
            return _span(found, "final" if kind == "final" else "sale")
    return _span(by_kind["list"], "sale") if "list" in by_kind else None


def _span(
    found: Sequence[Amount], kind: Literal["sale", "final"]
) -> tuple[Decimal, Decimal, Literal["sale", "final"], Amount]:
    lowest = min(found, key=lambda amount: amount.value)
    highest = max(amount.high if amount.high is not None else amount.value for amount in found)
    return lowest.value, highest, kind, lowest
