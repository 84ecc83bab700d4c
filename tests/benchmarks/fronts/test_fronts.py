"""Every front still gives its pages, is read without an error, and its pages are taken for what they are."""

import pytest

from tests.benchmarks.fronts.measure import front_table, measure, state_table
from tests.benchmarks.fronts.registry import FRONTS

PRODUCTS = 3


@pytest.mark.parametrize("name", FRONTS)
def test_a_front_is_read_and_its_item_pages_are_items(name: str) -> None:
    measured = list(measure([name], PRODUCTS))
    table = state_table(measured) if name == "gaps" else front_table(measured)
    assert table.row_count
    items = [row for row in measured if row.page.truth.kind == "item" and "kind" not in row.page.truth.free]
    assert items
    assert {row.page.name: row.record.kind for row in items if row.record.kind != "item"} == {}


def test_the_same_seed_gives_the_same_pages() -> None:
    for front in FRONTS.values():
        first, again = list(front().pages(2)), list(front().pages(3))
        bodies = {page.name: page.raw.sha256 for page in again}
        assert all(bodies[page.name] == page.raw.sha256 for page in first)
