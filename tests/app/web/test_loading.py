"""What the page shows comes out of a data folder as the stages leave it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from app.installation import Installation
from app.office.summary import SweepSummary, write_summary
from app.stages.generation import Generation
from app.web.evidence import screenshot_path
from app.web.loading import load_deps
from config.clock import fixed_clock
from crawler.capture.folder import SweepFolder
from crawler.capture.plan import PlanRow, SweepSpec
from crawler.capture.warc import Exchange
from matchers.lists.declaration import load_declarations
from matchers.lists.importer import import_list
from matchers.records import PriceBase

NOW = datetime(2026, 12, 3, 1, 30, tzinfo=UTC)
CLOCK = fixed_clock(NOW)
URL = "https://shop.example/item/1"
BODY = "<p>型号 SY-15A</p>".encode()
PICTURE = b"\xff\xd8\xff\xe0picture"


@pytest.fixture
def folder(tmp_path: Path) -> SweepFolder:
    """A sweep of one page with a screenshot."""
    made = SweepFolder.create(tmp_path, SweepSpec(name="nightly", started_at=NOW), CLOCK)
    made.plan([PlanRow(url=URL, platform="shop.example", kind="item", look=2)])
    exchange = Exchange(url=URL, body=BODY, fetched="browser", captured_at=NOW, status=200, screenshot=PICTURE)
    with made.capturing(CLOCK) as writer:
        writer.end(next(iter(made.pending())), "kept", exchange)
    return made


@pytest.fixture
def installation(folder: SweepFolder) -> Iterator[Installation]:
    """The installation of the folder the sweep lies in."""
    opened = Installation.open(folder.data)
    yield opened
    opened.office.close()
    opened.store.close()


@pytest.mark.parametrize("hint", ["its own", "another", None, "../.."])
def test_a_capture_is_found_with_its_screenshot(
    installation: Installation, folder: SweepFolder, hint: str | None
) -> None:
    sha256 = next(page for _, page in folder.pages()).sha256
    captured = load_deps(installation).capture(sha256, folder.id if hint == "its own" else hint)
    assert captured is not None
    assert (captured.sweep_id, captured.page.body) == (folder.id, BODY)
    path = screenshot_path(captured)
    assert path is not None
    assert path.read_bytes() == PICTURE


def test_a_capture_that_is_not_there_is_none(installation: Installation) -> None:
    assert load_deps(installation).capture("0" * 64, None) is None


def test_cited_list_rows_and_editions_are_shown(installation: Installation, tmp_path: Path) -> None:
    declaration = next(one for one in load_declarations() if one.id == "delisted")
    file = tmp_path / "delisted.csv"
    file.write_text(
        "平台,商品链接,店铺,商标,型号,产品名称,责令下架日期,文书编号\n"
        f"某平台,{URL},霜原店,霜原,SY-15A,电热水壶,2026-11-20,青市监〔2026〕1号\n"
        "某平台,,,,,电热水壶,2026-11-20,青市监〔2026〕2号\n",
        encoding="utf-8",
    )
    edition = import_list(file, declaration, installation.data, CLOCK)
    deps = load_deps(installation)
    row = deps.list_row(edition.kept_rows()[0].reference)
    assert row is not None
    assert dict(row.values)["规格型号"] == "SY-15A"
    (shown,) = deps.list_editions()
    assert (shown.rows, len(shown.rejected)) == (1, 1)


@pytest.mark.parametrize("reference", ["delisted@none#1", "nothing", "../x@y#1", "a@../..#1", ""])
def test_a_row_that_is_not_there_is_none(installation: Installation, reference: str) -> None:
    assert load_deps(installation).list_row(reference) is None


def test_a_price_finding_knows_its_place(installation: Installation, folder: SweepFolder) -> None:
    base = PriceBase(
        id="electric-kettle|-|台|2026-12-03",
        group="electric-kettle",
        subgroup="",
        unit="台",
        sellers=30,
        median=Decimal("130"),
        spread=0.2,
        window_from=date(2026, 11, 3),
        window_to=date(2026, 12, 3),
    )
    generation = Generation(folder.path / "findings" / "aaaaaaaaaaaa")
    generation.write("price_base.jsonl", iter([base]))
    generation.finish(sweep=folder.id)
    document = {
        "sweep": folder.id,
        "list_rows": [f"price_base#{base.id}"],
        "explanation": [{"feature": "单价/中位数", "score": 0.3, "left": "39.00 元/台", "right": None}],
    }
    deps = load_deps(installation)
    position = deps.price_position(document)
    assert position is not None
    assert (position.own, position.median, position.sellers) == (Decimal("39.0"), Decimal(130), 30)
    assert deps.price_position({"sweep": folder.id, "explanation": []}) is None


def test_summaries_rules_and_next_runs_are_there(installation: Installation, folder: SweepFolder) -> None:
    write_summary(
        folder.path, SweepSummary(id=folder.id, name="nightly", started_at=NOW, planned=1, counts={"kept": 1})
    )
    deps = load_deps(installation)
    assert [summary.id for summary in deps.summaries()] == [folder.id]
    assert deps.rule("CCC_NO_MISSING").title != "CCC_NO_MISSING"
    assert all(run.name for run in deps.coming())
