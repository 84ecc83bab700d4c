"""Division codes and addresses lead to places, as far as they are certain and no further."""

from pathlib import Path

import pytest

from config.errors import DeclarationError
from config.regions.divisions import Divisions, load_divisions


@pytest.fixture(scope="module")
def divisions() -> Divisions:
    return load_divisions()


@pytest.mark.parametrize(
    ("code", "full_name", "precision"),
    [
        ("330113", "浙江省杭州市临平区", "county"),
        ("330114", "浙江省杭州市钱塘区", "county"),
        ("540481", "西藏自治区林芝市米林市", "county"),
        ("653228", "新疆维吾尔自治区和田地区和康县", "county"),
        ("330103", "浙江省杭州市下城区", "county"),
        ("110103", "北京市崇文区", "county"),
        ("330100", "浙江省杭州市", "city"),
        ("441900", "广东省东莞市", "city"),
        ("310000", "上海市", "province"),
        ("320594", "江苏省苏州市", "city"),
        ("339999", "浙江省", "province"),
    ],
)
def test_codes(divisions: Divisions, code: str, full_name: str, precision: str) -> None:
    region = divisions.of_code(code)
    assert region is not None
    assert (region.full_name, region.precision) == (full_name, precision)


@pytest.mark.parametrize("code", ["100000", "990101", "", None, "33010", "33O100"])
def test_unknown_codes_give_no_place(divisions: Divisions, code: str | None) -> None:
    assert divisions.of_code(code) is None


@pytest.mark.parametrize(
    ("address", "full_name"),
    [
        ("浙江杭州余杭区文一西路1号", "浙江省杭州市余杭区"),
        ("浙江省杭州市西湖区", "浙江省杭州市西湖区"),
        ("深圳市南山区科技园", "广东省深圳市南山区"),
        ("广东省东莞市长安镇", "广东省东莞市"),
        ("上海市浦东新区某路", "上海市浦东新区"),
        ("上海徐汇区某路408号", "上海市徐汇区"),
        ("义乌市北苑街道", "浙江省金华市义乌市"),
        ("北京市朝阳区", "北京市朝阳区"),
        ("吉林市昌邑区", "吉林省吉林市昌邑区"),
        ("海南藏族自治州共和县", "青海省海南藏族自治州共和县"),
        ("中国（上海）自由贸易试验区", "上海市"),
        ("广东省惠来县", "广东省揭阳市惠来县"),
        ("内蒙古自治区呼和浩特市", "内蒙古自治区呼和浩特市"),
    ],
)
def test_addresses(divisions: Divisions, address: str, full_name: str) -> None:
    region = divisions.of_address(address)
    assert region is not None
    assert region.full_name == full_name


@pytest.mark.parametrize(
    "address", ["鼓楼区中山路1号", "朝阳区建国路", "西湖区", "重庆路11号", "海外", "", None, "某市某区"]
)
def test_ambiguous_and_placeless_addresses_give_nothing(divisions: Divisions, address: str | None) -> None:
    assert divisions.of_address(address) is None


def test_the_table_can_be_replaced(tmp_path: Path) -> None:
    table = tmp_path / "divisions.csv"
    table.write_text(
        "code,name,parent,valid_from,valid_to\n990000,虚构省,,,\n990100,虚构市,990000,,\n", encoding="utf-8"
    )
    region = load_divisions(table).of_code("990102")
    assert region is not None
    assert (region.full_name, region.precision) == ("虚构省虚构市", "city")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("code,name\n", "第 1 行"),
        ("code,name,parent,valid_from,valid_to\n99,x,,,\n", "第 2 行"),
        ("code,name,parent,valid_from,valid_to\n990100,x,990000,,\n", "990000"),
    ],
)
def test_a_wrong_table_is_named(tmp_path: Path, text: str, named: str) -> None:
    table = tmp_path / "divisions.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationError, match=named):
        load_divisions(table)
