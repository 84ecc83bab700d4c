"""Site 4: a platform with item, shop and disclosure pages, search and paging; some shops are individuals'."""

from app.samplemarket.answers import Answer, ListPage, Request, paged, redirect, render
from app.samplemarket.goods import Offer, Shop, Site
from app.samplemarket.market import MarketDay
from app.samplemarket.sites.shelf import declaration_text, drawn, licence_rows, standing
from app.samplemarket.views import card, offer_view

PAGE_SIZE = 40
LICENCE_PAGES = ("link", "image_page", "captcha", "login", "masked", "old_number", "wrong_number", "declaration_link")
"""Disclosures that stand on a page of their own."""


def respond(day: MarketDay, site: Site, request: Request) -> Answer:
    """Answer a request to the platform."""
    parts = request.path.strip("/").split("/")
    if request.path == "/":
        return _page(site, "home.html", listing=_listing(day, site, request, ""), shops=day.shops(site.name))
    if request.path in ("/list", "/search"):
        words = request.query.get("q", "")
        return _page(site, "list.html", listing=_listing(day, site, request, words), words=words)
    if request.path == "/shops":
        return _page(site, "shops.html", shops=day.shops(site.name))
    if request.path == "/item.htm":
        return _item(day, site, request.query.get("id", ""), request)
    if parts[0] == "shop" and len(parts) > 1:
        return _shop(day, site, parts)
    if parts[0] == "cart":
        return _page(site, "message.html", message="已加入购物车")
    offer = day.offer(site.name, parts[-1].removesuffix(".html"))
    if offer and parts[0] == "ajax":
        return Answer("请先登录".encode(), status=403)
    if offer and parts[0] in ("desc", "cert"):
        return _page(site, f"{parts[0]}.html", view=offer_view(day, site, offer))
    return drawn(day, site, request) or _lost(site, 404)


def _page(site: Site, template: str, *, status: int = 200, **values: object) -> Answer:
    return Answer(render(f"qiandu/{template}", {"site": site, **values}), status=status)


def _lost(site: Site, status: int) -> Answer:
    return _page(site, "message.html", status=status, message="很抱歉，您查看的宝贝不存在，可能已被删除")


def _listing(day: MarketDay, site: Site, request: Request, words: str) -> ListPage:
    found = [offer for offer in day.offers(site.name) if all(word in offer.title for word in words.split())]
    return paged([card(day, offer) for offer in found], request.page_number(), PAGE_SIZE)


def _item(day: MarketDay, site: Site, key: str, request: Request) -> Answer:
    offer = day.offer(site.name, key)
    found = standing(day, offer)
    if offer is None or found == "gone":
        return _lost(site, 404)
    if found == "soft_gone":
        return _lost(site, 200)
    if found == "home":
        return redirect("/")
    view = offer_view(day, site, offer)
    return _page(site, "item.html", view=view, on=found == "on", canonical=f"{request.base}{view.path}")


def _shop(day: MarketDay, site: Site, parts: list[str]) -> Answer:
    shop = day.shop(site.name, parts[1])
    if shop is None:
        return _lost(site, 404)
    shown = shop.disclosure_on(day.number)
    if len(parts) == 2:
        goods: list[Offer] = day.of_shop(site.name, shop.key)
        return _page(
            site, "shop.html", shop=shop, shown=shown, linked=shown in LICENCE_PAGES, rows=licence_rows(shop),
            declaration=declaration_text(), cards=[card(day, offer) for offer in goods],
        )  # fmt: skip
    return _disclosure(site, shop, shown) if parts[2] == "licence" else _lost(site, 404)


def _disclosure(site: Site, shop: Shop, shown: str) -> Answer:
    if shown not in LICENCE_PAGES:
        return _lost(site, 404)
    template = shown if shown in ("captcha", "login", "image_page", "declaration_link") else "licence"
    return _page(site, f"{template}.html", shop=shop, rows=licence_rows(shop), declaration=declaration_text())
