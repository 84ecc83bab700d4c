"""A marketplace's own licence, linked from the page of every shop, speaks neither for nor against any of them."""

from pathlib import Path

import pytest

from app.stages.generation import newest_complete
from app.stages.history import FINDINGS
from tests.app.saved_shop import HEAD, ROOT, bring_in, item_page, make_data, save_page, shop_page

PLATFORM = f"{ROOT}/platform/yyzz"
LICENCE = f"{HEAD}</head><body><h1>营业执照</h1><p>统一社会信用代码：91990000MA0ABCDE19</p></body></html>"
OWN = f"{HEAD}</head><body><h1>证照信息</h1><p>统一社会信用代码：91990000MA0ABCDF25</p></body></html>"


@pytest.mark.parametrize(
    ("shops", "licensed", "accused"),
    [
        pytest.param(("a", "b", "c", "d"), ("d",), {"a", "b", "c"}, id="one of four shows its own"),
        pytest.param(("a", "b"), (), set(), id="two shops may be of one seller"),
    ],
)
def test_what_most_shops_link_is_the_platforms(
    tmp_path: Path, shops: tuple[str, ...], licensed: tuple[str, ...], accused: set[str]
) -> None:
    data = make_data(tmp_path / "data")
    pages = {"platform": (PLATFORM, LICENCE)}
    for at, shop in enumerate(shops):
        own = f"<a href='{ROOT}/shop/{shop}/licence'>证照信息</a>" if shop in licensed else ""
        pages[f"home-{shop}"] = (
            f"{ROOT}/shop/{shop}",
            shop_page(shop, footer=f"{own}<a href='{PLATFORM}'>营业执照</a>"),
        )
        pages[f"item-{shop}"] = (f"{ROOT}/item/{3000 + at}", item_page(3000 + at, shop=shop))
        if shop in licensed:
            pages[f"own-{shop}"] = (f"{ROOT}/shop/{shop}/licence", OWN)
    folder = bring_in(data, *(save_page(tmp_path / "saved", name, url, page) for name, (url, page) in pages.items()))
    judged = newest_complete(folder.path / "findings")
    assert judged is not None
    found = [row for row in judged.lines(FINDINGS) if row["rule"] == "SELLER_LICENSE_MISSING"]
    keys = {row["shop_key"].rpartition("/")[2] for row in found}
    assert keys == accused
