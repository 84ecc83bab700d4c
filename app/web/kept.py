"""Finds the record of one capture among a sweep's records without reading them all."""

import json
import re
import threading
from collections import OrderedDict
from pathlib import Path

from pydantic import ValidationError

from app.stages.generation import Generation, newest_complete
from app.stages.read import PAGES
from app.web.dependencies import Kept
from config.faults import fault
from crawler.records import PageRecord

GENERATIONS_KEPT = 4
"""Generations of records whose offsets stay known: 32 bytes of hash and an integer a page."""
_CAPTURE = re.compile(rb'"capture":"([0-9a-f]{64})"')


class KeptRecords:
    """Looks records up by capture; scans a generation once and remembers where each record begins. Thread-safe."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._offsets: OrderedDict[Path, dict[bytes, int]] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, sha256: str, sweep: str) -> Kept | None:
        """Return the record of a capture of this sweep, from the generation that counts; None without one.

        Raises CaptureError where the record is of an earlier form than the present program knows.
        """
        generation = newest_complete(self._data / "sweeps" / sweep / "records")
        if generation is None:
            return None
        with self._lock:
            offset = self._scanned(generation).get(bytes.fromhex(sha256))
        if offset is None:
            return None
        path = generation.path / PAGES
        with path.open("rb") as stream:
            stream.seek(offset)
            line = stream.readline()
        try:
            record = PageRecord.model_validate(json.loads(line))
        except ValueError as error:
            place = f"{PAGES}：{fault(error)}" if isinstance(error, ValidationError) else PAGES
            raise generation.of_another_version(place) from error
        return Kept(record=record, reader=generation.path.name)

    def _scanned(self, generation: Generation) -> dict[bytes, int]:
        known = self._offsets.pop(generation.path, None)
        if known is None:
            known = dict(_scan(generation.path / PAGES))
        self._offsets[generation.path] = known
        if len(self._offsets) > GENERATIONS_KEPT:
            self._offsets.popitem(last=False)
        return known


def _scan(path: Path) -> list[tuple[bytes, int]]:
    """Return hash and offset of every record; of two records of one capture the later look's counts, which is last."""
    found: list[tuple[bytes, int]] = []
    if not path.exists():
        return found
    offset = 0
    with path.open("rb") as stream:
        for line in stream:
            match = _CAPTURE.search(line)
            if match is not None:
                found.append((bytes.fromhex(match.group(1).decode()), offset))
            offset += len(line)
    return found
