"""The lists as judging sees them: found by model, link and item id; only what is current and active."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from config.clock import fixed_clock
from matchers.identity import Located, normalise_url
from matchers.lists.declaration import load_declarations
from matchers.lists.importer import import_list, withdraw_list
from matchers.lists.rows import ListRow
from matchers.lists.store import Lists, current_versions, list_versions, load_lists

CLOCK = fixed_clock(datetime(2026, 12, 1, 8, tzinfo=UTC))
DECLARED = {declaration.id: declaration for declaration in load_declarations()}
HEADER = "平台,商品链接,商品ID,店铺名称,商标,型号,责令下架日期,处理状态"


def row(number: int = 2, **values: str) -> ListRow:
    return ListRow(
        list_id="delisted", kind="delisted", version="v", row=number, content=f"c{number}", values=values,
        effective=date(2026, 11, 1),
    )  # fmt: skip


@pytest.mark.parametrize("model", ["YF-20A", "ＹＦ－２０Ａ", "yf20a", "型号：YF-20A 规格：20000mAh", "YF-10、YF-20A"])
def test_rows_are_found_by_any_spelling_of_the_model(model: str) -> None:
    lists = Lists([row(model=model)])
    assert len(lists.with_model("delisted", ["YF-20A"])) == 1
    assert lists.with_model("unqualified", ["YF-20A"]) == ()
    assert lists.with_model("delisted", ["YF-21A", "见包装"]) == ()


def test_a_generic_model_is_no_model() -> None:
    assert Lists([row(model="20000mAh")]).with_model("delisted", ["20000mAh"]) == ()


def test_rows_are_found_by_link_and_item_id() -> None:
    lists = Lists(
        [row(2, platform="示例商城", item_id="7"), row(3, link="https://mall.example/item?id=9&spm=a")],
        platforms={"mall": "示例商城"},
    )
    assert [entry.row.row for entry in lists.with_place("mall", "7", None)] == [2]
    assert [entry.row.row for entry in lists.with_place("x", None, "http://mall.example/item?id=9")] == [3]
    assert lists.with_place("other", "7", "http://mall.example/item?id=8") == ()


def test_links_are_resolved_as_the_platforms_say() -> None:
    def locate(url: str) -> Located:
        return Located(platform="mall", url=normalise_url(url.replace("m.mall", "mall")), item_id="9")

    lists = Lists([row(link="http://m.mall.example/item?id=9")], locate=locate)
    assert len(lists.with_place("mall", "9", None)) == 1
    assert len(lists.with_place("mall", None, "http://mall.example/item?id=9")) == 1


def test_only_active_rows_of_current_versions_count(tmp_path: Path) -> None:
    first = tmp_path / "1.csv"
    lines = (HEADER, "示例商城,,7,,,,2026-11-01,", "示例商城,,8,,,,2026-11-01,已恢复上架")
    first.write_text("\n".join(lines), encoding="utf-8")
    one = import_list(first, DECLARED["delisted"], tmp_path, CLOCK)
    platforms = {"mall": "示例商城"}
    lists = load_lists(tmp_path, platforms=platforms)
    assert lists.versions == {"delisted": one.version}
    assert len(lists.with_place("mall", "7", None)) == 1
    assert lists.with_place("mall", "8", None) == ()
    assert len(lists.contents()["delisted"]) == 1
    second = tmp_path / "2.csv"
    second.write_text("\n".join((HEADER, "示例商城,,9,,,,2026-11-01,")), encoding="utf-8")
    import_list(second, DECLARED["delisted"], tmp_path, CLOCK)
    assert load_lists(tmp_path, platforms=platforms).with_place("mall", "7", None) == ()
    assert [version.file for version in list_versions(tmp_path, "delisted")] == ["1.csv", "2.csv"]
    withdraw_list(tmp_path, "delisted", CLOCK)
    assert load_lists(tmp_path).contents() == {}
    assert current_versions(tmp_path) == ()
    assert len(list_versions(tmp_path, "delisted")) == 2


def test_a_data_folder_without_lists_is_empty(tmp_path: Path) -> None:
    assert load_lists(tmp_path).versions == {}
    assert list_versions(tmp_path, "delisted") == ()
