"""A 微店/有赞-like shop: little DOM, everything in `window._global`, variant prices in 分."""

from typing import Any

from tests.benchmarks.fronts.front import Front
from tests.benchmarks.fronts.records import Product, Truth


class StateShopFront(Front):
    """The description is an escaped HTML string inside the state, with the attributes as lines of text."""

    name = "state_shop"
    path = "/wscgoods/detail/{number}"
    selects = False
    breadcrumb = False

    def truth(self, product: Product) -> Truth:
        found = super().truth(product)
        return found.model_copy(update={"free": found.free | {"attributes", "sku", "gtin"}})

    def context(self, product: Product) -> dict[str, Any]:
        return {"state": self._state(product)}

    def _state(self, product: Product) -> dict[str, Any]:
        amount = f"{product.low:.2f}" if product.low == product.high else f"{product.low:.2f}-{product.high:.2f}"
        activity: dict[str, Any] = {}
        if product.case == "deposit":
            activity = {"type": "presale", "name": "预售", "deposit": int(product.deposit * 100),
                        "balance": int(product.balance * 100), "desc": "付定金，享优先发货"}  # fmt: skip
            amount = f"{product.deposit + product.balance:.2f}"
        if product.case == "from":
            amount = f"{product.price:.2f}起"
        axes = list(product.axes.items())
        ids = {(label, value): 1000 + a * 50 + b for a, (label, values) in enumerate(axes)
               for b, value in enumerate(values)}  # fmt: skip
        lines = "".join(f"<p>{label}：{text}</p>" for label, text in product.rows)
        return {
            "url": {"h5": f"https://{self.data.host}", "cdn": "https://img.example"},
            "kdt_id": 43120, "run_mode": "online", "is_mobile": True, "user": {"id": 0, "nickname": ""},
            "mp_data": {"shop_name": self.data.shop, "logo": "https://img.example/logo.png", "intro": "", "team_type":
                        "wsc", "business_name": self.data.company},
            "goods": {
                "id": product.number, "alias": f"2x{product.number}", "title": product.title, "sellPoint": "",
                "picture": f"https://img.example/{product.number}.jpg", "isDisplay": int(not product.off_shelf),
                "price": amount, "origin": f"{product.list_price:.2f}" if product.list_price else "",
                "postage": "快递: 8.00元", "soldNum": product.sold, "limitBuy": 0, "stockNum":
                0 if product.sold_out else 520, "buyUrl": "", "isVirtual": 0, "pointsReward": product.points,
            },
            "sku": {
                "tree": [{"k": label, "k_id": place, "k_s": f"s{place + 1}",
                          "v": [{"id": ids[label, value], "name": value, "imgUrl": ""} for value in values]}
                         for place, (label, values) in enumerate(axes)],
                "list": [{"id": int(variant.code), "price": int(variant.price * 100), "stock_num": variant.stock,
                          **{f"s{place + 1}": ids[option] for place, option in enumerate(variant.options)}}
                         for variant in product.variants],
                "price": f"{product.low:.2f}", "stock_num": 0 if product.sold_out else 520,
                "none_sku": not product.variants, "hide_stock": False, "collection_price": int(product.low * 100),
            },
            "activity": activity,
            "goodsDetail": {"content": f"<div class=\"rich\">{lines}<p>下单满199减20，七天无理由。</p></div>"},
            "recommendGoods": [{"id": offer.number, "title": offer.title, "price": int(offer.price * 100)}
                               for offer in product.related],
            "reviews": {"total": len(product.reviews),
                        "list": [{"nick": buyer, "content": text} for buyer, text in product.reviews]},
        }  # fmt: skip
