"""Decides what an offer is to the list of goods ordered off sale: still on sale, relisted, or the same goods elsewhere.

One offer gets one verdict: the very item before a new link, a new link before another shop's same goods; among
several orders the earliest, so that the finding stays the same when orders are added.
"""

from datetime import date
from typing import Literal

from config.clock import BEIJING
from config.record import Record
from crawler.records import Listing
from matchers.context import Context
from matchers.evidence import list_row, shown
from matchers.identity import item_key, plain
from matchers.lead import Lead
from matchers.lists.matching import candidates, match_trademark
from matchers.lists.store import Entry
from matchers.names.makers import compare_makers
from matchers.records import Evidence, Feature, OfferInSweep
from matchers.regimes import on_sale

Verdict = Literal["DELISTED_ON_SALE", "RELISTED", "DELISTED_SAME_GOODS"]
RANKS: tuple[Verdict, ...] = ("DELISTED_ON_SALE", "RELISTED", "DELISTED_SAME_GOODS")
FIELDS = ("brand", "models", "availability")


class Delisting(Record):
    """A verdict with the row and the comparisons behind it."""

    verdict: Verdict
    entry: Entry
    features: tuple[Feature, ...]


def delisting_of(offer: OfferInSweep, context: Context) -> Delisting | None:
    """Return the verdict on one offer; None when no order concerns it or it is not seen on sale and in stock."""
    if offer.classification.scope == "exempt_law" or not on_sale(offer) or offer.page.platform is None:
        return None
    if offer.listing.availability == "out_of_stock":
        return None
    found = [*_by_place(offer, context), *_by_goods(offer, context)]
    found = [delisting for delisting in found if _counts(delisting, offer, context)]
    key = lambda delisting: (RANKS.index(delisting.verdict), delisting.entry.row.effective, delisting.entry.row.content)  # noqa: E731
    return min(found, key=key, default=None)


def _counts(delisting: Delisting, offer: OfferInSweep, context: Context) -> bool:
    """Captured after the order's day, and in stock where the very shop is accused; of unknown time it stays 待复看."""
    if delisting.verdict != "DELISTED_SAME_GOODS" and offer.listing.availability != "in_stock":
        return False
    return offer.page.captured_at is None or context.day_of(offer.page) > delisting.entry.row.effective


def _by_place(offer: OfferInSweep, context: Context) -> list[Delisting]:
    page, listing = offer.page, offer.listing
    assert page.platform is not None
    found = []
    for entry in context.lists.with_place(page.platform, listing.item_id, page.url):
        here = Feature(
            feature="链接或商品编号",
            score=1.0,
            left=listing.item_id or page.url,
            right=entry.row.value("link") or entry.row.value("item_id"),
        )
        found.append(Delisting(verdict="DELISTED_ON_SALE", entry=entry, features=(here,)))
    return found


def _by_goods(offer: OfferInSweep, context: Context) -> list[Delisting]:
    found = []
    for entry, model in candidates(offer, "delisted", context):
        trademark = match_trademark(offer.listing, entry)
        if trademark is None:
            continue
        seller = _same_seller(offer, entry)
        verdict = _verdict_for_shop(offer, entry, context) if seller else "DELISTED_SAME_GOODS"
        features = (trademark, model, *((seller,) if seller else ()))
        found.append(Delisting(verdict=verdict, entry=entry, features=features))
    return found


def _same_seller(offer: OfferInSweep, entry: Entry) -> Feature | None:
    """Return the comparison that shows the same shop or seller, on the row's platform where it names one."""
    if entry.platform is not None and entry.platform != offer.page.platform:
        return None
    listing, disclosure = offer.listing, offer.disclosure
    wanted_shop, wanted_seller = entry.row.value("shop"), entry.row.value("seller")
    for name in (listing.shop, disclosure.shop if disclosure else None):
        if name and wanted_shop and plain(name) == plain(wanted_shop):
            return Feature(feature="店铺", score=1.0, left=name, right=wanted_shop)
    for name in (listing.seller, disclosure.name if disclosure else None):
        if not name or not wanted_seller:
            continue
        if plain(name) == plain(wanted_seller) or compare_makers(name, wanted_seller).verdict == "same":
            return Feature(feature="销售者", score=1.0, left=name, right=wanted_seller)
    return None


def _verdict_for_shop(offer: OfferInSweep, entry: Entry, context: Context) -> Verdict:
    """RELISTED only where the link is known to be new: first seen after the order, its shop covered before that."""
    platform, key = offer.page.platform, item_key(offer.page)
    if platform is None or key is None or offer.shop_key is None:
        return "DELISTED_ON_SALE"
    first, began = context.history.first_seen(platform, key), context.history.first_sweep_began(platform, key)
    if first is None or began is None or first.astimezone(BEIJING).date() <= entry.row.effective:
        return "DELISTED_ON_SALE"
    known_before = context.history.shop_covered_before(platform, offer.shop_key, began)
    return "RELISTED" if known_before else "DELISTED_ON_SALE"


def delisted_lead(delisting: Delisting, offer: OfferInSweep, context: Context, *, text: str) -> Lead:
    """Return the lead for a verdict: the text, the days since the order, page and row as evidence."""
    row = delisting.entry.row
    number = row.value("order_no")
    order = f"{row.effective.isoformat()} 责令下架{f'（{number}）' if number else ''}"
    return Lead(
        summary=f"疑似{text}：{_goods(offer.listing, delisting)}，{order}，{_days(offer, row.effective, context)}",
        evidence=(*_page_evidence(offer, delisting), list_row(row)),
        explanation=delisting.features,
        severity="info" if is_cross_border(offer) else None,
        source=(row.list_id, row.content),
    )


def is_cross_border(offer: OfferInSweep) -> bool:
    """Return whether list findings on this offer are for information only."""
    return offer.classification.scope == "cross_border" or bool(offer.listing.cross_border)


def _days(offer: OfferInSweep, ordered: date, context: Context) -> str:
    if offer.page.captured_at is None:
        return "采集时间不明，须复看"
    return f"责令后第 {(context.day_of(offer.page) - ordered).days} 天仍在售"


def _goods(listing: Listing, delisting: Delisting) -> str:
    row = delisting.entry.row
    named = [text for text in (row.value("trademark") or listing.brand, row.value("model")) if text]
    # A row with a link only names no model: the page's title says which goods it is.
    return " ".join(named) if row.value("model") or not listing.title else listing.title


def _page_evidence(offer: OfferInSweep, delisting: Delisting) -> tuple[Evidence, ...]:
    page, listing = offer.page, offer.listing
    fields = {"商标": ("brand", listing.brand), "店铺": ("shop", listing.shop), "销售者": ("seller", listing.seller)}
    cited = [shown(page, "title", listing.title or page.url or page.source)]
    for feature in delisting.features:
        field, value = fields.get(feature.feature, ("models", feature.left))
        if value and feature.feature != "链接或商品编号":
            cited.append(shown(page, field, value))
    cited.append(shown(page, "availability", listing.availability))
    return tuple(cited)
