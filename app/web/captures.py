"""The captured pages: found by address, item or shop, opened with what was read of them marked where it stands."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal
from urllib.parse import urlencode, urlsplit, urlunsplit

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, Response

from app import labels
from app.web.dependencies import Captured, Deps, Kept, WebDeps
from app.web.evidence import picture_type, screenshot_path
from app.web.inert import render_inert
from app.web.marking import render_marked
from app.web.places import Located, locate
from app.web.reading import field_title, read_fields
from app.web.rendering import render
from app.web.security import CAPTURE_POLICY
from config.record import Record
from crawler.read.dom.decode import decode
from index.contract import Answer, Hit, Kind
from index.query import Asked, understand

captures = APIRouter(prefix="/captures")
SHOWN = 25
LONGEST_ADDRESS = 40
NEWEST: tuple[tuple[str, Literal["asc", "desc"]], ...] = (("captured_at", "desc"),)
SHA256 = re.compile(r"[0-9a-f]{64}")


class PageLink(Record):
    """Where one capture can be opened."""

    text: str
    link: str


class FoundPage(Record):
    """One item or shop as the search lists it, with its captures; the first is the one its title opens."""

    links: tuple[PageLink, ...]
    title: str
    url: str | None
    platform: str
    shop: str | None
    captured_at: str | None


@captures.get("")
def search(
    request: Request,
    deps: Deps,
    q: Annotated[str, Query(max_length=2000)] = "",
    page: Annotated[int, Query(ge=1, le=400)] = 1,
) -> HTMLResponse:
    """Find pages by address, item id, shop, title or certificate number."""
    text = q.strip()
    items = _ask(deps, "listings", text, page)
    shops = _ask(deps, "disclosures", text, page)
    most = max(items.total, shops.total)
    return render(
        request,
        "captures.html",
        text=text,
        items=[_found(hit, deps) for hit in items.hits],
        shops=[_found(hit, deps) for hit in shops.hits],
        totals={"item": items.total, "shop": shops.total},
        page=page,
        pages=min(-(-most // SHOWN), 400),
        page_link=lambda number: f"/captures?{urlencode({'q': text, 'page': number})}",
    )


@captures.get("/{sha256}")
def capture(request: Request, deps: Deps, sha256: str, sweep: str | None = None) -> HTMLResponse:
    """One captured page with every field that was read of it."""
    found = _captured(deps, sha256, sweep)
    kept = deps.record(sha256, found.sweep_id)
    located = locate(found.page, kept.record) if kept else Located()
    fields = read_fields(kept.record, located) if kept else []
    return render(
        request,
        "capture.html",
        found=found,
        kept=kept,
        about=_about(found, kept),
        fields={
            state: chosen
            for state in labels.LABELS["reading"]
            if (chosen := [field for field in fields if field.state == state])
        },
        body=f"/captures/{sha256}/page?{urlencode({'sweep': found.sweep_id})}",
        first=next((field.anchor for field in fields if field.anchor), None),
        screenshot=screenshot_path(found) is not None,
    )


@captures.get("/{sha256}/page")
def body(deps: Deps, sha256: str, sweep: str | None = None) -> HTMLResponse:
    """The captured page as a dead document, with the read values marked."""
    found = _captured(deps, sha256, sweep)
    kept = deps.record(sha256, found.sweep_id)
    if kept is None:
        page = render_inert(decode(found.page.body, found.page.content_type).text)
    else:
        page = render_marked(locate(found.page, kept.record), lambda name: field_title(kept.record, name))
    return HTMLResponse(page, headers={"content-security-policy": CAPTURE_POLICY, "x-frame-options": "SAMEORIGIN"})


@captures.get("/{sha256}/screenshot")
def screenshot(deps: Deps, sha256: str, sweep: str | None = None) -> Response:
    """The screenshot taken with a capture."""
    path = screenshot_path(_captured(deps, sha256, sweep))
    picture = path.read_bytes() if path else b""
    kind = picture_type(picture)
    if kind is None:
        raise HTTPException(404, "没有截图")
    return Response(picture, media_type=kind, headers={"content-security-policy": CAPTURE_POLICY})


def _captured(deps: WebDeps, sha256: str, sweep: str | None) -> Captured:
    found = deps.capture(sha256, sweep) if SHA256.fullmatch(sha256) else None
    if found is None:
        raise HTTPException(404, "取证正文不在本机")
    return found


def _about(found: Captured, kept: Kept | None) -> dict[str, str | None]:
    """Return what the page is: its subject's name, kind, what kept its content from a visitor."""
    record = kept.record if kept else None
    part = (record.listing or record.disclosure or record.footer) if record else None
    named = getattr(part, "title", None) or getattr(part, "shop", None) or getattr(part, "name", None)
    return {
        "title": named or found.page.url or "取证页面",
        "kind": record.kind if record else None,
        "gate": record.gate if record else found.page.gate,
        "footer": "是" if record and not record.listing and not record.disclosure and record.footer else None,
    }


def _ask(deps: WebDeps, kind: Kind, text: str, page: int) -> Answer:
    asked = Asked(kind=kind, text=text, sort=NEWEST, size=SHOWN, offset=(page - 1) * SHOWN)
    query = understand(asked, canonical_url=deps.canonical_url).query
    return deps.store.search(query.model_copy(update={"facets": ()}))


def _found(hit: Hit, deps: WebDeps) -> FoundPage:
    document = hit.document
    pages = document.get("pages") or [{"url": document.get("url"), "capture": document.get("capture")}]
    shop = document.get("shop") or document.get("seller_name")
    links = {_inside(page.get("url")): _link(page["capture"], document) for page in pages if page.get("capture")}
    return FoundPage(
        links=tuple(PageLink(text=text, link=link) for text, link in links.items()),
        title=document.get("title") or shop or document.get("url") or hit.id,
        url=document.get("url"),
        platform=deps.platform_title(document.get("platform") or ""),
        shop=shop,
        captured_at=document.get("captured_at"),
    )


def _inside(url: str | None) -> str:
    """Return an address without its host, short enough to stand in a line."""
    text = urlunsplit(("", "", *urlsplit(url or "")[2:])) or "/"
    return text if len(text) <= LONGEST_ADDRESS else f"{text[:LONGEST_ADDRESS]}…"


def _link(sha256: str, document: Mapping[str, Any]) -> str:
    return f"/captures/{sha256}?{urlencode({'sweep': document.get('sweep') or ''})}"
