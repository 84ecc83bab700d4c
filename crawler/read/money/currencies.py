"""The currencies declared in `currencies.toml`: their codes, signs, words and the countries whose shops use them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from config.declared import load_declared
from config.record import Record

_DECLARED = Path(__file__).with_name("currencies.toml")


class _Codes(Record):
    known: tuple[str, ...]


class Currencies(Record):
    """What is declared of currencies, each by its ISO 4217 code."""

    sign: Mapping[str, tuple[str, ...]]
    word: Mapping[str, tuple[str, ...]]
    codes: _Codes
    country: Mapping[str, tuple[str, ...]]
    """Code → endings of host names."""


@cache
def currencies() -> Currencies:
    """Return the declared currencies, read once."""
    return load_declared(_DECLARED, Currencies)
