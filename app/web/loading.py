"""Fetches what the page shows from the data folder: captures, list rows, price bases, summaries, the next runs."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any

from app import labels
from app.installation import Installation
from app.office.summary import load_summaries
from app.schedule.timetable import next_due
from app.stages.generation import newest_complete
from app.web.dependencies import Captured, Coming, ListEdition, ListRow, PricePosition, RejectedRow, RuleText, WebDeps
from app.web.kept import KeptRecords
from config.errors import CaptureError, DeclarationError
from crawler.capture.folder import SweepFolder, list_sweeps
from matchers.lists.declaration import load_declarations
from matchers.lists.rows import read_version
from matchers.lists.store import list_versions
from matchers.records import PriceBase
from matchers.rules.registry import RULES

FOLDERS_KEPT = 8
"""Sweep folders whose ledgers stay read."""
PRICE_BASE = "price_base"
"""Evidence `price_base#<id>` cites a line of the sweep's `price_base.jsonl`."""
RATIO = "单价/中位数"
"""The compared feature of a price finding: unit price over median."""
STRONG_RATIO = Decimal("0.5")


def load_deps(installation: Installation) -> WebDeps:
    """Return everything the page needs from one installation."""
    data = installation.data
    captures = Captures(data)
    return WebDeps(
        store=installation.store,
        office=installation.office,
        data=data,
        clock=installation.clock,
        demo=installation.demo,
        version=version("goodswatch"),
        platforms=installation.platforms,
        group_titles={group.id: group.name for group in installation.catalogue.groups},
        region_titles=installation.divisions.name,
        rules={
            rule.id: RuleText(code=rule.id, title=rule.label, explanation=_after_title(rule.text))
            for rule in RULES.values()
        },
        unverified_articles=lambda identifier: article_unverified(installation, identifier),
        canonical_url=installation.canonical_url,
        fill_drop=installation.settings.fill_drop,
        summaries=lambda: load_summaries(data),
        capture=captures.find,
        record=KeptRecords(data).find,
        list_row=lambda reference: find_list_row(data, reference),
        list_editions=lambda: list(list_editions(data)),
        price_position=lambda document: price_position(installation, document),
        coming=lambda: coming_runs(installation),
    )


def article_unverified(installation: Installation, identifier: str) -> bool:
    """Return whether a basis' article number is still to be checked; a basis no longer declared says nothing."""
    try:
        return not installation.law.entry(identifier).article_verified
    except DeclarationError:
        return False


class Captures:
    """Finds captures by their hash; keeps the last used sweep folders open. Safe for several threads."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._folders: OrderedDict[str, SweepFolder] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, sha256: str, sweep: str | None) -> Captured | None:
        """Return the capture, looking into the sweep named first and then into the newest."""
        with self._lock:
            for folder in self._candidates(sweep):
                page = folder.page(sha256)
                if page is not None:
                    return Captured(sweep_id=folder.id, folder=folder.path, page=page)
        return None

    def _candidates(self, sweep: str | None) -> Iterator[SweepFolder]:
        if sweep is not None and _plain(sweep):
            with suppress(CaptureError):
                yield self._open(sweep)
        for folder in reversed(list_sweeps(self._data)):
            if folder.id != sweep:
                yield self._open(folder.id)

    def _open(self, sweep: str) -> SweepFolder:
        folder = self._folders.pop(sweep, None) or SweepFolder.open(self._data, sweep)
        self._folders[sweep] = folder
        if len(self._folders) > FOLDERS_KEPT:
            self._folders.popitem(last=False)
        return folder


def find_list_row(data: Path, reference: str) -> ListRow | None:
    """Return the row `list@version#row` names, as it was kept."""
    list_id, _, rest = reference.partition("@")
    name = rest.partition("#")[0]
    if not name or not _plain(list_id) or not _plain(name):
        return None
    edition = read_version(data / "lists" / list_id / name)
    if edition is None:
        return None
    for row in edition.kept_rows():
        if row.reference == reference:
            values = tuple((labels.label("column", field), value) for field, value in row.values.items())
            return ListRow(reference=reference, title=edition.title, published_on=row.effective, values=values)
    return None


def list_editions(data: Path) -> Iterator[ListEdition]:
    """Yield every imported version of every declared list, newest first."""
    for declaration in load_declarations():
        for edition in reversed(list_versions(data, declaration.id)):
            yield ListEdition(
                id=edition.list_id,
                title=edition.title,
                version=edition.version,
                source=edition.file,
                imported_at=edition.imported_at,
                rows=edition.rows,
                rejected=tuple(RejectedRow(row=row.place, reason=row.reason) for row in edition.rejected_rows()),
            )


def price_position(installation: Installation, document: Mapping[str, Any]) -> PricePosition | None:
    """Return where a price finding's unit price lies in its group; None for any other finding."""
    base = _price_base(installation.data, document)
    ratio = next((one["score"] for one in document.get("explanation") or () if one["feature"] == RATIO), None)
    if base is None or ratio is None or base.median is None or base.spread is None:
        return None
    group = next((group.name for group in installation.catalogue.groups if group.id == base.group), base.group)
    return PricePosition(
        title=f"{group}（{base.subgroup}）" if base.subgroup else group,
        unit=base.unit,
        own=base.median * Decimal(str(ratio)),
        median=base.median,
        spread=base.spread,
        threshold=base.median * STRONG_RATIO,
        sellers=base.sellers,
        window_from=base.window_from,
        window_to=base.window_to,
        prices=base.prices,
    )


def _price_base(data: Path, document: Mapping[str, Any]) -> PriceBase | None:
    """Return the cited line of a sweep's price base, from the newest judging that has it."""
    cited = next((row for row in document.get("list_rows") or () if row.startswith(f"{PRICE_BASE}#")), None)
    sweep = document.get("sweep") or ""
    if cited is None or not _plain(sweep):
        return None
    generation = newest_complete(data / "sweeps" / sweep / "findings")
    rows = generation.rows(f"{PRICE_BASE}.jsonl", PriceBase) if generation else ()
    wanted = cited.partition("#")[2]
    return next((base for base in rows if base.id == wanted), None)


def coming_runs(installation: Installation) -> list[Coming]:
    """Return when each sweep with a cron line runs next."""
    now = installation.clock()
    return [
        Coming(name=sweep.title or sweep.name, cron=sweep.cron, at=next_due(sweep, now))
        for sweep in installation.sweeps
        if sweep.cron is not None
    ]


def _after_title(text: str) -> str:
    """Return a rule's docstring without its first line, which is its title; the title where there is nothing else."""
    return text.partition("\n")[2].strip() or text


def _plain(name: str) -> bool:
    """Return whether a name taken from a document may stand in a path."""
    return bool(name) and "/" not in name and "\\" not in name and not name.startswith(".")
