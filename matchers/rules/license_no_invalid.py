"""Shop: the published credit code or registration number fails its check."""

from collections.abc import Iterator

from matchers.certificates.credit import credit_code_problem
from matchers.context import Context
from matchers.disclosures import may_judge
from matchers.lead import Lead
from matchers.records import Evidence, Feature, ShopInSweep

TARGET = "shop"
SUBJECT = "shop"
SEVERITY = "high"
BASIS = ("ecommerce.15", "ecommerce.76")
RESTS_ON_NOT_SHOWN = False
FIELDS = ("licence_number",)
TEXT_SOURCES = {"label", "declaration", "embedded_state", "json_ld", "microdata", "rdfa"}
"""Sources that name the value they give; a number found loose in text or by OCR is not checked."""
COMPLETE = {15, 18}


def check(shop: ShopInSweep, context: Context) -> Iterator[Lead]:
    """公示的统一社会信用代码或注册号校验不通过。

    只看执照或信用代码栏目中完整、未遮挡、以文字公示的号码；15 位旧注册号校验通过的不算异常。
    """
    del context
    number = shop.disclosure.licence_number
    reading = shop.disclosure.readings.get("licence_number")
    if not may_judge(shop) or number is None or reading is None:
        return
    if reading.state != "shown" or reading.masked or reading.source not in TEXT_SOURCES:
        return
    problem = credit_code_problem(number)
    if problem is None or len("".join(number.split())) not in COMPLETE:
        return
    pages = [page for page in shop.pages if page.disclosure and page.disclosure.licence_number == number] or shop.pages
    yield Lead(
        summary=f"疑似证照号码有误：店铺“{shop.disclosure.shop or shop.shop_key}”公示的号码 {number} {problem}",
        evidence=(
            Evidence(capture=pages[0].capture, quote=reading.text or number, locator=reading.place or "licence_number"),
        ),
        explanation=(Feature(feature="证照号码", score=0.0, left=number, right=problem),),
    )
