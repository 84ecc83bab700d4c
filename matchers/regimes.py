"""Which duties a product group carries on a day, and whether an offer is one that page rules may speak about."""

from datetime import date

from config.products.catalogue import ProductGroup, Regime, Standard
from config.products.limits import Reach
from crawler.records import Listing
from matchers.context import Context
from matchers.products.text import fold
from matchers.records import OfferInSweep

SURE = {"high", "medium"}
PROSE = 60
"""A value longer than this is a text that may speak of other goods."""


def on_sale(offer: OfferInSweep) -> bool:
    """Return whether the page was read whole and still offers the item."""
    page = offer.page
    return (
        page.gate == "none"
        and page.kind in ("item", "live_room")
        and page.on_shelf not in ("off_shelf", "gone")
        and offer.listing.availability != "off_shelf"
    )


def only_group(offer: OfferInSweep, context: Context) -> ProductGroup | None:
    """Return the group of an offer in scope: accepted above its declared score and without a competitor."""
    classification = offer.classification
    if classification.scope != "in" or offer.listing.cross_border or len(classification.groups) != 1:
        return None
    match = classification.groups[0]
    group = context.catalogue.group(match.id)
    return group if match.score >= group.min_score else None


def page_group(offer: OfferInSweep, context: Context) -> ProductGroup | None:
    """Return the group page-element rules may judge: `only_group`, on sale, and surely a key product that day."""
    if not on_sale(offer):
        return None
    group = only_group(offer, context)
    if group is None or group.confidence not in SURE:
        return None
    day = context.day_of(offer.page)
    binding = [regime for regime in group.regimes if is_mandatory(regime, group, day)]
    if all(reach_of(offer.listing, group, regime.type, context)[0] == "outside" for regime in binding):
        # Goods outside the certification are still key products by a mandatory standard (毛绒玩具: GB 6675).
        return group if binding and any(binds(standard, day) for standard in group.standards) else None
    return group


def reach_of(listing: Listing, group: ProductGroup, kind: str, context: Context) -> tuple[Reach, str]:
    """Return whether the group's regime of a kind covers these very goods, and why it may not."""
    limits = context.catalogue.limits
    named = [value for label, value in listing.attributes if limits.tells_kind(label) and len(value) <= PROSE]
    chosen = [text for sku in listing.skus for _, text in sku.options]
    texts = [listing.title or "", listing.name or "", *listing.category_path, *named, *listing.specifications, *chosen]
    return limits.reach(group.id, kind, fold("\n".join(texts)))


def is_mandatory(regime: Regime, group: ProductGroup, on: date) -> bool:
    """Return whether a regime makes the group a key product on a day: licence, CCC or a mandatory standard."""
    if regime.type in ("ccc", "production_licence"):
        return regime.mandatory(on)
    if regime.type == "mandatory_standard_only":
        return regime.mandatory(on) and any(binds(standard, on) for standard in group.standards)
    return False


def binds(standard: Standard, on: date) -> bool:
    """Return whether a standard is mandatory and in force on a day."""
    begun = standard.in_force_from is None or standard.in_force_from <= on
    ended = standard.superseded_from is not None and standard.superseded_from <= on
    return standard.mandatory and begun and not ended


def needs_number(group: ProductGroup, kind: str, on: date) -> bool:
    """Return whether the page must show a number of this kind ("ccc" or "production_licence") on a day.

    Goods that may still be self-declared need no third-party certificate until the declared day.
    """
    return any(
        regime.type == kind
        and is_mandatory(regime, group, on)
        and (regime.third_party_certificate_required_from is None or regime.third_party_certificate_required_from <= on)
        for regime in group.regimes
    )


def not_shown(listing: Listing, *fields: str) -> bool:
    """Return whether every field was decided to be not shown; not observable or never decided is not enough."""
    readings = (listing.readings.get(field) for field in fields)
    return all(reading is not None and reading.state == "not_shown" for reading in readings)
