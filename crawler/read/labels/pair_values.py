"""What labelled values give for the listing's fields: each pair under its field's own rules, as candidates."""

import re
from collections.abc import Iterator
from dataclasses import replace

from crawler.read.dom.candidates import Candidate
from crawler.read.dom.vocabulary import vocabulary
from crawler.read.labels.label_values import (
    address_of,
    certificates_of,
    counted_stock,
    gtin_of,
    is_locality,
    is_nothing,
    is_street,
    licences_of,
    maker_and_address_of,
    maker_of,
    may_be_ccc,
    models_of,
    names_firm,
    names_standard,
    points_elsewhere,
    reports_of,
    standards_of,
)
from crawler.read.labels.numbers import find_ccc, is_masked
from crawler.read.labels.pairs import LabelPair
from crawler.read.labels.warnings import warns, warns_of_goods

_JOINT = re.compile(r"\s*[/／、]\s*")
_LABEL_SCORE = 0.9
_DIRECT = frozenset(
    (
        "name",
        "brand",
        "batches",
        "production_dates",
        "mpn",
        "sku",
        "item_id",
        "product_code",
        "seller",
        "shop",
        "sales",
        "specifications",
    )
)
_LONGEST = {
    "brand": 60,
    "name": 200,
    "batches": 120,
    "production_dates": 60,
    "mpn": 60,
    "sku": 60,
    "item_id": 40,
    "product_code": 80,
    "seller": 80,
    "shop": 60,
    "sales": 40,
    "specifications": 200,
}
_PLACE_LABELS = frozenset(("产地", "生产地", "产品产地", "商品产地", "产地信息"))
"""Labels of the place of production: with a street behind them it is the maker's address."""
_ITEM_NUMBER_RANK = 0.6
"""Rank of 货号 and the like, which are a model only where none is shown."""
_KEPT_EMPTY = frozenset(("brand",))
"""Fields where 无 or / is itself what the page says (无品牌)."""
_ADDRESS_LABELS = frozenset(
    (
        "地址",
        "详细地址",
        "住所",
        "企业地址",
        "公司地址",
        "address",
        "add",
        "addr",
        "单位地址",
        "所在地址",
        "注册地址",
        "经营地址",
        "联系地址",
        "通讯地址",
        "办公地址",
        "公司住所",
        "企业住所",
        "registeredaddress",
        "companyaddress",
        "add",
        "addr",
        "公司地点",
        "企业地点",
    )
)
_NOTICE_LABELS = frozenset(
    (
        "温馨提示",
        "友情提示",
        "特别说明",
        "重要说明",
        "使用说明",
        "使用提示",
        "使用方法",
        "小贴士",
        "提示",
        "备注",
        "说明",
    )
)
"""Labels of notes of any kind: what stands under them is a warning where it warns."""
_LOOSE_RANK = 0.6
"""Rank of 厂家, 工厂 and the like, which a shop also calls itself by where it says how to reach it."""
_BARE_VERBS = frozenset(("制造", "生产", "承制"))
"""Labels that name a maker only where a firm stands behind them."""
_GOODS_FACTS = re.compile(
    r"品牌|型号|规格|材质|标准|产地|颜色|品名|产品名称|商品名称|证书|生产日期|\b(?:brand|model|material|manufacturer|standard)\b",
    re.IGNORECASE,
)
_REACHED = re.compile(
    r"联系|电话|手机|QQ|微信|客服|热线|邮编|店铺|掌柜|营业时间|开店|\b(?:tel|phone|email|hours|store)\b", re.IGNORECASE
)
_CONTACT = re.compile(r"联系我们|联系方式|联系人|联系电话|电话|手机|QQ|微信|客服|热线", re.IGNORECASE)
_COMPANY_LABELS = frozenset(("公司名称", "企业名称", "单位名称", "公司全称", "企业全称", "company", "companyname"))
_LINK_FIELDS = {
    "licence_numbers": "licence_links",
    "certificate_numbers": "certificate_links",
    "report_numbers": "report_links",
}
_WARNING_AREAS = frozenset(("attribute", "description"))


def is_behind_maker(pair: LabelPair, previous: LabelPair | None) -> bool:
    """Return whether a bare 地址 stands right behind the maker it belongs to."""
    return (
        previous is not None
        and previous.field == "maker"
        and not {pair.area, previous.area} & {"header", "footer", "noise"}
        and not _names_of_label(pair).isdisjoint(_ADDRESS_LABELS)
    )


def _names_of_label(pair: LabelPair) -> frozenset[str]:
    """Return a pair's label as it stands and as it is declared: 地址 Address is 地址."""
    declared = (pair.meaning.label,) if pair.meaning is not None else ()
    return frozenset((vocabulary().folded(pair.label), *declared))


def is_item_number(pair: LabelPair) -> bool:
    return pair.meaning is not None and pair.meaning.rank == _ITEM_NUMBER_RANK


def is_model(pair: LabelPair) -> bool:
    """Return whether a pair names a model under a label that says so."""
    named = pair.field == "models" and pair.area != "header" and not is_item_number(pair)
    return named and any(True for _ in models_of(pair.value))


def of_pair(pair: LabelPair, previous: LabelPair | None) -> Iterator[Candidate]:
    field = pair.field
    if field is None or pair.area == "header":
        return
    if field in ("service", "subject"):
        yield from _unowned(pair, previous)
        return
    link_field = _LINK_FIELDS.get(field)
    if link_field is not None:
        yield from (pair_candidate(pair, link_field, url, text=text or pair.label) for text, url in pair.links)
    for name, value, masked in values_of(pair, field):
        yield pair_candidate(pair, name, value, masked=masked)


def parts_of(pair: LabelPair) -> tuple[LabelPair, ...]:
    """Split a pair whose label names two fields and whose value gives both (品牌/型号：青禾/A-1)."""
    labels = [label for label in _JOINT.split(pair.label) if label]
    if len(labels) < 2:
        return (pair,)
    meanings = [vocabulary().meaning(label) for label in labels]
    fields = {meaning.field for meaning in meanings if meaning is not None}
    values = [value.strip() for value in _JOINT.split(pair.value)]
    if None in meanings or len(fields) < len(labels):
        return (pair,)
    if len(values) == 1:
        # MPN / Model: A-1 says the same of both.
        values *= len(labels)
    if len(values) != len(labels):
        return (pair,)
    return tuple(
        replace(pair, label=label, value=value, meaning=meaning)
        for label, value, meaning in zip(labels, values, meanings, strict=True)
    )


def values_of(pair: LabelPair, field: str) -> Iterator[tuple[str, str, bool]]:
    """Yield field, value and mask of everything a pair states."""
    value = shop_of(pair) if field == "shop" else pair.value
    if not value:
        return
    if field == "maker":
        rank = pair.meaning.rank if pair.meaning is not None else 0.0
        if pair.meaning is not None and pair.meaning.label in _BARE_VERBS and not names_firm(value):
            return
        if rank <= _LOOSE_RANK and _CONTACT.search(pair.context) and not _GOODS_FACTS.search(pair.context):
            return
        maker, address = maker_and_address_of(value)
        if maker:
            yield "maker", maker, is_masked(maker)
        if address and is_locality(address):
            yield "maker_address", address, is_masked(address)
    elif field == "maker_address":
        if address := address_of(value):
            yield "maker_address", address, is_masked(address)
    elif field == "maker_and_address":
        maker, address = maker_and_address_of(value)
        if maker:
            yield "maker", maker, is_masked(maker)
        if address:
            yield "maker_address", address, is_masked(address)
    elif field == "models":
        yield from (("models", model, is_masked(model)) for model in models_of(value))
    elif field == "standards":
        numbers = list(standards_of(value))
        yield from (("standards", standard, False) for standard in numbers)
        if not numbers and names_standard(value):
            yield "standards_named", value, False
    elif field == "licence_numbers":
        named = pair.meaning is not None and pair.meaning.rank >= 0.9
        yield from (("licence_numbers", number, masked) for number, masked in licences_of(value, named=named))
    elif field == "certificate_numbers":
        yield from (("certificate_numbers", number, masked) for number, masked in certificates_of(value))
    elif field == "plain_certificate":
        if may_be_ccc(pair.context):
            yield from (("certificate_numbers", number.value, False) for number in find_ccc(value))
    elif field == "report_numbers":
        yield from (("report_numbers", number, masked) for number, masked in reports_of(value))
    elif field == "warnings":
        if not is_nothing(value) and not points_elsewhere(value) and warns_of_goods(value):
            yield "warnings", value, False
    elif field == "gtin":
        if gtin := gtin_of(value):
            yield "gtin", gtin, False
    elif field == "attribute":
        label = pair.meaning.label if pair.meaning is not None else ""
        if label in _PLACE_LABELS and is_street(value):
            yield "maker_address", value, is_masked(value)
        elif label in _NOTICE_LABELS and warns(value):
            yield "warnings", value, False
    elif field == "stock":
        if count := counted_stock(value):
            yield "stock", count, False
    elif field in _DIRECT and _is_direct(field, value):
        yield field, value, is_masked(value)


def shop_of(pair: LabelPair) -> str:
    """Return the shop a pair names: of 店铺：<a>阿强电工</a><em>个人店</em> what is linked, not the mark behind it."""
    linked = [text for text, _url in pair.links if text and pair.value.startswith(text)]
    return linked[0] if len(linked) == 1 and len(linked[0]) > 1 else pair.value


def _is_direct(field: str, value: str) -> bool:
    """Return whether a value stands as it is for its field."""
    if len(value) > _LONGEST[field]:
        return False
    return field in _KEPT_EMPTY or not (is_nothing(value) or points_elsewhere(value))


def _unowned(pair: LabelPair, previous: LabelPair | None) -> Iterator[Candidate]:
    """Take a bare 地址 or 公司名称 among the goods' own facts for the maker's: surer right behind the maker.

    Whose it is the label does not say, but to call the maker not shown beside it would accuse on a reading of ours.
    """
    behind = is_behind_maker(pair, previous)
    if pair.area not in _WARNING_AREAS and not behind and not _is_among_facts(pair):
        return
    names = _names_of_label(pair)
    if names & _ADDRESS_LABELS and (address := address_of(pair.value)):
        yield pair_candidate(pair, "maker_address", address, score=0.6 if behind else 0.3)
    elif names & _COMPANY_LABELS and (maker := maker_of(pair.value)):
        yield pair_candidate(pair, "maker", maker, score=0.3)


def _is_among_facts(pair: LabelPair) -> bool:
    """Return whether a pair stands in one block with facts of the goods, and none tells how to reach a shop."""
    if pair.area != "other" or _REACHED.search(pair.context):
        return False
    return bool(_GOODS_FACTS.search(pair.context))


def pair_candidate(
    pair: LabelPair,
    field: str,
    value: str,
    *,
    text: str | None = None,
    masked: bool = False,
    score: float | None = None,
) -> Candidate:
    rank = pair.meaning.rank if pair.meaning is not None else 0.5
    area = {"attribute": 1.0, "description": 0.95, "other": 0.85, "footer": 0.5}.get(pair.area, 0.5)
    return Candidate(
        field=field,
        value=value,
        source="embedded_state" if pair.embedded else "label",
        place=f"{pair.label} @ {pair.place}",
        text=text or f"{pair.label}：{pair.value}",
        score=score if score is not None else round(_LABEL_SCORE * rank * area, 3),
        masked=masked,
    )
