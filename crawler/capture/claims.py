"""Claims on what only one process may do at a time; a claim ends with its process, however that ends."""

import fcntl
import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from math import inf
from pathlib import Path

from config.errors import CaptureError

_LOOK_AGAIN_SECONDS = 0.3


class Claimed(CaptureError):
    """Another process holds the claim."""


@contextmanager
def claim(path: Path, refusal: str) -> Iterator[None]:
    """Hold `path` (made when missing) for this process. Raises Claimed with the refusal while another has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Claimed(refusal) from error
        yield


@contextmanager
def claim_in_time(path: Path, refusal: str, *, seconds: float, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold `path` as `claim` does, but wait so long for another process to let it go; `waiting` is told once."""
    give_up = time.monotonic() + seconds
    told = False
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(claim(path, refusal))
                break
            except Claimed:
                if time.monotonic() >= give_up:
                    raise
            if not told:
                told = True
                waiting()
            time.sleep(_LOOK_AGAIN_SECONDS)
        yield


@contextmanager
def claim_places(data: Path, places: Iterable[str], *, waiting: Callable[[str], None]) -> Iterator[None]:
    """Hold every place (a platform or host) for one capture of the data folder: two would double its pace.

    Waits as long as another process has one; `waiting` is told which. All take them in one order, so none waits for
    one that waits for it.
    """
    with ExitStack() as held:
        for place in sorted(set(places)):
            name = hashlib.sha256(place.encode()).hexdigest()[:16]
            path = data / "locks" / f"{name}.lock"
            held.enter_context(claim_in_time(path, place, seconds=inf, waiting=partial(waiting, place)))
        yield
