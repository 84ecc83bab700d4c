"""Marks nobody sees are no part of a value, and what was not observed is null."""

import pytest

from crawler.read.dom.decode import without_invisible
from crawler.records import Listing
from tests.crawler.read.item.test_price_marks import FRAME
from tests.crawler.read.pages import listing_of

MARKS = ["\u200e", "\u200b", "\ufeff", "\u00ad", "\u2060", "&shy;", "&#8203;", "&#xFEFF;", "&lrm;"]


def read(page: str) -> Listing:
    return listing_of(page)


@pytest.mark.parametrize("mark", MARKS)
def test_invisible_marks_are_stripped_from_every_value(mark: str) -> None:
    page = FRAME.format(price=f'<p class="price">¥{mark}69.0{mark}0</p>', rest="")
    page = page.replace("<td>QH-17</td>", f"<td>{mark}QH-{mark}17</td>").replace(
        "<td>青禾</td>", f"<td>{mark}青{mark}禾</td>"
    )

    listing = read(page.replace("<h1>青禾", f"<h1>青{mark}禾"))

    assert (listing.title, listing.brand, listing.models) == ("青禾 电水壶 1.7L", "青禾", ("QH-17",))
    assert str(listing.price) == "69.00"
    assert listing.attributes[:2] == (("品牌", "青禾"), ("型号", "QH-17"))


def test_joiners_of_emoji_are_kept() -> None:
    assert without_invisible("👨\u200d👩\u200d👧 青\u200d禾") == "👨\u200d👩\u200d👧 青禾"


def test_cross_border_is_null_where_the_page_does_not_let_it_be_seen() -> None:
    whole = FRAME.format(price='<p class="price">¥69</p>', rest="")

    assert read(whole).cross_border is False
    assert read(whole.partition("</table>")[0]).cross_border is None
