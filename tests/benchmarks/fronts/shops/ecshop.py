"""An ECShop-2.7-like front: server-rendered, `goods.php?id=`, attribute labels in brackets, half of it GBK."""

from typing import Any

from tests.benchmarks.fronts.front import Front
from tests.benchmarks.fronts.records import Product


class EcshopFront(Front):
    """Radio attributes carry what they add to the price; the rank prices of members stand beside the shop price."""

    name = "ecshop"
    path = "/goods.php?id={number}"
    encoding = "gbk"
    content_type = "text/html"
    variant_prices = False
    variant_stock = False
    prints = frozenset({"sku", "brand"})

    def context(self, product: Product) -> dict[str, Any]:
        steps = {
            (label, value): variant.price - product.price
            for variant in product.variants
            for label, value in variant.options
        }
        return {"steps": {f"{label}{value}": amount for (label, value), amount in reversed(steps.items())}}
