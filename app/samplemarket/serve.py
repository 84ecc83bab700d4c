"""The street over real HTTP on loopback: each site on an address of its own, every request written down."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from app.samplemarket.addresses import Addresses
from app.samplemarket.answers import Answer, Request
from app.samplemarket.goods import Site
from app.samplemarket.market import Market, MarketDay
from app.samplemarket.sites import lanbo, lanting, qiandu, shiliu, yanxi, yuxuan
from config.errors import SetupError

SITES: dict[str, Callable[[MarketDay, Site, Request], Answer]] = {
    "yanxi": yanxi.respond,
    "lanting": lanting.respond,
    "yuxuan": yuxuan.respond,
    "qiandu": qiandu.respond,
    "lanbo": lanbo.respond,
    "shiliu": shiliu.respond,
}


class Asked(NamedTuple):
    """One request a site got: `path` with its query."""

    site: str
    method: str
    path: str


class Street:
    """The running street: where its sites stand, what they were asked, and which day it is there."""

    def __init__(self, market: Market, day: int) -> None:
        self.market = market
        self.addresses: dict[str, tuple[str, int]] = {}
        self.requests: list[Asked] = []
        self._day = market.day(day)
        self._times: Counter[Asked] = Counter()
        self._lock = threading.Lock()

    @property
    def day(self) -> MarketDay:
        """The street as it stands now."""
        return self._day

    def set_day(self, number: int) -> None:
        """Let it be another day from the next request on; the log of requests goes on."""
        with self._lock:
            self._day = self.market.day(number)
            self._times.clear()

    def answer(self, site: Site, method: str, target: str) -> Answer:
        """Return a site's answer to a request, and write the request down."""
        asked = Asked(site.name, method, target)
        with self._lock:
            self.requests.append(asked)
            self._times[asked] += 1
            times = self._times[asked]
            day = self._day
        parts = urlsplit(target)
        host, port = self.addresses[site.name]
        request = Request(
            path=parts.path,
            query=dict(parse_qsl(parts.query, encoding="gb18030" if site.name == "lanting" else "utf-8")),
            authority=f"{host}:{port}",
            times_asked=times,
        )
        return SITES[site.name](day, site, request)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], street: Street, site: Site) -> None:
        super().__init__(address, _Handler)
        self.street = street
        self.site = site


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 15
    wbufsize = 1 << 16  # head and body leave in one packet, else each answer waits for a delayed ACK
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        """Answer, with a body."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """Answer without a body."""
        self._answer(body=False)

    def do_POST(self) -> None:
        """No page takes a post; it is written down all the same."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        answer = self.server.street.answer(self.server.site, self.command, self.path)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if body:
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet: the street's own log has every request."""


def _opened(wanted: tuple[str, int], street: Street, site: Site) -> _Server:
    try:
        return _Server(wanted, street, site)
    except OSError as error:
        raise SetupError(f"示例市场 {site.name} 无法在 {wanted[0]}:{wanted[1]} 启动：{error.strerror}") from error


@contextmanager
def serve_market(market: Market, day: int = 0, addresses: Addresses | None = None) -> Iterator[Street]:
    """Serve the street while the context is open. Port 0 in `addresses` takes a free one."""
    street = Street(market, day)
    servers: list[_Server] = []
    try:
        for site in market.sites.values():
            wanted = (addresses or {}).get(site.name, (site.host, site.port))
            server = _opened(wanted, street, site)
            street.addresses[site.name] = (wanted[0], server.server_address[1])
            servers.append(server)
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield street
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
