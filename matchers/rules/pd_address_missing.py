"""Page element: the maker's address."""

from collections.abc import Iterator

from matchers.context import Context
from matchers.evidence import not_shown as cite_not_shown
from matchers.lead import Lead
from matchers.records import OfferInSweep
from matchers.regimes import not_shown, page_group

TARGET = "offer"
SUBJECT = "page"
SEVERITY = "high"
BASIS = ("order110.basic_elements", "s3-draft.16.1.1", "product_quality.27")
RESTS_ON_NOT_SHOWN = True
FIELDS = ("maker_address",)


def check(offer: OfferInSweep, context: Context) -> Iterator[Lead]:
    """未展示生产者地址。

    页面任何位置出现生产者地址即视为已展示；看不到的内容不下结论。
    """
    group = page_group(offer, context)
    if group is None or "maker_address" not in group.required_disclosures or not not_shown(offer.listing, *FIELDS):
        return
    summary = f"疑似未展示生产者地址：该商品属“{group.name}”，页面已完整读取，未见生产者地址"
    yield Lead(summary=summary, evidence=(cite_not_shown(offer.page, "生产者地址"),))
