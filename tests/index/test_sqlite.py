"""What only the embedded store can meet: a locked, damaged or outdated file, and several writers."""

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from config.errors import SettingsError, StoreUnavailable
from index.contract import Query
from index.stores.choose import open_store
from index.stores.sqlite import SqliteStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "index.sqlite"


def test_a_locked_file_refuses_writing_and_still_answers(path: Path) -> None:
    store = SqliteStore(path, busy_seconds=0.05)
    store.put("findings", [("a", {"title": "插座"})])
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="locked") as error:
            store.put("findings", [("b", {"title": "插座"})])
        assert str(path) in str(error.value)
        assert store.search(Query(kind="findings", text="插座")).total == 1
        other.execute("ROLLBACK")
    assert store.put("findings", [("b", {"title": "插座"})]).indexed == 1


def test_a_damaged_file_is_named(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database, but long enough to be taken for one" * 100)
    with pytest.raises(StoreUnavailable, match="not a database") as error:
        SqliteStore(path).search(Query(kind="findings"))
    assert "\n" not in str(error.value)


def test_a_deleted_file_is_made_again(path: Path) -> None:
    store = SqliteStore(path)
    store.put("findings", [("a", {})])
    for file in path.parent.iterdir():
        file.unlink()
    with pytest.raises(StoreUnavailable):
        store.search(Query(kind="findings"))
    assert store.search(Query(kind="findings")).total == 0


def test_a_file_of_another_layout_asks_for_a_rebuild(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("index.stores.sqlite.fingerprint", lambda _: "another")
        SqliteStore(path).put("findings", [("a", {"title": "插座"})])
    store = SqliteStore(path)
    for ask in (lambda: store.put("findings", [("b", {})]), lambda: store.search(Query(kind="findings"))):
        with pytest.raises(StoreUnavailable, match="goodswatch rebuild"):
            ask()
    assert store.health()["kinds"]["findings"]["current"] is False
    with store.rebuild("findings") as building:
        building.put([("b", {"title": "壶"})])
    assert [hit.id for hit in store.export(Query(kind="findings"))] == ["b"]


def test_a_rebuild_taken_over_from_is_refused(path: Path) -> None:
    store = SqliteStore(path)
    first = store.rebuild("findings")
    building = first.__enter__()
    building.put([("a", {})])
    with store.rebuild("findings") as second:
        second.put([("b", {})])
    with pytest.raises(StoreUnavailable, match="取代"):
        building.put([("c", {})])
    with pytest.raises(StoreUnavailable, match="取代"):
        first.__exit__(None, None, None)
    assert [hit.id for hit in store.export(Query(kind="findings"))] == ["b"]


def test_versions_left_behind_take_no_room(path: Path) -> None:
    store = SqliteStore(path)
    for number in range(3):
        with store.rebuild("findings") as building:
            building.put([(f"a{number}", {"title": "插座"})])
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE name LIKE 'findings%'")]
    assert {name.split("_")[1] for name in names} == {"4"}


def test_several_writers_lose_nothing(path: Path) -> None:
    def write(number: int) -> None:
        SqliteStore(path).put("findings", ((f"{number}-{place}", {"title": "插座"}) for place in range(60)))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert SqliteStore(path).search(Query(kind="findings", text="插座")).total == 240


def test_the_embedded_store_loads_no_client(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from index.stores.choose import open_store; "
        "open_store('sqlite', path=Path(sys.argv[1])).health(); sys.exit('elasticsearch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 0


def test_the_server_store_needs_an_address(path: Path) -> None:
    with pytest.raises(SettingsError, match="ES_URL"):
        open_store("elasticsearch", path=path)
    opened = open_store("elasticsearch", path=path, url="http://127.0.0.1:1")
    opened.close()
