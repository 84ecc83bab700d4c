"""What the findings of one offer or shop have in common."""

from datetime import datetime
from typing import NamedTuple

from matchers.context import Context
from matchers.identity import item_key
from matchers.records import OfferInSweep, ShopInSweep
from matchers.region import Precision, seller_region


class Subject(NamedTuple):
    """An item or shop as a finding names it; `key` is its identity inside the platform."""

    platform: str
    key: str
    url: str | None
    item_id: str | None
    shop: str | None
    shop_key: str | None
    region: tuple[str | None, Precision]
    group: str | None
    captured_at: datetime | None


def subject_of_offer(offer: OfferInSweep, context: Context) -> Subject | None:
    """Return an item as findings name it; None without a platform or URL, which no finding can do without."""
    page, listing = offer.page, offer.listing
    key = item_key(page)
    if page.platform is None or key is None:
        return None
    groups = offer.classification.groups
    return Subject(
        platform=page.platform,
        key=key,
        url=page.url,
        item_id=listing.item_id,
        shop=listing.shop,
        shop_key=offer.shop_key,
        region=seller_region(offer.disclosure, context.divisions),
        group=groups[0].id if groups else None,
        captured_at=page.captured_at,
    )


def subject_of_shop(shop: ShopInSweep, context: Context) -> Subject:
    """Return a shop as findings name it."""
    return Subject(
        platform=shop.platform,
        key=shop.shop_key,
        url=shop.disclosure.shop_url or (shop.pages[0].url if shop.pages else None),
        item_id=None,
        shop=shop.disclosure.shop,
        shop_key=shop.shop_key,
        region=seller_region(shop.disclosure, context.divisions),
        group=None,
        captured_at=shop.captured_at,
    )
