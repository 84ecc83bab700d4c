"""The words by which parts of a page tell of prices, of buying and of other goods, declared in `price_places.toml`."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from config.declared import load_declared
from config.record import Record


class _Places(Record):
    price: frozenset[str]
    old: frozenset[str]
    former: frozenset[str]
    now: frozenset[str]
    elsewhere: frozenset[str]
    announces: frozenset[str]
    charge: frozenset[str]
    buy: frozenset[str]
    off_shelf: frozenset[str]
    out_of_stock: frozenset[str]
    in_stock: frozenset[str]


@cache
def place_words() -> dict[str, frozenset[str]]:
    """Return the declared words about places, by their group."""
    return dict(load_declared(Path(__file__).with_name("price_places.toml"), _Places))


class PartSigns(NamedTuple):
    """What the names of a part say of the amounts in it: which groups of words they hold."""

    price: bool
    old: bool
    former: bool
    now: bool
    elsewhere: bool
    charge: bool


@lru_cache(maxsize=20_000)
def part_signs(words: frozenset[str]) -> PartSigns:
    """Return which groups of words the names of a part hold."""
    places = place_words()
    return PartSigns(*[not words.isdisjoint(places[name]) for name in PartSigns._fields])


@cache
def place_pattern(name: str, *, longer_than: int = 0) -> re.Pattern[str]:
    """Return a pattern that finds any word of a group."""
    return re.compile("|".join(re.escape(word) for word in place_words()[name] if len(word) > longer_than))
