"""Page element: model or specification."""

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
FIELDS = ("models", "specifications")


def check(offer: OfferInSweep, context: Context) -> Iterator[Lead]:
    """未展示产品型号或规格。

    型号、规格栏目、可选规格（SKU 选项）、制造商零件号有其一即视为已展示。
    """
    group = page_group(offer, context)
    listing = offer.listing
    if group is None or "model_or_spec" not in group.required_disclosures or not not_shown(listing, *FIELDS):
        return
    if listing.mpn or any(sku.options for sku in listing.skus):
        return
    summary = f"疑似未展示产品型号或规格：该商品属“{group.name}”，页面已完整读取，未见型号、规格或规格选项"
    yield Lead(summary=summary, evidence=(cite_not_shown(offer.page, "型号或规格"),))
