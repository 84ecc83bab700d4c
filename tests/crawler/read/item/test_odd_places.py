"""Values in places only some shops use: the name below the shop's, codes run together, tables of variants, fields."""

from decimal import Decimal

import pytest

from crawler.read.item.item_ids import numbered_name_id, url_item_id
from crawler.read.reader import Reader
from crawler.records import Listing
from tests.crawler.read.test_dialects import listing_of, page

LABELS = "<tr><th>型号</th><td>SF-2</td></tr><tr><th>产地</th><td>测试市</td></tr>"
ROWS = f"<h3>商品参数</h3><table class=params>{LABELS}</table>"


def read(body: str, *, title: str = "松风 吸尘器", url: str = "https://shop.example/goods/71") -> Listing:
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return listing_of(Reader(()).read(page(html, url=url), "page.html"))


def test_a_shops_name_in_large_letters_is_not_the_goods() -> None:
    name = "<tr><td colspan=4 align=center><b>ABS安全帽（V型透气）</b></td></tr>"
    prices = "<tr><td>市场价</td><td><s>45.00元</s></td><td>零售价</td><td><font color=red>32.00元</font></td></tr>"
    facts = "<tr><td>品 牌</td><td>松风</td><td>型 号</td><td>SF-V01</td></tr>"
    body = (
        "<table><tr><td colspan=3><font size=5>松风劳保用品专卖店</font></td></tr><tr><td><a href='/list?c=1'>帽</a>"
        f"</td><td><table border=1>{name}{prices}{facts}</table>"
        "<a href='/buy.asp?id=7'><img src=/b.gif alt=放入购物车></a></td></tr></table>"
    )
    listing = read(body, title="松风劳保用品专卖店---安全帽")
    assert (listing.title, listing.shop) == ("ABS安全帽（V型透气）", "松风劳保用品专卖店")


def test_a_code_ends_where_its_element_ends() -> None:
    meta = "<span>Artikelnummer: <span class=sku>SF-77</span></span><span>Kategorie: <a>Puzzle</a></span>"
    body = f"<h1>Holzpuzzle Bauernhof</h1><p class=price>899,50 €</p><button>In den Warenkorb</button><div>{meta}</div>"
    assert read(body, title="Holzpuzzle Bauernhof").sku == "SF-77"


def test_where_a_visitor_clicked_is_no_item_id() -> None:
    assert url_item_id("https://s1.example/wscgoods/detail/36abcdefg?banner_id=1") is None


@pytest.mark.parametrize(
    ("url", "markup", "number"),
    [
        ("https://a.example/helme/12-helm-rot.html", '<meta name="generator" content="PrestaShop">', "12"),
        ("https://a.example/helme/12-helm-rot.html", '<input name="id_product" type="hidden" value="12">', "12"),
        ("https://a.example/helme/12-helm-rot.html", '{"product_id": "12"}', "12"),
        ("https://a.example/p/3-in-1-charger.html", "<h1>3-in-1 charger</h1>", None),
        ("https://a.example/p/3-in-1-charger.html", '{"product_id": 31}', None),
        ("https://a.example/news/2024-11-20-open.html", '<meta content="PrestaShop">', None),
    ],
)
def test_a_number_before_a_name_is_the_items_where_the_page_says_so(url: str, markup: str, number: str | None) -> None:
    assert numbered_name_id(url, markup) == number


def test_a_brand_kept_apart_in_a_store_is_found_by_its_reference() -> None:
    state = (
        '{"ROOT_QUERY":{"product":{"__ref":"Product:7"}},"Product:7":{"__typename":"Product","id":"7",'
        '"name":"Baby Crib Oak","brand":{"__ref":"Brand:3"},"price":{"amount":249.5,"currencyCode":"EUR"}},'
        '"Brand:3":{"__typename":"Brand","id":"3","name":"Sofun"},"Brand:4":{"__typename":"Brand","name":"Other"}}'
    )
    body = f"<div id=root></div><script>window.__APOLLO_STATE__={state};</script>"
    listing = read(body, title="Baby Crib Oak")
    assert (listing.brand, listing.price) == ("Sofun", Decimal("249.5"))


def test_attributes_kept_as_lists_of_two_are_read() -> None:
    props = "[['型号','SF-9'],['生产企业','测试市松风电器有限公司'],['CCC证书编号','']]"
    goods = f"{{goods_id: 9, goods_name: '松风电热毯', shop_price: '99.00', props: {props}}}"
    listing = read(f"<div id=tpl></div><script>var goodsInfo = {goods};</script>", title="松风电热毯")
    assert (listing.models, listing.maker) == (("SF-9",), "测试市松风电器有限公司")
    assert listing.certificate_numbers == ()


VARIANTS = "<tr><th>型号</th><th>电压</th><th>{}</th><th>库存</th></tr>"
LINES = (
    "<tr><td>SF-12</td><td>12V</td><td>¥199.00</td><td>5</td></tr>"
    "<tr><td>SF-16</td><td>16V</td><td>¥259.00</td><td>0</td></tr>"
)
OFFER = "<h1>松风 电钻</h1><p class=price>¥199.00</p><button>立即购买</button>"


def test_a_table_of_variants_gives_their_prices() -> None:
    listing = read(f"{OFFER}<table>{VARIANTS.format('价格')}{LINES}</table>", title="松风 电钻")
    assert (listing.price, listing.price_max) == (Decimal("199.00"), Decimal("259.00"))
    assert [(sku.options[0][1], sku.price, sku.availability) for sku in listing.skus] == [
        ("SF-12", Decimal("199.00"), "in_stock"),
        ("SF-16", Decimal("259.00"), "out_of_stock"),
    ]


@pytest.mark.parametrize("heads", ["<tr><th>数量</th><th>单价</th></tr>", "<tr><th>型号</th><th>会员价格</th></tr>"])
def test_a_table_of_quantities_or_members_lists_no_variants(heads: str) -> None:
    lines = "<tr><td>1-9</td><td>¥199.00</td></tr><tr><td>10-99</td><td>¥259.00</td></tr>"
    assert read(f"{OFFER}<table>{heads}{lines}</table>{ROWS}", title="松风 电钻").skus == ()


@pytest.mark.parametrize(
    "field",
    [
        '<p>价格：<input readonly value="49.00">元</p>',
        '<p>本店价：<input disabled value="¥49.00"></p>',
        '<div><input type=text readonly id=price value="￥49"></div>',
        '<p>市场价：<input readonly value="99.00"></p><p>售价：<input readonly value="49.00"></p>',
    ],
)
def test_a_price_in_a_field_nobody_can_fill_is_read(field: str) -> None:
    listing = read(f"<h1>松风 吸尘器</h1>{field}<button>加入购物车</button>{ROWS}")
    assert (listing.price, listing.currency) == (Decimal(49), "CNY")


@pytest.mark.parametrize(
    "field",
    [
        '<p>价格：<input value="49.00"></p>',
        '<p>购买数量：<input readonly value="1"></p>',
        "<p>价格：<input readonly></p>",
    ],
)
def test_a_field_to_fill_shows_no_price(field: str) -> None:
    assert read(f"<h1>松风 吸尘器</h1>{field}<button>加入购物车</button>{ROWS}").price is None
