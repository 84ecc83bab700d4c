"""The data folder of the sample market: declarations load, lists are taken over, truth is readable, bytes repeat."""

import json
from pathlib import Path

import pytest

from app.samplemarket.demo import lists_to_import, write_demo_data
from app.samplemarket.expected import truth_of
from app.samplemarket.market import Market, build_market, demo_now
from app.samplemarket.truth import TruthDay
from config.clock import fixed_clock
from config.regions.divisions import load_divisions
from crawler.addresses import locate
from crawler.platforms import load_platforms
from matchers.lists.declaration import load_declarations
from matchers.lists.importer import import_list

ADDRESSES = {"qiandu": ("127.0.0.5", 40404)}


@pytest.fixture(scope="module")
def market() -> Market:
    return build_market(1, full=False)


def test_declarations_know_every_item_and_shop(market: Market, tmp_path: Path) -> None:
    write_demo_data(tmp_path, market, ADDRESSES)
    platforms = load_platforms(tmp_path / "platforms")
    assert len(platforms) == 6
    assert [platform.name for platform in platforms if platform.marketplace] == ["lanbo", "qiandu"]
    for subject in truth_of(market.day(0), ADDRESSES).subjects:
        declaration = next(platform for platform in platforms if platform.owns(subject.url))
        place = locate(subject.url, declaration)
        assert (place.kind, place.url, place.item_id) == (subject.kind, subject.url, subject.item_id)


def test_lists_are_taken_over_whole(market: Market, tmp_path: Path) -> None:
    write_demo_data(tmp_path, market, ADDRESSES)
    declared = {declaration.id: declaration for declaration in load_declarations()}
    statuses = {}
    for day in (0, 7):
        for name, path in lists_to_import(tmp_path, day):
            version = import_list(path, declared[name], tmp_path, fixed_clock(demo_now(day)))
            assert version.rejected == 0
            assert version.unknown_columns == ()
            statuses[name, day] = {row.status for row in version.kept_rows()}
    assert statuses["unqualified", 0] == {"active", "fake_suspected", "objection", "withdrawn"}
    assert statuses["delisted", 0] == {"active", "withdrawn"}
    assert lists_to_import(tmp_path)[1][1].name == "unqualified.xlsx"


def test_the_divisions_replace_the_shipped_ones(market: Market, tmp_path: Path) -> None:
    write_demo_data(tmp_path, market, ADDRESSES)
    divisions = load_divisions(tmp_path / "divisions.csv")
    for shop in market.shops.values():
        by_code = divisions.of_code(shop.code[:6] if len(shop.code) == 15 else shop.code[2:8])
        by_address = divisions.of_address(shop.address)
        assert by_code is not None
        assert by_address is not None
        assert by_code == by_address


def test_the_folder_is_the_same_bytes_every_time(market: Market, tmp_path: Path) -> None:
    files = []
    for name in ("one", "two"):
        write_demo_data(tmp_path / name, build_market(1, full=False), ADDRESSES, day=1)
        root = tmp_path / name
        files.append({path.relative_to(root): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()})
    assert files[0] == files[1]


def test_the_mark_and_the_truth_can_be_read_back(market: Market, tmp_path: Path) -> None:
    write_demo_data(tmp_path, market, ADDRESSES, day=7)
    mark = json.loads((tmp_path / "demo.json").read_text(encoding="utf-8"))
    assert mark == {"seed": 1, "full": False, "day": 7, "now": "2026-12-09T02:00:00+08:00"}
    truth = TruthDay.model_validate_json((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert truth == truth_of(market.day(7), ADDRESSES)
