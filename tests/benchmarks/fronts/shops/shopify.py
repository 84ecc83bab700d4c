"""A Shopify theme: product JSON with prices in cents, JSON-LD offers, variant selects."""

from typing import Any

from tests.benchmarks.fronts.front import Front
from tests.benchmarks.fronts.records import Product, Truth


class ShopifyFront(Front):
    """Opens with the first variant that can be bought; the vendor is the brand."""

    name = "shopify"
    path = "/products/{slug}"
    prints = frozenset({"brand"})
    breadcrumb = False

    def truth(self, product: Product) -> Truth:
        found = super().truth(product)
        return found.model_copy(update={"free": found.free | {"category_path", "sku", "gtin"}})

    def context(self, product: Product) -> dict[str, Any]:
        chosen = product.selected
        return {
            "item": self._item(product),
            "ld": self._structured(product),
            "chosen": dict(chosen.options) if chosen else {},
            "now": chosen.price if chosen and product.case != "range" else product.price,
        }

    @staticmethod
    def _variants(product: Product) -> list[dict[str, Any]]:
        rows = [(v.code, v.options, v.price, v.stock, v.gtin) for v in product.variants]
        rows = rows or [(f"{product.number}01", (), product.price, 0 if product.sold_out else 9, product.gtin)]
        return [
            {
                "id": 44000000000000 + int(code), "title": " / ".join(value for _, value in options) or "Default Title",
                **{f"option{place + 1}": options[place][1] if place < len(options) else None for place in range(3)},
                "sku": f"{product.sku}-{code[-2:]}", "requires_shipping": True, "taxable": True,
                "featured_image": None, "available": bool(stock), "name": product.title,
                "public_title": None, "options": [value for _, value in options] or ["Default Title"],
                "price": int(price * 100), "weight": 450,
                "compare_at_price": int(product.list_price * 100) if product.list_price else None,
                "inventory_management": "shopify", "barcode": gtin, "requires_selling_plan": False,
            }
            for code, options, price, stock, gtin in rows
        ]  # fmt: skip

    def _item(self, product: Product) -> dict[str, Any]:
        return {
            "id": product.number, "title": product.title, "handle": self.slug(product),
            "description": "<p>Designed for daily use.</p>", "published_at": "2026-03-01T10:00:00-05:00",
            "vendor": product.brand, "type": product.categories[-1], "tags": ["new", "free-shipping"],
            "price": int(product.low * 100), "price_min": int(product.low * 100), "price_max": int(product.high * 100),
            "available": not product.sold_out, "price_varies": product.low != product.high,
            "compare_at_price": int(product.list_price * 100) if product.list_price else None,
            "variants": self._variants(product), "images": [f"//cdn.example/{product.number}.jpg"],
            "options": list(product.axes) or ["Title"], "url": f"/products/{self.slug(product)}",
        }  # fmt: skip

    def _structured(self, product: Product) -> dict[str, Any]:
        url = self.url(product)
        offers = [
            {"@type": "Offer", "availability": f"http://schema.org/{'InStock' if row['available'] else 'OutOfStock'}",
             "price": f"{row['price'] / 100:.2f}", "priceCurrency": "USD", "sku": row["sku"],
             "url": f"{url}?variant={row['id']}", "name": row["title"]}
            for row in self._variants(product)
        ]  # fmt: skip
        return {
            "@context": "http://schema.org/", "@type": "Product", "name": product.title, "url": url,
            "image": [f"https://cdn.example/{product.number}.jpg"], "description": "Designed for daily use.",
            "brand": {"@type": "Brand", "name": product.brand}, "offers": offers,
        }  # fmt: skip
