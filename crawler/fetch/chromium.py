"""Finds the Chromium that pages are rendered with."""

import os
import shutil
from pathlib import Path

from config.errors import SetupError

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
_CACHES = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
_IN_CACHE = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium")


def find_chromium(configured: str | None = None) -> Path:
    """Return Chromium's program: configured, in CHROMIUM_PATH, installed or playwright's own. Raises SetupError."""
    given = configured or os.environ.get("CHROMIUM_PATH")
    if given:
        path = Path(given).expanduser()
        if not (path.is_file() and os.access(path, os.X_OK)):
            raise SetupError(f"CHROMIUM_PATH：{given} 不是可执行的程序")
        return path
    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    return _of_playwright()


def _of_playwright() -> Path:
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    for cache in (named, *_CACHES) if named else _CACHES:
        for pattern in _IN_CACHE:
            if found := sorted(Path(cache).expanduser().glob(pattern)):
                return found[-1]
    raise SetupError(
        "没有找到 Chromium：请安装（Debian：apt-get install chromium fonts-noto-cjk；"
        "或 playwright install chromium），或设置 CHROMIUM_PATH"
    )
