"""A shop on a loopback port: its own templates, what is true of it, and a log of what it was asked."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"
ROBOTS = "User-agent: *\nDisallow: /private/\n"


@dataclass(frozen=True)
class Answer:
    """What the shop says to one request."""

    body: str | bytes = ""
    status: int = 200
    kind: str = HTML
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """One request: the target as sent, and its parts."""

    method: str
    target: str
    path: str
    query: dict[str, str]
    host: str
    times: int


@dataclass
class Truth:
    """What a sweep of the shop must come to. Paths are as the shop's own canonical links say them."""

    items: set[str] = field(default_factory=set)
    disclosures: set[str] = field(default_factory=set)
    missing: dict[str, set[str]] = field(default_factory=dict)
    """Rules broken by an item page."""
    shop_missing: dict[str, set[str]] = field(default_factory=dict)
    """Rules broken by a shop; "" is a self-built shop itself."""
    gated: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    never: str = r"^/private/"
    """What must never be asked for, as a pattern of the target."""
    most_requests: int = 200
    """Above so many requests the sweep fell into a trap."""


@dataclass
class Shop:
    """How a shop answers, and the truth about it."""

    name: str
    respond: Callable[[Asked], Answer | str | None]
    truth: Truth
    declaration: str = ""
    """Lines of a short `platform.toml`, `{host}` for its address."""
    encoding: str = "utf-8"
    needs_browser: bool = False


class Running:
    """A shop that is open."""

    def __init__(self, shop: Shop, host: str) -> None:
        self.shop = shop
        self.host = host
        self.asked: list[tuple[str, str]] = []
        self.times: list[float] = []

    def answer(self, method: str, target: str) -> Answer:
        """Return the shop's answer and write the request down."""
        self.asked.append((method, target))
        self.times.append(time.monotonic())
        parts = urlsplit(target)
        encoding = "gb18030" if self.shop.encoding == "gbk" else "utf-8"
        query = dict(parse_qsl(parts.query, keep_blank_values=True, encoding=encoding))
        asked = Asked(method, target, parts.path, query, self.host, self.asked.count((method, target)))
        found = self.shop.respond(asked) if method == "GET" else Answer("no", 405)
        if found is None:
            found = Answer(ROBOTS, kind="text/plain") if parts.path == "/robots.txt" else Answer("<h1>404</h1>", 404)
        return found if isinstance(found, Answer) else Answer(found)


@contextmanager
def opened(shop: Shop) -> Iterator[Running]:
    """Open a shop on a free port."""
    running: Running

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self._answer()

        def _answer(self) -> None:
            answer = running.answer(self.command, self.path)
            kind = answer.kind
            body = answer.body
            if isinstance(body, str):
                body = body.encode(shop.encoding, "replace")
            self.send_response(answer.status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                self.close_connection = True

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

    server = Server(("127.0.0.1", 0), Handler)
    running = Running(shop, f"127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
