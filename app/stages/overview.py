"""What was swept and what the clock will do, as lines for the command line."""

from collections.abc import Iterator

from app.installation import Installation
from app.office.summary import SweepSummary, findings_words, load_summary
from app.schedule.timetable import next_due
from app.stages.generation import newest_complete
from config.clock import BEIJING
from config.errors import CaptureError
from crawler.capture.folder import SweepFolder, list_sweeps

STATUS = {"running": "运行中", "finished": "完成", "failed": "失败", "missed": "未运行"}


def overview_lines(installation: Installation) -> Iterator[str]:
    """Yield every sweep, oldest observation first, then the timetable with last and missed runs."""
    for folder in list_sweeps(installation.data):
        counts = folder.counts()
        try:
            summary = load_summary(folder.path)
            how = _how_far(folder, summary)
        except CaptureError as error:
            summary, how = None, str(error).removeprefix(f"{folder.id}：")
        findings = f"，{findings_words(summary)}" if summary else ""
        yield f"{folder.id}  {folder.spec.name}  {how}  计划 {counts['planned']} 已存 {counts['kept']}{findings}"
    now = installation.clock()
    for sweep in installation.sweeps:
        due = next_due(sweep, now)
        when = f"{due.astimezone(BEIJING):%Y-%m-%d %H:%M}" if due else "仅手动"
        yield f"[定时] {sweep.name}  {sweep.title}  下次 {when}"
        for run in installation.office.list_runs(sweep.name, size=5):
            at = f"{run.scheduled_at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
            note = f"：{run.message}" if run.message else ""
            yield f"    {at}  {STATUS[run.status]}{note}"


def _how_far(folder: SweepFolder, summary: SweepSummary | None) -> str:
    if not folder.sealed:
        return f"未完成，待采 {folder.counts()['pending']}"
    judged = newest_complete(folder.path / "findings")
    if judged is None:
        return "已封存，待判定"
    return "已发布" if summary is not None and summary.judged == judged.path.name else "已判定，待发布"
