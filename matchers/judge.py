"""Judges offers and shops by every rule, and completes what rules say with identity, basis and standing to findings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from config.clock import BEIJING
from config.law import LawBook
from crawler.records import PageRecord, Reading
from matchers.context import Context
from matchers.identity import finding_id
from matchers.lead import Lead
from matchers.prices.base import PriceGroups, base_id, unit_price
from matchers.records import Basis, Finding, OfferInSweep, PriceBase, ShopInSweep
from matchers.rules.registry import RULES, Rule
from matchers.subject import Subject, subject_of_offer, subject_of_shop


class Combined(NamedTuple):
    """What two looks at one item or shop say together."""

    findings: list[Finding]
    reader_errors: int
    """Not-shown findings of the first look that the second look refuted: the reader's own error."""


def judge_item(offer: OfferInSweep, context: Context) -> Iterator[Finding]:
    """Yield the findings of every rule about one item. Gated pages and pages without a URL support none."""
    subject = subject_of_offer(offer, context)
    if subject is None or offer.page.gate != "none":
        return
    for rule in _rules(context, "offer"):
        for lead in rule.check(offer, context):
            yield _finding(lead, rule, subject, context)


def judge_shop(shop: ShopInSweep, context: Context) -> Iterator[Finding]:
    """Yield the findings of every rule about one shop."""
    subject = subject_of_shop(shop, context)
    for rule in _rules(context, "shop"):
        for lead in rule.check(shop, context):
            yield _finding(lead, rule, subject, context)


def judge_many(
    offers: Iterable[OfferInSweep], context: Context, *, earlier: Iterable[OfferInSweep] = ()
) -> tuple[list[PriceBase], list[Finding]]:
    """Judge what only many items together show: the price base of every sub-group and the prices far below it.

    `earlier` are the offers of sweeps of the days before: they widen the base, findings are only about `offers`.
    Both are read once as streams; of an offer only a few short values are kept.
    """
    prices = PriceGroups(context)
    for offer in earlier:
        prices.add(offer)
    for offer in offers:
        subject = subject_of_offer(offer, context)
        if subject is not None:
            prices.add(offer, subject)
    findings = [
        _finding(lead, rule, priced.subject, context)
        for priced, base in prices.compared()
        for rule in _rules(context, "offers")
        for lead in rule.check(priced, base, context)
    ]
    return prices.bases(), findings


def undecided_rules(
    page: PageRecord, context: Context, *, bases: Mapping[str, PriceBase] | None = None
) -> frozenset[str]:
    """Return the rules that this page cannot decide, because a field of theirs was not observable.

    A finding of such a rule that is not found again is not corrected, only not rechecked. With the sweep's price bases
    by id, the price rule is among them where the page gives no comparable price or its group is silent.
    """
    record = page.listing or page.disclosure
    readings = record.readings if record else {}
    rules = context.rules if context.rules is not None else RULES
    unseen = {rule.id for rule in rules.values() if _is_unseen(rule, readings)}
    if bases is not None and not _is_price_compared(page, context, bases):
        unseen |= {rule.id for rule in rules.values() if rule.target == "offers"}
    return frozenset(unseen)


def _is_unseen(rule: Rule, readings: Mapping[str, Reading]) -> bool:
    """Return whether a field of the rule could not be observed, and no other field settles it by being shown."""
    states = {readings[field].state for field in rule.fields if field in readings}
    return "not_observable" in states and not (rule.rests_on_not_shown and "shown" in states)


def _is_price_compared(page: PageRecord, context: Context, bases: Mapping[str, PriceBase]) -> bool:
    listing = page.listing
    if listing is None or page.captured_at is None:
        return False
    classification = context.classifier.classify(
        listing.title or "", listing.category_path, listing.attributes, bool(listing.cross_border)
    )
    found = unit_price(OfferInSweep(page=page, classification=classification), context)
    base = bases.get(base_id(found[0], context.sweep_date)) if found else None
    return base is not None and base.silent is None


def combine_looks(
    first: Iterable[Finding], second: Iterable[Finding] | None, *, undecided: frozenset[str] = frozenset()
) -> Combined:
    """Put the two looks at one item or shop together; `second` None = the second look did not succeed.

    A finding that rests on *not shown* counts only if both looks say it (looks 2). Said by the first alone it stays
    待复看 (looks 1) where the second look failed or could not decide the rule, and falls where the second look shows
    the value. Said by the second alone it falls too: the first look showed the value. Other findings are joined.
    """
    once = list(first)
    if second is None:
        return Combined([_pending(finding) for finding in once], 0)
    twice = {finding.id: finding for finding in second}
    known = {finding.id for finding in once}
    findings: list[Finding] = []
    errors = 0
    for finding in once:
        if finding.looks is None or finding.id in twice:
            findings.append(_confirmed(finding, twice.get(finding.id)))
        elif finding.rule in undecided:
            findings.append(_pending(finding))
        else:
            errors += 1
    findings += [finding for finding in twice.values() if finding.looks is None and finding.id not in known]
    return Combined(findings, errors)


def _pending(finding: Finding) -> Finding:
    if finding.looks is None:
        return finding
    return finding.model_copy(update={"looks": 1, "pending": True, "captures_look": "one"})


def _confirmed(finding: Finding, again: Finding | None) -> Finding:
    """Join the evidence of both looks; a page of unknown capture time stays pending however often it was looked at."""
    if finding.looks is None or again is None:
        return finding
    evidence = (*finding.evidence, *(entry for entry in again.evidence if entry not in finding.evidence))
    undated = finding.captured_at is None or again.captured_at is None
    return finding.model_copy(update={"looks": 2, "captures_look": "two", "pending": undated, "evidence": evidence})


def _rules(context: Context, target: str) -> Sequence[Rule]:
    return [rule for rule in (context.rules if context.rules is not None else RULES).values() if rule.target == target]


def _finding(lead: Lead, rule: Rule, subject: Subject, context: Context) -> Finding:
    on = subject.captured_at.astimezone(BEIJING).date() if subject.captured_at else None
    region, precision = subject.region
    doubtful = rule.subject == "page" and (bool(lead.doubtful) or _is_doubtful(subject.group, context))
    return Finding(
        id=finding_id(subject.platform, subject.key, rule.id, lead.source),
        rule=rule.id,
        severity=lead.severity or rule.severity,
        standing=context.law.standing(rule.basis, on, rule.subject, doubtful=doubtful),
        looks=1 if rule.rests_on_not_shown else None,
        platform=subject.platform,
        url=subject.url,
        item_id=subject.item_id,
        shop=subject.shop,
        shop_key=subject.shop_key,
        seller_region=region,
        seller_region_precision=precision,
        group=subject.group,
        summary=f"{lead.summary}（{lead.doubtful}，须核实）" if lead.doubtful else lead.summary,
        basis=_basis(rule.basis, context.law, on or context.sweep_date),
        evidence=lead.evidence,
        explanation=lead.explanation,
        captured_at=subject.captured_at,
        pending=rule.rests_on_not_shown or subject.captured_at is None,
        list_id=lead.source[0] if lead.source else None,
        row_content=lead.source[1] if lead.source else None,
    )


def _is_doubtful(group: str | None, context: Context) -> bool:
    return group is not None and context.catalogue.group(group).confidence == "low"


def _basis(ids: tuple[str, ...], law: LawBook, on: date) -> tuple[Basis, ...]:
    entries = [law.entry(identifier) for identifier in ids]
    return tuple(
        Basis(id=entry.id, title=entry.title, article=entry.shown_article, status=entry.status(on)) for entry in entries
    )
