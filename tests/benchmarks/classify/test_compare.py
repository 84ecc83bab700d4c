"""The benchmark runs, and the classifier is far better than its floor."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def compare() -> ModuleType:
    spec = importlib.util.spec_from_file_location("classify_compare", Path(__file__).with_name("compare.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_benchmark_runs_on_a_few_rows(compare: ModuleType) -> None:
    rows = compare.load_rows(compare.TITLES)[::8]
    lines = compare.table(rows).splitlines()
    assert len(lines) == 3


def test_the_classifier_beats_plain_search(compare: ModuleType) -> None:
    rows = compare.load_rows(compare.TITLES)[::4]
    catalogue = compare.load_catalogue()
    classifier = compare.Classifier(catalogue)
    floor = compare.measure(compare.plain_search(catalogue), rows)
    ours = compare.measure(lambda title: {group.id for group in classifier.classify(title).groups}, rows)
    assert ours.precision > floor.precision + 0.1
