"""Site 3: a single-page app with hash routes over a JSON API; without scripts its pages are an empty shell."""

import json

from app.samplemarket.answers import TEMPLATES, Answer, Request, paged, render
from app.samplemarket.goods import Site
from app.samplemarket.market import MarketDay
from app.samplemarket.sites.shelf import drawn, licence_rows, standing
from app.samplemarket.views import Card, OfferView, card, offer_view

PAGE_SIZE = 30
JSON = "application/json"


def respond(day: MarketDay, site: Site, request: Request) -> Answer:
    """Answer a request to the app or its API."""
    if request.path == "/":
        return Answer(render("yuxuan/shell.html", {"site": site}))
    if request.path == "/app.js":
        return Answer((TEMPLATES / "yuxuan" / "app.js").read_bytes(), content_type="text/javascript; charset=utf-8")
    if request.path.startswith("/api/"):
        return _api(day, site, request)
    return drawn(day, site, request) or Answer(render("yuxuan/shell.html", {"site": site}), status=404)


def _api(day: MarketDay, site: Site, request: Request) -> Answer:
    shop = day.shops(site.name)[0]
    head, _, key = request.path.removeprefix("/api/").partition("/")
    if head == "list":
        page = paged([card(day, offer) for offer in day.offers(site.name)], request.page_number(), PAGE_SIZE)
        return _json({"page": page.number, "last": page.last, "items": [_card(item) for item in page.items]})
    if head == "shop":
        return _json({"name": shop.name, "phone": shop.phone, "licence": licence_rows(shop)})
    if head == "goods":
        offer = day.offer(site.name, key)
        found = standing(day, offer)
        if offer is None or found == "gone":
            return _json({"code": 404, "message": "商品不存在"}, status=404)
        if found != "on":
            return _json({"code": 0, "state": found, "title": offer.title})
        return _json({"code": 0, "state": "on", **_goods(offer_view(day, site, offer))})
    return _json({"code": 404, "message": "没有这个接口"}, status=404)


def _json(value: dict[str, object], *, status: int = 200) -> Answer:
    return Answer(json.dumps(value, ensure_ascii=False).encode(), status=status, content_type=JSON)


def _card(item: object) -> dict[str, object]:
    assert isinstance(item, Card)
    return {
        "id": item.item_id,
        "title": item.title,
        "price": f"{item.price:.2f}",
        "sold": item.sold,
        "pic": item.picture,
    }


def _goods(view: OfferView) -> dict[str, object]:
    tag = view.tag
    return {
        "id": view.offer.item_id,
        "title": view.title,
        "path": view.offer.path,
        "pic": view.picture,
        "priceStyle": tag.style,
        "price": f"{tag.price:.2f}",
        "topPrice": f"{tag.top:.2f}",
        "listPrice": f"{tag.list_price:.2f}" if tag.list_price else None,
        "couponPrice": f"{tag.coupon_price:.2f}" if tag.coupon_price else None,
        "deposit": f"{tag.deposit:.2f}" if tag.deposit else None,
        "balance": f"{tag.price - tag.deposit:.2f}" if tag.deposit else None,
        "stock": 0 if view.offer.out_of_stock else view.offer.stock,
        "sold": view.offer.sold,
        "options": view.offer.options,
        "params": view.pairs,
        "moreParams": view.tab,
        "texts": view.texts,
        "pictures": view.pictures,
        "shop": view.shop.name,
        "related": [_card(item) for item in view.related],
    }
