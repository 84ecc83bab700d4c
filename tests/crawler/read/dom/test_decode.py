"""Bytes that headers, meta tags and content disagree about."""

import pytest

from crawler.read.dom.decode import decode

PAGE = '<html><head><meta charset="{}"></head><body>燃气灶 JZT-2088 额定热负荷</body></html>'


@pytest.mark.parametrize("declared", ["gbk", "utf-8", "iso-8859-1", "big5-hkscs"])
def test_utf8_is_read_whatever_is_declared(declared: str) -> None:
    decoded = decode(PAGE.format(declared).encode("utf-8"), "text/html; charset=gb2312")

    assert "燃气灶 JZT-2088" in decoded.text
    assert decoded.encoding == "utf-8"


@pytest.mark.parametrize("declared", ["gbk", "utf-8", "iso-8859-1", "windows-1252"])
def test_gbk_is_read_whatever_is_declared(declared: str) -> None:
    decoded = decode(PAGE.format(declared).encode("gbk"))

    assert "燃气灶 JZT-2088" in decoded.text
    assert decoded.encoding == "gb18030"


def test_characters_beyond_gbk_are_read() -> None:
    assert decode("品牌：㐂𠮷牌燃气灶".encode("gb18030")).text == "品牌：㐂𠮷牌燃气灶"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_cut_last_character_is_left_out_and_told(encoding: str) -> None:
    decoded = decode("价格：燃气灶".encode(encoding)[:-1])

    assert decoded.text == "价格：燃气"
    assert decoded.truncated


def test_a_mark_wins() -> None:
    decoded = decode(b"\xef\xbb\xbf" + "价格".encode(), "text/html; charset=gbk")

    assert (decoded.text, decoded.how) == ("价格", "bom")


def test_utf16_is_read_with_and_without_mark() -> None:
    assert decode("﻿<p>price 39</p>".encode("utf-16-le")).text == "<p>price 39</p>"
    assert decode("<p>price 39</p>".encode("utf-16-le")).text == "<p>price 39</p>"


def test_a_gbk_part_inside_a_utf8_page_is_read() -> None:
    body = "<div>品牌：测试牌</div>".encode() + "<p>型号：JZT</p>".encode("gbk") + "<div>结束</div>".encode()

    decoded = decode(body)

    assert decoded.text == "<div>品牌：测试牌</div><p>型号：JZT</p><div>结束</div>"
    assert (decoded.how, decoded.replaced) == ("mixed", 0)


def test_a_declared_western_page_stays_western() -> None:
    body = '<meta charset="iso-8859-1"><p>Prix spécial: 12 € à Nîmes, réservé</p>'.replace("€", "EUR").encode("latin-1")

    assert "Prix spécial" in decode(body).text


def test_a_declared_big5_page_is_read() -> None:
    body = '<meta charset="big5"><p>商品編號：ABC 價格</p>'.encode("big5")

    assert "商品編號" in decode(body).text
