"""Quotes are found as a person would find them, in text and in dead captures, whole or in pieces."""

from datetime import UTC, datetime

import pytest

from app.web.evidence import find_passages
from app.web.inert import render_inert, visible_text
from app.web.quotes import find_quote, quote_spans
from crawler.records import Fragment, RawPage

LABELS = "首页 型号 大全\n" + "广告" * 800 + "\n霜原电热水壶 1.5L\n品牌 霜原\n型号 SY-15A\n颜色 白"


def make_page(body: bytes, **changes: object) -> RawPage:
    values: dict[str, object] = {
        "platform": "beiji",
        "url": "https://www.beiji.example/item/1",
        "captured_at": datetime(2026, 12, 3, tzinfo=UTC),
        "sha256": "0" * 64,
        "body": body,
        "fetched": "http",
    }
    return RawPage.model_validate(values | changes)


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("型号：SY-15A。", "SY-15A", "SY-15A"),
        ("证书 编号\n见详情", "证书编号 见详情", "证书 编号\n见详情"),
        ("价格 ¥39", "a.*", None),
        ("价格", "   ", None),
        ("abc", "ABC", None),
    ],
)
def test_blanks_count_for_nothing(text: str, quote: str, found: str | None) -> None:
    span = find_quote(text, quote)
    assert (text[slice(*span)] if span else None) == found


def test_a_quote_put_together_is_marked_where_its_pieces_stand_together() -> None:
    spans = quote_spans(LABELS, "霜原电热水壶 1.5L｜已读到的栏目：品牌、型号、颜色")
    assert [LABELS[start:end] for start, end in spans] == ["霜原电热水壶 1.5L", "品牌", "型号", "颜色"]
    assert spans[2][0] > 1600


SHOWN = "霜原电热水壶 SY-15A 白色\n首页 型号 大全 品牌 霜原\n\n型号\nSY-15A\n颜色\n白\n相似：SY-15A"


@pytest.mark.parametrize(
    ("quote", "marked", "behind"),
    [
        ("型号：SY-15A", "型号\nSY-15A", "大全"),
        ("颜色：白", "颜色\n白", "SY-15A\n"),
        ("品牌：霜原", "品牌 霜原", "大全"),
        ("首页：SY-15A", "SY-15A", "型号\n"),
    ],
)
def test_a_value_read_under_a_label_is_marked_behind_that_label(quote: str, marked: str, behind: str) -> None:
    ((start, end),) = quote_spans(SHOWN, quote)
    assert SHOWN[start:end] == marked
    assert behind in SHOWN[max(0, start - 12) : start]


def test_a_value_without_its_label_is_marked_where_it_stands() -> None:
    assert quote_spans(SHOWN, "货号：SY-15A") == [(7, 13)]


def test_the_dead_page_marks_the_cell_and_not_the_title() -> None:
    page = "<h1>霜原电热水壶 SY-15A</h1><table><tr><td>型号</td><td>SY-15A</td></tr></table>"
    shown = render_inert(page, ("型号：SY-15A",))
    assert "<h1>霜原电热水壶 SY-15A</h1>" in shown
    assert '<td><mark id="quote">型号</mark></td><td><mark>SY-15A</mark></td>' in shown


def test_a_remark_behind_the_quote_is_not_looked_for() -> None:
    assert quote_spans("现价 ¥39 包邮", "¥39（数量 1，单价 39.00 元/台）") == [(3, 6)]


def test_passage_shows_what_stands_around() -> None:
    body = f"<p>{'前' * 300}</p><p>证书编号：<b>见 详情</b></p><p>{'后' * 300}</p>".encode("gb18030")
    (passage,) = find_passages(make_page(body), "证书编号：见详情")
    assert ("证书编号：见 详情", True) in passage.pieces
    assert passage.pieces[0] == ("…", False)
    assert passage.where == "页面正文"


@pytest.mark.parametrize(
    ("page", "where"),
    [
        (make_page(b'<script type="application/ld+json">{"mpn": "SY-15A"}</script><p>x</p>'), "页面源代码"),
        (
            make_page(
                b"<p>x</p>", fragments=(Fragment(url="https://x.example/d", kind="frame", body=b"<p>SY-15A</p>"),)
            ),
            "页面片段",
        ),
        (
            make_page(
                b"<p>x</p>", fragments=(Fragment(url="https://x.example/a", kind="api", body=b'{"m":"SY-15A"}'),)
            ),
            "页面片段",
        ),
    ],
)
def test_quotes_out_of_sight_are_found_in_source_and_fragments(page: RawPage, where: str) -> None:
    assert find_passages(page, "SY-15A")[0].where == where


def test_a_quote_that_is_nowhere_has_no_passage() -> None:
    assert find_passages(make_page(b"<p>x</p>"), "SY-15A") == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "<",
        "<!-- -->",
        "<p>" * 3000 + "深",
        "<table><tr><td>" * 500,
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
        "<a href='java\tscript:alert(1)'>x</a><form action=//away.example><input type=hidden name=a>",
        "<p style='background:url(//away.example/x);position:fixed;color:red'>x</p>",
        "<plaintext><script>alert(1)</script>",
        "<title></title><script>alert(1)</script>",
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    ],
)
def test_whatever_is_captured_is_shown_dead(text: str) -> None:
    body = render_inert(text, ("x",)).partition("<body>")[2].lower()
    for wrong in (
        "<script",
        "<svg",
        "<math",
        '<img src="',
        "<form",
        "<input",
        "<noscript",
        "href=",
        "url(",
        "position",
    ):
        assert wrong not in body
    assert "<script" not in visible_text(text) or "&lt;script" in text


def test_dead_page_keeps_text_tables_and_harmless_style() -> None:
    text = '<table><tr><td colspan="2" onclick="x()" style="color:red;behavior:url(x)">型号</td></tr></table>'
    assert '<td colspan="2" style="color:red">型号</td>' in render_inert(text)
