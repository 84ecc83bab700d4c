"""Documents on their way into a store: checked one by one, handed on in batches, the refused ones remembered."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from index.contract import BulkResult, Document, Kind, Rejected
from index.fields import Checked, WrongDocument, check_document

BATCH = 500
"""Documents written at once: large enough to be quick, small enough that readers and other writers hardly wait."""

Item = TypeVar("Item")


def batches(items: Iterable[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """Yield the items in lists of at most `size`."""
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch


def check_batch(kind: Kind, documents: Iterable[tuple[str, Document]]) -> tuple[list[Checked], list[Rejected]]:
    """Return the documents that may be written, and the others with their reasons."""
    checked: list[Checked] = []
    rejected: list[Rejected] = []
    for identifier, document in documents:
        try:
            checked.append(check_document(kind, identifier, document))
        except WrongDocument as error:
            rejected.append(Rejected(id=str(identifier), reason=str(error)))
    return checked, rejected


def write_all(
    documents: Iterable[tuple[str, Document]],
    write: Callable[[list[tuple[str, Document]]], tuple[int, list[Rejected]]],
) -> BulkResult:
    """Write batch by batch and add up how it went."""
    indexed = 0
    rejected: list[Rejected] = []
    for batch in batches(documents):
        taken, refused = write(batch)
        indexed += taken
        rejected += refused
    return BulkResult(indexed=indexed, rejected=tuple(rejected))


def merge_changes(
    kind: Kind, changes: Iterable[tuple[str, Document]], present: dict[str, dict[str, Any]]
) -> tuple[list[Checked], list[Rejected]]:
    """Return the documents after their changes; of several changes to one id, all, in order, give one document."""
    current = dict(present)
    merged: dict[str, Checked] = {}
    rejected: list[Rejected] = []
    for identifier, change in changes:
        if identifier not in current:
            rejected.append(Rejected(id=str(identifier), reason="no such document"))
            continue
        try:
            checked = check_document(kind, identifier, {**current[identifier], **change})
        except WrongDocument as error:
            rejected.append(Rejected(id=identifier, reason=str(error)))
            continue
        current[identifier] = checked.document
        merged[identifier] = checked
    return list(merged.values()), rejected
