"""Sweeps that see nothing: hosts out of reach, and platforms that only people may look at. Neither passes for done."""

from pathlib import Path

import pytest

from app.installation import Installation
from tests.app.conftest import Run

CLOSED = "http://127.0.0.1:1/"
REASON = "该平台不得自动采集，请人工保存页面后导入"
BY_HAND = """name = "guarded"
title = "只能人工"
hosts = ["mall.guarded.example"]
access = "import"
verified_on = "made for a test"
{more}
"""
ENTRY = '[[entries]]\nurl = "https://mall.guarded.example/shop/9"\nkind = "shop"'
SEARCH = '[search]\nurl = "https://mall.guarded.example/s?q={keyword}"\nkeywords = ["灯", "插座"]'


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An empty data folder with the real clock: nothing of a demo."""
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


def declare(data: Path, more: str = "") -> None:
    place = data / "platforms" / "guarded" / "platform.toml"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(BY_HAND.replace("{more}", more), encoding="utf-8")


def tasks(data: Path) -> dict[str, str]:
    found = Installation.open(data).office.tasks(kind="evidence")
    return {task.url: task.reason for task in found if task.platform == "guarded"}


def folders(data: Path) -> set[str]:
    return {path.name for path in (data / "sweeps").glob("*") if path.is_dir()}


def test_a_shop_out_of_reach_is_said_and_not_published(data: Path, run: Run) -> None:
    before = folders(data)
    ended = run("--data", data, "sweep", CLOSED)
    assert ended.code == 2
    assert "robots 拒绝 0 + 失败 1" in ended.err
    assert "失败 1：无法连接：连接被拒绝 1" in ended.err
    assert "127.0.0.1:1 无法连接：连接被拒绝（1 个网址）" in ended.err
    assert "Traceback" not in ended.err
    (new,) = folders(data) - before
    assert f"错误：{new}：一个页面也没有取到" in ended.err.splitlines()[-1]
    assert not (data / "sweeps" / new / "summary.json").exists()
    assert run("--data", data, "publish", new).code == 2


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        (ENTRY, {"https://mall.guarded.example/shop/9": REASON}),
        (
            SEARCH,
            {
                "https://mall.guarded.example/s?q=%E7%81%AF": f"{REASON}，搜索：灯",
                "https://mall.guarded.example/s?q=%E6%8F%92%E5%BA%A7": f"{REASON}，搜索：插座",
            },
        ),
        ("", {"https://mall.guarded.example/": REASON}),
    ],
)
def test_a_platform_for_people_gives_tasks_and_no_sweep(
    data: Path, run: Run, more: str, wanted: dict[str, str]
) -> None:
    declare(data, more)
    before = folders(data)
    ended = run("--data", data, "sweep", "guarded")
    assert (ended.code, ended.out, ended.err.count("\n")) == (0, "", 1)
    assert f"guarded 不得自动采集（access = import），{len(wanted)} 处列为待人工取证，没有采集" in ended.err
    assert tasks(data) == wanted
    assert folders(data) == before


def test_a_declared_sweep_of_such_platforms_and_shops_gives_tasks_and_no_sweep(data: Path, run: Run) -> None:
    declare(data)
    (data / "sweeps.toml").write_text(
        '[[sweep]]\nname = "night"\nplatforms = ["guarded"]\nkeywords = ["充电宝"]\n'
        'shops = ["https://mall.guarded.example/shop/7"]',
        encoding="utf-8",
    )
    before = folders(data)
    ended = run("--data", data, "sweep", "night")
    assert (ended.code, ended.err.count("\n")) == (0, 1)
    assert tasks(data) == {
        "https://mall.guarded.example/": f"{REASON}，搜索：充电宝",
        "https://mall.guarded.example/shop/7": REASON,
    }
    assert folders(data) == before


def test_a_platform_with_nothing_to_begin_at_is_refused(data: Path, run: Run) -> None:
    declare(data)
    place = data / "platforms" / "guarded" / "platform.toml"
    place.write_text(place.read_text(encoding="utf-8").replace('access = "import"', ""), encoding="utf-8")
    before = folders(data)
    ended = run("--data", data, "sweep", "guarded")
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "平台 guarded：entries 与 search 都没有可采集的网址或关键词" in ended.err
    assert folders(data) == before
