"""Text in pictures, where it is switched on: which pictures are fetched, and what the engine reads in them.

It stands in a generation of its own beside the records (`images/<engine>/texts.jsonl`): reading pages stays quick and
the same on every machine, and no rule can see it. It is shown to the person who looks at the pictures, nowhere else.
"""

from collections.abc import Iterator
from itertools import islice

from app.installation import Installation
from app.office.records import NewTask
from app.stages.generation import Generation, newest_complete
from app.stages.image_records import IMAGES, TEXTS, ImageText, texts_of
from app.stages.judge import TASKS
from app.stages.shop_tasks import shop_tasks
from app.stages.sweep_records import ShopId, SweepRecords
from app.stages.tasks import image_tasks
from app.stages.versions import digest_of, version_of
from config.errors import PageError
from config.settings import REPOSITORY
from crawler.capture.folder import SweepFolder, list_sweeps
from crawler.capture.plan import IMAGE, PlanRow
from crawler.fetch.links import may_follow_part
from crawler.images.text import ImageTextReader
from crawler.images.values import values_of
from crawler.read.seller.shops import join_shop

MOST_OF_A_PAGE = 6
"""Pictures of one page that are fetched; what a person must look at beside them is still listed."""
MOST_IMAGES = 2000
"""Pictures fetched in one sweep."""


def image_rows(installation: Installation, folder: SweepFolder, records: Generation) -> Iterator[PlanRow]:
    """Yield the pictures of this sweep's 待人工看图 to fetch; those an earlier sweep has read are not fetched again."""
    known = _earlier(installation, folder)
    planned: set[str] = set()
    for task in _tasks(installation, folder, SweepRecords(installation, folder, records)):
        for url in islice(_fetchable(task), MOST_OF_A_PAGE):
            if url not in known and url not in planned and len(planned) < MOST_IMAGES:
                planned.add(url)
                yield PlanRow(url=url, platform=task.platform, reason=IMAGE, fetch="http")


def read_images(installation: Installation, folder: SweepFolder, reader: ImageTextReader) -> Generation:
    """Read the pictures a judged sweep kept; running it twice with the same engine changes nothing."""
    code = digest_of([REPOSITORY / "crawler" / "images", REPOSITORY / "crawler" / "read"])
    generation = Generation(folder.path / IMAGES / f"{reader.version}-{version_of({'code': code})[:8]}")
    if generation.complete:
        generation.make_newest()
        return generation
    generation.write(TEXTS, _texts(installation, folder, reader))
    generation.finish(engine=reader.version, sweep=folder.id)
    return generation


def _texts(installation: Installation, folder: SweepFolder, reader: ImageTextReader) -> Iterator[ImageText]:
    own = set()
    for url, page in folder.images():
        own.add(url)
        read = ImageText(url=url, capture=page.sha256, sweep=folder.id)
        try:
            lines = reader.read(page.body)
        except PageError as error:
            yield read.model_copy(update={"problem": str(error)})
            continue
        yield read.model_copy(update={"lines": lines, "values": values_of(lines)})
    judged = newest_complete(folder.path / "findings")
    wanted = {url for task in judged.lines(TASKS) for url in task["images"]} if judged is not None else set()
    yield from (text for url, text in _earlier(installation, folder).items() if url in wanted - own)


def _earlier(installation: Installation, folder: SweepFolder) -> dict[str, ImageText]:
    """Return what the last earlier sweep of the same name knows of pictures, its own and those handed on to it."""
    for one in reversed(list_sweeps(installation.data)):
        is_before = (one.observed_at, one.id) < (folder.observed_at, folder.id)
        if is_before and one.spec.name == folder.spec.name and (known := texts_of(one.path)):
            return known
    return {}


def _tasks(installation: Installation, folder: SweepFolder, sweep: SweepRecords) -> Iterator[NewTask]:
    """Yield the tasks that name pictures, as judging will."""
    joined = {key: join_shop(pages, sweep.visits_of_shop[key]) for key, pages in sweep.pages_of_shop.items()}
    shops: dict[ShopId, None] = {}
    for offer, _ in sweep.offers(joined):
        if offer.classification.scope == "in":
            groups = offer.classification.groups
            yield from image_tasks(offer.page, installation.catalogue.group(groups[0].id) if groups else None, folder)
            shops[offer.page.platform or "", offer.shop_key or ""] = None
    for key in shops:
        if key in joined:
            pages, visits = sweep.pages_of_shop[key], sweep.visits_of_shop[key]
            for task in shop_tasks(key[0], joined[key], pages, visits, since=folder.observed_at, sweep_id=folder.id):
                if task.kind == "images":
                    yield task


def _fetchable(task: NewTask) -> Iterator[str]:
    """Yield the pictures of a task that are files of their own."""
    return (url for url in task.images if url.startswith(("http://", "https://")) and may_follow_part(url))
