"""A ShopXO-like front: AmazeUI markup, dl rows, price ranges until a specification is chosen."""

from tests.benchmarks.fronts.front import Front
from tests.benchmarks.fronts.records import Product, Value


class ShopxoFront(Front):
    """Shows the range of all specifications; stock and price of one come by a request after the click."""

    name = "shopxo"
    path = "/?s=goods/index/id/{number}.html"
    selects = False
    variant_stock = False
    variant_prices = False

    def prices(self, product: Product) -> dict[str, Value]:
        found = super().prices(product)
        if product.variants:
            found["price_max"] = str(product.high)
        return found
