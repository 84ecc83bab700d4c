"""Drawing a candidate list: the draw from the frame, what the office keeps of it, its files."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from app.export.candidates import Names, write_candidates
from app.export.exclusions import sampled_goods
from app.installation import Installation
from app.office.records import Draw, NewDraw
from app.stages.frame import build_frame
from app.stages.newest import Key
from config.clock import BEIJING
from config.errors import DrawError
from config.faults import fault
from matchers.models.compare import normalise_model
from matchers.names.brands import brand_forms
from matchers.records import SamplingCandidate
from matchers.sampling import DRAW_VERSION, FrameRow, draw, frame_hash


@dataclass(frozen=True)
class Drawn:
    """One draw and where its files are."""

    draw: Draw
    candidates: tuple[SamplingCandidate, ...]
    table: Path
    plain: Path
    left_out: Mapping[str, int]

    def lines(self) -> Iterator[str]:
        """Yield what a person is told."""
        draw = self.draw
        yield f"候选名单 {draw.id}：{len(self.candidates)} 条，总体 {draw.frame_rows} 条，种子 {draw.seed}"
        yield f"  总体指纹 {self.draw.frame_hash[:16]}…，抽取版本 {self.draw.version}"
        if len(self.candidates) < draw.size:
            yield f"  要求 {draw.size} 条，不足：同商标同型号只取一行，并受每平台、每店条数所限"
        if self.left_out:
            yield "  未入总体：" + "，".join(f"{reason} {count}" for reason, count in self.left_out.items())
        yield f"  {self.table}"
        yield f"  {self.plain}"


def draw_candidates(
    installation: Installation,
    *,
    seed: int,
    size: int,
    per_platform: int | None = None,
    per_shop: int | None = None,
    exclude: Path | None = None,
    by: str,
) -> Drawn:
    """Draw, write xlsx and csv, keep frame, hash, seed and version. Raises DrawError, InputRejected."""
    now = installation.clock()
    sampled = _sampled(exclude, now)
    frame, left_out = build_frame(installation, now, sampled)
    chosen = draw(frame, seed=seed, size=size, per_platform=per_platform, per_shop=per_shop)
    digest = frame_hash(frame)
    options = {"per_platform": per_platform, "per_shop": per_shop, "exclude": exclude.name if exclude else None}
    text = json.dumps([digest, seed, size, options, DRAW_VERSION], sort_keys=True)
    identifier = f"{now.astimezone(BEIJING):%Y%m%d}-{_short(text)}"
    notes = [
        f"抽取编号 {identifier}；种子 {seed}；条数 {size}；抽取版本 {DRAW_VERSION}",
        f"抽样总体 {len(frame)} 条，sha256 {digest}",
        *(f"未入总体：{reason} {count}" for reason, count in left_out.items()),
        "名单保密：不得告知被抽样单位，不进入检索索引。",
        "入样权重为该商品在层内参与抽取的风险权重；店铺在层内随机排列，逐轮各取一件。",
    ]
    name = f"候选名单-{identifier}"
    names = _names(installation, chosen)
    kept = installation.office.keep_draw(
        NewDraw(
            id=identifier,
            seed=seed,
            size=size,
            options={**options, "names": names.model_dump(mode="json")},
            frame_hash=digest,
            version=DRAW_VERSION,
            at=now,
            by=by,
            files=(f"{name}.xlsx", f"{name}.csv"),
        ),
        (row.model_dump(mode="json") for row in sorted(frame, key=lambda row: (row.platform, row.url))),
    )
    table, plain = write_candidates(
        installation.data / "draws" / identifier, chosen, name=name, notes=notes, names=names
    )
    return Drawn(draw=kept, candidates=tuple(chosen), table=table, plain=plain, left_out=left_out)


def draw_again(installation: Installation, identifier: str) -> str:
    """Repeat a kept draw from its kept frame and compare the list with the kept csv. Raises DrawError."""
    kept = installation.office.draw(identifier)
    if kept is None:
        raise DrawError(f"没有编号为 {identifier} 的抽取")
    if kept.version != DRAW_VERSION:
        raise DrawError(f"{identifier}：由抽取版本 {kept.version} 抽出，现行版本 {DRAW_VERSION} 不能重做核对")
    try:
        frame = [FrameRow.model_validate(row) for row in installation.office.draw_frame(identifier)]
    except ValidationError as error:
        raise DrawError(f"{identifier}：保存的总体与现行程序的版本不合，不能重做（{fault(error)}）") from error
    if frame_hash(frame) != kept.frame_hash:
        raise DrawError(f"{identifier}：保存的总体与其指纹不符")
    chosen = draw(
        frame,
        seed=kept.seed,
        size=kept.size,
        per_platform=kept.options.get("per_platform"),
        per_shop=kept.options.get("per_shop"),
    )
    folder = installation.data / "draws" / identifier
    # By the names of the day it was drawn: a platform may have been renamed since.
    names = Names.model_validate(kept.options["names"])
    _, plain = write_candidates(folder / "again", chosen, name=f"候选名单-{identifier}", notes=["重做"], names=names)
    original = folder / plain.name
    if not original.exists():
        return f"{identifier}：已重做，共 {len(chosen)} 条（原文件不在，无法核对）：{plain}"
    if original.read_bytes() != plain.read_bytes():
        raise DrawError(f"{identifier}：重做的名单与原名单不同：{plain}")
    return f"{identifier}：重做的名单与原名单一致，共 {len(chosen)} 条"


def _names(installation: Installation, candidates: Sequence[SamplingCandidate]) -> Names:
    """Return the names of what the candidates are of."""
    groups = {candidate.group for candidate in candidates}
    platforms = {candidate.platform for candidate in candidates}
    return Names(
        platforms={one.name: one.title for one in installation.platforms if one.name in platforms},
        groups={one.id: one.name for one in installation.catalogue.groups if one.id in groups},
    )


def _sampled(exclude: Path | None, now: datetime) -> dict[Key, int]:
    """Return normalised (trademark form, model) → times sampled this year (Beijing time)."""
    counted: Counter[Key] = Counter()
    if exclude is not None:
        for (trademark, model), times in sampled_goods(exclude, now.astimezone(BEIJING).year).items():
            for form in brand_forms(trademark):
                counted[form, normalise_model(model)] += times
    return dict(counted)


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
