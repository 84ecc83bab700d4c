"""Site 2: a plain old shop in GBK without a charset header, tables for layout, prices split over nodes."""

from app.samplemarket.answers import Answer, ListPage, Request, paged, redirect, render
from app.samplemarket.goods import Site
from app.samplemarket.market import MarketDay
from app.samplemarket.sites.shelf import drawn, licence_rows, standing
from app.samplemarket.views import card, offer_view

PAGE_SIZE = 20
OLD_HTML = "text/html"
"""No charset: the reader must find out."""


def respond(day: MarketDay, site: Site, request: Request) -> Answer:
    """Answer a request to the shop."""
    if request.path in ("/", "/index.asp"):
        return _page(day, site, "home.html", listing=_cards(day, site, 1))
    if request.path == "/productlist.asp":
        return _page(day, site, "list.html", listing=_cards(day, site, request.page_number()))
    if request.path == "/showproduct.asp":
        return _product(day, site, request.query.get("id", ""))
    if request.path == "/contact.asp":
        return _page(day, site, "contact.html")
    if request.path == "/buycart.asp":
        return _page(day, site, "message.html", message="商品已放入购物车")
    return drawn(day, site, request) or _lost(day, site, 404)


def _page(day: MarketDay, site: Site, template: str, *, status: int = 200, **values: object) -> Answer:
    shop = day.shops(site.name)[0]
    rows = licence_rows(shop) if shop.disclosure_on(day.number) == "text" else []
    body = render(f"lanting/{template}", {"site": site, "shop": shop, "licence": rows, **values}, encoding="gb18030")
    return Answer(body, status=status, content_type=OLD_HTML)


def _lost(day: MarketDay, site: Site, status: int) -> Answer:
    return _page(day, site, "message.html", status=status, message="对不起，您要找的商品不存在或已删除！")


def _cards(day: MarketDay, site: Site, number: int) -> ListPage:
    return paged([card(day, offer) for offer in day.offers(site.name)], number, PAGE_SIZE)


def _product(day: MarketDay, site: Site, key: str) -> Answer:
    offer = day.offer(site.name, key)
    found = standing(day, offer)
    if offer is None or found in ("gone", "soft_gone"):
        return _lost(day, site, 404 if found == "gone" else 200)
    if found == "home":
        return redirect("/")
    if found == "off_shelf":
        return _page(day, site, "message.html", message=f"{offer.title}：该商品已下架，暂停销售。")
    return _page(day, site, "item.html", view=offer_view(day, site, offer))
