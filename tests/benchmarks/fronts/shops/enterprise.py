"""A hand-written company site: product introduction with a table, 面议 more often than a price."""

from tests.benchmarks.fronts.front import Front
from tests.benchmarks.fronts.records import Product, Truth


class EnterpriseFront(Front):
    """There is nothing to order here, so whether an item is in stock is nobody's guess."""

    name = "enterprise"
    path = "/plus/view.php?aid={number}"
    encoding = "gb18030"
    content_type = "text/html"
    selects = False
    variant_prices = False
    variant_stock = False

    def truth(self, product: Product) -> Truth:
        found = super().truth(product)
        free = found.free | {"skus"} | (set() if product.off_shelf or product.sold_out else {"availability"})
        return found.model_copy(update={"free": free})
