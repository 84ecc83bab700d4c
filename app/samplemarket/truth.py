"""What a sweep of the sample market ought to find, day by day: the yardstick of the end-to-end test."""

from decimal import Decimal
from typing import Literal

from config.record import Record
from matchers.records import FindingState


class ExpectedReading(Record):
    """The values an item's page shows, as reading should give them; None = not on the page or not to be compared."""

    title: str
    price: Decimal | None
    price_max: Decimal | None = None
    brand: str | None = None
    models: tuple[str, ...] = ()
    maker: str | None = None
    maker_address: str | None = None
    standards: tuple[str, ...] = ()
    certificate_numbers: tuple[str, ...] = ()
    """CCC numbers as printed, malformed and masked ones too."""
    licence_numbers: tuple[str, ...] | None = ()
    """Production-licence numbers as printed; None where the page shows licences of another kind."""
    availability: str = "in_stock"


class TruthSubject(Record):
    """One item or shop on one day. Without `breaches` it must get no finding at all."""

    kind: Literal["item", "shop"]
    site: str
    platform: str
    """The marketplace's name, else host and port."""
    url: str
    item_id: str | None = None
    shop: str
    """The shop's name as shown."""
    shop_url: str | None = None
    group: str | None = None
    """The product group that is really sold; None where nothing in scope is."""
    story: str
    on_sale: bool = True
    """False where the page is gone or off the shelf on this day."""
    not_fetchable: bool = False
    """True where robots rules or a captcha keep the page from any sweep."""
    breaches: tuple[str, ...] = ()
    """Rules that must fire on this day, and no others."""
    honest: tuple[str, ...] = ()
    """Look-alikes this subject carries, which must not be taken for breaches."""
    not_observable: tuple[str, ...] = ()
    """Fields nobody can judge from the page (reading's field names; `licence` for a shop)."""
    states: dict[str, FindingState] = {}
    """State of every finding found so far when days 0, 1, 7 are swept in turn."""
    reading: ExpectedReading | None = None


class TruthDay(Record):
    """Everything expected on one day."""

    day: int
    subjects: tuple[TruthSubject, ...]
    price_silent: dict[str, str]
    """Product groups in which no price finding may appear, each with the reason."""
