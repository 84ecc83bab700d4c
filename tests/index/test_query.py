"""What staff type and click becomes a query."""

from pathlib import Path

import pytest

from index.contract import Kind, Query, Range
from index.fields import BY_NAME, KINDS
from index.query import DEFAULTS, FACETS, NEW_FIRST, Asked, Recognised, hidden_counts, understand
from index.stores.sqlite import SqliteStore


def test_identifiers_are_taken_out_of_the_words() -> None:
    found = understand(Asked(text='電熱水壺 https://shop.example/item?id=1&x=2 "kfr 123gw" 91330106MA2KXXXX1P'))
    assert found.query.text == '電熱水壺 "kfr 123gw"'
    assert found.query.exact == ("https://shop.example/item?id=1&x=2", "91330106MA2KXXXX1P")
    assert found.recognised == (
        Recognised(word="https://shop.example/item?id=1&x=2", kind="url"),
        Recognised(word="91330106MA2KXXXX1P", kind="credit_code"),
    )


def test_a_pasted_url_is_brought_into_the_form_of_captures() -> None:
    asked = Asked(text="https://m.shop.example/i/1")
    query = understand(asked, canonical_url=lambda url: url.replace("m.", "")).query
    assert query.exact == ("https://shop.example/i/1",)


def test_the_usual_list_hides_what_is_not_to_be_worked_on() -> None:
    query = understand(Asked()).query
    assert query.excludes == dict(DEFAULTS.values())
    assert query.sort == NEW_FIRST


def test_a_choice_in_a_field_lifts_its_default() -> None:
    query = understand(Asked(filters={"state": ("corrected",)}, show=("reference",))).query
    assert set(query.excludes) == {"pending", "review"}


def test_listings_have_no_defaults() -> None:
    assert understand(Asked(kind="listings")).query.excludes == {}


@pytest.mark.parametrize("kind", KINDS)
def test_shown_facets_and_defaults_are_declared_fields(kind: Kind) -> None:
    assert all(BY_NAME[kind][name].countable for name in FACETS[kind])
    assert all(BY_NAME["findings"][field].countable for field, _ in DEFAULTS.values())


def test_what_the_defaults_hide_is_counted_one_by_one(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "index.sqlite")
    usual = {"standing": "in_force", "pending": False, "review": "none", "state": "new", "title": "插座", "price": "5"}
    store.put(
        "findings",
        [
            ("a", usual),
            ("b", {**usual, "standing": "reference"}),
            ("c", {**usual, "standing": "reference", "price": "50"}),
            ("d", {**usual, "pending": True}),
            ("e", {**usual, "review": "dismissed"}),
            ("f", {**usual, "state": "corrected"}),
            ("g", {**usual, "state": "off_shelf", "review": "dismissed"}),
        ],
    )
    asked = Asked(text="插座", ranges={"price": Range(high=10)})
    assert store.search(understand(asked).query).total == 1
    assert hidden_counts(store, asked) == {"reference": 1, "pending": 1, "dismissed": 1, "closed": 1}
    assert hidden_counts(store, asked.model_copy(update={"show": ("dismissed",)})) == {
        "reference": 1,
        "pending": 1,
        "closed": 2,
    }


def test_a_text_is_ordered_by_relevance_unless_told() -> None:
    assert understand(Asked(text="插座")).query.sort == ()
    assert understand(Asked(text="插座", sort=(("price", "asc"),))).query == Query(
        kind="findings",
        text="插座",
        excludes=dict(DEFAULTS.values()),
        facets=FACETS["findings"],
        sort=(("price", "asc"),),
    )
