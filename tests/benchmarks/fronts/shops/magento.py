"""A Magento-2-like front: data-price-amount, swatches in x-magento-init, no JSON-LD."""

from typing import Any

from tests.benchmarks.fronts.front import Front
from tests.benchmarks.fronts.records import Product


class MagentoFront(Front):
    """A configurable product shows “As low as” until a swatch is chosen."""

    name = "magento"
    path = "/{slug}.html"
    selects = False
    hides_list_price = True
    variant_stock = False
    prints = frozenset({"sku"})

    def context(self, product: Product) -> dict[str, Any]:
        return {"init": self._swatches(product)}

    @staticmethod
    def _swatches(product: Product) -> dict[str, Any]:
        attributes: dict[str, Any] = {}
        index: dict[str, dict[str, str]] = {variant.code: {} for variant in product.variants}
        for place, (label, values) in enumerate(product.axes.items()):
            code = str(93 + place)
            options = []
            for number, value in enumerate(values):
                holders = [v.code for v in product.variants if (label, value) in v.options]
                options.append({"id": f"{code}{number}", "label": value, "products": holders})
                for holder in holders:
                    index[holder][code] = f"{code}{number}"
            attributes[code] = {"id": code, "code": label.lower(), "label": label, "options": options,
                                "position": str(place)}  # fmt: skip
        prices = {
            variant.code: {"baseOldPrice": {"amount": float(product.list_price or variant.price)},
                           "oldPrice": {"amount": float(product.list_price or variant.price)},
                           "basePrice": {"amount": round(float(variant.price) / 1.2, 6)},
                           "finalPrice": {"amount": float(variant.price)}, "tierPrices": []}
            for variant in product.variants
        }  # fmt: skip
        config = {"attributes": attributes, "template": "£<%- data.price %>", "currencyFormat": "£%s",
                  "optionPrices": prices, "priceFormat": {"pattern": "£%s", "precision": 2},
                  "prices": {"finalPrice": {"amount": float(product.low)}}, "productId": str(product.number),
                  "chooseText": "Choose an Option...", "images": {}, "index": index}  # fmt: skip
        return {"[data-role=swatch-options]": {"Magento_Swatches/js/swatch-renderer": {"jsonConfig": config}}}
