"""A licence that the home pages of most shops of a marketplace show alike is hardly each seller's own.

It is the platform's, in the footer of every page; or these shops are one company's, or the platform's own. Nobody can
tell from the pages: so it counts neither as shown nor as not shown, and a person is asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.stages.platform_pages import is_most
from crawler.records import PageRecord, Reading, SellerDisclosure

SHARED = "多家店铺都有的号码或执照"
"""How what is unclear about such a shop begins."""
_NUMBER, _IMAGES, _TEXT = "licence_number", "licence_images", "licence_text"
_BESIDE = ("name", "address")
"""What stands beside such a licence and is as little the seller's where most shops show it too."""


@dataclass(frozen=True, slots=True)
class SharedLicence:
    """What most shops of one marketplace show alike."""

    licences: frozenset[str]
    """Licence numbers and addresses of licence pictures."""
    beside: frozenset[str]
    """Names and addresses of sellers."""

    def __bool__(self) -> bool:
        return bool(self.licences)


def shared_licence(shops: Iterable[Sequence[PageRecord]]) -> SharedLicence:
    """Return what the home pages of most shops of one marketplace show of a licence; `shops` holds each shop's pages.

    Counted are shops of different names; numbers that a page hides in part are never compared.
    """
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    count = 0
    for pages in shops:
        count += 1
        homes = [page.disclosure for page in pages if page.kind == "shop" and page.disclosure is not None]
        name = next((home.shop for home in homes if home.shop), None)
        for shown in {pair for home in homes for pair in _shown(home)} if name is not None else ():
            names[shown].add(name or "")
    common = [shown for shown, of in names.items() if is_most(len(of), count)]
    return SharedLicence(
        licences=frozenset(value for field, value in common if field not in _BESIDE),
        beside=frozenset(value for field, value in common if field in _BESIDE),
    )


def without_shared_licence(pages: Iterable[PageRecord], shared: SharedLicence) -> list[PageRecord]:
    """Return a shop's pages without it; a page that showed it is marked as unclear."""
    return [_without(page, shared) for page in pages]


def _shown(said: SellerDisclosure) -> Iterable[tuple[str, str]]:
    """Yield what a home page shows of a licence and of its seller, by field."""
    reading = said.readings.get(_NUMBER)
    if said.licence_number and not (reading and reading.masked):
        yield _NUMBER, said.licence_number
        yield from ((_NUMBER, other.value) for other in (reading.others if reading else ()))
    yield from ((_IMAGES, image) for image in said.licence_images)
    yield from ((field, value) for field in _BESIDE if (value := getattr(said, field)))


def _without(page: PageRecord, shared: SharedLicence) -> PageRecord:
    said = page.disclosure
    if said is None:
        return page
    found = [value for value in (said.licence_number, *said.licence_images) if value in shared.licences]
    found += [value for value in shared.licences if said.licence_text and value in said.licence_text]
    if not found:
        return page
    values: dict[str, object] = {"unclear": (*said.unclear, f"{SHARED}：{found[0]}")}
    readings = dict(said.readings)
    if said.licence_number in shared.licences:
        values[_NUMBER], readings[_NUMBER] = _other(_NUMBER, said, shared.licences)
    if said.licence_text and any(value in said.licence_text for value in shared.licences):
        values[_TEXT], readings[_TEXT] = None, Reading(state="not_shown")
    if images := tuple(image for image in said.licence_images if image not in shared.licences):
        values[_IMAGES] = images
    elif said.licence_images:
        values[_IMAGES], readings[_IMAGES] = (), Reading(state="not_shown")
    for field in _BESIDE:
        if getattr(said, field) in shared.beside:
            values[field], readings[field] = _other(field, said, shared.beside)
    return page.model_copy(update={"disclosure": said.model_copy(update={**values, "readings": readings})})


def _other(field: str, said: SellerDisclosure, shared: frozenset[str]) -> tuple[str | None, Reading]:
    """Return what the page says of a field beside the shared value, and how that is read."""
    reading = said.readings.get(field)
    for other in reading.others if reading else ():
        if other.value not in shared:
            return other.value, Reading(state="shown", source=other.source, place=other.place, text=other.value)
    return None, Reading(state="not_shown")
