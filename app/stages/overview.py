"""What was swept and what the clock will do, as lines for the command line."""

from collections.abc import Iterator

from app.installation import Installation
from app.office.summary import load_summary
from app.schedule.timetable import next_due
from config.clock import BEIJING
from config.sweeps import load_sweeps
from crawler.capture.folder import list_sweeps

STATUS = {"running": "运行中", "finished": "完成", "failed": "失败", "missed": "未运行"}


def overview_lines(installation: Installation) -> Iterator[str]:
    """Yield every sweep, oldest observation first, then the timetable with last and missed runs."""
    for folder in list_sweeps(installation.data):
        counts = folder.counts()
        summary = load_summary(folder.path)
        how = "已发布" if summary else "已封存" if folder.sealed else f"未完成，待采 {counts['pending']}"
        findings = f"，线索 {summary.findings}（新增 {summary.new}）" if summary else ""
        yield f"{folder.id}  {folder.spec.name}  {how}  计划 {counts['planned']} 已存 {counts['kept']}{findings}"
    now = installation.clock()
    for sweep in load_sweeps(installation.data):
        due = next_due(sweep, now)
        when = f"{due.astimezone(BEIJING):%Y-%m-%d %H:%M}" if due else "仅手动"
        yield f"[定时] {sweep.name}  {sweep.title}  下次 {when}"
        for run in installation.office.list_runs(sweep.name, size=5):
            at = f"{run.scheduled_at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
            note = f"：{run.message}" if run.message else ""
            yield f"    {at}  {STATUS[run.status]}{note}"
