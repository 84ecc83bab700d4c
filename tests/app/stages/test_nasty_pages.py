"""Pages and file names with nasty bytes: everything that was kept is read or told, and all that is written is UTF-8."""

import json
import os
import random
from pathlib import Path
from typing import Any

import pytest

from app.stages.read import ERRORS, records_of
from crawler.capture.folder import SweepFolder
from tests.app.conftest import Ended, Run
from tests.app.saved_shop import ROOT

HALF = r"插座\ud800 六位"
SHOWN = '<h1>插座 六位</h1><p class="price">¥49</p><button>加入购物车</button>'
PAGES = {
    "json_ld": f'<script type="application/ld+json">{{"@type":"Product","name":"{HALF}"}}</script>{SHOWN}',
    "cut_emoji": r'<script type="application/ld+json">{"@type":"Product","name":"灯\ud83d","brand":"\ude00甲"}</script>'
    + SHOWN,
    "state": f'<script>window.__INITIAL_STATE__ = {{"item": {{"title": "{HALF}", "price": "49.00"}}}};</script>{SHOWN}',
    "loose_state": f"<script>var g = {{title: '{HALF}', price: 49, sku: '\\udc00'}};</script>{SHOWN}",
    "json_in_json": r"""<script>window.data = {"props": "{\"title\": \"\\ud800灯\", \"price\": \"49\"}"}</script>"""
    + SHOWN,
    "attribute": r"<div data-product='{&quot;name&quot;: &quot;灯\ud800&quot;, &quot;price&quot;: 49}'></div>" + SHOWN,
    "reference": f"<h1>插座 &#xD800;六位 &#55296; &#x0; &#x110000;</h1>{SHOWN}",
    "script_type": rf'<script type="application/json" id="a">{{"name":"{HALF}","a":"\udfff"}}</script>{SHOWN}',
    "numbers": '<script type="application/ld+json">{"@type":"Product","name":"灯","offers":{"price":1e999,"a":NaN}}'
    f"</script>{SHOWN}",
    "nothing": "",
}
CHARSETS = (
    "base64",
    "utf-7",
    "unicode_escape",
    "punycode",
    "idna",
    "undefined",
    "hex",
    "rot13",
    "utf-32",
    "utf-16",
    "no",
)


def raw_pages() -> dict[str, bytes]:
    """Return every page as bytes: the written ones, wrong charsets, and a page broken at random."""
    found = {name: f"<html><body>{text}</body></html>".encode() for name, text in PAGES.items()}
    for charset in CHARSETS:
        text = f"<html><head><meta charset={charset}></head><body>+2AA-{HALF}{SHOWN}".encode()
        found[f"charset_{charset}"] = text + b"\xff\xfe\xed\xa0\x80</body></html>"
    chance = random.Random(11)
    whole = b"".join(found.values())
    for number in range(12):
        broken = bytearray(whole)
        for _ in range(300):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        found[f"broken_{number}"] = bytes(broken)
        found[f"noise_{number}"] = chance.randbytes(3000)
        found[f"utf16_{number}"] = b"\xff\xfe" + chance.randbytes(2001)
    return found


def save(folder: Path) -> int:
    folder.mkdir()
    pages = raw_pages()
    for number, (name, body) in enumerate(pages.items()):
        (folder / f"{name}.html").write_bytes(body or b" <p></p>")
        sidecar = {"url": f"{ROOT}/item/{7000 + number}", "note": "半\ud83d", "captured_by": "chrome"}
        (folder / f"{name}.html.json").write_text(json.dumps(sidecar), encoding="utf-8")
    return len(pages)


def imported(data: Path, ended: Ended) -> SweepFolder:
    return SweepFolder.open(data, ended.out.strip())


def test_every_nasty_page_is_read_and_written_as_utf_8(data: Path, run: Run, tmp_path: Path) -> None:
    count = save(tmp_path / "nasty")
    ended = run("--data", data, "import", tmp_path / "nasty")
    assert ended.code == 0, ended.err
    folder = imported(data, ended)
    assert folder.counts()["kept"] + folder.counts()["gated"] == count
    assert sum(1 for _ in records_of(folder).lines("pages.jsonl")) == count
    assert list(records_of(folder).lines(ERRORS)) == []
    for file in [*folder.path.rglob("*.jsonl"), *folder.path.rglob("*.json")]:
        file.read_bytes().decode("utf-8")
    titles = {row["url"]: (row["listing"] or {}).get("title") for row in run("--data", data, "records", folder.id).rows}
    assert titles[f"{ROOT}/item/7000"] in {"插座\ufffd 六位", "插座 六位"}


@pytest.mark.parametrize("name", ["json_ld", "state", "attribute", "charset_unicode_escape", "charset_base64"])
def test_what_machines_get_is_utf_8(data: Path, run: Run, tmp_path: Path, name: str) -> None:
    save(tmp_path / "nasty")
    ended = run("--data", data, "read", "--explain", tmp_path / "nasty" / f"{name}.html")
    assert ended.code == 0
    ended.out.encode("utf-8")
    assert ended.rows[0]["listing"]["price"] in {"49", "49.00"}


def test_a_file_name_that_is_no_utf_8_is_taken_over(data: Path, run: Run, tmp_path: Path) -> None:
    name = os.fsencode(str(tmp_path)) + b"/\xb2\xe5\xd7\xf9.html"
    Path(os.fsdecode(name)).write_text(f"<html><body>{SHOWN}</body></html>", encoding="utf-8")
    read = run("--data", data, "read", tmp_path)
    read.out.encode("utf-8")
    assert read.code == 0
    ended = run("--data", data, "import", os.fsdecode(name), "--url", f"{ROOT}/item/7100")
    assert ended.code == 0, ended.err
    refused = run("--data", data, "import", os.fsdecode(name))
    refused.err.encode("utf-8")
    assert refused.code == 2


def test_a_page_that_breaks_the_reader_is_told_counted_and_the_rest_goes_on(
    data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crawler.read.reader import Reader

    save(tmp_path / "nasty")
    read = Reader.read

    def breaks(self: Reader, raw: Any, source: str) -> Any:
        if raw.url == f"{ROOT}/item/7001":
            raise RuntimeError("odd\npage \ud800")
        return read(self, raw, source)

    monkeypatch.setattr(Reader, "read", breaks)
    ended = run("--data", data, "import", tmp_path / "nasty")
    assert ended.code == 2
    assert "Traceback" not in ended.err
    folder = imported(data, ended)
    told = [line for line in ended.err.splitlines() if "没有读成" in line]
    assert len(told) == 1
    assert f"没有读成：{ROOT}/item/7001（{folder.id}#" in told[0]
    assert "RuntimeError: odd page \ufffd" in told[0]
    summary = json.loads((folder.path / "summary.json").read_text(encoding="utf-8"))
    assert any("1 个页面读取出错" in note for note in summary["notes"])
    again = run("--data", data, "read", "--sweep", folder.id)
    assert again.code == 2
    assert f"{ROOT}/item/7001" in again.err
