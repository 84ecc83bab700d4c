"""Finds the pictures of a page that are a seller's licence or permit, and those of which nobody can tell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from crawler.read.dom.boxes import Box
from crawler.read.dom.document import Document, collapse, place_of
from crawler.read.dom.titles import page_titles
from crawler.read.item.images import ImageFound, images_in
from crawler.read.labels.pairs import Portion
from crawler.read.seller.disclosure_links import SHORT_TEXT, host, is_named
from crawler.read.seller.disclosure_words import disclosure_words, says

Scope = Literal["about", "home", "goods"]
"""What a page is: about its seller, where any unread picture may be a licence; the shop's home; about something else,
where only the frame of the page and what calls itself a licence speak of the seller."""

_MOST_IMAGES = 400
_CAPTCHA = re.compile(r"captcha|verif|vcode|checkcode|validatecode|yzm|authcode", re.IGNORECASE)
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|bmp|pdf)(?:[?!@#].*)?$", re.IGNORECASE)
_GOODS_AREAS = ("attribute", "description")
_FRAME = ("footer", "header")
_LOW, _FLAT = 160, 3
"""Pixels below which a banner is low; how many times as wide as high it is."""
_FILE_WORD = re.compile(r"[a-z]+")
_ICON = ("icon", "ico", "图标")


@dataclass(frozen=True, slots=True)
class PictureFound:
    """One picture that matters: the field it shows, or "possible" where only a person can tell."""

    field: Literal["licence_images", "permits", "possible"]
    url: str
    value: str
    place: str
    text: str


def licence_images(portion: Portion, opened: frozenset[str], scope: Scope) -> Iterator[PictureFound]:
    """Yield the pictures of a portion that show or may show a licence; `opened` are the links that are followed."""
    speaks = {line.box.number: line.text for line in portion.lines}
    for count, image in enumerate(_pictures(portion, scope)):
        if count >= _MOST_IMAGES:
            break
        if not _CAPTCHA.search(image.url):
            yield from _judged(portion.document, image, speaks, opened, scope)
    for box in portion.boxes:
        if box.attributes:
            if box.tag == "a":
                yield from _wordless_link(portion.document, box, opened, scope)
            if kept := [(name, value) for name, value in box.attributes.items() if value and name[:5] == "data-"]:
                yield from _named_by_attribute(portion.document, box, kept)


def _judged(
    document: Document, image: ImageFound, speaks: dict[int, str], opened: frozenset[str], scope: Scope
) -> Iterator[PictureFound]:
    words = disclosure_words().words
    own = _image_words(image)
    place = place_of(image.box.node)
    link = document.absolute(_link_around(image.box))
    followed = link is not None and link in opened and (image.small or link != image.url)
    near = _near_words(image.box, speaks, document)
    if scope == "goods" and image.box.area != "footer":
        # Among goods a heading 资质 stands above their certificates: only a licence's own name speaks of the seller.
        named = says(f"{own} {near}", words.licence_image)
        near = near if named and image.box.area not in _GOODS_AREAS else ""
        if not named:
            return
    if says(own, words.licence_image) or (says(near, words.licence_image) and not image.small):
        if not (image.small or followed or says(own, _ICON)):
            yield PictureFound("licence_images", image.url, image.url, place, own or near)
        elif not followed:
            # What an icon leads to is followed as a link; without one, only a person can tell.
            yield PictureFound("possible", image.url, image.url, place, own)
    elif says(own, words.permit_image) or (says(near, words.permit_image) and not image.small):
        yield PictureFound("permits", image.url, collapse(own) or near or image.url, place, image.url)
        if scope == "about":
            yield PictureFound("possible", image.url, image.url, place, own)
    elif not followed and _could_be_licence(image, own, near, document, scope):
        yield PictureFound("possible", image.url, image.url, place, own)


def _pictures(portion: Portion, scope: Scope) -> Iterator[ImageFound]:
    """Yield a portion's images, with backgrounds: on a page about the seller, else of wordless parts of the frame."""
    yield from images_in(portion)
    for box in portion.boxes:
        if not box.attributes or box.area in _GOODS_AREAS:
            continue
        if scope != "about" and (box.area not in _FRAME or portion.document.outline.length(box.element)):
            continue
        style = box.attributes.get("style")
        background = _BACKGROUND.search(style) if style and "url(" in style else None
        if background and (url := portion.document.absolute(background.group(1))) is not None:
            yield ImageFound(url, box)


def _image_words(image: ImageFound) -> str:
    attributes = image.box.attributes
    file = unquote(urlsplit(image.url).path.rsplit("/", 1)[-1]) if image.url.startswith("http") else ""
    return f"{attributes.get('alt') or ''} {attributes.get('title') or ''} {file}".strip()


def _near_words(box: Box, speaks: dict[int, str], document: Document) -> str:
    """Return the words of an image's caption, its block's short text and the heading above it."""
    found = []
    outline = document.outline
    for above, _ in zip(box.ancestors(), range(3), strict=False):
        if above is not box and 0 < outline.length(above.element) <= SHORT_TEXT:
            found.append(collapse(above.node.text(deep=True)))
        if above.heading:
            found.append(above.heading)
            break
    if (label := _label_cell(box)) is not None and len(label) <= SHORT_TEXT:
        found.append(label)
    if box.parent is not None and (own := speaks.get(box.parent.number)) and len(own) <= SHORT_TEXT:
        found.append(own)
    return " ".join(found)


def _label_cell(box: Box) -> str | None:
    """Return the text of the cell before the one an image stands in: 营业执照副本 | <img>."""
    cell = next((above for above, _ in zip(box.ancestors(), range(4), strict=False) if above.tag in ("td", "dd")), None)
    before = cell.node.prev if cell is not None else None
    while before is not None and not before.is_element_node:
        before = before.prev
    return collapse(before.text(deep=True)) if before is not None and before.tag in ("td", "th", "dt") else None


def _beside(box: Box) -> str:
    """Return the words an image shares its own link or line with."""
    parent = box.parent
    text = collapse(parent.node.text(deep=True)) if parent is not None and parent.tag != "body" else ""
    return text if len(text) <= SHORT_TEXT else ""


def _could_be_licence(image: ImageFound, own: str, near: str, document: Document, scope: Scope) -> bool:
    """Return whether nobody can tell, without looking, that an image is not a licence or an icon that leads to one."""
    words = disclosure_words().words
    link = _link_around(image.box)
    if link and says(link, words.not_link_address):
        return False
    said = f"{own} {link} {_beside(image.box)}"
    if says(own, words.link) or (link and says(link, words.link_address)):
        return True
    if says(said, words.known_image) or (own and says(image.box.names, words.known_image)):
        return False
    target = document.absolute(link) if link else None
    leads_off = target is not None and host(target) != host(document.final_url or document.url)
    if image.box.area == "footer":
        # One that says what it is and says nothing of a licence is none, unless it leads to another host.
        return leads_off or says(near, words.link) or not is_named(image.box)
    if scope == "about":
        # A picture that leads to another page of the shop is one of goods, or a banner.
        is_page = target is not None and not leads_off and not _PICTURE_FILE.search(target)
        return not (
            image.small or image.box.area == "header" or is_page or _is_strip(image) or _is_other(image, document)
        )
    if scope == "home":
        return (leads_off and not is_named(image.box)) or (says(near, words.link) and not image.small)
    return False


def _is_strip(image: ImageFound) -> bool:
    """Return whether an image is too flat for a paper to be read on it: a banner, a line."""
    width, height = image.size()
    return width is not None and height is not None and height < _LOW and width >= _FLAT * height


def _is_other(image: ImageFound, document: Document) -> bool:
    """Return whether an image says, itself or by a caption of its own, that it shows something else than a licence."""
    words = disclosure_words().words
    titles = " ".join(page_titles(document))
    # What every picture of a page is called says nothing of one: the page's or the shop's own name.
    own = (image.box.attribute("alt").strip(), image.box.attribute("title").strip())
    said = " ".join(text for text in own if text and text not in titles)
    parent = image.box.parent
    if parent is not None and parent.tag != "body" and len(parent.node.css("img")) == 1:
        said += f" {_beside(image.box)}"
    file = unquote(urlsplit(image.url).path.rsplit("/", 1)[-1]).casefold()
    if says(f"{said} {file}", words.link):
        return False
    return says(said, words.other_picture) or not words.other_picture_file.isdisjoint(_FILE_WORD.findall(file))


def _link_around(box: Box) -> str:
    return next((above.attribute("href") for above in box.ancestors() if above.tag == "a"), "")


def _wordless_link(document: Document, box: Box, opened: frozenset[str], scope: Scope) -> Iterator[PictureFound]:
    """Yield a link to another host that shows nothing but an icon drawn by the style sheet."""
    if document.outline.length(box.element) or box.node.css_first("img") is not None:
        return
    if scope == "goods" and box.area not in _FRAME:
        return
    url = document.absolute(box.attribute("href"))
    words = disclosure_words().words
    if url is None or url in opened or host(url) in ("", host(document.final_url or document.url)):
        return
    inside = " ".join(f"{node.attributes.get('class') or ''}" for node in box.node.css("i, span, svg, em")[:3])
    said = f"{url} {box.names} {box.attribute('title')} {box.attribute('aria-label')} {box.attribute('alt')} {inside}"
    if says(said, words.known_image) or says(url, words.not_link_address):
        return
    if is_named(box) and not says(said, words.link):
        return
    yield PictureFound("possible", url, url, place_of(box.node), said)


def _named_by_attribute(document: Document, box: Box, kept: list[tuple[str, str]]) -> Iterator[PictureFound]:
    """Yield a picture that an element keeps for later, where it or its element calls itself a licence."""
    for name, value in kept:
        if not _PICTURE_FILE.search(value):
            continue
        words = disclosure_words().words
        short = document.outline.length(box.element) <= SHORT_TEXT
        text = collapse(box.node.text(deep=True)) if short and box.area not in _GOODS_AREAS else ""
        if says(f"{name} {value}", words.licence_image) or (text and says(text, words.link)):
            url = document.absolute(value)
            if url is not None:
                yield PictureFound("possible", url, url, place_of(box.node), text)
