"""Obeys robots.txt without Scrapy's holes: everybody waits for it, an unreachable one forbids, Crawl-delay counts."""

import asyncio
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from crawler.fetch.outage import outage_of
from crawler.fetch.politeness import PoliteDownloader, slot_key
from crawler.records import UNREACHABLE

log = logging.getLogger(__name__)

ROBOTS_REQUEST = "robots_txt_itself"
"""Marks the request for robots.txt in its meta: it may be redirected to any host, as RFC 9309 says."""
MANDATE = "robots_mandate"
"""Meta key with the text that allows going on where robots.txt forbids it; only a declaration can set it."""
ROBOTS_READ = object()
"""Signal: a robots.txt was read; carries its `url` and the `sitemaps` it announces."""
_TOO_MANY_REQUESTS = 429
_SITEMAP = re.compile(rb"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)


class RobotsRefused(IgnoreRequest):
    """robots.txt forbids the page."""


class RobotsUnknown(IgnoreRequest):
    """robots.txt could not be had now: by RFC 9309 nothing may be fetched until it can, and nothing was refused."""


_MIDDLEWARES: "WeakKeyDictionary[Any, StrictRobots]" = WeakKeyDictionary()


def robots_of(crawler: Any) -> "StrictRobots | None":
    """Return the crawler's middleware, for requests that do not pass through it: those of pages in the browser."""
    return _MIDDLEWARES.get(crawler)


@dataclass(frozen=True, slots=True)
class _Rules:
    """What one origin's robots.txt says: a parser, or nothing (all allowed), or why it is not known."""

    parser: RobotParser | None = None
    unknown: str | None = None


class StrictRobots(RobotsTxtMiddleware):
    """Scrapy's middleware, with every waiter held until robots.txt is read."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        _MIDDLEWARES[crawler] = self
        self._rules: dict[str, asyncio.Future[_Rules]] = {}

    async def process_request(self, request: Request, spider: Any = None) -> None:  # noqa: ARG002 - Scrapy's signature
        """Raise RobotsRefused or RobotsUnknown where the page may not be fetched; returns once that is known."""
        if request.meta.get(ROBOTS_REQUEST) or request.meta.get(MANDATE):
            return
        parts = urlparse_cached(request)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._load(origin))
        # Shielded, since one waiter that is cancelled must not take robots.txt from the others.
        rules = await asyncio.shield(self._rules[origin])
        if rules.unknown:
            raise RobotsUnknown(rules.unknown)
        if rules.parser is not None and not rules.parser.allowed(request.url, self._agent()):
            raise RobotsRefused("robots.txt 不允许")

    def allows(self, url: str) -> bool:
        """Return whether the rules read so far let a page's script fetch a URL; an origin not read yet does."""
        parts = urlsplit(url)
        loading = self._rules.get(f"{parts.scheme}://{parts.netloc}")
        if loading is None or not loading.done() or loading.cancelled() or loading.exception() is not None:
            return True
        rules = loading.result()
        if rules.unknown:
            return False
        return rules.parser is None or rules.parser.allowed(url, self._agent())

    async def _load(self, origin: str) -> _Rules:
        url = f"{origin}/robots.txt"
        request = Request(
            url, priority=self.DOWNLOAD_PRIORITY, callback=NO_CALLBACK, dont_filter=True, meta={ROBOTS_REQUEST: True}
        )
        self._stats.inc_value("robotstxt/request_count")
        try:
            response = await self.crawler.engine.download_async(request)
        # Whatever went wrong on the way, robots.txt could not be had; there is no narrower common class.
        except Exception as error:
            log.warning("robots.txt not reached", extra={"url": url, "error": repr(error)})
            return _Rules(unknown=outage_of(error) or f"{UNREACHABLE}：{type(error).__name__}")
        return self._judge(url, response)

    def _judge(self, url: str, response: Response) -> _Rules:
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        # 429 is an error of the moment, like 5xx: it must not open the whole site.
        if response.status >= 500 or response.status == _TOO_MANY_REQUESTS:
            log.warning("robots.txt refused", extra={"url": url, "status": response.status})
            return _Rules(unknown=f"robots.txt 暂不可用（HTTP {response.status}）")
        if not 200 <= response.status < 300:
            return _Rules()
        self.crawler.signals.send_catch_log(ROBOTS_READ, url=url, sitemaps=tuple(_sitemaps(response.body)))
        parser: RobotParser = build_from_crawler(self._parserimpl, self.crawler, response.body)
        delay = parser.crawl_delay(self._agent())
        downloader = self.crawler.engine.downloader
        if delay and isinstance(downloader, PoliteDownloader):
            downloader.slow_down(slot_key(url), delay)
        return _Rules(parser)

    def _agent(self) -> str:
        return self._robotstxt_useragent or self._default_useragent


def _sitemaps(body: bytes) -> Iterator[str]:
    for found in _SITEMAP.finditer(body):
        yield found.group(1).decode("ascii", "ignore")
