"""A shop of collections and handles: variants, one item under several addresses, canonical links, a cart, a sitemap."""

# ruff: noqa: E501 - templates keep the lines of a page

import json

from tests.shops.goods import FILLING, Good, licence, make_goods
from tests.shops.live import JSON, Answer, Asked, Shop, Truth

BRAND = "栗坡"
PER_PAGE = 4
ROBOTS = """User-agent: *
Disallow: /cart
Disallow: /checkout
Disallow: /collections/*sort_by*
Disallow: /search
Sitemap: http://{host}/sitemap.xml
"""


def build() -> Shop:
    """Return the shop."""
    goods = make_goods(BRAND, 13, gaps={2: ("PD_MAKER_MISSING", "PD_ADDRESS_MISSING"), 5: ("CCC_NO_MISSING",)})
    by_slug = {good.slug: good for good in goods}
    only_in_sitemap = goods[-1]
    collections = {"all": goods[:-1], "dianqi": goods[:6], "qixing": goods[4:12]}

    def frame(title: str, middle: str, head: str = "") -> str:
        return f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title} – {BRAND}生活</title>{head}
<link rel="stylesheet" href="/assets/theme.css"></head><body class="template">
<header class="site-header"><a href="/" class="logo">{BRAND}生活</a><nav>
<a href="/collections/all">全部商品</a><a href="/collections/dianqi">电器</a><a href="/collections/qixing">骑行</a>
<a href="/account/login">登录</a><a href="/cart">购物车</a></nav>
<form action="/search"><input name="q"></form></header><main>{middle}</main>
<footer class="site-footer"><a href="/pages/about">关于我们</a><a href="/pages/shipping">配送说明</a>
<a href="/policies/legal-notice">经营者信息</a><a href="/policies/privacy-policy">隐私政策</a>
<p>© 2026 {BRAND}生活</p></footer></body></html>"""

    def card(good: Good, collection: str) -> str:
        return (
            f'<li class="grid__item"><a href="/collections/{collection}/products/{good.slug}">'
            f'<img src="/cdn/{good.slug}.jpg" alt="{good.full_title}"><h3>{good.full_title}</h3></a>'
            f'<span class="price">¥{good.price}</span></li>'
        )

    def collection(asked: Asked, name: str) -> str | None:
        shown = collections.get(name)
        if shown is None:
            return None
        page = int(asked.query.get("page", "1"))
        part = shown[(page - 1) * PER_PAGE : page * PER_PAGE]
        # The pager goes on for ever: software in use does that.
        pager = f'<a class="next" href="/collections/{name}?page={page + 1}">下一页</a>'
        sorts = "".join(
            f'<a href="/collections/{name}?sort_by={one}">{one}</a>' for one in ("price-ascending", "best-selling")
        )
        filters = "".join(f'<a href="/collections/{name}/tag-{tag}">{tag}</a>' for tag in ("a",) if page == 99)
        cards = "".join(card(good, name) for good in part) or "<p>这里没有更多商品了。</p>"
        return frame(name, f'<h1>{name}</h1><div>{sorts}{filters}</div><ul class="grid">{cards}</ul>{pager}')

    def product(asked: Asked, good: Good) -> str:
        address = f"http://{asked.host}/products/{good.slug}"
        data = {
            "@context": "https://schema.org", "@type": "Product", "name": good.full_title,
            "brand": {"@type": "Brand", "name": good.brand}, "sku": f"SKU{good.id}",
            "offers": {"@type": "Offer", "price": good.price, "priceCurrency": "CNY",
                       "availability": "https://schema.org/InStock", "url": address},
        }  # fmt: skip
        head = (
            f'<link rel="canonical" href="{address}"><meta property="og:type" content="product">'
            f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'
        )
        rows = "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in good.facts)
        others = [
            one for one in goods if one.category == good.category and one is not good and one is not only_in_sitemap
        ]
        near = "".join(
            f'<a href="/products/{one.slug}?_pos={at}&_sid=ab{at}{good.id}&_ss=r">{one.full_title}</a>'
            for at, one in enumerate(others)
        )
        middle = f"""<h1 class="product__title">{good.full_title}</h1><div class="price">¥{good.price}</div>
<ul class="swatches"><li><a href="/products/{good.slug}?variant={good.id}01">白色</a></li>
<li><a href="/products/{good.slug}?variant={good.id}02">黑色</a></li></ul>
<form action="/cart/add" method="post"><input type="hidden" name="id" value="{good.id}01">
<button type="submit">加入购物车</button></form>
<a href="/cart/{good.id}01:1">立即购买</a><a href="/cart/add?id={good.id}01">再来一件</a>
<div class="product__description"><h2>商品参数</h2><table class="specs">{rows}</table><p>{FILLING}</p></div>
<div class="recommendations"><h2>猜你喜欢</h2>{near}</div>"""
        return frame(good.full_title, middle, head)

    def respond(asked: Asked) -> Answer | str | None:
        path = asked.path
        if path == "/robots.txt":
            return Answer(ROBOTS.replace("{host}", asked.host), kind="text/plain")
        if path == "/sitemap.xml":
            inner = f"<sitemap><loc>http://{asked.host}/sitemap_products_1.xml?from=1&amp;to=99</loc></sitemap>"
            return Answer(f'<?xml version="1.0"?><sitemapindex>{inner}</sitemapindex>', kind="application/xml")
        if path == "/sitemap_products_1.xml":
            inner = "".join(f"<url><loc>http://{asked.host}/products/{good.slug}</loc></url>" for good in goods)
            return Answer(f'<?xml version="1.0"?><urlset>{inner}</urlset>', kind="application/xml")
        if path == "/":
            cards = "".join(card(good, "dianqi") for good in goods[:6])
            return frame("首页", f'<h1>{BRAND}生活</h1><ul class="grid">{cards}</ul><p>{FILLING}</p>')
        parts = path.strip("/").split("/")
        if parts[0] == "collections" and len(parts) == 2:
            return collection(asked, parts[1])
        if parts[-2:-1] == ["products"]:
            if parts[-1].endswith(".json"):
                return Answer("{}", kind=JSON)
            good = by_slug.get(parts[-1])
            return product(asked, good) if good else None
        if path == "/policies/legal-notice":
            rows = (
                f"<p>企业名称：{BRAND}生活用品有限公司</p><p>统一社会信用代码：{licence(31)}</p>"
                "<p>住所：明州省溪口市望潮路9号</p><p>法定代表人：林见山</p><p>登记机关：溪口市市场监督管理局</p>"
            )
            return frame("经营者信息", f"<h1>营业执照信息</h1>{rows}")
        if path in ("/pages/about", "/pages/shipping", "/policies/privacy-policy"):
            return frame(path, f"<h1>说明</h1><p>{FILLING}</p>")
        if path == "/account/login":
            return frame("登录", '<form method="post"><input type="password" name="p"></form>')
        return None

    return Shop(
        name="collections",
        respond=respond,
        truth=Truth(
            items={f"/products/{good.slug}" for good in goods},
            disclosures={"/policies/legal-notice"},
            missing={f"/products/{good.slug}": set(good.missing) for good in goods if good.missing},
            never=r"^/(cart|checkout|search|account)|sort_by|\.json",
            most_requests=90,
        ),
        declaration="""fetch = "http"
[politeness]
delay_seconds = 0
[[entries]]
url = "http://{host}/collections/all"
kind = "list"
[[patterns]]
kind = "item"
pattern = '/products/(?P<item>[\\w-]+)$'
canonical = "http://{host}/products/{item}"
[[patterns]]
kind = "list"
pattern = '/collections/[\\w-]+(\\?page=\\d+)?$'
""",
    )
