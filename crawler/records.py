"""The records that reading hands on: pages, what stands on them, and in which state each judged field is.

Everything downstream (`matchers`, `index`) takes from `crawler` only this module.
"""

from datetime import datetime
from decimal import Decimal
from typing import Literal

from config.record import Record

PageKind = Literal["item", "list", "shop", "disclosure", "live_room", "other"]
Gate = Literal["none", "login", "captcha", "rate_limited", "app_only", "region", "blocked"]
"""Why a page kept its content from an anonymous visitor; "none" when it did not."""
Fetched = Literal["http", "browser", "imported"]
State = Literal["shown", "not_shown", "not_observable"]
FetchMode = Literal["http", "browser", "auto"]
Cause = Literal["image_only", "not_rendered", "truncated", "gated", "place_gone", "limit"]
Source = Literal[
    "declaration", "json_ld", "microdata", "rdfa", "opengraph", "embedded_state", "label", "heuristic", "ocr", "url"
]
Availability = Literal["in_stock", "out_of_stock", "off_shelf", "unknown"]
UrlSource = Literal["fetched", "sidecar", "option", "saved_from", "canonical", "og_url"]
Outcome = Literal["kept", "gated", "gone", "refused_robots", "failed", "skipped_limit"]
"""How one planned URL ended. Every planned URL ends as exactly one of these."""


class OtherValue(Record):
    """A value another source gave for the same field."""

    value: str
    source: Source
    place: str


class Reading(Record):
    """How one field was read: its state and, when shown, where it stands.

    `cause` is set exactly when the state is `not_observable`. `text` is the quoted text as it stands on the page.
    `masked` marks a value that the page itself hides in part (`9133****`): shown, never checked for form or compared.
    """

    state: State
    cause: Cause | None = None
    source: Source | None = None
    place: str | None = None
    text: str | None = None
    masked: bool = False
    others: tuple[OtherValue, ...] = ()


class Sku(Record):
    """One variant of an item. Amounts in the listing's currency."""

    sku: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    price: Decimal | None = None
    list_price: Decimal | None = None
    availability: Availability = "unknown"
    gtin: str | None = None


class Link(Record):
    """A link as shown; `url` is absolute."""

    text: str
    url: str


class LiveRoles(Record):
    """Who is behind a live room (直播电商监督管理办法): platform, room operator, marketing person, agency."""

    platform_operator: str | None = None
    room_operator: str | None = None
    marketer: str | None = None
    agency: str | None = None


class LiveRoom(Record):
    """What a live room tells of the goods sold in it. `links` are absolute addresses of what it shows as its own; which
    of them are goods their own pages say."""

    roles: LiveRoles | None = None
    links: tuple[str, ...] = ()


class Listing(Record):
    """One item on sale (在售商品) as its page shows it. None = no value, () = none.

    `price` is what any buyer pays now for the selected variant, without coupon, membership, trade-in or subsidy;
    `prices` keeps every amount read by its kind. `readings` has one entry for every public field of `LISTING_FIELDS`.
    """

    title: str | None = None
    name: str | None = None
    """The product's own name (产品名称/品名) from an attribute, beside the marketing title."""
    price: Decimal | None = None
    price_max: Decimal | None = None
    price_reason: str | None = None
    """Why there is no price; set exactly when `price` is None."""
    price_kind: Literal["sale", "final"] | None = None
    price_from: bool = False
    """True where the page only says "from" (起) this price."""
    currency: str | None = None
    list_price: Decimal | None = None
    prices: tuple[tuple[str, Decimal], ...] = ()
    """Every amount by kind: list, sale, final, deposit, balance, from, range_low, range_high, unit, instalment."""
    brand: str | None = None
    models: tuple[str, ...] = ()
    specifications: tuple[str, ...] = ()
    """Values under 规格-like labels that are not models."""
    maker: str | None = None
    maker_address: str | None = None
    sku: str | None = None
    skus: tuple[Sku, ...] = ()
    gtin: str | None = None
    mpn: str | None = None
    availability: Availability = "unknown"
    item_id: str | None = None
    shop: str | None = None
    shop_url: str | None = None
    seller: str | None = None
    """The seller's company or personal name as shown on the item page."""
    seller_individual: bool = False
    """True where the platform itself marks the seller as an individual (个人卖家)."""
    category_path: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    licence_numbers: tuple[str, ...] = ()
    licence_links: tuple[Link, ...] = ()
    certificate_numbers: tuple[str, ...] = ()
    certificate_links: tuple[Link, ...] = ()
    report_numbers: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    batches: tuple[str, ...] = ()
    production_dates: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    content_images: tuple[str, ...] = ()
    """Unread content images in the attribute or description area: what a person must look at (待人工看图)."""
    description: str | None = None
    """Plain text of the description area, for finding words anywhere on the page."""
    sales: str | None = None
    stock: str | None = None
    product_code: str | None = None
    """赋码 shown on the page."""
    cross_border: bool | None = None
    """True where the platform marks the item as cross-border (保税/海外直邮 sign), not where a word merely occurs; None
    where the page did not let it be seen."""
    live_roles: LiveRoles | None = None
    page_text_complete: bool = True
    """False where part of the page was not loaded, so that a word's absence proves nothing."""
    readings: dict[str, Reading] = {}


LISTING_FIELDS = (
    "title", "price", "price_max", "price_reason", "currency", "list_price", "brand", "models", "maker",
    "maker_address",
    "sku", "skus", "gtin", "mpn", "availability", "item_id", "shop", "category_path", "attributes", "licence_numbers",
    "certificate_numbers", "report_numbers", "standards", "warnings", "images", "name", "specifications", "seller",
    "batches", "production_dates", "sales", "stock", "product_code", "cross_border",
)  # fmt: skip
"""The keys of `listing` in `goodswatch read`, in output order; `explain` has one entry for each."""


class SellerDisclosure(Record):
    """What one shop shows about its seller (信息公示), from one page or, after the join, from all its pages of a sweep.

    `readings` has one entry for every field of `DISCLOSURE_FIELDS`. `self_declaration` is the declaration's text
    (免登记自我声明). `links` are the links that look like a disclosure.
    """

    shop: str | None = None
    shop_url: str | None = None
    name: str | None = None
    """The seller's registered name."""
    licence_number: str | None = None
    licence_text: str | None = None
    licence_images: tuple[str, ...] = ()
    permits: tuple[str, ...] = ()
    self_declaration: str | None = None
    address: str | None = None
    contact: str | None = None
    links: tuple[Link, ...] = ()
    individual: bool = False
    """True where the platform itself marks the seller as an individual (个人卖家)."""
    possible_licence_images: tuple[str, ...] = ()
    """Unread images or icons (footer badges, 亮照 icons, links to another host) that could be a licence."""
    unclear: tuple[str, ...] = ()
    """What may be a disclosure, nobody can tell: controls that only scripts answer, a code among the goods' facts."""
    readings: dict[str, Reading] = {}


DISCLOSURE_FIELDS = (
    "shop", "name", "licence_number", "licence_text", "licence_images", "permits", "self_declaration", "address",
    "contact", "links",
)  # fmt: skip
"""The keys of `disclosure` in `goodswatch read`, in output order."""


class Fragment(Record):
    """Part of a page that came in a response of its own: a frame, a description fragment, an API answer."""

    url: str
    kind: Literal["frame", "api", "state"]
    content_type: str | None = None
    body: bytes


class RawPage(Record):
    """One captured page: the bytes as received (a browser page: its rendered DOM in UTF-8) and how they were got."""

    platform: str | None
    """The declared marketplace's name, else the lower-case host with any non-default port; None without a URL."""
    url: str | None
    url_source: UrlSource | None = "fetched"
    final_url: str | None = None
    """Where a redirect led, when it did."""
    expected_kind: PageKind | None = None
    """What the plan took it for, from the declaration's URL patterns."""
    captured_at: datetime | None
    sha256: str
    body: bytes
    content_type: str | None = None
    status: int | None = None
    fetched: Fetched
    gate: Gate = "none"
    complete: bool = True
    """False when the body was cut: shorter than announced, over the size limit, or cut in the middle."""
    rendered: bool = False
    """True when scripts had run before the body was taken."""
    fragments: tuple[Fragment, ...] = ()
    look: Literal[1, 2] = 1
    screenshot: str | None = None
    """Path of the screenshot inside the sweep folder."""


class PageRecord(Record):
    """What reading a page gave; one line of `records/<reader version>/pages.jsonl`."""

    source: str
    """The file as given or found, or `sweep-id#capture-number` for a page of a sweep."""
    url: str | None
    platform: str | None
    kind: PageKind
    gate: Gate
    capture: str | None = None
    """sha256 of the body."""
    captured_at: datetime | None = None
    fetched: Fetched = "imported"
    rendered: bool = False
    """True when scripts had run before the body was taken."""
    look: Literal[1, 2] = 1
    screenshot: str | None = None
    on_shelf: Literal["on", "off_shelf", "gone", "unknown"] = "unknown"
    """Whether the item is still offered, as an observation of the item."""
    listing: Listing | None = None
    disclosure: SellerDisclosure | None = None
    of_seller: bool = False
    """True where the page was read whole for what it says of its seller: the shop's home, a disclosure, and a page of
    another kind that was planned as one or calls itself one (关于本店, 联系我们)."""
    footer: SellerDisclosure | None = None
    """What a self-built shop's page of another kind says about its seller beside its own content, where it says
    anything; of its home page always, so that it counts as one."""
    room: LiveRoom | None = None
    """What a live room tells of the goods sold in it."""


UNREACHABLE = "无法连接"
"""How the note of a visit begins whose host could not be reached."""


class Visit(Record):
    """One planned URL of a sweep and how it ended; the ledger's summary, for judging and for the page.

    Outcomes of all visits of a sweep add up to what was planned.
    """

    number: int
    """The plan's running number in this sweep, from 1."""
    url: str
    platform: str
    kind: PageKind
    look: Literal[1, 2] = 1
    reason: str
    """Why it was planned: entry, link, paging, search, recheck, second_look, import, image."""
    item_id: str | None = None
    shop: str | None = None
    """Key of the shop it belongs to, as the plan knows it (normalised shop URL), when known."""
    outcome: Outcome
    gate: Gate = "none"
    status: int | None = None
    ended_at: datetime | None
    capture: str | None = None
    final_url: str | None = None
    note: str | None = None
    """For failed, refused and skipped: one line why."""
