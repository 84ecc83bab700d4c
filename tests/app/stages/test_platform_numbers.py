"""A licence that most shops of a marketplace show alike proves nothing for any of them, and accuses none."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from app.installation import Installation
from app.stages.generation import newest_complete
from app.stages.history import FINDINGS
from app.stages.offers import shop_rows
from crawler.records import SellerDisclosure
from tests.app.saved_shop import HEAD, ROOT, bring_in, item_page, make_data, save_page, shop_page

PLATFORM = "91990000MA0ABCDE19"
OWN = ("91990000MA0ABCDF25", "91990000MA0ABCDG31", "91990000MA0ABCDH48")
FOOTER = f"<p>©禾穗网络科技有限公司 版权所有</p><p>统一社会信用代码：{PLATFORM}</p>"


class Seen(NamedTuple):
    """What a sweep of the marketplace came to, by shop."""

    accused: set[str]
    told: dict[str, SellerDisclosure]
    reasons: dict[str, str]


def sweep(folder: Path, footers: Mapping[str, str], licences: Mapping[str, str] | None = None) -> Seen:
    """Import a home page with that footer, an item and maybe a licence page of each shop."""
    data = make_data(folder / "data")
    pages: dict[str, tuple[str, str]] = {}
    for at, (shop, footer) in enumerate(footers.items()):
        number = (licences or {}).get(shop)
        link = f"<a href='{ROOT}/shop/{shop}/licence'>证照信息</a>" if number else ""
        pages[f"home-{shop}"] = (f"{ROOT}/shop/{shop}", shop_page(shop, footer=link + footer))
        pages[f"item-{shop}"] = (f"{ROOT}/item/{3000 + at}", item_page(3000 + at, shop=shop))
        if number:
            said = f"{HEAD}</head><body><h1>证照信息</h1><p>统一社会信用代码：{number}</p>{footer}</body></html>"
            pages[f"licence-{shop}"] = (f"{ROOT}/shop/{shop}/licence", said)
    swept = bring_in(data, *(save_page(folder / "saved", name, url, page) for name, (url, page) in pages.items()))
    judged = newest_complete(swept.path / "findings")
    assert judged is not None
    found = [row for row in judged.lines(FINDINGS) if row["rule"] == "SELLER_LICENSE_MISSING"]
    return Seen(
        accused={_name(row["shop_key"]) for row in found},
        told={_name(row.shop_key): row.disclosure for row in shop_rows(judged)},
        reasons={_name(task.url): task.reason for task in Installation.open(data).office.tasks(kind="evidence")},
    )


def _name(url: str) -> str:
    return url.partition("/shop/")[2].partition("/")[0]


def state(said: SellerDisclosure) -> str:
    return said.readings["licence_number"].state


def test_a_footer_of_every_shop_leaves_the_shops_undecided_and_asks_a_person(tmp_path: Path) -> None:
    seen = sweep(tmp_path, dict.fromkeys("abcd", FOOTER))
    assert seen.accused == set()
    assert {shop: (state(said), said.licence_number) for shop, said in seen.told.items()} == dict.fromkeys(
        "abcd", ("not_observable", None)
    )
    assert set(seen.reasons) == set("abcd")
    assert f"只见多家店铺都有的号码或执照：{PLATFORM}，可能是平台的" in seen.reasons["a"]


def test_a_shop_that_shows_its_own_beside_it_has_shown_it(tmp_path: Path) -> None:
    seen = sweep(tmp_path, dict.fromkeys("abcd", FOOTER), dict(zip("abc", OWN, strict=True)))
    assert {shop: said.licence_number for shop, said in seen.told.items()} == {
        **dict(zip("abc", OWN, strict=True)), "d": None,
    }  # fmt: skip
    assert seen.accused == set()
    assert set(seen.reasons) == {"d"}


def test_two_numbers_in_one_footer_are_told_apart(tmp_path: Path) -> None:
    own = {shop: f"<p>统一社会信用代码：{number}</p>{FOOTER}" for shop, number in zip("abc", OWN, strict=True)}
    seen = sweep(tmp_path, own)
    assert {shop: (state(said), said.licence_number) for shop, said in seen.told.items()} == {
        shop: ("shown", number) for shop, number in zip("abc", OWN, strict=True)
    }


@pytest.mark.parametrize(
    "footers",
    [
        pytest.param(dict.fromkeys("ab", FOOTER), id="two shops may be of one seller"),
        pytest.param({**dict.fromkeys("abc", FOOTER), **dict.fromkeys("defg", "")}, id="fewer than half"),
    ],
)
def test_a_number_of_few_shops_stays_theirs(tmp_path: Path, footers: dict[str, str]) -> None:
    seen = sweep(tmp_path, footers)
    assert {shop for shop, said in seen.told.items() if said.licence_number == PLATFORM} == {
        shop for shop, footer in footers.items() if footer
    }
