"""Writes what the sample market needs in a data folder: declarations, divisions, its fixed clock, lists and truth."""

import csv
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path

from app.samplemarket.addresses import authority
from app.samplemarket.declared import DATA, load_names
from app.samplemarket.editions import write_editions
from app.samplemarket.expected import truth_of
from app.samplemarket.market import Market, demo_now

LISTS = "lists-to-import"
MARK = "demo.json"


def write_demo_data(data: Path, market: Market, addresses: Mapping[str, tuple[str, int]], day: int = 0) -> None:
    """Write the data folder of the market as it stands on a day; a later day only moves the clock and the truth."""
    data.mkdir(parents=True, exist_ok=True)
    write_platforms(data / "platforms", market, addresses)
    (data / "divisions.csv").write_text(divisions_table(), encoding="utf-8")
    write_editions(data / LISTS, market, addresses)
    truth = truth_of(market.day(day), addresses)
    (data / "truth.json").write_text(truth.model_dump_json(indent=1) + "\n", encoding="utf-8")
    mark = {"seed": market.seed, "full": market.full, "day": day, "now": demo_now(day).isoformat()}
    (data / MARK).write_text(json.dumps(mark) + "\n", encoding="utf-8")


def write_platforms(folder: Path, market: Market, addresses: Mapping[str, tuple[str, int]]) -> None:
    """Write the declarations of the six sites with the addresses they stand at."""
    for site in market.sites.values():
        host = authority(site, addresses)
        text = (DATA / "platforms" / f"{site.name}.toml").read_text(encoding="utf-8")
        text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("# @"))
        base = f"http://{host}"
        for mark, value in (("@BASE@", base), ("@HOST@", host), ("@RE@", re.escape(base))):
            text = text.replace(mark, value)
        place = folder / site.name
        place.mkdir(parents=True, exist_ok=True)
        (place / "platform.toml").write_text(text, encoding="utf-8")


def divisions_table() -> str:
    """Return the table of the divisions that do not exist."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("code", "name", "parent", "valid_from", "valid_to"))
    writer.writerows((row.code, row.name, row.parent or "", "", "") for row in load_names().divisions)
    return out.getvalue()


def lists_to_import(data: Path, day: int | None = None) -> list[tuple[str, Path]]:
    """Return (list id, file) of the newest edition of each list that has come out by a day, by default the folder's."""
    if day is None:
        day = int(json.loads((data / MARK).read_text(encoding="utf-8"))["day"])
    newest: dict[str, Path] = {}
    for folder in sorted((data / LISTS).glob("day-*"), key=lambda path: int(path.name.removeprefix("day-"))):
        if int(folder.name.removeprefix("day-")) <= day:
            newest |= {path.stem: path for path in sorted(folder.iterdir())}
    return sorted(newest.items())
