"""What re-reading a sweep would change, for people (a table of counts, then the pages) and as JSON lines."""

from collections.abc import Iterator
from typing import Any
from unicodedata import east_asian_width

from app.labels import LABELS, label
from app.stages.comparing import Comparison, Side

LONGEST = 60
"""Characters of one value in a line for people; the JSON lines have it whole."""
ABSENT = "—"


def comparison_lines(comparison: Comparison) -> Iterator[str]:
    """Yield what changed, counts by platform and field first, then every changed page with its fields."""
    same = "（同一版本）" if comparison.before == comparison.after else ""
    yield f"采集 {comparison.sweep}：记录 {comparison.before} → 现行读取器 {comparison.after}{same}"
    yield f"比较 {comparison.pages} 页，{comparison.changed_pages} 页有变化；记录与索引均未改动"
    if not comparison.counts:
        return
    yield ""
    yield from _table(comparison)
    last: str | None = None
    for change in comparison.changes():
        if change.source != last:
            last = change.source
            yield ""
            yield f"{change.url or '（无网址）'}  {change.source}"
        yield (
            f"  {field_title(change.field)} [{change_title(change.change)}]  "
            f"{_shown(change.before)} → {_shown(change.after)}"
        )


def comparison_rows(comparison: Comparison) -> Iterator[dict[str, Any]]:
    """Yield the summary, then one row a count, then one row a changed field; `row` says which it is."""
    yield {
        "row": "summary",
        "sweep": comparison.sweep,
        "before": comparison.before,
        "after": comparison.after,
        "pages": comparison.pages,
        "changed_pages": comparison.changed_pages,
    }
    for (platform, field, change), count in sorted(comparison.counts.items()):
        yield {"row": "count", "platform": platform or None, "field": field, "change": change, "pages": count}
    for one in comparison.changes():
        yield {"row": "change", **one.model_dump(mode="json")}


def field_title(field: str) -> str:
    """Return what staff read for a field, also for one of a seller's disclosure or of a page's footer."""
    part, _, name = field.rpartition(".")
    if not part:
        return label("field", name)
    return f"{label('field', part)}·{LABELS['disclosure_field'].get(name) or label('field', name)}"


def change_title(change: str) -> str:
    """Return what staff read for a kind of change."""
    before, arrow, after = change.partition("→")
    return f"{label('reading', before)}→{label('reading', after)}" if arrow else label("change", change)


def _table(comparison: Comparison) -> Iterator[str]:
    kinds = sorted({change for _, _, change in comparison.counts}, key=_weight)
    head = ["平台", "字段", *(change_title(kind) for kind in kinds)]
    body = [
        [
            platform or "（无）",
            field_title(field),
            *(str(comparison.counts[platform, field, kind] or "") for kind in kinds),
        ]
        for platform, field in sorted({(platform, field) for platform, field, _ in comparison.counts})
    ]
    widths = [max(_width(row[column]) for row in [head, *body]) for column in range(len(head))]
    for row in [head, *body]:
        cells = [
            _padded(cell, width, right=column > 1) for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _weight(change: str) -> tuple[bool, bool, str]:
    """Return the order of columns: changes of state before others, those that can accuse first."""
    return "→" not in change, not change.endswith("→not_shown"), change


def _shown(side: Side) -> str:
    """Return one side of a change: its value, else its state and why."""
    if side.value not in (None, "", [], {}) and side.state in (None, "shown"):
        return _clipped(side.value)
    if side.state is None:
        return ABSENT
    cause = f"（{label('cause', side.cause)}）" if side.cause else ""
    return f"{label('reading', side.state)}{cause}"


def _clipped(value: Any) -> str:
    text = " ".join(_plain(value).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(_plain(one) for one in value)
    if isinstance(value, dict):
        return " ".join(f"{name}={_plain(one)}" for name, one in value.items() if one not in (None, [], ""))
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    blanks = " " * (width - _width(text))
    return blanks + text if right else text + blanks
