"""A modern Next.js shop: utility classes, everything also in `__NEXT_DATA__`."""

from typing import Any

from tests.benchmarks.fronts.front import Front
from tests.benchmarks.fronts.records import Product, Truth


class NextjsFront(Front):
    """Server-rendered React: the chosen variant's price in the DOM, all variants in the page's data."""

    name = "nextjs"
    path = "/en-us/products/{slug}"
    prints = frozenset({"sku", "brand"})

    def truth(self, product: Product) -> Truth:
        found = super().truth(product)
        return found.model_copy(update={"free": found.free | ({"list_price"} if product.case == "deposit" else set())})

    def context(self, product: Product) -> dict[str, Any]:
        chosen = product.selected
        now = chosen.price if chosen and product.case != "range" else product.price
        return {"data": self._data(product), "now": now, "chosen": dict(chosen.options) if chosen else {}}

    def _data(self, product: Product) -> dict[str, Any]:
        money = {"currencyCode": "USD"}
        price = product.deposit + product.balance if product.case == "deposit" else product.price
        item = {
            "id": str(product.number), "slug": self.slug(product), "name": product.title, "sku": product.sku,
            "brand": {"id": "b7", "name": product.brand}, "available": not product.sold_out,
            "price": money | {"amount": float(price), "formatted": f"${price:.2f}"},
            "compareAtPrice": money | {"amount": float(product.list_price)} if product.list_price else None,
            "options": [{"name": label, "values": list(values)} for label, values in product.axes.items()],
            "variants": [{"id": variant.code, "sku": f"{product.sku}-{variant.code[-2:]}", "gtin": variant.gtin,
                          "price": money | {"amount": float(variant.price)}, "stock": variant.stock,
                          "availableForSale": bool(variant.stock),
                          "selectedOptions": [{"name": label, "value": value} for label, value in variant.options]}
                         for variant in product.variants],
            "specifications": [{"label": label, "value": text} for label, text in product.rows],
            "breadcrumbs": [{"label": name, "href": f"/c/{place}"} for place, name in enumerate(product.categories)],
            "images": [{"url": f"https://img.example/{product.number}.webp", "alt": product.title}],
        }  # fmt: skip
        related = [{"id": str(offer.number), "name": offer.title, "price": money | {"amount": float(offer.price)}}
                   for offer in product.related]  # fmt: skip
        return {
            "props": {"pageProps": {"product": item, "relatedProducts": related, "cart": {"lines": [], "total": 0},
                                    "reviews": [{"author": who, "body": text} for who, text in product.reviews]},
                      "__N_SSG": True},
            "page": "/[locale]/products/[slug]", "query": {"slug": self.slug(product)}, "buildId": "k2Pq9", "locale":
            "en-us", "isFallback": False, "gsp": True,
        }  # fmt: skip
