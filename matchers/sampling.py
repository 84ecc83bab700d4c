"""Drawing candidate lists for sampling purchases: shops by chance, goods by risk weight, reproducible.

S1 三 and S2 四 ask for a random choice of shops and a problem-oriented choice of goods; S2 三 keeps goods of one
trademark and model, sampled twice in a year, out. Every random number is a hash of seed and row, so a draw does not
depend on the order of the frame, on the machine or on the Python version.
"""

import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Literal

from config.errors import DrawError
from config.record import Record
from matchers.records import Finding, SamplingCandidate, Severity

DRAW_VERSION = "2"
"""Raised when the same frame and seed would give another list, or its file another form."""

SEVERITY_WEIGHT: dict[Severity, float] = {"critical": 8.0, "high": 5.0, "medium": 3.0, "low": 1.0, "info": 0.0}
REFERENCE_SHARE = 0.5
"""A finding that is only 参考 weighs half."""
UNSUSPICIOUS_SHARE = 0.2
"""At least this share of a list goes to listings without any finding, so that silence is tested too."""

Band = Literal["低价", "中价", "高价"]


class FrameRow(Record):
    """One good of the sampling frame: on sale at its last capture, in scope, with link and price (CNY)."""

    key: str
    """trademark + model, normalised; where either is not known, platform + item id."""
    platform: str
    url: str
    item_id: str | None
    shop_key: str
    shop: str | None
    seller_name: str | None
    seller_code: str | None
    seller_address: str | None
    live_roles: str | None
    product: str
    group: str | None
    unit: str
    trademark: str | None
    model: str | None
    maker: str | None
    price: Decimal
    product_code: str | None
    captured_at: datetime
    finding_ids: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    weight: float = 1.0


def risk_weight(findings: Iterable[Finding]) -> float:
    """Return 1 plus the weights of the findings; 待复看 leads add nothing, 参考 ones half."""
    weight = 1.0
    for finding in findings:
        if not finding.pending:
            share = REFERENCE_SHARE if finding.standing == "reference" else 1.0
            weight += SEVERITY_WEIGHT[finding.severity] * share
    return weight


def frame_hash(rows: Iterable[FrameRow]) -> str:
    """Return the sha256 of the frame, independent of its order."""
    lines = sorted(json.dumps(row.model_dump(mode="json"), ensure_ascii=False, sort_keys=True) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def chance(seed: int, *labels: str) -> float:
    """Return a number in (0, 1) that depends on seed and labels only."""
    digest = hashlib.sha256("\x1f".join((str(seed), *labels)).encode()).digest()
    return (int.from_bytes(digest[:8], "big") + 0.5) / 2**64


def price_bands(rows: Sequence[FrameRow]) -> dict[str, Band]:
    """Return each row's price band inside its group, by thirds."""
    bands: dict[str, Band] = {}
    groups: dict[str | None, list[FrameRow]] = defaultdict(list)
    for row in rows:
        groups[row.group].append(row)
    names: tuple[Band, Band, Band] = ("低价", "中价", "高价")
    for members in groups.values():
        members.sort(key=lambda row: (row.price, row.key))
        for place, row in enumerate(members):
            bands[row.key] = names[min(2, place * 3 // len(members))]
    return bands


def one_per_good(rows: Iterable[FrameRow], seed: int) -> list[FrameRow]:
    """Keep one row per trademark + model: the one with the highest risk weight, ties by chance."""
    best: dict[str, FrameRow] = {}
    for row in rows:
        other = best.get(row.key)
        if other is None or _priority(row, seed) > _priority(other, seed):
            best[row.key] = row
    return [best[key] for key in sorted(best)]


def _priority(row: FrameRow, seed: int) -> tuple[float, float, str]:
    return row.weight, chance(seed, "good", row.platform, row.url), row.url


def draw(
    rows: Sequence[FrameRow], *, seed: int, size: int, per_platform: int | None = None, per_shop: int | None = None
) -> list[SamplingCandidate]:
    """Return up to `size` candidates.

    Strata are platform x group x price band. Turns go to strata by their summed risk weight (highest averages,
    Sainte-Laguë); inside a stratum shops come in random order, and each gives its good with the best weighted random
    key (Efraimidis and Spirakis).
    Raises DrawError for an impossible size or an empty frame.
    """
    if size < 1:
        raise DrawError(f"--size {size}：至少为 1")
    goods = one_per_good(rows, seed)
    if not goods:
        raise DrawError("抽样总体为空：没有在售、在范围内、有链接和价格、且在期限内采集的商品")
    bands = price_bands(goods)
    taken = _Quota(per_platform=per_platform, per_shop=per_shop)
    quiet = [row for row in goods if not row.finding_ids]
    loud = [row for row in goods if row.finding_ids]
    quiet_size = min(len(quiet), max(math.ceil(size * UNSUSPICIOUS_SHARE), size - len(loud)))
    chosen = _draw_part(loud, bands, seed, size - quiet_size, taken)
    chosen += _draw_part(quiet, bands, seed, size - len(chosen), taken)
    if len(chosen) < size:
        left = [row for row in loud if row not in chosen]
        chosen += _draw_part(left, bands, seed, size - len(chosen), taken)
    return [_candidate(rank, row, bands[row.key]) for rank, row in enumerate(chosen, start=1)]


class _Quota:
    """Counts what has been taken per platform and shop."""

    def __init__(self, *, per_platform: int | None, per_shop: int | None) -> None:
        self._limits = {"platform": per_platform, "shop": per_shop}
        self._counts: dict[tuple[str, str], int] = defaultdict(int)

    def take(self, row: FrameRow) -> bool:
        """Count the row and return True, or return False when a limit is reached."""
        keys = (("platform", row.platform), ("shop", row.shop_key))
        for key in keys:
            limit = self._limits[key[0]]
            if limit is not None and self._counts[key] >= limit:
                return False
        for key in keys:
            self._counts[key] += 1
        return True


def _stratum(row: FrameRow, bands: dict[str, Band]) -> str:
    return f"{row.platform} / {row.group or '未归组'} / {bands[row.key]}"


def _draw_part(rows: Sequence[FrameRow], bands: dict[str, Band], seed: int, size: int, taken: _Quota) -> list[FrameRow]:
    if size <= 0:
        return []
    strata: dict[str, list[FrameRow]] = defaultdict(list)
    for row in rows:
        strata[_stratum(row, bands)].append(row)
    queues = {name: _order_inside(name, members, seed) for name, members in strata.items()}
    weights = {name: sum(row.weight for row in members) for name, members in strata.items()}
    served: dict[str, int] = defaultdict(int)
    chosen: list[FrameRow] = []
    while len(chosen) < size and queues:
        name = max(queues, key=lambda stratum: (weights[stratum] / (2 * served[stratum] + 1), stratum))
        row = queues[name].pop(0)
        if not queues[name]:
            del queues[name]
        if taken.take(row):
            served[name] += 1
            chosen.append(row)
    return chosen


def _order_inside(stratum: str, rows: Sequence[FrameRow], seed: int) -> list[FrameRow]:
    """Return the stratum's goods: shops in random order, round after round, each shop's goods by weighted chance."""
    shops: dict[str, list[FrameRow]] = defaultdict(list)
    for row in rows:
        shops[row.shop_key].append(row)
    for goods in shops.values():
        goods.sort(key=lambda row: -(chance(seed, "key", row.key) ** (1 / row.weight)))
    order = sorted(shops, key=lambda shop: chance(seed, "shop", stratum, shop))
    ordered: list[FrameRow] = []
    for turn in range(max(len(goods) for goods in shops.values())):
        ordered += [shops[shop][turn] for shop in order if turn < len(shops[shop])]
    return ordered


def _candidate(rank: int, row: FrameRow, band: Band) -> SamplingCandidate:
    return SamplingCandidate(
        rank=rank,
        reasons="；".join(row.reasons) or "随机抽取（无线索）",
        finding_ids=row.finding_ids,
        band=band,
        inclusion_weight=round(row.weight, 4),
        platform=row.platform,
        url=row.url,
        item_id=row.item_id,
        shop=row.shop,
        seller_name=row.seller_name,
        seller_code=row.seller_code,
        seller_address=row.seller_address,
        live_roles=row.live_roles,
        product=row.product,
        group=row.group,
        trademark=row.trademark,
        model=row.model,
        maker=row.maker,
        price=row.price,
        product_code=row.product_code,
        sampling_reason="问题导向：监测线索" if row.finding_ids else "随机抽查",
        quantity_test=f"1{row.unit}",
        quantity_reserve=f"1{row.unit}",
        captured_at=row.captured_at,
    )
