"""The things the street is made of: divisions, shops, products, price tags and offers, all frozen."""

from decimal import Decimal
from typing import Literal

from config.record import Record

Fate = Literal["still", "mended", "off_shelf", "gone", "home", "soft_gone"]
"""What happens to an offer: it stays, its page is mended, or it goes (mark on the page, 404, way home, soft 404)."""
Place = Literal["attribute", "tab", "title", "description", "sentence", "frame", "image", "lazy", "link", "masked"]
"""Where on the page a value stands; a value without a place is not shown at all."""
Disclosure = Literal[
    "text", "link", "image", "image_page", "captcha", "login", "badge", "masked", "old_number", "wrong_number",
    "declaration", "declaration_link", "none",
]  # fmt: skip
"""How a shop shows who its seller is."""

FIELDS = ("name", "brand", "model", "spec", "maker", "address", "standard", "ccc", "xk", "warning", "batch")


class Division(Record):
    """A division that does not exist, with its full name from the province down."""

    code: str
    name: str
    parent: str | None = None
    full_name: str


class Site(Record):
    """One of the six sites as declared in `data/sites.toml`."""

    name: str
    title: str
    marketplace: bool
    host: str
    port: int
    item_first: int
    shop_name: str | None = None
    labels: dict[str, str]


class Shop(Record):
    """A seller's shop (or live room) and how it discloses itself."""

    site: str
    key: str
    name: str
    kind: Literal["company", "business", "person"]
    seller: str
    """Registered name of the seller; for a person the name the platform shows."""
    code: str
    """The number it shows when it shows one."""
    address: str
    phone: str
    marked_individual: bool = False
    disclosure: Disclosure
    story: str = "honest"
    breaches: tuple[str, ...] = ()
    honest: tuple[str, ...] = ()
    mended_day: int | None = None
    anchor: str | None = None
    agency: str | None = None

    def disclosure_on(self, day: int) -> Disclosure:
        """Return how the shop discloses itself on a day."""
        if self.mended_day is None or day < self.mended_day:
            return self.disclosure
        return "declaration" if self.kind == "person" else "text"


class Product(Record):
    """A maker's product: what is true about it, wherever it is sold."""

    group: str
    noun: str
    brand: str | None
    model: str
    maker: str
    maker_address: str
    ccc: str | None = None
    xk: str | None = None


class PriceTag(Record):
    """The price as the page prints it. `price` is what any buyer pays now, `top` the highest of the same kind."""

    style: Literal["plain", "list_sale", "coupon", "coupon_only", "range", "deposit", "group_buy"] = "plain"
    price: Decimal
    top: Decimal
    list_price: Decimal | None = None
    coupon_price: Decimal | None = None
    deposit: Decimal | None = None


class Offer(Record):
    """One listing of the street, from the day it appears to the day it goes."""

    site: str
    item_id: str
    shop: str
    """Key of its shop on the site."""
    story: str
    group: str | None
    """The product group really sold; None for goods out of scope."""
    title: str
    path: tuple[str, ...]
    values: dict[str, str]
    """Field → value as the page prints it."""
    places: dict[str, Place]
    """Field → place; a field of `values` that is not here is not shown."""
    params: tuple[tuple[str, str], ...] = ()
    options: tuple[str, ...] = ()
    description: tuple[str, ...] = ()
    tag: PriceTag
    shape: str = "box"
    pictures: bool = False
    cross_border: bool = False
    out_of_stock: bool = False
    sold: int = 0
    stock: int = 0
    breaches: tuple[str, ...] = ()
    honest: tuple[str, ...] = ()
    not_observable: tuple[str, ...] = ()
    first_day: int = 0
    fate: Fate = "still"
    fate_day: int | None = None
    first_breach_day: int = 0
    """Day from which its breaches stand (a later one where a list's notice comes out later)."""
    last_breach_day: int | None = None
    """Day from which its breaches are withdrawn (the list's result is taken back)."""
    gate: Literal["none", "captcha", "robots", "slow_down"] = "none"

    def there(self, day: int) -> bool:
        """Return whether the offer has appeared by this day."""
        return day >= self.first_day

    def on_sale(self, day: int) -> bool:
        """Return whether a buyer finds it on sale on this day."""
        ended = self.fate not in ("still", "mended") and self.fate_day is not None and day >= self.fate_day
        return self.there(day) and not ended

    def mended(self, day: int) -> bool:
        """Return whether its missing elements have been added by this day."""
        return self.fate == "mended" and self.fate_day is not None and day >= self.fate_day
