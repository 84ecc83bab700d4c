"""Finding numbers in text: standards, production licences, CCC certificates, reports, masks; patterns, not verdicts."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Confidence = Literal["high", "medium", "low"]

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－─━"), "-")
_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), None)
_PROVINCES = "京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云藏陕甘青宁新"
_SECTORS = (
    "GB GBT GBZ GBJ QB HG JB YY JC LY FZ SJ YD GA JG JT QC SN NY DL HJ XF TB WS AQ BB MT YB YS SY LD "
    "SB WB GY CJ CB DZ EJ GH HY JJF JJG JR KA LB MH MZ QX RB SC SF SH SL SW TD TY WH WM XB YC YJ YZ ZY CCGF CNCA"
)
_YEAR = r"(?:\s*-\s*(?:(?:19|20)\d{2}|[5-9]\d)(?!\d))"
_STANDARD = re.compile(
    rf"""(?:(?<![A-Za-z0-9/.])|(?<=\d/))(?:
      (?P<enterprise>Q\s?/\s?(?=[0-9A-Z()\ ]{{0,16}}[A-Z])[0-9A-Z()]{{1,18}}
        (?:\ [0-9A-Z]{{1,10}}){{0,2}}(?:\.\d+){{0,3}}{_YEAR}?)
    | (?P<group>T\s?/\s?[A-Z]{{2,12}}\s?\d{{1,6}}(?:\.\d+){{0,2}}{_YEAR}?)
    | (?P<local>DB\s?(?:\d{{2}}|\d{{4,6}})?\s?/\s?T?\s?\d{{1,6}}(?:\.\d+){{0,2}}{_YEAR}?)
    | (?P<sector>{"|".join(sorted(_SECTORS.split(), key=len, reverse=True))})
      (?P<kind>\s?/\s?[TZ]|(?<=GB)-[TZ](?=\s?\d)|\s[TZ](?=\s?\d))?
      (?P<blank>\s*)(?P<number>\d{{2,6}}(?:\.\d{{1,3}}){{0,2}})(?P<range>\s?[-~～至]\s?\d{{3,6}}(?:\.\d{{1,3}}){{1,2}})?(?P<year>{_YEAR})?
    )(?![A-Za-z0-9])""",
    re.VERBOSE | re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"(?<![A-Za-z0-9])(?:ISO|IEC|EN|ASTM|UL|DIN|BS|JIS|AS/NZS|CPSIA|CFR|ANSI|EN ISO|CISPR|YZB|CCC|CNCA)"
    r"[\s/-]?[A-Z]{0,4}[\s-]?\d[\w.:/-]*",
    re.IGNORECASE,
)
_LICENCE = re.compile(
    rf"(?<![A-Za-z0-9])(?:QS\s*)?[(\[]?\s*(?P<province>[{_PROVINCES}])?\s*[)\]]?\s*XK\s*\d{{2}}\s*-\s*\d{{3}}\s*-?\s*\d{{4,5}}(?!\d)",
    re.IGNORECASE,
)
_CCC = re.compile(
    r"(?:(?<![\dA-Za-z])|(?<=(?<![\dA-Za-z])(?:CCC|ccc))|(?<=(?<![\dA-Za-z])(?:3C|3c|NO|No)))"
    r"20[0-4]\d[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}(?![\dA-Za-z*])"
)
_MASK = re.compile(r"[*＊✱∗]{2,}|(?<=[\d\w])[×█●•]{2,}|(?<=\d)[xX]{3,}")
_TOKEN = re.compile(r"[0-9A-Za-z（(\[][0-9A-Za-z*＊()（）\[\]./_ -]*[0-9A-Za-z*＊)）]")
_NO = re.compile(r"^(?:No|NO|no)[.:]\s*|^(?:No|NO)\s+")
_SPLIT = re.compile(r"[、，,；;|]|\s(?:和|及|与)\s|\s/\s|\s{2,}")


@dataclass(frozen=True, slots=True)
class NumberFound:
    """A number as it stands in a text, after folding of widths and dashes."""

    value: str
    start: int
    end: int
    confidence: Confidence = "high"


def folded_text(text: str) -> str:
    """Return text with widths and dashes folded and invisible characters removed; the form numbers are found in."""
    return unicodedata.normalize("NFKC", text.translate(_DASHES).translate(_ZERO_WIDTH)).translate(_DASHES)


def is_masked(value: str) -> bool:
    """Return whether the page itself hides part of a value (`9133****`)."""
    return bool(_MASK.search(value))


def find_standards(text: str) -> Iterator[NumberFound]:
    """Yield standard numbers (国标, 行标, 地标, 团标, 企标) with the confidence of their written form."""
    folded = folded_text(text)
    for found in _STANDARD.finditer(folded):
        value = re.sub(r"\s*([/-])\s*", r"\1", " ".join(found.group().split()))
        if found["enterprise"] and not re.search(r"\d", value[2:]):
            continue
        yield NumberFound(value, found.start(), found.end(), _standard_confidence(found))


def _standard_confidence(found: re.Match[str]) -> Confidence:
    if found["enterprise"] or found["group"] or found["local"]:
        return "high"
    if found["kind"] or found["year"] or found["sector"].upper() == "GBT":
        return "high"
    if found["sector"].upper() != "GB":
        return "low"
    return "medium" if found["blank"] or "." in found["number"] else "low"


def find_foreign_standards(text: str) -> Iterator[NumberFound]:
    """Yield numbers of international and foreign standards; only meant for values under a label for standards."""
    for found in _FOREIGN.finditer(folded_text(text)):
        yield NumberFound(found.group().strip(" .:/-"), found.start(), found.end(), "medium")


def find_licences(text: str) -> Iterator[NumberFound]:
    """Yield production licence numbers of the XK form."""
    folded = folded_text(text)
    if "XK" not in folded and "xk" not in folded:
        return
    for found in _LICENCE.finditer(folded):
        yield NumberFound(" ".join(found.group().split()), found.start(), found.end())


def find_ccc(text: str) -> Iterator[NumberFound]:
    """Yield 16-digit numbers that have the form of a CCC certificate; the form alone proves nothing."""
    for found in _CCC.finditer(folded_text(text)):
        yield NumberFound(re.sub(r"[ -]", "", found.group()), found.start(), found.end(), "low")


def find_codes(text: str, *, least: int = 6) -> Iterator[NumberFound]:
    """Yield code-like runs of letters and digits under a label that asks for a number, masked ones included."""
    folded = folded_text(text)
    position = 0
    for piece in _SPLIT.split(folded):
        start = folded.find(piece, position)
        position = start + len(piece)
        for found in _TOKEN.finditer(piece):
            value = (
                " ".join(found.group().split()).strip("()（）[]")
                if _is_wrapped(found.group())
                else found.group().strip()
            )
            value = _NO.sub("", value)
            solid = re.sub(r"[^0-9A-Za-z*＊]", "", value)
            if len(solid) >= least and sum(character.isdigit() or character in "*＊" for character in solid) >= min(
                least, 4
            ):
                yield NumberFound(value, start + found.start(), start + found.end(), "medium")


def _is_wrapped(value: str) -> bool:
    return value[0] in "(（[" and value[-1] in ")）]" and value.count(value[0]) == 1
