"""The name of the goods where the page's own title says less, or something else."""

import pytest

from crawler.read.reader import Reader
from tests.crawler.read.test_dialects import listing_of, page

GOODS = """<html><head><title>{title}</title></head><body><div class="top"><h3>本店公告</h3></div>{heading}
<p class="price">¥129.00</p><button>加入购物车</button>
<ul><li>品牌：松风</li><li>生产企业：测试市松风电器厂</li></ul></body></html>"""


def title(page_title: str, heading: str) -> str | None:
    html = GOODS.format(title=page_title, heading=heading)
    return listing_of(Reader(()).read(page(html, url="https://shop.example/goods/71"), "page.html")).title


@pytest.mark.parametrize(
    ("page_title", "heading"),
    [
        ("吸尘器", "<h1>松风卧式吸尘器 SF-12 家用大吸力</h1>"),
        ("吸尘器-松风电器", "<h1>松风卧式吸尘器 SF-12 家用大吸力</h1>"),
        ("某某商城 : 松风卧式吸尘器", '<span id="productTitle">松风卧式吸尘器 SF-12 家用大吸力</span>'),
        ("《吸尘器》【行情 报价】", "<h1>松风卧式吸尘器 SF-12 家用大吸力</h1>"),
    ],
)
def test_a_heading_that_says_more_than_the_pages_title_names_the_goods(page_title: str, heading: str) -> None:
    assert title(page_title, heading) == "松风卧式吸尘器 SF-12 家用大吸力"


def test_a_shops_name_above_the_goods_is_not_taken_for_them() -> None:
    heading = "<h1>松风电器专卖店</h1><h2>卧式吸尘器 SF-12 家用大吸力</h2>"

    assert title("卧式吸尘器 SF-12 家用大吸力 - 松风电器", heading) == "卧式吸尘器 SF-12 家用大吸力"
