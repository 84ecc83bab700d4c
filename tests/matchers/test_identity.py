"""Identity of items and findings, and what history says about links."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.records import Listing, PageRecord
from matchers.history import History
from matchers.identity import finding_id, host_of, item_key, normalise_url, resolve_platform

AT = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("http://Mall.Example/item/1?b=2&a=1", "https://mall.example/item/1/?a=1&b=2"),
        ("http://mall.example/item?id=1&utm_source=x&spm=a.b", "mall.example/item?id=1"),
        ("http://mall.example:80/x#top", "http://mall.example/x"),
        ("http://mall.example/商品/1", "http://mall.example/%E5%95%86%E5%93%81/1"),
    ],
)
def test_one_page_under_several_addresses(left: str, right: str) -> None:
    assert normalise_url(left) == normalise_url(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("http://mall.example/#!/item/1", "http://mall.example/#!/item/2"),
        ("http://mall.example/item?id=1", "http://mall.example/item?id=2"),
        ("http://mall.example:8080/x", "http://mall.example/x"),
    ],
)
def test_different_pages_stay_different(left: str, right: str) -> None:
    assert normalise_url(left) != normalise_url(right)


def test_item_id_goes_before_the_address() -> None:
    page = PageRecord(source="a", url="http://mall.example/1", platform="mall", kind="item", gate="none")
    assert item_key(page) == "mall.example/1"
    assert item_key(page.model_copy(update={"listing": Listing(item_id="7")})) == "7"
    assert item_key(page.model_copy(update={"url": None})) is None
    assert host_of("http://mall.example:8080/x") == "mall.example:8080"


def test_finding_ids_depend_on_all_parts() -> None:
    parts = [
        ("mall", "1", "R", None), ("mall2", "1", "R", None), ("mall", "2", "R", None), ("mall", "1", "S", None),
        ("mall", "1", "R", ("l", "c")), ("mall", "1", "R", ("l", "d")),
    ]  # fmt: skip
    assert len({finding_id(*part) for part in parts}) == len(parts)


@pytest.mark.parametrize(
    ("text", "name"),
    [("示例商城", "mall"), ("MALL", "mall"), ("示例商城网", "mall"), ("别家", "别家"), (None, None), (" ", None)],
)
def test_platform_cells(text: str | None, name: str | None) -> None:
    assert resolve_platform(text, {"mall": "示例商城"}) == name


def test_history_keeps_the_earliest_moment_in_any_order() -> None:
    history = History()
    history.observe("mall", "1", "s", AT + timedelta(days=1), sweep="b")
    history.observe("mall", "1", "s", AT, sweep="a")
    history.observe("mall", "9", None, AT - timedelta(hours=1), sweep="a")
    assert history.first_seen("mall", "1") == AT
    assert history.first_sweep_began("mall", "1") == AT - timedelta(hours=1)
    assert history.first_seen("mall", "2") is None
    assert history.first_sweep_began("mall", "2") is None
    assert history.shop_covered_before("mall", "s", AT + timedelta(seconds=1))
    assert not history.shop_covered_before("mall", "s", AT)
    assert not history.shop_covered_before("other", "s", AT + timedelta(days=9))
