"""The shared corpus as the reading benchmarks use it: where it is, its pages, and how they are split."""

import gzip
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.records import RawPage

SPLIT_SEED = "goodswatch-reading-1"
"""Decides which pages rules were tuned on; the other half is what is reported."""


def shared() -> Path | None:
    """Return the folder with the shared material: GOODSWATCH_SHARED, else beside the repository; None without one."""
    named = os.environ.get("GOODSWATCH_SHARED")
    folder = Path(named) if named else Path(__file__).resolve().parents[4] / "shared"
    return folder if (folder / "corpus" / "pages" / "index.jsonl").exists() else None


@dataclass(frozen=True)
class CorpusPage:
    """One saved page with the truth that came with it."""

    id: str
    site: str
    kind: str
    url: str | None
    body: bytes
    truth: dict[str, Any]

    @property
    def half(self) -> str:
        """`tune` or `report`, from the seed and the page's id."""
        digest = hashlib.sha256(f"{SPLIT_SEED}:{self.id}".encode()).digest()
        return "tune" if digest[0] % 2 else "report"

    def raw(self) -> RawPage:
        """Return the page as an import would hand it to the reader."""
        return RawPage(
            platform=None,
            url=self.url,
            captured_at=None,
            sha256=hashlib.sha256(self.body).hexdigest(),
            body=self.body,
            fetched="imported",
        )


def pages(folder: Path, *sites: str) -> Iterator[CorpusPage]:
    """Yield the saved pages of the named sites (all without names), with their truth."""
    truths = json.loads(
        (folder / "corpus/pages/benchmark_zyte_truth_and_peer_outputs.json").read_text(encoding="utf-8")
    )
    for line in (folder / "corpus/pages/index.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if sites and row["site"] not in sites:
            continue
        truth = dict(row["truth"] or {})
        url = row["url"]
        if row["id"] in truths:
            truth = dict(truths[row["id"]]["truth"])
            url = truth.get("url") or url
        body = gzip.decompress((folder / "corpus" / row["file"]).read_bytes())
        yield CorpusPage(row["id"], row["site"], row["kind"], url, body, truth)
