"""Hosts a sweep could not reach: what they show was not seen, and a sweep that saw nothing at all is not published."""

from collections import Counter

from config.errors import CaptureError
from crawler.addresses import host_of
from crawler.capture.folder import SweepFolder
from crawler.records import UNREACHABLE


def outages(folder: SweepFolder) -> list[str]:
    """Return one line for each host and reason, those with most addresses first."""
    found: Counter[tuple[str, str]] = Counter()
    for visit in folder.visits():
        if visit.outcome == "failed" and (visit.note or "").startswith(UNREACHABLE):
            found[host_of(visit.url), visit.note or ""] += 1
    return [f"{host} {note}（{count} 个网址）" for (host, note), count in found.most_common()]


def refuse_empty(folder: SweepFolder) -> None:
    """Raise CaptureError where every planned address failed: such a sweep must not pass for the newest look."""
    counts = folder.counts()
    if counts["planned"] and counts["failed"] == counts["planned"]:
        why = "；".join(outages(folder)[:3]) or f"{counts['failed']} 个网址全部失败"
        raise CaptureError(f"{folder.id}：一个页面也没有取到（{why}），未发布")
