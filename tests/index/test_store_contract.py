"""What every store must do, whichever engine is behind it."""

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.errors import InputRejected
from index.contract import Answer, Query, Range, Store
from index.tokens import joined, phrases

Naive = Callable[[Query], Answer]


def same(answer: Answer, expected: Answer) -> None:
    """Compare everything but the cursor, which is the store's own."""
    assert answer.model_copy(update={"after": None}) == expected


BY_ID = (("item_id", "asc"),)

TEXTS = {
    # designed
    "one character": "壶",
    "two characters": "燃气",
    "four characters": "电热水壶",
    "many characters": "电动自行车头盔",
    "not in this order": "水热电壶",
    "traditional input": "電熱水壺",
    "traditional text": "台湾松月",
    "full width": "ＨＡＯＹＵ　１５００Ｗ",
    "lower case": "haoyu",
    "model": "KFR-123GW",
    "model in lower case with a blank": "kfr 123gw",
    "model without hyphen": "KFR123GW",
    "longer model": "KFR-1234GW",
    "part of a number": "12",
    "model with slash": "xy/t-8",
    "two words": "快充 插座",
    "quoted words are one phrase": "“旗舰 店”",
    "standard number": "GB4706.1",
    "word and shop": "澜石旗舰店3 壶",
    "punctuation only": "？！ --",
    "across two values": "石产地",
    "letters beyond ASCII": "bjørn",
    "nothing has it": "锂电池",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_text_finds_what_holds_every_phrase(full: Store, naive: Naive, text: str) -> None:
    query = Query(kind="findings", text=text, sort=BY_ID, size=400)
    same(full.search(query), naive(query))


def test_texts_are_told_apart(full: Store) -> None:
    def total(text: str) -> int:
        return full.search(Query(kind="findings", text=text)).total

    assert total("KFR-123GW") == total("kfr 123gw") == total("KFR123GW") > 0
    assert total("水热电壶") == total("石产地") == total("12") == 0
    assert total("壶") > total("电热水壶") == total("電熱水壺") > 0


EXACT = {
    "url": ("https://streetmall.example/item?id=5000007",),
    "url with tracking": ("http://streetmall.example/item?spm=a1.b2&id=5000007&utm_source=x",),
    "url of nothing": ("https://streetmall.example/item?id=500000",),
    "item id": ("5000007",),
    "part of an item id": ("500000",),
    "credit code": ("91330012MA2K00000X",),
    "credit code in lower case": ("91330012ma2k00000x",),
    "certificate number": ("2026010712000012",),
    "certificate number with blanks": ("2026 0107 1200 0012",),
    "model": ("kfr123gw",),
    "model and item": ("5000007", "KFR-123GW"),
    "name that stands in the text": ("旗舰店3",),
}


@pytest.mark.parametrize("codes", EXACT.values(), ids=EXACT)
def test_identifiers_are_found_exactly(full: Store, naive: Naive, codes: tuple[str, ...]) -> None:
    query = Query(kind="findings", exact=codes, sort=BY_ID, size=400)
    same(full.search(query), naive(query))


def test_an_identifier_finds_its_document_and_no_longer_one(full: Store) -> None:
    def ids(code: str) -> list[str]:
        return [hit.id for hit in full.search(Query(kind="findings", exact=(code,))).hits]

    assert ids("https://streetmall.example/item?id=5000007&spm=1") == ids("5000007") == ["f0007"]
    assert ids("2026010712000012") == ["f0012"]
    assert ids("500000") == []


FILTERS: dict[str, dict[str, Any]] = {
    "one value": {"filters": {"platform": ("streetmall",)}},
    "two values": {"filters": {"severity": ("critical", "low")}},
    "list field": {"filters": {"seller_regions": ("990100",)}},
    "boolean": {"filters": {"pending": ("true",)}},
    "no value asked": {"filters": {"platform": ()}},
    "unknown value": {"filters": {"platform": ("nowhere",)}},
    "exclude": {"excludes": {"standing": ("reference",), "pending": ("true",)}},
    "exclude where most have none": {"excludes": {"group": ("kettle",)}},
    "exclude in a list": {"excludes": {"models": ("通用",)}},
    "number range": {"ranges": {"price": Range(low="10.5", high=100)}},
    "open range": {"ranges": {"price": Range(low=250)}},
    "has a value": {"ranges": {"price": Range()}},
    "day in Beijing": {"ranges": {"captured_at": Range(low="2026-11-05", high="2026-11-05")}},
    "moments": {"ranges": {"captured_at": Range(low="2026-11-05T00:00:00+00:00", high="2026-11-09T08:00:00+08:00")}},
    "all together": {
        "text": "壶",
        "filters": {"platform": ("streetmall", "gbkshop.example")},
        "excludes": {"pending": ("true",)},
        "ranges": {"price": Range(high=200)},
    },
}


@pytest.mark.parametrize("asked", FILTERS.values(), ids=FILTERS)
def test_filters_facets_and_days_agree_with_the_documents(full: Store, naive: Naive, asked: dict[str, Any]) -> None:
    query = Query(
        kind="findings",
        **asked,
        facets=("rule", "platform", "shop", "pending", "models", "seller_regions", "group", "item_id"),
        facet_size=25,
        histogram="captured_at",
        sort=(("captured_at", "desc"),),
        size=15,
    )
    same(full.search(query), naive(query))


SORTS = {
    "amount up": (("price", "asc"),),
    "amount down": (("price", "desc"),),
    "word, then amount": (("platform", "desc"), ("price", "asc")),
    "often missing": (("group", "desc"), ("captured_at", "asc")),
    "missing up": (("group", "asc"),),
    "Chinese": (("shop", "asc"),),
    "many equal": (("severity", "asc"),),
}


@pytest.mark.parametrize("sort", SORTS.values(), ids=SORTS)
def test_sorted_alike_by_page_and_by_cursor(full: Store, naive: Naive, sort: tuple[tuple[str, Any], ...]) -> None:
    everything = Query(kind="findings", sort=sort, size=1000)
    expected = [hit.id for hit in naive(everything).hits]
    assert [hit.id for hit in full.search(everything).hits] == expected
    assert [hit.id for hit in full.search(everything.model_copy(update={"offset": 100, "size": 30})).hits] == expected[
        100:130
    ]

    seen: list[str] = []
    query = everything.model_copy(update={"size": 37})
    while True:
        answer = full.search(query)
        assert answer.total == len(expected)
        seen += [hit.id for hit in answer.hits]
        if answer.after is None:
            break
        query = query.model_copy(update={"after": answer.after})
    assert seen == expected
    assert [hit.id for hit in full.export(everything)] == expected


def test_without_an_order_the_better_match_comes_first(store: Store) -> None:
    store.put(
        "findings",
        [
            ("a", {"title": "插座 转换器 家用 大容量 多孔 正品 新款 白色 五米", "summary": "疑似"}),
            ("b", {"title": "插座", "quotes": ["插座", "插座"]}),
        ],
    )
    assert [hit.id for hit in store.search(Query(kind="findings", text="插座")).hits] == ["b", "a"]


def test_export_without_an_order_goes_by_id(full: Store, naive: Naive) -> None:
    query = Query(kind="findings", filters={"severity": ("high",)})
    expected = naive(query.model_copy(update={"size": 1000})).hits
    assert tuple(full.export(query)) == expected


WRONG: dict[str, dict[str, Any]] = {
    "unknown filter": {"filters": {"colour": ("red",)}},
    "filter by a text": {"filters": {"title": ("a",)}},
    "unknown facet": {"facets": ("colour",)},
    "facet of a number": {"facets": ("price",)},
    "sort by a list": {"sort": (("models", "asc"),)},
    "sort by what is only kept": {"sort": (("evidence", "asc"),)},
    "range of words": {"ranges": {"platform": Range(low="a")}},
    "range without a number": {"ranges": {"price": Range(low="cheap")}},
    "range without a date": {"ranges": {"captured_at": Range(low="2026-02-30")}},
    "time without a zone": {"ranges": {"captured_at": Range(low="2026-02-03T10:00:00")}},
    "histogram of a word": {"histogram": "platform"},
    "boolean in words": {"filters": {"pending": ("ja",)}},
    "too deep": {"offset": 9_990, "size": 20},
    "cursor without an order": {"after": "abc"},
    "damaged cursor": {"after": "abc", "sort": (("price", "asc"),)},
    "too many words": {"text": " ".join(f"w{number}" for number in range(70))},
}


@pytest.mark.parametrize("asked", WRONG.values(), ids=WRONG)
def test_a_wrong_question_is_refused(full: Store, asked: dict[str, Any]) -> None:
    with pytest.raises(InputRejected):
        full.search(Query(kind="findings", **asked))


def test_a_cursor_of_another_order_is_refused(full: Store) -> None:
    after = full.search(Query(kind="findings", sort=(("price", "asc"),), size=5)).after
    with pytest.raises(InputRejected):
        full.search(Query(kind="findings", sort=(("price", "desc"),), size=5, after=after))


REJECTED: dict[str, tuple[str, dict[str, Any]]] = {
    "unknown field": ("r1", {"colour": "red"}),
    "number for a word": ("r2", {"platform": 5}),
    "list for a word": ("r3", {"platform": ["a"]}),
    "word for a list": ("r4", {"models": "a"}),
    "no number": ("r5", {"price": "12元"}),
    "not finite": ("r6", {"price": float("inf")}),
    "boolean for a number": ("r7", {"price": True}),
    "no date": ("r8", {"captured_at": "yesterday"}),
    "time without a zone": ("r9", {"captured_at": "2026-11-22T10:00:00"}),
    "word for a boolean": ("r10", {"pending": "true"}),
    "not JSON": ("r11", {"evidence": {1, 2}}),
    "half a character": ("r12", {"title": "\ud800"}),
    "overlong word": ("r13", {"platform": "长" * 20_000}),
    "no id": ("", {"platform": "a"}),
    "another id inside": ("r14", {"id": "r15"}),
    "huge": ("r16", {"evidence": "a" * 6_000_000}),
}


def test_every_rejected_document_is_reported_and_the_others_are_kept(store: Store) -> None:
    good: list[tuple[str, dict[str, Any]]] = [(f"g{number}", {"title": "插座", "price": "1.50"}) for number in range(3)]
    result = store.put("findings", [good[0], *REJECTED.values(), *good[1:]])
    assert result.indexed == 3
    assert [one.id for one in result.rejected] == [identifier for identifier, _ in REJECTED.values()]
    assert all(one.reason for one in result.rejected)
    assert store.search(Query(kind="findings")).total == 3


def test_putting_twice_keeps_one_and_the_later(store: Store) -> None:
    store.put("findings", [("a", {"title": "燃气灶"}), ("a", {"title": "插座"})])
    store.put("findings", [("a", {"title": "移动电源", "models": ["B1"]})])
    assert store.search(Query(kind="findings", text="移动电源")).total == 1
    assert store.search(Query(kind="findings", text="插座")).total == 0
    assert store.get("findings", "a") == {"id": "a", "title": "移动电源", "models": ["B1"]}


def test_kinds_are_kept_apart(store: Store) -> None:
    store.put("findings", [("a", {"title": "插座"})])
    store.put("listings", [("a", {"title": "燃气灶", "category_path": ["家电", "厨房"]})])
    assert store.search(Query(kind="listings", text="插座")).total == 0
    assert store.search(Query(kind="listings", text="厨房")).total == 1
    assert store.get("disclosures", "a") is None
    counted = {kind: state["documents"] for kind, state in store.health()["kinds"].items()}
    assert counted == {"findings": 1, "listings": 1, "disclosures": 0}


def test_update_changes_some_fields_and_reports_the_unknown(store: Store) -> None:
    store.put("findings", [("a", {"title": "插座", "review": "none", "models": ["B1"]}), ("b", {"title": "插座"})])
    result = store.update(
        "findings",
        [
            ("a", {"review": "dismissed", "review_reason": "同款不同店"}),
            ("nobody", {"review": "dismissed"}),
            ("b", {"colour": "red"}),
            ("a", {"review_reason": "赠品"}),
        ],
    )
    assert result.indexed == 2
    assert [one.id for one in result.rejected] == ["nobody", "b"]
    assert store.get("findings", "a") == {
        "id": "a",
        "title": "插座",
        "review": "dismissed",
        "models": ["B1"],
        "review_reason": "赠品",
    }
    assert store.search(Query(kind="findings", text="插座", excludes={"review": ("dismissed",)})).total == 1
    assert store.search(Query(kind="findings", text="赠品")).total == 1
    assert store.search(Query(kind="findings", text="同款")).total == 0
    assert store.search(Query(kind="findings", exact=("b1",), text="插座")).total == 1


def test_a_rebuild_takes_over_at_its_end_and_keeps_what_came_meanwhile(store: Store) -> None:
    store.put("findings", [(f"old{number}", {"title": "旧"}) for number in range(30)])
    before = store.health()["kinds"]["findings"]["version"]
    with store.rebuild("findings") as building:
        result = building.put([("new", {"title": "新"}), ("old1", {"title": "旧"}), ("bad", {"colour": "red"})])
        assert (result.indexed, len(result.rejected)) == (2, 1)
        assert store.search(Query(kind="findings", text="旧")).total == 30
        assert store.search(Query(kind="findings", text="新")).total == 0
        store.put("findings", [("meanwhile", {"title": "其间"})])
        store.update("findings", [("old1", {"review": "dismissed"})])
    assert sorted(hit.id for hit in store.export(Query(kind="findings"))) == ["meanwhile", "new", "old1"]
    kept = store.get("findings", "old1")
    assert kept is not None
    assert kept["review"] == "dismissed"
    assert store.health()["kinds"]["findings"]["version"] > before


def test_a_failed_rebuild_leaves_the_live_version(store: Store) -> None:
    def broken() -> Any:
        yield "new", {"title": "新"}
        raise RuntimeError("the sweep cannot be read")

    store.put("findings", [("a", {"title": "旧"})])
    with pytest.raises(RuntimeError), store.rebuild("findings") as building:
        building.put(broken())
    assert [hit.id for hit in store.export(Query(kind="findings"))] == ["a"]
    with store.rebuild("findings") as building:
        building.put([("b", {"title": "新"})])
    assert [hit.id for hit in store.export(Query(kind="findings"))] == ["b"]


def test_searching_during_rebuilds_never_sees_a_half(store: Store) -> None:
    store.put("findings", ((f"a{number}", {"title": "旧"}) for number in range(50)))
    totals: set[int] = set()
    ended = threading.Event()

    def search() -> None:
        while not ended.is_set():
            totals.add(store.search(Query(kind="findings")).total)

    searching = threading.Thread(target=search)
    searching.start()
    try:
        for _ in range(3):
            with store.rebuild("findings") as building:
                for start in range(0, 50, 10):
                    building.put((f"b{number}", {"title": "新"}) for number in range(start, start + 10))
    finally:
        ended.set()
        searching.join()
    assert totals == {50}


def test_an_export_shows_one_point_in_time(store: Store) -> None:
    store.put("findings", ((f"a{number:04d}", {"title": "旧"}) for number in range(1500)))
    exported = store.export(Query(kind="findings"))
    seen = [next(exported)]
    store.put("findings", [("a0003x", {"title": "新"}), ("a1400", {"title": "新"})])
    with store.rebuild("findings") as building:
        building.put([("z", {"title": "新"})])
    seen += exported
    assert [hit.id for hit in seen] == [f"a{number:04d}" for number in range(1500)]
    assert {hit.document["title"] for hit in seen} == {"旧"}
    assert store.search(Query(kind="findings")).total == 1


def test_an_export_left_early_harms_nobody(store: Store) -> None:
    store.put("findings", ((f"a{number}", {"title": "旧"}) for number in range(20)))
    exported = store.export(Query(kind="findings"))
    next(exported)
    exported.close()  # type: ignore[attr-defined]
    store.put("findings", [("b", {"title": "新"})])
    assert store.search(Query(kind="findings")).total == 21


def test_cursors_go_deeper_than_page_numbers(store: Store) -> None:
    numbers = list(range(10_450))
    random.Random(7).shuffle(numbers)
    store.put("findings", ((f"a{number:05d}", {"severity_rank": number % 3}) for number in numbers))
    query = Query(kind="findings", sort=(("severity_rank", "desc"),), size=5000)
    seen: list[str] = []
    while True:
        answer = store.search(query)
        seen += [hit.id for hit in answer.hits]
        if answer.after is None:
            break
        query = query.model_copy(update={"after": answer.after})
    assert seen == [f"a{number:05d}" for rank in (2, 1, 0) for number in range(10_450) if number % 3 == rank]


WORD = st.sampled_from(
    ["壶", "电热", "kfr", "123gw", "旗舰店", "疑似", "gb", "4706.1", "臺灣", "大容量", "1500w", "正 品", "无"]
)


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(WORD, max_size=3),
    exact=st.lists(st.sampled_from(["5000010", "KFR-1234GW", "2026010712000006", "91330003MA2K00000X"]), max_size=1),
    platforms=st.lists(st.sampled_from(["streetmall", "127.0.0.3:8081"]), max_size=2),
    refused=st.lists(st.sampled_from(["low", "high"]), max_size=1),
    regions=st.lists(st.sampled_from(["990000", "990200"]), max_size=1),
    price=st.tuples(st.none() | st.integers(0, 300), st.none() | st.integers(0, 300)),
    days=st.tuples(st.none() | st.integers(1, 20), st.none() | st.integers(1, 20)),
    sort=st.lists(
        st.tuples(
            st.sampled_from(["price", "group", "captured_at", "severity", "shop", "id"]),
            st.sampled_from(["asc", "desc"]),
        ),
        min_size=1,
        max_size=3,
        unique_by=lambda one: one[0],
    ),
    size=st.integers(0, 40),
    offset=st.integers(0, 60),
)
def test_any_query_is_answered_as_the_documents_say(
    full: Store,
    naive: Naive,
    words: list[str],
    exact: list[str],
    platforms: list[str],
    refused: list[str],
    regions: list[str],
    price: tuple[int | None, int | None],
    days: tuple[int | None, int | None],
    sort: list[tuple[str, Any]],
    size: int,
    offset: int,
) -> None:
    filters = {"platform": tuple(platforms), "seller_regions": tuple(regions)}
    low, high = (None if day is None else f"2026-11-{day:02d}" for day in days)
    query = Query(
        kind="findings",
        text=" ".join(words),
        exact=tuple(exact),
        filters={name: values for name, values in filters.items() if values},
        excludes={"severity": tuple(refused)} if refused else {},
        ranges={
            **({"price": Range(low=price[0], high=price[1])} if price != (None, None) else {}),
            **({"captured_at": Range(low=low, high=high)} if days != (None, None) else {}),
        },
        facets=("rule", "models", "pending", "shop"),
        histogram="captured_at",
        sort=tuple(sort),
        size=size,
        offset=offset,
    )
    same(full.search(query), naive(query))


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.text(min_size=1, max_size=30), min_size=12, max_size=12),
    place=st.integers(0, 11),
    cut=st.integers(0, 20),
)
def test_texts_in_any_script_are_found_by_any_part_of_them(
    store: Store, texts: list[str], place: int, cut: int
) -> None:
    store.put("findings", ((f"a{number}", {"title": text}) for number, text in enumerate(texts)))
    part = texts[place][cut : cut + 3]
    expected = [
        f"a{number}"
        for number, text in enumerate(texts)
        if all(f" {' '.join(phrase)} " in f" {joined(text)} " for phrase in phrases(part))
    ]
    answer = store.search(Query(kind="findings", text=part, sort=(("id", "asc"),), size=20))
    assert [hit.id for hit in answer.hits] == sorted(expected)
