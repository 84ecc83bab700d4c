"""Small whole shops walked in memory: every way of showing who sells is shown, what nobody read proves nothing."""

from collections import deque
from datetime import UTC, datetime
from urllib.parse import urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.fetch.links import guess_kind, may_follow, read_links
from crawler.read.reader import Reader
from crawler.read.seller.shops import join_shop
from crawler.records import PageKind, PageRecord, RawPage, SellerDisclosure, Visit

SITE = "https://shop.example.cn"
WHEN = datetime(2026, 12, 2, tzinfo=UTC)
CODE = "91990000MA0ABCDE1A"
SENTENCE = "本店为个人销售家庭手工业产品，依法不需要办理市场主体登记。"
HOME = "<h1>青禾电器商城</h1><p>欢迎光临</p><ul>{goods}</ul>"
GOODS = "".join(f"<li><a href='/item/{n}'>青禾插座 {n} 位</a> <span class=price>¥{n}9</span></li>" for n in range(1, 6))
ITEM = "<h1>青禾插座 3 位</h1><p class=price>¥39.00</p><button>立即购买</button><table class=params><tr><th>品牌</th><td>青禾</td></tr></table>"  # noqa: E501
ABOUT = "<h1>关于我们</h1><p>我们成立于1999年，专营插座。</p>"
PICTURE = "<img src='/up/20260101.jpg' width=600 height=800>"
PICTURES = "".join(f"<li><a href='/item/{n}'><img src='/g/{n}.jpg'>插座</a></li>" for n in (1, 2, 3))
SCRIPT = "<script src='/app.js'></script>"

Pages = dict[str, str | bytes]


def walk(pages: Pages, *, foot: str = "", rendered: bool = False) -> SellerDisclosure:
    """Return what a shop shows of its seller after every page its links lead to was fetched, as a sweep does."""
    pages = {"/": HOME.format(goods=GOODS), "/item/1": ITEM, **pages}
    records: list[PageRecord] = []
    visits: list[Visit] = []
    waiting: deque[tuple[str, PageKind]] = deque([(f"{SITE}/", "shop")])
    planned = {f"{SITE}/"}
    while waiting:
        url, kind = waiting.popleft()
        body = pages.get(url.removeprefix(SITE))
        outcome = "gone" if body is None else "gated" if "type=password" in str(body) else "kept"
        visits.append(
            Visit(
                number=len(visits) + 1,
                url=url,
                platform="shop.example.cn",
                kind=kind,
                reason="link",
                outcome=outcome,
                ended_at=WHEN,
            )
        )
        if body is None or outcome == "gated":
            continue
        is_page = isinstance(body, str)
        below = f"<div class=footer>© 青禾 {foot}</div>"
        text = f"<html><head><title>青禾电器商城</title></head><body>{body!s}{below}</body></html>"
        raw = RawPage(
            platform="shop.example.cn",
            url=url,
            captured_at=WHEN,
            sha256=f"{len(visits):064}",
            body=body if isinstance(body, bytes) else text.encode(),
            fetched="browser" if rendered else "http",
            content_type="text/html; charset=utf-8" if is_page else "application/pdf",
            rendered=rendered,
            expected_kind=kind,
        )
        records.append(Reader(()).read(raw, f"s#{len(visits)}"))
        for link in read_links(LexborHTMLParser(text), base=url) if is_page else ():
            if link.url.startswith(SITE) and link.url not in planned and may_follow(link.url):
                planned.add(link.url)
                waiting.append((link.url, guess_kind(link)))
    return join_shop(records, visits)


def state(shop: SellerDisclosure) -> str:
    """Return "shown", "not_observable" or "not_shown": what a licence rule makes of a shop."""
    names = ("licence_number", "licence_text", "licence_images", "self_declaration")
    found = {shop.readings[name].state for name in names}
    if "shown" in found:
        return "shown"
    return "not_observable" if "not_observable" in found or shop.possible_licence_images else "not_shown"


NAMES = [
    "店铺信息",
    "联系我们",
    "关于本店",
    "企业信息",
    "关于我们",
    "公司简介",
    "店铺资质",
    "经营者信息",
    "店铺介绍",
    "关于",
    "企业介绍",
]
SHOWN = {
    "a self-declaration": f"<h1>店铺信息公示</h1><p>经营者声明：{SENTENCE}</p>",
    "a credit code": f"<h1>本店</h1><p>公司：青禾电器有限公司</p><p>统一社会信用代码：{CODE}</p>",
    "an old number": "<h1>本店</h1><p>经营者：张三（个体工商户）</p><p>注册号：440301103448669</p>",
    "a masked code": "<h1>本店</h1><p>统一社会信用代码：9199****MA0ABCDE1A</p>",
    "a named picture": "<h1>本店</h1><img src='/up/1.jpg' alt='营业执照'>",
    "a picture by its file": "<h1>本店</h1><img src='/up/yyzz_2026.jpg'>",
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("body", SHOWN.values(), ids=list(SHOWN))
def test_what_stands_behind_a_link_about_the_shop_is_shown(name: str, body: str) -> None:
    assert state(walk({"/page/7": body}, foot=f"<a href='/page/7'>{name}</a>")) == "shown"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "body",
    [
        f"<h1>本店</h1><p>本店证照如下</p>{PICTURE}",
        f"<h1>本店</h1>{PICTURE}",
        "<h1>本店</h1><img data-original='/up/2.jpg' src='/i/loading.gif'>",
        "<h1>本店</h1><div class=pic style=\"background-image:url('/up/3.jpg')\"></div>",
        "<h1>本店</h1><iframe src='https://pub.example.org/c/7'></iframe>",
        "<h1>本店</h1><canvas width=600 height=800></canvas>",
        "<h1>本店</h1><embed src='/up/4.pdf' width=600 height=800>",
        "<h1>本店</h1><p><a href='/up/4.jpg'>点击查看证照</a></p>",
        "<h1>请登录后查看</h1><form action='/login'><input type=password name=p></form>",
        b"%PDF-1.4 scanned",
    ],
)
def test_what_nobody_read_behind_such_a_link_proves_nothing(name: str, body: str | bytes) -> None:
    assert state(walk({"/page/7": body}, foot=f"<a href='/page/7'>{name}</a>")) != "not_shown"


CONTROLS = [
    "<a href='javascript:showLicence()'>营业执照</a>",
    "<a href='javascript:;' onclick='showLicence()'>营业执照</a>",
    "<a href='#' onclick='showLicence()'>证照信息</a>",
    "<a onclick='pop(1)'>经营者信息</a>",
    "<a href='#' data-toggle='modal' data-target='#m'>营业执照</a>",
    "<span onclick='pop(1)'>营业执照</span>",
    "<button type=button onclick='pop(1)'>查看营业执照</button>",
    "<div role=button>店铺资质</div>",
    "<img src='/i/z.png' alt='营业执照' width=24 height=24 onclick='pop(1)'>",
    f"<a href='#'>营业执照</a>{SCRIPT}",
    f"<a href='javascript:void(0)'>亮照经营</a>{SCRIPT}",
    f"<span class=link>营业执照</span>{SCRIPT}",
    "<i class='icon-yyzz' onclick='pop(1)'></i>",
    "<a href='javascript:pop(1)' class='licence'></a>",
    "<a href='javascript:pop(1)' title='企业信息'><i></i></a>",
]
TRACES = [
    "<a href='https://pub.example.org/c/7' class=gs></a>",
    "<a href='https://pub.example.org/c/7'><i class='sprite gs'></i></a>",
    "<a href='https://pub.example.org/c/7'><img src='/i/9.png'></a>",
    "<a href='https://pub.example.org/c/7'>电子营业执照</a>",
    "<a href='https://pub.example.org/c/7'><svg viewBox='0 0 9 9'></svg></a>",
    "<img src='/i/gshd.gif' alt='工商红盾'>",
    "<a href='/up/1.jpg'>营业执照</a>",
    "<span class=tip data-img='/up/yyzz.jpg'>资质</span>",
    "<div class=hover data-licence='/up/8.jpg'></div>",
    "<map name=m><area href='https://pub.example.org/c/7' alt='工商亮照'></map>",
]


@pytest.mark.parametrize("foot", [*CONTROLS, *TRACES])
@pytest.mark.parametrize("place", ["every page", "an item page", "an about page"])
def test_a_control_or_a_trace_of_a_licence_proves_nothing(foot: str, place: str) -> None:
    if place == "every page":
        found = walk({}, foot=foot)
    elif place == "an item page":
        found = walk({"/item/1": f"{ITEM}<div class=footer>{foot}</div>"})
    else:
        found = walk({"/about": f"{ABOUT}<div class=footer>{foot}</div>"}, foot="<a href='/about'>关于我们</a>")
    assert state(found) != "not_shown"


@pytest.mark.parametrize(
    "script",
    [
        f"window.__INITIAL_STATE__ = {{shop: {{creditCode: '{CODE}', companyName: '青禾电器有限公司'}}}}",
        f'var shop = {{"licenseNo":"{CODE}"}};',
        'var shop = {"businessLicenseImg":"/up/77.jpg"};',
    ],
)
@pytest.mark.parametrize("path", ["/", "/about"])
def test_a_licence_in_the_pages_data_is_shown(script: str, path: str) -> None:
    pages: Pages = {"/about": ABOUT}
    pages[path] = f"{HOME.format(goods=GOODS) if path == '/' else ABOUT}<script>{script}</script>"
    assert state(walk(pages, foot="<a href='/about'>关于我们</a>", rendered=True)) == "shown"


def test_a_chain_of_pages_is_walked_to_its_end() -> None:
    pages: Pages = {
        "/about": f"{ABOUT}<a href='/about/zz'>证照公示</a>",
        "/about/zz": "<h1>证照公示</h1><a href='/about/zz/2'>查看</a>",
        "/about/zz/2": f"<h1>证照</h1><p>统一社会信用代码：{CODE}</p>",
    }
    assert state(walk(pages, foot="<a href='/about'>关于</a>")) == "shown"
    assert (
        state(walk({**pages, "/about/zz/2": f"<h1>证照</h1>{PICTURE}"}, foot="<a href='/about'>关于</a>"))
        != "not_shown"
    )


NOTHING: dict[str, tuple[Pages, str]] = {
    "no link at all": ({}, ""),
    "an about page of words": ({"/about": ABOUT}, "<a href='/about'>关于我们</a>"),
    "a link that leads nowhere": ({}, "<a href='/licence'>营业执照</a>"),
    "a link to nothing, no script": ({}, "<a href='#'>营业执照</a>"),
    "an empty disclosure": ({"/licence": "<h1>营业执照</h1><p>暂无信息</p>"}, "<a href='/licence'>营业执照</a>"),
    "an ICP number": ({}, "<a href='https://beian.miit.gov.cn/'>江ICP备12345678号</a>"),
    "a police number": (
        {},
        "<a href='https://beian.mps.gov.cn/#/q'><img src='/i/beian.png'>江公网安备99010102000001号</a>",
    ),
    "payment badges": ({}, "<img src='/i/alipay.png'><img src='/i/wxpay.png' alt='微信支付'>"),
    "a logo on the about page": (
        {"/about": f"<div class=header><img src='/i/logo.png'></div>{ABOUT}"},
        "<a href='/about'>关于我们</a>",
    ),
    "a chat and a cart": (
        {},
        f"<a href='javascript:chat()'>在线客服</a><a href='#' onclick='add(1)'>加入购物车</a>{SCRIPT}",
    ),
    "a footer with a drawn ground": ({}, "<div style='background:url(/i/wave.png)'>客服在线时间 9:00-18:00</div>"),
    "a social icon": ({}, "<a href='https://weibo.com/u/1' class='icon-weibo'></a>"),
    "goods whose names speak of permits": (
        {"/": HOME.format(goods=GOODS + "<li><a href='/item/9'>许可证相框 A3</a> ¥19</li>"), "/item/9": ITEM},
        "",
    ),
    "pictures of goods on the about page": (
        {"/about": f"{ABOUT}<ul>{PICTURES}</ul>"},
        "<a href='/about'>关于我们</a>",
    ),
}


@pytest.mark.parametrize(("pages", "foot"), NOTHING.values(), ids=list(NOTHING))
@pytest.mark.parametrize("rendered", [False, True])
def test_a_shop_read_whole_that_shows_nothing_is_not_shown(pages: Pages, foot: str, *, rendered: bool) -> None:
    found = walk(pages, foot=foot, rendered=rendered)
    assert state(found) == "not_shown", found


VALID = "91990000MA0ABCDE19"
"""With the check character of GB 32100-2015."""


@pytest.mark.parametrize(
    "foot",
    [
        f"電子營業執照 統一社會信用代碼：{VALID}",
        f"信用代码/税号：{VALID}",
        f"Business License No. {VALID} Linhe Qinghe Co., Ltd.",
        f"主体代码 {VALID}",
        f"<p>{VALID[:4]} {VALID[4:8]} {VALID[8:12]} {VALID[12:]}</p>",
    ],
)
@pytest.mark.parametrize("page", ["/", "/shop-info"])
def test_a_valid_credit_code_is_shown_under_any_label(foot: str, page: str) -> None:
    if page == "/":
        assert state(walk({}, foot=foot)) == "shown"
    else:
        found = walk(
            {page: f"<h1>商家信息</h1><table><tr><td>{foot}</td></tr></table>"}, foot=f"<a href='{page}'>商家信息</a>"
        )
        assert state(found) == "shown"


@pytest.mark.parametrize(
    "foot",
    [
        f"<span title='统一社会信用代码：{VALID}'>商家认证</span>",
        f'<script type="application/ld+json">{{"@type": "Organization", "taxID": "{VALID}"}}</script>',
        f"<script>var seller = '{VALID}';</script>",
        f"<!-- {VALID} -->",
    ],
)
def test_a_valid_credit_code_that_no_line_shows_leaves_the_shop_undecided(foot: str) -> None:
    assert state(walk({}, foot=foot)) == "not_observable"


def test_a_wordless_icon_drawn_by_a_style_leaves_the_shop_undecided() -> None:
    icon = "<a class='gs' href='javascript:;' style='background:url(/i/gs.png);width:20px;height:20px'></a>"
    assert state(walk({}, foot=icon)) == "not_observable"


def test_a_code_among_the_goods_facts_may_be_the_makers_and_leaves_the_shop_undecided() -> None:
    item = ITEM.replace("</table>", f"<tr><th>厂家税号</th><td>{VALID}</td></tr></table>")
    assert state(walk({"/item/1": item})) == "not_observable"


def test_what_the_page_about_the_shop_links_is_opened_too() -> None:
    pages: Pages = {
        "/about": f"{ABOUT}<a href='/honor'>资质荣誉</a>",
        "/honor": f"<h1>资质荣誉</h1><p>营业执照 {VALID}</p>",
    }
    assert state(walk(pages, foot="<a href='/about'>关于我们</a>")) == "shown"


def test_a_page_about_the_shop_that_nobody_fetched_proves_nothing() -> None:
    raw = RawPage(
        platform="shop.example.cn",
        url=f"{SITE}/",
        captured_at=WHEN,
        sha256="0" * 64,
        fetched="imported",
        rendered=True,
        body=f"<html><body>{HOME.format(goods=GOODS)}<a href='/p/3'>关于本店</a></body></html>".encode(),
    )
    assert state(join_shop([Reader(()).read(raw, "s#1")], [])) == "not_observable"


def test_a_saved_page_about_the_shop_is_read_whole_by_its_own_name() -> None:
    bodies = {"/": f"{HOME.format(goods=GOODS)}<a href='/p/3'>关于本店</a>", "/p/3": f"<h1>关于本店</h1>{PICTURE}"}
    records = [
        Reader(()).read(
            RawPage(
                platform="shop.example.cn",
                url=urljoin(SITE, path),
                captured_at=WHEN,
                sha256="0" * 64,
                fetched="imported",
                rendered=True,
                body=f"<html><body>{body}</body></html>".encode(),
            ),
            "s#1",
        )
        for path, body in bodies.items()
    ]
    assert state(join_shop(records, [])) == "not_observable"
