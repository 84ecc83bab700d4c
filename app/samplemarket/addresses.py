"""Where the street's pages stand: the URL of every item, shop and list, the same for pages, truth and lists."""

from collections.abc import Mapping

from app.samplemarket.goods import Offer, Shop, Site

Addresses = Mapping[str, tuple[str, int]]
"""Site → (host, port), where it differs from the declared one."""

ITEM_PATHS = {
    "yanxi": "/product/{item}.html",
    "lanting": "/showproduct.asp?id={item}",
    "yuxuan": "/#/goods/{item}",
    "qiandu": "/item.htm?id={item}",
    "lanbo": "/goods/{item}",
    "shiliu": "/goods/{item}",
}
SHOP_PATHS = {
    "yanxi": "/", "lanting": "/", "yuxuan": "/", "qiandu": "/shop/{shop}", "lanbo": "/operator/{shop}", "shiliu": "/",
}  # fmt: skip
ROBOTS_ITEM_PATH = "/vip/{item}"
"""Where the shop behind robots rules keeps what no sweep may fetch."""


def authority(site: Site, addresses: Addresses) -> str:
    """Return `host:port` of a site."""
    host, port = addresses.get(site.name, (site.host, site.port))
    return f"{host}:{port}"


def item_path(offer: Offer) -> str:
    """Return the path of an offer's page."""
    template = ROBOTS_ITEM_PATH if offer.gate == "robots" else ITEM_PATHS[offer.site]
    return template.format(item=offer.item_id)


def item_url(site: Site, offer: Offer, addresses: Addresses) -> str:
    """Return the canonical URL of an offer's page."""
    return f"http://{authority(site, addresses)}{item_path(offer)}"


def shop_path(shop: Shop) -> str:
    """Return the path of a shop's home page."""
    return SHOP_PATHS[shop.site].format(shop=shop.key)


def shop_url(site: Site, shop: Shop, addresses: Addresses) -> str:
    """Return the URL of a shop's home page."""
    return f"http://{authority(site, addresses)}{shop_path(shop)}"


def platform(site: Site, addresses: Addresses) -> str:
    """Return the platform as records carry it."""
    return site.name if site.marketplace else authority(site, addresses)
