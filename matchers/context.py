"""Everything judging rests on, handed in whole: law, products, lists, history, divisions and the rules that run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from config.clock import BEIJING
from config.law import LawBook
from config.products.catalogue import Catalogue
from config.regions.divisions import Divisions
from crawler.records import PageRecord
from matchers.history import History
from matchers.lists.store import Lists
from matchers.products.classify import Classifier

if TYPE_CHECKING:
    from matchers.rules.registry import Rule


@dataclass(frozen=True)
class Context:
    """Frozen; one serves a whole sweep. `rules` left out means every rule there is."""

    law: LawBook
    catalogue: Catalogue
    classifier: Classifier
    divisions: Divisions
    sweep_date: date
    """The day (Beijing) the sweep began; stands in where a page's own capture time is unknown."""
    lists: Lists = field(default_factory=Lists)
    history: History = field(default_factory=History)
    price_window_days: int = 30
    rules: "Mapping[str, Rule] | None" = None

    def day_of(self, page: PageRecord) -> date:
        """Return the Beijing day a page was captured on, the sweep's day where that is unknown."""
        return page.captured_at.astimezone(BEIJING).date() if page.captured_at else self.sweep_date
