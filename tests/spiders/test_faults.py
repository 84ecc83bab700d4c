"""What goes wrong on our own side: no page is lost without a word, nothing hangs, nothing goes round in circles."""

import random
from typing import Any

import pytest

from config.clock import system_clock
from crawler.capture.folder import SweepFolder, verify_chain
from crawler.capture.plan import PlanRow

HTTP = 'fetch = "http"'
PACE = "[politeness]\ndelay_seconds = 0\nconcurrent_requests = 1"


def planned(site: Any, capture: Any, count: int, body: str, *more: str) -> SweepFolder:
    """Plan some items of one site, and what else is given."""
    urls = [*more]
    for number in range(count):
        site.routes[f"/item/{number}"] = body
        urls.append(site.url(f"/item/{number}"))
    capture.declare("x", site, head=HTTP, tail=PACE)
    rows = tuple(PlanRow(url=url, platform="x", kind="item", reason="recheck", fetch="http") for url in urls)
    folder: SweepFolder = capture.create(rows=rows)
    return folder


@pytest.mark.parametrize(
    "url",
    ["notaurl", "", "http://[bad/", "http://127.0.0.1:99999/", "ftp://127.0.0.1/x", "http://a b/", "http://a..b/x"],
)
def test_a_planned_row_without_an_address_fails_and_the_rest_goes_on(
    site: Any, capture: Any, filled: Any, url: str
) -> None:
    folder = planned(site, capture, 1, filled("item"), url)
    capture.run()
    ended = {visit.url: (visit.outcome, visit.note) for visit in folder.visits()}
    assert ended == {url: ("failed", "不是网页地址"), site.url("/item/0"): ("kept", None)}


BREAKS_ON_LINKS = """
from spiders.following import Follower
read = Follower.read
def broken(self, page, fragments=()):
    if page.row.url.endswith("/item/1"):
        raise RuntimeError("odd links")
    return read(self, page, fragments)
Follower.read = broken
"""
BREAKS_ON_PAGE = """
from spiders.pages import FetchedPage
judge = FetchedPage.judge
def broken(self):
    if self.row.url.endswith("/item/1"):
        raise RuntimeError("odd page")
    return judge(self)
FetchedPage.judge = broken
"""
BREAKS_ON_REQUEST = """
from spiders.sweep import SweepSpider
request = SweepSpider._request
def broken(self, row, in_browser):
    if row.url.endswith("/item/1"):
        raise RuntimeError("odd address")
    return request(self, row, in_browser=in_browser)
SweepSpider._request = broken
"""


@pytest.mark.parametrize(
    ("fault", "outcome", "note"),
    [
        (BREAKS_ON_LINKS, "kept", None),
        (BREAKS_ON_PAGE, "failed", "程序出错；RuntimeError: odd page"),
        (BREAKS_ON_REQUEST, "failed", "程序出错；RuntimeError: odd address"),
    ],
)
def test_a_page_that_breaks_our_code_is_told_and_the_rest_goes_on(
    site: Any, capture: Any, filled: Any, fault: str, outcome: str, note: str | None
) -> None:
    planned(site, capture, 3, filled("item"))
    lines = capture.run(fault=fault)
    assert capture.outcomes() == {"/item/0": "kept", "/item/1": outcome, "/item/2": "kept"}
    assert capture.visits()["/item/1"].note == note
    assert [line["url"] for line in lines if line.get("level") == "error"] == [site.url("/item/1")]


FULL_DISK = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
"""
"""A file cannot grow beyond that: the system refuses to write, as on a full disk."""


def test_a_disk_that_takes_no_more_ends_the_run_with_one_line_and_nothing_is_lost(
    site: Any, capture: Any, filled: Any
) -> None:
    # Hardly to be compressed, so that the captures reach the bound long before the plan and the ledger do.
    noise = "".join(random.Random(5).choices("0123456789abcdefghijklmnopqrstuvwxyz", k=30_000))
    folder = planned(site, capture, 8, filled(noise))
    [*_, last] = capture.run(expected=2, fault=FULL_DISK)
    assert last == {"level": "error", "message": f"{folder.path}：File too large"}
    kept = [path for path, outcome in capture.outcomes().items() if outcome == "kept"]
    assert 0 < len(kept) < 8
    assert set(capture.outcomes().values()) == {"kept"}
    # Whoever cannot keep pages does not go on asking for them.
    assert sum(site.hits.values()) < 1 + 8
    capture.run()
    assert capture.outcomes() == {f"/item/{number}": "kept" for number in range(8)}
    assert all(site.hits[path] == 1 for path in kept)
    assert all(noise.encode() in page.body for _, page in folder.pages())
    folder.seal(system_clock)
    assert verify_chain(capture.data) == []


HANGS = """
import asyncio
import spiders.sweep
from crawler.fetch.browser import SharedBrowserHandler
spiders.sweep.LONGEST_SILENCE_SECONDS = 0.4
spiders.sweep._GRACE_SECONDS = 0.1
download = SharedBrowserHandler.download_request
async def hang(self, request):
    if request.url.endswith("/item/1"):
        await asyncio.Event().wait()
    return await download(self, request)
SharedBrowserHandler.download_request = hang
"""


def test_a_run_that_hangs_ends_its_page_and_itself(site: Any, capture: Any, filled: Any) -> None:
    planned(site, capture, 12, filled("item"))
    capture.run(expected=2, fault=HANGS)
    outcomes = capture.outcomes()
    assert outcomes["/item/1"] == "failed"
    assert capture.visits()["/item/1"].note.startswith("没有应答，也没有报错；等了 ")
    assert capture.folder.counts()["pending"] > 0
    capture.run()
    assert set(capture.outcomes().values()) == {"failed", "kept"}
    assert capture.folder.counts()["pending"] == 0


NEVER_ENDS_A_ROW = """
import spiders.run
from spiders.sweep import SweepSpider
class Idle(SweepSpider):
    def _begin(self):
        pass
    def reconcile(self):
        pass
spiders.run.SweepSpider = Idle
"""


def test_a_run_that_ends_nothing_is_not_begun_again_for_ever(site: Any, capture: Any, filled: Any) -> None:
    planned(site, capture, 2, filled("item"))
    [*_, last] = capture.run(expected=2, fault=NEVER_ENDS_A_ROW)
    assert "还有 2 个网址没有结果" in str(last["message"])
