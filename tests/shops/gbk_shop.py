"""An old PHP shop in GBK: numbers in queries, a session id in every link, the licence behind a picture in the footer."""

# ruff: noqa: E501 - templates keep the lines of a page

from zlib import crc32

from tests.shops.goods import FILLING, Good, make_goods
from tests.shops.live import Answer, Asked, Shop, Truth

BRAND = "鹭洲"
PER_PAGE = 4
ROBOTS = "User-agent: *\nDisallow: /user.php\nDisallow: /flow.php\nDisallow: /admin/\nCrawl-delay: 0.05\n"


def build(*, licensed: bool = True, off_shelf: int = 3) -> Shop:
    """Return the shop; without a licence its footer leads nowhere."""
    goods = make_goods(BRAND, 10, first=201, gaps={4: ("PD_MAKER_MISSING",), 7: ("CCC_NO_MISSING",)})
    by_id = {str(good.id): good for good in goods}
    categories = {"3": goods[:6], "8": goods[6:]}

    def frame(title: str, middle: str, session: str) -> str:
        badge = '<a href="article.php?id=5"><img src="images/yyzz.gif" width="60" height="60"></a>' if licensed else ""
        return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gbk"><title>{title}_{BRAND}商城</title>
<base href=""></head><body><table width="980" class="top"><tr><td><a href="index.php?sid={session}">{BRAND}商城</a></td>
<td><a href="user.php">登录</a> <a href="user.php?act=register">注册</a> <a href="flow.php">购物车</a>
<a href="category.php?id=3&sid={session}">电器</a> <a href="category.php?id=8&sid={session}">其他</a>
<a href="index.php?set_lang=en">English</a></td></tr></table>
<div id="wrapper">{middle}</div>
<div class="foot"><a href="article.php?id=1">配送方式</a> | <a href="article.php?id=2">联系我们</a> {badge}
<br>&copy; 2019-2026 {BRAND}商城</div></body></html>"""

    def listing(asked: Asked, number: str, session: str) -> str | None:
        shown = categories.get(number)
        if shown is None:
            return frame("提示", "<div>没有找到相应的分类，页面不存在</div>", session)
        page = max(1, int(asked.query.get("page", "1")))
        # Past the end the software shows the last page again.
        last = (len(shown) + PER_PAGE - 1) // PER_PAGE
        part = shown[(min(page, last) - 1) * PER_PAGE :][:PER_PAGE]
        cells = "".join(
            f'<td><a href="goods.php?id={good.id}&sid={session}">{good.full_title}</a><br>'
            f"<font class=shop>￥{good.price}元</font><br>"
            f'<a href="javascript:addToCart({good.id})">购买</a> <a href="javascript:collect({good.id})">收藏</a> '
            f'<a href="flow.php?step=add_to_cart&goods_id={good.id}">放入购物车</a></td>'
            for good in part
        )
        base = f"category.php?id={number}&sid={session}"
        pager = f'<a href="{base}&page={page + 1}&sort=goods_id&order=DESC">下一页</a>'
        views = "".join(
            f'<a href="{base}&display={view}&sort={sort}&order={order}&page={page}">{view}</a>'
            for view in ("list", "grid", "text")
            for sort in ("goods_id", "shop_price", "last_update")
            for order in ("ASC", "DESC")
        )
        return frame("商品列表", f"{views}<table><tr>{cells}</tr></table>{pager}", session)

    def goods_page(good: Good, session: str) -> str:
        rows = "".join(f"<tr><td bgcolor=#fff>{label}</td><td>{value}</td></tr>" for label, value in good.facts)
        sold = good is not goods[off_shelf]
        buy = (
            f'<a href="javascript:addToCart({good.id})"><img src="images/goumai2.gif" alt="加入购物车"></a>'
            if sold
            else "<b>该商品已下架</b>"
        )
        near = "".join(f'<li><a href="goods.php?id={one.id}&sid={session}">{one.title}</a></li>' for one in goods[:3])
        middle = f"""<div class="box"><a href="index.php">首页</a> &gt; <a href="category.php?id=3">{good.category}</a></div>
<form name="ECS_FORMBUY"><p class="f_l"><b>{good.full_title}</b></p><h1>{good.full_title}</h1>
<ul><li>商品货号：LZ{good.id:06d}</li><li>本店售价：<font class="shop" id="ECS_SHOPPRICE">￥{good.price}元</font></li>
<li>市场价格：<font class="market">￥{int(float(good.price)) * 2}元</font></li></ul>{buy}
<a href="goods.php?act=collect&id={good.id}">收藏</a></form>
<div id="com_b"><h2>商品属性</h2><table>{rows}</table><h2>商品描述</h2><p>{FILLING}</p></div><ul>{near}</ul>"""
        return frame(good.full_title, middle, session)

    def respond(asked: Asked) -> Answer | str | None:
        session = asked.query.get("sid", "")
        # A visitor without a session is given one in every link of the page.
        session = session or f"a{crc32(f'{asked.target} {asked.times}'.encode()):08x}"
        path, number = asked.path, asked.query.get("id", "")
        if path == "/robots.txt":
            return Answer(ROBOTS, kind="text/plain")
        found: str | None = None
        if path in ("/", "/index.php"):
            cells = "".join(
                f'<li><a href="goods.php?id={g.id}&sid={session}">{g.full_title}</a>￥{g.price}</li>' for g in goods[:4]
            )
            found = frame("首页", f"<ul>{cells}</ul><p>{FILLING}</p>", session)
        elif path == "/category.php":
            found = listing(asked, number, session)
        elif path == "/goods.php" and number in by_id:
            found = goods_page(by_id[number], session)
        elif path == "/goods.php":
            found = frame("系统提示", "<div>该商品不存在或已被删除</div>", session)
        elif path == "/article.php" and number == "5" and licensed:
            picture = '<img src="images/upload/20200311.jpg" alt="营业执照" width="700" height="980">'
            found = frame("营业执照", f"<h1>营业执照公示</h1><p>{picture}</p>", session)
        elif path == "/article.php" and number in ("1", "2"):
            found = frame("说明", f"<h1>说明</h1><p>{FILLING}</p><p>客服电话：010-00000000</p>", session)
        if found is None:
            return None
        return Answer(found, kind="text/html")

    return Shop(
        name="gbk" if licensed else "gbk_bare",
        respond=respond,
        encoding="gbk",
        truth=Truth(
            items={f"/goods.php?id={good.id}" for good in goods},
            disclosures={"/article.php?id=5"} if licensed else set(),
            missing={f"/goods.php?id={good.id}": set(good.missing) for good in goods if good.missing},
            shop_missing={} if licensed else {"": {"SELLER_LICENSE_MISSING"}},
            never=r"^/(user|flow|admin)|act=collect|set_lang",
            most_requests=60,
        ),
        declaration="""fetch = "http"
[politeness]
delay_seconds = 0
[[entries]]
url = "http://{host}/"
kind = "shop"
[[patterns]]
kind = "item"
pattern = '/goods\\.php\\?(.*&)?id=(?P<item>\\d+)'
canonical = "http://{host}/goods.php?id={item}"
[[patterns]]
kind = "list"
pattern = '/category\\.php'
""",
    )
