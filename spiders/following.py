"""Says which of a page's links the plan takes up: items, shops, disclosures, further list pages."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.addresses import (
    clean_url,
    comparison_key,
    host_of,
    locate,
    parameter_of,
    with_parameter,
    without_view,
)
from crawler.capture.plan import PlanRow, SweepSpec
from crawler.fetch.links import (
    PageLink,
    guess_kind,
    is_disclosed_picture,
    is_sitemap,
    looks_like_disclosure,
    may_follow,
    may_follow_link,
    read_links,
    read_sitemap,
    same_site,
)
from crawler.fetch.politeness import Manners
from crawler.platforms import PlatformDeclaration, Politeness, platform_name
from crawler.read.dom.decode import decode
from crawler.records import FetchMode, Fragment, PageKind
from spiders.pages import FetchedPage

_OVERVIEWS: frozenset[PageKind] = frozenset({"list", "shop", "other"})
"""Pages that lead to items, as live rooms do; an item page leads only to its shop and to disclosures."""
_TARGETED = frozenset({"recheck", "second_look"})
"""Reasons of rows that ask for one page: nothing spreads from there but the way to the seller's disclosure."""
_ITEM_LIKE: frozenset[PageKind] = frozenset({"item", "live_room"})
_SOLD_LIVE = ("live_room", "item")
"""A room's page leads to the goods it sells."""
_MOST_WORDLESS = 4
"""Links of pictures without words that are opened from one shop's page."""
_NOT_CHECKED = "not checked"
_UNDECLARED_DELAY = 1.0
"""Seconds between requests to a shop nobody has declared: a small shop serves its buyers beside us."""
_OWN_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
_OWN_MACHINE_DELAY = 0.1


@dataclass(frozen=True, slots=True)
class Onward:
    """What one page leads to."""

    rows: tuple[PlanRow, ...]
    offsite: tuple[PageLink, ...]
    """Links off the site that look like a disclosure: recorded, never followed."""
    shop: str | None
    """The shop the page belongs to."""


def first_rows(
    declaration: PlatformDeclaration, spec: SweepSpec, platforms: tuple[PlatformDeclaration, ...]
) -> Iterator[PlanRow]:
    """Yield what a sweep of a platform starts with: its entries and one search for each keyword."""
    for entry in declaration.entries:
        yield plan_row(entry.url, declaration, platforms, kind=entry.kind, reason="entry")
    if declaration.search is not None:
        for keyword in spec.keywords or declaration.search.keywords:
            word = quote(keyword.encode(declaration.search.encoding, "ignore"))
            url = declaration.search.url.replace("{keyword}", word)
            yield plan_row(url, declaration, platforms, kind="list", reason="search")


def plan_row(
    url: str,
    declaration: PlatformDeclaration,
    platforms: tuple[PlatformDeclaration, ...],
    *,
    kind: PageKind | None = None,
    reason: str = "link",
    shop: str | None = None,
    look: int = 1,
) -> PlanRow:
    """Return the plan's row for a URL, with what the declaration says of it."""
    place = locate(url, declaration)
    kind = kind or place.kind
    own_shop = place.url if kind == "shop" else None
    fetch: FetchMode = "browser" if look == 2 else place.fetch
    return PlanRow(
        url=place.url,
        platform=platform_name(place.url, platforms) or host_of(place.url),
        kind=kind,
        look=2 if look == 2 else 1,
        reason=reason,
        item_id=place.item_id,
        # A self-built site is one shop, whichever of its pages is called its home.
        shop=site_shop(place.url, declaration) or place.shop or own_shop or shop,
        fetch=fetch,
    )


def site_shop(url: str, declaration: PlatformDeclaration) -> str | None:
    """Return the shop of a self-built site: the site itself; a marketplace's page belongs to nobody by its address."""
    if declaration.marketplace:
        return None
    parts = urlsplit(url)
    return clean_url(f"{parts.scheme}://{parts.netloc}/")


def undeclared(url: str) -> PlatformDeclaration:
    """Return the declaration of a shop nobody has declared: its host, and nothing known."""
    host = host_of(url)
    return PlatformDeclaration(
        name=host,
        title=host,
        marketplace=False,
        hosts=(host,),
        verified_on=_NOT_CHECKED,
        politeness=Politeness(delay_seconds=_UNDECLARED_DELAY),
    )


def manners_of(declaration: PlatformDeclaration, url: str) -> Manners:
    """Return how a host is visited; one on our own machine whose pace nobody declared needs less patience."""
    politeness = declaration.politeness
    declared = "politeness" in declaration.model_fields_set and "delay_seconds" in politeness.model_fields_set
    is_own = (urlsplit(url).hostname or "") in _OWN_MACHINE
    delay = politeness.delay_seconds
    if is_own and (not declared or declaration.verified_on == _NOT_CHECKED):
        delay = min(delay, _OWN_MACHINE_DELAY)
    return Manners(delay, politeness.concurrent_requests)


class Follower:
    """Reads the links of one platform's pages."""

    def __init__(
        self,
        declaration: PlatformDeclaration,
        platforms: tuple[PlatformDeclaration, ...],
        *,
        is_planned: Callable[[PlanRow], bool],
    ) -> None:
        self._declaration = declaration
        self._platforms = platforms
        self._is_planned = is_planned

    def read(self, page: FetchedPage, fragments: tuple[Fragment, ...] = ()) -> Onward:
        """Return what a kept page, with the parts that came by themselves, leads to."""
        if is_sitemap(page.decoded.text):
            return Onward(tuple(self._announced(page)), (), page.row.shop)
        if not page.is_html:
            return Onward((), (), page.row.shop)
        links = list(self._links(page, fragments))
        shop = page.row.shop or self._own_shop(page.row) or self._named_shop(page.row, links)
        rows: list[PlanRow] = []
        offsite: list[PageLink] = []
        wordless = _MOST_WORDLESS
        for link in links:
            if not same_site(link.url, self._declaration):
                if looks_like_disclosure(link):
                    offsite.append(link)
                continue
            if not may_follow_link(link) and not is_disclosed_picture(link):
                continue
            row = self._row(page.row, link, shop)
            if row is None and wordless and self._is_unknown_icon(page.row, link):
                wordless -= 1
                row = plan_row(link.url, self._declaration, self._platforms, kind="disclosure", shop=shop)
            if row is not None:
                rows.append(row)
        following = self._next_page(page.row, rows)
        # First, so that a plan torn in the middle of this page's rows still holds the way on.
        return Onward(((following,) if following else ()) + tuple(rows), tuple(offsite), shop)

    def same_item(self, page: FetchedPage) -> PlanRow | None:
        """Return the row of the address under which the site itself files this item, where it is another one."""
        row, url = page.row, page.canonical
        if url is None or row.kind != "item" or row.look == 2 or row.reason in _TARGETED:
            return None
        if not same_site(url, self._declaration) or not may_follow(url) or not _names_same(row.url, url):
            return None
        kind = self._kind(PageLink(url=url, text=""))
        found = plan_row(url, self._declaration, self._platforms, kind=kind, reason="link", shop=row.shop)
        return found if kind == "item" and comparison_key(found.url) != comparison_key(row.url) else None

    def _announced(self, page: FetchedPage) -> Iterator[PlanRow]:
        """Yield what a sitemap lists: further sitemaps, items and disclosures."""
        for url in read_sitemap(page.decoded.text):
            if not same_site(url, self._declaration):
                continue
            if urlsplit(url).path.lower().endswith(".xml"):
                yield plan_row(
                    url, self._declaration, self._platforms, kind="other", reason="sitemap", shop=page.row.shop
                )
            elif may_follow(url):
                link = PageLink(url=url, text="")
                kind = self._kind(link)
                if kind in ("item", "live_room", "disclosure"):
                    yield plan_row(without_view(url), self._declaration, self._platforms, kind=kind, shop=page.row.shop)

    def _links(self, page: FetchedPage, fragments: tuple[Fragment, ...]) -> Iterator[PageLink]:
        encoding = page.decoded.encoding if page.decoded.encoding != "mixed" else "utf-8"
        yield from read_links(page.tree, base=page.address, encoding=encoding)
        for fragment in page.snapshot.fragments if page.snapshot else fragments:
            if fragment.kind in ("frame", "state"):
                text = decode(fragment.body, fragment.content_type).text
                tree = LexborHTMLParser(text.replace("\x00", "").encode("utf-8", "replace"))
                yield from read_links(tree, base=fragment.url)

    def _named_shop(self, row: PlanRow, links: list[PageLink]) -> str | None:
        """Return the shop an item page names: the first link to a shop stands in its head."""
        if row.kind not in _ITEM_LIKE and row.kind != "disclosure":
            return None
        for link in links:
            place = locate(link.url, self._declaration)
            if place.kind == "shop" and same_site(link.url, self._declaration):
                return place.url
        return None

    def _own_shop(self, row: PlanRow) -> str | None:
        return site_shop(row.url, self._declaration) or (row.url if row.kind == "shop" else None)

    def _row(self, row: PlanRow, link: PageLink, shop: str | None) -> PlanRow | None:
        """Return the row for one link, None where it is not followed from here."""
        link = self._plain(link)
        kind = self._kind(link)
        if kind is None:
            return None
        if row.look == 2:
            wanted = kind == "disclosure" and row.kind in ("shop", "disclosure")
        elif row.reason in _TARGETED or row.kind in _ITEM_LIKE or row.kind == "disclosure":
            wanted = kind in ("shop", "disclosure") or (
                row.reason not in _TARGETED and (not self._declaration.patterns or (row.kind, kind) == _SOLD_LIVE)
            )
        else:
            wanted = row.kind in _OVERVIEWS
        if not wanted:
            return None
        # An item page also shows other shops' goods: only its own shop's page belongs to the way on.
        if row.kind in _ITEM_LIKE and kind == "shop" and shop and locate(link.url, self._declaration).url != shop:
            return None
        # A disclosure linked from an overview of many shops is the platform's own.
        of_platform = (row.kind, kind) == ("list", "disclosure")
        # A room sells goods of many shops; whose they are, their own pages say.
        anybodys = of_platform or (row.kind, kind) == _SOLD_LIVE
        belongs = None if anybodys and self._declaration.marketplace else shop
        reason = "second_look" if row.look == 2 else "paging" if self._is_paging(link.url) else "link"
        return plan_row(
            link.url, self._declaration, self._platforms, kind=kind, reason=reason, shop=belongs, look=row.look
        )

    def _is_unknown_icon(self, row: PlanRow, link: PageLink) -> bool:
        """Return whether a shop's page links a wordless picture to a page of no known kind: it may be a licence."""
        if row.kind != "shop" or row.look == 2 or not self._declaration.follow_disclosure_links:
            return False
        home = clean_url(link.url).rstrip("/").count("/") <= 2
        return bool(link.picture) and not link.text and not home and self._kind(link) is None

    def _plain(self, link: PageLink) -> PageLink:
        """Return the link without what only sorts its page, where the page is of the same kind without it."""
        plain = without_view(link.url)
        if plain == link.url or locate(plain, self._declaration).pattern != locate(link.url, self._declaration).pattern:
            return link
        return PageLink(url=plain, text=link.text)

    def _kind(self, link: PageLink) -> PageKind | None:
        place = locate(link.url, self._declaration)
        if place.pattern is not None:
            return place.kind
        if self._is_paging(link.url):
            return "list"
        if looks_like_disclosure(link):
            return "disclosure" if self._declaration.follow_disclosure_links else None
        return None if self._declaration.patterns else guess_kind(link)

    def _is_paging(self, url: str) -> bool:
        paging = self._declaration.paging
        return paging is not None and paging.pattern is not None and re.search(paging.pattern, url) is not None

    def _next_page(self, row: PlanRow, rows: list[PlanRow]) -> PlanRow | None:
        """Return the list page after this one, where pages are counted and this one showed something new."""
        paging = self._declaration.paging
        if paging is None or paging.parameter is None or row.kind != "list" or row.look == 2 or row.reason in _TARGETED:
            return None
        if not any(found.kind in _ITEM_LIKE and not self._is_planned(found) for found in rows):
            return None
        given = parameter_of(row.url, paging.parameter)
        here = int(given) if given and given.isdigit() else paging.first
        if (here - paging.first) // max(paging.step, 1) + 1 >= paging.max_pages:
            return None
        url = with_parameter(row.url, paging.parameter, str(here + paging.step))
        return plan_row(url, self._declaration, self._platforms, kind="list", reason="paging", shop=row.shop)


def _names_same(one: str, other: str) -> bool:
    """Return whether two addresses can be of one item: they share its number or its name in the path."""
    if urlsplit(one).path == urlsplit(other).path:
        return True
    return bool(_names_in(one) & _names_in(other))


def _names_in(url: str) -> frozenset[str]:
    parts = urlsplit(url)
    last = parts.path.rstrip("/").rpartition("/")[2].rpartition(".")[0] or parts.path.rstrip("/").rpartition("/")[2]
    numbers = re.findall(r"\d{2,}", f"{parts.path}?{parts.query}")
    return frozenset({last.lower(), *numbers}) - {"", "index", "detail", "item", "goods", "product", "show", "view"}
