"""Reads what a live room tells of its goods: who is behind the room, and which pages it links as its own."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.fetch.links import absolute, may_follow
from crawler.read.dom.areas import area_of_heading, area_of_names
from crawler.read.dom.document import Document, text_of
from crawler.read.item.live import live_roles
from crawler.read.item.live_signs import live_signs
from crawler.records import LiveRoles, LiveRoom

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LONGEST_HEADING = 20
_LONGEST_LABEL = 14
_COLON = re.compile("[:：]")
_FILING = re.compile(r"\s*[\u4e00-\u9fff]?ICP[备证]")
"""Where a site's own filing number begins, which footers write behind the platform's name."""
_BETWEEN = " 　|｜/／,，;；、·"
_MOST_LINKS = 500
"""Links of one room that are kept; a room sells a few dozen goods at a time."""


def read_room(document: Document) -> LiveRoom | None:
    """Return the room of a page of kind live_room; None where it neither names a role nor links anything.

    What stands under 猜你喜欢 and the like are other sellers' goods and is left out.
    """
    roles = each_by_itself(live_roles(document))
    base = document.base_url
    found = (absolute(base, href) for href in _own_links(document.tree)) if base is not None else ()
    links = tuple(dict.fromkeys(url for url in found if url is not None and may_follow(url)))[:_MOST_LINKS]
    return LiveRoom(roles=roles, links=links) if roles is not None or links else None


def each_by_itself(roles: LiveRoles | None) -> LiveRoles | None:
    """Return the roles with each name cut off where the next role's begins; rooms write several into one line."""
    if roles is None:
        return None
    return LiveRoles.model_validate({role: _first_name(name) for role, name in roles if name is not None})


def _first_name(text: str) -> str | None:
    ends = [found.start() for found in _FILING.finditer(text)]
    for colon in _COLON.finditer(text):
        before = text[: colon.start()].rstrip()
        heads = range(max(0, len(before) - _LONGEST_LABEL), len(before) - 1)
        ends += [head for head in heads if any(label.match(before[head:]) for _, label in live_signs().roles)][:1]
    return text[: min(ends, default=len(text))].strip(_BETWEEN) or None


def _own_links(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield what links outside the boxes about other goods lead to; such a box is known by its names or heading."""
    others: dict[int, bool] = {}
    """Whether an element stands among other goods."""
    below: dict[int, bool] = {}
    """Whether what follows inside an element stands below a heading about other goods."""
    root = tree.body
    for node in root.traverse() if root is not None else ():
        above = node.parent.mem_id if node.parent is not None else 0
        names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}".strip()
        among = others.get(above, False) or below.get(above, False) or area_of_names(names) == "noise"
        others[node.mem_id] = among
        if node.tag in _HEADINGS:
            _note_heading(node, below)
        elif not among and (href := node.attributes.get("href") or node.attributes.get("data-href")):
            yield href


def _note_heading(heading: LexborNode, below: dict[int, bool]) -> None:
    """Note what a heading says of what follows it, beside it or beside the box that holds nothing but it."""
    text = text_of(heading)
    about_others = 0 < len(text) <= _LONGEST_HEADING and area_of_heading(text) == "noise"
    box = heading
    while (above := box.parent) is not None:
        below[above.mem_id] = about_others
        if above.tag == "body" or sum(1 for _ in above.iter()) > 1:
            break
        box = above
