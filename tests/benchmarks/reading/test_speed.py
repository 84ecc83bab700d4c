"""The measurement of speed runs: its pages are the size they say, and are read."""

from crawler.platforms import load_platforms
from crawler.read.reader import Reader
from tests.benchmarks.fronts.registry import FRONTS
from tests.benchmarks.reading.speed import FULL, SPIDERS, filled_up, large_page, timed


def test_a_filled_up_page_is_read_as_the_same_goods() -> None:
    reader = Reader(load_platforms(SPIDERS))
    page = next(iter(FRONTS["ecshop"]().pages(1))).raw
    full = filled_up(page)

    assert 0.9 * FULL < len(full.body) <= 1.05 * FULL
    before, after = reader.read(page, "page").listing, reader.read(full, "page").listing
    assert before is not None
    assert after is not None
    assert (before.title, before.price) == (after.title, after.price)


def test_a_page_of_one_thing_has_the_size_asked_for() -> None:
    raw = large_page("rows of a table", 100_000)

    assert 80_000 < len(raw.body) < 130_000
    assert timed(Reader(()), raw).size == len(raw.body)
