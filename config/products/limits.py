"""How far a group's licence or certification reaches: which of its goods the regime does not, or may not, cover."""

import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from config.declared import load_declared
from config.faults import pattern_fault
from config.record import Record

LIMITS_FILE = Path(__file__).parent / "limits.toml"

Reach = Literal["inside", "doubtful", "outside"]


class Limit(Record):
    """Words of one or more groups that tell which of their goods a regime covers; regular expressions, lower case."""

    groups: tuple[str, ...] = Field(min_length=1)
    regime: Literal["ccc", "production_licence"]
    outside: tuple[str, ...] = ()
    """Any of these takes the goods out."""
    against: tuple[str, ...] = ()
    """Any of these beside a word of `outside` leaves it to a person: 电动 beside 毛绒."""
    doubtful: tuple[str, ...] = ()
    """Any of these leaves it to a person."""
    inside: tuple[str, ...] = ()
    """Where declared, goods without any of these are doubtful."""
    always_doubtful: bool = False
    """Whether the regime binds the group at all is not certain."""
    why: str
    """Chinese, shown to staff beside a doubtful finding."""

    @field_validator("outside", "against", "doubtful", "inside")
    @classmethod
    def _compiles(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_checked(pattern) for pattern in patterns)

    @cached_property
    def _outside(self) -> re.Pattern[str] | None:
        return _any_of(self.outside)

    @cached_property
    def _against(self) -> re.Pattern[str] | None:
        return _any_of(self.against)

    @cached_property
    def _doubtful(self) -> re.Pattern[str] | None:
        return _any_of(self.doubtful)

    @cached_property
    def _inside(self) -> re.Pattern[str] | None:
        return _any_of(self.inside)

    def reach(self, text: str) -> Reach:
        """Tell whether goods described by a folded text are covered."""
        if self._outside and self._outside.search(text):
            return "doubtful" if self._against and self._against.search(text) else "outside"
        if self.always_doubtful or (self._inside and not self._inside.search(text)):
            return "doubtful"
        return "doubtful" if self._doubtful and self._doubtful.search(text) else "inside"


class Limits(Record):
    """Every declared limit."""

    version: str
    ignored_labels: str
    """Regular expression of the labels whose values do not tell what kind of goods it is."""
    limits: tuple[Limit, ...]

    @field_validator("ignored_labels")
    @classmethod
    def _labels_compile(cls, pattern: str) -> str:
        return _checked(pattern)

    def tells_kind(self, label: str) -> bool:
        """Return whether the value under a label may tell what kind of goods it is."""
        return re.search(self.ignored_labels, label) is None

    def of(self, group_id: str, kind: str) -> tuple[Limit, ...]:
        """Return the limits of a group's regime."""
        return tuple(limit for limit in self.limits if limit.regime == kind and group_id in limit.groups)

    def reach(self, group_id: str, kind: str, text: str) -> tuple[Reach, str]:
        """Return the narrowest answer of a regime's limits for a folded text, with its reason ("" when inside)."""
        found = [(limit.reach(text), limit.why) for limit in self.of(group_id, kind)]
        for reach in ("outside", "doubtful"):
            for answer, why in found:
                if answer == reach:
                    return answer, why
        return "inside", ""


def load_limits() -> Limits:
    """Read the declared limits."""
    return load_declared(LIMITS_FILE, Limits)


def _checked(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"正则有误：{pattern}（{pattern_fault(error)}）") from error
    return pattern


def _any_of(patterns: Iterable[str]) -> re.Pattern[str] | None:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(joined) if joined else None
