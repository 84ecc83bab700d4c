"""A WooCommerce theme: variations as JSON in a form attribute, JSON-LD graph, ranges, ins and del."""

from typing import Any

from tests.benchmarks.fronts.front import Front
from tests.benchmarks.fronts.records import Product


class WoocommerceFront(Front):
    """Nothing is chosen when a variable product opens, so its page shows a range where prices differ."""

    name = "woocommerce"
    path = "/product/{slug}/"
    selects = False
    hides_list_price = True
    prints = frozenset({"sku"})

    def context(self, product: Product) -> dict[str, Any]:
        host = f"https://{self.data.host}"
        return {"variations": self._variations(product), "graph": self._graph(product, host), "host": host}

    def _variations(self, product: Product) -> list[dict[str, Any]]:
        return [
            {
                "attributes": {f"attribute_{label.lower()}": value for label, value in variant.options},
                "availability_html": f'<p class="stock {"in-stock" if variant.stock else "out-of-stock"}">'
                f"{f'{variant.stock} in stock' if variant.stock else 'Out of stock'}</p>\n",
                "backorders_allowed": False,
                "dimensions_html": "N/A",
                "display_price": float(variant.price),
                "display_regular_price": float(product.list_price or variant.price),
                "image": {"title": variant.code, "url": f"https://{self.data.host}/wp-content/{variant.code}.jpg"},
                "is_in_stock": bool(variant.stock),
                "is_purchasable": True,
                "max_qty": variant.stock or "",
                "min_qty": 1,
                "price_html": f'<span class="price">&euro;{variant.price:.2f}</span>',
                "sku": f"{product.sku}-{variant.code[-2:]}",
                "variation_id": int(variant.code),
                "variation_is_active": True,
                "weight_html": "N/A",
            }
            for variant in product.variants
        ]

    def _graph(self, product: Product, host: str) -> dict[str, Any]:
        url = self.url(product)
        stock = "https://schema.org/" + ("OutOfStock" if product.sold_out else "InStock")
        seller = {"@type": "Organization", "name": self.data.shop, "url": host}
        if product.low != product.high:
            offer = {"@type": "AggregateOffer", "lowPrice": f"{product.low:.2f}", "highPrice": f"{product.high:.2f}",
                     "offerCount": len(product.variants), "priceCurrency": "EUR", "availability": stock, "url": url,
                     "seller": seller}  # fmt: skip
        else:
            offer = {"@type": "Offer", "price": f"{product.price:.2f}", "priceValidUntil": "2027-12-31",
                     "priceSpecification": {"price": f"{product.price:.2f}", "priceCurrency": "EUR",
                                            "valueAddedTaxIncluded": "true"},
                     "priceCurrency": "EUR", "availability": stock, "url": url, "seller": seller}  # fmt: skip
        crumbs = ["Home", *product.categories, product.title]
        entry: dict[str, Any] = {"@type": "Product", "@id": f"{url}#product", "name": product.title, "url": url,
                 "description": "Great for every home.", "image": f"{host}/wp-content/{product.number}.jpg",
                 "sku": product.sku}  # fmt: skip
        if product.case not in ("image", "from"):
            entry["offers"] = [offer]
        return {
            "@context": "https://schema.org/",
            "@graph": [
                {"@type": "BreadcrumbList", "itemListElement": [
                    {"@type": "ListItem", "position": place + 1, "item": {"name": name, "@id": f"{host}/{place}/"}}
                    for place, name in enumerate(crumbs)]},
                entry,
            ],
        }  # fmt: skip
