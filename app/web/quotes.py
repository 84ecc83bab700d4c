"""Finds a finding's quote in a captured text: whole, or piece by piece where it was put together from several."""

import re
from collections.abc import Iterable

QUOTE_LENGTH = 500
"""So much of a quote is looked for; a longer one begins where its beginning does."""
REACH = 1200
"""Pieces of one quote are looked for this close together."""
EACH = 50
"""Places of one piece that are considered."""
JOINT, REMARK, COMMA, COLON = "｜", "（", "、", "："
"""How quotes are put together: pieces, a remark behind the quoted text, a list of labels or a value behind a colon."""
Span = tuple[int, int]


def find_quote(text: str, quote: str) -> Span | None:
    """Return where a quote stands in a text, blanks counting for nothing; None when it does not."""
    return next(iter(_places(text, quote, most=1)), None)


def quote_spans(text: str, quote: str) -> list[Span]:
    """Return where a quote, or else the pieces it was put together from, stand; in order, apart from each other."""
    whole = find_quote(text, quote)
    if whole:
        return [whole]
    found: list[Span] = []
    for piece in quote.split(JOINT):
        span = find_quote(text, piece) or find_quote(text, piece.partition(REMARK)[0]) or _labelled(text, piece)
        found += [span] if span else _closest(text, piece.partition(COLON)[2].split(COMMA))
    return apart(found)


def apart(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, without those that lie in or over an earlier one."""
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _labelled(text: str, piece: str) -> Span | None:
    """Return where a value stands behind its label (型号：X-1 read from two cells), not where else it stands.

    The label is part of the place where only blanks and signs part them.
    """
    label, _, value = piece.partition(COLON)
    labels = _places(text, label, most=EACH)
    pairs = [(place, name) for place in _places(text, value, most=EACH) for name in labels if name[1] <= place[0]]
    if not pairs:
        return None
    place, name = min(pairs, key=lambda pair: pair[0][0] - pair[1][1])
    if place[0] - name[1] > REACH:
        return None
    return place if re.search(r"\w", text[name[1] : place[0]]) else (name[0], place[1])


def _closest(text: str, pieces: list[str]) -> list[Span]:
    """Return places of the pieces where most of them stand close together; a word may stand elsewhere, too."""
    wanted = [piece for piece in pieces if piece.strip()]
    places = sorted((span, number) for number, piece in enumerate(wanted) for span in _places(text, piece, most=EACH))
    best: dict[int, Span] = {}
    for index, (first, _) in enumerate(places):
        here: dict[int, Span] = {}
        for span, number in places[index:]:
            if span[1] - first[0] > REACH:
                break
            here.setdefault(number, span)
        if len(here) > len(best):
            best = here
    return apart(best.values())


def _places(text: str, quote: str, *, most: int) -> list[Span]:
    letters = "".join(quote.split())[:QUOTE_LENGTH]
    if not letters:
        return []
    pattern = re.compile(r"\s*".join(re.escape(letter) for letter in letters))
    found: list[Span] = []
    for match in pattern.finditer(text):
        found.append(match.span())
        if len(found) == most:
            break
    return found
