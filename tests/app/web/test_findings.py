"""Searching, reviewing and exporting as staff do, and refusing what does not come from this page."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient
from python_calamine import CalamineWorkbook

from app.office.database import Office
from config.errors import StoreUnavailable
from index.stores.sqlite import SqliteStore

ORIGIN = {"origin": "http://127.0.0.1:8600"}


def shown(text: str) -> int:
    """Return how many findings a result page says there are."""
    found = re.search(r"<p><b>([\d,]+)</b> 条", text)
    assert found
    return int(found.group(1).replace(",", ""))


def tabs(text: str) -> dict[str, int]:
    """Return the views with their counts."""
    found = re.findall(r'<a href="/findings[^"]*"(?: aria-current="page")?>([^<\s]+) <b>([\d,]+)</b></a>', text)
    return {name: int(count.replace(",", "")) for name, count in found}


def token_of(client: TestClient, path: str) -> str:
    """Return the token of the form on a page."""
    found = re.search(r'name="form_token" value="([^"]+)"', client.get(path).text)
    assert found
    return found.group(1)


def review(client: TestClient, identifier: str = "f001", **changes: str) -> Any:
    """Send a decision as the form does."""
    form = {
        "form_token": token_of(client, f"/findings/{identifier}"),
        "verdict": "dismissed",
        "reason": "证书编号在第三张图",
        "name": "李敏",
    }
    return client.post(f"/findings/{identifier}/review", data=form | changes, headers=ORIGIN, follow_redirects=False)


def test_default_list_hides_reference_pending_and_dismissed_one_click_away(client: TestClient) -> None:
    assert tabs(client.get("/findings").text) == {
        "疑似线索": 35,
        "参考": 1,
        "待复看": 1,
        "已了结": 0,
        "已排除": 0,
        "全部": 37,
    }
    assert "疑似未展示生产厂厂名" in client.get("/findings?view=reference").text
    assert "疑似未展示执行标准编号" in client.get("/findings?view=pending").text


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("q=营业执照", 1),
        ("q=电热水壶 自动断电", 32),
        ("q=https://www.beiji.example/item/660001007", 1),
        ("q=www.beiji.example/item/660001007?spm=a.b", 1),
        ("q=660001007", 1),
        ("q=91990102MA0000001X", 34),
        ("q=松溪小铺", 1),
        ("q=没有这样的词", 0),
        ("seller_regions=990200", 1),
        ("seller_regions=990000", 34),
        ("seller_regions=unknown", 1),
        ("seller_regions=990102&severity=low", 1),
        ("severity=low&severity=high", 2),
        ("platform=beiji&rule=PRICE_ABNORMALLY_LOW", 1),
        ("state=still", 1),
        ("view=nonsense&sort=nonsense&page=-3", 35),
    ],
)
def test_search_finds(client: TestClient, query: str, total: int) -> None:
    answer = client.get(f"/findings?{query}")
    assert answer.status_code == 200
    assert shown(answer.text) == total


def test_chosen_facet_still_shows_its_other_values(client: TestClient) -> None:
    text = client.get("/findings?rule=PRICE_ABNORMALLY_LOW").text
    assert "未公示营业执照" in text
    assert 'class="on" aria-current="true"><span>价格明显偏低</span> <b>1</b>' in text


def test_a_seller_of_unknown_place_can_be_chosen(client: TestClient) -> None:
    text = client.get("/findings").text
    assert re.search(r'href="/findings\?seller_regions=unknown"[^>]*>\s*(?:<[^>]+>)*未知', text)


def test_words_found_are_marked(client: TestClient) -> None:
    assert "<mark>松溪</mark>小铺" in client.get("/findings?q=松溪").text


def test_pages_follow_each_other_without_a_gap(client: TestClient) -> None:
    pages = [client.get(f"/findings?page={number}").text for number in (1, 2)]
    found = [identifier for text in pages for identifier in re.findall(r'<h2><a href="/findings/(f\d+)"', text)]
    assert len(found) == len(set(found)) == 35
    assert "第 1 / 2 页" in pages[0]


@pytest.mark.parametrize("page", ["401", "99999999999999999999", "٣", "1e3"])
def test_a_page_too_deep_still_answers(client: TestClient, page: str) -> None:
    assert client.get(f"/findings?page={page}").status_code == 200


def test_a_decision_is_kept_shown_and_hides_what_was_dismissed(client: TestClient, office: Office) -> None:
    answer = review(client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/findings/f001")
    assert office.reviews_of(["f001"])["f001"].reason == "证书编号在第三张图"
    page = client.get("/findings/f001").text
    assert "李敏" in page
    assert "证书编号在第三张图" in page
    assert tabs(client.get("/findings").text)["疑似线索"] == 34
    assert 'href="/findings/f001"' in client.get("/findings?view=dismissed").text


def test_a_later_decision_brings_it_back(client: TestClient) -> None:
    review(client)
    review(client, verdict="confirmed", reason="图中证书属于别的型号", name="王强")
    assert tabs(client.get("/findings").text)["疑似线索"] == 35
    assert client.get("/findings/f001").text.count("<time>") >= 3


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": "  "},
        {"name": ""},
        {"verdict": "guilty"},
        {"verdict": ""},
        {"reason": "长" * 1001},
        {"name": "名" * 41},
    ],
)
def test_an_incomplete_decision_is_refused_and_what_was_typed_stays(
    client: TestClient, office: Office, changes: dict[str, str]
) -> None:
    answer = review(client, **changes)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert office.review_history("f001") == []


def test_a_decision_is_kept_when_the_index_is_away(
    make_client: Callable[..., TestClient], store: SqliteStore, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise StoreUnavailable("索引库不可用")

    with make_client() as client:
        token = token_of(client, "/findings/f001")
        monkeypatch.setattr(store, "update", away)
        form = {"form_token": token, "verdict": "confirmed", "reason": "属实", "name": "李敏"}
        answer = client.post("/findings/f001/review", data=form, headers=ORIGIN, follow_redirects=False)
        assert answer.status_code == 303
        assert "属实" in client.get("/findings/f001").text
    assert office.reviews_of(["f001"])["f001"].verdict == "confirmed"


def test_a_store_that_is_away_gives_one_line(
    make_client: Callable[..., TestClient], store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise StoreUnavailable("索引库不可用：http://127.0.0.1:9200")

    monkeypatch.setattr(store, "search", away)
    with make_client() as client:
        answer = client.get("/findings")
    assert answer.status_code == 503
    assert "索引库不可用" in answer.text


@pytest.mark.parametrize("path", ["/findings/nobody", "/findings/f001/captures/2", "/findings/f001/captures/0", "/x"])
def test_what_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_finding_shows_why_on_what_basis_and_evidence(client: TestClient) -> None:
    text = client.get("/findings/f042").text
    assert "监督抽查不合格产品名单" in text
    assert "青岩霜原电器有限公司" in text
    assert "<mark>SY-15A</mark>" in text
    assert "条款号待核" in text
    assert "第 2 次查看" in text
    assert "<dt>直播主体</dt><dd>直播间运营者：松溪传媒有限公司</dd>" in text


def test_price_finding_shows_its_place_in_the_group(client: TestClient) -> None:
    text = client.get("/findings/f040").text
    assert "<svg" in text
    assert "30%" in text
    assert text.count('class="seller"') == 33


def test_screenshot_is_served_as_a_picture_only(client: TestClient) -> None:
    answer = client.get("/findings/f001/screenshots/1")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")


def test_csv_is_what_was_found_with_formulas_defused(client: TestClient) -> None:
    answer = client.get("/findings/export.csv?q=f061")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    answer = client.get("/findings/export.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 35
    by_id = {row["编号"]: row for row in rows}
    assert by_id["f061"]["商品"].startswith("'=HYPERLINK")
    assert by_id["f061"]["店铺"] == "'@SUM(1)"
    assert by_id["f061"]["商品编号"] == "'+8613"
    assert (by_id["f001"]["销售者所在地"], by_id["f001"]["所在地精度"]) == ("云岚省青岩市望河区", "县级")
    assert by_id["f041"]["销售者所在地"] == "云岚省松溪市"


def test_xlsx_holds_the_same_rows_as_text(client: TestClient) -> None:
    answer = client.get("/findings/export.xlsx?rule=CCC_NO_MISSING")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(sheet) == 33
    assert "销售者所在地" in sheet[0]
    assert not [
        cell for row in sheet[1:] for cell in row if isinstance(cell, str) and cell.startswith(("=", "+", "@", "-"))
    ]
    assert "线索-2026-12-03.xlsx" in unquote(answer.headers["content-disposition"])


def test_hostile_text_stays_text(client: TestClient) -> None:
    for path in ("/findings", "/findings?q=script", "/findings?view=all", "/findings/f060", "/tasks?kind=images"):
        text = client.get(path).text
        assert "<script" not in text
        assert "<img src=x" not in text
        assert 'href="javascript:' not in text
    assert "&lt;script&gt;" in client.get("/findings/f060").text


def test_typed_text_comes_back_as_text(client: TestClient) -> None:
    assert "<script>" not in client.get('/findings?q="><script>alert(1)</script>').text
