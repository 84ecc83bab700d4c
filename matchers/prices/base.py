"""The price base: one value a seller for every product group, unit and sub-group, and the offers compared with it."""

import math
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from config.products.catalogue import ProductGroup
from crawler.records import Listing, Sku
from matchers.certificates.credit import registering_division
from matchers.context import Context
from matchers.identity import item_key, plain
from matchers.prices.statistics import MINIMUM_SELLERS, Statistics, describe, is_mixed
from matchers.prices.units import excluded_word, quantity
from matchers.records import OfferInSweep, PriceBase
from matchers.regimes import on_sale, only_group
from matchers.subject import Subject

SILENT_FEW = "price_group_small"
SILENT_MIXED = "price_group_mixed"
LOWEST_PRICE = Decimal(1)
"""At or below this a price is a placeholder (0.01, 1)."""
ACCESSORY_LENGTH = 2
"""A shorter accessory word ends too many ordinary variant names."""

MOST_PRICES = 400
"""A base line keeps at most so many unit prices."""

GroupKey = tuple[str, str, str]
"""Product group, sub-group (empty where the group has none), unit."""


class Priced(NamedTuple):
    """One offer of this sweep with its unit price, as small as a finding allows."""

    subject: Subject
    value: float
    """ln(unit price)."""
    price: Decimal
    quantity: Decimal
    capture: str | None
    quote: str
    place: str


class _Seen(NamedTuple):
    moment: float
    value: float


class PriceGroups:
    """Takes offers one by one and keeps a few numbers of each; afterwards gives the bases and the comparisons."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._seen: dict[GroupKey, dict[str, dict[tuple[str, str], _Seen]]] = defaultdict(lambda: defaultdict(dict))
        self._priced: dict[GroupKey, dict[tuple[str, str], Priced]] = defaultdict(dict)
        self._bases: dict[GroupKey, PriceBase] = {}
        self._to = context.sweep_date
        self._from = self._to - timedelta(days=context.price_window_days)

    def add(self, offer: OfferInSweep, subject: Subject | None = None) -> None:
        """Take one offer; with a subject it is of this sweep and will be compared itself."""
        page = offer.page
        key, seller = item_key(page), seller_of(offer)
        if key is None or seller is None or page.platform is None or page.captured_at is None:
            return
        if not self._from <= self._context.day_of(page) <= self._to + timedelta(days=1):
            return
        found = unit_price(offer, self._context)
        if found is None:
            return
        place, amount, bought = found
        value = math.log(float(amount / bought))
        self._bases.pop(place, None)
        items = self._seen[place][seller]
        moment = page.captured_at.timestamp()
        known = items.get((page.platform, key))
        if known is None or known.moment <= moment:
            items[page.platform, key] = _Seen(moment, value)
        if subject is not None:
            self._priced[place][page.platform, key] = _priced(offer, subject, value, amount, bought)

    def bases(self) -> list[PriceBase]:
        """Return the base of every group seen, with the reason where it is silent."""
        return [self._base(place) for place in sorted(self._seen)]

    def compared(self) -> Iterator[tuple[Priced, PriceBase]]:
        """Yield this sweep's offers with the base of their group; silent groups yield nothing."""
        for place in sorted(self._priced):
            base = self._base(place)
            if base.silent is None:
                for priced in self._priced[place].values():
                    yield priced, base

    def _values(self, place: GroupKey) -> list[float]:
        return [median(seen.value for seen in items.values()) for items in self._seen[place].values()]

    def _base(self, place: GroupKey) -> PriceBase:
        if place not in self._bases:
            self._bases[place] = self._state_base(place)
        return self._bases[place]

    def _state_base(self, place: GroupKey) -> PriceBase:
        group, subgroup, unit = place
        values = self._values(place)
        silent = SILENT_FEW if len(values) < MINIMUM_SELLERS else SILENT_MIXED if is_mixed(values) else None
        statistics = describe(values)
        return PriceBase(
            id=base_id(place, self._to),
            group=group,
            subgroup=subgroup,
            unit=unit,
            sellers=statistics.sellers,
            median=Decimal(str(round(math.exp(statistics.centre), 4))),
            spread=round(statistics.spread, 6),
            window_from=self._from,
            window_to=self._to,
            prices=_shown_prices(values),
            silent=silent,
        )


def _shown_prices(values: list[float]) -> tuple[Decimal, ...]:
    """Return the unit prices for the plot, ascending; of very many only every n-th."""
    step = len(values) // MOST_PRICES + 1
    return tuple(Decimal(str(round(math.exp(value), 4))) for value in sorted(values)[::step])


def base_id(place: GroupKey, window_to: date) -> str:
    """Return the id of a base line: what it is about and up to which day."""
    return "|".join((*(part or "-" for part in place), window_to.isoformat()))


def statistics_of(base: PriceBase) -> Statistics:
    """Return the statistics a base line states."""
    assert base.median is not None
    assert base.spread is not None
    return Statistics(base.sellers, math.log(float(base.median)), base.spread)


def seller_of(offer: OfferInSweep) -> str | None:
    """Return who sells: by credit code over all platforms, else the shop on its platform; None where none is named."""
    disclosure, platform = offer.disclosure, offer.page.platform
    if disclosure is not None and registering_division(disclosure.licence_number):
        return f"code:{plain(disclosure.licence_number)}"
    shop = offer.shop_key or plain(offer.listing.shop) or plain(offer.listing.seller)
    return f"shop:{platform}:{shop}" if platform and shop else None


def unit_price(offer: OfferInSweep, context: Context) -> tuple[GroupKey, Decimal, Decimal] | None:
    """Return the group, price and bought quantity of an offer; None where it is no comparable shop price."""
    group = only_group(offer, context)
    listing = offer.listing
    if group is None or group.price_unit is None or not on_sale(offer) or listing.availability == "out_of_stock":
        return None
    if listing.price is None or listing.currency != "CNY" or listing.price_from or is_placeholder(listing.price):
        return None
    variants = variants_of(listing)
    if variants is None:
        return None
    options = " ".join(dict.fromkeys(text for sku in variants for _, text in sku.options))
    if excluded_word((listing.title or "", options)) or _is_accessory(variants, context):
        return None
    bought = {quantity(group.price_unit, _option_text(sku), listing.title or "") for sku in variants}
    amount = bought.pop() if len(bought) == 1 else None
    subgroup = subgroup_of(listing, group, variants)
    if amount is None or amount <= 0 or subgroup is None:
        return None
    return (group.id, subgroup, group.price_unit), listing.price, amount


def is_placeholder(price: Decimal) -> bool:
    """Return whether an amount only fills the field: 0.01, 1, 99999."""
    digits = str(price.normalize().to_integral_value() if price == price.to_integral_value() else price)
    return price <= LOWEST_PRICE or (len(digits) >= 5 and set(digits) == {"9"})


def variants_of(listing: Listing) -> list[Sku] | None:
    """Return the variants the price is for; None where a page of several prices does not say which.

    An item without variants is one variant without options.
    """
    if not listing.skus:
        return [Sku()] if listing.price_max in (None, listing.price) else None
    chosen = [sku for sku in listing.skus if listing.sku is not None and sku.sku == listing.sku]
    if chosen:
        return chosen[:1]
    prices = {sku.price for sku in listing.skus if sku.price is not None}
    if prices - {listing.price} or listing.price_max != listing.price:
        return None
    return list(listing.skus)


def subgroup_of(listing: Listing, group: ProductGroup, variants: list[Sku]) -> str | None:
    """Return the sub-group by the group's leading attribute, empty where it has none; None where it is not told."""
    if group.subgroup is None:
        return ""
    options = {group.subgroup_label(_option_text(sku)) for sku in variants} - {None}
    if len(options) > 1:
        return None
    stated = [text for label, text in listing.attributes if group.subgroup.attribute in label]
    texts = (listing.title or "", *stated, *listing.specifications, *listing.models)
    labels = (*options, *(group.subgroup_label(text) for text in texts))
    return next((label for label in labels if label is not None), None)


def _option_text(sku: Sku) -> str:
    return " ".join(text for _, text in sku.options)


def _is_accessory(variants: list[Sku], context: Context) -> bool:
    words = context.catalogue.words
    texts = [text.strip() for sku in variants for _, text in sku.options]
    tails = [word for word in words.accessory_tail if len(word) >= ACCESSORY_LENGTH]
    return any(
        text.endswith(word) and not text.endswith(words.accessory_tail_exceptions) for text in texts for word in tails
    )


def _priced(offer: OfferInSweep, subject: Subject, value: float, amount: Decimal, bought: Decimal) -> Priced:
    reading = offer.listing.readings.get("price")
    return Priced(
        subject=subject,
        value=value,
        price=amount,
        quantity=bought,
        capture=offer.page.capture,
        quote=(reading.text if reading else None) or f"¥{amount}",
        place=(reading.place if reading else None) or "price",
    )
