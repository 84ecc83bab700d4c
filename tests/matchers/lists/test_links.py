"""Addresses in a list's cell: what is none is not taken for one."""

import pytest

from matchers.lists.links import read_links


@pytest.mark.parametrize(
    ("cell", "links"),
    [
        ("http://shop.example/item/9", ("http://shop.example/item/9",)),
        ("https://shop.example:8443/i?id=9&x=1#!/a", ("https://shop.example:8443/i?id=9&x=1#!/a",)),
        ("shop.example/item/10", ("http://shop.example/item/10",)),
        ("www.shop.example", ("http://www.shop.example",)),
        ("shop.example:8080/item/1", ("http://shop.example:8080/item/1",)),
        ("127.0.0.1:8080/item/1", ("http://127.0.0.1:8080/item/1",)),
        ("http://[::1]:8080/item/1", ("http://[::1]:8080/item/1",)),
        ("//shop.example/item/11", ("http://shop.example/item/11",)),
        ("http://例子.中国/item/12", ("http://例子.中国/item/12",)),
        ("ｈｔｔｐ：／／shop.example/1", ("http://shop.example/1",)),
        ("http://a.example/1 http://a.example/2、http://a.example/1", ("http://a.example/1", "http://a.example/2")),
        ("【某宝】https://m.example/h.5a?tk=x 「云帆取暖器」点击链接直接打开", ("https://m.example/h.5a?tk=x",)),
        ("http://shop.example/item(1)", ("http://shop.example/item(1)",)),
        ("（http://shop.example/item）", ("http://shop.example/item",)),
        ("http://intranet:8080/item/1", ("http://intranet:8080/item/1",)),
        ("http://shop.example:8O80/item/1", ()),
        ("http://shop.example:99999/item/1", ()),
        ("http://shop.example:-1/", ()),
        ("http://[bad/", ()),
        ("http://::1]/", ()),
        ("http://", ()),
        ("http:///x", ()),
        ("http://．/", ()),
        ("http://a%00b/", ()),
        ("http://user@shop.example/", ()),
        ("javascript:alert(1)", ()),
        ("javascript:alert(1)//shop.example/", ()),
        ("ftp://shop.example/x", ()),
        ("mailto:a@b.example", ()),
        ("data:text/html,x", ()),
        ("见附件", ()),
        ("见附件1.2", ()),
        ("详见备注/附件", ()),
        ("已删除", ()),
        ("12345678", ()),
        ("", ()),
    ],
)
def test_addresses_of_a_cell(cell: str, links: tuple[str, ...]) -> None:
    assert read_links(cell) == links
