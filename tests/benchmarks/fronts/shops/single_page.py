"""A CRMEB- and Niushop-like H5 shop: an empty shell over HTTP; in the browser a uni-app DOM and the API's answers."""

import json
from collections.abc import Iterator
from typing import Any

from crawler.records import Fragment
from tests.benchmarks.fronts.front import Front
from tests.benchmarks.fronts.records import Page, Product, Truth

SHELL_EVERY = 5


class SinglePageFront(Front):
    """Every second product comes from a CRMEB-like API, the others from a Niushop-like one."""

    name = "single_page"
    path = "/pages/goods_details/index?id={number}"
    rendered = True
    prints = frozenset()
    breadcrumb = False

    def truth(self, product: Product) -> Truth:
        found = super().truth(product)
        return found.model_copy(update={"free": found.free | {"shop", "gtin", "sku"}})

    def item_pages(self, product: Product) -> Iterator[Page]:
        body = self.render("item", product=product)
        crmeb = product.number % 2 == 0
        answer = self._crmeb(product) if crmeb else self._niushop(product)
        path = f"/api/product/detail/{product.number}" if crmeb else f"/api/goodssku/detail?sku_id={product.number}"
        fragment = Fragment(
            url=f"https://{self.data.host}{path}",
            kind="api",
            content_type="application/json; charset=utf-8",
            body=json.dumps(answer).encode(),
        )
        yield self.page(product, body, self.truth(product), fragments=(fragment,))
        if product.number // 7 % SHELL_EVERY == 0:
            raw = self.raw(self.url(product), self.render("shell", product=product), rendered=False)
            fields = ("title", "price", "brand", "maker", "maker_address", "list_price")
            nothing: dict[str, None] = dict.fromkeys(fields)
            free = frozenset({"kind", "title"})
            yield Page(
                name=f"{self.name}/{product.number}/shell", case="shell", raw=raw,
                truth=Truth(kind="item", values=nothing, free=free),
            )  # fmt: skip

    @staticmethod
    def _crmeb(product: Product) -> dict[str, Any]:
        axes = product.axes
        shown_price = None if product.case == "negotiable" else f"{product.low:.2f}"
        rows = [{"name": label, "value": text} for label, text in product.rows]
        return {
            "status": 200,
            "msg": "ok",
            "data": {
                "storeInfo": {
                    "id": product.number, "mer_id": 0, "image": f"https://img.example/{product.number}.jpg",
                    "slider_image": [f"https://img.example/{product.number}.jpg"], "store_name": product.title,
                    "store_info": "", "keyword": "", "cate_id": "12", "price": shown_price, "vip_price": "0.00",
                    "ot_price": f"{product.list_price or 0:.2f}", "postage": "8.00", "unit_name": "件", "sort": 0,
                    "sales": product.sold, "ficti": 120, "stock": 0 if product.sold_out else 300,
                    "is_show": int(not product.off_shelf),
                    "spec_type": int(bool(product.variants)), "give_integral": "5.00", "params_list": rows,
                    "description": "<p>官方正品 全国联保</p>", "fsales": product.sold + 120, "userCollect": False,
                },
                "productAttr": [
                    {"product_id": product.number, "attr_name": label, "attr_values": list(values), "type": 0,
                     "attr_value": [{"attr": value, "check": False} for value in values]}
                    for label, values in axes.items()
                ],
                "productValue": {
                    ",".join(value for _, value in variant.options): {
                        "product_id": product.number, "suk": ",".join(value for _, value in variant.options),
                        "stock": variant.stock, "sales": 3, "price": f"{variant.price:.2f}", "vip_price": "0.00",
                        "image": f"https://img.example/{variant.code}.jpg", "unique": f"u{variant.code}",
                        "cost": f"{variant.price / 2:.2f}", "bar_code": variant.gtin, "ot_price": "0.00",
                    }
                    for variant in product.variants
                },
                "good_list": [
                    {"id": offer.number, "store_name": offer.title, "price": f"{offer.price:.2f}",
                     "ot_price": f"{offer.list_price:.2f}", "sales": 9}
                    for offer in product.related
                ],
                "reply": {"nickname": product.reviews[0][0], "comment": product.reviews[0][1], "star": 5},
                "replyCount": 3, "mer_id": 0, "priceName": "9.40", "uid": 0,
            },
        }  # fmt: skip

    @staticmethod
    def _niushop(product: Product) -> dict[str, Any]:
        chosen = product.selected
        price = chosen.price if chosen else product.price
        detail: dict[str, Any] = {
            "goods_id": product.number, "sku_id": int(chosen.code) if chosen else product.number * 10,
            "goods_name": product.title, "site_id": 1, "goods_class": 1, "sku_no": "", "stock":
            chosen.stock if chosen else 0 if product.sold_out else 88, "price": f"{price:.2f}",
            "discount_price": f"{price:.2f}", "market_price": f"{product.list_price or 0:.2f}", "unit": "件",
            "goods_state": 0 if product.off_shelf else 1, "sale_num": product.sold, "is_free_shipping": 0,
            "introduction": "", "goods_content": "<p>官方正品 全国联保</p>", "evaluate": 3,
            "goods_attr_format": json.dumps(
                [{"attr_class_id": 1, "attr_id": place, "attr_name": label, "attr_value_name": text, "sort": place}
                 for place, (label, text) in enumerate(product.rows)]
            ),
            "goods_spec_format": json.dumps(
                [{"spec_id": place, "spec_name": label,
                  "value": [{"spec_value_name": value, "selected": value == values[0]} for value in values]}
                 for place, (label, values) in enumerate(product.axes.items())]
            ),
            "goods_sku_data": json.dumps(
                [{"sku_id": int(variant.code), "sku_name": " ".join(value for _, value in variant.options),
                  "sku_spec_format": [{"spec_name": label, "spec_value_name": value}
                                      for label, value in variant.options],
                  "price": f"{variant.price:.2f}", "discount_price": f"{variant.price:.2f}", "stock": variant.stock}
                 for variant in product.variants]
            ),
        }  # fmt: skip
        if product.case == "negotiable":
            detail |= {"price": None, "discount_price": None, "market_price": None}
        return {"code": 0, "message": "操作成功", "data": {"goods_sku_detail": detail}, "timestamp": 1795312800}
