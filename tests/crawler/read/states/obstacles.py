"""Layouts, gaps and obstacles of item pages, put together by name: the material of the tests of what is not shown."""

from collections.abc import Callable
from typing import Any, NamedTuple

FACTS = {
    "maker": ("生产企业", "青禾电器有限公司"),
    "address": ("厂址", "江东省临河市工业路8号"),
    "model": ("型号", "QH-20A"),
    "standard": ("执行标准", "GB 4943.1-2022"),
    "certificate": ("CCC证书编号", "2019010907123456"),
    "warning": ("警示说明", "请勿拆解，远离火源。"),
}
FIELDS = {
    "maker": "maker",
    "address": "maker_address",
    "model": "models",
    "standard": "standards",
    "certificate": "certificate_numbers",
    "warning": "warnings",
}
"""Fact → the field it gives."""
GAPS = {
    "maker and address": ("maker", "address"),
    "number and warning": ("certificate", "warning"),
    "everything": tuple(FIELDS),
}
OTHERS = (("品牌", "青禾"), ("产品名称", "移动电源"), ("额定电压", "220V"), ("颜色", "白色"))
"""Rows that every page has: that they were read shows that the place of the others was found."""

Row = tuple[str, str]


def _table(rows: list[Row]) -> str:
    cells = "".join(f"<tr><th>{label}</th><td>{text}</td></tr>" for label, text in rows)
    return f"<h3>规格参数</h3><table class='attr'>{cells}</table>"


def _pairs_table(rows: list[Row]) -> str:
    filled = rows + [("", "")] * (len(rows) % 2)
    lines = (
        f"<tr><td>{a}</td><td>{b}</td><td>{c}</td><td>{d}</td></tr>"
        for (a, b), (c, d) in zip(filled[::2], filled[1::2], strict=True)
    )
    return f"<table border=1>{''.join(lines)}</table>"


def _list(rows: list[Row]) -> str:
    return (
        "<div id='params'><h4>产品参数</h4><ul>"
        + "".join(f"<li>{label}：{text}</li>" for label, text in rows)
        + "</ul></div>"
    )


def _definitions(rows: list[Row]) -> str:
    return "<dl class='props'>" + "".join(f"<dt>{label}</dt><dd>{text}</dd>" for label, text in rows) + "</dl>"


def _grid(rows: list[Row]) -> str:
    cells = "".join(
        f"<div class='cell'><div class='cell-l'>{label}</div><div class='cell-r'>{text}</div></div>"
        for label, text in rows
    )
    return f"<div class='goods-params'>{cells}</div>"


def _lines(rows: list[Row]) -> str:
    return "<div class='detail'><p>" + "<br>".join(f"【{label}】{text}" for label, text in rows) + "</p></div>"


def _spans(rows: list[Row]) -> str:
    return "<section>" + "".join(f"<p><b>{label}:</b><span>{text}</span></p>" for label, text in rows) + "</section>"


def _custom(rows: list[Row]) -> str:
    return "".join(
        f"<van-cell><van-col class='name'>{label}</van-col><van-col class='value'>{text}</van-col></van-cell>"
        for label, text in rows
    )


LAYOUTS: dict[str, Callable[[list[Row]], str]] = {
    "table": _table,
    "pairs of columns": _pairs_table,
    "list": _list,
    "definitions": _definitions,
    "grid": _grid,
    "lines": _lines,
    "spans": _spans,
    "custom elements": _custom,
}


def page_of(
    layout: str,
    *,
    without: tuple[str, ...] = (),
    extra: str = "",
    tail: str = "",
    title: str = "青禾移动电源 便携",
    cut: bool = False,
) -> str:
    """Return an item page in a layout, without some facts, with an obstacle in its description."""
    rows = [*OTHERS, *(pair for fact, pair in FACTS.items() if fact not in without)]
    page = (
        "<!DOCTYPE html><html><head><title>青禾移动电源 - 青禾商城</title></head><body>"
        "<div class='header'><a href='/'>首页</a> 客服热线：400-800-8888</div>"
        f"<div class='main'><h1>{title}</h1><div class='gallery'><img src='/img/1.jpg'></div>"
        "<p class='price'>¥39.00</p><p>数量 <input type='number' value='1'></p>"
        f"<button>加入购物车</button></div>{LAYOUTS[layout](rows)}"
        f"<h3>商品详情</h3><div class='description'><p>小巧便携，随身可带。</p>{extra}</div>"
    )
    if cut:
        return page[: page.rindex("</p>")]
    return f"{page}<div class='footer'>© 青禾商城</div>{tail}</body></html>"


class Obstacle(NamedTuple):
    """Something behind which facts may stand unread."""

    extra: str = ""
    tail: str = ""
    cut: bool = False
    options: dict[str, Any] = {}
    proof: tuple[str, ...] = ()
    """Fields that it does not hide all the same."""


_SCRIPT = "<script src='/static/shop.js'></script>"
OBSTACLES = {
    "detail image": Obstacle("<img src='/d/1.jpg'>"),
    "detail image that loads late": Obstacle("<img src='/s/blank.gif' data-original='/d/1.jpg'>"),
    "detail image with its words in alt": Obstacle("<img src='/d/1.jpg' alt='生产企业：青禾电器有限公司'>"),
    "detail image that speaks of buying": Obstacle("<img src='/d/1.jpg' alt='购买前请看清参数与售后说明'>"),
    "detail image to be enlarged": Obstacle("<a href='/d/1.jpg' title='点击放大'><img src='/d/1_s.jpg'></a>"),
    "picture element": Obstacle("<picture><source srcset='/d/1.webp'><img src='/d/1.jpg'></picture>"),
    "background image": Obstacle("<div style='background:url(/d/1.jpg);height:800px'></div>"),
    "frame not loaded": Obstacle("<iframe src='/desc/100123.html' width='100%'></iframe>"),
    "frame that loads late": Obstacle("<iframe data-src='/desc/100123.html'></iframe>"),
    "tab filled on request": Obstacle(
        "<ul class='tabs'><li class='on'>详情</li><li data-url='/ajax/spec/100123'>资质证书</li></ul>"
    ),
    "tab never opened": Obstacle(
        "<ul class='tabs'><li class='on' data-tab='t1'>图文详情</li><li data-tab='t2'>规格参数</li></ul>"
        "<div id='t1'>便携</div><div id='t2'></div>",
        _SCRIPT,
    ),
    "description address in a script": Obstacle(
        tail="<script>$.get('//d.example.cn/desc/100123.htm', function (s) { box.html(s) })</script>"
    ),
    "attributes fetched by a script": Obstacle(tail="<script>fetch('/api/goods/params?id=100123').then(put)</script>"),
    "cut short and said so": Obstacle(options={"complete": False}),
    "cut short": Obstacle(cut=True),
    "captcha": Obstacle(options={"gate": "captcha"}),
    "login": Obstacle(options={"gate": "login"}),
    "container that waits": Obstacle("<div class='detail-content lazyload' data-url='/desc/100123'></div>"),
    "loading sign": Obstacle("<div class='detail-content'>加载中...</div>"),
    "loading sign that says of what": Obstacle("<div class='detail-content'><i></i>商品介绍加载中...</div>"),
    "picture that failed to load": Obstacle("<div class='detail-content'>图片加载失败，<a href='#'>点击重试</a></div>"),
    "pictures of the description in data": Obstacle(
        "<script>window.rawData={'goods':{'goodsProperty':[{'key':'型号','values':['X']}],"
        "'detailGallery':[{'url':'https://img.example.cn/d1.jpeg','width':790}]}}</script>"
    ),
    "loading sign of a framework": Obstacle("<div class='detail-content'><p>数据加载中，请稍候</p></div>", _SCRIPT),
    "unfilled template": Obstacle("<p>生产企业：{{ goods.maker }}</p>"),
    "template element": Obstacle(
        "<div class='params-list'></div><template id='tpl'><p>生产企业：青禾电器有限公司</p></template>", _SCRIPT
    ),
    "drawing": Obstacle("<canvas width='790' height='2400'></canvas>"),
    "text in a drawing": Obstacle("<svg width='700' height='900'><text>生产企业：青禾电器有限公司</text></svg>"),
    "embedded document": Obstacle("<embed src='/d/1.pdf' width='790' height='1000'>"),
    "object": Obstacle("<object data='/d/1.pdf' width='790' height='1000'></object>"),
    "after a login": Obstacle("<a href='/login'>登录后查看完整参数</a>"),
    "more on request": Obstacle("<a href='javascript:;' data-url='/ajax/more?id=100123'>查看更多参数</a>"),
    "words that send to pictures": Obstacle(
        "<p>" + "<br>".join(f"{label}：见详情图" for label, _ in FACTS.values()) + "</p>"
    ),
    "film": Obstacle("<div class='show'><video src='/d/1.mp4'></video></div>"),
    "film of several sources": Obstacle("<video controls><source src='/d/1.mp4'></video>"),
    "embedded document of no size": Obstacle("<embed src='/d/1.pdf'>"),
    "picture of sources only": Obstacle("<picture><source srcset='/d/1.webp'></picture>"),
    "picture for want of scripts": Obstacle("<noscript><img src='/d/1.jpg'></noscript>"),
    "more by a script's handle": Obstacle("<a href='javascript:;'>查看全部参数</a>"),
    "more by a button": Obstacle("<button type='button'>展开更多参数</button>"),
    "words that send everything to a picture": Obstacle("<p>产品信息、参数规格详见下图</p>"),
    "another page of the item": Obstacle("<p><a href='/goods/100123/params.html'>规格参数</a></p>"),
}


class Way(NamedTuple):
    """Another way in which facts stand on the page."""

    facts: tuple[str, ...]
    extra: str = ""
    tail: str = ""
    title: str = "青禾移动电源 便携"
    fragments: tuple[tuple[str, str], ...] = ()


_ALL = tuple(FIELDS)
_TEXT = "".join(f"<p>{label}：{text}</p>" for label, text in FACTS.values())
_STATED = "，".join(f"{label}为{text}" for fact, (label, text) in FACTS.items() if fact != "warning")
SHOWN = {
    "collapsed part": Way(_ALL, f"<details><summary>更多</summary>{_TEXT}</details>"),
    "hidden tab": Way(_ALL, f"<div style='display:none' class='tab-pane'>{_TEXT}</div>"),
    "loaded frame": Way(
        _ALL,
        "<iframe src='/desc/100123.html'></iframe>",
        fragments=(("https://shop.example.cn/desc/100123.html", f"<html><body>{_TEXT}</body></html>"),),
    ),
    "frame written into the page": Way(_ALL, f'<iframe srcdoc="{_TEXT.replace("<", "&lt;")}"></iframe>'),
    "sentence": Way(("maker", "address", "model", "standard", "certificate"), f"<p>本款商品{_STATED}。</p>"),
    "title": Way(("model",), title="青禾移动电源 QH-20A 便携"),
    "standard in the title": Way(("standard",), title="青禾移动电源 符合GB 4943.1-2022"),
    "certificate in a sentence": Way(("certificate",), "<p>本品已通过3C认证，编号2019010907123456，放心选购。</p>"),
    "maker in a sentence": Way(("maker",), "<p>本品由青禾电器有限公司生产，品质可靠。</p>"),
    "warning without a label": Way(("warning",), "<p>警告：请勿拆解，远离火源。</p>"),
    "linked data": Way(
        _ALL,
        tail='<script type="application/ld+json">{"@type":"Product","name":"青禾移动电源","additionalProperty":['
        + ",".join(f'{{"@type":"PropertyValue","name":"{label}","value":"{text}"}}' for label, text in FACTS.values())
        + "]}</script>",
    ),
    "kept state": Way(
        _ALL,
        tail="<script>window.__STATE__ = {goods: {params: ["
        + ",".join(f'{{"name": "{label}", "value": "{text}"}}' for label, text in FACTS.values())
        + "]}}</script>",
    ),
    "attributes of elements": Way(
        _ALL,
        "<ul>"
        + "".join(f"<li data-label='{label}' data-value='{text}'></li>" for label, text in FACTS.values())
        + "</ul>",
    ),
}
