"""A wrong declaration names its file, field and reason, whatever the record and the fault."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, field_validator

from config.declared import load_declared, read_toml
from config.errors import DeclarationError
from config.record import Record


class Entry(Record):
    id: str
    words: tuple[str, ...] = ()


class Whole(Record):
    count: int = Field(default=1, ge=1, le=9)
    share: float = Field(default=0.5, gt=0, lt=1)
    price: Decimal = Decimal(1)
    day: date | None = None
    kind: Literal["item", "shop"] = "item"
    on: bool = False
    name: Annotated[str, Field(min_length=1)] = "a"
    long: Annotated[str, Field(min_length=3)] = "abc"
    entries: tuple[Entry, ...] = ()
    checked: str = ""

    @field_validator("checked")
    @classmethod
    def _never_x(cls, value: str) -> str:
        if value == "x":
            raise ValueError("不能是 x")
        return value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nosuch = 1", "nosuch：没有这个字段"),
        ("count = 0", "count：至少为 1"),
        ("count = 10", "count：至多为 9"),
        ('count = "x"', "count：应为整数"),
        ("count = 1.5", "count：应为整数"),
        ("share = 0", "share：应大于 0"),
        ("share = 1", "share：应小于 1"),
        ('share = "x"', "share：应为数"),
        ('price = "x"', "price：应为数"),
        ('day = "x"', "day：应为日期"),
        ('kind = "x"', "kind：应为 'item' 或 'shop'"),
        ('on = "x"', "on：应为 true 或 false"),
        ("name = 1", "name：应为字符串"),
        ('name = ""', "name：不能为空"),
        ('long = ""', "long：至少 3 个字符"),
        ("entries = 1", "entries：应为数组"),
        ("entries = [1]", "entries.1：应为一组字段"),
        ("[[entries]]", "entries.1.id：缺少这个字段"),
        ('[[entries]]\nid = "a"\n[[entries]]\nid = "b"\nwords = ["x", 1]', "entries.2（b）.words.2：应为字符串"),
        ('checked = "x"', "checked：不能是 x"),
        ("x = [", "写法有误，不是有效的 TOML"),
        ("x = 1\nx = =", "第 2 行第 5 列写法有误，不是有效的 TOML"),
    ],
)
def test_file_field_and_reason_are_told_in_chinese(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "any.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationError) as told:
        load_declared(file, Whole)
    assert str(told.value).startswith(f"{file}：")
    assert str(told.value).endswith(said)


@pytest.mark.parametrize(("content", "said"), [(b'name = "\xba\xcc"', "不是 UTF-8 编码（第 8 字节）"), (None, "")])
def test_a_file_that_is_no_text_or_is_not_there_is_named(tmp_path: Path, content: bytes | None, said: str) -> None:
    file = tmp_path / "any.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(DeclarationError, match=r"any\.toml：") as told:
        read_toml(file)
    assert said in str(told.value)


def test_what_is_declared_comes_back_as_a_record(tmp_path: Path) -> None:
    file = tmp_path / "any.toml"
    file.write_text('[[entries]]\nid = "a"\n', encoding="utf-8")
    expected: dict[str, Any] = {"entries": (Entry(id="a"),)}
    assert load_declared(file, Whole) == Whole(**expected)
