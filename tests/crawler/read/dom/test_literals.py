"""Object literals as pages write them."""

import pytest

from crawler.read.dom.literals import LiteralError, read_called, read_literal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1}rest', {"a": 1}),
        ("{a: 1, 'b': 'x', c: [1, 2, ],}", {"a": 1, "b": "x", "c": [1, 2]}),
        (
            "{title: '\\u71c3\\u6c14\\x41', n: undefined, t: !0, f: !1}",
            {"title": "燃气A", "n": None, "t": True, "f": False},
        ),
        ("{f: function(){ return {a: 1, b: '}'} }, price: 39.9}", {"f": None, "price": 39.9}),
        ("{// a remark\n a: 1, /* {b: 2} */ c: 3}", {"a": 1, "c": 3}),
        ("{a: +new Date, b: location.host == 'x' ? 1 : 2, c: 'kept'}", {"a": None, "b": None, "c": "kept"}),
        ("{html: '<a href=\"x\">y</a>', n: -1.5e2, h: 0x1F}", {"html": '<a href="x">y</a>', "n": -150.0, "h": 31}),
        ("[{id: '007'}, {id: 8}]", [{"id": "007"}, {"id": 8}]),
        ("{a: `two\nlines`}", {"a": "two\nlines"}),
    ],
)
def test_literals_are_read(text: str, value: object) -> None:
    assert read_literal(text, 0)[0] == value


def test_the_end_is_where_the_literal_ends() -> None:
    text = "var a = {b: [1]}; var c = {d: 2};"
    value, end = read_literal(text, 8)

    assert value == {"b": [1]}
    assert text[end:] == "; var c = {d: 2};"


@pytest.mark.parametrize("text", ["{a: 1", "{a: function(){", "", "{" * 5000, "[1, ) 2]", "{a: )}", "{a: 1, b: [ ) ]}"])
def test_what_never_ends_is_refused(text: str) -> None:
    with pytest.raises(LiteralError):
        read_literal(text, 0)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ('x=(function(a,b){return {p:a,q:{s:b}}}("3.50",null));', {"p": "3.50", "q": {"s": None}}),
        ("x=(function (a) {a.k={};return {p:a,t:true};})({}, 2)", {"p": {}, "t": True}),
        ('x=(function(a){return {p:a,u:unknown}}("(;)"))', {"p": "(;)", "u": None}),
    ],
)
def test_functions_called_on_the_spot_return_their_data(text: str, data: object) -> None:
    assert [value for value, _ in read_called(text)] == [data]


@pytest.mark.parametrize(
    "text", ["(function(a){return {p:a", "(function(){return {p:1}})", "(function(a){var b=1})(2)"]
)
def test_functions_that_return_no_data_on_the_spot_are_passed_over(text: str) -> None:
    assert list(read_called(text)) == []
