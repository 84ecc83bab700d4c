"""Links: what they are, which are followed, which never."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.fetch.links import (
    PageLink,
    absolute,
    fragment_addresses,
    guess_kind,
    is_disclosed_picture,
    is_sitemap,
    looks_like_disclosure,
    may_follow,
    may_follow_link,
    read_links,
    read_sitemap,
    same_site,
)
from crawler.platforms import PlatformDeclaration

BASE = "https://shop.example.cn/dir/page.html"

NEVER = [
    "/cart/add?id=3",
    "/cart.php?act=add_to_cart&id=3",
    "/addcart/3",
    "/goods.php?action=buy&id=1",
    "/flow.php?step=add",
    "/user/logout",
    "/signout",
    "/user.php?act=logout",
    "/item/3/delete",
    "/del?id=3",
    "/order/cancel/9",
    "/favorites/add/7",
    "/goods/collect?id=9",
    "/unsubscribe?u=1",
    "/checkout",
    "/vote/3",
    "/login",
    "/passport/register",
    "/index.php?route=account/login",
    "/wishlist/add/3",
    "/cart",
    "/set_currency?c=USD",
    "/pic/a.jpg",
    "/down/app.apk",
    "/a.pdf.zip",
    "/buy-now/3",
    "/remove?x=1",
    "/fav/add/1",
    "/fav/3",
    "/favor?id=3",
    "/user/shoucang/3",
    "/shop/12/follow/add",
    "/coupon/receive/8",
    "/coupon/get?id=8",
    "/get_coupon?id=8",
    "/ajax/like.php?id=8",
    "/goods/collect_add?id=8",
    "/index.php?m=goods&a=follow&id=3",
    "/compare/add/3",
    "/arrival-notice?id=3",
]
FOLLOWED = [
    "/item/3.html",
    "/goods.php?id=3",
    "/cartoon/3.html",
    "/delta-lamp-7.html",
    "/login-lamp/",
    "/list?sort=price",
    "/logistics",
    "/payload/7.html",
    "/orders-of-magnitude",
    "/a.pdf",
    "/#/goods/3",
    "/index.php?route=product/product&product_id=7",
    "/likely/3",
    "/collections/lamps",
    "/shop/regal",
    "/add-on-lamp-7.html",
    "/favor-lamp/",
    "/vote-box-7.html",
    "/likely-lamp.html",
    "/coupons",
    "/coupon/list",
    "/collections/favourite-lamps",
    "/item/3.html?from=fav",
    "/products/compare-lamp",
    "/address",
    "/goods.php?m=product&a=show&id=3",
]


@pytest.mark.parametrize("path", NEVER)
def test_links_that_change_something_or_lead_nowhere(path: str) -> None:
    assert not may_follow(f"https://shop.example.cn{path}")


ACTING = [
    '<a href="/x/1">收藏</a>',
    '<a href="/x/1">☆ 收藏 (123)</a>',
    '<a href="/x/1">+关注</a>',
    '<a href="/x/1">立即领取</a>',
    '<a href="/goods/mark?id=1">收藏商品</a>',
    '<a href="/x/1" title="加入收藏"><img src="a.png"></a>',
    '<a href="/x/1" data-method="delete">此项</a>',
    '<a href="/x/1" class="btn J_fav">♡</a>',
    '<a href="/x/1" data-action="add-to-wishlist">+</a>',
]
SHOWING = [
    '<a href="/item/1.html">立即购买</a>',
    '<a href="/item/1.html" class="fav">禾穗台灯</a>',
    '<a href="/x/1" class="item-link">禾穗台灯</a>',
    '<a href="/category/9">收藏</a>',
    '<a href="/x/1">收藏级紫砂壶</a>',
    '<a href="/x/1" data-method="get">下一页</a>',
    '<a href="/x/1" class="favourites-collection-box">禾穗台灯</a>',
]


@pytest.mark.parametrize(("markup", "follows"), [(one, False) for one in ACTING] + [(one, True) for one in SHOWING])
def test_links_whose_text_or_markup_says_that_they_change_something(markup: str, follows: bool) -> None:
    (link,) = read_links(LexborHTMLParser(markup.encode()), base=BASE)
    assert may_follow_link(link) is follows


@pytest.mark.parametrize("path", FOLLOWED)
def test_links_that_only_show_something(path: str) -> None:
    assert may_follow(f"https://shop.example.cn{path}")


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("a.html", "https://shop.example.cn/dir/a.html"),
        ("//M.Example.cn:443/a", "https://m.example.cn/a"),
        ("/a#part", "https://shop.example.cn/a"),
        ("#part", None),
        ("#/goods/3", "https://shop.example.cn/dir/page.html#/goods/3"),
        ("#!/goods/3", "https://shop.example.cn/dir/page.html#!/goods/3"),
        ("javascript:void(0)", None),
        ("mailto:a@b.cn", None),
        ("tel:123", None),
        ("", None),
        ("http://[bad", None),
        ("?p=2", "https://shop.example.cn/dir/page.html?p=2"),
        ("/s?q=灯", "https://shop.example.cn/s?q=%E7%81%AF"),
        ("/a?spm=1.2&id=3&utm_source=x", "https://shop.example.cn/a?id=3"),
    ],
)
def test_an_address_in_one_spelling(href: str, expected: str | None) -> None:
    assert absolute(BASE, href) == expected


def test_a_gbk_pages_query_is_written_in_gbk() -> None:
    assert absolute(BASE, "/灯?q=灯", "gb18030") == "https://shop.example.cn/%E7%81%AF?q=%B5%C6"


def test_links_of_a_page_with_what_they_are_called() -> None:
    tree = LexborHTMLParser(
        """<base href="/other/"><a href="1.html"> 台灯
        一号 </a><a href="2.html"><img alt="营业执照" src="x.gif"></a><area href="3.html" title="区域">
        <div onclick="window.open('4.html')">四</div>
        <a href="javascript:location.href='5.html'">五</a><a href="#x">页内</a>
        <a href="1.html">台灯 一号</a><li data-href="6.html">六</li>"""
    )
    assert [(link.url.rpartition("/")[2], link.text) for link in read_links(tree, base=BASE)] == [
        ("1.html", "台灯 一号"),
        ("2.html", "营业执照"),
        ("3.html", "区域"),
        ("4.html", "四"),
        ("5.html", "五"),
        ("6.html", "六"),
    ]


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("营业执照", "/x", True),
        ("经 营 者 信 息", "/x", True),
        ("查看资质", "/x", True),
        ("工商网监 电子标识", "/x", True),
        ("Business License", "/x", True),
        ("", "/shop/7/yyzz.html", True),
        ("", "/license/7", True),
        ("", "/license.html", True),
        ("台灯", "/item/7", False),
        ("帮助", "/help/silence", False),
        ("关于我们", "/x", True),
        ("关于青禾", "/x", True),
        ("走进青禾", "/x", True),
        ("品牌故事", "/x", True),
        ("更多", "/about-us.html", True),
        ("", "/zh/contact", True),
        ("关于发货", "/x", False),
        ("了解更多", "/x", False),
        ("", "/blog/about-lamps", False),
        ("本店销售的台灯均有营业执照编号与全套检验报告欢迎各位新老顾客放心选购下单", "/x", False),
    ],
)
def test_links_that_look_like_a_disclosure(text: str, path: str, expected: bool) -> None:
    assert looks_like_disclosure(PageLink(url=f"https://shop.example.cn{path}", text=text)) is expected


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("/", "首页", "shop"),
        ("/goods/123.html", "台灯", "item"),
        ("/product.php?id=3", "台灯", "item"),
        ("/p-1234.html", "台灯", "item"),
        ("/products/led-lamp", "台灯", "item"),
        ("/category/3", "灯具", "list"),
        ("/list-7.html", "灯具", "list"),
        ("/x?page=2", "下一页", "list"),
        ("/x/yyzz", "", "disclosure"),
        ("/help", "帮助", "other"),
        ("/20251122.html", "台灯", "item"),
    ],
)
def test_guessing_what_an_undeclared_shops_pages_are(path: str, text: str, kind: str) -> None:
    assert guess_kind(PageLink(url=f"https://shop.example.cn{path}", text=text)) == kind


def test_parts_that_come_by_themselves() -> None:
    tree = LexborHTMLParser(
        """<iframe src="/f.html"></iframe><iframe src="about:blank"></iframe><object data="/o.swf.html"></object>
        <div class="goods-detail" data-url="/desc/7"></div><div class="swiper" data-url="/ad"></div>
        <img class="detail" data-src="/pic"><div id="detail-pic" data-src="/a.jpg"></div>
        <div class="tab" data-url="/cart/add?id=1"></div>
        <section id="params" data-ajax-url="/api/params.json"></section><iframe src="/f.html"></iframe>"""
    )
    assert [url.removeprefix("https://shop.example.cn") for url in fragment_addresses(tree, base=BASE)] == [
        "/f.html",
        "/o.swf.html",
        "/desc/7",
        "/api/params.json",
    ]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://shop.example.cn/x", True),
        ("http://www.shop.example.cn/x", True),
        ("https://shop.example.cn:8443/x", False),
        ("https://a.mall.example/x", True),
        ("https://mall.example/x", True),
        ("https://evilmall.example/x", False),
        ("https://other.cn/shop.example.cn", False),
    ],
)
def test_which_hosts_belong_to_a_site(url: str, expected: bool) -> None:
    own = PlatformDeclaration(name="x", title="x", hosts=("shop.example.cn", "*.mall.example"), verified_on="x")
    assert same_site(url, own) is expected


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/products/list-3.html", "list"), ("/products/", "list"), ("/shop", "list"), ("/news/index_2.html", "list"),
        ("/products/show-12.html", "item"), ("/goods.php?id=5", "item"), ("/product/rt150-43b/", "item"),
        ("/item/7001.htm", "item"), ("/", "shop"),
    ],
)  # fmt: skip
def test_kinds_are_guessed_from_addresses(path: str, kind: str) -> None:
    assert guess_kind(PageLink(url=f"http://a.example.cn{path}", text="")) == kind


@pytest.mark.parametrize(
    "path",
    ["/buy/now.htm?item=1", "/wp-login.php?redirect_to=%2F", "/order.html?do=add&id=1", "/cart", "/trade/confirm.do"],
)
def test_places_for_buyers_are_left_alone(path: str) -> None:
    assert not may_follow(f"http://a.example.cn{path}")


def test_a_wordless_picture_is_called_by_its_file() -> None:
    tree = LexborHTMLParser(
        '<a href="/article.php?id=5"><img src="images/yyzz.gif"></a><a href="/x">执照<img src="a.gif"></a>'
    )
    [picture, words] = read_links(tree, base="http://a.example.cn/")
    assert (picture.text, picture.picture, words.picture) == ("", "/yyzz.gif", "")
    assert looks_like_disclosure(picture)


def test_a_sitemaps_addresses() -> None:
    text = "<urlset><url><loc> http://a.example.cn/p/1?a=1&amp;b=2 </loc></url><url><loc><![CDATA[http://a.example.cn/p/2]]></loc></url></urlset>"
    assert is_sitemap(text)
    assert not is_sitemap("<html><body>sitemapindex</body></html>")
    assert list(read_sitemap(text)) == ["http://a.example.cn/p/1?a=1&b=2", "http://a.example.cn/p/2"]


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("营业执照", "/up/7.jpg", True),
        ("查看资质证照", "/up/7.PDF", True),
        ("商品大图", "/up/7.jpg", False),
        ("营业执照", "/up/7.zip", False),
        ("营业执照", "/cart/add/7.jpg", False),
    ],
)
def test_a_picture_is_fetched_only_where_it_is_called_a_disclosure(text: str, path: str, expected: bool) -> None:
    assert is_disclosed_picture(PageLink(url=f"https://shop.example.cn{path}", text=text)) is expected
