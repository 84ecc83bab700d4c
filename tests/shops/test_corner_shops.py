"""One sweep of small shops: those that show who sells, or may do so unseen, are not accused; the bare ones are."""

from pathlib import Path

import pytest

from app.installation import Installation
from tests.shops import bare_shops, corner_shops
from tests.shops.street import accused

pytestmark = pytest.mark.browser
"""Every second look is taken in the browser."""


def test_only_shops_that_show_nothing_are_accused(tmp_path: Path) -> None:
    found = accused(tmp_path, corner_shops.SILENT | corner_shops.BARE, corner_shops.build)
    assert found == sorted((name, "SELLER_LICENSE_MISSING", 2) for name in corner_shops.BARE)


def test_bare_shops_of_many_designs_are_found_and_what_only_a_person_can_tell_is_a_task(tmp_path: Path) -> None:
    found = accused(tmp_path, bare_shops.BARE | bare_shops.UNSURE, bare_shops.build)
    assert found == sorted((name, "SELLER_LICENSE_MISSING", 2) for name in bare_shops.BARE)
    tasks = [task for task in Installation.open(tmp_path).office.tasks(kind="images") if "店铺公示" in task.reason]
    assert len(tasks) == len(bare_shops.UNSURE)
