"""Which of a page's amounts is the price: bugs caught, each with the smallest page that shows it."""

import hashlib
from decimal import Decimal

import pytest

from crawler.read.reader import Reader
from crawler.records import Listing, RawPage

FRAME = """<html><head><meta charset="utf-8"><title>青禾 电水壶 1.7L</title></head><body><div id="app"><main>
<div class="top"><div><h1>青禾 电水壶 1.7L</h1>{price}<button>立即购买</button></div></div>{rest}</main></div>
</body></html>"""
CARDS = "".join(
    f'<a href="#/goods/{number}" class="card"><p>远山 破壁机 {number}W 耐用</p><i>¥{number}.00</i></a>'
    for number in (332, 390)
)

CASES = [
    (
        "a list price before a coupon price is no coupon price itself",
        '<div><del>原价 ¥104.00</del> 券后价 <span class="p">¥83.00</span></div>',
        "",
        ("83", "83", "104"),
    ),
    (
        "the same in parts of one size",
        '<div class="price"><span>原价 ¥310.00</span><span>券后价 </span><span class="now">¥194.00</span></div>',
        "",
        ("194", "194", "310"),
    ),
    (
        "deposit and balance beside labels that go over two parts",
        '<div class="price"><span>预售 定金 </span><span class="now">¥6.90</span><span> 尾款 ¥61.10</span></div>',
        f'<div class="cards">{CARDS}</div>',
        ("68", "68", None),
    ),
    (
        "a model of letters and digits is no amount in ringgit",
        "<div>券后价 <span>¥83.00</span></div>",
        "<dl><dt>品牌</dt><dd>青禾</dd><dt>规格型号</dt><dd>RM2035B</dd></dl>",
        ("83", "83", None),
    ),
    (
        "nor is one of digits alone under the model's label",
        "<div>券后价 <span>¥83.00</span></div>",
        "<dl><dt>品牌</dt><dd>青禾</dd><dt>规格型号</dt><dd>RM2035</dd></dl>",
        ("83", "83", None),
    ),
    (
        "other goods behind a route of a single-page shop",
        '<div class="price">到手价 <span class="now">¥101.00</span></div>',
        f'<h3>看了又看</h3><div class="cards">{CARDS}</div>',
        ("101", "101", None),
    ),
    (
        "other goods in parts without a telling name",
        "<div>券后价 <span>¥83.00</span></div>",
        "<h3>同款推荐</h3>" + '<div class="it"><div>远山 破壁机 耐用</div><em>¥332.00</em></div>' * 2,
        ("83", "83", None),
    ),
]


def read(text: str, url: str = "http://shop.example/#/goods/7") -> Listing:
    body = text.encode()
    raw = RawPage(
        platform=None, url=url, captured_at=None, sha256=hashlib.sha256(body).hexdigest(), body=body, fetched="imported"
    )
    listing = Reader(()).read(raw, "x").listing
    assert listing is not None
    return listing


@pytest.mark.parametrize(("price", "rest", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_amount_beside_the_heading_is_the_price(
    price: str, rest: str, expected: tuple[str, str, str | None]
) -> None:
    listing = read(FRAME.format(price=price, rest=rest))

    wanted = tuple(Decimal(text) if text else None for text in expected)
    assert (listing.price, listing.price_max, listing.list_price) == wanted
