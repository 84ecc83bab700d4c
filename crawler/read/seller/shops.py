"""Joins what all pages of one shop show in one sweep into one disclosure: shown anywhere counts."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.read.dom.home import is_home_address
from crawler.records import DISCLOSURE_FIELDS, Cause, Link, OtherValue, PageRecord, Reading, SellerDisclosure, Visit

_SHOP_KINDS = ("shop", "disclosure")
_SINGLE = ("shop", "name", "licence_number", "licence_text", "self_declaration", "address", "contact")
_IMAGE_ADDRESS = re.compile(r"\.(?:jpe?g|png|webp|gif|bmp|pdf)$", re.IGNORECASE)
_LICENCE_LINK = re.compile(r"执照|亮照|亮证|证照|工商|经营者信息|licen[cs]e", re.IGNORECASE)
_LICENCE_FIELDS = ("licence_number", "licence_text", "licence_images")
_CAUSE_OF_OUTCOME: dict[str, Cause] = {
    "gated": "gated",
    "refused_robots": "gated",
    "skipped_limit": "limit",
    "failed": "limit",
}
"""Paths of a self-built shop's home page."""
_WEIGHT: tuple[Cause, ...] = ("gated", "limit", "truncated", "not_rendered", "image_only", "place_gone")
"""Which cause is told first where several keep a field from being called not shown."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """Pages and visits of a shop, ready to be asked by address."""

    pages: tuple[PageRecord, ...]
    visits: dict[str, list[Visit]]
    records: dict[str, PageRecord]


def join_shop(pages: Sequence[PageRecord], visits: Sequence[Visit]) -> SellerDisclosure:
    """Return one shop's disclosure from all its pages of a sweep and from how each of its planned addresses ended."""
    seen = _Seen(tuple(pages), _by_address(visits), {key(page.url): page for page in pages if page.url})
    disclosures = _in_order(pages)
    links = _links(disclosures)
    possible = _together(disclosures, "possible_licence_images")
    by_name = {**dict.fromkeys(_SINGLE, disclosures), "shop": _names_first(pages)}
    values: dict[str, object] = {name: _single(by_name[name], name) for name in _SINGLE}
    values["licence_images"] = _together(disclosures, "licence_images")
    values["permits"] = _together(disclosures, "permits")
    if values["name"] is None:
        values["name"] = next((page.listing.seller for page in pages if page.listing and page.listing.seller), None)
    if values["shop"] is None:
        values["shop"] = _called_on_goods(pages)
    cause = _cause(seen, visits, links, possible)
    opened = None if _any_licence(values) else _working_link(links, seen)
    if opened is not None and _is_picture(opened):
        values["licence_images"] = (opened.url,)
        possible = tuple(url for url in possible if url != opened.url)
    return SellerDisclosure.model_validate(
        {
            **values,
            "shop_url": next(
                (disclosure.shop_url for disclosure in disclosures if disclosure.shop_url), _home_url(pages)
            ),
            "links": links,
            "individual": any(disclosure.individual for disclosure in disclosures)
            or any(page.listing.seller_individual for page in pages if page.listing),
            "possible_licence_images": possible,
            "unclear": _together(disclosures, "unclear"),
            "readings": {
                name: _reading(name, by_name.get(name, disclosures), values, cause, links, opened)
                for name in DISCLOSURE_FIELDS
            },
        }
    )


def _said(page: PageRecord) -> SellerDisclosure | None:
    """Return what a page says about the seller, wherever its record keeps it."""
    return page.disclosure or page.footer


def _is_home(page: PageRecord) -> bool:
    """Return whether a page is the shop's home page; of a self-built shop it may be a list or an article as well."""
    return page.kind == "shop" or (page.kind != "disclosure" and _said(page) is not None and is_home_address(page.url))


def key(url: str | None) -> str:
    """Return an address as addresses of one shop are compared: without scheme, fragment and closing slash."""
    parts = urlsplit(url or "")
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}{'?' + parts.query if parts.query else ''}"


def _by_address(visits: Iterable[Visit]) -> dict[str, list[Visit]]:
    found: dict[str, list[Visit]] = {}
    for visit in visits:
        for url in (visit.url, visit.final_url):
            if url:
                found.setdefault(key(url), []).append(visit)
    return found


def _in_order(pages: Iterable[PageRecord]) -> tuple[SellerDisclosure, ...]:
    """Return the disclosures, those of disclosure pages first, then shop pages, then other pages' footers."""
    rank = {"disclosure": 0, "shop": 1}
    ordered = sorted(pages, key=lambda page: 1 if _is_home(page) else rank.get(page.kind, 2))
    return tuple(said for page in ordered if (said := _said(page)) is not None)


def _names_first(pages: Iterable[PageRecord]) -> tuple[SellerDisclosure, ...]:
    """Return the disclosures in the order in which they name the shop: under a label, then on its home page."""

    def rank(page: PageRecord) -> tuple[int, str]:
        reading = said.readings.get("shop") if (said := _said(page)) is not None else None
        if reading is not None and reading.source in ("declaration", "label"):
            return 0, key(page.url)
        return 1 if _is_home(page) else 2, key(page.url)

    return tuple(said for page in sorted(pages, key=rank) if (said := _said(page)) is not None)


def _called_on_goods(pages: Iterable[PageRecord]) -> str | None:
    """Return what most of the shop's goods pages call it; of equally many the first in order of letters."""
    names = Counter(page.listing.shop for page in pages if page.listing and page.listing.shop)
    return min(names, key=lambda name: (-names[name], name), default=None)


def _single(disclosures: Iterable[SellerDisclosure], name: str) -> str | None:
    return next((value for disclosure in disclosures if (value := getattr(disclosure, name))), None)


def _together(disclosures: Iterable[SellerDisclosure], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for disclosure in disclosures for value in getattr(disclosure, name)))


def _links(disclosures: Iterable[SellerDisclosure]) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    for disclosure in disclosures:
        for link in disclosure.links:
            found.setdefault(key(link.url), link)
    return tuple(found.values())


def _any_licence(values: dict[str, object]) -> bool:
    return any(values[name] for name in _LICENCE_FIELDS)


def _cause(seen: _Seen, visits: Sequence[Visit], links: Sequence[Link], possible: Sequence[str]) -> Cause | None:
    """Return why nothing about this shop can be called not shown; None where all of it was seen."""
    causes: set[Cause] = set()
    home = [page for page in seen.pages if _is_home(page) and page.gate == "none" and _said(page) is not None]
    if not home:
        gated = any(_is_home(page) and page.gate != "none" for page in seen.pages)
        causes.add("gated" if gated else "limit")
    causes.update(_page_causes(seen.pages))
    for visit in visits:
        if visit.kind in _SHOP_KINDS and (cause := _CAUSE_OF_OUTCOME.get(visit.outcome)):
            causes.add(cause)
    for link in links:
        if (cause := _link_cause(link, seen)) is not None:
            causes.add(cause)
        if _names_licence(link) and _is_picture(link) and not _is_seen_picture(link, seen):
            causes.add("place_gone")
    if possible:
        causes.add("image_only")
    if any(said.unclear for page in seen.pages if (said := _said(page)) is not None):
        causes.add("not_rendered")
    return next((cause for cause in _WEIGHT if cause in causes), None)


def _page_causes(pages: Iterable[PageRecord]) -> set[Cause]:
    """Return what keeps the shop's pages from being a proof; of an address looked at twice its best look counts."""
    best: dict[str, set[Cause]] = {}
    for page in pages:
        if page.kind in _SHOP_KINDS or page.of_seller or _is_home(page):
            address, causes = key(page.url), _own_causes(page)
            best[address] = min(best.get(address, causes), causes, key=len)
    return {cause for causes in best.values() for cause in causes}


def _own_causes(page: PageRecord) -> set[Cause]:
    """Return what keeps one page from being a proof: its gate, or what it says of its own fields."""
    if page.gate != "none":
        return {"gated"}
    said = _said(page)
    if said is None:
        return {"not_rendered"}
    causes = {reading.cause for reading in said.readings.values() if reading.cause is not None}
    return {cause for cause in causes if cause in ("truncated", "not_rendered", "gated", "place_gone")}


def _link_cause(link: Link, seen: _Seen) -> Cause | None:
    """Return why what a disclosure link leads to was not seen; None where it was, or where it leads nowhere."""
    visits = seen.visits.get(key(link.url), [])
    if not visits:
        record = seen.records.get(key(link.url))
        return None if record is not None and record.gate == "none" and _was_read(record) else "limit"
    if any(visit.outcome in ("kept", "gone") for visit in visits):
        return None
    return next((cause for visit in visits if (cause := _CAUSE_OF_OUTCOME.get(visit.outcome))), "limit")


def _was_read(page: PageRecord) -> bool:
    """Return whether a page was read for what it says of its seller, or is about goods after all."""
    return page.of_seller or page.kind in (*_SHOP_KINDS, "item", "live_room")


def _working_link(links: Iterable[Link], seen: _Seen) -> Link | None:
    """Return a licence link that was opened and leads to an image or another host's page."""
    for link in links:
        if not _kept(link, seen) or not _names_licence(link):
            continue
        if _is_picture(link):
            if _is_seen_picture(link, seen):
                return link
            continue
        record = _record_behind(link, seen)
        if _is_foreign(link, seen) and (record is None or record.gate == "none"):
            return link
    return None


def _names_licence(link: Link) -> bool:
    return _LICENCE_LINK.search(f"{link.text} {link.url}") is not None


def _kept(link: Link, seen: _Seen) -> list[Visit]:
    return [visit for visit in seen.visits.get(key(link.url), []) if visit.outcome == "kept"]


def _record_behind(link: Link, seen: _Seen) -> PageRecord | None:
    """Return what was read of the page a link led to."""
    urls = (url for visit in _kept(link, seen) for url in (visit.url, visit.final_url))
    return next((seen.records[key(url)] for url in urls if key(url) in seen.records), None)


def _is_seen_picture(link: Link, seen: _Seen) -> bool:
    """Return whether a picture's address was answered with a picture, as far as is known.

    Servers answer for missing pictures with a page or a blank dot too: then nobody saw a licence, nor its absence.
    """
    record = _record_behind(link, seen)
    if record is None or record.gate != "none":
        return True
    said = _said(record)
    pictures = (*said.possible_licence_images, *said.licence_images) if said is not None else ()
    return any(key(url) in (key(link.url), key(record.url)) for url in pictures)


def _is_picture(link: Link) -> bool:
    return _IMAGE_ADDRESS.search(urlsplit(link.url).path) is not None


def _is_foreign(link: Link, seen: _Seen) -> bool:
    host = urlsplit(link.url).netloc.lower()
    return all(urlsplit(page.url or "").netloc.lower() != host for page in seen.pages if _is_home(page))


def _home_url(pages: Iterable[PageRecord]) -> str | None:
    return next((page.url for page in pages if _is_home(page) and page.url), None)


def _reading(
    name: str,
    disclosures: Sequence[SellerDisclosure],
    values: dict[str, object],
    cause: Cause | None,
    links: Sequence[Link],
    opened: Link | None,
) -> Reading:
    found = [disclosure.readings[name] for disclosure in disclosures if _is_shown(disclosure, name)]
    if found:
        return found[0].model_copy(update={"others": _others(name, disclosures, found[0])})
    if name in ("name", "shop") and values[name]:
        return Reading(state="shown", source="heuristic", place="item page", text=str(values[name]))
    if name == "licence_images" and opened is not None:
        return Reading(state="shown", source="label", place=opened.url, text=opened.text or opened.url)
    if name in ("licence_number", "licence_text") and (values["licence_images"] or opened is not None):
        return Reading(state="not_observable", cause="image_only")
    if name == "links" and links:
        return Reading(state="shown", source="label", place="a", text=links[0].text or links[0].url)
    return Reading(state="not_shown") if cause is None else Reading(state="not_observable", cause=cause)


def _is_shown(disclosure: SellerDisclosure, name: str) -> bool:
    reading = disclosure.readings.get(name)
    return reading is not None and reading.state == "shown" and bool(getattr(disclosure, name))


def _others(name: str, disclosures: Sequence[SellerDisclosure], first: Reading) -> tuple[OtherValue, ...]:
    """Return what other pages of the shop say differently for a single value."""
    if name not in _SINGLE:
        return first.others
    chosen = _single(disclosures, name)
    found: dict[str, OtherValue] = {other.value: other for other in first.others}
    for disclosure in disclosures:
        value = getattr(disclosure, name)
        reading = disclosure.readings.get(name)
        if value and value != chosen and reading is not None and reading.source is not None:
            found.setdefault(value, OtherValue(value=value, source=reading.source, place=reading.place or ""))
    return tuple(found.values())
