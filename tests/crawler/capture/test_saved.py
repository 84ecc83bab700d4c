"""Saved pages: which files, which address and time, and the import of them."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.clock import fixed_clock
from config.errors import PageError
from crawler.capture.folder import verify_chain
from crawler.capture.saved import find_saved, import_saved, load_saved
from crawler.platforms import PlatformDeclaration, UrlPattern

CLOCK = fixed_clock(datetime(2026, 12, 5, 12, 0, tzinfo=UTC))
MARK = "<!-- saved from url=({:04d}){} -->"
LINK = "https://shop.example.cn/goods/7"


def html(head: str = "", body: str = "<h1>灯具</h1>", before: str = "") -> str:
    return f"<!doctype html>\n{before}\n<html><head>{head}</head><body>{body}</body></html>"


def mark(url: str) -> str:
    return MARK.format(len(url), url)


CANONICAL = f'<link rel="canonical" href="{LINK}?c=1">'
OG = f'<meta property="og:url" content="{LINK}?o=1">'
ADDRESSES = [
    # designed
    ("nothing names it", html(), None, None, (None, None)),
    ("og:url", html(OG), None, None, (f"{LINK}?o=1", "og_url")),
    ("canonical before og:url", html(OG + CANONICAL), None, None, (f"{LINK}?c=1", "canonical")),
    ("the mark before canonical", html(CANONICAL, before=mark(LINK)), None, None, (LINK, "saved_from")),
    ("the option before the mark", html(before=mark(LINK)), "http://a.cn/1", None, ("http://a.cn/1", "option")),
    ("the sidecar before all", html(before=mark(LINK)), "http://a.cn/1", "http://b.cn/2", ("http://b.cn/2", "sidecar")),
    (
        "canonical without scheme",
        html('<link href="//m.a.cn/1" rel="Canonical">'),
        None,
        None,
        ("https://m.a.cn/1", "canonical"),
    ),
    (
        "a relative canonical is none",
        html('<link rel="canonical" href="/1">' + OG),
        None,
        None,
        (f"{LINK}?o=1", "og_url"),
    ),
    ("another link is none", html('<link rel="alternate" href="http://a.cn/1">'), None, None, (None, None)),
    ("og:url as name", html('<meta name="OG:URL" content="http://a.cn/1">'), None, None, ("http://a.cn/1", "og_url")),
    (
        "escaped canonical",
        html('<link rel=canonical href="http://a.cn/1?a=1&amp;b=2">'),
        None,
        None,
        ("http://a.cn/1?a=1&b=2", "canonical"),
    ),
    ("a mark of no address", html(CANONICAL, before=mark("about:internet")), None, None, (f"{LINK}?c=1", "canonical")),
    ("a mark of a file", html(OG, before=mark("file:///C:/a.html")), None, None, (f"{LINK}?o=1", "og_url")),
    (
        "a mark with a wrong length",
        html(before=f"<!-- saved from url=(0007){LINK} -->"),
        None,
        None,
        (LINK, "saved_from"),
    ),
    (
        "a mark after the doctype",
        html(before="\n" + mark(f"{LINK}?a=%E7%81%AF")),
        None,
        None,
        (f"{LINK}?a=%E7%81%AF", "saved_from"),
    ),
    (
        "SingleFile's mark",
        html(before=f"<!--\n Page saved with SingleFile \n url: {LINK} \n saved date: x\n-->"),
        None,
        None,
        (LINK, "saved_from"),
    ),
]


@pytest.mark.parametrize(
    ("text", "option", "sidecar", "expected"), [case[1:] for case in ADDRESSES], ids=[case[0] for case in ADDRESSES]
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_where_a_saved_page_came_from(
    tmp_path: Path, text: str, option: str | None, sidecar: str | None, expected: object, encoding: str
) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(text.encode(encoding))
    if sidecar:
        (tmp_path / "page.html.json").write_text(json.dumps({"url": sidecar}))
    page = load_saved(path, url=option)
    assert (page.url, page.url_source) == expected


@pytest.mark.parametrize("declared", ['<meta charset="gbk">', '<meta charset="utf-8">', ""])
def test_a_canonical_link_in_gbk(tmp_path: Path, declared: str) -> None:
    path = tmp_path / "page.htm"
    path.write_bytes(
        html(f'{declared}<title>燃气灶具</title><link rel="canonical" href="http://a.cn/灶/1">').encode("gbk")
    )
    assert load_saved(path).url == "http://a.cn/灶/1"


def test_compressed_pages_are_unpacked(tmp_path: Path) -> None:
    body = html(CANONICAL, "字" * 5000).encode()
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(body))
    (tmp_path / "a.html.json").write_text('{"url": "http://a.cn/1", "captured_at": "2026-11-20T09:00:00+08:00"}')
    whole = load_saved(tmp_path / "a.html.gz")
    assert (whole.body, whole.complete, whole.url) == (body, True, "http://a.cn/1")
    assert whole.captured_at == datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize("name", ["b.html.gz", "b.html"])
@pytest.mark.parametrize(("keep", "why"), [(slice(None, -9), "不完整"), (slice(None, 40), "不完整")])
def test_a_compressed_page_that_breaks_off_is_an_error_naming_the_file(
    tmp_path: Path, name: str, keep: slice, why: str
) -> None:
    (tmp_path / name).write_bytes(gzip.compress(html(CANONICAL, "字" * 500).encode())[keep])
    with pytest.raises(PageError, match=rf"{name}：gzip 文件{why}"):
        load_saved(tmp_path / name)


def test_a_link_to_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(html(OG))
    (tmp_path / "b.html").symlink_to(tmp_path / "nosuch")
    (tmp_path / "c.html").symlink_to(tmp_path / "a.html")
    (tmp_path / "d.html").mkdir()
    found = list(find_saved([tmp_path]))
    assert [path.name for path in found] == ["a.html", "b.html", "c.html"]
    with pytest.raises(PageError, match=r"b\.html：是符号链接，指向的文件不存在"):
        load_saved(found[1])


def test_the_time_is_the_sidecars_else_the_options_else_unknown(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(html(OG))
    assert load_saved(path).captured_at is None
    given = datetime(2026, 1, 2, tzinfo=UTC)
    assert load_saved(path, captured_at=given).captured_at == given
    (tmp_path / "a.html.json").write_text('{"url": "http://a.cn/", "captured_at": "2026-03-04T00:00:00Z"}')
    assert load_saved(path, captured_at=given).captured_at == datetime(2026, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "captured_by", "rendered"),
    [
        (html(before=mark(LINK)), None, True),
        (html(OG), None, False),
        (html(OG), "Chrome 浏览器", True),
        (html(OG), "curl", False),
    ],
)
def test_whether_scripts_had_run(tmp_path: Path, text: str, captured_by: str | None, rendered: bool) -> None:
    path = tmp_path / "a.html"
    path.write_text(text)
    if captured_by:
        (tmp_path / "a.html.json").write_text(json.dumps({"url": LINK, "captured_by": captured_by}))
    assert load_saved(path).rendered is rendered


def test_frames_saved_beside_a_page_belong_to_it(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        html(OG, '<iframe src="a_files/saved_resource.html"></iframe><iframe src="../x.html">')
    )
    (tmp_path / "a_files").mkdir()
    (tmp_path / "a_files" / "saved_resource.html").write_text("<p>框架</p>")
    (tmp_path / "b_files").mkdir()
    (tmp_path / "b_files" / "own.html").write_text(html(OG))
    assert [path.name for path in find_saved([tmp_path])] == ["a.html", "own.html"]
    [part] = load_saved(tmp_path / "a.html").fragments
    assert (part.kind, part.body.decode()) == ("frame", "<p>框架</p>")


def test_folders_are_walked_in_path_order(tmp_path: Path) -> None:
    for name in ("b/2.html", "b/1.htm.gz", "a.HTML", "c.txt", "b/3.html.json"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    assert [str(path.relative_to(tmp_path)) for path in find_saved([tmp_path / "b", tmp_path / "a.HTML"])] == [
        "b/1.htm.gz",
        "b/2.html",
        "a.HTML",
    ]


@pytest.mark.parametrize(
    ("name", "content", "sidecar", "message"),
    [
        ("a.html", None, None, "a.html：没有这个文件"),
        ("a.html", b"  ", None, "a.html：空文件"),
        ("a.html.gz", b"plain", None, "a.html.gz：不是 gzip 文件"),
        (
            "a.html.gz",
            b"\x1f\x8b\x08\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff",
            None,
            "a.html.gz：gzip 文件损坏",
        ),
        ("a.html", b"<p>x", "{", "a.html.json：不是有效的 JSON（第 1 行第 1 列）"),
        ("a.html", b"<p>x", '{"url": "ftp://a.cn"}', "a.html.json：url：.*不是 http"),
        ("a.html", b"<p>x", '{"url": "http://a.cn", "by": "me"}', "a.html.json：by：没有这个字段"),
        (
            "a.html",
            b"<p>x",
            '{"url": "http://a.cn", "captured_at": "gestern"}',
            "a.html.json：captured_at：应为日期时间",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, name: str, content: bytes | None, sidecar: str | None, message: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    if sidecar:
        (tmp_path / f"{name}.json").write_text(sidecar)
    with pytest.raises(PageError, match=message):
        load_saved(path)


def test_a_time_without_a_zone_is_beijing_time(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(html())
    (tmp_path / "a.html.json").write_text('{"url": "http://a.cn/1", "captured_at": "2026-11-01T08:00:00"}')
    assert load_saved(tmp_path / "a.html").captured_at == datetime(2026, 11, 1, tzinfo=UTC)


def test_a_page_saved_in_the_future_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(html())
    (tmp_path / "a.html.json").write_text('{"url": "http://a.cn/1", "captured_at": "2030-01-01T08:00:00"}')
    refused: list[str] = []
    with pytest.raises(PageError, match="没有可导入的页面"):
        import_saved(tmp_path / "data", [tmp_path], clock=CLOCK, on_refused=lambda error: refused.append(str(error)))
    assert "晚于现在" in refused[0]


def shop() -> PlatformDeclaration:
    return PlatformDeclaration(
        name="demo_mall",
        title="示例",
        hosts=("shop.example.cn",),
        verified_on="made for a test",
        patterns=(
            UrlPattern(kind="item", pattern=r"/goods/(?P<item>\d+)", canonical="https://shop.example.cn/goods/{item}"),
        ),
    )


def test_an_import_is_a_sealed_sweep(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "1.html").write_text(html(before=mark(f"{LINK}?utm_source=x")))
    (pages / "1.html.json").write_text(
        json.dumps({"url": f"{LINK}?utm_source=x", "captured_at": "2026-11-01T00:00:00Z"})
    )
    (pages / "2.html").write_text(html(before=mark(LINK), body="<h1>later</h1>"))
    (pages / "3.html").write_text(
        html(before=mark("https://login.example.cn/login"), body="<input type=password>请先登录")
    )
    (pages / "4.html").write_text(html())
    (pages / "5.html").write_text(html(before=mark(LINK), body="<h1>later</h1>"))
    refused: list[str] = []
    folder = import_saved(
        tmp_path / "data", [pages], clock=CLOCK, platforms=[shop()], on_refused=lambda error: refused.append(str(error))
    )
    assert refused == [f"{pages / '4.html'}：没有网址：请写在 4.html.json 中，或用 --url 给出"]
    assert folder.sealed
    assert verify_chain(tmp_path / "data") == []
    assert folder.observed_at == datetime(2026, 11, 1, tzinfo=UTC)
    counts = folder.counts()
    assert (counts["planned"], counts["kept"], counts["gated"]) == (3, 2, 1)
    first, second, gated = [page for _, page in folder.pages()]
    assert (first.platform, first.url, first.url_source, first.fetched) == ("demo_mall", LINK, "sidecar", "imported")
    assert (second.captured_at, second.rendered, second.url_source) == (None, True, "saved_from")
    assert (gated.gate, gated.platform) == ("login", "login.example.cn")
    visit = next(folder.visits())
    assert (visit.kind, visit.item_id, visit.reason) == ("item", "7", "import")
    assert visit.ended_at == datetime(2026, 11, 1, tzinfo=UTC)


def test_an_import_of_nothing_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "1.html").write_text(html())
    with pytest.raises(PageError, match="没有可导入的页面"):
        import_saved(tmp_path / "data", [tmp_path / "1.html"], clock=CLOCK)
    assert not (tmp_path / "data").exists()


def test_one_address_is_for_one_file(tmp_path: Path) -> None:
    for name in ("1.html", "2.html"):
        (tmp_path / name).write_text(html())
    with pytest.raises(PageError, match="这里有 2 个"):
        import_saved(tmp_path / "data", [tmp_path], clock=CLOCK, url=LINK)
    folder = import_saved(tmp_path / "data", [tmp_path / "1.html"], clock=CLOCK, url=LINK)
    [(_, page)] = folder.pages()
    assert (page.url, page.url_source) == (LINK, "option")
