"""Lists: goods ordered off sale came back under a new link."""

from collections.abc import Iterator

from matchers.context import Context
from matchers.lead import Lead
from matchers.lists.delisted import FIELDS as COMPARED
from matchers.lists.delisted import delisted_lead, delisting_of
from matchers.records import OfferInSweep

TARGET = "offer"
SUBJECT = "goods"
SEVERITY = "high"
BASIS = ("s1.4.2", "s4.3.3")
RESTS_ON_NOT_SHOWN = False
FIELDS = COMPARED


def check(offer: OfferInSweep, context: Context) -> Iterator[Lead]:
    """下架后重新上架。

    同一店铺（销售者）在责令日之后新出现的链接上出售同商标同型号商品，而此前的采集已覆盖该店铺。
    """
    delisting = delisting_of(offer, context)
    if delisting is not None and delisting.verdict == "RELISTED":
        yield delisted_lead(delisting, offer, context, text="下架后重新上架")
