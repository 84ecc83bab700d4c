"""Fills the templates: everything is escaped, every page carries the navigation, the banner and its form token."""

from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app import labels
from app.web.dependencies import WebDeps, current_user
from app.web.security import COOKIE, FIELD, FormTokens
from app.web.sparkline import sparkline, state_bar

HERE = Path(__file__).parent
SECTIONS = (
    ("/", "概览"),
    ("/findings", "线索"),
    ("/captures", "页面"),
    ("/tasks", "任务"),
    ("/sweeps", "采集"),
    ("/platforms", "平台"),
    ("/lists", "清单"),
    ("/draws", "抽样"),
)
TITLE = "网售重点工业产品监测"


def make_environment() -> Environment:
    """Return the template environment, with the labels as filters."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(sections=SECTIONS, site=TITLE, form_field=FIELD)
    environment.filters.update(
        label=lambda value, kind: labels.label(kind, value),
        moment=labels.moment,
        day=labels.day,
        amount=labels.amount,
        share=labels.share,
        weblink=web_link,
        basename=lambda path: Path(path).name,
        sparkline=sparkline,
        state_bar=state_bar,
    )
    return environment


def web_link(url: str | None) -> str | None:
    """Return a URL that may stand in a link: http and https only; what a seller wrote may be anything."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def render(request: Request, template: str, *, status: int = HTTPStatus.OK, **values: Any) -> HTMLResponse:
    """Return one page."""
    deps: WebDeps = request.app.state.deps
    tokens: FormTokens = request.app.state.tokens
    cookie = tokens.cookie_value(request)
    path = request.url.path
    page = request.app.state.templates.get_template(template).render(
        deps=deps,
        user=current_user(request),
        here=max((place for place, _ in SECTIONS if path.startswith(place)), key=len, default="/"),
        token=tokens.token(cookie),
        now=deps.clock(),
        **values,
    )
    response = HTMLResponse(page, status_code=status)
    if request.cookies.get(COOKIE) != cookie:
        response.set_cookie(COOKIE, cookie, httponly=True, samesite="strict", path="/")
    return response
