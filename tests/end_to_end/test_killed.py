"""A sweep killed at one place after the other, and resumed each time, comes to what an undisturbed one comes to."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from signal import SIGKILL
from typing import Any

import pytest

from app.installation import Installation
from app.office.summary import load_summary
from app.stages.history import findings_of, judged_sweeps
from app.stages.read import page_records, records_of
from crawler.capture.folder import list_sweeps, verify_chain
from index.contract import Query
from tests.launching import Launched, commanding
from tests.shops.corner_shops import build
from tests.shops.live import Running, opened

pytestmark = [pytest.mark.browser, pytest.mark.e2e]
SHOPS = ("nothing at all", "an about page of words")
PRELUDE = """
import os
import app.stages.judge, app.stages.publish, app.stages.read, app.stages.sweep
from app.stages.generation import Generation
from app.stages.read import ReadStage
from crawler.capture import folder as folders, journal
from crawler.capture.folder import SweepFolder

def die(*given, **named):
    os.kill(os.getpid(), 9)

def die_in(owner, name, when=lambda *given: True, first=lambda *given: None):
    whole = getattr(owner, name)
    def broken(*given, **named):
        if when(*given):
            first(*given)
            die()
        return whole(*given, **named)
    setattr(owner, name, broken)

def half_a_plan(file, rows):
    whole(file, rows[:1])
    with file.path.open("ab") as stream:
        stream.write(b'{"torn')

whole = journal.Journal.append
"""
FAULTS = {
    "before the shops are planned": "die_in(SweepFolder, 'plan')",
    "in the middle of the second plan": (
        "die_in(journal.Journal, 'append', lambda file, rows: rows[0].get('look') == 2, half_a_plan)"
    ),
    "when the second looks come in": "die_in(ReadStage, '_read_one', lambda stage, number, raw: raw.look == 2)",
    "before the manifest": "die_in(folders, 'write_whole')",
    "between manifest and chain": "die_in(folders, 'append_link')",
    "when the sweep is sealed": "die_in(ReadStage, 'finish')",
    "before the records are complete": "die_in(Generation, 'finish')",
    "in the middle of judging": "die_in(Generation, 'write', lambda one, name, rows: name == 'findings.jsonl')",
    "before the judging is complete": ("die_in(Generation, 'finish', lambda one: one.path.parent.name == 'findings')"),
    "between judging and publishing": "die_in(app.stages.publish, 'publish_sweep')",
    "in the middle of publishing": (
        "die_in(app.stages.publish, 'publish', lambda store, kind, documents: kind == 'listings')"
    ),
    "before the tasks are handed over": "die_in(app.stages.publish, '_hand_over_tasks')",
    "before the sweep counts as published": "die_in(app.stages.publish, 'write_summary')",
}
"""Where the process that runs the stages is killed, in the order of a sweep."""


@pytest.fixture(scope="module")
def street() -> Iterator[list[Running]]:
    with ExitStack() as stack:
        yield [stack.enter_context(opened(build(name))) for name in SHOPS]


def order(data: Path, street: list[Running]) -> None:
    """Declare the first shop as a platform and name the second one in the sweep."""
    for number, running in enumerate(street):
        place = data / "platforms" / f"shop{number}"
        place.mkdir(parents=True)
        (place / "platform.toml").write_text(
            f'name = "shop{number}"\ntitle = "shop"\nhosts = ["{running.host}"]\nverified_on = "a test"\n'
            f'marketplace = false\n[[entries]]\nurl = "http://{running.host}/"\nkind = "shop"\n'
            "[politeness]\ndelay_seconds = 0\n",
            encoding="utf-8",
        )
    (data / "sweeps.toml").write_text(
        '[[sweep]]\nname = "street"\ntitle = "street"\ncron = "0 3 * * *"\nplatforms = ["shop0"]\n'
        f'shops = ["http://{street[1].host}/"]\n',
        encoding="utf-8",
    )


def run(data: Path, *arguments: str, fault: str = "") -> int | None:
    """Run a sweep by the command line in a process of its own; return how it ended."""
    process = Launched(commanding("--data", str(data), "sweep", *arguments, fault=fault), data / "errors")
    process.wait(600)
    return process.returncode


def outcome(data: Path) -> tuple[Any, ...]:
    """Return what the only sweep came to: endings, findings, records, what the index and the summary say."""
    installation = Installation.open(data)
    ((sweep, generation),) = judged_sweeps(installation)
    found = installation.store.search(Query(kind="listings", text="充电宝"))
    summary = load_summary(sweep.path)
    assert summary is not None
    return (
        sorted((visit.url, visit.look, visit.outcome, visit.note) for visit in sweep.visits()),
        sorted((finding.rule, finding.url, finding.looks, finding.id) for finding in findings_of(generation)),
        sorted((page.url, page.kind, page.look) for page in page_records(records_of(sweep))),
        sorted(hit.id for hit in found.hits),
        summary.model_copy(update={"id": "", "started_at": None, "finished_at": None, "judged": "", "reader": ""}),
    )


def asked(street: list[Running]) -> Counter[tuple[str, str]]:
    """Return how often each page was asked for, and forget it."""
    count = Counter((running.host, target) for running in street for _, target in running.asked)
    for running in street:
        running.asked.clear()
    return Counter({key: times for key, times in count.items() if not key[1].startswith(("/robots.txt", "/favicon"))})


def test_a_sweep_killed_everywhere_ends_like_an_undisturbed_one(street: list[Running], tmp_path: Path) -> None:
    quiet, killed = tmp_path / "quiet", tmp_path / "killed"
    for data in (quiet, killed):
        data.mkdir()
        order(data, street)
    assert run(quiet, "street") == 0
    once = asked(street)
    expected = outcome(quiet)
    assert expected[1], "nothing found: nothing is tested"
    arguments: tuple[str, ...] = ("street",)
    for fault in FAULTS.values():
        assert run(killed, *arguments, fault=f"{PRELUDE}\n{fault}") == -SIGKILL
        arguments = ("--resume", list_sweeps(killed)[0].id)
    assert run(killed, *arguments) == 0
    assert asked(street) == once
    assert outcome(killed) == expected
    assert verify_chain(killed) == []
    assert len(list_sweeps(killed)) == 1
