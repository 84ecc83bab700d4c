"""The sample market: a street of six shops and platforms made from a seed, as it stands on any day."""

from datetime import datetime, timedelta

from app.samplemarket.declared import load_sites
from app.samplemarket.goods import Offer, Shop, Site
from app.samplemarket.listed import ListRow, listed_goods
from app.samplemarket.offers import OfferMaker, ordinary_offers, other_offers, story_offers
from app.samplemarket.sellers import build_shops

DEMO_START = datetime.fromisoformat("2026-12-02T02:00:00+08:00")
"""The fixed clock of day 0."""


def demo_now(day: int) -> datetime:
    """Return the fixed clock of a day."""
    return DEMO_START + timedelta(days=day)


class Market:
    """Everything about the street that does not depend on the day."""

    def __init__(
        self, seed: int, *, full: bool, shops: tuple[Shop, ...], offers: tuple[Offer, ...], rows: tuple[ListRow, ...]
    ) -> None:
        self.seed = seed
        self.full = full
        self.sites: dict[str, Site] = load_sites()
        self.shops = {(shop.site, shop.key): shop for shop in shops}
        self.offers = {(offer.site, offer.item_id): offer for offer in offers}
        self.list_rows = rows

    def day(self, number: int) -> "MarketDay":
        """Return the street as it stands on a day."""
        return MarketDay(self, number)


class MarketDay:
    """The street on one day."""

    def __init__(self, market: Market, number: int) -> None:
        self.market = market
        self.number = number

    def offers(self, site: str) -> list[Offer]:
        """Return the offers the site's lists name today: those on sale, and those that went today with a stale link."""
        return sorted(self._listed(site), key=lambda offer: int(offer.item_id) * 7919 % 10007)

    def _listed(self, site: str) -> list[Offer]:
        return [
            offer
            for offer in self.market.offers.values()
            if offer.site == site
            and offer.there(self.number)
            and (offer.on_sale(self.number) or offer.fate_day == self.number)
        ]

    def of_shop(self, site: str, key: str) -> list[Offer]:
        """Return the listed offers of one shop."""
        return [offer for offer in self.offers(site) if offer.shop == key]

    def offer(self, site: str, item_id: str) -> Offer | None:
        """Return an offer that has existed by today, on sale or not."""
        found = self.market.offers.get((site, item_id))
        return found if found and found.there(self.number) else None

    def shop(self, site: str, key: str) -> Shop | None:
        """Return a shop of a site."""
        return self.market.shops.get((site, key))

    def shops(self, site: str) -> list[Shop]:
        """Return the shops of a site."""
        return [shop for shop in self.market.shops.values() if shop.site == site]


def build_market(seed: int, *, full: bool) -> Market:
    """Return the street of a seed: the whole market, or the small one of the demo."""
    shops = build_shops(seed, full=full)
    maker = OfferMaker(seed, shops, {site.name: site.item_first for site in load_sites().values()}, full=full)
    ordinary = ordinary_offers(maker)
    planted = story_offers(maker)
    listed = listed_goods(maker)
    offers = (*ordinary, *planted, *listed.offers, *other_offers(maker))
    return Market(seed, full=full, shops=shops, offers=offers, rows=listed.rows)
