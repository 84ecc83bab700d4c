"""Who sells and what it is called: shop names, item ids, titles and trails as shop systems write them."""

import pytest

from crawler.read.item.item_ids import url_item_id
from crawler.records import Listing
from tests.crawler.read.pages import listing_of

NAME = "青山手提式干粉灭火器 MF-4"
BUY = "<p class=price>¥65.00</p><button>加入购物车</button>"
FOUND = f"<h1>{NAME}</h1>{BUY}"
MAKER = "测试市青山消防器材厂"
OWNER = "测试市青山消防器材有限公司"


def listing(
    body: str, title: str = f"{NAME}_灭火器_青山消防商城", url: str = "http://shop.example/p/7.html"
) -> Listing:
    text = f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>"
    return listing_of(text, url)


@pytest.mark.parametrize(
    ("url", "item"),
    [
        ("http://shop.example/?s=goods/index/id/8762.html", "8762"),
        ("http://shop.example/index.php/goods/index/id/871.html", "871"),
        ("http://shop.example/plus/view.php?aid=22697", "22697"),
        ("http://shop.example/ProductShow.asp?ArticleID=48432", "48432"),
        ("http://shop.example/show-12.html", "12"),
        ("http://shop.example/product/show-12-345-1.html", "345"),
        ("http://shop.example/goods/30109", "30109"),
        ("http://shop.example/item/123.htm", "123"),
        ("http://shop.example/p/123", "123"),
        ("http://shop.example/kettle-p-123.html", "123"),
        ("http://shop.example/goods-77.html", "77"),
        ("http://shop.example/goods.php?id=66", "66"),
        ("http://shop.example/index.php?route=product/product&path=20_27&product_id=49", "49"),
        ("http://shop.example/#/pages/goods/detail?id=55", "55"),
        ("http://shop.example/product/detail/id/98", "98"),
        ("http://shop.example/list-12.html", None),
        ("http://shop.example/category/30109", None),
        ("http://shop.example/search?cid=30109", None),
        ("http://shop.example/", None),
    ],
)
def test_the_item_id_stands_in_the_address(url: str, item: str | None) -> None:
    assert url_item_id(url) == item


def test_the_address_names_the_item_before_the_goods_number() -> None:
    found = listing(
        f"<h1>{NAME}</h1><p>商品编号：KT048432</p>{BUY}", url="http://shop.example/show.asp?ArticleID=48432"
    )

    assert found.item_id == "48432"


@pytest.mark.parametrize(
    ("body", "title", "shop"),
    [
        (f'<a href="/"><img src=l.gif alt="青山消防商城"></a>{FOUND}', NAME, "青山消防商城"),
        (f'<a class="logo" href="/" title="青山消防商城"><i></i></a>{FOUND}', NAME, "青山消防商城"),
        (f'<div class="logo"><a href="/">青山消防商城</a></div>{FOUND}', NAME, "青山消防商城"),
        (f"{FOUND}", f"{NAME}_灭火器_青山消防商城 - Powered by ECShop", "青山消防商城"),
        (f"{FOUND}<p>店铺：<a href=/shop/3>青山专营店</a></p>", NAME, "青山专营店"),
        (f"{FOUND}<footer>© 2026 {OWNER} 版权所有</footer>", NAME, OWNER),
        (f"{FOUND}<p>版权所有：测试市青山经营部　地址：测试路1号</p>", NAME, "测试市青山经营部"),
        (f'<div class="company-name"><a href="/page/index.htm">{MAKER}</a></div>{FOUND}', NAME, MAKER),
        (f'<a href="/"><img src=l.gif alt="logo"></a>{FOUND}', NAME, None),
        (f"{FOUND}", f"{NAME} - 灭火器", None),
        (f"{FOUND}", f"{NAME}_价格_图片_怎么样", None),
    ],
)  # fmt: skip
def test_shop_names(body: str, title: str, shop: str | None) -> None:
    assert listing(body, title).shop == shop


@pytest.mark.parametrize("head", ["商品详情", "产品展示", "商品信息", "Product details"])
def test_what_pages_call_themselves_is_no_title(head: str) -> None:
    found = listing(f"<h1>{head}</h1><div class=introduce>{NAME}</div>{BUY}", f"{NAME}_{head}_青山消防商城")

    assert found.title == NAME


@pytest.mark.parametrize(
    ("body", "steps"),
    [
        ('<div class="crumb">家用电器 / 取暖电器 / 灭火器</div>', ("家用电器", "取暖电器", "灭火器")),
        ('<div class="pos">当前位置：首页 &gt; 消防 &gt; 灭火器 &gt; </div>', ("消防", "灭火器")),
        ("<p>您现在的位置：<a href=/>首页</a> → <a href=/c>消防</a> → 灭火器 → 商品信息</p>", ("消防", "灭火器")),
        ('<div class="breadcrumb">首页 » 消防 » 干粉灭火器</div>', ("消防", "干粉灭火器")),
        (f'<ul class="breadcrumb"><li><a href="/">Home</a></li><li>消防</li><li>{NAME}</li></ul>', ("消防",)),
        (
            '<script type="application/ld+json">{"@type":"BreadcrumbList",'
            '"itemListElement":[{"position":1,"name":"首页"},'
            '{"position":2,"name":"消防"},{"position":3,"name":"手提式干粉灭火器"}]}</script>',
            ("消防", "手提式干粉灭火器"),
        ),
    ],
)  # fmt: skip
def test_the_trail_keeps_every_category(body: str, steps: tuple[str, ...]) -> None:
    assert listing(f"{body}{FOUND}").category_path == steps


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ("<p>没货了</p>", "out_of_stock"),
        ("<p>库存 <b>0</b> 件</p>", "out_of_stock"),
        ("<p>库存：0件</p>", "out_of_stock"),
        ("<p>该产品已停产下架</p>", "off_shelf"),
        ("<div class=footer-bar>商品已下架</div>", "off_shelf"),
        ("<p>库存 12 件</p>", "in_stock"),
    ],
)
def test_availability(body: str, state: str) -> None:
    described = "<table><tr><td>型号</td><td>MF-4</td></tr></table>"

    assert listing(f"<h1>{NAME}</h1><p class=price>¥65.00</p>{body}{described}").availability == state


def test_an_article_number_is_no_model_beside_one() -> None:
    found = listing(f"{FOUND}<ul><li>商品货号：HH034510</li></ul><table><tr><td>型号</td><td>MF-4</td></tr></table>")

    assert found.models == ("MF-4",)
