"""The values chosen for a listing and how each was read; the order in which candidates are trusted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.read.data.product import distinct
from crawler.read.dom.candidates import Candidate
from crawler.read.dom.document import collapse
from crawler.read.dom.titles import fold
from crawler.records import OtherValue, Reading, Source

_SOURCES: tuple[Source, ...] = (
    "declaration", "json_ld", "microdata", "rdfa", "opengraph", "embedded_state", "label", "heuristic", "url", "ocr",
)  # fmt: skip
_ORDER = {source: position for position, source in enumerate(_SOURCES)}
# What a seller says of his goods stands in a label; structured data names the shop system's idea of it.
_LABEL_FIRST = frozenset({"maker", "maker_address", "name"})
_MAX_OTHERS = 8


@dataclass(slots=True)
class ListingReading:
    """The values of a listing by field and how each was read."""

    values: dict[str, Any]
    readings: dict[str, Reading]


def by_trust(candidates: Sequence[Candidate], field: str = "") -> list[Candidate]:
    """Return candidates in the order in which their sources are trusted, the surest first."""

    def rank(entry: tuple[int, Candidate]) -> tuple[float, float, int]:
        position, candidate = entry
        order = float(_ORDER[candidate.source])
        if field in _LABEL_FIRST and candidate.source == "label":
            order = 0.5
        return order, -candidate.score, position

    return [candidate for _position, candidate in sorted(enumerate(candidates), key=rank)]


def others_of(chosen: str, candidates: Iterable[Candidate]) -> tuple[OtherValue, ...]:
    """Return what candidates say otherwise than the chosen value, each once."""
    seen = {fold(chosen)}
    others = []
    for candidate in candidates:
        folded = fold(candidate.value)
        if folded not in seen:
            seen.add(folded)
            others.append(candidate.other())
    return tuple(others[:_MAX_OTHERS])


def reading_of(candidate: Candidate, others: tuple[OtherValue, ...] = ()) -> Reading:
    """Return the reading of a field whose value a candidate gave."""
    return Reading(
        state="shown",
        source=candidate.source,
        place=candidate.place,
        text=candidate.text[:400],
        masked=candidate.masked,
        others=others,
    )


def take_single(reading: ListingReading, field: str, candidates: Sequence[Candidate]) -> None:
    """Take the most trusted candidate for the value of a field that has one."""
    ranked = by_trust(candidates, field)
    if not ranked:
        return
    chosen = ranked[0]
    reading.values[field] = collapse(chosen.value)
    reading.readings[field] = reading_of(chosen, others_of(chosen.value, ranked[1:]))


def take_many(reading: ListingReading, field: str, candidates: Sequence[Candidate]) -> None:
    """Take everything that is shown for a field that may have several values, in page order."""
    ranked = by_trust(candidates, field)
    if not ranked:
        return
    # A declared place speaks alone; else everything shown counts, in page order.
    declared = [candidate for candidate in ranked if candidate.source == "declaration"]
    kept = declared or [candidate for candidate in candidates if collapse(candidate.value)]
    if field == "models" and not declared and (labelled := [entry for entry in kept if entry.source == "label"]):
        kept = labelled
    reading.values[field] = distinct(collapse(candidate.value) for candidate in kept)
    first = next((candidate for candidate in kept if not candidate.masked), kept[0])
    masked = all(candidate.masked for candidate in kept)
    reading.readings[field] = reading_of(first).model_copy(update={"masked": masked})
