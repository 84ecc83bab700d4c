"""Site 5: live rooms with platform operator, room operator, marketer and agency; goods with embedded state."""

import json

from app.samplemarket.answers import Answer, Request, paged, redirect, render
from app.samplemarket.goods import Offer, Shop, Site
from app.samplemarket.market import MarketDay
from app.samplemarket.sites.shelf import drawn, licence_rows, standing
from app.samplemarket.views import card, offer_view

PAGE_SIZE = 30
PLATFORM_OPERATOR = "澄湾市澜播网络科技有限公司"
LICENCE_PAGES = ("link", "image_page", "wrong_number")


def respond(day: MarketDay, site: Site, request: Request) -> Answer:
    """Answer a request to the platform."""
    head, _, rest = request.path.lstrip("/").partition("/")
    key, _, tail = rest.partition("/")
    if head == "":
        return _page(site, "lobby.html", rooms=day.shops(site.name))
    if head == "mall":
        found = paged([card(day, offer) for offer in day.offers(site.name)], request.page_number(), PAGE_SIZE)
        return _page(site, "mall.html", listing=found)
    if head == "goods":
        return _goods(day, site, request, key)
    if head == "cert":
        offer = day.offer(site.name, key.removesuffix(".html"))
        return _page(site, "cert.html", offer=offer) if offer else _lost(site, 404)
    shop = day.shop(site.name, key)
    if shop and head == "room":
        return _room(day, site, shop)
    if shop and head == "operator":
        return _operator(day, site, shop, tail)
    return drawn(day, site, request) or _lost(site, 404)


def _page(site: Site, template: str, *, status: int = 200, **values: object) -> Answer:
    body = render(f"lanbo/{template}", {"site": site, "operator": PLATFORM_OPERATOR, **values})
    return Answer(body, status=status)


def _lost(site: Site, status: int) -> Answer:
    return _page(site, "lost.html", status=status)


def _room(day: MarketDay, site: Site, shop: Shop) -> Answer:
    goods = [card(day, offer) for offer in day.of_shop(site.name, shop.key)]
    state = {
        "room": {"id": shop.key, "title": shop.name, "anchor": shop.anchor, "status": "live"},
        "bag": [{"id": item.item_id, "title": item.title, "price": f"{item.price:.2f}"} for item in goods],
    }
    return _page(site, "room.html", shop=shop, goods=goods, state=json.dumps(state, ensure_ascii=False))


def _goods(day: MarketDay, site: Site, request: Request, key: str) -> Answer:
    offer = day.offer(site.name, key)
    found = standing(day, offer)
    if offer is None or found in ("gone", "soft_gone"):
        return _lost(site, 404 if found == "gone" else 200)
    if found == "home":
        return redirect("/")
    view = offer_view(day, site, offer)
    return _page(
        site, "item.html", view=view, on=found == "on", shop=view.shop, canonical=f"{request.base}{view.path}",
        state=_state(offer, view.shop),
    )  # fmt: skip


def _state(offer: Offer, shop: Shop) -> str:
    state = {
        "goods": {
            "goodsId": offer.item_id,
            "title": offer.title,
            "livePrice": f"{offer.tag.price:.2f}",
            "roomId": shop.key,
            "shopName": shop.name,
        }
    }
    return json.dumps(state, ensure_ascii=False)


def _operator(day: MarketDay, site: Site, shop: Shop, tail: str) -> Answer:
    shown = shop.disclosure_on(day.number)
    if tail == "licence" and shown in LICENCE_PAGES:
        return _page(site, "licence.html", shop=shop, shown=shown, rows=licence_rows(shop))
    if tail:
        return _lost(site, 404)
    goods = [card(day, offer) for offer in day.of_shop(site.name, shop.key)]
    return _page(
        site, "operator.html", shop=shop, shown=shown, linked=shown in LICENCE_PAGES, rows=licence_rows(shop),
        goods=goods,
    )  # fmt: skip
