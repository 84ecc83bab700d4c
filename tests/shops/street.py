"""Sweeps a street of small shops at once and says who of them is accused of what."""

import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

from crawler.capture.folder import list_sweeps
from tests.shops.live import Shop, opened
from tests.shops.sweeping import goodswatch

_SWEEP = """[[sweep]]
name = "street"
title = "street"
cron = "0 3 * * *"
limit_minutes = 30
"""


def accused(data: Path, shops: Iterable[str], build: Callable[[str], Shop]) -> list[tuple[str, str, int]]:
    """Return name, rule and looks of every finding of one sweep of all the shops."""
    with ExitStack() as stack:
        names = {stack.enter_context(opened(build(name))).host: name for name in shops}
        places = json.dumps([f"http://{host}/" for host in names])
        (data / "sweeps.toml").write_text(f"{_SWEEP}shops = {places}", encoding="utf-8")
        goodswatch(data, "sweep", "street")
    found = [json.loads(line) for line in goodswatch(data, "findings", list_sweeps(data)[-1].id)]
    return sorted((names[row["platform"]], row["rule"], row["looks"]) for row in found)
