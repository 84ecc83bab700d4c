"""What a sweep is to fetch: from its declaration, a platform's name or a shop's address to its order and first plan."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.installation import Installation
from app.stages.by_hand import may_be_swept
from app.stages.recheck import recheck_rows
from config.errors import DeclarationError, InputRejected
from config.sweeps import SweepDeclaration
from config.web_address import web_address
from crawler.addresses import clean_url
from crawler.capture.plan import PlanRow, SweepSpec
from crawler.platforms import PlatformDeclaration, platform_name

if TYPE_CHECKING:
    from crawler.capture.folder import SweepFolder


def declared_sweep(installation: Installation, name: str) -> SweepDeclaration:
    """Return the sweep of that name, or one of the single platform or shop named. Raises DeclarationError."""
    declared = _named(installation, name)
    if not declared.platforms and not declared.shops:
        raise DeclarationError(f"sweeps.toml：{declared.name}：platforms 与 shops 都为空，没有可采集的")
    return declared


def declared_platforms(installation: Installation, sweep: SweepDeclaration) -> list[PlatformDeclaration]:
    """Return the declarations of a sweep's platforms. Raises DeclarationError where one is missing or leads nowhere."""
    platforms = [_platform(installation, sweep, platform) for platform in sweep.platforms]
    _loopback_only(installation, platforms, sweep.shops)
    for platform in platforms:
        searched = platform.search and (sweep.keywords or platform.search.keywords)
        if platform.access == "crawl" and not platform.entries and not searched:
            raise DeclarationError(f"平台 {platform.name}：entries 与 search 都没有可采集的网址或关键词")
    return platforms


def make_spec(
    installation: Installation, sweep: SweepDeclaration, platforms: Sequence[PlatformDeclaration]
) -> SweepSpec | None:
    """Return the order of a sweep; None where nothing of it may be swept. Raises DeclarationError."""
    crawled = tuple(platform.name for platform in platforms if platform.access == "crawl")
    if not crawled and not any(may_be_swept(installation, shop) for shop in sweep.shops):
        return None
    chromium = installation.settings.chromium_path
    return SweepSpec(
        name=sweep.name,
        platforms=crawled,
        shops=sweep.shops,
        keywords=sweep.keywords,
        limit_minutes=sweep.limit_minutes,
        user_agent=installation.settings.user_agent,
        platform_folders=tuple(str(folder) for folder in installation.platform_folders),
        fixed_now=installation.clock() if installation.demo else None,
        chromium_path=str(chromium) if chromium else None,
    )


def plan_first(installation: Installation, folder: "SweepFolder", *, progress: Callable[[str], None]) -> None:
    """Plan the sweep's shops and what is due to be looked at again; doing it again adds nothing.

    Where platforms begin is planned by the capture itself.
    """
    folder.plan(_shop_row(installation, shop) for shop in folder.spec.shops)
    folder.plan(recheck_rows(installation, folder, places_of(installation, folder.spec), progress=progress))


def places_of(installation: Installation, spec: SweepSpec) -> set[str]:
    """Return the platforms and hosts a sweep visits, as records name them."""
    shops = (platform_name(shop, installation.platforms) for shop in spec.shops)
    places = {shop for shop in shops if shop}
    for platform in installation.platforms:
        if platform.name in spec.platforms:
            places |= {platform.name} if platform.marketplace else set(platform.hosts)
    return places


def _named(installation: Installation, name: str) -> SweepDeclaration:
    for sweep in installation.sweeps:
        if sweep.name == name:
            return sweep
    if any(platform.name == name for platform in installation.platforms):
        return SweepDeclaration(name=name, platforms=(name,))
    if "://" in name:
        try:
            return SweepDeclaration(name="shop", shops=(web_address(name),))
        except ValueError as error:
            raise InputRejected(f"sweep：NAME：{error}") from error
    known = "、".join(sweep.name for sweep in installation.sweeps) or "无"
    raise DeclarationError(f"没有名为 {name!r} 的任务或平台（已声明的任务：{known}）")


def _platform(installation: Installation, sweep: SweepDeclaration, name: str) -> PlatformDeclaration:
    for platform in installation.platforms:
        if platform.name == name:
            return platform
    raise DeclarationError(f"{sweep.file}：{sweep.name}.platforms：没有声明名为 {name!r} 的平台")


def _shop_row(installation: Installation, url: str) -> PlanRow:
    platform = platform_name(url, installation.platforms)
    if platform is None:
        raise DeclarationError(f"sweeps.toml：shops：{url!r} 不是网址")
    return PlanRow(url=clean_url(url), platform=platform, kind="shop", reason="entry", shop=clean_url(url))


def _loopback_only(installation: Installation, platforms: Sequence[PlatformDeclaration], shops: Sequence[str]) -> None:
    """A sample market's folder has a fixed clock: nothing real may be captured under it."""
    if not installation.demo:
        return
    hosts = [host for platform in platforms for host in platform.hosts]
    hosts += [shop.partition("://")[2] for shop in shops]
    for host in hosts:
        if not host.startswith(("127.", "localhost", "[::1]")):
            raise DeclarationError(f"{installation.data} 是示例数据目录，只能采集本机集市，不能采集 {host}")
