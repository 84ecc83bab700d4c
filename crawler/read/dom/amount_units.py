"""Finds the element that holds one whole amount, and reads its text: digits, sign and unit may stand in parts of it."""

import re
from functools import lru_cache
from itertools import islice

from crawler.read.dom.outline import Element, Outline, TextPiece
from crawler.read.dom.place_words import part_signs
from crawler.read.money.prices import normalise_price_text

_SIGN = r"[¥￥$＄€£₽₩₹฿₫₪₺₴₱₸￦円元원圓]"
_AFTER = (
    r"\d\s?(?:块|zł|kr\b|Kč|Ft\b|лв|руб|грн|lei|kn\b|TL\b|din)"
    r"|\d\s?(?:USD|EUR|GBP|CNY|RMB|HKD|TWD|JPY|KRW|RUB|PLN|BRL|ARS|CLP|INR|PKR|AUD|CAD|HRK|TRY|ILS|SEK|NOK|DKK|CZK)\b"
)
_BEFORE = r"\b(?:Rs\.?|RM|Rp|CHF|[A-Z]{2,3})\s?\d"
MONEY = re.compile(f"{_SIGN}|{_AFTER}|{_BEFORE}", re.IGNORECASE)
_MARKS_OF_MONEY = (re.compile(_SIGN), *(re.compile(words, re.IGNORECASE) for words in (_AFTER, _BEFORE)))
"""The same one by one, commonest first: most texts are told by a sign, and each part alone is tried at few letters."""
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d[\d.,]*")
_MOST_NUMBERS = 3
"""Numbers in the text of one amount at most: 2 件 9.5 折 ¥39."""
_BLOCKS = frozenset(
    {"div", "p", "li", "td", "th", "tr", "dd", "dt", "ul", "ol", "table", "section", "h1", "h2", "h3", "h4"}
)
_ROWS = frozenset({"body", "tr", "ul", "ol", "dl", "table", "html"})
"""Elements that hold several things beside each other."""
_RANGE_TEXT = re.compile(r"^\D{0,14}\d[\d.,]*\s*元?\s*(?:-|–|—|~|至|到)\s*\D{0,4}\d[\d.,]*\D{0,8}$")
_LONGEST_UNIT = 32
_LARGEST_UNIT = 300
"""Letters of an element above which an amount is what its own piece of text says."""
_STRUCK = frozenset({"del", "s", "strike"})
_LINE_THROUGH = re.compile(r"line-through", re.IGNORECASE)


def amount_text(outline: Outline, unit: int, position: int) -> str:
    """Return the text of an amount's element without what is crossed out in it; of a large one only the piece."""
    start, end = outline.extents[unit]
    if outline.length(unit) > _LARGEST_UNIT or (end - start == 1 and outline.pieces[start].element == unit):
        return outline.pieces[position].text
    return unit_text(outline, unit, struck=False)


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
                or (last is not None and apart(outline, last.number, piece.element, number))
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
SIGNS_OF_MONEY = "¥￥$€£"
_CENTS = re.compile(r"^\d\d$")


def run_of_digits(outline: Outline, number: int) -> tuple[str, int]:
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
    if len(text) > _LONGEST_RUN or not _WHOLE_AMOUNT.match(text):
        return "", end
    signed = _with_signs(outline, text, first, last, parent)
    # ￥<b>79</b> beside another amount is whole only with the sign before it.
    goes_on = last < len(pieces) and pieces[last].text[0] in ".,0123456789"
    alone = last - first == 1 and text[0] not in SIGNS_OF_MONEY and signed != text and not goes_on
    return (signed, last) if parted or alone else ("", end)


def _with_signs(outline: Outline, run: str, first: int, last: int, block: int) -> str:
    """Return a number with the sign that ends the text before it or begins the one behind: 本店价：￥ 8 .5, 8 .5 元."""
    pieces = outline.pieces
    before = pieces[first - 1] if first else None
    if before and not _is_sign(pieces[first]) and before.text[-1] in SIGNS_OF_MONEY and _beside(outline, before, block):
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
    return piece.text[0] in SIGNS_OF_MONEY


_WHOLE_AMOUNT = re.compile(r"^[¥￥$€£]?\d+(?:,\d{3})*(?:\.\d{1,2})?$")
PURE_DIGITS = re.compile(r"^[\d.,]+(?:元|起|万|w)?$")


def _continues(before: str, text: str) -> bool:
    """Return whether a piece goes on with the number or sign before it: ¥ 3 9 .9, not 200 followed by 2 bids."""
    if before[-1].isdigit() or before[-1] in ".,":
        return bool(PURE_DIGITS.match(text)) if text[0].isdigit() else not text[0].isascii() or text[0] in ".,-~/%"
    return not (before[-1].isalpha() and before[-1].isascii() and text[0].isalnum())


def _only_digits(outline: Outline, number: int, within: int) -> bool:
    """Return whether an element holds part of a number and nothing else: `2` of `<b>2</b>`, not of `<b>2 bids</b>`."""
    if number == within:
        return True
    start, end = outline.extents[number]
    return bool(PURE_DIGITS.match("".join(piece.text for piece in outline.pieces[start:end])))


def apart(outline: Outline, left: int, right: int, within: int) -> bool:
    """Return whether two elements stand in different blocks of a third."""
    return _block(outline, left, within) != _block(outline, right, within)


def _block(outline: Outline, number: int, within: int) -> int:
    while number != within and number >= 0 and outline.elements[number].tag not in _BLOCKS:
        number = outline.elements[number].parent
    return number


def unit_of(outline: Outline, number: int) -> int:
    """Return the element that holds one whole amount: climbs while hardly any text is added."""
    while True:
        element = outline.elements[number]
        parent = element.parent
        if parent < 0 or outline.elements[parent].tag in _ROWS:
            return number
        if is_struck(element) or outline.length(parent) > _LONGEST_UNIT or _names_kind(element):
            return number
        if is_formerly(outline, element):
            return number
        start, end = outline.extents[parent]
        text = "".join(piece.text for piece in outline.pieces[start:end])
        numbers, signs = _counted(text)
        # ￥<b>46.00</b>元 has two signs and one amount, which is whole only with both.
        split = numbers == 1 and signs > 1 and not shows_money(_own_text(outline, number))
        if (signs > 1 and not split) or numbers > _MOST_NUMBERS:
            return parent if _RANGE_TEXT.match(normalise_price_text(text)) else number
        number = parent


def _own_text(outline: Outline, number: int) -> str:
    start, end = outline.extents[number]
    return "".join(piece.text for piece in outline.pieces[start:end])


@lru_cache(maxsize=20_000)
def _counted(text: str) -> tuple[int, int]:
    """Return how many numbers and signs of money a text holds; what climbs asks the same text again and again."""
    return len(_NUMBER.findall(text)), len(MONEY.findall(text)) if shows_money(text) else 0


@lru_cache(maxsize=20_000)
def shows_money(text: str) -> bool:
    """Return whether a text holds an amount with a sign or word of money."""
    sign, after, before = _MARKS_OF_MONEY
    return bool(sign.search(text) or (_DIGIT.search(text) and (after.search(text) or before.search(text))))


def is_struck(element: Element) -> bool:
    """Return whether an element's markup crosses it out."""
    style = element.attributes.get("style")
    return element.tag in _STRUCK or (bool(style) and _LINE_THROUGH.search(style or "") is not None)


def _crossed_out(outline: Outline, number: int, within: int) -> bool:
    """Return whether a part inside `within` crosses an element out, or names it an old price."""
    while number > within:
        element = outline.elements[number]
        signs = part_signs(element.words)
        if is_struck(element) or (signs.price and signs.old and not signs.now):
            return True
        if is_formerly(outline, element):
            return True
        number = element.parent
    return False


def is_formerly(outline: Outline, element: Element) -> bool:
    """Return whether an element inside a price part bears a name that only former prices have (was, origin)."""
    signs = part_signs(element.words)
    if not signs.former or signs.now:
        return False
    parent = element.parent
    if parent >= 0 and outline.length(parent) <= _LARGEST_PAIR and _shows_two_amounts(outline, parent):
        return True
    return any(part_signs(part.words).price for part in islice(outline.ancestors(element.number), 3))


_LARGEST_PAIR = 30
_TWO_AMOUNTS = re.compile(r"\s*[¥￥$€£]\s?[\d.,]+\s*[¥￥$€£]\s?[\d.,]+\s*")


def _shows_two_amounts(outline: Outline, number: int) -> bool:
    """Return whether an element shows two amounts and nothing else: what is paid and what was."""
    return bool(_TWO_AMOUNTS.fullmatch(_own_text(outline, number)))


def _names_kind(element: Element) -> bool:
    """A part that names itself old or new price must not be merged with its neighbour."""
    signs = part_signs(element.words)
    return signs.price and (signs.old or signs.now)
