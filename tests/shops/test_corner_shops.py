"""One sweep of small shops: those that show who sells, or may do so unseen, are not accused; the bare ones are."""

import json
from contextlib import ExitStack
from pathlib import Path

import pytest

from crawler.capture.folder import list_sweeps
from tests.shops.corner_shops import BARE, SILENT, build
from tests.shops.live import opened
from tests.shops.sweeping import goodswatch

pytestmark = pytest.mark.browser
"""Every second look is taken in the browser."""


def test_only_shops_that_show_nothing_are_accused(tmp_path: Path) -> None:
    with ExitStack() as stack:
        names = {stack.enter_context(opened(build(name))).host: name for name in SILENT | BARE}
        shops = json.dumps([f"http://{host}/" for host in names])
        lines = ("[[sweep]]", 'name = "street"', 'title = "street"', 'cron = "0 3 * * *"', "limit_minutes = 30")
        (tmp_path / "sweeps.toml").write_text("\n".join([*lines, f"shops = {shops}"]), encoding="utf-8")
        goodswatch(tmp_path, "sweep", "street")
    found = [json.loads(line) for line in goodswatch(tmp_path, "findings", list_sweeps(tmp_path)[-1].id)]
    accused = sorted((names[row["platform"]], row["rule"], row["looks"]) for row in found)
    assert accused == sorted((name, "SELLER_LICENSE_MISSING", 2) for name in BARE)
