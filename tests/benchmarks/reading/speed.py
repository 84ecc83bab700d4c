"""How long a page takes to be read whole, from its bytes to its record, and against a bare parse of the same page.

`python -m tests.benchmarks.reading.speed [--products N] [--megabytes N]`: processor time of one page (median, and the
tenth slowest), by kind and size of page. Every page is read once, after pages of the same shops but of other goods, as
a sweep reads them. Our own shop fronts are read as they are and filled up to 50 KB with what shops put around their
goods; saved pages are read where the shared corpus is; pages of megabytes repeat one thing.
"""

import argparse
import gc
import hashlib
import logging
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table
from selectolax.lexbor import LexborHTMLParser

from crawler.platforms import load_platforms
from crawler.read.reader import Reader
from crawler.records import RawPage
from tests.benchmarks.fronts.registry import FRONTS
from tests.benchmarks.reading.corpus import pages, shared

SPIDERS = Path(__file__).parents[3] / "spiders"
WARMING = 5
"""Pages of each shop read before any is measured."""
FULL = 50_000
GOAL_MILLISECONDS = 6.0
GOAL_SECONDS_OF_LARGE = 1.5
_SIZES = {"saved, to 100 KB": 100_000, "saved, 100–300 KB": 300_000, "saved, over 300 KB": 10**9}

_STYLE = ".goods-item-{0} .inner > a:hover{{color:#e4393c;border:1px solid #eee;padding:{0}px 4px;float:left}}\n"
_SCRIPT = "window.track=window.track||[];track.push(['event{0}','click',function(e){{return e&&e.target}}]);\n"
_TILE = (
    '<li class="goods-item col-md-3"><div class="inner"><a href="/goods-{0}.html" title="青禾 电水壶 {0}">'
    '<img class="lazy" src="/images/placeholder.gif" data-original="/images/goods/{0}_thumb.jpg" alt="青禾 电水壶">'
    '</a><p class="name"><a href="/goods-{0}.html" target="_blank">青禾 电水壶 QH-{0} 一升 家用 自动断电</a></p>'
    '<span class="price">¥{0}.00</span></div></li>\n'
)
_REVIEW = (
    '<div class="review"><span class="user">张**{0}</span><span class="date">2026-03-0{1}</span>'
    '<p class="text">包装很好，烧水也快，声音不大，用了几天没有问题，第 {0} 次在这家买东西。</p></div>\n'
)
_LARGE: dict[str, str] = {
    "rows of a table": "<tr><td>参数{0}</td><td>值{0} 某某</td></tr>",
    "lines": "<p>参数{0}：值{0} 某某</p>",
    "tiles": _TILE,
    "reviews": _REVIEW,
    "one long text": "型号：A-{0} 价格 39元 ",
    "headings": "<h3>规格参数</h3><p>型号：A{0}</p>",
    "pictures": '<p><img src="/i/{0}.jpg"></p>',
    "data": "<script>var goods{0} = {{title: '电水壶 {0}', price: {0}, skus: [{{id: {0}, price: {0}}}]}};</script>",
    "one script": "goods[{0}] = {{title: '电水壶 {0}', price: {0}}};",
    "style sheets": "<style>.a{0} {{color: red; display: block}}</style>",
}
_HEAD = "<html><head><title>青禾 电水壶 QH-1</title></head><body><h1>青禾 电水壶 QH-1</h1><p class=price>¥99.00</p>"
_AROUND = {"rows of a table": ("<table>", "</table>"), "one script": ("<script>", "</script>")}


class Timed(NamedTuple):
    """One page read: its size in bytes, and milliseconds of processor time."""

    size: int
    parse: float
    read: float


def timed(reader: Reader, raw: RawPage) -> Timed:
    """Read one page, after parsing it alone."""
    parse = _milliseconds(lambda: LexborHTMLParser(raw.body))
    return Timed(len(raw.body), parse, _milliseconds(lambda: reader.read(raw, "page")))


def _milliseconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def filled_up(raw: RawPage, size: int = FULL) -> RawPage:
    """Return a page with style, scripts, tiles of other goods and reviews before its end, to about `size` bytes."""
    room = size - len(raw.body)
    if room <= 0 or b"</body>" not in raw.body:
        return raw
    text = raw.body.decode("utf-8", "replace") if b"gb" not in raw.body[:600].lower() else raw.body.decode("gb18030")
    parts = [
        f"<style>{_repeated(_STYLE, room * 4 // 10)}</style><script>{_repeated(_SCRIPT, room * 3 // 10)}</script>",
        f'<div class="recommend"><h3>看了又看</h3><ul>{_repeated(_TILE, room * 2 // 10)}</ul></div>',
        f'<div class="comment"><h3>商品评价</h3>{_repeated(_REVIEW, room // 10)}</div>',
    ]
    encoding = "gb18030" if b"gb" in raw.body[:600].lower() else "utf-8"
    return _page(text.replace("</body>", "".join(parts) + "</body>", 1).encode(encoding), raw)


def _repeated(one: str, room: int) -> str:
    count = room // len(one.encode())
    return "".join(one.format(number, number % 9 + 1) for number in range(100, 100 + count))


def _page(body: bytes, like: RawPage) -> RawPage:
    return like.model_copy(update={"body": body, "sha256": hashlib.sha256(body).hexdigest()})


def large_page(kind: str, size: int) -> RawPage:
    """Return a page of about `size` bytes that repeats one thing."""
    before, after = _AROUND.get(kind, ("<div>", "</div>"))
    body = f"{_HEAD}{before}{_repeated(_LARGE[kind], size)}{after}</body></html>".encode()
    return RawPage(
        platform=None,
        url="https://shop.example.cn/item/1.html",
        captured_at=None,
        sha256=hashlib.sha256(body).hexdigest(),
        body=body,
        fetched="imported",
    )


def _fronts(reader: Reader, products: int, shape: Callable[[RawPage], RawPage]) -> Iterator[Timed]:
    shops = [[shape(page.raw) for page in FRONTS[name]().pages(products)] for name in FRONTS if name != "gaps"]
    for shop in shops:
        for raw in shop[:WARMING]:
            reader.read(raw, "page")
    for shop in shops:
        for raw in shop[WARMING:]:
            yield timed(reader, raw)


def _saved(reader: Reader) -> Iterator[tuple[str, list[Timed]]]:
    folder = shared()
    if folder is None:
        return
    raws = sorted((page.raw() for page in pages(folder)), key=lambda raw: len(raw.body))
    least = 0
    for name, most in _SIZES.items():
        yield name, [timed(reader, raw) for raw in raws if least < len(raw.body) <= most]
        least = most


def measure(products: int, megabytes: float) -> Iterator[tuple[str, list[Timed]]]:
    """Yield kinds of pages with what each page took."""
    reader = Reader(load_platforms(SPIDERS))
    gc.freeze()  # as the read stage does
    yield "our fronts", list(_fronts(reader, products, lambda raw: raw))
    yield "our fronts, filled up to 50 KB", list(_fronts(reader, products, filled_up))
    yield from _saved(reader)
    for kind in _LARGE:
        yield f"{megabytes:g} MB: {kind}", [timed(reader, large_page(kind, int(megabytes * 1_000_000)))]


def table_of(measured: Iterable[tuple[str, list[Timed]]]) -> Table:
    """Return one line a kind of page."""
    table = Table("pages", "number", "KB", "bare parse ms", "read ms", "slowest tenth ms", "× bare parse")
    for name, times in measured:
        if not times:
            continue
        read, parse = (statistics.median(getattr(one, part) for one in times) for part in ("read", "parse"))
        slow = sorted(one.read for one in times)[len(times) * 9 // 10]
        size = statistics.median(one.size for one in times) / 1000
        table.add_row(
            name, str(len(times)), f"{size:.0f}", f"{parse:.2f}", f"{read:.1f}", f"{slow:.1f}", f"{read / parse:.0f}"
        )
    table.caption = f"goals: 50 KB in {GOAL_MILLISECONDS:g} ms, 5 MB in {GOAL_SECONDS_OF_LARGE:g} s"
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=20)
    parser.add_argument("--megabytes", type=float, default=5)
    asked = parser.parse_args()
    logging.disable(logging.WARNING)
    Console(width=140).print(table_of(measure(asked.products, asked.megabytes)))


if __name__ == "__main__":
    main()
