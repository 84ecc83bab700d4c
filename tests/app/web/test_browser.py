"""A person's ways through the page in a real Chromium: find, open, dismiss, bring back, export."""

import os
import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from app.office.database import Office
from app.web.application import create_app
from app.web.dependencies import WebDeps
from crawler.fetch.chromium import find_chromium
from tests.app.web.conftest import SHA, SWEEP

pytestmark = pytest.mark.browser
CAPTURE = f"/captures/{SHA}?sweep={SWEEP}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = find_chromium()
        opened = playwright.chromium.launch(executable_path=str(chromium), args=arguments)
        yield opened
        opened.close()


@pytest.fixture
def address(deps: WebDeps) -> Iterator[str]:
    """The page, served on a free port of this machine."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(deps), log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listening.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A tab that may only talk to the page; anything else it asks for fails the test."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900}, accept_downloads=True)
    away: list[str] = []
    context.on("request", lambda request: away.append(request.url) if not request.url.startswith(address) else None)
    yield context.new_page()
    context.close()
    assert away == []


def test_search_choose_open_dismiss_and_find_again(page: Page, office: Office) -> None:
    page.goto("/")
    page.get_by_label("标题、店铺、网址").fill("自动断电")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_have_text("自动断电")
    page.get_by_role("complementary").get_by_role("link", name="监督抽查不合格产品在售").click()
    expect(page.locator(".hits li")).to_have_count(1)
    page.locator(".hits h2 a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("疑似在售监督抽查不合格产品")

    page.get_by_label("排除").check()
    page.get_by_label("理由").fill("型号不同：页面为 SY-15B")
    page.get_by_label("姓名").fill("李敏")
    page.get_by_role("button", name="保存意见").click()
    expect(page.locator(".review .chip")).to_have_text("排除")
    assert office.reviews_of(["f042"])["f042"].name == "李敏"

    page.goto("/findings?rule=UNQUALIFIED_ON_SALE")
    expect(page.locator(".hits li")).to_have_count(0)
    page.get_by_role("navigation", name="范围").get_by_role("link", name=re.compile("已排除")).click()
    expect(page.locator(".hits li")).to_have_count(1)


def test_the_way_works_without_a_mouse(page: Page) -> None:
    page.goto("/findings?rule=UNQUALIFIED_ON_SALE")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.locator(".hits h2 a").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("不合格产品")


def test_export_downloads_what_is_shown(page: Page, tmp_path: Path) -> None:
    page.goto("/findings?rule=UNQUALIFIED_ON_SALE")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="csv").click()
    saved = tmp_path / "findings.csv"
    waiting.value.save_as(saved)
    lines = saved.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "云岚省青岩市望河区" in lines[1]
    assert waiting.value.suggested_filename == "线索-2026-12-03.csv"


@pytest.mark.parametrize("path", ["/findings?view=all&q=script", "/findings/f060", "/tasks?kind=images"])
def test_captured_text_never_becomes_code(page: Page, path: str) -> None:
    page.goto(path)
    assert page.title() != "taken"
    assert page.locator("main script, main img[src='x'], main [onerror]").count() == 0


def test_hostile_shop_is_readable(page: Page) -> None:
    page.goto("/findings/f060")
    expect(page.locator(".facts").first).to_contain_text("<script>document.title='taken'</script>")


@pytest.mark.parametrize("path", ["/findings/f001", "/findings/f001/captures/1"])
def test_a_captured_page_is_shown_dead(page: Page, path: str) -> None:
    page.goto(path)
    assert page.title() != "taken"
    frame = page.frames[-1]
    expect(frame.locator("h1").first).to_be_visible()
    expect(frame.locator("mark").first).to_have_text("证书编号")
    assert page.url.endswith(path)
    assert frame.evaluate("document.scripts.length") == 0
    assert frame.evaluate("window.origin") == "null"


def test_a_field_is_pointed_at_where_it_stands(page: Page) -> None:
    page.goto("/findings/f001")
    page.get_by_role("link", name="这一页读到了什么").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("霜原电热水壶 1.5L")
    frame = page.frame_locator("iframe[name=capture]")
    expect(frame.locator("mark.chosen[data-field*=型号]")).to_have_text("SY-15A", timeout=20_000)
    expect(frame.locator("script")).to_have_count(0)
    page.get_by_role("complementary").get_by_role("link", name="型号").click()
    expect(frame.locator(":target")).to_have_text("SY-15A", timeout=20_000)
    assert page.title() != "taken"


@pytest.mark.parametrize("width", [1280, 800, 390])
@pytest.mark.parametrize(
    "path",
    ["/", "/findings", "/findings/f040", "/findings/f060", "/captures", CAPTURE, "/tasks", "/platforms", "/lists"],
)
def test_nothing_sticks_out_sideways(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_form_of_another_page_changes_nothing(page: Page, browser: Browser, address: str, office: Office) -> None:
    page.goto("/findings/f001")
    form = (
        f'<form method="post" action="{address}/findings/f001/review"><input name="verdict" value="dismissed">'
        '<input name="reason" value="x"><input name="name" value="x"><button>go</button></form>'
    )
    foreign = browser.new_page()
    foreign.set_content(form)
    foreign.get_by_role("button").click()
    expect(foreign.locator("body")).to_contain_text("不是从本页面发出的")
    foreign.close()
    assert office.review_history("f001") == []
