"""Prepares what a finding rests on for reading: the quote in its surroundings, the screenshot, the cited list row."""

from pathlib import Path

from app.web.dependencies import Captured, ListRow, WebDeps
from app.web.inert import find_quote, visible_text
from config.record import Record
from crawler.read.decode import decode
from crawler.records import RawPage
from matchers.records import Evidence

AROUND = 160
"""Characters shown on either side of a quote."""
PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class Surroundings(Record):
    """A quote as it stands in a captured text; `where` says in which part."""

    before: str
    quote: str
    after: str
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
    surroundings: Surroundings | None = None
    row: ListRow | None = None
    fetched: str | None = None
    look: int | None = None
    captured_at: str | None = None
    url: str | None = None


def read_exhibits(evidence: tuple[Evidence, ...], deps: WebDeps) -> list[Exhibit]:
    """Return every piece of evidence of a finding with what can be shown of it."""
    exhibits: list[Exhibit] = []
    shown: set[str | None] = {None}
    for number, piece in enumerate(evidence, start=1):
        exhibit = _exhibit(number, piece, deps)
        exhibits.append(exhibit.model_copy(update={"repeated": piece.capture in shown}))
        shown.add(piece.capture)
    return exhibits


def _exhibit(number: int, piece: Evidence, deps: WebDeps) -> Exhibit:
    if piece.capture is None:
        row = deps.list_row(piece.list_row) if piece.list_row else None
        return Exhibit(number=number, evidence=piece, row=row)
    captured = deps.capture(piece.capture)
    if captured is None:
        return Exhibit(number=number, evidence=piece)
    page = captured.page
    return Exhibit(
        number=number,
        evidence=piece,
        captured=True,
        screenshot=screenshot_path(captured) is not None,
        surroundings=find_surroundings(page, piece.quote),
        fetched=page.fetched,
        look=page.look,
        captured_at=page.captured_at.isoformat() if page.captured_at else None,
        url=page.url,
    )


def find_surroundings(page: RawPage, quote: str) -> Surroundings | None:
    """Return the quote with what stands around it: in what a reader sees, else in the source of page or fragments."""
    body = decode(page.body, page.content_type).text
    parts = [("页面正文", visible_text(body))]
    fragments = [decode(fragment.body, fragment.content_type).text for fragment in page.fragments]
    parts += [("页面片段", visible_text(text)) for text in fragments]
    parts += [("页面源代码", body), *(("页面片段源代码", text) for text in fragments)]
    for where, text in parts:
        found = find_quote(text, quote)
        if found:
            start, end = found
            return Surroundings(
                before=("…" if start > AROUND else "") + text[max(0, start - AROUND) : start],
                quote=text[start:end],
                after=text[end : end + AROUND] + ("…" if end + AROUND < len(text) else ""),
                where=where,
            )
    return None


def screenshot_path(captured: Captured) -> Path | None:
    """Return the capture's screenshot; only a file inside its own sweep folder counts."""
    if not captured.page.screenshot:
        return None
    path = (captured.folder / captured.page.screenshot).resolve()
    return path if path.is_relative_to(captured.folder.resolve()) and path.is_file() else None


def picture_type(body: bytes) -> str | None:
    """Return the media type of a picture by its first bytes; None for anything else."""
    return next((kind for start, kind in PICTURES.items() if body.startswith(start)), None)
