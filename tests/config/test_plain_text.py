"""Text from pages that cannot be written as UTF-8."""

import pytest

from config.plain_text import plain, plain_text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("插座 GB 2099", "插座 GB 2099"),
        ("插座\ud800 六位", "插座\ufffd 六位"),
        ("\udc00灯", "\ufffd灯"),
        ("灯\ud83d\ude00", "灯\U0001f600"),
        ("\ude00\ud83d", "\ufffd\ufffd"),
        ("灯\U0001f600\ud83d", "灯\U0001f600\ufffd"),
        ("", ""),
    ],
)
def test_halves_are_joined_or_replaced(text: str, wanted: str) -> None:
    assert plain_text(text) == wanted
    wanted.encode("utf-8")


def test_data_is_made_plain_at_every_depth() -> None:
    given = {"a\ud800": [("x", "\udc00"), {"b": "\ud83d\ude00"}], "n": 1.5, "none": None, "yes": True}
    wanted = {"a\ufffd": [["x", "\ufffd"], {"b": "\U0001f600"}], "n": 1.5, "none": None, "yes": True}
    assert plain(given) == wanted
