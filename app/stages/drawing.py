"""Drawing a candidate list: the frame from the newest captures, the draw, its files, what the office keeps."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.export.candidates import write_candidates
from app.export.exclusions import MOST_A_YEAR, sampled_goods
from app.installation import Installation
from app.office.records import Draw, NewDraw
from app.stages.history import judged_sweeps, lives, records_of_lives
from app.stages.offers import OfferRow, offer_rows, shop_rows
from app.stages.read import page_records, records_of
from app.stages.subjects import subject_rows
from config.clock import BEIJING
from config.errors import DrawError
from crawler.records import Listing, LiveRoles, PageRecord, SellerDisclosure
from matchers.identity import normalise_url
from matchers.models.compare import is_generic, normalise_model
from matchers.names.brands import brand_forms, is_no_brand
from matchers.records import Finding, SamplingCandidate
from matchers.rules.registry import RULES
from matchers.sampling import DRAW_VERSION, FrameRow, draw, frame_hash, risk_weight

Key = tuple[str, str]
"""Platform and item key, or platform and shop key."""


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
    folder = installation.data / "draws" / identifier
    table, plain = write_candidates(folder, chosen, name=f"候选名单-{identifier}", notes=notes)
    kept = installation.office.keep_draw(
        NewDraw(
            id=identifier,
            seed=seed,
            size=size,
            options=options,
            frame_hash=digest,
            version=DRAW_VERSION,
            at=now,
            by=by,
            files=(table.name, plain.name),
        ),
        (row.model_dump(mode="json") for row in sorted(frame, key=lambda row: (row.platform, row.url))),
    )
    return Drawn(draw=kept, candidates=tuple(chosen), table=table, plain=plain, left_out=left_out)


def draw_again(installation: Installation, identifier: str) -> str:
    """Repeat a kept draw from its kept frame and compare the list with the kept csv. Raises DrawError."""
    kept = installation.office.draw(identifier)
    if kept is None:
        raise DrawError(f"没有编号为 {identifier} 的抽取")
    frame = [FrameRow.model_validate(row) for row in installation.office.draw_frame(identifier)]
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
    _, plain = write_candidates(folder / "again", chosen, name=f"候选名单-{identifier}", notes=["重做"])
    original = folder / plain.name
    if not original.exists():
        return f"{identifier}：已重做，共 {len(chosen)} 条（原文件不在，无法核对）：{plain}"
    if original.read_bytes() != plain.read_bytes():
        raise DrawError(f"{identifier}：重做的名单与原名单不同：{plain}")
    return f"{identifier}：重做的名单与原名单一致，共 {len(chosen)} 条"


def build_frame(
    installation: Installation, now: datetime, sampled: Mapping[Key, int]
) -> tuple[list[FrameRow], dict[str, int]]:
    """Return the frame and, by reason, how many items were left out of it."""
    newest = _newest_looks(installation)
    left_out: Counter[str] = Counter()
    wanted: dict[str, OfferRow] = {}
    since = now - timedelta(days=installation.settings.draw_max_age_days)
    for row in newest.values():
        reason = _unfit(row, since)
        if reason is None and row is not None:
            wanted[row.source] = row
        elif reason:
            left_out[reason] += 1
    findings = _findings_by_subject(installation)
    frame: list[FrameRow] = []
    for folder, generation in judged_sweeps(installation):
        shops = {(shop.platform, shop.shop_key): shop.disclosure for shop in shop_rows(generation)}
        for page in page_records(records_of(folder)):
            offer = wanted.get(page.source)
            if offer is None:
                continue
            made = _frame_row(installation, page, offer, shops, findings)
            if made is None:
                left_out["无人民币价格或无链接"] += 1
            elif _times_sampled(made, sampled) >= MOST_A_YEAR:
                left_out["本年度同商标同型号已抽样两次"] += 1
            else:
                frame.append(made)
    return frame, dict(left_out)


def _newest_looks(installation: Installation) -> dict[Key, OfferRow | None]:
    """Return every item's newest capture; None where it was gone or off the shelf when last looked at."""
    newest: dict[Key, OfferRow | None] = {}
    key_by_url: dict[Key, str] = {}
    for _, generation in judged_sweeps(installation):
        for row in offer_rows(generation):
            newest[row.platform, row.item_key] = row
            if row.url:
                key_by_url[row.platform, normalise_url(row.url)] = row.item_key
        for subject in subject_rows(generation):
            if subject.kind == "item" and subject.outcome == "off_shelf":
                key = subject.key or key_by_url.get((subject.platform, subject.url), subject.url)
                newest[subject.platform, key] = None
    return newest


def _unfit(row: OfferRow | None, since: datetime) -> str | None:
    if row is None or not row.on_sale:
        return "最近一次采集时不在售"
    if row.scope != "in":
        return "不在监测范围"
    if row.captured_at is None:
        return "采集时间不明"
    return "超过期限未采集" if row.captured_at < since else None


def _frame_row(
    installation: Installation,
    page: PageRecord,
    offer: OfferRow,
    shops: Mapping[Key, SellerDisclosure],
    findings: Mapping[Key, list[Finding]],
) -> FrameRow | None:
    listing = page.listing
    if listing is None or listing.price is None or listing.currency not in {"CNY", None} or not page.url:
        return None
    if page.captured_at is None:
        return None
    disclosure = shops.get((offer.platform, offer.shop_key or ""))
    about = findings.get((offer.platform, offer.item_key), []) + findings.get(
        (offer.platform, f"shop {offer.shop_key}"), []
    )
    unit = installation.catalogue.group(offer.group).price_unit if offer.group else "件"
    return FrameRow(
        key=_good_key(listing) or f"{offer.platform}|{offer.item_key}",
        platform=offer.platform,
        url=page.url,
        item_id=listing.item_id,
        shop_key=f"{offer.platform}|{offer.shop_key or listing.shop or page.url}",
        shop=listing.shop,
        seller_name=(disclosure.name if disclosure else None) or listing.seller,
        seller_code=disclosure.licence_number if disclosure else None,
        seller_address=disclosure.address if disclosure else None,
        live_roles=_roles(listing.live_roles),
        product=listing.name or listing.title or "",
        group=offer.group,
        unit=unit,
        trademark=listing.brand,
        model=listing.models[0] if listing.models else None,
        maker=listing.maker,
        price=listing.price,
        product_code=listing.product_code,
        captured_at=page.captured_at,
        finding_ids=tuple(finding.id for finding in about),
        reasons=tuple(dict.fromkeys(RULES[finding.rule].label for finding in about if finding.rule in RULES)),
        weight=risk_weight(about),
    )


def _good_key(listing: Listing) -> str | None:
    """Return trademark + model, None where either is not known."""
    models = [model for model in listing.models if not is_generic(model)]
    if not models or is_no_brand(listing.brand):
        return None
    forms = brand_forms(listing.brand or "")
    return f"{forms[0]}|{normalise_model(models[0])}" if forms else None


def _findings_by_subject(installation: Installation) -> dict[Key, list[Finding]]:
    """Return open, counted findings by (platform, item key) and (platform, "shop " + shop key)."""
    current = {key: life for key, life in lives(installation).items() if life.open and life.confirmed}
    dismissed = {
        key for key, review in installation.office.reviews_of(current).items() if review.verdict == "dismissed"
    }
    found: dict[Key, list[Finding]] = defaultdict(list)
    for finding in records_of_lives(installation, current):
        if finding.pending or finding.id in dismissed:
            continue
        about_shop = finding.rule in RULES and RULES[finding.rule].target == "shop"
        key = f"shop {finding.shop_key}" if about_shop else finding.item_id or normalise_url(finding.url or "")
        found[finding.platform, key].append(finding)
    return found


def _times_sampled(row: FrameRow, sampled: Mapping[Key, int]) -> int:
    if not row.trademark or not row.model:
        return 0
    model = normalise_model(row.model)
    return max((sampled.get((form, model), 0) for form in brand_forms(row.trademark)), default=0)


def _sampled(exclude: Path | None, now: datetime) -> dict[Key, int]:
    """Return normalised (trademark form, model) → times sampled this year (Beijing time)."""
    counted: Counter[Key] = Counter()
    if exclude is not None:
        for (trademark, model), times in sampled_goods(exclude, now.astimezone(BEIJING).year).items():
            for form in brand_forms(trademark):
                counted[form, normalise_model(model)] += times
    return dict(counted)


def _roles(roles: LiveRoles | None) -> str | None:
    if roles is None:
        return None
    parts = (
        ("平台经营者", roles.platform_operator),
        ("直播间运营者", roles.room_operator),
        ("直播营销人员", roles.marketer),
        ("服务机构", roles.agency),
    )
    return "；".join(f"{title}：{name}" for title, name in parts if name) or None


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
