"""Label–value pairs in every construct a shop writes them in, and the fields they give."""

import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.read.dom.document import Document
from crawler.read.labels.view import label_candidates, read_pairs, view_of
from crawler.records import Fragment


def document(body: str, **options: object) -> Document:
    return Document(f"<html><body>{body}</body></html>", url="https://shop.example.cn/item/1001.html", **options)


def pairs(body: str) -> list[tuple[str, str]]:
    return [(pair.label, pair.value) for pair in read_pairs(document(body))]


def fields(body: str, **options: object) -> dict[str, list[str]]:
    page = document(body, **options)
    found: dict[str, list[str]] = defaultdict(list)
    for candidate in label_candidates(page, read_pairs(page)):
        if candidate.value not in found[candidate.field]:
            found[candidate.field].append(candidate.value)
    return found


WANTED = [("品牌", "青禾"), ("型号", "QH-20A"), ("执行标准", "GB 4943.1-2022")]

CONSTRUCTS = {
    name: entry["body"]
    for name, entry in tomllib.loads(Path(__file__).with_name("constructs.toml").read_text(encoding="utf-8")).items()
}


@pytest.mark.parametrize("body", CONSTRUCTS.values(), ids=CONSTRUCTS.keys())
def test_pairs_of_every_construct(body: str) -> None:
    assert pairs(body) == WANTED


@pytest.mark.parametrize("body", CONSTRUCTS.values(), ids=CONSTRUCTS.keys())
def test_fields_of_every_construct(body: str) -> None:
    found = fields(body)
    assert found["brand"] == ["青禾"]
    assert found["models"] == ["QH-20A"]
    assert found["standards"] == ["GB 4943.1-2022"]


LABELS = [
    ("maker", "生产企业", "青禾电器有限公司"),
    ("maker", "厂　　名", "青禾电器有限公司"),
    ("maker", "製造商名稱", "青禾电器有限公司"),
    ("maker", "Manufacturer", "Qinghe Electric Co., Ltd"),
    ("maker", "生产厂家（中文）", "青禾电器有限公司"),
    ("maker_address", "厂址", "江东省临河市工业路8号"),
    ("maker_address", "制造商地址", "江东省临河市工业路8号"),
    ("models", "产品型号", "QH-20A"),
    ("models", "规格型号", "QH-20A"),
    ("models", "青禾插座型号", "QH-20A"),
    ("models", "Model No.", "QH-20A"),
    ("models", "货号", "88120"),
    ("specifications", "规格", "5升"),
    ("brand", "商标", "青禾"),
    ("brand", "充电宝品牌", "青禾"),
    ("name", "产品名称", "移动电源"),
    ("name", "低帮鞋品名", "布鞋"),
    ("standards", "产品标准号", "Q/QHD 001-2023"),
    ("standards", "執行標準", "GB/T 2099.7-2015"),
    ("licence_numbers", "生产许可证编号", "XK16-204-02450"),
    ("certificate_numbers", "CCC证书编号", "2019010907123456"),
    ("certificate_numbers", "证书编号", "2019010907123456"),
    ("certificate_numbers", "认证证书编号", "2019010907123456"),
    ("certificate_numbers", "认证编号", "2019010907123456"),
    ("certificate_numbers", "CCC", "2019010907123456"),
    ("certificate_numbers", "3C", "2019010907123456"),
    ("certificate_numbers", "3C认证编号", "2019010907123456"),
    ("certificate_numbers", "强制性产品认证证书编号", "2019010907123456"),
    ("report_numbers", "检测报告编号", "WT2023-00817"),
    ("warnings", "警示语", "请勿拆解"),
    ("batches", "生产批号", "B20230817"),
    ("production_dates", "生产日期", "2023-08-17"),
    ("gtin", "商品条码", "6901028075831"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "label", "value"), LABELS, ids=[label for _, label, _ in LABELS])
def test_label_names_its_field(field: str, label: str, value: str) -> None:
    assert fields(f"<ul><li>{label}：{value}</li></ul>")[field] == [value]


NOT_THAT_FIELD = [
    ("certificate_numbers", "<li>订单编号：2024111512345678</li>"),
    ("certificate_numbers", "<li>节能认证证书编号：2019010907123456</li>"),
    ("certificate_numbers", "<li>自愿性认证证书编号：2019010907123456</li>"),
    ("certificate_numbers", "<li>CQC证书编号：2019010907123456</li>"),
    ("certificate_numbers", "<li>能效备案号：2019010907123456</li>"),
    ("certificate_numbers", "<li>进网许可证号：2019010907123456</li>"),
    ("certificate_numbers", "<li>3C证书状态：有效</li>"),
    ("certificate_numbers", "<li>CCC认证：有</li>"),
    ("certificate_numbers", "<p>订单2024111512345678已发货</p>"),
    ("certificate_numbers", "<p>本店通过强制性认证，订单号2024111512345678</p>"),
    ("licence_numbers", "<li>经营许可证编号：JY14403060123456</li>"),
    ("licence_numbers", "<li>进网许可证号：00-B182-228209</li>"),
    ("maker_address", "<li>产地：江东省临河市</li>"),
    ("maker_address", "<li>发货地址：江东省临河市</li>"),
    ("maker", "<li>厂家电话：0571-88886666</li>"),
    ("maker", "<li>品牌故事：源自青禾</li>"),
    ("maker", "<li>生产企业：见包装</li>"),
    ("maker", "<li>生产企业：/</li>"),
    ("models", "<li>CPU型号：A13</li>"),
    ("models", "<li>适用型号：QH-20A</li>"),
    ("models", "<li>3C产品型号：见附件</li>"),
    ("brand", "<li><a href='/b'>品牌</a> <a href='/s'>故事</a></li>"),
    ("brand", "<div><a>品牌</a><a>型号</a><a>价格</a></div>"),
    ("standards", "<li>充电标准：QC 3.0</li>"),
    ("standards", "<p>型号GB320充电器</p>"),
    ("gtin", "<li>条码：有</li>"),
    ("warnings", "<li>退换货注意事项：请勿损坏包装</li>"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "body"), NOT_THAT_FIELD)
def test_look_alikes_are_not_read(field: str, body: str) -> None:
    assert fields(f"<ul>{body}</ul>")[field] == []


def test_certificate_block_names_its_kind_once() -> None:
    found = fields(
        "<div class=attributes>证书编号：2014010701673401证书状态：有效产品名称：冷藏冷冻箱"
        "3C规格型号：BC-21A, BC-21B, BC-2...</div>"
    )
    assert found["certificate_numbers"] == ["2014010701673401"]
    assert found["models"] == ["BC-21A", "BC-21B"]
    assert found["name"] == ["冷藏冷冻箱"]


RUN_TOGETHER = [
    ("货号：LS39537跟底款式：平跟品牌：青禾", {"models": ["LS39537"], "brand": ["青禾"]}),
    ("产品名称：青禾 BC-21UE...冰箱冷柜机型：冷藏青禾冰箱型号：BC-21A",
     {"name": ["青禾 BC-21UE..."], "models": ["BC-21A"]}),
    ("证书编号：2014010701673401证书状态：有效申请人名称：甲公司制造商名称：青禾有限公司能效等级：一级",
     {"certificate_numbers": ["2014010701673401"], "maker": ["青禾有限公司"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), RUN_TOGETHER)
def test_values_end_where_the_next_label_begins(text: str, expected: dict[str, list[str]]) -> None:
    found = fields(f"<div class=attributes>{text}</div>")
    assert {field: found[field] for field in expected} == expected


def test_name_that_occurs_twice_keeps_page_order() -> None:
    found = fields("<ul><li>产品名称：移动电源</li><li>品牌：青禾</li><li>产品名称：青禾 20000毫安</li></ul>")
    assert found["name"] == ["移动电源", "青禾 20000毫安"]


@pytest.mark.parametrize(
    "cell", ["委托方：甲禾有限公司；受托方：乙禾有限公司", "委托方：甲禾有限公司 受托方：乙禾有限公司"]
)
def test_several_firms_stay_in_their_cell(cell: str) -> None:
    found = fields(f"<table><tr><th>生产企业</th><td>{cell}</td></tr><tr><th>型号</th><td>A-1</td></tr></table>")
    assert "甲禾有限公司" in found["maker"][0]
    assert "乙禾有限公司" in found["maker"][0]


def test_line_with_firms_by_role_stays_together() -> None:
    found = fields("<p>生产企业：委托方：甲禾有限公司；受托方：乙禾有限公司</p>")
    assert found["maker"] == ["委托方：甲禾有限公司；受托方：乙禾有限公司"]


def test_firm_and_address_in_one_cell() -> None:
    found = fields("<p>厂名厂址：青禾电器有限公司，江东省临河市工业路8号</p>")
    assert found["maker"] == ["青禾电器有限公司"]
    assert found["maker_address"] == ["江东省临河市工业路8号"]


def test_label_of_two_fields_and_their_values() -> None:
    found = fields("<ul class=attributes><li>品牌/型号：青禾/QH-20A</li></ul>")
    assert (found["brand"], found["models"]) == (["青禾"], ["QH-20A"])


def test_codes_on_lines_of_their_own_are_several_models() -> None:
    assert fields("<table><tr><th>型号</th><td>QH-20A<br>QH-20B</td></tr></table>")["models"] == ["QH-20A", "QH-20B"]


def test_blank_between_a_firm_and_the_next_label_ends_the_value() -> None:
    found = fields("<div class=desc><p>生产企业：青禾电器有限公司 地址 ：江东省临河市工业路8号</p></div>")
    assert (found["maker"], found["maker_address"]) == (["青禾电器有限公司"], ["江东省临河市工业路8号"])


def test_bare_address_behind_the_maker_is_his() -> None:
    found = fields(
        "<div class=description><p>生产企业：青禾电器有限公司</p><p>地址：江东省临河市工业路8号</p></div>"
        "<footer><p>地址：别处市某路1号</p></footer>"
    )
    assert found["maker_address"] == ["江东省临河市工业路8号"]


@pytest.mark.parametrize(
    ("field", "label", "value"),
    [
        ("maker_address", "公司地址", "浙江省云栖市望湖区工业路1号"),
        ("maker_address", "地址", "浙江省云栖市望湖区工业路1号"),
        ("maker", "公司名称", "云栖市青禾电器有限公司"),
        ("maker", "企业名称", "云栖市青禾电器有限公司"),
    ],
)
def test_unowned_facts_among_the_goods_own_are_the_makers(field: str, label: str, value: str) -> None:
    rows = f"<tr><th>品牌</th><td>青禾</td></tr><tr><th>{label}</th><td>{value}</td></tr>"
    assert fields(f"<h3>商品参数</h3><table class=params>{rows}</table>")[field] == [value]


SENTENCES = [
    ("standards", "本产品执行GB 4943.1-2022标准。", "GB 4943.1-2022"),
    ("standards", "符合ＧＢ／Ｔ　２０９９．７－２０１５要求", "GB/T 2099.7-2015"),
    ("standards", "产品符合GB4943.1—2022。", "GB4943.1-2022"),
    ("licence_numbers", "已取得生产许可（鄂）XK12-001-00018", "(鄂)XK12-001-00018"),
    ("certificate_numbers", "已通过3C认证，编号2019010907123456", "2019010907123456"),
    ("maker", "本品由青禾电器有限公司生产", "青禾电器有限公司"),
    ("warnings", "使用时请勿靠近火源，避免高温暴露。", "使用时请勿靠近火源，避免高温暴露。"),
]


@pytest.mark.parametrize(("field", "sentence", "value"), SENTENCES)
def test_sentences_show_values_too(field: str, sentence: str, value: str) -> None:
    assert fields(f"<div class='product-description'><p>{sentence}</p></div>")[field] == [value]


def test_title_shows_a_standard() -> None:
    assert fields("<h1>青禾插座 GB/T 2099.7-2015 三米</h1>")["standards"] == ["GB/T 2099.7-2015"]


@pytest.mark.parametrize(
    ("title", "models"),
    [
        ("青禾 冲击钻 官方正品 RM2677B", ["RM2677B"]),
        ("青禾 移动电源 20000mAh PD20W USB3.0 快充", []),
        ("青禾 插座 GB2099 10A 250V", []),
        ("青禾 AB-1200 与 AB-1300 通用", []),
    ],
)
def test_model_that_only_the_title_names(title: str, models: list[str]) -> None:
    assert fields(f"<h1>{title}</h1>")["models"] == models


def test_labelled_model_is_not_joined_by_the_titles() -> None:
    assert fields("<h1>青禾 冲击钻 RM2677B</h1><p>型号：RM2677</p>")["models"] == ["RM2677"]


def test_masked_number_is_shown_and_marked() -> None:
    page = document("<p>CCC证书编号：20190109****3456</p>")
    (candidate,) = [c for c in label_candidates(page, read_pairs(page)) if c.field == "certificate_numbers"]
    assert (candidate.value, candidate.masked) == ("20190109****3456", True)


def test_malformed_number_under_its_label_stands_as_shown() -> None:
    assert fields("<p>CCC证书编号：2019A1090712345</p>")["certificate_numbers"] == ["2019A1090712345"]


@pytest.mark.parametrize(
    ("field", "link"),
    [
        ("certificate_links", "<a href='/cert/1'>CCC证书</a>"),
        ("certificate_links", "<p>3C证书编号：<a href='/cert/1'>点击查看</a></p>"),
        ("licence_links", "<a href='/cert/1'>查看生产许可证</a>"),
        ("report_links", "<a href='/cert/1'>检测报告</a>"),
    ],
)
def test_links_to_certificates_count(field: str, link: str) -> None:
    assert fields(f"<div class=detail>{link}</div>")[field] == ["https://shop.example.cn/cert/1"]


def test_link_that_stays_on_the_page_is_no_certificate() -> None:
    assert fields("<a href='#none'>CCC证书</a>")["certificate_links"] == []


NOISE = [
    "<div class='reviews'><p>生产企业：买家公司</p><p>型号：ZZ-9</p></div>",
    "<div id='tab-reviews'><p>品牌：别家 型号：ZZ-9</p></div>",
    "<h3>商品评价(1024)</h3><div><p>型号：ZZ-9</p></div>",
    "<div><h2>猜你喜欢</h2><ul><li>品牌：别家</li><li>型号：ZZ-9</li></ul></div>",
    "<section><h3>问大家</h3><p>型号：ZZ-9 吗</p></section>",
    "<div class='related-products'><table><tr><td>型号</td><td>ZZ-9</td></tr></table></div>",
    "<div class='mini-cart'><p>型号：ZZ-9</p></div>",
    "<nav><a>品牌</a><a>型号：ZZ-9</a></nav>",
    "<div class='recommend'><p>执行标准：GB 9999-2020</p></div>",
]


@pytest.mark.parametrize("noise", NOISE)
def test_what_others_wrote_is_not_the_sellers(noise: str) -> None:
    found = fields(f"<ul class=attributes><li>型号：QH-20A</li><li>品牌：青禾</li></ul>{noise}")
    assert found["models"] == ["QH-20A"]
    assert found["brand"] == ["青禾"]
    assert found["standards"] == []


def test_section_after_the_noise_is_read_again() -> None:
    found = fields("<div><h3>商品评价</h3><p>型号：ZZ-9</p><h3>规格参数</h3><p>型号：QH-20A</p></div>")
    assert found["models"] == ["QH-20A"]


def test_areas_are_told_apart() -> None:
    page = document(
        "<div class=header>品牌：页头</div><div id=attributes><p>型号：A-1</p></div>"
        "<div class=goods-desc-wrap><div class=description><p>执行标准：GB 4943.1-2022</p></div></div>"
        "<footer><p>电话：0571-1</p></footer>"
    )
    assert [(pair.label, pair.area) for pair in view_of(page).pairs] == [
        ("品牌", "header"),
        ("型号", "attribute"),
        ("执行标准", "description"),
        ("电话", "footer"),
    ]


def test_pairs_of_the_shop_are_none_of_the_goods() -> None:
    assert pairs(
        "<ul class=attributes><li>价格：¥39</li><li>型号：A-1</li><li>配送至：北京</li></ul><p>服务：4.8</p>"
    ) == [("型号", "A-1")]


def test_choice_of_variants_is_no_attribute() -> None:
    body = (
        "<div class='tb-property'><p class='price'>¥39</p><dl><dt>颜色分类</dt><dd><a>白</a></dd></dl>"
        "<dl><dt>数量</dt><dd>库存9件</dd></dl></div><ul class=attributes><li>型号：A-1</li></ul>"
    )
    assert pairs(body) == [("型号", "A-1")]


def test_unmarked_block_of_product_labels_is_the_attribute_area() -> None:
    page = document("<div><table><tr><td>品牌</td><td>青禾</td></tr><tr><td>型号</td><td>A-1</td></tr></table></div>")
    assert {pair.area for pair in read_pairs(page)} == {"attribute"}


def test_frames_and_fragments_are_read() -> None:
    frame = Fragment(
        url="https://shop.example.cn/desc/1",
        kind="frame",
        content_type="text/html; charset=utf-8",
        body="<p>执行标准：GB 4943.1-2022</p>".encode(),
    )
    page = Document("<html><body><h1>插座</h1></body></html>", url="https://shop.example.cn/1", fragments=(frame,))
    (pair,) = read_pairs(page)
    assert (pair.label, pair.value, pair.area) == ("执行标准", "GB 4943.1-2022", "description")
    assert pair.place.startswith("https://shop.example.cn/desc/1")


STATE = [
    '{"goods": {"attrs": [{"attrName": "型号", "attrValue": "QH-20A"},'
    ' {"attrName": "生产企业", "attrValue": "青禾电器有限公司"}]}}',
    '{"params": [{"name": "型号", "value": "QH-20A"}, {"name": "生产企业", "value": ["青禾电器有限公司"]}]}',
    '{"detail": {"型号": "QH-20A", "生产企业": "青禾电器有限公司"}}',
    '{"detailHtml": "<table><tr><td>型号</td><td>QH-20A</td></tr>'
    '<tr><td>生产企业</td><td>青禾电器有限公司</td></tr></table>"}',
]  # fmt: skip


@pytest.mark.parametrize("state", STATE)
def test_attribute_objects_in_the_pages_data(state: str) -> None:
    found = fields(f'<script>window.__INITIAL_STATE__ = {{"goodsName": "插座", "data": {state}}};</script>')
    assert found["models"] == ["QH-20A"]
    assert found["maker"] == ["青禾电器有限公司"]


def test_attributes_of_many_other_goods_in_the_data_are_not_this_items() -> None:
    goods = ",".join(f'{{"attrs": [{{"name": "型号", "value": "Z-{n}"}}]}}' for n in range(5))
    script = f'<script>var state = {{"goodsName": "插座", "list": [{goods}]}};</script>'
    assert fields(script)["models"] == []


SHOWN = (
    ("品牌", "青禾"),
    ("型号", "QH-20A"),
    ("生产企业", "青禾电器有限公司"),
    ("厂址", "江东省临河市工业路8号"),
    ("执行标准", "GB 4943.1-2022"),
    ("CCC证书编号", "2019010907123456"),
)
EXPECTED = {
    "brand": ["青禾"],
    "models": ["QH-20A"],
    "maker": ["青禾电器有限公司"],
    "maker_address": ["江东省临河市工业路8号"],
    "standards": ["GB 4943.1-2022"],
    "certificate_numbers": ["2019010907123456"],
}
LAYOUTS = {
    "table": ("<table>{}</table>", "<tr><th>{}</th><td>{}</td></tr>"),
    "list": ("<ul>{}</ul>", "<li>{}：{}</li>"),
    "dl": ("<dl>{}</dl>", "<dt>{}</dt><dd>{}</dd>"),
    "divs": ("<div class='specs'>{}</div>", "<div><span class=k>{}</span><span class=v>{}</span></div>"),
    "lines": ("<p>{}</p>", "{}：{}<br>"),
}
UNRELATED = ("<p>全国包邮，七天无理由退货</p>", "<div><img src='/a.jpg'></div>", "<ul><li>运费：包邮</li></ul>", *NOISE)


@settings(max_examples=120, deadline=None)
@given(
    order=st.permutations(SHOWN),
    layout=st.sampled_from(sorted(LAYOUTS)),
    blank=st.sampled_from(["", " ", "\n   ", "&nbsp;", "　"]),
    depth=st.integers(0, 4),
    before=st.lists(st.sampled_from(UNRELATED), max_size=2),
    after=st.lists(st.sampled_from(UNRELATED), max_size=2),
)
def test_layout_order_and_surroundings_do_not_change_values(
    order: list[tuple[str, str]], layout: str, blank: str, depth: int, before: list[str], after: list[str]
) -> None:
    holder, line = LAYOUTS[layout]
    block = holder.format(
        "".join(line.format(f"{blank}{label}{blank}", f"{blank}{value}{blank}") for label, value in order)
    )
    block = "<div>" * depth + block + "</div>" * depth
    found = fields(
        "".join(f"<div>{part}</div>" for part in before) + block + "".join(f"<div>{part}</div>" for part in after)
    )
    assert {field: found[field] for field in EXPECTED} == EXPECTED


@settings(max_examples=60, deadline=None)
@given(
    gone=st.sampled_from(SHOWN),
    layout=st.sampled_from(sorted(LAYOUTS)),
    after=st.lists(st.sampled_from(NOISE), max_size=2),
)
def test_removing_the_only_place_never_gives_another_value(
    gone: tuple[str, str], layout: str, after: list[str]
) -> None:
    holder, line = LAYOUTS[layout]
    block = holder.format("".join(line.format(label, value) for label, value in SHOWN if (label, value) != gone))
    found = fields(block + "".join(f"<div>{part}</div>" for part in after))
    for field, values in EXPECTED.items():
        assert found[field] in (values, []), field
        if values == [gone[1]]:
            assert found[field] == []


def test_time_grows_with_the_page_not_faster() -> None:
    row = "<tr><td>参数{0}</td><td>值{0}</td></tr>"
    small = pairs(
        "<table>"
        + "".join(row.format(n) for n in range(100))
        + "<tr><td>型号</td><td>A-1</td></tr><tr><td>品牌</td><td>甲</td></tr></table>"
    )
    assert len(small) == 102
    deep = "<div>" * 3000 + "型号：A-1" + "</div>" * 3000
    assert ("型号", "A-1") in pairs(deep)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("<div><h4>留言</h4><p>t***3：看包装厂家是别家有限公司，跟网上写的不一样？</p></div>", "maker"),
        ("<p>m_1***2（2026-9-5）：看包装厂家是别家有限公司。</p>", "maker"),
        ("<table><tr><td>晴***空</td><td>看包装厂家是别家有限公司。</td></tr></table>", "maker"),
        ("<ul class=attributes><li>商品货号：KT034545</li></ul>", "models"),
    ],
)
def test_what_is_not_the_sellers_word_gives_no_value(body: str, field: str) -> None:
    assert fields(body)[field] == []


def test_an_item_number_is_no_model_beside_one() -> None:
    assert fields("<ul class=attributes><li>货号：KT034545</li><li>型号：A-1</li></ul>")["models"] == ["A-1"]


SELLING = ["尝新价：￥9.90", "本店承诺：七天无理由退换货", "活动日期：2026-11-10", "顺丰：同城13元", "满二件：￥18.80"]


@pytest.mark.parametrize("line", SELLING)
def test_what_speaks_of_buying_is_no_attribute(line: str) -> None:
    assert pairs(f"<ul class=attributes><li>品牌：青禾</li><li>{line}</li></ul>") == [("品牌", "青禾")]


@pytest.mark.parametrize(
    ("body", "field", "values"),
    [
        ("<p>本款商品的厂址为江东省临河市工业路8号。</p>", "maker_address", ["江东省临河市工业路8号"]),
        ("<p>本款商品的型号为K-201，执行标准为GB 4943.1-2022。</p>", "models", ["K-201"]),
        ("<ul class=attributes><li>产地：江东省临河市工业路8号</li></ul>", "maker_address", ["江东省临河市工业路8号"]),
        ("<ul class=attributes><li>产地：江东</li></ul>", "maker_address", []),
        ("<ul class=attributes><li>MPN / Model: A-1</li></ul>", "models", ["A-1"]),
        ("<p>执行标准：GB 2099.7-2024/GB 1002-2024</p>", "standards", ["GB 2099.7-2024", "GB 1002-2024"]),
        ("<p><b>Warnings</b><span>WARNING: Never leave it.</span></p>", "warnings", ["WARNING: Never leave it."]),
    ],
)
def test_values_stated_in_other_ways(body: str, field: str, values: list[str]) -> None:
    assert fields(body)[field] == values


def test_rows_of_three_pairs() -> None:
    row = "<tr><td>功率</td><td>65W</td><td>接口数</td><td>2</td><td>生产企业</td><td>青禾电器有限公司</td></tr>"
    first = "<tr><td>品牌</td><td>青禾</td><td>型号</td><td>A-1</td><td>颜色</td><td>白</td></tr>"
    for body in (f"<table>{first}{row}</table>", f"<table class=attributes>{row}</table>"):
        assert fields(body)["maker"] == ["青禾电器有限公司"]
