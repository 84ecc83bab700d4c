"""Finds the goods' own pictures where nothing names them: beside the heading, or named like the goods."""

from bisect import bisect_right
from collections.abc import Iterator

from crawler.read.dom.document import Document
from crawler.read.dom.titles import Heading, fold
from crawler.read.item.images import ImageFound, images_in, is_ornament
from crawler.read.labels.view import view_of

_LARGE = 200
"""Pixels of a side from which a picture beside the heading is one of goods, whatever stands between."""
_NEAR, _FAR = 6, 20
"""Text pieces between a picture and the heading: of one whose size nothing says, and of a large one."""
_LEAST_NAME = 4


def pictures_beside(document: Document, heading: Heading | None) -> Iterator[str]:
    """Yield the addresses of pictures that stand beside the heading or bear its words, in page order."""
    if heading is None or heading.piece < 0:
        return
    for image in images_in(view_of(document).portions[0]):
        if image.box.area in ("header", "footer", "noise", "description") or is_ornament(image):
            continue
        if not image.url.startswith("data:") and (_is_named(image, heading) or _is_near(document, image, heading)):
            yield image.url


def _is_named(image: ImageFound, heading: Heading) -> bool:
    name, goods = fold(image.box.attribute("alt") or image.box.attribute("title")), fold(heading.text)
    return len(name) >= _LEAST_NAME and (name in goods or goods in name)


def _is_near(document: Document, image: ImageFound, heading: Heading) -> bool:
    pieces = document.outline.pieces
    between = abs(bisect_right(pieces, image.box.element, key=lambda piece: piece.order) - heading.piece)
    large = any(side is not None and side >= _LARGE for side in image.size())
    return between <= (_FAR if large else _NEAR)
