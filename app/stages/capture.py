"""The capture process of a sweep, with the reading of its pages behind it."""

import ctypes
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.labels import label
from app.stages.read import ReadStage
from config.errors import CaptureError
from config.settings import REPOSITORY

if TYPE_CHECKING:
    from crawler.capture.folder import SweepFolder

POLL_SECONDS = 0.3
"""How often the stages behind a running capture look for new pages."""
REPORT_SECONDS = 5.0
ENDING_SECONDS = 60.0
"""How long a capture whose command died may take to end; it gives the pages on the wire a third of that."""
_PR_SET_PDEATHSIG = 1


def capture_pending(folder: "SweepFolder", stage: ReadStage, progress: Callable[[str], None]) -> None:
    """Run the capture process until nothing is pending, reading behind it. Raises CaptureError where it ends early."""
    child = subprocess.Popen(
        [sys.executable, "-m", "spiders.run", str(folder.path)],
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=_end_with_parent,
    )
    last_lines: list[str] = []
    follower = threading.Thread(target=_follow, args=(child, last_lines), daemon=True)
    follower.start()
    reported = time.monotonic()
    try:
        while child.poll() is None:
            if not stage.advance():
                time.sleep(POLL_SECONDS)
            if time.monotonic() - reported >= REPORT_SECONDS:
                reported = time.monotonic()
                counts = folder.counts()
                progress(f"  采集中：计划 {counts['planned']}，待采 {counts['pending']}，已存 {counts['kept']}")
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()
        # Not for ever: a browser that outlives the capture may still hold the other end.
        follower.join(5)
    stage.advance()
    if child.returncode != 0:
        raise CaptureError(
            f"{folder.id}：采集进程退出（{child.returncode}）：{_last(last_lines)}；"
            f"可用 goodswatch sweep --resume {folder.id} 续跑"
        )


def _follow(child: "subprocess.Popen[bytes]", lines: list[str]) -> None:
    """Keep the last lines of the child's standard error while it runs."""
    assert child.stderr is not None
    with child.stderr as stream:
        for line in stream:
            lines.append(line.decode("utf-8", "replace").strip())
            del lines[:-20]


def _last(lines: Sequence[str]) -> str:
    """Return what the capture process said last; its lines are JSON, but for those of a crash."""
    for line in reversed(lines):
        try:
            said = json.loads(line)
        except ValueError:
            said = None if line else {}
        if said is None:
            return line
        if isinstance(said, dict) and said.get("message"):
            return label("log", said["message"])
    return "没有说明"


def _end_with_parent() -> None:
    """Ask the kernel to end the capture when the process that started it dies, so that a resume finds it free."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
