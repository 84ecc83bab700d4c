"""Scores brands, trails and money strings of the shared corpus, and says by what criterion rows are left out."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.read.data.structured import read_structured
from crawler.read.dom.decode import without_invisible
from crawler.read.dom.document import Document
from crawler.read.money.prices import read_price_text

from .corpus import shared

BRAND_FLOOR = 0.95
MONEY_FLOOR = 0.95
DEAREST = 10_000_000
_BRANDED = """<html><body><div itemscope itemtype="http://schema.org/Product"><h1 itemprop="name">Goods</h1>
<div itemprop="brand">{}</div></div></body></html>"""


@pytest.fixture(scope="module")
def folder() -> Path:
    found = shared()
    if found is None:
        pytest.skip("the shared corpus is not here: set GOODSWATCH_SHARED or put it beside the repository")
    return found


def rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def means_shop_price(row: dict[str, Any]) -> bool:
    """Return whether a money string says what goods cost: an exact amount of a named currency, or a range in digits.

    几十万块 and 近700万元 only estimate, 三百万 names no currency, and nothing in a shop costs ten million or more.
    """
    amounts = row["expected"]["num"]
    highest = amounts if isinstance(amounts, str) else amounts[-1]
    if float(highest) >= DEAREST or not any(sign in row["text"] for sign in "元块币¥$€"):
        return False
    if isinstance(amounts, str):
        return bool(row["expected"]["definition"] == "accurate")
    return len(_digit_groups(row["text"])) == len(amounts)


def _digit_groups(text: str) -> list[str]:
    return "".join(character if character.isascii() and character.isdigit() else " " for character in text).split()


def test_brand_snippets(folder: Path) -> None:
    chosen = [row for row in rows(folder / "corpus/html_snippets/zyte_brand_values.jsonl") if row.get("value")]
    right, misses = 0, []
    for row in chosen:
        products = read_structured(Document(_BRANDED.format(row["html"]))).products
        brand = products[0].brand if products else None
        if brand == " ".join(without_invisible(row["value"]).split()):
            right += 1
        else:
            misses.append(f"  {brand!r}, expected {row['value']!r}")
    sys.stdout.write(f"\nbrand snippets: {right} of {len(chosen)} ({right / len(chosen):.3f})\n")
    sys.stdout.write("\n".join(misses[:40]) + "\n")
    assert right / len(chosen) >= BRAND_FLOOR


def test_money_strings(folder: Path) -> None:
    table = list(rows(folder / "corpus/price_strings/jionlp_money_cases.jsonl"))
    chosen = [row for row in table if means_shop_price(row)]
    right = 0
    for row in chosen:
        amounts = row["expected"]["num"]
        low, high = (amounts, amounts) if isinstance(amounts, str) else amounts
        read = read_price_text(row["text"], bare=True)
        good = read.price is not None and (float(read.price), float(read.price_max or 0)) == (float(low), float(high))
        right += good
        if not good:
            sys.stdout.write(f"\n  {row['text']}: {read.price} {read.price_max}, expected {amounts}")
    sys.stdout.write(f"\nmoney strings that mean a shop price: {right} of {len(chosen)} (of {len(table)} rows)\n")
    assert right / len(chosen) >= MONEY_FLOOR
