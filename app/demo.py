"""`goodswatch demo`: the sample market on loopback, swept, judged, published, drawn from and shown."""

import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from app.installation import DEMO_MARK, Installation
from config.errors import SettingsError
from config.settings import REPOSITORY

Say = Callable[[str], None]

SWEEP = """# The demo's own sweep over every site of the sample market.
[[sweep]]
name = "demo"
title = "示例集市"
platforms = [{platforms}]
limit_minutes = 60
"""
DRAW_SIZE = 20


def run_demo(
    data: Path | None,
    *,
    full: bool,
    serve: bool,
    days: Sequence[int],
    seed: int,
    port: int | None,
    say: Say,
) -> None:
    """Walk the whole line over the sample market. Raises SettingsError when `data` holds anything but a demo."""
    from app.samplemarket.demo import lists_to_import, write_demo_data
    from app.samplemarket.market import build_market
    from app.samplemarket.serve import serve_market
    from app.stages.drawing import draw_candidates
    from app.stages.official_lists import import_official
    from app.stages.sweep import start_sweep

    folder = _fresh_folder(data or REPOSITORY / "demo-data")
    started = time.monotonic()
    say("示例集市：生成并在本机回环地址上启动 …")
    market = build_market(seed, full=full)
    with ExitStack() as stack:
        street = stack.enter_context(serve_market(market, days[0]))
        for day in days:
            street.set_day(day)
            write_demo_data(folder, market, street.addresses, day)
            _declare_sweep(folder)
            installation = Installation.open(folder)
            for name, file in lists_to_import(folder):
                say(f"  {import_official(installation, name, file)[0]}")
            say(f"第 {day} 天的采集 …")
            start_sweep(installation, "demo", progress=lambda line: say(f"  {line}"))
        drawn = draw_candidates(installation, seed=seed, size=DRAW_SIZE, by="示例")
        say("")
        for line in _summary(installation, time.monotonic() - started):
            say(line)
        for line in drawn.lines():
            say(line)
        if serve:
            from app.web_service import serve_page

            serve_page(installation, port=port, say=say)


def _fresh_folder(folder: Path) -> Path:
    """Empty an earlier demo's folder; refuse to touch anything else."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / DEMO_MARK).exists():
            raise SettingsError(f"{folder} 不是示例数据目录（缺少 {DEMO_MARK}），不会清空它；请换一个 --data")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _declare_sweep(folder: Path) -> None:
    names = sorted(path.parent.name for path in (folder / "platforms").glob("*/platform.toml"))
    text = SWEEP.format(platforms=", ".join(f'"{name}"' for name in names))
    (folder / "sweeps.toml").write_text(text, encoding="utf-8")


def _summary(installation: Installation, seconds: float) -> list[str]:
    from app.labels import label
    from app.office.summary import findings_words, load_summaries, reason_lines
    from matchers.rules.registry import RULES

    newest = load_summaries(installation.data)[0]
    rules = sorted(newest.findings_by_rule.items(), key=lambda pair: (-pair[1], pair[0]))
    return [
        f"示例数据小结（{seconds:.0f} 秒）",
        f"  计划 {newest.planned} 个网址："
        + "，".join(f"{label('outcome', name)} {count}" for name, count in newest.counts.items()),
        *(f"    {line}" for line in reason_lines(newest.reasons)),
        f"  在售商品 {newest.items} 个，店铺 {newest.shops} 个，复看 {newest.second_looks} 页",
        f"  {findings_words(newest)}",
        *(f"    {RULES[rule].label}：{count}" for rule, count in rules),
        f"  待人工取证 {newest.evidence_tasks} 项，待人工看图 {newest.image_tasks} 项",
    ]
