"""The hash chain over sealed sweeps: each line rests on the one before, so none is altered unseen."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from config.errors import CaptureError
from crawler.capture.journal import Journal

_START = "0" * 64


def chain_of(data: Path) -> Journal:
    """Return the chain of a data folder."""
    return Journal(data / "sweeps" / "chain.jsonl")


def link_of(previous: str, sweep: str, manifest: str) -> str:
    """Return the hash that binds a sweep's manifest to everything before it."""
    return hashlib.sha256(f"{previous}\n{sweep}\n{manifest}\n".encode()).hexdigest()


def append_link(data: Path, *, sweep: str, manifest: str, sealed_at: str) -> dict[str, Any]:
    """Add a sweep to the chain; a sweep that is there already is left as it stands."""
    chain = chain_of(data)
    with chain.lock():
        previous = _START
        for _, _, row in chain.read():
            if row["sweep"] == sweep:
                if row["manifest"] != manifest:
                    raise CaptureError(f"{chain.path}：采集 {sweep} 已在哈希链中，但清单文件不同")
                return row
            previous = row["link"]
        row = {
            "previous": previous,
            "sweep": sweep,
            "manifest": manifest,
            "sealed_at": sealed_at,
            "link": link_of(previous, sweep, manifest),
        }
        chain.append([row])
        return row


def chained_manifest(data: Path, sweep: str) -> str | None:
    """Return the manifest hash the chain holds for a sweep."""
    return next((row["manifest"] for _, _, row in chain_of(data).read() if row["sweep"] == sweep), None)


def verify_links(data: Path) -> list[str]:
    """Return what is wrong with the chain itself, one line each."""
    problems = []
    previous = _START
    seen: set[str] = set()
    for number, (_, _, row) in enumerate(chain_of(data).read(), 1):
        name = row.get("sweep", "?")
        if row.get("previous") != previous:
            problems.append(f"哈希链第 {number} 行（{name}）：与上一行接不上")
        if row.get("link") != link_of(row.get("previous", ""), name, row.get("manifest", "")):
            problems.append(f"哈希链第 {number} 行（{name}）：哈希与内容不符")
        if name in seen:
            problems.append(f"哈希链第 {number} 行（{name}）：同一次采集出现两次")
        seen.add(name)
        previous = row.get("link", "")
    return problems


def file_hash(path: Path) -> str:
    """Return a file's sha256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_whole(path: Path, value: dict[str, Any]) -> None:
    """Write a JSON file so that it is there whole or not at all."""
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=1, sort_keys=True)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
