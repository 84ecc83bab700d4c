"""Scores the reader on the shared saved pages and price strings, prints the tables, and holds the floors."""

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from crawler.platforms import load_platforms
from crawler.read.money.prices import read_price_text
from crawler.read.reader import Reader
from crawler.records import Listing

from .corpus import CorpusPage, pages, shared
from .scores import Score, decimal, table

FLOORS = {"price": 0.87, "sku": 0.90, "availability": 0.95, "brand": 0.80, "title": 0.90}
"""Below what was last accepted. Six price truths write the thousands of a peso or rupee price as decimals (24.99 for
24 990), which no reading of the page can match: the rest of the prices were all read.
"""
CHINESE_FLOOR = 0.90
PRICE_STRING_FLOOR = 0.95
_STATES = {"in_stock": "InStock", "out_of_stock": "OutOfStock", "off_shelf": "OutOfStock"}


@pytest.fixture(scope="module")
def folder() -> Path:
    found = shared()
    if found is None:
        pytest.skip("the shared corpus is not here: set GOODSWATCH_SHARED or put it beside the repository")
    return found


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_platforms(Path(__file__).resolve().parents[3] / "spiders"))


def write(text: str) -> None:
    """Show a table with `pytest -s`."""
    sys.stdout.write(f"{text}\n")


def value_of(listing: Listing | None, field: str) -> str | None:
    if listing is None:
        return None
    if field == "availability":
        return _STATES.get(listing.availability)
    value = getattr(listing, field)
    return None if value is None else str(value)


def score(
    reader: Reader, chosen: Iterable[CorpusPage], truths: Callable[[CorpusPage], dict[str, set[str]]]
) -> dict[str, dict[str, Score]]:
    """Return half → field → score; `all` counts both halves."""
    scores: dict[str, dict[str, Score]] = {"tune": {}, "report": {}, "all": {}}
    for page in chosen:
        listing = reader.read(page.raw(), page.id).listing
        for field, wanted in truths(page).items():
            value = value_of(listing, field)
            if field in ("price", "price_max", "list_price"):
                value = decimal(value) if value is not None else None
            for half in (page.half, "all"):
                scores[half].setdefault(field, Score()).count(page.id[:16], wanted, value, folded=field == "title")
    return scores


def report(name: str, scores: dict[str, dict[str, Score]]) -> None:
    for half, fields in scores.items():
        write(f"\n{name}, {half}\n{table(fields)}")
    for field, counted in scores["all"].items():
        for miss in counted.misses:
            write(f"  {field}: {miss}")


def benchmark_truth(page: CorpusPage) -> dict[str, set[str]]:
    truth = {field: set(page.truth.get(field, ())) for field in ("sku", "availability")}
    truth["price"] = {decimal(value) for value in page.truth.get("price", ())}
    if page.truth.get("brand"):
        truth["brand"] = set(page.truth["brand"])
    return truth


def chinese_truth(page: CorpusPage) -> dict[str, set[str]]:
    truth = page.truth
    wanted: dict[str, set[str]] = {}
    for field in ("title", "shop", "item_id", "brand", "currency"):
        if field in truth:
            wanted[field] = {truth[field]} if truth[field] else set()
    if page.site == "jd":
        wanted["sku"] = {truth["sku"]}
    price = truth.get("promo_price") or truth.get("price_min")
    wanted["price"] = {decimal(price)} if price else set()
    return wanted


def test_benchmark_pages(folder: Path, reader: Reader) -> None:
    scores = score(reader, pages(folder, "benchmark_zyte"), benchmark_truth)

    report("benchmark pages", scores)

    for field in ("price", "sku", "availability", "brand"):
        assert scores["all"][field].f1 >= FLOORS[field], field


def test_chinese_item_pages(folder: Path, reader: Reader) -> None:
    chosen = [page for page in pages(folder, "taobao", "tmall", "jd") if page.kind == "item"]
    scores = score(reader, chosen, chinese_truth)

    report("Chinese item pages", scores)

    right = sum(counted.right for counted in scores["all"].values())
    wrong = sum(counted.wrong for counted in scores["all"].values())
    missed = sum(counted.missed for counted in scores["all"].values())
    assert right / (right + max(wrong, missed)) >= CHINESE_FLOOR


def test_titles(folder: Path, reader: Reader) -> None:
    chosen = [page for page in pages(folder) if page.kind == "item" and page.truth.get("title")]
    scores = score(reader, chosen, lambda page: {"title": {page.truth["title"]}})

    report("titles", scores)

    assert scores["all"]["title"].f1 >= FLOORS["title"]


def test_list_pages_are_lists(folder: Path, reader: Reader) -> None:
    lists = [page for page in pages(folder) if page.kind == "list"]

    read = {page.id: reader.read(page.raw(), page.id).kind for page in lists}

    assert set(read.values()) <= {"list", "shop"}, read


def test_price_strings(folder: Path) -> None:
    lines = (folder / "corpus/price_strings/price_parser_examples.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    wanted = [row for row in rows if row["expected_amount"] and any(map(str.isdigit, row["price_string"]))]
    right = 0
    for row in wanted:
        read = read_price_text(row["price_string"], bare=True).price
        right += read is not None and abs(float(read) - row["expected_amount"]) < 1e-9
    write(f"\nprice strings: {right} of {len(wanted)} ({right / len(wanted):.3f})")
    assert right / len(wanted) >= PRICE_STRING_FLOOR
