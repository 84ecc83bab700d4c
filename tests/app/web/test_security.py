"""Foreign hosts, foreign pages and forged forms are refused; every answer carries the strict headers."""

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.office.database import Office, task_id
from app.web.application import serve
from app.web.security import is_loopback
from config.errors import SettingsError

HERE = "http://127.0.0.1:8600"
FORM = {"verdict": "dismissed", "reason": "误读", "name": "李敏"}


def token_of(client: TestClient) -> str:
    found = re.search(r'name="form_token" value="([^"]+)"', client.get("/findings/f001").text)
    assert found
    return found.group(1)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8600", 200),
        ("localhost:8600", 200),
        ("[::1]:8600", 200),
        ("127.0.0.2", 200),
        ("away.example", 400),
        ("127.0.0.1.away.example", 400),
        ("localhost.away.example:8600", 400),
        ("10.0.0.5:8600", 400),
        ("", 400),
        ("[", 400),
    ],
)
def test_only_names_of_this_machine_are_answered(client: TestClient, host: str, status: int) -> None:
    assert client.get("/platforms", headers={"host": host}).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": HERE}, 303),
        ({"referer": f"{HERE}/findings/f001"}, 303),
        ({}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://away.example"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": "https://127.0.0.1:8600"}, 403),
        ({"referer": "http://away.example/127.0.0.1:8600"}, 403),
        ({"origin": "http://away.example", "referer": f"{HERE}/findings/f001"}, 403),
        ({"origin": HERE, "host": "away.example"}, 400),
    ],
)
def test_a_change_must_come_from_this_page(
    client: TestClient, office: Office, headers: dict[str, str], status: int
) -> None:
    form = FORM | {"form_token": token_of(client)}
    answer = client.post("/findings/f001/review", data=form, headers=headers, follow_redirects=False)
    assert answer.status_code == status
    assert len(office.review_history("f001")) == (status == 303)


@pytest.mark.parametrize("token", [None, "", "forged", "a.b.c", "证书"])
def test_a_change_needs_the_token_of_its_form(client: TestClient, office: Office, token: str | None) -> None:
    token_of(client)
    form = FORM | ({} if token is None else {"form_token": token})
    answer = client.post("/findings/f001/review", data=form, headers={"origin": HERE}, follow_redirects=False)
    assert answer.status_code == 403
    assert office.review_history("f001") == []


def test_a_token_of_another_browser_is_refused(client: TestClient, office: Office) -> None:
    form = FORM | {"form_token": token_of(client)}
    client.cookies.clear()
    assert client.post("/findings/f001/review", data=form, headers={"origin": HERE}).status_code == 403
    token_of(client)
    assert client.post("/findings/f001/review", data=form, headers={"origin": HERE}).status_code == 403
    assert office.review_history("f001") == []


def test_the_cookie_is_strict_and_out_of_reach_of_scripts(client: TestClient) -> None:
    cookie = client.get("/").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize("path", ["/", "/findings", "/findings/f001", "/static/page.css", "/nowhere"])
def test_every_answer_carries_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "script-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_a_capture_is_sandboxed_and_holds_nothing_that_acts(client: TestClient) -> None:
    answer = client.get("/findings/f001/captures/1")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox;")
    assert "allow-scripts" not in policy
    lowered = answer.text.lower()
    for wrong in (
        "<script",
        "onload",
        "onerror",
        "http-equiv",
        "<base",
        "<iframe",
        "<form",
        "<svg",
        "href=",
        'src="http',
    ):
        assert wrong not in lowered, wrong
    assert '<mark id="quote">证书编号</mark>' in answer.text


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_no_page_of_the_framework_is_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/static/../application.py", "/static/%2e%2e/application.py", "/static/..%2fdependencies.py"]
)
def test_static_files_stay_in_their_folder(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_task_is_closed_by_name_and_only_with_a_token(client: TestClient, office: Office) -> None:
    identifier = task_id("evidence", "https://www.beiji.example/item/9")
    path = f"/tasks/{identifier}/close"
    assert client.post(path, data={"name": "李敏"}, headers={"origin": HERE}).status_code == 403
    form = {"name": "李敏", "form_token": token_of(client)}
    assert client.post(path, data=form | {"name": " "}, headers={"origin": HERE}).status_code == 422
    assert client.post(path, data=form, headers={"origin": HERE}, follow_redirects=False).status_code == 303
    assert office.count_tasks()["evidence"] == 0
    assert client.post("/tasks/none/close", data=form, headers={"origin": HERE}).status_code == 404


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "office.example"])
def test_other_addresses_are_not_bound(host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(SettingsError, match="本机"):
        serve(FastAPI(), host, 0)
