"""The variant a page shows as chosen gives the listing its price, stock and code."""

import json
from decimal import Decimal

import pytest

from crawler.records import Listing
from tests.crawler.read.pages import listing_of

SKUS = [
    {"id": 40011, "sku": "QH-R", "option1": "红", "price": "69.00", "available": True},
    {"id": 40012, "sku": "QH-B", "option1": "蓝", "price": "89.00", "available": False},
]
STATE = json.dumps(
    {"product": {"id": 7, "title": "青禾 电水壶", "price": "69.00", "options": ["颜色"], "variants": SKUS}}
)
PAGE = """<html lang="zh"><head><title>青禾 电水壶</title></head><body><h1>青禾 电水壶</h1>
<div class="price">￥69.00</div>{body}<button>加入购物车</button>
<table class="params"><tr><th>品牌</th><td>青禾</td></tr><tr><th>材质</th><td>钢</td></tr></table>
{script}</body></html>"""
SCRIPT = f"<script>window.__STATE__ = {STATE};</script>"
ADDRESSES = [
    "?variant=40012",
    "?skuId=QH-B",
    "?sku_id=QH-B",
    "#sku=QH-B",
    "#/goods/7?skuId=40012",
    "?a=1&variant=40012#top",
]
MARKS = [
    '<div class="sku"><span>颜色</span><a class="sku-i" data-value="1">红</a>'
    '<a class="sku-i selected" data-value="2">蓝</a></div>',
    '<dl class="spec"><dt>颜色</dt><dd><a>红</a><a class="cur">蓝</a></dd></dl>',
    '<label>颜色<select name="option[1]"><option value="1">红</option>'
    '<option value="2" selected>蓝</option></select></label>',
    '<p>颜色</p><div class="variant"><input type="radio" name="options[c]" value="红" id="a"><label for="a">红</label>'
    '<input type="radio" name="options[c]" value="蓝" id="b" checked><label for="b">蓝</label></div>',
]


def read(url: str, *, body: str = "", script: str = SCRIPT) -> Listing:
    return listing_of(PAGE.format(body=body, script=script), url)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_address_chooses_the_variant(address: str) -> None:
    listing = read(f"https://shop.example/products/kettle{address}")

    assert (listing.price, listing.price_max) == (Decimal(89), Decimal(89))
    assert (listing.availability, listing.sku) == ("out_of_stock", "QH-B")


@pytest.mark.parametrize("body", MARKS)
def test_the_pages_own_mark_chooses_the_variant(body: str) -> None:
    listing = read("https://shop.example/products/kettle", body=body)

    assert (listing.price, listing.availability, listing.sku) == (Decimal(89), "out_of_stock", "QH-B")


@pytest.mark.parametrize("address", ["", "?variant=9", "?page=2", "#reviews"])
def test_without_a_choice_the_lowest_price_stands(address: str) -> None:
    listing = read(f"https://shop.example/products/kettle{address}")

    assert (listing.price, listing.price_max, listing.availability) == (Decimal(69), Decimal(89), "in_stock")


def test_a_promotion_the_data_does_not_know_of_stays() -> None:
    page = SCRIPT.replace('"69.00"', '"79.00"')

    listing = read("https://shop.example/products/kettle?variant=40012", script=page)

    assert listing.price == Decimal(69)


def test_every_variant_keeps_its_own_price_stock_code_and_options() -> None:
    found = [(sku.sku, sku.options, sku.price, sku.availability) for sku in read("https://shop.example/p/7").skus]

    assert found == [
        ("QH-R", (("颜色", "红"),), Decimal(69), "in_stock"),
        ("QH-B", (("颜色", "蓝"),), Decimal(89), "out_of_stock"),
    ]


def test_models_among_the_choices_are_models() -> None:
    body = '<dl class="sku"><dt>型号</dt><dd><a>QH-10K</a><a>QH-20K</a></dd></dl>'

    listing = read("https://shop.example/p/7", body=body, script="")

    assert listing.models == ("QH-10K", "QH-20K")
    assert [sku.options for sku in listing.skus] == [(("型号", "QH-10K"),), (("型号", "QH-20K"),)]
