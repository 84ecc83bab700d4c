"""How text is cut and highlighted."""

import sqlite3
from itertools import pairwise

import pytest
from elasticsearch import Elasticsearch
from hypothesis import given, settings
from hypothesis import strategies as st

from index.tokens import fold, highlight, joined, joined_values, phrases, tokens

CUT = {
    "臺灣產電熱水壺": "台 湾 产 电 热 水 壶",
    "KFR-123GW": "kfr 123 gw",
    "ＧＢ４７０６．１－２０２４": "gb 4706 1 2024",
    "3C认证20㎡": "3 c 认 证 20 m 2",
    "Café CAFE\u0301 cafe": "cafe cafe cafe",
    "ﾊﾞ バ": "ハ ハ",
    "〇 々": "〇 々",
    "Straße ſ ς": "strasse s σ",
    "乾燥 乾坤": "干 燥 干 坤",
    "🙂，。!_": "",
    "": "",
}


@pytest.mark.parametrize(("text", "expected"), CUT.items())
def test_text_is_cut(text: str, expected: str) -> None:
    assert joined(text) == expected


def test_a_part_is_cut_as_inside_the_whole() -> None:
    whole = tokens("臺灣乾坤壺KFR-123GW燃气")
    for part in ("乾", "壺KFR", "123GW燃"):
        assert " ".join(tokens(part)) in " ".join(whole)


def test_no_phrase_crosses_values() -> None:
    assert joined_values(["电热", "", "水壶"]) == "电 热 _ 水 壶"


def test_words_are_phrases_and_quotes_hold_together() -> None:
    assert phrases("“电热 水壶” KFR-12，KFR-12 ，！") == (("电", "热", "水", "壶"), ("kfr", "12"))


def test_a_rare_letter_is_a_token_every_engine_knows() -> None:
    assert tokens("𬬻 Bjørn") == ("u2cb3b", "bj", "u00f8", "rn")


HIGHLIGHTED = {
    ("臺灣產電熱水壺 KFR-123GW", "电热水壶"): ["電熱水壺"],
    ("臺灣產電熱水壺 KFR-123GW", "kfr123gw 台湾"): ["臺灣", "KFR-123GW"],
    ("KFR-1234GW", "kfr123"): [],
    ("面积２０㎡，净重", "20m2"): ["２０㎡"],
    ("CAFE\u0301 de", "café"): ["CAFE\u0301"],
    ("电热电热", "电热"): ["电热电热"],
    ("水壶 水", "壶 水"): ["水壶", "水"],
    ("<b>水壶</b>", "b 壶"): ["b", "壶", "b"],
    ("水壶", ""): [],
    ("", "水"): [],
}


@pytest.mark.parametrize(("asked", "expected"), HIGHLIGHTED.items())
def test_highlight_gives_spans_of_the_original(asked: tuple[str, str], expected: list[str]) -> None:
    original, query = asked
    assert [original[start:end] for start, end in highlight(original, query)] == expected


@settings(derandomize=True)
@given(st.text(max_size=40), st.text(max_size=8))
def test_highlight_stays_inside_and_in_order(original: str, query: str) -> None:
    spans = highlight(original, query)
    assert all(0 <= start < end <= len(original) for start, end in spans)
    assert all(before[1] < after[0] for before, after in pairwise(spans))


@settings(derandomize=True)
@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert tokens(fold(text)) == tokens(text)


@settings(max_examples=200, derandomize=True)
@given(st.text(max_size=60))
def test_the_embedded_engine_keeps_our_tokens(text: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE t USING fts5(words, tokenize = \"unicode61 remove_diacritics 0 tokenchars '_'\")"
    )
    connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab('t', 'instance')")
    connection.execute("INSERT INTO t VALUES (?)", (joined_values([text, text]),))
    kept = [term for (term,) in connection.execute('SELECT term FROM v ORDER BY "offset"')]
    connection.close()
    assert tuple(kept) == tuple(joined_values([text, text]).split())


@pytest.mark.elasticsearch
def test_the_server_keeps_our_tokens(elastic_prefix: tuple[str, str]) -> None:
    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(st.lists(st.text(max_size=40), min_size=20, max_size=40))
    def check(texts: list[str]) -> None:
        ours = " ".join(joined(text) for text in texts)
        if ours.strip():
            answer = client.indices.analyze(analyzer="standard", text=ours)
            assert [token["token"] for token in answer["tokens"]] == ours.split()

    with Elasticsearch(elastic_prefix[0]) as client:
        check()


@pytest.mark.elasticsearch
def test_what_people_type_into_kibana_is_cut_alike(elastic_prefix: tuple[str, str]) -> None:
    with Elasticsearch(elastic_prefix[0]) as client:
        answer = client.indices.analyze(analyzer="standard", text="家用电热水壶")
    assert [token["token"] for token in answer["tokens"]] == list(tokens("家用电热水壶"))
