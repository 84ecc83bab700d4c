"""Records become documents that both stores take."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from config.errors import StoreUnavailable
from crawler.records import LISTING_FIELDS, Listing, PageRecord, Reading, SellerDisclosure, Sku
from index.contract import Query, Store
from index.fields import check_document
from index.publish import (
    UNKNOWN_REGION,
    Decision,
    Titles,
    decision_changes,
    disclosure_document,
    finding_document,
    listing_document,
    listing_id,
    publish,
    publish_anew,
)
from index.stores.sqlite import SqliteStore
from matchers.records import Basis, Classification, Evidence, Feature, Finding, GroupMatch

SEEN = datetime(2026, 12, 3, 18, 30, 15, 123456, tzinfo=UTC)

LISTING = Listing(
    title="澜石电热水壶 KFR-123GW",
    name="电热水壶",
    price=Decimal("59.90"),
    price_max=Decimal("89.90"),
    currency="CNY",
    brand="澜石",
    models=("KFR-123GW",),
    maker="澜石电器厂",
    item_id="5000007",
    shop="澜石旗舰店",
    seller="澜石商贸行",
    attributes=(("型号", "KFR-123GW"), ("颜色", "红")),
    certificate_numbers=("2026010712000012",),
    gtin="6900000000014",
    skus=(Sku(sku="1", options=(("颜色", "红"),), price=Decimal("59.90")),),
    category_path=("家电", "厨房"),
    readings={name: Reading(state="not_shown") for name in LISTING_FIELDS},
)
PAGE = PageRecord(
    source="s1#7",
    url="https://shop.example/item?id=5000007",
    platform="shop.example",
    kind="item",
    gate="none",
    capture="ab" * 32,
    captured_at=SEEN,
    fetched="browser",
    screenshot="capture/screenshots/7.png",
    on_shelf="on",
    listing=LISTING,
)
DISCLOSURE = SellerDisclosure(
    shop="澜石旗舰店",
    shop_url="https://shop.example/s/1",
    name="澜石商贸有限公司",
    licence_number="91990106MA2KXXXX1P",
    address="某地",
    readings={
        "licence_number": Reading(state="shown", source="label", place="td"),
        "licence_images": Reading(state="not_observable", cause="image_only"),
        "self_declaration": Reading(state="not_shown"),
    },
)
FINDING = Finding(
    id="c0ffee",
    rule="PD_MAKER_MISSING",
    severity="high",
    standing="in_force",
    looks=2,
    platform="shop.example",
    url="https://shop.example/item?id=5000007",
    item_id="5000007",
    shop="澜石旗舰店",
    shop_key="https://shop.example/s/1",
    seller_region="990106",
    seller_region_precision="county",
    group="kettle",
    summary="疑似未展示生产厂名",
    basis=(Basis(id="law.27", title="产品质量法", article="第二十七条", status="in_force"),),
    evidence=(Evidence(capture="ab" * 32, quote="产地：见包装", locator="td.maker"),),
    explanation=(Feature(feature="price", score=0.5, left="59.90", right="120"),),
    captured_at=SEEN,
)
TITLES = Titles(platform="示例商城", group="电热水壶", rule="未展示生产厂名", region="某省某市某区")


def _finding(**options: Any) -> tuple[str, dict[str, Any]]:
    return finding_document(FINDING, sweep="s1", page=PAGE, disclosure=DISCLOSURE, titles=TITLES, **options)


def test_a_finding_is_found_by_everything_staff_search_by(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "index.sqlite")
    identifier, document = _finding(history=[{"sweep": "s1", "state": "new"}])
    assert publish(store, "findings", [(identifier, document)]).rejected == ()
    for text in (
        "未展示生产厂名",
        "澜石旗舰店",
        "澜石电器厂",
        "kfr123gw",
        "电热水壶",
        "见包装",
        "某市某区",
        "澜石商贸有限公司",
    ):
        assert store.search(Query(kind="findings", text=text)).total == 1, text
    for code in (PAGE.url, "5000007", "91990106ma2kxxxx1p", "2026010712000012", "KFR 123GW"):
        assert store.search(Query(kind="findings", exact=(str(code),))).total == 1, code
    for region in ("990000", "990100", "990106"):
        assert store.search(Query(kind="findings", filters={"seller_regions": (region,)})).total == 1
    kept = store.get("findings", "c0ffee")
    assert kept is not None
    assert kept["evidence"] == [
        {"capture": "ab" * 32, "list_row": None, "quote": "产地：见包装", "locator": "td.maker"}
    ]
    assert (kept["price"], kept["first_seen"], kept["severity_rank"]) == ("59.90", "2026-12-03T18:30:15.123+00:00", 4)
    assert kept["history"] == [{"sweep": "s1", "state": "new"}]


def test_a_finding_without_page_time_or_shop_is_published(tmp_path: Path) -> None:
    bare = FINDING.model_copy(
        update={"captured_at": None, "url": None, "shop": None, "seller_region": None, "pending": True, "item_id": None}
    )
    store = SqliteStore(tmp_path / "index.sqlite")
    assert publish(store, "findings", [finding_document(bare, sweep="s1")]).rejected == ()
    kept = store.get("findings", "c0ffee")
    assert kept is not None
    assert "captured_at" not in kept
    assert (kept["pending"], kept["seller_region_precision"]) == (True, "none")
    assert store.search(Query(kind="findings", filters={"seller_regions": (UNKNOWN_REGION,)})).total == 1


def test_a_decision_is_the_same_in_a_new_document_and_as_a_change(store: Store) -> None:
    decision = Decision(verdict="dismissed", reason="同款不同店", name="王某", at=SEEN)
    whole = finding_document(FINDING, sweep="s1", decision=decision)[1]
    publish(store, "findings", [finding_document(FINDING, sweep="s1")])
    store.update("findings", [("c0ffee", decision_changes(decision))])
    assert store.get("findings", "c0ffee") == check_document("findings", "c0ffee", whole).document
    store.update("findings", [("c0ffee", decision_changes(None))])
    kept = store.get("findings", "c0ffee")
    assert kept is not None
    assert (kept["review"], kept["review_reason"]) == ("none", None)


def test_a_masked_code_is_nobodys(tmp_path: Path) -> None:
    masked = DISCLOSURE.model_copy(
        update={
            "licence_number": "9199****",
            "readings": {"licence_number": Reading(state="shown", source="label", place="td", masked=True)},
        }
    )
    assert "seller_code" not in finding_document(FINDING, sweep="s1", disclosure=masked)[1]


def test_a_listing_is_the_item_of_its_platform(tmp_path: Path) -> None:
    group = GroupMatch(id="kettle", score=0.9, why="电热水壶")
    classification = Classification(groups=(group,), scope="in")
    identifier, document = listing_document(PAGE, classification, sweep="s1", disclosure=DISCLOSURE, titles=TITLES)
    other = PAGE.model_copy(update={"url": "https://shop.example/item?id=5000007&spm=x"})
    assert listing_document(other, None, sweep="s2")[0] == identifier == listing_id("shop.example", "5000007", None)
    store = SqliteStore(tmp_path / "index.sqlite")
    assert publish(store, "listings", [(identifier, document)]).rejected == ()
    assert store.search(Query(kind="listings", text="颜色 红", exact=("6900000000014",))).total == 1
    kept = store.get("listings", identifier)
    assert kept is not None
    assert (kept["group"], kept["scope"], kept["price_max"]) == ("kettle", "in", "89.90")
    assert kept["states"]["maker"] == "not_shown"


def test_a_disclosure_says_what_was_seen_of_the_licence(tmp_path: Path) -> None:
    identifier, document = disclosure_document(
        DISCLOSURE,
        platform="shop.example",
        shop_key="https://shop.example/s/1",
        sweep="s1",
        captured_at=SEEN,
        pages=[PAGE],
    )
    store = SqliteStore(tmp_path / "index.sqlite")
    assert publish(store, "disclosures", [(identifier, document)]).rejected == ()
    kept = store.get("disclosures", identifier)
    assert kept is not None
    assert (kept["licence_state"], kept["declaration_state"]) == ("shown", "not_shown")
    assert store.search(Query(kind="disclosures", exact=("91990106MA2KXXXX1P",))).total == 1


def test_overlong_names_of_a_page_do_not_lose_its_finding(tmp_path: Path) -> None:
    listing = LISTING.model_copy(update={"maker": "厂" * 50_000, "models": ("K" * 50_000,), "title": "壶" * 50_000})
    page = PAGE.model_copy(update={"listing": listing})
    store = SqliteStore(tmp_path / "index.sqlite")
    assert publish(store, "findings", [finding_document(FINDING, sweep="s1", page=page)]).rejected == ()


def test_publishing_again_completes_what_a_lost_store_left(tmp_path: Path) -> None:
    (tmp_path / "index.sqlite").mkdir()
    store = SqliteStore(tmp_path / "index.sqlite")
    with pytest.raises(StoreUnavailable):
        publish(store, "findings", [_finding()])
    (tmp_path / "index.sqlite").rmdir()
    assert publish(store, "findings", [_finding()]).indexed == 1
    assert publish(store, "findings", [_finding()]).indexed == 1
    assert store.search(Query(kind="findings")).total == 1


def test_published_anew_holds_only_what_was_handed_in(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "index.sqlite")
    publish(store, "findings", [("old", {"title": "旧"})])
    assert publish_anew(store, "findings", [_finding()]).indexed == 1
    assert [hit.id for hit in store.export(Query(kind="findings"))] == ["c0ffee"]
