"""Pages of many shops with planted gaps and planted obstacles: what is called not shown is never on the page."""

import hashlib
from typing import Any

import pytest

from crawler.read.reader import Reader
from crawler.records import Fragment, RawPage
from tests.crawler.read.obstacles import FACTS, FIELDS, GAPS, LAYOUTS, OBSTACLES, SHOWN, page_of

URL = "https://shop.example.cn/goods/100123.html"
JUDGED = tuple(FIELDS.values())


def states(html: str, **options: Any) -> dict[str, tuple[str, str | None]]:
    body = html.encode()
    raw = RawPage(
        platform=None,
        url=URL,
        captured_at=None,
        sha256=hashlib.sha256(body).hexdigest(),
        body=body,
        content_type="text/html; charset=utf-8",
        fetched="http",
        **options,
    )
    record = Reader(()).read(raw, "page.html")
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
