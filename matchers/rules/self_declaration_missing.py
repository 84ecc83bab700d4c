"""Shop of a seller the platform marks as an individual: no self-declaration."""

from collections.abc import Iterator

from matchers.context import Context
from matchers.disclosures import all_seen, cite_shop, may_judge, nothing_shown
from matchers.lead import Lead
from matchers.records import ShopInSweep

TARGET = "shop"
SUBJECT = "shop"
SEVERITY = "high"
BASIS = ("ecommerce.15", "ecommerce.10", "ecommerce.76", "s0-draft.6.1")
RESTS_ON_NOT_SHOWN = True
FIELDS = ("licence_number", "licence_text", "licence_images", "self_declaration")


def check(shop: ShopInSweep, context: Context) -> Iterator[Lead]:
    """个人卖家未公示免登记自我声明。

    仅当平台自己标明卖家为个人，且执照与自我声明都没有公示时提示。
    """
    del context
    if not may_judge(shop) or not shop.disclosure.individual:
        return
    if not all_seen(shop) or not nothing_shown(shop.disclosure):
        return
    name = shop.disclosure.shop or shop.shop_key
    summary = f"疑似个人卖家未公示免登记自我声明：店铺“{name}”由平台标明为个人卖家，首页及公示链接均未见自我声明"
    yield Lead(summary=summary, evidence=cite_shop(shop, "免登记自我声明"))
