"""The second plan of a sweep: what the first look takes for not shown is fetched once more, in the browser."""

from collections.abc import Iterator

from app.installation import Installation
from app.stages.generation import Generation
from app.stages.judge import not_shown_subjects
from crawler.capture.folder import SweepFolder
from crawler.capture.plan import PlanRow
from crawler.read.dom.home import is_home_address
from crawler.records import PageKind, PageRecord

MOST_PAGES = 2000
"""Bound of the second plan; what is over it stays a one-look finding (待复看) for the next sweep."""


def second_look_rows(installation: Installation, folder: SweepFolder, generation: Generation) -> Iterator[PlanRow]:
    """Yield the pages to look at again, each once."""
    planned: set[str] = set()
    for finding, pages, gone in not_shown_subjects(installation, folder, generation):
        wanted = [(page.url, _kind_of(page)) for page in pages if page.url is not None]
        # A link that led nowhere must lead nowhere again; one that only an item's page shows is not met on the way.
        wanted += [(visit.url, visit.kind) for visit in gone]
        for url, kind in wanted:
            if url in planned:
                continue
            if len(planned) >= MOST_PAGES:
                return
            planned.add(url)
            yield PlanRow(
                url=url,
                platform=finding.platform,
                kind=kind,
                look=2,
                reason="second_look",
                item_id=finding.item_id,
                shop=finding.shop_key if finding.shop_key and "://" in finding.shop_key else None,
                fetch="browser",
            )


def _kind_of(page: PageRecord) -> PageKind:
    """Return what a page is planned as: one about the seller again as one, so that it is read and followed so."""
    if not page.of_seller or page.kind in ("shop", "disclosure"):
        return page.kind
    return "shop" if is_home_address(page.url) else "disclosure"
