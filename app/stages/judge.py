"""The judge stage: records of one sweep → findings, price base, offers, shops and tasks, by current rules and lists."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from app.installation import Installation
from app.office.records import NewTask
from app.stages.context import judging_version, make_context, window
from app.stages.generation import Generation
from app.stages.history import FINDINGS, JudgedWith
from app.stages.offers import OFFERS, SHOPS, OfferRow, ShopRow, offer_rows, shop_rows
from app.stages.read import page_records, records_of
from app.stages.shop_tasks import one_each, shop_tasks
from app.stages.subjects import SUBJECTS, subjects_of
from app.stages.sweep_records import ShopId, SweepRecords
from app.stages.tasks import image_tasks, room_tasks, tasks_of
from config.errors import CaptureError
from config.products.catalogue import ProductGroup
from crawler.capture.folder import SweepFolder
from crawler.read.seller.shops import join_shop
from crawler.records import LiveRoles, PageRecord, SellerDisclosure, Visit
from matchers.context import Context
from matchers.judge import Combined, combine_looks, judge_item, judge_many, judge_shop, undecided_rules
from matchers.records import Finding, OfferInSweep, ShopInSweep
from matchers.rules.registry import RULES

PRICE_BASE = "price_base.jsonl"
TASKS = "tasks.jsonl"


def judge_sweep(installation: Installation, folder: SweepFolder) -> Generation:
    """Judge a read sweep and return the complete generation; judging twice by the same inputs changes nothing."""
    records = records_of(folder)
    context = make_context(installation, folder)
    version = judging_version(installation, folder, context, records)
    generation = Generation(folder.path / "findings" / version)
    if _stands(generation):
        generation.make_newest()
        return generation
    generation.discard()
    left_out = set(context.history.missed)
    sweep = SweepRecords(installation, folder, records)
    sweep.observe(context.history, folder.id)
    judged = _Judged()
    joined = {key: join_shop(pages, sweep.visits_of_shop[key]) for key, pages in sweep.pages_of_shop.items()}
    _judge_items(sweep, joined, context, judged, folder)
    _judge_shops(sweep, joined, context, judged, folder)
    bases, found = judge_many(
        _offers(page_records(records), {row.source: row for row in judged.offers}, joined),
        context,
        earlier=_earlier_offers(installation, folder, left_out),
    )
    judged.findings += found
    generation.write(OFFERS, iter(judged.offers))
    generation.write(SHOPS, iter(judged.shops))
    generation.write(PRICE_BASE, iter(bases))
    generation.write(SUBJECTS, subjects_of(folder, sweep, context, bases))
    generation.write(
        TASKS, one_each([*tasks_of(installation, folder), *judged.tasks], canonical=installation.canonical_url)
    )
    generation.write(FINDINGS, iter(sorted(judged.findings, key=lambda finding: finding.id)))
    generation.finish(
        sweep=folder.id,
        records=records.path.name,
        rules=sorted(context.rules or RULES),
        lists=dict(context.lists.versions),
        list_rows={name: sorted(contents) for name, contents in context.lists.contents().items()},
        reader_errors=judged.reader_errors,
        left_out=sorted(left_out),
    )
    return generation


def _stands(generation: Generation) -> bool:
    """Return whether a generation is whole and rests on everything there is: what it left out may be there by now."""
    if not generation.complete or not generation.intact:
        return False
    try:
        return not generation.manifest(JudgedWith).left_out
    except CaptureError:
        return False


def not_shown_subjects(
    installation: Installation, folder: SweepFolder, generation: Generation
) -> Iterator[tuple[Finding, list[PageRecord], list[Visit]]]:
    """Yield what the first look suspects because something is not shown, with what a second look must fetch.

    These are the pages it rests on, and of a shop the visits to links that led nowhere.
    """
    context = make_context(installation, folder)
    sweep = SweepRecords(installation, folder, generation)
    joined = {key: join_shop(pages, sweep.visits_of_shop[key]) for key, pages in sweep.pages_of_shop.items()}
    in_scope: dict[ShopId, set[str]] = defaultdict(set)
    for offer, key in sweep.offers(joined):
        platform = offer.page.platform or ""
        if offer.classification.scope == "in" and offer.shop_key:
            in_scope[platform, offer.shop_key].add(key)
        for finding in judge_item(offer, context):
            if finding.looks is not None:
                yield finding, [offer.page], []
    for (platform, shop_key), pages in sweep.pages_of_shop.items():
        views = _views(platform, shop_key, pages, sweep.visits_of_shop[platform, shop_key], in_scope)
        for finding in judge_shop(views[1], context) if 1 in views else ():
            if finding.looks is not None:
                yield finding, list(views[1].pages), [visit for visit in views[1].visits if visit.outcome == "gone"]


class _Judged:
    """What judging a sweep gathers."""

    def __init__(self) -> None:
        self.offers: list[OfferRow] = []
        self.shops: list[ShopRow] = []
        self.findings: list[Finding] = []
        self.tasks: list[NewTask] = []
        self.reader_errors = 0
        self.in_scope: dict[ShopId, set[str]] = defaultdict(set)

    def take(self, both: Combined) -> None:
        """Add what the looks at one item or shop come to."""
        self.findings += both.findings
        self.reader_errors += both.reader_errors


def _judge_items(
    sweep: SweepRecords,
    joined: dict[ShopId, SellerDisclosure],
    context: Context,
    judged: _Judged,
    folder: SweepFolder,
) -> None:
    first: dict[str, list[Finding]] = {}
    second: dict[str, list[Finding]] = {}
    undecided: dict[str, frozenset[str]] = {}
    vouched: set[str] = set()
    for offer, key in sweep.offers(joined):
        page = offer.page
        judged.offers.append(_offer_row(offer, key, sweep.rooms.roles_of(page)))
        if offer.classification.scope == "in":
            if offer.shop_key:
                judged.in_scope[page.platform or "", offer.shop_key].add(key)
            group = _group_of(offer, context)
            judged.tasks += [*image_tasks(page, group, folder), *room_tasks(page, group, folder)]
        subject = f"{page.platform}\x1f{key}"
        (first if page.look == 1 else second).setdefault(subject, []).extend(judge_item(offer, context))
        if page.look == 2:
            undecided[subject] = undecided_rules(page, context)
        elif is_own_second_look(page):
            vouched.add(subject)
    for subject in dict.fromkeys([*first, *second]):
        both = combine_looks(first.get(subject, []), second.get(subject), undecided=undecided.get(subject, frozenset()))
        judged.take(_counted(both) if subject in vouched else both)


def _judge_shops(
    sweep: SweepRecords,
    joined: dict[ShopId, SellerDisclosure],
    context: Context,
    judged: _Judged,
    folder: SweepFolder,
) -> None:
    for (platform, shop_key), pages in sweep.pages_of_shop.items():
        visits = sweep.visits_of_shop[platform, shop_key]
        views = _views(platform, shop_key, pages, visits, judged.in_scope)
        first = list(judge_shop(views[1], context)) if 1 in views else []
        second = list(judge_shop(views[2], context)) if 2 in views else None
        unsure = _undecided_shop(views.get(2), context)
        both = combine_looks(first, second, undecided=unsure)
        judged.take(_counted(both) if all(map(is_own_second_look, pages)) else both)
        if judged.in_scope[platform, shop_key]:
            shown = joined[platform, shop_key]
            judged.tasks += shop_tasks(platform, shown, pages, visits, since=folder.observed_at, sweep_id=folder.id)
        judged.shops.append(
            ShopRow(
                platform=platform,
                shop_key=shop_key,
                captured_at=pages[-1].captured_at,
                items_in_scope=len(judged.in_scope[platform, shop_key]),
                disclosure=joined[platform, shop_key],
                sources=tuple(page.source for page in pages),
            )
        )


def is_own_second_look(page: PageRecord) -> bool:
    """Return whether a page was saved by a person after rendering, at a known time: it needs no second look."""
    return page.fetched == "imported" and page.rendered and page.captured_at is not None


def _counted(both: Combined) -> Combined:
    """Let one-look findings on such pages count; they say looks = 1 all the same."""
    return both._replace(findings=[finding.model_copy(update={"pending": False}) for finding in both.findings])


def _undecided_shop(view: ShopInSweep | None, context: Context) -> frozenset[str]:
    """Return the rules the joined second view cannot decide; a page alone would say too much."""
    if view is None:
        return frozenset()
    joined_page = view.pages[-1].model_copy(update={"listing": None, "disclosure": view.disclosure})
    return undecided_rules(joined_page, context)


def _views(
    platform: str,
    shop_key: str,
    pages: Iterable[PageRecord],
    visits: list[Visit],
    in_scope: dict[ShopId, set[str]],
) -> dict[int, ShopInSweep]:
    """Return the shop as each look saw it."""
    views: dict[int, ShopInSweep] = {}
    for look in (1, 2):
        seen = [page for page in pages if page.look == look]
        if not seen:
            continue
        planned = [visit for visit in visits if visit.look == look]
        views[look] = ShopInSweep(
            platform=platform,
            shop_key=shop_key,
            disclosure=join_shop(seen, planned),
            pages=tuple(seen),
            visits=tuple(planned),
            items_in_scope=len(in_scope[platform, shop_key]),
            captured_at=seen[-1].captured_at,
            looks=2 if look == 2 else 1,
        )
    return views


def _group_of(offer: OfferInSweep, context: Context) -> ProductGroup | None:
    groups = offer.classification.groups
    return context.catalogue.group(groups[0].id) if groups else None


def _offer_row(offer: OfferInSweep, key: str, live_roles: tuple[LiveRoles, ...]) -> OfferRow:
    page = offer.page
    return OfferRow(
        source=page.source,
        platform=page.platform or "",
        url=page.url,
        item_key=key,
        shop_key=offer.shop_key,
        captured_at=page.captured_at,
        look=page.look,
        classification=offer.classification,
        on_shelf=page.on_shelf,
        availability=offer.listing.availability,
        live_roles=live_roles,
    )


def _earlier_offers(installation: Installation, folder: SweepFolder, left_out: set[str]) -> Iterator[OfferInSweep]:
    """Yield the offers of the price window's earlier sweeps, the oldest sweep first.

    A sweep kept by another version of the program gives what can be read of it, and its id goes into `left_out`.
    """
    for sweep, judged in window(installation, folder):
        try:
            known = {row.source: row for row in offer_rows(judged)}
            shops = {(shop.platform, shop.shop_key): shop.disclosure for shop in shop_rows(judged)}
            yield from _offers(page_records(records_of(sweep)), known, shops)
        except CaptureError:
            left_out.add(sweep.id)


def _offers(
    pages: Iterable[PageRecord], known: Mapping[str, OfferRow], shops: Mapping[ShopId, SellerDisclosure]
) -> Iterator[OfferInSweep]:
    for page in pages:
        row = known.get(page.source)
        if row is not None:
            yield OfferInSweep(
                page=page,
                classification=row.classification,
                shop_key=row.shop_key,
                disclosure=shops.get((row.platform, row.shop_key or "")),
            )
