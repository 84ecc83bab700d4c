"""What one page discloses about its seller: licence, permits, self-declaration, address, contact, links."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.read.dom.document import Document
from crawler.read.seller.disclosure import read_disclosure
from crawler.records import DISCLOSURE_FIELDS, RawPage, SellerDisclosure

CODE = "91990000MA0ABCDE1A"


def disclosure(body: str, *, kind: str = "disclosure", **options: Any) -> SellerDisclosure:
    raw = RawPage(
        platform="shop.example.cn",
        url="https://shop.example.cn/about/licence.html",
        captured_at=None,
        sha256="0" * 64,
        body=f"<html><head><title>青禾专营店</title></head><body>{body}</body></html>".encode(),
        content_type="text/html; charset=utf-8",
        fetched="http",
        expected_kind=kind,
        **options,
    )
    return read_disclosure(Document.of(raw), raw)


LICENCES = [
    f"<p>统一社会信用代码：{CODE}</p>",
    f"<p>统一社会信用代码 {CODE}</p>",
    f"<p>营业执照注册号：{CODE}</p>",
    f"<p>企业注册号：{CODE}</p>",
    f"<table><tr><td>统一社会信用代码</td><td>{CODE}</td></tr><tr><td>企业名称</td><td>青禾电器有限公司</td></tr></table>",
    f"<dl><dt>统一社会信用代码/注册号</dt><dd>{CODE}</dd></dl>",
    f"<ul><li><span>统一社会信用代码</span><span>{CODE}</span></li><li><span>企业名称</span><span>青禾电器有限公司</span></li></ul>",
    f"<div class=footer>© 2026 青禾电器有限公司 统一社会信用代码：{CODE} 版权所有</div>",
    f"<div><div>统一社会信用代码</div><div>{CODE}</div></div>",
    f"<p>统一社会信用代码：{CODE[:4]} {CODE[4:8]} {CODE[8:]}</p>",
    f"<p>统一社会信用<b>代码</b>：<i>{CODE[:6]}</i>{CODE[6:]}</p>",
]


@pytest.mark.parametrize("body", LICENCES)
def test_licence_number_under_its_label(body: str) -> None:
    found = disclosure(body)
    assert found.licence_number == CODE
    assert found.licence_text
    assert found.readings["licence_number"].state == "shown"


@pytest.mark.parametrize(
    ("body", "number", "masked"),
    [
        ("<p>营业执照号：440301103448669</p>", "440301103448669", False),
        ("<p>统一社会信用代码：9199****MA0ABCDE1A</p>", "9199****MA0ABCDE1A", True),
        ("<p>统一社会信用代码：91990000MA0ABCDE</p>", "91990000MA0ABCDE", False),
    ],
)
def test_old_masked_and_malformed_numbers_stand_as_shown(body: str, number: str, masked: bool) -> None:
    found = disclosure(body)
    assert (found.licence_number, found.readings["licence_number"].masked) == (number, masked)


@pytest.mark.parametrize(
    "body",
    [f"<p>订单号：{CODE}</p>", f"<p>{CODE}</p>", "<p>ICP备案：江ICP备12345678号</p>", "<p>客服电话：0571-88886666</p>"],
)
def test_other_numbers_are_no_licence(body: str) -> None:
    assert disclosure(body).licence_number is None


def test_whole_licence_as_text() -> None:
    found = disclosure(
        f"<h2>经营者资质信息</h2><p>企业注册号：{CODE}</p><p>企业名称：青禾电器有限公司</p><p>类型：有限责任公司</p>"
        "<p>住所：江东省临河市工业路8号</p><p>法定代表人：李**</p><p>成立时间：2017-02-21</p>"
        "<p>食品经营许可证编号：JY19901010101010</p><p>联系电话：0571-88886666</p>"
    )
    assert found.name == "青禾电器有限公司"
    assert found.address == "江东省临河市工业路8号"
    assert found.contact == "0571-88886666"
    assert found.permits == ("食品经营许可证编号：JY19901010101010",)
    assert found.licence_text is not None
    assert "有限责任公司" in found.licence_text


IMAGES = [
    "<img src='/up/1.jpg' alt='营业执照'>",
    "<img src='/up/yingyezhizhao.jpg'>",
    "<img src='/up/business-license.png'>",
    "<h3>营业执照</h3><div><img src='/up/1.jpg'></div>",
    "<figure><img src='/up/1.jpg'><figcaption>营业执照</figcaption></figure>",
    "<dl><dt>公司名称</dt><dd>青禾电器有限公司</dd><dt>营业执照副本</dt><dd><img src='/up/1.jpg'></dd></dl>",
]


@pytest.mark.parametrize("body", IMAGES)
def test_licence_as_image_is_shown_and_its_number_is_not_observable(body: str) -> None:
    found = disclosure(body)
    assert len(found.licence_images) == 1
    assert found.readings["licence_images"].state == "shown"
    assert found.readings["licence_number"].cause == "image_only"


DECLARATIONS = [
    "个人从事零星小额交易活动，依法不需要办理市场主体登记",
    "个人销售自产农副产品，依法不需要办理市场主体登记",
    "个人销售家庭手工业产品，依法不需办理市场主体登记。",
    "个人利用自己的技能从事依法无须取得许可的便民劳务活动，依法不需要办理市场主体登记",
    "个人从事零星小额交易活动, 依法无需办理市场主体登记",
    "个人从事 零星小额交易活动 ， 依法 不需要办理 市场主体登记",
    "本店属于个人从事零星小额交易，依法免于登记",
    "本人为自然人卖家，依法无需进行工商登记",
    "本店经营者系自然人，从事个人销售家庭手工业产品，依据《中华人民共和国电子商务法》第十条，依法不需要办理市场主体登记",
    "本人从事零星小额交易活动，根据《电子商务法》第十条及《网络交易监督管理办法》第八条，无须办理市场主体登记",
    "根据《网络交易监督管理办法》第八条规定，个人从事零星小额交易活动，依法不需要办理市场主体登记",
]


@pytest.mark.parametrize("text", DECLARATIONS)
@pytest.mark.parametrize("frame", ["<p>{}</p>", "<div class=footer><span>自我声明：{}</span></div>"])
def test_self_declaration_in_its_variants(text: str, frame: str) -> None:
    found = disclosure(frame.format(text))
    assert found.self_declaration is not None
    assert found.readings["self_declaration"].state == "shown"


def test_self_declaration_broken_over_nodes_and_lines() -> None:
    found = disclosure("<div><p>个人从事<b>零星</b>小额交易活动，</p><p>依法不需要办理<br>市场主体登记</p></div>")
    assert found.self_declaration == "个人从事零星小额交易活动，依法不需要办理市场主体登记"


@pytest.mark.parametrize(
    "text",
    [
        "电子商务经营者应当依法办理市场主体登记。但是，个人销售自产农副产品，依照法律不需要进行登记的除外。",
        "根据《电子商务法》第十条，经营者应当办理登记；个人销售家庭手工业产品，依法不需要进行登记的除外。",
        "本店已依法办理市场主体登记",
        "个人卖家注册流程",
        "欢迎注册登录，个人用户无需下载",
    ],
)
def test_law_quotes_and_others_are_no_declaration(text: str) -> None:
    assert disclosure(f"<p>{text}</p>").self_declaration is None


@pytest.mark.parametrize(
    ("body", "individual"),
    [
        ("<span>个人卖家</span>", True),
        ("<p>卖家类型：个人</p>", True),
        ("<span>个体工商户</span>", False),
        ("<p>类型：个体工商户</p>", False),
        ("<p>欢迎个人卖家入驻本平台开店</p>", False),
    ],
)
def test_individual_only_where_the_platform_says_so(body: str, individual: bool) -> None:
    assert disclosure(body).individual is individual


LINKS = [
    ("<a href='/licence'>营业执照</a>", "https://shop.example.cn/licence"),
    ("<a href='/shop/info'>经营者信息</a>", "https://shop.example.cn/shop/info"),
    ("<a href='https://amr.example.org/lz?id=1'><img src='/i/gs.png' alt='工商亮照'></a>", "https://amr.example.org/lz?id=1"),
    ("<a href='//zs.example.cn/maintaininfo/liangzhao.htm?x=1'><img src='/i/e.png'></a>", "https://zs.example.cn/maintaininfo/liangzhao.htm?x=1"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "url"), LINKS)
def test_links_that_look_like_a_disclosure(body: str, url: str) -> None:
    found = disclosure(f"<div class=footer>{body}</div>", kind="shop")
    assert [link.url for link in found.links] == [url]
    assert found.possible_licence_images == ()
    assert (found.readings["licence_number"].state, found.readings["licence_number"].cause) == (
        "not_observable",
        "limit",
    )


@pytest.mark.parametrize(
    "body",
    [
        "<a href='https://beian.miit.gov.cn/'>江ICP备12345678号</a>",
        "<a href='https://beian.mps.gov.cn/#/q'><img src='/i/beian.png'>江公网安备99010102000001号</a>",
        "<a href='#'>营业执照</a>",
        "<a href='/help/return'>退货说明</a>",
        "<a href='/user/agreement'>软件许可协议</a>",
    ],
)
def test_links_that_are_none(body: str) -> None:
    found = disclosure(f"<div class=footer>{body}</div>", kind="shop")
    assert found.links == ()
    assert found.readings["licence_number"].state == "not_shown"


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("<img src='/i/8f3a.png'>", 1),
        ("<img src='/i/gs.gif' alt='工商红盾'>", 1),
        ("<a href='https://badge.example.org/x'><img src='/i/b1.png'></a>", 1),
        ("<img src='/i/alipay.png'>", 0),
        ("<img src='/i/logo.png'>", 0),
        ("<a href='https://beian.miit.gov.cn/'><img src='/i/8f3a.png'></a>", 0),
    ],
)
def test_unread_footer_images_could_be_a_licence(body: str, count: int) -> None:
    found = disclosure(f"<div class=footer>{body}</div>", kind="shop")
    assert len(found.possible_licence_images) == count
    expected = ("not_observable", "image_only") if count else ("not_shown", None)
    assert (found.readings["licence_number"].state, found.readings["licence_number"].cause) == expected


@pytest.mark.parametrize(
    ("options", "body", "cause"),
    [
        ({"gate": "captcha"}, "<p>请输入验证码后查看营业执照</p>", "gated"),
        ({"complete": False}, "<p>店铺介绍</p>", "truncated"),
        ({}, "<div id=app></div><script src=/app.js></script>", "not_rendered"),
        ({}, "<iframe src=/licence></iframe>", "not_rendered"),
    ],
)
def test_page_that_cannot_prove_an_absence(options: dict[str, Any], body: str, cause: str) -> None:
    found = disclosure(body, **options)
    assert {found.readings[name].cause for name in ("licence_number", "licence_images", "self_declaration")} == {cause}


def test_every_field_has_a_reading() -> None:
    assert tuple(disclosure("<p>青禾专营店</p>").readings) == DISCLOSURE_FIELDS


PARTS = (
    f"<p>统一社会信用代码：{CODE}</p>",
    "<p>企业名称：青禾电器有限公司</p>",
    "<p>经营地址：江东省临河市工业路8号</p>",
    "<p>联系电话：0571-88886666</p>",
)


@settings(max_examples=50, deadline=None)
@given(
    order=st.permutations(PARTS),
    depth=st.integers(0, 3),
    noise=st.sampled_from(["", "<p>满百包邮</p>", "<nav><a>首页</a></nav>"]),
)
def test_order_and_wrapping_do_not_change_a_disclosure(order: list[str], depth: int, noise: str) -> None:
    found = disclosure("<div>" * depth + noise.join(order) + "</div>" * depth)
    assert (found.licence_number, found.name, found.address, found.contact) == (
        CODE,
        "青禾电器有限公司",
        "江东省临河市工业路8号",
        "0571-88886666",
    )


@pytest.mark.parametrize(
    "lines",
    [
        ("<h1>小花手作店 经营者信息</h1>", "<p>个人从事零星小额交易活动，依法不需要办理市场主体登记</p>"),
        ("<p>经营者自我声明：</p>", "<p>个人从事零星小额交易活动，依法不需要办理市场主体登记</p>"),
        ("<div>卖家信息公示</div>", "<div>个人从事零星小额交易活动，</div><div>依法不需要办理市场主体登记</div>"),
    ],
)
def test_a_heading_is_no_part_of_the_declaration(lines: tuple[str, str]) -> None:
    assert disclosure("".join(lines)).self_declaration == "个人从事零星小额交易活动，依法不需要办理市场主体登记"


@pytest.mark.parametrize(
    ("head", "shop"),
    [
        ("<title>店铺资质</title>|<h1>小花手作店 经营者信息</h1>", "小花手作店"),
        ("<title>店铺</title>|<h1>小花手作坊的营业执照</h1>", "小花手作坊"),
        ("<title>经营者信息</title>|<h1>经营者信息</h1>", None),
        ("<title>店铺</title>|<h1>店铺资质公示</h1>", None),
    ],
)
def test_the_shops_name_stands_before_what_the_heading_says(head: str, shop: str | None) -> None:
    title, heading = head.split("|")
    raw = RawPage(
        platform="shop.example.cn", url="https://shop.example.cn/a", captured_at=None, sha256="0" * 64, fetched="http",
        body=f"<html><head>{title}</head><body>{heading}<p>暂无</p></body></html>".encode(), expected_kind="disclosure",
        content_type="text/html; charset=utf-8",
    )  # fmt: skip
    assert read_disclosure(Document.of(raw), raw).shop == shop


@pytest.mark.parametrize(
    ("body", "contact"),
    [
        ("<p><a href='a'>首页</a> <a href='b'>联系方式</a> <a href='c'>简介</a></p>", None),
        ("<table><tr><td>联系方式</td><td>简介</td></tr></table>", None),
        ("<table><tr><td>联系方式</td><td>0571-88886666</td></tr></table>", "0571-88886666"),
        ("<table><tr><td>联系方式</td><td>kefu@a.example</td></tr></table>", "kefu@a.example"),
        ("<table><tr><td>联系方式</td><td>微信 hesui_kefu</td></tr></table>", "微信 hesui_kefu"),
    ],
)
def test_the_next_link_of_a_menu_is_no_way_to_reach_the_seller(body: str, contact: str | None) -> None:
    assert disclosure(body).contact == contact
