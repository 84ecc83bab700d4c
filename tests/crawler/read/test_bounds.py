"""Pages of megabytes: labels, images and unloaded parts are read in proportion to the length, up to declared limits."""

import pytest

from crawler.read.dom.document import Document
from crawler.read.item.images import content_images
from crawler.read.labels.view import label_candidates, read_pairs, view_of
from crawler.read.states.loading import unloaded_parts
from tests.work import calls_of

PRICE = "<p>¥39.00</p>"
HEAD = f"<html><head><title>青禾插座</title></head><body><h1>青禾插座</h1>{PRICE}"
SHAPES = {
    "table rows": "<tr><td>参数{0}</td><td>值{0} 某某</td></tr>",
    "lines": "<p>参数{0}：值{0} 某某</p>",
    "one line of labels": "参数{0}：值{0} 某某 ",
    "an open bracket": "(a{0}:b{0},",
    "spans": "<span>参数{0}</span><span>v{0}</span>",
    "pictures": "<p><img src='/i/{0}.jpg'></p>",
    "headings": "<h3>规格参数</h3><p>型号：A{0}</p>",
    "reviews": "<h3>商品评价</h3><p>型号：A{0}</p>",
    "sentences": "请勿靠近火源，本产品执行GB 4943.1-2022标准。",
    "tab strips": "<ul class='tabs'><li class='on'>详情</li><li>参数</li></ul><div><div>1</div><div>2</div></div>",
    "requests": "<script>$.get('/goods/attributes?id={0}', put)</script>",
}
GROWTH = 6.0
"""Four times the page may cost at most this many times the calls; a quadratic cost would be sixteen times."""
FLOOR = 1_000_000
"""Calls that are no concern: what is cached from one page to the next makes small numbers vary."""


def document(shape: str, size: int, *, priced_last: bool = False) -> Document:
    one = SHAPES[shape]
    count = size // len(one)
    body = "".join(one.format(number) for number in range(count))
    page = f"{HEAD}<table>{body}</table>" if shape == "table rows" else f"{HEAD}<div>{body}</div>"
    return Document(
        page.replace(PRICE, "") + PRICE if priced_last else page,
        url="https://shop.example.cn/item/1.html",
    )


def work(shape: str, size: int, *, priced_last: bool = False) -> int:
    page = document(shape, size, priced_last=priced_last)

    def read() -> None:
        list(label_candidates(page, read_pairs(page)))
        content_images(page)
        unloaded_parts(page)

    return calls_of(read)


@pytest.mark.parametrize("shape", SHAPES)
def test_cost_grows_with_length(shape: str) -> None:
    assert work(shape, 160_000) <= max(FLOOR, GROWTH * work(shape, 40_000))


@pytest.mark.parametrize("shape", ["lines", "spans"])
def test_cost_grows_with_length_where_the_price_stands_last(shape: str) -> None:
    assert work(shape, 160_000, priced_last=True) <= max(FLOOR, GROWTH * work(shape, 40_000, priced_last=True))


@pytest.mark.parametrize("shape", SHAPES)
def test_pages_beyond_the_limits_cost_what_the_limits_allow(shape: str) -> None:
    assert work(shape, 1_000_000) <= max(FLOOR, GROWTH * work(shape, 250_000))


@pytest.mark.parametrize("shape", ["table rows", "lines", "one line of labels", "an open bracket", "spans"])
def test_what_was_not_looked_at_is_not_called_read(shape: str) -> None:
    assert view_of(document(shape, 1_500_000)).portions[0].cut
