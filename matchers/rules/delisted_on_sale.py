"""Lists: goods ordered off sale are still on sale."""

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
    """责令下架的商品仍在售。

    同一平台同一链接或商品编号在责令日之后仍在售且有货；或同一店铺（销售者）以另一链接出售同商标同型号商品，且该链接在责令前已有或无法确认何时出现。
    责令后新出现的链接由“下架后重新上架”提示，两条不同时提示。
    """
    delisting = delisting_of(offer, context)
    if delisting is not None and delisting.verdict == "DELISTED_ON_SALE":
        yield delisted_lead(delisting, offer, context, text="责令下架的商品仍在售")
