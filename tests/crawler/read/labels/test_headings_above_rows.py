"""A heading above rows of label and value takes none of them for its own value."""

import pytest

from crawler.read.reader import Reader
from tests.crawler.read.test_dialects import listing_of, page

ROWS = (("生产商", "测试市松风电器厂"), ("型号", "SF-12"), ("厂址", "测试省测试市松风路7号"))


@pytest.mark.parametrize("heading", ["<h4>规格参数</h4>", "<div>产品规格</div>", "<b>规格</b>"])
@pytest.mark.parametrize("row", ["<div><span>{0}</span><span>{1}</span></div>", "<p><i>{0}</i> <em>{1}</em></p>"])
@pytest.mark.parametrize("first", range(len(ROWS)))
def test_the_first_row_below_a_heading_is_read(heading: str, row: str, first: int) -> None:
    rows = (*ROWS[first:], *ROWS[:first])
    html = (
        '<html><head><title>松风 吸尘器</title></head><body><h1>松风 吸尘器</h1><p class="price">¥129.00</p>'
        f'<button>加入购物车</button><div class="params">{heading}{"".join(row.format(*pair) for pair in rows)}</div>'
        "</body></html>"
    )

    listing = listing_of(Reader(()).read(page(html, url="https://shop.example/goods/71"), "page.html"))

    assert (listing.maker, listing.models, listing.maker_address) == (ROWS[0][1], (ROWS[1][1],), ROWS[2][1])
