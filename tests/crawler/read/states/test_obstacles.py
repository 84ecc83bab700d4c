"""Pages of many shops with planted gaps and planted obstacles: what is called not shown is never on the page."""

from typing import Any

import pytest

from crawler.records import Fragment
from tests.crawler.read.pages import record_of
from tests.crawler.read.states.obstacles import FACTS, FIELDS, GAPS, LAYOUTS, OBSTACLES, SHOWN, page_of

URL = "https://shop.example.cn/goods/100123.html"
JUDGED = tuple(FIELDS.values())


def states(html: str, **options: Any) -> dict[str, tuple[str, str | None]]:
    record = record_of(html, URL, **({"fetched": "http"} | options))
    if record.listing is None:
        return dict.fromkeys(JUDGED, ("not_observable", record.kind))
    readings = record.listing.readings
    return {field: (readings[field].state, readings[field].cause) for field in JUDGED}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_whole_page_shows_everything(layout: str) -> None:
    found = states(page_of(layout))
    assert {field: state for field, (state, _) in found.items() if state != "shown"} == {}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("gap", [*FACTS, *GAPS])
def test_a_gap_a_person_can_see_is_not_shown(layout: str, gap: str) -> None:
    missing = GAPS.get(gap, (gap,))
    found = states(page_of(layout, without=missing))
    for fact, field in FIELDS.items():
        assert found[field][0] == ("not_shown" if fact in missing else "shown"), field


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("obstacle", OBSTACLES)
def test_behind_an_obstacle_nothing_is_called_not_shown(layout: str, obstacle: str) -> None:
    planted = OBSTACLES[obstacle]
    html = page_of(layout, without=tuple(FIELDS), extra=planted.extra, tail=planted.tail, cut=planted.cut)
    found = states(html, **planted.options)
    assert {field for field, (state, _) in found.items() if state == "not_shown"} <= set(planted.proof)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("way", SHOWN)
def test_a_value_in_another_way_is_shown(layout: str, way: str) -> None:
    planted = SHOWN[way]
    fragments = tuple(
        Fragment(url=url, kind="frame", content_type="text/html", body=body.encode()) for url, body in planted.fragments
    )
    html = page_of(layout, without=planted.facts, extra=planted.extra, title=planted.title, tail=planted.tail)
    found = states(html, fragments=fragments)
    for fact in planted.facts:
        assert found[FIELDS[fact]][0] == "shown", fact


KEPT = {
    "film of the gallery": "<div class='gallery'><video src='/v/1.mp4'></video></div>",
    "button that opens what is there": "<button aria-controls='all'>查看全部参数</button><div id='all'>三孔位</div>",
    "link down the page": "<a href='#all'>查看全部参数</a><div id='all'>三孔位</div>",
    "counter for want of scripts": "<noscript><img src='https://count.example.com/c.gif?id=1'></noscript>",
    "help for buyers": "<h3>购物指南</h3><p>配送说明：48小时发货</p><p>发票：电子发票</p>",
}


@pytest.mark.parametrize("kept", KEPT)
def test_what_hides_nothing_leaves_a_gap_a_gap(kept: str) -> None:
    found = states(page_of("table", without=tuple(FIELDS), extra=KEPT[kept]))
    assert {state for state, _ in found.values()} == {"not_shown"}


def test_help_for_buyers_does_not_show_that_the_facts_were_found() -> None:
    page = (
        "<html lang='zh'><head><title>青禾移动电源</title></head><body><h1>青禾移动电源 便携</h1>"
        "<p class='price'>¥39.00</p><button>加入购物车</button><h3>商品详情</h3><div><p>小巧便携。</p></div>"
        "<div class='help'><h3>购物指南</h3><p>配送说明：48小时发货</p><p>发票：电子发票</p><p>服务热线：400</p></div>"
        "</body></html>"
    )
    assert {state for state, _ in states(page).values()} == {"not_observable"}
