"""What a page has to show of an offer or shop, ready for the templates: labels and values sorted into their places."""

from dataclasses import dataclass, field
from decimal import Decimal

from app.samplemarket.addresses import item_path, shop_path
from app.samplemarket.goods import FIELDS, Offer, Place, PriceTag, Shop, Site
from app.samplemarket.market import MarketDay
from app.samplemarket.words import sentence

Pair = tuple[str, str]


@dataclass(frozen=True)
class OfferView:
    """One offer as its page shows it today."""

    offer: Offer
    shop: Shop
    title: str
    path: str
    tag: PriceTag
    pairs: tuple[Pair, ...]
    """The attribute table."""
    tab: tuple[Pair, ...]
    """A second table behind a tab; it is in the page."""
    frame: tuple[Pair, ...]
    """A table inside the description's own document."""
    lazy: tuple[Pair, ...]
    """A table that is fetched only when its tab is opened."""
    texts: tuple[str, ...]
    """Paragraphs of the description."""
    certificate_link: str | None
    pictures: tuple[str, ...]
    related: tuple["Card", ...] = field(default=())

    @property
    def picture(self) -> str:
        """The main picture."""
        return f"/pic/{self.offer.item_id}.jpg"


@dataclass(frozen=True)
class Card:
    """An offer in a list or among the related ones."""

    item_id: str
    title: str
    path: str
    price: Decimal
    sold: int
    shop: str
    shop_path: str

    @property
    def picture(self) -> str:
        """The small picture."""
        return f"/pic/{self.item_id}.jpg"


def card(day: MarketDay, offer: Offer) -> Card:
    """Return an offer as lists show it."""
    shop = day.market.shops[offer.site, offer.shop]
    return Card(
        item_id=offer.item_id,
        title=offer.title,
        path=item_path(offer),
        price=offer.tag.price,
        sold=offer.sold,
        shop=shop.name,
        shop_path=shop_path(shop),
    )


def offer_view(day: MarketDay, site: Site, offer: Offer) -> OfferView:
    """Return an offer as its page shows it on this day."""
    mended = offer.mended(day.number)
    places: dict[str, Place] = dict.fromkeys(offer.values, "attribute") if mended else dict(offer.places)
    sorted_pairs: dict[str, list[Pair]] = {}
    for name in FIELDS:
        if name in offer.values and name in places:
            place = "attribute" if places[name] == "masked" else places[name]
            shown = offer.values[name] if mended else offer.values.get(f"{name}_shown", offer.values[name])
            sorted_pairs.setdefault(place, []).append((site.labels[name], shown))
    texts = [f"{label}：{value}" for label, value in sorted_pairs.get("description", [])]
    texts += [sentence(name, offer.values[name]) for name, place in places.items() if place == "sentence"]
    linked = "link" in places.values()
    return OfferView(
        offer=offer,
        shop=day.market.shops[offer.site, offer.shop],
        title=offer.title,
        path=item_path(offer),
        tag=offer.tag,
        pairs=(*sorted_pairs.get("attribute", []), *offer.params),
        tab=tuple(sorted_pairs.get("tab", [])),
        frame=tuple(sorted_pairs.get("frame", [])),
        lazy=tuple(sorted_pairs.get("lazy", [])),
        texts=(*offer.description, *texts),
        certificate_link=f"/cert/{offer.item_id}.html" if linked else None,
        pictures=tuple(f"/detail/{offer.item_id}-{number}.jpg" for number in (1, 2)) if offer.pictures else (),
        related=tuple(card(day, other) for other in related(day, offer)),
    )


def related(day: MarketDay, offer: Offer) -> list[Offer]:
    """Return four other offers of the same site, on sale today: decoys with prices of their own."""
    others = [other for other in day.offers(offer.site) if other.on_sale(day.number) and other.gate == "none"]
    start = int(offer.item_id) * 7 % max(1, len(others))
    turned = others[start:] + others[:start]
    return [other for other in turned if other.item_id != offer.item_id][:4]


def picture_pairs(site: Site, offer: Offer) -> list[Pair]:
    """Return what the long pictures of the description hold, for those who draw them."""
    return [
        (site.labels[name], offer.values[name])
        for name in FIELDS
        if offer.places.get(name) == "image" and name in offer.values
    ]
