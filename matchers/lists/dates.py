"""Dates, date ranges and batch numbers as official lists and pages print them."""

import calendar
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from config.record import Record

EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(36526, 73051)
"""Excel serial numbers of 2000-01-01 to 2100-01-01; other plain numbers are batch numbers."""
YEARS = range(1990, 2101)

_DAY = re.compile(r"(?<!\d)(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?:\s*[日号])?(?!\d)")
_COMPACT = re.compile(r"(?<![0-9A-Za-z])(\d{4})(\d{2})(\d{2})(?![0-9A-Za-z])")
_MONTH = re.compile(r"(?<!\d)(\d{4})\s*(?:[-./]\s*(\d{1,2})(?![\d])|年\s*(\d{1,2})\s*月)")
_SERIAL = re.compile(r"^\s*(\d{5})(?:\.0+)?\s*$")
_BETWEEN = re.compile(r"^\s*(?:至|到|~|～|—+|–|--?|―)\s*$")
_BATCH = re.compile(r"(?<![0-9A-Za-z])(?=[0-9A-Za-z/_-]*\d)[0-9A-Za-z][0-9A-Za-z/_-]{2,}(?![0-9A-Za-z])")


class Span(Record):
    """A closed range of days."""

    first: date
    last: date


def _clean(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _found(text: str) -> Iterator[tuple[int, int, Span]]:
    """Yield (start, end, span) of every date in the text; a month counts as all its days."""
    taken: list[tuple[int, int]] = []
    for pattern in (_DAY, _COMPACT):
        for match in pattern.finditer(text):
            day = _day(*(int(part) for part in match.groups()))
            if day is not None and not any(a < match.end() and match.start() < b for a, b in taken):
                taken.append(match.span())
                yield *match.span(), Span(first=day, last=day)
    for match in _MONTH.finditer(text):
        first = _day(int(match[1]), int(match[2] or match[3]), 1)
        if first is not None and not any(a < match.end() and match.start() < b for a, b in taken):
            taken.append(match.span())
            last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
            yield *match.span(), Span(first=first, last=last)


def read_spans(text: str) -> tuple[Span, ...]:
    """Return every day and range (A 至 B) in the text, in order; a cell that is one Excel serial number is its day."""
    cleaned = _clean(text)
    serial = _SERIAL.match(cleaned)
    if serial and int(serial[1]) in SERIALS:
        day = EXCEL_EPOCH + timedelta(days=int(serial[1]))
        return (Span(first=day, last=day),)
    found = sorted(_found(cleaned), key=lambda entry: entry[:2])
    spans: list[Span] = []
    index = 0
    while index < len(found):
        _, end, span = found[index]
        if index + 1 < len(found) and _BETWEEN.match(cleaned[end : found[index + 1][0]]):
            index += 1
            last = found[index][2].last
            span = Span(first=span.first, last=last) if last >= span.first else span
        spans.append(span)
        index += 1
    return tuple(spans)


def read_date(text: str) -> date | None:
    """Return the one day a date cell means; None when it holds none, several or only a month."""
    spans = read_spans(text)
    if len(spans) == 1 and spans[0].first == spans[0].last:
        return spans[0].first
    return None


def read_batches(text: str) -> tuple[str, ...]:
    """Return the batch numbers of a cell, upper case, `C14-P6/P7` as C14-P6 and C14-P7; dates are not batches."""
    cleaned = _clean(text)
    for start, end, _ in sorted(_found(cleaned), key=lambda entry: entry[0], reverse=True):
        cleaned = f"{cleaned[:start]} {cleaned[end:]}"
    batches: list[str] = []
    for match in _BATCH.finditer(cleaned):
        batches.extend(_split_batch(match[0].upper()))
    return tuple(dict.fromkeys(batches))


def _split_batch(batch: str) -> list[str]:
    """Open the short form of several batches: the part before the last `-` is common to those after `/`."""
    head, *others = batch.split("/")
    stem = head.rpartition("-")[0]
    return [head, *(f"{stem}-{other}" if stem and "-" not in other else other for other in others if other)]


def spell_cell(value: object) -> str:
    """Return a spreadsheet cell as text: days in ISO form, whole numbers without `.0`."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
