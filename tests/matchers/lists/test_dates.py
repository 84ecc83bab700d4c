"""Dates, ranges and batch numbers in the forms lists print them."""

from datetime import date, datetime

import pytest

from matchers.lists.dates import read_batches, read_date, read_spans, spell_cell


@pytest.mark.parametrize(
    "text",
    [
        "2023-06-05",
        "2023.6.5",
        "2023/06/05",
        "20230605",
        "2023年6月5日",
        "２０２３－０６－０５",
        "45082",
        "45082.0",
        "2023年 6月 5日",
    ],
)
def test_one_day_in_every_form(text: str) -> None:
    assert read_date(text) == date(2023, 6, 5)


@pytest.mark.parametrize(
    "text", ["", "不详", "2023-13-40", "2023年6月", "2023-06-05、2023-07-01", "PAC20-272", "12345", "20000mAh"]
)
def test_what_is_no_single_day(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("2023年8月至2024年1月", [(date(2023, 8, 1), date(2024, 1, 31))]),
        ("2023-06-05—2023-07-28", [(date(2023, 6, 5), date(2023, 7, 28))]),
        (
            "2023-06-05至2023-07-28；2024-01-05~2024-02-08",
            [(date(2023, 6, 5), date(2023, 7, 28)), (date(2024, 1, 5), date(2024, 2, 8))],
        ),
        ("2023/06", [(date(2023, 6, 1), date(2023, 6, 30))]),
        ("批号 20210305A", []),
        ("2025-12-31 2026-01-01", [(date(2025, 12, 31),) * 2, (date(2026, 1, 1),) * 2]),
    ],
)
def test_ranges(text: str, spans: list[tuple[date, date]]) -> None:
    assert [(span.first, span.last) for span in read_spans(text)] == spans


@pytest.mark.parametrize(
    ("text", "batches"),
    [
        ("C14-P6/P7、M20-Q1/Q2", ("C14-P6", "C14-P7", "M20-Q1", "M20-Q2")),
        ("批号 20210305A", ("20210305A",)),
        ("2023-06-05", ()),
        ("2023年6月5日/B0605", ("B0605",)),
        ("见包装", ()),
    ],
)
def test_batches(text: str, batches: tuple[str, ...]) -> None:
    assert read_batches(text) == batches


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (12.0, "12"),
        (1.5, "1.5"),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2), "2026-01-02"),  # noqa: DTZ001  a spreadsheet's day has no zone
        ("T-1", "T-1"),
    ],
)
def test_cells_as_text(value: object, text: str) -> None:
    assert spell_cell(value) == text
