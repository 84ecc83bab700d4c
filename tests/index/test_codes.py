"""Identifiers in one written form."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.codes import fold_code, is_url, recognise

SAME = [
    ("https://Item.Example.cn/item.htm?id=12", "item.example.cn/item.htm?spm=a.b&id=12&utm_x=1"),
    ("http://shop.example:80/a/", "https://shop.example/a"),
    ("https://shop.example/?b=2&a=1", "https://shop.example/?a=1&b=2"),
    ("https://shop.example/item/1#reviews", "https://shop.example/item/1"),
    ("https://shop.example/%E5%A3%B6", "https://shop.example/壶"),
    ("XK13-010-00123", "ｘｋ13 010 00123"),
    ("91330106ma2kxxxx1p", "91330106MA2KXXXX1P"),
]
DIFFERENT = [
    ("https://shop.example/item?id=1", "https://shop.example/item?id=12"),
    ("https://shop.example/#/item/1", "https://shop.example/#/item/2"),
    ("http://127.0.0.2:8081/a", "http://127.0.0.2:8082/a"),
    ("KFR-123GW", "KFR-1234GW"),
]
RECOGNISED = {
    "https://shop.example/item/1": "url",
    "//shop.example/item/1": "url",
    "shop.example/item?id=1": "url",
    "91330106MA2KXXXX1P": "credit_code",
    "330106000012345": "credit_code",
    "XK13-010-00123": "certificate",
    "2026010712000012": "certificate",
    "CQC20001012345678": "certificate",
    "628391047512": "identifier",
    "KFR-123GW": "identifier",
    "电热水壶": None,
    "1500W电热水壶": None,
    "haoyu": None,
    "12": "identifier",
    "4010": "identifier",
}


@pytest.mark.parametrize(("left", "right"), SAME)
def test_the_same_written_otherwise(left: str, right: str) -> None:
    assert fold_code(left) == fold_code(right)


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_different_ones_stay_different(left: str, right: str) -> None:
    assert fold_code(left) != fold_code(right)


@pytest.mark.parametrize(("word", "kind"), RECOGNISED.items())
def test_typed_words_are_recognised(word: str, kind: str | None) -> None:
    assert recognise(word) == kind


@settings(derandomize=True)
@given(st.text(max_size=40))
def test_anything_can_be_folded(text: str) -> None:
    assert isinstance(fold_code(text), str)
    assert isinstance(fold_code("http://" + text), str)
    assert is_url(text) in (True, False)
