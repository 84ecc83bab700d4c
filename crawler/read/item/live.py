"""Reads who is behind a live room, and the one item a room is about where it shows it itself."""

import re
from dataclasses import replace

from crawler.read.dom.document import Document, collapse
from crawler.read.dom.tiles import Tiles
from crawler.read.dom.titles import Heading
from crawler.read.item.page_facts import PageFacts
from crawler.read.labels.view import view_of
from crawler.records import LiveRoles

_ROLES = {
    "platform_operator": re.compile(r"^(?:直播)?平台经营者(?:名称)?$"),
    "room_operator": re.compile(r"^直播间(?:运营者|经营者|运营主体|运营方|主体)(?:名称)?$"),
    "marketer": re.compile(r"^(?:直播营销人员|带货主播|主播)(?:姓名|名称|昵称)?$"),
    "agency": re.compile(
        r"^(?:(?:直播营销人员)?服务机构|MCN(?:机构)?|直播(?:服务)?机构|所属机构)(?:名称)?$", re.IGNORECASE
    ),
}
"""What the roles of 直播电商监督管理办法 are called before their names."""
_PAIR = re.compile(r"^([^:：]{2,14})[:：]\s*(.{1,60})$")
_ROOM = re.compile(r"直播间|正在直播|直播中|讲解|主播|小黄车|购物袋|商品参数|商品详情|规格|参数|详情|推荐|公告")
_NAMES = ("h1", "h2", "h3", "h4")
_LEAST_NAME = 4
_LEAST_SCORE = 3
_MOST_PRICES = 2


def live_roles(document: Document) -> LiveRoles | None:
    """Return the roles the page names, None where it names none."""
    found: dict[str, str] = {}
    view = view_of(document)
    said = [(pair.label, pair.value) for pair in view.pairs]
    said += [
        (text[1], text[2])
        for piece in _texts(document)
        if len(piece) <= 80 and (text := _PAIR.match(piece)) is not None
    ]
    for label, value in said:
        for role, pattern in _ROLES.items():
            if role not in found and value and pattern.match(label.strip()):
                found[role] = collapse(value)[:60]
    return LiveRoles(**found) if set(found) - {"platform_operator"} else None


def _texts(document: Document) -> list[str]:
    """Return the short texts of the page's smallest boxes that hold a whole "label: name"."""
    outline = document.outline
    found = []
    for position, piece in enumerate(outline.pieces):
        if ("：" in piece.text or ":" in piece.text) and any(
            word in piece.text for word in ("运营", "经营者", "主播", "营销人员", "机构", "主体")
        ):
            start, end = outline.extents[piece.element]
            whole = "".join(part.text for part in outline.pieces[start:end])
            found.append(whole if len(whole) <= 80 and start == position else piece.text)
    return found


def room_item(document: Document, facts: PageFacts) -> PageFacts | None:
    """Return the findings with the name of the one item that a live room shows itself, None without one.

    Goods that only lead to a page of their own are read there.
    """
    tiles = Tiles(document, None, [spot.element for spot in facts.spots])
    near = [
        spot
        for spot in facts.spots
        if not spot.elsewhere and not spot.crowded and not spot.struck and not spot.aside
        and spot.score >= _LEAST_SCORE and not tiles.in_card(spot.element)
    ]  # fmt: skip
    if not facts.buy.found or not 1 <= len(near) <= _MOST_PRICES:
        return None
    outline = document.outline
    first = min(spot.piece for spot in near)
    name: Heading | None = None
    for element in outline.tagged(*_NAMES):
        start, end = outline.extents[element.number]
        text = "".join(piece.text for piece in outline.pieces[start:end])
        if start < end and start < first and len(text) >= _LEAST_NAME and not _ROOM.search(text) and not element.hidden:
            name = Heading(text, start, element.number, 9.0)
    return replace(facts, heading=name, titles=()) if name is not None else None
