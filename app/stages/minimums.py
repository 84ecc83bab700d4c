"""The least a platform must yield: below what its declaration says, a sweep stops before it is published."""

from app.installation import Installation
from app.stages.read import page_records, records_of
from config.errors import CaptureError
from crawler.capture.folder import SweepFolder
from crawler.platforms import PlatformDeclaration


def check_minimums(installation: Installation, folder: SweepFolder) -> None:
    """Raise CaptureError for a platform of the sweep that yields less than it declares; imports are not measured."""
    if folder.spec.kind == "import":
        return
    swept = [platform for platform in installation.platforms if platform.name in folder.spec.platforms]
    yields = {platform.name: _Yield() for platform in swept}
    names = {name: platform.name for platform in swept for name in _names(platform)}
    for page in page_records(records_of(folder)):
        counted = yields.get(names.get(page.platform or "", ""))
        if counted is None:
            continue
        if page.listing is not None:
            counted.items.add(page.url or page.source)
            if page.look == 1 and page.kind == "item":
                counted.pages += 1
                for field, reading in page.listing.readings.items():
                    counted.shown[field] = counted.shown.get(field, 0) + (reading.state == "shown")
        if page.disclosure is not None:
            counted.shops.add(page.url or page.source)
    for platform in swept:
        _check(folder.id, platform, yields[platform.name])


class _Yield:
    """What one platform gave."""

    def __init__(self) -> None:
        self.items: set[str] = set()
        self.shops: set[str] = set()
        self.pages = 0
        """Item pages of the first look."""
        self.shown: dict[str, int] = {}


def _names(platform: PlatformDeclaration) -> list[str]:
    """Return what its records call the platform: a self-built shop goes by its hosts."""
    return [platform.name] if platform.marketplace else list(platform.hosts)


def _check(sweep: str, platform: PlatformDeclaration, got: _Yield) -> None:
    least = platform.minimums
    for kind, count, wanted in (("items", len(got.items), least.items), ("shops", len(got.shops), least.shops)):
        if count < wanted:
            raise CaptureError(
                f"{sweep}：平台 {platform.name} 只得到 {count}（{kind}），低于声明的 minimums.{kind} = {wanted}，未发布"
            )
    for field, wanted_share in least.filled.items():
        share = got.shown.get(field, 0) / got.pages if got.pages else 0.0
        if share < wanted_share:
            raise CaptureError(
                f"{sweep}：平台 {platform.name} 的 {field} 只在 {share:.0%} 的商品页上读出，"
                f"低于声明的 minimums.filled.{field} = {wanted_share:g}，未发布"
            )
