"""What a platform marks itself on an item page, and what only looks like its mark."""

import hashlib

import pytest

from crawler.platforms import PlatformDeclaration, Selectors
from crawler.read.reader import Reader
from crawler.records import Listing, RawPage

MALL = PlatformDeclaration(
    name="mall",
    title="测试商城",
    hosts=("mall.example", "*.mall.example", "*.mall.test"),
    verified_on="测试",
    selectors=Selectors(cross_border_signs=("mall.test", "海外直邮", "国际馆")),
)
PAGE = """<html><head><title>青山 移动电源 QS-20K</title></head><body>
<div class="site-nav"><a href="/global">国际馆</a> {frame}</div>
<h1>{title}</h1><p class="price">¥129.00</p>{middle}<button>加入购物车</button>
<table><tr><td>品牌</td><td>青山</td></tr><tr><td>型号</td><td>QS-20K</td></tr></table>
<div class="comments"><h3>商品评价</h3><p>{comment}</p></div></body></html>"""


def read(url: str = "https://www.mall.example/item/7.html", **parts: str) -> Listing:
    texts = {"title": "青山 移动电源 QS-20K", "frame": "", "middle": "", "comment": "不错"} | parts
    body = PAGE.format(**texts).encode()
    raw = RawPage(
        platform="mall",
        url=url,
        captured_at=None,
        sha256=hashlib.sha256(body).hexdigest(),
        body=body,
        fetched="imported",
    )
    listing = Reader((MALL,)).read(raw, "page.html").listing
    assert listing is not None
    return listing


@pytest.mark.parametrize(
    "parts",
    [
        {"middle": "<span class='tag'>海外直邮</span>"},
        {"middle": "<p>发货：海外直邮，预计 7 天送达</p>"},
        {"title": "<span class='tag'>海外直邮</span> 青山 移动电源 QS-20K 20000mAh 大容量 自带线 快充"},
        {"url": "https://item.mall.test/7.html"},
    ],
)
def test_the_platforms_own_mark_counts(parts: dict[str, str]) -> None:
    listing = read(**parts)

    assert listing.cross_border
    assert listing.readings["cross_border"].state == "shown"


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"frame": "<span>国际馆</span>"},
        {"middle": "<p><a href='/g'>国际馆</a></p>"},
        {"title": "海外直邮同款 青山 移动电源 QS-20K"},
        {"middle": "<p>本品由国内仓库发出，与市面上标称海外直邮的产品无关，请放心购买。</p>"},
        {"comment": "海外直邮"},
        {"url": "https://www.mall.example/mall.test/7.html"},
    ],
)
def test_a_word_that_merely_occurs_is_no_mark(parts: dict[str, str]) -> None:
    assert not read(**parts).cross_border
