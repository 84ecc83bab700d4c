"""Empty shells and cut pages."""

from pathlib import Path

import pytest

from config.errors import SetupError
from crawler.fetch.chromium import find_chromium
from crawler.fetch.complete import ends_whole
from crawler.fetch.shell import is_shell

TEXT = "产品说明文字" * 50


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<body><div id="app"></div><script src="/a.js"></script></body>', True),
        ('<body><div id="root"><p>Loading…</p></div><script>1</script></body>', True),
        ("<body><script>document.write(1)</script></body>", True),
        (
            "<body><noscript>Please enable JavaScript.</noscript><main></main><script></script></body>",
            True,
        ),
        (f"<body><div id=app>{TEXT}</div><script></script></body>", False),
        (
            "<body><h1>{{goods.name}}</h1><p>{{goods.price}}</p><p>{{goods.maker}}</p>"
            + TEXT
            + "<script></script></body>",
            True,
        ),
        ("<body><p>抱歉，该商品已下架</p><script></script></body>", False),
        ("<body><div id=app></div></body>", False),
        ("", False),
    ],
)
def test_which_pages_need_a_browser(text: str, expected: bool) -> None:
    assert is_shell(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<html><body><p>a</p></body></html>\n", True),
        ("<html><body><p>a</p></body>", True),
        ("<!doctype html><p>no html element", True),
        ("<html><body><p>a", False),
        ("<html><body></body></html><scr", False),
        ("<p>3 < 4", True),
        ("<p>a</p><div cla", False),
        ("", True),
    ],
)
def test_which_pages_came_whole(text: str, expected: bool) -> None:
    assert ends_whole(text) is expected


def test_chromium_is_the_one_configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "chromium"
    program.touch(0o755)
    monkeypatch.setenv("CHROMIUM_PATH", str(tmp_path / "missing"))
    assert find_chromium(str(program)) == program
    with pytest.raises(SetupError, match=r"CHROMIUM_PATH：.*missing 不是可执行的程序"):
        find_chromium()
    monkeypatch.delenv("CHROMIUM_PATH")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_chromium() == program


def test_chromium_of_playwright_and_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM_PATH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "browsers"))
    with pytest.raises(SetupError, match="没有找到 Chromium：请安装"):
        find_chromium()
    program = tmp_path / "browsers" / "chromium-1200" / "chrome-linux" / "chrome"
    program.parent.mkdir(parents=True)
    program.touch(0o755)
    assert find_chromium() == program
