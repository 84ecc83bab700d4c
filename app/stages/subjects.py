"""How each planned item and shop of a sweep was seen: what tells corrected from off shelf from not looked at."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal

from app.stages.generation import Generation
from app.stages.read import page_records
from app.stages.sweep_records import SweepRecords
from config.record import Record
from crawler.capture.folder import SweepFolder
from crawler.read.seller.shops import join_shop
from crawler.records import PageRecord, Visit
from matchers.context import Context
from matchers.identity import item_key, normalise_url
from matchers.judge import undecided_rules
from matchers.life import Outcome
from matchers.records import PriceBase

SUBJECTS = "subjects.jsonl"


class SubjectRow(Record):
    """One planned item or shop. `key` is the item's or shop's key; `url` its normalised URL, for items whose key only
    their page tells."""

    kind: Literal["item", "shop"]
    platform: str
    key: str | None
    url: str
    outcome: Outcome
    at: datetime | None
    dated: bool = True
    """False for kept pages whose capture time nobody knows."""
    undecided: tuple[str, ...] = ()


def subject_rows(generation: Generation) -> Iterator[SubjectRow]:
    """Yield the subject rows of a generation of findings. Raises CaptureError at one of another version."""
    return generation.rows(SUBJECTS, SubjectRow)


def subjects_of(
    folder: SweepFolder, sweep: SweepRecords, context: Context, bases: Sequence[PriceBase]
) -> Iterator[SubjectRow]:
    """Yield every planned item, then every planned shop."""
    bases_by_id = {base.id: base for base in bases}
    for page in page_records(sweep.generation):
        if page.platform is None or page.url is None or page.kind in {"shop", "disclosure", "list"}:
            continue
        if sweep.repeats_item(page):
            continue
        yield SubjectRow(
            kind="item",
            platform=page.platform,
            key=item_key(page) if page.listing else None,
            url=normalise_url(page.url),
            outcome=_page_outcome(page),
            at=page.captured_at,
            dated=page.captured_at is not None,
            undecided=tuple(sorted(undecided_rules(page, context, bases=bases_by_id))),
        )
    shops: dict[tuple[str, str], list[Visit]] = defaultdict(list)
    for visit in folder.visits():
        if visit.kind == "item" and visit.outcome != "kept":
            yield SubjectRow(
                kind="item",
                platform=visit.platform,
                key=visit.item_id,
                url=normalise_url(visit.url),
                outcome="off_shelf" if visit.outcome == "gone" else "not_rechecked",
                at=visit.ended_at,
            )
        elif visit.kind in {"shop", "disclosure"} and (shop := sweep.keys.of_visit(visit)):
            shops[visit.platform, shop].append(visit)
    for (platform, shop), visits in shops.items():
        yield _shop_row(platform, shop, visits, sweep, context)


def _page_outcome(page: PageRecord) -> Outcome:
    if page.on_shelf in {"off_shelf", "gone"}:
        return "off_shelf"
    return "complete" if page.gate == "none" and page.listing is not None else "not_rechecked"


def _shop_row(platform: str, shop: str, visits: Sequence[Visit], sweep: SweepRecords, context: Context) -> SubjectRow:
    homes = [visit for visit in visits if visit.kind == "shop"]
    ends = {visit.outcome for visit in visits}
    pages = sweep.pages_of_shop.get((platform, shop), [])
    outcome: Outcome = "not_rechecked"
    if homes and {visit.outcome for visit in homes} == {"gone"}:
        outcome = "off_shelf"
    elif pages and ends <= {"kept", "gone"}:
        outcome = "complete"
    undecided: frozenset[str] = frozenset()
    if pages:
        joined = join_shop(pages, [visit for visit in visits if visit.look == 1])
        undecided = undecided_rules(pages[-1].model_copy(update={"listing": None, "disclosure": joined}), context)
    return SubjectRow(
        kind="shop",
        platform=platform,
        key=shop,
        url=normalise_url(visits[0].url),
        outcome=outcome,
        at=max((visit.ended_at for visit in visits if visit.ended_at), default=None),
        dated=not pages or any(page.captured_at is not None for page in pages),
        undecided=tuple(sorted(undecided)),
    )
