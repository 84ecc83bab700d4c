"""What a person can see anywhere on a page is never called not shown: honest statements in many containers."""

import html
import json
from collections.abc import Callable

import pytest

from crawler.read.states.traces import load_traces
from crawler.records import Reading
from tests.crawler.read.pages import listing_of

URL = "https://shop.example.cn/goods/100123.html"
PAGE = """<!DOCTYPE html><html lang="zh"><head><title>青禾移动电源 - 青禾商城</title>{head}</head><body>
<div class="header"><a href="/">首页</a></div><h1>青禾移动电源 便携</h1><p class="price">¥39.00</p>
<button>加入购物车</button><ul class="params"><li>品牌：青禾</li><li>颜色：白色</li><li>额定电压：5V</li></ul>
<div class="description"><p>小巧便携，随身可带。</p>{body}</div>
<div class="footer">© 青禾商城</div>{tail}</body></html>"""
JUDGED = (
    "maker", "maker_address", "models", "standards", "certificate_numbers", "licence_numbers", "warnings"
)  # fmt: skip


def read(body: str = "", *, head: str = "", tail: str = "", rendered: bool = False) -> dict[str, Reading]:
    page = PAGE.format(body=body, head=head, tail=tail)
    return dict(listing_of(page, URL, fetched="browser" if rendered else "http", rendered=rendered).readings)


def absent(body: str = "", **more: str) -> set[str]:
    readings = read(body, **more)
    return {field for field in JUDGED if readings[field].state == "not_shown"}


STATEMENTS = [
    ("maker", "生产企业", "临河青禾电器有限公司"),
    ("maker", "生产者/经营者", "临河青禾电器有限公司"),
    ("maker", "Made by", "Linhe Qinghe Electric Co., Ltd."),
    ("maker_address", "厂址", "江东省临河市工业路8号"),
    ("maker_address", "公司地点", "江东省临河市青石镇工业路8号"),
    ("models", "型号", "QH-20A"),
    ("standards", "执行标准", "GB 4943.1-2022"),
    ("standards", "执行标准", "国标4943.1-2022"),
    ("certificate_numbers", "CCC证书编号", "2019010907123456"),
    ("licence_numbers", "生产许可证编号", "XK06-001-00238"),
    ("warnings", "警示说明", "请勿拆解，远离火源"),
]
_SHOWN: dict[str, Callable[[str, str], dict[str, str]]] = {
    "table": lambda a, b: {"body": f"<table><tr><th>{a}</th><td>{b}</td></tr></table>"},
    "table of four columns": lambda a, b: {
        "body": f"<table><tr><td>颜色</td><td>白</td><td>{a}</td><td>{b}</td></tr></table>"
    },
    "definitions": lambda a, b: {"body": f"<dl><dt>{a}</dt><dd>{b}</dd></dl>"},
    "list": lambda a, b: {"body": f"<ul><li>{a}：{b}</li></ul>"},
    "paragraph": lambda a, b: {"body": f"<p>{a}：{b}</p>"},
    "pair of spans": lambda a, b: {"body": f"<div><span>{a}</span><span>{b}</span></div>"},
    "bold label": lambda a, b: {"body": f"<p><strong>{a}</strong> {b}</p>"},
    "grid": lambda a, b: {"body": f"<div class=row><div class=c>{a}</div><div class=c>{b}</div></div>"},
    "lines with breaks": lambda a, b: {"body": f"<p>颜色：白<br>{a}：{b}<br>容量：1L</p>"},
    "preformatted": lambda a, b: {"body": f"<pre>颜色：白\n{a}：{b}</pre>"},
    "tab pane": lambda a, b: {"body": f"<div class=tab-pane style='display:none'><p>{a}：{b}</p></div>"},
    "details": lambda a, b: {"body": f"<details><summary>更多</summary><p>{a}：{b}</p></details>"},
    "summary": lambda a, b: {"body": f"<details><summary>{a}：{b}</summary></details>"},
    "name for screen readers": lambda a, b: {"body": f"<span aria-label='{a}：{b}'></span>"},
    "attribute of data": lambda a, b: {"body": f"<span data-text='{a}：{b}'></span>"},
    "words of a picture": lambda a, b: {"body": f"<img src='/d/1.jpg' alt='{a}：{b}'>"},
    "words of an icon": lambda a, b: {"body": f"<img class=icon width=16 src='/i.png' alt='{a}：{b}'>"},
    "caption of a figure": lambda a, b: {"body": f"<figure><figcaption>{a}：{b}</figcaption></figure>"},
    "caption of a table": lambda a, b: {"body": f"<table><caption>{a}：{b}</caption></table>"},
    "legend": lambda a, b: {"body": f"<fieldset><legend>{a}：{b}</legend></fieldset>"},
    "quotation": lambda a, b: {"body": f"<blockquote>{a}：{b}</blockquote>"},
    "description of the page": lambda a, b: {"head": f"<meta name=description content='{a}：{b}'>"},
    "kept state": lambda a, b: {
        "tail": f"<script>var s = {json.dumps({'attrs': [{'name': a, 'value': b}]}, ensure_ascii=False)}</script>"
    },
    "escaped state": lambda a, b: {
        "tail": f"<script>window.__S__ = {json.dumps({'attrs': [{'name': a, 'value': b}]})}</script>"
    },
    "literal of a script": lambda a, b: {"tail": f"<script>var rows = [['颜色', '白'], ['{a}', '{b}']];</script>"},
    "linked data": lambda a, b: {
        "tail": '<script type="application/ld+json">{"@type":"Product","name":"青禾移动电源","additionalProperty":'
        f'[{{"@type":"PropertyValue","name":"{a}","value":"{b}"}}]}}</script>'
    },
    "microdata": lambda a, b: {
        "body": "<div itemprop=additionalProperty itemscope itemtype='https://schema.org/PropertyValue'>"
        f"<meta itemprop=name content='{a}'><meta itemprop=value content='{b}'>{a}：{b}</div>"
    },
    "input after its label": lambda a, b: {"body": f"<p><label>{a}</label><input readonly value='{b}'></p>"},
    "input that says all": lambda a, b: {"body": f"<input disabled value='{a}：{b}'>"},
    "text area": lambda a, b: {"body": f"<textarea readonly>{a}：{b}</textarea>"},
    "option of a named choice": lambda a, b: {"body": f"<select name='{a}'><option>{b}</option></select>"},
    "option behind a label": lambda a, b: {
        "body": f"<div><label>{a}</label><select><option>{b}</option></select></div>"
    },
    "frame written into the page": lambda a, b: {
        "body": f'<iframe srcdoc="{html.escape(f"<p>{a}：{b}</p>")}"></iframe>'
    },
    "shadow tree": lambda a, b: {
        "body": f"<x-spec><template shadowrootmode='open'><p>{a}：{b}</p></template></x-spec>"
    },
    "without scripts": lambda a, b: {"body": f"<noscript><p>{a}：{b}</p></noscript>"},
    "generated content": lambda a, b: {
        "head": f'<style>.m::after{{content:"{a}：{b}"}}</style>',
        "body": "<i class=m></i>",
    },
    "text of a drawing": lambda a, b: {"body": f"<svg width=600 height=60><text>{a}：{b}</text></svg>"},
    "canvas": lambda a, b: {"body": f"<canvas width=700 height=900>{a}：{b}</canvas>"},
    "button": lambda a, b: {"body": f"<button type=button>{a}：{b}</button>"},
    "picture behind its label": lambda a, _: {"body": f"<ul><li>{a}：<img src='/q.jpg' width=60></li></ul>"},
    "picture beside its label": lambda a, _: {
        "body": f"<table><tr><th>{a}</th><td><img src='/q.jpg' width=60></td></tr></table>"
    },
    "words that send to a picture": lambda a, _: {"body": f"<p>{a}、容量等详见下图</p>"},
    "words that send to the pack": lambda a, _: {"body": f"<p>{a}：见包装</p>"},
}


@pytest.mark.parametrize("container", _SHOWN)
@pytest.mark.parametrize(("field", "label", "value"), STATEMENTS, ids=[f"{a}: {b}" for _, a, b in STATEMENTS])
def test_a_statement_a_person_can_see_is_never_called_not_shown(
    field: str, label: str, value: str, container: str
) -> None:
    assert field not in absent(**_SHOWN[container](label, value))


PROSE = [
    ("maker_address", "工厂坐落于江东省临河市青石镇"),
    ("maker_address", "本厂位于江东省临河市青石镇工业园"),
    ("maker_address", "生产企业：青禾电器有限公司（江东省临河市青石镇）"),
    ("maker_address", "产品由<b>青禾电器有限公司</b>荣誉出品，地址：江东省临河市青石镇"),
    ("maker_address", "Add: No.8 Gongye Rd, Linhe"),
    ("maker_address", "Address: No.8 Gongye Rd, Linhe"),
    ("maker_address", "实际生产企业名称及地址：青禾电器有限公司，江东省临河市青石镇"),
    ("maker", "实际生产企业名称及地址：青禾电器有限公司，江东省临河市青石镇"),
    ("maker", "产品由<b>青禾电器有限公司</b>荣誉出品，地址：江东省临河市青石镇"),
    ("maker", "青禾电器厂荣誉出品"),
    ("standards", "本品按国标4943.1-2022生产"),
    ("standards", "执行标准：详询厂家标准"),
    ("certificate_numbers", "CQC 2019 0109 0712 3456"),
    ("certificate_numbers", "3C证书扫码查看"),
    ("certificate_numbers", "3C证书：<a href='/cert/100123.pdf'>点击查看</a>"),
    ("licence_numbers", "许可证：<a href='/xk/100123.html'>生产许可证查询</a>"),
    ("warnings", "不适合3岁以下儿童"),
    ("warnings", "⚠ 请勿让儿童单独使用，谨防触电"),
    ("warnings", "儿童须在成人看护下使用"),
    ("warnings", "Keep away from children."),
]


@pytest.mark.parametrize(("field", "text"), PROSE)
def test_a_sentence_that_states_it_is_never_called_not_shown(field: str, text: str) -> None:
    assert field not in absent(f"<p>{text}</p>")


OTHERS = [
    "",
    "<p>发货地：江东省临河市青石镇</p><p>售后地址：江东省临河市工业路8号</p>",
    "<p>店铺：青禾商城</p><p>店铺经营者：临河青禾贸易有限公司</p>",
    "<p>产地：江东省临河市</p><p>工厂直销，出厂价</p>",
    "<p>生产企业：</p><p>厂址：暂无</p><p>执行标准：无</p>",
    "<p>适用型号：A10</p><p>内存 8GB 256GB</p><p>通过ISO9001认证</p>",
    "<p>请勿轻信汇款链接，谨防诈骗</p>",
    "<p>商家编码：2024111512345678</p>",
    "<p>Do not bleach. Do not tumble dry. Do not iron.</p>",
    "<p>节能证书编号：CQC19701234567</p>",
    "<div class='reviews'><p>生产企业：别家有限公司</p></div>",
    "<p><a href='/goods/2.html'>远山电器有限公司 型号 YS-2 充电器</a></p>",
]


def test_a_key_of_a_scripts_own_data_is_no_label() -> None:
    assert absent(tail="<script>var page = {'standard': 'standard-view', 'warning': 'off'};</script>") == set(JUDGED)


@pytest.mark.parametrize("body", OTHERS)
def test_what_speaks_of_something_else_hides_nothing(body: str) -> None:
    assert absent(body) == set(JUDGED)


def test_the_sellers_licence_in_one_line_hides_nothing() -> None:
    licence = "统一社会信用代码：91330106MA27XLB30K　住所：江东省临河市工业路8号　成立日期：2021-05-18　登记机关：某局"
    assert absent(tail=f"<table class='box'><tr><td>{licence}</td></tr></table>") == set(JUDGED)


def test_the_signs_are_declared_for_every_judged_field() -> None:
    assert {declared.field for declared in load_traces()} == set(JUDGED)


def test_a_sentence_that_points_to_pictures_hides_the_fields_it_names() -> None:
    rows = "<tr><th>型号</th><td>SF-2</td></tr><tr><th>产地</th><td>临河市</td></tr>"
    html = (
        "<html><head><title>青禾 插座</title></head><body><h1>青禾 插座</h1><p class=price>¥29.00</p><button>加入购物车"
        f"</button><h3>商品参数</h3><table class=params>{rows}</table>"
        "<p>品牌、生产日期和执行标准参考下图</p></body></html>"
    )
    listing = listing_of(html, url=URL)
    hidden = {name for name, reading in listing.readings.items() if reading.cause == "image_only"}
    assert hidden == {"brand", "production_dates", "standards"}
    assert listing.readings["maker"].state == "not_shown"
