"""How disclosures are written, declared in `disclosure.toml`: labels, words of links and images, keys of data."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from config.declared import load_declared
from config.record import Record

_DECLARED = Path(__file__).with_name("disclosure.toml")


class _Labels(Record):
    licence_number: frozenset[str]
    name: frozenset[str]
    weak_name: frozenset[str]
    address: frozenset[str]
    contact: frozenset[str]
    licence_part: frozenset[str]


class _Words(Record):
    link: tuple[str, ...]
    link_address: tuple[str, ...]
    not_link: tuple[str, ...]
    not_link_address: tuple[str, ...]
    control: str
    control_names: frozenset[str]
    licence_image: tuple[str, ...]
    permit_image: tuple[str, ...]
    known_image: tuple[str, ...]
    other_picture: tuple[str, ...]
    other_picture_file: frozenset[str]
    individual: tuple[str, ...]
    page_name: tuple[str, ...]


class DisclosureWords(Record):
    """How disclosures are written."""

    labels: _Labels
    words: _Words
    data: dict[str, frozenset[str]] = Field(default_factory=dict)


def load_disclosure_words(path: Path | None = None) -> DisclosureWords:
    """Read the declared words. Raises DeclarationError naming the file and field."""
    return load_declared(path or _DECLARED, DisclosureWords)


@lru_cache(maxsize=1)
def disclosure_words() -> DisclosureWords:
    """Return the declared words, read once."""
    return load_disclosure_words()


def says(text: str, words: Iterable[str]) -> bool:
    """Return whether a text holds one of the words, case ignored."""
    folded = text.casefold()
    for word in words:  # noqa: SIM110 - asked thousands of times a page; a generator takes twice as long
        if word in folded:
            return True
    return False
