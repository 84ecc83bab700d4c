"""What an official list looks like, declared in `config/lists/*.toml`: headers, required columns, marks, bounds."""

from pathlib import Path
from typing import Literal

import config
from config.declared import load_declared
from config.errors import DeclarationError
from config.record import Record

LIST_FOLDER = Path(config.__file__).parent / "lists"

ListKind = Literal["unqualified", "delisted"]
RowStatus = Literal["active", "fake_suspected", "objection", "withdrawn", "qualified", "other"]
"""Only an active row supports a finding."""


class Column(Record):
    """One field of the list and the headers it is printed under."""

    field: str
    headers: tuple[str, ...]
    required: bool = False
    """True: a file without this column is refused."""
    fallback: str | None = None
    """Another field whose value serves where this one has no column or no value."""
    none_is_value: bool = False
    """True where a mark like `/` is information (no trademark), not a gap."""
    date: bool = False
    link: bool = False
    """True where the cell holds web addresses; one without any is no value of its row."""


class Requirement(Record):
    """A row must fill at least one of these sets of fields, else it is rejected with the reason."""

    any_of: tuple[tuple[str, ...], ...]
    reason: str


class Mark(Record):
    """Words in a row (or the section heading above it) by which the row does not count as an active entry."""

    status: RowStatus
    fields: tuple[str, ...]
    contains: tuple[str, ...]
    unless: tuple[str, ...] = ()
    """Words by which the mark does not apply after all (异议不成立)."""
    whole: bool = False
    """True: the whole cell must be one of the words, not merely hold it."""


class ListDeclaration(Record):
    """One official list as declared."""

    id: str
    title: str
    kind: ListKind
    columns: tuple[Column, ...]
    ignored: tuple[str, ...] = ()
    """Headers known and not kept; every other header left over is reported."""
    missing: tuple[str, ...]
    """Cell texts that mean "no value"."""
    minimum_rows: int = 1
    effective: str
    """The date field from which a row counts: the notice's or the order's day."""
    effective_labels: tuple[str, ...] = ()
    """Labels in the lines above the table that give this day for every row without one."""
    identity: tuple[str, ...]
    """Fields that make two rows the same entry over all editions."""
    joined: tuple[str, ...] = ()
    """Fields whose values are gathered when one entry stands on several rows."""
    requirements: tuple[Requirement, ...] = ()
    marks: tuple[Mark, ...] = ()

    def column(self, field: str) -> Column:
        """Return the column of one field."""
        return next(column for column in self.columns if column.field == field)


def load_declaration(path: Path) -> ListDeclaration:
    """Read one declaration. Raises DeclarationError naming the file and field."""
    declaration = load_declared(path, ListDeclaration)
    _check_fields(declaration, path)
    return declaration


def _check_fields(declaration: ListDeclaration, path: Path) -> None:
    fields = {column.field for column in declaration.columns}
    named = {
        "identity": set(declaration.identity),
        "joined": set(declaration.joined),
        "effective": {declaration.effective},
        "columns.fallback": {column.fallback for column in declaration.columns if column.fallback},
        "requirements": {field for need in declaration.requirements for group in need.any_of for field in group},
        "marks": {field for mark in declaration.marks for field in mark.fields},
    }
    for place, used in named.items():
        unknown = sorted(used - fields)
        if unknown:
            raise DeclarationError(f"{path}：{place}：没有声明字段 {unknown[0]!r}")
    headers = [header for column in declaration.columns for header in column.headers]
    doubled = sorted({header for header in headers if headers.count(header) > 1})
    if doubled:
        raise DeclarationError(f"{path}：columns：表头 {doubled[0]!r} 声明了两次")


def load_declarations(folder: Path | None = None) -> tuple[ListDeclaration, ...]:
    """Read every declared list, by file name. Raises DeclarationError on two of one id."""
    found: dict[str, ListDeclaration] = {}
    for path in sorted((folder or LIST_FOLDER).glob("*.toml")):
        declaration = load_declaration(path)
        if declaration.id in found:
            raise DeclarationError(f"{path}：id：{declaration.id!r} 声明了两次")
        found[declaration.id] = declaration
    return tuple(found.values())
