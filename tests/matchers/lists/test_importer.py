"""Importing official lists in the dirt they come in."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from config.clock import fixed_clock
from config.errors import ListRejected
from matchers.lists.declaration import ListDeclaration, load_declarations
from matchers.lists.importer import import_list, read_pointer, withdraw_list
from matchers.lists.rows import ListRow, RejectedRow
from matchers.models.compare import read_models

CLOCK = fixed_clock(datetime(2026, 12, 1, 8, tzinfo=UTC))
HEADER = "序号,产品名称,标称商标,规格型号,生产日期/批号,标称生产企业名称,主要不合格项目,公告日期,备注"
DECLARED = {declaration.id: declaration for declaration in load_declarations()}
UNQUALIFIED, DELISTED = DECLARED["unqualified"], DECLARED["delisted"]


def _csv(path: Path, *lines: str, encoding: str = "utf-8-sig") -> Path:
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def _xlsx(path: Path, rows: list[list[Any]], merged: tuple[tuple[int, int, int, int, str], ...] = ()) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("附件1")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
        for first_row, first_column, last_row, last_column, text in merged:
            sheet.merge_range(first_row, first_column, last_row, last_column, text)
    return path


def _rows(data: Path, declaration: ListDeclaration, version: str) -> list[ListRow]:
    file = data / "lists" / declaration.id / version / "rows.jsonl"
    return [ListRow.model_validate_json(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _rejected(data: Path, declaration: ListDeclaration, version: str) -> list[RejectedRow]:
    file = data / "lists" / declaration.id / version / "rejected.jsonl"
    return [RejectedRow.model_validate_json(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
def test_csv_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = _csv(
        tmp_path / "a.csv", HEADER, "1,移动电源,云帆,YF-10,2026-01-02,云帆公司,容量,2026-10-01,", encoding=encoding
    )
    version = import_list(path, UNQUALIFIED, tmp_path, CLOCK)
    row = _rows(tmp_path, UNQUALIFIED, version.version)[0]
    assert row.value("model") == "YF-10"
    assert row.effective == date(2026, 10, 1)
    assert row.reference == f"unqualified@{version.version}#2"


def test_dirty_table_is_read_and_every_line_accounted_for(tmp_path: Path) -> None:
    path = _csv(
        tmp_path / "dirty.csv",
        "附件1：不合格产品名单",
        "公告日期：2026年10月12日",
        "序号,产品　名称,标称商标,型号规格,生产日期或批号,标称生产企业,不合格项目,抽样人,备注",
        "一、移动电源",
        "1,移动电源,／,ＹＦ－１０,2026.1.2,云帆公司,容量,甲,",
        '2,移动电源,云帆,YF-20,20260102,"云帆\n公司",容量,乙,企业否认生产',
        "序号,产品名称,标称商标,型号规格,生产日期或批号,标称生产企业,不合格项目,抽样人,备注",
        "二、涉嫌假冒产品",
        "1,移动电源,云帆,YF-30,/,云帆公司,容量,丙,",
        "2,移动电源,云帆,——,/,云帆公司,容量,丙,",
        "合计,4,,,,,,,",
        "注：以上结果仅对样品负责,,,,,,,,",
    )
    version = import_list(path, UNQUALIFIED, tmp_path, CLOCK)
    rows = _rows(tmp_path, UNQUALIFIED, version.version)
    assert [(row.row, row.value("model"), row.status) for row in rows] == [
        (5, "YF-10", "active"),
        (6, "YF-20", "fake_suspected"),
        (9, "YF-30", "fake_suspected"),
    ]
    assert rows[0].no_trademark
    assert rows[0].value("trademark") is None
    assert rows[1].value("maker") == "云帆公司"
    assert {row.effective for row in rows} == {date(2026, 10, 12)}
    assert version.unknown_columns == ("抽样人",)
    assert version.skipped == {"heading": 2, "header": 1, "total": 1, "note": 1}
    assert [(row.row, row.reason) for row in _rejected(tmp_path, UNQUALIFIED, version.version)] == [
        (10, "没有规格型号")
    ]


@pytest.mark.parametrize(
    "error", ["#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "########", "Err:502"]
)
def test_a_formula_without_a_value_is_no_value(tmp_path: Path, error: str) -> None:
    path = _csv(
        tmp_path / "a.csv",
        HEADER,
        f"1,移动电源,云帆,{error},2026-01-02,云帆公司,容量,2026-10-01,",
        f"2,移动电源,{error},YF-10,2026-01-02,云帆公司,容量,2026-10-01,",
        f"3,移动电源,云帆,YF-20,{error},{error},容量,2026-10-01,",
        f"4,移动电源,云帆,YF-30,2026-01-02,云帆公司,容量,{error},",
    )
    version = import_list(path, UNQUALIFIED, tmp_path, CLOCK)
    nameless, kept = _rows(tmp_path, UNQUALIFIED, version.version)
    assert (nameless.row, nameless.value("trademark"), nameless.no_trademark) == (3, None, False)
    assert (kept.value("model"), kept.value("batch"), kept.value("maker"), kept.no_trademark) == (
        "YF-20", None, None, False,
    )  # fmt: skip
    assert all(error in note for note in kept.notes)
    assert len(kept.notes) == 2
    rejected = _rejected(tmp_path, UNQUALIFIED, version.version)
    assert [row.row for row in rejected] == [2, 5]
    assert all(error in row.reason for row in rejected)


def test_two_models_on_two_lines_of_a_cell_are_two_models(tmp_path: Path) -> None:
    path = _xlsx(
        tmp_path / "a.xlsx",
        [HEADER.split(","), [1, "电热水壶", "云帆", "YF-10\nYF-20", "", "云帆公司", "容量", "2026-10-01"]],
    )
    version = import_list(path, UNQUALIFIED, tmp_path, CLOCK)
    (row,) = _rows(tmp_path, UNQUALIFIED, version.version)
    assert [found.model for found in read_models(row.value("model") or "")] == ["YF-10", "YF-20"]


def test_merged_cells_fill_only_where_the_file_says_so(tmp_path: Path) -> None:
    header = ["序号", "产品名称", "商标", "规格型号", "标称生产企业", "不合格项目", "公告日期"]
    rows: list[list[Any]] = [
        header,
        [1, "移动电源", "云帆", "YF-10", "云帆公司", "容量", 46000],
        ["", "", "", "", "", "温升", ""],
        [2, "移动电源", "云帆", "YF-20", "云帆公司", "容量", "2025/12/09"],
        ["", "", "", "", "", "温升", ""],
    ]
    merged = tuple((1, column, 2, column, str(rows[1][column])) for column in (1, 2, 3, 4, 6))
    version = import_list(_xlsx(tmp_path / "m.xlsx", rows, merged), UNQUALIFIED, tmp_path, CLOCK)
    first, second = _rows(tmp_path, UNQUALIFIED, version.version)
    assert first.value("failed_items") == "容量；温升"
    assert first.merged_rows == (3,)
    assert first.effective == date(2025, 12, 9)
    assert second.value("failed_items") == "容量"
    assert first.reference == f"unqualified@{version.version}#附件1!2"
    assert [row.row for row in _rejected(tmp_path, UNQUALIFIED, version.version)] == [5]


def test_two_row_header(tmp_path: Path) -> None:
    path = _csv(
        tmp_path / "two.csv",
        "产品名称,标称商标,规格型号,生产者信息,,公告日期",
        ",,,标称生产企业名称,标称生产企业地址,",
        "头盔,云帆,T-1,云帆公司,某市某路,2026-10-01",
    )
    row = _rows(tmp_path, UNQUALIFIED, import_list(path, UNQUALIFIED, tmp_path, CLOCK).version)[0]
    assert (row.value("maker"), row.value("maker_address")) == ("云帆公司", "某市某路")


@pytest.mark.parametrize(
    ("remark", "conclusion", "status"),
    [
        ("", "不合格", "active"),
        ("", "合格", "qualified"),
        ("涉嫌假冒", "不合格", "fake_suspected"),
        ("企业否认其生产", "不合格", "fake_suspected"),
        ("异议处理中", "不合格", "objection"),
        ("企业提出异议，复检仍不合格", "不合格", "active"),
        ("企业对检验结果无异议", "不合格", "active"),
        ("复检合格", "不合格", "withdrawn"),
        ("申请复检，复检不合格", "不合格", "active"),
        ("结果撤回", "不合格", "withdrawn"),
        ("企业撤回异议", "不合格", "active"),
        ("拒检", "", "other"),
    ],
)
def test_rows_that_accuse_nobody(tmp_path: Path, remark: str, conclusion: str, status: str) -> None:
    path = _csv(
        tmp_path / "r.csv",
        "产品名称,标称商标,规格型号,综合判定结论,备注,公告日期",
        f"头盔,云帆,T-1,{conclusion},{remark},2026-10-01",
    )
    version = import_list(path, UNQUALIFIED, tmp_path, CLOCK)
    assert _rows(tmp_path, UNQUALIFIED, version.version)[0].status == status


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("示例网,http://a.example/1,,,,,,2026-11-01", None),
        ("示例网,,1001,,,,,2026-11-01", None),
        (",,,甲店,,云帆,YF-1,2026-11-01", None),
        (",,,,,云帆,YF-1,2026-11-01", None),
        (",,1001,,,,,2026-11-01", "无法比对"),
        (",,,甲店,,/,YF-1,2026-11-01", "无法比对"),
        ("示例网,,1001,,,,,", "没有责令下架日期"),
        ("示例网,,1001,,,,,下周", "不是日期"),
        ("示例网,,1001,,,,,2026-11", "不是日期"),
    ],
)
def test_delisted_rows_need_something_to_compare(tmp_path: Path, row: str, reason: str | None) -> None:
    header = "平台,商品链接,商品ID,店铺名称,销售者,商标,型号,责令下架日期"
    path = _csv(tmp_path / "d.csv", header, row, "示例网,,1002,,,,,2026-11-02")
    version = import_list(path, DELISTED, tmp_path, CLOCK)
    rejected = _rejected(tmp_path, DELISTED, version.version)
    assert version.rows == (2 if reason is None else 1)
    assert [reason is not None and reason in entry.reason for entry in rejected] == ([] if reason is None else [True])


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (("随便,什么,都有", "1,2,3"), "没有认出表头"),
        (("产品名称,规格型号,公告日期,备注", "头盔,T-1,2026-10-01,"), "缺少必需的列"),
        ((HEADER, "1,移动电源,云帆,/,,,,2026-10-01,"), "少于规定的 1 行；第 2 行：没有规格型号"),
    ],
)
def test_refused_file_leaves_nothing_behind(tmp_path: Path, lines: tuple[str, ...], complaint: str) -> None:
    with pytest.raises(ListRejected, match=complaint) as caught:
        import_list(_csv(tmp_path / "bad.csv", *lines), UNQUALIFIED, tmp_path, CLOCK)
    assert "bad.csv" in str(caught.value)
    assert not (tmp_path / "lists").exists()


@pytest.mark.parametrize("name", ["list.pdf", "list.docx", "empty.xlsx", "missing.csv"])
def test_file_that_is_no_table_is_one_clear_line(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if not name.startswith("missing"):
        path.write_bytes(b"\x00\xff\x00")
    with pytest.raises(ListRejected, match=name):
        import_list(path, UNQUALIFIED, tmp_path, CLOCK)


def test_importing_twice_keeps_one_and_versions_are_never_overwritten(tmp_path: Path) -> None:
    first = _csv(tmp_path / "1.csv", HEADER, "1,移动电源,云帆,YF-10,,云帆公司,容量,2026-10-01,")
    one = import_list(first, UNQUALIFIED, tmp_path, CLOCK)
    again = import_list(first, UNQUALIFIED, tmp_path, CLOCK)
    assert (one.already_there, again.already_there) == (False, True)
    folder = tmp_path / "lists" / "unqualified"
    second = _csv(tmp_path / "2.csv", HEADER, "1,移动电源,云帆,YF-20,,云帆公司,容量,2026-10-01,")
    two = import_list(second, UNQUALIFIED, tmp_path, CLOCK)
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == sorted({one.version, two.version})
    assert (folder / one.version / "original.csv").read_bytes() == first.read_bytes()
    assert read_pointer(folder).current == two.version
    assert len(read_pointer(folder).imports) == 2
    import_list(first, UNQUALIFIED, tmp_path, CLOCK)
    assert read_pointer(folder).current == one.version


def test_same_file_under_a_changed_declaration_is_a_version_of_its_own(tmp_path: Path) -> None:
    path = _csv(tmp_path / "1.csv", HEADER, "1,移动电源,云帆,YF-10,,云帆公司,容量,2026-10-01,")
    one = import_list(path, UNQUALIFIED, tmp_path, CLOCK)
    changed = UNQUALIFIED.model_copy(update={"ignored": (*UNQUALIFIED.ignored, "颜色")})
    two = import_list(path, changed, tmp_path, CLOCK)
    assert one.version != two.version
    assert one.version == one.sha256[:12]
    assert import_list(path, changed, tmp_path, CLOCK).version == two.version


def test_withdrawn_list_keeps_its_versions(tmp_path: Path) -> None:
    path = _csv(tmp_path / "1.csv", HEADER, "1,移动电源,云帆,YF-10,,云帆公司,容量,2026-10-01,")
    version = import_list(path, UNQUALIFIED, tmp_path, CLOCK)
    withdraw_list(tmp_path, "unqualified", CLOCK)
    folder = tmp_path / "lists" / "unqualified"
    assert read_pointer(folder).current is None
    assert (folder / version.version / "rows.jsonl").exists()
    import_list(path, UNQUALIFIED, tmp_path, CLOCK)
    assert read_pointer(folder).current == version.version
    with pytest.raises(ListRejected, match="没有导入过"):
        withdraw_list(tmp_path, "delisted", CLOCK)


def test_row_content_is_the_same_in_a_new_edition(tmp_path: Path) -> None:
    lines = (HEADER, "1,移动电源,云帆,YF-10,,云帆公司,容量,2026-10-01,")
    one = import_list(_csv(tmp_path / "1.csv", *lines), UNQUALIFIED, tmp_path, CLOCK)
    moved = (
        HEADER,
        "1,头盔,云帆,T-1,,云帆公司,容量,2026-10-01,",
        "2,移动电源,云 帆,ＹＦ-10,,云帆公司,温升,2026/10/1,见附件",
    )
    two = import_list(_csv(tmp_path / "2.csv", *moved), UNQUALIFIED, tmp_path, CLOCK)
    old, new = _rows(tmp_path, UNQUALIFIED, one.version)[0], _rows(tmp_path, UNQUALIFIED, two.version)[1]
    assert old.content == new.content
    assert old.reference != new.reference


def test_meta_tells_what_was_read(tmp_path: Path) -> None:
    path = _csv(tmp_path / "1.csv", HEADER, "1,移动电源,云帆,YF-10,,云帆公司,容量,,")
    version = import_list(path, UNQUALIFIED, tmp_path, CLOCK, notice_date=date(2026, 9, 1))
    meta = json.loads((tmp_path / "lists/unqualified" / version.version / "meta.json").read_text(encoding="utf-8"))
    assert (meta["file"], meta["rows"], meta["notice_date"]) == ("1.csv", 1, "2026-09-01")
    assert _rows(tmp_path, UNQUALIFIED, version.version)[0].effective == date(2026, 9, 1)


BROKEN_LINKS = (
    "http://mall.example:8O80/1",
    "http://[bad/",
    "http://mall.example:99999/1",
    "javascript:alert(1)",
    "见附件",
)


@pytest.mark.parametrize("link", BROKEN_LINKS)
def test_a_row_whose_only_key_is_a_broken_link_is_rejected(tmp_path: Path, link: str) -> None:
    path = _csv(
        tmp_path / "a.csv",
        "商品链接,商标,型号,责令下架日期",
        f"{link},云帆,,2026-10-01",
        f"{link},云帆,YF-10,2026-10-01",
        "mall.example/2,,,2026-10-01",
    )
    version = import_list(path, DELISTED, tmp_path, CLOCK)
    (refused,) = _rejected(tmp_path, DELISTED, version.version)
    assert (refused.row, link in refused.reason) == (2, True)
    kept, whole = _rows(tmp_path, DELISTED, version.version)
    assert (kept.row, kept.value("link"), link in kept.notes[0]) == (3, None, True)
    assert whole.notes == ()


def test_a_cell_may_hold_any_separator_of_lines(tmp_path: Path) -> None:
    cells = "\u2028,\x85a\x0b,b\x0c\x1e,\u2029c"
    path = _csv(tmp_path / "a.csv", "商品链接,商标,型号,责令下架日期", f"{cells}", "mall.example/2,,,2026-10-01")
    version = import_list(path, DELISTED, tmp_path, CLOCK)
    assert [row.row for row in version.rejected_rows()] == [2]
    assert [row.row for row in version.kept_rows()] == [3]
