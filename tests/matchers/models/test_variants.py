"""What is written beside a model, read as measures and kinds."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers.models.variants import Described, measures_of, only_variant, same_variant

BESIDE = st.lists(
    st.sampled_from(
        ["24V", "220V", "5V/2A", "1万毫安", "9" * 400, "欧规", "二代", "12T", "(", "*", "3*4mm", "～", "白色"]
    ),
    max_size=4,
).map(" ".join)


@pytest.mark.parametrize(
    ("text", "kind", "low", "high"),
    [
        ("24V", "voltage", "24", "24"),
        ("DC 24V", "voltage", "24", "24"),
        ("AC100-240V", "voltage", "100", "240"),
        ("２４伏", "voltage", "24", "24"),
        ("0.8kW", "power", "800", "800"),
        ("2万毫安", "charge", "20000", "20000"),
        ("20Ah", "charge", "20000", "20000"),
        ("1.8米", "length", "1800", "1800"),
        ("4平方", "section", "4", "4"),
        ("2.5mm²", "section", "2.5", "2.5"),
    ],
)
def test_measures_are_read_in_one_unit(text: str, kind: str, low: str, high: str) -> None:
    assert measures_of(text) == {kind: frozenset({(Decimal(low), Decimal(high))})}


@pytest.mark.parametrize("text", ["DL-500", "KFR-35GW", "A-20W", "DL500V", "白色", "2只装", ""])
def test_a_model_is_no_measure(text: str) -> None:
    assert measures_of(text) == {}


@pytest.mark.parametrize("text", ["DC24V", "AC220V/50Hz", "2只装", "欧规", "12T", "24伏", "1.8米*2"])
def test_some_words_only_tell_a_variant(text: str) -> None:
    assert only_variant(text)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(left=BESIDE, right=BESIDE, title=BESIDE)
def test_comparing_variants_has_no_sides(left: str, right: str, title: str) -> None:
    one = Described(model="A-1", beside=left, title=title)
    other = Described(model="A-1", beside=right, labelled=(("规格", title),))
    assert same_variant(one, other) == same_variant(other, one)
    assert same_variant(one, one)
