"""What judging one sweep rests on: law, products, lists and what earlier sweeps saw."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.installation import Installation
from app.stages.generation import Generation, newest_complete
from app.stages.offers import sights
from app.stages.versions import digest_of, version_of
from config.clock import BEIJING
from config.errors import CaptureError
from config.settings import REPOSITORY
from crawler.addresses import declaration_of, locate
from crawler.capture.folder import SweepFolder, list_sweeps
from crawler.platforms import platform_name
from matchers.context import Context
from matchers.history import History
from matchers.identity import Located, normalise_url
from matchers.lists.store import Lists, load_lists

JUDGING = (
    "matchers", "app/stages", "config/law.toml", "config/lists", "config/products", "config/regions",
    "crawler/read/seller/shops.py", "crawler/records.py", "app/office/records.py",
)  # fmt: skip
"""What decides which findings a sweep has, besides its records."""
REPLACEABLE = ("law.toml", "groups.toml", "divisions.csv")
"""Files of the data folder that stand in for shipped ones."""


def make_context(installation: Installation, folder: SweepFolder) -> Context:
    """Return the context for judging this sweep."""
    return Context(
        law=installation.law,
        catalogue=installation.catalogue,
        classifier=installation.classifier,
        divisions=installation.divisions,
        sweep_date=folder.observed_at.astimezone(BEIJING).date(),
        lists=load_official(installation),
        history=_history(installation, folder),
        price_window_days=installation.settings.price_window_days,
    )


def load_official(installation: Installation) -> Lists:
    """Read the current lists, with links and platform names resolved by the declarations."""
    platforms = installation.platforms

    def resolve(url: str) -> Located:
        text = url.strip() if "://" in url else f"http://{url.strip().lstrip('/')}"
        place = locate(text, declaration_of(text, platforms))
        return Located(platform=platform_name(text, platforms), url=normalise_url(place.url), item_id=place.item_id)

    return load_lists(
        installation.data,
        locate=resolve,
        platforms={platform.name: platform.title for platform in platforms if platform.marketplace},
    )


def judging_version(installation: Installation, folder: SweepFolder, context: Context, records: Generation) -> str:
    """Return the name of a generation of findings: a hash over everything it rests on."""
    return version_of(
        {
            "code": digest_of(REPOSITORY / place for place in JUDGING),
            "own": digest_of(path for name in REPLACEABLE if (path := installation.data / name).exists()),
            "declared": sorted(platform.model_dump_json() for platform in installation.platforms),
            "window": context.price_window_days,
            "records": records.path.name,
            "lists": dict(sorted(context.lists.versions.items())),
            "earlier": [f"{sweep.id}/{judged.path.name}" for sweep, judged in earlier(installation, folder)],
        }
    )


def earlier(installation: Installation, folder: SweepFolder) -> Iterator[tuple[SweepFolder, Generation]]:
    """Yield the judged sweeps that were observed before this one, oldest first."""
    for sweep in list_sweeps(installation.data):
        if (sweep.observed_at, sweep.id) >= (folder.observed_at, folder.id):
            continue
        judged = newest_complete(sweep.path / "findings")
        if judged is not None:
            yield sweep, judged


def window(installation: Installation, folder: SweepFolder) -> list[tuple[SweepFolder, Generation]]:
    """Return the earlier judged sweeps inside the price window."""
    since: datetime = folder.observed_at - timedelta(days=installation.settings.price_window_days)
    return [(sweep, judged) for sweep, judged in earlier(installation, folder) if sweep.observed_at >= since]


def _history(installation: Installation, folder: SweepFolder) -> History:
    history = History()
    for sweep, judged in earlier(installation, folder):
        try:
            for seen in sights(judged):
                if seen.captured_at is not None:
                    history.observe(seen.platform, seen.item_key, seen.shop_key, seen.captured_at, sweep=sweep.id)
        except CaptureError:
            history.miss(sweep.id)
    return history
