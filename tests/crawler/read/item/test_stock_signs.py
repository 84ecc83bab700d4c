"""Words about other goods, and what somebody tells, say nothing about whether these goods can be bought."""

import pytest

from tests.crawler.read.pages import listing_of

CARD = '<div class="g"><a href="/item/{n}"><img src="/i{n}.jpg"><h4>{title}</h4><b>¥19</b></a></div>'


def availability(extra: str, button: str = "立即购买") -> str:
    html = (
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>青禾 充电宝 20000mAh</title></head><body>"
        f"<h1>青禾 充电宝 20000mAh</h1><p class=price>¥88</p><button>{button}</button>"
        "<table><tr><th>品牌</th><td>青禾</td></tr><tr><th>型号</th><td>QH-20</td></tr></table>"
        f"{extra}</body></html>"
    )
    return listing_of(html, "https://shop.example/item/9").availability


@pytest.mark.parametrize(
    "extra",
    [
        "".join(CARD.format(n=n, title=f"【现货】充电宝 {n}0000mAh 已下架") for n in (1, 2, 3)),
        "".join(CARD.format(n=n, title=f"充电宝 {n}0000mAh 已售罄") for n in (1, 2, 3)),
        "<p>买家评论：上次买的时候缺货，等了好久</p>",
        "",
    ],
)
def test_the_goods_can_be_bought(extra: str) -> None:
    assert availability(extra) == "in_stock"


@pytest.mark.parametrize(
    ("extra", "state"), [("<p>该商品已下架</p>", "off_shelf"), ("<p>暂时缺货</p>", "out_of_stock")]
)
def test_the_pages_own_words_count(extra: str, state: str) -> None:
    assert availability(extra, button="收藏") == state
