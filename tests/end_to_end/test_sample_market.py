"""The whole line against the sample market's truth."""

import pytest

from app.installation import Installation
from app.samplemarket.sites.lanbo import PLATFORM_OPERATOR
from app.stages.frame import build_frame
from crawler.capture.folder import OUTCOMES, verify_chain
from matchers.rules.registry import RULES
from tests.end_to_end.conftest import Swept
from tests.end_to_end.days import DAYS, goodswatch, json_lines, not_observed
from tests.end_to_end.truth import compare

pytestmark = [pytest.mark.e2e, pytest.mark.browser]


@pytest.mark.parametrize("day", DAYS)
def test_every_planted_breach_is_found(swept: Swept, day: int) -> None:
    assert compare(swept.days[day].truth, swept.days[day].findings).missed == []


@pytest.mark.parametrize("day", DAYS)
def test_no_honest_seller_is_accused(swept: Swept, day: int) -> None:
    assert compare(swept.days[day].truth, swept.days[day].findings).accused == []


@pytest.mark.parametrize("day", DAYS)
def test_findings_are_followed_from_day_to_day(swept: Swept, day: int) -> None:
    told = {row["id"]: row for earlier in DAYS if earlier <= day for row in swept.days[earlier].findings}
    assert compare(swept.days[day].truth, told.values()).states == []


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_rule_that_is_switched_off_is_missed(swept: Swept, rule: str) -> None:
    missed = []
    for day in swept.days.values():
        left = [row for row in day.findings if row["rule"] != rule]
        missed += compare(day.truth, left).missed
    assert missed, f"nothing in the market needs {rule}"


@pytest.mark.parametrize("day", DAYS)
def test_what_cannot_be_seen_is_not_observable(swept: Swept, day: int) -> None:
    assert not_observed(swept.days[day]) == []


@pytest.mark.parametrize("day", DAYS)
def test_what_was_planned_adds_up(swept: Swept, day: int) -> None:
    counts = swept.days[day].sweep.counts()
    assert counts["planned"] == sum(counts[outcome] for outcome in OUTCOMES)
    assert counts["failed"] == counts["skipped_limit"] == 0


def test_the_killed_sweep_lost_nothing_and_fetched_nothing_twice(swept: Swept) -> None:
    again = swept.killed.kept & set(swept.killed.asked_later)
    # Every hash route of the single-page shop is one request for its root.
    routes = {visit.url.partition("#")[0] for visit in swept.days[0].sweep.visits() if "#" in visit.url}
    assert again - routes <= swept.killed.second_looks
    visits = list(swept.days[0].sweep.visits())
    assert len({visit.number for visit in visits}) == len(visits)


def test_disallowed_pages_were_never_asked_for(swept: Swept) -> None:
    refused = {
        visit.url for day in swept.days.values() for visit in day.sweep.visits() if visit.outcome == "refused_robots"
    }
    addresses = {name: f"http://{host}:{port}" for name, (host, port) in swept.street.addresses.items()}
    asked = {f"{addresses[one.site]}{one.path}" for one in swept.street.requests}
    assert refused
    assert refused & asked == set()


def test_nothing_was_put_into_a_cart(swept: Swept) -> None:
    assert [one for one in swept.street.requests if "cart" in one.path and "add" in one.path] == []
    assert {one.method for one in swept.street.requests} == {"GET"}


def test_seals_and_chain_hold(swept: Swept) -> None:
    assert verify_chain(swept.data) == []


def test_every_finding_says_suspected_and_carries_evidence(swept: Swept) -> None:
    for day in swept.days.values():
        for row in day.findings:
            assert "疑似" in row["summary"] or row["severity"] in {"info", "low"}, row["summary"]
            assert row["evidence"], row["id"]
            assert row["basis"], row["id"]


def test_the_index_answers(swept: Swept) -> None:
    rows = json_lines(swept.data, "search", "--json", "--all")
    newest = {row["id"] for row in swept.days[7].findings}
    assert newest <= {row["id"] for row in rows}


def test_judging_and_publishing_again_change_nothing(swept: Swept) -> None:
    sweep = swept.days[7].sweep
    before = json_lines(swept.data, "search", "--json", "--all")
    for command in ("judge", "publish"):
        assert goodswatch(swept.data, command, sweep.id).returncode == 0
    assert goodswatch(swept.data, "rebuild").returncode == 0
    assert json_lines(swept.data, "search", "--json", "--all") == before
    assert json_lines(swept.data, "findings", sweep.id) == swept.days[7].findings


def test_a_draw_can_be_repeated(swept: Swept) -> None:
    first = goodswatch(swept.data, "draw", "--seed", "11", "--size", "15", "--per-shop", "2")
    assert first.returncode == 0, first.stderr.decode()
    identifier = first.stdout.decode("utf-8").split("候选名单 ")[1].split("：")[0]
    assert "一致" in goodswatch(swept.data, "draw", "--again", identifier).stdout.decode("utf-8")
    for file in (swept.data / "draws" / identifier).glob("*.*"):
        assert file.stat().st_mode & 0o777 == 0o600


def test_who_sells_live_reaches_the_draw(swept: Swept) -> None:
    installation = Installation.open(swept.data)
    frame, _ = build_frame(installation, installation.clock(), {})
    market = swept.street.market
    live = {row.item_id or "": row.live_roles for row in frame if row.platform == "lanbo"}
    assert len(live) > 3
    for item, told in live.items():
        shop = market.shops["lanbo", market.offers["lanbo", item].shop]
        roles = {"平台经营者": PLATFORM_OPERATOR, "直播间运营者": shop.seller, "直播营销人员": shop.anchor}
        roles |= {"服务机构": shop.agency} if shop.agency else {}
        assert told == "；".join(f"{title}：{name}" for title, name in roles.items())
    assert {row.live_roles for row in frame if row.platform != "lanbo"} == {None}
