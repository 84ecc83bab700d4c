"""Page element: model or specification."""

import re
from collections.abc import Iterator

from matchers.context import Context
from matchers.evidence import not_shown as cite_not_shown
from matchers.lead import Lead
from matchers.prices.units import fold
from matchers.records import OfferInSweep
from matchers.regimes import not_shown, page_group

TARGET = "offer"
SUBJECT = "page"
SEVERITY = "medium"
BASIS = ("order110.basic_elements", "s3-draft.16.1.1", "product_quality.27")
RESTS_ON_NOT_SHOWN = True
FIELDS = ("models", "specifications")
NAMED_IN_TITLE = re.compile(
    r"(?<![0-9a-z])(?=[0-9a-z./-]*\d)(?=[0-9a-z./-]*[a-z])[0-9a-z][0-9a-z./-]+"
    r"|\d\s*(?:毫安|毫升|升(?!级)|瓦|伏|平方|厘米|毫米|米|寸|公斤|千克|克|斤|型|号|孔|芯|档)"
)
"""A token of letters and digits (TP-1336A, 1.7l), or a number with a Chinese unit."""


def check(offer: OfferInSweep, context: Context) -> Iterator[Lead]:
    """未展示产品型号或规格。

    型号或规格栏目、可选规格（SKU 选项）、制造商零件号有其一，或标题写有型号、规格（如 1.7L），即视为已展示。
    """
    group = page_group(offer, context)
    listing = offer.listing
    if group is None or "model_or_spec" not in group.required_disclosures or not not_shown(listing, *FIELDS):
        return
    if listing.mpn or any(sku.options for sku in listing.skus) or NAMED_IN_TITLE.search(fold(listing.title or "")):
        return
    summary = f"疑似未展示产品型号或规格：该商品属“{group.name}”，页面已完整读取，未见型号、规格或规格选项"
    yield Lead(summary=summary, evidence=(cite_not_shown(offer.page, "型号或规格"),))
