"""Maker, address, standard and warning count as shown wherever a page shows them: shown_anywhere.toml."""

import tomllib
from itertools import chain
from pathlib import Path

import pytest

from crawler.read.dom.document import Document
from crawler.read.item.listing import read_listing
from crawler.read.item.page_facts import gather_facts
from crawler.read.labels.view import label_candidates, read_pairs
from crawler.records import Listing
from tests.crawler.read.pages import listing_of

TABLE = tomllib.loads(Path(__file__).with_name("shown_anywhere.toml").read_text(encoding="utf-8"))
VALUES = {
    "maker": "青禾电器有限公司",
    "maker_address": "江东省临河市工业路8号",
    "standards": "GB 4706.1-2005",
    "warnings": "请勿短路，切勿投入火中",
}
SHAPES = {
    "table": "<table class='params'><tr><th>品牌</th><td>青禾</td></tr><tr><th>{0}</th><td>{1}</td></tr></table>",
    "list": "<dl class='attrs'><dt>品牌</dt><dd>青禾</dd><dt>{0}</dt><dd>{1}</dd></dl>",
    "lines": "<div class='detail'><p>品牌：青禾</p><p>{0}：{1}</p></div>",
}
PAGE = """<html><head><title>青禾 电水壶</title></head><body><h1>青禾 电水壶</h1><p class="price">¥88</p>
<button>立即购买</button><h3>商品详情</h3><div class="detail">{}</div></body></html>"""
LABELS = [
    (field, label) for field, sources in TABLE["labels"].items() for label in dict.fromkeys(chain(*sources.values()))
]


def read(body: str, heading: str = "青禾 电水壶") -> dict[str, object]:
    page = PAGE.format(body).replace("<h1>青禾 电水壶", f"<h1>{heading}")
    document = Document(page, url="http://shop.example/goods/7.html")
    pairs = read_pairs(document)
    return read_listing(document, gather_facts(document), pairs, label_candidates(document, pairs)).values


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
@pytest.mark.parametrize(("field", "label"), LABELS)
def test_a_value_under_any_label_is_shown(field: str, label: str, shape: str) -> None:
    values = read(shape.format(label, VALUES[field]))

    found = values.get(field)
    assert found == VALUES[field] or found == (VALUES[field],), values.get("attributes")


@pytest.mark.parametrize("case", TABLE["prose"], ids=lambda case: case["body"][:40])
def test_a_value_in_prose_is_shown(case: dict[str, str]) -> None:
    found = read(case["body"]).get(case["field"])

    assert found == case["value"] or case["value"] in (found or ())


@pytest.mark.parametrize("case", TABLE["nothing"], ids=lambda case: case["body"][:40])
def test_what_only_looks_like_one_is_not(case: dict[str, str]) -> None:
    assert not read(case["body"]).get(case["field"])


def test_the_firm_in_the_heading_is_the_maker_where_no_label_names_one() -> None:
    assert read("<p>容量：1.7L</p>", "青禾电器有限公司 电水壶 1.7L").get("maker") == "青禾电器有限公司"
    labelled = "<p>生产企业：远山电器有限公司</p>"
    assert read(labelled, "青禾电器有限公司 电水壶 1.7L").get("maker") == "远山电器有限公司"


def test_an_address_in_lines_of_the_body_itself_is_shown() -> None:
    page = """<html><body><h1>青禾 电水壶</h1><p class="price">¥88</p><button>立即购买</button>
    颜色：黑色<br>型号：QH-10<br>生产厂家：青禾电器有限公司<br>地址：江东省临河市工业路8号<br>
    <div class="footer">地址：江东省别处市商城路1号</div></body></html>"""
    document = Document(page, url="http://shop.example/goods/7.html")
    pairs = read_pairs(document)

    found = read_listing(document, gather_facts(document), pairs, label_candidates(document, pairs)).values

    assert found["maker_address"] == "江东省临河市工业路8号"
    assert ("地址", "江东省临河市工业路8号") in found["attributes"]


def test_the_shops_contact_is_no_maker() -> None:
    page = PAGE.format("<p>品牌：青禾</p>").replace(
        "</body>",
        "<table><tr><td>联系我们</td></tr><tr><td>厂家：远山商贸商行 电话：0000-1234</td></tr></table></body>",
    )
    document = Document(page, url="http://shop.example/goods/7.html")
    pairs = read_pairs(document)

    found = read_listing(document, gather_facts(document), pairs, label_candidates(document, pairs)).values

    assert "maker" not in found


def test_an_article_number_is_no_model_where_one_stands_beside_it() -> None:
    values = read("<dl class='attrs'><dt>货号</dt><dd>ECS000123</dd><dt>型号</dt><dd>QH-17</dd></dl>")

    assert values["models"] == ("QH-17",)


@pytest.mark.parametrize(
    "shape",
    [
        "<dl class='attrs'><dt>【生产商】</dt><dd>{0}</dd><dt>【执行标准】</dt><dd>{1}</dd></dl>",
        "<table class='attrs'><tr><td>【生产商】</td><td>{0}</td></tr>"
        "<tr><td>【执行标准】：</td><td>{1}</td></tr></table>",
        "<div><p>【生产商】</p><p>{0}</p><p>[执行标准]</p><p>{1}</p></div>",
    ],
)
def test_a_label_in_brackets_has_the_value_beside_it(shape: str) -> None:
    values = read(shape.format(VALUES["maker"], VALUES["standards"]))

    assert (values["maker"], values["standards"]) == (VALUES["maker"], (VALUES["standards"],))
    assert ("生产商", VALUES["maker"]) in values["attributes"]


def listing(text: str) -> Listing:
    return listing_of(PAGE.format(f"<p>品牌：青禾</p>{text}").replace("<html>", "<html lang='zh'>"))


def state(value: str) -> tuple[tuple[str, ...], str]:
    found = listing(f"<p>执行标准：{value}</p>")
    return found.standards, found.readings["standards"].state


@pytest.mark.parametrize("value", ["国标", "符合国家标准", "企业标准", "GB"])
def test_a_standard_named_without_its_number_is_shown_without_a_value(value: str) -> None:
    assert state(value) == ((), "shown")


@pytest.mark.parametrize("value", ["无", "暂无", "/"])
def test_a_word_that_says_there_is_none_is_none(value: str) -> None:
    assert state(value) == ((), "not_shown")


@pytest.mark.parametrize("value", ["见包装", "合格"])
def test_words_of_which_no_standard_can_be_read_are_not_called_an_absence(value: str) -> None:
    assert state(value) == ((), "not_observable")


@pytest.mark.parametrize(
    ("body", "maker", "address"),
    [
        ("<p>生产者/经营者：青禾电器有限公司</p>", "青禾电器有限公司", None),
        ("<p>实际生产企业名称及地址：青禾电器有限公司，江东省临河市</p>", "青禾电器有限公司", "江东省临河市"),
        ("<p>Made by Qinghe Electric Co., Ltd.</p>", "Qinghe Electric Co., Ltd.", None),
        ("<p>生产企业：青禾电器有限公司（江东省临河市青石镇）</p>", "青禾电器有限公司", "江东省临河市青石镇"),
        ("<p>产品由<b>青禾电器有限公司</b>荣誉出品</p>", "青禾电器有限公司", None),
        ("<p>工厂坐落于江东省临河市青石镇</p>", None, "江东省临河市青石镇"),
        ("<p>公司地点：江东省临河市工业路8号</p>", None, "江东省临河市工业路8号"),
        ("<p>Add: No.8 Gongye Rd, Linhe</p>", None, "No.8 Gongye Rd, Linhe"),
    ],
)
def test_maker_and_address_in_other_words(body: str, maker: str | None, address: str | None) -> None:
    values = read(f"<p>品牌：青禾</p>{body}")

    assert (values.get("maker"), values.get("maker_address")) == (maker, address)
