"""Pack counts, lengths, weights and areas as titles and variants write them."""

from decimal import Decimal

import pytest

from matchers.prices.units import excluded_word, quantity


@pytest.mark.parametrize(
    ("unit", "option", "title", "amount"),
    [
        ("件", "", "云帆充电宝 20000毫安", "1"),
        ("件", "", "云帆充电宝 2个装", "2"),
        ("件", "两只装", "云帆充电宝", "2"),
        ("件", "", "云帆插座 买一送一", "2"),
        ("件", "", "云帆插座 买2送1", "3"),
        ("件", "", "插座面板 10只", "10"),
        ("件", "", "灭火器 x2个", "2"),
        ("件", "单个", "灭火器 5个装", "1"),
        ("件", "白色", "五孔插座 86型", "1"),
        ("件", "", "5个插孔的插排", "1"),
        ("件", "", "插座 5/10/20只装", None),
        ("件", "", "插座 5只 10只", None),
        ("件", "", "灭火器套装", None),
        ("件", "", "充电宝 整箱", None),
        ("片", "", "口罩 50片装", "50"),
        ("片", "", "口罩", None),
        ("片", "50片", "口罩 100片/盒", "50"),
        ("m", "", "BV2.5平方电线 100米", "100"),
        ("m", "50米", "BV2.5平方电线 100米/卷", "50"),
        ("m", "", "电线 100米*2卷", "200"),
        ("m", "", "电线 50米 100米", None),
        ("m", "", "铜芯电线 2.5平方", None),
        ("m", "", "燃气管 150cm", "1.50"),
        ("kg", "", "复合肥 50kg", "50"),
        ("kg", "", "复合肥 100斤", "50.0"),
        ("kg", "", "洗衣粉 500g", "0.500"),
        ("kg", "", "水泥 25公斤x2袋", "50"),
        ("L", "", "乳胶漆 18L", "18"),
        ("L", "", "清洗剂 500ml", "0.500"),
        ("L", "", "乳胶漆", None),
        ("m2", "", "瓷砖 80x80cm", "0.6400"),
        ("m2", "", "地板 2.5平方米", "2.5"),
        ("m3", "", "保温板 2m*1m*0.05m", "0.10"),
        ("双", "", "劳保手套 5双装", "5"),
        ("双", "", "绝缘鞋", "1"),
        ("t", "", "水泥 1吨", "1"),
    ],
)
def test_quantity(unit: str, option: str, title: str, amount: str | None) -> None:
    found = quantity(unit, option, title)
    assert (None if found is None else float(found)) == (None if amount is None else float(Decimal(amount)))


@pytest.mark.parametrize(
    "text", ["二手充电宝", "充电宝定金", "运费补差价专拍", "司法拍卖", "9成新 闲置", "充电宝 配件"]
)
def test_prices_of_something_else(text: str) -> None:
    assert excluded_word([text])


def test_ordinary_titles_are_not_excluded() -> None:
    assert excluded_word(["云帆充电宝 20000毫安 大容量 包邮", "白色"]) is None
