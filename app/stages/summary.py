"""A sweep in numbers, from its ledger, its records and its newest judging."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from app.installation import Installation
from app.office.records import NewTask
from app.office.summary import PlatformNumbers, SilentGroup, SweepSummary, first_finished
from app.stages.endings import ending_reasons
from app.stages.fill_counts import FillCounts, fall_notes
from app.stages.generation import Generation
from app.stages.history import JudgedWith, records_of_lives
from app.stages.judge import PRICE_BASE, TASKS
from app.stages.offers import shop_rows
from app.stages.outages import outages
from app.stages.read import page_records, records_of, unread_pages
from crawler.capture.folder import OUTCOMES, SweepFolder
from crawler.records import Outcome, PageRecord
from matchers.life import SweepObservation, lives_of_sweep
from matchers.records import PriceBase, Severity


def summarise(
    installation: Installation,
    folder: SweepFolder,
    generation: Generation,
    observations: Sequence[SweepObservation],
) -> SweepSummary:
    """Return the sweep's summary as of its own end."""
    numbers = _Numbers(folder)
    records = records_of(folder)
    for page in page_records(records):
        numbers.add_page(page)
    told = lives_of_sweep(folder.id, observations)
    counted: Counter[str] = Counter(life.state for life in told.values() if life.confirmed)
    rules: Counter[str] = Counter()
    platforms: Counter[str] = Counter()
    severities: Counter[Severity] = Counter()
    pending = reference = new = 0
    for finding in records_of_lives(installation, {key: life for key, life in told.items() if life.open}):
        if finding.pending:
            pending += 1
        elif finding.standing == "reference":
            reference += 1
        else:
            rules[finding.rule] += 1
            platforms[finding.platform] += 1
            severities[finding.severity] += 1
            new += told[finding.id].state == "new"
    for shop in shop_rows(generation):
        numbers.fields.add_shop(shop.platform, shop.disclosure)
    tasks = Counter(task.kind for task in generation.rows(TASKS, NewTask))
    bases = list(generation.rows(PRICE_BASE, PriceBase))
    counts = folder.counts()
    failed = sum(1 for _ in unread_pages(records))
    judged = generation.manifest(JudgedWith)
    summary = SweepSummary(
        id=folder.id,
        name=folder.spec.name,
        kind=folder.spec.kind,
        started_at=folder.observed_at,
        finished_at=first_finished(folder.path) or installation.clock(),
        planned=counts["planned"],
        counts={outcome: counts[outcome] for outcome in OUTCOMES},
        reasons=ending_reasons(folder.visits()),
        items=numbers.items,
        shops=sum(1 for _ in shop_rows(generation)),
        by_platform=numbers.by_platform(platforms),
        findings=sum(rules.values()),
        findings_by_rule=dict(rules),
        findings_by_platform=dict(platforms),
        findings_by_severity=dict(severities),
        new=new,
        still=counted["still"],
        corrected=counted["corrected"],
        off_shelf=counted["off_shelf"],
        pending=pending,
        reference=reference,
        not_observable=dict(numbers.causes),
        evidence_tasks=tasks["evidence"],
        image_tasks=tasks["images"],
        second_looks=numbers.second_looks,
        reader_errors=judged.reader_errors,
        silent_groups=tuple(
            SilentGroup(group=base.group, subgroup=base.subgroup, sellers=base.sellers, reason=base.silent)
            for base in bases
            if base.silent
        ),
        robots_overrides=tuple(
            platform.name
            for platform in installation.platforms
            if platform.name in folder.spec.platforms and platform.politeness.robots == "override"
        ),
        reader=records.path.name,
        judged=generation.path.name,
        notes=(
            *((f"{failed} 个页面读取出错，见 records 中的 errors.jsonl",) if failed else ()),
            *left_out_notes(judged.left_out),
            *outages(folder),
        ),
    )
    fallen = fall_notes(installation, summary)
    return summary.model_copy(update={"notes": (*summary.notes, *fallen)})


def left_out_notes(sweeps: Sequence[str]) -> list[str]:
    """Return what staff are told where earlier sweeps could not be taken into account, as one line or none."""
    if not sweeps:
        return []
    named = "、".join(sweeps[:3]) + ("等" if len(sweeps) > 3 else "")
    return [
        f"{len(sweeps)} 次较早采集（{named}）的记录或判定与现行程序的版本不合，本次判定未用其历史与价格："
        f"先对各次运行 goodswatch read --sweep 与 goodswatch judge，再重新判定本次"
    ]


class _Numbers:
    """Counts visits and pages by platform."""

    def __init__(self, folder: SweepFolder) -> None:
        self._planned: Counter[str] = Counter()
        self._ended: dict[str, Counter[Outcome]] = defaultdict(Counter)
        self.second_looks = 0
        for visit in folder.visits():
            self._planned[visit.platform] += 1
            self._ended[visit.platform][visit.outcome] += 1
            self.second_looks += visit.look == 2
        self._items: Counter[str] = Counter()
        self._shops: Counter[str] = Counter()
        self.fields = FillCounts()
        self.causes: Counter[str] = Counter()

    def add_page(self, page: PageRecord) -> None:
        """Count one page record."""
        platform = page.platform or ""
        if page.disclosure is not None and page.kind == "shop" and page.look == 1:
            self._shops[platform] += 1
        if page.listing is None or page.look == 2:
            return
        self._items[platform] += 1
        if page.kind != "item":
            # A room shows of its goods what their own page says in full.
            return
        self.fields.add_item(platform, page.listing)
        self.causes.update(one.cause for one in page.listing.readings.values() if one.cause is not None)

    @property
    def items(self) -> int:
        """Item pages of the first look."""
        return sum(self._items.values())

    def by_platform(self, findings: Counter[str]) -> dict[str, PlatformNumbers]:
        """Return the numbers of every platform visited."""
        return {
            platform: PlatformNumbers(
                planned=planned,
                counts=dict(self._ended[platform]),
                items=self._items[platform],
                shops=self._shops[platform],
                findings=findings[platform],
                item_fields=self.fields.of_items(platform),
                shop_fields=self.fields.of_shops(platform),
            )
            for platform, planned in sorted(self._planned.items())
        }
