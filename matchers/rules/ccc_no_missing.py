"""Page element: CCC certificate number or link, for goods under compulsory certification."""

from collections.abc import Iterator

from matchers.context import Context
from matchers.evidence import not_shown as cite_not_shown
from matchers.lead import Lead
from matchers.records import OfferInSweep
from matchers.regimes import needs_number, not_shown, page_group, reach_of

TARGET = "offer"
SUBJECT = "page"
SEVERITY = "critical"
BASIS = ("order110.certificates", "s3-draft.16.1.2", "certification.66")
RESTS_ON_NOT_SHOWN = True
FIELDS = ("certificate_numbers",)


def check(offer: OfferInSweep, context: Context) -> Iterator[Lead]:
    """未展示强制性产品认证（CCC）证书编号。

    编号或可打开的证书链接有其一即视为已展示；尚可自我声明的产品不提示；许可证与认证任选其一的商品组由生产许可证规则提示。
    商品组中认证范围之外的商品（毛绒玩具、USB风扇等）不提示；是否在范围之内看不出的，只作参考。
    """
    group = page_group(offer, context)
    listing = offer.listing
    day = context.day_of(offer.page)
    if group is None or not needs_number(group, "ccc", day):
        return
    if group.regime_logic == "any_of" and needs_number(group, "production_licence", day):
        return
    if listing.certificate_links or not not_shown(listing, *FIELDS):
        return
    reach, why = reach_of(listing, group, "ccc", context)
    if reach == "outside":
        return
    summary = f"疑似未展示CCC证书编号：“{group.name}”实行强制性产品认证，页面已完整读取，未见证书编号或其链接"
    yield Lead(summary=summary, evidence=(cite_not_shown(offer.page, "CCC证书编号或其链接"),), doubtful=why)
