"""Robust statistics on log unit prices, and whether a group is really two tiers."""

import math
from collections.abc import Sequence
from statistics import fmean, median, pvariance
from typing import NamedTuple

MINIMUM_SELLERS = 20
"""Below this nothing is compared: REFERENCE's simulations begin to hold here."""
SPREAD_FLOOR = 0.15
"""In a group of nearly equal prices a few per cent below are no deviation."""
MAD_TO_SIGMA = 1.4826
STRONG_Z, STRONG_RATIO = -3.5, 0.5
"""`strong`: false alarms 0.01–0.4 % in simulated log-normal groups."""
TIER_SHARE = 0.2
"""A tier holds more than every fifth seller; fewer are deviations, which the median withstands."""
TIER_DISTANCE = -math.log(0.6)
"""The dear tier costs at least 1/0.6 of the cheap one: less is ordinary spread."""
TIER_SEPARATION = 3.4
"""Distance of the halves' means in units of their spread. Simulated, 200 runs each: tiers of 25–50 % of the
sellers at 0.35 × with sigma 0.25 are seen in 95 % (20 sellers) to 99 % (60); a single log-normal of sigma 0.25 is taken
for two in 5 % (20 sellers), 3 % (30), 0 % (60): then the group is silent, which accuses nobody."""


class Statistics(NamedTuple):
    """Median and spread of ln(unit price), one value a seller."""

    sellers: int
    centre: float
    spread: float


class Deviation(NamedTuple):
    """How far one price lies from its group."""

    z: float
    ratio: float

    @property
    def strong(self) -> bool:
        """Whether both bounds are passed."""
        return self.z <= STRONG_Z and self.ratio <= STRONG_RATIO


def describe(values: Sequence[float]) -> Statistics:
    """Return the robust statistics of the sellers' values."""
    centre = median(values)
    spread = max(MAD_TO_SIGMA * median(abs(value - centre) for value in values), SPREAD_FLOOR)
    return Statistics(len(values), centre, spread)


def deviation(value: float, statistics: Statistics) -> Deviation:
    """Return how far ln(unit price) lies from the group's median."""
    return Deviation((value - statistics.centre) / statistics.spread, math.exp(value - statistics.centre))


def is_mixed(values: Sequence[float]) -> bool:
    """Return whether the values fall into two tiers: a split with real distance and little spread on either side."""
    ordered = sorted(values)
    smallest = math.floor(len(ordered) * TIER_SHARE) + 1
    for cut in range(smallest, len(ordered) - smallest + 1):
        low, high = ordered[:cut], ordered[cut:]
        distance = fmean(high) - fmean(low)
        if distance < TIER_DISTANCE:
            continue
        within = math.sqrt((pvariance(low) + pvariance(high)) / 2)
        if distance >= TIER_SEPARATION * within:
            return True
    return False
