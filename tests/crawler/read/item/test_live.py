"""Live rooms: who is behind them, and a listing exactly where a room has one main item."""

import pytest

from crawler.read.reader import Reader
from crawler.records import PageRecord, RawPage

ROLES = "<p>直播间运营者：青禾传媒有限公司</p><p>直播营销人员：小禾</p><p>直播营销人员服务机构：青禾文化有限公司</p>"
ROWS = "<tr><th>品牌</th><td>青禾</td></tr><tr><th>型号</th><td>QH-2</td></tr>"
TABLE = f"<h3>商品参数</h3><table class=params>{ROWS}</table>"
MAIN = f"<h2>青禾电暖器 2000W 家用</h2><p class=price>直播价 ¥99</p><button>立即抢购</button>{TABLE}"
STAGE = "<h1>小禾的直播间</h1><div class=live>直播中 1.2万人观看</div>"
CARDS = "".join(f"<li><a href='/item/{n}'>青禾插座 {n} 位</a><em>直播价 ¥{n}9</em></li>" for n in (1, 2, 3))


def read(body: str, path: str = "/live/7") -> PageRecord:
    raw = RawPage(
        platform=None, url=f"http://shop.example{path}", captured_at=None, sha256="0" * 64, fetched="imported",
        body=f"<html><head><title>小禾的直播间</title></head><body>{body}</body></html>".encode(),
    )  # fmt: skip
    return Reader(()).read(raw, "x")


def test_a_room_with_one_main_item_gives_its_listing() -> None:
    record = read(STAGE + ROLES + MAIN)
    assert record.kind == "live_room"
    assert record.listing is not None
    assert (record.listing.title, str(record.listing.price)) == ("青禾电暖器 2000W 家用", "99")
    assert ("型号", "QH-2") in record.listing.attributes
    assert record.listing.readings["maker"].state == "not_observable"
    assert record.listing.live_roles is not None
    roles = record.listing.live_roles
    assert (roles.room_operator, roles.marketer, roles.agency) == ("青禾传媒有限公司", "小禾", "青禾文化有限公司")


@pytest.mark.parametrize(
    "body",
    [ROLES, f"<ul>{CARDS}</ul>", "<h2>电暖器 2000W</h2><p>直播价 ¥99</p>" * 3, "<h2>今晚八点开播</h2>"],
)
def test_a_room_without_one_main_item_gives_no_listing(body: str) -> None:
    record = read(STAGE + body)
    assert (record.kind, record.listing) == ("live_room", None)


def card(number: int, inside: str = "") -> str:
    return (
        f"<div class=it>{inside}<img src=/p/{number}.jpg><div>"
        f"<a href='/item/{number}4001?room=7'>青禾插座 {number} 位</a><br>"
        f"<em>直播价 ¥{number}9</em><del>¥{number}99</del></div></div>"
    )


BAG = f"<h3>更多商品</h3>{card(2)}{card(3)}{card(4)}{card(5)}"


@pytest.mark.parametrize(
    "body",
    [
        f"<div class=bag><h3>购物袋</h3>{card(1)}</div>",
        f"<div class=bag><h3>购物袋（1）</h3>{card(1)}</div>",
        f"<div class=bag>{card(1, '<span>讲解中</span>')}{BAG}</div>",
        f"<div class=bag>{BAG}{card(1, '<i>🔥</i><span>正在讲解 ▶</span>')}</div>",
        f"<h3>当前商品</h3>{card(1)}{BAG}",
        f"<div class=now><h3>正在讲解：</h3>{card(1)}</div><div class=bag>{BAG}</div>",
        f"<ul><li>{card(2)}</li><li>{card(3)}</li><li><b>讲解中</b>{card(1)}</li><li>{card(4)}</li></ul>",
    ],
)
def test_the_only_goods_of_a_room_or_those_explained_now_are_its_item(body: str) -> None:
    listing = read(STAGE + ROLES + body).listing
    assert listing is not None
    assert (listing.title, str(listing.price), str(listing.list_price)) == ("青禾插座 1 位", "19", "199")
    assert (listing.currency, listing.item_id) == ("CNY", "14001")
    assert listing.images == ("http://shop.example/p/1.jpg",)
    assert listing.live_roles is not None


@pytest.mark.parametrize(
    "body",
    [
        f"<div class=bag>{card(1)}{card(2)}</div>",
        f"<div class=bag>{card(1, '<b>讲解中</b>')}{card(2, '<b>讲解中</b>')}{card(3)}</div>",
        f"<div class=bag>{card(1, '<b>看讲解</b>')}{card(2, '<b>看讲解</b>')}</div>",
        f"<div class=bag><h3>小黄车（12）</h3>{card(1)}</div>",
        "<div class=gift>送礼物 ¥10</div>",
    ],
)
def test_of_several_equal_goods_none_is_the_rooms_item(body: str) -> None:
    record = read(STAGE + ROLES + body)
    assert (record.kind, record.listing) == ("live_room", None)


def test_a_room_accuses_nobody_of_what_only_the_goods_own_page_shows() -> None:
    rows = "<table><tr><th>型号</th><td>QH-1</td></tr><tr><th>颜色</th><td>白色</td></tr></table>"
    listing = read(f"{STAGE}{ROLES}<div class=now><h3>正在讲解</h3>{card(1)}{rows}</div>{BAG}").listing
    assert listing is not None
    assert (listing.title, listing.models) == ("青禾插座 1 位", ("QH-1",))
    assert {name for name, reading in listing.readings.items() if reading.state == "not_shown"} == set()
    assert listing.readings["maker"].state == "not_observable"


def test_goods_beside_the_explained_ones_say_nothing_of_them() -> None:
    other = "<div class=it><a href=/item/9>青禾电热毯</a><em>¥59</em><p>型号：QH-9</p><p>品牌：青禾</p></div>"
    listing = read(f"{STAGE}<div class=now><b>讲解中</b>{card(1)}</div>{other}").listing
    assert listing is not None
    assert (listing.title, listing.models, listing.brand) == ("青禾插座 1 位", (), None)


def test_a_page_headed_with_a_rooms_name_is_a_room_and_its_goods_the_item() -> None:
    goods = "<img src=/1.jpg><p class=name>青禾电暖器 2000W</p><p class=price>¥99</p><button>去抢购</button>"
    record = read(f"<h1>小禾的直播间</h1><div class=goods>{goods}</div>{ROLES}", "/room/88")
    assert record.kind == "live_room"
    assert record.listing is not None
    assert (record.listing.title, str(record.listing.price), record.listing.item_id) == ("青禾电暖器 2000W", "99", None)


def test_a_name_without_markup_of_its_own_is_read_beside_its_price() -> None:
    rows = "<ul><li>型号：QH-9</li><li>生产企业：青禾电器有限公司</li></ul>"
    box = (
        f"<b>讲解中</b><p class=t>青禾家用报警器QH-9</p><p>已售300件</p><p>直播价 ¥69</p><button>去抢购</button>{rows}"
    )
    listing = read(f"<span>1234人正在观看</span><div class=explaining>{box}</div>{ROLES}{BAG}").listing
    assert listing is not None
    assert (listing.title, str(listing.price), listing.models) == ("青禾家用报警器QH-9", "69", ("QH-9",))
    assert listing.maker == "青禾电器有限公司"


def test_the_roles_below_an_item_are_read() -> None:
    body = f"<h1>青禾电暖器 2000W</h1><p class=price>¥99</p><button>立即购买</button>{TABLE}"
    record = read(f"{body}<div><span>主播：小禾</span></div>", "/item/7")
    assert record.listing is not None
    assert record.listing.live_roles is not None
    assert record.listing.live_roles.marketer == "小禾"


def test_an_item_without_roles_has_none() -> None:
    record = read("<h1>青禾电暖器 2000W</h1><p class=price>¥99</p><button>立即购买</button>", "/item/7")
    assert record.listing is not None
    assert record.listing.live_roles is None
