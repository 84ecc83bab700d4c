"""Opening a sweep by the id a person typed."""

from app.installation import Installation
from config.errors import CaptureError
from crawler.capture.folder import SweepFolder

SHOWN = 5


def open_sweep(installation: Installation, sweep_id: str) -> SweepFolder:
    """Return the sweep of that id. Raises CaptureError naming the newest ones there are."""
    folder = installation.data / "sweeps"
    known = sorted(path.parent.parent.name for path in folder.glob("*/capture/sweep.json"))
    if sweep_id not in known:
        newest = "、".join(known[-SHOWN:]) or "还没有采集"
        raise CaptureError(f"{folder}：没有编号为 {sweep_id} 的采集（最近的：{newest}）")
    return SweepFolder.open(installation.data, sweep_id)
