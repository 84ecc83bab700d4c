"""Counts the states of fields over a sweep's items and shops, and says which fields are read far less than usual."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from app.installation import Installation
from app.labels import label, share
from app.office.fill_rates import platform_history
from app.office.summary import FieldStates, SweepSummary, load_summaries
from crawler.records import Listing, Reading, SellerDisclosure, State

ITEM_FIELDS = (
    "title", "price", "name", "brand", "models", "specifications", "maker", "maker_address", "standards",
    "licence_numbers", "certificate_numbers", "report_numbers", "warnings", "availability", "shop", "category_path",
    "attributes", "images",
)  # fmt: skip
"""Fields of an item page whose fill rate shows how well a platform is read."""
SHOP_FIELDS = (
    "name", "licence_number", "licence_text", "licence_images", "self_declaration", "address", "contact",
)  # fmt: skip
"""Fields of a shop's joined disclosure."""
Counts = dict[str, dict[str, Counter[State]]]
"""Platform → field → state → pages."""


class FillCounts:
    """States by platform and field; a field without a reading is our own limit: not observable."""

    def __init__(self) -> None:
        self._items: Counts = defaultdict(lambda: defaultdict(Counter))
        self._shops: Counts = defaultdict(lambda: defaultdict(Counter))

    def add_item(self, platform: str, listing: Listing) -> None:
        """Count one item page."""
        _count(self._items[platform], ITEM_FIELDS, listing.readings)

    def add_shop(self, platform: str, disclosure: SellerDisclosure) -> None:
        """Count one shop."""
        _count(self._shops[platform], SHOP_FIELDS, disclosure.readings)

    def of_items(self, platform: str) -> dict[str, FieldStates]:
        """Return the states of item fields; {} without an item."""
        return _states(self._items.get(platform, {}))

    def of_shops(self, platform: str) -> dict[str, FieldStates]:
        """Return the states of shop fields; {} without a shop."""
        return _states(self._shops.get(platform, {}))


def _count(counts: dict[str, Counter[State]], fields: Sequence[str], readings: Mapping[str, Reading]) -> None:
    for name in fields:
        reading = readings.get(name)
        counts[name][reading.state if reading is not None else "not_observable"] += 1


def _states(counts: Mapping[str, Counter[State]]) -> dict[str, FieldStates]:
    return {
        name: FieldStates(shown=one["shown"], not_shown=one["not_shown"], not_observable=one["not_observable"])
        for name, one in counts.items()
    }


def fall_notes(installation: Installation, summary: SweepSummary) -> list[str]:
    """Return one line for every platform on which fields are read far less than in earlier sweeps.

    An import is what somebody chose to save: its pages say nothing about the platform as a whole.
    """
    if summary.kind != "sweep":
        return []
    earlier = [
        one
        for one in load_summaries(installation.data, readable_only=True)
        if (one.started_at, one.id) < (summary.started_at, summary.id) and one.kind == "sweep"
    ]
    titles = {name: one.title for one in installation.platforms for name in (one.name, *one.hosts)}
    notes = []
    for platform in summary.by_platform:
        history = platform_history([summary, *earlier], platform, drop=installation.settings.fill_drop)
        if history is None or history.sweep.id != summary.id or not history.fallen:
            continue
        fields = "，".join(
            f"{label('field', one.field)} {share(one.share)}（此前 {share(one.usual)}）" for one in history.fallen
        )
        notes.append(f"{titles.get(platform, platform)}：读出率明显下降，疑似页面改版或读取失灵：{fields}")
    return notes
