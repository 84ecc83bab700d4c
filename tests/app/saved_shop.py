"""A small marketplace written by hand: saved pages with sidecars on two dates, and a data folder that knows it."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from app.installation import Installation
from app.stages.imports import import_sweep
from app.stages.official_lists import import_official
from crawler.capture.folder import SweepFolder

NOW = "2026-12-08T20:00:00+08:00"
FIRST = "2026-12-02T10:00:00+08:00"
SECOND = "2026-12-05T10:00:00+08:00"
ROOT = "https://mall.hesui.example"
HEAD = '<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">'

DECLARATION = r"""
name = "hesui"
title = "禾穗商城"
hosts = ["mall.hesui.example"]
verified_on = "手写页面"

[[patterns]]
kind = "item"
pattern = '^https://mall\.hesui\.example/item/(?P<item>\d+)'
canonical = "https://mall.hesui.example/item/{item}"

[[patterns]]
kind = "disclosure"
pattern = '^https://mall\.hesui\.example/shop/(?P<shop>\w+)/licence'

[[patterns]]
kind = "shop"
pattern = '^https://mall\.hesui\.example/shop/(?P<shop>\w+)$'
canonical = "https://mall.hesui.example/shop/{shop}"
"""
UNQUALIFIED = """产品名称,标称商标,规格型号,标称生产企业,公告日期,公告编号
移动电源,岚芽,LY-200,澄湾市岚芽电子有限公司,2026-11-20,澄市监公告〔2026〕3号
"""
WHOLE: Mapping[str, str] = {
    "品牌": "岚芽",
    "型号": "LY-100",
    "生产企业": "澄湾市岚芽电子有限公司",
    "生产地址": "澄湾市新桐区柳岸路18号",
    "执行标准": "GB 31241-2022",
    "CCC证书编号": "2024010914612345",
    "警示说明": "请勿拆解、撞击或投入火中",
    "电池容量": "10000mAh",
}
"""Everything a power bank's page must show."""


def item_page(
    number: int,
    *,
    attributes: Mapping[str, str] = WHOLE,
    without: Sequence[str] = (),
    title: str = "岚芽充电宝10000毫安时移动电源",
    price: str = "89.00",
    shop: str = "lanya",
    button: str = "加入购物车",
    category: str = "移动电源",
) -> str:
    """Return an item's page; `without` names the attributes it leaves out."""
    rows = "".join(
        f"<tr><th>{key}</th><td>{value}</td></tr>" for key, value in attributes.items() if key not in without
    )
    return f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{title}-禾穗商城</title></head><body>
<nav class="breadcrumb"><a href="/">首页</a> &gt; <a href="/c/2">{category}</a></nav>
<a class="shop-name" href="{ROOT}/shop/{shop}">{shop}数码店</a>
<h1>{title}</h1><p class="price">￥<b>{price}</b></p><button>{button}</button>
<p>商品编号：{number}</p>
<div class="detail"><h2>商品参数</h2><table>{rows}</table><p>小巧轻便，适合出行。</p></div>
</body></html>"""


def shop_page(shop: str = "lanya", *, footer: str = "") -> str:
    """Return a shop's home page."""
    return f"""{HEAD}<title>{shop}数码店-禾穗商城</title></head><body>
<h1 class="shop-name">{shop}数码店</h1><p>店铺首页</p>
<ul><li><a href="{ROOT}/item/1001">岚芽充电宝 ￥89.00</a></li>
<li><a href="{ROOT}/item/1002">岚芽充电宝二代 ￥99.00</a></li></ul>
<footer>{footer}</footer></body></html>"""


DISCLOSURE = f"""{HEAD}<title>证照信息-禾穗商城</title></head><body>
<h1>lanya数码店 经营者信息</h1><table><tr><th>企业名称</th><td>澄湾市岚芽贸易有限公司</td></tr>
<tr><th>统一社会信用代码</th><td>91110101MA01ABCD7U</td></tr><tr><th>住所</th><td>北京市东城区柳岸路18号</td></tr>
<tr><th>经营范围</th><td>电子产品销售</td></tr></table></body></html>"""
LOGIN = f"""{HEAD}<title>用户登录</title></head><body>
<form action="/login"><h1>请登录</h1><input name="username" placeholder="手机号/会员名">
<input type="password" name="password"><button>登录</button></form></body></html>"""

PAGES: Mapping[str, tuple[str, str]] = {
    "item-1001": (f"{ROOT}/item/1001", item_page(1001)),
    "item-1002": (f"{ROOT}/item/1002", item_page(1002, without=["CCC证书编号"])),
    "item-1003": (f"{ROOT}/item/1003", item_page(1003, without=["生产企业", "生产地址"])),
    "item-1004": (f"{ROOT}/item/1004", item_page(1004, attributes={**WHOLE, "CCC证书编号": "20240109146123"})),
    "item-1005": (f"{ROOT}/item/1005", item_page(1005, attributes={**WHOLE, "型号": "LY-200"})),
    "item-1006": (
        f"{ROOT}/item/1006",
        item_page(1006, title="城市风景明信片套装", attributes={"张数": "12"}, category="文创"),
    ),
    "shop-lanya": (f"{ROOT}/shop/lanya", shop_page(footer=f'<a href="{ROOT}/shop/lanya/licence">证照信息</a>')),
    "shop-lanya-licence": (f"{ROOT}/shop/lanya/licence", DISCLOSURE),
    "shop-tuoan": (f"{ROOT}/shop/tuoan", shop_page("tuoan")),
    "item-2001": (f"{ROOT}/item/2001", item_page(2001, shop="tuoan")),
}
"""Name of the file → address and page, as saved on the first date."""


def save_page(folder: Path, name: str, url: str | None, page: str | bytes, at: str | None = FIRST) -> Path:
    """Save one page as a browser does, with a sidecar where it has an address."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.html"
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    if url is not None:
        sidecar = {"url": url, "captured_by": "chromium"} | ({"captured_at": at} if at else {})
        (folder / f"{name}.html.json").write_text(json.dumps(sidecar), encoding="utf-8")
    return path


def save_pages(folder: Path, pages: Mapping[str, tuple[str, str]] = PAGES, at: str | None = FIRST) -> Path:
    """Save several pages into one folder and return it."""
    for name, (url, page) in pages.items():
        save_page(folder, name, url, page, at)
    return folder


def make_data(folder: Path) -> Path:
    """Make a data folder that knows the marketplace and stands at a fixed moment."""
    declared = folder / "platforms" / "hesui"
    declared.mkdir(parents=True)
    (declared / "platform.toml").write_text(DECLARATION, encoding="utf-8")
    (folder / "demo.json").write_text(json.dumps({"now": NOW}), encoding="utf-8")
    (folder / "unqualified.csv").write_text(UNQUALIFIED, encoding="utf-8")
    import_official(Installation.open(folder), "unqualified", folder / "unqualified.csv")
    return folder


def bring_in(data: Path, *paths: Path, publish: bool = True, at: datetime | None = None) -> SweepFolder:
    """Import saved pages and run every stage."""
    told: list[str] = []
    folder, refused = import_sweep(
        Installation.open(data), paths, url=None, captured_at=at, publish=publish, progress=told.append
    )
    assert refused == []
    return folder
