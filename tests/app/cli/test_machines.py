"""What machines get: every key always there, amounts as strings, states for every key, one line a page."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from crawler.capture.folder import list_sweeps
from tests.app.conftest import Run
from tests.app.saved_shop import DISCLOSURE, LOGIN, PAGES, ROOT, item_page, save_page, shop_page

LISTING = {
    "title", "price", "price_max", "price_reason", "currency", "list_price", "brand", "models", "maker",
    "maker_address", "sku", "skus", "gtin", "mpn", "availability", "item_id", "shop", "category_path", "attributes",
    "licence_numbers", "certificate_numbers", "report_numbers", "standards", "warnings", "images",
}  # fmt: skip
LISTS = {
    "models", "skus", "category_path", "attributes", "licence_numbers", "certificate_numbers", "report_numbers",
    "standards", "warnings", "images",
}  # fmt: skip
DISCLOSED = {
    "shop", "name", "licence_number", "licence_text", "licence_images", "permits", "self_declaration", "address",
    "contact", "links",
}  # fmt: skip
FINDING = {
    "id", "rule", "severity", "standing", "looks", "state", "platform", "url", "item_id", "shop", "seller_region",
    "group", "summary", "basis", "evidence", "explanation",
}  # fmt: skip
READING = {"state", "cause", "source", "place", "text", "masked", "others"}


@pytest.fixture
def sweep(data: Path) -> str:
    return list_sweeps(data)[0].id


def check_page(row: dict[str, Any]) -> None:
    assert list(row)[:7] == ["source", "url", "platform", "kind", "gate", "listing", "disclosure"]
    gated = row["gate"] != "none"
    assert (row["listing"] is None) == (gated or row["kind"] != "item")
    assert (row["disclosure"] is None) == (gated or row["kind"] not in {"shop", "disclosure"})
    if row["listing"] is not None:
        check_listing(row["listing"])
    if row["disclosure"] is not None:
        assert set(row["disclosure"]) == DISCLOSED
        assert all(set(link) == {"text", "url"} for link in row["disclosure"]["links"])


def check_listing(listing: dict[str, Any]) -> None:
    assert set(listing) >= LISTING
    assert {name for name in LISTING if isinstance(listing[name], list)} == LISTS
    assert (listing["price"] is None) == (listing["price_reason"] is not None)
    assert listing["availability"] in {"in_stock", "out_of_stock", "off_shelf", "unknown"}
    for name in LISTING - LISTS:
        assert listing[name] is None or isinstance(listing[name], str)
    for sku in listing["skus"]:
        assert set(sku) == {"sku", "options", "price", "list_price", "availability", "gtin"}


def test_every_page_has_every_key(data: Path, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    for name, (url, page) in PAGES.items():
        save_page(folder, name, url, page)
    save_page(folder, "gated", f"{ROOT}/item/9", LOGIN)
    ended = run("--data", data, "read", folder, "--explain")
    assert ended.code == 0
    assert [row["source"] for row in ended.rows] == sorted(str(path) for path in folder.glob("*.html"))
    for row in ended.rows:
        check_page(row)
        holder = row["listing"] or row["disclosure"] or {}
        assert set(row["explain"]) == set(holder)
        assert all(set(reading) == READING for reading in row["explain"].values())
        for reading in row["explain"].values():
            assert (reading["cause"] is not None) == (reading["state"] == "not_observable")
    kinds = {Path(row["source"]).stem: (row["kind"], row["gate"]) for row in ended.rows}
    assert kinds["item-1001"] == ("item", "none")
    assert kinds["shop-lanya"] == ("shop", "none")
    assert kinds["shop-lanya-licence"] == ("disclosure", "none")
    assert kinds["gated"][1] == "login"


def test_what_a_page_shows_is_given_as_written(data: Path, run: Run, tmp_path: Path) -> None:
    path = save_page(tmp_path, "item", f"{ROOT}/item/1001", item_page(1001, price="1089.50"))
    (row,) = run("--data", data, "read", path).rows
    assert (row["url"], row["platform"], "explain" in row) == (f"{ROOT}/item/1001", "hesui", False)
    listing = row["listing"]
    assert (listing["price"], listing["price_max"], listing["currency"]) == ("1089.50", "1089.50", "CNY")
    assert (listing["item_id"], listing["models"]) == ("1001", ["LY-100"])
    assert listing["certificate_numbers"] == ["2024010914612345"]
    assert ["型号", "LY-100"] in listing["attributes"]


def test_files_that_cannot_be_read_do_not_stop_the_others(data: Path, run: Run, tmp_path: Path) -> None:
    page = item_page(3001)
    folder = tmp_path / "pages"
    save_page(folder, "a-empty", None, b"")
    save_page(folder, "b-whole", f"{ROOT}/item/3001", page)
    (folder / "c-torn.html.gz").write_bytes(b"\x1f\x8b\x08\x00torn")
    (folder / "d-plain.html.gz").write_text(page)
    save_page(folder, "e-sidecar", f"{ROOT}/item/3002", page)
    (folder / "e-sidecar.html.json").write_text('{"url": "https://a.example/", "nosuch": 1}')
    save_page(folder, "f-nowhere", None, page)
    save_page(folder, "g-gbk", f"{ROOT}/item/3003", page.replace("utf-8", "gbk").encode("gbk"))
    (folder / "h-packed.htm.gz").write_bytes(gzip.compress(page.encode()))
    (folder / "notes.txt").write_text("no page")
    save_page(folder / "sub", "saved", None, f"<!-- saved from url=(0035){ROOT}/item/3010 -->\n{page}")
    ended = run("--data", data, "read", tmp_path / "missing", folder)
    assert ended.code == 2
    rows = ended.rows
    names = [str(Path(row["source"]).relative_to(tmp_path)) for row in rows]
    assert names == ["missing", *sorted(name for name in names[1:])]
    failed = {name: row["error"] for name, row in zip(names, rows, strict=True) if "error" in row}
    assert sorted(failed) == [
        "missing", "pages/a-empty.html", "pages/c-torn.html.gz", "pages/d-plain.html.gz", "pages/e-sidecar.html",
    ]  # fmt: skip
    assert all(set(row) == {"source", "error"} for row in rows if "error" in row)
    assert all(Path(row["source"]).name in row["error"] for row in rows if "error" in row)
    read = {name: row for name, row in zip(names, rows, strict=True) if "error" not in row}
    assert read["pages/f-nowhere.html"]["url"] is None
    assert read["pages/f-nowhere.html"]["platform"] is None
    assert read["pages/sub/saved.html"]["url"] == f"{ROOT}/item/3010"
    assert read["pages/g-gbk.html"]["listing"]["title"] == read["pages/b-whole.html"]["listing"]["title"]
    assert read["pages/h-packed.htm.gz"]["kind"] == "item"


def test_a_page_that_breaks_the_reader_does_not_stop_the_others(
    data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crawler.read.reader import Reader

    whole = Reader.read

    def read(self: Reader, raw: Any, source: str) -> Any:
        if source.endswith("a.html"):
            raise ZeroDivisionError("odd page")
        return whole(self, raw, source)

    monkeypatch.setattr(Reader, "read", read)
    for name in "ab":
        save_page(tmp_path, name, f"{ROOT}/item/1001", item_page(1001))
    ended = run("--data", data, "read", tmp_path / "a.html", tmp_path / "b.html")
    assert ended.code == 2
    assert ended.rows[0]["error"].endswith("读取出错：ZeroDivisionError：odd page")
    assert ended.rows[1]["kind"] == "item"


def test_records_are_the_same_rows_from_a_sweep(data: Path, run: Run, sweep: str) -> None:
    rows = run("--data", data, "records", sweep, "--explain").rows
    assert len(rows) == len(PAGES)
    for number, row in enumerate(rows, start=1):
        assert row["source"] == f"{sweep}#{number}"
        check_page(row)


def test_findings_have_every_key_and_stay_the_same(data: Path, run: Run, sweep: str) -> None:
    ended = run("--data", data, "findings", sweep)
    assert ended.code == 0
    for row in ended.rows:
        assert set(row) == FINDING
        assert row["severity"] in {"critical", "high", "medium", "low", "info"}
        assert row["standing"] in {"in_force", "reference"}
        assert row["looks"] in {1, 2, None}
        assert row["state"] == "new"
        assert row["summary"].startswith("疑似")
        assert all(set(one) == {"id", "title", "article", "status"} for one in row["basis"])
        assert row["evidence"]
        assert all(set(one) >= {"quote", "locator"} and (one["capture"] or one["list_row"]) for one in row["evidence"])
        assert all(set(one) == {"feature", "score", "left", "right"} for one in row["explanation"])
    found = {(row["rule"], row["item_id"] or row["shop"]) for row in ended.rows}
    assert found == {
        ("CCC_NO_MISSING", "1002"),
        ("PD_MAKER_MISSING", "1003"),
        ("PD_ADDRESS_MISSING", "1003"),
        ("CERT_NO_MALFORMED", "1004"),
        ("UNQUALIFIED_ON_SALE", "1005"),
        ("SELLER_LICENSE_MISSING", "tuoan数码店"),
    }
    assert run("--data", data, "read", "--sweep", sweep).code == 0
    assert run("--data", data, "judge", sweep).code == 0
    assert run("--data", data, "findings", sweep).out == ended.out


def test_classify_answers_row_by_row(data: Path, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "titles.jsonl"
    rows = ['{"id": 7, "title": "岚芽充电宝10000毫安时"}', "nothing", "", '{"id": 8}', '{"title": "城市风景明信片"}']
    file.write_text("\n".join(rows), encoding="utf-8")
    ended = run("--data", data, "classify", file)
    assert ended.code == 2
    first, broken, incomplete, other = ended.rows
    assert list(first) == ["id", "groups", "scope", "rejected"]
    assert (first["groups"][0]["id"], first["scope"]) == ("power_bank", "in")
    assert all(set(group) == {"id", "score", "why"} and 0 <= group["score"] <= 1 for group in first["groups"])
    assert set(broken) == {"error"}
    assert (incomplete["id"], "第 4 行" in incomplete["error"]) == (8, True)
    assert (other["groups"], other["scope"]) == ([], "not_key")


def test_a_real_process_writes_utf_8_whatever_the_terminal_says(data: Path, tmp_path: Path) -> None:
    path = save_page(tmp_path, "shop", f"{ROOT}/shop/tuoan", shop_page("tuoan"))
    save_page(tmp_path, "licence", f"{ROOT}/shop/lanya/licence", DISCLOSURE)
    done = subprocess.run(
        [sys.executable, "-m", "app.cli.main", "read", str(path), "--data", str(data)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["disclosure"]["shop"] == "tuoan数码店"


def test_a_real_process_ends_with_2_and_one_line(data: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app.cli.main", "judge", "nosuch", "--data", str(data)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii:backslashreplace", "LC_ALL": "C"},
    )
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)


def test_answers_for_people_use_their_words(data: Path, run: Run) -> None:
    assert "按编号精确查找：LY-300" in run("--data", data, "search", "LY-300").out
    out = run("--data", data, "search", "--all").out
    assert "/新增] " in out
    assert "严重程度（severity）：" in out
    assert "identifier" not in out


def test_a_search_counts_sellers_by_region_also_those_of_unknown_place(data: Path, run: Run) -> None:
    said = run("--data", data, "search", "--all").out
    (regions,) = [line for line in said.splitlines() if "辖区（seller_regions）" in line]
    assert "北京市[110000]" in regions
    assert "未知[unknown]" in regions
    count = int(regions.partition("未知[unknown] ")[2].split("，")[0])
    chosen = run("--data", data, "search", "--all", "--filter", "seller_regions=unknown").out
    assert chosen.splitlines()[0] == f"共 {count} 条"
