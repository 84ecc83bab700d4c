"""What may not be swept and is left to people as tasks 待人工取证: entries, shops and keywords of import platforms."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import quote

from app.installation import Installation
from app.office.records import NewTask
from config.sweeps import SweepDeclaration
from crawler.addresses import declaration_of
from crawler.platforms import PlatformDeclaration

REASON = "该平台不得自动采集，请人工保存页面后导入"


def may_be_swept(installation: Installation, url: str) -> bool:
    """Return whether a shop's platform, where it has a declared one, is swept and not imported."""
    declared = declaration_of(url, installation.platforms)
    return declared is None or declared.access == "crawl"


def tasks_by_hand(
    installation: Installation,
    platforms: Sequence[PlatformDeclaration],
    sweep: SweepDeclaration,
    *,
    since: datetime,
    sweep_id: str,
) -> Iterator[NewTask]:
    """Yield a task for each place that the sweep names and only a person may save."""
    for platform in platforms:
        if platform.access == "import":
            for url, reason in _places(platform, sweep.keywords):
                yield _task(installation, platform.name, url, reason, since, sweep_id)
    for shop in sweep.shops:
        declared = declaration_of(shop, installation.platforms)
        if declared is not None and declared.access == "import":
            yield _task(installation, declared.name, shop, REASON, since, sweep_id)


def _places(platform: PlatformDeclaration, keywords: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield (address, reason); where nothing more is declared, the platform's own home page."""
    search = platform.search
    words = tuple(keywords) or (search.keywords if search else ())
    for entry in platform.entries:
        yield entry.url, REASON
    if search is not None:
        for word in words:
            yield (
                search.url.replace("{keyword}", quote(word.encode(search.encoding, "ignore"))),
                f"{REASON}，搜索：{word}",
            )
    if not platform.entries and (search is None or not words):
        wanted = f"，搜索：{'、'.join(words)}" if words else ""
        yield f"https://{platform.hosts[0].removeprefix('*.')}/", f"{REASON}{wanted}"


def _task(installation: Installation, platform: str, url: str, reason: str, since: datetime, sweep_id: str) -> NewTask:
    return NewTask(
        kind="evidence",
        platform=platform,
        url=installation.canonical_url(url),
        reason=reason,
        since=since,
        sweep_id=sweep_id,
    )
