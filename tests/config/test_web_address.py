"""What is the address of a web page, and what only looks like one."""

import pytest

from config.web_address import web_address, web_host


@pytest.mark.parametrize(
    "value",
    [
        "http://shop.example.cn/",
        "HTTPS://Shop.Example.CN:8443/a?b=c#d",
        "http://灯具.中国/商品/1",
        "http://127.0.0.1:8080/",
        "http://[::1]:8080/x",
        "http://localhost/",
        "http://a_b.example.cn./",
        "http://shop.example.cn/a:b@c",
    ],
)
def test_addresses_of_pages(value: str) -> None:
    assert web_address(f" {value}\n") == value


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "空"),
        (" ", "空"),
        ("notaurl", "http 或 https"),
        ("shop.example.cn/a", "http 或 https"),
        ("ftp://shop.example.cn/", "http 或 https"),
        ("javascript:alert(1)", "http 或 https"),
        ("//shop.example.cn/", "http 或 https"),
        ("http:/shop.example.cn", "主机或端口"),
        ("http://", "主机或端口"),
        ("http:///path", "主机或端口"),
        ("http://shop example.cn/", "空格"),
        ("http://shop.example.cn/a b", "空格"),
        ("http://shop.example.cn/a\x00b", "控制字符"),
        ("http://shop.example.cn/a\ud800b", "控制字符"),
        ("http://shop.example.cn:8O80/", "主机或端口"),
        ("http://shop.example.cn:99999/", "主机或端口"),
        ("http://shop.example.cn:0/", "主机或端口"),
        ("http://shop.example.cn:/", "主机或端口"),
        ("http://[bad/", "主机或端口"),
        ("http://[::1/", "主机或端口"),
        ("http://a..b/", "主机或端口"),
        ("http://-a.cn/", "主机或端口"),
        ("http://1.2.3/", "主机或端口"),
        ("http://999.1.1.1/", "主机或端口"),
        ("http://a%20b.cn/", "主机或端口"),
        ("http://a{keyword}.cn/", "主机或端口"),
        (f"http://{'a' * 64}.cn/", "主机或端口"),
        ("http://user:word@shop.example.cn/", "口令"),
    ],
)
def test_what_is_no_address_is_said(value: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        web_address(value)


@pytest.mark.parametrize(
    ("value", "host"),
    [
        ("Shop.Example.cn", "shop.example.cn"),
        ("127.0.0.1:8080", "127.0.0.1:8080"),
        ("*.example.cn", "*.example.cn"),
        ("灯具.中国", "xn--h6qv86e.xn--fiqs8s"),
        ("[::1]:80", "[::1]:80"),
    ],
)
def test_declared_hosts_have_one_spelling(value: str, host: str) -> None:
    assert web_host(value) == host


@pytest.mark.parametrize("value", ["", "*.", "http://a.cn", "a.cn/", "a.cn:x", "a b.cn", "u@a.cn"])
def test_what_is_no_host_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"不是|空"):
        web_host(value)
