"""A live room's own links, and who is behind it."""

import pytest

from crawler.read.dom.document import Document
from crawler.read.item.rooms import each_by_itself, read_room
from crawler.records import LiveRoles, LiveRoom
from tests.crawler.read.pages import raw_page

ROLES = "<p>直播间运营者：青禾传媒有限公司</p>"
CARD = "<div class=it><a href='/item/{0}?room=7'>青禾插座 {0} 位</a></div>"


def read(body: str) -> LiveRoom | None:
    return read_room(Document.of(raw_page(f"<html><body>{body}</body></html>", "http://shop.example/live/7")))


def numbers(body: str) -> list[str]:
    found = read(body)
    return [link.partition("/item/")[2].partition("?")[0] for link in found.links] if found else []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (CARD.format(1) + CARD.format(2), ["1", "2"]),
        (f"<h3>小黄车</h3>{CARD.format(1)}<h3>猜你喜欢</h3>{CARD.format(2)}", ["1"]),
        (f"<div><div><h3>猜你喜欢</h3></div><ul><li>{CARD.format(2)}</ul></div><div>{CARD.format(1)}</div>", ["1"]),
        (f"<h3>猜你喜欢</h3>{CARD.format(2)}<h3>小黄车</h3>{CARD.format(1)}", ["1"]),
        (f"<div class='recommend-list'><p>{CARD.format(2)}</p></div>{CARD.format(1)}", ["1"]),
        ("<a href='/cart/add/3'>加入购物车</a><a href='javascript:void(0)'>x</a>" + CARD.format(1), ["1"]),
    ],
)
def test_only_what_the_room_shows_as_its_own_is_linked(body: str, expected: list[str]) -> None:
    assert numbers(ROLES + body) == expected


def test_a_room_says_who_is_behind_it() -> None:
    found = read(ROLES)
    assert found is not None
    assert found.roles is not None
    assert found.roles.room_operator == "青禾传媒有限公司"


def test_a_page_that_tells_nothing_is_no_room() -> None:
    assert read("<p>今晚八点开播</p>") is None


def test_roles_written_into_one_line_are_told_apart() -> None:
    line = "<div><span>直播间运营者：<a>甲公司</a></span><span>主播：小禾</span><span>服务机构：乙公司</span></div>"
    found = read(f"{line}<footer>平台经营者：丙公司　示ICP备00000005号</footer>")
    assert found is not None
    assert found.roles == LiveRoles(
        platform_operator="丙公司", room_operator="甲公司", marketer="小禾", agency="乙公司"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲公司", "甲公司"),
        ("甲公司主播：小禾服务机构：乙公司", "甲公司"),
        ("甲公司 | 直播营销人员：小禾", "甲公司"),
        ("鲸**主播：鲸鲸", "鲸**"),
        ("丙公司直播间运营者：甲公司直播营", "丙公司"),
        ("丙公司 京ICP备00000005号", "丙公司"),
        ("电话：0571-0000", "电话：0571-0000"),
        ("主播：小禾", None),
    ],
)
def test_a_name_ends_where_the_next_role_begins(text: str, expected: str | None) -> None:
    assert each_by_itself(LiveRoles(room_operator=text)) == LiveRoles(room_operator=expected)
