"""List rules: tier A and its vetoes; delisted, relisted, same goods elsewhere."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from crawler.records import Reading, SellerDisclosure, Sku
from matchers.context import Context
from matchers.history import History
from matchers.judge import judge_item
from matchers.lists.rows import ListRow
from matchers.lists.store import Lists
from matchers.records import Finding, OfferInSweep, RejectedGroup

OfferMaker = Callable[..., OfferInSweep]
ORDER_DAY = date(2026, 11, 20)
NOTICE_MORNING = datetime(2026, 11, 20, 3, tzinfo=UTC)
UNQUALIFIED_ROW = {
    "product": "移动电源", "trademark": "云帆", "model": "YF-20A", "maker": "示例云帆电子有限公司",
    "batch": "2026-03-15", "failed_items": "额定容量",
}  # fmt: skip
ORDER_ROW = {
    "platform": "示例商城", "shop": "云帆旗舰店", "seller": "示例云帆商贸有限公司", "trademark": "云帆",
    "model": "YF-20A", "product": "移动电源", "order_no": "示责〔2026〕1号",
}  # fmt: skip
LINK = "http://mall.example/item/1001?utm_source=x"


def row(kind: str, values: dict[str, str | None], *, day: date = ORDER_DAY, number: int = 2, **more: Any) -> ListRow:
    kept = {name: text for name, text in values.items() if text is not None}
    return ListRow(
        list_id=kind, kind=kind, version="abcdef012345", row=number, content=f"{kind}-{number}", values=kept,
        effective=day, **more,
    )  # type: ignore[arg-type]  # fmt: skip


def with_rows(context: Context, *rows: ListRow, history: History | None = None) -> Context:
    lists = Lists(rows, platforms={"mall": "示例商城", "other": "别家商城"})
    return replace(context, lists=lists, history=history or History())


def findings(offer: OfferInSweep, context: Context) -> list[Finding]:
    return list(judge_item(offer, context))


def rules(offer: OfferInSweep, context: Context) -> list[str]:
    return [finding.rule for finding in findings(offer, context)]


# --- unqualified -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "listed", "shown", "severity"),
    [
        ("all three agree", {}, {}, "critical"),
        ("maker not on the page", {}, {"maker": None}, "high"),
        ("maker not in the list", {"maker": None}, {}, "high"),
        ("maker is only a shop's name", {}, {"maker": "云帆旗舰店"}, "high"),
        ("full width in the list", {"model": "ＹＦ－２０Ａ"}, {}, "critical"),
        ("case and blanks on the page", {}, {"models": (" yf-20a ",)}, "critical"),
        ("several models in the row", {"model": "YF-10A、YF-20A"}, {}, "critical"),
        ("model beside capacity", {"model": "YF-20A 20000mAh"}, {}, "critical"),
        ("model in a variant", {}, {"models": (), "skus": (Sku(options=(("型号", "YF-20A"),)),)}, "critical"),
        ("model as part number", {}, {"models": (), "mpn": "YF-20A"}, "critical"),
        ("trademark with remark", {"trademark": "云帆（图形商标）"}, {}, "critical"),
        ("trademark opens the title", {}, {"brand": None}, "critical"),
        ("trademark opens the title, no maker", {}, {"brand": None, "maker": None}, "high"),
        ("trademark before the model", {}, {"brand": None, "title": "正品移动电源 云帆牌YF-20A"}, "critical"),
        ("no trademark, same maker", {"trademark": None, "none": "yes"}, {"brand": None}, "high"),
        ("group not known", {}, {"group": None, "scope": "not_key"}, "critical"),
        ("cross-border", {}, {"scope": "cross_border"}, "info"),
        ("marked cross-border", {}, {"cross_border": True}, "info"),
        ("stock not told", {}, {"availability": "unknown"}, "critical"),
        ("page of the notice's own day", {}, {"page": {"captured_at": NOTICE_MORNING}}, "critical"),
        ("inside the batch", {}, {"production_dates": ("2026年3月15日",)}, "critical"),
        ("batch without a date", {"batch": None}, {"production_dates": ("2020-01-01",)}, "critical"),
    ],
)  # fmt: skip
def test_same_trademark_and_model_on_sale(
    name: str,
    listed: dict[str, Any],
    shown: dict[str, Any],
    severity: str,
    make_offer: OfferMaker,
    context: Context,
) -> None:
    more = {"no_trademark": True} if listed.pop("none", None) else {}
    offer = make_offer(**shown)
    (finding,) = findings(offer, with_rows(context, row("unqualified", {**UNQUALIFIED_ROW, **listed}, **more)))
    assert (finding.rule, finding.severity) == ("UNQUALIFIED_ON_SALE", severity)
    assert finding.list_id == "unqualified"
    assert {bool(entry.capture) for entry in finding.evidence} == {True, False}
    assert finding.evidence[-1].list_row == "unqualified@abcdef012345#2"
    assert finding.standing == "in_force"
    assert ("批次待核实" in finding.summary) != ("2026年3月15日" in str(shown))


@pytest.mark.parametrize(
    ("name", "listed", "shown"),
    [
        ("one digit differs", {}, {"models": ("YF-21A",)}),
        ("a digit more", {}, {"models": ("YF-200A",)}),
        ("letter after", {"model": "YF-20"}, {}),
        ("another trademark", {}, {"brand": "云航"}),
        ("trademark not on the page", {}, {"brand": None, "title": "新款 移动电源 20000毫安"}),
        ("title fits the trademark's goods", {}, {"brand": None, "title": "适用于云帆 YF-20A 移动电源"}),
        ("title compares", {}, {"brand": None, "title": "云帆 同款 移动电源 YF-20A"}),
        ("trademark inside a longer word", {}, {"brand": None, "title": "云帆星移动电源 YF-20A"}),
        ("title's trademark, another maker", {}, {"brand": None, "maker": "示例远山电器有限公司"}),
        ("title's trademark masked", {}, {"brand": None, "readings": {"brand": Reading(state="shown", masked=True)}}),
        ("trademark unknown in the list", {"trademark": None}, {}),
        ("trademark masked", {}, {"readings": {"brand": Reading(state="shown", masked=True)}}),
        ("maker contradicts", {}, {"maker": "示例远山电器有限公司"}),
        ("generic model", {"model": "见包装"}, {"models": ("见包装",)}),
        ("capacity as model", {"model": "20000mAh"}, {"models": ("20000mAh",)}),
        ("model not on the page", {}, {"models": ()}),
        ("no trademark, maker missing", {"trademark": None, "none": "yes"}, {"brand": None, "maker": None}),
        ("no trademark, other maker", {"trademark": None, "none": "yes"}, {"maker": "示例远山电器有限公司"}),
        ("date outside", {}, {"production_dates": ("2026-09-20",)}),
        ("batch outside", {"batch": "C14-P6/P7"}, {"batches": ("C15-P6",)}),
        ("before the notice", {}, {"page": {"captured_at": datetime(2026, 11, 19, 15, tzinfo=UTC)}}),
        ("exempt goods", {}, {"scope": "exempt_law", "group": None}),
        ("off the shelf", {}, {"page": {"on_shelf": "off_shelf"}}),
        ("gone", {}, {"page": {"on_shelf": "gone"}}),
        ("sold out", {}, {"availability": "out_of_stock"}),
        ("gated", {}, {"page": {"gate": "captcha"}}),
        ("fake suspected", {"status": "fake_suspected"}, {}),
        ("objection open", {"status": "objection"}, {}),
        ("withdrawn", {"status": "withdrawn"}, {}),
        ("another kind of goods", {"product": "灭火器"}, {}),
    ],
)
def test_every_veto_alone_is_enough(
    name: str, listed: dict[str, Any], shown: dict[str, Any], make_offer: OfferMaker, context: Context
) -> None:
    more: dict[str, Any] = {"no_trademark": True} if listed.pop("none", None) else {}
    if status := listed.pop("status", None):
        more["status"] = status
    listing_row = row("unqualified", {**UNQUALIFIED_ROW, **listed}, **more)
    assert rules(make_offer(**shown), with_rows(context, listing_row)) == []


HEATER_ROW = {"product": "室内加热器", "trademark": "云帆", "model": "DL-500 220V", "maker": "示例云帆电子有限公司"}


@pytest.mark.parametrize(
    ("listed", "shown"),
    [
        ("DL-500 220V", {"models": ("DL-500 24V",)}),
        ("DL-500 220V", {"models": ("DL-500(24V)",)}),
        ("DL-500 220V", {"models": ("DL-500 DC24V",)}),
        ("DL-500 220V", {"models": ("DL-500 24伏",)}),
        ("DL-500（220V）", {"models": ("DL-500", "24V")}),
        ("DL-500，220V", {"models": ("DL-500",), "attributes": (("额定电压", "24V"),)}),
        ("DL-500 220V", {"models": ("DL-500",), "title": "云帆 DL-500 24V 车载取暖器"}),
        ("DL-500 220V", {"models": ("DL-500",), "title": "云帆取暖器 220V", "attributes": (("电压", "24V"),)}),
        ("DL-500 220V/50Hz 2000W", {"models": ("DL-500 24V/50Hz 2000W",)}),
        ("DL-500", {"models": ("DL-500 24V",)}),
        ("DL-500 24V", {"models": ("DL-500",)}),
        ("DL-500 5V/2A", {"models": ("DL-500 9V/2A",)}),
        ("DL-500 800W", {"models": ("DL-500 1500W",)}),
        ("DL-500 0.8kW", {"models": ("DL-500 1500W",)}),
        ("DL-500 800W", {"models": ("DL-500",), "attributes": (("额定功率", "1500W"),)}),
        ("DL-500 10000mAh", {"models": ("DL-500 20000毫安",)}),
        ("DL-500 10000mAh", {"models": ("DL-500",), "specifications": ("2万毫安",)}),
        ("DL-500 10A", {"models": ("DL-500 16A",)}),
        ("DL-500 1.8米", {"models": ("DL-500 3米",)}),
        ("DL-500 2.5mm²", {"models": ("DL-500 4平方",)}),
        ("DL-500 300*200mm", {"models": ("DL-500 400*200mm",)}),
        ("DL-500 天然气", {"models": ("DL-500 液化气",)}),
        ("DL-500 天然气", {"models": ("DL-500",), "attributes": (("适用气源", "液化气"),)}),
        ("DL-500 12T", {"models": ("DL-500",)}),
        ("JZT-B3", {"models": ("JZT-B3 液化气",)}),
        ("DL-500", {"models": ("DL-500 欧规",)}),
        ("DL-500 英规", {"models": ("DL-500 美规",)}),
        ("DL-500", {"models": ("DL-500 Pro",)}),
        ("DL-500 Pro", {"models": ("DL-500",)}),
        ("DL-500", {"models": ("DL-500 II",)}),
        ("DL-500", {"models": ("DL-500 升级版",)}),
        ("DL-500 二代", {"models": ("DL-500 三代",)}),
        ("DL-500", {"models": ("DL-500/501",)}),
    ],
)
def test_what_stands_beside_the_model_vetoes(
    listed: str, shown: dict[str, Any], make_offer: OfferMaker, context: Context
) -> None:
    shown = {"specifications": (), "attributes": (), "title": "云帆取暖器", **shown}
    row_of_list = row("unqualified", {**HEATER_ROW, "product": "器具", "model": listed})
    assert rules(make_offer(**shown), with_rows(context, row_of_list)) == []


@pytest.mark.parametrize(
    ("listed", "shown"),
    [
        ("DL-500 220V", {"models": ("DL-500 220V",)}),
        ("DL-500 220V", {"models": ("DL-500（220伏）",)}),
        ("DL-500 220V", {"models": ("DL-500",)}),
        ("DL-500", {"models": ("DL-500 AC220V/50Hz 2000W",)}),
        ("DL-500 24V", {"models": ("DL-500",), "attributes": (("额定电压", "24V"),)}),
        ("DL-500 220V", {"models": ("DL-500",), "attributes": (("输入电压", "100-240V"),)}),
        ("DL-500 10000mAh 5V/2A", {"models": ("DL-500",)}),
        ("DL-500 10000mAh 5V/2A", {"models": ("DL-500",), "attributes": (("输出", "5V/2A、9V/2A"),)}),
        ("DL-500 10000mAh", {"models": ("DL-500 1万毫安",)}),
        ("DL-500", {"models": ("DL-500 10000mAh",)}),
        ("DL-500 1500W", {"models": ("DL-500 1.5KW",)}),
        ("DL-500 1500W", {"models": ("DL-500",)}),
        ("DL-500", {"models": ("DL-500 2只装",)}),
        ("DL-500 1只/盒", {"models": ("DL-500 2只装",)}),
        ("DL-500", {"models": ("DL-500 白色",)}),
        ("DL-500 国标", {"models": ("DL-500",)}),
        ("DL-500 Pro", {"models": ("DL-500 PRO",)}),
        ("DL-500 天然气", {"models": ("DL-500 12T",)}),
        ("JZT-B3", {"models": ("JZT-B3 天然气",)}),
        ("JZT-B3 天然气", {"models": ("JZT-B3",)}),
        ("DL-500", {"models": ("DL-500/DL-501",)}),
        ("DL-500 220V", {"models": (), "skus": (Sku(options=(("型号", "DL-500 24V"),)),
                                                Sku(options=(("型号", "DL-500 220V"),)))}),
    ],
)  # fmt: skip
def test_the_same_variant_is_the_same_model(
    listed: str, shown: dict[str, Any], make_offer: OfferMaker, context: Context
) -> None:
    shown = {"specifications": (), "attributes": (), "title": "云帆取暖器", **shown}
    row_of_list = row("unqualified", {**HEATER_ROW, "product": "器具", "model": listed})
    assert rules(make_offer(**shown), with_rows(context, row_of_list)) == ["UNQUALIFIED_ON_SALE"]


@pytest.mark.parametrize(
    ("name", "skus", "found"),
    [
        ("in stock", (("型号", "YF-20A", "in_stock"), ("型号", "YF-10A", "in_stock")), True),
        ("stock not told", (("型号", "YF-20A", "unknown"),), True),
        ("sold out", (("型号", "YF-20A", "out_of_stock"), ("型号", "YF-10A", "in_stock")), False),
        ("off the shelf", (("型号", "YF-20A", "off_shelf"),), False),
        (
            "one colour left",
            (("产品型号", "YF-20A 白色", "out_of_stock"), ("产品型号", "YF-20A 黑色", "in_stock")),
            True,
        ),
        ("among colours", (("颜色分类", "YF-20A 白色", "in_stock"),), True),
        ("under 规格", (("规格", "YF-20A", "in_stock"),), True),
        ("fits it only", (("规格", "适用YF-20A", "in_stock"), ("规格", "适配 YF-20A", "in_stock")), False),
    ],
)
def test_a_model_among_the_variants_is_on_sale_while_it_can_be_had(
    name: str, skus: tuple[tuple[str, str, Any], ...], found: bool, make_offer: OfferMaker, context: Context
) -> None:
    variants = tuple(Sku(options=((label, text),), availability=stock) for label, text, stock in skus)
    for models in ((), tuple(text for label, text, _ in skus if "型号" in label)):
        offer = make_offer(models=models, skus=variants)
        assert (rules(offer, with_rows(context, row("unqualified", UNQUALIFIED_ROW))) != []) is found


def test_an_accessory_that_names_the_model_it_fits_is_another_thing(make_offer: OfferMaker, context: Context) -> None:
    offer = make_offer(group=None, scope="not_key", title="适用云帆YF-20A充电宝保护套")
    refused = (RejectedGroup(id="power_bank", why="配件"),)
    offer = offer.model_copy(update={"classification": offer.classification.model_copy(update={"rejected": refused})})
    assert rules(offer, with_rows(context, row("unqualified", UNQUALIFIED_ROW))) == []


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("云帆 YF-20A 电芯 原装配件", False),
        ("云帆YF-20A说明书 电子版", False),
        ("云帆 YF-20A专用 收纳包", False),
        ("云帆 YF20A 外壳", False),
        ("适用于 云帆YF-20A 的线", False),
        ("回收 云帆 YF-20A", False),
        ("云帆 YF-20A 维修服务", False),
        ("云帆 YF-20A 新款 出差随身", True),
        ("云帆 YF-20A 带收纳包 送线", True),
        ("云帆出差随身 YF-20A", True),
    ],
)
def test_what_is_made_for_the_model_is_not_the_model(
    title: str, found: bool, make_offer: OfferMaker, context: Context
) -> None:
    offer = make_offer(group=None, scope="not_key", title=title)
    assert bool(rules(offer, with_rows(context, row("unqualified", UNQUALIFIED_ROW)))) is found


def test_batch_codes_that_agree_need_no_check(make_offer: OfferMaker, context: Context) -> None:
    listed = with_rows(context, row("unqualified", {**UNQUALIFIED_ROW, "batch": "C14-P6/P7"}))
    (finding,) = findings(make_offer(batches=("C14-P7",)), listed)
    assert "批次待核实" not in finding.summary


def test_identity_survives_a_new_edition(make_offer: OfferMaker, context: Context) -> None:
    old = row("unqualified", UNQUALIFIED_ROW)
    new = old.model_copy(update={"version": "999999999999", "row": 40})
    (first,), (second,) = (findings(make_offer(), with_rows(context, entry)) for entry in (old, new))
    assert first.id == second.id
    assert first.evidence != second.evidence


def test_two_batches_of_one_model_are_two_findings(make_offer: OfferMaker, context: Context) -> None:
    one, two = row("unqualified", UNQUALIFIED_ROW), row("unqualified", {**UNQUALIFIED_ROW, "batch": "B2"}, number=3)
    found = findings(make_offer(), with_rows(context, one, two))
    assert len({finding.id for finding in found}) == 2


def test_unknown_capture_time_gives_a_pending_lead(make_offer: OfferMaker, context: Context) -> None:
    (finding,) = findings(
        make_offer(page={"captured_at": None}), with_rows(context, row("unqualified", UNQUALIFIED_ROW))
    )
    assert (finding.pending, finding.standing) == (True, "reference")
    assert "采集时间不明，须复看" in finding.summary


# --- delisted --------------------------------------------------------------------------------------------------------


def seen(first: datetime, shop_before: datetime | None = None) -> History:
    history = History()
    history.observe("mall", "1001", "shop-1", first, sweep="b")
    if shop_before:
        history.observe("mall", None, "shop-1", shop_before, sweep="a")
    return history


BEFORE, AFTER = datetime(2026, 11, 18, tzinfo=UTC), datetime(2026, 12, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "listed", "shown", "history", "rule"),
    [
        ("same link", {"link": LINK, "model": None}, {"item_id": None}, None, "DELISTED_ON_SALE"),
        ("same item id", {"item_id": "1001", "model": None}, {}, None, "DELISTED_ON_SALE"),
        ("platform by its own name", {"item_id": "1001", "platform": "MALL"}, {}, None, "DELISTED_ON_SALE"),
        ("same shop, seen before the order", {}, {}, seen(BEFORE), "DELISTED_ON_SALE"),
        ("same shop, never seen before", {}, {}, History(), "DELISTED_ON_SALE"),
        ("same shop, shop not covered before", {}, {}, seen(AFTER), "DELISTED_ON_SALE"),
        ("shop covered in the same sweep only", {}, {}, seen(AFTER, AFTER - timedelta(minutes=3)), "RELISTED"),
        ("new link in a covered shop", {}, {}, seen(AFTER, BEFORE), "RELISTED"),
        ("seller instead of shop", {"shop": None}, {"shop": "别名店"}, seen(AFTER, BEFORE), "RELISTED"),
        ("covered shop, but the very link", {"item_id": "1001"}, {}, seen(AFTER, BEFORE), "DELISTED_ON_SALE"),
        ("another shop", {}, {"shop": "别家", "seller": None}, None, "DELISTED_SAME_GOODS"),
        ("another platform", {"platform": "别家商城"}, {}, None, "DELISTED_SAME_GOODS"),
        ("another shop, stock not told", {}, {"shop": "别家", "seller": None, "availability": "unknown"}, None,
         "DELISTED_SAME_GOODS"),
        ("only trademark and model", {"platform": None, "shop": None, "seller": None}, {}, None, "DELISTED_SAME_GOODS"),
    ],
)  # fmt: skip
def test_delisted_goods(
    name: str,
    listed: dict[str, Any],
    shown: dict[str, Any],
    history: History | None,
    rule: str,
    make_offer: OfferMaker,
    context: Context,
) -> None:
    listed_context = with_rows(context, row("delisted", {**ORDER_ROW, **listed}), history=history)
    (finding,) = findings(make_offer(**shown), listed_context)
    assert finding.rule == rule
    assert "第 15 天" in finding.summary
    assert finding.severity == ("low" if rule == "DELISTED_SAME_GOODS" else "high")
    assert finding.evidence[-1].list_row == "delisted@abcdef012345#2"


def test_pages_of_one_sweep_do_not_cover_a_shop_before(make_offer: OfferMaker, context: Context) -> None:
    history = History()
    history.observe("mall", None, "shop-1", AFTER - timedelta(minutes=3), sweep="b")
    history.observe("mall", "1001", "shop-1", AFTER, sweep="b")
    listed = with_rows(context, row("delisted", ORDER_ROW), history=history)
    assert rules(make_offer(), listed) == ["DELISTED_ON_SALE"]


@pytest.mark.parametrize(
    ("name", "listed", "shown"),
    [
        ("captured on the order's day", {"item_id": "1001"}, {"page": {"captured_at": NOTICE_MORNING}}),
        ("captured before", {"item_id": "1001"}, {"page": {"captured_at": BEFORE}}),
        ("out of stock", {"item_id": "1001"}, {"availability": "out_of_stock"}),
        ("stock not told", {"item_id": "1001", "model": None}, {"availability": "unknown"}),
        ("off the shelf", {"item_id": "1001"}, {"page": {"on_shelf": "off_shelf"}}),
        ("gone", {"item_id": "1001"}, {"page": {"on_shelf": "gone"}}),
        ("gated", {"item_id": "1001"}, {"page": {"gate": "login"}}),
        ("exempt goods", {"item_id": "1001"}, {"scope": "exempt_law", "group": None}),
        ("item of another platform", {"item_id": "1001", "platform": "别家商城", "model": None}, {}),
        ("another item id", {"item_id": "1002", "model": None}, {}),
        ("one digit differs", {}, {"models": ("YF-20B",)}),
        ("another trademark", {}, {"brand": "云航"}),
        ("another kind of goods", {"product": "灭火器"}, {}),
        ("order lifted", {"item_id": "1001", "status": "withdrawn"}, {}),
    ],
)  # fmt: skip
def test_what_is_no_delisted_finding(
    name: str, listed: dict[str, Any], shown: dict[str, Any], make_offer: OfferMaker, context: Context
) -> None:
    values = dict(listed)
    more = {"status": values.pop("status")} if "status" in values else {}
    offer = make_offer(**shown)
    assert rules(offer, with_rows(context, row("delisted", {**ORDER_ROW, **values}, **more))) == []


def test_one_verdict_though_several_orders_concern_the_offer(make_offer: OfferMaker, context: Context) -> None:
    orders = (
        row("delisted", {**ORDER_ROW, "shop": "别家", "seller": None}, number=2, day=date(2026, 1, 1)),
        row("delisted", ORDER_ROW, number=3),
        row("delisted", {**ORDER_ROW, "item_id": "1001"}, number=4),
        row("delisted", {**ORDER_ROW, "item_id": "1001"}, number=5, day=date(2026, 11, 10)),
    )
    (finding,) = findings(make_offer(), with_rows(context, *orders, history=seen(AFTER, BEFORE)))
    assert (finding.rule, finding.evidence[-1].list_row) == ("DELISTED_ON_SALE", "delisted@abcdef012345#5")


def test_cross_border_is_for_information(make_offer: OfferMaker, context: Context) -> None:
    listed = with_rows(context, row("delisted", {**ORDER_ROW, "item_id": "1001"}))
    (finding,) = findings(make_offer(scope="cross_border"), listed)
    assert finding.severity == "info"


def test_delisted_page_of_unknown_time_is_pending(make_offer: OfferMaker, context: Context) -> None:
    listed = with_rows(context, row("delisted", {**ORDER_ROW, "item_id": "1001"}))
    (finding,) = findings(make_offer(page={"captured_at": None}), listed)
    assert (finding.pending, finding.standing) == (True, "reference")
    assert "采集时间不明，须复看" in finding.summary
    assert "采集时间不明" in finding.summary


def test_seller_of_the_disclosure_counts_too(make_offer: OfferMaker, context: Context) -> None:
    disclosure = SellerDisclosure(name="示例云帆商贸有限公司")
    offer = make_offer(shop="别名店", seller=None, disclosure=disclosure)
    assert rules(offer, with_rows(context, row("delisted", ORDER_ROW))) == ["DELISTED_ON_SALE"]
