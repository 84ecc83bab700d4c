"""Keeps to each host's pace: delay and concurrency per host and port, Crawl-delay, Retry-After and back-off."""

import asyncio
import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any

from scrapy import Request, signals
from scrapy.core.downloader import Downloader, Slot
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.asyncio import call_later

from crawler.addresses import host_of

log = logging.getLogger(__name__)

BUSY = frozenset({429, 503})
"""Answers that ask for patience."""


class CaptureStopped(IgnoreRequest):
    """The run ends; the page was not asked for and stays planned."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How one host is visited."""

    delay_seconds: float
    concurrent_requests: int


def slot_key(url: str) -> str:
    """Return what requests share a pace: host and non-default port, since two ports may be two sites."""
    return host_of(url)


def retry_after_seconds(value: str | None, now: datetime) -> float | None:
    """Return how long a Retry-After header asks to wait; None where there is none that can be read."""
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


class PoliteDownloader(Downloader):
    """Scrapy's downloader with a slot per host and port, whose pace can be set, slowed and paused."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._manners: dict[str, Manners] = {}
        self._least_delay: dict[str, float] = {}
        self._resume_at: dict[str, float] = {}
        self._stopped = False
        self._sent: dict[str, float] = {}
        """When the last request to each host really left, by HTTP or by the browser."""
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._transfers: set[asyncio.Task[None]] = set()
        self._backoff = self.settings.getfloat("BUSY_BACKOFF_SECONDS")
        self._longest_wait = self.settings.getfloat("BUSY_LONGEST_WAIT_SECONDS")
        # This signal comes before the host's next request is sent; a middleware's turn would come after it.
        crawler.signals.connect(self._note_answer, signal=signals.response_downloaded)

    def set_manners(self, key: str, manners: Manners) -> None:
        """Say how a host is visited, before its first request."""
        self._manners[key] = manners

    def slow_down(self, key: str, delay: float) -> None:
        """Keep at least `delay` seconds between requests to a host from now on."""
        self._least_delay[key] = max(delay, self._least_delay.get(key, 0.0))
        if slot := self.slots.get(key):
            slot.delay = max(slot.delay, delay)

    def delay_of(self, key: str) -> float:
        """Seconds between two requests to a host, as declared and as the host asks."""
        slot = self.slots.get(key)
        return slot.delay if slot else self._least_delay.get(key, 0.0)

    async def turn(self, key: str) -> None:
        """Wait until the browser may ask a host for its next page.

        The slot spaces what is handed to the browser, which may take its time: without this, pages that waited for it
        to start would all leave at once.
        """
        async with self._turns[key]:
            while (wait := self._sent.get(key, 0.0) + self.delay_of(key) - monotonic()) > 0:
                await asyncio.sleep(wait)
            self._sent[key] = monotonic()

    def note_sent(self, key: str) -> None:
        """Take down that a request to a host leaves this moment: the browser takes a while after its turn."""
        self._sent[key] = monotonic()

    @property
    def longest_delay(self) -> float:
        """Seconds between two requests to the host that asks for most patience."""
        return max((slot.delay for slot in self.slots.values()), default=0.0)

    def pause(self, key: str, seconds: float) -> None:
        """Send nothing to a host for so long."""
        resume_at = monotonic() + seconds
        if resume_at <= self._resume_at.get(key, 0.0):
            return
        self._resume_at[key] = resume_at
        if slot := self.slots.get(key):
            self._hold(slot, seconds)

    def stop(self) -> None:
        """Give up every request that waits for its turn; what is on the wire goes on."""
        self._stopped = True
        for slot in list(self.slots.values()):
            while slot.queue:
                _, waiting = slot.queue.popleft()
                waiting.errback(CaptureStopped("capture is stopping"))

    def get_slot_key(self, request: Request) -> str:
        """Return the slot of a request; Scrapy's own key leaves the port out and survives redirects to other hosts."""
        return slot_key(request.url)

    def _get_slot(self, request: Request, spider: Any = None) -> tuple[str, Slot]:  # noqa: ARG002 - Scrapy's signature
        if self._stopped:
            raise CaptureStopped("capture is stopping")
        key = self.get_slot_key(request)
        if key not in self.slots:
            manners = self._manners.get(key) or Manners(self._delay, self.domain_concurrency)
            delay = max(manners.delay_seconds, self._least_delay.get(key, 0.0))
            # No jitter: half of a delay somebody asked for would not be that delay.
            self.slots[key] = slot = Slot(manners.concurrent_requests, delay, 0.0)
            self._start_slot_gc()
            remaining = self._resume_at.get(key, 0.0) - monotonic()
            if remaining > 0:
                self._hold(slot, remaining)
        return key, self.slots[key]

    def _process_queue(self, slot: Slot) -> None:
        """Send what the slot has room for; Scrapy's own counts a request only once its task has begun to run.

        Without a delay, Scrapy's takes every waiting request before the first one counts: no bound at all.
        """
        if slot.latercall:
            return
        key = slot.queue[0][0].meta[self.DOWNLOAD_SLOT] if slot.queue else ""
        since = max(slot.lastseen, self._sent.get(key, 0.0))
        wait = since + slot.delay - monotonic() if slot.delay else 0.0
        if wait > 0:
            self._hold(slot, wait)
            return
        while slot.queue and slot.free_transfer_slots() > 0:
            slot.lastseen = monotonic()
            request, waiting = slot.queue.popleft()
            slot.transferring.add(request)
            if not request.meta.get("playwright"):
                self._sent[key] = slot.lastseen
            # Kept, since the loop itself holds a task only weakly: one that is collected takes its page with it.
            task = asyncio.get_running_loop().create_task(self._wait_for_download(slot, request, waiting))
            self._transfers.add(task)
            task.add_done_callback(self._transfers.discard)
            if slot.delay:
                self._process_queue(slot)
                return

    def _note_answer(self, response: Response, request: Request) -> None:
        """Leave a busy host alone for as long as it asks, or ever longer where it does not say."""
        if response.status not in BUSY:
            return
        wait = retry_after_seconds(_header(response, "Retry-After"), datetime.now(UTC))
        if wait is None:
            wait = self._backoff * 2 ** request.meta.get("retry_times", 0)
        request.meta["busy_wait"] = wait
        if wait > self._longest_wait:
            log.warning("Host asks for more patience than a sweep has", extra={"url": request.url, "seconds": wait})
            return
        self.pause(slot_key(request.url), wait)

    def _hold(self, slot: Slot, seconds: float) -> None:
        if slot.latercall:
            slot.latercall.cancel()
        slot.latercall = call_later(seconds, self._latercall, slot)


class PoliteRetry(RetryMiddleware):
    """Tries again a bounded number of times; the downloader holds a busy host back meanwhile."""

    def __init__(self, settings: Any) -> None:
        super().__init__(settings)
        self._busy_times = settings.getint("BUSY_RETRY_TIMES")
        self._longest_wait = settings.getfloat("BUSY_LONGEST_WAIT_SECONDS")

    def process_response(  # Scrapy hands over no spider any more
        self,
        request: Request,
        response: Response,
        spider: Any = None,  # noqa: ARG002
    ) -> Request | Response:
        """Return the request again where another try may help, else the response."""
        if response.status not in BUSY:
            return super().process_response(request, response)
        if request.meta.get("busy_wait", 0.0) > self._longest_wait:
            return response
        again = request.replace(meta={**request.meta, "max_retry_times": self._busy_times})
        return self._retry(again, f"HTTP {response.status}") or response


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value is not None else None
