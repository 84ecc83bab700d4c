"""Offers, shops and contexts that are in order; each test takes away or changes one thing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from config.law import load_law
from config.products.catalogue import load_catalogue
from config.regions.divisions import load_divisions
from crawler.records import (
    DISCLOSURE_FIELDS,
    LISTING_FIELDS,
    Cause,
    Listing,
    PageRecord,
    Reading,
    SellerDisclosure,
    State,
    Visit,
)
from matchers.context import Context
from matchers.products.classify import Classifier
from matchers.records import Classification, GroupMatch, OfferInSweep, ShopInSweep

CAPTURED = datetime(2026, 12, 5, 2, 0, tzinfo=UTC)
CAPTURE = "c" * 64
VALUES: dict[str, Any] = {
    "title": "云帆 移动电源 20000毫安",
    "name": "移动电源",
    "price": Decimal("99"),
    "price_max": Decimal("99"),
    "price_kind": "sale",
    "currency": "CNY",
    "brand": "云帆",
    "models": ("YF-20A",),
    "specifications": ("20000mAh",),
    "maker": "示例云帆电子有限公司",
    "maker_address": "示例省示例市示例路1号",
    "availability": "in_stock",
    "item_id": "1001",
    "shop": "云帆旗舰店",
    "seller": "示例云帆商贸有限公司",
    "attributes": (("品牌", "云帆"), ("型号", "YF-20A")),
    "standards": ("GB 4943.1-2022",),
    "certificate_numbers": ("2024010914000001",),
    "licence_numbers": ("粤XK06-001-00238",),
    "warnings": ("请勿拆解",),
}
EMPTY: dict[str, Any] = {"models": (), "specifications": (), "standards": (), "certificate_numbers": (),
                         "licence_numbers": (), "warnings": (), "attributes": ()}  # fmt: skip

OfferMaker = Callable[..., OfferInSweep]
ShopMaker = Callable[..., ShopInSweep]


def _readings(fields: tuple[str, ...], states: dict[str, State], causes: dict[str, Cause]) -> dict[str, Reading]:
    shown = Reading(state="shown", source="label", place="attributes")
    readings = dict.fromkeys(fields, shown)
    for field, state in states.items():
        cause = causes.get(field, "image_only") if state == "not_observable" else None
        readings[field] = Reading(state=state, cause=cause)
    return readings


@pytest.fixture
def make_offer() -> OfferMaker:
    """Return a maker of offers: `missing` fields are not shown, `hidden` ones not observable."""

    def make(
        *,
        missing: tuple[str, ...] = (),
        hidden: tuple[str, ...] = (),
        group: str | None = "power_bank",
        score: float = 0.9,
        scope: str = "in",
        rivals: tuple[str, ...] = (),
        page: dict[str, Any] | None = None,
        shop_key: str | None = "shop-1",
        disclosure: SellerDisclosure | None = None,
        readings: dict[str, Reading] | None = None,
        **values: Any,
    ) -> OfferInSweep:
        gone = {field: EMPTY.get(field) for field in (*missing, *hidden)}
        states: dict[str, State] = {**dict.fromkeys(missing, "not_shown"), **dict.fromkeys(hidden, "not_observable")}  # type: ignore[dict-item]
        listing = Listing(
            **{**VALUES, **gone, **values},
            readings={**_readings(LISTING_FIELDS, states, {}), **(readings or {})},
        )
        record = PageRecord(
            **{
                "source": "sweep#1",
                "url": "http://mall.example/item/1001",
                "platform": "mall",
                "kind": "item",
                "gate": "none",
                "capture": CAPTURE,
                "captured_at": CAPTURED,
                "on_shelf": "on",
                "listing": listing,
                **(page or {}),
            }
        )
        matched = (*((group,) if group else ()), *rivals)
        groups = tuple(GroupMatch(id=identifier, score=score, why="标题") for identifier in matched)
        return OfferInSweep(
            page=record,
            classification=Classification(groups=groups, scope=scope),  # type: ignore[arg-type]
            shop_key=shop_key,
            disclosure=disclosure,
        )

    return make


@pytest.fixture
def make_shop() -> ShopMaker:
    """Return a maker of shops that show nothing by default; `shown` gives the fields they do show."""

    def make(
        *,
        hidden: tuple[str, ...] = (),
        items: int = 3,
        outcomes: tuple[str, ...] = ("kept", "kept"),
        gate: str = "none",
        captured_at: datetime | None = CAPTURED,
        readings: dict[str, Reading] | None = None,
        **shown: Any,
    ) -> ShopInSweep:
        flags = {name: shown.pop(name) for name in ("individual", "possible_licence_images") if name in shown}
        states: dict[str, State] = dict.fromkeys(DISCLOSURE_FIELDS, "not_shown")
        states = {field: state for field, state in states.items() if field not in shown}
        states |= dict.fromkeys(hidden, "not_observable")
        disclosure = SellerDisclosure(
            **{"shop": "云帆旗舰店", "shop_url": "http://mall.example/shop/1", **shown, **flags},
            readings={**_readings(DISCLOSURE_FIELDS, states, {}), **(readings or {})},
        )
        url = "http://mall.example/shop/1"
        page = PageRecord(
            source="sweep#2", url=url, platform="mall", kind="shop", gate=gate, capture=CAPTURE,
            captured_at=captured_at, disclosure=disclosure,
        )  # fmt: skip
        visits = tuple(
            Visit(
                number=number,
                url=url,
                platform="mall",
                kind="shop" if number == 1 else "disclosure",
                reason="link",
                outcome=outcome,
                ended_at=CAPTURED,
            )
            for number, outcome in enumerate(outcomes, start=1)
        )
        return ShopInSweep(
            platform="mall",
            shop_key="shop-1",
            disclosure=disclosure,
            pages=(page,),
            visits=visits,
            items_in_scope=items,
            captured_at=captured_at,
        )

    return make


@pytest.fixture(scope="session")
def shared_context() -> Context:
    """Return a context with the shipped law and catalogue, without lists."""
    catalogue = load_catalogue()
    return Context(
        law=load_law(),
        catalogue=catalogue,
        classifier=Classifier(catalogue),
        divisions=load_divisions(),
        sweep_date=date(2026, 12, 5),
    )


@pytest.fixture
def context(shared_context: Context) -> Context:
    """Return a context a test may replace parts of."""
    return replace(shared_context)
