"""The sweep folder: planning, ending, reading back, crashes, sealing and the chain."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from config.clock import fixed_clock
from config.errors import CaptureError
from crawler.capture.folder import SweepFolder, list_sweeps, verify_chain
from crawler.capture.plan import PlanRow, SweepSpec
from crawler.capture.warc import Exchange
from crawler.records import Fragment

NOW = datetime(2026, 12, 5, 20, 0, tzinfo=UTC)
CLOCK = fixed_clock(NOW)


def make(data: Path, name: str = "nightly", at: datetime = NOW) -> SweepFolder:
    return SweepFolder.create(data, SweepSpec(name=name), fixed_clock(at))


def row(url: str, **more: object) -> PlanRow:
    return PlanRow.model_validate({"url": url, "platform": "demo", **more})


def exchange(url: str, body: bytes = b"<html>x</html>", **more: object) -> Exchange:
    given = {
        "url": url,
        "body": body,
        "fetched": "http",
        "captured_at": NOW,
        "status": 200,
        "content_type": "text/html",
    }
    return Exchange(**(given | more))  # type: ignore[arg-type]


def end_all(folder: SweepFolder) -> None:
    with folder.capturing(CLOCK) as writer:
        for planned in list(folder.pending()):
            writer.end(planned, "kept", exchange(planned.url, planned.url.encode()))


def test_planning_twice_keeps_one(tmp_path: Path) -> None:
    folder = make(tmp_path)
    assert folder.plan([row("http://a.test/1"), row("http://a.test/2"), row("http://a.test/1")]) == 2
    assert folder.plan([row("http://a.test/2")]) == 0
    assert SweepFolder.open(tmp_path, folder.id).plan([row("http://a.test/1")]) == 0
    assert folder.plan([row("http://a.test/1", look=2)]) == 1
    assert [planned.number for planned in folder.pending()] == [1, 2, 3]


def test_two_planners_give_no_number_twice(tmp_path: Path) -> None:
    folder = make(tmp_path)
    other = SweepFolder.open(tmp_path, folder.id)
    folder.plan([row("http://a.test/1")])
    other.plan([row("http://a.test/2")])
    folder.plan([row("http://a.test/3")])
    assert [planned.number for planned in other.pending()] == [1, 2, 3]


def test_a_kept_page_comes_back_as_it_was(tmp_path: Path) -> None:
    folder = make(tmp_path)
    folder.plan([row("http://a.test/1?x=é", kind="item", item_id="0017", shop="http://a.test/s/")])
    part = Fragment(url="http://a.test/api", kind="api", content_type="application/json", body=b'{"a": "\xe4\xb8\xad"}')
    body = "<html>灯具</html>".encode("gbk")
    with folder.capturing(CLOCK) as writer:
        got = exchange(
            "http://a.test/1", body, headers=(("Content-Type", "text/html"), ("Content-Encoding", "gzip")),
            final_url="http://a.test/1/", fragments=(part,), screenshot=b"JPEG",
        )  # fmt: skip
        writer.end(next(folder.pending()), "kept", got)
        [(number, page)] = folder.pages()
    assert number == 1
    assert page.body == body
    assert page.fragments == (part,)
    assert (page.status, page.content_type, page.final_url) == (200, "text/html", "http://a.test/1/")
    assert page.expected_kind == "item"
    assert page.screenshot is not None
    assert (folder.path / page.screenshot).read_bytes() == b"JPEG"
    assert folder.page(page.sha256) == page
    assert folder.page("0" * 64) is None
    [visit] = folder.visits()
    assert (visit.outcome, visit.item_id, visit.shop, visit.capture) == (
        "kept",
        "0017",
        "http://a.test/s/",
        page.sha256,
    )


def test_pages_continue_after_a_number_while_capture_goes_on(tmp_path: Path) -> None:
    folder = make(tmp_path)
    reader = SweepFolder.open(tmp_path, folder.id)
    folder.plan(row(f"http://a.test/{n}") for n in range(6))
    seen: list[tuple[int, str | None]] = []
    with folder.capturing(CLOCK) as writer:
        for position, planned in enumerate(list(folder.pending())):
            outcome = "gone" if position % 3 == 0 else "kept"
            writer.end(planned, outcome, exchange(planned.url, planned.url.encode()))  # type: ignore[arg-type]
            seen += [(number, page.url) for number, page in reader.pages(after=seen[-1][0] if seen else 0)]
    assert seen == [(1, "http://a.test/1"), (2, "http://a.test/2"), (3, "http://a.test/4"), (4, "http://a.test/5")]
    assert [number for number, _ in reader.pages()] == [1, 2, 3, 4]


def test_a_url_ends_once(tmp_path: Path) -> None:
    folder = make(tmp_path)
    folder.plan([row("http://a.test/1")])
    planned = next(folder.pending())
    with folder.capturing(CLOCK) as writer:
        writer.end(planned, "failed", note="timeout")
        with pytest.raises(CaptureError, match="已有结果"):
            writer.end(planned, "kept", exchange(planned.url))
    assert folder.counts()["failed"] == 1


def test_two_processes_cannot_capture_one_sweep(tmp_path: Path) -> None:
    folder = make(tmp_path)
    other = SweepFolder.open(tmp_path, folder.id)
    with folder.capturing(CLOCK), pytest.raises(CaptureError, match="另一个进程"), other.capturing(CLOCK):
        pass


def test_torn_tails_are_cut_and_a_new_file_is_begun(tmp_path: Path) -> None:
    folder = make(tmp_path)
    folder.plan(row(f"http://a.test/{n}") for n in range(3))
    first, second, _ = folder.pending()
    with folder.capturing(CLOCK) as writer:
        writer.end(first, "kept", exchange(first.url, b"one"))
        writer.end(second, "kept", exchange(second.url, b"two"))
    warc = folder.capture_path / "capture-00001.warc.gz"
    whole = warc.stat().st_size
    for path, torn in ((warc, b"\x1f\x8b\x08\x00torn"), (folder.capture_path / "ledger.jsonl", b'{"number": 3, "outc')):
        with path.open("ab") as file:
            file.write(torn)
    again = SweepFolder.open(tmp_path, folder.id)
    assert [planned.url for planned in again.pending()] == ["http://a.test/2"]
    with again.capturing(CLOCK) as writer:
        writer.end(next(again.pending()), "kept", exchange("http://a.test/2", b"three"))
    assert warc.stat().st_size == whole
    assert (folder.capture_path / "capture-00002.warc.gz").exists()
    assert [page.body for _, page in again.pages()] == [b"one", b"two", b"three"]
    assert again.counts()["pending"] == 0
    assert json.loads((folder.capture_path / "repairs.jsonl").read_text())["cut"] == 8


def test_warc_files_are_read_by_warcio(tmp_path: Path) -> None:
    folder = make(tmp_path)
    folder.plan([row("http://a.test/1?b=2")])
    part = Fragment(url="http://a.test/f", kind="frame", content_type="text/html", body=b"<p>f</p>")
    with folder.capturing(CLOCK) as writer:
        got = exchange(
            "http://a.test/1?b=2", headers=(("Content-Type", "text/html"), ("Content-Length", "3")),
            request_headers=(("User-Agent", "ours"),), fragments=(part,), facts={"robots": "obey"},
        )  # fmt: skip
        writer.end(next(folder.pending()), "kept", got)
    seen = []
    with (folder.capture_path / "capture-00001.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            seen.append(
                (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
            )
            if record.rec_type == "response":
                assert record.http_headers.get_statuscode() == "200"
                main = record.rec_headers.get_header("WARC-Record-ID")
            elif record.rec_type != "warcinfo":
                assert record.rec_headers.get_header("WARC-Concurrent-To") == main
            if record.rec_type == "request":
                assert record.http_headers.protocol == "GET"
                assert record.http_headers.get_header("User-Agent") == "ours"
    assert [kind for kind, _, _ in seen] == ["warcinfo", "response", "request", "metadata", "resource"]
    assert seen[1][2] == b"<html>x</html>"
    assert seen[4][1:] == ("http://a.test/f", b"<p>f</p>")


def test_sealing_needs_every_url_ended(tmp_path: Path) -> None:
    folder = make(tmp_path)
    folder.plan([row("http://a.test/1")])
    with pytest.raises(CaptureError, match="计划 1 个，结束 0 个"):
        folder.seal(CLOCK)
    end_all(folder)
    manifest = folder.seal(CLOCK)
    assert folder.sealed
    assert folder.seal(CLOCK) == manifest
    assert {"capture-00001.warc.gz", "ledger.jsonl", "plan.jsonl", "sweep.json"} == {
        f["path"] for f in manifest["files"]
    }
    with pytest.raises(CaptureError, match="封存"):
        folder.plan([row("http://a.test/2")])
    assert verify_chain(tmp_path) == []


def test_a_seal_stopped_before_the_chain_is_completed(tmp_path: Path) -> None:
    folder = make(tmp_path)
    folder.seal(CLOCK)
    (tmp_path / "sweeps" / "chain.jsonl").unlink()
    again = SweepFolder.open(tmp_path, folder.id)
    assert not again.sealed
    assert verify_chain(tmp_path) == [f"{folder.id}：不在哈希链中"]
    again.seal(CLOCK)
    assert again.sealed
    assert verify_chain(tmp_path) == []


def sealed_sweeps(data: Path) -> list[SweepFolder]:
    folders = [make(data, at=NOW + timedelta(days=day)) for day in range(3)]
    for folder in folders:
        folder.plan([row("http://a.test/1")])
        end_all(folder)
        folder.seal(CLOCK)
    return folders


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("name", ["capture-00001.warc.gz", "plan.jsonl", "ledger.jsonl", "sweep.json"])
def test_a_changed_file_is_noticed(tmp_path: Path, name: str) -> None:
    folder = sealed_sweeps(tmp_path)[1]
    flip(folder.capture_path / name)
    assert folder.verify() == [f"{folder.id}：{name} 在封存之后被改动"]


def test_a_missing_and_an_added_file_are_noticed(tmp_path: Path) -> None:
    folder = sealed_sweeps(tmp_path)[0]
    (folder.capture_path / "plan.jsonl").rename(folder.capture_path / "other.jsonl")
    assert folder.verify() == [f"{folder.id}：plan.jsonl 不见了", f"{folder.id}：other.jsonl 不在封存清单中"]


def test_a_rewritten_manifest_is_noticed(tmp_path: Path) -> None:
    folder = sealed_sweeps(tmp_path)[1]
    path = folder.capture_path / "manifest.json"
    path.write_text(path.read_text().replace('"kept": 1', '"kept": 0'))
    assert verify_chain(tmp_path) == [f"{folder.id}：manifest.json 与哈希链中记下的不是同一份"]


def test_a_rewritten_or_shortened_chain_is_noticed(tmp_path: Path) -> None:
    folders = sealed_sweeps(tmp_path)
    chain = tmp_path / "sweeps" / "chain.jsonl"
    lines = chain.read_text().splitlines(keepends=True)
    chain.write_text(lines[0] + lines[2])
    problems = verify_chain(tmp_path)
    assert f"哈希链第 2 行（{folders[2].id}）：与上一行接不上" in problems
    assert f"{folders[1].id}：不在哈希链中" in problems
    changed = json.loads(lines[1]) | {"manifest": "0" * 64}
    chain.write_text(lines[0] + json.dumps(changed) + "\n" + lines[2])
    assert f"哈希链第 2 行（{folders[1].id}）：哈希与内容不符" in verify_chain(tmp_path)


def test_sweeps_come_in_the_order_of_what_they_observed(tmp_path: Path) -> None:
    later = make(tmp_path, "b", NOW + timedelta(days=1))
    early = make(tmp_path, "c", NOW)
    spec = SweepSpec(name="old pages", kind="import", observed_at=NOW - timedelta(days=30))
    old = SweepFolder.create(tmp_path, spec, fixed_clock(NOW + timedelta(days=2)))
    assert [folder.id for folder in list_sweeps(tmp_path)] == [old.id, early.id, later.id]


def test_two_sweeps_of_one_moment_have_two_folders(tmp_path: Path) -> None:
    assert make(tmp_path).id != make(tmp_path).id


@pytest.mark.parametrize("damage", [b"not json\n", b"[1]\n"])
def test_a_damaged_line_is_named(tmp_path: Path, damage: bytes) -> None:
    folder = make(tmp_path)
    folder.plan([row("http://a.test/1")])
    (folder.capture_path / "ledger.jsonl").write_bytes(damage)
    with pytest.raises(CaptureError, match=r"ledger\.jsonl：第 0 字节起的一行已损坏"):
        SweepFolder.open(tmp_path, folder.id).counts()


def test_no_sweep_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match="没有这次采集"):
        SweepFolder.open(tmp_path, "20260101T000000Z-none")


def test_work_is_counted_over_runs_without_the_pauses_between_them(tmp_path: Path) -> None:
    start = datetime(2026, 12, 1, tzinfo=UTC)
    folder = SweepFolder.create(tmp_path, SweepSpec(name="x"), lambda: start)
    rows = folder.plan_rows(PlanRow(url=f"http://a.example.cn/{n}", platform="a.example.cn") for n in range(4))
    for row, minute in zip(rows, (0, 2, 600, 603), strict=True):
        with folder.capturing(lambda minute=minute: start + timedelta(minutes=minute)) as writer:
            writer.end(row, "failed")
    assert folder.worked_seconds(1) == (2 + 5 + 3) * 60
    assert folder.worked_seconds(2) == 0
