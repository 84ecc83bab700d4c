"""Invented numbers have the real forms and right check characters, and spoiled ones have not."""

from datetime import date

import pytest
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_10

from app.samplemarket.listed import full_width, sibling
from app.samplemarket.market import Market, build_market
from app.samplemarket.numbers import credit_code, mask, organisation_code, registration_number, wrong_credit_code
from matchers.certificates.ccc import ccc_problem
from matchers.certificates.credit import credit_code_problem
from matchers.certificates.licence import licence_problem


@pytest.mark.parametrize("serial", [0, 7, 501, 9999, 123456])
def test_numbers_carry_their_check_characters(serial: int) -> None:
    code = credit_code("990102", serial)
    assert uscc.is_valid(code)
    assert code[8:17] == organisation_code(serial)
    assert not uscc.is_valid(wrong_credit_code(code))
    assert mod_11_10.is_valid(registration_number("990102", serial))


def test_a_masked_number_keeps_its_ends() -> None:
    assert mask("2026960914000121") == "2026********0121"


def test_a_sibling_differs_in_one_digit() -> None:
    assert sibling("DX-1209A") == "DX-1200A"
    assert full_width("DX-1") == "ＤＸ－１"


def test_only_planted_numbers_are_malformed(full_market: Market) -> None:
    day = date(2026, 12, 2)
    for offer in full_market.offers.values():
        spoiled = {field for field in ("ccc", "xk") if f"{field}_shown" in offer.values and offer.breaches}
        for field in {"ccc", "xk"} & offer.values.keys():
            shown = offer.values[f"{field}_shown"] if field in spoiled else offer.values[field]
            problem = ccc_problem(shown, day) if field == "ccc" else licence_problem(shown)
            assert bool(problem) == (field in spoiled), (offer.story, shown)


def test_only_planted_licence_numbers_are_wrong(full_market: Market) -> None:
    for shop in full_market.shops.values():
        assert bool(credit_code_problem(shop.code)) == (shop.disclosure == "wrong_number"), shop


@pytest.fixture(scope="module")
def full_market() -> Market:
    return build_market(1, full=True)
