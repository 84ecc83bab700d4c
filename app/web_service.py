"""Serves the page for staff over an installation, on this machine only."""

import socket
from collections.abc import Callable

from app.installation import Installation
from app.web.application import create_app, serve
from app.web.loading import load_deps


def serve_page(installation: Installation, *, port: int | None, say: Callable[[str], None]) -> None:
    """Serve until interrupted, printing the address first."""
    host = installation.settings.web_host
    wanted = installation.settings.web_port if port is None else port
    chosen = wanted or _free_port(host)
    say(f"网页地址：http://{host}:{chosen}/ （Ctrl+C 结束）")
    serve(create_app(load_deps(installation)), host, chosen)


def _free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port
