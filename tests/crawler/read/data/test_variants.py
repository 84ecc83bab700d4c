"""Variants put together from the shapes in which shop systems keep them, and from a page's own choices."""

import html
import json
from decimal import Decimal
from typing import Any

import pytest

from crawler.read.reader import Reader
from crawler.records import Listing, Sku
from tests.crawler.read import pages

READER = Reader(())
TITLE = "云栖电热水壶 YQ-18 双层防烫"
RED_BIG = (("颜色", "红"), ("容量", "1.8L"))
RED_SMALL = (("颜色", "红"), ("容量", "1.5L"))
BLUE_BIG = (("颜色", "蓝"), ("容量", "1.8L"))
PRICES = {RED_BIG: "128.00", RED_SMALL: "98.00", BLUE_BIG: "138.50"}
STOCK = {RED_BIG: 4, RED_SMALL: 0, BLUE_BIG: 9}
CODES = {RED_BIG: "70011", RED_SMALL: "70012", BLUE_BIG: "70013"}
AXES = {"颜色": ("红", "蓝"), "容量": ("1.8L", "1.5L")}


def listing_of(*scripts: str, body: str = "", shown: str = "98.00") -> Listing:
    """Return the listing read from an item page with these scripts and this markup in the buying form."""
    page = (
        f'<html lang="zh"><head><title>{TITLE} - 澜庭商城</title></head><body><h1>{TITLE}</h1>'
        f'<div class="price">￥{shown}</div>{body}<button>加入购物车</button>{"".join(scripts)}</body></html>'
    )
    return pages.listing_of(page, "https://shop.example/goods/7001.html")


def state(data: Any, name: str = "window.__STATE__") -> str:
    return f"<script>{name} = {json.dumps(data, ensure_ascii=False)};</script>"


def product(**more: Any) -> dict[str, Any]:
    return {"goodsId": 7001, "goodsName": TITLE, "price": "98.00", **more}


def tree() -> dict[str, Any]:
    """Ids resolved through a tree; prices in hundredths."""
    ids = {value: 100 + number for number, value in enumerate(value for values in AXES.values() for value in values)}
    return {
        "goods": {"id": 7001, "title": TITLE, "price": "98.00"},
        "sku": {
            "tree": [
                {"k": label, "k_s": f"s{place}", "v": [{"id": ids[value], "name": value} for value in values]}
                for place, (label, values) in enumerate(AXES.items(), 1)
            ],
            "list": [
                {
                    "id": int(CODES[options]),
                    "price": int(Decimal(PRICES[options]) * 100),
                    "stock_num": STOCK[options],
                    **{f"s{place}": ids[value] for place, (_label, value) in enumerate(options, 1)},
                }
                for options in PRICES
            ],
        },
    }


def paths() -> dict[str, Any]:
    """Paths of ids in one table, prices by code in another."""
    return {
        "item": {"itemId": "7001", "title": TITLE},
        "skuBase": {
            "props": [
                {
                    "pid": f"20{place}",
                    "name": label,
                    "values": [{"vid": f"{place}{n}", "name": value} for n, value in enumerate(values)],
                }
                for place, (label, values) in enumerate(AXES.items())
            ],
            "skus": [
                {
                    "skuId": CODES[options],
                    "propPath": ";".join(
                        f"20{place}:{place}{AXES[label].index(value)}" for place, (label, value) in enumerate(options)
                    ),
                }
                for options in PRICES
            ],
        },
        "skuCore": {
            "sku2info": {
                "0": {"quantity": "13", "price": {"priceText": "98.00"}},
                **{
                    CODES[options]: {"quantity": str(STOCK[options]), "price": {"priceText": price}}
                    for options, price in PRICES.items()
                },
            }
        },
    }


def holders() -> dict[str, Any]:
    """Options that name the products which have them, prices by product."""
    return {
        "jsonConfig": {
            "attributes": {
                str(90 + place): {
                    "id": str(90 + place),
                    "label": label,
                    "options": [
                        {
                            "id": f"5{place}{n}",
                            "label": value,
                            "products": [CODES[options] for options in PRICES if (label, value) in options],
                        }
                        for n, value in enumerate(values)
                    ],
                }
                for place, (label, values) in enumerate(AXES.items())
            },
            "optionPrices": {
                CODES[options]: {"oldPrice": {"amount": 200.0}, "finalPrice": {"amount": float(price)}}
                for options, price in PRICES.items()
            },
        }
    }


def joined_values() -> dict[str, Any]:
    """A dictionary whose keys are the values run together, the axes beside it."""
    return {
        "storeInfo": {"id": 7001, "store_name": TITLE, "price": "98.00"},
        "productAttr": [{"attr_name": label, "attr_values": list(values)} for label, values in AXES.items()],
        "productValue": {
            ",".join(value for _label, value in options): {
                "suk": ",".join(value for _label, value in options),
                "price": price,
                "stock": STOCK[options],
                "unique": f"u{CODES[options]}",
            }
            for options, price in PRICES.items()
        },
    }


def escaped_keys() -> dict[str, Any]:
    """Keys joined by an escaped mark."""
    return product(
        skuProps=[{"prop": label, "value": [{"name": value} for value in values]} for label, values in AXES.items()],
        skuMap={
            "&gt;".join(value for _label, value in options): {
                "skuId": int(CODES[options]),
                "canBookCount": STOCK[options],
                "price": price,
            }
            for options, price in PRICES.items()
        },
    )


def nested_strings() -> dict[str, Any]:
    """JSON strings inside JSON."""
    rows = [
        {
            "sku_id": int(CODES[options]),
            "sku_spec_format": [{"spec_name": label, "spec_value_name": value} for label, value in options],
            "discount_price": price,
            "stock": STOCK[options],
        }
        for options, price in PRICES.items()
    ]
    return {"data": product(goods_sku_data=json.dumps(rows, ensure_ascii=False))}


def selected_options() -> dict[str, Any]:
    """Pairs of name and value at each variant."""
    return product(
        variants=[
            {
                "id": CODES[options],
                "price": {"amount": price, "currencyCode": "CNY"},
                "stock": STOCK[options],
                "selectedOptions": [{"name": label, "value": value} for label, value in options],
            }
            for options, price in PRICES.items()
        ]
    )


def by_position() -> dict[str, Any]:
    """Names of the options once, values by position."""
    return product(
        options=list(AXES),
        variants=[
            {
                "id": int(CODES[options]),
                "title": " / ".join(value for _label, value in options),
                "option1": options[0][1],
                "option2": options[1][1],
                "option3": None,
                "price": price,
                "available": STOCK[options] > 0,
            }
            for options, price in PRICES.items()
        ],
    )


SHAPES = (tree, paths, holders, joined_values, escaped_keys, nested_strings, selected_options, by_position)


def by_options(listing: Listing) -> dict[tuple[tuple[str, str], ...], Sku]:
    return {sku.options: sku for sku in listing.skus}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_options_and_price_of_every_variant(shape: Any) -> None:
    data = shape()
    if shape is nested_strings:
        script = f'<script type="application/json" id="data">{json.dumps(data, ensure_ascii=False)}</script>'
    else:
        script = state(data)
    listing = listing_of(script)
    found = by_options(listing)
    assert {options: sku.price for options, sku in found.items()} == {
        options: Decimal(price) for options, price in PRICES.items()
    }
    assert (listing.price, listing.price_max) == (Decimal("98.00"), Decimal("138.50"))
    if shape is not holders:
        assert found[RED_SMALL].availability == "out_of_stock"
        assert found[RED_BIG].availability == "in_stock"


def test_variations_in_an_attribute() -> None:
    rows = [
        {
            "attributes": {"attribute_color": "red"},
            "display_price": 98,
            "display_regular_price": 120,
            "is_in_stock": True,
            "sku": "YQ-R",
            "variation_id": 1,
        },
        {
            "attributes": {"attribute_color": "blue"},
            "display_price": 108,
            "display_regular_price": 108,
            "is_in_stock": False,
            "sku": "YQ-B",
            "variation_id": 2,
        },
    ]
    body = (
        f'<form class="variations_form" data-product_variations="{html.escape(json.dumps(rows))}"><table><tr>'
        '<th><label for="color">颜色</label></th><td><select id="color" name="attribute_color">'
        '<option value="">请选择</option><option value="red">红色</option><option value="blue">蓝色</option>'
        "</select></td></tr></table></form>"
    )
    listing = listing_of(body=body)
    assert [(sku.sku, sku.options, sku.price, sku.list_price, sku.availability) for sku in listing.skus] == [
        ("YQ-R", (("颜色", "红色"),), Decimal(98), Decimal(120), "in_stock"),
        ("YQ-B", (("颜色", "蓝色"),), Decimal(108), None, "out_of_stock"),
    ]
    assert listing.price_max == Decimal(108)


PVS = {";9001:31;9002:41;": {"skuId": "1", "price": "98.00"}, ";9001:32;9002:41;": {"skuId": "2", "price": "108.00"}}


def test_ids_in_keys_resolved_through_the_page() -> None:
    def choice(label: str, entries: dict[str, str]) -> str:
        items = "".join(
            f'<li data-value="{key}"><a href="#"><span>{text}</span></a><i>已选中</i></li>'
            for key, text in entries.items()
        )
        return f'<dl class="J_Prop tm-sale-prop"><dt>{label}</dt><dd><ul>{items}</ul></dd></dl>'

    body = choice("尺码", {"9001:31": "小号", "9001:32": "大号"}) + choice("颜色", {"9002:41": "灰", "9002:42": "白"})
    setup = {"itemDO": {"title": TITLE, "itemId": "7001"}, "valItemInfo": {"skuMap": PVS}}
    listing = listing_of(f"<script>TShop.Setup({json.dumps(setup, ensure_ascii=False)});</script>", body=body)
    assert {sku.sku: sku.options for sku in listing.skus} == {
        "1": (("尺码", "小号"), ("颜色", "灰")),
        "2": (("尺码", "大号"), ("颜色", "灰")),
    }


def test_ids_nobody_explains_give_no_label() -> None:
    setup = {"itemDO": {"title": TITLE, "itemId": "7001"}, "valItemInfo": {"skuMap": PVS}}
    listing = listing_of(f"<script>TShop.Setup({json.dumps(setup, ensure_ascii=False)});</script>")
    assert {sku.price for sku in listing.skus} == {Decimal(98), Decimal(108)}
    assert all(sku.options == () for sku in listing.skus)


def test_half_known_path_gives_no_option() -> None:
    data = paths()
    data["skuBase"]["props"] = data["skuBase"]["props"][:1]
    listing = listing_of(state(data))
    assert all(sku.options == () for sku in listing.skus)


def test_names_of_offers_are_split_by_the_shop_system_s_options() -> None:
    offers = [
        {"@type": "Offer", "sku": CODES[options], "price": price, "priceCurrency": "CNY", "name": "红 / 1.8L"}
        for options, price in PRICES.items()
    ]
    data = by_position()
    for row in data["variants"]:
        row["sku"] = str(row["id"])
    structured = {"@context": "https://schema.org", "@type": "Product", "name": TITLE, "offers": offers}
    ld = f'<script type="application/ld+json">{json.dumps(structured, ensure_ascii=False)}</script>'
    listing = listing_of(ld, state(data))
    assert set(by_options(listing)) == set(PRICES)


def test_variants_of_a_product_group() -> None:
    group = {
        "@context": "https://schema.org",
        "@type": "ProductGroup",
        "name": TITLE,
        "hasVariant": [
            {
                "@type": "Product",
                "sku": f"YQ-{color}",
                "color": color,
                "gtin13": gtin,
                "offers": {"@type": "Offer", "price": price, "priceCurrency": "CNY", "availability": "InStock"},
            }
            for color, price, gtin in (("红", "98.00", "6900000000014"), ("蓝", "138.50", "6900000000021"))
        ],
    }
    listing = listing_of(f'<script type="application/ld+json">{json.dumps(group, ensure_ascii=False)}</script>')
    assert [(sku.sku, sku.options, sku.price, sku.gtin) for sku in listing.skus] == [
        ("YQ-红", (("color", "红"),), Decimal("98.00"), "6900000000014"),
        ("YQ-蓝", (("color", "蓝"),), Decimal("138.50"), "6900000000021"),
    ]


def test_other_goods_are_no_variants() -> None:
    data = product(
        recommend={
            "skuList": [
                {"skuId": "1", "price": "98.00", "specs": [{"name": "颜色", "value": "红"}]},
                {"skuId": "2", "price": "998.00", "specs": [{"name": "颜色", "value": "蓝"}]},
            ]
        }
    )
    listing = listing_of(state(data))
    assert listing.skus == ()
    assert listing.price_max == Decimal("98.00")


SELECT = (
    '<form action="addcart"><p>长度：<select name="attr1"><option value="">请选择</option>'
    '<option value="1">1米</option>'
    '<option value="2" disabled>2米</option></select></p></form>'
)
RADIOS = (
    '<form><ul><li><strong>颜色:</strong><br><label for="s1"><input type="radio" name="spec_1" value="1" id="s1"> 红 '
    '[ ￥0.00元]</label><label for="s2"><input type="radio" name="spec_1" value="2" id="s2"> 蓝 [加价 ￥5.00元]</label>'
    "</li></ul></form>"
)
SWATCHES = (
    '<div class="sku-items"><div class="sku-title">线长</div><ul><li class="sku-line" data-value="1.8米">1.8米</li>'
    '<li class="sku-line sold-out" data-value="3米">3米</li></ul></div>'
)


@pytest.mark.parametrize(
    ("body", "options", "states"),
    [
        (SELECT, ["1米", "2米"], ["unknown", "out_of_stock"]),
        (RADIOS, ["红", "蓝"], ["unknown", "unknown"]),
        (SWATCHES, ["1.8米", "3米"], ["unknown", "out_of_stock"]),
    ],
    ids=["select", "radios", "swatches"],
)
def test_one_choice_on_the_page_gives_a_variant_a_value(body: str, options: list[str], states: list[str]) -> None:
    listing = listing_of(body=body)
    assert [sku.options[0][1] for sku in listing.skus] == options
    assert [sku.availability for sku in listing.skus] == states
    assert all(sku.price is None for sku in listing.skus)


@pytest.mark.parametrize(
    "body",
    [
        SELECT + SWATCHES,
        RADIOS.replace("</li>", '</li><li><strong>容量:</strong><label><input type="radio" name="spec_1">1L</label>'
                                '<label><input type="radio" name="spec_1">2L</label></li>'),
        '<p>数量：<select name="qty"><option>1</option><option>2</option></select></p>',
        '<p>配送地区：<select name="option_region"><option>甲市</option><option>乙市</option></select></p>',
        '<form><p>Subject <select name="option"><option>Price</option><option>Detail</option></select></p>'
        "<textarea></textarea></form>",
        '<nav><p>选择 <select name="option"><option>甲</option><option>乙</option></select></p></nav>',
    ],
    ids=["two axes", "two axes of one name", "quantity", "region", "contact form", "navigation"],
)  # fmt: skip
def test_other_choices_give_no_variants(body: str) -> None:
    assert listing_of(body=body).skus == ()


@pytest.mark.parametrize(
    "body",
    [
        '规格：<select name="spec"><option value="1">1.5L 白色 ￥98.00</option>'
        '<option value="2">1.8L 绿色 ￥119.00</option></select>',
        '规格：<select name="spec"><option value="">请选择</option><option value="1">1.5L 白色 - 98.00元</option>'
        '<option value="2">1.8L 绿色 - 售价 119.00元</option></select>',
        '<dl class="sku"><dt>规格</dt><dd><label><input type="radio" name="spec" value="1"> 1.5L 白色 ￥98.00</label>'
        '<label><input type="radio" name="spec" value="2"> 1.8L 绿色（￥119.00）</label></dd></dl>',
        '<div class="sku">规格：<ul class="sku-list"><li data-value="1">1.5L 白色 <em>￥98.00</em></li>'
        '<li data-value="2">1.8L 绿色 <em>￥119.00</em></li></ul></div>',
    ],
)
def test_a_price_behind_the_value_of_a_choice_is_that_variant_s(body: str) -> None:
    read = listing_of(body=body)

    assert [(sku.options, sku.price) for sku in read.skus] == [
        ((("规格", "1.5L 白色"),), Decimal("98.00")),
        ((("规格", "1.8L 绿色"),), Decimal("119.00")),
    ]
    assert (read.price, read.price_max) == (Decimal("98.00"), Decimal("119.00"))


def test_the_chosen_value_s_price_is_the_page_s_and_what_it_was_stands_beside_it() -> None:
    read = listing_of(
        body='规格：<select name="spec"><option value="1">单只 ￥98.00</option>'
        '<option value="2" selected>两只装 ￥178.00 原价￥196.00</option>'
        '<option value="3">三只装 ￥255（缺货）</option></select>'
    )

    assert [(sku.options[0][1], sku.price, sku.list_price, sku.availability) for sku in read.skus] == [
        ("单只", Decimal("98.00"), None, "unknown"),
        ("两只装", Decimal("178.00"), Decimal("196.00"), "unknown"),
        ("三只装", Decimal(255), None, "out_of_stock"),
    ]
    assert (read.price, read.price_max, read.list_price) == (Decimal("178.00"), Decimal(255), Decimal("196.00"))


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        (["100元", "200元"], ["100元", "200元"]),
        (["面值 100元", "面值 200元"], ["面值 100元", "面值 200元"]),
        (["标准版", "满200减20元套餐"], ["标准版", "满200减20元套餐"]),
        (["1.5L", "1.8L (+￥20.00)"], ["1.5L", "1.8L"]),
        (["1.5L", "1.8L +￥20.00", "2.0L +￥40.00"], ["1.5L", "1.8L", "2.0L"]),
    ],
)
def test_an_amount_that_is_the_value_or_comes_on_top_is_no_price(values: list[str], kept: list[str]) -> None:
    options = "".join(f'<option value="{place}">{value}</option>' for place, value in enumerate(values, 1))
    read = listing_of(body=f'规格：<select name="spec">{options}</select>')

    assert [(sku.options[0][1], sku.price) for sku in read.skus] == [(value, None) for value in kept]
    assert read.price_max == Decimal("98.00")


def test_the_name_of_the_goods_is_no_label_of_a_choice() -> None:
    page = (
        f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><select name=sku>"
        "<option value=1>白色 ￥98.00</option>"
        "<option value=2>绿色 ￥119.00</option></select><b>￥98.00</b><button>加入购物车</button></body></html>"
    )
    read = pages.listing_of(page, "https://shop.example/goods/7001.html")

    assert [(sku.options, sku.price) for sku in read.skus] == [
        ((("规格", "白色"),), Decimal("98.00")),
        ((("规格", "绿色"),), Decimal("119.00")),
    ]
