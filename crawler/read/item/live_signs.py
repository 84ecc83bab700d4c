"""The declared signs of live rooms: what they write around their goods, and what the roles behind them are called."""

import re
from functools import cache
from pathlib import Path

from config.declared import load_declared
from config.record import Record

_MARKS = re.compile(r"[\W_]+")


class RoleNames(Record):
    """For each role of a live room, a regular expression of what stands before its name."""

    platform_operator: re.Pattern[str]
    room_operator: re.Pattern[str]
    marketer: re.Pattern[str]
    agency: re.Pattern[str]


class LiveSigns(Record):
    """The declared signs of live rooms, from `live.toml`."""

    explained: frozenset[str]
    not_names: tuple[str, ...]
    counts: tuple[re.Pattern[str], ...]
    titles: tuple[re.Pattern[str], ...]
    roles: RoleNames

    def marks_explained(self, text: str) -> bool:
        """Return whether a text says of the goods beside it that the room talks about them now."""
        return len(text) <= _LONGEST_MARK and _MARKS.sub("", text) in self.explained

    def names_goods(self, text: str) -> bool:
        """Return whether a text may be a name of goods: long enough, and none of the room's own headings."""
        if len(text) < _LEAST_NAME or self.calls_itself_room(text):
            return False
        return not any(word in text and len(text) <= 2 * len(word) + _BESIDE for word in self.not_names)

    def calls_itself_room(self, text: str) -> bool:
        """Return whether a page of this title or heading is a live room."""
        return len(text) <= _LONGEST_ROOM and any(title.search(text.strip()) for title in self.titles)

    def counted(self, text: str) -> int | None:
        """Return how many goods a text says the room has, None where it says nothing of it."""
        for pattern in self.counts:
            if len(text) <= _LONGEST_MARK and (found := pattern.search(text.strip())) is not None:
                return int(found["count"])
        return None


_LONGEST_MARK = 16
_LONGEST_ROOM = 30
_LEAST_NAME = 4
_BESIDE = 4
"""Letters a heading of the room may have beside its word; a name of goods that holds the word has more."""


@cache
def live_signs() -> LiveSigns:
    """Read the declared signs, once. Raises DeclarationError naming file and field."""
    return load_declared(Path(__file__).with_name("live.toml"), LiveSigns)
