"""One sweep's records as judging walks over them: offers with their shop and class, shops with their pages."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from app.installation import Installation
from app.stages.generation import Generation
from app.stages.platform_numbers import shared_licence, without_shared_licence
from app.stages.platform_pages import platform_pages, without_platform_pages
from app.stages.read import page_records, unread_pages
from app.stages.rooms import Rooms
from app.stages.shops import ShopKeys
from crawler.capture.folder import SweepFolder
from crawler.records import PageRecord, SellerDisclosure, Visit
from matchers.history import History
from matchers.identity import item_key
from matchers.records import Classification, OfferInSweep

ShopId = tuple[str, str]
"""Platform and shop key."""

_MOST_FOOTERS = 20
"""Different footers of one shop's pages that are joined."""


class SweepRecords:
    """One sweep's records with each page's shop; keeps the shops' own pages, and of items only counts."""

    def __init__(self, installation: Installation, folder: SweepFolder, generation: Generation) -> None:
        self.generation = generation
        visits = _as_read(folder.visits(), {page.url for page in unread_pages(generation)})
        self.keys = ShopKeys(installation.platforms, visits)
        self.rooms = Rooms(installation.platforms)
        self._classifier = installation.classifier
        self.visits_of_shop: dict[ShopId, list[Visit]] = defaultdict(list)
        for visit in visits:
            if visit.kind in {"shop", "disclosure"} and (shop := self.keys.of_visit(visit)):
                self.visits_of_shop[visit.platform, shop].append(visit)
        self.pages_of_shop: dict[ShopId, list[PageRecord]] = defaultdict(list)
        footers: dict[ShopId, set[str]] = defaultdict(set)
        self._on_own_pages: set[tuple[str, str | None]] = set()
        for page in page_records(generation):
            self.keys.learn(page)
            self.rooms.learn(page)
            if page.kind == "item" and page.listing is not None and page.platform is not None:
                self._on_own_pages.add((page.platform, item_key(page)))
            shop_key = self.keys.of_page(page)
            if not page.platform or not shop_key:
                continue
            shop_id = (page.platform, shop_key)
            if page.disclosure is not None:
                self.pages_of_shop[shop_id].append(page)
            elif page.footer is not None and _is_new(page, page.footer, footers[shop_id]):
                footer = page.model_copy(update={"listing": None, "disclosure": page.footer, "footer": None})
                self.pages_of_shop[shop_id].append(footer)
        for marketplace in (platform.name for platform in installation.platforms if platform.marketplace):
            self._leave_out_platform_pages(marketplace)

    def _leave_out_platform_pages(self, marketplace: str) -> None:
        """Let the marketplace's own pages and licence, which most of its shops show, speak for none of them."""
        shops = [shop for shop in self.pages_of_shop if shop[0] == marketplace]
        common = platform_pages(self.pages_of_shop[shop] for shop in shops)
        for shop in shops if common else ():
            own = without_platform_pages(self.pages_of_shop[shop], self.visits_of_shop[shop], common)
            self.pages_of_shop[shop], self.visits_of_shop[shop] = own
            if not own[0]:
                del self.pages_of_shop[shop]
        shops = [shop for shop in shops if shop in self.pages_of_shop]
        shared = shared_licence(self.pages_of_shop[shop] for shop in shops)
        for shop in shops if shared else ():
            self.pages_of_shop[shop] = without_shared_licence(self.pages_of_shop[shop], shared)

    def observe(self, history: History, sweep_id: str) -> None:
        """Add this sweep's own pages to what was seen: an item new in it is first seen now."""
        for page in page_records(self.generation):
            if page.platform is None or page.captured_at is None:
                continue
            shop_key = self.keys.of_page(page)
            if page.listing is not None:
                history.observe(page.platform, item_key(page), shop_key, page.captured_at, sweep=sweep_id)
            elif page.disclosure is not None:
                history.observe(page.platform, None, shop_key, page.captured_at, sweep=sweep_id)

    def repeats_item(self, page: PageRecord) -> bool:
        """Return whether a live room shows an item whose own page, which tells more, the sweep has too."""
        return (
            page.kind == "live_room"
            and page.listing is not None
            and ((page.platform or "", item_key(page)) in self._on_own_pages)
        )

    def items(self) -> Iterator[tuple[PageRecord, Classification, str | None]]:
        """Yield every page with a listing: the page, its classification, its shop's key; of an item in a live room the
        item's own page speaks alone."""
        for page in page_records(self.generation):
            if page.listing is not None and page.platform is not None and not self.repeats_item(page):
                yield page, self.classify(page), self.keys.of_page(page)

    def offers(self, joined: dict[ShopId, SellerDisclosure]) -> Iterator[tuple[OfferInSweep, str]]:
        """Yield every offer with its item key."""
        for page, classification, shop_key in self.items():
            disclosure = joined.get((page.platform or "", shop_key or ""))
            offer = OfferInSweep(page=page, classification=classification, shop_key=shop_key, disclosure=disclosure)
            yield offer, item_key(page) or page.source

    def classify(self, page: PageRecord) -> Classification:
        """Classify one listing."""
        listing = page.listing
        assert listing is not None
        return self._classifier.classify(
            listing.title or listing.name or "",
            category_path=listing.category_path,
            attributes=listing.attributes,
            cross_border=bool(listing.cross_border),
        )


def _as_read(visits: Iterable[Visit], unread: Collection[str | None]) -> list[Visit]:
    """Return the visits, those whose page the reader could not read as failed: nothing is known of what it shows."""
    return [
        visit.model_copy(update={"outcome": "failed"}) if visit.outcome == "kept" and visit.url in unread else visit
        for visit in visits
    ]


def _is_new(page: PageRecord, footer: SellerDisclosure, known: set[str]) -> bool:
    """Return whether a footer says what no other of its shop said in the same look; most come from one template."""
    if page.of_seller:
        return True
    if len(known) >= _MOST_FOOTERS:
        return False
    said = f"{page.look}{footer.model_dump_json(exclude={'readings'})}"
    new = said not in known
    known.add(said)
    return new
