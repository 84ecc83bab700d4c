"""A small marketplace: items of several shops, licences behind a script link, a picture, a captcha, and one with none."""

# ruff: noqa: E501 - templates keep the lines of a page

from tests.shops.goods import FILLING, Good, licence, make_goods
from tests.shops.live import Answer, Asked, Shop, Truth

SHOPS = {"7": "泽野", "9": "渡枝", "12": "岫川", "15": "芦隐"}
"""7 opens its licence by a script, 12 behind a captcha, 15 behind a picture without words; 9 shows none at all."""
ITEMS_EACH = 4


def build() -> Shop:
    """Return the marketplace."""
    offers: dict[str, tuple[str, Good]] = {}
    for at, (shop, brand) in enumerate(SHOPS.items()):
        gaps = {1: ("PD_MAKER_MISSING",)} if shop == "7" else {}
        for good in make_goods(brand, ITEMS_EACH, first=7000 + at * 100, gaps=gaps):
            offers[str(good.id)] = (shop, good)
    of_shop = {shop: [good for owner, good in offers.values() if owner == shop] for shop in SHOPS}

    def frame(title: str, middle: str) -> str:
        return f"""<!doctype html><html><head><meta charset="utf-8"><title>{title} - 埠头集市</title></head><body>
<div class="topbar"><a href="/">埠头集市</a> <a href="//passport.example.com/login">亲，请登录</a> <a href="/cart.htm">购物车</a>
<a href="/favorites">收藏夹</a></div>{middle}
<div class="footer"><a href="/help/1.htm">帮助中心</a><a href="/about.htm">关于集市</a><span>埠头集市 版权所有</span></div></body></html>"""

    def licence_link(shop: str) -> str:
        if shop == "7":
            return "<a href=\"javascript:window.open('/shop/7/licence.htm')\">工商执照</a>"
        if shop == "12":
            return '<a href="/shop/12/licence.htm" target="_blank">营业执照</a>'
        if shop == "15":
            return '<a href="/shop/15/cert.htm"><img src="/img/i3.png" width="24" height="24"></a>'
        return ""

    def item(good: Good, shop: str) -> str:
        attributes = "".join(f'<li title="{value}">{label}：{value}</li>' for label, value in good.facts)
        others = "".join(
            f'<div class="rec"><a href="/item/{one.id}.htm?spm=a21.{good.id}.{at}&scm=1007">{one.full_title}</a>¥{one.price}</div>'
            for at, (owner, one) in enumerate(offers.values())
            if owner != shop and at % 5 == good.id % 5
        )
        middle = f"""<div class="shop-head"><a class="shop-name" href="/shop/{shop}?from=detail">{SHOPS[shop]}专营店</a> {licence_link(shop)}
<a href="/favorites/add?shop={shop}">收藏店铺</a></div>
<div class="detail"><h1 class="main-title">{good.full_title}</h1><div class="tb-price"><span>促销价</span><em>¥</em><em>{good.price}</em></div>
<a class="btn-buy" href="/buy/now.htm?item={good.id}">立即购买</a><a href="javascript:void(0)" class="btn-cart">加入购物车</a></div>
<ul id="J_AttrUL" class="attributes-list">{attributes}</ul><div id="description"><p>{FILLING}</p></div><div class="side">{others}</div>"""
        return frame(good.full_title, middle)

    def card(good: Good) -> str:
        return (
            f'<div class="item"><a href="//{{host}}/item/{good.id}.htm">{good.full_title}</a><b>¥{good.price}</b></div>'
        )

    def respond(asked: Asked) -> Answer | str | None:
        path = asked.path

        def here(title: str, middle: str) -> str:
            return frame(title, middle).replace("{host}", asked.host)

        if path == "/":
            cards = "".join(card(good) for _, good in list(offers.values())[::3])
            shops = "".join(f'<a href="/shop/{shop}">{brand}专营店</a>' for shop, brand in SHOPS.items())
            return here(
                "首页",
                f'<div>{shops}<a href="/list.htm?cat=50">全部</a></div><div class="grid">{cards}</div><p>{FILLING}</p>',
            )
        if path == "/list.htm":
            page = int(asked.query.get("page", "1"))
            part = list(offers.values())[(page - 1) * 6 : page * 6]
            pager = f'<a href="/list.htm?cat=50&page={page + 1}">下一页</a>' if page < 3 else ""
            return here("列表", "".join(card(good) for _, good in part) + pager)
        if path.startswith("/item/"):
            number = path.removeprefix("/item/").removesuffix(".htm")
            if number not in offers:
                return Answer(headers={"Location": "/"}, status=302)
            shop, good = offers[number]
            return item(good, shop)
        parts = path.strip("/").split("/")
        if parts[0] == "shop" and parts[1] in SHOPS:
            shop = parts[1]
            if len(parts) == 2:
                cards = "".join(card(good) for good in of_shop[shop])
                return here(
                    f"{SHOPS[shop]}专营店",
                    f'<div class="shop-head"><span class="shop-name">{SHOPS[shop]}专营店</span>{licence_link(shop)}</div>'
                    f"<h2>全部宝贝</h2>{cards}<p>{FILLING}</p>",
                )
            if shop == "12":
                return here(
                    "安全验证",
                    '<form><p>请输入验证码后查看营业执照</p><img src="/captcha.png"><input name="captcha"></form>',
                )
            if shop in ("7", "15"):
                rows = f"<p>企业名称：{SHOPS[shop]}商贸有限公司</p><p>统一社会信用代码：{licence(int(shop))}</p><p>住所：明州省溪口市东街{shop}号</p>"
                return here("经营者信息", f"<h1>营业执照信息</h1>{rows}")
        if path in ("/about.htm", "/help/1.htm"):
            return here("说明", f"<h1>说明</h1><p>{FILLING}</p>")
        return None

    return Shop(
        name="mall",
        respond=respond,
        truth=Truth(
            items={f"/item/{number}.htm" for number in offers},
            disclosures={"/shop/7/licence.htm", "/shop/15/cert.htm"},
            missing={f"/item/{n}.htm": set(good.missing) for n, (_, good) in offers.items() if good.missing},
            shop_missing={"/shop/9": {"SELLER_LICENSE_MISSING"}},
            gated={"/shop/12/licence.htm"},
            never=r"^/(cart|favorites|buy|private)",
            most_requests=80,
        ),
        declaration="""fetch = "http"
[politeness]
delay_seconds = 0
[[entries]]
url = "http://{host}/list.htm?cat=50"
kind = "list"
[paging]
parameter = "page"
[[patterns]]
kind = "item"
pattern = '/item/(?P<item>\\d+)\\.htm'
canonical = "http://{host}/item/{item}.htm"
[[patterns]]
kind = "shop"
pattern = '/shop/(?P<shop>\\d+)(\\?|$)'
canonical = "http://{host}/shop/{shop}"
""",
    )
