"""One page, one address: canonical forms, patterns, items and shops."""

import pytest

from crawler.addresses import clean_url, comparison_key, locate, without_view
from crawler.platforms import PlatformDeclaration, UrlPattern


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://Shop.Example.CN:80", "http://shop.example.cn/"),
        ("https://a.cn:443/x", "https://a.cn/x"),
        ("https://a.cn:8443/x", "https://a.cn:8443/x"),
        ("https://a.cn/x#top", "https://a.cn/x"),
        ("https://a.cn/#/goods/1?from=x", "https://a.cn/#/goods/1?from=x"),
        ("https://a.cn/#!/goods/1", "https://a.cn/#!/goods/1"),
        ("https://a.cn/x?utm_source=1&id=2&spm=a.b", "https://a.cn/x?id=2"),
        ("https://a.cn/x?from=search&id=2", "https://a.cn/x?id=2"),
        ("https://a.cn/x?from=20", "https://a.cn/x?from=20"),
        ("https://a.cn/x?scm=1", "https://a.cn/x"),
        ("https://a.cn/灯", "https://a.cn/%E7%81%AF"),
        (" https://a.cn/x?q=a%20b ", "https://a.cn/x?q=a%20b"),
        ("https://a.cn/x?q=%B5%C6", "https://a.cn/x?q=%B5%C6"),
    ],
)
def test_one_spelling(url: str, expected: str) -> None:
    assert clean_url(url) == expected


def test_what_makes_two_addresses_one_page() -> None:
    assert comparison_key("http://a.cn/x?a=1&b=2") == comparison_key("https://a.cn/x?b=2&a=1")
    assert comparison_key("http://a.cn:81/x") != comparison_key("http://a.cn:82/x")
    assert comparison_key("http://a.cn/#/1") != comparison_key("http://a.cn/#/2")


MALL = PlatformDeclaration(
    name="mall",
    title="mall",
    hosts=("www.mall.example", "m.mall.example"),
    verified_on="made for a test",
    patterns=(
        UrlPattern(
            kind="item",
            pattern=r"mall\.example/item\.htm",
            item_from_query="id",
            canonical="https://www.mall.example/item.htm?id={item}",
        ),
        UrlPattern(
            kind="item",
            pattern=r"m\.mall\.example/i(?P<item>\d+)",
            canonical="https://www.mall.example/item.htm?id={item}",
            fetch="browser",
        ),
        UrlPattern(kind="item", pattern=r"mall\.example/#/goods", item_from_query="gid"),
        UrlPattern(kind="disclosure", pattern=r"mall\.example/s/(?P<shop>\w+)/zizhi"),
        UrlPattern(
            kind="shop", pattern=r"mall\.example/s/(?P<shop>\w+)", canonical="https://www.mall.example/s/{shop}/"
        ),
    ),
)


@pytest.mark.parametrize(
    ("url", "kind", "item", "shop", "canonical"),
    [
        ("https://m.mall.example/i0017?spm=1", "item", "0017", None, "https://www.mall.example/item.htm?id=0017"),
        (
            "https://www.mall.example/item.htm?x=1&id=0017",
            "item",
            "0017",
            None,
            "https://www.mall.example/item.htm?id=0017",
        ),
        ("https://www.mall.example/item.htm?x=1", "other", None, None, "https://www.mall.example/item.htm?x=1"),
        ("https://www.mall.example/#/goods?gid=5", "item", "5", None, "https://www.mall.example/#/goods?gid=5"),
        (
            "https://m.mall.example/s/ab12?p=3",
            "shop",
            None,
            "https://www.mall.example/s/ab12/",
            "https://www.mall.example/s/ab12/",
        ),
        (
            "https://www.mall.example/s/ab12/zizhi",
            "disclosure",
            None,
            "https://www.mall.example/s/ab12/",
            "https://www.mall.example/s/ab12/zizhi",
        ),
    ],
)
def test_where_an_address_leads(url: str, kind: str, item: str | None, shop: str | None, canonical: str) -> None:
    place = locate(url, MALL)
    assert (place.kind, place.item_id, place.shop, place.url) == (kind, item, shop, canonical)


def test_a_pattern_says_how_its_pages_are_fetched() -> None:
    assert locate("https://m.mall.example/i1", MALL).fetch == "browser"
    assert locate("https://www.mall.example/item.htm?id=1", MALL).fetch == "auto"
    assert locate("https://www.mall.example/x", None).fetch == "auto"


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("http://a.example.cn/goods.php?id=5&sid=a1b2c3d4e5", "http://a.example.cn/goods.php?id=5"),
        ("http://a.example.cn/shop.php?sid=20391", "http://a.example.cn/shop.php?sid=20391"),
        ("http://a.example.cn/p;jsessionid=0A1B?id=5", "http://a.example.cn/p?id=5"),
        ("http://a.example.cn/?s=插座", "http://a.example.cn/?s=%E6%8F%92%E5%BA%A7"),
    ],
)
def test_sessions_are_no_part_of_an_address(url: str, plain: str) -> None:
    assert clean_url(url) == plain


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("http://a.example.cn/shop/?orderby=price&page=2", "http://a.example.cn/shop/?page=2"),
        ("http://a.example.cn/c.php?id=3&display=grid&sort=price&order=DESC", "http://a.example.cn/c.php?id=3"),
        ("http://a.example.cn/my?order=20391", "http://a.example.cn/my?order=20391"),
        ("http://a.example.cn/?view=product&id=3", "http://a.example.cn/?view=product&id=3"),
    ],
)
def test_how_a_page_is_sorted_is_left_out(url: str, plain: str) -> None:
    assert without_view(url) == plain


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("http://a.example.cn/goods/detail/3f?shop=9&banner_id=f.1", "http://a.example.cn/goods/detail/3f?shop=9"),
        ("http://a.example.cn/item/88.html?pos=3&slot_id=7", "http://a.example.cn/item/88.html"),
        ("http://a.example.cn/product?id=5&share_uid=77", "http://a.example.cn/product?id=5"),
        ("http://a.example.cn/product?sku=5&scene=home_feed&channel=app", "http://a.example.cn/product?sku=5"),
        # What may name the page itself stays.
        ("http://a.example.cn/banner?banner_id=3", "http://a.example.cn/banner?banner_id=3"),
        ("http://a.example.cn/detail?pos=3", "http://a.example.cn/detail?pos=3"),
        ("http://a.example.cn/product?scene=id%3D5", "http://a.example.cn/product?scene=id%3D5"),
        ("http://a.example.cn/list?channel=toys", "http://a.example.cn/list?channel=toys"),
        ("http://a.example.cn/list?channel=12", "http://a.example.cn/list?channel=12"),
        ("http://a.example.cn/item?goods_id=5&variant=2", "http://a.example.cn/item?goods_id=5&variant=2"),
        ("http://a.example.cn/item?id=5&sku=2&code=8&no=1", "http://a.example.cn/item?id=5&sku=2&code=8&no=1"),
    ],
)
def test_where_a_visitor_clicked_is_no_part_of_an_items_address(url: str, plain: str) -> None:
    assert clean_url(url) == plain
