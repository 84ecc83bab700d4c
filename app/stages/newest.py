"""Each item and shop as last seen over all judged sweeps: what listings, disclosures and drawing go by.

What counts is when a page was captured, not when its sweep was published: an old page imported today is still old, and
a page without a capture time comes before every page that has one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from app.installation import Installation
from app.stages.history import judged_sweeps
from app.stages.offers import OfferRow, offer_rows, shop_rows
from app.stages.subjects import subject_rows
from matchers.identity import normalise_url

Key = tuple[str, str]
"""Platform and item key, or platform and shop key."""

_UNKNOWN = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class LastSeen:
    """An item's newest page, and whether the item was gone when somebody looked after that."""

    row: OfferRow
    sweep: str
    gone_in: str | None = None
    """The sweep that found it gone without keeping a page."""

    @property
    def on_sale(self) -> bool:
        """Whether a buyer could order it when it was last looked at."""
        return self.gone_in is None and self.row.on_sale

    @property
    def captured_at(self) -> datetime:
        """When the page was captured; before everything where that is unknown."""
        return self.row.captured_at or _UNKNOWN


def newest_items(installation: Installation) -> dict[Key, LastSeen]:
    """Return every item as last seen."""
    newest: dict[Key, LastSeen] = {}
    key_by_url: dict[Key, str] = {}
    for folder, generation in judged_sweeps(installation):
        for row in offer_rows(generation):
            seen = LastSeen(row=row, sweep=folder.id)
            before = newest.get((row.platform, row.item_key))
            if before is None or before.captured_at <= seen.captured_at:
                newest[row.platform, row.item_key] = seen
            if row.url:
                key_by_url[row.platform, normalise_url(row.url)] = row.item_key
        for subject in subject_rows(generation):
            if subject.kind != "item" or subject.outcome != "off_shelf" or not subject.dated:
                continue
            key = subject.platform, subject.key or key_by_url.get((subject.platform, subject.url), subject.url)
            known = newest.get(key)
            if known is not None and known.row.on_sale and known.captured_at <= (subject.at or folder.observed_at):
                newest[key] = replace(known, gone_in=folder.id)
    return newest


def newest_shops(installation: Installation) -> dict[Key, str]:
    """Return the sweep that saw each shop last."""
    newest: dict[Key, tuple[datetime, str]] = {}
    for key, at, sweep in _shops_seen(installation):
        if key not in newest or newest[key][0] <= at:
            newest[key] = (at, sweep)
    return {key: sweep for key, (_, sweep) in newest.items()}


def _shops_seen(installation: Installation) -> Iterator[tuple[Key, datetime, str]]:
    for folder, generation in judged_sweeps(installation):
        for row in shop_rows(generation):
            yield (row.platform, row.shop_key), row.captured_at or _UNKNOWN, folder.id
