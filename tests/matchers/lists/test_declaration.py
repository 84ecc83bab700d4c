"""List declarations: the shipped ones load, and a wrong one is one clear line."""

from pathlib import Path

import pytest

from config.errors import DeclarationError
from matchers.lists.declaration import LIST_FOLDER, load_declaration, load_declarations


def test_shipped_declarations_load() -> None:
    assert {declaration.id: declaration.kind for declaration in load_declarations()} == {
        "delisted": "delisted",
        "unqualified": "unqualified",
    }


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("minimum_rows = 1", "minimum_row = 1"), "minimum_row"),
        (('effective = "order_date"', 'effective = "date"'), "effective：没有声明字段 'date'"),
        (('headers = ["店铺", ', 'headers = ["商标", '), "表头 '商标' 声明了两次"),
        (("[[columns]]", "[[columns"), "toml"),
    ],
)
def test_a_wrong_declaration_is_one_clear_line(tmp_path: Path, change: tuple[str, str], complaint: str) -> None:
    path = tmp_path / "delisted.toml"
    text = (LIST_FOLDER / "delisted.toml").read_text(encoding="utf-8").replace(*change, 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationError, match=complaint) as caught:
        load_declaration(path)
    assert str(path) in str(caught.value)


def test_two_of_one_id_are_refused(tmp_path: Path) -> None:
    text = (LIST_FOLDER / "delisted.toml").read_text(encoding="utf-8")
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationError, match="声明了两次"):
        load_declarations(tmp_path)
