"""Which shop a page belongs to: the plan's key, else the shop's link, else its name; a self-built shop is its host."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from crawler.addresses import declaration_of, locate
from crawler.platforms import PlatformDeclaration
from crawler.records import PageRecord, Visit


class ShopKeys:
    """Gives pages their shop. Keys are canonical shop URLs, hosts, or `name:<shop name>`."""

    def __init__(self, platforms: Sequence[PlatformDeclaration], visits: Iterable[Visit]) -> None:
        """`visits` of the sweep say which shop a planned URL belongs to."""
        self._platforms = platforms
        self._marketplaces = {platform.name for platform in platforms if platform.marketplace}
        self._planned = {visit.capture: visit.shop for visit in visits if visit.capture and visit.shop}
        self._named: dict[tuple[str, str], set[str]] = defaultdict(set)
        """Platform and shop name → keys of the shops whose own pages show that name."""

    def learn(self, page: PageRecord) -> None:
        """Note the name a shop's own page shows, for item pages that say only the name."""
        key = self.of_page(page)
        if page.kind == "shop" and page.platform and page.disclosure and page.disclosure.shop and key:
            self._named[page.platform, page.disclosure.shop].add(key)

    def of_page(self, page: PageRecord) -> str | None:
        """Return the page's shop, None where nothing says which."""
        if page.platform is None:
            return None
        if page.platform not in self._marketplaces:
            return page.platform
        planned = self._planned.get(page.capture or "")
        if planned is not None:
            return planned
        holder = page.listing or page.disclosure
        if holder is not None and holder.shop_url:
            return self.canonical(holder.shop_url)
        if page.kind == "shop" and page.url:
            return self.canonical(page.url)
        return self._by_name(page.platform, holder.shop) if holder is not None and holder.shop else None

    def of_visit(self, visit: Visit) -> str | None:
        """Return the shop of a planned URL."""
        if visit.platform not in self._marketplaces:
            return visit.platform
        return visit.shop or (self.canonical(visit.url) if visit.kind == "shop" else None)

    def _by_name(self, platform: str, name: str) -> str:
        """Return the one shop seen under this name; two shops of one name are not told apart by it."""
        keys = self._named.get((platform, name), set())
        return next(iter(keys)) if len(keys) == 1 else f"name:{name}"

    def canonical(self, url: str) -> str:
        """Return one spelling of a shop's link."""
        place = locate(url, declaration_of(url, self._platforms))
        return place.shop or place.url
