"""Reads a price that stands only behind its label in a long run of text: 价    格： 3850元/吨 between other lines."""

import re
from dataclasses import dataclass

from crawler.read.dom.document import Document
from crawler.read.labels.pairs import LabelPair
from crawler.read.labels.view import view_of
from crawler.read.money.prices import PriceText, read_price_text

_PRICE_LABEL = re.compile(r"(?:(?<![评估身性议])价|价格|单价|价钱|(?<![評估])價|價格|price)$", re.IGNORECASE)
_NOT_PRICE = re.compile(r"原|市场|参考|划线|吊牌|评估|保险|会员|专柜|建议|性价|list|market|member", re.IGNORECASE)
_AMOUNT_FIRST = re.compile(r"\W*(?:RMB|CNY|人民币)?\W*\d", re.IGNORECASE)
_LONGEST = 40
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class LabelledPrice:
    """A price behind its label, and where it stands."""

    read: PriceText
    text: str
    place: str


def labelled_price(document: Document, currency: str | None) -> LabelledPrice | None:
    """Return the first price that a label of the page's own states, None where none does."""
    for pair in view_of(document).pairs:
        label = _BLANKS.sub("", pair.label)
        if not _states_price(label, pair):
            continue
        read = read_price_text(f"{label}：{pair.value}", currency=currency, bare=True)
        if read.price is not None and read.kind == "sale":
            return LabelledPrice(read, f"{label}：{pair.value}", f"{label} @ {pair.place}")
    return None


def _states_price(label: str, pair: LabelPair) -> bool:
    if pair.area in ("header", "footer", "noise") or pair.embedded or len(pair.value) > _LONGEST:
        return False
    named = _PRICE_LABEL.search(label) is not None and _NOT_PRICE.search(label) is None
    return named and _AMOUNT_FIRST.match(pair.value) is not None
