"""Stores to test, documents to put into them, and a naive answer to compare with."""

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from config.clock import BEIJING
from index.codes import fold_code, is_url
from index.contract import Answer, Hit, Query, Store
from index.fields import FIELDS, date_bound
from index.stores.elastic import ElasticStore
from index.stores.sqlite import SqliteStore
from index.tokens import phrases, tokens

Documents = dict[str, dict[str, Any]]

ES_URL = os.environ.get("ES_URL")
STORES = [pytest.param("sqlite"), pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]


def _address() -> str:
    if ES_URL:
        return ES_URL
    if os.environ.get("CI") == "true":
        pytest.fail("ES_URL is not set: the tests need a real Elasticsearch (scripts/elasticsearch start)")
    pytest.skip("ES_URL is not set: run scripts/elasticsearch start and set it")


@contextmanager
def _clean_prefix(name: str) -> Iterator[tuple[str, str]]:
    """Give the cluster's address and a prefix of its own, and remove what was made under it."""
    url = _address()
    prefix = f"test-{os.getpid()}-{name}"
    try:
        yield url, prefix
    finally:
        with Elasticsearch(url) as client:
            found = client.indices.get(index=f"{prefix}-*", features=["aliases"]).body
            for index in found:
                client.indices.delete(index=index)


def _opened(kind: str, folder: Path, name: str) -> Iterator[Store]:
    if kind == "sqlite":
        yield SqliteStore(folder / "index.sqlite", busy_seconds=0.2)
        return
    with _clean_prefix(name) as (url, prefix):
        store = ElasticStore(url, prefix)
        yield store
        store.close()


@pytest.fixture
def elastic_prefix() -> Iterator[tuple[str, str]]:
    with _clean_prefix("own") as place:
        yield place


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    yield from _opened(request.param, tmp_path, "empty")


@pytest.fixture(scope="session", params=STORES)
def full(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, documents: Documents
) -> Iterator[Store]:
    """A store of each kind that holds `documents` as findings; for reading only."""
    for store in _opened(request.param, tmp_path_factory.mktemp("index"), "full"):
        result = store.put("findings", documents.items())
        assert (result.indexed, result.rejected) == (len(documents), ())
        yield store


BRANDS = ("澜石", "榉光", "HAOYU", "臺灣松月", "Bjørn")
GOODS = ("电热水壶", "移动电源", "儿童三轮车", "燃气灶", "电动自行车头盔", "插座", "壶")
WORDS = ("家用", "大容量", "快充", "不锈钢", "新款", "防干烧", "正品", "便携", "１５００Ｗ", "GB 4706.1")
MODELS = ("KFR-123GW", "KFR-1234GW", "DK15A", "XY/T-8", "20000mAh", "a1b2c3")


@pytest.fixture(scope="session")
def documents() -> Documents:
    """Several hundred findings, always the same."""
    chance = random.Random(20261122)
    first = datetime(2026, 11, 1, 15, 30, tzinfo=UTC)
    return {f"f{number:04d}": _finding(chance, number, first) for number in range(360)}


def _finding(chance: random.Random, number: int, first: datetime) -> dict[str, Any]:
    brand, goods, model = chance.choice(BRANDS), chance.choice(GOODS), chance.choice(MODELS)
    document: dict[str, Any] = {
        "title": " ".join([brand + goods, chance.choice(WORDS), model, chance.choice(WORDS)]),
        "summary": f"疑似未展示{chance.choice(['生产厂名', '厂址', '执行标准号'])}",
        "rule": chance.choice(["PD_MAKER_MISSING", "PD_ADDRESS_MISSING", "CCC_NO_MISSING"]),
        "severity": chance.choice(["critical", "high", "low"]),
        "severity_rank": chance.randint(1, 5),
        "standing": chance.choice(["in_force", "reference"]),
        "pending": chance.random() < 0.3,
        "platform": chance.choice(["streetmall", "127.0.0.3:8081", "gbkshop.example"]),
        "shop": f"{brand}旗舰店{number % 7}",
        "url": f"https://streetmall.example/item?id={5_000_000 + number}",
        "item_id": str(5_000_000 + number),
        "seller_code": f"9133{number % 40:04d}MA2K{number % 3:05d}X",
        "models": [model] if number % 5 else [model, "通用"],
        "seller_regions": [["990000", "990100"], ["990000", "990200"], []][number % 3],
        "captured_at": (first + timedelta(hours=chance.randint(0, 500), seconds=number)).isoformat(),
        "quotes": ["品牌：" + brand, "产地：见包装"],
        "evidence": [{"capture": f"{number:064x}", "quote": "见包装", "locator": "td"}],
    }
    if number % 4:
        document["price"] = f"{chance.randint(1, 300)}.{chance.randint(0, 99):02d}"
    if number % 6 == 0:
        document["certificate_numbers"] = [f"2026010712{number:06d}"]
    if number % 7 == 0:
        document["group"] = chance.choice(["kettle", "power_bank"])
    return document


@pytest.fixture(scope="session")
def naive(documents: Documents) -> Callable[[Query], Answer]:
    """Answers a query by looking at every document, the slow and obvious way."""
    return lambda query: naive_answer(documents, query)


def naive_answer(documents: Documents, query: Query) -> Answer:
    found = {name: {"id": name, **document} for name, document in documents.items() if _fits(document, query)}
    names = sorted(found)
    for field, direction in reversed(query.sort):
        present = [name for name in names if _single(field, found[name]) is not None]
        missing = [name for name in names if _single(field, found[name]) is None]
        present.sort(key=partial(_placed, field, found), reverse=direction == "desc")
        names = present + missing
    shown = names[query.offset : query.offset + query.size]
    return Answer(
        total=len(found),
        hits=tuple(Hit(id=name, document=_stored(found[name])) for name in shown),
        facets={field: _counted(found, field)[: query.facet_size] for field in query.facets},
        histogram=_days(found, query.histogram) if query.histogram else (),
    )


def _stored(document: dict[str, Any]) -> dict[str, Any]:
    moment = datetime.fromisoformat(document["captured_at"]).astimezone(UTC)
    return {**document, "captured_at": moment.isoformat(timespec="milliseconds")}


def _values(field: str, document: dict[str, Any]) -> list[Any]:
    value = document.get(field)
    if value is None:
        return []
    values = value if isinstance(value, list) else [value]
    return [str(one).lower() if isinstance(one, bool) else one for one in values]


def _placed(field: str, found: Documents, name: str) -> Any:
    return _single(field, found[name])


def _single(field: str, document: dict[str, Any]) -> Any:
    value = document.get(field)
    return float(value) if field == "price" and value is not None else value


def _fits(document: dict[str, Any], query: Query) -> bool:
    texts = [tokens(value) for field in FIELDS[query.kind] if field.searched for value in _values(field.name, document)]
    codes = {fold_code(value) for field in FIELDS[query.kind] if field.code for value in _values(field.name, document)}
    return (
        all(any(_has_phrase(text, phrase) for text in texts) for phrase in phrases(query.text))
        and all(
            fold_code(code) in codes or (not is_url(code) and any(_has_phrase(text, tokens(code)) for text in texts))
            for code in query.exact
        )
        and all(set(_values(name, document)) & set(values) for name, values in query.filters.items() if values)
        and not any(set(_values(name, document)) & set(values) for name, values in query.excludes.items())
        and all(_inside(name, document, bounds.low, bounds.high) for name, bounds in query.ranges.items())
    )


def _has_phrase(text: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    return any(text[place : place + len(phrase)] == phrase for place in range(len(text) - len(phrase) + 1))


def _inside(name: str, document: dict[str, Any], low: Any, high: Any) -> bool:
    if document.get(name) is None:
        return False
    if name == "captured_at":
        value: float = datetime.fromisoformat(document[name]).timestamp() * 1000
        low = None if low is None else date_bound(low, name, end=False)
        high = None if high is None else date_bound(high, name, end=True)
    else:
        value = float(document[name])
    return (low is None or value >= float(low)) and (high is None or value <= float(high))


def _counted(found: Documents, field: str) -> tuple[tuple[str, int], ...]:
    counts = Counter(value for document in found.values() for value in set(_values(field, document)))
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].encode())))


def _days(found: Documents, field: str) -> tuple[tuple[str, int], ...]:
    days = Counter(
        datetime.fromisoformat(document[field]).astimezone(BEIJING).date().isoformat()
        for document in found.values()
        if document.get(field)
    )
    return tuple(sorted(days.items()))
