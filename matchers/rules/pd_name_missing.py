"""Page element: the product's real name."""

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
FIELDS = ("name",)


def check(offer: OfferInSweep, context: Context) -> Iterator[Lead]:
    """未展示实物产品名称。

    仅当没有“产品名称/品名”栏目，标题和规格选项中也没有任何商品名词，而商品组由类目或属性判定时提示。
    """
    group = page_group(offer, context)
    listing = offer.listing
    if group is None or "product_name" not in group.required_disclosures or not not_shown(listing, *FIELDS):
        return
    options = (text for sku in listing.skus for _, text in sku.options)
    texts = (listing.title, *listing.specifications, *options)
    if any(context.classifier.names_goods(text) for text in texts if text):
        return
    summary = f"疑似未展示实物产品名称：按类目或属性该商品属“{group.name}”，但标题与属性中都没有商品名词"
    yield Lead(summary=summary, evidence=(cite_not_shown(offer.page, "产品名称"),))
