"""Addresses that are none, wherever people write them: one line naming file and field, and nothing is begun."""

from pathlib import Path

import pytest

from tests.app.conftest import Run

DECLARED = """name = "x"
title = "x"
hosts = ["127.0.0.1:8090"]
verified_on = "made for a test"
{more}
"""
ENTRY = '[[entries]]\nurl = "{url}"\nkind = "list"'


def sweeps(data: Path) -> list[Path]:
    return sorted((data / "sweeps").glob("*"))


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (ENTRY.format(url="notaurl"), "entries.1.url："),
        (ENTRY.format(url=""), "entries.1.url："),
        (ENTRY.format(url="ftp://127.0.0.1:8090/"), "entries.1.url："),
        (ENTRY.format(url="http://127.0.0.1:8O90/"), "entries.1.url："),
        (ENTRY.format(url="http://127.0.0.1:8090/a b"), "entries.1.url："),
        (ENTRY.format(url="http://[bad/"), "entries.1.url："),
        (ENTRY.format(url="http://elsewhere.example.cn/"), "entries.1.url：http://elsewhere.example.cn/ 不在 hosts"),
        ('[search]\nurl = "/search?q={keyword}"', "search.url："),
        ('[search]\nurl = "http://127.0.0.1:8090/search"', "search.url："),
        ('[[patterns]]\nkind = "item"\npattern = "x"\ncanonical = "item/{item}"', "patterns.1.canonical："),
        ('[paging]\npattern = "("', "paging.pattern："),
        ("[politeness]\ndelay_seconds = -1", "politeness.delay_seconds："),
        ('[selectors]\nfields = {nofield = "h1"}', "selectors.fields："),
    ],
)
def test_a_declaration_is_refused_before_anything_is_begun(data: Path, run: Run, more: str, named: str) -> None:
    place = data / "platforms" / "x" / "platform.toml"
    place.parent.mkdir(parents=True)
    place.write_text(DECLARED.format(more=more), encoding="utf-8")
    before = sweeps(data)
    ended = run("--data", data, "sweep", "x")
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert f"{place}：{named}" in ended.err
    assert sweeps(data) == before


def test_a_wrong_chromium_is_named_before_anything_is_begun(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sweeps(data)
    monkeypatch.setenv("CHROMIUM_PATH", "/nonexistent/chromium")
    ended = run("--data", data, "sweep", "http://127.0.0.1:1/")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "错误：CHROMIUM_PATH：/nonexistent/chromium 不是可执行的程序\n"
    assert sweeps(data) == before


@pytest.mark.parametrize("host", ["http://127.0.0.1:8090", "127.0.0.1:8O90", "127.0.0.1/x", ""])
def test_a_wrong_host_is_named(data: Path, run: Run, host: str) -> None:
    place = data / "platforms" / "x" / "platform.toml"
    place.parent.mkdir(parents=True)
    place.write_text(DECLARED.format(more="").replace("127.0.0.1:8090", host), encoding="utf-8")
    ended = run("--data", data, "sweep", "x")
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert f"{place}：hosts：" in ended.err


@pytest.mark.parametrize("url", ["http://[bad/", "http://127.0.0.1:99999/", "ftp://127.0.0.1/", "http:// 127.0.0.1/"])
def test_a_wrong_shop_is_refused_on_the_command_line_and_in_sweeps_toml(data: Path, run: Run, url: str) -> None:
    before = sweeps(data)
    typed = run("--data", data, "sweep", url)
    (data / "sweeps.toml").write_text(f'[[sweep]]\nname = "a"\nshops = ["{url}"]', encoding="utf-8")
    declared = run("--data", data, "sweep", "a")
    for ended, named in ((typed, "sweep：NAME："), (declared, f"{data / 'sweeps.toml'}：sweep.1.shops：")):
        assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
        assert named in ended.err
        assert url in ended.err
    assert sweeps(data) == before
