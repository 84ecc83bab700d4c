"""A 1688-like wholesale page: ladder prices, 起批量, an attribute table of two pairs a row."""

from decimal import Decimal
from typing import Any

from tests.benchmarks.fronts.front import Front
from tests.benchmarks.fronts.records import Product, Truth


class WholesaleFront(Front):
    """With a ladder, the price is what the smallest quantity that may be ordered costs apiece."""

    name = "wholesale"
    path = "/offer/{number}.html"
    selects = False
    variant_stock = True
    encoding = "gbk"
    content_type = "text/html;charset=GBK"
    prints = frozenset()

    def context(self, product: Product) -> dict[str, Any]:
        price = product.price
        tiers = ((2, 9, price), (10, 99, price * Decimal("0.95")), (100, None, price * Decimal("0.9")))
        return {"tiers": tiers, "shop": product.shop, "state": self._state(product)}

    def truth(self, product: Product) -> Truth:
        found = super().truth(product)
        return found.model_copy(update={"accepts": found.accepts | {"shop": (product.shop,)}})

    @staticmethod
    def _state(product: Product) -> dict[str, Any]:
        return {
            "offerId": product.number, "subject": product.title, "unit": "件", "beginAmount": 2,
            "skuProps": [{"prop": label, "value": [{"name": value} for value in values]}
                         for label, values in product.axes.items()],
            "skuMap": {
                "&gt;".join(value for _, value in variant.options): {
                    "skuId": int(variant.code), "canBookCount": variant.stock, "saleCount": 4,
                    "discountPrice": f"{variant.price:.2f}", "price": f"{variant.price:.2f}",
                    "specId": variant.code * 2}
                for variant in product.variants},
        }  # fmt: skip
