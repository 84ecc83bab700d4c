"""Chooses the price among what structured data, embedded state and the page itself say, and explains the choice."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from crawler.read.data.product import Product
from crawler.read.dom.document import Document, place_of
from crawler.read.dom.outline import Outline
from crawler.read.dom.place_words import place_words
from crawler.read.dom.spots import Spot
from crawler.read.dom.titles import Heading
from crawler.read.item.kept_price import kept_price
from crawler.read.item.labelled_price import labelled_price
from crawler.read.money.prices import (
    Amount,
    currency_of_sign,
    masked_kind,
    names_promotion,
    normalise_price_text,
    reason_in,
    settle,
)
from crawler.records import OtherValue, Source

_SURE = 4.0
"""From this score on an amount on the page is taken for the product's price without any other source."""
_POSSIBLE = 2.5
_CLOSE = 3.2
"""Amounts within this distance of the best score belong to the same price block."""
_EQUAL = 0.3
_BESIDE = 14
_WALL_BEFORE, _WALL_BEHIND = 15, 60
"""Text pieces around the heading in which a page says why it shows no price."""
_BLOCK = 45
"""Text pieces between the first and last amount of one price block."""
_EXPLICIT = re.compile(r"[A-Z]{2,3}\s?\$|[A-Z]{3}|人民币|美元|\w币")
_SHARED_SIGNS = {
    "USD": frozenset({"USD", "CAD", "AUD", "HKD", "TWD", "ARS", "CLP", "MXN", "COP", "NZD", "SGD", "UYU"}),
    "CNY": frozenset({"CNY", "JPY", "TWD", "HKD"}),
    "INR": frozenset({"INR", "PKR", "LKR", "NPR"}),
    "SEK": frozenset({"SEK", "NOK", "DKK", "ISK"}),
}
_PRICE_LABEL = re.compile(r"(?:价|价格|價|價格|price|prix|preis)\s*[:：]?\s*$|(?:价|价格|price)\s*[:：]", re.IGNORECASE)
_PRICE_COLON = re.compile(r"(?:价|价格|價|price)\s*[:：]\s*$", re.IGNORECASE)
_AMOUNT_START = re.compile(r"\s*[¥￥$€£]?\s*\d")
_LONGEST_REASON = 24
_LONGEST_PRICE_LABEL = 12
_LONGEST_MASK = 8
_SIGN = re.compile(r"(?:US|HK|NT)?[¥￥$＄€£]")
_GLYPHS = re.compile(r"[\ue000-\uf8ff]")
_PLAUSIBLE_DISCOUNT = Decimal("0.02")


@dataclass(slots=True)
class PriceChoice:
    """The price read, everything beside it, and where it stands."""

    price: Decimal | None = None
    price_max: Decimal | None = None
    reason: str | None = None
    kind: Literal["sale", "final"] | None = None
    starting: bool = False
    currency: str | None = None
    list_price: Decimal | None = None
    amounts: tuple[tuple[str, Decimal], ...] = ()
    source: Source | None = None
    place: str | None = None
    text: str | None = None
    list_source: Source | None = None
    others: tuple[OtherValue, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class CurrencySign:
    """A currency the page names without an amount, with the text and the place it was read from."""

    value: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class _Shown:
    """The price block of the page: the likeliest spots, read together."""

    price: Decimal | None
    price_max: Decimal | None
    kind: Literal["sale", "final"] | None
    starting: bool
    currency: str | None
    list_price: Decimal | None
    amounts: tuple[Amount, ...]
    spot: Spot | None
    score: float


_NONE = _Shown(None, None, None, False, None, None, (), None, -99.0)


def choose_price(
    document: Document,
    products: Sequence[Product],
    spots: Sequence[Spot],
    *,
    default_currency: str | None,
    heading: Heading | None = None,
) -> PriceChoice:
    """Return the price any buyer pays now; `products` are the page's product as each source states it, in order."""
    stated = [product for product in products if product.price is not None]
    wall = None if stated else _wall(document, heading)
    shown = _shown(spots if wall is None else [spot for spot in spots if spot.piece <= wall.piece])
    chosen = _agreeing(stated, spots, shown)
    choice = PriceChoice()
    if chosen is not None and not _page_knows_better(chosen, shown, spots):
        _take_product(choice, chosen)
        if shown.price == chosen.price:
            choice.list_price = choice.list_price or shown.list_price
            choice.starting = choice.starting or shown.starting
            if choice.price_max == choice.price and shown.price_max is not None:
                choice.price_max = shown.price_max
    elif shown.price is not None and shown.spot is not None and shown.score >= _needed(products, stated):
        _take_shown(choice, document, shown)
        lists = [p.price for p in stated if p.price is not None and choice.price is not None and p.price > choice.price]
        if choice.list_price is None and lists:
            choice.list_price = min(lists)
    elif stated:
        _take_product(choice, stated[0])
    elif wall is None and (kept := kept_price(document)) is not None:
        choice.price = choice.price_max = kept.amount
        choice.kind, choice.source, choice.place, choice.text = "sale", "embedded_state", kept.place, kept.text
    elif wall is None and (labelled := labelled_price(document, default_currency)) is not None:
        read = labelled.read
        choice.price, choice.price_max, choice.kind = read.price, read.price_max, "sale"
        choice.currency, choice.source = read.currency, "label"
        choice.place, choice.text = labelled.place, labelled.text
    else:
        choice.reason = wall.reason if wall is not None else _reason(document, spots)
    _finish(choice, stated, shown, default_currency)
    return choice


@dataclass(frozen=True, slots=True)
class _Wall:
    """Where the page shows, in place of its price, why there is none: amounts behind it are something else."""

    piece: int
    reason: str


def _wall(document: Document, heading: Heading | None) -> _Wall | None:
    outline = document.outline
    first, last = 0, len(outline.pieces)
    if heading is not None and heading.piece >= 0:
        first, last = max(0, heading.piece - _WALL_BEFORE), heading.piece + _WALL_BEHIND
    for position, piece in enumerate(outline.pieces[first:last], first):
        if piece.hidden or len(piece.text) > _LONGEST_REASON or (heading is not None and position == heading.piece):
            continue
        if _is_masked(outline, position):
            return _Wall(position, "masked")
        reason = reason_in(piece.text)
        if reason is None or reason == "masked":
            continue
        before = outline.pieces[position - 1].text if position else ""
        before = before if len(before) <= _LONGEST_PRICE_LABEL else ""
        element = outline.elements[piece.element]
        above = outline.elements[element.parent] if element.parent >= 0 else element
        priced = place_words()["price"] & (element.words | above.words)
        if priced or _PRICE_LABEL.search(piece.text) or _PRICE_LABEL.search(before):
            return _Wall(position, reason)
    drawn = _drawn_price(document)
    if drawn is not None and first <= drawn < last:
        return _Wall(drawn, "image_only")
    return None


def _is_masked(outline: Outline, position: int) -> bool:
    """Return whether the price stands here with its digits hidden, in one piece of text or in several."""
    piece = outline.pieces[position]
    texts = [piece.text]
    if len(piece.text) <= _LONGEST_MASK and (above := outline.elements[piece.element].parent) >= 0:
        start, end = outline.extents[above]
        if end - start > 1 and outline.length(above) <= _LONGEST_REASON:
            texts.append("".join(part.text for part in outline.pieces[start:end] if not part.hidden))
    before = outline.pieces[position - 1].text if position else ""
    for text in texts:
        kind = masked_kind(text)
        if kind == "sale" and len(before) <= _LONGEST_PRICE_LABEL:
            kind = masked_kind(f"{before} {text}") or kind
        if kind in ("sale", "group", "single", "unit"):
            return True
    return False


def shown_currency(document: Document, heading: Heading | None, default: str | None) -> CurrencySign | None:
    """Return the currency whose sign the page shows where its price would stand, though no amount could be read."""
    outline = document.outline
    first, last = 0, len(outline.pieces)
    if heading is not None and heading.piece >= 0:
        first, last = max(0, heading.piece - _WALL_BEFORE), heading.piece + _WALL_BEHIND
    for piece in outline.pieces[first:last]:
        if piece.hidden or len(piece.text) > _LONGEST_MASK or not (sign := _SIGN.match(piece.text)):
            continue
        code = currency_of_sign(sign.group())
        if code is not None:
            code = default if default in _SHARED_SIGNS.get(code, ()) else code
            return CurrencySign(code or "", piece.text, place_of(outline.elements[piece.element].node))
    return None


def _needed(products: Sequence[Product], stated: Sequence[Product]) -> float:
    """Return how sure an amount on the page must be: surer where the page's data says there are no goods."""
    if stated:
        return 0.0
    unavailable = any(product.availability in ("out_of_stock", "off_shelf") for product in products)
    return _SURE if unavailable else _POSSIBLE


def _shown(spots: Sequence[Spot]) -> _Shown:
    usable = [spot for spot in spots if not spot.elsewhere]
    payable = [spot for spot in usable if not spot.struck and settle(spot.amounts, "").price is not None]
    # A price named old beside a current one is what used to be paid; alone it is the price.
    paying = [spot for spot in payable if not _is_old(spot) and spot.score >= _POSSIBLE] or payable
    if all(_is_old(spot) for spot in paying) and any(_is_rent(spot) for spot in usable[:1]):
        # Beside a rent 市场价 says what the goods are worth: they are not for sale.
        return _NONE
    if not paying:
        return _in_parts(usable)
    if _is_alone(payable[0], paying):
        paying = [payable[0]]
    # Of amounts equally likely the first leads: the smallest quantity's of a ladder, the main one of a table.
    best = min((spot for spot in paying if spot.score >= paying[0].score - _EQUAL), key=lambda spot: spot.piece)
    parts = _in_parts(usable)
    if parts.spot is not None and parts.spot.score > best.score and abs(parts.spot.piece - best.piece) > _BESIDE:
        # A deposit and its balance stand where the price would: the next amounts are other goods'.
        return parts
    block = [
        spot
        for spot in usable
        if not spot.crowded
        and (
            (spot.score >= best.score - _CLOSE and abs(spot.piece - best.piece) <= _BLOCK)
            # What used to be paid, or a deposit, is marked down for its name, but stands beside the price.
            or (abs(spot.piece - best.piece) <= _BESIDE and _says_kind(spot))
        )
    ] or [best]
    currency = next((amount.currency for amount in best.amounts if amount.currency and amount.kind != "none"), None)
    amounts = [amount for amount in best.amounts if currency is None or amount.currency in (None, currency)]
    for spot in block:
        if spot is best:
            continue
        for amount in spot.amounts:
            if amount.currency not in (None, currency):
                continue
            if spot.struck or spot.former:
                amounts.append(_as_list(amount))
            elif amount.kind != "sale":
                amounts.append(amount)
    read = settle(amounts, "")
    if read.kind == "final" or read.price is None:
        # 券后价 leads only where no price without a coupon stands in the block.
        plain = [
            amount
            for spot in block
            if not (spot.struck or spot.former) and abs(spot.piece - best.piece) <= _BESIDE
            for amount in spot.amounts
            if amount.kind == "sale"
        ]
        if plain:
            amounts.extend(plain)
            read = settle(amounts, "")
    reduced = _reduced(best, block)
    if reduced is not None and read.kind == "sale":
        amounts = [_as_list(amount) if amount.kind == "sale" else amount for amount in amounts]
        amounts.extend(amount for amount in reduced.amounts if amount.kind == "sale")
        read, best = settle(amounts, ""), reduced
    lists = [amount.value for amount in amounts if amount.kind == "list"]
    list_price = max((value for value in lists if read.price is not None and value > read.price), default=None)
    return _Shown(
        read.price, read.price_max, read.kind, read.starting, currency, list_price, tuple(amounts), best, best.score
    )


def _reduced(best: Spot, block: Sequence[Spot]) -> Spot | None:
    """Return the promotion that stands beside the plain price and below it: 价格 ¥69 活动价 ¥46."""
    if _promotes(best):
        return None
    plain = next((amount.value for amount in best.amounts if amount.kind == "sale"), None)
    if plain is None:
        return None
    found = (
        spot
        for spot in block
        if spot is not best and not (spot.struck or spot.former) and abs(spot.piece - best.piece) <= _BESIDE
    )
    return next(
        (
            spot
            for spot in found
            if _promotes(spot)
            and any(
                amount.kind == "sale" and plain * _PLAUSIBLE_DISCOUNT < amount.value < plain for amount in spot.amounts
            )
        ),
        None,
    )


def _promotes(spot: Spot) -> bool:
    head = normalise_price_text(f"{spot.label} {spot.text}").partition(spot.amounts[0].text)[0]
    return names_promotion(head)


def _is_alone(lead: Spot, paying: Sequence[Spot]) -> bool:
    """Return whether the likeliest spot is old by its part's name only, and no current price stands beside it."""
    if not lead.former or all(amount.kind in ("list", "none") for amount in lead.amounts):
        return False
    return lead.score >= paying[0].score and all(abs(spot.piece - lead.piece) > _BESIDE for spot in paying)


def _is_old(spot: Spot) -> bool:
    return spot.former or all(amount.kind in ("list", "none") for amount in spot.amounts)


def _is_rent(spot: Spot) -> bool:
    return any(amount.kind == "rent" for amount in spot.amounts)


def _says_kind(spot: Spot) -> bool:
    return spot.struck or spot.former or any(amount.kind not in ("sale", "none", "unit") for amount in spot.amounts)


def _in_parts(usable: Sequence[Spot]) -> _Shown:
    """Return the price that stands in parts: a deposit in one place, the balance in another."""
    parts = [spot for spot in usable if not spot.crowded and not spot.struck and _is_part(spot)]
    parts = [spot for spot in parts if abs(spot.piece - parts[0].piece) <= _BESIDE]
    amounts = tuple(amount for spot in parts for amount in spot.amounts if amount.kind in _PARTS)
    read = settle(amounts, "")
    if read.price is None:
        return _NONE
    spot = replace(parts[0], score=max(_POSSIBLE, parts[0].score))
    return _Shown(read.price, read.price_max, "sale", False, read.currency, None, amounts, spot, spot.score)


_PARTS = frozenset({"deposit", "balance", "instalment"})


def _is_part(spot: Spot) -> bool:
    return any(amount.kind in _PARTS for amount in spot.amounts)


def _as_list(amount: Amount) -> Amount:
    return Amount(amount.value, "list", amount.currency, amount.text, amount.high, amount.starting, amount.per)


def _agreeing(stated: Sequence[Product], spots: Sequence[Spot], shown: _Shown) -> Product | None:
    """Return the statement to believe: the first whose price the page shows, else the first."""
    if not stated:
        return None
    visible = {
        amount.value
        for spot in spots
        if not (spot.struck or spot.elsewhere)
        for amount in spot.amounts
        if amount.kind not in ("list", "none")
    }
    confirmed = [product for product in stated if product.price in visible]
    first = stated[0]
    if first in confirmed or not confirmed:
        lower = [p for p in stated if p.price is not None and first.list_price is None and p.list_price == first.price]
        # Where one source names another's price as the list price, that one is out of date.
        return lower[0] if lower else first
    return next((product for product in confirmed if product.price == shown.price), confirmed[0])


def _page_knows_better(product: Product, shown: _Shown, spots: Sequence[Spot]) -> bool:
    """Return whether the page itself plainly shows another price now: a promotion its data does not know of."""
    if shown.price is None or product.price is None or shown.price == product.price or shown.score < _SURE:
        return False
    if product.currency and shown.currency and product.currency != shown.currency:
        return False
    if product.price_max is not None and product.price <= shown.price <= product.price_max:
        return False
    if any(amount.kind in ("deposit", "balance") and amount.value == product.price for amount in shown.amounts):
        return True
    places = [spot for spot in spots if any(amount.value == product.price for amount in spot.amounts)]
    is_list = shown.list_price == product.price or (
        bool(places)
        and all(
            spot.struck
            or spot.former
            or all(amount.kind == "list" for amount in spot.amounts if amount.value == product.price)
            for spot in places
        )
    )
    cheaper = product.price * _PLAUSIBLE_DISCOUNT < shown.price < product.price
    if is_list and cheaper:
        return True
    # State kept for scripts is older than what they drew; a structured statement is made for machines and kept current.
    if product.source == "embedded_state":
        return cheaper or not places
    return not places and shown.score >= _SURE + 3 and cheaper


def _take_product(choice: PriceChoice, product: Product) -> None:
    choice.price = product.price
    choice.price_max = product.price_max
    choice.list_price = product.list_price
    choice.currency = product.currency
    choice.starting = product.starting
    choice.kind = "final" if product.extra.get("kind") == "final" else "sale"
    choice.source = product.source
    choice.place = product.place
    choice.text = product.price_text or str(product.price)


def _take_shown(choice: PriceChoice, document: Document, shown: _Shown) -> None:
    assert shown.spot is not None
    choice.price = shown.price
    choice.price_max = shown.price_max
    choice.list_price = shown.list_price
    choice.currency = shown.currency
    choice.starting = shown.starting
    choice.kind = shown.kind
    choice.source = "heuristic"
    choice.place = place_of(document.outline.elements[shown.spot.element].node)
    choice.text = f"{shown.spot.label} {shown.spot.text}".strip()


def _finish(choice: PriceChoice, stated: Sequence[Product], shown: _Shown, default_currency: str | None) -> None:
    if choice.price is not None:
        choice.price_max = max(choice.price, choice.price_max or choice.price)
        if choice.list_price is not None and choice.list_price <= choice.price:
            choice.list_price = None
        if choice.currency is None:
            choice.currency = shown.currency or next((p.currency for p in stated if p.currency), None)
        choice.currency = _settled_currency(choice, default_currency)
    choice.amounts = tuple(_by_kind(choice, shown))
    others = []
    for product in stated:
        if product.price is not None and product.price != choice.price:
            others.append(OtherValue(value=format(product.price, "f"), source=product.source, place=product.place))
    if shown.price is not None and shown.price != choice.price and shown.spot is not None:
        others.append(OtherValue(value=format(shown.price, "f"), source="heuristic", place=shown.spot.text[:60]))
    choice.others = tuple(others)


def _settled_currency(choice: PriceChoice, default: str | None) -> str | None:
    """Return the currency: "$", "¥", "元", "Rs" and "kr" belong to several, so the page's own statement decides."""
    if choice.currency is None or default is None:
        return choice.currency or default
    if choice.source != "heuristic" or _EXPLICIT.search(choice.text or ""):
        return choice.currency
    return default if default in _SHARED_SIGNS.get(choice.currency, ()) else choice.currency


def _by_kind(choice: PriceChoice, shown: _Shown) -> list[tuple[str, Decimal]]:
    kinds: dict[tuple[str, Decimal], None] = {}
    if choice.price is not None:
        kinds[(choice.kind or "sale", choice.price)] = None
        if choice.price_max is not None and choice.price_max > choice.price:
            kinds[("range_low", choice.price)] = None
            kinds[("range_high", choice.price_max)] = None
        if choice.starting:
            kinds[("from", choice.price)] = None
    if choice.list_price is not None:
        kinds[("list", choice.list_price)] = None
    for amount in shown.amounts:
        if amount.kind not in ("none", "sale", "group", "single"):
            kinds[(amount.kind, amount.value)] = None
        elif amount.kind in ("group", "single"):
            kinds[("sale", amount.value)] = None
    return list(kinds)


def _drawn_price(document: Document) -> int | None:
    """Return the text piece at which the price is a picture or stands in a glyph font of the page's own."""
    outline = document.outline
    places = place_words()
    candidates = {element.number: element for element in (*outline.tagged("img"), *outline.named(places["price"]))}
    for _number, element in sorted(candidates.items()):
        if element.hidden:
            continue
        if element.tag == "img":
            # A picture right behind a price label: 本店售价：<img>.
            position = _first_piece_after(outline, element.number)
            following = outline.pieces[position].text if position < len(outline.pieces) else ""
            if (
                position
                and _PRICE_COLON.search(outline.pieces[position - 1].text)
                and not _AMOUNT_START.match(following)
            ):
                return position - 1
            continue
        start, end = outline.extents[element.number]
        text = "".join(piece.text for piece in outline.pieces[start:end])
        if _GLYPHS.search(text):
            return start
        if not any(character.isdigit() for character in text) and len(text) <= 20:
            picture = element.node.css_first("img")
            if picture is not None and "src" in picture.attributes:
                return start if text else max(0, _first_piece_after(outline, element.number) - 1)
    return None


def _first_piece_after(outline: Outline, number: int) -> int:
    return bisect_right(outline.pieces, number, key=lambda piece: piece.order)


def _reason(document: Document, spots: Sequence[Spot]) -> str:
    """Return why the page shows no price."""
    if _drawn_price(document) is not None:
        return "image_only"
    outline = document.outline
    for piece in outline.pieces:
        if not piece.hidden and len(piece.text) <= 24 and (reason := reason_in(piece.text)):
            return reason
    if any(amount.kind == "member" for spot in spots for amount in spot.amounts):
        return "member_only"
    if any(amount.kind == "rent" for spot in spots for amount in spot.amounts):
        return "rent_only"
    if not document.complete:
        return "truncated"
    return "not_shown" if document.rendered or not document.scripts else "not_loaded"
