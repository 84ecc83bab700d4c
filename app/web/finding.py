"""A finding as the page shows it, made from its document in the index and the decision in the office database."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from app.office.records import Review
from app.web.dependencies import WebDeps
from config.errors import StoreUnavailable
from config.faults import fault
from config.record import Record
from index.tokens import highlight
from matchers.records import Basis, Evidence, Feature

T = TypeVar("T", bound=BaseModel)
Pieces = tuple[tuple[str, bool], ...]
"""A text cut into what was searched for (True) and the rest."""


class Seen(Record):
    """One line of a finding's history."""

    at: str | None
    state: str
    sweep: str | None = None


class FindingView(Record):
    """One finding, ready for the templates and the export."""

    id: str
    rule: str
    severity: str
    standing: str
    looks: int | None = None
    state: str
    pending: bool = False
    review: str = "none"
    platform: str
    url: str | None = None
    item_id: str | None = None
    live_roles: str | None = None
    shop: str | None = None
    seller: str | None = None
    seller_code: str | None = None
    region: str | None = None
    precision: str = "none"
    group: str | None = None
    title: str | None = None
    summary: str
    price: str | None = None
    sweep: str | None = None
    captured_at: str | None = None
    first_seen: str | None = None
    last_seen: str | None = None
    basis: tuple[Basis, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    explanation: tuple[Feature, ...] = ()
    history: tuple[Seen, ...] = ()
    summary_pieces: Pieces = ()
    title_pieces: Pieces = ()
    shop_pieces: Pieces = ()


def view_finding(
    identifier: str, document: Mapping[str, Any], deps: WebDeps, *, review: Review | None = None, text: str = ""
) -> FindingView:
    """Return a finding for the page; a decision in the office database counts before what the index says."""
    region = document.get("seller_region")
    group = document.get("group")
    return FindingView(
        id=identifier,
        rule=document["rule"],
        severity=document["severity"],
        standing=document["standing"],
        looks=document.get("looks"),
        state=document.get("state") or "new",
        pending=bool(document.get("pending")),
        review=review.verdict if review else document.get("review") or "none",
        platform=document["platform"],
        url=document.get("url"),
        item_id=document.get("item_id"),
        live_roles=document.get("live_roles"),
        shop=document.get("shop"),
        seller=document.get("seller_name"),
        seller_code=document.get("seller_code"),
        region=document.get("seller_region_name") or (region and (deps.region_titles(region) or region)),
        precision=document.get("seller_region_precision") or "none",
        group=document.get("group_name") or (group and deps.group_titles.get(group, group)),
        title=document.get("title"),
        summary=document.get("summary") or "",
        price=None if document.get("price") is None else str(document["price"]),
        sweep=document.get("sweep"),
        captured_at=document.get("captured_at"),
        first_seen=document.get("first_seen"),
        last_seen=document.get("last_seen"),
        basis=_parts(document, "basis", Basis),
        evidence=_parts(document, "evidence", Evidence),
        explanation=_parts(document, "explanation", Feature),
        history=tuple(_seen(entry) for entry in document.get("history") or ()),
        summary_pieces=cut(document.get("summary") or "", text),
        title_pieces=cut(document.get("title") or "", text),
        shop_pieces=cut(document.get("shop") or "", text),
    )


def cut(original: str, query: str) -> Pieces:
    """Return the text in pieces, those the query found marked."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for start, stop in highlight(original, query) if query else []:
        pieces += [(original[end:start], False), (original[start:stop], True)]
        end = stop
    pieces.append((original[end:], False))
    return tuple(piece for piece in pieces if piece[0])


def _parts(document: Mapping[str, Any], name: str, model: type[T]) -> tuple[T, ...]:
    """Return the records a document holds. Raises StoreUnavailable where another version of the program indexed it."""
    try:
        return tuple(model.model_validate(part) for part in document.get(name) or ())
    except ValidationError as error:
        raise StoreUnavailable(
            f"索引中的 {name}（{fault(error)}）与现行程序的版本不合，请先运行 goodswatch rebuild"
        ) from error


def _seen(entry: Mapping[str, Any]) -> Seen:
    return Seen(
        at=entry.get("at") or entry.get("seen_at"),
        state=entry["state"],
        sweep=entry.get("sweep") or entry.get("sweep_id"),
    )
