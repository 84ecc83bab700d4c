"""What the six sites have in common: drawn pictures, and which of an item's lives a request meets."""

from typing import Literal

from app.samplemarket import pictures
from app.samplemarket.answers import Answer, Request, picture
from app.samplemarket.goods import Offer, Shop, Site
from app.samplemarket.market import MarketDay
from app.samplemarket.numbers import mask
from app.samplemarket.views import picture_pairs

SECOND_PICTURE = (("外观", "圆润边角，一体成型"), ("收纳", "轻巧不占地方"), ("清洁", "一擦即净"))
Standing = Literal["on", "off_shelf", "gone", "home", "soft_gone"]


def standing(day: MarketDay, offer: Offer | None) -> Standing:
    """Return what has become of an offer by today; an unknown one was never there."""
    if offer is None:
        return "gone"
    if offer.on_sale(day.number):
        return "on"
    assert offer.fate != "still"
    assert offer.fate != "mended"
    return offer.fate


def drawn(day: MarketDay, site: Site, request: Request) -> Answer | None:
    """Return a drawn picture when the request asks for one."""
    folder, _, name = request.path.lstrip("/").partition("/")
    key = name.removesuffix(".jpg").removesuffix(".png")
    if folder == "pic":
        offer = day.offer(site.name, key)
        caption = offer.values.get("brand", "") if offer else ""
        return picture(
            pictures.goods_picture(int(key) if key.isdigit() else 0, offer.shape if offer else "box", caption)
        )
    if folder == "detail":
        offer = day.offer(site.name, key.partition("-")[0])
        return picture(_detail(site, offer, key)) if offer else None
    if folder == "zhizhao":
        shop = day.shop(site.name, key)
        return picture(pictures.licence_picture(shop.seller, shop.code, shop.address)) if shop else None
    if folder == "icon":
        return picture(pictures.icon(key[:1], "#888"))
    return None


def _detail(site: Site, offer: Offer, key: str) -> bytes:
    first = key.endswith("-1")
    lines = picture_pairs(site, offer) if first else [*SECOND_PICTURE, *offer.params]
    return pictures.detail_picture(int(offer.item_id), offer.shape, offer.values.get("brand", ""), lines)


def shown_code(shop: Shop) -> str:
    """Return the licence number as the shop prints it."""
    return mask(shop.code) if shop.disclosure == "masked" else shop.code


def licence_rows(shop: Shop) -> list[tuple[str, str]]:
    """Return the rows of a licence in text."""
    kind = "个体工商户" if shop.kind == "business" else "有限责任公司"
    label = "注册号" if shop.disclosure == "old_number" else "统一社会信用代码"
    return [
        ("企业名称", shop.seller),
        (label, shown_code(shop)),
        ("类型", kind),
        ("住所", shop.address),
        ("成立日期", "2021-05-18"),
        ("登记机关", "示例市场监督管理局"),
    ]


def declaration_text() -> str:
    """Return the self-declaration of a person who needs no registration."""
    return "免登记自我声明：本店为个人从事零星小额交易活动，依法不需要办理市场主体登记。"
