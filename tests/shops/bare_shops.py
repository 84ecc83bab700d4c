"""Shops of many designs that show no licence anywhere, as a person would say at a glance, amid the usual furniture."""

import json
from collections.abc import Mapping

from tests.shops.corner_shops import ITEM, PARAMETERS
from tests.shops.live import Answer, Asked, Shop, Truth

GONGAN = "https://beian.mps.gov.cn/#/query/webSearch?code=99010102000001"
ICP = "<a href='https://beian.miit.gov.cn/'>江ICP备12345678号-1</a>"
POLICE = f"<a href='{GONGAN}'><img src='/img/ga.png'>江公网安备99010102000001号</a>"
CARDS = "".join(
    f"<div class=card><a href='/item/{number}'><img src='/pic/{number}.jpg' width=260 height=260>"
    f"<p>青禾 充电宝 {number}0000mAh</p></a><span class=price>¥{number}9.00</span></div>"
    for number in (1, 2, 3)
)
TEXT = "<p>我们成立于1999年，专注随身电源，客户遍布各地。</p>"

Pages = Mapping[str, str]


def page(title: str, body: str, *, head: str = "") -> str:
    """Return a whole page."""
    whole = f"<html lang=zh><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{body}</body></html>"
    return f"<!DOCTYPE html>{whole}"


def site(below: str, *, above: str = "", **more: str) -> dict[str, str]:
    """Return a shop's pages: its home, its item, and those named; all within the same frame."""
    framed = {
        "/": f"<div class=grid>{CARDS}</div>",
        "/item/1": ITEM,
        "/item/2": ITEM.replace("QH-1K", "QH-2K"),
        "/item/3": ITEM.replace("QH-1K", "QH-3K"),
        **{f"/{name}": body for name, body in more.items()},
    }
    return {path: page("青禾数码", f"{above}{body}{below}") for path, body in framed.items()}


def _theme() -> dict[str, str]:
    above = (
        "<header class=site-header><a class=logo href='/'><img src='/img/brand.png'></a><nav><a href='/'>首页</a>"
        "<a href='/about'>关于我们</a><a href='/contact'>联系我们</a></nav></header>"
    )
    slides = (
        "<div class=swiper><a href='/item/1'><img src='/img/s1.jpg'></a><a href='/item/2'>"
        "<img src='/img/s2.jpg'></a></div>"
    )
    below = (
        "<footer><ul class=service><li><img src='/img/f1.png'><span>全国包邮</span></li><li><img src='/img/f2.png'>"
        "<span>七天无理由退换</span></li></ul><div class=pay><img src='/img/p1.svg' alt='支付宝'>"
        "<img src='/img/p2.svg' "
        "alt='微信支付'></div><div class=qr><img src='/img/wx.jpg'><p>扫码关注公众号</p></div>"
        f"<p>© 青禾数码 {ICP} {POLICE}</p></footer>"
    )
    about = (
        f"<h1>关于我们</h1>{TEXT}<figure><img src='/up/team.jpg' width=900><figcaption>我们的团队</figcaption></figure>"
    )
    contact = "<h1>联系我们</h1><p>电话：400-000-0000</p><p><img src='/up/map.png' alt='门店地图' width=600></p>"
    pages = site(below, above=above, about=about, contact=contact)
    pages["/"] = pages["/"].replace("<div class=grid>", f"{slides}<div class=grid>")
    return pages


def _team() -> dict[str, str]:
    below = f"<div class=foot><a href='/about.html'>关于青禾</a> {ICP}</div>"
    about = (
        f"<div class=banner style='background-image:url(/img/top.jpg)'></div><h1>关于青禾</h1>{TEXT}"
        "<div class=team><div><img src='/up/1.jpg' alt='创始人 李工' width=300 height=300><p>李工</p></div>"
        "<div><img src='/up/2.jpg' alt='设计师 小周' width=300 height=300><p>小周</p></div></div>"
        "<h2>工厂实景</h2><img src='/up/3.jpg' alt='生产车间' width=800>"
    )
    return site(below, **{"about.html": about})


def _old_tables() -> dict[str, str]:
    below = (
        "<table width=980><tr><td><img src='/images/line.gif' width=980 height=3></td></tr><tr><td align=center>"
        f"<a href='/about.asp'>关于本店</a> | <a href='/pay.asp'>付款方式</a><br>青禾数码 版权所有 {ICP}"
        "</td></tr></table>"
    )
    above = (
        "<table width=980><tr><td><img src='/images/top.jpg' width=980 height=120></td></tr><tr><td bgcolor=#cc0000>"
        "<a href='/'>首页</a></td></tr></table>"
    )
    about = f"<table><tr><td><font size=5>关于本店</font></td></tr><tr><td>{TEXT}</td></tr></table>"
    return site(below, above=above, **{"about.asp": about, "pay.asp": "<p>银行汇款、支付宝</p>"})


def _badges() -> dict[str, str]:
    below = (
        "<div class=footer><a href='https://www.alipay.com/'><img src='/i/a.png' alt='支付宝特约商家'></a>"
        "<a href='https://x.example.com/'><img src='/i/c.png' alt='天猫旗舰店'></a>"
        "<a href='https://qinghe.tmall.com/'><img src='/i/d.png'></a>"
        "<a href='https://weibo.com/qinghe'><i class='iconfont icon-wb'></i></a>"
        f"<img src='/i/paystrip.png' width=420 height=30>{ICP}</div>"
    )
    return site(below)


def _guide() -> dict[str, str]:
    below = (
        "<div class=footer><dl><dt>购物指南</dt><dd><a href='/help/1'>购物流程</a></dd><dd>"
        "<a href='/help/2'>会员介绍</a></dd></dl>"
        "<dl><dt>配送方式</dt><dd><a href='/help/3'>上门自提</a></dd></dl><dl><dt>关于青禾</dt><dd>"
        "<a href='/help/4'>公司简介</a></dd>"
        "<dd><a href='/help/5'>联系我们</a></dd><dd><a href='/help/6'>隐私政策</a></dd></dl>"
        "<a href='javascript:void(0)' onclick='chat()'>在线客服</a><a href='http://wpa.qq.com/msgrd?v=3&uin=10000'>"
        f"<img src='/i/button_11.gif'></a><p>Copyright © 青禾数码 {ICP}</p></div><script>var a = 1</script>"
    )
    helps = {f"help/{number}": f"<h1>帮助中心</h1>{TEXT}" for number in range(1, 7)}
    return site(below, **helps)


def _honours() -> dict[str, str]:
    below = f"<footer><a href='/honours'>荣誉资质</a> <a href='/about'>公司简介</a> {ICP}</footer>"
    honours = (
        "<h1>荣誉资质</h1><ul><li><img src='/up/11.jpg' width=400 height=560 alt='ISO9001质量管理体系认证证书'></li>"
        "<li><img src='/up/12.jpg' width=400 height=560><p>外观专利证书</p></li>"
        "<li><img src='/up/13.jpg' width=400 height=560><p>3C认证证书</p></li></ul>"
    )
    return site(below, honours=honours, about=f"<h1>公司简介</h1>{TEXT}")


def _blog() -> dict[str, str]:
    above = (
        "<header><h2 class=logo><a href='/'>青禾数码</a></h2><a href='/blog'>博客</a> "
        "<a href='/about'>关于</a></header>"
    )
    blog = "<h1>博客</h1><ul><li><a href='/post/1'>充电宝怎么选</a></li><li><a href='/post/2'>出差带什么</a></li></ul>"
    post = f"<article><h1>充电宝怎么选</h1><time>2026-11-01</time>{TEXT}<img src='/up/9.jpg' width=700>{TEXT}</article>"
    about = (
        f"<article><h1>关于</h1>{TEXT}<div class=products><h3>热销商品</h3>{CARDS}</div>"
        "<aside><h3>最新文章</h3><a href='/post/1'><img src='/up/9.jpg' width=200 height=120></a></aside></article>"
    )
    below = f"<footer>青禾数码 {ICP}</footer>"
    return site(below, above=above, blog=blog, about=about, **{"post/1": post, "post/2": post})


def _one_page() -> dict[str, str]:
    goods = [{"id": 1, "name": "青禾 充电宝 10000mAh", "price": "59.00"}]
    head = f"<script>window.GOODS={json.dumps(goods, ensure_ascii=False)};window.ROWS={json.dumps(PARAMETERS)}</script>"
    script = (
        "<div id=app></div><script>var p=location.pathname,a=document.getElementById('app'),g=GOODS[0];"
        "var f='<footer><a href=\"/about\">关于我们</a> 江ICP备12345678号</footer>';"
        "if(p=='/')a.innerHTML='<h1>青禾数码</h1><ul><li><a href=\"/item/1\">'+g.name+'</a> "
        "<b class=price>¥'+g.price+'</b></li></ul>'+f;"
        "else if(p=='/about')a.innerHTML='<h1>关于我们</h1><p>我们成立于1999年，专注随身电源。</p>'+f;"
        "else a.innerHTML='<h1>'+g.name+'</h1><p class=price>¥'+g.price+'</p><button>立即购买</button><h3>商品参数</h3>"
        "<table class=params>'+ROWS+'</table>'+f;</script>"
    )
    whole = page("青禾数码", script, head=head)
    return {"/": whole, "/item/1": whole, "/about": whole}


def _mobile() -> dict[str, str]:
    below = (
        "<div class=tabbar><a href='/'><img src='/i/t1.png' width=24><span>首页</span></a><a href='/cart'>"
        "<img src='/i/t2.png' "
        "width=24><span>购物车</span></a><a href='/me'><img src='/i/t3.png' width=24><span>我的</span></a></div>"
        "<a class=kf href='tel:4000000000'><img src='/i/kf.png'></a><p class=copyright>青禾数码提供技术支持</p>"
    )
    return site(below)


def _promises() -> dict[str, str]:
    below = (
        "<div class=promise><img src='/i/x1.png'>正品保证<img src='/i/x2.png'>极速发货</div><div class=bottom>"
        "<div class=ewm><img src='/i/m.jpg' width=100 height=100>手机浏览</div><div class=ewm>"
        "<img src='/i/n.jpg' width=100 "
        f"height=100>客服微信</div><p>{ICP} {POLICE}</p><a href='/friend'>友情链接</a></div>"
    )
    return site(below, friend="<h1>友情链接</h1><a href='https://pub.example.org/'>隔壁老店</a>")


def _story() -> dict[str, str]:
    below = f"<footer><a href='/brand'>品牌介绍</a> {ICP}</footer>"
    brand = (
        f"<section class=hero><img src='/img/brand-banner.jpg' width=1920 height=500></section><h1>品牌介绍</h1>{TEXT}"
        "<img src='/up/divider.png' width=800 height=40><div class=products>"
        "<a href='/item/1'><img src='/pic/1.jpg' width=300></a></div><div class=code>"
        "<img src='/up/kefu.jpg' width=200 height=200>"
        "<p>扫码加客服</p></div>"
    )
    return site(below, brand=brand)


def _stated() -> dict[str, str]:
    head = '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Store","name":"青禾数码"}</script>'
    below = f"<footer><p>© 2026 青禾数码. All rights reserved.</p><a href='/privacy'>隐私权政策</a> {ICP}</footer>"
    pages = site(below, privacy="<h1>隐私权政策</h1><p>我们重视您的隐私。</p>")
    return {path: body.replace("</head>", f"{head}</head>") for path, body in pages.items()}


def _unsaid() -> dict[str, str]:
    below = f"<footer><a href='/brand'>品牌介绍</a> {ICP}</footer>"
    return site(below, brand=f"<h1>品牌介绍</h1>{TEXT}<img src='/up/20211.jpg' width=600 height=800>")


def _vouched() -> dict[str, str]:
    return site(
        "<footer><a href='https://trust.example.org/v?n=1'><img src='/i/b.png' alt='可信网站身份验证'></a></footer>"
    )


BARE: dict[str, tuple[Pages, str]] = {
    "a modern theme": (_theme(), "utf-8"),
    "a page of the team": (_team(), "utf-8"),
    "old tables in GBK": (
        {path: body.replace("charset=utf-8", "charset=gbk") for path, body in _old_tables().items()},
        "gbk",
    ),
    "badges below": (_badges(), "utf-8"),
    "a help centre": (_guide(), "utf-8"),
    "honours of the goods": (_honours(), "utf-8"),
    "a blog": (_blog(), "utf-8"),
    "one page and scripts": (_one_page(), "utf-8"),
    "a mobile shop": (_mobile(), "utf-8"),
    "promises and codes": (_promises(), "utf-8"),
    "a brand's story": (_story(), "utf-8"),
    "structured data": (_stated(), "utf-8"),
}
UNSURE: dict[str, tuple[Pages, str]] = {
    "a picture without a word": (_unsaid(), "utf-8"),
    "a badge of another host": (_vouched(), "utf-8"),
}
"""These show something that only a person can tell from a licence."""


def build(name: str) -> Shop:
    """Return one of the shops."""
    pages, encoding = (BARE | UNSURE)[name]

    def respond(asked: Asked) -> Answer | None:
        body = pages.get(asked.path)
        if body is None:
            return None
        return Answer(body, kind="text/html" if encoding == "gbk" else "text/html; charset=utf-8")

    return Shop(name, respond, Truth(items={"/item/1"}), encoding=encoding)
