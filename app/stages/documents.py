"""Index documents out of judged sweeps: each finding with its life and decision, each item and shop as last seen."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.installation import Installation
from app.stages.history import judged_sweeps, records_of_lives
from app.stages.newest import LastSeen, newest_items, newest_shops
from app.stages.offers import OfferRow, ShopRow, offer_rows, shop_rows
from app.stages.read import page_records, records_of
from app.stages.rooms import roles_in_words
from crawler.capture.folder import SweepFolder
from crawler.records import PageRecord, SellerDisclosure
from index.publish import Decision, Titles, disclosure_document, finding_document, listing_document
from matchers.life import Life
from matchers.records import Finding
from matchers.region import seller_region
from matchers.rules.registry import RULES

Named = tuple[str, dict[str, Any]]
"""A document with its id."""


class Documents:
    """Builds documents sweep by sweep; of pages it holds one sweep's wanted ones at a time."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._platform_titles = {platform.name: platform.title for platform in installation.platforms}
        self._group_names = {group.id: group.name for group in installation.catalogue.groups}

    def findings(self, wanted: Mapping[str, Life]) -> Iterator[Named]:
        """Yield the documents of these findings, from the sweep that found each last."""
        reviews = self._installation.office.reviews_of(wanted)
        for folder, generation in judged_sweeps(self._installation):
            here = {key: life for key, life in wanted.items() if life.found_in == folder.id}
            if not here:
                continue
            shops = {(row.platform, row.shop_key): row.disclosure for row in shop_rows(generation)}
            roles = {row.source: roles_in_words(row.live_roles) for row in offer_rows(generation) if row.live_roles}
            found = list(records_of_lives(self._installation, here))
            pages = self._pages(folder, found)
            for finding in found:
                life = here[finding.id]
                review = reviews.get(finding.id)
                page = pages.get(finding.id)
                yield finding_document(
                    finding,
                    sweep=folder.id,
                    state=life.state,
                    first_seen=life.first_seen,
                    last_seen=life.last_seen,
                    history=[step.model_dump(mode="json") for step in life.history],
                    decision=Decision(verdict=review.verdict, reason=review.reason, name=review.name, at=review.at)
                    if review
                    else None,
                    page=page,
                    live_roles=roles.get(page.source) if page else None,
                    disclosure=shops.get((finding.platform, finding.shop_key or "")),
                    titles=self._titles(finding.platform, finding.group, finding.rule, finding.seller_region),
                )

    def listings(self, sweep: str | None = None) -> Iterator[Named]:
        """Yield every item as last seen; with `sweep` only those whose newest sight is that sweep's."""
        wanted: dict[str, dict[str, LastSeen]] = defaultdict(dict)
        for seen in newest_items(self._installation).values():
            if sweep is None or sweep in {seen.sweep, seen.gone_in}:
                wanted[seen.sweep][seen.row.source] = seen
        for folder, generation in judged_sweeps(self._installation):
            here = wanted.get(folder.id)
            if not here:
                continue
            shops = {(row.platform, row.shop_key): row.disclosure for row in shop_rows(generation)}
            for page in page_records(records_of(folder)):
                seen_here = here.get(page.source)
                if seen_here is not None:
                    row = seen_here.row
                    shown = page.model_copy(update={"on_shelf": "gone"}) if seen_here.gone_in else page
                    yield self._listing(folder, shown, row, shops.get((row.platform, row.shop_key or "")))

    def disclosures(self, sweep: str | None = None) -> Iterator[Named]:
        """Yield every shop's disclosure as last seen; with `sweep` only those this sweep saw last."""
        newest = newest_shops(self._installation)
        for folder, generation in judged_sweeps(self._installation):
            if sweep not in {None, folder.id}:
                continue
            rows = [row for row in shop_rows(generation) if newest[row.platform, row.shop_key] == folder.id]
            wanted = {source for row in rows for source in row.sources}
            pages = {page.source: page for page in page_records(records_of(folder)) if page.source in wanted}
            for row in rows:
                yield self._disclosure(folder, row, pages)

    def _listing(
        self, folder: SweepFolder, page: PageRecord, row: OfferRow, disclosure: SellerDisclosure | None
    ) -> Named:
        region, precision = seller_region(disclosure, self._installation.divisions)
        return listing_document(
            page,
            row.classification,
            live_roles=roles_in_words(row.live_roles),
            sweep=folder.id,
            shop_key=row.shop_key,
            disclosure=disclosure,
            region=region,
            region_precision=precision,
            titles=self._titles(row.platform, row.group, None, region),
        )

    def _disclosure(self, folder: SweepFolder, row: ShopRow, pages: Mapping[str, PageRecord]) -> Named:
        region, precision = seller_region(row.disclosure, self._installation.divisions)
        return disclosure_document(
            row.disclosure,
            platform=row.platform,
            shop_key=row.shop_key,
            sweep=folder.id,
            captured_at=row.captured_at,
            pages=[pages[source] for source in row.sources if source in pages],
            items_in_scope=row.items_in_scope,
            region=region,
            region_precision=precision,
            titles=self._titles(row.platform, None, None, region),
        )

    def _titles(self, platform: str, group: str | None, rule: str | None, region: str | None) -> Titles:
        known = RULES.get(rule or "")
        return Titles(
            platform=self._platform_titles.get(platform),
            group=self._group_names.get(group or ""),
            rule=known.label if known else None,
            region=self._installation.divisions.name(region) if region else None,
        )

    def _pages(self, folder: SweepFolder, found: Sequence[Finding]) -> dict[str, PageRecord]:
        """Return each item finding's page: the second look's where there is one."""
        by_capture: dict[str, list[str]] = {}
        for finding in found:
            for evidence in finding.evidence:
                if evidence.capture:
                    by_capture.setdefault(evidence.capture, []).append(finding.id)
        pages: dict[str, PageRecord] = {}
        for page in page_records(records_of(folder)):
            for identifier in by_capture.get(page.capture or "", ()):
                before = pages.get(identifier)
                if before is None or page.look >= before.look:
                    pages[identifier] = page
        return pages
