"""What only the server store can meet: being away, refusing, shards, indices left behind."""

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from elasticsearch import BadRequestError, Elasticsearch

from config.errors import StoreUnavailable
from index.contract import Answer, Document, Kind, Query
from index.stores import elastic
from index.stores.elastic import ElasticStore
from index.stores.elastic_mapping import source

Place = tuple[str, str]


def one_line(error: pytest.ExceptionInfo[StoreUnavailable]) -> str:
    text = str(error.value)
    assert "\n" not in text
    assert len(text) < 700
    return text


@contextmanager
def _answering(status: int, body: bytes, headers: dict[str, str], hold: threading.Event | None = None) -> Iterator[str]:
    """A loopback server that says the same to everybody, or nothing until `hold` is set."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if hold:
                hold.wait(10)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        if hold:
            hold.set()
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_server_that_is_away_is_named_without_its_password() -> None:
    store = ElasticStore("http://staff:secret@127.0.0.1:1")
    for ask in (
        lambda: store.put("findings", [("a", {})]),
        lambda: store.update("findings", [("a", {})]),
        lambda: store.get("findings", "a"),
        lambda: store.search(Query(kind="findings")),
        lambda: list(store.export(Query(kind="findings"))),
        lambda: store.rebuild("findings").__enter__(),
        store.health,
    ):
        with pytest.raises(StoreUnavailable) as error:
            ask()
        assert "127.0.0.1:1" in one_line(error)
        assert "secret" not in str(error.value)
    store.close()


def test_a_wrong_address_is_named() -> None:
    with pytest.raises(StoreUnavailable, match="nowhere"):
        ElasticStore("nowhere")


def test_a_busy_server_is_named() -> None:
    body = b'{"error": {"type": "es_rejected_execution_exception", "reason": "queue is full"}, "status": 429}'
    headers = {
        "X-Elastic-Product": "Elasticsearch",
        "Content-Type": "application/vnd.elasticsearch+json;compatible-with=8",
    }
    with _answering(429, body, headers) as url:
        store = ElasticStore(url)
        with pytest.raises(StoreUnavailable, match=r"429.*queue is full") as error:
            store.search(Query(kind="findings"))
        one_line(error)
        store.close()


def test_another_kind_of_server_is_named() -> None:
    with _answering(200, b"<html>hello</html>", {"Content-Type": "text/html"}) as url:
        store = ElasticStore(url)
        with pytest.raises(StoreUnavailable) as error:
            store.search(Query(kind="findings"))
        assert url in one_line(error)
        store.close()


def test_a_silent_server_is_given_up() -> None:
    with _answering(200, b"{}", {}, threading.Event()) as url:
        store = ElasticStore(url, request_seconds=0.1)
        with pytest.raises(StoreUnavailable) as error:
            store.search(Query(kind="findings"))
        assert "没有答复" in one_line(error)
        store.close()


@pytest.fixture
def place(elastic_prefix: Place) -> Place:
    return elastic_prefix


@pytest.fixture
def store(place: Place) -> Iterator[ElasticStore]:
    opened = ElasticStore(*place)
    yield opened
    opened.close()


@pytest.fixture
def client(place: Place) -> Iterator[Elasticsearch]:
    with Elasticsearch(place[0]) as opened:
        yield opened


@pytest.mark.elasticsearch
def test_a_read_only_index_refuses_and_publishing_again_completes(
    store: ElasticStore, client: Elasticsearch, place: Place
) -> None:
    store.put("findings", [("a", {"title": "插座"})])
    client.indices.put_settings(index=f"{place[1]}-findings", settings={"index.blocks.read_only_allow_delete": True})
    with pytest.raises(StoreUnavailable, match=r"拒绝写入.*read-only") as error:
        store.put("findings", [("b", {"title": "插座"})])
    one_line(error)
    with pytest.raises(StoreUnavailable):
        store.update("findings", [("a", {"title": "壶"})])
    assert store.search(Query(kind="findings")).total == 1
    client.indices.put_settings(index=f"{place[1]}-findings", settings={"index.blocks.read_only_allow_delete": None})
    assert store.put("findings", [("b", {"title": "插座"})]).indexed == 1
    assert store.search(Query(kind="findings")).total == 2


@pytest.mark.elasticsearch
def test_the_server_itself_is_strict(store: ElasticStore, client: Elasticsearch, place: Place) -> None:
    store.put("findings", [("a", {"title": "插座"})])
    with pytest.raises(BadRequestError):
        client.index(index=f"{place[1]}-findings", id="b", document={"id": "b", "colour": "red"})


@pytest.mark.elasticsearch
def test_what_the_server_refuses_is_reported(store: ElasticStore, monkeypatch: pytest.MonkeyPatch) -> None:
    real = source
    monkeypatch.setattr(elastic, "source", lambda one: {**real(one), **({"colour": "red"} if one.id == "b" else {})})
    result = store.put("findings", [("a", {}), ("b", {}), ("c", {})])
    assert result.indexed == 2
    assert [(one.id, "colour" in one.reason) for one in result.rejected] == [("b", True)]


@pytest.mark.elasticsearch
def test_an_index_of_another_layout_asks_for_a_rebuild(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("index.stores.elastic_mapping.fingerprint", lambda _: "another")
        patched.setattr("index.stores.elastic.fingerprint", lambda _: "another")
        old = ElasticStore(*place)
        old.put("findings", [("a", {"title": "插座"})])
        old.close()
    store = ElasticStore(*place)
    for ask in (lambda: store.put("findings", []), lambda: store.search(Query(kind="findings"))):
        with pytest.raises(StoreUnavailable, match="goodswatch rebuild"):
            ask()
    assert store.health()["kinds"]["findings"]["current"] is False
    with store.rebuild("findings") as building:
        building.put([("b", {"title": "壶"})])
    assert [hit.id for hit in store.export(Query(kind="findings"))] == ["b"]
    assert store.health()["kinds"]["findings"]["current"] is True
    store.close()


@pytest.mark.elasticsearch
def test_a_rebuild_that_died_is_cleared_away_and_one_taken_over_from_is_refused(
    store: ElasticStore, client: Elasticsearch, place: Place
) -> None:
    first = store.rebuild("findings")
    building = first.__enter__()
    building.put([("a", {})])
    with store.rebuild("findings") as second:
        second.put([("b", {})])
    with pytest.raises(StoreUnavailable):
        building.put([("c", {})])
    with pytest.raises(StoreUnavailable, match="取代"):
        first.__exit__(None, None, None)
    assert [hit.id for hit in store.export(Query(kind="findings"))] == ["b"]
    with store.rebuild("findings") as third:
        third.put([("d", {})])
    left = client.indices.get(index=f"{place[1]}-findings-*", features=["aliases"]).body
    assert len(left) == 2
    assert sorted(alias for index in left.values() for alias in index["aliases"]) == [f"{place[1]}-findings"]


@pytest.mark.elasticsearch
def test_a_lost_alias_makes_no_index_with_guessed_mappings(
    store: ElasticStore, client: Elasticsearch, place: Place
) -> None:
    store.put("findings", [("a", {})])
    client.indices.delete_alias(index=f"{place[1]}-findings-000001", name=f"{place[1]}-findings")
    with pytest.raises(StoreUnavailable):
        store.put("findings", [("b", {})])
    with pytest.raises(StoreUnavailable, match="goodswatch rebuild"):
        store.search(Query(kind="findings"))
    with store.rebuild("findings") as building:
        building.put([("b", {})])
    assert store.search(Query(kind="findings")).total == 1


@pytest.mark.elasticsearch
def test_two_people_deciding_at_once_lose_nothing(store: ElasticStore, place: Place) -> None:
    store.put("findings", [("a", {"title": "插座"})])
    fields = ("review", "review_reason", "reviewed_by", "state")

    def change(field: str) -> None:
        own = ElasticStore(*place)
        for number in range(5):
            own.update("findings", [("a", {field: f"{field}{number}"})])
        own.close()

    threads = [threading.Thread(target=change, args=(field,)) for field in fields]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = store.get("findings", "a")
    assert kept is not None
    assert {field: kept[field] for field in fields} == {field: f"{field}4" for field in fields}


@pytest.mark.elasticsearch
def test_a_writer_overtaken_many_times_still_gets_through(
    store: ElasticStore, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put("findings", [("a", {"title": "插座"})])
    rival = ElasticStore(*place)
    overtaken = itertools.count(1)
    look = store._present

    def look_and_be_overtaken(kind: Kind, identifiers: list[str]) -> dict[str, tuple[Document, dict[str, int]]]:
        present = look(kind, identifiers)
        if (number := next(overtaken)) <= 15:
            rival.update("findings", [("a", {"reviewed_by": f"张{number}"})])
        return present

    monkeypatch.setattr(store, "_present", look_and_be_overtaken)
    assert store.update("findings", [("a", {"review": "属实"})]).indexed == 1
    rival.close()
    monkeypatch.undo()
    kept = store.get("findings", "a")
    assert kept is not None
    assert (kept["review"], kept["reviewed_by"]) == ("属实", "张15")


@pytest.mark.elasticsearch
def test_several_shards_count_and_carry_over_alike(
    place: Place, documents: dict[str, dict[str, Any]], naive: Callable[[Query], Answer]
) -> None:
    store = ElasticStore(*place, shards=3)
    store.put("findings", [("before", {"title": "旧"})])
    half = dict(list(documents.items())[:180])
    with store.rebuild("findings") as building:
        building.put(half.items())
        store.put("findings", ((name, document) for name, document in documents.items() if name not in half))
    query = Query(
        kind="findings", facets=("shop", "models"), facet_size=5, histogram="captured_at", sort=(("shop", "asc"),)
    )
    assert store.search(query).model_copy(update={"after": None}) == naive(query)
    assert tuple(store.export(query)) == naive(query.model_copy(update={"size": 1000})).hits
    store.close()
