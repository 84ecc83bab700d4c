"""An OpenCart-like front: unstyled lists of facts, options that say what they add."""

from typing import Any

from tests.benchmarks.fronts.front import Front
from tests.benchmarks.fronts.records import Product


class OpencartFront(Front):
    """The Product Code of the list is the shop's own code."""

    name = "opencart"
    path = "/index.php?route=product/product&path=20_27&product_id={number}"
    variant_prices = False
    variant_stock = False
    prints = frozenset({"sku", "brand"})

    def context(self, product: Product) -> dict[str, Any]:
        steps = {
            f"{label}{value}": variant.price - product.price
            for variant in reversed(product.variants)
            for label, value in variant.options
        }
        return {"steps": steps}
