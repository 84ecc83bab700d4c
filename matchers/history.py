"""When items and shops were first seen over all sweeps: what tells a link that stayed from one that is new."""

from datetime import datetime


class History:
    """Fed with every observation in any order; keeps one moment an item, a shop and a sweep."""

    def __init__(self) -> None:
        self._items: dict[tuple[str, str], tuple[datetime, str]] = {}
        self._shops: dict[tuple[str, str], datetime] = {}
        self._sweeps: dict[str, datetime] = {}
        self.missed: list[str] = []
        """Sweeps whose pages could not all be added."""

    def observe(
        self, platform: str, item_key: str | None, shop_key: str | None, captured_at: datetime, *, sweep: str = ""
    ) -> None:
        """Add one kept page: an item, a shop's own page (`item_key` None), or an item of a known shop.

        `sweep` keeps pages of one sweep together: a shop's page captured minutes before a new item does not mean
        that an earlier sweep had covered the shop.
        """
        if sweep and (sweep not in self._sweeps or captured_at < self._sweeps[sweep]):
            self._sweeps[sweep] = captured_at
        if item_key is not None:
            seen = self._items.get((platform, item_key))
            if seen is None or captured_at < seen[0]:
                self._items[platform, item_key] = (captured_at, sweep)
        if shop_key is not None:
            covered = self._shops.get((platform, shop_key))
            if covered is None or captured_at < covered:
                self._shops[platform, shop_key] = captured_at

    def miss(self, sweep: str) -> None:
        """Note an earlier sweep of which nobody knows what it saw: from now on no link is known to be new."""
        self.missed.append(sweep)

    def first_seen(self, platform: str, item_key: str) -> datetime | None:
        """Return when the item was first captured; None when it never was."""
        seen = self._items.get((platform, item_key))
        return seen[0] if seen else None

    def first_sweep_began(self, platform: str, item_key: str) -> datetime | None:
        """Return when the sweep that first captured the item began; the capture itself where no sweep was named."""
        seen = self._items.get((platform, item_key))
        return self._sweeps.get(seen[1], seen[0]) if seen else None

    def shop_covered_before(self, platform: str, shop_key: str, moment: datetime) -> bool:
        """Return whether the shop is known to have been covered by every sweep, and a page of it before the moment.

        Where a sweep is missing, an item that seems new may have been seen in it.
        """
        if self.missed:
            return False
        covered = self._shops.get((platform, shop_key))
        return covered is not None and covered < moment
