"""Robust statistics, checked against simulated sellers with fixed seeds."""

import math
import random

import pytest

from matchers.prices.statistics import Deviation, describe, deviation, is_mixed

RUNS = 200


def sellers(seed: int, count: int, sigma: float) -> list[float]:
    chance = random.Random(seed)
    return [chance.gauss(math.log(40), sigma) for _ in range(count)]


def rate(happened: list[bool]) -> float:
    return sum(happened) / len(happened)


def test_floor_of_the_spread() -> None:
    assert describe([1.0] * 20).spread == 0.15
    assert describe([0.0, 1.0, 2.0]).centre == 1.0


@pytest.mark.parametrize(
    ("z", "ratio", "strong"), [(-3.5, 0.5, True), (-3.49, 0.4, False), (-9.0, 0.51, False), (3.5, 0.2, False)]
)
def test_strong_needs_both_bounds(z: float, ratio: float, strong: bool) -> None:
    assert Deviation(z, ratio).strong is strong


@pytest.mark.parametrize(("count", "sigma"), [(20, 0.25), (50, 0.25), (50, 0.4), (200, 0.4)])
def test_false_alarms_are_rare(count: int, sigma: float) -> None:
    alarms = []
    for seed in range(RUNS):
        values = sellers(seed, count, sigma)
        statistics = describe(values)
        alarms += [deviation(value, statistics).strong for value in values]
    assert rate(alarms) <= 0.005


@pytest.mark.parametrize(("count", "found"), [(20, 0.8), (50, 0.9)])
def test_prices_at_a_third_are_found_in_narrow_groups(count: int, found: float) -> None:
    hits = []
    for seed in range(RUNS):
        values = sellers(seed, count, 0.25)
        low = math.log(40 * 0.3)
        hits.append(deviation(low, describe([*values, low])).strong)
    assert rate(hits) >= found


def test_a_fifth_of_low_sellers_is_withstood() -> None:
    hits = []
    for seed in range(RUNS):
        values = sellers(seed, 40, 0.15)
        lows = [math.log(40 * 0.3)] * 10
        statistics = describe([*values, *lows])
        hits += [deviation(low, statistics).strong for low in lows]
    assert rate(hits) >= 0.95


@pytest.mark.parametrize(("count", "share"), [(20, 0.25), (30, 0.35), (60, 0.5)])
def test_a_genuine_cheap_tier_is_seen(count: int, share: float) -> None:
    seen = []
    for seed in range(RUNS):
        cheap = round(count * share)
        values = sellers(seed, count - cheap, 0.25)
        seen.append(is_mixed([*values, *(value + math.log(0.35) for value in sellers(5_000 + seed, cheap, 0.25))]))
    assert rate(seen) >= 0.93


@pytest.mark.parametrize(("count", "sigma", "most"), [(20, 0.25, 0.08), (60, 0.25, 0.02), (60, 0.15, 0.0)])
def test_one_tier_is_seldom_taken_for_two(count: int, sigma: float, most: float) -> None:
    assert rate([is_mixed(sellers(seed, count, sigma)) for seed in range(RUNS)]) <= most


def test_a_few_lows_make_no_tier() -> None:
    values = sellers(1, 30, 0.15)
    assert not is_mixed([*values, *([math.log(40 * 0.3)] * 5)])
