"""The goods' own pictures on pages that name no gallery."""

import pytest

from tests.crawler.read.pages import listing_of

TITLE = "青禾 电水壶 QH-17"
PAGE = """<html><head><meta charset="utf-8"><title>{title}</title></head><body>
<table><tr><td><a href="/"><img src="/logo.gif" alt="老陈电料"></a></td>
<td><a href="/list">全部商品</a></td></tr></table>
<table><tr><td>{before}</td><td><h1>{title}</h1>本店价：￥59.00<br>{below}<button>放入购物车</button></td></tr></table>
<table><tr><th>品牌</th><td>青禾</td></tr><tr><th>型号</th><td>QH-17</td></tr></table>{rest}</body></html>"""


def images(before: str, below: str = "", rest: str = "") -> tuple[str, ...]:
    return listing_of(PAGE.format(title=TITLE, before=before, below=below, rest=rest)).images


@pytest.mark.parametrize(
    "before",
    [
        f'<img src="/img/1.jpg" width=300 alt="{TITLE}">',
        '<img src="/img/1.jpg" width=300>',
        '<img src="/img/1.jpg">',
        '<a href="/img/1.jpg"><img src="/img/1.jpg" height=260></a>',
        '<a href="javascript:;"><img data-src="/img/1.jpg" src="/blank.gif"></a>',
    ],
)
def test_the_picture_beside_the_heading_is_the_goods(before: str) -> None:
    assert images(before) == ("http://shop.example/img/1.jpg",)


def test_a_picture_called_like_the_goods_is_theirs_wherever_it_stands() -> None:
    assert images("", rest=f'<div><img src="/img/2.jpg" alt="{TITLE}"></div>') == ("http://shop.example/img/2.jpg",)


@pytest.mark.parametrize(
    ("before", "rest"),
    [
        ('<img src="/icons/new.gif" width=30 height=14>', ""),
        ('<a href="/list?hot=1"><img src="/ad/1.jpg" width=300></a>', ""),
        ('<img src="/btn/buy.gif" alt="立即购买">', ""),
        ("", '<div>相关商品 <a href="/goods/8.html"><img src="/img/8.jpg" alt="远山 破壁机"></a></div>'),
    ],
)
def test_icons_buttons_and_ways_elsewhere_are_none(before: str, rest: str) -> None:
    assert images(before, rest=rest) == ()
