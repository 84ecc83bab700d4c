"""Derived generations of a sweep (`records/<version>/`, `findings/<version>/`), complete once their manifest stands.

A generation is only ever appended to until it is complete, and never changed after: running a stage twice changes
nothing. `newest` beside the generations names the one that was completed, or asked for again, last.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticSerializationError

from config.errors import CaptureError
from config.plain_text import plain_text

MANIFEST = "manifest.json"
NEWEST = "newest"


class Generation:
    """One folder of JSON-lines files with a manifest at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def complete(self) -> bool:
        """Whether the manifest stands."""
        return (self.path / MANIFEST).exists()

    def manifest(self) -> dict[str, Any]:
        """Return the manifest. Raises CaptureError when the generation is not complete."""
        try:
            loaded: dict[str, Any] = json.loads((self.path / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CaptureError(f"{self.path}：没有完整的清单文件 {MANIFEST}（{error}）") from error
        return loaded

    def lines(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of one file; a torn last line (after a crash) is left out."""
        file = self.path / name
        if not file.exists():
            return
        with file.open("rb") as stream:
            for line in stream:
                if line.endswith(b"\n"):
                    yield json.loads(line)

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
        files = {
            file.name: {"sha256": hashlib.sha256(file.read_bytes()).hexdigest(), "bytes": file.stat().st_size}
            for file in sorted(self.path.glob("*"))
            if file.is_file() and file.name != MANIFEST and not file.name.startswith(".")
        }
        text = json.dumps({**facts, "files": files}, ensure_ascii=False, indent=1, sort_keys=True)
        _replace(self.path / MANIFEST, text + "\n")
        self.make_newest()

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


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
