"""The embedded store: one SQLite file with FTS5, no server.

Each kind has numbered versions of its tables, and the catalogue says which one is live. A reader sees one version from
one point in time (WAL); a rebuild fills the next number beside it and takes over in one transaction.
"""

import logging
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from config.errors import StoreUnavailable
from index.batches import batches, check_batch, merge_changes, write_all
from index.contract import Answer, BulkResult, Document, Hit, Kind, Query, Rejected
from index.fields import KINDS, Checked, fingerprint
from index.plan import make_plan
from index.stores.sqlite_search import answer, every_hit
from index.stores.sqlite_tables import Tables

log = logging.getLogger(__name__)

_CATALOGUE = """
CREATE TABLE IF NOT EXISTS versions (
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('live', 'building')),
    layout TEXT NOT NULL,
    next INTEGER NOT NULL DEFAULT 1,
    carry_from INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (kind, number)
)"""


class SqliteStore:
    """The contract over one file, which is made when it is not there. May be shared by threads and by processes."""

    def __init__(self, path: Path, *, busy_seconds: float = 15.0) -> None:
        """Name the file; nothing is opened before the first question. `busy_seconds` bounds waiting for a writer."""
        self.path = path
        self._busy_seconds = busy_seconds
        self._prepared = False

    def put(self, kind: Kind, documents: Iterable[tuple[str, Document]]) -> BulkResult:
        """Insert or replace by id."""

        def write(batch: list[tuple[str, Document]]) -> tuple[int, list[Rejected]]:
            checked, rejected = check_batch(kind, batch)
            with self._writing() as connection:
                _write(connection, _live(connection, kind), checked)
            return len(checked), rejected

        return write_all(documents, write)

    def update(self, kind: Kind, changes: Iterable[tuple[str, Document]]) -> BulkResult:
        """Change some fields of documents that are there."""

        def write(batch: list[tuple[str, Document]]) -> tuple[int, list[Rejected]]:
            with self._writing() as connection:
                tables = _live(connection, kind)
                present = tables.documents(connection, (identifier for identifier, _ in batch))
                checked, rejected = merge_changes(kind, batch, present)
                _write(connection, tables, checked)
            return len(batch) - len(rejected), rejected

        return write_all(changes, write)

    def get(self, kind: Kind, identifier: str) -> dict[str, Any] | None:
        """Return one document or None."""
        with self._reading() as connection:
            return _live(connection, kind).documents(connection, [identifier]).get(identifier)

    def search(self, query: Query) -> Answer:
        """Answer one query."""
        plan = make_plan(query)
        with self._reading() as connection:
            return answer(connection, _live(connection, query.kind), query, plan)

    def export(self, query: Query) -> Iterator[Hit]:
        """Yield every hit as of the moment the first one is asked for."""
        plan = make_plan(query.model_copy(update={"after": None, "offset": 0, "size": 0}))
        with self._reading() as connection:
            yield from every_hit(connection, _live(connection, query.kind), plan)

    @contextmanager
    def rebuild(self, kind: Kind) -> Iterator["SqliteRebuild"]:
        """Fill a new version beside the live one; leaving the block swaps it in, an exception drops it."""
        tables = self._begin_rebuild(kind)
        try:
            yield SqliteRebuild(self, tables)
        except BaseException:
            self._abandon(tables)
            raise
        self._take_over(tables)

    def health(self) -> dict[str, Any]:
        """Return engine, version, and for each kind its live version and document count."""
        with self._reading() as connection:
            kinds = {}
            for kind in KINDS:
                tables, layout = _live_version(connection, kind)
                kinds[kind] = {
                    "version": tables.number,
                    "documents": tables.count(connection),
                    "current": layout == fingerprint(kind),
                }
        return {"engine": "sqlite", "version": sqlite3.sqlite_version, "kinds": kinds}

    def close(self) -> None:
        """Release nothing: every operation opens and closes a connection of its own."""

    def write_building(self, tables: Tables, documents: Iterable[tuple[str, Document]]) -> BulkResult:
        """Write into a version being built; `SqliteRebuild.put` calls it."""

        def write(batch: list[tuple[str, Document]]) -> tuple[int, list[Rejected]]:
            checked, rejected = check_batch(tables.kind, batch)
            with self._writing() as connection:
                _assert_building(connection, tables)
                _write(connection, tables, checked)
            return len(checked), rejected

        return write_all(documents, write)

    def _begin_rebuild(self, kind: Kind) -> Tables:
        with self._writing() as connection:
            live, _ = _live_version(connection, kind)
            highest = live.number
            for (number,) in connection.execute(
                "SELECT number FROM versions WHERE kind = ? AND state = 'building'", (kind,)
            ).fetchall():
                _drop(connection, Tables(kind, number))
                highest = max(highest, number)
            tables = Tables(kind, highest + 1)
            tables.create(connection)
            connection.execute(
                "INSERT INTO versions (kind, number, state, layout, carry_from) "
                "SELECT kind, ?, 'building', ?, next FROM versions WHERE kind = ? AND state = 'live'",
                (tables.number, fingerprint(kind), kind),
            )
        return tables

    def _abandon(self, tables: Tables) -> None:
        try:
            with self._writing() as connection:
                _drop(connection, tables)
        except StoreUnavailable as error:
            # The reason of the failed rebuild is what the caller has to see; the next rebuild clears the rest away.
            log.warning("Unfinished version left behind", extra={"version": tables.main, "reason": str(error)})

    def _take_over(self, tables: Tables) -> None:
        with self._writing() as connection:
            carry_from = _assert_building(connection, tables)
            old, _ = _live_version(connection, tables.kind)
            for batch in batches(old.written_from(connection, carry_from)):
                checked, rejected = check_batch(tables.kind, batch)
                _write(connection, tables, checked)
                for one in rejected:
                    log.warning("Document not carried over", extra={"id": one.id, "reason": one.reason})
            _drop(connection, old)
            connection.execute(
                "UPDATE versions SET state = 'live' WHERE kind = ? AND number = ?", (tables.kind, tables.number)
            )

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._connected() as connection:
            connection.execute("BEGIN")
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """Open a connection for one operation; closing it takes back what was not committed."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(
                sqlite3.connect(self.path, timeout=self._busy_seconds, isolation_level=None, check_same_thread=False)
            ) as connection:
                connection.execute("PRAGMA temp_store = MEMORY")
                connection.execute("PRAGMA synchronous = NORMAL")
                if not self._prepared:
                    _prepare(connection)
                    self._prepared = True
                yield connection
        except (sqlite3.Error, OSError) as error:
            self._prepared = False
            raise StoreUnavailable(f"索引库 {self.path} 不可用：{error}") from error


class SqliteRebuild:
    """A version being filled."""

    def __init__(self, store: SqliteStore, tables: Tables) -> None:
        """Write for `store` into `tables`."""
        self._store = store
        self._tables = tables

    def put(self, documents: Iterable[tuple[str, Document]]) -> BulkResult:
        """Write into the version being built."""
        return self._store.write_building(self._tables, documents)


def _is_prepared(connection: sqlite3.Connection) -> bool:
    """Return whether nothing has to be made, without asking for the lock a writer may hold."""
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        return False
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'versions'").fetchone() is None:
        return False
    return bool(
        connection.execute("SELECT count(*) = ? FROM versions WHERE state = 'live'", (len(KINDS),)).fetchone()[0]
    )


def _prepare(connection: sqlite3.Connection) -> None:
    if _is_prepared(connection):
        return
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(_CATALOGUE)
    for kind in KINDS:
        row = connection.execute("SELECT 1 FROM versions WHERE kind = ? AND state = 'live'", (kind,)).fetchone()
        if row is None:
            Tables(kind, 1).create(connection)
            connection.execute(
                "INSERT INTO versions (kind, number, state, layout) VALUES (?, 1, 'live', ?)", (kind, fingerprint(kind))
            )
    connection.execute("COMMIT")


def _live_version(connection: sqlite3.Connection, kind: Kind) -> tuple[Tables, str]:
    """Return the live tables and the layout they were made for."""
    number, layout = connection.execute(
        "SELECT number, layout FROM versions WHERE kind = ? AND state = 'live'", (kind,)
    ).fetchone()
    return Tables(kind, number), layout


def _live(connection: sqlite3.Connection, kind: Kind) -> Tables:
    tables, layout = _live_version(connection, kind)
    if layout != fingerprint(kind):
        raise StoreUnavailable(f"索引 {kind} 由另一版本的程序建立，请先运行 goodswatch rebuild")
    return tables


def _assert_building(connection: sqlite3.Connection, tables: Tables) -> int:
    """Return from which row number of the live version on writes are carried over."""
    row = connection.execute(
        "SELECT carry_from FROM versions WHERE kind = ? AND number = ? AND state = 'building'",
        (tables.kind, tables.number),
    ).fetchone()
    if row is None:
        raise StoreUnavailable(f"索引 {tables.kind} 的重建已被另一次重建取代")
    return int(row[0])


def _write(connection: sqlite3.Connection, tables: Tables, documents: list[Checked]) -> None:
    where = (tables.kind, tables.number)
    (first,) = connection.execute("SELECT next FROM versions WHERE kind = ? AND number = ?", where).fetchone()
    connection.execute("UPDATE versions SET next = next + ? WHERE kind = ? AND number = ?", (len(documents), *where))
    tables.write(connection, documents, first)


def _drop(connection: sqlite3.Connection, tables: Tables) -> None:
    tables.drop(connection)
    connection.execute("DELETE FROM versions WHERE kind = ? AND number = ?", (tables.kind, tables.number))
