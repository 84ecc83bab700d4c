"""Serves the page for staff over an installation, on this machine only."""

import socket
from collections.abc import Callable

from app.installation import Installation
from app.web.application import create_app, serve
from app.web.loading import load_deps
from config.errors import SettingsError


def serve_page(installation: Installation, *, port: int | None, say: Callable[[str], None]) -> None:
    """Serve until interrupted, printing the address first."""
    host = installation.settings.web_host
    app = create_app(load_deps(installation))
    chosen = _usable_port(host, installation.settings.web_port if port is None else port)
    shown = f"[{host}]" if ":" in host else host
    say(f"网页地址：http://{shown}:{chosen}/ （Ctrl+C 结束）")
    serve(app, host, chosen)


def _usable_port(host: str, wanted: int) -> int:
    """Return the port, or any free one for 0. Raises SettingsError where it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, wanted))
        except OSError as error:
            raise SettingsError(f"端口 {wanted}：{error.strerror}；可用 --port 0 任选空闲端口") from error
        port: int = probe.getsockname()[1]
        return port
