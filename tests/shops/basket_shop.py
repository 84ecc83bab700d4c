"""A blog made a shop: add-to-cart links that act on GET, sorted duplicates, paths for pages, an archive by days."""

# ruff: noqa: E501 - templates keep the lines of a page

from tests.shops.goods import FILLING, Good, licence, make_goods
from tests.shops.live import Answer, Asked, Shop, Truth

BRAND = "汐石"
PER_PAGE = 5


def build() -> Shop:
    """Return the shop; its licence number stands in the footers of item pages only."""
    goods = make_goods(BRAND, 11, first=40, gaps={1: ("PD_STANDARD_MISSING",), 3: ("PD_ADDRESS_MISSING",)})
    by_slug = {good.slug: good for good in goods}
    categories = {"dianqi": goods[:7], "qixing": goods[4:]}

    def frame(title: str, middle: str, *, seller: bool = False) -> str:
        shown = f"{BRAND}日用品商行 统一社会信用代码：{licence(52)} 地址：南屏省竹林县南街3号" if seller else ""
        return f"""<!DOCTYPE html><html><head><meta charset="UTF-8"><title>{title} - {BRAND}小铺</title>
<link rel="alternate" type="application/rss+xml" href="/feed/"><link rel="shortlink" href="/?p={len(title)}">
<script src="/wp-includes/js/jquery/jquery.min.js"></script></head><body class="woocommerce">
<div id="header"><a href="/">{BRAND}小铺</a><ul class="menu"><li><a href="/shop/">商店</a></li>
<li><a href="/product-category/dianqi/">电器</a></li><li><a href="/product-category/qixing/">骑行</a></li>
<li><a href="/blog/">日志</a></li><li><a href="/my-account/">我的账户</a></li><li><a href="/cart/">购物车</a></li></ul></div>
<div id="content">{middle}</div>
<div id="footer"><p>{shown}</p>
<a href="/wp-login.php?redirect_to=%2F">登录</a> <a href="/2026/11/">2026年11月</a></div></body></html>"""

    def card(good: Good, here: str) -> str:
        return (
            f'<li class="product type-product"><a class="woocommerce-LoopProduct-link" href="/product/{good.slug}/">'
            f'<h2 class="woocommerce-loop-product__title">{good.full_title}</h2>'
            f'<span class="price"><span class="amount">¥{good.price}</span></span></a>'
            f'<a class="button add_to_cart_button" href="{here}?add-to-cart={good.id}" rel="nofollow">加入购物车</a>'
            f'<a class="button" href="?add-to-wishlist={good.id}">收藏</a></li>'
        )

    def listing(base: str, shown: list[Good], page: int) -> str | None:
        last = (len(shown) + PER_PAGE - 1) // PER_PAGE
        if page > last:
            return None
        part = shown[(page - 1) * PER_PAGE : page * PER_PAGE]
        pager = "".join(f'<a class="page-numbers" href="{base}page/{one}/">{one}</a>' for one in range(1, last + 1))
        sorts = "".join(
            f'<a href="{base}?orderby={one}">{one}</a><a href="{base}page/{page}/?orderby={one}&paged={page}">{one}</a>'
            for one in ("popularity", "date", "price", "price-desc")
        )
        cards = "".join(card(good, base) for good in part)
        return frame("商店", f'<h1>商店</h1>{sorts}<ul class="products">{cards}</ul><nav>{pager}</nav>')

    def product(good: Good) -> str:
        rows = "".join(
            f'<tr class="woocommerce-product-attributes-item"><th>{label}</th><td><p>{value}</p></td></tr>'
            for label, value in good.facts
        )
        near = "".join(card(one, f"/product/{good.slug}/") for one in goods if one.category == good.category)
        middle = f"""<nav class="woocommerce-breadcrumb"><a href="/">首页</a> / {good.category}</nav>
<div class="product"><h1 class="product_title entry-title">{good.full_title}</h1>
<p class="price"><span class="woocommerce-Price-amount amount"><bdi><span>¥</span>{good.price}</bdi></span></p>
<form class="cart" method="post"><button name="add-to-cart" value="{good.id}">加入购物车</button></form>
<a href="/product/{good.slug}/?add-to-cart={good.id}">直接加购</a>
<div class="woocommerce-tabs"><div id="tab-description"><h2>描述</h2><p>{FILLING}</p></div>
<div id="tab-additional_information"><h2>其他信息</h2><table class="shop_attributes">{rows}</table></div>
<div id="tab-reviews"><a href="/product/{good.slug}/?replytocom=7#respond">回复</a></div></div></div>
<section class="related products"><h2>相关产品</h2><ul>{near}</ul></section>"""
        return frame(good.full_title, middle, seller=True)

    def archive(year: int, month: int) -> str:
        before = f"/{year - (month == 1)}/{(month - 2) % 12 + 1:02d}/"
        after = f"/{year + (month == 12)}/{month % 12 + 1:02d}/"
        days = "".join(f'<a href="/{year}/{month:02d}/{day:02d}/">{day}</a>' for day in range(1, 29))
        return frame(
            "归档", f'<h1>日志归档</h1><a href="{before}">上月</a><a href="{after}">下月</a>{days}<p>{FILLING}</p>'
        )

    def respond(asked: Asked) -> Answer | str | None:
        parts = asked.path.strip("/").split("/")
        page = 1
        if len(parts) > 2 and parts[-2] == "page" and parts[-1].isdigit():
            page, parts = int(parts[-1]), parts[:-2]
        if parts == ["robots.txt"]:
            return None
        if parts == [""]:
            cards = "".join(card(good, "/") for good in goods[:5])
            return frame("首页", f"<h1>{BRAND}小铺</h1><p>{FILLING}</p><ul>{cards}</ul>")
        if parts == ["shop"]:
            return listing("/shop/", goods, page)
        if parts[0] == "product-category" and parts[-1] in categories:
            return listing(f"/product-category/{parts[-1]}/", categories[parts[-1]], page)
        if parts[0] == "product" and len(parts) == 2:
            good = by_slug.get(parts[1])
            return product(good) if good else None
        if parts == ["blog"]:
            return frame("日志", f"<h1>日志</h1><p>{FILLING}</p><a href='/2026/11/'>归档</a>")
        if parts[0].isdigit() and len(parts) >= 2 and parts[1].isdigit():
            return archive(int(parts[0]), int(parts[1]))
        return None

    return Shop(
        name="basket",
        respond=respond,
        truth=Truth(
            items={f"/product/{good.slug}/" for good in goods},
            missing={f"/product/{good.slug}/": set(good.missing) for good in goods if good.missing},
            never=r"add-to|/cart|my-account|wp-login|^/private/",
            most_requests=110,
        ),
        declaration="""fetch = "http"
[politeness]
delay_seconds = 0
[[entries]]
url = "http://{host}/shop/"
kind = "list"
[[patterns]]
kind = "item"
pattern = '/product/(?P<item>[\\w-]+)/$'
[[patterns]]
kind = "list"
pattern = '/(shop|product-category/\\w+)/(page/\\d+/)?$'
""",
    )
