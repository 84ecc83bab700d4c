"""Reads tables that list an item's variants with a price each: one row a variant, headed 型号, 价格, 库存."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from selectolax.lexbor import LexborNode

from crawler.read.data.product import availability_of
from crawler.read.dom.document import Document, text_of
from crawler.read.dom.vocabulary import vocabulary
from crawler.read.money.prices import read_price_text
from crawler.records import Availability, Sku

_PRICE = re.compile(
    r"^(?:价格|单价|售价|现价|本店价|零售价|销售价|促销价|price)(?:[（(][^）)]{1,6}[）)])?$", re.IGNORECASE
)
_STOCK = re.compile(r"^(?:库存|库存量|库存状态|stock)(?:[（(][^）)]{1,6}[）)])?$", re.IGNORECASE)
_OF_VARIANTS = frozenset({"models", "specifications", "sku", "mpn"})
_CHOSEN_WORDS = re.compile(r"颜色|尺寸|尺码|容量|电压|功率|长度|口径|重量|款式|版本|套餐")
_LADDER = re.compile(r"起|数量|件数|会员|等级|地区|城市")
"""Headings of tables whose prices are not those of variants: by quantity, by member, by region."""
_MOST_ROWS, _MOST_COLUMNS = 100, 12
_LEAST_ROWS = 2


def skus_of_tables(document: Document) -> tuple[Sku, ...]:
    """Return the variants of the first table that lists several with a price each; () without one."""
    for element in document.outline.tagged("table"):
        table = element.node
        head = table.css_first("tr")
        # Most tables are told by their first row to list no variants.
        if head is None or not any(_PRICE.match(text) for text in _cells(head)) or table.css_first("table table"):
            continue
        skus = tuple(_skus([_cells(row) for row in table.css("tr")[:_MOST_ROWS]]))
        if len({sku.options for sku in skus}) >= _LEAST_ROWS:
            return skus
    return ()


def _cells(row: LexborNode) -> list[str]:
    return [text_of(cell).strip(" :：") for cell in row.css("td, th")[:_MOST_COLUMNS]]


def _skus(rows: Sequence[Sequence[str]]) -> Iterator[Sku]:
    if len(rows) <= _LEAST_ROWS or any(len(row) != len(rows[0]) for row in rows):
        return
    heads = rows[0]
    prices = [at for at, head in enumerate(heads) if _PRICE.match(head)]
    named = [at for at, head in enumerate(heads) if _names_variant(head)]
    if len(prices) != 1 or not named or any(_LADDER.search(head) for head in heads):
        return
    stock = next((at for at, head in enumerate(heads) if _STOCK.match(head)), None)
    for row in rows[1:]:
        price = _amount(row[prices[0]])
        if price is None:
            return
        yield Sku(
            options=tuple((heads[at], row[at]) for at in named if row[at]),
            price=price,
            availability=_left(row[stock]) if stock is not None else "unknown",
        )


def _names_variant(head: str) -> bool:
    meaning = vocabulary().meaning(head) if head else None
    return (meaning is not None and meaning.field in _OF_VARIANTS) or _CHOSEN_WORDS.search(head) is not None


def _amount(text: str) -> Decimal | None:
    return read_price_text(text, bare=True).price if any(map(str.isdigit, text)) else None


def _left(text: str) -> Availability:
    text = text.strip()
    if text.isdigit():
        return "in_stock" if int(text) > 0 else "out_of_stock"
    return availability_of(text) or "unknown"
