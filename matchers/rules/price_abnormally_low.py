"""Prices: far below the group's median, by robust statistics."""

from collections.abc import Iterator

from matchers.context import Context
from matchers.lead import Lead
from matchers.prices.base import Priced, statistics_of
from matchers.prices.statistics import deviation
from matchers.records import Evidence, Feature, PriceBase

TARGET = "offers"
SUBJECT = "page"
SEVERITY = "low"
BASIS = ("s4.3.2",)
RESTS_ON_NOT_SHOWN = False
FIELDS = ("price",)


def check(priced: Priced, base: PriceBase, context: Context) -> Iterator[Lead]:
    """价格明显偏低。

    与同组、同档、同计价单位近 30 天的单价中位数相比（每个卖家只算一个值，不少于 20 个卖家）：z ≤ -3.5，且不高于
    中位数的一半。
    卖家不足或价格分成高低两档的组不比较。价格低只是线索和抽样权重，不是违法。
    """
    found = deviation(priced.value, statistics_of(base))
    if not found.strong:
        return
    unit_price = f"{float(priced.price / priced.quantity):.2f} 元/{base.unit}"
    group = context.catalogue.group(base.group).name + (f"（{base.subgroup}）" if base.subgroup else "")
    centre = f"{base.median:.2f} 元/{base.unit}"
    compared = f"为同组 {base.sellers} 个卖家中位数 {centre} 的 {found.ratio:.0%}"
    yield Lead(
        summary=f"疑似价格明显偏低：“{group}”单价 {unit_price}，{compared}",
        evidence=(
            Evidence(
                capture=priced.capture,
                quote=f"{priced.quote}（数量 {priced.quantity.normalize():f}，单价 {unit_price}）",
                locator=priced.place,
            ),
            Evidence(
                list_row=f"price_base#{base.id}",
                quote=f"{group}：{base.sellers} 个卖家，中位数 {centre}，离散 {base.spread}",
                locator=f"price_base.jsonl {base.window_from}—{base.window_to}",
            ),
        ),
        explanation=(
            Feature(feature="单价/中位数", score=round(found.ratio, 4), left=unit_price, right=centre),
            Feature(feature="z", score=round(found.z, 4), left=unit_price, right=f"离散 {base.spread}"),
            Feature(feature="价格基准", score=1.0, left=None, right=base.id),
        ),
    )
