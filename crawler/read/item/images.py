"""Content images of the attribute and description areas: what a person must look at (待人工看图)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit
from weakref import WeakKeyDictionary

from config.declared import load_declared
from config.record import Record
from crawler.fetch.links import changes_something
from crawler.read.dom.boxes import Box
from crawler.read.dom.document import Document
from crawler.read.labels.pairs import LabelPair, Portion
from crawler.read.labels.view import view_of

_DECLARED = Path(__file__).with_name("images.toml")
_WORD = re.compile(r"[a-z]+|\d+x\d+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_STYLE_SIZE = re.compile(r"(?<![a-z-])(width|height)\s*:\s*(\d+(?:\.\d+)?)px", re.IGNORECASE)
_URL_SIZE = re.compile(
    r"[_/.@](\d{1,4})[x*](\d{1,4})(?=[._\-@/?!]|q\d|$)|(?<=[A-Za-z])-(\d{1,4})-(\d{1,4})(?=\.\w{3,4}$)"
)
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)
_PRICE_LINE = re.compile(
    r"[¥￥$€£]\s*\d|(?:价|价格|售价)\s*[:：]?\s*\d|加入购物车|立即购买|add to cart|buy now", re.IGNORECASE
)
_CART_LINE = re.compile(r"购物车(?:中|里|内|有|共)|总计|合计|小计|共\s*\d+\s*件", re.IGNORECASE)
"""What the visitor's own cart says at the top of every page."""
_IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif|bmp)(?:[?!@_].*)?$", re.IGNORECASE)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif)$", re.IGNORECASE)
SMALL_SIDE = 100
"""Pixels below which either side makes an image an ornament: no readable label or certificate fits."""
_LEAST_UNMARKED = 300
"""Pixels an image outside any marked area must have, where its size is known, to be content."""
_NAMED_PICTURES = (
    "meta[property='og:image'], meta[name='twitter:image'], link[rel='image_src'], img[itemprop='image'], "
    "img[data-zoom-image], img[data-large_image], img[data-zoom], a[data-fancybox] img, a[data-lightbox] img, "
    "a[rel^='lightbox'] img, a[rel^='gallery'] img"
)
"""What names a picture as one of the goods' own, in the page's own words or those of a gallery."""
_STATED_PICTURE = re.compile(r"\"(https?://[^\"\s]{4,300}\.(?:jpe?g|png|webp|gif|avif)[^\"\s]{0,80})\"", re.IGNORECASE)
_LONGEST_CONTROL = 8
_LONGEST_FORM = 200
_MOST_BUTTONS = 4
"""Characters and pictures of a form where one buys."""
_LONGEST_INLINE = 64
_LEAST_INLINE = 2_000
_MOST_IMAGES = 3_000
"""Images of a page that are looked at; more than a person would look through say nothing new."""


class ImageMarks(Record):
    """By what images are told apart."""

    sources: tuple[str, ...]
    gallery: frozenset[str]
    ornaments: frozenset[str]
    ornament_files: frozenset[str]
    empty_files: frozenset[str]
    controls: tuple[str, ...]
    promises: tuple[str, ...]
    promise_files: frozenset[str]
    furniture_links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImageFound:
    """One image element: its address and where it stands."""

    url: str
    box: Box

    def size(self) -> tuple[float | None, float | None]:
        """Return width and height where the page tells them."""
        return _size(self.box, self.url)

    @property
    def small(self) -> bool:
        """Whether a known side is too short to hold readable text."""
        return _is_small(self.size())


def _is_small(size: tuple[float | None, float | None]) -> bool:
    return any(side is not None and side < SMALL_SIDE for side in size)


@lru_cache(maxsize=4)
def load_image_marks(path: Path | None = None) -> ImageMarks:
    """Read the declared marks, once. Raises DeclarationError naming the file and field."""
    return load_declared(path or _DECLARED, ImageMarks)


@lru_cache(maxsize=10_000)
def _words(names: str) -> frozenset[str]:
    return frozenset(_WORD.findall(_CAMEL.sub(" ", names).casefold()))


_FOUND: WeakKeyDictionary[Document, tuple[str, ...]] = WeakKeyDictionary()


def content_images(document: Document, pairs: tuple[LabelPair, ...] = ()) -> tuple[str, ...]:  # noqa: ARG001
    """Return the unread images in which the seller may show what the text does not, each once, in page order."""
    found = _FOUND.get(document)
    if found is None:
        found = _FOUND[document] = tuple(_content_images(document))
    return found


def _content_images(document: Document) -> dict[str, None]:
    view = view_of(document)
    own = _own_pictures(document)
    found: dict[str, None] = {}
    for position, portion in enumerate(view.portions):
        offer = offer_number(portion) if position == 0 else 0
        for image in images_in(portion):
            if _stem(image.url) not in own and _is_content(image, offer):
                found.setdefault(image.url)
    for url in view.data_images:
        if _stem(url) not in own and not _files(url) & load_image_marks().empty_files:
            found.setdefault(url)
    return found


def images_in(portion: Portion) -> Iterator[ImageFound]:
    """Yield the images of a portion with their real addresses, also those loaded late and those set as a background."""
    count = 0
    yield from _without_scripts(portion)
    for box in portion.boxes:
        if count >= _MOST_IMAGES:
            return
        if box.tag == "img":
            image = _image(portion.document, box)
            count += 1
            if image is not None:
                yield image
        elif box.tag == "picture" and (image := _of_sources(portion.document, box)) is not None:
            count += 1
            yield image
        elif box.attributes and box.area in ("attribute", "description"):
            style = box.attributes.get("style")
            background = _BACKGROUND.search(style) if style and "url(" in style else None
            if background and (url := portion.document.absolute(background.group(1))) is not None:
                yield ImageFound(url, box)


def _of_sources(document: Document, box: Box) -> ImageFound | None:
    """Return the picture that only the sources of a <picture> name."""
    if box.node.css_first("img") is not None:
        return None
    source = box.node.css_first("source[srcset], source[data-srcset]")
    shown = source.attributes if source is not None else {}
    address = (shown.get("srcset") or shown.get("data-srcset") or "").split(",")[0].strip().split(" ")[0]
    url = document.absolute(address)
    return ImageFound(url, box) if url is not None else None


def _without_scripts(portion: Portion) -> Iterator[ImageFound]:
    """Yield the pictures a page shows where scripts do not run, and scripts put there else; counters have no file."""
    boxes = {box.element: box for box in portion.boxes}
    for element in portion.document.outline.tagged("noscript"):
        holder = boxes.get(element.parent)
        if holder is None:
            continue
        for node in element.node.css("img"):
            names = f"{node.attributes.get('id') or ''} {node.attributes.get('class') or ''}"
            box = Box(node, "img", holder.area, holder, holder.number, names, node.attributes, holder.element)
            image = _image(portion.document, box)
            if image is not None and _PICTURE_FILE.search(image.url):
                yield image


def has_address(box: Box) -> bool:
    """Return whether an image element names a picture."""
    ranks = _source_ranks()
    return any(name in ranks and value and value.strip() for name, value in box.attributes.items())


@lru_cache(maxsize=1)
def _source_ranks() -> dict[str, int]:
    """Return the attributes that hold an image's address, with their rank; lists of addresses come last."""
    return {name: rank for rank, name in enumerate((*load_image_marks().sources, "data-srcset", "srcset"))}


def _image(document: Document, box: Box) -> ImageFound | None:
    ranks = _source_ranks()
    attributes = box.attributes
    for name in sorted((name for name in attributes if name in ranks), key=ranks.__getitem__):
        value = (attributes[name] or "").strip()
        if name.endswith("srcset"):
            value = value.split(",")[0].split(" ")[0]
        if not value:
            continue
        if value.startswith("data:"):
            if len(value) < _LEAST_INLINE:
                continue
            return ImageFound(value[:_LONGEST_INLINE], box)
        url = document.absolute(value)
        if url is not None:
            return ImageFound(url, box)
    return None


def _size(box: Box, url: str) -> tuple[float | None, float | None]:
    sides: dict[str, float] = {}
    for name in ("width", "height"):
        text = box.attribute(name).removesuffix("px")
        if text.replace(".", "", 1).isdigit():
            sides[name] = float(text)
    if style := box.attributes.get("style"):
        for name, number in _STYLE_SIZE.findall(style):
            sides[name.lower()] = float(number)
    if not sides and url[:5] != "data:" and (hint := _URL_SIZE.search(url.partition("?")[0])):
        sides = {"width": float(hint[1] or hint[3]), "height": float(hint[2] or hint[4])}
    return sides.get("width"), sides.get("height")


def is_ornament(image: ImageFound) -> bool:
    """Return whether an image is no picture of goods wherever it stands: an icon, a button's face, a way elsewhere."""
    marks = load_image_marks()
    files = _files(image.url)
    if image.small or not marks.ornaments.isdisjoint(_words(image.box.names)) or files & marks.empty_files:
        return True
    if files & marks.ornament_files and image.size()[0] is None:
        return True
    return _is_control(image.box) or _is_furniture(image.box) or _leads_away(image.box)


def _is_content(image: ImageFound, offer: int) -> bool:
    marks = load_image_marks()
    area = image.box.area
    if area in ("header", "footer") or not marks.ornaments.isdisjoint(_words(image.box.names)):
        return False
    size = image.size()
    if _is_small(size):
        return False
    width = size[0]
    files = _files(image.url)
    if files & marks.empty_files:
        return False
    if _is_control(image.box) or _is_furniture(image.box) or _in_buying_form(image):
        return False
    if area == "description":
        return not _in_gallery(image.box)
    known_large = width is not None and width >= _LEAST_UNMARKED
    if (files & marks.ornament_files and not known_large) or _in_gallery(image.box):
        return False
    if area == "attribute":
        return True
    if (width is not None and width < _LEAST_UNMARKED) or _is_promise(image, files):
        return False
    return image.box.number > offer and not _leads_away(image.box)


def _is_control(box: Box) -> bool:
    """Return whether the image is the face of a button: it buys, collects, shares or asks."""
    # A long text is no button's: a picture of the description may well speak of buying.
    words = (box.attribute("alt").strip(), box.attribute("title").strip())
    said = " ".join(text for text in words if len(text) <= _LONGEST_CONTROL)
    for above, _ in zip(box.ancestors(), range(4), strict=False):
        if above.tag == "a":
            href = above.attribute("href").strip()
            said += f" {href}" if href.lower().startswith("javascript:") else ""
        said += f" {above.attribute('onclick')}"
        if above.tag == "a":
            break
    folded = said.casefold()
    return any(word in folded for word in load_image_marks().controls)


def _is_promise(image: ImageFound, files: frozenset[str]) -> bool:
    """Return whether an image beside the goods' own texts promises what every shop does, or advertises."""
    said = (image.box.attribute("alt") or image.box.attribute("title")).strip()
    marks = load_image_marks()
    return bool(files & marks.promise_files) or (
        len(said) <= _LONGEST_CONTROL and any(word in said for word in marks.promises)
    )


def _is_furniture(box: Box) -> bool:
    """Return whether the image is a link that nobody opens to look at something: into a cart, to a registration."""
    link = next((above.attribute("href").strip() for above in box.ancestors() if above.tag == "a"), "")
    if any(sign in link for sign in load_image_marks().furniture_links):
        return True
    return bool(link) and not link.startswith(("#", "javascript:")) and changes_something(link)


def _in_buying_form(image: ImageFound) -> bool:
    """Return whether the image stands among the few words of a form, as its button; large ones are pictures."""
    width = image.size()[0]
    if width is not None and width >= _LEAST_UNMARKED:
        return False
    form = next((above for above in image.box.ancestors() if above.tag == "form"), None)
    # Some sites put the whole page into a form: one with a heading or an area of its own is more than a place to buy.
    if form is None or form.area != image.box.area or form.node.css_first("h1, h2, h3") is not None:
        return False
    few = len(form.node.css("img")) <= _MOST_BUTTONS
    return few and len(form.node.text(deep=True).strip()) <= _LONGEST_FORM


def _files(url: str) -> frozenset[str]:
    return _words(unquote(urlsplit(url).path.rsplit("/", 1)[-1])) if not url.startswith("data:") else frozenset()


def in_gallery(box: Box, attributes: dict[str, str | None]) -> bool:
    """Return whether an element with these attributes in a box is one of the goods' own pictures."""
    names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
    return _in_gallery(box) or not _words(names).isdisjoint(load_image_marks().gallery)


def _in_gallery(box: Box) -> bool:
    """Return whether the image is one of the goods' own pictures, in a gallery."""
    gallery = load_image_marks().gallery
    return any(above.names and not _words(above.names).isdisjoint(gallery) for above in box.ancestors())


def _leads_away(box: Box) -> bool:
    """Return whether the image is a link to another page: a banner or another item."""
    for above in box.ancestors():
        if above.tag == "a":
            href = above.attribute("href").strip()
            return bool(href) and not href.startswith(("#", "javascript:")) and not _IMAGE_FILE.search(href)
    return False


def offer_number(portion: Portion) -> int:
    """Return the number of the box behind which pictures are no longer the gallery's: the first that shows an offer."""
    for line in portion.lines:
        if line.area in ("header", "footer") or _CART_LINE.search(line.text):
            continue
        if _PRICE_LINE.search(line.text):
            return line.box.number
    return 0


def _own_pictures(document: Document) -> frozenset[str]:
    """Return the addresses that the page itself names as the picture of the goods."""
    found = set()
    for node in document.tree.css(_NAMED_PICTURES):
        shown = node.attributes
        url = document.absolute(shown.get("content") or shown.get("href") or shown.get("src"))
        if url is not None:
            found.add(_stem(url))
    for attributes, text in document.scripts:
        if "ld+json" in (attributes.get("type") or "") and '"image"' in text:
            found.update(_stem(url) for url in _STATED_PICTURE.findall(text.replace("\\/", "/")))
    return frozenset(found)


def _stem(url: str) -> str:
    """Return an image's address without query and size suffix, for comparing."""
    path = urlsplit(url).path
    return re.sub(r"(?:_\d+x\d+.*|[@!].*)$", "", path) or url
