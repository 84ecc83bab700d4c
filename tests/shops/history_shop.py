"""A single-page shop with clean addresses: an empty shell, an API, and a tab whose text is fetched when it is opened."""

# ruff: noqa: E501 - templates keep the lines of a page

import json

from tests.shops.goods import FILLING, licence, make_goods
from tests.shops.live import JSON, Answer, Asked, Shop, Truth

BRAND = "砚桥"
SHELL = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>砚桥商城</title></head><body>
<noscript>请启用 JavaScript</noscript><div id="app"></div><script src="/static/app.js"></script></body></html>"""
SCRIPT = r"""
const app = document.getElementById("app");
const get = async (url) => { const answer = await fetch(url); return answer.ok ? answer.json() : null; };
const foot = '<footer><a href="/about/business">证照信息</a> <a href="/user/login">登录</a> <a href="/cart">购物车</a></footer>';
const nav = '<div class="nav"><a href="/">首页</a><a href="/list/1">电器</a><a href="/list/2">其他</a></div>';
const card = (g) => `<div class="card"><a href="/goods/${g.id}">${g.title}</a><em>¥${g.price}</em></div>`;
async function list(id, page) {
  const data = await get(`/api/list.json?cat=${id}&page=${page}`);
  app.innerHTML = nav + `<h1>${data.name}</h1>` + data.goods.map(card).join("") +
    (data.more ? `<a class="next" href="/list/${id}?page=${page + 1}">下一页</a>` : "") + foot;
}
async function goods(id) {
  const g = await get(`/api/goods.json?id=${id}`);
  if (!g) { app.innerHTML = nav + "<div class=empty>商品不存在</div>" + foot; return; }
  document.title = g.title;
  app.innerHTML = nav + `<h1>${g.title}</h1><div class="price">¥<b>${g.price}</b></div><button class="buy">立即购买</button>
    <div class="tabs"><span class="tab on">图文介绍</span><span class="tab" id="more">规格参数</span></div>
    <div class="panel" id="intro"><p>${g.intro}</p><p>品牌：${g.brand}</p></div><div class="panel" id="spec" style="display:none"></div>` + foot;
  document.getElementById("more").onclick = async () => {
    const spec = await get(`/api/spec.json?id=${id}`);
    document.getElementById("intro").style.display = "none";
    const panel = document.getElementById("spec");
    panel.style.display = "block";
    panel.innerHTML = "<table>" + spec.map((p) => `<tr><th>${p[0]}</th><td>${p[1]}</td></tr>`).join("") + "</table>";
  };
}
async function business() {
  const b = await get("/api/business.json");
  app.innerHTML = nav + `<h1>证照信息</h1><dl><dt>企业名称</dt><dd>${b.name}</dd><dt>统一社会信用代码</dt><dd>${b.code}</dd>
    <dt>住所</dt><dd>${b.address}</dd></dl>` + foot;
}
const path = location.pathname;
const page = Number(new URLSearchParams(location.search).get("page") || 1);
if (path === "/") list(0, 1);
else if (path.startsWith("/list/")) list(path.split("/")[2], page);
else if (path.startsWith("/goods/")) goods(path.split("/")[2]);
else if (path === "/about/business") business();
else app.innerHTML = nav + "<div>页面不存在</div>" + foot;
"""


def build() -> Shop:
    """Return the shop; a licence behind the API, and one article without its standard."""
    goods = make_goods(BRAND, 6, first=501, gaps={1: ("PD_STANDARD_MISSING",)})
    by_id = {str(good.id): good for good in goods}
    lists = {"0": ("推荐", goods[:2]), "1": ("电器", goods[:4]), "2": ("其他", goods[4:])}

    def api(asked: Asked) -> object:
        number = asked.query.get("id", "")
        if asked.path == "/api/list.json":
            name, shown = lists[asked.query["cat"]]
            page = int(asked.query["page"])
            part = shown[(page - 1) * 3 : page * 3]
            return {
                "name": name,
                "goods": [{"id": good.id, "title": good.full_title, "price": good.price} for good in part],
                "more": page * 3 < len(shown),
            }
        if asked.path == "/api/business.json":
            return {"name": f"{BRAND}贸易有限公司", "code": licence(77), "address": "明州省石桥市中和路1号"}
        good = by_id.get(number)
        if good is None:
            return None
        if asked.path == "/api/spec.json":
            return [fact for fact in good.facts if fact[0] != "品牌"]
        return {"title": good.full_title, "price": good.price, "brand": good.brand, "intro": FILLING}

    def respond(asked: Asked) -> Answer | str | None:
        if asked.path == "/static/app.js":
            return Answer(SCRIPT, kind="text/javascript; charset=utf-8")
        if asked.path.startswith("/api/"):
            found = api(asked)
            return (
                Answer("null", 404, JSON) if found is None else Answer(json.dumps(found, ensure_ascii=False), kind=JSON)
            )
        return None if asked.path in ("/robots.txt", "/sitemap.xml", "/favicon.ico") else SHELL

    return Shop(
        name="history",
        respond=respond,
        needs_browser=True,
        truth=Truth(
            items={f"/goods/{good.id}" for good in goods},
            disclosures={"/about/business"},
            missing={f"/goods/{good.id}": set(good.missing) for good in goods if good.missing},
            never=r"^/(user|cart|private)",
            most_requests=120,
        ),
        declaration="""[politeness]
delay_seconds = 0
[[entries]]
url = "http://{host}/"
kind = "shop"
[[patterns]]
kind = "item"
pattern = '/goods/(?P<item>\\d+)$'
[[patterns]]
kind = "list"
pattern = '/list/\\d+'
[[patterns]]
kind = "disclosure"
pattern = '/about/business$'
""",
    )
