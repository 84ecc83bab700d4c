"""Rendered pages, in real Chromium: shells, lazy parts, tabs, frames, second looks."""

from typing import Any

import pytest

from crawler.capture.plan import PlanRow
from crawler.capture.warc import iterate_records

pytestmark = pytest.mark.browser

PACE = "[politeness]\ndelay_seconds = 0\nconcurrent_requests = 4"
SHELL = (
    """<html><head><title>商城</title><script src="/app.js"></script></head><body><div id="app"></div></body></html>"""
)
APP = """
document.addEventListener("DOMContentLoaded", async () => {
  const match = location.pathname.match(/item\\/(\\d+)/);
  const answer = await (await fetch(match ? "/api/item/" + match[1] : "/api/list")).json();
  document.getElementById("app").innerHTML = match
    ? `<h1>${answer.title}</h1><p>¥ ${answer.price}</p><p>${"说明".repeat(80)}</p>`
    : answer.items.map((n) => `<a href="/item/${n}">商品${n}</a>`).join("");
});
"""
SPA_PATTERNS = "[[patterns]]\nkind = \"item\"\npattern = '/item/(?P<item>\\d+)'"
JSON = {"Content-Type": "application/json"}


def one_page(site: Any, capture: Any, path: str, **more: Any) -> Any:
    """Capture one page and return it."""
    given = {"url": site.url(path), "platform": "x", "kind": "item", "reason": "recheck", "fetch": "browser", **more}
    capture.declare("x", site, tail=PACE)
    capture.create(rows=(PlanRow.model_validate(given),))
    capture.run()
    [(_, page)] = capture.folder.pages()
    return page


def test_auto_goes_to_the_browser_where_a_page_is_an_empty_shell(site: Any, capture: Any, answer: Any) -> None:
    site.routes |= {"/": SHELL, "/app.js": answer(APP, headers={"Content-Type": "text/javascript"})}
    site.routes["/api/list"] = answer('{"items": [1, 2, 3, 4, 5, 6, 7, 8]}', headers=JSON)
    for number in range(1, 9):
        site.routes[f"/item/{number}"] = SHELL
        site.routes[f"/api/item/{number}"] = answer(f'{{"title": "灯具{number}", "price": "12.50"}}', headers=JSON)
    capture.declare("spa", site, head='fetch = "auto"', tail=f"{PACE}\n{SPA_PATTERNS}")
    capture.create("spa")
    capture.run()
    assert capture.outcomes() == {"/": "kept", **{f"/item/{n}": "kept" for n in range(1, 9)}}
    pages = {page.url: page for _, page in capture.folder.pages()}
    item = pages[site.url("/item/3")]
    assert (item.fetched, item.rendered, item.complete) == ("browser", True, True)
    assert "<h1>灯具3</h1>" in item.body.decode()
    [api] = item.fragments
    assert (api.kind, api.url, api.body) == (
        "api",
        site.url("/api/item/3"),
        '{"title": "灯具3", "price": "12.50"}'.encode(),
    )
    # One plain request tells that items are shells; the others go to the browser at once.
    assert sum(site.hits[f"/item/{n}"] for n in range(1, 9)) == 9


def test_a_page_with_text_is_not_sent_to_the_browser(site: Any, capture: Any, filled: Any) -> None:
    site.routes["/item/1"] = filled("<script>var a = 1</script><div id=app></div><h1>灯具</h1>")
    assert one_page(site, capture, "/item/1", fetch="auto").fetched == "http"


def test_what_shows_on_scrolling_behind_tabs_and_in_frames_is_kept(site: Any, capture: Any, filled: Any) -> None:
    site.routes["/item/1"] = filled(
        """<h1>灯具</h1>
        <ul><li class="tab">商品介绍</li><li class="tab" id="two">规格参数</li>
        <li><a href="/elsewhere">更多</a></li></ul>
        <div id="panel">介绍文字</div><div style="height: 6000px"></div><div id="lazy"></div>
        <iframe src="/frame"></iframe>
        <button onclick="fetch('/order', {method: 'POST'})">展开</button>
        <script>
          document.getElementById("two").onclick = async () => {
            document.getElementById("panel").innerHTML = await (await fetch("/params")).text();
          };
          new IntersectionObserver((seen) => {
            if (seen[0].isIntersecting) document.getElementById("lazy").textContent = "滚动后才有的文字";
          }).observe(document.getElementById("lazy"));
        </script>"""
    )
    site.routes["/params"] = "<p>证书编号：2024010101000001</p>"
    site.routes["/frame"] = "<p>框架里的厂名</p><script>document.body.append('脚本写的')</script>"
    page = one_page(site, capture, "/item/1")
    body = page.body.decode()
    assert "滚动后才有的文字" in body
    assert "介绍文字" in body
    parts = {fragment.kind: fragment.body.decode() for fragment in page.fragments}
    assert "2024010101000001" in parts["state"]
    assert "脚本写的" in parts["frame"]
    assert [fragment.url for fragment in page.fragments if fragment.kind == "frame"] == [site.url("/frame")]
    assert not {"/order", "/elsewhere"} & set(site.hits)


def test_a_second_look_waits_for_what_the_page_puts_off(site: Any, capture: Any, filled: Any) -> None:
    site.routes["/item/1"] = filled(
        """<h1>灯具</h1><div id="late"></div><div id="later"></div><script>
        setTimeout(async () => {
          document.getElementById("late").innerHTML = await (await fetch("/part")).text();
          setTimeout(() => { document.getElementById("later").textContent = "厂址：临河市工业路8号"; }, 900);
        }, 1500);
        setInterval(() => {}, 50);
        (function slide() { setTimeout(slide, 3000); })();
        </script>"""
    )
    site.routes["/part"] = "<p>生产企业：青禾电器厂</p>"
    body = one_page(site, capture, "/item/1", look=2, reason="second_look").body.decode()
    assert "青禾电器厂" in body
    assert "工业路8号" in body


@pytest.mark.parametrize("mode", ["open", "closed"])
def test_what_stands_in_a_shadow_root_is_kept(site: Any, capture: Any, filled: Any, mode: str) -> None:
    script = (
        f"""document.getElementById("b").attachShadow({{mode: "{mode}"}}).innerHTML = "<p>生产企业：青禾电器厂</p>";"""
    )
    site.routes["/item/1"] = filled(f"<h1>灯具</h1><div id=b></div><script>{script}</script>")
    [state] = one_page(site, capture, "/item/1").fragments
    assert "青禾电器厂" in state.body.decode()


@pytest.mark.parametrize(
    ("tab", "listener"),
    [
        ("<li class=on>图文介绍</li><li id=t>产品参数</li>", "mouseenter"),
        ("<li class=on><a>图文</a></li><li><a id=t>企业与产品资质</a></li>", "click"),
        ("<li><a>图文</a></li><li><a id=t href='javascript:void 0'>资质与证书</a></li>", "click"),
        ("<li class='tab'><a onclick='t(0)'>介绍</a></li><li class='tab'><a id=t>溯源</a></li>", "click"),
        ("<li class=active><span>图文</span></li><li><span id=t>认证与标准</span></li>", "mouseover"),
    ],
)
def test_a_tab_is_opened_whatever_it_is_called_and_however_it_is_opened(
    site: Any, capture: Any, filled: Any, tab: str, listener: str
) -> None:
    site.routes["/item/1"] = filled(
        f"""<h1>灯具</h1><ul>{tab}</ul><div id=b></div><script>
        document.getElementById("t").addEventListener("{listener}", async () => {{
          document.getElementById("b").innerHTML = await (await fetch("/params")).text();
        }});</script>"""
    )
    site.routes["/params"] = "<p>证书编号：2024010101000001</p>"
    page = one_page(site, capture, "/item/1")
    assert any("2024010101000001" in part.body.decode() for part in page.fragments if part.kind == "state")


def test_a_second_look_is_rendered_with_pictures_and_a_screenshot(
    site: Any, capture: Any, answer: Any, filled: Any
) -> None:
    pixel = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
    site.routes["/pic.gif"] = answer(pixel, headers={"Content-Type": "image/gif"})
    site.routes["/item/1"] = filled('<h1>灯具</h1><img src="/pic.gif"><div style="height: 3000px"></div>')
    row = PlanRow(url=site.url("/item/1"), platform="x", kind="item", reason="recheck", fetch="browser")
    capture.declare("x", site, tail=PACE)
    capture.create(rows=(row, row.model_copy(update={"look": 2, "reason": "second_look"})))
    capture.run()
    first, second = [page for _, page in capture.folder.pages()]
    assert (first.look, first.screenshot, second.look) == (1, None, 2)
    assert site.hits["/item/1"] == 2
    assert site.hits["/pic.gif"] == 1
    picture = (capture.folder.path / second.screenshot).read_bytes()
    assert picture.startswith(b"\xff\xd8")
    facts = [
        r.content_stream().read() for r in iterate_records(capture.folder.capture_path) if r.rec_type == "metadata"
    ]
    assert second.screenshot.encode() in facts[1]


def test_rendered_pages_keep_the_pace_of_their_host(site: Any, capture: Any, filled: Any) -> None:
    rows = []
    for number in range(4):
        site.routes[f"/item/{number}"] = filled("<h1>灯具</h1>")
        rows.append(PlanRow(url=site.url(f"/item/{number}"), platform="x", look=2, kind="item", reason="second_look"))
    capture.declare("x", site, tail=PACE.replace("delay_seconds = 0", "delay_seconds = 0.5"))
    capture.create(rows=tuple(rows))
    capture.run()
    # The first of them waits for the browser to start; the others must not leave together with it.
    asked = [moment for path, moment in site.times if path.startswith("/item/")]
    assert len(asked) == 4
    # Half the pace in all: a request may arrive late, but never all of them together.
    assert asked[-1] - asked[0] > 0.75


def test_a_second_look_at_a_shop_follows_only_its_disclosures(site: Any, capture: Any, filled: Any) -> None:
    site.routes["/"] = filled(
        '<script>document.body.innerHTML += \'<a href="/yyzz.html">营业执照</a>\'</script><a href="/item/1.html">a</a>'
    )
    site.routes["/yyzz.html"] = filled("执照")
    capture.declare("x", site, head="marketplace = false", tail=PACE)
    row = PlanRow(url=site.url("/"), platform=site.host, kind="shop", look=2, reason="second_look")
    capture.create(rows=(row,))
    capture.run()
    assert capture.outcomes() == {"/ look 2": "kept", "/yyzz.html look 2": "kept"}


def test_a_visitor_sent_to_the_login_page_by_a_script_is_gated(site: Any, capture: Any, filled: Any) -> None:
    site.routes["/item/1"] = "<html><body><script>location.replace('/user/login?back=1')</script></body></html>"
    site.routes["/user/login"] = "<form><input name=u><input type=password><button>登录</button></form>"
    page = one_page(site, capture, "/item/1")
    assert page.gate == "login"
    assert page.final_url == site.url("/user/login?back=1")


def test_hash_routes_are_pages_of_their_own(site: Any, capture: Any, answer: Any) -> None:
    site.routes["/"] = (
        "<html><body><div id=app></div>"
        "<script>app.textContent = '第' + location.hash + '页' + '文'.repeat(300)</script></body></html>"
    )
    capture.declare("x", site, tail=PACE)
    rows = [PlanRow(url=site.url(f"/#/goods/{n}"), platform="x", kind="item", reason="recheck") for n in (1, 2)]
    capture.create(rows=tuple(rows))
    capture.run()
    assert sorted(page.body.decode().partition("第")[2][:9] for _, page in capture.folder.pages()) == [
        "#/goods/1",
        "#/goods/2",
    ]


def test_a_page_that_never_yields_fails_and_the_rest_goes_on(site: Any, capture: Any, answer: Any, filled: Any) -> None:
    site.routes["/file"] = answer(b"%PDF-1.4", headers={"Content-Type": "application/octet-stream"})
    site.routes["/item/1"] = filled(
        "<script>setInterval(() => fetch('/poll'), 100); alert('x'); window.open('/popup')</script>"
    )
    capture.declare("x", site, tail=PACE)
    rows = [
        PlanRow(url=site.url(path), platform="x", kind="item", reason="recheck", fetch="browser")
        for path in ("/file", "/item/1")
    ]
    capture.create(rows=tuple(rows))
    capture.run()
    assert capture.outcomes() == {"/file": "failed", "/item/1": "kept"}


def test_robots_txt_holds_for_what_a_pages_scripts_fetch(site: Any, capture: Any, answer: Any, filled: Any) -> None:
    script = "<script>for (const u of ['/api/x.json', '/cart/count.json', '/open.json']) fetch(u)</script>"
    site.routes["/robots.txt"] = answer("User-agent: *\nDisallow: /api/\nDisallow: /cart/\n")
    site.routes["/item/1"] = filled(f"<h1>灯</h1>{script}")
    site.routes["/item/2"] = filled(f"<h1>灯</h1>{script.replace('/api/x.json', '/open.json')}")
    for path in ("/api/x.json", "/cart/count.json", "/open.json"):
        site.routes[path] = answer("{}", headers=JSON)
    capture.declare("x", site, tail=PACE)
    rows = [
        PlanRow(url=site.url(f"/item/{n}"), platform="x", kind="item", reason="recheck", fetch="browser")
        for n in (1, 2)
    ]
    capture.create(rows=tuple(rows))
    capture.run()
    whole = {page.url: page.complete for _, page in capture.folder.pages()}
    assert site.hits["/api/x.json"] == site.hits["/cart/count.json"] == 0
    assert site.hits["/open.json"] >= 2
    # A refused part of the page leaves it incomplete; the visitor's cart is no part of it.
    assert whole == {site.url("/item/1"): False, site.url("/item/2"): True}


def test_a_page_whose_detail_comes_by_script_goes_to_the_browser(
    site: Any, capture: Any, filled: Any, answer: Any
) -> None:
    detail = "<table><tr><th>型号</th><td>A1</td></tr></table>"
    site.routes["/item/1"] = filled(
        '<h1>灯</h1>¥ 9.90<div id="detail">加载中...</div>'
        "<script>fetch('/part/1').then(a => a.text())"
        ".then(t => { document.getElementById('detail').innerHTML = t })</script>"
    )
    site.routes["/part/1"] = answer(detail)
    capture.declare("x", site, head='fetch = "auto"', tail=PACE)
    capture.create(rows=(PlanRow(url=site.url("/item/1"), platform="x", kind="item", reason="recheck"),))
    capture.run()
    [(_, page)] = capture.folder.pages()
    assert page.rendered
    assert detail in page.body.decode().replace("<tbody>", "").replace("</tbody>", "")
