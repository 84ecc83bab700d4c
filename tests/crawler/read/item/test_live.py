"""Live rooms: who is behind them, and a listing exactly where one item is shown in the room itself."""

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
