"""What is found on a page before any field is chosen: heading, amounts, products, buy controls and the kind of page."""

import re
from dataclasses import dataclass, replace

from crawler.platforms import UrlPattern
from crawler.read.data.embedded import embedded_state, fold_title
from crawler.read.data.embedded_skus import Hints
from crawler.read.data.product import Product
from crawler.read.data.structured import Structured, read_structured
from crawler.read.dom.buy_controls import Buy, buy_controls
from crawler.read.dom.document import Document
from crawler.read.dom.spots import Spot, price_spots, visible_amounts
from crawler.read.dom.tiles import Tiles
from crawler.read.dom.titles import Heading, fold, heading_named, main_heading, page_titles, strip_site
from crawler.read.item.currency import page_currency
from crawler.read.item.item_ids import declared_item_id, numbered_name_id, url_item_id
from crawler.read.item.kinds import Evidence, declared_pattern, page_kind
from crawler.read.item.unnamed_heading import heading_beside
from crawler.records import PageKind, Sku


@dataclass(frozen=True, slots=True)
class PageFacts:
    """One page's findings, shared by everything that chooses a value."""

    kind: PageKind
    pattern: UrlPattern | None
    declared_id: str | None
    url_id: str | None
    heading: Heading | None
    titles: tuple[str, ...]
    buy: Buy
    spots: tuple[Spot, ...]
    structured: Structured
    products: tuple[Product, ...]
    """Statements of the page's own product, the most trusted source first."""
    currency: str | None
    tiles: Tiles
    """The boxes about other pages of the site."""

    @property
    def has_main_item(self) -> bool:
        """Whether one item stands in the middle of the page."""
        return bool(self.products) and any(product.price is not None for product in self.products)


def gather_facts(document: Document) -> PageFacts:
    """Return the findings of a page."""
    structured = read_structured(document)
    heading = main_heading(document)
    titles = page_titles(document)
    buy = buy_controls(document)
    currency = page_currency(document, structured.products)
    spots = tuple(price_spots(document, heading, buy, currency=currency))
    url = document.final_url or document.url
    pattern = declared_pattern(document.url, document.declaration)
    declared_id = declared_item_id(document.url, pattern)
    url_id = url_item_id(document.url) or numbered_name_id(document.url, document.markup)
    hints = Hints(
        titles=_folded(heading, titles),
        item_id=declared_id or url_id,
        visible_amounts=visible_amounts(spots),
        currency=currency,
        hundredths=document.declaration is not None and document.declaration.hundredths,
    )
    embedded, crowd = embedded_state(document, hints)
    if not embedded and document.is_shell:
        # The frame of an application is called after the shop, not after the goods.
        embedded, crowd = embedded_state(document, replace(hints, titles=()))
    named = embedded[0].title if embedded and heading is None else None
    if named and (heading := heading_named(document, named)) is not None:
        spots = tuple(price_spots(document, heading, buy, currency=currency))
    if heading is None or _names_site(document, heading, titles):
        beside = heading_beside(document, spots, buy)
        if beside is not None and (heading is None or beside.text != heading.text):
            heading = beside
            spots = tuple(price_spots(document, heading, buy, currency=currency))
    stated = _own(structured.products, heading, titles, url)
    tiles = Tiles(document, heading, [spot.element for spot in spots])
    evidence = Evidence(document, heading, spots, buy, structured.products, embedded, crowd, tiles)
    return PageFacts(
        kind=page_kind(evidence, pattern),
        pattern=pattern,
        declared_id=declared_id,
        url_id=url_id,
        heading=heading,
        titles=titles,
        buy=buy,
        spots=spots,
        structured=structured,
        products=(*stated, *embedded[:1]),
        currency=currency,
        tiles=tiles,
    )


_SITE = re.compile(r"(?:网|网站|商城|超市|专营店|旗舰店|商店|公司|商行|经营部|官网|店铺|小店|五金店)$")
_FOOT = 400
"""Text pieces at the end of a page in which it says whose it is."""


def _names_site(document: Document, heading: Heading, titles: tuple[str, ...]) -> bool:
    """Return whether a heading names the site, which gives every page of it the same title and signs it below."""
    if not _SITE.search(heading.text) or any(fold(title) != fold(heading.text) for title in titles):
        return False
    last = document.outline.pieces[-_FOOT:]
    return any(
        heading.text in piece.text and re.search(r"版权|©|copyright", piece.text, re.IGNORECASE) for piece in last
    )


def _folded(heading: Heading | None, titles: tuple[str, ...]) -> tuple[str, ...]:
    texts = [heading.text] if heading is not None else []
    texts.extend(strip_site(title) for title in titles)
    return tuple(filter(None, (fold_title(text) for text in texts)))


def _own(
    products: tuple[Product, ...], heading: Heading | None, titles: tuple[str, ...], url: str | None
) -> list[Product]:
    """Return the statements about the page's own product: of each source the one whose name or address fits best."""
    names = [fold(text) for text in (*((heading.text,) if heading else ()), *titles) if text]
    best: dict[str, tuple[float, int, Product]] = {}
    by_source: dict[str, list[Product]] = {}
    for order, product in enumerate(products):
        by_source.setdefault(product.source, []).append(product)
        score = 0.0
        name = fold(product.title)
        if name and any(name in text or text in name for text in names if len(text) > 2):
            score += 2
        if url and product.url and product.url.split("?")[0].rstrip("/") == url.split("?")[0].rstrip("/"):
            score += 2
        if product.price is not None:
            score += 0.5
        previous = best.get(product.source)
        if previous is None or score > previous[0]:
            best[product.source] = (score, -order, product)
    order_of = {"json_ld": 0, "microdata": 1, "rdfa": 2, "opengraph": 3}
    chosen = [entry[2] for _source, entry in sorted(best.items(), key=lambda pair: order_of.get(pair[0], 9))]
    return [_with_variants(product, by_source[product.source]) for product in chosen]


def _with_variants(product: Product, beside: list[Product]) -> Product:
    """Take statements of the same name beside a product for its variants, as shops write sizes and colours."""
    name = fold(product.title)
    same = [other for other in beside if name and fold(other.title) == name]
    codes = {other.sku for other in same if other.sku}
    if len(same) < 2 or len(codes) < 2 or product.skus:
        return product
    prices = [other.price for other in same if other.price is not None]
    if prices:
        product.price = product.price if product.price in prices else min(prices)
        product.price_max = max(prices)
    states = [other.availability for other in same if other.availability is not None]
    if states:
        product.availability = "in_stock" if "in_stock" in states else states[0]
    product.skus = tuple(
        Sku(
            sku=other.sku,
            options=other.attributes,
            price=other.price,
            availability=other.availability or "unknown",
            gtin=other.gtin,
        )
        for other in same
    )
    return product
