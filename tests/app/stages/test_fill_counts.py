"""Fill rates out of real records: counted by state, warned about at publishing, and the least a platform must yield."""

import json
from pathlib import Path

import pytest

from app.installation import Installation
from app.office.summary import SweepSummary, load_summary, write_summary
from app.stages.fill_counts import fall_notes
from app.stages.minimums import check_minimums
from config.errors import CaptureError, DeclarationError
from crawler.capture.folder import SweepFolder, list_sweeps
from tests.app.saved_shop import DECLARATION


@pytest.fixture
def sweep(data: Path) -> SweepFolder:
    (folder,) = list_sweeps(data)
    return folder


def summary_of(sweep: SweepFolder) -> SweepSummary:
    found = load_summary(sweep.path)
    assert found is not None
    return found


def test_states_are_counted_by_field(sweep: SweepFolder) -> None:
    numbers = summary_of(sweep).by_platform["hesui"]
    assert numbers.items == 7
    maker = numbers.item_fields["maker"]
    assert (maker.shown, maker.not_shown, maker.not_observable, maker.pages) == (5, 2, 0, 7)
    assert numbers.item_fields["price"].share("shown") == 1.0
    assert {one.pages for one in numbers.item_fields.values()} == {7}
    assert numbers.shop_fields["licence_number"].shown == 1
    assert summary_of(sweep).reader == (sweep.path / "records" / "newest").read_text().strip()


def scaled(summary: SweepSummary, **changes: object) -> SweepSummary:
    """Return the summary as one of a sweep with ten times the pages."""
    numbers = summary.by_platform["hesui"]
    fields = {
        name: one.model_copy(
            update={
                "shown": one.shown * 10,
                "not_shown": one.not_shown * 10,
                "not_observable": one.not_observable * 10,
            }
        )
        for name, one in numbers.item_fields.items()
    }
    platforms = {"hesui": numbers.model_copy(update={"item_fields": fields})}
    return summary.model_copy(update={"kind": "sweep", "by_platform": platforms, **changes})


def test_a_fall_is_told_with_the_summary(sweep: SweepFolder, data: Path) -> None:
    before = scaled(summary_of(sweep))
    write_summary(sweep.path, before)
    fields = dict(before.by_platform["hesui"].item_fields)
    fields["maker"] = fields["maker"].model_copy(update={"shown": 0, "not_observable": 50})
    numbers = before.by_platform["hesui"].model_copy(update={"item_fields": fields})
    later = before.model_copy(
        update={"id": "later", "started_at": before.started_at.replace(year=2027), "by_platform": {"hesui": numbers}}
    )
    installation = Installation.open(data)
    assert fall_notes(installation, before) == []
    (note,) = fall_notes(installation, later)
    assert note == "禾穗商城：读出率明显下降，疑似页面改版或读取失灵：生产者 0%（此前 71%）"
    assert fall_notes(installation, later.model_copy(update={"kind": "import"})) == []


@pytest.mark.parametrize(
    ("minimums", "refused"),
    [
        ("{ items = 7, shops = 2, filled = { maker = 0.7, price = 1.0 } }", None),
        ("{ filled = { maker = 0.72 } }", "minimums.filled.maker = 0.72"),
        ("{ items = 8 }", "minimums.items = 8"),
        ("{ shops = 5 }", "minimums.shops = 5"),
    ],
)
def test_the_least_a_platform_must_yield_is_declared(
    sweep: SweepFolder, data: Path, minimums: str, refused: str | None
) -> None:
    declaration = data / "platforms" / "hesui" / "platform.toml"
    declaration.write_text(f"minimums = {minimums}\n{DECLARATION}", encoding="utf-8")
    spec = sweep.capture_path / "sweep.json"
    spec.write_text(json.dumps(json.loads(spec.read_text()) | {"kind": "sweep", "platforms": ["hesui"]}))
    swept = SweepFolder.open(data, sweep.id)
    if refused is None:
        check_minimums(Installation.open(data), swept)
        return
    with pytest.raises(CaptureError, match=refused):
        check_minimums(Installation.open(data), swept)


@pytest.mark.parametrize(
    ("minimums", "named"),
    [("{ filled = { colour = 0.5 } }", "colour"), ("{ filled = { price = 50 } }", "price = 50")],
)
def test_a_minimum_that_cannot_be_is_refused(data: Path, minimums: str, named: str) -> None:
    declaration = data / "platforms" / "hesui" / "platform.toml"
    declaration.write_text(f"minimums = {minimums}\n{DECLARATION}", encoding="utf-8")
    with pytest.raises(DeclarationError, match=named):
        _ = Installation.open(data).platforms
