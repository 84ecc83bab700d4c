"""What only a person can do: pages behind a gate (待人工取证) and images nobody has read (待人工看图)."""

from collections.abc import Iterator

from app.installation import Installation
from app.office.records import NewTask
from app.stages.by_hand import tasks_by_hand
from config.products.catalogue import ProductGroup
from config.sweeps import load_sweeps
from crawler.capture.folder import SweepFolder
from crawler.capture.plan import IMAGE
from crawler.records import Gate, PageRecord

JUDGED = {
    "name": "产品名称",
    "maker": "生产者名称",
    "maker_address": "生产者地址",
    "models": "型号",
    "standards": "执行标准",
    "warnings": "警示说明",
    "licence_numbers": "生产许可证编号",
    "certificate_numbers": "CCC证书编号",
}
"""Fields a rule judges, as staff say them."""

REQUIRED = {
    "product_name": "name",
    "maker_name": "maker",
    "maker_address": "maker_address",
    "model_or_spec": "models",
    "standard_no": "standards",
    "production_licence_no_or_link": "licence_numbers",
    "ccc_certificate_no_or_link": "certificate_numbers",
}
"""What a group must show → the field it is read into."""

ROOM = "直播间的商品没有自己的页面，口播、字幕与讲解中展示的看不到，待看"
GATE_REASONS: dict[Gate, str] = {
    "login": "需要登录",
    "captcha": "需要验证码",
    "rate_limited": "访问受到限流",
    "app_only": "只能在 App 内查看",
    "region": "限制地区访问",
    "blocked": "拒绝访问",
}


def tasks_of(installation: Installation, folder: SweepFolder) -> Iterator[NewTask]:
    """Yield the evidence tasks of a sweep: gated pages, and entries of platforms that may not be swept."""
    moment = folder.observed_at
    for visit in folder.visits():
        if visit.outcome == "gated" and visit.reason != IMAGE:
            yield NewTask(
                kind="evidence",
                platform=visit.platform,
                url=installation.canonical_url(visit.url),
                shop=visit.shop,
                reason=GATE_REASONS.get(visit.gate, visit.gate),
                since=visit.ended_at or moment,
                sweep_id=folder.id,
            )
    for sweep in load_sweeps(installation.data):
        if sweep.name == folder.spec.name:
            platforms = installation.sweep_platforms(sweep.name)
            yield from tasks_by_hand(installation, platforms, sweep, since=moment, sweep_id=folder.id)


def _required(group: ProductGroup | None) -> list[str]:
    """Return the judged fields goods of this group must show; without a group nothing is judged."""
    if group is None:
        return []
    fields = [name for required, name in REQUIRED.items() if required in group.required_disclosures]
    return [*fields, "warnings"] if group.warning_required else fields


def room_tasks(page: PageRecord, group: ProductGroup | None, folder: SweepFolder) -> Iterator[NewTask]:
    """Yield the task of looking at a live room for what its one item does not show there and no page of its own does.

    What is said or held up in the room cannot be seen on its page, so nothing there is ever "not shown"; a person can
    watch it. A room's page that a person saved is what such a task asks for.
    """
    listing = page.listing
    if page.kind != "live_room" or listing is None or page.url is None or page.platform is None:
        return
    if page.look == 2 or folder.spec.kind == "import":
        return
    said = {"name": listing.title, "models": listing.specifications or listing.skus}
    unseen = [
        name
        for name in _required(group)
        if (one := listing.readings.get(name)) and one.state != "shown" and not said.get(name)
    ]
    if not unseen:
        return
    yield NewTask(
        kind="evidence",
        platform=page.platform,
        url=page.url,
        shop=listing.shop,
        reason=f"{ROOM}：{'、'.join(JUDGED[name] for name in unseen)}",
        since=page.captured_at or folder.observed_at,
        sweep_id=folder.id,
    )


def image_tasks(page: PageRecord, group: ProductGroup | None, folder: SweepFolder) -> Iterator[NewTask]:
    """Yield the task of looking at a listing's images, where a field its group must show may stand only in them."""
    listing = page.listing
    if listing is None or page.url is None or page.platform is None or page.look == 2 or not listing.content_images:
        return
    unread = [name for name in _required(group) if (one := listing.readings.get(name)) and one.cause == "image_only"]
    if "models" in unread and (listing.specifications or listing.skus):
        unread.remove("models")
    if not unread:
        return
    yield NewTask(
        kind="images",
        platform=page.platform,
        url=page.url,
        shop=listing.shop,
        reason=f"仅图片展示，待看：{'、'.join(JUDGED[name] for name in unread)}",
        images=listing.content_images,
        since=page.captured_at or folder.observed_at,
        sweep_id=folder.id,
    )
