"""The legal texts that rules cite: what each demands, from when, and whether a finding may rest on it."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal

from config.declared import load_declared
from config.errors import DeclarationError
from config.record import Record

LAW_FILE = Path(__file__).with_name("law.toml")

Subject = Literal["page", "goods", "shop"]
"""What a duty obliges: the sales page, the goods themselves, or the shop."""
Status = Literal["draft", "issued_not_in_force", "in_force", "repealed"]
ARTICLE_UNVERIFIED = "条款号待核"


class LawEntry(Record):
    """One duty of one legal text; whether it is in force is computed from a date and never stored."""

    id: str
    title: str
    article: str
    duty: str
    """The duty in our own words."""
    kind: Literal["draft", "issued"]
    issued_on: date | None = None
    in_force_from: date | None = None
    repealed_on: date | None = None
    source: str
    applies_to: Subject
    duty_verified: bool
    article_verified: bool

    def status(self, on: date) -> Status:
        """Return how the text stood on a day; without a known first day it is not taken to be in force."""
        if self.kind == "draft":
            return "draft"
        if self.repealed_on is not None and on >= self.repealed_on:
            return "repealed"
        if self.in_force_from is None or on < self.in_force_from:
            return "issued_not_in_force"
        return "in_force"

    @property
    def shown_article(self) -> str:
        """The article as staff see it: an unverified number says so."""
        if self.article_verified:
            return self.article
        return f"{self.article}（{ARTICLE_UNVERIFIED}）" if self.article else ARTICLE_UNVERIFIED


class LawBook(Record):
    """Every entry of one law file."""

    entries: tuple[LawEntry, ...]

    def entry(self, identifier: str) -> LawEntry:
        """Return one entry. Raises DeclarationError for an id that is not declared."""
        for entry in self.entries:
            if entry.id == identifier:
                return entry
        raise DeclarationError(f"法规依据 {identifier}：law.toml 中没有这一条")

    def standing(
        self, ids: Iterable[str], on: date | None, subject: Subject = "page", *, doubtful: bool = False
    ) -> Literal["in_force", "reference"]:
        """Return in_force only when a verified duty that obliges the finding's own subject was in force that day.

        A label duty on the goods never makes a page finding in_force. An unknown day, a doubtful regime or a product
        group of low confidence gives reference.
        """
        if on is None or doubtful:
            return "reference"
        obliging = (self.entry(identifier) for identifier in ids)
        holds = any(
            entry.applies_to == subject and entry.duty_verified and entry.status(on) == "in_force" for entry in obliging
        )
        return "in_force" if holds else "reference"


def load_law(path: Path | None = None) -> LawBook:
    """Read the law file. Raises DeclarationError naming the file and field, also for an id declared twice."""
    file = path or LAW_FILE
    book = load_declared(file, LawBook)
    seen: set[str] = set()
    for entry in book.entries:
        if entry.id in seen:
            raise DeclarationError(f"{file}：{entry.id}：重复声明")
        if entry.kind == "draft" and entry.in_force_from is not None:
            raise DeclarationError(f"{file}：{entry.id}：征求意见稿不能有施行日期")
        seen.add(entry.id)
    return book
