"""What sentences tell of the goods in brackets and without a colon, and where such a value ends."""

import pytest

from crawler.read.reader import Reader
from crawler.records import Listing
from tests.crawler.read.test_dialects import listing_of, page

STREET = "测试省测试市松风镇和平路18号"
FIRM = "测试市松风电器有限公司"


def read(body: str) -> Listing:
    html = (
        '<html><head><title>松风 吸尘器</title></head><body><h1>松风 吸尘器</h1><p class="price">¥129.00</p>'
        f"<button>加入购物车</button><h3>商品详情</h3>{body}<p>颜色：银色</p></body></html>"
    )
    return listing_of(Reader(()).read(page(html, url="https://shop.example/goods/71"), "page.html"))


@pytest.mark.parametrize(
    "sentence",
    [
        "松风（型号SF-K08）。",
        "型号SF-K08。本品净重一公斤。",
        "本款型号为SF-K08，",
        "（型号：SF-K08），功率100W。",
        "松风家用吸尘器（品牌：松风；型号：SF-K08）好用。",
    ],
)
def test_a_model_in_a_sentence_is_shown(sentence: str) -> None:
    assert read(f"<p>{sentence}</p>").models == ("SF-K08",)


@pytest.mark.parametrize(
    "sentence",
    [
        "适用型号SF-K08的滤网。",
        "适配松风型号SF-K08。",
        "吸力胜过旧款型号SF-K08。",
        "手机型号SF-K08可用。",
        "型号SF。",
        "同型号K08。",
        "其他型号SF-K08请咨询客服。",
    ],
)
def test_the_model_of_something_else_is_not_the_goods(sentence: str) -> None:
    assert read(f"<p>{sentence}</p>").models == ()


def test_a_labelled_model_goes_before_one_in_a_sentence() -> None:
    assert read("<p>型号SF-K08。</p><p>型号：SF-K09</p>").models == ("SF-K09",)


@pytest.mark.parametrize(
    "sentence",
    [
        f"本品由{FIRM}制造（地址：{STREET}），执行标准GB 4706.19-2008，证书编号见图。",
        f"本品由{FIRM}（地址：{STREET}）制造，执行标准GB 4706.19-2008。",
        f"由{FIRM}出品（厂址：{STREET}）。执行标准GB 4706.19-2008",
        f"生产企业：{FIRM}（地址：{STREET}），执行标准：GB 4706.19-2008",
        f"{FIRM}生产（地址：{STREET}）；产品执行标准：GB 4706.19-2008。",
    ],
)
def test_an_address_in_brackets_ends_where_they_close(sentence: str) -> None:
    listing = read(f"<p>{sentence}</p>")
    assert (listing.maker, listing.maker_address) == (FIRM, STREET)
    assert listing.standards == ("GB 4706.19-2008",)


def test_brackets_that_never_close_end_with_the_line() -> None:
    listing = read("<p>松风（型号：SF-K08</p><p>品牌：松风</p>")
    assert (listing.models, listing.brand) == (("SF-K08",), "松风")
