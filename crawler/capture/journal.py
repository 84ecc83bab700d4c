"""Append-only files of JSON lines that survive a crash: a torn last line is cut off, whole lines are never lost."""

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from config.errors import CaptureError
from config.plain_text import plain_text

_CHUNK = 1 << 16


class Journal:
    """One file of JSON lines; several processes may read it while one appends."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the file for oneself while reading its end and appending to it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def append(self, rows: Sequence[dict[str, Any]]) -> int:
        """Write the rows and make them durable; return the offset of the first."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        lines = (plain_text(json.dumps(row, ensure_ascii=False, sort_keys=True)) for row in rows)
        block = b"".join(line.encode() + b"\n" for line in lines)
        with self.path.open("r+b" if self.path.exists() else "w+b") as file:
            _cut_torn_line(file.fileno())
            start = file.seek(0, os.SEEK_END)
            file.write(block)
            file.flush()
            os.fsync(file.fileno())
        return start

    def read(self, offset: int = 0) -> Iterator[tuple[int, int, dict[str, Any]]]:
        """Yield (offset, next offset, row) for every whole line from `offset` on; a torn last line is not shown."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            file.seek(offset)
            for line in file:
                if not line.endswith(b"\n"):
                    return
                after = offset + len(line)
                yield offset, after, self._parse(line, offset)
                offset = after

    def at(self, offset: int) -> dict[str, Any]:
        """Return the row that starts at `offset`."""
        with self.path.open("rb") as file:
            file.seek(offset)
            return self._parse(file.readline(), offset)

    def _parse(self, line: bytes, offset: int) -> dict[str, Any]:
        try:
            row = json.loads(line)
        except ValueError as error:
            raise CaptureError(f"{self.path}：第 {offset} 字节起的一行已损坏：{error}") from error
        if not isinstance(row, dict):
            raise CaptureError(f"{self.path}：第 {offset} 字节起的一行已损坏：不是一组字段")
        return row


def _cut_torn_line(descriptor: int) -> None:
    """Cut what a crash left after the last line end."""
    size = os.fstat(descriptor).st_size
    end = size
    while end > 0:
        start = max(0, end - _CHUNK)
        found = os.pread(descriptor, end - start, start).rfind(b"\n")
        if found >= 0:
            end = start + found + 1
            break
        end = start
    if end != size:
        os.ftruncate(descriptor, end)
