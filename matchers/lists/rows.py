"""One row of an official list as kept, and what one import gave."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from pydantic import Field, ValidationError

from config.errors import ListRejected
from config.faults import fault
from config.record import Record
from matchers.lists.declaration import ListKind, RowStatus

Line = TypeVar("Line", bound=Record)


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
    notes: tuple[str, ...] = ()
    """What of the row was not taken over, though the row was."""
    merged_rows: tuple[int, ...] = ()
    """Further rows of the file that belong to this entry (one product, several failed items)."""

    @property
    def place(self) -> str:
        """Where it stands in the file, as staff say it."""
        return place_in_file(self.row, self.sheet)

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

    @property
    def place(self) -> str:
        """Where it stands in the file, as staff say it."""
        return place_in_file(self.row, self.sheet)


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
    folder: Path | None = Field(default=None, exclude=True)
    """Where the version is kept."""

    def rejected_rows(self) -> tuple[RejectedRow, ...]:
        """Return the rows of the file that were not taken over, with their reasons."""
        return tuple(read_lines(self.folder, "rejected.jsonl", RejectedRow))

    def kept_rows(self) -> tuple[ListRow, ...]:
        """Return every kept row, active or not."""
        return tuple(read_lines(self.folder, "rows.jsonl", ListRow))


def place_in_file(row: int, sheet: str | None) -> str:
    """Return a row's place as staff say it: 工作表 附件1 第 3 行."""
    return f"{f'工作表 {sheet} ' if sheet else ''}第 {row} 行"


def read_lines(folder: Path | None, name: str, kind: type[Line]) -> Iterator[Line]:
    """Yield the records of one JSON-lines file of a version. Raises ListRejected where another program wrote them."""
    if folder is not None:
        # Not splitlines: a cell may hold U+2028.
        for number, line in enumerate((folder / name).read_text(encoding="utf-8").split("\n"), start=1):
            if line:
                try:
                    record = kind.model_validate_json(line)
                except ValidationError as error:
                    raise _of_another_version(folder, f"{name} 第 {number} 行：{fault(error)}") from error
                yield record


def read_version(folder: Path) -> ListVersion | None:
    """Return the version kept in `folder`, None where there is none. Raises ListRejected where another wrote it."""
    file = folder / "meta.json"
    if not file.exists():
        return None
    try:
        version = ListVersion.model_validate_json(file.read_text(encoding="utf-8"))
    except ValidationError as error:
        raise _of_another_version(folder, f"{file.name}：{fault(error)}") from error
    return version.model_copy(update={"folder": folder})


def _of_another_version(folder: Path, place: str) -> ListRejected:
    """Return the error for a kept version that the present program cannot read, with the way to make it anew."""
    original = next(folder.glob("original*"), folder / "original")
    return ListRejected(
        f"{folder}/{place}；与现行程序的版本不合：请移走这个文件夹，再用其中的原件运行 "
        f"goodswatch lists import {folder.parent.name} {original.name}"
    )


def row_content(list_id: str, identity: dict[str, str]) -> str:
    """Return the hash of a row's identity fields, normalised by the caller."""
    text = "\x1f".join([list_id, *(f"{field}={identity[field]}" for field in sorted(identity))])
    return hashlib.sha256(text.encode()).hexdigest()[:24]
