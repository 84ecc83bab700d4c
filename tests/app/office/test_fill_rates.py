"""Fill rates over sweeps: what is usual, what has fallen, and what says too little."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.office.fill_rates import LEAST_PAGES, PlatformHistory, platform_histories, platform_history
from app.office.summary import FieldStates, PlatformNumbers, SweepSummary, load_summary, write_summary

FIRST = datetime(2026, 12, 1, tzinfo=UTC)
DROP = 0.15


def states(shown: int, pages: int = 100) -> FieldStates:
    return FieldStates(shown=shown, not_shown=pages - shown)


def numbers(shown: int, pages: int = 100) -> PlatformNumbers:
    return PlatformNumbers(items=pages, item_fields={"price": states(shown, pages)})


def sweep(day: int, given: PlatformNumbers, **changes: object) -> SweepSummary:
    values = {
        "id": f"s{day}",
        "name": "nightly",
        "started_at": FIRST + timedelta(days=day),
        "by_platform": {"p": given},
    }
    return SweepSummary.model_validate(values | changes)


def told(*given: PlatformNumbers) -> PlatformHistory:
    """Return the history of sweeps on following days, the oldest first."""
    summaries = [sweep(day, one) for day, one in enumerate(given)]
    found = platform_history(list(reversed(summaries)), "p", drop=DROP)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("shares", "usual", "fallen"),
    [
        ([95], None, False),
        ([95, 94], 0.95, False),
        ([95, 80], 0.95, False),
        ([95, 79], 0.95, True),
        ([90, 95, 20, 94], 0.9, False),
        ([90, 95, 20, 30], 0.9, True),
        ([10, 95], 0.1, False),
        ([0, 0], 0.0, False),
    ],
)
def test_a_fall_is_measured_against_the_median_of_earlier_sweeps(
    shares: list[int], usual: float | None, fallen: bool
) -> None:
    (price,) = told(*(numbers(shown) for shown in shares)).items
    assert (price.usual, price.fallen) == (usual, fallen)
    assert [point.share for point in price.points] == [shown / 100 for shown in shares]
    assert price.share == shares[-1] / 100


@pytest.mark.parametrize(("earlier", "now", "fallen"), [(LEAST_PAGES, LEAST_PAGES, True), (LEAST_PAGES - 1, 50, False),
    (50, LEAST_PAGES - 1, False)])  # fmt: skip
def test_few_pages_are_never_called_fallen(earlier: int, now: int, fallen: bool) -> None:
    (price,) = told(numbers(earlier, earlier), numbers(0, now)).items
    assert price.fallen is fallen


def test_imports_count_only_where_nothing_was_swept() -> None:
    swept, saved = sweep(1, numbers(95)), sweep(2, numbers(10), kind="import")
    history = platform_history([saved, swept], "p", drop=DROP)
    assert history is not None
    assert history.sweep.id == "s1"
    alone = platform_history([saved], "p", drop=DROP)
    assert alone is not None
    assert alone.sweep.id == "s2"


def test_a_sweep_that_read_nothing_is_passed_over() -> None:
    history = platform_history([sweep(2, PlatformNumbers(planned=5)), sweep(1, numbers(95))], "p", drop=DROP)
    assert history is not None
    assert history.sweep.id == "s1"
    assert platform_histories([sweep(2, PlatformNumbers(planned=5))], drop=DROP) == {}


def test_shops_have_a_history_of_their_own() -> None:
    def shops(shown: int) -> PlatformNumbers:
        return PlatformNumbers(shops=40, shop_fields={"licence_number": states(shown, 40)})

    history = told(shops(38), shops(4))
    assert history.items == ()
    assert [one.field for one in history.fallen] == ["licence_number"]


def test_summaries_written_before_states_were_counted_still_tell(tmp_path: Path) -> None:
    older = PlatformNumbers(items=100, filled={"price": 0.95})
    write_summary(tmp_path, sweep(0, older))
    kept = load_summary(tmp_path)
    assert kept is not None
    (price,) = told(kept.by_platform["p"], numbers(20)).items
    assert (price.usual, price.fallen) == (0.95, True)
    assert price.states == states(20)
