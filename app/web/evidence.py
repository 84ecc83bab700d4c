"""Prepares what a finding rests on for reading: the quote in its surroundings, the screenshot, the cited list row."""

from pathlib import Path

from app.web.dependencies import Captured, ListRow, WebDeps
from app.web.finding import FindingView
from app.web.inert import visible_text
from app.web.quotes import Span, quote_spans
from config.record import Record
from crawler.read.dom.decode import decode
from crawler.records import RawPage
from matchers.records import Evidence

AROUND = 160
"""Characters shown on either side of a quote."""
PASSAGES = 3
PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class Passage(Record):
    """Part of a captured text with what was quoted marked (True); `where` says in which part of the page."""

    pieces: tuple[tuple[str, bool], ...]
    where: str


class Exhibit(Record):
    """One piece of evidence, ready for the page."""

    number: int
    evidence: Evidence
    captured: bool = False
    """Whether the capture is there to be opened."""
    repeated: bool = False
    """Whether an earlier piece of evidence cites the same capture."""
    screenshot: bool = False
    passages: tuple[Passage, ...] = ()
    same_as: int | None = None
    """Number of an earlier piece that quotes the same: what the second look saw again."""
    row: ListRow | None = None
    price_base: bool = False
    fetched: str | None = None
    look: int | None = None
    captured_at: str | None = None
    url: str | None = None


def is_price_base(reference: str | None) -> bool:
    """Return whether evidence cites a line of the price base (`price_base#<id>`) rather than a list's row."""
    return (reference or "").startswith("price_base#")


def read_exhibits(finding: FindingView, deps: WebDeps) -> list[Exhibit]:
    """Return every piece of evidence of a finding with what can be shown of it."""
    exhibits: list[Exhibit] = []
    shown: set[str | None] = {None}
    quoted: dict[tuple[str, str], int] = {}
    for number, piece in enumerate(finding.evidence, start=1):
        exhibit = _exhibit(number, piece, finding.sweep, deps)
        same_as = quoted.get((piece.quote, piece.locator))
        exhibits.append(exhibit.model_copy(update={"repeated": piece.capture in shown, "same_as": same_as}))
        quoted.setdefault((piece.quote, piece.locator), number)
        shown.add(piece.capture)
    return exhibits


def _exhibit(number: int, piece: Evidence, sweep: str | None, deps: WebDeps) -> Exhibit:
    if piece.capture is None:
        priced = is_price_base(piece.list_row)
        row = deps.list_row(piece.list_row) if piece.list_row and not priced else None
        return Exhibit(number=number, evidence=piece, row=row, price_base=priced)
    captured = deps.capture(piece.capture, sweep)
    if captured is None:
        return Exhibit(number=number, evidence=piece)
    page = captured.page
    return Exhibit(
        number=number,
        evidence=piece,
        captured=True,
        screenshot=screenshot_path(captured) is not None,
        passages=find_passages(page, piece.quote),
        fetched=page.fetched,
        look=page.look,
        captured_at=page.captured_at.isoformat() if page.captured_at else None,
        url=page.url,
    )


def find_passages(page: RawPage, quote: str) -> tuple[Passage, ...]:
    """Return the quote with what stands around it: in what a reader sees, else in the source of page or fragments."""
    body = decode(page.body, page.content_type).text
    fragments = [decode(fragment.body, fragment.content_type).text for fragment in page.fragments]
    parts = [("页面正文", visible_text(body))]
    parts += [("页面片段", visible_text(text)) for text in fragments]
    parts += [("页面源代码", body), *(("页面片段源代码", text) for text in fragments)]
    for where, text in parts:
        spans = quote_spans(text, quote)
        if spans:
            return tuple(_passage(text, group, where) for group in _neighbours(spans)[:PASSAGES])
    return ()


def _neighbours(spans: list[Span]) -> list[list[Span]]:
    """Return spans in groups that are read together."""
    groups: list[list[Span]] = []
    for span in spans:
        if groups and span[0] - groups[-1][-1][1] <= 2 * AROUND:
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _passage(text: str, spans: list[Span], where: str) -> Passage:
    begin, end = max(0, spans[0][0] - AROUND), min(len(text), spans[-1][1] + AROUND)
    pieces: list[tuple[str, bool]] = [("…", False)] if begin else []
    done = begin
    for start, stop in spans:
        pieces += [(text[done:start], False), (text[start:stop], True)]
        done = stop
    pieces += [(text[done:end], False), ("…" if end < len(text) else "", False)]
    shown = ((piece.replace("\n", "　"), marked) for piece, marked in pieces if piece)
    return Passage(pieces=tuple(shown), where=where)


def screenshot_path(captured: Captured) -> Path | None:
    """Return the capture's screenshot; only a file inside its own sweep folder counts."""
    if not captured.page.screenshot:
        return None
    path = (captured.folder / captured.page.screenshot).resolve()
    return path if path.is_relative_to(captured.folder.resolve()) and path.is_file() else None


def picture_type(body: bytes) -> str | None:
    """Return the media type of a picture by its first bytes; None for anything else."""
    return next((kind for start, kind in PICTURES.items() if body.startswith(start)), None)
