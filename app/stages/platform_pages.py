"""Tells the marketplace's own pages from its shops': what most shops link is the platform's, and speaks of none."""

from collections import Counter
from collections.abc import Iterable, Sequence

from crawler.read.seller.shops import key
from crawler.records import PageRecord, Visit

_LEAST_SHOPS = 3
"""Two shops may be of one seller, and link one licence."""
_MOST_OF_THEM = 2
"""Of so many shops at least one links the page."""


def platform_pages(shops: Iterable[Sequence[PageRecord]]) -> frozenset[str]:
    """Return the addresses, as shops' addresses are compared, of links that most shops of one marketplace show.

    `shops` holds the pages of each shop. Below three shops nothing is called the platform's.
    """
    linked: Counter[str] = Counter()
    count = 0
    for pages in shops:
        shown = {key(link.url) for page in pages if page.disclosure is not None for link in page.disclosure.links}
        linked.update(shown)
        count += 1
    return frozenset(address for address, number in linked.items() if is_most(number, count))


def is_most(number: int, count: int) -> bool:
    """Return whether so many of a marketplace's shops are enough to call what they have in common the platform's."""
    return number >= _LEAST_SHOPS and number * _MOST_OF_THEM > count


def without_platform_pages(
    pages: Iterable[PageRecord], visits: Iterable[Visit], platform: frozenset[str]
) -> tuple[list[PageRecord], list[Visit]]:
    """Return a shop's pages and visits without the marketplace's own pages and without the links to them."""
    own = [page for page in pages if key(page.url) not in platform]
    return [_without_links(page, platform) for page in own], [
        visit for visit in visits if key(visit.url) not in platform
    ]


def _without_links(page: PageRecord, platform: frozenset[str]) -> PageRecord:
    said = page.disclosure
    if said is None or not any(key(link.url) in platform for link in said.links):
        return page
    links = tuple(link for link in said.links if key(link.url) not in platform)
    return page.model_copy(update={"disclosure": said.model_copy(update={"links": links})})
