"""A link to a certificate stands for its number: shown, without a value; what leads nowhere shows nothing."""

import pytest

from crawler.read.reader import Reader
from crawler.records import Listing
from tests.crawler.read.test_dialects import listing_of, page

ROWS = "<tr><th>品牌</th><td>松风</td></tr><tr><th>型号</th><td>SF-2</td></tr><tr><th>产地</th><td>测试市</td></tr>"


def read(row: str) -> Listing:
    html = (
        '<html><head><title>松风 插座</title></head><body><h1>松风 插座</h1><p class="price">¥29.00</p>'
        f"<button>加入购物车</button><h3>商品参数</h3><table class=params>{ROWS}{row}</table></body></html>"
    )
    return listing_of(Reader(()).read(page(html, url="https://shop.example/goods/71"), "page.html"))


@pytest.mark.parametrize(
    ("field", "row"),
    [
        ("certificate_numbers", "<tr><th>3C证书</th><td><a href='/cert/71.html'>点击查看</a></td></tr>"),
        ("certificate_numbers", "<tr><td colspan=2><a href='/cert/71.html'>CCC认证证书</a></td></tr>"),
        ("licence_numbers", "<tr><th>生产许可证编号</th><td><a href='/cert/71.html'>查看证书</a></td></tr>"),
        ("report_numbers", "<tr><th>检测报告</th><td><a href='/cert/71.html'>查看报告</a></td></tr>"),
    ],
)
def test_a_link_to_the_certificate_is_shown(field: str, row: str) -> None:
    listing = read(row)
    reading = listing.readings[field]
    assert (reading.state, reading.source) == ("shown", "label")
    assert reading.text is not None
    assert reading.text.endswith("https://shop.example/cert/71.html")
    assert getattr(listing, field) == ()


@pytest.mark.parametrize(
    "row",
    [
        "<tr><th>3C证书</th><td><a href='#'>点击查看</a></td></tr>",
        "<tr><th>3C证书</th><td><a href='javascript:show()'>点击查看</a></td></tr>",
        "<tr><th>3C证书</th><td><a href='http://register.example/'>点击查看</a></td></tr>",
    ],
)
def test_what_leads_to_no_certificate_is_not_observable(row: str) -> None:
    assert read(row).readings["certificate_numbers"].state == "not_observable"


def test_a_number_beside_the_link_is_the_value() -> None:
    listing = read("<tr><th>CCC证书编号</th><td>2023010717123403 <a href='/cert/71.html'>查看</a></td></tr>")
    assert listing.certificate_numbers == ("2023010717123403",)
    assert [link.url for link in listing.certificate_links] == ["https://shop.example/cert/71.html"]
