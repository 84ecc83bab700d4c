"""Keeps foreign pages out: host check against DNS rebinding, origin and token on every change, strict headers."""

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from fastapi import HTTPException, Request
from itsdangerous import BadSignature, Signer
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "goodswatch_form"
FIELD = "form_token"
SAFE_METHODS = frozenset({"GET", "HEAD"})
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; "
    "script-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
CAPTURE_POLICY = (
    "sandbox; default-src 'none'; script-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
"""For captured bodies: a document of an origin of its own in which nothing runs, loads, submits or opens."""
HEADERS = {
    "content-security-policy": PAGE_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}


def is_loopback(host: str) -> bool:
    """Return whether a host name or address can only mean this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Guard:
    """Refuses requests that were not meant for this page, and puts the security headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or answer it with 400 or 403."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        send_safely = _with_headers(send)
        refusal = refuse(Headers(scope=scope), scope["method"], scope["scheme"])
        if refusal is None:
            await self._app(scope, receive, send_safely)
            return
        status, reason = refusal
        await PlainTextResponse(reason, status_code=status)(scope, receive, send_safely)


def refuse(headers: Headers, method: str, scheme: str) -> tuple[int, str] | None:
    """Return status and reason when a request must be refused for its Host or Origin, else None."""
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not is_loopback(_host_name(hosts[0])):
        return 400, "拒绝访问：主机名不是本机地址"
    if method in SAFE_METHODS:
        return None
    origin = headers.get("origin") or _origin_of(headers.get("referer"))
    if origin != f"{scheme}://{hosts[0]}".lower():
        return 403, "拒绝提交：请求不是从本页面发出的"
    return None


def _host_name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _origin_of(url: str | None) -> str | None:
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return f"{parts.scheme}://{parts.netloc}".lower()


def _with_headers(send: Send) -> Callable[[MutableMapping[str, Any]], Awaitable[None]]:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_with_headers


class FormTokens:
    """Ties a form to the browser it was shown in: a signed copy of a strict, script-proof cookie."""

    def __init__(self) -> None:
        # A new key with every start: forms older than the process are refused and simply shown again.
        self._signer = Signer(secrets.token_bytes(32), salt="form")

    def cookie_value(self, request: Request) -> str:
        """Return the browser's value, or a new one for a browser that has none."""
        return request.cookies.get(COOKIE) or secrets.token_urlsafe(24)

    def token(self, cookie: str) -> str:
        """Return what a form shown to this browser carries."""
        return self._signer.sign(cookie).decode()

    def check(self, request: Request, token: str) -> None:
        """Raise 403 unless the token was made here for this very browser."""
        cookie = request.cookies.get(COOKIE, "")
        try:
            signed = self._signer.unsign(token.encode()).decode()
        except (BadSignature, UnicodeError) as error:
            raise HTTPException(403, "页面已过期，请返回刷新后重新提交") from error
        if not cookie or not secrets.compare_digest(signed.encode(), cookie.encode()):
            raise HTTPException(403, "页面已过期，请返回刷新后重新提交")
