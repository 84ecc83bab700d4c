"""What is logged as work for somebody is told in Chinese, with its facts."""

import ast
import logging
from pathlib import Path

import pytest

from app.cli.logs import Facts
from app.labels import LABELS
from config.settings import REPOSITORY

PACKAGES = ("app", "crawler", "index", "matchers", "spiders")


def logged() -> set[str]:
    """Return the message of every call of log.warning, log.error and log.exception."""
    found: set[str] = set()
    for package in PACKAGES:
        for path in (REPOSITORY / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                match node:
                    case ast.Call(
                        func=ast.Attribute(value=ast.Name(id="log"), attr="warning" | "error" | "exception"),
                        args=[ast.Constant(value=str(message)), *_],
                    ):
                        found.add(message)
    return found


def test_every_message_of_the_log_has_its_words_and_no_word_is_left_over() -> None:
    assert logged() == set(LABELS["log"])


@pytest.mark.parametrize("place", [Path("any.html"), "any.html"])
def test_a_line_tells_level_message_and_facts(place: object) -> None:
    record = logging.makeLogRecord({"levelname": "WARNING", "msg": "Page not read", "source": place, "url": "u"})
    assert Facts().format(record) == "警告：页面没有读成（出处 any.html，网址 u）"
