"""Sentences that warn of a danger of the goods, where no label announces them."""

import re
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from config.declared import load_declared
from config.record import Record

_DECLARED = Path(__file__).with_name("warnings.toml")
_SENTENCE = re.compile(r"[^。！!；;\n]+[。！!；;]?")
_CALL = re.compile(r"\W*(?:警告|警示|危险|注意|小心|当心|warning|caution|danger)\s*[!！]", re.IGNORECASE)
_LONGEST = 300


class WarningWords(Record):
    """By what a warning sentence is recognised."""

    begins: tuple[str, ...]
    holds: tuple[str, ...]
    excludes: tuple[str, ...] = Field(alias="not")


def load_warning_words(path: Path | None = None) -> WarningWords:
    """Read the declared words. Raises DeclarationError naming the file and field."""
    return load_declared(path or _DECLARED, WarningWords)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = load_warning_words()
    holds = re.compile("|".join(map(re.escape, words.holds)), re.IGNORECASE)
    begins = re.compile(
        r"\s*(?:[*★●⚠️!！▲△【\[]|\d{1,2}[.、)])*\s*(?:" + "|".join(map(re.escape, words.begins)) + ")", re.IGNORECASE
    )
    excludes = re.compile("|".join(map(re.escape, words.excludes)), re.IGNORECASE)
    return begins, holds, excludes


def warning_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a line that warn, in order."""
    begins, holds, excludes = _patterns()
    if len(text) < 4 or not (holds.search(text) or begins.match(text)):
        return ()
    found = []
    called = ""
    for sentence in _SENTENCE.findall(text):
        sentence = called + sentence.strip()
        # 警告！ by itself calls attention to the sentence behind it.
        called = sentence if _CALL.fullmatch(sentence) else ""
        if (
            6 <= len(sentence) <= _LONGEST
            and (begins.match(sentence) or holds.search(sentence))
            and not excludes.search(sentence)
        ):
            found.append(sentence)
    return tuple(found)


def warns(text: str) -> bool:
    """Return whether a short text under a label for notes warns of the goods."""
    begins, holds, excludes = _patterns()
    return bool(begins.match(text) or holds.search(text)) and not excludes.search(text)


def of_buying(text: str) -> bool:
    """Return whether a sentence is about buying, washing or returning, whatever it warns of."""
    return bool(_patterns()[2].search(text))


def warns_of_goods(text: str) -> bool:
    """Return whether what stands under a warning label is about the goods, not about paying or returning."""
    begins, holds, excludes = _patterns()
    if not excludes.search(text):
        return True
    kept = (sentence for sentence in _SENTENCE.findall(text) if not excludes.search(sentence))
    return any(begins.match(sentence) or holds.search(sentence) for sentence in kept)
