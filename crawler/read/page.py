"""The base of page objects: what a platform's `page.py` may say that a declaration cannot."""

from typing import ClassVar

from config.errors import FieldNotRead
from crawler.read.dom.document import Document, text_of
from crawler.read.labels.view import read_pairs
from crawler.records import DISCLOSURE_FIELDS, LISTING_FIELDS

_FIELDS = frozenset((*LISTING_FIELDS, *DISCLOSURE_FIELDS))


class ListingPage:
    """Reads one saved page of one platform; every method named as a field gives that field's value.

    A method returns None where the place is there and empty, and raises FieldNotRead where the place is gone.
    """

    platform: ClassVar[str] = ""

    def __init_subclass__(cls, platform: str = "", **keywords: object) -> None:
        super().__init_subclass__(**keywords)
        if platform:
            cls.platform = platform

    def __init__(self, document: Document) -> None:
        self.document = document

    @classmethod
    def field_names(cls) -> tuple[str, ...]:
        """Return the fields this page object reads, in the order of its methods."""
        names: dict[str, None] = {}
        for base in cls.__mro__:
            if base in (ListingPage, object):
                continue
            names.update(dict.fromkeys(name for name in vars(base) if name in _FIELDS))
        return tuple(names)

    def cell(self, label: str) -> str:
        """Return the value beside the first label that holds `label`. Raises FieldNotRead."""
        for pair in read_pairs(self.document):
            if label in pair.label:
                return pair.value
        raise FieldNotRead(f"{self.document.url}：没有 {label!r} 一栏")

    def css(self, selector: str) -> str:
        """Return the text of the first match; `css::attr(name)` returns an attribute. Raises FieldNotRead."""
        value = select(self.document, selector)
        if value is None:
            raise FieldNotRead(f"{self.document.url}：{selector!r} 处没有内容")
        return value


def select(document: Document, selector: str) -> str | None:
    """Return the text (or `::attr(name)`) of a selector's first match, "" where it is empty, None where it is gone."""
    path, _, attribute = selector.partition("::attr(")
    node = document.tree.css_first(path.strip())
    if node is None:
        return None
    if attribute:
        return (node.attributes.get(attribute.rstrip(") ")) or "").strip()
    return text_of(node)
