"""When a shop's disclosure supports a finding: everything looked at, nothing kept back, nothing left unread."""

from crawler.records import PageRecord, SellerDisclosure
from matchers.records import Evidence, ShopInSweep

LICENCE_FIELDS = ("licence_number", "licence_text", "licence_images")
DISCLOSURE_KINDS = ("shop", "disclosure")


def may_judge(shop: ShopInSweep) -> bool:
    """Return whether shop rules run for a shop: it offers goods in scope and its pages were all seen."""
    return shop.items_in_scope >= 1 and bool(shop.pages)


def all_seen(shop: ShopInSweep) -> bool:
    """Return whether every planned page of the shop was kept or gone, and none gated, failed, refused or skipped."""
    ends = {visit.outcome for visit in shop.visits if visit.kind in DISCLOSURE_KINDS}
    gates = {page.gate for page in shop.pages}
    return ends <= {"kept", "gone"} and gates <= {"none"}


def nothing_shown(disclosure: SellerDisclosure) -> bool:
    """Return whether neither licence nor self-declaration is shown, and nothing unread could be one."""
    fields = (*LICENCE_FIELDS, "self_declaration")
    readings = [disclosure.readings.get(field) for field in fields]
    decided = all(reading is not None and reading.state == "not_shown" for reading in readings)
    return decided and not disclosure.possible_licence_images


def cite_shop(shop: ShopInSweep, what: str) -> tuple[Evidence, ...]:
    """Cite every page of the shop that was looked at for something none of them shows."""
    links = "、".join(link.text for link in shop.disclosure.links) or "无"
    return tuple(
        Evidence(
            capture=page.capture,
            quote=f"{shop.disclosure.shop or shop.shop_key}｜疑似公示的链接：{links}",
            locator=f"{page_name(page)}：没有{what}",
        )
        for page in shop.pages
    )


def page_name(page: PageRecord) -> str:
    """Return what a page of a shop is called before staff, with its address."""
    kind = {"shop": "店铺首页", "disclosure": "公示页"}.get(page.kind, "页面")
    return f"{kind} {page.url or page.source}"
