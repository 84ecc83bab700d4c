"""Shops without a declaration: sitemaps, several addresses of one item, sessions, traps, pace."""

import json
from typing import Any

import pytest

from crawler.capture.plan import PlanRow
from crawler.platforms import PlatformDeclaration, Politeness
from spiders.following import manners_of, undeclared

XML = {"Content-Type": "application/xml"}
ITEM = '<h1>插座</h1>¥ 9.90 <a href="/cart/add?id=1">加入购物车</a>'


def home_of(site: Any, **more: Any) -> PlanRow:
    return PlanRow.model_validate(
        {"url": site.url("/"), "platform": site.host, "kind": "shop", "fetch": "http", "reason": "entry", **more}
    )


def test_items_only_a_sitemap_names_are_found(site: Any, capture: Any, filled: Any, answer: Any) -> None:
    site.routes["/robots.txt"] = answer(
        f"User-agent: *\nDisallow: /private\nSitemap: {site.url('/all.xml')}\nSitemap: http://elsewhere.example/x.xml\n",
        headers={"Content-Type": "text/plain"},
    )
    site.routes["/all.xml"] = answer(
        f"<sitemapindex><sitemap><loc>{site.url('/goods.xml?a=1&amp;b=2')}</loc></sitemap></sitemapindex>", headers=XML
    )
    listed = "".join(
        f"<url><loc>{site.url(path)}</loc></url>" for path in ("/product/17.html", "/news", "/private/9.html")
    )
    site.routes["/goods.xml"] = answer(f'<?xml version="1.0"?><urlset>{listed}</urlset>', headers=XML)
    site.routes["/"] = filled("欢迎")
    site.routes["/product/17.html"] = filled(ITEM)
    capture.create(rows=(home_of(site),))
    capture.run()
    assert capture.outcomes() == {
        "/": "kept",
        "/all.xml": "kept",
        "/goods.xml?a=1&b=2": "kept",
        "/product/17.html": "kept",
    }


def test_no_sitemap_is_asked_for_when_single_pages_are_rechecked(
    site: Any, capture: Any, filled: Any, answer: Any
) -> None:
    site.routes["/robots.txt"] = answer(f"Sitemap: {site.url('/all.xml')}", headers={"Content-Type": "text/plain"})
    site.routes["/product/1.html"] = filled(ITEM)
    capture.create(rows=(home_of(site, url=site.url("/product/1.html"), kind="item", reason="recheck"),))
    capture.run()
    assert capture.outcomes() == {"/product/1.html": "kept"}


def test_an_item_under_two_addresses_is_read_once(site: Any, capture: Any, filled: Any) -> None:
    def item(_: str) -> str:
        return filled(ITEM).replace("<head>", '<head><link rel="canonical" href="/products/lamp-3">')

    site.routes["/"] = filled(
        '<a href="/collections/a/products/lamp-3">灯</a><a href="/products/lamp-3?variant=7">灯</a>'
    )
    site.routes["/collections/a/products/lamp-3"] = item
    site.routes["/products/lamp-3"] = item
    capture.create(rows=(home_of(site),))
    capture.run()
    assert capture.outcomes() == {"/": "kept", "/collections/a/products/lamp-3": "kept", "/products/lamp-3": "kept"}
    read = [page.url for _, page in capture.folder.pages()]
    assert read == [site.url("/"), site.url("/products/lamp-3")]


def test_a_canonical_link_that_names_another_page_is_not_believed(site: Any, capture: Any, filled: Any) -> None:
    def item(_: str) -> str:
        return filled(ITEM).replace("<head>", '<head><link rel="canonical" href="/products/first-one">')

    site.routes["/"] = filled('<a href="/products/lamp-3">灯</a><a href="/products/lamp-4">灯</a>')
    site.routes["/products/lamp-3"] = site.routes["/products/lamp-4"] = item
    capture.create(rows=(home_of(site),))
    capture.run()
    assert len(list(capture.folder.pages())) == 3


def test_sessions_sorting_and_endless_pages_end(site: Any, capture: Any, filled: Any) -> None:
    def listing(target: str) -> str:
        number = int(target.partition("page=")[2].partition("&")[0] or 1)
        token = f"ab{len(site.times)}cd{number}ef"
        sorts = "".join(f'<a href="/category.php?id=1&sort={one}&order=DESC">{one}</a>' for one in ("price", "id"))
        return filled(
            f'{sorts}<a href="/goods.php?id=5&sid={token}">灯</a>'
            f'<a href="/category.php?id=1&page={number + 1}&PHPSESSID={token}">下一页</a>'
        )

    site.routes["/"] = filled('<a href="/category.php?id=1">灯具</a>')
    site.routes["/category.php"] = listing
    site.routes["/goods.php"] = filled(ITEM)
    capture.create(rows=(home_of(site),))
    capture.run()
    outcomes = capture.outcomes()
    assert outcomes["/goods.php?id=5"] == "kept"
    assert not [path for path in outcomes if "sort" in path or "sid" in path.lower()]
    assert list(outcomes.values()).count("skipped_limit") == 1
    assert 5 <= len([path for path in outcomes if "page=" in path]) <= 7
    plan = (capture.folder.capture_path / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
    [skipped] = [json.loads(line) for line in plan if "skipped_limit" in line]
    assert skipped["note"] == "同类页面没有带来新内容"


def test_a_shops_wordless_picture_link_is_opened(site: Any, capture: Any, filled: Any) -> None:
    site.routes["/shop/5"] = filled(
        '<a href="/shop/5/x.htm"><img src="/i3.png"></a><a href="/"><img src="/logo.png"></a>'
    )
    site.routes["/shop/5/x.htm"] = filled("统一社会信用代码")
    tail = "[politeness]\ndelay_seconds = 0\n[[patterns]]\nkind = \"shop\"\npattern = '/shop/(?P<shop>\\d+)$'"
    capture.declare("mall", site, head='fetch = "http"', tail=tail, entry="/shop/5", kind="shop")
    capture.create("mall")
    capture.run()
    visit = capture.visits()["/shop/5/x.htm"]
    assert (visit.kind, visit.outcome, visit.shop) == ("disclosure", "kept", site.url("/shop/5"))
    assert "/" not in capture.visits()


@pytest.mark.parametrize(("url", "delay"), [("https://shop.example.cn/", 1.0), ("http://127.0.0.1:8080/", 0.1)])
def test_an_undeclared_shop_is_visited_with_patience(url: str, delay: float) -> None:
    assert manners_of(undeclared(url), url).delay_seconds == delay


def test_a_declared_pace_is_kept_even_on_our_own_machine() -> None:
    url = "http://127.0.0.1:8080/"
    given = {"name": "x", "title": "x", "hosts": ("127.0.0.1:8080",), "verified_on": "a test"}
    slow = PlatformDeclaration.model_validate({**given, "politeness": Politeness(delay_seconds=3.0)})
    assert manners_of(slow, url).delay_seconds == 3.0
    assert manners_of(PlatformDeclaration.model_validate(given), url).delay_seconds == 0.1
