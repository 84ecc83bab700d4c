"""Page element: necessary warnings, where the product group needs one."""

from collections.abc import Iterator

from matchers.context import Context
from matchers.evidence import not_shown as cite_not_shown
from matchers.lead import Lead
from matchers.records import OfferInSweep
from matchers.regimes import not_shown, page_group

TARGET = "offer"
SUBJECT = "page"
SEVERITY = "medium"
BASIS = ("order110.basic_elements", "s3-draft.16.1.1", "product_quality.27")
RESTS_ON_NOT_SHOWN = True
FIELDS = ("warnings",)


def check(offer: OfferInSweep, context: Context) -> Iterator[Lead]:
    """未展示必要的警示说明。

    只对声明为必须警示的商品组（玩具、儿童家具、燃气具、移动电源等）提示；页面任何位置有警示文字即视为已展示。
    """
    group = page_group(offer, context)
    if group is None or not group.warning_required or not not_shown(offer.listing, *FIELDS):
        return
    summary = f"疑似未展示必要的警示说明：该商品属“{group.name}”，页面已完整读取，未见警示文字"
    yield Lead(summary=summary, evidence=(cite_not_shown(offer.page, "警示说明"),))
