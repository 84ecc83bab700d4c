"""Decides for every field of a page whether it is shown, not shown or not observable, and why."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from crawler.read.dom.candidates import Candidate
from crawler.read.dom.document import Document
from crawler.read.item.images import content_images
from crawler.read.labels.label_values import points_to_images, stands_behind_a_click
from crawler.read.labels.pairs import LabelPair
from crawler.read.labels.plausible import speaks_of_buying
from crawler.read.labels.view import view_of
from crawler.read.states.loading import unloaded_parts
from crawler.records import LISTING_FIELDS, Cause, OtherValue, PageKind, RawPage, Reading

_ITEM_KINDS = ("item",)
"""Kinds of pages that show all about the goods; what a live room leaves out is said, or stands on another page."""
_BUY_WORDS = re.compile(
    r"加入购物车|加购物车|放入购物车|立即购买|马上购买|立刻购买|立即抢购|马上抢|立即下单|去购买|我要购买|立即订购|立即订货|马上订购|现在购买|点击购买|去拼单|发起拼单|单独购买|领券购买|"
    r"add to (?:cart|bag|basket|trolley)|buy (?:it )?now|in den warenkorb|ajouter au panier|añadir al car|"
    r"カートに入れる|장바구니",
    re.IGNORECASE,
)
_IMAGE_PROOF = frozenset(
    (
        "title",
        "price",
        "price_max",
        "price_reason",
        "currency",
        "list_price",
        "sku",
        "skus",
        "availability",
        "item_id",
        "shop",
        "category_path",
        "images",
        "seller",
        "sales",
        "stock",
        "cross_border",
        "attributes",
    )
)
"""Fields a shop shows as text for its own working: an unread picture of the description does not hide them."""
_NOT_OF_GOODS = frozenset(("service", "seller", "shop", "subject", "sales", "stock", "category_path", "item_id"))
_NATIVE = re.compile(r"[\u4e00-\u9fff]")
_LINES_OF_LANGUAGE = 400
_FOREIGN_LETTERS = 2
_LEAST_NATIVE = 20
"""Chinese letters that make a page a Chinese one whatever it says of its language."""
_FIELD_LABELS = {
    "maker": ("maker", "maker_and_address"),
    "maker_address": ("maker_address", "maker_and_address"),
    "certificate_numbers": ("certificate_numbers", "plain_certificate"),
    "models": ("models", "specifications"),
}


@dataclass(frozen=True, slots=True)
class PageTest:
    """How a page stands in the test that “not shown” needs."""

    cause: Cause | None
    """Why nothing on the page may be called not shown; None where it passed but for its images."""
    images: tuple[str, ...] = ()
    """Unread content images, which hide what they may show."""
    reasons: tuple[str, ...] = ()
    """What was not loaded, in short."""

    def cause_for(self, field: str) -> Cause | None:
        """Return why `field` cannot be called not shown, or None where it can."""
        if self.cause is not None:
            return self.cause
        return "image_only" if self.images and field not in _IMAGE_PROOF else None


def has_buy_control(document: Document) -> bool:
    """Return whether the page offers a control to buy or to put into a cart."""
    for node in document.tree.css("button, input[type=submit], input[type=button], a, [role=button]"):
        text = node.attributes.get("value") or node.attributes.get("title") or ""
        if _BUY_WORDS.search(text) or _BUY_WORDS.search(node.text(deep=True)[:60]):
            return True
    return any(_BUY_WORDS.search(line.text) for line in view_of(document).portions[0].lines if len(line.text) <= 40)


def examine(
    document: Document, raw: RawPage, kind: PageKind, pairs: Iterable[LabelPair], *, titled: bool, offered: bool
) -> PageTest:
    """Return how the page stands: gates, completeness, an item page, loaded, labelled values, images.

    `titled` and `offered`: a title was read; a price or a buy control was read.
    """
    if raw.gate != "none":
        return PageTest("gated")
    if not raw.complete or not document.complete:
        return PageTest("truncated")
    if any(portion.cut for portion in view_of(document).portions):
        return PageTest("limit")
    missing = unloaded_parts(document)
    if missing:
        return PageTest("not_rendered", reasons=missing)
    if document.is_shell:
        return PageTest("not_rendered", reasons=("the page itself shows next to nothing",))
    if kind not in _ITEM_KINDS or not titled or not offered:
        return PageTest("not_rendered", reasons=("not recognised as an item page",))
    if not _is_understood(document):
        return PageTest("place_gone", reasons=("the page's language is not one whose labels are declared",))
    images = content_images(document)
    if not any(_speaks_of_goods(pair) for pair in pairs):
        # Where nothing labelled was read, pictures are the likelier place of it, else the place itself was not found.
        return PageTest("image_only" if images else "place_gone", images, ("no labelled value was read",))
    return PageTest(None, images)


def _speaks_of_goods(pair: LabelPair) -> bool:
    """Return whether a labelled value shows that the goods' own facts were found; help for buyers does not."""
    if not pair.value or pair.field in _NOT_OF_GOODS or speaks_of_buying(pair.label):
        return False
    return pair.area == "attribute" or (
        pair.area == "description" and (pair.meaning is not None or len(pair.label) <= 8)
    )


def _is_understood(document: Document) -> bool:
    """Return whether labels of the page's language are declared well enough to miss one: Chinese and English."""
    node = document.tree.css_first("html[lang]")
    language = ((node.attributes.get("lang") or "") if node is not None else "").lower()
    if not language or language.startswith(("zh", "en", "cn")):
        return True
    # Many Chinese shops keep the language of the theme they were made from.
    texts = [line.text for line in view_of(document).portions[0].lines[:_LINES_OF_LANGUAGE]]
    native = sum(len(_NATIVE.findall(text)) for text in texts)
    # A box of service notes in Chinese does not make a page in another language a Chinese one.
    foreign = sum(character.isalpha() for text in texts for character in text) - native
    return native >= _LEAST_NATIVE and native * _FOREIGN_LETTERS >= foreign


def field_states(
    document: Document,
    raw: RawPage,
    kind: PageKind,
    pairs: Sequence[LabelPair],
    chosen: Mapping[str, Sequence[Candidate]],
    *,
    gone: frozenset[str] = frozenset(),
    causes: Mapping[str, Cause] | None = None,
    traced: Callable[[Iterable[str]], Mapping[str, Cause]] | None = None,
    fields: Sequence[str] = LISTING_FIELDS,
    offered: bool | None = None,
) -> dict[str, Reading]:
    """Return the reading of every field of a listing.

    `chosen` holds per field the candidates that gave its value, the chosen one first and those not chosen after it; a
    field without an entry has no value. `gone` are fields whose declared place is gone; `causes` are causes only the
    caller knows (a price that is an image). `traced` tells of the fields without a value which of them the page may
    state all the same, and why they cannot be observed.
    """
    buyable = offered if offered is not None else bool(chosen.get("price")) or has_buy_control(document)
    test = examine(document, raw, kind, pairs, titled=bool(chosen.get("title")), offered=buyable)
    readings: dict[str, Reading] = {}
    for field in fields:
        found = chosen.get(field)
        if found:
            readings[field] = shown(found)
            continue
        cause = (causes or {}).get(field) or _cause(field, test, pairs, gone)
        readings[field] = absent(cause)
    absences = [field for field, reading in readings.items() if reading.state == "not_shown"]
    if traced is not None and absences:
        readings.update({field: absent(cause) for field, cause in traced(absences).items()})
    return readings


def _cause(field: str, test: PageTest, pairs: Sequence[LabelPair], gone: frozenset[str]) -> Cause | None:
    cause = test.cause_for(field)
    if cause is None and field not in _IMAGE_PROOF:
        if _sent_to_images(field, pairs):
            return "image_only"
        if _leads_on(field, pairs):
            return "not_rendered"
    if cause is not None and field in gone and cause not in ("gated", "truncated"):
        return "place_gone"
    return cause


def _own_labels(field: str, pairs: Sequence[LabelPair]) -> Iterator[LabelPair]:
    labels = _FIELD_LABELS.get(field, (field,))
    return (pair for pair in pairs if pair.field in labels)


def _sent_to_images(field: str, pairs: Sequence[LabelPair]) -> bool:
    """Return whether the field's own label sends the reader to a picture (执行标准：见详情图), or has one for value."""
    return any(pair.pictured or points_to_images(pair.value) for pair in _own_labels(field, pairs))


def _leads_on(field: str, pairs: Sequence[LabelPair]) -> bool:
    """Return whether the field's own label leads on to its value (3C证书：点击查看), which was not opened."""
    return any(pair.links or stands_behind_a_click(pair.value) for pair in _own_labels(field, pairs))


def shown(found: Sequence[Candidate]) -> Reading:
    """Return the reading of a value: where the chosen candidate stands, and what others say."""
    first = found[0]
    others: dict[tuple[str, str], OtherValue] = {}
    for candidate in found[1:]:
        if candidate.value != first.value:
            others.setdefault((candidate.value, candidate.source), candidate.other())
    return Reading(
        state="shown",
        source=first.source,
        place=first.place,
        text=first.text,
        masked=first.masked,
        others=tuple(others.values())[:20],
    )


@cache
def absent(cause: Cause | None) -> Reading:
    """Return the reading of a value that was not read: not shown, or not observable for `cause`."""
    return Reading(state="not_shown") if cause is None else Reading(state="not_observable", cause=cause)
