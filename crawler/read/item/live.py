"""Reads who is behind a live room."""

from crawler.read.dom.document import Document, collapse
from crawler.read.item.live_signs import live_signs
from crawler.read.labels.view import view_of
from crawler.records import LiveRoles

_SPEAKS_OF_ROLES = ("运营", "经营者", "主播", "营销人员", "机构", "主体")
_LONGEST = 80
_LONGEST_LABEL, _LONGEST_ROLE = 14, 60


def live_roles(document: Document) -> LiveRoles | None:
    """Return the roles the page names, None where it names none."""
    found: dict[str, str] = {}
    said = [(pair.label, pair.value) for pair in view_of(document).pairs]
    said += filter(None, map(_pair, _texts(document)))
    for label, value in said:
        for role, pattern in live_signs().roles:
            if role not in found and value and pattern.match(label.strip()):
                found[role] = collapse(value)[:_LONGEST_ROLE]
    return LiveRoles(**found) if set(found) - {"platform_operator"} else None


def _pair(text: str) -> tuple[str, str] | None:
    label, _, value = text.replace("：", ":").partition(":")
    value = value.strip()
    fits = 2 <= len(label) <= _LONGEST_LABEL and 0 < len(value) <= _LONGEST_ROLE
    return (label, value) if fits else None


def _texts(document: Document) -> list[str]:
    """Return the short texts of the page's smallest boxes that hold a whole "label: name"."""
    outline = document.outline
    found = []
    for position, piece in enumerate(outline.pieces):
        if ("：" in piece.text or ":" in piece.text) and any(word in piece.text for word in _SPEAKS_OF_ROLES):
            start, end = outline.extents[piece.element]
            whole = "".join(part.text for part in outline.pieces[start:end])
            found.append(whole if len(whole) <= _LONGEST and start == position else piece.text)
    return [text for text in found if len(text) <= _LONGEST]
