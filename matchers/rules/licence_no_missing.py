"""Page element: production licence number or link, for goods under the licence."""

from collections.abc import Iterator

from matchers.context import Context
from matchers.evidence import not_shown as cite_not_shown
from matchers.lead import Lead
from matchers.origin import is_imported
from matchers.records import OfferInSweep
from matchers.regimes import needs_number, not_shown, page_group, reach_of

TARGET = "offer"
SUBJECT = "page"
SEVERITY = "critical"
BASIS = ("order110.certificates", "s3-draft.16.1.2", "production_licence.5")
RESTS_ON_NOT_SHOWN = True
FIELDS = ("licence_numbers",)


def check(offer: OfferInSweep, context: Context) -> Iterator[Lead]:
    """未展示工业产品生产许可证编号。

    编号或可打开的证书链接有其一即视为已展示；许可证与强制认证任选其一的商品组（如电线电缆），两者都没有才提示，且只提示本条。
    进口商品没有许可证编号，由人判断，不提示；商品组中许可范围之外的商品不提示，是否在范围之内看不出的，只作参考。
    """
    group = page_group(offer, context)
    listing = offer.listing
    if group is None or not needs_number(group, "production_licence", context.day_of(offer.page)):
        return
    if listing.licence_links or not not_shown(listing, *FIELDS) or is_imported(listing):
        return
    either = group.regime_logic == "any_of"
    if either and (listing.certificate_links or not not_shown(listing, "certificate_numbers")):
        return
    reach, why = reach_of(listing, group, "production_licence", context)
    if reach == "outside":
        return
    what = "生产许可证编号，也未见强制性产品认证证书编号" if either else "生产许可证编号或其链接"
    summary = f"疑似未展示生产许可证编号：“{group.name}”实行生产许可，页面已完整读取，未见{what}"
    yield Lead(summary=summary, evidence=(cite_not_shown(offer.page, what),), doubtful=why)
