"""The pages about the work itself: last sweep, sweeps, tasks, platforms, lists, draws."""

from typing import Annotated, Any, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from app import labels
from app.office.records import TaskKind, TaskState
from app.office.summary import SweepSummary
from app.stages.image_records import texts_of
from app.web.dependencies import CurrentUser, Deps, WebDeps
from app.web.platform_cards import KEY_FIELDS, platform_cards
from app.web.rendering import render
from app.web.security import FIELD, FormTokens
from crawler.records import Outcome

TASKS_SHOWN = 50
RUNS_SHOWN = 10
pages = APIRouter()


@pages.get("/")
def overview(request: Request, deps: Deps) -> HTMLResponse:
    """Last sweep in numbers, and the clock."""
    published = deps.summaries()
    sweeps = [summary for summary in published if summary.kind == "sweep"] or list(published)
    return render(
        request,
        "overview.html",
        last=sweeps[0] if sweeps else None,
        tasks=deps.office.count_tasks(),
        coming=deps.coming(),
        runs=deps.office.list_runs(size=RUNS_SHOWN),
        **_words(deps),
    )


@pages.get("/sweeps")
def sweeps(request: Request, deps: Deps) -> HTMLResponse:
    """Every published sweep, newest first."""
    runs = deps.office.list_runs(size=RUNS_SHOWN * 5)
    return render(request, "sweeps.html", summaries=deps.summaries(), runs=runs, **_words(deps))


@pages.get("/sweeps/{sweep_id}")
def sweep(request: Request, deps: Deps, sweep_id: str) -> HTMLResponse:
    """One sweep in numbers."""
    found: SweepSummary | None = next((one for one in deps.summaries() if one.id == sweep_id), None)
    if found is None:
        raise HTTPException(404, "没有这次采集，或尚未发布")
    return render(request, "sweep.html", last=found, **_words(deps))


@pages.get("/tasks")
def tasks(
    request: Request,
    deps: Deps,
    kind: TaskKind = "evidence",
    state: TaskState = "open",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """What waits for a person."""
    counts = deps.office.count_tasks(state)
    shown = deps.office.tasks(kind=kind, state=state, size=TASKS_SHOWN, offset=(page - 1) * TASKS_SHOWN)
    return render(
        request,
        "tasks.html",
        tasks=shown,
        texts={
            (sweep_id, url): text
            for sweep_id in {task.sweep_id for task in shown if task.images}
            for url, text in texts_of(deps.data / "sweeps" / sweep_id).items()
        },
        fields=labels.LABELS["field"],
        counts=deps.office.count_tasks(),
        kinds=labels.LABELS["task"],
        chosen=kind,
        state=state,
        page=page,
        pages=-(-counts[kind] // TASKS_SHOWN),
        page_link=lambda number: f"/tasks?{urlencode({'kind': kind, 'state': state, 'page': number})}",
    )


@pages.post("/tasks/{identifier}/close")
def close_task(
    request: Request,
    deps: Deps,
    user: CurrentUser,
    identifier: str,
    token: Annotated[str, Form(alias=FIELD)] = "",
    name: Annotated[str, Form(max_length=40)] = "",
) -> RedirectResponse:
    """Mark one task done."""
    tokens: FormTokens = request.app.state.tokens
    tokens.check(request, token)
    by = user.name or name.strip()
    if not by:
        raise HTTPException(422, "请填写姓名")
    task = deps.office.task(identifier)
    if task is None:
        raise HTTPException(404, "没有这项任务")
    deps.office.close_task(identifier, by=by, at=deps.clock())
    return RedirectResponse(f"/tasks?kind={task.kind}", status_code=303)


@pages.get("/platforms")
def platforms(request: Request, deps: Deps) -> HTMLResponse:
    """How each platform is swept and how well it is read, sweep by sweep."""
    read, unread = platform_cards(deps)
    return render(
        request,
        "platforms.html",
        read=read,
        unread=unread,
        key_fields=KEY_FIELDS,
        drop=deps.fill_drop,
        **_words(deps),
    )


@pages.get("/lists")
def lists(request: Request, deps: Deps) -> HTMLResponse:
    """Official lists, their versions and the rows that were not taken over."""
    return render(request, "lists.html", editions=deps.list_editions())


@pages.get("/draws")
def draws(request: Request, deps: Deps) -> HTMLResponse:
    """Which candidate lists were drawn; never what is on them."""
    return render(request, "draws.html", draws=deps.office.draws())


def _words(deps: WebDeps) -> dict[str, Any]:
    return {
        "outcomes": {outcome: labels.label("outcome", outcome) for outcome in get_args(Outcome)},
        "rule_title": lambda code: deps.rule(code).title,
        "group_title": lambda group: deps.group_titles.get(group, group),
        "cause_title": lambda cause: labels.label("cause", cause),
    }
