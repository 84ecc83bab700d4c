"""One shop has one name: whichever of its pages says it, however its pages are titled."""

import pytest

from crawler.platforms import PlatformDeclaration, UrlPattern
from crawler.read.reader import Reader
from crawler.read.seller.shops import join_shop
from crawler.records import PageKind, SellerDisclosure
from tests.crawler.read.pages import listing_of, raw_page, record_of

SITE = "https://shop.example"


def page(title: str, body: str) -> str:
    return f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'


def said(title: str, body: str, path: str = "/about.html", kind: PageKind | None = "disclosure") -> SellerDisclosure:
    record = record_of(page(title, body), SITE + path, expected_kind=kind)
    found = record.disclosure or record.footer
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("title", "body", "shop"),
    [
        ("关于本店", "<h1>关于本店</h1><p>枕石生活成立于2019年。</p>", None),
        ("联系我们", "<p>电话 0571-00000000</p>", None),
        ("配送与安装", "<h1>配送与安装</h1><p>顺丰包邮。</p>", None),
        ("品牌故事", "<h1>品牌故事</h1>", None),
        ("联系我们-老陈电料行", "<p>电话 0571-00000000</p>", "老陈电料行"),
        ("发货那些事-枕石", "<a href='/'>枕石</a><p>顺丰包邮。</p>", "枕石"),
        ("店铺资质-阿强电工", "<h1>阿强电工 店铺资质</h1>", "阿强电工"),
        ("资质", "<h1>阿强电工 店铺资质</h1>", "阿强电工"),
        ("资质", "<h1>阿强电工店铺资质</h1>", "阿强电工"),
        ("资质", "<h1>阿强电工｜营业执照公示</h1>", "阿强电工"),
        ("公示", "<p>店铺：<a href='/store/5'>阿强电工</a><em>个人店</em></p>", "阿强电工"),
    ],
)
def test_a_page_s_own_title_is_not_the_shop_s_name(title: str, body: str, shop: str | None) -> None:
    assert said(title, body).shop == shop


@pytest.mark.parametrize(
    ("title", "body", "shop"),
    [
        ("枕石", "<h1>枕石</h1>", "枕石"),
        ("首页", "<h1>枕石</h1>", "枕石"),
        ("首页-枕石", "<h1>新品上市</h1>", "枕石"),
        ("厨房电器批发_枕石", "<a href='/'>枕石</a><h1>新品上市</h1>", "枕石"),
        ("欢迎光临枕石", "<p>包邮</p>", "枕石"),
        ("枕石的主页 - 某某商城", "<p>包邮</p>", "枕石"),
    ],
)
def test_a_home_page_names_the_shop(title: str, body: str, shop: str) -> None:
    for kind in ("shop", None):
        assert said(title, body, "/", kind).shop == shop


def test_the_home_page_s_name_stands_before_that_of_a_page_behind_it() -> None:
    home = record_of(page("枕石", "<h1>枕石</h1><a href='/about.html'>走近我们</a>"), f"{SITE}/", expected_kind="shop")
    about = record_of(page("走近我们 - 手作", "<p>2019年</p>"), f"{SITE}/about.html", expected_kind="disclosure")

    for pages in ([home, about], [about, home]):
        joined = join_shop(pages, [])
        assert (joined.shop, joined.readings["shop"].text) == ("枕石", "枕石")


def test_goods_and_shop_bear_one_name() -> None:
    goods = "<h1>青禾 电水壶 QH-17</h1><p>价格 ￥59.00</p><button>立即购买</button>"
    badge = "<div>店铺：<a href='/store/5'>阿强电工</a><em>个人店</em></div>"
    header = "<a href='/'><font size=5>老陈电料</font></a> | <a href='/lianxi.htm'>联系我们</a>"

    assert listing_of(page("青禾 电水壶 QH-17-集市街", badge + goods)).shop == "阿强电工"
    assert listing_of(page("青禾 电水壶 QH-17-老陈电料", header + goods)).shop == "老陈电料"


@pytest.mark.parametrize(("marketplace", "shop"), [(False, "枕石"), (True, None)])
def test_a_declared_site_s_title_is_its_shop_s_name_unless_it_is_a_marketplace(
    marketplace: bool, shop: str | None
) -> None:
    site = PlatformDeclaration(
        name="stones",
        title="枕石",
        hosts=("shop.example",),
        marketplace=marketplace,
        verified_on="未核对",
        patterns=(UrlPattern(kind="disclosure", pattern=r"/contact\.html"),),
    )
    body = page("联系我们-枕石", "<a href='/'>枕石</a><p>电话 0571-00000000</p>")
    record = Reader((site,)).read(raw_page(body, f"{SITE}/contact.html", expected_kind="disclosure"), "page.html")

    assert record.disclosure is not None
    assert record.disclosure.shop == shop
