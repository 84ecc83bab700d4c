"""What the names that page authors give to parts of a page (class, id) say about them."""

import re
from collections.abc import Mapping
from functools import lru_cache

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


@lru_cache(maxsize=20_000)
def words_of(name: str) -> frozenset[str]:
    """Return the words of a class attribute in lower case: parts between marks and humps, and each name whole."""
    words = {word.lower() for word in _WORD.findall(name)}
    words.update(part.lower() for part in name.split())
    return frozenset(words)


def part_words(attributes: Mapping[str, str | None]) -> frozenset[str]:
    """Return the words of an element's class and id."""
    name = attributes.get("class") or ""
    identifier = attributes.get("id")
    return words_of(f"{name} {identifier}" if identifier else name)
