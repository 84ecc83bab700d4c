"""Lists: a model found unqualified in supervision sampling is on sale (tier A: same trademark, same model)."""

from collections.abc import Iterator

from matchers.context import Context
from matchers.evidence import list_row, shown
from matchers.lead import Lead
from matchers.lists.delisted import is_cross_border
from matchers.lists.matching import candidates, compare_batch, compare_maker, match_trademark
from matchers.lists.store import Entry
from matchers.records import Evidence, Feature, OfferInSweep, Severity
from matchers.regimes import on_sale

TARGET = "offer"
SUBJECT = "goods"
SEVERITY = "high"
BASIS = ("s1.4.2", "product_quality.39", "product_quality.49", "s0-draft.20")
RESTS_ON_NOT_SHOWN = False
FIELDS = ("brand", "models")


def check(offer: OfferInSweep, context: Context) -> Iterator[Lead]:
    """监督抽查不合格产品同商标同型号在售。

    商标与型号须逐字一致（型号中任何一位数字不同即不算；写明的电压、气源、功率、容量、规格、版本不同即不算），生产者不矛盾；没有标注商标的页面，标题开头或型号之前的商标也算；清单标明无商标的，须生产者与型号都一致。
    页面的批次或生产日期在公告之外的不提示；未展示批次的，批次待核实。涉嫌假冒、异议未决、已撤回的行，以及公告日前的页面不提示。
    """
    if offer.classification.scope == "exempt_law" or not on_sale(offer):
        return
    if offer.listing.availability == "out_of_stock":
        return
    seen: set[str] = set()
    for entry, model in candidates(offer, "unqualified", context):
        early = offer.page.captured_at is not None and context.day_of(offer.page) < entry.row.effective
        if early or entry.row.content in seen:
            continue
        lead = _compare(offer, entry, model)
        if lead is not None:
            seen.add(entry.row.content)
            yield lead


def _compare(offer: OfferInSweep, entry: Entry, model: Feature) -> Lead | None:
    listing = offer.listing
    maker = compare_maker(listing, entry)
    trademark = match_trademark(listing, entry)
    batch, batch_feature = compare_batch(listing, entry)
    if maker.verdict == "different" or batch == "outside":
        return None
    if entry.row.no_trademark:
        if maker.verdict != "same":
            return None
    elif trademark is None:
        return None
    severity: Severity = "critical" if trademark is not None and maker.verdict == "same" else "high"
    note = "" if batch == "inside" else "，批次待核实"
    if offer.page.captured_at is None:
        note += "，采集时间不明，须复看"
    failed = entry.row.value("failed_items")
    goods = " ".join(text for text in (entry.trademark or entry.maker, model.right) if text)
    why = f"（不合格项目：{failed}）" if failed else ""
    day = entry.row.effective.isoformat()
    features = tuple(feature for feature in (trademark, model, maker.feature, batch_feature) if feature)
    return Lead(
        summary=f"疑似销售监督抽查不合格产品：{goods} 列入 {day} 公布的不合格清单{why}{note}",
        evidence=(*_page_evidence(offer, model, trademark), list_row(entry.row)),
        explanation=features,
        severity="info" if is_cross_border(offer) else severity,
        source=(entry.row.list_id, entry.row.content),
    )


def _page_evidence(offer: OfferInSweep, model: Feature, trademark: Feature | None) -> tuple[Evidence, ...]:
    listing = offer.listing
    brand = ("brand", trademark.left if trademark else None) if listing.brand else ("title", listing.title)
    values = [("models", model.left), brand, ("maker", listing.maker)]
    return tuple(shown(offer.page, field, value) for field, value in values if value)
