from datetime import date
from pathlib import Path

import pytest

from config.errors import DeclarationError
from config.products.catalogue import GROUPS_FILE, Catalogue, load_catalogue


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def test_all_groups_are_there_once(catalogue: Catalogue) -> None:
    assert len(catalogue.groups) == 130
    assert len({group.id for group in catalogue.groups}) == 130


def test_codes_stay_strings_with_leading_zeros(catalogue: Catalogue) -> None:
    assert catalogue.group("power_bank").category_codes == ("0914",)
    assert catalogue.group("wire_cable").product_codes == ("06-001",)
    assert catalogue.ccc_names["0914"]
    assert catalogue.xk_names["06-001"]


def test_every_declared_code_is_in_the_code_tables(catalogue: Catalogue) -> None:
    for group in catalogue.groups:
        assert set(group.category_codes) <= set(catalogue.ccc_names), group.id
        assert set(group.product_codes) <= set(catalogue.xk_names), group.id


def test_a_regime_binds_from_its_date_and_an_exempt_one_never(catalogue: Catalogue) -> None:
    ccc = catalogue.group("power_bank").regime("ccc")
    assert ccc is not None
    assert not ccc.mandatory(date(2024, 7, 31))
    assert ccc.mandatory(date(2024, 8, 1))
    exempt = catalogue.group("food").regime("exempt")
    assert exempt is not None
    assert not exempt.mandatory(date(2026, 1, 1))


def test_cables_may_show_either_certificate_or_licence(catalogue: Catalogue) -> None:
    assert [group.id for group in catalogue.groups if group.regime_logic == "any_of"] == ["wire_cable"]


def test_warnings_are_required_only_where_declared(catalogue: Catalogue) -> None:
    declared = {group.id for group in catalogue.groups if group.warning_required}
    assert {"toy", "child_furniture", "power_bank", "gas_cooker", "gas_water_heater", "gas_boiler"} <= declared
    assert "kettle" not in declared


def test_the_price_unit_tells_the_measure(catalogue: Catalogue) -> None:
    assert catalogue.group("wire_cable").measure == "length"
    assert catalogue.group("cement").measure == "weight"
    assert catalogue.group("power_bank").measure == "count"
    assert catalogue.group("food").measure is None


SUBGROUPS = [
    ("power_bank", "10000毫安时 超薄", "≤10000mAh"),
    ("power_bank", "20000mAh", "≤20000mAh"),
    ("power_bank", "2万毫安", "≤20000mAh"),
    ("power_bank", "27000mAh", ">20000mAh"),
    ("power_bank", "5000mAh/10000mAh 可选", None),
    ("power_bank", "大容量", None),
    ("wire_cable", "BVR 2.5平方 100米", "≤2.5mm²"),
    ("wire_cable", "3*4平方 50米", "≤4mm²"),
    ("wire_cable", "100平方米可用", None),
    ("kettle", "1.7L 不锈钢", "≤1.8L"),
    ("kettle", "800ml 便携", "≤1L"),
    ("helmet_ebike", "夏季半盔", "半盔"),
    ("ebike_charger", "48V20AH", "≤48V"),
    ("switch", "单开", None),
]


@pytest.mark.parametrize(("group_id", "text", "label"), SUBGROUPS)
def test_a_text_names_its_subgroup_or_none(catalogue: Catalogue, group_id: str, text: str, label: str | None) -> None:
    assert catalogue.group(group_id).subgroup_label(text) == label


def test_an_unknown_group_is_an_error(catalogue: Catalogue) -> None:
    with pytest.raises(DeclarationError, match="no_such_group"):
        catalogue.group("no_such_group")


GROUP = """
version = "1"
[[groups]]
id = "kettle"
name = "电水壶"
name_en = "kettle"
domain = "电子电器"
confidence = "high"
regime_logic = "all_of"
aliases = ["电水壶"]
source = "own"
"""
REGIME = '[[groups.regimes]]\ntype = "ccc"\ncategory_codes = ["0717"]\n'


def test_a_replaced_file_is_loaded_instead(tmp_path: Path) -> None:
    path = tmp_path / "groups.toml"
    path.write_text(GROUP + REGIME, encoding="utf-8")
    replaced = load_catalogue(path)
    assert replaced.version == "1"
    assert [group.id for group in replaced.groups] == ["kettle"]


BROKEN = [
    ("not toml = = ", "TOML"),
    (GROUP, "regimes"),
    (GROUP + REGIME + "surprise = 1\n", "surprise"),
    (GROUP + REGIME.replace('"0717"', "717"), "category_codes"),
    (GROUP + REGIME.replace('"0717"', '"717"'), "kettle"),
    (GROUP + REGIME + '[groups.subgroup]\nattribute = "容量"\n', "subgroup"),
    (
        GROUP + REGIME + '[groups.subgroup]\nattribute = "容量"\nclasses = [{ label = "x", pattern = "(" }]\n',
        "subgroup",
    ),
    (GROUP + REGIME + GROUP.replace('version = "1"', "") + REGIME, "重复"),
]


@pytest.mark.parametrize(("text", "named"), BROKEN)
def test_a_wrong_file_is_refused_with_its_name_and_field(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "groups.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationError, match=named) as caught:
        load_catalogue(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"none\.toml"):
        load_catalogue(tmp_path / "none.toml")


def test_the_shipped_file_carries_no_blank_or_repeated_alias(catalogue: Catalogue) -> None:
    assert GROUPS_FILE.exists()
    for group in catalogue.groups:
        words = [*group.aliases, *group.weak_aliases]
        assert all(word.strip() for word in words), group.id
        assert len(set(words)) == len(words), group.id
