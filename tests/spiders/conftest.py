"""Real loopback sites and real capture processes."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from config.clock import system_clock
from crawler.capture.folder import SweepFolder
from crawler.capture.plan import PlanRow, SweepSpec
from crawler.records import Visit
from tests.launching import Launched, capturing

FILLING = "<p>" + "这是一段足够长的说明文字。" * 30 + "</p>"


@dataclass
class Answer:
    """What the site says to one request."""

    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    announced: int | None = None
    """Content-Length, when it is not the body's."""


Route = Answer | str | Callable[[str], Answer | str]


class Site:
    """A site on a port of its own; counts every request."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.routes: dict[str, Route] = {"/robots.txt": Answer("", 404)}
        self.hits: Counter[str] = Counter()
        self.times: list[tuple[str, float]] = []
        self.agents: set[str] = set()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.hits[self.path] += 1
                site.times.append((self.path, time.monotonic()))
                site.agents.add(self.headers.get("User-Agent", ""))
                answer = site.answer(self.path)
                body = answer.body.encode() if isinstance(answer.body, str) else answer.body
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body) if answer.announced is None else answer.announced))
                if answer.announced is not None:
                    self.close_connection = True
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

            def handle(self) -> None:
                # A killed client breaks its connections; that is what some tests are about.
                try:
                    super().handle()
                except ConnectionError:
                    self.close_connection = True

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                pass

        self.server = Server((host, 0), Handler)
        self.host = f"{host}:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def answer(self, path: str) -> Answer:
        route = self.routes.get(path) or self.routes.get(path.partition("?")[0]) or Answer("<h1>404</h1>", 404)
        answer = route(path) if callable(route) else route
        return answer if isinstance(answer, Answer) else Answer(answer)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def page(body: str, title: str = "店铺") -> str:
    """A page with enough text to be no shell and no gate."""
    return f"<html><head><title>{title}</title></head><body>{body}{FILLING}</body></html>"


class Capture:
    """A sweep in a folder of its own, captured by a child process."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.platforms = data / "platforms"
        self.folder: SweepFolder | None = None
        self._started = 0

    def declare(
        self, name: str, site: Site, *, head: str = "", tail: str = "", entry: str = "/", kind: str = "list"
    ) -> None:
        folder = self.platforms / name
        folder.mkdir(parents=True)
        lines = [
            f'name = "{name}"',
            f'title = "{name}"',
            f'hosts = ["{site.host}"]',
            'verified_on = "made for a test"',
            head,
        ]
        lines += ["[[entries]]", f'url = "{site.url(entry)}"', f'kind = "{kind}"', tail]
        (folder / "platform.toml").write_text("\n".join(lines), encoding="utf-8")

    def create(self, *platforms: str, rows: tuple[PlanRow, ...] = (), **spec: object) -> SweepFolder:
        given = {"name": "test", "platforms": platforms, "platform_folders": (str(self.platforms),), **spec}
        self.folder = SweepFolder.create(self.data, SweepSpec.model_validate(given), system_clock)
        self.folder.plan(rows)
        return self.folder

    def start(self, fault: str | None = None) -> Launched:
        """Start a capture process; `fault` is Python that is run in it first and breaks something."""
        assert self.folder is not None
        self._started += 1
        return Launched(capturing(self.folder.path, fault), self.data / f"errors-{self._started}")

    def run(self, expected: int = 0, fault: str | None = None) -> list[dict[str, object]]:
        child = self.start(fault)
        errors = child.wait(120)
        assert child.returncode == expected, errors
        return [json.loads(line) for line in errors.splitlines() if line.startswith("{")]

    def visits(self) -> dict[str, Visit]:
        assert self.folder is not None
        found = {}
        for visit in SweepFolder.open(self.data, self.folder.id).visits():
            path = "/" + visit.url.split("/", 3)[3]
            found[path if visit.look == 1 else f"{path} look 2"] = visit
        return found

    def outcomes(self) -> dict[str, str]:
        return {path: visit.outcome for path, visit in self.visits().items()}


@pytest.fixture
def make_site() -> Iterator[Callable[..., Site]]:
    sites: list[Site] = []

    def make(host: str = "127.0.0.1") -> Site:
        sites.append(Site(host))
        return sites[-1]

    yield make
    for site in sites:
        site.close()


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site()


@pytest.fixture
def capture(tmp_path: Path) -> Capture:
    return Capture(tmp_path)


@pytest.fixture
def answer() -> type[Answer]:
    return Answer


@pytest.fixture
def filled() -> Callable[..., str]:
    return page
