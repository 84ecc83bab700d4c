"""The street is a pure function of its seed, big enough, and plants every rule beside its look-alikes."""

import math
import statistics
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from app.samplemarket.declared import load_groups, load_names, load_shop_kinds, load_stories
from app.samplemarket.expected import truth_of
from app.samplemarket.market import Market, build_market, demo_now
from config.products.catalogue import load_catalogue
from matchers.products.classify import Classifier

RULES = {
    "PD_NAME_MISSING", "PD_MAKER_MISSING", "PD_ADDRESS_MISSING", "PD_MODEL_MISSING", "PD_STANDARD_MISSING",
    "PD_WARNING_MISSING", "LICENCE_NO_MISSING", "CCC_NO_MISSING", "CERT_NO_MALFORMED", "SELLER_LICENSE_MISSING",
    "SELF_DECLARATION_MISSING", "LICENSE_NO_INVALID", "UNQUALIFIED_ON_SALE", "DELISTED_ON_SALE", "RELISTED",
    "DELISTED_SAME_GOODS", "PRICE_ABNORMALLY_LOW",
}  # fmt: skip
REAL_BRANDS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "names" / "jd_brand_names.txt"


@pytest.fixture(scope="module")
def full_market() -> Market:
    return build_market(1, full=True)


@pytest.fixture(scope="module")
def demo_market() -> Market:
    return build_market(1, full=False)


def sellers_and_prices(market: Market, group: str) -> dict[tuple[str, str], list[float]]:
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for offer in market.offers.values():
        if offer.group == group and not offer.cross_border and offer.on_sale(0) and offer.gate != "robots":
            found[offer.site, offer.shop].append(float(offer.tag.price))
    return found


def test_the_same_seed_gives_the_same_street(full_market: Market) -> None:
    again = build_market(1, full=True)
    assert again.offers == full_market.offers
    assert again.shops == full_market.shops
    assert again.list_rows == full_market.list_rows
    assert truth_of(again.day(7)) == truth_of(full_market.day(7))
    assert build_market(2, full=True).offers != full_market.offers


def test_sizes(full_market: Market, demo_market: Market) -> None:
    assert 1400 <= len(full_market.offers) <= 1650
    assert 240 <= len(demo_market.offers) <= 300
    assert len({offer.group for offer in full_market.offers.values()} - {None}) >= 40
    assert sum(shop.site == "qiandu" for shop in full_market.shops.values()) >= 60


@pytest.mark.parametrize(("full", "least"), [(True, 3), (False, 1)])
def test_every_rule_is_planted(full: bool, least: int) -> None:
    market = build_market(1, full=full)
    seen: dict[str, set[str]] = defaultdict(set)
    for day in (0, 1, 7):
        for subject in truth_of(market.day(day)).subjects:
            for rule in subject.breaches:
                seen[rule].add(subject.url)
    assert seen.keys() == RULES
    assert {rule: len(urls) for rule, urls in seen.items() if len(urls) < least} == {}


def test_every_rule_is_planted_on_several_sites(full_market: Market) -> None:
    sites: dict[str, set[str]] = defaultdict(set)
    for day in (0, 7):
        for subject in truth_of(full_market.day(day)).subjects:
            for rule in subject.breaches:
                sites[rule].add(subject.site)
    assert {rule for rule, where in sites.items() if len(where) < 2} == set()


def test_there_are_at_least_as_many_honest_look_alikes(full_market: Market) -> None:
    truth = truth_of(full_market.day(0))
    assert sum(bool(subject.honest) for subject in truth.subjects) >= sum(
        bool(subject.breaches) for subject in truth.subjects
    )
    assert not [subject for subject in truth.subjects if subject.honest and subject.breaches]


def test_a_shop_with_a_breach_offers_goods_in_scope(full_market: Market, demo_market: Market) -> None:
    for market in (full_market, demo_market):
        for shop in market.shops.values():
            goods = [
                offer
                for day in (0, 1, 7)
                for offer in market.day(day).of_shop(shop.site, shop.key)
                if offer.group and offer.on_sale(day) and not offer.cross_border and offer.gate == "none"
            ]
            assert goods or not shop.breaches, shop


def test_browser_pages_of_the_demo_stay_few(demo_market: Market) -> None:
    app = sum(offer.site == "yuxuan" for offer in demo_market.offers.values()) + 3
    not_shown = {rule for rule in RULES if rule.endswith("MISSING")}
    looked_again = 0
    for subject in truth_of(demo_market.day(0)).subjects:
        if not_shown & set(subject.breaches):
            looked_again += 1 if subject.kind == "item" else 2
    assert app + looked_again <= 60


@pytest.mark.parametrize(("full", "groups", "sellers"), [(True, 6, 30), (False, 2, 25)])
def test_price_groups_are_narrow_with_planted_lows(full: bool, groups: int, sellers: int) -> None:
    market = build_market(1, full=full)
    lows = Counter(offer.group for offer in market.offers.values() if "PRICE_ABNORMALLY_LOW" in offer.breaches)
    assert len(lows) >= groups
    for group in lows:
        assert group is not None
        by_seller = sellers_and_prices(market, group)
        values = sorted(statistics.median(prices) for prices in by_seller.values())
        assert len(values) >= sellers
        logs = [math.log(value) for value in values]
        middle = statistics.median(logs)
        spread = max(1.4826 * statistics.median(abs(log - middle) for log in logs), 0.15)
        assert spread < 0.3
        low = [value for value in values if value <= 0.3 * math.exp(middle)]
        suspicious = [log for log in logs if (log - middle) / spread <= -3.5 and log - middle <= math.log(0.5)]
        assert len(low) == len(suspicious) == lows[group], group


def test_other_groups_have_few_sellers_or_no_outlier(full_market: Market) -> None:
    silent = truth_of(full_market.day(0)).price_silent
    few = [group for group, reason in silent.items() if "不足" in reason]
    tiered = [group for group, reason in silent.items() if "分层" in reason]
    assert len(few) + len(tiered) >= 4
    usual = {group.id: float(group.price) for group in load_groups()}
    for group in few:
        assert len(sellers_and_prices(full_market, group)) < 20
    for group in set(silent) - set(few):
        values = [statistics.median(prices) for prices in sellers_and_prices(full_market, group).values()]
        logs = [math.log(value) for value in values]
        middle = statistics.median(logs)
        spread = max(1.4826 * statistics.median(abs(log - middle) for log in logs), 0.15)
        assert not [log for log in logs if (log - middle) / spread <= -3.5 and log - middle <= math.log(0.5)], group
        cheap = math.log(0.5 * usual[group])
        assert group not in tiered or sum(log < cheap for log in logs) >= len(logs) / 3


def test_the_sellers_of_silent_groups_stay_few_in_the_demo(demo_market: Market) -> None:
    for group in truth_of(demo_market.day(0)).price_silent:
        assert len(sellers_and_prices(demo_market, group)) < 20


def test_states_follow_the_days(full_market: Market) -> None:
    states: dict[int, Counter[str]] = {}
    for day in (0, 1, 7):
        subjects = truth_of(full_market.day(day)).subjects
        states[day] = Counter(state for subject in subjects for state in subject.states.values())
        for subject in subjects:
            current = {rule for rule, state in subject.states.items() if state in ("new", "still")}
            assert current == set(subject.breaches)
    assert set(states[0]) == {"new"}
    assert set(states[1]) == {"new", "still", "corrected", "off_shelf"}
    assert states[7].keys() == {"new", "still", "corrected", "off_shelf", "withdrawn"}


def test_the_clock_is_fixed() -> None:
    assert demo_now(0).isoformat() == "2026-12-02T02:00:00+08:00"
    assert demo_now(7).isoformat() == "2026-12-09T02:00:00+08:00"


def test_goods_are_what_the_catalogue_takes_them_for(full_market: Market) -> None:
    catalogue = load_catalogue()
    classifier = Classifier(catalogue)
    for offer in full_market.offers.values():
        labels = full_market.sites[offer.site].labels
        attributes = [(labels[field], offer.values[field]) for field in offer.places if field in labels]
        found = classifier.classify(offer.title, offer.path, attributes, offer.cross_border)
        assert (found.groups[0].id if found.groups else None) == offer.group, (offer.title, found)


def test_goods_that_need_a_warning_have_one() -> None:
    catalogue = load_catalogue()
    for group in load_groups():
        assert group.warning or not catalogue.group(group.id).warning_required, group.id


def test_stories_name_known_groups_and_sites(full_market: Market) -> None:
    known = {group.id for group in load_groups()}
    for story in load_stories():
        assert set(story.groups) <= known, story.id
        assert set(story.sites) <= full_market.sites.keys(), story.id
        assert story.full >= story.demo
    assert {kind.site for kind in load_shop_kinds()} == full_market.sites.keys()


def test_names_are_invented() -> None:
    if not REAL_BRANDS.exists():
        pytest.skip("the list of real brand names lies beside the repository and is not here")
    real = {line.strip().casefold() for line in REAL_BRANDS.read_text(encoding="utf-8").splitlines()}
    parts = {part for name in real for part in (name, *name.replace("）", "（").split("（"))}
    names = load_names()
    assert not {name.casefold() for name in (*names.brands, *names.latin_brands)} & parts


def test_divisions_do_not_exist() -> None:
    assert all(division.code[:2] in ("98", "99") for division in load_names().divisions)
