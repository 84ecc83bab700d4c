"""Tells a table or list of the goods' properties by its rows alone, where nothing around it says what it is."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from config.declared import load_declared
from config.record import Record
from crawler.read.dom.boxes import Box
from crawler.read.labels.pairs import LabelPair
from crawler.read.labels.plausible import speaks_of_buying

_LEAST_ROWS = 3
_LONGEST_LABEL, _LONGEST_VALUE = 12, 60
_NO_LABEL = re.compile(r"[\d。，,；;！!？?¥￥%]")


class PlainTableMarks(Record):
    """By what such tables are told, from `plain_tables.toml`."""

    not_telling: frozenset[str]
    controls: tuple[str, ...]


@cache
def plain_table_marks() -> PlainTableMarks:
    """Read the declared marks, once. Raises DeclarationError naming file and field."""
    return load_declared(Path(__file__).with_name("plain_tables.toml"), PlainTableMarks)


def is_plain_table(rows: Sequence[tuple[LabelPair, Box]]) -> bool:
    """Return whether the pairs of one block, each with its box, are a table of the goods' properties.

    They are three rows or more of short labels, no two alike, with short values and nothing to click, and at least a
    third of the labels, or two of them, are declared ones of goods.
    """
    if len(rows) < _LEAST_ROWS or len({pair.label for pair, _box in rows}) < len(rows):
        return False
    telling = sum(
        1 for pair, _box in rows if pair.field == "attribute" and pair.label not in plain_table_marks().not_telling
    )
    return telling > 0 and (telling > 1 or telling * _LEAST_ROWS >= len(rows)) and all(map(_is_row, rows))


def _is_row(row: tuple[LabelPair, Box]) -> bool:
    pair, box = row
    return (
        pair.area == "other"
        and pair.field in (None, "attribute", "specifications")
        and len(pair.label) <= _LONGEST_LABEL
        and _NO_LABEL.search(pair.label) is None
        and 0 < len(pair.value) <= _LONGEST_VALUE
        and not speaks_of_buying(pair.label)
        and box.node.css_first(",".join(plain_table_marks().controls)) is None
    )
