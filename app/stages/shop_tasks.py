"""What keeps a shop's disclosure from being judged and only a person can look at: pictures, controls, links away."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from app.office.records import NewTask, TaskKind
from app.stages.platform_numbers import SHARED
from crawler.addresses import host_of
from crawler.read.seller.shops import key
from crawler.records import PageRecord, SellerDisclosure, Visit
from matchers.disclosures import LICENCE_FIELDS

IMAGES = "店铺公示：图片或图标可能是营业执照，待看"
CONTROL = "店铺公示：内容要点开才显示或看不出是谁的（{}），需人工打开并保存"
NOT_OWN = "店铺公示：只见{}，可能是平台的，需人工确认经营者自己的执照"
LINK = "店铺公示：链接“{}”指向其他网站，未打开，需人工查看"
LINK_HERE = "店铺公示：链接“{}”没有打开，需人工打开查看"
ROBOTS = "店铺公示：robots 不允许自动读取，需人工打开并保存"
_SELLER_PAGES = ("shop", "disclosure")
_MOST_NAMED = 3


def shop_tasks(
    platform: str,
    disclosure: SellerDisclosure,
    pages: Sequence[PageRecord],
    visits: Sequence[Visit],
    *,
    since: datetime,
    sweep_id: str,
) -> Iterator[NewTask]:
    """Yield what a person must look at before this shop can be said to show no licence; nothing where it shows one.

    `disclosure` is what all its pages show together. Each picture, control and link is named once, at the first page
    of the shop that has it; gated pages have tasks of their own.
    """
    states = {name: reading.state for name, reading in disclosure.readings.items()}
    fields = (*LICENCE_FIELDS, "self_declaration")
    if any(states.get(name) == "shown" for name in fields) or all(states.get(name) == "not_shown" for name in fields):
        return

    def task(
        kind: TaskKind, url: str, reason: str, images: tuple[str, ...] = (), at: datetime | None = None
    ) -> NewTask:
        return NewTask(
            kind=kind,
            platform=platform,
            url=url,
            shop=disclosure.shop,
            reason=reason,
            images=images,
            since=at or since,
            sweep_id=sweep_id,
        )

    known: set[str] = set()
    for page in sorted(pages, key=lambda page: (page.kind not in _SELLER_PAGES, not page.of_seller)):
        if page.disclosure is None or page.url is None:
            continue
        if images := _new(page.disclosure.possible_licence_images, known):
            yield task("images", page.url, IMAGES, images, page.captured_at)
        unclear = _new(page.disclosure.unclear, known)
        for shared in (text for text in unclear if text.startswith(SHARED)):
            yield task("evidence", page.url, NOT_OWN.format(shared), at=page.captured_at)
        if controls := [text for text in unclear if not text.startswith(SHARED)]:
            yield task("evidence", page.url, CONTROL.format("、".join(controls[:_MOST_NAMED])), at=page.captured_at)
    visited = {key(url) for visit in visits for url in (visit.url, visit.final_url) if url}
    visited |= {key(page.url) for page in pages if page.url}
    hosts = {host_of(page.url) for page in pages if page.url}
    for link in disclosure.links:
        if key(link.url) not in visited and link.url not in known:
            reason = LINK_HERE if host_of(link.url) in hosts else LINK
            yield task("evidence", link.url, reason.format(link.text or link.url))
    for visit in visits:
        if visit.outcome == "refused_robots" and visit.kind in _SELLER_PAGES:
            yield task("evidence", visit.url, ROBOTS, at=visit.ended_at)


def one_each(tasks: Iterable[NewTask], *, canonical: Callable[[str], str]) -> list[NewTask]:
    """Return each page's tasks of one kind as one, which says all their reasons and names all their pictures.

    A page to be saved stands under its canonical address, so that importing it closes the task.
    """
    found: dict[tuple[str, str], NewTask] = {}
    for task in tasks:
        if task.kind == "evidence":
            task = task.model_copy(update={"url": canonical(task.url)})
        first = found.setdefault((task.kind, task.url), task)
        if first is not task:
            reasons = dict.fromkeys([*first.reason.split("；"), task.reason])
            images = tuple(dict.fromkeys((*first.images, *task.images)))
            found[task.kind, task.url] = first.model_copy(update={"reason": "；".join(reasons), "images": images})
    return list(found.values())


def _new(values: Iterable[str], known: set[str]) -> tuple[str, ...]:
    """Return the values not named before, and note them."""
    found = tuple(value for value in dict.fromkeys(values) if value not in known)
    known.update(found)
    return found
