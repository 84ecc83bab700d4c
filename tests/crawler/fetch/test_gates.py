"""Gates, friendly error pages and what only looks like them."""

import pytest

from crawler.fetch.gates import SeenPage, detect_gate, is_soft_gone
from crawler.platforms import PlatformDeclaration, Selectors
from tests.work import calls_of

ITEM = "https://shop.example.cn/item/7.html"
TEXT = "<p>" + "本品为家用型，额定电压二百二十伏，适用于室内照明，外壳采用阻燃材料制成。" * 12 + "</p>"
NAV = '<div class="header"><a href="/login">登录</a><a href="/reg">注册</a><span>亲，请登录</span></div>'
FOOT = (
    '<div class="footer">版权所有 示例网络公司 浙ICP备00000000号 地址：某省某市某路一号 客服电话 周一至周五 '
    + "友情链接" * 40
    + "</div>"
)
PASSWORD = '<input name="user"><input type="password" name="pw"><button>登录</button>'
CAPTCHA = '<form><img src="/captcha.php"><input name="captcha"><button>确定</button></form>'


def page(body: str, title: str = "示例") -> str:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


GATED = [
    # designed: led to another place
    ("led to a login host", 200, "https://login.example.cn/member/login.jhtml?redirect=x", "", "login"),
    ("led to a passport host", 302, "https://passport.example.com/new/login.aspx", "", "login"),
    ("led to a login page", 200, "https://shop.example.cn/user/login?back=/item/7", page("x"), "login"),
    ("led to a login action", 302, "https://shop.example.cn/user.php?act=login", "", "login"),
    ("led to a hash login", 200, "https://shop.example.cn/#/login", page("x"), "login"),
    ("led to a check", 302, "https://sec.example.com/query.htm", "", "captcha"),
    ("led to a punishment", 200, "https://shop.example.cn/_____tmd_____/punish?x5secdata=1", "", "captcha"),
    ("led to too many requests", 200, "https://shop.example.cn/too-many-requests", "", "rate_limited"),
    # designed: status
    ("429", 429, ITEM, "", "rate_limited"),
    ("401", 401, ITEM, page("Unauthorized"), "login"),
    ("403", 403, ITEM, page("<h1>403 Forbidden</h1>"), "blocked"),
    ("403 with a check", 403, ITEM, page(f"请完成验证{CAPTCHA}"), "captcha"),
    ("451", 451, ITEM, page("x"), "region"),
    # designed: content
    ("a login form", 200, ITEM, page(f"{NAV}<form>{PASSWORD}</form>{FOOT}", "用户登录"), "login"),
    ("a login form without title", 200, ITEM, page(f"<form>账号 密码{PASSWORD}</form>"), "login"),
    ("a sentence alone", 200, ITEM, page(f"{NAV}<p>请登录后查看该商品</p>{FOOT}"), "login"),
    ("English login", 200, ITEM, page("<h1>Please log in</h1><input type=password>", "Log in"), "login"),
    (
        "a licence behind a check",
        200,
        ITEM,
        page(f"{NAV}<h2>营业执照</h2><p>请输入验证码后查看营业执照信息</p>{CAPTCHA}{FOOT}"),
        "captcha",
    ),
    (
        "a licence behind a check in a dialog",
        200,
        ITEM,
        page(f"{NAV}<h2>营业执照</h2><div class='modal'>请输入验证码{CAPTCHA}</div>{FOOT}"),
        "captcha",
    ),
    ("a slider", 200, ITEM, page('<p>请拖动滑块完成拼图</p><div id="nc_1_wrapper"></div>', "访问验证"), "captcha"),
    (
        "a browser check",
        200,
        ITEM,
        page('<h2>Checking your browser</h2><div id="challenge-running"></div>', "Just a moment..."),
        "captcha",
    ),
    ("too often", 200, ITEM, page("<p>您的访问过于频繁，请稍后再试</p>"), "rate_limited"),
    ("too many requests", 200, ITEM, page("<h1>Too Many Requests</h1>"), "rate_limited"),
    ("app only", 200, ITEM, page(f"{NAV}<p>该商品仅支持APP购买，请在APP内打开</p>{FOOT}"), "app_only"),
    ("phone only", 200, ITEM, page("<p>请使用手机扫码查看商品详情</p><p>手机扫码查看</p>"), "app_only"),
    ("region", 200, ITEM, page("<p>This page is not available in your region.</p>"), "region"),
    ("region by another word", 200, ITEM, page("<h1>Sorry, this site isn't available in your country</h1>"), "region"),
    ("region in Chinese", 200, ITEM, page("<p>抱歉，您所在的地区暂不提供服务</p>"), "region"),
    (
        "a firewall",
        200,
        ITEM,
        page("<p>您的请求带有不合法参数，已被网站管理员设置拦截，请求被拦截</p>", "网站防火墙"),
        "blocked",
    ),
    (
        "access denied",
        200,
        ITEM,
        page("<h1>Access Denied</h1><p>You don't have permission to access this</p>"),
        "blocked",
    ),
]

OPEN = [
    # designed
    ("an item page", 200, None, page(f"{NAV}<h1>台灯</h1>¥ 39.00{TEXT}{FOOT}")),
    ("a short item page under a login link", 200, None, page(f"{NAV}<h1>台灯</h1><b>¥ 39.00</b>{FOOT}")),
    (
        "a licence page under a login link",
        200,
        None,
        page(f"{NAV}<h2>营业执照信息</h2><p>企业名称：示例商贸有限公司 注册号：000000</p>{FOOT}"),
    ),
    ("a licence as a picture", 200, None, page(f"{NAV}<h2>营业执照</h2><img src='/licence.jpg'>{FOOT}")),
    (
        "an item with a hidden login form",
        200,
        None,
        page(f"<h1>台灯</h1>{TEXT}<div class='login-modal'>{PASSWORD}</div>"),
    ),
    (
        "a hidden form on a short page",
        200,
        None,
        page(f"<h1>台灯</h1>图<div style='display:none'>登录{PASSWORD}</div>"),
    ),
    ("an item with a comment form", 200, None, page(f"<h1>台灯</h1>{TEXT}<h3>发表评论</h3>请输入验证码{CAPTCHA}")),
    ("prices for members", 200, None, page(f"<h1>台灯</h1><p>价格登录后可见</p>{TEXT}")),
    ("an app's advertisement", 200, None, page(f"<h1>台灯</h1>{TEXT}<p>下载APP查看更多优惠</p>")),
    ("a switch named log", 200, "https://shop.example.cn/item/7.html?from=login", page(f"<h1>台灯</h1>{TEXT}")),
    ("a lock with captcha in its name", 200, None, page(f"<h1>验证码输入键盘锁</h1>{TEXT}", "验证码键盘锁")),
    ("off shelf", 200, None, page(f"{NAV}<h1>台灯</h1><p>该商品已下架</p>{FOOT}")),
    ("a login box on a home page", 200, None, page(f"<div>{PASSWORD}</div>" + "<a href='/i/1'>家用护眼台灯</a>" * 80)),
    ("sold out", 200, None, page("<h1>Lamp</h1><p>Sold out</p>")),
    ("404", 404, None, page("<p>页面不存在，请登录后重试</p>")),
    ("a soft 404", 200, None, page(f"{NAV}<p>抱歉，您访问的商品不存在</p>{FOOT}")),
    ("no markup", 200, None, "灯"),
    ("nothing", 200, None, ""),
]


@pytest.mark.parametrize(
    ("status", "final", "text", "gate"), [case[1:] for case in GATED], ids=[case[0] for case in GATED]
)
def test_a_page_that_keeps_its_content_back_is_gated(status: int, final: str, text: str, gate: str) -> None:
    assert detect_gate(status=status, url=ITEM, final_url=final, seen=SeenPage(text), declaration=None) == gate


@pytest.mark.parametrize(("status", "final", "text"), [case[1:] for case in OPEN], ids=[case[0] for case in OPEN])
def test_a_page_that_shows_something_is_not_gated(status: int, final: str | None, text: str) -> None:
    assert detect_gate(status=status, url=ITEM, final_url=final, seen=SeenPage(text), declaration=None) == "none"


def test_a_login_page_is_no_gate_of_itself_by_redirect() -> None:
    url = "https://shop.example.cn/login/lamp/7"
    assert (
        detect_gate(status=200, url=url, final_url=f"{url}/", seen=SeenPage(page(f"台灯{TEXT}")), declaration=None)
        == "none"
    )


def test_a_saved_login_page_is_gated() -> None:
    url = "https://login.example.cn/login.htm?redirect=x"
    assert detect_gate(status=None, url=url, final_url=None, seen=SeenPage(page("x")), declaration=None) == "login"


def test_a_registry_on_a_host_named_verify_is_not_gated() -> None:
    url = "https://verify.example.cn/certificate/7"
    assert (
        detect_gate(status=200, url=url, final_url=None, seen=SeenPage(page(f"证书{TEXT}")), declaration=None) == "none"
    )


def test_a_platforms_own_signs_count() -> None:
    selectors = Selectors(login_signs=("你好像还没进门", "/door/"), captcha_signs=("数一数羊",))
    own = PlatformDeclaration(name="x", title="x", hosts=("shop.example.cn",), verified_on="x", selectors=selectors)

    def gate(final: str | None, text: str) -> str:
        return detect_gate(status=200, url=ITEM, final_url=final, seen=SeenPage(text), declaration=own)

    assert gate(None, page(f"{NAV}<p>你好像还没进门</p>")) == "login"
    assert gate("https://shop.example.cn/door/1", page("x")) == "login"
    assert gate(None, page(f"<p>数一数羊</p>{CAPTCHA}")) == "captcha"
    assert gate(None, page(f"<h1>台灯</h1>{TEXT * 3}你好像还没进门")) == "none"


def test_a_declared_sign_gates_no_page_that_shows_its_goods() -> None:
    selectors = Selectors(login_signs=("passport.mall.example", "亲，请登录"))
    own = PlatformDeclaration(name="x", title="x", hosts=("shop.example.cn",), verified_on="x", selectors=selectors)

    def gate(text: str) -> str:
        return detect_gate(status=None, url=ITEM, final_url=None, seen=SeenPage(text), declaration=own)

    script = "<script>var login = 'https://passport.mall.example/new/login'</script>"
    assert gate(page(f"{NAV}<h1>台灯</h1><b>¥ 39.00</b>{FOOT}")) == "none"
    assert gate(page(f"{NAV}<h1>台灯</h1><p>{'本品为家用型，适用于室内照明。' * 20}</p>{script}")) == "none"
    assert gate(page(f"<h1>家用护眼台灯 落地式</h1><p>{'本品为家用型，适用于室内照明。' * 10}</p>{script}")) == "none"
    assert gate(page(script)) == "login"


GONE = [
    ("404", 404, None, page("x"), True),
    ("410", 410, None, page("x"), True),
    ("led home", 200, "https://shop.example.cn/", page(TEXT), True),
    ("led to the index", 200, "https://shop.example.cn/index.html", page(TEXT), True),
    ("led to an error page", 200, "https://shop.example.cn/error/404.html", page("x"), True),
    ("said with 200", 200, None, page(f"{NAV}<p>很抱歉，您查看的宝贝不存在，可能已被转移</p>{FOOT}"), True),
    ("said in English", 200, None, page("<h1>Page not found</h1>", "404"), True),
    ("a shop that closed", 200, None, page(f"{NAV}<p>没有找到相应的店铺信息，店铺已关闭</p>"), True),
    ("off shelf", 200, None, page(f"{NAV}<h1>台灯</h1><p>此商品已下架</p>{FOOT}"), False),
    ("off shelf and not found", 200, None, page("<p>商品已下架或该商品不存在</p>"), True),
    ("not there or off the shelf", 200, None, page("<p>抱歉，您访问的商品不存在或已下架</p>", "出错了"), True),
    (
        "off the shelf, nothing shown",
        200,
        None,
        page(f"{NAV}<h1>温馨提示</h1><p>该商品已下架</p><p>5秒后返回首页</p>"),
        True,
    ),
    ("a product that is gone", 200, None, page("<h2>Sorry</h2><p>This product is no longer available.</p>"), True),
    (
        "its name in a line",
        200,
        None,
        page("<div>禾穗台灯 HS-3</div><p>该商品已下架</p>", "禾穗台灯 HS-3-禾穗商城"),
        False,
    ),
    ("its table", 200, None, page("<p>该商品已下架</p><table><tr><td>型号<td>3<tr><td>颜色<td>白</table>"), False),
    ("its price", 200, None, page("<p>该商品已下架</p><b>¥39.00</b>"), False),
    ("a buy button", 200, None, page("<p>商品不存在？</p><button>加入购物车</button>"), False),
    ("a buy link", 200, None, page("<p>商品不存在或已下架</p><a href='/buy'>立即购买</a>"), False),
    (
        "its data",
        200,
        None,
        page('<p>商品已下架</p><script type="application/ld+json">{"@type": "Product"}</script>'),
        False,
    ),
    ("some goods of a shop", 200, None, page("<h1>本店公告</h1><p>部分商品已下架，请见谅</p>"), False),
    ("a rule about goods", 200, None, page("<p>如商品已下架，请联系客服退款</p>"), False),
    ("sold out for now", 200, None, page("<h1>禾穗台灯</h1><p>已售罄</p>"), False),
    ("an item", 200, None, page(f"<h1>404不锈钢水壶</h1>¥ 39{TEXT}", "404不锈钢水壶"), False),
    ("a short item", 200, None, page("<h1>404不锈钢</h1>¥ 39", "404不锈钢"), False),
    ("led elsewhere", 200, "https://shop.example.cn/item/8.html", page(TEXT), False),
    ("led to a hash page", 200, "https://shop.example.cn/#/goods/7", page(TEXT), False),
]


@pytest.mark.parametrize(
    ("status", "final", "text", "gone"), [case[1:] for case in GONE], ids=[case[0] for case in GONE]
)
def test_which_pages_are_gone(status: int, final: str | None, text: str, gone: bool) -> None:
    assert is_soft_gone(status=status, url=ITEM, final_url=final, seen=SeenPage(text)) is gone


def test_what_is_said_of_an_item_says_nothing_of_a_shop() -> None:
    text = page("<p>该商品已下架</p>")
    assert is_soft_gone(status=200, url=ITEM, final_url=None, seen=SeenPage(text), kind="other")
    assert not is_soft_gone(status=200, url=ITEM, final_url=None, seen=SeenPage(text), kind="shop")
    assert not is_soft_gone(status=200, url=ITEM, final_url=None, seen=SeenPage(text), kind="list")
    assert is_soft_gone(status=200, url=ITEM, final_url=None, seen=SeenPage(page("<p>店铺不存在</p>")), kind="shop")


def test_a_home_page_is_not_gone() -> None:
    home = "https://shop.example.cn/"
    assert not is_soft_gone(
        status=200, url=home, final_url="https://shop.example.cn/index.html", seen=SeenPage(page(TEXT))
    )


def test_a_long_page_is_asked_no_longer_than_it_takes_to_know_that_it_says_much() -> None:
    def work(paragraphs: int) -> int:
        text = page("<p>本款电水壶由青禾生产，容量一升。</p>" * paragraphs)
        return calls_of(lambda: is_soft_gone(status=200, url=ITEM, final_url=None, seen=SeenPage(text)))

    assert work(20_000) <= 2 * work(200)
