"""Finds the amounts that stand on a page as prices, says of what kind each is, and how likely it is the product's."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import islice

from crawler.read.dom.amount_units import (
    MONEY,
    PURE_DIGITS,
    SIGNS_OF_MONEY,
    amount_text,
    apart,
    is_formerly,
    is_struck,
    run_of_digits,
    shows_money,
    unit_of,
)
from crawler.read.dom.areas import area_of_heading
from crawler.read.dom.buy_controls import Buy
from crawler.read.dom.document import Document
from crawler.read.dom.home import leads_away
from crawler.read.dom.outline import Element, Outline, TextPiece
from crawler.read.dom.place_words import part_signs, place_pattern
from crawler.read.dom.titles import Heading, fold
from crawler.read.dom.vocabulary import vocabulary
from crawler.read.money.prices import Amount, find_amounts, masked_kind, normalise_price_text, spells_amount

_DIGIT = re.compile(r"\d")
_WORDED = re.compile(
    r"(?:(?<![评估身性])价|价格|价钱)\s*[:：]\s*\d{1,7}(?:\.\d{1,2})?(?![\d%％a-zA-Z.,]|\s*(?:[分条人次个折]|月|年|天))"
)
"""An amount that a price's label alone tells for one: 本店价：46."""
_BARE_PRICE = re.compile(r"^[^\d(（]{0,12}\d[\d.,  '’]*(?:\s*(?:-|–|—|~|至)\s*\d[\d.,]*)?\s*[^\d)）]{0,6}$")
_COUNTED = re.compile(
    r"评价|评论|销量|已售|库存|人气|收藏|浏览|付款|起批|起订|起购|reviews?|ratings?|sold|qty|quantity", re.IGNORECASE
)
_SUFFIX = re.compile(r"起$|起\b|/|元|万|券后|到手|\.\d{1,2}\b")
_KIND_WORD = re.compile(r"券后|到手")
_AMOUNT_START = re.compile(r"[:：\s]*[¥￥$\d]")
_LONGEST_HEADING = 24
_HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TABS = frozenset({"a", "li", "button", "label", "th", "td", "dt", "option"})
"""What holds the names of tabs and columns, whose parts stand elsewhere."""
_LONGEST_PIECE = 120
_LONGEST_PRICE = 34
_SENTENCE = re.compile(r"[\u4e00-\u9fff]{4,}[，。！？；].*[\u4e00-\u9fff]{3,}|[\u4e00-\u9fff]{6,}.*[。！]$")
_LONGEST_PRICE_PART = 70
_CART = re.compile(r"购物车|購物車|\bcart\b", re.IGNORECASE)
_LABEL_REACH = 24
_REPEATED = 2
"""Text pieces within which the same amount is the same one said again."""
_LONGEST_SPLIT_LABEL = 5
"""A label this short may be the end of one broken over nodes."""
_STRUCK_NAMES = frozenset({"strike", "del", "through", "strikethrough"})
_ASIDE = frozenset({"footer", "nav", "aside"})
_LONGEST_PART = 90
"""Letters of a part around an amount whose names still speak of it."""
_CROWD = 4
_CROWD_DEPTH = 12
_CROWD_LEAST_DEPTH = 2
_NEAR_TITLE = 60
_MAX_SPOTS = 400
_PRICE_PROPERTIES = frozenset({"price", "lowPrice"})
_NO_LABEL = re.compile(r"\d{2}|\d[.,]")


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of the page that shows money."""

    amounts: tuple[Amount, ...]
    text: str
    label: str
    element: int
    piece: int
    score: float
    struck: bool
    """True where the markup crosses it out."""
    former: bool
    """True where only the part's name says that it is an old price: it may be the only one all the same."""
    elsewhere: bool
    """True in parts about other goods, the cart or postage, and inside links to other pages."""
    aside: bool
    """True in parts that name themselves as being about other goods."""
    crowded: bool
    """True for one of several equal places: the prices of a list."""


def price_spots(document: Document, heading: Heading | None, buy: Buy, *, currency: str | None) -> list[Spot]:
    """Return every place that shows money, the likeliest price of the page's product first."""
    outline = document.outline
    units: dict[int, int] = {}
    for position, piece in enumerate(outline.pieces):
        if piece.hidden or len(piece.text) > _LONGEST_PIECE or not _may_be_amount(outline, piece):
            continue
        unit = unit_of(outline, piece.element)
        units.setdefault(unit, position)
        if len(units) >= _MAX_SPOTS:
            break
    raw: list[tuple[int, int, str, str, tuple[Amount, ...]]] = []
    paths: Counter[tuple[int, int]] = Counter()
    own: dict[int, tuple[tuple[int, int], ...]] = {}
    covered = -1
    for unit, position in units.items():
        if position < covered:
            continue
        text = amount_text(outline, unit, position)
        run, end = run_of_digits(outline, unit)
        if run:
            text, covered = run, end
        priced = _in_price_part(outline, unit)
        signed = shows_money(text) or _WORDED.search(text) is not None or _is_worded(outline, unit, text)
        if (not signed and not (priced and _BARE_PRICE.match(text))) or masked_kind(text) is not None:
            continue
        label = _label(outline, unit)
        if run and run[0] in SIGNS_OF_MONEY:
            label = label.rstrip(SIGNS_OF_MONEY + " ")
        if not label and raw and raw[-1][2] == text and position - raw[-1][1] <= _REPEATED:
            # $39.99 once for screen readers and once to be seen is one amount, with one label.
            label = raw[-1][3]
        if heading is not None and label and fold(label) in fold(heading.text):
            # The name of the goods says nothing of the amount behind it: 升降 is no reduction.
            label = ""
        after = _after(outline, unit, end)
        amounts = find_amounts(f"{label} {text}{after}" if label else text + after, currency=currency, bare=priced)
        if not any(amount.value > 0 for amount in amounts) or _names_other_field(f"{label} {text}", amounts[0]):
            continue
        if not signed and _COUNTED.search(f"{label} {text}"):
            continue
        if not MONEY.search(amounts[0].text) and _COUNTED.search(
            normalise_price_text(text).partition(amounts[0].text)[0][-_JUST_BEFORE:]
        ):
            # 单价： 元/台 起订量：1 台 leaves the price to a field, and counts goods.
            continue
        raw.append((unit, position, text, label, amounts))
    if len(raw) >= _CROWD:
        ways: dict[tuple[int, str, str], int] = {}
        own = {entry[0]: tuple(_paths(outline, entry[0], ways)) for entry in raw}
        paths.update(path for found in own.values() for path in found)
    aside = _announced(outline, heading) if raw else ()
    surroundings = _Surroundings(outline, heading)
    spots = [
        _spot(
            outline,
            entry,
            heading,
            buy,
            surroundings,
            crowded=any(paths[path] >= _CROWD for path in own.get(entry[0], ())),
            announced=any(first <= entry[1] < last for first, last in aside),
        )
        for entry in raw
    ]
    spots.sort(key=lambda spot: (-spot.score, spot.piece))
    return spots


def _is_worded(outline: Outline, unit: int, text: str) -> bool:
    """Return whether a bare number stands in an element of its own between label and unit: 现价：<b>268</b>元."""
    if not PURE_DIGITS.match(text):
        return False
    start, end = outline.extents[unit]
    before = outline.pieces[start - 1].text if start else ""
    behind = outline.pieces[end].text if end < len(outline.pieces) else ""
    return behind[:1] == "元" and _WORDED.search(f"{before[-_LABEL_REACH:]}{text}") is not None


def _may_be_amount(outline: Outline, piece: TextPiece) -> bool:
    """Return whether a piece may hold an amount: in digits, or spelled out where a price stands (玖拾玖元)."""
    if _DIGIT.search(piece.text):
        return True
    return len(piece.text) <= _LONGEST_PRICE and spells_amount(piece.text) and _in_price_part(outline, piece.element)


def _announced(outline: Outline, heading: Heading | None) -> tuple[tuple[int, int], ...]:
    """Return the ranges of text pieces that a heading says are about other goods or buyers: 看了又看, 商品评价."""
    found = []
    for position, piece in enumerate(outline.pieces):
        if len(piece.text) > _LONGEST_HEADING or piece.hidden or not _announces(piece.text):
            continue
        if shows_money(piece.text) or _CART.search(piece.text):
            # 购物车 ¥0.00 is the visitor's own cart, and announces nothing of what follows it.
            continue
        holder = piece.element
        while (parent := outline.elements[holder].parent) >= 0 and outline.length(parent) == len(piece.text):
            holder = parent
        if parent < 0 or outline.length(holder) > len(piece.text) or outline.elements[holder].tag in _TABS:
            continue
        end = _end_of_section(outline, holder, parent)
        if heading is None or not position <= heading.piece < end:
            found.append((position + 1, end))
    return tuple(found)


@lru_cache(maxsize=20_000)
def _announces(text: str) -> bool:
    if area_of_heading(text) == "noise":
        return True
    found = place_pattern("announces").search(text.lower())
    # A title of goods may hold 热卖 or 同类 too; a heading says hardly anything else.
    return found is not None and len(text) <= 2 * len(found.group()) + 6


def _end_of_section(outline: Outline, heading: int, within: int) -> int:
    """Return the piece before which the part under a heading ends: the next heading beside it, or its holder's end."""
    first, last = outline.extents[heading][1], outline.extents[within][1]
    tag = outline.elements[heading].tag
    for piece in range(first, last):
        element = outline.elements[outline.pieces[piece].element]
        beside = element.tag == tag and element.parent == within and tag in _HEADING_TAGS
        if beside and not _announces(outline.pieces[piece].text):
            return piece
    return last


_JUST_BEFORE = 6


def _in_price_part(outline: Outline, number: int) -> bool:
    for _ in range(3):
        if number < 0 or outline.lengths[number] > _LONGEST_PRICE_PART:
            return False
        element = outline.elements[number]
        if part_signs(element.words).price or element.attributes.get("itemprop") in _PRICE_PROPERTIES:
            return True
        number = element.parent
    return False


def _label(outline: Outline, number: int) -> str:
    """Return the short text that stands right before an amount in its row."""
    start = outline.extents[number][0]
    row = number
    for _ in range(4):
        parent = outline.elements[row].parent
        if parent < 0 or outline.length(parent) > 200:
            break
        row = parent
    first = outline.extents[row][0]
    label = ""
    for position in range(start - 1, max(first, start - 4) - 1, -1):
        piece = outline.pieces[position]
        if piece.hidden:
            continue
        if _CART.search(piece.text) and apart(outline, piece.element, number, -1):
            break
        if len(label) + len(piece.text) > _LABEL_REACH or _NO_LABEL.search(piece.text):
            break
        if label and (len(label) > _LONGEST_SPLIT_LABEL or piece.text[-1] in ":："):
            break
        label = f"{piece.text} {label}".strip()
    return label


_NO_PRICES = frozenset(
    {"models", "sku", "gtin", "mpn", "standards", "licence_numbers", "certificate_numbers", "report_numbers"}
    | {"plain_certificate", "other_certificate", "batches", "production_dates", "item_id", "product_code", "name"}
    | {"brand", "maker", "maker_address", "specifications"}
)
"""Fields whose values are no amounts, whatever letters stand before their digits."""


def _names_other_field(text: str, amount: Amount) -> bool:
    """Return whether the label of another field stands before an amount: 型号 RM2035."""
    head = normalise_price_text(text).partition(amount.text)[0].rstrip(" :：").rsplit(" ", 1)[-1]
    if len(head) < 2 or (meaning := vocabulary().meaning(head)) is None:
        return False
    return meaning.field in _NO_PRICES


def _after(outline: Outline, number: int, end: int) -> str:
    """Return the short text at piece `end`, right behind an amount, that belongs to it: 起, /件."""
    if end >= len(outline.pieces):
        return ""
    text = outline.pieces[end].text
    parent = outline.elements[number].parent
    if len(text) > 6 or parent < 0 or outline.extents[parent][1] <= end or not _SUFFIX.match(text):
        return ""
    following = outline.pieces[end + 1].text if outline.extents[parent][1] > end + 1 else ""
    # 原价 ¥104 券后价 ¥83: what stands before the next amount says what that one is.
    return "" if _KIND_WORD.match(text) and _AMOUNT_START.match(following) else text


_LOOKS = ("class", "width", "bgcolor", "color", "size", "align", "valign", "colspan")


def _paths(outline: Outline, number: int, ways: dict[tuple[int, str, str], int]) -> Iterator[tuple[int, int]]:
    """Yield each box around an element with the way down to it: equal ways out of one box make a list.

    `ways` numbers the ways met on the page, each by the way that it goes on from and its own last step.
    """
    way = 0
    for depth, element in enumerate(islice(outline.ancestors(number), _CROWD_DEPTH + 1)):
        if depth >= _CROWD_LEAST_DEPTH:
            yield element.number, way
        attributes = element.attributes
        look = attributes.get("class") or ""
        if attributes and not look:
            look = ",".join([attributes.get(name) or "" for name in _LOOKS])
        way = ways.setdefault((way, element.tag, look), len(ways) + 1)


class _Surroundings:
    """What the parts around an amount say of it: that they are about something else, or links to other pages."""

    def __init__(self, outline: Outline, heading: Heading | None) -> None:
        self._outline = outline
        self._heading = heading
        self._known: dict[int, tuple[float, bool, bool]] = {-1: (0.0, False, False)}

    def of(self, number: int) -> tuple[float, bool, bool]:
        """Return the score of an element and all above it, whether it is elsewhere, and whether aside."""
        way = []
        while number not in self._known:
            way.append(number)
            number = self._outline.elements[number].parent
        for inner in reversed(way):
            element = self._outline.elements[inner]
            named = part_signs(element.words).elsewhere and not _holds(self._outline, element, self._heading)
            self._known[inner] = self._with(element, self._known[number], named=named)
            number = inner
        return self._known[number]

    def of_amount(self, number: int) -> tuple[float, bool, bool]:
        """Return the same for an amount's own element, whose names say nothing of what it is about."""
        element = self._outline.elements[number]
        return self._with(element, self.of(element.parent), named=False)

    @staticmethod
    def _with(element: Element, above: tuple[float, bool, bool], *, named: bool) -> tuple[float, bool, bool]:
        score, elsewhere, aside = above
        if element.tag == "a" and leads_away(element.attributes.get("href")):
            score, elsewhere = score - 2.5, True
        if named or element.tag in _ASIDE:
            score, elsewhere, aside = score - 4, True, True
        return score, elsewhere, aside


def _spot(
    outline: Outline,
    entry: tuple[int, int, str, str, tuple[Amount, ...]],
    heading: Heading | None,
    buy: Buy,
    surroundings: _Surroundings,
    *,
    crowded: bool,
    announced: bool,
) -> Spot:
    unit, position, text, label, amounts = entry
    score, elsewhere, aside = surroundings.of_amount(unit)
    if announced:
        score, elsewhere, aside = score - 4, True, True
    struck = former = False
    for depth, element in enumerate(islice(outline.ancestors(unit), 4)):
        if outline.length(element.number) > _LONGEST_PART:
            break
        signs = part_signs(element.words)
        if element.attributes.get("itemprop") in _PRICE_PROPERTIES:
            score += 3
        if signs.price and depth <= 2:
            score += 1.5
        if depth <= 1 and is_struck(element):
            struck = True
        if depth <= 2 and signs.old and not signs.now:
            score -= 1.5
            struck = struck or not _STRUCK_NAMES.isdisjoint(element.words)
            former = former or (depth <= 1 and (signs.price or is_formerly(outline, element)))
        elif depth <= 2 and signs.now:
            score += 1
        if signs.charge:
            score -= 3
    if shows_money(normalise_price_text(text)) or _WORDED.search(text):
        score += 2
    if len(text) > _LONGEST_PRICE or _SENTENCE.search(text):
        # What says so much beside its amount is a sentence: a review, a notice, an article.
        score -= 3
    if outline.elements[unit].tag == "option":
        score -= 3
    if crowded:
        score -= 2.5
    score += _nearness(position, heading, buy)
    if all(amount.kind in ("none", "instalment", "member") for amount in amounts):
        score -= 4
    return Spot(amounts, text, label, unit, position, score, struck, former, elsewhere, aside, crowded)


def _holds(outline: Outline, element: Element, heading: Heading | None) -> bool:
    """Return whether the heading stands in the same part: then the part's name is no sign against it."""
    if heading is None or heading.piece < 0:
        return False
    start, end = outline.extents[element.number]
    return start <= heading.piece < end


def _nearness(position: int, heading: Heading | None, buy: Buy) -> float:
    score = 0.0
    if heading is not None and heading.piece >= 0:
        distance = position - heading.piece
        if 0 <= distance <= _NEAR_TITLE:
            score += 2.5 - distance / _NEAR_TITLE
        elif -15 <= distance < 0:
            score += 0.8
        elif distance < 0:
            score -= 1
        else:
            score -= min(1.5, distance / 400)
    if buy.pieces:
        nearest = min(abs(position - place) for place in buy.pieces)
        score += max(0.0, 1.5 - nearest / 40)
    return score


def visible_amounts(spots: Iterable[Spot]) -> frozenset[Decimal]:
    """Return every amount the page shows anywhere."""
    return frozenset(
        value for spot in spots for amount in spot.amounts for value in (amount.value, amount.high) if value is not None
    )
