"""Who is behind a live room reaches the goods it sells: their row in the draw, their listing, their findings."""

from typing import Any

import pytest

from app.installation import Installation
from app.stages.documents import Documents
from app.stages.frame import build_frame
from app.stages.history import lives
from app.stages.rooms import Rooms, roles_in_words
from crawler.records import Listing, LiveRoles, LiveRoom, PageRecord
from tests.app.saved_shop import HEAD, ROOT, WHOLE, bring_in, item_page, make_data, save_pages

STAGE = "<h1>小禾的直播间</h1><div>直播中 1.2万人观看</div>"
ROLES = "<p>直播间运营者：青禾传媒有限公司</p><p>主播：小禾</p><p>服务机构：青禾文化有限公司</p>"
CARD = f"<a href='{ROOT}/item/1003?room=7&amp;from=live'>岚芽充电宝</a><em>直播价 ¥89</em>"
GUESS = f"<section><h3>猜你喜欢</h3><ul><li><a href='{ROOT}/item/1001'>岚芽充电宝</a> ¥89</li></ul></section>"
ROOM = f"{HEAD}<title>小禾的直播间</title></head><body>{STAGE}{ROLES}<div class=bag>{CARD}</div>{GUESS}</body></html>"
WORDS = "直播间运营者：青禾传媒有限公司；直播营销人员：小禾；服务机构：青禾文化有限公司"
PAGES = {
    "room": (f"{ROOT}/live/7", ROOM),
    "item-1001": (f"{ROOT}/item/1001", item_page(1001, attributes={**WHOLE, "型号": "LY-300"})),
    "item-1003": (f"{ROOT}/item/1003", item_page(1003, without=["CCC证书编号"])),
}


@pytest.fixture(scope="module")
def sold(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation that saw a room, the one item its card leads to, and an item it only recommends."""
    folder = tmp_path_factory.mktemp("rooms")
    data = make_data(folder / "data")
    bring_in(data, save_pages(folder / "saved", PAGES))
    return Installation.open(data)


def test_the_row_of_a_draw_names_who_sells_the_goods_live(sold: Installation) -> None:
    frame, _ = build_frame(sold, sold.clock(), {})
    assert {row.item_id: row.live_roles for row in frame} == {"1003": WORDS, "1001": None}


def test_finding_and_listing_name_them_too(sold: Installation) -> None:
    documents = Documents(sold)
    found = [document for _, document in documents.findings(lives(sold))]
    assert [(one["rule"], one["live_roles"]) for one in found if one["item_id"] == "1003"] == [
        ("CCC_NO_MISSING", WORDS)
    ]
    listed = {document["item_id"]: document.get("live_roles") for _, document in documents.listings()}
    assert listed == {"1003": WORDS, "1001": None}


def room(roles: dict[str, str], *numbers: int) -> PageRecord:
    links = tuple(f"http://shop.example/item/{number}" for number in numbers)
    return record("live_room", "/live/1", room=LiveRoom(roles=LiveRoles.model_validate(roles), links=links))


def record(kind: str, path: str, **more: Any) -> PageRecord:
    url = f"http://shop.example{path}"
    return PageRecord.model_validate(
        {"source": "s#1", "url": url, "platform": "shop.example", "kind": kind, "gate": "none", **more}
    )


def words(own: dict[str, str] | None, *rooms: PageRecord) -> str | None:
    known = Rooms(())
    for page in rooms:
        known.learn(page)
    roles = LiveRoles.model_validate(own) if own is not None else None
    return roles_in_words(known.roles_of(record("item", "/item/5", listing=Listing(item_id="5", live_roles=roles))))


@pytest.mark.parametrize(
    ("own", "rooms", "expected"),
    [
        pytest.param(None, [room({"marketer": "小禾"}, 4, 6)], None, id="a room that sells others"),
        pytest.param({"marketer": "小禾"}, [], "直播营销人员：小禾", id="its own page alone"),
        pytest.param(
            {"marketer": "小禾"},
            [room({"room_operator": "甲公司", "marketer": "小禾"}, 5)],
            "直播间运营者：甲公司；直播营销人员：小禾",
            id="its own page filled up from its room",
        ),
        pytest.param(
            {"room_operator": "甲公司"},
            [room({"room_operator": "乙公司", "agency": "丙公司"}, 5)],
            "直播间运营者：甲公司 / 直播间运营者：乙公司；服务机构：丙公司",
            id="another room is never mixed with its own",
        ),
        pytest.param(
            None,
            [room({"marketer": "小禾"}, 5), room({"marketer": "小禾"}, 5), room({"marketer": "小岚"}, 5)],
            "直播营销人员：小禾 / 直播营销人员：小岚",
            id="two rooms, one seen twice",
        ),
    ],
)
def test_rooms_and_the_items_own_page_are_put_together(
    own: dict[str, str] | None, rooms: list[PageRecord], expected: str | None
) -> None:
    assert words(own, *rooms) == expected
