"""Sweeps a live shop through the command line and says where the result differs from the truth."""

import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from crawler.capture.folder import SweepFolder, list_sweeps
from crawler.records import Visit
from tests.shops.live import Running, Shop

ROOT = Path(__file__).resolve().parents[2]
ABSENCE = re.compile(r"_MISSING$")


@dataclass
class Swept:
    """What a sweep of a shop came to."""

    shop: Shop
    running: Running
    folder: SweepFolder
    visits: list[Visit]
    pages: list[dict]
    findings: list[dict]
    declared: bool

    def path(self, url: str) -> str:
        """Return a URL's target on the shop."""
        parts = urlsplit(url)
        return parts.path + (f"?{parts.query}" if parts.query else "")


def goodswatch(data: Path, *arguments: str) -> list[str]:
    """Run the command line; return its lines."""
    command = [sys.executable, "-m", "app.cli.main", "--data", str(data), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8").splitlines()


def sweep(running: Running, data: Path, *, declared: bool) -> Swept:
    """Sweep the shop, by its short declaration or without any."""
    data.mkdir(parents=True, exist_ok=True)
    shop = running.shop
    name = f"http://{running.host}/"
    if declared:
        place = data / "platforms" / shop.name
        place.mkdir(parents=True)
        head = f'name = "{shop.name}"\ntitle = "{shop.name}"\nhosts = ["{running.host}"]\nverified_on = "a test"\n'
        if "marketplace" not in shop.declaration and shop.name != "mall":
            head += "marketplace = false\n"
        (place / "platform.toml").write_text(head + shop.declaration.replace("{host}", running.host), encoding="utf-8")
        name = shop.name
    goodswatch(data, "sweep", name)
    folder = list_sweeps(data)[-1]
    return Swept(
        shop=shop,
        running=running,
        folder=folder,
        visits=list(folder.visits()),
        pages=[json.loads(line) for line in goodswatch(data, "records", folder.id)],
        findings=[json.loads(line) for line in goodswatch(data, "findings", folder.id)],
        declared=declared,
    )


def differences(swept: Swept) -> list[str]:
    """Return every way in which the result is not the truth, one line each."""
    truth = swept.shop.truth
    counts = swept.folder.counts()
    outcomes = sum(number for name, number in counts.items() if name not in ("planned", "pending"))
    lines = [] if counts["planned"] == outcomes else [f"planned {counts['planned']} is not the sum {outcomes}"]
    first = {swept.path(visit.url): visit for visit in swept.visits if visit.look == 1}
    led = {swept.path(visit.final_url): visit for visit in swept.visits if visit.final_url and visit.look == 1}
    kinds: dict[str, set[str]] = {}
    for page in swept.pages:
        kinds.setdefault(swept.path(page["url"]), set()).add(page["kind"])
    for path in sorted(truth.items):
        visit = first.get(path) or led.get(path)
        if visit is None or visit.outcome != "kept":
            lines.append(f"item {path}: {'never planned' if visit is None else visit.outcome}")
        elif kinds.get(path) != {"item"}:
            lines.append(f"item {path}: read as {sorted(kinds.get(path, ()))}")
    for path, found in sorted(kinds.items()):
        if "item" in found and path not in truth.items:
            lines.append(f"item page too many: {path}")
    for path in sorted(truth.disclosures):
        if path not in first or first[path].outcome != "kept":
            lines.append(f"disclosure {path}: {first[path].outcome if path in first else 'never planned'}")
        elif not kinds.get(path, set()) & {"disclosure"}:
            lines.append(f"disclosure {path}: read as {sorted(kinds.get(path, ()))}")
    for wanted, paths in (("gated", truth.gated), ("gone", truth.gone), ("refused_robots", truth.refused)):
        for path in sorted(paths):
            if path in first and first[path].outcome != wanted:
                lines.append(f"{path}: {first[path].outcome}, not {wanted}")
    asked = [target for method, target in swept.running.asked]
    lines += [f"must not be asked for: {target}" for target in sorted(set(asked)) if re.search(truth.never, target)]
    lines += [f"method {method} {target}" for method, target in swept.running.asked if method != "GET"]
    if len(asked) > truth.most_requests:
        shapes = Counter(re.sub(r"\d+", "N", target) for target in asked).most_common(4)
        lines.append(f"trap: {len(asked)} requests, mostly {shapes}")
    return lines + _false_or_missed(swept)


def _false_or_missed(swept: Swept) -> list[str]:
    truth = swept.shop.truth
    host = f"http://{swept.running.host}"
    platform = swept.shop.name if swept.declared and swept.shop.name == "mall" else swept.running.host
    expected = Counter((path, rule) for path, rules in truth.missing.items() for rule in rules)
    if swept.declared or swept.shop.name != "mall":
        expected.update((path or "shop", rule) for path, rules in truth.shop_missing.items() for rule in rules)
    found: Counter[tuple[str, str]] = Counter()
    lines = []
    for finding in swept.findings:
        if finding["platform"] != platform:
            lines.append(f"finding on platform {finding['platform']}")
        path = swept.path(finding["url"]) if finding["url"] else ""
        if finding["rule"].startswith(("SELLER", "LICENSE", "SELF")):
            path = path if platform == "mall" else "shop"
        if ABSENCE.search(finding["rule"]) and finding["looks"] != 2:
            lines.append(f"one look only: {path} {finding['rule']}")
        found[path, finding["rule"]] += 1
    lines += [f"FALSE {path} {rule} ({host})" for path, rule in sorted((found - expected).keys())]
    lines += [f"missed {path} {rule}" for path, rule in sorted((expected - found).keys())]
    return lines
