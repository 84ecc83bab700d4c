"""The one spider: works off a sweep's plan by the platforms' declarations and adds to it what the pages lead to."""

import asyncio
import logging
import os
import re
import signal
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from functools import partial, wraps
from typing import Any, ParamSpec

from scrapy import Request, Spider, signals
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from config.clock import Clock
from config.errors import CaptureError
from config.web_address import web_address
from crawler.addresses import declaration_of, locate
from crawler.capture.folder import CaptureWriter, SweepFolder
from crawler.capture.plan import IMAGE, PlanRow
from crawler.capture.warc import Exchange
from crawler.fetch.browser import PageWatcher, browser_meta
from crawler.fetch.links import fragment_addresses, may_follow_part, same_site
from crawler.fetch.outage import outage_of
from crawler.fetch.politeness import CaptureStopped, PoliteDownloader, slot_key
from crawler.fetch.redirects import SITE
from crawler.fetch.robots import MANDATE, ROBOTS_READ, RobotsRefused, RobotsUnknown, robots_of
from crawler.fetch.shell import is_shell
from crawler.platforms import PlatformDeclaration
from crawler.records import Fragment
from spiders.following import Follower, Onward, manners_of, plan_row, undeclared
from spiders.forms import Forms
from spiders.pages import FetchedPage
from spiders.parts import lacks_parts

log = logging.getLogger(__name__)

_Given = ParamSpec("_Given")

_MAX_HTTP_FRAGMENTS = 6
_MAX_FRAGMENT_BYTES = 2 * 2**20
_TRIES_OF_VANISHED = 2
_HASH_ROUTE = ("#/", "#!/")
_BARREN = "同类页面没有带来新内容"
_OFFER = re.compile(r"[¥￥$€]\s*\d|\d\s*元|价|购买|订购|购物车|add to cart|下架|售罄", re.IGNORECASE)
_LACKING_ENOUGH = 2
_PARTS_MATTER = frozenset({"item", "live_room", "shop", "disclosure"})
"""Kinds of pages from which something missing may be concluded."""
STOPPED = 3
"""Exit code of a run that a signal ended while URLs were still planned."""
BROKEN = 2
"""Exit code of a run that could not go on."""
_GRACE_SECONDS = 20.0
"""How long pages on the wire may still end after a signal; what is recorded is durable at any moment."""
WATCH_SECONDS = 30.0
LONGEST_SILENCE_SECONDS = 900.0
"""Longer than any page may take (two minutes, three tries) and any pause a host may ask for (five minutes)."""


def _or_break_off(method: Callable[_Given, None]) -> Callable[_Given, None]:
    """Let a fault in writing evidence end the run: Scrapy would log it, and fetch on without keeping anything.

    Not for receivers of signals, which are called by the names of their parameters.
    """

    @wraps(method)
    def guarded(*given: _Given.args, **named: _Given.kwargs) -> None:
        try:
            method(*given, **named)
        except (OSError, CaptureError) as error:
            spider = given[0]
            assert isinstance(spider, SweepSpider)
            spider.break_off(error)

    return guarded


class SweepSpider(Spider):
    """Fetches every pending row of one look; pages it leads to are planned before the page itself has ended."""

    name = "sweep"

    def __init__(
        self,
        *,
        folder: SweepFolder,
        writer: CaptureWriter,
        platforms: tuple[PlatformDeclaration, ...],
        look: int,
        clock: Clock,
        limit_seconds: float | None,
        **more: Any,
    ) -> None:
        super().__init__(**more)
        self.folder = folder
        self.stopped = False
        self.broken: Exception | None = None
        """What made it impossible to go on."""
        self._last_sign = time.monotonic()
        self._stopping: asyncio.Future[None] | None = None
        self._writer = writer
        self._platforms = platforms
        self._look = look
        self._clock = clock
        self._deadline = time.monotonic() + limit_seconds if limit_seconds is not None else None
        self._waiting: dict[str, deque[PlanRow]] = {}
        self._fetching: dict[int, PlanRow] = {}
        self._at_host: Counter[str] = Counter()
        self._tries: Counter[int] = Counter()
        self._needs_browser: set[str] = set()
        self._answers_plainly: set[str] = set()
        self._scouts: dict[str, int] = {}
        """Row whose answer will tell whether pages of a pattern are shells; the others wait for it."""
        self._lacking: Counter[str] = Counter()
        """Pages by pattern whose source lacked a part that scripts would load."""
        self._forms = Forms()
        self._planned: Counter[str] = Counter()
        self._undeclared: dict[str, PlatformDeclaration] = {}

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **more: Any) -> "SweepSpider":
        """Return the spider, told when the engine has nothing left."""
        spider = super().from_crawler(crawler, *args, **more)
        crawler.signals.connect(spider.reconcile, signal=signals.spider_idle)
        crawler.signals.connect(spider.note_sitemaps, signal=ROBOTS_READ)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Take up the plan; requests are handed to the engine as each host has room."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        self._watch()
        self._begin()
        nothing: tuple[Any, ...] = ()
        for item in nothing:
            yield item

    @_or_break_off
    def _begin(self) -> None:
        for row in self.folder.planned():
            if _is_address(row.url) and row.reason != IMAGE:
                self._planned[self._declaration(row.url).name] += 1
        for row in self.folder.pending():
            self._take(row)
        self._feed()

    def break_off(self, error: Exception) -> None:
        """End at once: what is fetched from now on could not be kept."""
        if self.broken is None:
            self.broken = error
        self.stop()

    def stop(self) -> None:
        """End soon: pages on the wire are still recorded, everything else stays planned."""
        if self.stopped:
            return
        self.stopped = True
        self._waiting.clear()
        self._downloader.stop()
        asyncio.get_running_loop().call_later(_GRACE_SECONDS, os._exit, BROKEN if self.broken else STOPPED)
        self._stopping = asyncio.ensure_future(self.crawler.stop_async())

    def _watch(self) -> None:
        """Look now and then whether time is up and whether anything still happens: a run must never just stand."""
        if self.stopped:
            return
        if self._deadline is not None and time.monotonic() > self._deadline:
            self._feed()
        patience = max(LONGEST_SILENCE_SECONDS, 3 * self._downloader.longest_delay)
        if self._fetching and time.monotonic() - self._last_sign > patience:
            self._give_up_silent(patience)
        asyncio.get_running_loop().call_later(min(WATCH_SECONDS, patience / 2), self._watch)

    @_or_break_off
    def _give_up_silent(self, patience: float) -> None:
        """End every page under way, and the run: the rest stays planned for a process without what hangs here."""
        log.error("Nothing happens any more", extra={"pages": len(self._fetching)})
        for row in list(self._fetching.values()):
            self._release(row)
            if not self.folder.has_ended(row.number):
                self._writer.end(row, "failed", note=f"没有应答，也没有报错；等了 {patience:.0f} 秒")
        self.break_off(CaptureError(f"{self.folder.path}：{patience / 60:.0f} 分钟没有任何进展"))

    def reconcile(self) -> None:
        """When the engine is idle, fetch again what vanished without answer or error, and take what is planned."""
        if not self.stopped:
            self._reconcile()
        if not self.stopped and (self._fetching or any(self._waiting.values())):
            raise DontCloseSpider

    @_or_break_off
    def _reconcile(self) -> None:
        for row in list(self._fetching.values()):
            self._release(row)
            if self.folder.has_ended(row.number):
                continue
            self._tries[row.number] += 1
            if self._tries[row.number] >= _TRIES_OF_VANISHED:
                log.warning("Page vanished", extra={"url": row.url})
                self._writer.end(row, "failed", note="取了两次都没有下文")
            else:
                self._take(row)
        if not any(self._waiting.values()):
            known = set(self._fetching)
            for row in self.folder.pending():
                if row.number not in known:
                    self._take(row)
        self._feed()

    def note_sitemaps(self, url: str, sitemaps: tuple[str, ...]) -> None:
        """Plan the sitemaps a self-built shop announces; a marketplace's list goods by the million."""
        self._note_sitemaps(url, sitemaps)

    @_or_break_off
    def _note_sitemaps(self, url: str, sitemaps: tuple[str, ...]) -> None:
        declaration = self._declaration(url)
        if declaration.marketplace or self._look == 2 or not self._begins_there(url):
            return
        for sitemap in sitemaps:
            if _is_address(sitemap) and same_site(sitemap, declaration):
                row = plan_row(sitemap, declaration, self._platforms, kind="other", reason="sitemap")
                self._plan((row,), declaration)
        self._feed()

    def _begins_there(self, url: str) -> bool:
        """Return whether the whole shop is swept: a recheck of single pages does not ask for all of it."""
        key = slot_key(url)
        return any(row.reason == "entry" and slot_key(row.url) == key for row in self.folder.planned())

    # Plan → requests

    @property
    def _downloader(self) -> PoliteDownloader:
        downloader = self.crawler.engine.downloader
        assert isinstance(downloader, PoliteDownloader)
        return downloader

    def _declaration(self, url: str) -> PlatformDeclaration:
        found = declaration_of(url, self._platforms)
        if found is not None:
            return found
        key = slot_key(url)
        if key not in self._undeclared:
            self._undeclared[key] = undeclared(url)
        return self._undeclared[key]

    def _take(self, row: PlanRow) -> None:
        if row.look != self._look:
            return
        if not _is_address(row.url):
            self._writer.end(row, "failed", note="不是网页地址")
            return
        self._waiting.setdefault(slot_key(row.url), deque()).append(row)

    @_or_break_off
    def _feed(self) -> None:
        """Hand each host as many requests as it has room for; no host can fill another's place."""
        if self.stopped:
            return
        if self._deadline is not None and time.monotonic() > self._deadline:
            self._skip_waiting()
            return
        for key, rows in self._waiting.items():
            if not rows:
                continue
            manners = manners_of(self._declaration(rows[0].url), rows[0].url)
            self._downloader.set_manners(key, manners)
            if self._declaration(rows[0].url).access == "import":
                self._leave_to_people(rows)
            while rows and self._at_host[key] < 2 * manners.concurrent_requests + 1:
                if self._forms.is_barren(rows[0]):
                    self._writer.end(rows.popleft(), "skipped_limit", note=_BARREN)
                    continue
                if not self._may_begin(rows[0]):
                    break
                self._ask(rows.popleft())

    def _ask(self, row: PlanRow) -> None:
        """Hand one row to the engine; one that cannot even be asked for has failed, and holds nobody up."""
        self._fetching[row.number] = row
        self._at_host[slot_key(row.url)] += 1
        self._last_sign = time.monotonic()
        try:
            self.crawler.engine.crawl(self._request(row, in_browser=self._wants_browser(row)))
        except (OSError, CaptureError):
            raise
        # Whatever an odd address does to a library, it is one page's fault.
        except Exception as error:
            self._fail(row, error)

    def _fail(self, row: PlanRow, error: Exception) -> None:
        """End a row over which our own code broke."""
        log.error("Page broke the capture", extra={"url": row.url}, exc_info=error)
        self._release(row)
        if not self.folder.has_ended(row.number):
            text = " ".join(str(error).split())[:300]
            self._writer.end(row, "failed", note=f"程序出错；{type(error).__name__}: {text}")

    def _leave_to_people(self, rows: deque[PlanRow]) -> None:
        while rows:
            self._writer.end(rows.popleft(), "gated", gate="login", note="不得自动采集，由人工保存")

    def _may_begin(self, row: PlanRow) -> bool:
        """Return whether the row can be fetched now; the first of an unknown pattern goes ahead of its kin."""
        if row.fetch != "auto" or self._wants_browser(row):
            return True
        key = self._pattern_key(row)
        if key in self._answers_plainly:
            return True
        return self._scouts.setdefault(key, row.number) == row.number

    def _skip_waiting(self) -> None:
        for rows in self._waiting.values():
            while rows:
                self._writer.end(rows.popleft(), "skipped_limit", note="到了本次采集的时限 limit_minutes")

    def _release(self, row: PlanRow) -> None:
        if self._fetching.pop(row.number, None) is not None:
            self._at_host[slot_key(row.url)] -= 1
            key = self._pattern_key(row)
            if self._scouts.get(key) == row.number:
                del self._scouts[key]

    def _wants_browser(self, row: PlanRow) -> bool:
        if row.look == 2 or row.fetch == "browser":
            return True
        return row.fetch == "auto" and (self._pattern_key(row) in self._needs_browser or _is_hash_route(row.url))

    def _pattern_key(self, row: PlanRow) -> str:
        """Return what pages share one answer to "is it an empty shell": a declared pattern, else host and kind."""
        declaration = self._declaration(row.url)
        pattern = locate(row.url, declaration).pattern
        return f"{declaration.name} {row.kind if pattern is None else pattern} {slot_key(row.url)}"

    def _request(self, row: PlanRow, *, in_browser: bool) -> Request:
        declaration = self._declaration(row.url)
        meta: dict[str, Any] = {SITE: declaration, **_mandate(declaration)}
        if in_browser:
            robots = None if MANDATE in meta else robots_of(self.crawler)
            watcher = PageWatcher(
                same_site=partial(_is_same_site, declaration),
                screenshot=row.look == 2,
                allowed=robots.allows if robots else None,
                turn=partial(self._downloader.turn, slot_key(row.url)),
                leaves=partial(self._downloader.note_sent, slot_key(row.url)),
            )
            delay = self._downloader.delay_of(slot_key(row.url))
            meta |= browser_meta(watcher, self.folder.spec.user_agent) | {"host_delay": delay}
        return Request(
            row.url,
            callback=self.take_answer,
            errback=self.take_error,
            dont_filter=True,
            meta=meta,
            cb_kwargs={"row": row},
            # Scrapy takes the newest first; a plan is worked off from its beginning.
            priority=-row.number,
        )

    # Answers → ledger

    async def take_answer(self, response: Response, row: PlanRow) -> None:
        """Keep one answer, plan what it leads to, and end the row; an empty shell goes on to the browser."""
        self._last_sign = time.monotonic()
        if self.broken is not None:
            return
        try:
            await self._keep_answer(response, row)
        except (OSError, CaptureError) as error:
            self.break_off(error)
        # One odd page must neither be lost without a word nor hold the others up.
        except Exception as error:
            self._fail_and_go_on(row, error)

    @_or_break_off
    def _fail_and_go_on(self, row: PlanRow, error: Exception) -> None:
        self._fail(row, error)
        self._feed()

    async def _keep_answer(self, response: Response, row: PlanRow) -> None:
        page = FetchedPage(row, response, self._declaration(row.url))
        if page.snapshot is None and row.fetch == "auto" and self._is_unrendered(page):
            self._needs_browser.add(self._pattern_key(row))
            self.crawler.engine.crawl(self._request(row, in_browser=True))
            return
        verdict = page.judge()
        onward = Onward((), (), None)
        fragments: tuple[Fragment, ...] = ()
        same: PlanRow | None = None
        if verdict.outcome == "kept" and row.reason != IMAGE:
            if page.snapshot is None and page.is_html:
                fragments = await self._fetch_fragments(page)
                if self._needs_rendering(page, fragments):
                    self.crawler.engine.crawl(self._request(row, in_browser=True))
                    return
                self._answers_plainly.add(self._pattern_key(row))
            onward, same = self._lead_on(page, fragments)
        exchange: Exchange = page.exchange(self._clock(), fragments)
        self._note_form(page, onward)
        # The way on is durable before the page has ended: a crash in between fetches the page again, and loses nothing.
        self._plan(((same,) if same else ()) + onward.rows, page.declaration)
        found_on = {"on": row.url, "sweep_row": str(row.number)}
        self._writer.note_offsite({**found_on, "url": link.url, "text": link.text} for link in onward.offsite)
        self._writer.end(
            row,
            verdict.outcome,
            exchange,
            gate=verdict.gate,
            note=verdict.note,
            shop=onward.shop,
            same_as=same.url if same else None,
        )
        self._release(row)
        self._feed()

    def _lead_on(self, page: FetchedPage, fragments: tuple[Fragment, ...]) -> tuple[Onward, PlanRow | None]:
        """Return what a kept page leads to, and the address under which the site files its item."""
        try:
            follower = self._follower(page.declaration)
            return follower.read(page, fragments), follower.same_item(page)
        # The page itself is evidence, whatever its links do to the code that reads them: it is kept.
        except Exception:
            log.exception("Links of a page not read", extra={"url": page.row.url})
            return Onward((), (), None), None

    @_or_break_off
    def take_error(self, failure: Failure) -> None:
        """End a row that got no answer."""
        self._last_sign = time.monotonic()
        row: PlanRow = failure.request.cb_kwargs["row"]  # type: ignore[attr-defined]
        error = failure.value
        self._release(row)
        if isinstance(error, CaptureStopped) or self.stopped:
            return
        if isinstance(error, RobotsRefused):
            self._writer.end(row, "refused_robots", note=str(error))
        elif isinstance(error, RobotsUnknown):
            self._writer.end(row, "failed", note=str(error))
        else:
            text = " ".join(str(error).split())[:300]
            log.warning("Page not fetched", extra={"url": row.url, "error": f"{type(error).__name__}: {text}"})
            self._writer.end(row, "failed", note=outage_of(error) or f"没有取到；{type(error).__name__}: {text}")
        self._feed()

    def _is_unrendered(self, page: FetchedPage) -> bool:
        return page.response.status == 200 and page.is_html and is_shell(page.decoded.text)

    def _needs_rendering(self, page: FetchedPage, fragments: tuple[Fragment, ...]) -> bool:
        """Return whether scripts would load a part of this page; a pattern whose pages all lack one is remembered."""
        row = page.row
        if row.fetch != "auto" or row.kind not in _PARTS_MATTER or not lacks_parts(page, fragments, self._clock()):
            return False
        key = self._pattern_key(row)
        self._lacking[key] += 1
        if self._lacking[key] >= _LACKING_ENOUGH and key not in self._answers_plainly:
            self._needs_browser.add(key)
        return True

    def _note_form(self, page: FetchedPage, onward: Onward) -> None:
        """Take down whether a page led on: to goods or disclosures not yet planned, or to pages of a new form."""
        fresh = [found for found in onward.rows if not self.folder.is_planned(found)]
        led = [self._forms.is_new(found) or found.kind in _PARTS_MATTER for found in fresh]
        offers = page.row.kind == "item" and page.is_html and _OFFER.search(page.decoded.text) is not None
        self._forms.note(page.row, fruitful=offers or any(led))

    def _follower(self, declaration: PlatformDeclaration) -> Follower:
        return Follower(declaration, self._platforms, is_planned=self.folder.is_planned)

    def _plan(self, rows: tuple[PlanRow, ...], declaration: PlatformDeclaration) -> None:
        """Plan rows; what is over the platform's bound is planned too and ends at once, up to twice the bound."""
        bound = declaration.politeness.max_pages
        if self._planned[declaration.name] >= 2 * bound:
            return
        for row in self.folder.plan_rows(row for row in rows if not self._forms.is_told(row)):
            self._planned[declaration.name] += 1
            if self._planned[declaration.name] > bound:
                self._writer.end(row, "skipped_limit", note=f"到了平台的页数上限 max_pages；{bound}")
            else:
                self._take(row)

    async def _fetch_fragments(self, page: FetchedPage) -> tuple[Fragment, ...]:
        """Fetch the parts of a server-rendered page that come by themselves, on the same site only."""
        addresses = fragment_addresses(page.tree, base=page.address, encoding=_plain_encoding(page))
        wanted = [url for url in addresses if same_site(url, page.declaration) and may_follow_part(url)]
        fetched = [await self._fetch_fragment(url, page.declaration) for url in wanted[:_MAX_HTTP_FRAGMENTS]]
        return tuple(fragment for fragment in fetched if fragment is not None)

    async def _fetch_fragment(self, url: str, declaration: PlatformDeclaration) -> Fragment | None:
        request = Request(url, dont_filter=True, meta={SITE: declaration, **_mandate(declaration)})
        try:
            response = await self.crawler.engine.download_async(request)
        # A part that cannot be had, for whatever reason, leaves the page without it; the reader sees that.
        except Exception as error:
            log.info("Part of a page not fetched", extra={"url": url, "error": repr(error)})
            return None
        if response.status != 200 or not response.body or len(response.body) > _MAX_FRAGMENT_BYTES:
            return None
        value = response.headers.get("Content-Type")
        kind = value.decode("latin-1") if value else None
        is_data = kind is not None and "json" in kind.lower()
        return Fragment(url=url, kind="api" if is_data else "frame", content_type=kind, body=bytes(response.body))


def _is_address(url: str) -> bool:
    try:
        web_address(url)
    except ValueError:
        return False
    return True


def _is_hash_route(url: str) -> bool:
    return any(sign in url for sign in _HASH_ROUTE)


def _is_same_site(declaration: PlatformDeclaration, url: str) -> bool:
    return same_site(url, declaration)


def _mandate(declaration: PlatformDeclaration) -> dict[str, str]:
    politeness = declaration.politeness
    if politeness.robots == "override" and politeness.mandate:
        return {MANDATE: politeness.mandate}
    return {}


def _plain_encoding(page: FetchedPage) -> str:
    return page.decoded.encoding if page.decoded.encoding != "mixed" else "utf-8"
