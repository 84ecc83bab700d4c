"""Renders pages in Chromium through scrapy-playwright and takes from them what a visitor could see.

One browser for both schemes, started when the first page needs it; one context at a time, replaced now and then since
its memory grows; four pages at once. A rendered page is scrolled to its end and its tabs are opened; its frames, the
JSON its scripts fetched and what the tabs showed are kept as fragments of the page.
"""

import asyncio
import logging
import os
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from weakref import WeakKeyDictionary

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import FloatRect, Frame, Page
from playwright.async_api import Request as PageRequest
from playwright.async_api import Response as PageResponse
from scrapy import Request
from scrapy.http import Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from crawler.fetch.links import asks_for_content, load_signs
from crawler.records import Fragment

log = logging.getLogger(__name__)

PAGES_AT_ONCE = 4
PAGES_PER_CONTEXT = 100
"""After so many pages a context is replaced: memory grows over hundreds of pages."""
_LONGEST_SECONDS = 120.0
"""A page whose scripts never yield is given up."""
_QUIET_SECONDS = 0.35
_SETTLED_SECONDS = 0.6
"""Quiet that a page needs after loading; longer than between tabs, since prices are often replaced a moment later."""
_LOAD_LIMIT_SECONDS = 8.0
_TAB_LIMIT_SECONDS = 2.0
_LATE_LIMIT_SECONDS = 7.0
"""What a page puts off no longer than six seconds after it began is waited for (early.js), on second looks."""
_MAX_OPENINGS = 12
_MAX_FRAMES = 10
_MAX_ANSWERS = 30
_MAX_FRAGMENT_BYTES = 2 * 2**20
_MAX_SCREENSHOT_HEIGHT = 12_000
"""Pixels; Chromium cannot paint much more than 16,000 in one picture."""
_VIEWPORT = {"width": 1280, "height": 1600}
_CONTENT_TYPES = frozenset({"xhr", "fetch", "script", "document"})
_JSON = re.compile(r"\bjson\b", re.IGNORECASE)
_ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--metrics-recording-only",
    "--no-first-run",
    "--no-pings",
    "--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider,InterestFeedContentSuggestions",
)
_SCRIPTS = Path(__file__).with_name("page.js")
_EARLY = Path(__file__).with_name("early.js")


def launch_options(chromium: Path, *, images: bool) -> dict[str, Any]:
    """Return how Chromium is started; images are switched off at launch, which costs less than refusing each."""
    arguments = list(_ARGUMENTS)
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    if not images:
        arguments.append("--blink-settings=imagesEnabled=false")
    return {"executable_path": str(chromium), "headless": True, "args": arguments, "timeout": 60_000}


def context_options(user_agent: str) -> dict[str, Any]:
    """Return how every context is made: a visitor in China who says who he is and downloads nothing."""
    return {
        "user_agent": user_agent,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": _VIEWPORT,
        "service_workers": "block",
        "accept_downloads": False,
    }


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a rendered page gave."""

    html: str
    url: str
    fragments: tuple[Fragment, ...]
    screenshot: bytes | None
    whole: bool = True
    """False where robots.txt kept the page's scripts from a part of it."""


class PageWatcher:
    """Watches one page from before its first request and takes its snapshot."""

    def __init__(
        self,
        *,
        same_site: Callable[[str], bool],
        screenshot: bool,
        allowed: Callable[[str], bool] | None = None,
        turn: Callable[[], Awaitable[None]] | None = None,
        leaves: Callable[[], None] | None = None,
    ) -> None:
        self._turn = turn
        """Waits until the host may be asked for its next page."""
        self._leaves = leaves
        """Told when the page itself is asked for."""
        self._same_site = same_site
        self._allowed = allowed
        self._lacking = False
        self._screenshot = screenshot
        self._answers: list[PageResponse] = []
        self._open: set[PageRequest] = set()
        self._last_change = 0.0
        self.page: Page | None = None
        self.frozen = False
        """True once the page is loaded: from then on nothing may navigate or send."""

    async def attach(self, page: Page, request: Request) -> None:  # noqa: ARG002 - scrapy-playwright's signature
        """Begin to watch; called before navigation, again when a page is replaced after a crash."""
        self.page = page
        self.frozen = False
        self._lacking = False
        self._answers.clear()
        self._open.clear()
        _WATCHERS[page] = self
        page.on("request", self._note_request)
        page.on("requestfinished", self._note_end)
        page.on("requestfailed", self._note_end)
        page.on("response", self._note_response)
        page.on("popup", _close_popup)
        await page.add_init_script(_EARLY.read_text(encoding="utf-8"))
        if self._turn is not None:
            await self._turn()

    async def collect(self, page: Page) -> Snapshot:
        """Wait until the page is at rest, scroll, take its DOM and frames, then open its tabs."""
        await page.evaluate(_SCRIPTS.read_text(encoding="utf-8"))
        await self._rest(_LOAD_LIMIT_SECONDS, quiet=_SETTLED_SECONDS)
        if self._screenshot:
            await self._await_late_parts(page)
        await page.evaluate("() => window.__gw.scroll()")
        await self._rest(_TAB_LIMIT_SECONDS)
        self.frozen = True
        html = await page.content()
        screenshot = await self._take_screenshot(page) if self._screenshot else None
        frames = await self._take_frames(page)
        states = self._state(page, await page.evaluate("() => window.__gw.shadows()"))
        states += await self._open_parts(page)
        answers = await self._take_answers()
        return Snapshot(html, page.url, (*frames, *answers, *states), screenshot, not self._lacking)

    def forbids(self, request: PageRequest) -> bool:
        """Return whether robots.txt forbids a request of the page, which is not whole then if it was for content."""
        if self._allowed is None or not self._same_site(request.url) or self._allowed(request.url):
            return False
        if request.resource_type in _CONTENT_TYPES and asks_for_content(request.url):
            self._lacking = True
        return True

    async def _rest(self, limit: float, quiet: float = _QUIET_SECONDS) -> None:
        """Wait until no request was open for a moment, at most `limit` seconds (some pages never rest)."""
        loop = asyncio.get_running_loop()
        end = loop.time() + limit
        self._last_change = max(self._last_change, loop.time() - quiet / 2)
        while loop.time() < end:
            if not self._open and loop.time() - self._last_change >= quiet:
                return
            await asyncio.sleep(0.05)

    async def _await_late_parts(self, page: Page) -> None:
        """Wait for what the page's scripts put off: the second look is the last one."""
        end = asyncio.get_running_loop().time() + _LATE_LIMIT_SECONDS
        while (left := end - asyncio.get_running_loop().time()) > 0:
            waits = float(await page.evaluate("() => window.__gwWaits()")) / 1000
            if not waits:
                return
            await asyncio.sleep(min(waits, left))
            await self._rest(_TAB_LIMIT_SECONDS)

    async def _take_screenshot(self, page: Page) -> bytes | None:
        height = await page.evaluate("() => document.documentElement.scrollHeight")
        clip: FloatRect = {"x": 0, "y": 0, "width": 1280, "height": min(int(height), _MAX_SCREENSHOT_HEIGHT)}
        try:
            return await page.screenshot(
                full_page=True, type="jpeg", quality=80, animations="disabled", timeout=20_000, clip=clip
            )
        except PlaywrightError as error:
            log.warning("Screenshot not taken", extra={"url": page.url, "error": str(error)})
            return None

    async def _take_frames(self, page: Page) -> list[Fragment]:
        taken = []
        for frame in page.frames[1 : 1 + _MAX_FRAMES]:
            if not frame.url.startswith(("http://", "https://")):
                continue
            with suppress(PlaywrightError):
                body = (await frame.content()).encode("utf-8", "replace")
                if len(body) <= _MAX_FRAGMENT_BYTES:
                    url = await _named_address(frame, page.url)
                    taken.append(Fragment(url=url, kind="frame", content_type="text/html; charset=utf-8", body=body))
        return taken

    async def _take_answers(self) -> list[Fragment]:
        taken = []
        for response in self._answers[:_MAX_ANSWERS]:
            with suppress(PlaywrightError):
                body = await response.body()
                kind = response.headers.get("content-type", "application/json")
                if len(body) <= _MAX_FRAGMENT_BYTES:
                    taken.append(Fragment(url=response.url, kind="api", content_type=kind, body=body))
        return taken

    async def _open_parts(self, page: Page) -> list[Fragment]:
        """Click what opens hidden parts and return what came to light that the page did not hold before."""
        texts = list(load_signs().opening_texts)
        found = min(int(await page.evaluate("texts => window.__gw.find(texts)", texts)), _MAX_OPENINGS)
        states: list[Fragment] = []
        for index in range(found):
            if not await page.evaluate("index => window.__gw.open(index)", index):
                continue
            await self._rest(_TAB_LIMIT_SECONDS)
            states += self._state(page, await page.evaluate("() => window.__gw.shown()"))
        return states

    def _state(self, page: Page, shown: str) -> list[Fragment]:
        """Return what the page's markup does not hold as a part of the page; nothing where nothing was shown."""
        if not shown or len(shown) > _MAX_FRAGMENT_BYTES:
            return []
        body = f"<!doctype html><html><body>{shown}</body></html>".encode("utf-8", "replace")
        return [Fragment(url=page.url, kind="state", content_type="text/html; charset=utf-8", body=body)]

    def _note_request(self, request: PageRequest) -> None:
        if self._leaves is not None and request.resource_type == "document" and request.is_navigation_request():
            self._leaves()
        self._open.add(request)
        self._last_change = asyncio.get_running_loop().time()

    def _note_end(self, request: PageRequest) -> None:
        self._open.discard(request)
        self._last_change = asyncio.get_running_loop().time()

    def _note_response(self, response: PageResponse) -> None:
        fetched = response.request.resource_type in ("xhr", "fetch")
        is_json = _JSON.search(response.headers.get("content-type", "")) is not None
        if fetched and is_json and response.ok and self._same_site(response.url):
            self._answers.append(response)


_WATCHERS: WeakKeyDictionary[Page, PageWatcher] = WeakKeyDictionary()


def refuse_request(request: PageRequest) -> bool:
    """Return whether the browser must not send a request: films, what robots.txt forbids, what a click changes."""
    if request.resource_type == "media":
        return True
    try:
        page = request.frame.page
    except PlaywrightError:
        return False
    watcher = _WATCHERS.get(page)
    if watcher is None:
        return False
    leaves = request.is_navigation_request() and request.frame == page.main_frame
    if not leaves and watcher.forbids(request):
        return True
    if not watcher.frozen:
        return False
    return leaves or request.method not in ("GET", "HEAD", "OPTIONS")


def browser_meta(watcher: PageWatcher, user_agent: str) -> dict[str, Any]:
    """Return the request meta that sends a page to the browser; read the snapshot back with `snapshot_of`."""
    return {
        "playwright": True,
        "playwright_page_init_callback": watcher.attach,
        "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded"},
        "playwright_page_methods": [PageMethod(watcher.collect)],
        "playwright_context_kwargs": context_options(user_agent),
        "page_watcher": watcher,
        # Scrapy's own clock would run while the page waits for a free place in the browser.
        "download_timeout": _LONGEST_SECONDS,
    }


def snapshot_of(response: Response) -> Snapshot | None:
    """Return what the browser took of the page, None where it was fetched without one."""
    methods = response.meta.get("playwright_page_methods")
    result = methods[0].result if methods else None
    return result if isinstance(result, Snapshot) else None


_HANDLERS: "WeakKeyDictionary[Any, SharedBrowserHandler]" = WeakKeyDictionary()


class SharedBrowserHandler(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]
    """One download handler for http and https; the browser starts with the first page that needs it."""

    lazy = False

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._driver_lock = asyncio.Lock()
        self._places = asyncio.Semaphore(PAGES_AT_ONCE)
        self._taken = 0
        self._busy: Counter[str] = Counter()
        self._closed = False

    @classmethod
    def from_crawler(cls, crawler: Any) -> "SharedBrowserHandler":
        """Return the crawler's one handler."""
        if crawler not in _HANDLERS:
            _HANDLERS[crawler] = cls(crawler)
        return _HANDLERS[crawler]

    async def close(self) -> None:
        """Close the browser; asked once for each scheme."""
        if not self._closed:
            self._closed = True
            await super().close()

    async def _launch(self) -> None:
        """Start nothing yet: most sweeps of server-rendered shops never need the browser."""

    async def _maybe_launch_browser(self) -> None:
        async with self._driver_lock:
            if not hasattr(self, "browser_provider"):
                provider = self.browser_provider_cls(self.config)
                await provider.start()
                self.browser_provider = provider
        await super()._maybe_launch_browser()

    async def _download_request(self, request: Request, spider: Any = None) -> Response:
        async with self._places:
            name = f"visitor-{self._taken // PAGES_PER_CONTEXT}"
            self._taken += 1
            self._busy[name] += 1
            request.meta["playwright_context"] = name
            try:
                # The wait for the page's turn is no fault of the page.
                limit = _LONGEST_SECONDS + PAGES_AT_ONCE * request.meta.get("host_delay", 0.0)
                return await asyncio.wait_for(super()._download_request(request, spider), limit)
            finally:
                self._busy[name] -= 1
                await self._leave(request, name)

    async def _leave(self, request: Request, name: str) -> None:
        """Close what a failed page left open, and a context that has had its pages."""
        watcher = request.meta.get("page_watcher")
        with suppress(PlaywrightError, TimeoutError):
            if watcher is not None and watcher.page is not None and not watcher.page.is_closed():
                await asyncio.wait_for(watcher.page.close(), 10)
        is_current = name == f"visitor-{self._taken // PAGES_PER_CONTEXT}"
        wrapper = self.context_wrappers.get(name)
        if wrapper is not None and not is_current and not self._busy[name]:
            with suppress(PlaywrightError):
                await wrapper.context.close()


async def _named_address(frame: Frame, base: str) -> str:
    """Return the frame's address as the page names it, so that a reader finds it; redirects change `frame.url`."""
    with suppress(PlaywrightError):
        source = await (await frame.frame_element()).get_attribute("src")
        if source:
            return urljoin(base, source)
    return frame.url


async def _close_popup(popup: Page) -> None:
    with suppress(PlaywrightError):
        await popup.close()
