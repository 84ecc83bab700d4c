"""How many units a price buys: pack counts, lengths, weights, areas read from a title and the chosen variant."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from config.declared import load_declared
from config.record import Record

WORDS_FILE = Path(__file__).with_name("words.toml")

NUMERALS = {
    "一": 1,
    "单": 1,
    "二": 2,
    "两": 2,
    "双": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
NUMBER = r"\d+(?:\.\d+)?"
COUNT = r"\d{1,5}|[一单二两三四五六七八九十]"
TIMES = r"[x×*]"
SIDE = re.compile(
    rf"({NUMBER})\s*(米|m|厘米|cm|毫米|mm)?\s*{TIMES}\s*({NUMBER})\s*(米|m|厘米|cm|毫米|mm)(?:\s*{TIMES}\s*({NUMBER})\s*(米|m|厘米|cm|毫米|mm))?"
)
SIDE_METRES = {"米": "1", "m": "1", "厘米": "0.01", "cm": "0.01", "毫米": "0.001", "mm": "0.001"}
BUY_GIVE = re.compile(rf"买\s*({COUNT})\s*(?:[\u4e00-\u9fff])?\s*[送赠]\s*({COUNT})(?!\d)")
CHOICE = re.compile(r"\d+\s*[/、~～至-]\s*\d+(?:\s*[/、]\s*\d+)*\s*(?=[\u4e00-\u9fffa-z])")


class PriceWords(Record):
    """The word lists of `words.toml`."""

    excluded: tuple[str, ...]
    unreadable: tuple[str, ...]
    containers: tuple[str, ...]
    single: tuple[str, ...]
    pieces: dict[str, tuple[str, ...]]
    measures: dict[str, dict[str, Decimal]]


@lru_cache(maxsize=1)
def price_words() -> PriceWords:
    """Return the shipped word lists."""
    return load_declared(WORDS_FILE, PriceWords)


def fold(text: str) -> str:
    """Return text as the patterns expect it: NFKC, lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def excluded_word(texts: Iterable[str]) -> str | None:
    """Return the word by which a price is not an ordinary price of the goods (二手, 定金, 补差 …), None without one."""
    joined = "\n".join(fold(text) for text in texts)
    return next((word for word in price_words().excluded if word in joined), None)


def quantity(unit: str, option_text: str, title: str) -> Decimal | None:
    """Return how many units the price buys; None where the text does not tell, or tells several things.

    What the chosen variant says goes before what the title says.
    """
    for text in (fold(option_text), fold(title)):
        found = _amounts(unit, text)
        if len(found) == 1:
            return found.pop()
        if found:
            return None
    words = price_words()
    joined = fold(f"{option_text} {title}")
    if unit not in words.single or any(word in joined for word in words.unreadable):
        return None
    return Decimal(1)


def _amounts(unit: str, text: str) -> set[Decimal]:
    """Return every different quantity a text names."""
    words = price_words()
    if unit in words.pieces:
        return _counts(unit, text)
    if unit in words.measures:
        return _measured(unit, text)
    return set()


def _count(text: str) -> int:
    return NUMERALS[text] if text in NUMERALS else int(text)


def _counts(unit: str, text: str) -> set[Decimal]:
    pieces = "|".join(price_words().pieces[unit])
    found: set[int] = set()
    for bought, given in BUY_GIVE.findall(text):
        found.add(_count(bought) + _count(given))
    if found:
        return {Decimal(number) for number in found}
    packed = re.findall(rf"({COUNT})\s*(?:{pieces})?\s*装(?!修|饰|置|载|备|配|卸|机|甲)", text)
    times = re.findall(rf"{TIMES}\s*(\d{{1,4}})\s*(?:{pieces})(?![a-z])", text)
    bare = re.findall(rf"(?<![\d.\-a-z])(\d{{1,4}})\s*(?:{pieces})(?![孔位口插芯档月年a-z])", text)
    worded = re.findall(rf"(?<![\u4e00-\u9fff])([单一两])\s*(?:{pieces})(?![\u4e00-\u9fffa-z])", text)
    found = {_count(number) for number in (*packed, *times, *bare, *worded)}
    if CHOICE.search(text) and found:
        found.add(0)
    return {Decimal(number) for number in found if number or len(found) > 1}


def _measured(unit: str, text: str) -> set[Decimal]:
    table = price_words().measures[unit]
    names = "|".join(sorted((re.escape(name) for name in table), key=len, reverse=True))
    found = {
        Decimal(number) * table[name]
        for number, name in re.findall(rf"(?<![\d.])({NUMBER})\s*({names})(?!(?!x\d)[a-z²³0-9平立方])", text)
    }
    if not found and unit in ("m2", "m3"):
        found = set(_sides(unit, text))
    found.discard(Decimal(0))
    if len(found) != 1:
        return found
    containers = "|".join(price_words().containers)
    multiples = {_count(number) for number in re.findall(rf"{TIMES}\s*(\d{{1,3}})\s*(?:{containers})", text)}
    multiples |= {_count(number) for number in re.findall(rf"(?<![\d.])({COUNT})\s*(?:{containers})装?(?![a-z])", text)}
    return {amount * multiple for amount in found for multiple in multiples} if multiples else found


def _sides(unit: str, text: str) -> Iterable[Decimal]:
    for first, first_unit, second, second_unit, third, third_unit in SIDE.findall(text):
        metres = [
            Decimal(first) * Decimal(SIDE_METRES[first_unit or second_unit]),
            Decimal(second) * Decimal(SIDE_METRES[second_unit]),
        ]
        if third:
            metres.append(Decimal(third) * Decimal(SIDE_METRES[third_unit]))
        if unit == "m2" and len(metres) == 2:
            yield metres[0] * metres[1]
        if unit == "m3" and len(metres) == 3:
            yield metres[0] * metres[1] * metres[2]
