"""Site 1: a self-built shop, rendered by the server, with JSON-LD, tabs and descriptions in documents of their own."""

import json
from decimal import Decimal

from app.samplemarket.answers import Answer, ListPage, Request, paged, redirect, render
from app.samplemarket.goods import Offer, Site
from app.samplemarket.market import MarketDay
from app.samplemarket.sites.shelf import drawn, licence_rows, standing
from app.samplemarket.views import OfferView, card, offer_view

PAGE_SIZE = 24


def respond(day: MarketDay, site: Site, request: Request) -> Answer:
    """Answer a request to the shop."""
    head, _, name = request.path.lstrip("/").partition("/")
    key = name.removesuffix(".html")
    if head == "":
        return _page(day, site, "home.html", listing=_cards(day, site, 1))
    if head == "catalog":
        return _page(day, site, "list.html", listing=_cards(day, site, request.page_number()))
    if head == "product":
        return _product(day, site, request, key)
    if head == "about":
        return _page(day, site, "licence.html", rows=licence_rows(day.shops(site.name)[0]))
    if head == "cart":
        return _page(day, site, "cart.html")
    offer = day.offer(site.name, key)
    if offer and head in ("desc", "ajax", "cert"):
        return _page(day, site, f"{head}.html", view=offer_view(day, site, offer))
    return drawn(day, site, request) or _lost(day, site)


def _page(day: MarketDay, site: Site, template: str, *, status: int = 200, **values: object) -> Answer:
    shop = day.shops(site.name)[0]
    return Answer(render(f"yanxi/{template}", {"site": site, "shop": shop, **values}), status=status)


def _lost(day: MarketDay, site: Site) -> Answer:
    return _page(day, site, "lost.html", status=404)


def _cards(day: MarketDay, site: Site, number: int) -> ListPage:
    return paged([card(day, offer) for offer in day.offers(site.name)], number, PAGE_SIZE)


def _product(day: MarketDay, site: Site, request: Request, key: str) -> Answer:
    offer = day.offer(site.name, key)
    found = standing(day, offer)
    if offer is None or found == "gone":
        return _lost(day, site)
    if found == "home":
        return redirect("/")
    if found == "soft_gone":
        return _page(day, site, "lost.html")
    view = offer_view(day, site, offer)
    return _page(
        day, site, "item.html", view=view, on=found == "on", canonical=f"{request.base}{view.path}",
        data=json.dumps(_json_ld(view, offer, request.base), ensure_ascii=False, indent=1) if found == "on" else None,
    )  # fmt: skip


def _json_ld(view: OfferView, offer: Offer, base: str) -> dict[str, object]:
    stock = "OutOfStock" if offer.out_of_stock else "InStock"
    price: dict[str, object] = {"@type": "Offer", "price": _plain(view.tag.price)}
    if view.tag.style == "range":
        price = {"@type": "AggregateOffer", "lowPrice": _plain(view.tag.price), "highPrice": _plain(view.tag.top)}
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": view.title,
        "sku": offer.item_id,
        "image": f"{base}{view.picture}",
        "offers": {
            **price,
            "priceCurrency": "CNY",
            "availability": f"https://schema.org/{stock}",
            "url": f"{base}{view.path}",
            "seller": {"@type": "Organization", "name": view.shop.name},
        },
    }
    if "brand" in offer.places and offer.values["brand"] != "无":
        data["brand"] = {"@type": "Brand", "name": offer.values["brand"]}
    return data


def _plain(amount: Decimal) -> str:
    return f"{amount:.2f}"
