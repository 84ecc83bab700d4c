"""Law entries: status by date, and when a finding may rest on them."""

from datetime import date
from pathlib import Path

import pytest

from config.errors import DeclarationError
from config.law import LawBook, load_law

BEFORE, FIRST_DAY = date(2026, 11, 30), date(2026, 12, 1)

OWN_LAW = """
[[entries]]
id = "new.page"
title = "新规定"
article = "第八条"
duty = "页面展示"
kind = "issued"
issued_on = 2025-12-22
in_force_from = 2026-12-01
applies_to = "page"
duty_verified = true
article_verified = false
source = "测试"

[[entries]]
id = "new.unverified"
title = "新规定"
article = ""
duty = "页面展示"
kind = "issued"
in_force_from = 2026-12-01
applies_to = "page"
duty_verified = false
article_verified = false
source = "测试"

[[entries]]
id = "draft.page"
title = "征求意见稿"
article = "第十六条"
duty = "页面展示"
kind = "draft"
applies_to = "page"
duty_verified = true
article_verified = true
source = "测试"

[[entries]]
id = "old.goods"
title = "旧法"
article = "第二十七条"
duty = "商品标识"
kind = "issued"
in_force_from = 1993-09-01
repealed_on = 2030-01-01
applies_to = "goods"
duty_verified = true
article_verified = true
source = "测试"

[[entries]]
id = "undated.shop"
title = "日期不详"
article = "第一条"
duty = "店铺公示"
kind = "issued"
applies_to = "shop"
duty_verified = true
article_verified = true
source = "测试"
"""


@pytest.fixture
def own(tmp_path: Path) -> LawBook:
    path = tmp_path / "law.toml"
    path.write_text(OWN_LAW, encoding="utf-8")
    return load_law(path)


@pytest.mark.parametrize(
    ("identifier", "on", "status"),
    [
        ("new.page", BEFORE, "issued_not_in_force"),
        ("new.page", FIRST_DAY, "in_force"),
        ("draft.page", FIRST_DAY, "draft"),
        ("old.goods", FIRST_DAY, "in_force"),
        ("old.goods", date(2030, 1, 1), "repealed"),
        ("undated.shop", FIRST_DAY, "issued_not_in_force"),
    ],
)
def test_status_is_computed_from_the_day(own: LawBook, identifier: str, on: date, status: str) -> None:
    assert own.entry(identifier).status(on) == status


@pytest.mark.parametrize(
    ("ids", "on", "subject", "doubtful", "standing"),
    [
        (("new.page",), BEFORE, "page", False, "reference"),
        (("new.page",), FIRST_DAY, "page", False, "in_force"),
        (("new.page",), FIRST_DAY, "page", True, "reference"),
        (("new.page",), None, "page", False, "reference"),
        (("new.page",), FIRST_DAY, "shop", False, "reference"),
        (("new.unverified",), FIRST_DAY, "page", False, "reference"),
        (("draft.page",), FIRST_DAY, "page", False, "reference"),
        (("old.goods",), FIRST_DAY, "page", False, "reference"),
        (("old.goods",), FIRST_DAY, "goods", False, "in_force"),
        (("old.goods", "new.page"), FIRST_DAY, "page", False, "in_force"),
        ((), FIRST_DAY, "page", False, "reference"),
    ],
)
def test_standing_needs_a_verified_duty_on_the_subject_itself(
    own: LawBook, ids: tuple[str, ...], on: date | None, subject: str, doubtful: bool, standing: str
) -> None:
    assert own.standing(ids, on, subject, doubtful=doubtful) == standing  # type: ignore[arg-type]


def test_unverified_article_says_so(own: LawBook) -> None:
    assert own.entry("new.page").shown_article == "第八条（条款号待核）"
    assert own.entry("new.unverified").shown_article == "条款号待核"
    assert own.entry("draft.page").shown_article == "第十六条"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("article_verified = false", "article_verified = false\nweight = 3"), "weight"),
        (('id = "new.unverified"', 'id = "new.page"'), "重复声明"),
        (('kind = "draft"', 'kind = "draft"\nin_force_from = 2026-01-01'), "征求意见稿"),
    ],
)
def test_a_wrong_law_file_is_one_clear_line(tmp_path: Path, change: tuple[str, str], complaint: str) -> None:
    path = tmp_path / "law.toml"
    path.write_text(OWN_LAW.replace(*change), encoding="utf-8")
    with pytest.raises(DeclarationError, match=complaint) as caught:
        load_law(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_unknown_id_is_an_error(own: LawBook) -> None:
    with pytest.raises(DeclarationError, match=r"nothing\.here"):
        own.entry("nothing.here")


def test_shipped_law_knows_the_two_duties_of_the_new_order() -> None:
    law = load_law()
    assert law.standing(("order110.certificates",), BEFORE) == "reference"
    assert law.standing(("order110.certificates",), FIRST_DAY) == "in_force"
    assert law.standing(("order110.basic_elements",), FIRST_DAY) == "reference"
    assert not any(entry.article_verified for entry in law.entries if entry.id.startswith("order110."))
