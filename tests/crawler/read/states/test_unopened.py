"""What a page leads to and nobody opened keeps its fields from being called not shown: tabs, papers, films."""

import pytest

from crawler.records import Fragment
from tests.crawler.read.pages import listing_of

URL = "http://shop.example/item/6.html"
HEAD = "<title>炉语燃气灶 LY-2B</title>"
BUY = "<h1>炉语燃气灶 LY-2B</h1><div>促销价 <b>¥399</b></div><button>立即购买</button>"
FACTS = (
    "<div class=row><span>品牌</span><span>炉语</span></div><div class=row><span>型号</span><span>LY-2B</span></div>"
)
TABS = "<ul class=tabs><li><a onclick='tab(0)'>商品参数</a></li><li><a onclick='tab(1)'>资质与证书</a></li></ul>"


def standards(body: str, *, rendered: bool = False) -> str:
    """Return the state of a field that no page here shows."""
    listing = listing_of(f"<html><head>{HEAD}</head><body>{BUY}{body}</body></html>", URL, rendered=rendered)
    return listing.readings["standards"].state


UNOPENED = {
    "an empty panel": f"{TABS}<div>{FACTS}</div><div id=t1 style='display:none'></div><footer>页脚</footer>",
    "a place that tabs of any name fill": (
        "<ul class=tabs><li><a onclick='t(0)'>介绍</a></li><li><a onclick='t(1)'>溯源</a></li></ul><div id=b></div>"
        f"<div>{FACTS}</div>"
    ),
    "a page of the item's own": f"<div>{FACTS}</div><p><a href='/item/6/params.html'>产品说明书及参数</a></p>",
    "a paper": f"<div>{FACTS}</div><p><a href='/files/cert.pdf'>产品合格证、3C证书（PDF下载）</a></p>",
    "a picture of a paper": f"<div>{FACTS}</div><p><a href='/files/report.jpg'>检测报告</a></p>",
    "a film among the details": f"<div>{FACTS}</div><h2>详情</h2><video src='/v.mp4' width=790></video>",
    "a film behind the offer": f"<div>{FACTS}</div><video src='/v.mp4' poster='/v.jpg' width=790></video>",
}
NOTHING = {
    "no more": f"<div>{FACTS}</div>",
    "filled panels": f"{TABS}<div>{FACTS}</div><div id=t1 style='display:none'><p>无</p></div><footer>页脚</footer>",
    "pages about buying": f"<div>{FACTS}</div><a href='/help/2.html'>支付说明</a><a href='/about.html'>公司介绍</a>",
    "another item's page": f"<div>{FACTS}</div><a href='/item/7.html'>炉语燃气灶 LY-3B 参数详情</a>",
    "papers below every page": f"<div>{FACTS}</div><footer><a href='/files/catalog.pdf'>产品说明书下载</a></footer>",
}


@pytest.mark.parametrize("rendered", [False, True])
@pytest.mark.parametrize("body", UNOPENED.values(), ids=list(UNOPENED))
def test_what_nobody_opened_keeps_a_field_from_being_called_not_shown(body: str, *, rendered: bool) -> None:
    assert standards(body, rendered=rendered) == "not_observable"


def test_a_tab_that_the_browser_opened_proves_the_absence() -> None:
    page = f"<html><head>{HEAD}</head><body>{BUY}{UNOPENED['an empty panel']}</body></html>"
    kept = Fragment(url=URL, kind="state", content_type="text/html", body='<div id="t1"><p>无</p></div>'.encode())
    listing = listing_of(page, URL, rendered=True, fragments=(kept,))
    assert listing.readings["standards"].state == "not_shown"


@pytest.mark.parametrize("rendered", [False, True])
@pytest.mark.parametrize("body", NOTHING.values(), ids=list(NOTHING))
def test_what_leads_nowhere_else_proves_the_absence(body: str, *, rendered: bool) -> None:
    assert standards(body, rendered=rendered) == "not_shown"
