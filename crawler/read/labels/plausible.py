"""Tells whether a text can be the value of a field where no colon says that it is."""

import re

WEAK_PLACES = frozenset(("subject", "service", "seller", "shop", "sales", "stock", "category_path", "item_id"))
"""Fields whose labels say little of the goods where nothing else does."""
DISCLOSING = frozenset(("subject", "service"))
"""Labels that also stand in a shop's disclosure, where label and value may stand side by side."""
_COMPANY = re.compile(
    r"公司|集团|工厂|[\u4e00-\u9fff]厂$|厂[（(]|企业|合作社|商行|经营部|工作室|实业|制造|Co\.?,?\s*Ltd|Inc\.?$|GmbH|LLC|Corp",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"[省市县区镇乡村路街道号]|工业园|开发区|\b(?:Road|Street|Rd|St|Ave|District|City|Province)\b", re.IGNORECASE
)
_CODE = re.compile(r"[A-Za-z]*\d[\w./\-]*")
_BUYING = re.compile(
    r"配送|发票|支付|付款|运费|快递|物流|退换?货|退款|换货|售后|客服|服务|会员|积分|优惠|购物|购买|订单|下单|常见问题|帮助|关于|联系|营业|工作时间|签收|验货|保修政策|"
    r"shipping|delivery|return|refund|payment|invoice|help|faq|contact",
    re.IGNORECASE,
)
"""How labels of help for buyers begin (配送说明, 发票, 支付方式)."""


def speaks_of_buying(label: str) -> bool:
    """Return whether a label heads help for buyers, not a property of the goods."""
    return _BUYING.match(label) is not None


def plausible(field: str, value: str) -> bool:
    """Return whether a value without a colon before it can be this field's."""
    if not value or len(value) > 200:
        return False
    if field in ("maker", "seller", "maker_and_address"):
        return bool(_COMPANY.search(value))
    if field == "maker_address":
        return len(value) > 4 and bool(_ADDRESS.search(value))
    if field in (
        "models",
        "standards",
        "licence_numbers",
        "certificate_numbers",
        "plain_certificate",
        "report_numbers",
        "gtin",
        "mpn",
        "sku",
        "batches",
        "production_dates",
        "product_code",
        "item_id",
        "other_certificate",
    ):
        return bool(_CODE.search(value)) and len(value) <= 80
    if field in DISCLOSING:
        return bool(_COMPANY.search(value) or _ADDRESS.search(value) or _CODE.search(value)) and len(value) <= 120
    if field in ("specifications", "sales", "stock"):
        return bool(re.search(r"\d", value)) and len(value) <= 60
    return False
