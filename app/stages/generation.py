"""Derived generations of a sweep (`records/<version>/`, `findings/<version>/`), complete once their manifest stands.

A generation is only ever appended to until it is complete, and never changed after: running a stage twice changes
nothing. `newest` beside the generations names the one that was completed, or asked for again, last.

Its rows have the form of the program that wrote them. One that the present program cannot read is never guessed at: the
error says which sweep it is of and which command makes it anew.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticSerializationError

from config.errors import CaptureError
from config.faults import fault
from config.plain_text import plain_text

MANIFEST = "manifest.json"
NEWEST = "newest"
MADE_BY = {"records": "goodswatch read --sweep {sweep}", "findings": "goodswatch judge {sweep}"}
"""Folder of generations → the command that makes one anew."""

T = TypeVar("T", bound=BaseModel)


class Generation:
    """One folder of JSON-lines files with a manifest at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def complete(self) -> bool:
        """Whether the manifest stands."""
        return (self.path / MANIFEST).exists()

    @property
    def sweep(self) -> str:
        """Id of the sweep it is of."""
        return self.path.parent.parent.name

    @property
    def intact(self) -> bool:
        """Whether every file is as it was when the generation was completed."""
        try:
            kept = json.loads((self.path / MANIFEST).read_text(encoding="utf-8"))["files"]
            return {name: facts["sha256"] for name, facts in kept.items()} == {
                file.name: _sha256(file) for file in self._files()
            }
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return False

    def manifest(self, model: type[T]) -> T:
        """Return the manifest's facts. Raises CaptureError where they are of another version of the program."""
        try:
            facts = json.loads((self.path / MANIFEST).read_text(encoding="utf-8"))
            return model.model_validate({name: value for name, value in facts.items() if name != "files"})
        except ValidationError as error:
            raise self.of_another_version(f"{MANIFEST}：{fault(error)}") from error
        except (OSError, ValueError, AttributeError) as error:
            raise self.of_another_version(MANIFEST) from error

    def rows(self, name: str, model: type[T]) -> Iterator[T]:
        """Yield the rows of one file as records. Raises CaptureError at one of another version of the program."""
        for number, row in enumerate(self.lines(name), start=1):
            try:
                record = model.model_validate(row)
            except ValidationError as error:
                raise self.of_another_version(f"{name} 第 {number} 行：{fault(error)}") from error
            yield record

    def lines(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of one file as they stand; a torn last line (after a crash) is left out."""
        file = self.path / name
        if not file.exists():
            return
        with file.open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                if line.endswith(b"\n"):
                    try:
                        row = json.loads(line)
                    except ValueError as error:
                        raise self.of_another_version(f"{name} 第 {number} 行：不是有效的 JSON") from error
                    yield row

    def of_another_version(self, place: str) -> CaptureError:
        """Return the error for what the present program cannot read, with the command that makes it anew."""
        kind = self.path.parent.name
        anew = MADE_BY.get(kind, "").format(sweep=self.sweep)
        return CaptureError(f"{self.sweep}：{kind}/{self.path.name}/{place}；与现行程序的版本不合，请先重做：{anew}")

    def discard(self) -> None:
        """Remove the generation, so that it can be made anew."""
        (self.path / MANIFEST).unlink(missing_ok=True)
        for file in self._files():
            file.unlink()

    def mend(self, name: str) -> None:
        """Cut a torn last line off, so that appending goes on cleanly."""
        file = self.path / name
        if not file.exists():
            return
        with file.open("rb+") as stream:
            kept = 0
            for line in stream:
                if line.endswith(b"\n"):
                    kept += len(line)
            stream.truncate(kept)

    def append(self, name: str, row: BaseModel | Mapping[str, Any]) -> None:
        """Add one row."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / name).open("ab") as stream:
            stream.write(encode(row))

    def write(self, name: str, rows: Iterator[BaseModel | Mapping[str, Any]] | list[Any]) -> int:
        """Write a whole file and return its row count."""
        self.path.mkdir(parents=True, exist_ok=True)
        count = 0
        with (self.path / name).open("wb") as stream:
            for row in rows:
                stream.write(encode(row))
                count += 1
        return count

    def finish(self, **facts: Any) -> None:
        """Write the manifest: sha256 and size of every file, and the facts given."""
        files = {file.name: {"sha256": _sha256(file), "bytes": file.stat().st_size} for file in self._files()}
        text = json.dumps({**facts, "files": files}, ensure_ascii=False, indent=1, sort_keys=True)
        _replace(self.path / MANIFEST, text + "\n")
        self.make_newest()

    def _files(self) -> list[Path]:
        """Return the files a manifest speaks for."""
        return [
            file
            for file in sorted(self.path.glob("*"))
            if file.is_file() and file.name != MANIFEST and not file.name.startswith(".")
        ]

    def make_newest(self) -> None:
        """Let this complete generation be the one that counts: an earlier one may be asked for again."""
        pointer = self.path.parent / NEWEST
        if not pointer.exists() or pointer.read_text(encoding="utf-8").strip() != self.path.name:
            _replace(pointer, self.path.name + "\n")


def encode(row: BaseModel | Mapping[str, Any]) -> bytes:
    """Return one JSON line in UTF-8."""
    if isinstance(row, BaseModel):
        try:
            return row.model_dump_json().encode() + b"\n"
        except PydanticSerializationError:
            # Half a character got past the reader: the row is written without it rather than lost.
            row = row.model_dump()
    return plain_text(json.dumps(row, ensure_ascii=False, default=str)).encode() + b"\n"


def newest_complete(folder: Path) -> Generation | None:
    """Return the complete generation below `folder` that counts, or None.

    Where the pointer is missing or names one that was removed, it is the one whose manifest was written last.
    """
    pointer = folder / NEWEST
    if pointer.exists():
        named = Generation(folder / pointer.read_text(encoding="utf-8").strip())
        if named.complete:
            return named
    manifests = [path for path in folder.glob(f"*/{MANIFEST}") if path.is_file()]
    if not manifests:
        return None
    return Generation(max(manifests, key=lambda path: (path.stat().st_mtime_ns, path.parent.name)).parent)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
