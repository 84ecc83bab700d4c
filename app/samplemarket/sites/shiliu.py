"""Site 6: a shop behind robots rules, with Crawl-delay, 429 answers and a captcha before some pages."""

from app.samplemarket.answers import Answer, Request, paged, redirect, render
from app.samplemarket.goods import Offer, Site
from app.samplemarket.market import MarketDay
from app.samplemarket.sites.shelf import drawn, licence_rows, standing
from app.samplemarket.views import card, offer_view

PAGE_SIZE = 40
CRAWL_DELAY = "0.3"
RETRY_AFTER = "1"
ROBOTS = f"User-agent: *\nCrawl-delay: {CRAWL_DELAY}\nDisallow: /vip/\nDisallow: /cart/\nDisallow: /member/\n"
DISALLOWED = ("/vip/", "/cart/", "/member/")
"""Path beginnings that no sweep may ever ask for."""


def respond(day: MarketDay, site: Site, request: Request) -> Answer:
    """Answer a request to the shop."""
    head, _, key = request.path.lstrip("/").partition("/")
    if request.path == "/robots.txt":
        return Answer(ROBOTS.encode(), content_type="text/plain; charset=utf-8")
    if head == "":
        return _page(day, site, "home.html", cards=_all(day, site)[:8])
    if head == "all":
        return _page(day, site, "list.html", listing=paged(_all(day, site), request.page_number(), PAGE_SIZE))
    if head in ("goods", "vip"):
        return _goods(day, site, request, key)
    if head == "cert":
        offer = day.offer(site.name, key.removesuffix(".html"))
        return _page(day, site, "cert.html", offer=offer) if offer else _lost(day, site, 404)
    if head in ("cart", "member"):
        return _page(day, site, "lost.html", message="请先登录会员")
    return drawn(day, site, request) or _lost(day, site, 404)


def _page(day: MarketDay, site: Site, template: str, *, status: int = 200, **values: object) -> Answer:
    shop = day.shops(site.name)[0]
    return Answer(
        render(f"shiliu/{template}", {"site": site, "shop": shop, "rows": licence_rows(shop), **values}), status=status
    )


def _lost(day: MarketDay, site: Site, status: int) -> Answer:
    return _page(day, site, "lost.html", status=status, message="您访问的商品不存在或已删除")


def _all(day: MarketDay, site: Site) -> list[object]:
    return [card(day, offer) for offer in day.offers(site.name)]


def _goods(day: MarketDay, site: Site, request: Request, key: str) -> Answer:
    offer = day.offer(site.name, key)
    found = standing(day, offer)
    if offer is None or found in ("gone", "soft_gone"):
        return _lost(day, site, 404 if found == "gone" else 200)
    if found == "home":
        return redirect("/")
    return _gate(day, site, request, offer) or _page(
        day, site, "item.html", view=offer_view(day, site, offer), on=found == "on"
    )


def _gate(day: MarketDay, site: Site, request: Request, offer: Offer) -> Answer | None:
    if offer.gate == "captcha":
        return _page(day, site, "captcha.html")
    if offer.gate == "slow_down" and request.times_asked == 1:
        return Answer(b"Too Many Requests", status=429, headers={"Retry-After": RETRY_AFTER})
    return None
