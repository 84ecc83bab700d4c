"""A small office for the page's tests: a real store and database, captures in memory, invented shops and goods."""

import hashlib
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.office.database import Office
from app.office.records import NewTask
from app.office.summary import PlatformNumbers, SilentGroup, SweepSummary
from app.web.application import create_app
from app.web.dependencies import (
    Captured,
    Coming,
    Kept,
    ListEdition,
    ListRow,
    PricePosition,
    RejectedRow,
    RuleText,
    WebDeps,
)
from config.clock import fixed_clock
from crawler.platforms import Entry, PlatformDeclaration
from crawler.read.reader import Reader
from crawler.records import RawPage
from index.stores.sqlite import SqliteStore

with warnings.catch_warnings():
    # Starlette wants another HTTP client for its tests; ours is the one that is pinned.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

NOW = datetime(2026, 12, 3, 1, 30, tzinfo=UTC)
HOSTILE = "<script>document.title='taken'</script>\"><img src=x onerror=\"document.title='taken'\">"
REGIONS = {"990000": "云岚省", "990100": "云岚省青岩市", "990102": "云岚省青岩市望河区", "990200": "云岚省松溪市"}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301"
    "0100c9fe92ef0000000049454e44ae426082"
)
PAGE = """<html><head><title>x</title><script>document.title='taken'</script>
<meta http-equiv="refresh" content="0;url=https://away.example/"><base href="https://away.example/"></head>
<body onload="document.title='taken'"><h1>霜原电热水壶 1.5L</h1>
<table><tr><td>品牌</td><td>霜原</td></tr><tr><td>型号</td><td>SY-15A</td></tr><tr><td>证书编号</td><td>见详情</td></tr></table>
<p>本品为<b>家用</b>电热水壶，支持七天无理由退货。</p><p class="price">价格 <span>¥</span><span>39</span>.00</p>
<a href="javascript:document.title='taken'">查看证书</a><img src="https://away.example/track.png" alt="证书">
<iframe src="https://away.example/frame"></iframe><form action="https://away.example/buy"><button>立即购买</button></form>
<svg onload="document.title='taken'"></svg></body></html>"""
SHA = hashlib.sha256(PAGE.encode()).hexdigest()


SWEEP = "20261203T000000Z-nightly"
LISTING: tuple[str, dict[str, Any]] = (
    "item1",
    {
        "id": "item1",
        "platform": "beiji",
        "url": "https://www.beiji.example/item/660001001",
        "item_id": "660001001",
        "title": "霜原电热水壶 1.5L",
        "shop": "霜原电器旗舰店",
        "capture": SHA,
        "sweep": SWEEP,
        "captured_at": NOW.isoformat(),
    },
)
DISCLOSURE: tuple[str, dict[str, Any]] = (
    "shop1",
    {
        "id": "shop1",
        "platform": "beiji",
        "url": "https://www.beiji.example/shop/77",
        "shop": "霜原电器旗舰店",
        "sweep": SWEEP,
        "captured_at": NOW.isoformat(),
        "pages": [
            {"url": "https://www.beiji.example/shop/77", "capture": SHA, "gate": "none"},
            {"url": "https://www.beiji.example/shop/77/licence", "capture": SHA, "gate": "none"},
        ],
    },
)


def make_document(number: int, **changes: Any) -> tuple[str, dict[str, Any]]:
    """Return one finding's document as the index keeps it."""
    seen = NOW - timedelta(hours=number)
    document: dict[str, Any] = {
        "id": f"f{number:03}",
        "rule": "CCC_NO_MISSING",
        "rule_title": "未展示强制性产品认证证书编号",
        "severity": "critical",
        "severity_rank": 5,
        "standing": "in_force",
        "looks": 2,
        "pending": False,
        "state": "new",
        "review": "none",
        "platform": "beiji",
        "url": f"https://www.beiji.example/item/{660001000 + number}",
        "item_id": f"{660001000 + number}",
        "shop": "霜原电器旗舰店",
        "shop_key": "beiji/77",
        "seller_code": "91990102MA0000001X",
        "seller_region": "990102",
        "seller_region_name": "云岚省青岩市望河区",
        "seller_region_precision": "county",
        "seller_regions": ["990000", "990100", "990102"],
        "group": "electric-kettle",
        "group_name": "电热水壶",
        "title": f"霜原电热水壶 SY-15A 家用不锈钢自动断电 第{number}款",
        "price": "39.00",
        "currency": "CNY",
        "summary": "疑似未展示强制性产品认证（CCC）证书编号或链接",
        "captured_at": seen.isoformat(),
        "first_seen": seen.isoformat(),
        "last_seen": NOW.isoformat(),
        "basis_ids": ["order110.display"],
        "basis": [
            {
                "id": "order110.display",
                "title": "网络销售重点工业产品质量安全监督管理规定",
                "article": "第八条",
                "status": "in_force",
            }
        ],
        "evidence": [{"capture": SHA, "list_row": None, "quote": "证书编号 见详情", "locator": "属性表"}],
        "explanation": [{"feature": "group_score", "score": 0.93, "left": "电热水壶", "right": None}],
        "history": [{"at": seen.isoformat(), "state": "new", "sweep": "20261203T000000Z-nightly"}],
    }
    document |= changes
    return document["id"], document


@pytest.fixture
def documents() -> list[tuple[str, dict[str, Any]]]:
    """Findings of every sort."""
    price = {
        "rule": "PRICE_ABNORMALLY_LOW",
        "rule_title": "价格明显偏低",
        "severity": "low",
        "severity_rank": 2,
        "looks": None,
        "summary": "疑似价格明显低于同组：39.00 元/台，中位 129.00 元/台",
    }
    other_shop = {
        "rule": "SELLER_LICENSE_MISSING",
        "rule_title": "未公示营业执照",
        "severity": "high",
        "severity_rank": 4,
        "platform": "127.0.0.5:8105",
        "shop": "松溪小铺",
        "seller_region": "990200",
        "seller_region_name": "云岚省松溪市",
        "seller_region_precision": "city",
        "seller_regions": ["990000", "990200"],
        "summary": "疑似未公示营业执照或免登记自我声明",
        "state": "still",
        "title": None,
        "group": None,
        "group_name": None,
        "seller_code": None,
        "item_id": None,
    }
    listed = {
        "live_roles": "直播间运营者：松溪传媒有限公司",
        "rule": "UNQUALIFIED_ON_SALE",
        "rule_title": "监督抽查不合格产品在售",
        "summary": "疑似在售监督抽查不合格产品（批次待核实）",
        "looks": None,
        "evidence": [
            {"capture": SHA, "list_row": None, "quote": "SY-15A", "locator": "属性表“型号”"},
            {"capture": None, "list_row": "unqualified@0123456789ab#12", "quote": "霜原 SY-15A", "locator": "第 12 行"},
        ],
    }
    return [
        *(make_document(number) for number in range(1, 31)),
        make_document(40, **price),
        make_document(41, **other_shop),
        make_document(42, **listed),
        make_document(
            50,
            live_roles="直播间运营者：松溪传媒",
            standing="reference",
            summary="疑似未展示生产厂厂名",
            rule="PD_MAKER_MISSING",
        ),
        make_document(51, pending=True, looks=1, summary="疑似未展示执行标准编号", rule="PD_STANDARD_MISSING"),
        make_document(
            60,
            seller_regions=["unknown"],
            title=HOSTILE,
            shop=HOSTILE,
            summary=f"疑似 {HOSTILE}",
            url="javascript:alert(1)",
        ),
        make_document(61, title='=HYPERLINK("http://away.example","点我")', shop="@SUM(1)", item_id="+8613"),
    ]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An empty office database."""
    with Office(f"sqlite:///{tmp_path / 'office.sqlite'}") as opened:
        yield opened


@pytest.fixture
def store(tmp_path: Path, documents: list[tuple[str, dict[str, Any]]]) -> Iterator[SqliteStore]:
    """The embedded store with every document in it."""
    opened = SqliteStore(tmp_path / "index.sqlite")
    assert opened.put("findings", documents).rejected == ()
    for kind, page in (("listings", LISTING), ("disclosures", DISCLOSURE)):
        assert opened.put(kind, [page]).rejected == ()
    yield opened
    opened.close()


@pytest.fixture
def summary() -> SweepSummary:
    """One published sweep in numbers."""
    return SweepSummary(
        id="20261203T000000Z-nightly",
        name="nightly",
        started_at=NOW - timedelta(hours=1, minutes=30),
        finished_at=NOW - timedelta(minutes=10),
        planned=1284,
        counts={"kept": 1190, "gated": 31, "gone": 42, "refused_robots": 12, "failed": 4, "skipped_limit": 5},
        reasons={"gated": {"验证码": 31}, "failed": {"无法连接：连接被拒绝": 4}},
        items=1034,
        shops=96,
        by_platform={
            "beiji": PlatformNumbers(
                planned=900,
                counts={"kept": 850, "gated": 20, "gone": 30},
                items=800,
                shops=60,
                findings=31,
                filled={"title": 1.0, "price": 0.99, "brand": 0.91, "models": 0.84, "certificate_numbers": 0.63},
            ),
            "127.0.0.5:8105": PlatformNumbers(planned=384, counts={"kept": 340, "gated": 11}, items=234, shops=36),
        },
        findings=33,
        findings_by_rule={"CCC_NO_MISSING": 30, "PRICE_ABNORMALLY_LOW": 1, "SELLER_LICENSE_MISSING": 1},
        findings_by_platform={"beiji": 32, "127.0.0.5:8105": 1},
        new=17,
        still=14,
        corrected=3,
        off_shelf=2,
        pending=1,
        reference=1,
        not_observable={"image_only": 48, "not_rendered": 6, "gated": 31},
        second_looks=52,
        reader_errors=2,
        silent_groups=(
            SilentGroup(group="electric-kettle", subgroup="1.5–2 L", sellers=11, reason="price_group_small"),
        ),
    )


@pytest.fixture
def deps(store: SqliteStore, office: Office, tmp_path: Path, summary: SweepSummary) -> WebDeps:
    """Everything the page needs."""
    folder = tmp_path / "sweeps" / summary.id
    folder.mkdir(parents=True)
    (folder / "shot.png").write_bytes(PNG)
    page = RawPage(
        platform="beiji",
        url="https://www.beiji.example/item/660001001",
        captured_at=NOW,
        sha256=SHA,
        body=PAGE.encode(),
        content_type="text/html; charset=utf-8",
        fetched="browser",
        look=2,
        screenshot="shot.png",
    )
    captured = Captured(sweep_id=summary.id, folder=folder, page=page)
    kept = Kept(record=Reader(()).read(page, f"{summary.id}#1"), reader="1-01234567")
    office.add_tasks(
        [
            NewTask(
                kind="evidence",
                platform="beiji",
                url="https://www.beiji.example/item/9",
                shop="霜原电器旗舰店",
                reason="登录后可见",
                since=NOW,
                sweep_id=summary.id,
            ),
            NewTask(
                kind="images",
                platform="beiji",
                url="https://www.beiji.example/item/10",
                reason="证书编号可能只在图片中",
                images=("https://img.beiji.example/1.jpg", "javascript:alert(1)"),
                since=NOW,
                sweep_id=summary.id,
            ),
        ]
    )
    rules = [
        RuleText(
            code="CCC_NO_MISSING",
            title="未展示强制性产品认证证书编号",
            explanation="强制性产品认证目录内的产品，商品页面应当展示认证证书编号或者链接。\n\n两次查看均未见到编号或链接，才作为线索。",
        ),
        RuleText(code="PRICE_ABNORMALLY_LOW", title="价格明显偏低"),
        RuleText(code="SELLER_LICENSE_MISSING", title="未公示营业执照"),
        RuleText(code="UNQUALIFIED_ON_SALE", title="监督抽查不合格产品在售"),
    ]
    position = PricePosition(
        title="电热水壶（1.5–2 L）",
        unit="台",
        own=Decimal("39"),
        median=Decimal("129"),
        spread=0.21,
        threshold=Decimal("68.5"),
        sellers=34,
        window_from=NOW.date() - timedelta(days=30),
        window_to=NOW.date(),
        prices=tuple(Decimal(99 + number * 2) for number in range(33)),
    )
    row = ListRow(
        reference="unqualified@0123456789ab#12",
        title="监督抽查不合格产品名单",
        values=(
            ("商标", "霜原"),
            ("规格型号", "SY-15A"),
            ("标称生产者", "青岩霜原电器有限公司"),
            ("不合格项目", "接地措施"),
        ),
    )
    return WebDeps(
        store=store,
        office=office,
        data=tmp_path,
        clock=fixed_clock(NOW),
        demo=True,
        version="0.1.0",
        platforms=(
            PlatformDeclaration(
                name="beiji",
                title="北极集市",
                hosts=("www.beiji.example",),
                entries=(Entry(url="https://www.beiji.example/", kind="list"),),
                verified_on="2026 年保存的商品页 12 个、店铺页 4 个",
            ),
        ),
        group_titles={"electric-kettle": "电热水壶"},
        region_titles=REGIONS.get,
        rules={rule.code: rule for rule in rules},
        unverified_articles=lambda basis: basis == "order110.display",
        summaries=lambda: [summary],
        capture=lambda sha, _: captured if sha == SHA else None,
        record=lambda sha, sweep: kept if (sha, sweep) == (SHA, summary.id) else None,
        list_row=lambda reference: row if reference == row.reference else None,
        list_editions=lambda: [
            ListEdition(
                id="unqualified",
                title="监督抽查不合格产品名单",
                version="0123456789ab",
                rows=120,
                rejected=(RejectedRow(row="7", reason="缺少规格型号"),),
            )
        ],
        price_position=lambda document: position if document["rule"] == "PRICE_ABNORMALLY_LOW" else None,
        coming=lambda: [Coming(name="nightly", cron="0 1 * * *", at=NOW + timedelta(hours=15, minutes=30))],
    )


@pytest.fixture
def make_client(deps: WebDeps) -> Callable[..., TestClient]:
    """Make a client of the page, with some of what it needs replaced."""

    def make(**changes: Any) -> TestClient:
        return TestClient(create_app(replace(deps, **changes)), base_url="http://127.0.0.1:8600")

    return make


@pytest.fixture
def client(make_client: Callable[..., TestClient]) -> Iterator[TestClient]:
    """A client of the page."""
    with make_client() as opened:
        yield opened
