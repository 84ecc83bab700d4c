"""Which shown values stand under a label that names CCC or the production licence, and are numbers to be checked."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from config.record import Record
from crawler.records import Listing
from matchers.certificates.ccc import find_ccc
from matchers.certificates.licence import find_licences
from matchers.certificates.masks import is_masked

Kind = Literal["ccc", "licence"]

CCC_LABEL = re.compile(r"CCC|3C|强制性?(?:产品)?认证", re.IGNORECASE)
LICENCE_LABEL = re.compile(r"生产许可证?|许可证编?号")
OTHER_LABEL = re.compile(
    r"自愿|CQC|能效|节能|入网|进网|核准|报告|备案|型号|规格|名称|状态|日期|有效期|时间|企业|厂|商$|商名|机构|类别|品类|依据|标准|"
    r"卫生|食品|经营许可|标志|标识|链接|查询|图|电话",
    re.IGNORECASE,
)
"""Labels that name the scheme but not its number, or another scheme."""
CUT = re.compile(r"\.{2,}|…|\?")
SEPARATORS = re.compile(r"[,、;，；/|\n]|\s{2,}|(?:和|及|或)")
CCC_ATTEMPT = re.compile(r"^\d[0-9A-Z ]{11,21}$")
CCC_LENGTHS = range(13, 21)
LICENCE_ATTEMPT = re.compile(r"XK", re.IGNORECASE)


class ShownNumber(Record):
    """One value that was meant as a certificate or licence number."""

    kind: Kind
    label: str
    value: str
    """The whole cell."""
    number: str
    """The part that is the number."""
    place: str


def shown_numbers(listing: Listing) -> Iterator[ShownNumber]:
    """Yield complete, unmasked numbers read as text under a label that names CCC/3C or 生产许可证.

    Cells that hold one well-formed number beside other text are not doubted, nor are prose, links and other schemes.
    """
    sources = {name: reading.source for name, reading in listing.readings.items()}
    for index, (label, text) in enumerate(listing.attributes):
        kind = _kind_of(label)
        if kind is None or is_masked(text) or CUT.search(text):
            continue
        field = "certificate_numbers" if kind == "ccc" else "licence_numbers"
        reading = listing.readings.get(field)
        if sources.get("attributes") == "ocr" or (reading is not None and (reading.masked or reading.source == "ocr")):
            continue
        value = unicodedata.normalize("NFKC", text).strip()
        found = find_ccc(value) if kind == "ccc" else find_licences(value)
        if found and found[0] != "".join(value.split()):
            continue
        for part in SEPARATORS.split(value):
            number = part.strip()
            if _is_attempt(kind, number):
                yield ShownNumber(kind=kind, label=label, value=text, number=number, place=f"attributes[{index}]")


def _kind_of(label: str) -> Kind | None:
    name = unicodedata.normalize("NFKC", label)
    if OTHER_LABEL.search(name):
        return None
    if CCC_LABEL.search(name):
        return "ccc"
    return "licence" if LICENCE_LABEL.search(name) else None


def _is_attempt(kind: Kind, text: str) -> bool:
    if kind == "licence":
        return LICENCE_ATTEMPT.search(text) is not None
    return CCC_ATTEMPT.match(text) is not None and len(text.replace(" ", "")) in CCC_LENGTHS
