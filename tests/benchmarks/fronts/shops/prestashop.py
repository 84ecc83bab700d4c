"""A PrestaShop-like front in French: itemprop marks, data-product JSON, amounts with a comma."""

from typing import Any

from tests.benchmarks.fronts.front import Front
from tests.benchmarks.fronts.records import Product


class PrestashopFront(Front):
    """Opens with the first combination; only its price is on the page."""

    name = "prestashop"
    path = "/{number}-{slug}.html"
    variant_prices = False
    variant_stock = False
    prints = frozenset({"sku", "brand", "gtin"})

    def context(self, product: Product) -> dict[str, Any]:
        chosen = product.selected
        now = chosen.price if chosen else product.price
        return {
            "now": now,
            "chosen": dict(chosen.options) if chosen else {},
            "item": {
                "id_product": product.number, "id_manufacturer": 3, "reference": product.sku, "name": product.title,
                "price": f"{now:.2f}\u00a0€".replace(".", ","), "price_amount": float(now), "ean13": product.gtin,
                "regular_price_amount": float(product.list_price or now), "quantity": 0 if product.sold_out else 40,
                "has_discount": product.list_price is not None, "manufacturer_name": product.brand, "rate": 20,
                "availability": "unavailable" if product.sold_out else "available", "ecotax": {"amount": "0.05"},
                "wholesale_price": f"{now / 2:.6f}", "minimal_quantity": 1, "unit_price": "", "weight": "0.300000",
            },
        }  # fmt: skip
