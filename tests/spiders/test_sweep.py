"""The spider over real loopback sites: what it follows, what it leaves alone, and how every URL ends."""

import json
import signal
import threading
from datetime import UTC, datetime
from typing import Any

import pytest

from config.clock import system_clock
from crawler.capture.folder import SweepFolder, verify_chain
from crawler.capture.plan import PlanRow

HTTP = 'fetch = "http"'
PACE = "[politeness]\ndelay_seconds = 0\nconcurrent_requests = 4"
MALL = f"""
{PACE}
[paging]
parameter = "page"
[[patterns]]
kind = "item"
pattern = '/item/(?P<item>\\d+)'
[[patterns]]
kind = "shop"
pattern = '/shop/(?P<shop>\\w+)/?$'
[[patterns]]
kind = "disclosure"
pattern = '/shop/(?P<shop>\\w+)/licence'
[[patterns]]
kind = "list"
pattern = '/list'
"""


def build_mall(site: Any, filled: Any, items: int = 6, per_page: int = 3) -> None:
    """A small platform: list pages counted by a parameter, items of two shops, a licence page each."""

    def listing(path: str) -> Any:
        number = int(path.partition("page=")[2] or 1)
        shown = range((number - 1) * per_page, min(number * per_page, items))
        return filled("".join(f'<a href="/item/{n}?spm=a.b&utm_source=x">灯具{n}</a>' for n in shown))

    site.routes["/list"] = listing
    for number in range(items):
        shop = "ab"[number % 2]
        site.routes[f"/item/{number}"] = filled(
            f'<a href="/shop/{shop}">进店</a><h1>灯具{number}</h1>¥ 12.00<a href="/shop/{shop}/licence">营业执照</a>'
            f'<a href="/shop/other">猜你喜欢</a><a href="/item/99{number}">同款</a>'
            f'<a href="/cart/add?id={number}">加入购物车</a>'
            '<a href="/user/logout">退出</a><a href="/item/delete/3">删除</a>'
        )
    for shop in "ab":
        site.routes[f"/shop/{shop}"] = filled(f'<a href="/shop/{shop}/licence">证照信息</a>')
        site.routes[f"/shop/{shop}/licence"] = filled("统一社会信用代码")


def test_a_platform_is_followed_from_list_to_licence(site: Any, capture: Any, filled: Any) -> None:
    build_mall(site, filled)
    capture.declare("mall", site, head=HTTP, tail=MALL, entry="/list")
    capture.create("mall")
    lines = capture.run()
    visits = capture.visits()
    assert {path: visit.kind for path, visit in visits.items()} == {
        "/list": "list", "/list?page=2": "list", "/list?page=3": "list",
        **{f"/item/{n}": "item" for n in range(6)},
        "/shop/a": "shop", "/shop/b": "shop", "/shop/a/licence": "disclosure", "/shop/b/licence": "disclosure",
    }  # fmt: skip
    assert set(capture.outcomes().values()) == {"kept"}
    assert visits["/list?page=2"].reason == "paging"
    assert (visits["/item/3"].item_id, visits["/item/3"].shop) == ("3", site.url("/shop/b"))
    assert visits["/shop/b/licence"].shop == visits["/shop/b"].shop == site.url("/shop/b")
    assert all(visit.platform == "mall" for visit in visits.values())
    assert set(site.hits.values()) == {1}
    assert lines[-1]["progress"] == {**capture.folder.counts()}
    capture.folder.seal(system_clock)
    assert verify_chain(capture.data) == []


def test_links_that_change_something_are_never_opened(site: Any, capture: Any, filled: Any) -> None:
    build_mall(site, filled, items=1)
    capture.declare("mall", site, head=HTTP, tail=MALL, entry="/list")
    capture.create("mall")
    capture.run()
    assert not [path for path in site.hits if "cart" in path or "logout" in path or "delete" in path]


def test_searching_keywords_in_the_sites_encoding(site: Any, capture: Any, filled: Any) -> None:
    build_mall(site, filled, items=0)
    site.routes["/list/search"] = filled("none")
    tail = f'{MALL}\n[search]\nurl = "{site.url("/list/search?q={keyword}")}"\nencoding = "gbk"\nkeywords = ["燃气灶"]'
    capture.declare("mall", site, head=HTTP, tail=tail, entry="/list")
    capture.create("mall", keywords=("充电宝",))
    capture.run()
    assert site.hits["/list/search?q=%B3%E4%B5%E7%B1%A6"] == 1
    assert [visit.reason for path, visit in capture.visits().items() if "search" in path] == ["search"]


def test_an_undeclared_shop_is_swept_by_guessing(site: Any, capture: Any, filled: Any) -> None:
    site.routes["/"] = filled(
        '<a href="/category/3">插座</a><a href="/about/yyzz.html">营业执照</a><a href="/cart">购物车</a>'
    )
    site.routes["/category/3"] = filled("<a href=\"javascript:location.href='/product/17.html'\">插座</a>")
    site.routes["/product/17.html"] = filled("<h1>插座</h1>¥ 9.90")
    site.routes["/about/yyzz.html"] = filled("执照")
    capture.create(rows=(PlanRow(url=site.url("/"), platform=site.host, kind="shop", fetch="http"),))
    capture.run()
    kinds = {path: (visit.kind, visit.outcome, visit.shop) for path, visit in capture.visits().items()}
    home = site.url("/")
    assert kinds == {
        "/": ("shop", "kept", home), "/category/3": ("list", "kept", home),
        "/product/17.html": ("item", "kept", home), "/about/yyzz.html": ("disclosure", "kept", home),
    }  # fmt: skip
    assert capture.visits()["/"].platform == site.host


def test_a_gbk_page_without_charset_is_followed(site: Any, capture: Any, answer: Any, filled: Any) -> None:
    body = filled('<a href="/x/1.html">亮照</a><a href="/s?w=灯">列表</a>').encode("gbk")
    site.routes["/"] = answer(body, headers={"Content-Type": "text/html"})
    site.routes["/x/1.html"] = filled("执照")
    capture.declare("shop", site, head=f"marketplace = false\n{HTTP}", tail=PACE, kind="shop")
    capture.create("shop")
    capture.run()
    assert capture.visits()["/x/1.html"].kind == "disclosure"
    assert site.hits["/s?w=%B5%C6"] == 1


def test_how_every_page_ends(site: Any, make_site: Any, capture: Any, answer: Any, filled: Any) -> None:
    other = make_site()
    other.routes["/login"] = filled("login")
    plain = {"Content-Type": "text/html"}
    site.routes |= {
        "/kept": filled("ok"),
        "/off": "<h1>灯具</h1><p>该商品已下架</p><script></script>",
        "/404": answer("<h1>没有</h1>", 404),
        "/soft": "<html><title>出错了</title><body><p>抱歉，您访问的页面不存在</p></body></html>",
        "/sold": answer("", 302, {"Location": "/"}),
        "/": filled("home"),
        "/moved": answer("", 301, {"Location": "/moved2"}),
        "/moved2": filled("here now"),
        "/login1": answer("", 302, {"Location": other.url("/login?return=x")}),
        "/login2": answer("", 302, {"Location": "/member/login.html"}),
        "/member/login.html": "<form><input type=password></form>",
        "/licence": "<div class=head>x</div><p>请输入验证码后查看</p><img src=/captcha.png><input name=captcha>",
        "/away": answer("", 302, {"Location": other.url("/elsewhere")}),
        "/403": answer("<h1>Forbidden</h1>", 403),
        "/500": answer("broken", 500),
        "/empty": answer(""),
        "/short": answer(filled("half").encode(), headers=plain, announced=99_999),
        "/cut": answer("<html><body><h1>灯具</h1><p>规格", headers=plain),
    }
    paths = [path for path in site.routes if path not in ("/robots.txt", "/", "/moved2", "/member/login.html")]
    rows = tuple(
        PlanRow(url=site.url(path), platform="x", kind="item", reason="recheck", fetch="http") for path in paths
    )
    capture.declare("x", site, head=HTTP, tail=PACE)
    capture.create(rows=rows)
    capture.run()
    found = {path: (visit.outcome, visit.gate) for path, visit in capture.visits().items()}
    assert found == {
        "/kept": ("kept", "none"), "/off": ("kept", "none"), "/404": ("gone", "none"), "/soft": ("gone", "none"),
        "/sold": ("gone", "none"), "/moved": ("kept", "none"),
        "/login1": ("gated", "login"), "/login2": ("gated", "login"),
        "/licence": ("gated", "captcha"), "/away": ("failed", "none"), "/403": ("gated", "blocked"),
        "/500": ("failed", "none"), "/empty": ("failed", "none"), "/short": ("kept", "none"), "/cut": ("kept", "none"),
    }  # fmt: skip
    assert other.hits == {}
    assert site.hits["/500"] == 3
    visits = capture.visits()
    assert visits["/moved"].final_url == site.url("/moved2")
    assert visits["/login1"].final_url == other.url("/login?return=x")
    assert visits["/500"].note == "网站应答 HTTP 500"
    complete = {page.url: page.complete for _, page in capture.folder.pages()}
    assert complete[site.url("/kept")]
    assert not complete[site.url("/short")]
    assert not complete[site.url("/cut")]


def test_a_busy_host_is_left_alone_as_long_as_it_asks(site: Any, capture: Any, answer: Any, filled: Any) -> None:
    asked: list[str] = []

    def busy(path: str) -> Any:
        asked.append(path)
        return answer("", 429, {"Retry-After": "1"}) if len(asked) == 1 else filled("item")

    for number in range(3):
        site.routes[f"/item/{number}"] = busy
    capture.declare("x", site, head=HTTP, tail=PACE.replace("4", "1"))
    rows = tuple(
        PlanRow(url=site.url(f"/item/{n}"), platform="x", kind="item", reason="recheck", fetch="http") for n in range(3)
    )
    capture.create(rows=rows)
    capture.run()
    assert set(capture.outcomes().values()) == {"kept"}
    moments = [moment for path, moment in site.times if path != "/robots.txt"]
    assert moments[1] - moments[0] > 0.95
    assert len(moments) == 4


def test_a_host_never_has_more_requests_than_declared(site: Any, capture: Any, filled: Any) -> None:
    inside: list[str] = []
    most: list[int] = []

    def answer(path: str) -> Any:
        inside.append(path)
        most.append(len(inside))
        threading.Event().wait(0.05)
        inside.remove(path)
        return filled("item")

    rows = []
    for number in range(12):
        site.routes[f"/item/{number}"] = answer
        rows.append(PlanRow(url=site.url(f"/item/{number}"), platform="x", kind="item", reason="recheck", fetch="http"))
    capture.declare("x", site, head=HTTP, tail=PACE.replace("4", "2"))
    capture.create(rows=tuple(rows))
    capture.run()
    assert max(most) == 2


def test_a_host_that_stays_busy_ends_as_rate_limited(site: Any, capture: Any, answer: Any) -> None:
    site.routes["/item/1"] = answer("", 429, {"Retry-After": "0"})
    site.routes["/item/2"] = answer("", 429, {"Retry-After": "86400"})
    capture.declare("x", site, head=HTTP, tail=PACE)
    rows = tuple(
        PlanRow(url=site.url(f"/item/{n}"), platform="x", kind="item", reason="recheck", fetch="http") for n in (1, 2)
    )
    capture.create(rows=rows)
    capture.run()
    assert {(visit.outcome, visit.gate) for visit in capture.visits().values()} == {("gated", "rate_limited")}
    assert (site.hits["/item/1"], site.hits["/item/2"]) == (4, 1)


def test_frames_and_description_parts_are_fetched_with_the_page(
    site: Any, make_site: Any, capture: Any, filled: Any
) -> None:
    other = make_site()
    site.routes["/item/1"] = filled(
        '<iframe src="/frame/1"></iframe><div id="description" data-url="/desc/1"></div>'
        f'<iframe src="{other.url("/ads")}"></iframe><div class="tab" data-url="/cart/add"></div>'
        '<div class="banner" data-url="/banner"></div>'
    )
    site.routes["/frame/1"] = "<p>生产者：甲厂</p>"
    site.routes["/desc/1"] = "<p>详情</p>"
    capture.declare("x", site, head=HTTP, tail=PACE)
    capture.create(rows=(PlanRow(url=site.url("/item/1"), platform="x", kind="item", reason="recheck", fetch="http"),))
    capture.run()
    [(_, page)] = capture.folder.pages()
    assert [(fragment.url, fragment.body.decode()) for fragment in page.fragments] == [
        (site.url("/frame/1"), "<p>生产者：甲厂</p>"), (site.url("/desc/1"), "<p>详情</p>"),
    ]  # fmt: skip
    assert other.hits == {}
    assert not {"/cart/add", "/banner"} & set(site.hits)


def test_links_off_the_site_are_recorded_not_followed(site: Any, make_site: Any, capture: Any, filled: Any) -> None:
    other = make_site()
    site.routes["/"] = filled(f'<a href="{other.url("/lz")}">营业执照</a><a href="{other.url("/friend")}">友情链接</a>')
    capture.declare("shop", site, head=f"marketplace = false\n{HTTP}", tail=PACE, kind="shop")
    capture.create("shop")
    capture.run()
    assert other.hits == {}
    [line] = (capture.folder.capture_path / "offsite.jsonl").read_text().splitlines()
    assert json.loads(line) == {"on": site.url("/"), "sweep_row": "1", "text": "营业执照", "url": other.url("/lz")}


def test_what_is_over_the_bounds_ends_as_skipped(site: Any, capture: Any, filled: Any) -> None:
    build_mall(site, filled, items=3)
    capture.declare("mall", site, head=HTTP, tail=MALL.replace("[paging]", "max_pages = 3\n[paging]"), entry="/list")
    capture.create("mall")
    capture.run()
    counts = capture.folder.counts()
    assert (counts["kept"], counts["planned"]) == (3, 3 + counts["skipped_limit"])
    assert counts["skipped_limit"] > 0


def test_a_sweep_out_of_time_skips_the_rest(site: Any, capture: Any, filled: Any) -> None:
    build_mall(site, filled)
    capture.declare("mall", site, head=HTTP, tail=MALL, entry="/list")
    capture.create("mall", limit_minutes=0.0)
    capture.run()
    assert capture.outcomes() == {"/list": "skipped_limit"}
    assert site.hits == {}


def slow(site: Any, filled: Any, started: Any, go_on: Any) -> None:
    """Make one item hang until the test says go."""
    page = filled("<h1>灯具</h1>")

    def answer(path: str) -> Any:
        started.set()
        go_on.wait(30)
        return page

    site.routes["/item/4"] = answer


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_is_lost_and_nothing_kept_fetched_again(
    site: Any, capture: Any, filled: Any, sign: signal.Signals
) -> None:
    build_mall(site, filled, items=40, per_page=10)
    started, go_on = threading.Event(), threading.Event()
    slow(site, filled, started, go_on)
    capture.declare("mall", site, head=HTTP, tail=MALL, entry="/list")
    capture.create("mall")
    child = capture.start()
    assert started.wait(60)
    child.send_signal(sign)
    go_on.set()
    child.wait(60)
    assert child.returncode == (-signal.SIGKILL if sign == signal.SIGKILL else 3)
    kept = {path for path, outcome in capture.outcomes().items() if outcome == "kept"}
    hits_before = dict(site.hits)
    assert "/list" in kept
    assert SweepFolder.open(capture.data, capture.folder.id).counts()["pending"] > 0
    capture.run()
    assert not {path for path in kept if site.hits[path] != hits_before[path]}
    expected = {f"/item/{n}" for n in range(40)} | {f"/list?page={n}" for n in (2, 3, 4, 5)} | {"/list"}
    expected |= {f"/shop/{shop}{page}" for shop in "ab" for page in ("", "/licence")}
    assert capture.outcomes() == dict.fromkeys(expected, "kept")
    folder = SweepFolder.open(capture.data, capture.folder.id)
    assert sum(1 for _ in folder.pages()) == len(expected)
    folder.seal(system_clock)
    assert verify_chain(capture.data) == []


def test_two_captures_of_one_sweep_are_refused(site: Any, capture: Any) -> None:
    folder = capture.create()
    with folder.capturing(system_clock):
        [line] = capture.run(expected=2)
    assert "另一个进程正在采集" in str(line["message"])


def test_an_unknown_platform_is_named(capture: Any) -> None:
    capture.create("nowhere")
    [line] = capture.run(expected=2)
    assert line["message"] == "采集 test：platforms：没有声明名为 nowhere 的平台"


def test_the_demos_moment_is_stamped_on_captures(site: Any, capture: Any, filled: Any) -> None:
    moment = datetime(2026, 12, 8, 2, 0, tzinfo=UTC)
    site.routes["/"] = filled("home")
    capture.declare("shop", site, head=HTTP, tail=PACE)
    capture.create("shop", fixed_now=moment)
    capture.run()
    [(_, page)] = capture.folder.pages()
    assert page.captured_at == moment


LOSES_ONE_ANSWER = """
import spiders.run
from spiders.sweep import SweepSpider

class Lossy(SweepSpider):
    lost = []
    async def take_answer(self, response, row):
        times = 9 if row.url.endswith("/item/3") else 1 if row.url.endswith("/item/2") else 0
        if self.lost.count(row.url) < times:
            self.lost.append(row.url)
            return
        await super().take_answer(response, row)

spiders.run.SweepSpider = Lossy
"""


def test_a_page_that_vanishes_without_a_trace_is_missed(site: Any, capture: Any, filled: Any) -> None:
    rows = []
    for number in range(5):
        site.routes[f"/item/{number}"] = filled("item")
        rows.append(PlanRow(url=site.url(f"/item/{number}"), platform="x", kind="item", reason="recheck", fetch="http"))
    capture.declare("x", site, head=HTTP, tail=PACE)
    capture.create(rows=tuple(rows))
    capture.run(fault=LOSES_ONE_ANSWER)
    outcomes = capture.outcomes()
    assert outcomes.pop("/item/3") == "failed"
    assert set(outcomes.values()) == {"kept"}
    assert capture.visits()["/item/3"].note == "取了两次都没有下文"
    assert (site.hits["/item/2"], site.hits["/item/3"]) == (2, 2)


def test_a_platform_that_is_only_imported_is_left_to_people(site: Any, capture: Any) -> None:
    capture.declare("x", site, head=f'{HTTP}\naccess = "import"', tail=PACE)
    row = PlanRow(url=site.url("/item/1"), platform="x", kind="item", reason="recheck", fetch="http")
    capture.create("x", rows=(row,))
    capture.run()
    [visit] = capture.visits().values()
    assert (visit.outcome, visit.gate) == ("gated", "login")
    assert site.hits == {}


def test_an_unreachable_host_fails_with_the_reason(make_site: Any, capture: Any, answer: Any) -> None:
    gone = make_site()

    def dies(path: str) -> Any:
        raise ConnectionAbortedError

    gone.routes["/item/1"] = dies
    capture.declare("x", gone, head=HTTP, tail=PACE)
    capture.create(rows=(PlanRow(url=gone.url("/item/1"), platform="x", kind="item", reason="recheck", fetch="http"),))
    capture.run()
    [visit] = capture.visits().values()
    assert visit.outcome == "failed"
    assert visit.note
    # Twisted asks once more itself where a connection it had kept open breaks.
    assert 3 <= gone.hits["/item/1"] <= 6


def test_a_live_room_leads_to_the_goods_it_sells(site: Any, capture: Any, filled: Any) -> None:
    tail = f"""{MALL}
[[patterns]]
kind = "live_room"
pattern = '/room/\\d+$'
"""
    site.routes["/list"] = filled('<a href="/room/7">直播中</a>')
    site.routes["/room/7"] = filled('<a href="/shop/a">进店</a><a href="/item/1?room=7">灯</a><a href="/room/8">x</a>')
    site.routes["/item/1"] = filled('<a href="/shop/b">进店</a><h1>灯具</h1>¥ 12.00')
    for shop in "ab":
        site.routes[f"/shop/{shop}"] = filled("店铺")
    capture.declare("mall", site, head=HTTP, tail=tail, entry="/list")
    capture.create("mall")
    capture.run()
    visits = capture.visits()
    assert visits["/item/1?room=7"].shop == site.url("/shop/b"), "the room's seller is not the goods'"
    assert "/room/8" not in visits
