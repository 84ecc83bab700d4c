"""Taking over an official list: the file, what was read from it and what was not are kept whole as one version."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from config.clock import Clock
from config.errors import ListRejected
from config.record import Record
from matchers.lists.declaration import ListDeclaration
from matchers.lists.reading import ListReading, read_list
from matchers.lists.rows import ListRow, ListVersion, RejectedRow, read_version


class Import(Record):
    """One import (or, without a version, one withdrawal) of a list."""

    version: str | None
    imported_at: datetime


class Pointer(Record):
    """`current.json`: which version counts now, and every import in order."""

    current: str | None = None
    imports: tuple[Import, ...] = ()


def import_list(
    path: Path, declaration: ListDeclaration, data: Path, clock: Clock, *, notice_date: date | None = None
) -> ListVersion:
    """Take over one file as a version of a list and make it the current one.

    `notice_date` serves rows that name no day of their own. Raises ListRejected, with nothing written, when the file
    cannot be read, lacks a required column or holds fewer usable rows than declared.
    """
    try:
        body = path.read_bytes()
    except OSError as error:
        raise ListRejected(f"{path}：{error.strerror}") from error
    sha256 = hashlib.sha256(body).hexdigest()
    fingerprint = _fingerprint(declaration, notice_date)
    folder = data / "lists" / declaration.id
    version = _version_name(folder, sha256, fingerprint)
    known = read_version(folder / version)
    if known is None:
        reading = read_list(path, body, declaration, version, notice_date)
        known = _describe(path, declaration, clock, sha256, fingerprint, version, reading, notice_date)
        _write_version(folder / version, known, body, reading)
        known = known.model_copy(update={"folder": folder / version})
    else:
        known = known.model_copy(update={"already_there": True})
    _make_current(folder, version, clock)
    return known


def _fingerprint(declaration: ListDeclaration, notice_date: date | None) -> str:
    text = declaration.model_dump_json() + str(notice_date or "")
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _version_name(folder: Path, sha256: str, fingerprint: str) -> str:
    """Return the file's first 12 digits; the same file read with a changed declaration is a version of its own."""
    known = read_version(folder / sha256[:12])
    if known is None or known.declaration == fingerprint:
        return sha256[:12]
    return hashlib.sha256(f"{sha256}{fingerprint}".encode()).hexdigest()[:12]


def _describe(
    path: Path,
    declaration: ListDeclaration,
    clock: Clock,
    sha256: str,
    fingerprint: str,
    version: str,
    reading: ListReading,
    notice_date: date | None,
) -> ListVersion:
    return ListVersion(
        list_id=declaration.id,
        kind=declaration.kind,
        title=declaration.title,
        version=version,
        sha256=sha256,
        declaration=fingerprint,
        file=path.name,
        original=f"original{path.suffix.lower()}",
        imported_at=clock(),
        rows=len(reading.rows),
        rejected=len(reading.rejected),
        inactive=sum(row.status != "active" for row in reading.rows),
        skipped=dict(reading.skipped),
        unknown_columns=tuple(reading.unknown),
        notice_date=notice_date,
    )


def _write_version(folder: Path, version: ListVersion, body: bytes, reading: ListReading) -> None:
    """Write the version beside its place and move it there whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=".importing-", dir=folder.parent))
    try:
        (building / version.original).write_bytes(body)
        _write_lines(building / "rows.jsonl", reading.rows)
        _write_lines(building / "rejected.jsonl", reading.rejected)
        (building / "meta.json").write_text(version.model_dump_json(indent=1) + "\n", encoding="utf-8")
        building.chmod(0o755)
        building.rename(folder)
    except OSError as error:
        shutil.rmtree(building, ignore_errors=True)
        raise ListRejected(f"{folder}：不能写入清单版本：{error.strerror}") from error


def _write_lines(path: Path, records: Sequence[ListRow | RejectedRow]) -> None:
    path.write_text("".join(f"{record.model_dump_json()}\n" for record in records), encoding="utf-8")


def _make_current(folder: Path, version: str, clock: Clock) -> None:
    """Point the list at its newest import; importing what is already current changes nothing."""
    pointer = read_pointer(folder)
    if pointer.current != version:
        taken = Import(version=version, imported_at=clock())
        _write_pointer(folder, Pointer(current=version, imports=(*pointer.imports, taken)))


def withdraw_list(data: Path, list_id: str, clock: Clock) -> None:
    """Withdraw a whole list: its versions stay, but nothing of it counts until it is imported again.

    Raises ListRejected when no such list was imported.
    """
    folder = data / "lists" / list_id
    pointer = read_pointer(folder)
    if not pointer.imports:
        raise ListRejected(f"{folder}：没有导入过这个清单")
    withdrawn = Import(version=None, imported_at=clock())
    _write_pointer(folder, Pointer(current=None, imports=(*pointer.imports, withdrawn)))


def read_pointer(folder: Path) -> Pointer:
    """Return which version of the list in `folder` counts, and every import so far."""
    file = folder / "current.json"
    return Pointer.model_validate_json(file.read_text(encoding="utf-8")) if file.exists() else Pointer()


def _write_pointer(folder: Path, pointer: Pointer) -> None:
    building = folder / f".current-{os.getpid()}.json"
    building.write_text(pointer.model_dump_json(indent=1) + "\n", encoding="utf-8")
    building.replace(folder / "current.json")
