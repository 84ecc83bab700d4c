"""Which open findings a sweep looks at again: 待复看 ones in the next sweep, others at +1, +7 and +30 days."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from app.installation import Installation
from app.stages.history import observe, readable_sweeps, records_of_lives
from config.clock import BEIJING
from crawler.capture.folder import SweepFolder
from crawler.capture.plan import PlanRow
from matchers.life import Life, follow
from matchers.rules.registry import RULES


def recheck_rows(
    installation: Installation,
    folder: SweepFolder,
    places: set[str],
    *,
    progress: Callable[[str], None],
) -> Iterator[PlanRow]:
    """Yield the pages of open findings that are due, in the places (platforms and hosts) this sweep visits.

    Earlier sweeps judged by another version of the program do not keep a sweep from starting: it is said that their
    findings are not looked at again.
    """
    now = folder.observed_at
    readable, others = readable_sweeps(installation)
    for other in others:
        progress(f"{other} 的判定与现行程序的版本不合，其线索本次不复看；请重做：goodswatch judge {other}")
    due = {
        life.id: life
        for life in follow(observe(installation, readable)).values()
        if life.open and is_due(life, now, installation.settings.recheck_days)
    }
    for finding in records_of_lives(installation, due):
        if finding.url and finding.platform in places:
            rule = RULES.get(finding.rule)
            about_shop = rule is not None and rule.target == "shop"
            yield PlanRow(
                url=finding.url,
                platform=finding.platform,
                kind="shop" if about_shop else "item",
                reason="recheck",
                item_id=finding.item_id,
                shop=finding.shop_key if finding.shop_key and "://" in finding.shop_key else None,
            )


def is_due(life: Life, now: datetime, days: tuple[int, ...]) -> bool:
    """Return whether an open finding is to be looked at again: never confirmed, or a milestone passed since.

    Milestones are Beijing days: a nightly sweep begins a little before the hour at which it found something.
    """
    if not life.confirmed:
        return True
    first, last, today = (_day(moment) for moment in (life.first_seen, life.history[-1].at, now))
    return any(last < first + timedelta(days=day) <= today for day in days)


def _day(moment: datetime) -> date:
    return moment.astimezone(BEIJING).date()
