"""What judging leaves behind about each item and shop of a sweep, for later sweeps, publishing and drawing."""

from collections.abc import Iterator
from datetime import datetime

from app.stages.generation import Generation
from config.record import Record
from crawler.records import Availability, LiveRoles, SellerDisclosure
from matchers.records import Classification, Scope

OFFERS = "offers.jsonl"
SHOPS = "shops.jsonl"


class OfferRow(Record):
    """One item page of a sweep (the last of an item counts), compact."""

    source: str
    platform: str
    url: str | None
    item_key: str
    shop_key: str | None
    captured_at: datetime | None
    look: int
    classification: Classification
    on_shelf: str
    availability: Availability
    live_roles: tuple[LiveRoles, ...] = ()
    """Who is behind each live room that sells it, as its own page and the rooms say."""

    @property
    def scope(self) -> Scope:
        """Whether it is in scope."""
        return self.classification.scope

    @property
    def group(self) -> str | None:
        """The best product group."""
        return self.classification.groups[0].id if self.classification.groups else None

    @property
    def on_sale(self) -> bool:
        """Whether a buyer could order it when it was captured."""
        return self.on_shelf != "off_shelf" and self.on_shelf != "gone" and self.availability in {"in_stock", "unknown"}


class ShopRow(Record):
    """One shop of a sweep with its joined disclosure."""

    platform: str
    shop_key: str
    captured_at: datetime | None
    items_in_scope: int
    disclosure: SellerDisclosure
    sources: tuple[str, ...]
    """Records of the pages it was joined from."""


class Sight(Record, extra="ignore"):
    """When and where an item (`item_key`) or a shop's own page was seen: all that history needs of a row.

    What else a row holds may be of another version of the program: it is not looked at.
    """

    platform: str
    item_key: str | None = None
    shop_key: str | None
    captured_at: datetime | None


class ItemSight(Sight):
    """The sight of an item."""

    item_key: str


def offer_rows(generation: Generation) -> Iterator[OfferRow]:
    """Yield the item rows of a generation of findings. Raises CaptureError at one of another version."""
    return generation.rows(OFFERS, OfferRow)


def shop_rows(generation: Generation) -> Iterator[ShopRow]:
    """Yield the shop rows of a generation of findings. Raises CaptureError at one of another version."""
    return generation.rows(SHOPS, ShopRow)


def sights(generation: Generation) -> Iterator[Sight]:
    """Yield every sight of a generation of findings. Raises CaptureError where a row does not even tell that."""
    yield from generation.rows(OFFERS, ItemSight)
    yield from generation.rows(SHOPS, Sight)
