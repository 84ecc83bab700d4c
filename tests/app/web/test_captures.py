"""Captured pages: dead whatever they hold, opened by hash only, with the record of their own sweep."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.installation import Installation
from app.stages.read import PAGES, records_of
from app.web.application import create_app
from app.web.kept import KeptRecords
from app.web.loading import load_deps
from config.errors import CaptureError
from crawler.capture.folder import list_sweeps
from tests.app.saved_shop import LOGIN, ROOT, bring_in, save_page
from tests.app.web.conftest import SHA, SWEEP


def test_the_body_is_a_document_in_which_nothing_runs(client: TestClient) -> None:
    answer = client.get(f"/captures/{SHA}/page?sweep={SWEEP}")
    policy = answer.headers["content-security-policy"]
    assert "sandbox" in policy
    assert "script-src 'none'" in policy
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    for acting in ("<script", "<iframe", "<form", "<svg", "<meta http-equiv", "onload=", "href=", "<base"):
        assert acting not in answer.text
    assert 'data-field="型号">SY-15A</mark>' in answer.text


def test_a_capture_without_a_record_is_shown_all_the_same(make_client: Callable[..., TestClient]) -> None:
    with make_client(record=lambda *_: None) as client:
        assert "这次取证没有读取记录" in client.get(f"/captures/{SHA}").text
        assert "SY-15A" in client.get(f"/captures/{SHA}/page").text


def test_a_gated_page_lists_no_fields(data: Path, tmp_path: Path) -> None:
    folder = bring_in(data, save_page(tmp_path / "gated", "login", f"{ROOT}/item/5001", LOGIN))
    ((_, raw),) = folder.pages()
    deps = load_deps(Installation.open(data))
    with TestClient(create_app(deps), base_url="http://127.0.0.1:8600") as client:
        page = client.get(f"/captures/{raw.sha256}?sweep={folder.id}").text
    assert "页面受限" in page
    assert "需登录" in page
    assert "超出采集上限" not in page


@pytest.mark.parametrize("sha", ["0" * 64, "nosuch", "..%2F..%2Fetc%2Fpasswd", SHA[:-1], SHA.upper()])
@pytest.mark.parametrize("tail", ["", "/page", "/screenshot"])
def test_only_a_capture_that_is_there_opens(client: TestClient, sha: str, tail: str) -> None:
    assert client.get(f"/captures/{sha}{tail}").status_code == 404


def test_the_screenshot_opens(client: TestClient) -> None:
    assert client.get(f"/captures/{SHA}/screenshot").headers["content-type"] == "image/png"


def test_a_real_installation_shows_what_its_records_say(data: Path) -> None:
    deps = load_deps(Installation.open(data))
    with TestClient(create_app(deps), base_url="http://127.0.0.1:8600") as client:
        found = client.get(f"/captures?q={ROOT}/item/1001").text
        link = found.partition('<h2><a href="')[2].partition('"')[0]
        page = client.get(link).text
    assert "澄湾市岚芽电子有限公司" in page
    assert "CCC证书编号 @ table &gt; tbody &gt; tr &gt; td" in page


def test_records_are_found_by_capture_and_sweep(data: Path) -> None:
    (sweep,) = list_sweeps(data)
    records = KeptRecords(data)
    for _, raw in sweep.pages():
        kept = records.find(raw.sha256, sweep.id)
        assert kept is not None
        assert (kept.record.url, kept.reader) == (raw.url, records_of(sweep).path.name)
    assert records.find("0" * 64, sweep.id) is None
    assert records.find(raw.sha256, "nosuch") is None


def test_a_record_of_another_form_says_what_to_do(data: Path) -> None:
    (sweep,) = list_sweeps(data)
    file = records_of(sweep).path / PAGES
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    text = "".join(json.dumps(row | {"colour": 1}, separators=(",", ":")) + "\n" for row in rows)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CaptureError, match=f"goodswatch read --sweep {sweep.id}"):
        KeptRecords(data).find(rows[0]["capture"], sweep.id)
