"""The office database keeps decisions, tasks, draws and claims, each exactly once, for two processes as for one."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.office.database import Office, task_id
from app.office.records import NewDraw, NewTask
from config.errors import OfficeError

NOW = datetime(2026, 12, 2, 1, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'office.sqlite'}"


@pytest.fixture
def office(url: str) -> Iterator[Office]:
    with Office(url) as opened:
        yield opened


def make_task(**changes: object) -> NewTask:
    values: dict[str, object] = {
        "kind": "evidence",
        "platform": "beiji",
        "url": "https://shop.example/item/1",
        "reason": "登录后可见",
        "since": NOW,
        "sweep_id": "s1",
    }
    return NewTask.model_validate(values | changes)


def make_draw(**changes: object) -> NewDraw:
    values: dict[str, object] = {
        "id": "d1",
        "seed": 7,
        "size": 2,
        "frame_hash": "a" * 64,
        "version": "1",
        "at": NOW,
        "by": "李敏",
        "files": ("d1.xlsx",),
    }
    return NewDraw.model_validate(values | changes)


def test_latest_review_is_in_force_and_history_is_kept(office: Office) -> None:
    office.review("f1", "pending", reason="看不清", name="李敏", at=NOW)
    office.review("f1", "dismissed", reason="证号在第三张图", name="王强", at=LATER)
    office.review("f2", "confirmed", reason="属实", name="王强", at=LATER)

    assert office.reviews_of(["f1", "f3"]).keys() == {"f1"}
    assert office.reviews_of(["f1"])["f1"].verdict == "dismissed"
    assert [review.verdict for review in office.review_history("f1")] == ["dismissed", "pending"]
    assert {review.finding_id: review.verdict for review in office.latest_reviews()} == {
        "f1": "dismissed",
        "f2": "confirmed",
    }


def test_a_review_is_in_the_audit_log(office: Office) -> None:
    office.review("f1", "dismissed", reason="误读", name="李敏", at=NOW)
    entry = office.audit_log(subject="f1")[0]
    assert (entry.who, entry.what, entry.at, entry.detail) == ("李敏", "review.dismissed", NOW, "误读")


@pytest.mark.parametrize(("reason", "name"), [("", "李敏"), ("误读", " "), ("  ", "")])
def test_a_review_without_reason_or_name_is_refused(office: Office, reason: str, name: str) -> None:
    with pytest.raises(OfficeError, match="理由和姓名"):
        office.review("f1", "dismissed", reason=reason, name=name, at=NOW)
    assert office.review_history("f1") == []


def test_many_finding_ids_are_asked_in_pieces(office: Office) -> None:
    office.review("f1499", "confirmed", reason="属实", name="李敏", at=NOW)
    assert list(office.reviews_of(f"f{number}" for number in range(3000))) == ["f1499"]


def test_adding_a_task_twice_keeps_one(office: Office) -> None:
    assert office.add_tasks([make_task(), make_task()]) == 1
    assert office.add_tasks([make_task(reason="验证码", since=LATER, sweep_id="s2")]) == 0
    (task,) = office.tasks()
    assert (task.reason, task.sweep_id, task.since) == ("验证码", "s2", NOW)


def test_same_url_may_need_both_kinds(office: Office) -> None:
    office.add_tasks([make_task(), make_task(kind="images", images=("https://img.example/1.png",))])
    assert office.count_tasks() == {"evidence": 1, "images": 1}
    assert office.tasks(kind="images")[0].images == ("https://img.example/1.png",)


def test_an_import_of_the_page_closes_its_evidence_task(office: Office) -> None:
    office.add_tasks([make_task(), make_task(kind="images")])
    assert (
        office.close_imported(["https://shop.example/item/1", "https://shop.example/item/2"], by="导入", at=LATER) == 1
    )
    assert office.count_tasks() == {"evidence": 0, "images": 1}
    assert office.tasks(state="done")[0].closed_by == "导入"


NEXT = LATER + timedelta(days=1)


@pytest.mark.parametrize(
    ("kept", "seen", "opened"),
    [
        ({}, {}, 0),
        ({}, {"since": NEXT}, 0),
        ({}, {"since": NEXT, "reason": "需要验证码"}, 0),
        ({}, {"since": LATER + timedelta(days=30)}, 1),
        ({}, {"since": NEXT, "url": "https://shop.example/item/2"}, 1),
        ({"reason": "请保存，搜索：灯、插座"}, {"since": NEXT, "reason": "请保存，搜索：插座、灯"}, 0),
        ({"reason": "请保存，搜索：灯、插座"}, {"since": NEXT, "reason": "请保存，搜索：插座"}, 0),
        ({"reason": "请保存，搜索：灯"}, {"since": NEXT, "reason": "请保存，搜索：灯、插座"}, 1),
        ({"reason": "请保存，搜索：灯"}, {"since": NOW, "reason": "请保存，搜索：灯、插座"}, 0),
        ({"kind": "images", "images": ("a", "b")}, {"since": LATER + timedelta(days=99), "images": ("b",)}, 0),
        ({"kind": "images", "images": ("a",)}, {"since": NEXT, "images": ("a", "c")}, 1),
        ({"kind": "images", "images": ("a",)}, {"since": NEXT, "images": ("a",), "reason": "待看：厂名"}, 0),
        ({"reason": "公示：链接“甲”"}, {"since": NEXT, "reason": "需要登录；公示：链接“甲”"}, 0),
        ({"reason": "公示：链接“甲”"}, {"since": NEXT, "reason": "公示：链接“乙”；公示：链接“甲”"}, 1),
    ],
)  # fmt: skip
def test_a_done_task_opens_again_for_something_new_or_when_it_is_old(
    office: Office, kept: dict[str, object], seen: dict[str, object], opened: int
) -> None:
    office.add_tasks([make_task(**kept)])
    (task,) = office.tasks()
    assert office.close_task(task.id, by="李敏", at=LATER)
    assert not office.close_task(task.id, by="李敏", at=LATER)
    assert office.add_tasks([make_task(**{**kept, **seen, "sweep_id": "s2"})]) == opened
    assert [task.closed_by for task in office.tasks()] == [None] * opened


def test_images_somebody_looked_at_are_not_asked_for_again_but_new_ones_are(office: Office) -> None:
    first, second = "https://img.example/1.png", "https://img.example/2.png"
    office.add_tasks([make_task(kind="images", images=(first, second))])
    assert office.close_task(task_id("images", "https://shop.example/item/1"), by="李敏", at=LATER)
    later = LATER + timedelta(days=1)
    assert office.add_tasks([make_task(kind="images", images=(second,), since=later, sweep_id="s2")]) == 0
    assert office.count_tasks()["images"] == 0
    new = (second, "https://img.example/3.png")
    assert office.add_tasks([make_task(kind="images", images=new, since=later, sweep_id="s3")]) == 1
    assert office.tasks(kind="images")[0].images == new


def test_a_draw_comes_back_with_its_frame(office: Office) -> None:
    frame: list[dict[str, object]] = [
        {"url": "https://shop.example/1", "价格": "12.50"},
        {"url": "https://shop.example/2", "价格": None},
    ]
    assert office.keep_draw(make_draw(), frame).frame_rows == 2
    assert office.draw_frame("d1") == frame
    assert office.draw("d1") == office.draws()[0]
    assert office.draw("d2") is None


def test_the_same_draw_again_is_kept_once_and_another_frame_is_refused(office: Office) -> None:
    office.keep_draw(make_draw(), [])
    assert office.keep_draw(make_draw(), []).id == "d1"
    with pytest.raises(OfficeError, match="另一个总体"):
        office.keep_draw(make_draw(frame_hash="b" * 64), [])
    assert len(office.draws()) == 1


def test_a_run_is_claimed_once(office: Office) -> None:
    assert office.claim_run("nightly", NOW, 10, NOW)
    assert not office.claim_run("nightly", NOW, 11, NOW)
    assert office.claim_run("nightly", LATER, 11, LATER)
    assert not office.miss_run("nightly", NOW, LATER, "未运行")
    assert [run.scheduled_at for run in office.list_runs("nightly")] == [LATER, NOW]


def test_a_dead_run_is_taken_over_once_and_counted(office: Office) -> None:
    office.claim_run("nightly", NOW, 10, NOW)
    assert office.stale_runs(lambda _: True) == []
    (stale,) = office.stale_runs(lambda _: False)
    assert office.retake_run("nightly", NOW, dead_pid=stale.pid, pid=20, now=LATER)
    assert not office.retake_run("nightly", NOW, dead_pid=stale.pid, pid=21, now=LATER)
    assert (office.list_runs()[0].pid, office.list_runs()[0].attempts) == (20, 2)


def test_a_run_ends_with_its_sweep_and_message(office: Office) -> None:
    office.claim_run("nightly", NOW, 10, NOW)
    office.note_run("nightly", NOW, pid=12, sweep_id="s9")
    office.finish_run("nightly", NOW, now=LATER, failed=True, message="磁盘已满")
    (run,) = office.list_runs(status="failed")
    assert (run.pid, run.sweep_id, run.ended_at, run.message) == (12, "s9", LATER, "磁盘已满")
    assert office.stale_runs(lambda _: False) == []


def test_finishing_an_unknown_run_is_an_error(office: Office) -> None:
    with pytest.raises(OfficeError, match="没有登记过"):
        office.finish_run("nightly", NOW, now=LATER)


CLAIMS = """
import sys
from datetime import UTC, datetime, timedelta
from app.office.database import Office

first = datetime(2026, 12, 2, 1, 30, tzinfo=UTC)
with Office(sys.argv[1]) as office:
    print(sum(office.claim_run("nightly", first + timedelta(minutes=n), 1, first) for n in range(200)))
"""


def test_two_processes_claim_every_run_once(url: str) -> None:
    command = [sys.executable, "-c", CLAIMS, url]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    claimed = [int(process.communicate(timeout=60)[0]) for process in processes]
    assert sum(claimed) == 200


def test_everything_is_there_after_reopening(url: str) -> None:
    with Office(url) as office:
        office.review("f1", "confirmed", reason="属实", name="李敏", at=NOW)
    with Office(url) as office:
        assert office.reviews_of(["f1"])["f1"].at == NOW


def test_another_schema_version_is_refused(url: str, tmp_path: Path) -> None:
    Office(url).close()
    connection = sqlite3.connect(tmp_path / "office.sqlite")
    connection.execute("UPDATE schema_version SET version = 99")
    connection.commit()
    connection.close()
    with pytest.raises(OfficeError, match="结构版本是 99"):
        Office(url)


@pytest.mark.parametrize("url", ["nonsense", "sqlite:////proc/nowhere/office.sqlite", "oracle+none://u:secret@h/d"])
def test_a_database_that_is_away_gives_one_clear_line(url: str) -> None:
    with pytest.raises(OfficeError) as raised:
        Office(url)
    assert "\n" not in str(raised.value)
    assert "secret" not in str(raised.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "office.sqlite").write_bytes(b"hello world, this is text" * 100)
    with pytest.raises(OfficeError, match=r"office\.sqlite"):
        Office(f"sqlite:///{tmp_path / 'office.sqlite'}")
