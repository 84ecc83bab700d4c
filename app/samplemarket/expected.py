"""The truth of a day, worked out from what was planted: breaches, look-alikes, states and readings of each subject."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from app.samplemarket.addresses import Addresses, item_url, platform, shop_url
from app.samplemarket.declared import load_groups
from app.samplemarket.goods import Offer, Shop
from app.samplemarket.market import Market, MarketDay
from app.samplemarket.truth import ExpectedReading, TruthDay, TruthSubject
from matchers.records import FindingState

DAYS = (0, 1, 7)
"""The days whose changes are written into the street; states follow sweeps of these in turn."""
UNSEEN_DISCLOSURES = ("captcha", "login", "badge")
READABLE_PLACES = ("attribute", "tab", "description", "sentence", "frame", "title", "masked")
PRICE_ROLES_SILENT = {"few": "卖家不足20家", "plain": "没有偏低的价格", "tier": "价格分层，存在真实的低价档"}


USUAL: Mapping[str, tuple[str, int]] = MappingProxyType({})
"""No site stands elsewhere than declared."""


def truth_of(today: MarketDay, addresses: Addresses = USUAL) -> TruthDay:
    """Return what a sweep of the street today ought to find, its sites at their usual or at other addresses."""
    market, day = today.market, today.number
    subjects = [
        *(_item(market, offer, day, addresses) for offer in market.offers.values() if offer.there(day)),
        *(_shop(market, shop, day, addresses) for shop in market.shops.values()),
    ]
    return TruthDay(day=day, subjects=tuple(subjects), price_silent=dict(_silent(market)))


def _silent(market: Market) -> Iterator[tuple[str, str]]:
    planted = {offer.group for offer in market.offers.values() if "PRICE_ABNORMALLY_LOW" in offer.breaches}
    for group in load_groups():
        if group.id not in planted and any(offer.group == group.id for offer in market.offers.values()):
            role = group.role if market.full else "few"
            yield group.id, PRICE_ROLES_SILENT.get(role, PRICE_ROLES_SILENT["plain"])


def breaches_on(offer: Offer, day: int) -> tuple[str, ...]:
    """Return the rules that must fire on an offer on a day."""
    if not offer.on_sale(day) or offer.mended(day) or offer.gate in ("captcha", "robots"):
        return ()
    withdrawn = offer.last_breach_day is not None and day >= offer.last_breach_day
    return () if day < offer.first_breach_day or withdrawn else offer.breaches


def _states(offer: Offer, day: int) -> dict[str, FindingState]:
    """Return the state of each finding after sweeping the days up to this one in turn."""
    states: dict[str, FindingState] = {}
    for swept in [known for known in DAYS if known < day] + [day]:
        now = breaches_on(offer, swept)
        for rule in states:
            states[rule] = "still" if rule in now else _ended(offer, swept)
        states |= dict.fromkeys((rule for rule in now if rule not in states), "new")
    return states


def _ended(offer: Offer, day: int) -> FindingState:
    if not offer.on_sale(day):
        return "off_shelf"
    return "withdrawn" if offer.last_breach_day is not None and day >= offer.last_breach_day else "corrected"


def _item(market: Market, offer: Offer, day: int, addresses: Addresses) -> TruthSubject:
    site = market.sites[offer.site]
    shop = market.shops[offer.site, offer.shop]
    on_sale = offer.on_sale(day)
    return TruthSubject(
        kind="item",
        site=offer.site,
        platform=platform(site, addresses),
        url=item_url(site, offer, addresses),
        item_id=offer.item_id,
        shop=shop.name,
        shop_url=shop_url(site, shop, addresses),
        group=offer.group,
        story=offer.story,
        on_sale=on_sale,
        not_fetchable=offer.gate in ("captcha", "robots"),
        breaches=breaches_on(offer, day),
        honest=offer.honest,
        not_observable=offer.not_observable if on_sale else (),
        states=_states(offer, day),
        reading=_reading(offer, day) if on_sale and offer.gate in ("none", "slow_down") else None,
    )


def _reading(offer: Offer, day: int) -> ExpectedReading:
    mended = offer.mended(day)
    shown = {
        field: value if mended else offer.values.get(f"{field}_shown", value)
        for field, value in offer.values.items()
        if mended or offer.places.get(field) in READABLE_PLACES
    }
    brand = shown.get("brand")
    return ExpectedReading(
        title=offer.title,
        price=offer.tag.price,
        price_max=offer.tag.top,
        brand=None if brand == "无" else brand,
        models=(shown["model"],) if "model" in shown else (),
        maker=shown.get("maker"),
        maker_address=shown.get("address"),
        standards=tuple(shown["standard"].split("、")) if "standard" in shown else (),
        certificate_numbers=(shown["ccc"],) if "ccc" in shown else (),
        licence_numbers=_licences(offer, shown),
        availability="out_of_stock" if offer.out_of_stock else "in_stock",
    )


def _licences(offer: Offer, shown: dict[str, str]) -> tuple[str, ...] | None:
    if any("许可证" in label for label, _ in offer.params):
        return None
    return (shown["xk"],) if "xk" in shown else ()


def shop_breaches_on(shop: Shop, day: int) -> tuple[str, ...]:
    """Return the rules that must fire on a shop on a day."""
    mended = shop.mended_day is not None and day >= shop.mended_day
    return () if mended else shop.breaches


def _shop_states(shop: Shop, day: int) -> dict[str, FindingState]:
    states: dict[str, FindingState] = {}
    for swept in [known for known in DAYS if known < day] + [day]:
        now = shop_breaches_on(shop, swept)
        for rule in states:
            states[rule] = "still" if rule in now else "corrected"
        states |= dict.fromkeys((rule for rule in now if rule not in states), "new")
    return states


def _shop(market: Market, shop: Shop, day: int, addresses: Addresses) -> TruthSubject:
    site = market.sites[shop.site]
    url = shop_url(site, shop, addresses)
    return TruthSubject(
        kind="shop",
        site=shop.site,
        platform=platform(site, addresses),
        url=url,
        shop=shop.name,
        shop_url=url,
        story=shop.story,
        breaches=shop_breaches_on(shop, day),
        honest=shop.honest,
        not_observable=("licence",) if shop.disclosure_on(day) in UNSEEN_DISCLOSURES else (),
        states=_shop_states(shop, day),
    )
