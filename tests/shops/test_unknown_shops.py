"""Whole shops nobody has seen before, swept by the command line: found whole, judged rightly."""

from pathlib import Path

import pytest

from tests.shops.live import opened
from tests.shops.sweeping import differences, sweep
from tests.shops.town import TOWN

pytestmark = pytest.mark.browser
"""Every second look is taken in the browser."""


@pytest.mark.parametrize(("name", "declared"), [("basket", True), ("mall", False), ("history", False)])
def test_a_shop_is_swept_to_its_truth(name: str, declared: bool, tmp_path: Path) -> None:
    with opened(TOWN[name]()) as running:
        assert differences(sweep(running, tmp_path, declared=declared)) == []
