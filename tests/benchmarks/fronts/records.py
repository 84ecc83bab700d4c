"""What the fronts are made of: planted products, and pages with the truth a person would read from them."""

from dataclasses import dataclass
from decimal import Decimal

from config.record import Record
from crawler.records import PageKind, RawPage, State

Value = str | None | tuple[str, ...] | tuple[tuple[str, str], ...] | tuple["SkuTruth", ...]


class Kind(Record):
    """One kind of goods as declared in `data/goods.toml`."""

    id: str
    names: tuple[str, ...]
    english: str
    categories: tuple[str, ...]
    english_categories: tuple[str, ...]
    words: tuple[str, ...]
    english_words: tuple[str, ...]
    prefix: tuple[str, ...]
    low: int
    high: int
    standards: tuple[str, ...]
    ccc: str | None = None
    licence: str | None = None
    warning: str
    english_warning: str
    specs: dict[str, tuple[str, ...]]
    english_specs: dict[str, tuple[str, ...]]
    axes: dict[str, tuple[str, ...]]
    english_axes: dict[str, tuple[str, ...]]


class FrontData(Record):
    """One front as declared in `data/fronts.toml`."""

    host: str
    shop: str
    """May hold `{brand}` or `{maker}`: then every item is of a shop of its own."""
    company: str
    language: str = "zh"
    currency: str = "CNY"
    cases: tuple[str, ...]
    separator: str
    labels: dict[str, tuple[str, ...]]


class Variant(Record):
    """One variant of a planted product."""

    code: str
    options: tuple[tuple[str, str], ...]
    price: Decimal
    list_price: Decimal | None
    stock: int
    gtin: str


class SkuTruth(Record):
    """What a person reads of one variant; a price of None is not compared."""

    options: tuple[tuple[str, str], ...]
    price: Decimal | None = None
    in_stock: bool | None = None


class Offer(Record):
    """Another product that stands on the page too: related, also bought, recently viewed."""

    number: int
    title: str
    price: Decimal
    list_price: Decimal


class Product(Record):
    """One planted product with everything a front may print about it."""

    number: int
    case: str
    kind: Kind
    title: str
    name: str
    shop: str
    brand: str
    model: str
    maker: str
    maker_address: str
    standards: tuple[str, ...]
    ccc: str | None
    licence: str | None
    report: str
    warning: str
    gtin: str
    sku: str
    price: Decimal
    list_price: Decimal | None
    deposit: Decimal
    balance: Decimal
    variants: tuple[Variant, ...] = ()
    sold_out: bool = False
    off_shelf: bool = False
    categories: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    """The attribute rows as the front prints them, in order."""
    shown: frozenset[str]
    """Facts that stand in a row."""
    in_title: frozenset[str]
    related: tuple[Offer, ...]
    reviews: tuple[tuple[str, str], ...]
    sold: int
    points: int
    order_number: str

    @property
    def axes(self) -> dict[str, tuple[str, ...]]:
        """Option label → its values, in order."""
        found: dict[str, tuple[str, ...]] = {}
        for variant in self.variants:
            for label, value in variant.options:
                if value not in found.get(label, ()):
                    found[label] = (*found.get(label, ()), value)
        return found

    @property
    def low(self) -> Decimal:
        return min((variant.price for variant in self.variants), default=self.price)

    @property
    def high(self) -> Decimal:
        return max((variant.price for variant in self.variants), default=self.price)

    @property
    def selected(self) -> Variant | None:
        """The variant a page opens with: the first that can be bought, else the first."""
        return next((variant for variant in self.variants if variant.stock), next(iter(self.variants), None))

    @property
    def available(self) -> bool:
        return not self.sold_out and not self.off_shelf


class Truth(Record):
    """What a person reads from one page."""

    kind: PageKind
    values: dict[str, Value] = {}
    accepts: dict[str, tuple[str, ...]] = {}
    """Other values a person would also agree with."""
    free: frozenset[str] = frozenset()
    """Fields on which people would differ: not scored on this page."""
    states: dict[str, State] = {}
    """The state of judged fields, on pages planted for it."""


@dataclass(frozen=True)
class Page:
    """One page of a front and its truth."""

    name: str
    case: str
    raw: RawPage
    truth: Truth
