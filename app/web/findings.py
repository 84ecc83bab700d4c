"""The findings: search, export, one finding with its evidence, and the decision about it."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args
from urllib.parse import quote

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from app import labels
from app.export.tables import csv_lines, xlsx_file
from app.office.records import Verdict
from app.web.dependencies import Captured, CurrentUser, Deps, PricePosition, WebDeps
from app.web.evidence import picture_type, read_exhibits, screenshot_path
from app.web.finding import FindingView, view_finding
from app.web.inert import render_inert
from app.web.plot import describe, price_plot
from app.web.questions import DEEPEST, FACETS, PAGE_SIZE, SORTS, VIEWS, SearchState, View, read_question
from app.web.rendering import render
from app.web.security import CAPTURE_POLICY, FIELD, FormTokens
from config.errors import StoreUnavailable
from config.law import ARTICLE_UNVERIFIED
from crawler.read.dom.decode import decode
from index.publish import Decision, decision_changes
from matchers.records import Basis

log = logging.getLogger(__name__)
findings = APIRouter(prefix="/findings")
FACET_SHOWN = 8
ORDERED = frozenset({"severity", "state"})
"""Facets in the order of their labels; the others by count."""
REASON_LENGTH = 1000
NAME_LENGTH = 40
CHUNK = 500
COLUMNS: tuple[tuple[str, str], ...] = (
    ("编号", "id"),
    ("疑似问题", "summary"),
    ("规则", "rule_title"),
    ("规则代码", "rule"),
    ("严重程度", "severity"),
    ("效力", "standing"),
    ("状态", "state"),
    ("待复看", "pending"),
    ("处理意见", "review"),
    ("平台", "platform"),
    ("店铺", "shop"),
    ("销售者", "seller"),
    ("统一社会信用代码", "seller_code"),
    ("销售者所在地", "region"),
    ("所在地精度", "precision"),
    ("商品", "title"),
    ("商品编号", "item_id"),
    ("链接", "url"),
    ("价格", "price"),
    ("产品组", "group"),
    ("依据", "basis"),
    ("引文", "quotes"),
    ("取证", "captures"),
    ("取证时间", "captured_at"),
    ("首次发现", "first_seen"),
    ("最近发现", "last_seen"),
)


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet, with the address that chooses it or no longer does."""

    title: str
    count: int
    chosen: bool
    link: str
    level: int = 0


@dataclass(frozen=True)
class Facet:
    """One facet beside the results."""

    title: str
    values: list[FacetValue]
    shown: int = FACET_SHOWN


@findings.get("")
def search(request: Request, deps: Deps) -> HTMLResponse:
    """Search with facets; by default only what is 依据生效, not 待复看 and not 排除."""
    asked = read_question(request.query_params)
    answer = deps.store.search(asked.query(facets=tuple(FACETS), canonical_url=deps.canonical_url))
    reviews = deps.office.reviews_of(hit.id for hit in answer.hits)
    hits = [
        view_finding(hit.id, hit.document, deps, review=reviews.get(hit.id), text=asked.text) for hit in answer.hits
    ]
    return render(
        request,
        "findings.html",
        asked=asked,
        hits=hits,
        total=answer.total,
        first=(asked.page - 1) * PAGE_SIZE + 1,
        page=asked.page,
        pages=-(-min(answer.total, DEEPEST) // PAGE_SIZE),
        page_link=lambda number: asked.link(page=number),
        facets=_facets(asked, answer.facets, deps),
        chosen=_chosen(asked, deps),
        views=VIEWS,
        counts=_view_counts(asked, answer.total, deps),
        sorts={key: name for key, (name, _) in SORTS.items()},
        export=asked.search,
    )


@findings.get("/export.{kind}")
def export(request: Request, deps: Deps, kind: Literal["csv", "xlsx"]) -> Response:
    """Download everything the question finds, in its order."""
    asked = read_question(request.query_params)
    columns = [name for name, _ in COLUMNS]
    rows = _export_rows(asked, deps)
    name = f"线索-{labels.day(deps.clock())}.{kind}"
    headers = {"content-disposition": f"attachment; filename=findings.{kind}; filename*=UTF-8''{quote(name)}"}
    if kind == "csv":
        return StreamingResponse(csv_lines(columns, rows), media_type="text/csv; charset=utf-8", headers=headers)
    notes = (
        "所列均为系统比对得出的疑似线索，须经人工核实；是否违法由有管辖权的部门认定。",
        f"导出时间 {labels.moment(deps.clock())}　范围 {VIEWS[asked.view]}　检索词 {asked.text or '无'}",
        *(["示例数据：店铺、商品与证照号码均为虚构。"] if deps.demo else []),
    )
    book = xlsx_file(columns, rows, title="疑似线索", notes=notes)
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Response(book, media_type=media, headers=headers)


@findings.get("/{identifier}")
def finding(request: Request, deps: Deps, identifier: str) -> HTMLResponse:
    """One finding: what is wrong, why, on what evidence, and what people decided."""
    return _finding_page(request, deps, identifier)


@findings.post("/{identifier}/review", response_model=None)
def review(
    request: Request,
    deps: Deps,
    user: CurrentUser,
    identifier: str,
    token: Annotated[str, Form(alias=FIELD)] = "",
    verdict: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
) -> Response:
    """Keep a decision, in the office database first, and let the search know."""
    tokens: FormTokens = request.app.state.tokens
    tokens.check(request, token)
    _document(deps, identifier)
    by, why = (user.name or name).strip(), reason.strip()
    problem = _review_problem(verdict, why, by)
    if problem:
        typed = {"verdict": verdict, "reason": reason, "name": name}
        return _finding_page(request, deps, identifier, problem=problem, typed=typed, status=422)
    checked: Verdict = verdict  # type: ignore[assignment]  # one of get_args(Verdict), checked above
    now = deps.clock()
    deps.office.review(identifier, checked, reason=why, name=by, at=now)
    changes = decision_changes(Decision(verdict=checked, reason=why, name=by, at=now))
    try:
        result = deps.store.update("findings", [(identifier, changes)])
        for rejected in result.rejected:
            log.warning("Review not in the index", extra={"finding": identifier, "reason": rejected.reason})
    except StoreUnavailable:
        # The decision is kept; the next publish or rebuild brings it into the index.
        log.warning("Review not in the index", extra={"finding": identifier}, exc_info=True)
    return RedirectResponse(f"/findings/{quote(identifier, safe='')}", status_code=303)


@findings.get("/{identifier}/captures/{number}")
def capture(deps: Deps, identifier: str, number: int) -> HTMLResponse:
    """The captured page as a dead document, with the finding's quotes marked."""
    view = view_finding(identifier, _document(deps, identifier), deps)
    captured = _cited(view, number, deps)
    text = decode(captured.page.body, captured.page.content_type).text
    quotes = tuple(piece.quote for piece in view.evidence if piece.capture == view.evidence[number - 1].capture)
    page = render_inert(text, quotes)
    return HTMLResponse(page, headers={"content-security-policy": CAPTURE_POLICY, "x-frame-options": "SAMEORIGIN"})


@findings.get("/{identifier}/screenshots/{number}")
def screenshot(deps: Deps, identifier: str, number: int) -> Response:
    """The screenshot taken with a capture."""
    view = view_finding(identifier, _document(deps, identifier), deps)
    path = screenshot_path(_cited(view, number, deps))
    body = path.read_bytes() if path else b""
    kind = picture_type(body)
    if kind is None:
        raise HTTPException(404, "没有截图")
    return Response(body, media_type=kind, headers={"content-security-policy": CAPTURE_POLICY})


def _finding_page(
    request: Request,
    deps: WebDeps,
    identifier: str,
    *,
    problem: str | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> HTMLResponse:
    document = _document(deps, identifier)
    reviews = deps.office.review_history(identifier)
    view = view_finding(identifier, document, deps, review=reviews[0] if reviews else None)
    position = deps.price_position(document)
    return render(
        request,
        "finding.html",
        status=status,
        finding=view,
        rule=deps.rule(view.rule),
        basis=[_basis(entry, deps) for entry in view.basis],
        exhibits=read_exhibits(view, deps),
        plot=_plot(position) if position else None,
        history=view.history,
        reviews=reviews,
        verdicts={verdict: labels.label("verdict", verdict) for verdict in get_args(Verdict)},
        problem=problem,
        typed=typed or {"verdict": "", "reason": "", "name": ""},
    )


def _document(deps: WebDeps, identifier: str) -> dict[str, Any]:
    document = deps.store.get("findings", identifier)
    if document is None:
        raise HTTPException(404, "没有这条线索")
    return document


def _cited(view: FindingView, number: int, deps: WebDeps) -> Captured:
    """Return the capture that one piece of evidence cites; only cited captures can be opened."""
    piece = view.evidence[number - 1] if 1 <= number <= len(view.evidence) else None
    captured = deps.capture(piece.capture, view.sweep) if piece and piece.capture else None
    if captured is None:
        raise HTTPException(404, "取证正文不在本机")
    return captured


def _review_problem(verdict: str, reason: str, name: str) -> str | None:
    if verdict not in get_args(Verdict):
        return "请选择 属实、排除 或 待核"
    if not reason or len(reason) > REASON_LENGTH:
        return f"请填写理由（不超过 {REASON_LENGTH} 字）"
    if not name or len(name) > NAME_LENGTH:
        return f"请填写姓名（不超过 {NAME_LENGTH} 字）"
    return None


def _basis(entry: Basis, deps: WebDeps) -> dict[str, Any]:
    """Return a basis with the mark 条款号待核 taken out of the article, to be shown as a sign of its own."""
    unverified = ARTICLE_UNVERIFIED in entry.article or deps.unverified_articles(entry.id)
    article = entry.article.replace(f"（{ARTICLE_UNVERIFIED}）", "").replace(ARTICLE_UNVERIFIED, "")
    return {**entry.model_dump(), "article": article, "unverified": unverified}


def _plot(position: PricePosition) -> dict[str, Any]:
    window = f"{position.window_from} 至 {position.window_to}" if position.window_from else None
    return {"svg": price_plot(position), "sentence": describe(position), "title": position.title, "window": window}


def _facets(asked: SearchState, counted: dict[str, tuple[tuple[str, int], ...]], deps: WebDeps) -> list[Facet]:
    """Return every facet; one with a choice of its own is counted as if nothing were chosen there."""
    found = []
    for field, title in FACETS.items():
        counts = counted.get(field, ())
        if field in asked.chosen:
            counts = deps.store.search(
                asked.query(size=0, facets=(field,), without=field, canonical_url=deps.canonical_url)
            ).facets.get(field, ())
        found.append(Facet(title=title, values=_facet_values(asked, field, counts, deps)))
    return found


def _facet_values(asked: SearchState, field: str, counts: Iterable[tuple[str, int]], deps: WebDeps) -> list[FacetValue]:
    chosen = asked.chosen.get(field, ())
    known = dict(counts)
    every = [*known.items(), *((value, 0) for value in chosen if value not in known)]
    if field in ORDERED:
        order = list(labels.LABELS[field])
        every.sort(key=lambda pair: (order.index(pair[0]) if pair[0] in order else len(order), pair[0]))
    elif field == "seller_regions":
        every.sort()
    else:
        every.sort(key=lambda pair: (pair[0] not in chosen, -pair[1], pair[0]))
    titles = {value: value_title(field, value, deps) for value, _ in every}
    return [
        FacetValue(
            title=_inside_title(value, titles) if field == "seller_regions" else titles[value],
            count=count,
            chosen=value in chosen,
            link=asked.toggled(field, value),
            level=_region_level(value) if field == "seller_regions" else 0,
        )
        for value, count in every
    ]


def _inside_title(code: str, titles: dict[str, str]) -> str:
    """Return a division's name without that of the city or province listed above it."""
    title = titles[code]
    for above in (f"{code[:4]}00", f"{code[:2]}0000"):
        if above != code and above in titles and title.startswith(titles[above]):
            return title.removeprefix(titles[above]) or title
    return title


def _region_level(code: str) -> int:
    """Return 0 for a province's code (or a bare name), 1 for a city's, 2 for a county's."""
    if len(code) != 6 or not code.isdigit():
        return 0
    return 0 if code.endswith("0000") else 1 if code.endswith("00") else 2


def value_title(field: str, value: str, deps: WebDeps) -> str:
    """Return what staff read for one value of a facet."""
    if field in ("state", "severity", "standing"):
        return labels.label(field, value)
    if field == "review":
        return labels.label("verdict", value)
    if field == "platform":
        return deps.platform_title(value)
    if field == "rule":
        return deps.rule(value).title
    if field == "group":
        return deps.group_titles.get(value, value)
    return deps.region_titles(value) or labels.label("region", value)


def _chosen(asked: SearchState, deps: WebDeps) -> list[tuple[str, str, str, str]]:
    return [
        (field, value, value_title(field, value, deps), asked.toggled(field, value))
        for field, values in asked.chosen.items()
        for value in values
    ]


def _view_counts(asked: SearchState, total: int, deps: WebDeps) -> dict[View, int]:
    """Return how many each view holds for the same question, so that what is hidden is one click away."""
    return {
        view: total
        if view == asked.view
        else deps.store.search(asked.in_view(view).query(size=0, canonical_url=deps.canonical_url)).total
        for view in VIEWS
    }


def _export_rows(asked: SearchState, deps: WebDeps) -> Iterator[list[str]]:
    for hit in deps.store.export(asked.query(canonical_url=deps.canonical_url)):
        yield _export_row(view_finding(hit.id, hit.document, deps), deps)


def _export_row(view: FindingView, deps: WebDeps) -> list[str]:
    cells = {
        **{name: "" if value is None else str(value) for name, value in view.model_dump().items()},
        "rule_title": deps.rule(view.rule).title,
        "severity": labels.label("severity", view.severity),
        "standing": labels.label("standing", view.standing),
        "state": labels.label("state", view.state),
        "pending": "是" if view.pending else "否",
        "review": labels.label("verdict", view.review),
        "platform": deps.platform_title(view.platform),
        "precision": labels.label("precision", view.precision),
        "basis": "；".join(
            f"{entry.title}{entry.article}（{labels.label('law', entry.status)}）" for entry in view.basis
        ),
        "quotes": "；".join(piece.quote for piece in view.evidence if piece.quote),
        "captures": "；".join(piece.capture or piece.list_row or "" for piece in view.evidence),
        "captured_at": labels.moment(view.captured_at),
        "first_seen": labels.day(view.first_seen),
        "last_seen": labels.day(view.last_seen),
    }
    return [cells[key] for _, key in COLUMNS]
