"""Goods that stand on official lists: the rows of the lists, and the offers on the street they do or do not mean."""

import re
import tomllib
from functools import cache
from typing import Literal

from app.samplemarket.declared import DATA, GroupSpec, load_groups
from app.samplemarket.goods import Offer, Product, Shop
from app.samplemarket.offers import OfferMaker, split_fate
from config.record import Record

BATCH = "2026-03-15"
OTHER_BATCH = "2026-09-20"
ORDER_DATES = ("2026-11-12", "2026-11-20", "2026-11-26")
RELISTED_ORDER_DATE = "2026-12-01"
"""After the goods were last seen under the old link, before the sweep that first covers the shop."""
LATER_NOTICE = ("2026-12-05", "2026年第50号")


class UnqualifiedSpec(Record):
    """Some goods of the unqualified list, and how their offers on the street differ from the row."""

    id: str
    rules: tuple[str, ...] = ()
    item: Literal[
        "same", "no_brand", "same_batch", "other_batch", "sibling", "other_brand", "other_maker", "generic_model"
    ] = "same"
    row: Literal["plain", "slash", "several", "full_width", "generic"] = "plain"
    remark: str = ""
    from_day: int = 0
    withdrawn_day: int | None = None
    groups: tuple[str, ...]
    sites: tuple[str, ...]
    fates: tuple[str, ...] = ("still",)
    full: int
    demo: int


class DelistedSpec(Record):
    """Some goods ordered off sale, and what became of them."""

    id: str
    rules: tuple[str, ...] = ()
    same_goods: bool = False
    """True: another shop sells the same goods."""
    old_link: bool = False
    """True: the ordered link is dead; the offer stands under another one."""
    returns: tuple[int, ...] = ()
    """Days on which the first, second … comes back."""
    sibling: bool = False
    out_of_stock: bool = False
    remark: str = ""
    groups: tuple[str, ...]
    sites: tuple[str, ...]
    fates: tuple[str, ...] = ("still",)
    full: int
    demo: int


class ListRow(Record):
    """One row of a list. `item` is the offer (site, item id) whose link the row names, when it names one."""

    list_id: Literal["unqualified", "delisted"]
    cells: dict[str, str]
    site: str
    item_id: str
    from_day: int = 0
    withdrawn_day: int | None = None


class Listed(Record):
    """The offers and rows of all list cases."""

    offers: tuple[Offer, ...]
    rows: tuple[ListRow, ...]


@cache
def _declared() -> dict[str, object]:
    return tomllib.loads((DATA / "listed.toml").read_text(encoding="utf-8"))


def _rows(key: str) -> list[dict[str, object]]:
    rows = _declared()[key]
    assert isinstance(rows, list)
    return rows


def listed_goods(maker: OfferMaker) -> Listed:
    """Return the listed goods of the street with their list rows."""
    offers: list[Offer] = []
    rows: list[ListRow] = []
    for row in _rows("unqualified"):
        spec = UnqualifiedSpec.model_validate(row)
        for copy in range(spec.full if maker.full else spec.demo):
            offer, line = _unqualified(maker, spec, copy)
            offers.append(offer)
            rows.append(line)
    for row in _rows("delisted"):
        order = DelistedSpec.model_validate(row)
        for copy in range(order.full if maker.full else order.demo):
            made, line = _delisted(maker, order, copy)
            offers += made
            rows.append(line)
    return Listed(offers=tuple(offers), rows=tuple(rows))


def _group(groups: tuple[str, ...], copy: int) -> GroupSpec:
    wanted = groups[copy % len(groups)]
    return next(group for group in load_groups() if group.id == wanted)


def _unqualified(maker: OfferMaker, spec: UnqualifiedSpec, copy: int) -> tuple[Offer, ListRow]:
    group = _group(spec.groups, copy)
    product = maker.products.product(group)
    sold = _sold(maker, product, group, spec)
    shop = maker.shop(spec.sites[copy % len(spec.sites)])
    offer = maker.offer(shop, group, product=sold)
    values, places = dict(offer.values), dict(offer.places)
    if spec.item == "no_brand":
        values["brand"] = "无"
    if spec.item in ("same_batch", "other_batch"):
        values["batch"] = BATCH if spec.item == "same_batch" else OTHER_BATCH
        places["batch"] = "attribute"
    fate, fate_day = split_fate(spec.fates[copy % len(spec.fates)])
    offer = offer.model_copy(
        update={
            "story": spec.id,
            "values": values,
            "places": places,
            "breaches": spec.rules,
            "honest": () if spec.rules else (spec.id,),
            "first_breach_day": spec.from_day,
            "last_breach_day": spec.withdrawn_day,
            "fate": fate,
            "fate_day": fate_day,
            "pictures": False,
        }
    )
    return offer, _unqualified_row(spec, copy, product, shop, offer)


def _sold(maker: OfferMaker, product: Product, group: GroupSpec, spec: UnqualifiedSpec) -> Product:
    """Return the product that is really sold, given the product of the row."""
    other = maker.products.product(group)
    if spec.item == "sibling":
        return product.model_copy(update={"model": sibling(product.model)})
    if spec.item == "other_brand":
        return other.model_copy(update={"model": product.model})
    if spec.item == "other_maker":
        while not unlike(other.maker, product.maker):
            other = maker.products.product(group)
        return product.model_copy(update={"maker": other.maker, "maker_address": other.maker_address})
    if spec.item == "no_brand":
        return product.model_copy(update={"brand": None})
    if spec.item == "generic_model":
        return product.model_copy(update={"model": group.spec[1]})
    return product


def unlike(left: str, right: str) -> bool:
    """Return whether two firms sit in different cities and share no character of their own names."""
    return left[:3] != right[:3] and not set(left[3:5]) & set(right[3:5])


def sibling(model: str) -> str:
    """Return the model whose last digit is one more: a neighbour in the maker's range, not the same goods."""
    place = max(match.start() for match in re.finditer(r"\d", model))
    return f"{model[:place]}{(int(model[place]) + 1) % 10}{model[place + 1 :]}"


def _unqualified_row(spec: UnqualifiedSpec, copy: int, product: Product, shop: Shop, offer: Offer) -> ListRow:
    notices = _rows_of_pairs("notices")
    notice = LATER_NOTICE if spec.from_day else notices[copy % len(notices)]
    failed = _declared()["failed"]
    assert isinstance(failed, list)
    brand, model = product.brand or "/", product.model
    if spec.row == "slash":
        brand = "/"
    if spec.row == "several":
        model = f"{sibling(sibling(model))}、{model}"
    if spec.row == "generic":
        model = offer.values["model"]
    if spec.row == "full_width":
        model, brand = full_width(model), f"{brand}（图形商标）"
    return ListRow(
        list_id="unqualified",
        site=shop.site,
        item_id=offer.item_id,
        from_day=spec.from_day,
        withdrawn_day=spec.withdrawn_day,
        cells={
            "产品名称": product.noun,
            "标称商标": brand,
            "规格型号": model,
            "生产日期/批号": BATCH,
            "标称生产企业名称": product.maker,
            "被抽样单位名称": shop.seller,
            "店铺名称": shop.name,
            "主要不合格项目": failed[copy % len(failed)],
            "公告日期": notice[0],
            "公告号": notice[1],
            "备注": spec.remark,
        },
    )


def _rows_of_pairs(key: str) -> list[tuple[str, str]]:
    pairs = _declared()[key]
    assert isinstance(pairs, list)
    return [(str(first), str(second)) for first, second in pairs]


def full_width(text: str) -> str:
    """Return letters, digits and hyphens in full width, as old tables print them."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def _delisted(maker: OfferMaker, spec: DelistedSpec, copy: int) -> tuple[list[Offer], ListRow]:
    group = _group(spec.groups, copy)
    product = maker.products.product(group)
    shop = maker.shop(spec.sites[copy % len(spec.sites)])
    returns = spec.returns[copy % len(spec.returns)] if spec.returns else 0
    fate, fate_day = split_fate(spec.fates[copy % len(spec.fates)])
    sold = product.model_copy(update={"model": sibling(product.model)}) if spec.sibling else product
    live = maker.offer(shop, group, product=sold).model_copy(
        update={
            "story": spec.id,
            "breaches": spec.rules,
            "honest": () if spec.rules else (spec.id,),
            "first_day": returns,
            "out_of_stock": spec.out_of_stock,
            "fate": fate,
            "fate_day": fate_day,
            "pictures": False,
        }
    )
    offers = [live]
    ordered = live
    if spec.old_link:
        ordered = maker.offer(shop, group, product=product).model_copy(
            update={"story": f"{spec.id}_old_link", "fate": "gone", "fate_day": 0, "pictures": False}
        )
        offers.append(ordered)
    if spec.same_goods:
        elsewhere = maker.shop("qiandu" if shop.site != "qiandu" else "lanbo")
        offers.append(
            maker.offer(elsewhere, group, product=product).model_copy(
                update={"story": "delisted_same_goods", "breaches": ("DELISTED_SAME_GOODS",), "pictures": False}
            )
        )
    return offers, _order_row(spec, copy, product, shop, ordered)


def _order_row(spec: DelistedSpec, copy: int, product: Product, shop: Shop, ordered: Offer) -> ListRow:
    return ListRow(
        list_id="delisted",
        site=shop.site,
        item_id=ordered.item_id,
        cells={
            "商品ID": ordered.item_id,
            "店铺名称": shop.name,
            "经营者名称": "/" if shop.kind == "person" else shop.seller,
            "商标": product.brand or "/",
            "规格型号": product.model,
            "产品名称": product.noun,
            "下架日期": RELISTED_ORDER_DATE if spec.returns else ORDER_DATES[copy % len(ORDER_DATES)],
            "文书编号": f"示市监责下〔2026〕{copy + 11}号",
            "备注": spec.remark,
        },
    )
