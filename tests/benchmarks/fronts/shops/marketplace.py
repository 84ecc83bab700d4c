"""A Chinese marketplace's item page: rendered from `__INITIAL_STATE__`, hashed class names, coupon and 拼单 prices."""

from decimal import Decimal
from typing import Any

from tests.benchmarks.fronts.front import Front
from tests.benchmarks.fronts.records import Product, Truth, Value

COUPON = Decimal("5.00")


class MarketplaceFront(Front):
    """Every item is of a shop of its own; the 券后价 is large, the price any buyer pays stands beside it."""

    name = "marketplace"
    path = "/item.htm?id={number}&spm=a21bo.{number}"
    prints = frozenset()

    def context(self, product: Product) -> dict[str, Any]:
        chosen = product.selected
        return {
            "state": self._state(product),
            "shop": product.shop,
            "now": chosen.price if chosen else product.price,
            "coupon": COUPON,
            "chosen": dict(chosen.options) if chosen else {},
        }

    def prices(self, product: Product) -> dict[str, Value]:
        found = super().prices(product)
        if product.case == "group":
            found["list_price"] = None
        return found

    def truth(self, product: Product) -> Truth:
        found = super().truth(product)
        free = found.free | ({"list_price"} if product.case in ("group", "coupon") else set())
        return found.model_copy(update={"free": free, "accepts": found.accepts | {"shop": (product.shop,)}})

    @staticmethod
    def _state(product: Product) -> dict[str, Any]:
        return {
            "item": {
                "itemId": str(product.number), "title": product.title, "categoryId": 50008090,
                "images": [f"//img.example/{product.number}_1.jpg", f"//img.example/{product.number}_2.jpg"],
                "vagueSellCount": "1000+", "status": -2 if product.off_shelf else 0,
            },
            "seller": {"shopName": product.shop, "sellerNick": product.shop, "creditLevel": 15,
                       "evaluates": [{"title": "宝贝描述", "score": "4.9"}]},
            "skuBase": {
                "props": [{"pid": str(place), "name": label,
                           "values": [{"vid": f"{place}{number}", "name": value} for number, value in
                                      enumerate(values)]}
                          for place, (label, values) in enumerate(product.axes.items())],
                "skus": [{"skuId": variant.code,
                          "propPath": ";".join(f"{place}:{place}{list(product.axes[label]).index(value)}"
                                               for place, (label, value) in enumerate(variant.options))}
                         for variant in product.variants],
            },
            "skuCore": {"sku2info": {
                variant.code: {"quantity": str(variant.stock), "logisticsTime": "48小时内发货",
                               "price": {"priceMoney": str(int(variant.price * 100)),
                                         "priceText": f"{variant.price:.2f}"}}
                for variant in product.variants}},
            "recommend": {"list": [{"itemId": str(offer.number), "title": offer.title, "price": f"{offer.price:.2f}"}
                                   for offer in product.related]},
            "rate": {"total": 3, "rateList": [{"userNick": buyer, "content": text}
                                              for buyer, text in product.reviews]},
            "params": {"groupProps": [{"基本信息": [{label: text} for label, text in product.rows]}]},
            "delivery": {"from": "浙江云栖", "postage": "快递: 0.00"},
        }  # fmt: skip
