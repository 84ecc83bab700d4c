"""Puts the web page together with the installation: loaders for captures, lists, prices and the clock."""

import re
import socket
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from importlib.metadata import version
from typing import Any

from app.installation import Installation
from app.office.summary import load_summaries
from app.schedule.timetable import next_due
from app.stages.generation import newest_complete
from app.stages.judge import PRICE_BASE
from app.web.application import create_app, serve
from app.web.dependencies import (
    Captured,
    Coming,
    ListEdition,
    ListRow,
    PricePosition,
    RejectedRow,
    RuleText,
    WebDeps,
)
from config.errors import MonitorError
from config.sweeps import load_sweeps
from crawler.capture.folder import SweepFolder, list_sweeps
from matchers.lists.declaration import load_declarations
from matchers.lists.store import list_versions
from matchers.records import PriceBase
from matchers.rules.registry import RULES

STRONG_RATIO = Decimal("0.5")
"""The price rule's own ratio bound, drawn as the threshold."""
_REFERENCE = re.compile(r"(?P<list>[^@]+)@(?P<version>[^#]+)#(?P<row>.+)")


def serve_page(installation: Installation, *, port: int | None, say: Callable[[str], None]) -> None:
    """Serve until interrupted, printing the address first."""
    host = installation.settings.web_host
    wanted = installation.settings.web_port if port is None else port
    chosen = wanted or _free_port(host)
    say(f"网页地址：http://{host}:{chosen}/ （Ctrl+C 结束）")
    serve(create_app(web_deps(installation)), host, chosen)


def web_deps(installation: Installation) -> WebDeps:
    """Return what the page needs, over this installation."""
    loaders = _Loaders(installation)
    return WebDeps(
        store=installation.store,
        office=installation.office,
        data=installation.data,
        clock=installation.clock,
        demo=installation.demo,
        version=version("goodswatch"),
        platforms=installation.platforms,
        group_titles={group.id: group.name for group in installation.catalogue.groups},
        region_titles=installation.divisions.name,
        rules={rule.id: RuleText(code=rule.id, title=rule.label, explanation=rule.text) for rule in RULES.values()},
        unverified_articles=loaders.article_unverified,
        canonical_url=installation.canonical_url,
        summaries=lambda: load_summaries(installation.data),
        capture=loaders.capture,
        list_row=loaders.list_row,
        list_editions=loaders.list_editions,
        price_position=loaders.price_position,
        coming=loaders.coming,
    )


class _Loaders:
    """Looks things up in the data folder when a page asks for them."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    def article_unverified(self, identifier: str) -> bool:
        """Return whether a basis' article number is still to be checked."""
        try:
            return not self._installation.law.entry(identifier).article_verified
        except (KeyError, MonitorError):
            return False

    def capture(self, sha256: str, sweep_id: str | None) -> Captured | None:
        """Return a capture by its hash, looking first in the sweep named."""
        if not re.fullmatch(r"[0-9a-f]{64}", sha256):
            return None
        folders = list(reversed(list_sweeps(self._installation.data)))
        folders.sort(key=lambda folder: folder.id != sweep_id)
        for folder in folders:
            page = folder.page(sha256)
            if page is not None:
                return Captured(sweep_id=folder.id, folder=folder.path, page=page)
        return None

    def list_row(self, reference: str) -> ListRow | None:
        """Return the cited row of an official list."""
        matched = _REFERENCE.fullmatch(reference)
        if matched is None:
            return None
        for edition in list_versions(self._installation.data, matched["list"]):
            if edition.version != matched["version"]:
                continue
            for row in edition.kept_rows():
                if row.reference == reference:
                    return ListRow(
                        reference=reference,
                        title=edition.title,
                        published_on=row.effective,
                        values=tuple(row.values.items()),
                    )
        return None

    def list_editions(self) -> Sequence[ListEdition]:
        """Return every imported version of every declared list."""
        return [
            ListEdition(
                id=declaration.id,
                title=declaration.title,
                version=edition.version,
                source=edition.file,
                imported_at=edition.imported_at,
                rows=edition.rows,
                rejected=tuple(RejectedRow(row=row.place, reason=row.reason) for row in edition.rejected_rows()),
            )
            for declaration in load_declarations()
            for edition in list_versions(self._installation.data, declaration.id)
        ]

    def price_position(self, document: Mapping[str, Any]) -> PricePosition | None:
        """Return a price finding's place in its group, from the base line it cites."""
        cited = next(
            (one["list_row"] for one in document.get("evidence", ()) if (one.get("list_row") or "").startswith(BASE)),
            None,
        )
        sweep = document.get("sweep")
        if cited is None or not isinstance(sweep, str):
            return None
        folder = SweepFolder.open(self._installation.data, sweep)
        generation = newest_complete(folder.path / "findings")
        rows = generation.lines(PRICE_BASE) if generation else iter(())
        base = next((one for row in rows if (one := PriceBase.model_validate(row)).id == cited[len(BASE) :]), None)
        if base is None or base.median is None or base.spread is None:
            return None
        ratio = next(
            (one["score"] for one in document.get("explanation", ()) if one.get("feature") == "单价/中位数"), None
        )
        if ratio is None:
            return None
        group = self._installation.catalogue.group(base.group).name
        return PricePosition(
            title=group + (f"（{base.subgroup}）" if base.subgroup else ""),
            unit=base.unit,
            own=(base.median * Decimal(str(ratio))).quantize(Decimal("0.01")),
            median=base.median,
            spread=base.spread,
            threshold=(base.median * STRONG_RATIO).quantize(Decimal("0.01")),
            sellers=base.sellers,
            window_from=base.window_from,
            window_to=base.window_to,
            prices=base.prices,
        )

    def coming(self) -> Sequence[Coming]:
        """Return the next run of every sweep with a cron line."""
        now = self._installation.clock()
        return [
            Coming(name=sweep.name, cron=sweep.cron, at=next_due(sweep, now))
            for sweep in load_sweeps(self._installation.data)
            if sweep.cron is not None
        ]


BASE = "price_base#"


def _free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port
