"""Candidate lists: reproducible, stratified, within quotas, with room for goods nobody suspects."""

import random
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from config.errors import DrawError
from matchers.records import Finding
from matchers.sampling import FrameRow, draw, frame_hash, price_bands, risk_weight

NOW = datetime(2026, 12, 2, tzinfo=UTC)


def good(number: int, **changes: object) -> FrameRow:
    values: dict[str, object] = {
        "key": f"brand|m{number}",
        "platform": f"p{number % 2}",
        "url": f"https://shop.example/{number}",
        "item_id": str(number),
        "shop_key": f"s{number % 7}",
        "shop": f"店{number % 7}",
        "seller_name": None,
        "seller_code": None,
        "seller_address": None,
        "live_roles": None,
        "product": f"商品{number}",
        "group": f"g{number % 3}",
        "unit": "件",
        "trademark": "brand",
        "model": f"m{number}",
        "maker": None,
        "price": Decimal(10 + number),
        "product_code": None,
        "captured_at": NOW,
    }
    return FrameRow.model_validate(values | changes)


def finding(severity: str, standing: str = "in_force", pending: bool = False) -> Finding:
    return Finding.model_validate(
        {
            "id": "f", "rule": "R", "severity": severity, "standing": standing, "looks": None, "platform": "p",
            "url": "u", "summary": "疑似", "basis": (), "evidence": (), "captured_at": NOW, "pending": pending,
        }
    )  # fmt: skip


FRAME = [
    good(number, finding_ids=(f"f{number}",), weight=9.0) if number % 10 == 0 else good(number) for number in range(100)
]


def test_same_frame_and_seed_give_the_same_list_whatever_the_order() -> None:
    shuffled = list(FRAME)
    random.Random(5).shuffle(shuffled)
    assert draw(FRAME, seed=3, size=20) == draw(shuffled, seed=3, size=20)
    assert frame_hash(FRAME) == frame_hash(shuffled)


def test_another_seed_gives_another_list() -> None:
    assert [row.url for row in draw(FRAME, seed=3, size=20)] != [row.url for row in draw(FRAME, seed=4, size=20)]


def test_unsuspicious_goods_have_their_share() -> None:
    drawn = draw(FRAME, seed=1, size=10)
    quiet = [row for row in drawn if not row.finding_ids]
    assert len(drawn) == 10
    assert 2 <= len(quiet) <= 3


def test_suspicious_goods_fill_the_rest() -> None:
    drawn = draw(FRAME, seed=1, size=12)
    assert sum(bool(row.finding_ids) for row in drawn) == 9


def test_one_row_per_trademark_and_model_and_the_riskier_one_stays() -> None:
    frame = [good(1, url="https://a.example/1"), good(1, url="https://b.example/1", weight=4.0)]
    drawn = draw(frame, seed=1, size=5)
    assert [row.url for row in drawn] == ["https://b.example/1"]


@pytest.mark.parametrize("seed", range(5))
def test_quotas_hold(seed: int) -> None:
    drawn = draw(FRAME, seed=seed, size=50, per_shop=2, per_platform=8)
    for field, most in (("shop", 2), ("platform", 8)):
        counts: dict[str, int] = {}
        for row in drawn:
            value = getattr(row, field)
            counts[value] = counts.get(value, 0) + 1
        assert max(counts.values()) <= most


def test_price_bands_are_thirds_of_the_group() -> None:
    rows = [good(number, group="g") for number in range(9)]
    bands = price_bands(rows)
    assert [bands[row.key] for row in rows] == ["低价"] * 3 + ["中价"] * 3 + ["高价"] * 3


@pytest.mark.parametrize(
    ("findings", "weight"),
    [
        ([], 1.0),
        ([finding("critical")], 9.0),
        ([finding("critical", standing="reference")], 5.0),
        ([finding("high", pending=True)], 1.0),
        ([finding("low"), finding("medium")], 5.0),
    ],
)
def test_risk_weight(findings: list[Finding], weight: float) -> None:
    assert risk_weight(findings) == weight


def test_every_shop_has_its_turn_before_any_comes_twice() -> None:
    frame = [
        good(number, group="g", platform="p", price=Decimal(10), shop_key=f"s{number % 4}") for number in range(40)
    ]
    first = {row.shop for row in draw(frame, seed=2, size=12)}
    assert len(first) >= 4


@pytest.mark.parametrize(("rows", "size"), [([], 5), (FRAME, 0)])
def test_impossible_draws_are_refused(rows: list[FrameRow], size: int) -> None:
    with pytest.raises(DrawError):
        draw(rows, seed=1, size=size)
