"""Which pictures may hold what the seller tells of the goods: those of the description, not promises and banners."""

import pytest

from tests.crawler.read.pages import listing_of

CART = "<div><a href='/flow.php'>您的购物车中有 0 件商品，总计金额 ￥0.00元。</a></div>"
FACTS = "<tr><td>[商品品牌]</td><td>松风</td></tr><tr><td>[规格型号]</td><td>SF-N2</td></tr>"
TABLE = f"<div class=box><h3>商品属性</h3><table>{FACTS}</table></div>"


def hidden(beside: str, *, described: str = "<p>轻便耐用。</p>", cart: str = CART) -> tuple[str, ...]:
    offer = (
        f"<div class=textInfo><p>松风 暖风机 SF-N2</p><ul><li>本店售价：<font>￥149元</font></li></ul>{beside}</div>"
    )
    listing = listing_of(
        f"<html><head><title>松风 暖风机 SF-N2</title></head><body>{cart}"
        "<div class=imgInfo><img src=/images/34.jpg></div>"
        f"{offer}<button>加入购物车</button><div class=box><h3>商品描述</h3>{described}</div>{TABLE}</body></html>"
    )
    state = listing.readings["maker"].state
    assert state == ("not_observable" if listing.content_images else "not_shown")
    return listing.content_images


@pytest.mark.parametrize(
    "beside",
    [
        "",
        "<p><img src=/i/z.gif alt=正品保证> <img src=/i/t.gif alt=七天退换></p>",
        "<p><img src=/images/service_1.gif><img src=/images/baoyou.png></p>",
        "<p><img src=/data/afficheimg/banner2.jpg></p>",
        "<p><a href=/list?c=9><img src=/data/a/2019.jpg></a></p>",
    ],
)
def test_pictures_beside_the_offer_that_promise_or_advertise_hide_nothing(beside: str) -> None:
    assert hidden(beside) == ()


@pytest.mark.parametrize(
    ("beside", "described"),
    [
        ("", "<p><img src=/images/upload/20190101.jpg></p>"),
        ("", "<p><img src=/images/upload/banner.jpg></p>"),
        ("<p><img src=/images/upload/20190101.jpg></p>", ""),
        ("<p><img src=/images/upload/cert.jpg alt=产品合格证与铭牌></p>", ""),
    ],
)
def test_unnamed_pictures_may_hold_what_the_text_lacks(beside: str, described: str) -> None:
    assert len(hidden(beside, described=described)) == 1
