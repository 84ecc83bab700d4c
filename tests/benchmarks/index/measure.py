"""How long both stores take to index findings and to answer: `python tests/benchmarks/index/measure.py`.

Without ES_URL only the embedded store is measured. Times are milliseconds: the median and the slowest of the rounds.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch
from rich.console import Console
from rich.table import Table

from index.contract import Query, Range, Store
from index.query import FACETS, NEW_FIRST, Asked, understand
from index.stores.choose import open_store

GOODS = ("电热水壶", "移动电源", "儿童三轮车", "燃气灶", "电动自行车头盔", "插座", "灭火器", "取暖器")
WORDS = ("家用", "大容量", "快充", "不锈钢", "新款", "防干烧", "正品", "便携", "静音", "加厚", "礼盒装", "工厂直销")
RULES = ("PD_MAKER_MISSING", "PD_ADDRESS_MISSING", "PD_STANDARD_MISSING", "CCC_NO_MISSING", "LICENCE_NO_MISSING")


def findings(count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield documents of the size real findings have, always the same."""
    chance = random.Random(8)
    first = datetime(2026, 11, 1, tzinfo=UTC)
    for number in range(count):
        goods, model = chance.choice(GOODS), f"K{chance.choice('ABCD')}-{chance.randint(100, 9999)}W"
        shop = f"澜石{number % 900}号店"
        seen = (first + timedelta(minutes=chance.randint(0, 40_000))).isoformat()
        yield (
            f"{number:032x}",
            {
                "title": f"澜石{goods} {' '.join(chance.sample(WORDS, 5))} {model}",
                "summary": f"疑似未展示{goods}的必要信息，请打开取证页面核对",
                "rule": chance.choice(RULES),
                "rule_title": "商品页面疑似未展示生产者信息",
                "severity": chance.choice(("critical", "high", "medium")),
                "severity_rank": chance.randint(1, 5),
                "standing": chance.choice(("in_force", "in_force", "reference")),
                "state": chance.choice(("new", "still", "still", "corrected")),
                "review": chance.choice(("none", "none", "dismissed")),
                "pending": chance.random() < 0.1,
                "platform": f"平台{number % 12}",
                "shop": shop,
                "shop_key": f"https://shop.example/{number % 900}",
                "seller_code": f"91330{number % 900:03d}MA2K0000XX",
                "seller_region": f"99{number % 90:02d}{number % 9:02d}",
                "seller_regions": ["990000", f"99{number % 90:02d}00"],
                "url": f"https://shop.example/item?id={1_000_000 + number}",
                "item_id": str(1_000_000 + number),
                "group": f"group{number % 40}",
                "models": [model],
                "price": f"{chance.randint(5, 900)}.90",
                "first_seen": seen,
                "last_seen": seen,
                "captured_at": seen,
                "quotes": [f"品牌：澜石 型号：{model} 产地：见包装", "规格参数：" + "，".join(chance.sample(WORDS, 6))],
                "evidence": [{"capture": f"{number:064x}", "quote": "见包装", "locator": "td"}],
                "attributes": [["型号", model], ["颜色", "红"]] * 8,
            },
        )


QUESTIONS: dict[str, Query] = {
    "the usual list with facets": understand(Asked()).query,
    "everything with facets and days": Query(
        kind="findings", facets=FACETS["findings"], histogram="first_seen", sort=NEW_FIRST
    ),
    "电热水壶, with facets": understand(Asked(text="电热水壶")).query,
    "one character": Query(kind="findings", text="壶", sort=NEW_FIRST),
    "three words": Query(kind="findings", text="电热水壶 静音 礼盒装", sort=NEW_FIRST),
    "model": understand(Asked(text="KA-1500W")).query,
    "exact URL": understand(Asked(text="https://shop.example/item?id=1000017")).query,
    "one district, 50–100 CNY": Query(
        kind="findings",
        filters={"seller_regions": ("990500",)},
        ranges={"price": Range(low=50, high=100)},
        sort=(("price", "asc"),),
    ),
    "page 400": Query(kind="findings", sort=NEW_FIRST, offset=8000),
}


def timed(work: Callable[[], object]) -> float:
    """Return how many milliseconds something took."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def measure(store: Store, count: int, rounds: int) -> dict[str, str]:
    """Return what was measured, by name."""
    found: dict[str, str] = {}
    with store.rebuild("findings") as building:
        took = timed(lambda: building.put(findings(count)))
    found["rebuild, documents a second"] = f"{count / took * 1000:,.0f}"
    some = list(findings(min(count, 500)))
    found["put again, documents a second"] = f"{len(some) / timed(lambda: store.put('findings', some)) * 1000:,.0f}"
    changes = [(some[0][0], {"review": "dismissed"})]
    found["one decision"] = _spread([timed(lambda: store.update("findings", changes)) for _ in range(rounds)])
    for name, query in QUESTIONS.items():
        times = [timed(lambda query=query: store.search(query)) for _ in range(rounds)]  # type: ignore[misc]
        found[f"{name} ({store.search(query).total:,})"] = _spread(times)
    took = timed(lambda: sum(1 for _ in store.export(Query(kind="findings"))))
    found["export, documents a second"] = f"{count / took * 1000:,.0f}"
    return found


def _spread(times: list[float]) -> str:
    return f"{statistics.median(times):.0f} / {max(times):.0f}"


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    url = os.environ.get("ES_URL")
    columns: dict[str, dict[str, str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index.sqlite"
        with closing(open_store("sqlite", path=path)) as store:
            columns["sqlite"] = measure(store, asked.documents, asked.rounds)
            columns["sqlite"]["MB on disk"] = f"{sum(file.stat().st_size for file in path.parent.iterdir()) / 1e6:.0f}"
    if url:
        prefix = f"measure-{os.getpid()}"
        with (
            closing(open_store("elasticsearch", path=path, url=url, prefix=prefix)) as store,
            Elasticsearch(url) as client,
        ):
            columns["elasticsearch"] = measure(store, asked.documents, asked.rounds)
            for index in client.indices.get(index=f"{prefix}-*", features=["aliases"]).body:
                client.indices.delete(index=index)
    table = Table(title=f"{asked.documents:,} findings")
    for heading in ("", *columns):
        table.add_column(heading, justify="right" if heading else "left")
    for name in columns["sqlite"]:
        table.add_row(name, *(column.get(name, "") for column in columns.values()))
    Console().print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
