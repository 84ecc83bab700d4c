"""Single-page shops of systems in wide use, as the browser keeps them: a rendered page and its API's answer or state.

None of them is declared: each is read by what any page of its kind shows.
"""

import hashlib
import html
import json
from decimal import Decimal
from typing import Any

import pytest

from crawler.read.reader import Reader
from crawler.records import Fragment, Listing, RawPage


def page(body: str, script: str = "") -> str:
    return (
        f"<html><head><meta charset='utf-8'><title>商品详情</title></head><body>"
        f"<div id='app'>{body}</div>{script}</body></html>"
    )


CRMEB = page(
    "<div class='product-con'><div class='share'><div class='money'>￥<span class='num'>39.00</span></div></div>"
    "<div class='introduce'>远岭 六位插座 YL-306 三米</div>"
    "<div class='label'><div>原价:￥59.00</div><div>库存:120件</div></div>"
    "<div class='attribute'>已选择：白色</div>"
    "<div class='footer'><span>加入购物车</span><span>立即购买</span></div></div>"
)
CRMEB_API: dict[str, Any] = {
    "status": 200,
    "msg": "ok",
    "data": {
        "storeInfo": {
            "id": 91,
            "store_name": "远岭 六位插座 YL-306 三米",
            "price": "39.00",
            "ot_price": "59.00",
            "stock": 120,
            "is_show": 1,
            "description": "<p>品牌：远岭</p><p>型号：YL-306</p><p>CCC证书编号：2023010201556677</p>",
        },
        "productAttr": [{"attr_name": "颜色", "attr_values": ["白色", "黑色"]}],
        "productValue": {
            "白色": {"price": "39.00", "stock": 70, "unique": "a1b2c3d4"},
            "黑色": {"price": "45.00", "stock": 50, "unique": "e5f6a7b8"},
        },
    },
}
NIUSHOP = page(
    "<div class='goods-detail'><div class='goods-price'><span class='unit'>￥</span><span class='price'>68.00</span>"
    "<span class='market-price'>￥98.00</span></div><div class='sku-name-box'>北坡 电热水壶 BP-210</div>"
    "<div class='action'><button>加入购物车</button><button>立即购买</button></div></div>"
)
NIUSHOP_API: dict[str, Any] = {
    "code": 0,
    "data": {
        "goods_sku_detail": {
            "goods_id": 71,
            "sku_id": 305,
            "goods_name": "北坡 电热水壶 BP-210",
            "sku_name": "北坡 电热水壶 BP-210",
            "price": "68.00",
            "discount_price": "68.00",
            "market_price": "98.00",
            "stock": 33,
            "goods_state": 1,
            "goods_attr_format": json.dumps(
                [
                    {"attr_name": "品牌", "attr_value_name": "北坡"},
                    {"attr_name": "型号", "attr_value_name": "BP-210"},
                    {"attr_name": "生产企业", "attr_value_name": "测试市北坡电器有限公司"},
                ],
                ensure_ascii=False,
            ),
        }
    },
}
YOUZAN = page(
    "<div class='goods-title'>松风 电热毯 SF-180 双人</div>"
    "<div class='goods-price'><span>¥</span><span>99</span><span>.00</span></div>"
    "<div class='goods-props'><div class='prop'><span>品牌</span><span>松风</span></div>"
    "<div class='prop'><span>型号</span><span>SF-180</span></div></div>"
    "<div class='bar'><a>加入购物车</a><a>立即购买</a></div>",
    "<script>window._global = "
    + json.dumps(
        {
            "kdtId": 42,
            "goodsData": {
                "goods": {"id": 5521, "alias": "2x1abc", "title": "松风 电热毯 SF-180 双人", "isDisplay": 1},
                "skuInfo": {"spuPrice": {"minPrice": 9900, "maxPrice": 9900}, "spuStock": {"stockNum": 12}},
            },
            "shopName": "松风家居",
        },
        ensure_ascii=False,
    )
    + ";</script>",
)
WEIDIAN = page(
    "<span class='item-title'>青山 充电宝 QS-20K</span><div class='price'><em>¥</em>129.00</div>"
    "<div class='shop-name'>青山数码</div><div class='foot'><button>加入购物车</button><button>立即购买</button></div>",
    "<script id='__rocker-render-inject__' data-obj=\""
    + html.escape(
        json.dumps(
            {
                "result": {
                    "default_model": {
                        "item_info": {
                            "item_id": "4455667788",
                            "item_name": "青山 充电宝 QS-20K",
                            "price": "129.00",
                            "stock": 9,
                        }
                    }
                }
            },
            ensure_ascii=False,
        )
    )
    + '"></script>',
)


def read(text: str, answer: dict[str, Any] | None = None) -> Listing:
    body = text.encode()
    fragments = (
        ()
        if answer is None
        else (
            Fragment(
                url="https://shop.example/api/detail",
                kind="api",
                content_type="application/json",
                body=json.dumps(answer, ensure_ascii=False).encode(),
            ),
        )
    )
    raw = RawPage(
        platform=None,
        url="https://shop.example/pages/goods/detail?id=7",
        captured_at=None,
        sha256=hashlib.sha256(body).hexdigest(),
        body=body,
        fetched="browser",
        rendered=True,
        fragments=fragments,
    )
    record = Reader(()).read(raw, "page.html")
    assert record.listing is not None, record.kind
    return record.listing


@pytest.mark.parametrize(
    ("text", "answer", "wanted"),
    [
        (
            CRMEB,
            CRMEB_API,
            {
                "title": "远岭 六位插座 YL-306 三米", "price": "39.00", "price_max": "45.00", "list_price": "59.00",
                "brand": "远岭", "models": ("YL-306",), "certificate_numbers": ("2023010201556677",),
                "availability": "in_stock",
            },
        ),
        (
            NIUSHOP,
            NIUSHOP_API,
            {
                "title": "北坡 电热水壶 BP-210", "price": "68.00", "price_max": "68.00", "list_price": "98.00",
                "brand": "北坡", "models": ("BP-210",), "maker": "测试市北坡电器有限公司", "availability": "in_stock",
            },
        ),
        (
            YOUZAN,
            None,
            {
                "title": "松风 电热毯 SF-180 双人", "price": "99.00", "price_max": "99.00", "brand": "松风",
                "models": ("SF-180",), "shop": "松风家居", "availability": "in_stock",
            },
        ),
        (
            WEIDIAN,
            None,
            {
                "title": "青山 充电宝 QS-20K", "price": "129.00", "price_max": "129.00", "shop": "青山数码",
                "availability": "in_stock",
            },
        ),
    ],
    ids=["crmeb", "niushop", "youzan", "weidian"],
)  # fmt: skip
def test_a_single_page_shop_reads_as_a_person_reads_it(
    text: str, answer: dict[str, Any] | None, wanted: dict[str, Any]
) -> None:
    listing = read(text, answer)

    found = {field: getattr(listing, field) for field in wanted}
    assert found == {field: Decimal(value) if "price" in field else value for field, value in wanted.items()}
