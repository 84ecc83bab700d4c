"""`goodswatch scheduler`: APScheduler wakes the watch at every cron time and four times a minute."""

import logging
import sys
from datetime import datetime

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.interval import IntervalTrigger

from app.installation import Installation
from app.office.summary import SUMMARY_FILE
from app.schedule.timetable import trigger
from app.schedule.watch import Child, Watch, start_process
from config.clock import BEIJING

log = logging.getLogger(__name__)

WAKE_SECONDS = 15
"""How often died and missed runs are looked for."""


def make_watch(installation: Installation) -> Watch:
    """Return the watch over this installation's sweeps. Raises DeclarationError on a wrong cron line."""
    sweeps = installation.sweeps
    for sweep in sweeps:
        trigger(sweep)
    folder = installation.data / "sweeps"

    def launch(name: str, sweep_id: str) -> Child:
        start = ["--resume", sweep_id] if (folder / sweep_id / "capture").exists() else [name, "--id", sweep_id]
        return start_process([sys.executable, "-m", "app.cli.main", "--data", str(installation.data), "sweep", *start])

    return Watch(
        installation.office, sweeps, launch, completed=lambda sweep_id: (folder / sweep_id / SUMMARY_FILE).exists()
    )


def run_scheduler(installation: Installation, *, once: bool = False) -> None:
    """Run until ended by a signal; with `once`, take one step and return."""
    watch = make_watch(installation)

    def step() -> None:
        watch.step(installation.clock())

    step()
    if once:
        return
    # Defaults that differ: no grace limit and coalesce, so that a late wake-up is one step and never dropped.
    scheduler = BlockingScheduler(
        timezone=BEIJING, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    scheduler.add_job(step, IntervalTrigger(seconds=WAKE_SECONDS, timezone=BEIJING), id="watch")
    for sweep in installation.sweeps:
        cron = trigger(sweep)
        if cron is not None:
            scheduler.add_job(step, cron, id=f"sweep:{sweep.name}")
    log.info("Scheduler started", extra={"at": datetime.now(BEIJING).isoformat()})
    try:
        scheduler.start()
    except (KeyboardInterrupt, SystemExit):
        log.info("Scheduler stopped")
