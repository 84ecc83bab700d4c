"""Shop: neither business licence nor self-declaration."""

from collections.abc import Iterator

from matchers.context import Context
from matchers.disclosures import all_seen, cite_shop, may_judge, nothing_shown
from matchers.lead import Lead
from matchers.records import ShopInSweep

TARGET = "shop"
SUBJECT = "shop"
SEVERITY = "high"
BASIS = ("ecommerce.15", "ecommerce.76", "s0-draft.6.1")
RESTS_ON_NOT_SHOWN = True
FIELDS = ("licence_number", "licence_text", "licence_images", "self_declaration")


def check(shop: ShopInSweep, context: Context) -> Iterator[Lead]:
    """未公示营业执照或免登记自我声明。

    执照以文字、图片或有效链接公示均视为已公示；店铺首页和每个疑似公示链接都看到、且没有未识读的图片时才提示；平台标明
    为个人的卖家由自我声明规则提示，两条不同时提示。
    """
    del context
    if not may_judge(shop) or shop.disclosure.individual or not all_seen(shop) or not nothing_shown(shop.disclosure):
        return
    summary = f"疑似未公示营业执照或免登记自我声明：店铺“{shop.disclosure.shop or shop.shop_key}”首页及公示链接均未见"
    yield Lead(summary=summary, evidence=cite_shop(shop, "营业执照或自我声明"))
