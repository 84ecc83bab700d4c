"""The one tokenizer: how text is cut for indexing and for asking, the same for every store.

Text is folded (NFKC without accents, 繁→简 character by character, case folded), then each CJK character is a token and
runs of letters and of digits are tokens of their own: `KFR-123GW` gives `kfr 123 gw`. Folding looks at one character at
a time, so that a part of a text is always cut as it is inside the whole.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

import opencc

TOKENS_VERSION = "1"
"""Changes whenever the same text would be cut otherwise: an index built by another version is built again."""

GAP = "_"
"""Stands between joined values, so that no phrase crosses from one to the next. No text gives this token."""

_SIMPLIFY = opencc.OpenCC("t2s")
# Engines split tokens of their own accord from 255 characters on; below that length they leave ours alone.
_TOKEN = re.compile(
    r"[0-9]{1,64}"
    r"|[a-zα-ωа-я]{1,64}"
    r"|(?P<cjk>[\u3005\u3007\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0002a6df])"
    r"|(?P<rare>[^\W_])"
)
_WORD = re.compile(
    r"[\"“”「」『』](?P<quoted>[^\"“”「」『』]+)[\"“”「」『』]"
    r"|(?P<plain>[^\s\"“”「」『』，。；、！？,;!?|]+)"
)


class _Folding(dict[int, str]):
    """What each character becomes, worked out once; made for `str.translate`."""

    def __missing__(self, code: int) -> str:
        plain = "".join(mark for mark in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(mark))
        plain = unicodedata.normalize("NFC", plain)
        if any(character >= "\u2e80" for character in plain):
            plain = "".join(_SIMPLIFY.convert(character) for character in plain)
        self[code] = plain.casefold()
        return self[code]


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Return the text as it is compared: one width, simplified characters, no case, no accents."""
    return text.translate(_FOLDING)


def _spelled(match: re.Match[str]) -> str:
    # A letter the engines disagree about (newer than their Unicode tables, rare scripts) becomes its code point.
    return f"u{ord(match.group()):04x}" if match.lastgroup == "rare" else match.group()


def tokens(text: str) -> tuple[str, ...]:
    """Return the text's tokens in order."""
    return tuple(_spelled(match) for match in _TOKEN.finditer(fold(text)))


def joined(text: str) -> str:
    """Return the tokens joined by blanks: what the stores index."""
    return " ".join(tokens(text))


def joined_values(values: Iterable[str]) -> str:
    """Return several values' tokens as one text with a gap between them."""
    return f" {GAP} ".join(words for words in map(joined, values) if words)


def words(query: str) -> tuple[str, ...]:
    """Return the words of what a person typed; what stands in quotes is one word."""
    return tuple(match.group("quoted") or match.group("plain") for match in _WORD.finditer(query))


def phrases(query: str) -> tuple[tuple[str, ...], ...]:
    """Return the token sequence of each word that has any, each sequence once."""
    return tuple(dict.fromkeys(phrase for phrase in map(tokens, words(query)) if phrase))


def _placed_tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each token with where it stands in the original text."""
    pieces = [_FOLDING[ord(character)] for character in text]
    origin = [place for place, piece in enumerate(pieces) for _ in piece]
    for match in _TOKEN.finditer("".join(pieces)):
        end = origin[match.end() - 1] + 1
        while end < len(pieces) and not pieces[end]:
            end += 1
        yield _spelled(match), origin[match.start()], end


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def highlight(original: str, query: str) -> list[tuple[int, int]]:
    """Return the spans of `original` that the query's words matched: in order, never touching or overlapping."""
    placed = list(_placed_tokens(original))
    sequence = [token for token, _, _ in placed]
    found: list[tuple[int, int]] = []
    for phrase in phrases(query):
        length = len(phrase)
        for first in range(len(sequence) - length + 1):
            if tuple(sequence[first : first + length]) == phrase:
                found.append((placed[first][1], placed[first + length - 1][2]))
    return _merged(found)
