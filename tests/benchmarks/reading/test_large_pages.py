"""Large pages cost in proportion to their length: nothing the reader gathers is quadratic."""

from collections.abc import Callable

import pytest

from crawler.read.dom.document import Document
from crawler.read.item.page_facts import gather_facts
from tests.work import calls_of

HEAD = "<html><head><title>甲 燃气灶 A-1</title></head><body><h1>甲 燃气灶 A-1</h1><p class=price>¥99.00</p>"
CARD = '<div class="item"><a href="/p/{0}">货{0}</a><span class="price">¥{0}.00</span></div>'
THING = '{{"@type":"Product","name":"n{0}","offers":{{"price":"1"}}}}'
GROWTH = 6.0
"""Four times the page may cost at most this many times the calls; a quadratic cost would be sixteen times."""
FLOOR = 1_000_000
"""Calls that are no concern: what is cached from one page to the next makes small numbers vary."""

SHAPES: dict[str, Callable[[int], str]] = {
    "rows": lambda n: HEAD + "<table>" + "<tr><td>型号</td><td>A-1</td></tr>" * (n * 30) + "</table>",
    "nested": lambda n: HEAD + "<div>" * (n * 60) + "x" + "</div>" * (n * 60),
    "cards": lambda n: HEAD + "".join(CARD.format(number) for number in range(n * 12)),
    "open literal": lambda n: HEAD + "<script>var goods = {" + "a:{b:[" * (n * 150) + "</script>",
    "flat open literal": lambda n: HEAD + "<script>" + "goods = {a: 1, price: 2, " * (n * 40) + "</script>",
    "many literals": lambda n: HEAD + "<script>" + "goods = {a: function(){return {b:1}}}; " * (n * 25) + "</script>",
    "open calls": lambda n: HEAD + "<script>" + 'goods("price" ' * (n * 70) + "</script>",
    "long text": lambda n: HEAD + "<p>" + "型号：A-1 价格 39元 " * (n * 60) + "</p>",
    "json-ld": lambda n: (
        HEAD
        + '<script type="application/ld+json">['
        + ",".join(THING.format(number) for number in range(n * 18))
        + "]</script>"
    ),
    "scopes": lambda n: HEAD + '<div itemscope itemtype="http://schema.org/Product">' * (n * 5),
}


def work(text: str) -> int:
    document = Document(text, url="http://shop.example/p/1")
    return calls_of(lambda: gather_facts(document))


@pytest.mark.parametrize("shape", SHAPES)
def test_cost_grows_with_length(shape: str) -> None:
    assert work(SHAPES[shape](240)) <= max(FLOOR, GROWTH * work(SHAPES[shape](60)))


@pytest.mark.parametrize("shape", SHAPES)
def test_pages_of_a_megabyte_are_read(shape: str) -> None:
    """Nothing hangs, not even a pattern that backtracks: pytest would stand still here, not fail on a busy second."""
    gather_facts(Document(SHAPES[shape](1000), url="http://shop.example/p/1"))
