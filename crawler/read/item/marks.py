"""Reads what a platform itself marks on an item page: goods sold across the border, sellers who are individuals."""

from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from crawler.read.dom.document import Document, place_of
from crawler.read.labels.view import view_of
from crawler.records import Reading

_ROOM = 16
"""Letters a line may have beside the sign: a mark stands alone; a title or a sentence that holds the word is none."""


def cross_border_mark(document: Document) -> Reading | None:
    """Return where the platform marks the goods as sold across the border; None where it does not.

    A sign with a dot is a host: what is sold there is marked by its address. A text counts where it stands alone in
    the middle of the page, or in a tag of its own before the title: the platforms link to their cross-border shops from
    the frame of every page, and sellers write the word in titles.
    """
    signs = document.declaration.selectors.cross_border_signs if document.declaration is not None else ()
    host = (urlsplit(document.final_url or document.url or "").hostname or "").lower()
    for sign in signs:
        if "." in sign and (host == sign or host.endswith(f".{sign}")):
            return Reading(state="shown", source="declaration", place="url", text=sign)
    texts = tuple(sign for sign in signs if "." not in sign)
    if not any(sign in document.visible_text for sign in texts):
        return None
    for portion in view_of(document).portions[:1]:
        for line in portion.lines:
            if line.area in ("header", "footer", "noise"):
                continue
            found = [text for text in texts if text in line.text]
            above = {box.tag for box in line.box.ancestors()}
            if not found or "a" in above or any(found[0] in link.text(deep=True) for link in line.box.node.css("a")):
                continue
            if "h1" in above:
                tag = _tag_in(line.box.node, found[0])
                if tag is None:
                    continue
                return Reading(state="shown", source="declaration", place=place_of(tag), text=found[0])
            if len(line.text) <= len(found[0]) + _ROOM:
                return Reading(state="shown", source="declaration", place=place_of(line.box.node), text=line.text)
    return None


def _tag_in(title: LexborNode, sign: str) -> LexborNode | None:
    """Return the element inside a title that holds the sign and nothing else: the platform's, not the seller's."""
    return next((node for node in title.css("*") if node != title and node.text(deep=True).strip() == sign), None)


def marks_individual(document: Document) -> bool:
    """Return whether the platform itself marks the seller as an individual."""
    signs = document.declaration.selectors.individual_signs if document.declaration is not None else ()
    return any(sign in document.visible_text or sign in document.text for sign in signs)
