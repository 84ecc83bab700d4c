"""One card a platform: its declaration where it has one, and its fill rates with their history."""

from dataclasses import dataclass

from app.office.fill_rates import FieldHistory, PlatformHistory, platform_histories
from app.web.dependencies import WebDeps
from crawler.platforms import PlatformDeclaration

KEY_FIELDS = ("title", "price", "brand", "models", "maker", "maker_address", "standards", "certificate_numbers")
"""Fields of the table that shows all platforms at once."""


@dataclass(frozen=True)
class PlatformCard:
    """A platform as staff see it; a shop swept by its address alone has no declaration."""

    name: str
    title: str
    declaration: PlatformDeclaration | None = None
    history: PlatformHistory | None = None

    @property
    def key_fields(self) -> list[FieldHistory | None]:
        """The fields of the table at the head, in its order; None where one was not counted."""
        counted = {one.field: one for one in self.history.items} if self.history else {}
        return [counted.get(name) for name in KEY_FIELDS]

    @property
    def tables(self) -> list[tuple[str, tuple[FieldHistory, ...]]]:
        """Headed tables of fill rates, those there are."""
        if self.history is None:
            return []
        numbers = self.history.numbers
        headed = (
            (f"商品页 {numbers.pages_of('items')}", self.history.items),
            (f"店铺 {numbers.pages_of('shops')}", self.history.shops),
        )
        return [(title, fields) for title, fields in headed if fields]


def platform_cards(deps: WebDeps) -> tuple[list[PlatformCard], list[PlatformCard]]:
    """Return the platforms something was read of, fallen ones first, and the declared ones nothing was read of yet."""
    histories = platform_histories(deps.summaries(), drop=deps.fill_drop)
    cards = []
    for platform in deps.platforms:
        names = [platform.name] if platform.marketplace else list(platform.hosts)
        found = [histories.pop(name) for name in names if name in histories]
        cards.append(
            PlatformCard(
                platform.name, platform.title, platform, max(found, key=lambda one: one.sweep.started_at, default=None)
            )
        )
    cards += [PlatformCard(name, name, None, history) for name, history in histories.items()]
    read = [card for card in cards if card.history is not None]
    read.sort(key=lambda card: (not (card.history and card.history.fallen), card.declaration is None))
    return read, [card for card in cards if card.history is None]
