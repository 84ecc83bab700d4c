"""Invented pictures of shops' pages with what they say: a licence, a table of parameters, a certificate, a warning."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

FONTS = {"sans": "Noto Sans CJK SC", "serif": "Noto Serif CJK SC"}
"""Name → font family; the bold of each is used where `Look.bold` says so."""


class Look(NamedTuple):
    """How a picture is drawn and saved."""

    font: str
    size: int
    """Pixels of the text's height."""
    quality: int
    """Of the JPEG, 1 to 100."""
    bold: bool = False


LOOKS = (Look("sans", 28, 90), Look("serif", 20, 75), Look("sans", 16, 60, bold=True), Look("sans", 13, 40))


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its markup, its lines of text, and the listing fields a person would read in it."""

    name: str
    html: str
    lines: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    look: Look


_TABLES: tuple[tuple[str, tuple[tuple[str, str, str | None], ...]], ...] = (
    (
        "参数图",
        (
            ("产品名称", "移动电源", "name"),
            ("品牌", "岚芽", "brand"),
            ("型号", "LY-310B", "models"),
            ("生产企业", "澄湾市岚芽电子有限公司", "maker"),
            ("厂址", "澄湾市新桐区柳岸路18号3栋", "maker_address"),
            ("执行标准", "GB 31241-2022", "standards"),
            ("额定容量", "6000mAh 3.85V", None),
        ),
    ),
    (
        "燃气灶参数",
        (
            ("产品型号", "JZT-7B07", "models"),
            ("制造商", "松溪县禾岭燃具有限公司", "maker"),
            ("生产地址", "松溪县望河镇青石工业园6号", "maker_address"),
            ("产品标准号", "GB 16410-2020", "standards"),
            ("热负荷", "5.0kW 4.2kW", None),
        ),
    ),
    (
        "证书",
        (
            ("3C证书编号", "2024010914612345", "certificate_numbers"),
            ("生产许可证编号", "XK06-014-01234", "licence_numbers"),
            ("检验报告编号", "WT2025-0311-8846", "report_numbers"),
        ),
    ),
    (
        "营业执照",
        (
            ("统一社会信用代码", "91990000MA0ABCDE19", None),
            ("名称", "澄湾市岚芽贸易有限公司", None),
            ("类型", "有限责任公司（自然人独资）", None),
            ("法定代表人", "桐某某", None),
            ("住所", "澄湾市新桐区柳岸路18号", None),
            ("成立日期", "2021年03月15日", None),
        ),
    ),
)
_WARNING = (
    "警示说明：本产品含小零件，三岁以下儿童禁止使用。",
    "请在成人监护下使用，远离火源。",
    "请勿拆解、撞击或投入水中。",
)


def pictures() -> Iterator[Picture]:
    """Yield every picture in every look: tables as two columns and as lines of text, the warning as a label."""
    for (name, rows), look in product(_TABLES, LOOKS):
        fields = tuple((field, value) for _, value, field in rows if field)
        cells = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value, _ in rows)
        texts = tuple(f"{label}{value}" for label, value, _ in rows)
        yield Picture(
            f"{name}（表）", _page(f"<h2>{name}</h2><table>{cells}</table>", look), (name, *texts), fields, look
        )
        lines = tuple(f"{label}：{value}" for label, value, _ in rows)
        plain = "".join(f"<p>{line}</p>" for line in lines)
        yield Picture(f"{name}（行）", _page(plain, look, dark=True), lines, fields, look)
    for look in LOOKS:
        label = (
            f"<div style='border:3px solid #c00;padding:12px'>{''.join(f'<p>{line}</p>' for line in _WARNING)}</div>"
        )
        yield Picture("警示标签", _page(label, look), _WARNING, (("warnings", _WARNING[0].partition("：")[2]),), look)


def long_picture() -> Picture:
    """Return a picture of 750 × about 6000 pixels, as descriptions have them, whose facts stand at its end."""
    look = Look("sans", 22, 75)
    rows = _TABLES[0][1]
    lines = tuple(f"{label}：{value}" for label, value, _ in rows)
    filling = "".join(
        f"<div style='height:900px;background:hsl({40 * part} 60% 80%)'></div><p>第{part}页</p>" for part in range(1, 7)
    )
    fields = tuple((field, value) for _, value, field in rows if field)
    body = filling + "".join(f"<p>{line}</p>" for line in lines)
    return Picture("详情长图", _page(body, look), (*(f"第{part}页" for part in range(1, 7)), *lines), fields, look)


def _page(body: str, look: Look, *, dark: bool = False) -> str:
    colours = "background:#2b3a55;color:#f2e6c9" if dark else "background:#fff;color:#222"
    weight = "bold" if look.bold else "normal"
    return f"""<!doctype html><meta charset="utf-8"><style>
body{{margin:0;padding:24px;width:702px;{colours};font:{weight} {look.size}px/1.7 "{FONTS[look.font]}"}}
td{{border:1px solid #bbb;padding:4px 14px}}table{{border-collapse:collapse}}p{{margin:.3em 0}}</style>{body}"""
