"""Tells whether what is written beside two equal models makes them different goods: 24V and 220V, 1.8米 and 3米."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path

from config.declared import load_declared
from config.record import Record
from matchers.names.text import tidy

WORDS_FILE = Path(__file__).with_name("variants.toml")
VOLTAGE = "voltage"
CELLS = ("charge", "current", "energy")
"""Beside one of these a voltage is an output or a cell's, not the supply that tells variants apart."""

Interval = tuple[Decimal, Decimal]
Measures = dict[str, frozenset[Interval]]


class Measure(Record):
    """Units of one kind of measure with their factors, and the labels it stands under."""

    units: dict[str, Decimal]
    labels: tuple[str, ...]


class Kinds(Record):
    """Kinds told by words: each line holds the spellings of one kind, its name first."""

    words: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]
    prefixes: dict[str, str] = {}
    assumed: tuple[str, ...] = ()


class Mains(Record):
    """The supply voltage meant where none is written, in volts."""

    low: Decimal
    high: Decimal


class VariantWordLists(Record):
    """Words beside a model that say nothing about it, and words about choices."""

    aside: tuple[str, ...]
    counts: str
    fits: tuple[str, ...]
    choices: tuple[str, ...]


class VariantWords(Record):
    """What `variants.toml` declares."""

    measures: dict[str, Measure]
    mains: Mains
    gas: Kinds
    plug: Kinds
    edition: Kinds
    words: VariantWordLists


class Described(Record):
    """A model with all that tells its variant, on one side of a comparison."""

    model: str
    beside: str = ""
    """What stands beside it in the same cell."""
    labelled: tuple[tuple[str, str], ...] = ()
    """Further (label, text) pairs about the same goods; a specification or option has the label 规格."""
    title: str = ""


@cache
def variant_words() -> VariantWords:
    """Return the shipped declaration."""
    return load_declared(WORDS_FILE, VariantWords)


@cache
def _measure_pattern() -> re.Pattern[str]:
    units = sorted({unit for measure in variant_words().measures.values() for unit in measure.units}, key=len)
    names = "|".join(re.escape(unit) for unit in reversed(units))
    number = r"\d+(?:\.\d+)?"
    return re.compile(
        rf"(?<![0-9.])(?<![A-Z][-_.])(?P<head>(?:{number}\s*(?:{names})?\s*[*×X]\s*)*)"
        rf"(?:(?P<low>{number})\s*(?:{names})?\s*[-~至]\s*)?(?P<high>{number})\s*(?P<many>万)?(?P<unit>{names})"
        rf"(?P<tail>(?:\s*[*×X]\s*{number})*)(?![A-Z0-9²³])"
    )


def fold(text: str) -> str:
    """Return text as this module compares it."""
    return tidy(text).replace("²", "2").upper()


def measures_of(text: str) -> Measures:
    """Return every measure a text states, by kind, as intervals; 300*200mm is one of the kind `sides`."""
    found: dict[str, set[Interval]] = {}
    for match in _measure_pattern().finditer(fold(text)):
        begin = match.start("head") if match["head"] else match.start("low" if match["low"] else "high")
        if begin and fold(text)[begin - 1] in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" and not _after_mark(fold(text)[:begin]):
            continue
        if match["head"]:
            sides = "x".join(re.findall(r"\d+(?:\.\d+)?", match["head"] + match["high"]))
            # Sides are equal or not: a number made of their text serves as well as the text.
            value = Decimal(int.from_bytes(sides.encode()))
            found.setdefault("sides", set()).add((value, value))
            continue
        for kind, measure in variant_words().measures.items():
            factor = measure.units.get(match["unit"])
            if factor is not None:
                factor = factor * 10000 if match["many"] else factor
                high = Decimal(match["high"]) * factor
                low = Decimal(match["low"]) * factor if match["low"] else high
                found.setdefault(kind, set()).add((min(low, high), max(low, high)))
    return {kind: frozenset(values) for kind, values in found.items()}


def _after_mark(before: str) -> bool:
    """Return whether letters right before a number are a mark of current (DC24V), not part of a model."""
    return re.search(r"(?<![A-Z])(?:AC|DC)$", before) is not None


def kinds_of(text: str, kinds: Kinds) -> frozenset[str]:
    """Return the kinds a text names by their words."""
    folded = fold(text)
    return frozenset(
        line[0] for line in kinds.words if any(_holds(folded, fold(word)) for word in line)
    )  # fmt: skip


def _holds(text: str, word: str) -> bool:
    if not word.isascii():
        # 二代 inside 第二代 is the same kind; 液化气 and 煤气 never hold each other.
        return word in text
    return re.search(rf"(?<![0-9A-Z-]){re.escape(word)}(?![0-9A-Z])", text) is not None


@cache
def _noise() -> re.Pattern[str]:
    words = variant_words()
    named = [fold(word) for kinds in (words.gas, words.plug, words.edition) for line in kinds.words for word in line]
    named += [fold(word) for word in (*words.plug.assumed, *words.words.aside)]
    counts = rf"\d+\s*[{words.words.counts}](?:/[{words.words.counts}])?装?"
    marks = r"AC|DC|\d+(?:[-/]\d+)?\s*HZ|[-~/+()\[\],;:*×=⎓\s]+"
    return re.compile("|".join([counts, *(re.escape(word) for word in sorted(named, key=len, reverse=True)), marks]))


def only_variant(text: str) -> bool:
    """Return whether a text holds nothing but measures, kinds and counts: DC24V, AC220V/50Hz, 2只装, 欧规."""
    rest = _measure_pattern().sub("", re.sub(r"(?<![A-Z])(?:AC|DC)(?=\d)", "", fold(text)))
    return not _noise().sub("", rest)


def same_variant(ours: Described, theirs: Described) -> bool:
    """Return False where anything written about the two makes them different goods.

    Two stated measures of one kind must agree. A supply voltage, gas, plug or edition beside one model must be stated
    for the other too, unless it is what is meant anyway (220 V, a plug for China).
    """
    return (
        _same_measures(ours, theirs)
        and _same_supply(ours, theirs)
        and _same_supply(theirs, ours)
        and _same_gas(ours, theirs)
        and _same_words(ours, theirs, variant_words().plug)
        and _same_words(ours, theirs, variant_words().edition)
    )


def _sources(side: Described, kind: str) -> list[frozenset[Interval]]:
    """Return what each place states of one kind: the model's cell alone where it does, else labels and title."""
    beside = measures_of(side.beside).get(kind)
    if beside:
        return [beside]
    labels = ("规格", *(variant_words().measures[kind].labels if kind in variant_words().measures else ()))
    values: set[Interval] = set()
    for label, text in side.labelled:
        if any(word in label for word in labels):
            values |= measures_of(text).get(kind, frozenset())
    places = [frozenset(values), measures_of(side.title).get(kind, frozenset())]
    return [place for place in places if place]


def _same_measures(ours: Described, theirs: Described) -> bool:
    kinds = (*variant_words().measures, "sides")
    return all(
        _overlap(left, right)
        for kind in kinds
        for left in _sources(ours, kind)
        for right in _sources(theirs, kind)
    )  # fmt: skip


def _overlap(left: Iterable[Interval], right: Iterable[Interval]) -> bool:
    others = tuple(right)
    return any(a[0] <= b[1] and b[0] <= a[1] for a in left for b in others)


def _same_supply(one: Described, other: Described) -> bool:
    """A voltage that stands alone beside one model is part of it; the other must state one, or mean the mains."""
    stated = measures_of(one.beside)
    volts = stated.get(VOLTAGE)
    if not volts or any(kind in stated for kind in CELLS) or _sources(other, VOLTAGE):
        return True
    mains = variant_words().mains
    return _overlap(volts, [(mains.low, mains.high)])


def _same_gas(ours: Described, theirs: Described) -> bool:
    left, right = _gas_beside(ours), _gas_beside(theirs)
    if left and right:
        return bool(left & right)
    if not left and not right:
        return _agree(_kinds_elsewhere(ours), _kinds_elsewhere(theirs))
    named, other = (left, theirs) if left else (right, ours)
    elsewhere = _kinds_elsewhere(other)
    return bool(elsewhere & named)


def _gas_beside(side: Described) -> frozenset[str]:
    gas = variant_words().gas
    written = kinds_of(f"{side.model} {side.beside}", gas)
    if written:
        return written
    return frozenset(kind for prefix, kind in gas.prefixes.items() if fold(side.model).startswith(prefix))


def _kinds_elsewhere(side: Described) -> frozenset[str]:
    gas = variant_words().gas
    texts = [text for label, text in side.labelled if any(word in label for word in ("规格", *gas.labels))]
    return kinds_of(" ".join([*texts, side.title]), gas)


def _agree(left: frozenset[str], right: frozenset[str]) -> bool:
    return not left or not right or bool(left & right)


def _same_words(ours: Described, theirs: Described, kinds: Kinds) -> bool:
    left, right = kinds_of(ours.beside, kinds), kinds_of(theirs.beside, kinds)
    if left == right:
        labelled = [kinds_of(" ".join(text for label, text in side.labelled if any(word in label for word in
                    kinds.labels)), kinds) for side in (ours, theirs)]  # fmt: skip
        return not kinds.labels or labelled[0] == labelled[1] or bool(left)
    return False
