"""Whether a page says that the goods are imported."""

import unicodedata

from crawler.records import Listing

ORIGIN_LABELS = (
    "产地",
    "原产地",
    "原产国",
    "原产国家",
    "生产国",
    "货源产地",
    "商品产地",
    "国产/进口",
    "是否进口",
    "进口/国产",
)
DOMESTIC = ("中国", "国产", "大陆", "国内", "否", "省", "市", "自治区")
ABROAD = ("进口", "海外", "美国", "日本", "德国", "韩国", "法国", "英国", "意大利", "泰国", "越南", "马来西亚", "瑞典",
          "瑞士", "荷兰", "西班牙", "波兰", "丹麦", "印度", "香港", "台湾", "澳门", "是")  # fmt: skip


def is_imported(listing: Listing) -> bool:
    """Return whether an origin label names a place abroad; silence and domestic places are not imported."""
    for label, text in listing.attributes:
        if unicodedata.normalize("NFKC", label).strip(" :") not in ORIGIN_LABELS:
            continue
        value = unicodedata.normalize("NFKC", text).strip()
        if any(word in value for word in DOMESTIC) and "香港" not in value and "台湾" not in value:
            continue
        if value in ABROAD or any(len(word) > 1 and word in value for word in ABROAD):
            return True
    return False
