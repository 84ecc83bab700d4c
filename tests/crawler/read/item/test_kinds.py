"""What kind of page a page is taken for: small pages of old and new shops, each with one thing that could mislead."""

import pytest

from crawler.records import PageKind, PageRecord
from tests.crawler.read.pages import record_of

SITE = "http://shop.example"
NAV = '<div id="nav"><a href="/">首页</a><a href="/list/1">电器</a><a href="/list/2">五金</a></div>'
LICENCE = "营业执照注册号：91997301MQ000088XX　统一社会信用代码见上"
FOOT = f'<div id="foot">测试市青山制造厂 版权所有　{LICENCE}　地址：测试路1号</div>'
TABLE_FOOT = f"<hr><table><tr><td>版权所有：测试市青山制造厂<br>{LICENCE}<br>测ICP备09099999号</td></tr></table>"


def link(number: int, href: str) -> str:
    return f'<a href="{href.format(number)}">青山灭火器 {number} 型</a>'


def picture(number: int, href: str) -> str:
    return f'<a href="{href.format(number)}"><img src="/i/{number}.jpg"></a>'


def row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


OLD, NEW = "show.asp?ArticleID={}", "/p/{}.html"
SIDE_ROWS = "".join(row(f"·{link(number, OLD)} <font color=red>{number}元</font>") for number in range(101, 106))
SIDEBAR = f"<table>{row('<b>热销排行</b>')}{SIDE_ROWS}</table>"
RELATED_CELLS = (f"{picture(n, OLD)}<br>{link(n, OLD)}<br><font>商城价：{n}元</font>" for n in range(201, 205))
RELATED = f"<table><tr><td colspan=4><b>同类商品</b></td></tr>{row(*RELATED_CELLS)}</table>"
ROWS = f"<table>{row('型号：', 'MF-4')}{row('生产厂家：', '青山厂')}{row('执行标准：', 'GB 4351-2023')}</table>"
TILES = "".join(f"<dl><dt>{link(n, NEW)}</dt><dd>￥{n}.00</dd></dl>" for n in (65, 79, 99))
PICTURES = "".join(f"<li>{picture(n, NEW)}<p>{link(n, NEW)}</p></li>" for n in (65, 79, 99, 120))
PROSE = "消费者购买灭火器时应当查看瓶身上的钢印和生产日期，价格低于20元的手提式灭火器多为翻新产品，请谨慎选购。" * 3


def html(body: str, title: str = "青山消防器材店") -> str:
    return f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>"


def read(text: str, path: str = "/x", expected: PageKind | None = None) -> PageRecord:
    return record_of(text, SITE + path, expected_kind=expected)


NAME = "青山手提式干粉灭火器 MF-4"
SELECT = "<select name=attr1><option>4kg</option><option>5kg</option></select>"
FORM = '<form action="addcart.asp">数量 <input name=num value=1><input type=image alt="立即购买"></form>'
OLD_ROWS = row(f"<font size=3><b>{NAME}</b></font>") + row("商城价：", "<font color=red>￥<b>65</b></font>")
OLD_TABLE = f"<table>{OLD_ROWS}{row('规格：', SELECT)}{row('', FORM)}</table>"
OLD_ITEM = html(
    f"<table>{row(SIDEBAR, OLD_TABLE + ROWS + RELATED)}</table>{TABLE_FOOT}",
    f"{NAME}-青山消防器材店",
)
TOLD = f"<p>{'适合家庭和店铺使用。' * 30}</p><a href='/order?id=5'>在线订购</a>"
WALLED = html(f"{NAV}<h1>{NAME}</h1><p>零售价：登录后查看价格</p>{ROWS}{TOLD}{FOOT}", NAME)
ASKED = html(
    f"{NAV}<h2>{NAME}</h2><ul><li>产品价格：<span>面议</span></li></ul>"
    f"<a href='/guestbook?aid=5' class=btn>在线询价</a><table>{row('项目', '参数')}</table>{ROWS}"
    f"<p>订货须知：单笔订单满￥2000元免运费，不足的收取￥50元包装费。</p><h4>相关产品</h4><ul>{PICTURES}</ul>{FOOT}",
    f"{NAME}_灭火器_青山制造厂",
)
GONE = html(f"<h1>{NAME}</h1><p>该产品已下架</p>{ROWS}{FOOT}", NAME)
CENTRE = f"{NAV}<h1>产品中心</h1>{TILES}{FOOT}"
ARTICLE = f"{NAV}<h1>怎样挑选灭火器</h1><p>2026-3-1</p><p>{PROSE}</p>{FOOT}"
BESIDE = f"<table>{row(SIDEBAR, f'<h3>怎样挑选灭火器</h3><p>发布时间：2026-2-8</p><p>{PROSE}</p>')}</table>{TABLE_FOOT}"
NEWS = f"<h1>新闻</h1><p>{'本厂迁入新址。' * 20}</p>"
COMPANY = f"{NAV}<h3>公司简介</h3><p>本厂年产值8000万元。</p><ul>{PICTURES}</ul>{FOOT}"
HEAD = "<div class=head><h1>青山消防器材专营店</h1></div>"
CARDS = [f"<li>{picture(n, NEW)}{link(n, NEW)}<span class=price>¥{n}</span></li>" for n in (65, 79, 99)]
PLAIN_CARDS = [f"<li>{link(n, NEW)} ¥{n}</li>" for n in (65, 79)]
BUYING_CARDS = [f"<div class=card>{link(n, NEW)}<p>¥{n}.00</p><button>加入购物车</button></div>" for n in (65, 79)]
PRICE_FIRST = [f"<div class=g><b>￥{n}</b><h3>{link(n, NEW)}</h3></div>" for n in (65, 79)]
SHOP_TITLE = "青山消防器材专营店"
FEW_GOODS = [
    (
        f"{name} of {count} at {path}",
        html(f"{HEAD}<ul>{''.join(cards[:count])}</ul>{FOOT}", SHOP_TITLE),
        path,
        None,
        kind,
    )
    for name, cards in {
        "cards": CARDS,
        "plain": PLAIN_CARDS,
        "buying": BUYING_CARDS,
        "price first": PRICE_FIRST,
    }.items()
    for count in range(1, len(cards) + 1)
    for path, kind in (("/", "shop"), ("/shop/12", "shop"))
]
FEW_LISTED = [
    (
        f"a list of {count} {name}",
        html(f"{NAV}<h2>灭火器</h2>{''.join(cards[:count])}{FOOT}", "灭火器-青山"),
        path,
        None,
        "list",
    )
    for name, cards in {"cards": CARDS, "plain": PLAIN_CARDS, "buying": BUYING_CARDS}.items()
    for count in (1, 2)
    for path in ("/list/3", "/search?q=x")
]
SIBLING = (
    "<div class=buy><p class=price>¥65.00</p><a href='/p/66.html'>同款红色加厚 4kg</a><button>立即购买</button></div>"
)
OWN_LINK = f"<h1>{NAME}</h1><div><a href='/p/5.html?from=top'>{NAME}</a><b>¥65.00</b></div><button>立即购买</button>"
BESIDE_ONE = f"<h1>{NAME}</h1><p class=price>¥65.00</p>{ROWS}<h4>相关产品</h4><ul>{CARDS[0]}</ul>"
STILL_ITEMS = [
    (
        "a sibling's link beside the price",
        html(f"<h1>{NAME}</h1>{SIBLING}{ROWS}{FOOT}", NAME),
        "/p/5.html",
        None,
        "item",
    ),
    ("a link to itself beside the price", html(f"{OWN_LINK}{FOOT}", NAME), "/p/5.html", None, "item"),
    ("one related item below", html(f"{BESIDE_ONE}{FOOT}", NAME), "/p/5.html", None, "item"),
    (
        "about the shop with two goods beside",
        html(f"<h1>品牌故事</h1><p>{PROSE}</p>{''.join(CARDS[:2])}"),
        "/x/3",
        None,
        "other",
    ),
]
LICENCE_PICTURE = "<h1>营业执照公示</h1><img alt=营业执照 width=700 height=980 src=/z.jpg>"
LICENCE_TABLE = f"<table>{row('<b>经营者信息公示</b>')}{row('注册号：', '92990000MA0HY26Y5K')}</table>"
CASES: tuple[tuple[str, str, str, PageKind | None, PageKind], ...] = (
    ("an old table page with sidebar and related row", OLD_ITEM, "/show.asp?ArticleID=7", None, "item"),
    ("a price behind a login", WALLED, "/p/5.html", None, "item"),
    ("a price to be asked for", ASKED, "/p/5.html", None, "item"),
    ("taken off the shelf, still shown", GONE, "/p/5.html", None, "item"),
    ("three tiles under a heading", html(CENTRE), "/products", None, "list"),
    ("three tiles, title repeated", html(CENTRE, "产品中心"), "/products", None, "list"),
    ("pictures without prices", html(f"{NAV}<h2>灭火器</h2><ul>{PICTURES}</ul>{FOOT}"), "/list/3", None, "list"),
    ("an article with a price", html(ARTICLE, "怎样挑选灭火器"), "/n/3", None, "other"),
    ("an article beside a sidebar of goods", html(BESIDE), "/n/3", None, "other"),
    ("news with a licence line below", html(f"<div id=main>{NEWS}</div>{FOOT}"), "/news", None, "other"),
    ("news above a table foot", html(NEWS + TABLE_FOOT), "/news", None, "other"),
    ("a home page with goods", html(f"{NAV}<h1>青山</h1>{TILES}{FOOT}"), "/", "shop", "shop"),
    ("a home page of words", html(f"{NAV}<h1>青山</h1><p>本厂创办于1990年。</p>{FOOT}"), "/", "shop", "shop"),
    ("an enterprise's home page", html(COMPANY, "青山制造厂-首页"), "/", None, "shop"),
    ("a licence picture", html(LICENCE_PICTURE, "营业执照"), "/z", "disclosure", "disclosure"),
    (
        "a licence table beside a sidebar of goods",
        html(f"<table>{row(SIDEBAR, LICENCE_TABLE)}</table>{TABLE_FOOT}"),
        "/about/me",
        None,
        "disclosure",
    ),
    *FEW_GOODS,
    *FEW_LISTED,
    *STILL_ITEMS,
)


@pytest.mark.parametrize(
    ("text", "path", "expected", "kind"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_kinds(text: str, path: str, expected: PageKind | None, kind: PageKind) -> None:
    assert read(text, path, expected).kind == kind


@pytest.mark.parametrize(("text", "reason"), [(WALLED, "login_required"), (ASKED, "negotiable")])
def test_an_item_whose_price_is_walled_says_why(text: str, reason: str) -> None:
    listing = read(text).listing

    assert listing is not None
    assert (listing.title, listing.price, listing.price_reason) == (NAME, None, reason)


def test_an_item_taken_off_the_shelf_is_off_shelf() -> None:
    listing = read(GONE).listing

    assert listing is not None
    assert listing.availability == "off_shelf"


HEADED = "<h1>家用可燃气体报警器 QS-201</h1>"
LABELS = "<table><tr><td>型号</td><td>QS-201</td></tr><tr><td>厂家</td><td>测试市青山制造厂</td></tr></table>"
BOX = '<div class="p"><h2>{0}</h2><p>型号：{1}</p><p>¥{2}</p><button>购买</button></div>'
STATE = """<div id="__nuxt"></div><script>window.__NUXT__=(function(a,b,c){c.x=1;return {data:[{goods:{id:7,
name:"青山 灭火器 4kg 手提式",price:a,stock:12,cover:"/a.jpg",shop_name:b}}]}}("65.00","青山旗舰店",{}));</script>"""


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            f'{HEADED}<div>价格：<img src="/price.php?id=1"></div><button>加入购物车</button>{LABELS}', id="drawn"
        ),
        pytest.param(f"{HEADED}<div>¥<i>&#xe137;&#xf2a1;</i></div><button>立即购买</button>{LABELS}", id="glyphs"),
        pytest.param(f"{HEADED}<dl><dd>¥ 65.00</dd></dl><button disabled>已售罄</button>{LABELS}", id="sold out"),
        pytest.param(f"{HEADED}<div>该商品已下架，看看相似商品吧</div><p>￥65.00</p>{LABELS}", id="off shelf"),
        pytest.param(f"<p>￥65.00</p><p>原价：￥80.00</p><b>加入购物车</b><p>品牌：青山</p>{LABELS}", id="no name"),
        pytest.param(STATE, id="called function"),
    ],
)
def test_an_item_whose_page_is_called_something_else(body: str) -> None:
    assert read(html(body, title="商品详情")).kind == "item"


def test_several_equal_items_are_a_list() -> None:
    boxes = BOX.format("灭火器 4kg", "MF-4", 65) + BOX.format("灭火器 8kg", "MF-8", 99)

    assert read(html(boxes, title="本周特价 - 消防店")).kind == "list"


def test_nothing_is_called_not_shown_where_only_the_state_was_read() -> None:
    listing = read(html(STATE, title="商城")).listing

    assert listing is not None
    assert (listing.title, str(listing.price)) == ("青山 灭火器 4kg 手提式", "65.00")
    assert {reading.state for reading in listing.readings.values()} <= {"shown", "not_observable"}


CARD = '<li><a href="/product/7/"><img src=7.jpg>{0}</a>{1}<a class=button href="?add-to-cart=7">加入购物车</a></li>'
NAMED = "<h2>青山 毛绒兔 30cm</h2><span class=price>¥19.00</span>"
LINKED = '<h2><a href="/product/7/">青山 毛绒兔 30cm</a></h2><span class=price>¥19.00</span>'
SELLER = f"<p>公司名称：测试市青山制造厂</p><p>{LICENCE}</p>"


@pytest.mark.parametrize("card", [CARD.format(NAMED, ""), CARD.format("", LINKED)])
def test_one_card_alone_is_still_a_list(card: str) -> None:
    page = html(f"<h1>玩具</h1><p>显示 1 个结果</p><ul class=products>{card}</ul>", title="玩具 - 青山小店")

    assert read(page, path="/product-category/wanju/").kind == "list"


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("经营者信息", f"<div><span>商品已加入购物车</span></div><h1>经营者信息</h1>{SELLER}"),
        ("关于我们", f"<h1>关于我们</h1>{SELLER}<h3>热卖</h3><ul>{CARD.format(NAMED, '')}</ul>"),
        (
            "资质公示",
            f"<h1>资质公示</h1><table>{row('公司名称', '青山制造厂')}{row('信用代码', '91997301MQ000088XX')}</table>",
        ),
    ],
)
def test_a_page_about_the_seller_is_no_item(name: str, body: str) -> None:
    assert read(html(body, title=name), path="/pages/7").kind == "disclosure"


def test_data_of_one_item_beside_its_card_make_no_item_page() -> None:
    card = '<h1>电器</h1><div class="card"><a href="/goods/7">青山 灭火器 4kg 手提式</a><em>¥65.00</em></div>'
    state = '{"goods":[{"id":7,"name":"青山 灭火器 4kg 手提式","price":"65.00","stock":3}]}'

    page = html(f"{card}<script>window.__INITIAL_STATE__={state}</script>", title="商城")

    assert read(page, path="/list/1").kind == "list"
