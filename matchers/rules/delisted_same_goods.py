"""Lists: another shop sells goods that were ordered off sale elsewhere."""

from collections.abc import Iterator

from matchers.context import Context
from matchers.lead import Lead
from matchers.lists.delisted import FIELDS as COMPARED
from matchers.lists.delisted import delisted_lead, delisting_of
from matchers.records import OfferInSweep

TARGET = "offer"
SUBJECT = "goods"
SEVERITY = "low"
BASIS = ("s1.4.2",)
RESTS_ON_NOT_SHOWN = False
FIELDS = COMPARED


def check(offer: OfferInSweep, context: Context) -> Iterator[Lead]:
    """同款在售线索。

    其他店铺出售与责令下架商品同商标同型号的商品；只作线索，不认定违法。
    """
    delisting = delisting_of(offer, context)
    if delisting is not None and delisting.verdict == "DELISTED_SAME_GOODS":
        yield delisted_lead(delisting, offer, context, text="存在责令下架商品的同款在售")
