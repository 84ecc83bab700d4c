"""What a page shows otherwise than as plain text under a label counts as shown, and what it hides as not observable."""

import hashlib

import pytest

from crawler.read.reader import Reader
from crawler.records import Listing, RawPage
from tests.crawler.read.pages import listing_of

PAGE = """<html lang="zh"><head><meta charset="utf-8"><title>青禾 电水壶 1.7L - 小店</title></head><body>
<h1>青禾 电水壶 1.7L</h1><div class="price">¥88</div><button>立即购买</button>{}</body></html>"""
FACTS = "<ul><li>品牌：青禾</li><li>容量：1.7L</li><li>颜色：白</li>{}</ul>"
FIRM = "临河市青禾电器有限公司"
PLACE = "江东省临河市丰和镇"


def read(item: str = "", behind: str = "") -> Listing:
    return listing_of(PAGE.format(FACTS.format(item) + behind))


@pytest.mark.parametrize(
    ("item", "behind"),
    [
        (f"<li>生产者/经营者：{FIRM}</li>", ""),
        (f"<li>实际生产企业名称及地址：{FIRM}，{PLACE}</li>", ""),
        (f"<li>生产企业：{FIRM}（{PLACE}）</li>", ""),
        (f'<li><label>生产企业</label><input readonly value="{FIRM}"></li>', ""),
        (f'<li><span>生产企业</span><span><input disabled value="{FIRM}"></span></li>', ""),
        ("", f"<textarea readonly>品名：电水壶\n生产企业：{FIRM}</textarea>"),
        ("", f"<textarea class='lazy'>&lt;p&gt;生产企业：{FIRM}&lt;/p&gt;&lt;p&gt;型号：QH-1&lt;/p&gt;</textarea>"),
        ("", f'<x-facts><template shadowrootmode="open"><p>生产企业：{FIRM}</p></template></x-facts>'),
        ('<li class="mk"></li>', f'<style>.mk::after{{content:"生产企业：{FIRM}"}}</style>'),
    ],
)
def test_the_maker_is_shown(item: str, behind: str) -> None:
    assert read(item, behind).maker == FIRM


def test_a_maker_in_an_english_sentence_is_shown() -> None:
    assert read("", "<p>Made by Linhe Qinghe Electric Co., Ltd.</p>").maker == "Linhe Qinghe Electric Co., Ltd."


@pytest.mark.parametrize(
    ("item", "behind", "address"),
    [
        (f"<li>工厂位于{PLACE}</li>", "", PLACE),
        ("", f"<p>本品由{FIRM}生产，工厂坐落于{PLACE}。</p>", PLACE),
        (f"<li>生产企业：{FIRM}（{PLACE}）</li>", "", PLACE),
        (f"<li>实际生产企业名称及地址：{FIRM}，{PLACE}</li>", "", PLACE),
        ("<li>Add: No.8 Gongye Rd, Linhe</li>", "", "No.8 Gongye Rd, Linhe"),
        ("<li>Address: No.8 Gongye Rd, Linhe</li>", "", "No.8 Gongye Rd, Linhe"),
        ("<li>公司地点：临河市工业路8号</li>", "", "临河市工业路8号"),
    ],
)
def test_the_address_is_shown(item: str, behind: str, address: str) -> None:
    assert read(item, behind).maker_address == address


@pytest.mark.parametrize(
    ("item", "behind"),
    [
        ("<li>联系电话：0571-000</li><li>地址：别处市商城路1号</li>", ""),
        ("", "<div><p>店铺地址</p><p>地址：别处市商城路1号</p></div>"),
        ("", '<style>.gone::after{content:"厂址：别处市商城路1号"}</style>'),
    ],
)
def test_where_a_shop_is_reached_is_no_makers_address(item: str, behind: str) -> None:
    assert read(item, behind).readings["maker_address"].state == "not_shown"


@pytest.mark.parametrize("text", ["⚠ 请勿让儿童单独使用，谨防触电", "不适合3岁以下儿童"])
def test_a_warning_outside_any_named_part_is_shown(text: str) -> None:
    assert read("", f"<p>{text}</p>").warnings == (text,)


@pytest.mark.parametrize(
    ("item", "behind", "field", "cause"),
    [
        ('<li>3C证书：<img src="/3c.jpg" width="60"></li>', "", "certificate_numbers", "image_only"),
        ("", "<p>生产企业、厂址、执行标准详见下图</p>", "maker", "image_only"),
        ("", "<p>生产企业、厂址、执行标准详见下图</p>", "standards", "image_only"),
        ("", '<div class="detail"><video src="/v.mp4" width="700"></video></div>', "maker", "not_rendered"),
        ("", '<div class="detail"><picture><source srcset="/d.webp"></picture></div>', "maker", "image_only"),
        ("", '<div class="detail"><noscript><img src="/d.jpg"></noscript></div>', "maker", "image_only"),
        ("", '<a href="javascript:;">查看全部参数</a>', "maker", "not_rendered"),
    ],
)
def test_what_may_be_shown_unread_is_not_observable(item: str, behind: str, field: str, cause: str) -> None:
    reading = read(item, behind).readings[field]

    assert (reading.state, reading.cause) == ("not_observable", cause)


@pytest.mark.parametrize(
    "behind",
    [
        "<p>做工精细，颜色如图</p>",
        '<div style="display:none">更多</div><a href="javascript:;">展开全部参数</a>',
        '<noscript><img src="https://analytics.example/1.gif"></noscript>',
        '<div class="gallery"><video src="/v.mp4"></video></div>',
    ],
)
def test_what_can_hide_nothing_leaves_the_gap_to_be_seen(behind: str) -> None:
    assert read("", behind).readings["maker"].state == "not_shown"


def test_notes_in_chinese_do_not_make_a_foreign_page_understood() -> None:
    body = """<html lang="fr"><head><meta charset="utf-8"><title>Casque</title></head><body><h1>Casque enfant</h1>
    <div class="price">39,92 €</div><button>Ajouter au panier</button><dl class="data-sheet"><dt>Marque</dt>
    <dd>Abus</dd>
    <dt>Norme</dt><dd>EN 1078</dd></dl><p>Un casque pour les enfants qui roulent avec leurs parents tous les jours.</p>
    <div><p>配送说明：四十八小时发货</p><p>发票：电子发票或纸质发票</p></div></body></html>""".encode()
    raw = RawPage(
        platform=None,
        url="http://shop.example/p/7",
        captured_at=None,
        sha256=hashlib.sha256(body).hexdigest(),
        body=body,
        fetched="imported",
    )
    listing = Reader(()).read(raw, "x").listing

    assert listing is not None
    assert listing.readings["maker"].state == "not_observable"


@pytest.mark.parametrize(
    "foot",
    [
        "临河老周电器有限公司 统一社会信用代码：91990000MA0ABCDE19 地址：江东省临河市文三路478号 电话：0571-00000000",
        "版权所有 临河老周电器有限公司　地址：江东省临河市文三路478号",
        "临河老周电器有限公司 地址：江东省临河市文三路478号 江ICP备00000001号",
    ],
)
@pytest.mark.parametrize("heading", ["<h3>商品参数</h3>", "<h3>商品详情</h3>", ""])
def test_the_foot_of_a_page_speaks_of_the_shop_and_not_of_the_maker(foot: str, heading: str) -> None:
    readings = read("", f"{heading}<p>下单后48小时内发货</p><table><tr><td>{foot}</td></tr></table>").readings
    assert (readings["maker"].state, readings["maker_address"].state) == ("not_shown", "not_shown")
