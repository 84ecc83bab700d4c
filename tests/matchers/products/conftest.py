"""One classifier for all tests of this folder: it is built once and never changes."""

import pytest

from config.products.catalogue import load_catalogue
from matchers.products.classify import Classifier


@pytest.fixture(scope="session")
def classifier() -> Classifier:
    return Classifier(load_catalogue())
