"""Page element: the number of the standard the product follows."""

from collections.abc import Iterator

from matchers.context import Context
from matchers.evidence import not_shown as cite_not_shown
from matchers.lead import Lead
from matchers.records import OfferInSweep
from matchers.regimes import not_shown, page_group

TARGET = "offer"
SUBJECT = "page"
SEVERITY = "high"
BASIS = ("order110.basic_elements", "s3-draft.16.1.1", "standardization.27")
RESTS_ON_NOT_SHOWN = True
FIELDS = ("standards",)


def check(offer: OfferInSweep, context: Context) -> Iterator[Lead]:
    """未展示产品执行的标准编号。

    页面任何位置出现标准编号即视为已展示；标准是否现行、是否适用不由本规则判断。
    """
    group = page_group(offer, context)
    if group is None or "standard_no" not in group.required_disclosures or not not_shown(offer.listing, *FIELDS):
        return
    summary = f"疑似未展示产品执行的标准编号：该商品属“{group.name}”，页面已完整读取，未见执行标准编号"
    yield Lead(summary=summary, evidence=(cite_not_shown(offer.page, "执行标准编号"),))
