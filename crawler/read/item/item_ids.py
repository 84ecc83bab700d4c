"""Finds the item's id in a page's address: where a declaration says it stands, else as shop systems write it."""

import re
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from crawler.addresses import clean_url
from crawler.platforms import UrlPattern

_QUERY_IDS = (
    "id",
    "goods_id",
    "goodsid",
    "item_id",
    "itemid",
    "product_id",
    "productid",
    "pid",
    "skuid",
    "sku",
    "offerid",
    "spuid",
    "gid",
    "num_iid",
    "goods",
    "wareid",
)
_END = r"(?:\.s?html?|\.aspx?|\.php|\.jhtml|/)?$"
_ID_STEP = re.compile(rf"/id[/_-](\d{{1,22}}){_END}", re.IGNORECASE)
_GOODS_STEP = re.compile(
    r"(?:^|[/_-])(?:goods|products?|items?|details?|show|view|prod|offer|p)(?:[-_]?(?:info|details?|show|view))?"
    rf"[-_/](\d{{1,22}}){_END}",
    re.IGNORECASE,
)
_PAGED = re.compile(r"(?:^|/)(?:show|view|detail)-\d{1,8}-(\d{1,22})-\d{1,4}\.s?html?$", re.IGNORECASE)
"""Category, item and page of a long description: show-12-345-1.html."""
_OF_LISTS = re.compile(
    rf"(?:^|[/_-])(?:categor(?:y|ies)|cate?|list|search|brand|class|collections?|page|tag)[-_/]\d+{_END}", re.IGNORECASE
)
_PATH_ID = re.compile(rf"(?:[/_.-]|^)(?:[a-z]{{0,12}}[-_/]?)?(\d{{4,22}}){_END}", re.IGNORECASE)
_ROUTED_ID = re.compile(
    r"(?:^|[&=/])(?:goods|product|item|detail|index|show|view)\w*(?:/\w+)*?/(?:id/)?(\d{1,22})(?:\.s?html?)?(?:&|$)"
)
_CODED_STEP = re.compile(r"/(?:dp|gp/product|itm|ip)/(?=[A-Z0-9]*\d)([A-Z0-9]{8,14})(?:[/?]|$)")
"""A code of letters and digits behind a step that stands for goods: /dp/B0INV00002."""
_NAMED_ID = re.compile(
    r"(?:^|&)(?!c(?:at|ate|lass|r|lick)?id=|s(?:hop)?id=|u(?:ser)?id=|pageid=|typeid=)[a-z_]*id=(\d{1,22})(?:&|$)",
    re.IGNORECASE,
)


def declared_item_id(url: str | None, pattern: UrlPattern | None) -> str | None:
    """Return the item id as the declaration says where it stands in the URL."""
    if not url or pattern is None:
        return None
    if pattern.item_from_query:
        return first_query(url, (pattern.item_from_query,))
    found = re.search(pattern.pattern, url)
    return found.groupdict().get("item") if found else None


def first_query(url: str, names: Sequence[str]) -> str | None:
    """Return the value of the first of the named query parameters, also from a hash route."""
    parts = urlsplit(url)
    queries = [parts.query, parts.fragment.partition("?")[2]]
    for query in queries:
        values = {key.lower(): value for key, value in parse_qs(query).items()}
        for name in names:
            if values.get(name.lower()):
                return values[name.lower()][0]
    return None


def url_item_id(url: str | None) -> str | None:
    """Return what looks like the item's id in a URL that no declaration knows."""
    if not url:
        return None
    asked = first_query(url, _QUERY_IDS)
    if asked and re.fullmatch(r"[\w-]{1,40}", asked):
        return asked
    parts = urlsplit(clean_url(url))
    if not _OF_LISTS.search(parts.path):
        for pattern in (_ID_STEP, _PAGED, _GOODS_STEP, _PATH_ID):
            if found := pattern.search(parts.path):
                return found.group(1)
    if coded := _CODED_STEP.search(parts.path):
        return coded.group(1)
    # Shops of one entry script keep the path in a parameter: ?s=goods/index/id/71.html.
    found = _ROUTED_ID.search(parts.query) or _NAMED_ID.search(parts.query)
    return found.group(1) if found else None


_NUMBERED_NAME = re.compile(r"(?:^|/)(\d{1,9})-[^\W\d_][\w%-]*\.html?$")
_CALLS_ID = r"(?:id[_-]?(?:product|goods|item)|(?:product|goods|item)[_-]?id)"
_SYSTEMS = re.compile(r"<meta[^<>]{1,80}content=[\"']?(?:PrestaShop)", re.IGNORECASE)
"""Shop systems that write an item's number before its name, by the mark they leave on every page."""


def numbered_name_id(url: str | None, markup: str) -> str | None:
    """Return the number before the item's name in an address (`/12-helmet.html`) where the page bears it out.

    Names may begin with a number themselves (`/3-in-1-charger.html`): the page must call it the item's, or be of a shop
    system known to write addresses so.
    """
    found = _NUMBERED_NAME.search(urlsplit(url).path) if url else None
    if found is None:
        return None
    number = found.group(1)
    said = re.compile(rf"{_CALLS_ID}[\"'\]]?\s*(?:[:=]|value=)\s*[\"']?{number}(?![\w.-])", re.IGNORECASE)
    field = re.compile(rf"name=[\"']?{_CALLS_ID}[\"']?[^<>]{{0,60}}value=[\"']?{number}(?![\w.-])", re.IGNORECASE)
    return number if _SYSTEMS.search(markup) or said.search(markup) or field.search(markup) else None
