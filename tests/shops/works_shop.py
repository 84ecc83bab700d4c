"""A factory's own hand-written site: numbered pages, a calendar, session paths, moved, dead, busy and closed pages."""

# ruff: noqa: E501 - templates keep the lines of a page

from tests.shops.goods import FILLING, Good, licence, make_goods
from tests.shops.live import Answer, Asked, Shop, Truth

BRAND = "枫渚"
PER_PAGE = 3
ROBOTS = "User-agent: *\nDisallow: /manage/\nDisallow: /products/print-\nSitemap: http://{host}/map.xml\n"


def build() -> Shop:
    """Return the site: 15 products, one behind a login, one moved, one dead, one said to be gone."""
    goods = make_goods(BRAND, 12, first=12, gaps={0: ("PD_ADDRESS_MISSING",), 6: ("CCC_NO_MISSING",)})
    by_id = {str(good.id): good for good in goods}
    hidden, renamed, unlisted = goods[3], goods[5], goods[-1]
    linked = [good for good in goods if good is not unlisted]

    def frame(title: str, middle: str) -> str:
        return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>{title}-{BRAND}制造厂</title></head><body><div id="top"><a href="/index.html">{BRAND}制造厂</a></div>
<ul id="menu"><li><a href="/">网站首页</a></li><li><a href="/products/">产品中心</a></li><li><a href="/news/">新闻动态</a></li>
<li><a href="/contact.html">联系我们</a></li><li><a href="/member/">会员中心</a></li></ul><div id="main">{middle}</div>
<div id="foot">{BRAND}制造厂 版权所有　营业执照注册号：{licence(88)}　地址：明州省石桥市黄泥岗1号　<a href="/calendar/2026-11.html">活动日历</a>
<a href="/manage/">管理</a></div></body></html>"""

    def listing(page: int) -> str:
        part = linked[(page - 1) * PER_PAGE : page * PER_PAGE]
        cells = "".join(
            f'<dl><dt><a href="/products/show-{good.id}.html"><img src="/up/{good.id}.jpg" alt="" /></a></dt>'
            f'<dd><a href="show-{good.id}.html">{good.full_title}</a></dd><dd>￥{good.price}</dd></dl>'
            for good in part
        )
        dead = (
            "".join(f'<a href="/products/show-{number}.html">旧款</a>' for number in (901, 902, 903, 904))
            if page == 1
            else ""
        )
        last = (len(linked) + PER_PAGE - 1) // PER_PAGE
        pager = "".join(f'<a href="/products/list-{one}.html">{one}</a>' for one in range(1, last + 1))
        return frame("产品中心", f"<h1>产品中心</h1>{cells}{dead}<div>{pager}</div>")

    def product(good: Good) -> str:
        lines = "<br />".join(f"{label}：{value}" for label, value in good.facts)
        price = "登录后查看价格" if good is hidden else f"￥{good.price}"
        middle = f"""<p>当前位置：<a href="/">首页</a> &gt; <a href="/products/">{good.category}</a></p><h1>{good.full_title}</h1>
<p>零售价：<span class="jg">{price}</span></p><p><a href="/order.html?do=add&amp;id={good.id}">在线订购</a>
<a href="/products/print-{good.id}.html">打印</a></p>
<h3>产品参数</h3><div class="cs">{lines}</div><h3>产品说明</h3><p>{FILLING}</p>
<p><a href="/products/show-{max(12, good.id - 1)}.html">上一个</a></p>"""
        return frame(good.full_title, middle)

    def calendar(month: str) -> str:
        year, number = (int(part) for part in month.split("-"))
        before = f"{year - (number == 1)}-{(number - 2) % 12 + 1:02d}"
        after = f"{year + (number == 12)}-{number % 12 + 1:02d}"
        return frame(
            "活动日历",
            f'<h1>{month}</h1><a href="/calendar/{before}.html">上月</a><a href="/calendar/{after}.html">下月</a><p>{FILLING}</p>',
        )

    def respond(asked: Asked) -> Answer | str | None:
        path = asked.path
        if path == "/robots.txt":
            return Answer(ROBOTS.replace("{host}", asked.host), kind="text/plain")
        if path == "/map.xml":
            inner = "".join(f"<url><loc>http://{asked.host}/products/show-{good.id}.html</loc></url>" for good in goods)
            return Answer(f'<?xml version="1.0" encoding="UTF-8"?><urlset>{inner}</urlset>', kind="text/xml")
        if path in ("/", "/index.html"):
            cells = "".join(f'<a href="/products/show-{good.id}.html">{good.full_title}</a> ' for good in linked[:3])
            return frame("首页", f"<p>{FILLING}</p>{cells}<a href='/forum/thread.php?tid=1&s=start'>用户交流</a>")
        if path == "/products/":
            return listing(1)
        if path.startswith("/products/list-"):
            return listing(int(path.removeprefix("/products/list-").removesuffix(".html")))
        if path.startswith("/products/show-"):
            number = path.removeprefix("/products/show-").removesuffix(".html")
            if number == str(renamed.id):
                return Answer(status=301, headers={"Location": f"/products/show-{number}-new.html"})
            if number == f"{renamed.id}-new":
                return product(renamed)
            if number == "901":
                return Answer("<h1>Gone</h1>", 410)
            if number == "902":
                return frame("提示", "<div class='msg'>抱歉，您访问的页面不存在！3秒后返回</div>")
            if number == "903":
                return Answer(status=302, headers={"Location": "/"})
            if number == "904":
                return Answer(
                    frame("系统维护", "<h1>系统维护中</h1><p>请稍后再来</p>"), 503, headers={"Retry-After": "0"}
                )
            good = by_id.get(number)
            if good is goods[8] and asked.times == 1:
                return Answer("busy", 429, headers={"Retry-After": "1"})
            return product(good) if good else None
        if path.startswith("/calendar/"):
            return calendar(path.removeprefix("/calendar/").removesuffix(".html"))
        if path.startswith("/forum/"):
            thread = int(asked.query.get("tid", "1"))
            # Every answer hands out a new session in its links.
            links = "".join(
                f'<a href="/forum/thread.php?tid={thread}&s={thread}{asked.times}{at}&PHPSESSID=x{asked.times}{at}">{at}</a>'
                for at in range(3)
            )
            return frame("交流", f"<h1>交流</h1>{links}<p>{FILLING}</p>")
        if path == "/news/":
            links = "".join(f'<a href="/news/2025{one:04d}.html">新闻{one}</a>' for one in range(1, 4))
            return frame("新闻", f"<h1>新闻</h1>{links}<p>{FILLING}</p>")
        if path.startswith("/news/2025"):
            return frame("新闻", f"<h1>厂区新闻</h1><p>{FILLING}</p>")
        if path == "/contact.html":
            return frame("联系我们", f"<h1>联系我们</h1><p>电话：010-00000000</p><p>{FILLING}</p>")
        if path == "/member/":
            return Answer(status=302, headers={"Location": "/member/login.html"})
        if path == "/member/login.html":
            return frame("会员登录", '<form><input type="text"/><input type="password"/></form>')
        return None

    items = {f"/products/show-{good.id}.html" for good in goods}
    return Shop(
        name="works",
        respond=respond,
        truth=Truth(
            items=items,
            missing={f"/products/show-{good.id}.html": set(good.missing) for good in goods if good.missing},
            gone={"/products/show-901.html", "/products/show-902.html", "/products/show-903.html"},
            never=r"^/(manage|order)|/print-",
            most_requests=110,
        ),
        declaration="""fetch = "http"
marketplace = false
[politeness]
delay_seconds = 0
[[entries]]
url = "http://{host}/"
kind = "shop"
[[patterns]]
kind = "item"
pattern = '/products/show-(?P<item>\\d+)(-new)?\\.html'
[[patterns]]
kind = "list"
pattern = '/products/(list-\\d+\\.html)?$'
""",
    )
