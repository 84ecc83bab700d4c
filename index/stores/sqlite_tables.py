"""The four tables that hold one version of one kind in the embedded store.

`…` has one narrow row a document (single values, for filters, order and counts), `…_body` the document itself, `…_many`
the values of lists and the codes, `…_words` the full text. Rows get numbers that only grow: what was written after a
moment is what has a greater number.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from index.contract import Kind
from index.fields import CODES, FIELDS, Checked, Field, beijing_day
from index.tokens import joined_values

_SQL_TYPES = {"keyword": "TEXT", "date": "INTEGER", "number": "REAL", "bool": "INTEGER"}


def columns(kind: Kind) -> tuple[Field, ...]:
    """Return the fields that have a column of their own."""
    return tuple(field for field in FIELDS[kind] if field.type in _SQL_TYPES and not field.many)


def day_column(field: Field) -> str:
    """Return the name of the column with the day in Beijing."""
    return f"{field.name}__day"


@dataclass(frozen=True, slots=True)
class Tables:
    """Names and writing of one version; every method works inside the caller's transaction."""

    kind: Kind
    number: int

    @property
    def main(self) -> str:
        """The narrow table."""
        return f"{self.kind}_{self.number}"

    @property
    def body(self) -> str:
        """The documents."""
        return f"{self.main}_body"

    @property
    def many(self) -> str:
        """Values of lists, and codes."""
        return f"{self.main}_many"

    @property
    def words(self) -> str:
        """The full text."""
        return f"{self.main}_words"

    def create(self, connection: sqlite3.Connection) -> None:
        """Make the tables."""
        declared = [
            f'"{field.name}" {_SQL_TYPES[field.type]}{" NOT NULL UNIQUE" if field.name == "id" else ""}'
            for field in columns(self.kind)
        ]
        declared += [f'"{day_column(field)}" TEXT' for field in columns(self.kind) if field.type == "date"]
        connection.execute(f"CREATE TABLE {self.main} (n INTEGER PRIMARY KEY, {', '.join(declared)})")
        connection.execute(f"CREATE TABLE {self.body} (n INTEGER PRIMARY KEY, document TEXT NOT NULL)")
        connection.execute(
            f"CREATE TABLE {self.many} (field TEXT, value TEXT, n INTEGER, PRIMARY KEY (field, value, n)) WITHOUT ROWID"
        )
        connection.execute(f"CREATE INDEX {self.many}_n ON {self.many} (n)")
        connection.execute(
            f"CREATE VIRTUAL TABLE {self.words} USING fts5"
            "(words, tokenize = \"unicode61 remove_diacritics 0 tokenchars '_'\")"
        )

    def drop(self, connection: sqlite3.Connection) -> None:
        """Remove the tables."""
        for name in (self.words, self.many, self.body, self.main):
            connection.execute(f"DROP TABLE IF EXISTS {name}")

    def write(self, connection: sqlite3.Connection, documents: Sequence[Checked], first: int) -> None:
        """Insert or replace documents, giving them the numbers from `first` on; of two with one id the later stays."""
        rows = list({checked.id: checked for checked in documents}.values())
        self._remove(connection, [checked.id for checked in rows])
        numbered = list(enumerate(rows, start=first))
        fields = columns(self.kind)
        dates = [field for field in fields if field.type == "date"]
        marks = ", ".join("?" * (1 + len(fields) + len(dates)))
        connection.executemany(
            f"INSERT INTO {self.main} VALUES ({marks})",  # noqa: S608
            ((n, *_cells(checked, fields), *_days(checked, dates)) for n, checked in numbered),
        )
        connection.executemany(
            f"INSERT INTO {self.body} VALUES (?, ?)",  # noqa: S608
            ((n, json.dumps(checked.document, ensure_ascii=False)) for n, checked in numbered),
        )
        connection.executemany(
            f"INSERT INTO {self.many} VALUES (?, ?, ?)",  # noqa: S608
            ((name, value, n) for n, checked in numbered for name, value in self._listed(checked)),
        )
        connection.executemany(
            f"INSERT INTO {self.words} (rowid, words) VALUES (?, ?)",  # noqa: S608
            ((n, joined_values(checked.texts)) for n, checked in numbered),
        )

    def documents(self, connection: sqlite3.Connection, identifiers: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Return the documents of these ids that are there."""
        wanted = json.dumps(list(identifiers))
        rows = connection.execute(
            f"SELECT d.id, b.document FROM {self.main} d JOIN {self.body} b ON b.n = d.n "  # noqa: S608
            "WHERE d.id IN (SELECT value FROM json_each(?))",
            (wanted,),
        )
        return {identifier: json.loads(document) for identifier, document in rows}

    def bodies(self, connection: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
        """Return the documents of these row numbers."""
        rows = connection.execute(
            f"SELECT n, document FROM {self.body} WHERE n IN (SELECT value FROM json_each(?))",  # noqa: S608
            (json.dumps(list(numbers)),),
        )
        return {n: json.loads(document) for n, document in rows}

    def written_from(self, connection: sqlite3.Connection, first: int) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield what was written with number `first` or a greater one, in that order."""
        rows = connection.execute(f"SELECT document FROM {self.body} WHERE n >= ? ORDER BY n", (first,))  # noqa: S608
        for (text,) in rows:
            document = json.loads(text)
            yield document["id"], document

    def count(self, connection: sqlite3.Connection) -> int:
        """Return how many documents there are."""
        return int(connection.execute(f"SELECT count(*) FROM {self.main}").fetchone()[0])  # noqa: S608

    def _remove(self, connection: sqlite3.Connection, identifiers: list[str]) -> None:
        rows = connection.execute(
            f"SELECT n FROM {self.main} WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608
            (json.dumps(identifiers),),
        ).fetchall()
        for name, column in ((self.main, "n"), (self.body, "n"), (self.many, "n"), (self.words, "rowid")):
            connection.executemany(f"DELETE FROM {name} WHERE {column} = ?", rows)  # noqa: S608

    def _listed(self, checked: Checked) -> Iterator[tuple[str, Any]]:
        for field in FIELDS[self.kind]:
            if field.many and field.type in _SQL_TYPES:
                for value in checked.values.get(field.name, ()):
                    yield field.name, value
        for code in checked.codes:
            yield CODES, code


def _cells(checked: Checked, fields: Sequence[Field]) -> Iterator[Any]:
    for field in fields:
        value = checked.values.get(field.name)
        yield value[0] if value else None


def _days(checked: Checked, dates: Sequence[Field]) -> Iterator[str | None]:
    for field in dates:
        value = checked.values.get(field.name)
        yield beijing_day(int(value[0])) if value else None
