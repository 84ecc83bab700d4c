"""What a label means: the declared ways to write 生产企业, 厂址, 型号 …, and the code that recognises them."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from config.declared import load_declared
from config.record import Record

_DECLARED = Path(__file__).with_name("labels.toml")
_NOT_WORD = re.compile(r"[\W_]+")
_BRACKETED = re.compile(r"[(（\[【〔〈<].*?[)）\]】〕〉>]")
_OPEN_BRACKET = re.compile(r"[(（\[【〔〈<]")
_JOINED = re.compile(r"[/／、|｜&+]|(?<=[\u4e00-\u9fff])(?:和|及|与|或)(?=[\u4e00-\u9fff])")
NUMBERED = re.compile(
    r"^\s*(?:\d{1,2}[.、)）．]|[①-⑳]|[(（][一二三四五六七八九十\d]{1,2}[)）]|[一二三四五六七八九十]、|[*★●◆■·•▪※-])\s*"
)
_TWO_LANGUAGES = re.compile(r"\s*(.*[\u4e00-\u9fff])\s+([A-Za-z][^\u4e00-\u9fff]*)")
"""A label and what it is called abroad: CCC证书号 CCC No."""
_LATIN = re.compile(r"[a-z0-9]+")
_CJK = re.compile(r"[\u3400-\u9fff]")
MAX_LABEL = 24
"""Letters of the longest label after folding; longer texts before a colon are sentences."""
_MIN_ENDING = 2
_INSIDE_LABEL = "()（）-—_./·"
"""Marks that may stand inside a label."""


class FieldLabels(Record):
    """How the label of one field is written."""

    id: str
    exact: tuple[str, ...]
    endings: tuple[str, ...]
    exclude: tuple[str, ...]
    weak: bool = False
    """True for labels that name the field only where no better label does (委托方, 出品商)."""
    ranks: dict[str, tuple[str, ...]] = {}
    """Rank (0 to 1) → labels that name the field less surely than rank 1."""


class _Declared(Record):
    fold: dict[str, str]
    field: tuple[FieldLabels, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """The field a label names, how surely, and the label as it was compared."""

    field: str
    rank: float
    label: str


class Vocabulary:
    """All declared labels, ready to be asked."""

    def __init__(self, declared: tuple[FieldLabels, ...], fold: dict[str, str]) -> None:
        self._fold = str.maketrans(fold)
        self.folded = lru_cache(maxsize=20_000)(self._folded)
        self._exact: dict[str, Meaning] = {}
        self._endings: dict[str, tuple[Meaning, tuple[str, ...]]] = {}
        for field in declared:
            self._declare(field)
        self._tails = frozenset(label[start:] for label in self._exact for start in range(len(label)))
        self._lasts = frozenset(label[-1] for label in (*self._exact, *self._endings))
        self._letters: dict[str, str] = {}
        self.meaning = lru_cache(maxsize=20_000)(self._meaning)

    def _declare(self, field: FieldLabels) -> None:
        base = 0.5 if field.weak else 1.0
        ranks = {self.folded(label): float(rank) for rank, labels in field.ranks.items() for label in labels}
        for label in field.exact:
            folded = self.folded(label)
            self._exact.setdefault(folded, Meaning(field.id, ranks.get(folded, base), folded))
        for label in field.endings:
            folded = self.folded(label)
            rank = min(ranks.get(folded, base), base) * 0.9
            self._endings.setdefault(folded, (Meaning(field.id, rank, folded), field.exclude))

    def _folded(self, label: str) -> str:
        """Return a label as labels are compared: NFKC, simplified, lower case, without blanks and punctuation."""
        if label.isascii():
            return label.lower() if label.isalnum() else _NOT_WORD.sub("", label.lower())
        folded = unicodedata.normalize("NFKC", label).casefold().translate(self._fold)
        return folded if folded.isalnum() else _NOT_WORD.sub("", folded)

    def spellings(self, letters: str) -> frozenset[str]:
        """Return the Chinese letters that are compared as any of some folded letters: these and their other forms."""
        plain = frozenset(filter(_CJK.match, letters))
        return plain.union(chr(other) for other, letter in self._fold.items() if plain.issuperset(letter))

    def simplified(self, text: str) -> str:
        """Return a text with the letters of the declared labels in their simplified form."""
        return text if text.isascii() else text.translate(self._fold)

    def exact(self, folded: str) -> Meaning | None:
        """Return the meaning of an already folded label that is declared as it stands."""
        return self._exact.get(folded)

    def _meaning(self, label: str) -> Meaning | None:
        """Return what a label as it stands on a page means, or None where it is not declared."""
        if len(label) > 3 * MAX_LABEL:
            return None
        folded = self.folded(label)
        if not folded or (folded[-1] not in self._lasts and not _OPEN_BRACKET.search(label)):
            return None
        return self._exact.get(folded) or self._without_extras(label) or self._by_ending(folded)

    def _without_extras(self, label: str) -> Meaning | None:
        """Try the label without numbering, brackets, or as joined parts or languages that mean the same."""
        bare = NUMBERED.sub("", label)
        if bare != label and (found := self._exact.get(self.folded(bare))):
            return found
        outside = _BRACKETED.sub("", bare)
        if outside != bare and (folded := self.folded(outside)) and (found := self._exact.get(folded)):
            return found
        parts = [self.folded(part) for part in _JOINED.split(outside)]
        if len(parts) > 1 and (found := self._common(parts)):
            return found
        if (both := _TWO_LANGUAGES.fullmatch(outside)) and (found := self._common([*map(self.folded, both.groups())])):
            return found
        folded = self.folded(outside)
        latin, native = "".join(_LATIN.findall(folded)), "".join(_CJK.findall(folded))
        if latin and native and (found := self._exact.get(native)):
            other = self._exact.get(latin)
            return found if other is not None and other.field == found.field else None
        return None

    def _common(self, parts: list[str]) -> Meaning | None:
        meanings = [self._exact.get(part) for part in parts if part]
        known = [meaning for meaning in meanings if meaning is not None]
        if not known or len(known) < len(meanings):
            return None
        if all(meaning.field == known[0].field for meaning in known):
            return known[0]
        # 生产者/经营者: beside who sells, who makes is what is judged.
        makers = [meaning for meaning in known if meaning.field == "maker"]
        sellers = all(meaning.field in ("maker", "seller", "subject", "shop") for meaning in known)
        return makers[0] if makers and sellers else None

    def _by_ending(self, folded: str) -> Meaning | None:
        if len(folded) > MAX_LABEL:
            return None
        for start in range(1, len(folded) - _MIN_ENDING + 1):
            found = self._endings.get(folded[start:])
            if found is None:
                continue
            meaning, exclude = found
            if any(word in folded for word in exclude):
                return None
            return Meaning(meaning.field, meaning.rank, folded)
        return None

    def is_excluded(self, label: str) -> bool:
        """Return whether a label ends like a field's and is declared not to be it (电池型号, 适用型号)."""
        folded = self.folded(label)
        for start in range(1, len(folded) - _MIN_ENDING + 1):
            found = self._endings.get(folded[start:])
            if found is not None:
                return any(word in folded for word in found[1])
        return False

    def known_tail(self, text: str) -> tuple[int, Meaning] | None:
        """Return where the longest declared label that ends `text` begins, and its meaning; None where none does.

        Blanks inside a Chinese label (`厂　　址`) do not matter.
        """
        compact = ""
        found: tuple[int, Meaning] | None = None
        for start in range(len(text) - 1, -1, -1):
            character = text[start]
            folded = self._letters.get(character)
            if folded is None:
                folded = self._letters[character] = self.folded(character)
            if not folded:
                # 公司　地址：… is the label 地址 behind a value, not 公司地址.
                if (character.isspace() and found is None) or character in _INSIDE_LABEL:
                    continue
                break
            compact = folded + compact
            if compact not in self._tails:
                break
            meaning = self._exact.get(compact)
            if meaning is not None and _starts_word(text, start):
                found = (start, meaning)
        return found


def _starts_word(text: str, start: int) -> bool:
    """Return whether a Latin label begins at a word's beginning ("item" does not begin inside "kitem")."""
    if start == 0 or not text[start].isascii() or not text[start].isalnum():
        return True
    before = text[start - 1]
    return not (before.isascii() and before.isalnum())


def load_vocabulary(path: Path | None = None) -> Vocabulary:
    """Read the declared labels. Raises DeclarationError naming the file and field."""
    declared = load_declared(path or _DECLARED, _Declared)
    return Vocabulary(declared.field, declared.fold)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the vocabulary that ships with the product, loaded once."""
    return load_vocabulary()
