"""The records judging hands on: product groups, comparisons, findings with their evidence, sampling candidates."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from config.record import Record
from crawler.records import Listing, PageRecord, SellerDisclosure, Visit

Severity = Literal["critical", "high", "medium", "low", "info"]
Standing = Literal["in_force", "reference"]
"""依据生效 / 参考."""
FindingState = Literal["new", "still", "corrected", "off_shelf", "not_rechecked", "withdrawn"]
"""新增 / 仍在 / 已改正 / 已下架 / 无法复看 / 撤回."""
LawStatus = Literal["draft", "issued_not_in_force", "in_force", "repealed"]
Scope = Literal["in", "exempt_law", "cross_border", "not_key"]


class GroupMatch(Record):
    """A product group the title names as sold; `score` is 0–1."""

    id: str
    score: float
    why: str


class RejectedGroup(Record):
    """A product group that was considered and refused."""

    id: str
    why: str


class Classification(Record):
    """Which key-product group an offer belongs to, and whether it is in scope.

    `groups` holds only what is sold, accepted above its declared score, best first; empty when none or `exempt_law`.
    """

    groups: tuple[GroupMatch, ...] = ()
    scope: Scope
    rejected: tuple[RejectedGroup, ...] = ()


class Evidence(Record):
    """What a person can open: a capture's sha256 or `list@version#row`, the quoted text and where it stands."""

    capture: str | None = None
    list_row: str | None = None
    quote: str
    locator: str


class Feature(Record):
    """One compared feature: its score and the two values."""

    feature: str
    score: float
    left: str | None
    right: str | None


class Basis(Record):
    """A legal basis as it stood on the capture date."""

    id: str
    title: str
    article: str
    status: LawStatus


class Finding(Record):
    """A lead (线索) for a person to decide about; `summary` is Chinese and says 疑似.

    `id` = hash of (platform, item id or else normalised canonical URL or shop, rule, list id and row content).
    `looks` is 1 or 2 where the finding rests on *not shown*, else None.
    """

    id: str
    rule: str
    severity: Severity
    standing: Standing
    looks: Literal[1, 2] | None
    platform: str
    url: str | None
    item_id: str | None = None
    shop: str | None = None
    shop_key: str | None = None
    """The shop's identity inside its platform, for joining shop findings with planned shop pages."""
    seller_region: str | None = None
    """Division code: digits 3-8 of the credit code, else what the address says."""
    seller_region_precision: Literal["county", "city", "province", "none"] = "none"
    group: str | None = None
    summary: str
    basis: tuple[Basis, ...]
    evidence: tuple[Evidence, ...]
    explanation: tuple[Feature, ...] = ()
    captured_at: datetime | None
    captures_look: Literal["one", "two"] = "one"
    pending: bool = False
    """待复看: rests on one look, or on a page whose capture time is unknown; outside default search and counts."""
    list_id: str | None = None
    row_content: str | None = None
    """Hash of the list row's identity fields, the same in every edition of the list."""


class OfferInSweep(Record):
    """One item of one sweep as judging sees it: its page record, its scope and group, and its shop's disclosure."""

    page: PageRecord
    classification: Classification
    shop_key: str | None = None
    disclosure: SellerDisclosure | None = None

    @property
    def listing(self) -> Listing:
        """The listing; only offers with one are made."""
        assert self.page.listing is not None
        return self.page.listing


class ShopInSweep(Record):
    """One shop of one sweep: its joined disclosure, the pages it was read from, how many items in scope it offers."""

    platform: str
    shop_key: str
    disclosure: SellerDisclosure
    pages: tuple[PageRecord, ...]
    visits: tuple[Visit, ...]
    items_in_scope: int
    captured_at: datetime | None
    looks: Literal[1, 2] = 1


class PriceBase(Record):
    """What a price comparison rests on: robust statistics of one sub-group, a line of `price_base.jsonl`.

    `median` is the unit price in CNY, `spread` is max(1.4826 × MAD, 0.15) of ln(unit price), one value a seller.
    `silent` says why no finding is made (few sellers, mixed), when it is not.
    """

    id: str
    group: str
    subgroup: str
    unit: str
    sellers: int
    median: Decimal | None
    spread: float | None
    window_from: date
    window_to: date
    prices: tuple[Decimal, ...] = ()
    """The unit prices, one a seller, ascending; what the plot shows."""
    silent: str | None = None


class SamplingCandidate(Record):
    """One drawn row of a candidate list (候选名单)."""

    rank: int
    reasons: str
    finding_ids: tuple[str, ...]
    band: str
    """Price band inside its group; platform, group and band are its stratum."""
    inclusion_weight: float
    platform: str
    url: str
    item_id: str | None
    shop: str | None
    seller_name: str | None
    seller_code: str | None
    seller_address: str | None
    live_roles: str | None
    product: str
    group: str | None
    trademark: str | None
    model: str | None
    maker: str | None
    price: Decimal
    product_code: str | None
    sampling_reason: str
    quantity_test: str
    quantity_reserve: str
    captured_at: datetime
