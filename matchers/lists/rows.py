"""One row of an official list as kept, and what one import gave."""

import hashlib
from datetime import date, datetime

from config.record import Record
from matchers.lists.declaration import ListKind, RowStatus


class ListRow(Record):
    """One entry of one version of a list; `values` holds the declared fields that have a value."""

    list_id: str
    kind: ListKind
    version: str
    row: int
    """The row's number in the file (from 1), counted inside its sheet."""
    sheet: str | None = None
    content: str
    """Hash of the identity fields: the same entry has it in every edition."""
    values: dict[str, str]
    no_trademark: bool = False
    """True where the list says that the goods carry no trademark."""
    effective: date
    """The notice's or order's day."""
    status: RowStatus = "active"
    section: str | None = None
    """The heading the row stands under."""
    merged_rows: tuple[int, ...] = ()
    """Further rows of the file that belong to this entry (one product, several failed items)."""

    @property
    def reference(self) -> str:
        """`list@version#row`, the address evidence cites."""
        return f"{self.list_id}@{self.version}#{f'{self.sheet}!' if self.sheet else ''}{self.row}"

    def value(self, field: str) -> str | None:
        """Return one field's text, None where the row has none."""
        return self.values.get(field)


class RejectedRow(Record):
    """A row that was not taken over, and why."""

    row: int
    sheet: str | None = None
    reason: str
    cells: tuple[str, ...]


class ListVersion(Record):
    """What importing one file gave; kept as the version's `meta.json`."""

    list_id: str
    kind: ListKind
    title: str
    version: str
    sha256: str
    declaration: str
    """Fingerprint of the declaration the file was read with."""
    file: str
    """The file's name as handed in."""
    original: str
    """Name of the kept file inside the version's folder."""
    imported_at: datetime
    rows: int
    rejected: int
    inactive: int
    """Kept rows that support no finding (suspected fakes, open objections, withdrawn results)."""
    skipped: dict[str, int]
    """Lines that are no entries, by kind: heading, total, header, note, blank."""
    unknown_columns: tuple[str, ...]
    notice_date: date | None = None
    already_there: bool = False
    """True when this very version had been imported before; nothing was written again."""


def row_content(list_id: str, identity: dict[str, str]) -> str:
    """Return the hash of a row's identity fields, normalised by the caller."""
    text = "\x1f".join([list_id, *(f"{field}={identity[field]}" for field in sorted(identity))])
    return hashlib.sha256(text.encode()).hexdigest()[:24]
