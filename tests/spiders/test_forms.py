"""What bounds a trap: lists that repeat themselves, calendars, threads with ever new sessions."""

from crawler.capture.plan import PlanRow
from crawler.records import PageKind
from spiders.forms import Forms

SHOP = "http://shop.example.cn"


def row(path: str, kind: PageKind = "other", reason: str = "link") -> PlanRow:
    return PlanRow(url=f"{SHOP}{path}", platform="shop.example.cn", kind=kind, reason=reason)


def test_a_list_that_repeats_itself_ends_and_other_lists_go_on() -> None:
    forms = Forms()
    for page in range(1, 6):
        forms.note(row(f"/category.php?id=3&page={page}", "list"), fruitful=page == 1)
    assert forms.is_barren(row("/category.php?id=3&page=6", "list"))
    assert not forms.is_barren(row("/category.php?id=4&page=1", "list"))


def test_a_page_that_leads_on_gives_its_list_new_credit() -> None:
    forms = Forms()
    for page in range(1, 30):
        forms.note(row(f"/list?page={page}", "list"), fruitful=page % 3 == 0)
    assert not forms.is_barren(row("/list?page=30", "list"))


def test_pages_in_the_path_are_one_list() -> None:
    forms = Forms()
    for page in range(1, 5):
        forms.note(row(f"/shop/page/{page}/", "list"), fruitful=False)
    assert forms.is_barren(row("/shop/page/9/", "list"))


def test_a_calendar_ends_and_only_some_of_its_days_are_planned() -> None:
    forms = Forms()
    for month in range(1, 25):
        forms.note(row(f"/calendar/2026-{month:02d}.html"), fruitful=False)
    days = [row(f"/calendar/2030-{day:02d}.html") for day in range(1, 31)]
    assert all(forms.is_barren(day) for day in days)
    assert [forms.is_told(day) for day in days].count(False) == 10


def test_entries_rechecks_shops_and_disclosures_are_never_held_back() -> None:
    forms = Forms()
    for number in range(100):
        for kind in ("other", "list", "item", "shop", "disclosure"):
            forms.note(row(f"/{number}", kind), fruitful=False)
    assert not forms.is_barren(row("/101", "other", "entry"))
    assert not forms.is_barren(row("/101", "item", "recheck"))
    assert not forms.is_barren(row("/101", "shop"))
    assert not forms.is_barren(row("/101", "disclosure"))
    assert forms.is_barren(row("/101", "item"))
