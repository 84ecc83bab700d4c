"""How long a busy host is left alone."""

from datetime import UTC, datetime

import pytest

from crawler.fetch.politeness import retry_after_seconds, slot_key

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Sun, 22 Nov 2026 04:01:30 GMT", 90.0),
        ("Sun, 22 Nov 2026 03:00:00 GMT", 0.0),
        (None, None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("１２", None),
        ("", None),
    ],
)
def test_what_retry_after_asks_for(value: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(value, NOW) == seconds


def test_two_ports_have_a_pace_each() -> None:
    assert slot_key("http://127.0.0.1:81/a") != slot_key("http://127.0.0.1:82/a")
    assert slot_key("https://Shop.example.cn:443/a") == slot_key("http://shop.example.cn/b")
