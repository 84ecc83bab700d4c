"""Label–value pairs anywhere on a page, in page order, and the candidates for the listing's fields they give."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from crawler.read.dom.candidates import Candidate
from crawler.read.dom.document import Document, collapse
from crawler.read.labels.data_pairs import read_data
from crawler.read.labels.drawn_texts import drawn_documents, drawn_pairs
from crawler.read.labels.finder import Finder
from crawler.read.labels.pair_values import is_behind_maker, is_item_number, is_model, of_pair, parts_of
from crawler.read.labels.pairs import LabelPair, Portion
from crawler.read.labels.sentences import (
    distinct_candidates,
    numbers_in,
    of_lines,
    of_links,
    prose_models,
    title_makers,
    title_models,
)
from crawler.read.labels.warnings import warns_of_goods


@dataclass(frozen=True, slots=True, weakref_slot=True)
class PageView:
    """The page walked once, for everything that reads its text, pairs and images."""

    portions: tuple[Portion, ...]
    pairs: tuple[LabelPair, ...]
    """Every pair of the page, also those about the shop, the delivery or the page itself."""
    goods: tuple[LabelPair, ...] = ()
    """The pairs that speak of the goods."""
    data_images: tuple[str, ...] = ()
    """Pictures of the description that stand in the page's data, where scripts would put them on the page."""


Foreign = Callable[[int], bool]
_VIEWS: WeakKeyDictionary[Document, PageView] = WeakKeyDictionary()


def view_of(document: Document) -> PageView:
    """Return the page's boxes, lines and pairs, read once a document."""
    view = _VIEWS.get(document)
    if view is None:
        portions = [Finder(document, "other").portion()]
        parts = (*document.parts, *_written_frames(document), *drawn_documents(document))
        portions.extend(Finder(part, "description").portion() for part in parts)
        shown = tuple(pair for portion in portions for pair in portion.pairs)
        data = read_data(document, {(pair.label, pair.value) for pair in shown})
        portions.extend(data.portions)
        described = (pair for portion in data.portions for pair in portion.pairs)
        every = (*shown, *drawn_pairs(document), *described, *data.pairs)
        view = PageView(tuple(portions), every, _of_goods(every), data.images)
        _VIEWS[document] = view
    return view


def _written_frames(document: Document) -> Iterator[Document]:
    """Yield the frames whose content stands in the page's own source (srcdoc)."""
    for node in document.tree.css("iframe[srcdoc]"):
        source = node.attributes.get("srcdoc")
        if source and not source.isspace():
            yield Document(source, url=document.base_url, place="iframe[srcdoc]")


def read_pairs(document: Document, foreign: Foreign | None = None) -> tuple[LabelPair, ...]:
    """Return every label–value pair that speaks of the goods, in page order, repeats kept.

    `foreign` tells which elements of the page stand in a box about other goods.
    """
    goods = view_of(document).goods
    if foreign is None:
        return goods
    return tuple(pair for pair in goods if pair.element < 0 or not foreign(pair.element))


def _of_goods(pairs: Sequence[LabelPair]) -> tuple[LabelPair, ...]:
    previous = (None, *pairs)
    return tuple(
        pair
        for pair, before in zip(pairs, previous, strict=False)
        if _is_of_goods(pair) or is_behind_maker(pair, before)
    )


def _is_of_goods(pair: LabelPair) -> bool:
    """Return whether a pair speaks of the goods: not of price, delivery, shop or page."""
    if pair.field == "service" or pair.area in ("header", "footer"):
        return False
    if pair.meaning is None and _OF_SELLING.search(f"{pair.label}\n{pair.value}"):
        return False
    if pair.field == "warnings" and pair.value and not warns_of_goods(pair.value):
        return False
    return pair.area != "other" or (pair.field is not None and pair.field not in _OF_THE_SHOP)


_OF_SELLING = re.compile(
    r"(?:价|价格|承诺|运费|邮费|快递|物流|客服|优惠|促销|包邮)\n|^(?:活动|发货|配送|下单|付款|退换?货|购买|秒杀|抢购|预售)[^\n]{0,4}\n"
    r"|\n\s*[¥￥]\s?\d[\d.,\-~ ¥￥]*(?:元|起)?$"
)
"""What undeclared labels and their values look like that speak of buying: 尝新价, 本店承诺, 活动日期, ￥9.90."""
_OF_THE_SHOP = frozenset(
    ("seller", "shop", "sales", "stock", "category_path", "subject", "item_id", "attribute", "specifications")
)
"""Fields whose labels outside the attributes and the description head something else: the shop, a choice."""


def label_candidates(
    document: Document, pairs: Iterable[LabelPair], foreign: Foreign | None = None
) -> Iterator[Candidate]:
    """Yield what labelled values and the seller's own sentences give for the listing's fields, in page order.

    `foreign` tells which elements of the page stand in a box about other goods.
    """
    view = view_of(document)
    previous: LabelPair | None = None
    modelled = made = False
    has_model = any(is_model(pair) for pair in view.pairs)
    warned: list[str] = []
    for pair in view.pairs if foreign is not None or pairs is view.goods else pairs:
        if foreign is not None and pair.element >= 0 and foreign(pair.element):
            continue
        for part in parts_of(pair):
            if has_model and part.field == "models" and is_item_number(part):
                continue
            for candidate in of_pair(part, previous):
                modelled = modelled or candidate.field == "models"
                made = made or candidate.field == "maker"
                if candidate.field == "warnings":
                    warned.append(candidate.value.strip("。！!；;. "))
                yield candidate
        previous = pair
    for portion in view.portions:
        yield from of_links(portion)
        own = portion.lines
        if foreign is not None and portion is view.portions[0]:
            own = tuple(line for line in own if not foreign(line.box.element))
        yield from distinct_candidates(of_lines(own, warned))
        if not modelled:
            yield from distinct_candidates(prose_models(own))
    title = _page_title(document)
    yield from numbers_in(title, "title", title=True)
    if not modelled:
        yield from title_models(view.portions[0], title)
    if not made:
        yield from title_makers(view.portions[0])


def _page_title(document: Document) -> str:
    node = document.tree.css_first("title")
    return collapse(node.text(deep=True)) if node is not None else ""
