"""Finds the amounts that stand on a page as prices, says of what kind each is, and how likely it is the product's."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from config.declared import load_declared
from config.record import Record
from crawler.read.dom.areas import area_of_heading
from crawler.read.dom.document import Document
from crawler.read.dom.names_of_parts import part_words
from crawler.read.dom.outline import Element, Outline, TextPiece
from crawler.read.dom.titles import Heading, fold
from crawler.read.dom.vocabulary import vocabulary
from crawler.read.money.prices import Amount, find_amounts, masked_kind, normalise_price_text, spells_amount

_SIGN = r"[¥￥$＄€£₽₩₹฿₫₪₺₴₱₸￦円元원圓]"
_AFTER = (
    r"\d\s?(?:块|zł|kr\b|Kč|Ft\b|лв|руб|грн|lei|kn\b|TL\b|din)"
    r"|\d\s?(?:USD|EUR|GBP|CNY|RMB|HKD|TWD|JPY|KRW|RUB|PLN|BRL|ARS|CLP|INR|PKR|AUD|CAD|HRK|TRY|ILS|SEK|NOK|DKK|CZK)\b"
)
_BEFORE = r"\b(?:Rs\.?|RM|Rp|CHF|[A-Z]{2,3})\s?\d"
_MONEY = re.compile(f"{_SIGN}|{_AFTER}|{_BEFORE}", re.IGNORECASE)
_MARKS_OF_MONEY = (re.compile(_SIGN), *(re.compile(words, re.IGNORECASE) for words in (_AFTER, _BEFORE)))
"""The same one by one, commonest first: most texts are told by a sign, and each part alone is tried at few letters."""
_WORDED = re.compile(
    r"(?:(?<![评估身性])价|价格|价钱)\s*[:：]\s*\d{1,7}(?:\.\d{1,2})?(?![\d%％a-zA-Z.,]|\s*(?:[分条人次个折]|月|年|天))"
)
"""An amount that a price's label alone tells for one: 本店价：46."""
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d[\d.,]*")
_MOST_NUMBERS = 3
"""Numbers in the text of one amount at most: 2 件 9.5 折 ¥39."""
_BARE_PRICE = re.compile(r"^[^\d(（]{0,12}\d[\d.,  '’]*(?:\s*(?:-|–|—|~|至)\s*\d[\d.,]*)?\s*[^\d)）]{0,6}$")
_BLOCKS = frozenset(
    {"div", "p", "li", "td", "th", "tr", "dd", "dt", "ul", "ol", "table", "section", "h1", "h2", "h3", "h4"}
)
_ROWS = frozenset({"body", "tr", "ul", "ol", "dl", "table", "html"})
"""Elements that hold several things beside each other."""
_RANGE_TEXT = re.compile(r"^\D{0,14}\d[\d.,]*\s*元?\s*(?:-|–|—|~|至|到)\s*\D{0,4}\d[\d.,]*\D{0,8}$")
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
_LONGEST_UNIT = 32
_LONGEST_PRICE = 34
_SENTENCE = re.compile(r"[\u4e00-\u9fff]{4,}[，。！？；].*[\u4e00-\u9fff]{3,}|[\u4e00-\u9fff]{6,}.*[。！]$")
_LONGEST_PRICE_PART = 70
_LARGEST_UNIT = 300
"""Letters of an element above which an amount is what its own piece of text says."""
_CART = re.compile(r"购物车|購物車|\bcart\b", re.IGNORECASE)
_LABEL_REACH = 24
_REPEATED = 2
"""Text pieces within which the same amount is the same one said again."""
_LONGEST_SPLIT_LABEL = 5
"""A label this short may be the end of one broken over nodes."""
_STRUCK = frozenset({"del", "s", "strike"})
_STRUCK_NAMES = frozenset({"strike", "del", "through", "strikethrough"})
_ASIDE = frozenset({"footer", "nav", "aside"})
_LONGEST_PART = 90
"""Letters of a part around an amount whose names still speak of it."""
_LINE_THROUGH = re.compile(r"line-through", re.IGNORECASE)
_CROWD = 4
_CROWD_DEPTH = 12
_CROWD_LEAST_DEPTH = 2
_NEAR_TITLE = 60
_MAX_SPOTS = 400
_PRICE_PROPERTIES = frozenset({"price", "lowPrice"})
_NO_LABEL = re.compile(r"\d{2}|\d[.,]")


class _Places(Record):
    price: frozenset[str]
    old: frozenset[str]
    former: frozenset[str]
    now: frozenset[str]
    elsewhere: frozenset[str]
    announces: frozenset[str]
    charge: frozenset[str]
    buy: frozenset[str]
    off_shelf: frozenset[str]
    out_of_stock: frozenset[str]
    in_stock: frozenset[str]


@cache
def place_words() -> dict[str, frozenset[str]]:
    """Return the declared words about places, by their group."""
    return dict(load_declared(Path(__file__).with_name("price_places.toml"), _Places))


class _Signs(NamedTuple):
    """What the names of a part say of the amounts in it: which groups of words they hold."""

    price: bool
    old: bool
    former: bool
    now: bool
    elsewhere: bool
    charge: bool


@lru_cache(maxsize=20_000)
def _signs(words: frozenset[str]) -> _Signs:
    places = place_words()
    return _Signs(*[not words.isdisjoint(places[name]) for name in _Signs._fields])


@cache
def place_pattern(name: str, *, longer_than: int = 0) -> re.Pattern[str]:
    """Return a pattern that finds any word of a group."""
    return re.compile("|".join(re.escape(word) for word in place_words()[name] if len(word) > longer_than))


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


@dataclass(frozen=True, slots=True)
class Buy:
    """Where the buttons stand that buy: positions of their text pieces; `found` also counts buttons without text."""

    pieces: tuple[int, ...]
    found: bool


_DONE = re.compile(r"已(?:加入|放入|添加|购买)|added to|成功")
"""What a page tells once somebody has bought, which is no control."""


def buy_controls(document: Document) -> Buy:
    """Return the page's buy controls that can be seen."""
    words, pattern = place_words()["buy"], place_pattern("buy", longer_than=3)
    pieces = []
    for position, piece in enumerate(document.outline.pieces):
        if piece.hidden or len(piece.text) > 24:
            continue
        lowered = piece.text.lower().strip(" +»>·!！")
        if (lowered in words or (len(lowered) <= 16 and pattern.search(lowered))) and not _DONE.search(lowered):
            pieces.append(position)
    found = bool(pieces)
    if not found:
        found = any(
            _buys(node.attributes)
            for node in document.tree.css("input[type=submit],input[type=button],input[type=image],button,a,img[alt]")
        )
    return Buy(tuple(pieces), found)


def _buys(attributes: dict[str, str | None]) -> bool:
    text = " ".join(filter(None, (attributes.get(name) for name in ("value", "title", "aria-label", "alt")))).lower()
    if text and len(text) <= 40 and (text in place_words()["buy"] or place_pattern("buy", longer_than=2).search(text)):
        return True
    names = part_words(attributes)
    return {"add", "cart"} <= names or {"buy", "btn"} <= names or {"buy", "now"} <= names or "addtocart" in names


def price_spots(document: Document, heading: Heading | None, buy: Buy, *, currency: str | None) -> list[Spot]:
    """Return every place that shows money, the likeliest price of the page's product first."""
    outline = document.outline
    units: dict[int, int] = {}
    for position, piece in enumerate(outline.pieces):
        if piece.hidden or len(piece.text) > _LONGEST_PIECE or not _may_be_amount(outline, piece):
            continue
        unit = _unit(outline, piece.element)
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
        text = _amount_text(outline, unit, position)
        run, end = _run(outline, unit)
        if run:
            text, covered = run, end
        priced = _in_price_part(outline, unit)
        signed = _shows_money(text) or _WORDED.search(text) is not None or _is_worded(outline, unit, text)
        if (not signed and not (priced and _BARE_PRICE.match(text))) or masked_kind(text) is not None:
            continue
        label = _label(outline, unit)
        if run and run[0] in _SIGNS:
            label = label.rstrip(_SIGNS + " ")
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
        if not _MONEY.search(amounts[0].text) and _COUNTED.search(
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
    if not _PURE_DIGITS.match(text):
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


def _amount_text(outline: Outline, unit: int, position: int) -> str:
    """Return the text of an amount's element without what is crossed out in it; of a large one only the piece."""
    start, end = outline.extents[unit]
    if outline.length(unit) > _LARGEST_UNIT or (end - start == 1 and outline.pieces[start].element == unit):
        return outline.pieces[position].text
    return unit_text(outline, unit, struck=False)


def _announced(outline: Outline, heading: Heading | None) -> tuple[tuple[int, int], ...]:
    """Return the ranges of text pieces that a heading says are about other goods or buyers: 看了又看, 商品评价."""
    found = []
    for position, piece in enumerate(outline.pieces):
        if len(piece.text) > _LONGEST_HEADING or piece.hidden or not _announces(piece.text):
            continue
        if _shows_money(piece.text) or _CART.search(piece.text):
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


def unit_text(outline: Outline, number: int, *, struck: bool = True) -> str:
    """Return the text inside an element; a number's pieces are joined without blanks, raised cents after a point.

    Without `struck` it lacks what a part inside the element crosses out or calls an old price.
    """
    start, end = outline.extents[number]
    result = ""
    last: Element | None = None
    for piece in outline.pieces[start:end]:
        if piece.hidden or (not struck and _crossed_out(outline, piece.element, number)):
            continue
        element = outline.elements[piece.element]
        if result:
            if (
                element.tag == "sup"
                and re.fullmatch(r"\d{2}", piece.text)
                and result[-1].isdigit()
                and "." not in result[-4:]
            ):
                result += "."
            elif (
                piece.spaced
                or (last is not None and _apart(outline, last.number, piece.element, number))
                or not _continues(result, piece.text)
                or (
                    piece.text[0].isdigit()
                    and result[-1].isdigit()
                    and not _only_digits(outline, piece.element, number)
                )
            ):
                result += " "
        result += piece.text
        last = element
    return result


_RUN = re.compile(r"^[¥￥$€£]?[\d.,]*$")
_LONGEST_RUN = 14
_SIGNS = "¥￥$€£"
_CENTS = re.compile(r"^\d\d$")


def _run(outline: Outline, number: int) -> tuple[str, int]:
    """Return a number whose digits stand in elements beside each other, and where it ends: ￥ 3 9 7 .80."""
    start, end = outline.extents[number]
    pieces = outline.pieces
    if end - start != 1 or not _RUN.match(pieces[start].text):
        return "", end
    parent = _block(outline, pieces[start].element, -1)
    first, last = start, end
    while first > 0 and not _is_sign(pieces[first]) and not pieces[first].spaced and _joins(outline, first - 1, parent):
        first -= 1
    while (
        last < len(pieces) and not _is_sign(pieces[last]) and not pieces[last].spaced and _joins(outline, last, parent)
    ):
        last += 1
    text = ""
    for piece in pieces[first:last]:
        raised = text and "." not in text and outline.elements[piece.element].tag == "sup"
        text += "" if piece.hidden else f".{piece.text}" if raised and _CENTS.match(piece.text) else piece.text
    parted = last - first > 2 or (last - first == 2 and pieces[first + 1].text[0] == ".")
    if not parted or len(text) > _LONGEST_RUN or not _WHOLE_AMOUNT.match(text):
        return "", end
    return _with_signs(outline, text, first, last, parent), last


def _with_signs(outline: Outline, run: str, first: int, last: int, block: int) -> str:
    """Return a number with the sign that ends the text before it or begins the one behind: 本店价：￥ 8 .5, 8 .5 元."""
    pieces = outline.pieces
    before = pieces[first - 1] if first else None
    if before and not _is_sign(pieces[first]) and before.text[-1] in _SIGNS and _beside(outline, before, block):
        return before.text[-1] + run
    behind = pieces[last] if last < len(pieces) else None
    if behind and behind.text[0] == "元" and _beside(outline, behind, block):
        return f"{run}元"
    return run


def _beside(outline: Outline, piece: TextPiece, block: int) -> bool:
    return not piece.hidden and _block(outline, piece.element, -1) == block


def _joins(outline: Outline, position: int, block: int) -> bool:
    piece = outline.pieces[position]
    return bool(_RUN.match(piece.text)) and _block(outline, piece.element, -1) == block


def _is_sign(piece: TextPiece) -> bool:
    """Return whether a piece begins an amount of its own."""
    return piece.text[0] in _SIGNS


_WHOLE_AMOUNT = re.compile(r"^[¥￥$€£]?\d+(?:,\d{3})*(?:\.\d{1,2})?$")
_PURE_DIGITS = re.compile(r"^[\d.,]+(?:元|起|万|w)?$")


def _continues(before: str, text: str) -> bool:
    """Return whether a piece goes on with the number or sign before it: ¥ 3 9 .9, not 200 followed by 2 bids."""
    if before[-1].isdigit() or before[-1] in ".,":
        return bool(_PURE_DIGITS.match(text)) if text[0].isdigit() else not text[0].isascii() or text[0] in ".,-~/%"
    return not (before[-1].isalpha() and before[-1].isascii() and text[0].isalnum())


def _only_digits(outline: Outline, number: int, within: int) -> bool:
    """Return whether an element holds part of a number and nothing else: `2` of `<b>2</b>`, not of `<b>2 bids</b>`."""
    if number == within:
        return True
    start, end = outline.extents[number]
    return bool(_PURE_DIGITS.match("".join(piece.text for piece in outline.pieces[start:end])))


def _apart(outline: Outline, left: int, right: int, within: int) -> bool:
    return _block(outline, left, within) != _block(outline, right, within)


def _block(outline: Outline, number: int, within: int) -> int:
    while number != within and number >= 0 and outline.elements[number].tag not in _BLOCKS:
        number = outline.elements[number].parent
    return number


def _unit(outline: Outline, number: int) -> int:
    """Return the element that holds one whole amount: climbs while hardly any text is added."""
    while True:
        element = outline.elements[number]
        parent = element.parent
        if parent < 0 or outline.elements[parent].tag in _ROWS:
            return number
        if _is_struck(element) or outline.length(parent) > _LONGEST_UNIT or _names_kind(element):
            return number
        if _is_formerly(outline, element):
            return number
        start, end = outline.extents[parent]
        text = "".join(piece.text for piece in outline.pieces[start:end])
        numbers, signs = _counted(text)
        # ￥<b>46.00</b>元 has two signs and one amount, which is whole only with both.
        split = numbers == 1 and signs > 1 and not _shows_money(_own_text(outline, number))
        if (signs > 1 and not split) or numbers > _MOST_NUMBERS:
            return parent if _RANGE_TEXT.match(normalise_price_text(text)) else number
        number = parent


def _own_text(outline: Outline, number: int) -> str:
    start, end = outline.extents[number]
    return "".join(piece.text for piece in outline.pieces[start:end])


@lru_cache(maxsize=20_000)
def _counted(text: str) -> tuple[int, int]:
    """Return how many numbers and signs of money a text holds; what climbs asks the same text again and again."""
    return len(_NUMBER.findall(text)), len(_MONEY.findall(text)) if _shows_money(text) else 0


@lru_cache(maxsize=20_000)
def _shows_money(text: str) -> bool:
    sign, after, before = _MARKS_OF_MONEY
    return bool(sign.search(text) or (_DIGIT.search(text) and (after.search(text) or before.search(text))))


def _is_struck(element: Element) -> bool:
    style = element.attributes.get("style")
    return element.tag in _STRUCK or (bool(style) and _LINE_THROUGH.search(style or "") is not None)


def _crossed_out(outline: Outline, number: int, within: int) -> bool:
    """Return whether a part inside `within` crosses an element out, or names it an old price."""
    while number > within:
        element = outline.elements[number]
        signs = _signs(element.words)
        if _is_struck(element) or (signs.price and signs.old and not signs.now):
            return True
        if _is_formerly(outline, element):
            return True
        number = element.parent
    return False


def _is_formerly(outline: Outline, element: Element) -> bool:
    """Return whether an element inside a price part bears a name that only former prices have (was, origin)."""
    signs = _signs(element.words)
    if not signs.former or signs.now:
        return False
    parent = element.parent
    if parent >= 0 and outline.length(parent) <= _LARGEST_PAIR and _shows_two_amounts(outline, parent):
        return True
    return any(_signs(part.words).price for part in islice(outline.ancestors(element.number), 3))


_JUST_BEFORE = 6
_LARGEST_PAIR = 30
_TWO_AMOUNTS = re.compile(r"\s*[¥￥$€£]\s?[\d.,]+\s*[¥￥$€£]\s?[\d.,]+\s*")


def _shows_two_amounts(outline: Outline, number: int) -> bool:
    """Return whether an element shows two amounts and nothing else: what is paid and what was."""
    return bool(_TWO_AMOUNTS.fullmatch(_own_text(outline, number)))


def _names_kind(element: Element) -> bool:
    """A part that names itself old or new price must not be merged with its neighbour."""
    signs = _signs(element.words)
    return signs.price and (signs.old or signs.now)


def _in_price_part(outline: Outline, number: int) -> bool:
    for _ in range(3):
        if number < 0 or outline.lengths[number] > _LONGEST_PRICE_PART:
            return False
        element = outline.elements[number]
        if _signs(element.words).price or element.attributes.get("itemprop") in _PRICE_PROPERTIES:
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
        if _CART.search(piece.text) and _apart(outline, piece.element, number, -1):
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
            named = _signs(element.words).elsewhere and not _holds(self._outline, element, self._heading)
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
        signs = _signs(element.words)
        if element.attributes.get("itemprop") in _PRICE_PROPERTIES:
            score += 3
        if signs.price and depth <= 2:
            score += 1.5
        if depth <= 1 and _is_struck(element):
            struck = True
        if depth <= 2 and signs.old and not signs.now:
            score -= 1.5
            struck = struck or not _STRUCK_NAMES.isdisjoint(element.words)
            former = former or (depth <= 1 and (signs.price or _is_formerly(outline, element)))
        elif depth <= 2 and signs.now:
            score += 1
        if signs.charge:
            score -= 3
    if _shows_money(normalise_price_text(text)) or _WORDED.search(text):
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


_STAYS = re.compile(r"(?:#(?![/!])|javascript:|tel:|mailto:)", re.IGNORECASE)
"""What a link begins with that opens no other page; `#/` and `#!` are routes of single-page shops."""


def leads_away(href: str | None) -> bool:
    """Return whether a link leads to another page."""
    return bool(href) and not _STAYS.match(href or "")


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
