"""Titles with the truth beside them, grouped by what makes them easy or hard."""

import csv
from pathlib import Path

import pytest

from config.products.catalogue import load_catalogue
from matchers.products.classify import Classifier

ROWS = list(csv.DictReader(Path(__file__).with_name("titles.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']}-{row['title'][:16]}")
def test_a_title_gets_its_scope_and_group(row: dict[str, str], classifier: Classifier) -> None:
    result = classifier.classify(row["title"])
    wanted = set(filter(None, row["groups"].split(",")))
    found = {group.id for group in result.groups}
    assert result.scope == row["scope"], result
    # Where the table names several groups, the title fits each: one is enough, but none besides.
    assert found <= wanted, result
    assert bool(found) == bool(wanted), result


def test_every_kind_and_nearly_every_group_has_a_title() -> None:
    kinds = {row["kind"] for row in ROWS}
    assert kinds == {"easy", "accessory", "gift", "service", "sibling", "exempt", "other", "misleading"}
    named = {group for row in ROWS for group in row["groups"].split(",")}
    in_scope = {group.id for group in load_catalogue().groups if not group.exempt}
    rare = {"coupler", "broadcast_eq", "prestressed_beam", "haz_package"}
    hinted = {group.id for group in load_catalogue().groups if group.hint_required}
    assert in_scope - named <= rare | hinted
