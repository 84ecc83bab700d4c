"""The sampling frame: every good on sale when last looked at, in scope, fresh, with link and price in CNY."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from app.export.exclusions import MOST_A_YEAR
from app.installation import Installation
from app.stages.history import judged_sweeps, lives, records_of_lives
from app.stages.newest import Key, LastSeen, newest_items
from app.stages.offers import OfferRow, shop_rows
from app.stages.read import page_records, records_of
from app.stages.rooms import roles_in_words
from crawler.records import Listing, PageRecord, SellerDisclosure
from matchers.identity import normalise_url
from matchers.models.compare import is_generic, normalise_model
from matchers.names.brands import brand_forms, is_no_brand
from matchers.records import Finding
from matchers.rules.registry import RULES
from matchers.sampling import FrameRow, risk_weight


def build_frame(
    installation: Installation, now: datetime, sampled: Mapping[Key, int]
) -> tuple[list[FrameRow], dict[str, int]]:
    """Return the frame and, by reason, how many items were left out of it."""
    left_out: Counter[str] = Counter()
    wanted: dict[str, OfferRow] = {}
    since = now - timedelta(days=installation.settings.draw_max_age_days)
    for seen in newest_items(installation).values():
        reason = _unfit(seen, since)
        if reason is None:
            wanted[seen.row.source] = seen.row
        else:
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


def _unfit(seen: LastSeen, since: datetime) -> str | None:
    if not seen.on_sale:
        return "最近一次采集时不在售"
    if seen.row.scope != "in":
        return "不在监测范围"
    if seen.row.captured_at is None:
        return "采集时间不明"
    return "超过期限未采集" if seen.captured_at < since else None


def _frame_row(
    installation: Installation,
    page: PageRecord,
    offer: OfferRow,
    shops: Mapping[Key, SellerDisclosure],
    findings: Mapping[Key, list[Finding]],
) -> FrameRow | None:
    listing = page.listing
    if listing is None or listing.price is None or listing.currency not in {"CNY", None}:
        return None
    if page.url is None or page.captured_at is None:
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
        live_roles=roles_in_words(offer.live_roles),
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
