"""What stands in other goods' cards, in controls and in a title's ornaments is nothing of the page's own goods."""

import pytest

from crawler.records import Listing
from tests.crawler.read.pages import listing_of

PAGE = """<html><head><meta charset="utf-8"><title>{title}</title></head><body>
<div id="nav"><a href="/"><img src="/logo.png" alt="Mercado"></a><form class="searchform">
<select class="store-name" name="in"><option>Automotive</option></select><input name="k"></form></div>
<h1>{title}</h1><p class="price">¥88</p><button>立即购买</button>{body}
<table class="params"><tr><th>品牌</th><td>青禾</td></tr><tr><th>容量</th><td>1.7L</td></tr></table>
{rest}</body></html>"""
CARDS = "".join(
    f"<li class='c'><a href='/goods/{number}.html'>【现货】远山 水壶</a><p>型号：YS-{number}</p>"
    f"<p>库存 {number} 件</p><b>¥99</b></li>"
    for number in (81, 82, 83)
)


def read(body: str = "", rest: str = "", title: str = "青禾 电水壶 1.7L") -> Listing:
    return listing_of(PAGE.format(title=title, body=body, rest=rest))


def test_a_card_that_leads_to_other_goods_gives_no_model_and_no_stock() -> None:
    listing = read(rest=f"<div><h4>同店</h4><ul>{CARDS}</ul></div>")

    assert (listing.models, listing.stock) == ((), None)
    assert ("型号", "YS-81") not in listing.attributes


def test_sponsored_goods_give_nothing() -> None:
    listing = read(rest="<div><h4>Sponsored</h4><div><p>型号：YS-9</p><p>生产企业：远山电器有限公司</p></div></div>")

    assert (listing.models, listing.maker) == ((), None)


def test_a_word_of_the_title_is_no_count_of_stock() -> None:
    assert read(title="【现货】青禾 电水壶 1.7L").stock is None


@pytest.mark.parametrize(
    ("body", "stock"),
    [
        ("<p>库存 780 件</p>", "780 件"),
        ("<p>库存：780件</p>", "780件"),
        ("<p>库存<em>780</em>件</p>", "780件"),
        ("<div>（仅剩3台）</div>", "3台"),
        ("<p>库存：充足</p>", "充足"),
        ("<p>库存 3 件装礼盒</p>", None),
    ],
)
def test_how_many_are_left(body: str, stock: str | None) -> None:
    assert read(body).stock == stock


def test_what_a_search_box_offers_is_no_shop() -> None:
    assert read().shop == "Mercado"
