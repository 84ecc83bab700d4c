"""The publish stage: findings, listings, disclosures of judged sweeps → the index, then the summary that marks it."""

from collections.abc import Callable, Iterator, Mapping

from app.installation import Installation
from app.office.records import NewTask
from app.office.summary import findings_words, write_summary
from app.stages.documents import Documents, Named
from app.stages.generation import Generation, newest_complete
from app.stages.history import lives, observe
from app.stages.judge import TASKS
from app.stages.minimums import check_minimums
from app.stages.outages import refuse_empty
from app.stages.read import page_records, records_of
from app.stages.summary import summarise
from config.errors import CaptureError
from crawler.capture.folder import SweepFolder
from index.contract import BulkResult, Kind, Query
from index.publish import publish, publish_anew
from matchers.life import Life, follow

KINDS: tuple[Kind, ...] = ("findings", "listings", "disclosures")
KIND_TITLES = {"findings": "线索", "listings": "在售商品", "disclosures": "信息公示"}


def publish_sweep(installation: Installation, folder: SweepFolder) -> str:
    """Publish one judged sweep and return what happened in one line.

    The summary is written last: while it is not there, or tells of another judging, the sweep counts as not published.
    Raises StoreUnavailable with nothing marked; running again completes it.
    """
    generation = newest_complete(folder.path / "findings")
    if generation is None:
        raise CaptureError(f"{folder.id}：还没有判定，请先运行 goodswatch judge {folder.id}")
    refuse_empty(folder)
    check_minimums(installation, folder)
    documents = Documents(installation)
    observations = observe(installation)
    all_lives = follow(observations)
    here = {life.id: life for life in all_lives.values() if any(step.sweep == folder.id for step in life.history)}
    _withdraw_stale(installation, folder, all_lives)
    results = {
        "findings": publish(installation.store, "findings", documents.findings(here)),
        "listings": publish(installation.store, "listings", documents.listings(folder.id)),
        "disclosures": publish(installation.store, "disclosures", documents.disclosures(folder.id)),
    }
    _hand_over_tasks(installation, folder, generation)
    summary = summarise(installation, folder, generation, observations)
    notes = (*summary.notes, *_refused(results))
    write_summary(folder.path, summary.model_copy(update={"notes": notes}))
    counts = "，".join(f"{KIND_TITLES[kind]} {result.indexed}" for kind, result in results.items())
    told = f"已发布 {folder.id}：{findings_words(summary)}；收入索引：{counts}"
    return told + "".join(f"；{note}" for note in notes)


def rebuild_index(installation: Installation, *, progress: Callable[[str], None]) -> str:
    """Build every kind anew from all judged sweeps beside the live index, then swap."""
    documents = Documents(installation)
    sources: dict[Kind, Iterator[Named]] = {
        "findings": documents.findings(lives(installation)),
        "listings": documents.listings(),
        "disclosures": documents.disclosures(),
    }
    results: dict[str, BulkResult] = {}
    for kind in KINDS:
        progress(f"重建 {KIND_TITLES[kind]} …")
        results[kind] = publish_anew(installation.store, kind, sources[kind])
    counts = "，".join(f"{KIND_TITLES[kind]} {result.indexed}" for kind, result in results.items())
    return f"已重建索引：{counts}" + ("；" + "；".join(_refused(results)) if _refused(results) else "")


def _withdraw_stale(installation: Installation, folder: SweepFolder, known: Mapping[str, Life]) -> None:
    """Mark documents of this sweep that no judging holds any more (it was judged again) as withdrawn."""
    query = Query(kind="findings", filters={"sweep": (folder.id,)}, excludes={"state": ("withdrawn",)})
    stale = [hit.id for hit in installation.store.export(query) if hit.id not in known]
    if stale:
        installation.store.update("findings", ((identifier, {"state": "withdrawn"}) for identifier in stale))


def _hand_over_tasks(installation: Installation, folder: SweepFolder, generation: Generation) -> None:
    """Open the sweep's tasks in the office database; an import closes those its pages answer and do not ask again."""
    tasks = list(generation.rows(TASKS, NewTask))
    installation.office.add_tasks(tasks)
    if folder.spec.kind == "import":
        asked = {task.url for task in tasks if task.kind == "evidence"}
        urls = [page.url for page in page_records(records_of(folder)) if page.url and page.gate == "none"]
        answered = [url for url in urls if url not in asked]
        installation.office.close_imported(answered, by=f"导入 {folder.id}", at=installation.clock())


def _refused(results: Mapping[str, BulkResult]) -> list[str]:
    return [
        f"{KIND_TITLES[kind]} {len(result.rejected)} 条未收入索引，"
        f"例如 {result.rejected[0].id}：{result.rejected[0].reason}"
        for kind, result in results.items()
        if result.rejected
    ]
