"""Signs that an offer is outside the regulation: approval numbers of goods with their own law, cross-border sale."""

import re
from collections.abc import Sequence

from config.products.catalogue import Words
from matchers.products.text import fold

Pairs = Sequence[tuple[str, str]]
NO_VALUE = re.compile(r"^(?:|无|否|/|-+|不适用|暂无|无需|见包装|详见.*)$")


class ScopeSigns:
    """Looks for the declared signs in title and attributes."""

    def __init__(self, words: Words) -> None:
        self._numbers = tuple(re.compile(pattern) for pattern in words.exempt_numbers)
        self._labels = frozenset(fold(label) for label in words.exempt_number_labels)
        self._border_labels = frozenset(fold(label) for label in words.cross_border_labels)
        self._border_values = _signs(words.cross_border_values)
        self._border_title = _signs(words.cross_border_title)

    def exempt_number(self, title: str, attributes: Pairs) -> str | None:
        """The approval number that puts the goods under their own law, as shown."""
        for text in (title, *(value for _, value in attributes)):
            spaced = fold(text)
            tight = re.sub(r"\s+", "", spaced)
            for pattern in self._numbers:
                found = pattern.search(spaced) or pattern.search(tight)
                if found:
                    return found.group().upper()
        for label, value in attributes:
            if _label(label) in self._labels and not NO_VALUE.match(fold(value).strip()):
                return f"{label}：{value}"
        return None

    def cross_border(self, title: str, attributes: Pairs) -> bool:
        """Whether title or an attribute about trade or dispatch names a cross-border sale; 进口 alone is none."""
        if self._border_title.search(fold(title)):
            return True
        return any(
            _label(label) in self._border_labels and self._border_values.search(fold(value))
            for label, value in attributes
        )


def _signs(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("(?<![非不无])(?:" + "|".join(re.escape(fold(word)) for word in words) + ")")


def _label(text: str) -> str:
    return re.sub(r"[\s:：]+", "", fold(text))
