"""Which generation counts, and that a torn line is never read."""

import os
from pathlib import Path

from app.stages.generation import Generation, newest_complete
from app.stages.versions import digest_of


def make(folder: Path, name: str) -> Generation:
    generation = Generation(folder / name)
    generation.append("rows.jsonl", {"name": name})
    generation.finish()
    return generation


def test_only_a_finished_generation_counts(tmp_path: Path) -> None:
    assert newest_complete(tmp_path) is None
    Generation(tmp_path / "torn").append("rows.jsonl", {"name": "torn"})
    assert newest_complete(tmp_path) is None
    make(tmp_path, "a")
    assert newest_complete(tmp_path) is not None


def test_the_one_asked_for_last_counts_whatever_the_file_times_say(tmp_path: Path) -> None:
    first = make(tmp_path, "a")
    second = make(tmp_path, "b")
    os.utime(second.path / "manifest.json", ns=(0, 0))
    assert (newest_complete(tmp_path) or first).path == second.path
    first.make_newest()
    assert (newest_complete(tmp_path) or second).path == first.path


def test_a_removed_generation_gives_way_to_one_that_is_there(tmp_path: Path) -> None:
    first = make(tmp_path, "a")
    second = make(tmp_path, "b")
    for file in second.path.iterdir():
        file.unlink()
    second.path.rmdir()
    assert (newest_complete(tmp_path) or second).path == first.path


def test_a_torn_last_line_is_left_out_and_cut(tmp_path: Path) -> None:
    generation = Generation(tmp_path / "a")
    generation.append("rows.jsonl", {"number": 1})
    with (generation.path / "rows.jsonl").open("ab") as stream:
        stream.write(b'{"number": 2')
    assert list(generation.lines("rows.jsonl")) == [{"number": 1}]
    generation.mend("rows.jsonl")
    generation.append("rows.jsonl", {"number": 3})
    assert list(generation.lines("rows.jsonl")) == [{"number": 1}, {"number": 3}]


def test_a_changed_source_is_another_version(tmp_path: Path) -> None:
    (tmp_path / "rule.py").write_text("LEAST = 20\n")
    (tmp_path / "notes.md").write_text("a\n")
    before = digest_of([tmp_path])
    (tmp_path / "notes.md").write_text("b\n")
    assert digest_of([tmp_path]) == before
    (tmp_path / "rule.py").write_text("LEAST = 10\n")
    assert digest_of([tmp_path]) != before
