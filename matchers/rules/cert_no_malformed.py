"""Form of the shown CCC certificate or production licence number."""

from collections.abc import Iterator

from matchers.certificates.ccc import ccc_problem
from matchers.certificates.licence import licence_problem
from matchers.certificates_shown import shown_numbers
from matchers.context import Context
from matchers.lead import Lead
from matchers.records import Evidence, Feature, OfferInSweep
from matchers.regimes import on_sale, only_group

TARGET = "offer"
SUBJECT = "page"
SEVERITY = "high"
BASIS = ("order110.certificates", "s3-draft.16.1.2")
RESTS_ON_NOT_SHOWN = False
FIELDS = ("attributes",)


def check(offer: OfferInSweep, context: Context) -> Iterator[Lead]:
    """展示的CCC证书编号或生产许可证编号格式异常。

    只看标明 CCC/3C 或生产许可证的栏目中完整、未遮挡、以文字展示的编号；自愿认证、能效、入网、报告编号不判断；
    不认识的产品类别代码不算异常。
    """
    group = only_group(offer, context)
    if group is None or not on_sale(offer):
        return
    day = context.day_of(offer.page)
    for shown in shown_numbers(offer.listing):
        problem = ccc_problem(shown.number, day) if shown.kind == "ccc" else licence_problem(shown.number)
        if problem is None:
            continue
        name = "CCC证书编号" if shown.kind == "ccc" else "生产许可证编号"
        yield Lead(
            summary=f"疑似{name}格式异常：“{shown.number}”，{problem}",
            evidence=(
                Evidence(capture=offer.page.capture, quote=f"{shown.label}：{shown.value}", locator=shown.place),
            ),
            explanation=(Feature(feature=name, score=0.0, left=shown.number, right=problem),),
        )
        return
