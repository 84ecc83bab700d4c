"""Puts the page for staff together: routes, templates, guard, and one clear line for every failure."""

import re
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from app.web.captures import captures
from app.web.dependencies import WebDeps
from app.web.findings import findings
from app.web.pages import pages
from app.web.rendering import make_environment, render
from app.web.security import FormTokens, Guard, is_loopback
from config.errors import MonitorError, SettingsError

REFUSED = {
    400: "提交的内容有误，或超出了长度限制",
    404: "没有这个页面",
    405: "这个地址不接受这样的请求",
    413: "提交的内容超出了长度限制",
}
"""What to say where the framework refuses a request before any of our code saw it."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def create_app(deps: WebDeps) -> FastAPI:
    """Return the application. It keeps nothing of its own: stores, database and loaders come in `deps`."""
    app = FastAPI(title="goodswatch", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.deps = deps
    app.state.tokens = FormTokens()
    app.state.templates = make_environment()
    app.add_middleware(Guard)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    app.include_router(pages)
    app.include_router(findings)
    app.include_router(captures)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _misspelt)
    app.add_exception_handler(MonitorError, _unavailable)
    return app


def serve(app: FastAPI, host: str, port: int) -> None:
    """Serve on this machine only, until interrupted."""
    if not is_loopback(host):
        raise SettingsError(f"网页只监听本机地址，不能用 {host}")
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, server_header=False)


async def _refused(request: Request, error: Exception) -> HTMLResponse:
    assert isinstance(error, HTTPException)
    heading = {404: "没有找到", 403: "没有提交"}.get(error.status_code, "无法处理")
    # What the framework itself refuses it says in English.
    ours = bool(CHINESE.search(str(error.detail)))
    text = error.detail if ours else REFUSED.get(error.status_code, "这个请求无法处理")
    return render(request, "message.html", status=error.status_code, heading=heading, text=text)


async def _misspelt(request: Request, error: Exception) -> HTMLResponse:
    assert isinstance(error, RequestValidationError)
    places = "、".join(str(problem["loc"][-1]) for problem in error.errors())
    return render(request, "message.html", status=422, heading="无法处理", text=f"地址或表单有误：{places}")


async def _unavailable(request: Request, error: Exception) -> HTMLResponse:
    return render(request, "message.html", status=503, heading="暂时无法查询", text=str(error))
