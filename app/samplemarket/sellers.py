"""The street's shops: who sells, where they are registered, and how they disclose it."""

from collections.abc import Iterator

from app.samplemarket.chance import stream
from app.samplemarket.declared import ShopKind, load_names, load_shop_kinds, load_sites
from app.samplemarket.goods import Division, Shop
from app.samplemarket.numbers import credit_code, registration_number, wrong_credit_code

FIRST_KEY = {"qiandu": 1001, "lanbo": 2001}
"""First shop number on the two platforms; a self-built shop is its site."""


def counties() -> tuple[Division, ...]:
    """Return the divisions a seller or maker can have its seat in."""
    return tuple(row for row in load_names().divisions if not row.code.endswith("00"))


def build_shops(seed: int, *, full: bool) -> tuple[Shop, ...]:
    """Return every shop of the street, in order of site and key."""
    shops: list[Shop] = []
    numbers = dict(FIRST_KEY)
    for serial, (kind, copy) in enumerate(_kinds(full=full)):
        key = "shop"
        if kind.site in numbers:
            key = str(numbers[kind.site])
            numbers[kind.site] += 1
        shops.append(_shop(seed, kind, copy, key, serial))
    return tuple(shops)


def _kinds(*, full: bool) -> Iterator[tuple[ShopKind, int]]:
    for kind in load_shop_kinds():
        for copy in range(kind.full if full else kind.demo):
            yield kind, copy


def _shop(seed: int, kind: ShopKind, copy: int, key: str, serial: int) -> Shop:
    draw = stream(seed, "shop", kind.site, key)
    names = load_names()
    seat = draw.choice(counties())
    head = names.shop_heads[serial % len(names.shop_heads)]
    word = names.shop_words[(serial * 7 + serial // len(names.shop_heads)) % len(names.shop_words)]
    city = seat.full_name[len(seat.full_name[:3]) : -len(seat.name)]
    site = load_sites()[kind.site]
    mended = kind.mended[copy] if copy < len(kind.mended) else 0
    honest = () if kind.rules else (kind.id,)
    return Shop(
        site=kind.site,
        key=key,
        name=site.shop_name or (f"{head}{word}" if kind.site == "qiandu" else f"{head}直播间"),
        kind=kind.seller,
        seller=_seller_name(kind, city, seat, head, draw.choice(names.company_words)),
        code=_code(kind, seat, serial),
        address=f"{seat.full_name}{draw.choice(names.streets)}{draw.randint(2, 398)}号",
        phone=f"0990-55{draw.randint(10000, 99999)}",
        marked_individual=kind.marked,
        disclosure=kind.disclosure,
        story=kind.id,
        breaches=kind.rules,
        honest=honest,
        mended_day=mended or None,
        anchor=draw.choice(names.anchors) if kind.site == "lanbo" else None,
        agency=f"{city}{head}文化传媒有限公司" if kind.site == "lanbo" and serial % 2 else None,
    )


def _seller_name(kind: ShopKind, city: str, seat: Division, head: str, word: str) -> str:
    if kind.seller == "person":
        return f"{head[0]}**"
    if kind.seller == "business":
        return f"{seat.name}{head}百货店（个体工商户）"
    return f"{city}{head}{word}有限公司"


def _code(kind: ShopKind, seat: Division, serial: int) -> str:
    if kind.disclosure == "old_number":
        return registration_number(seat.code, 600000 + serial)
    code = credit_code(seat.code, 500 + serial, kind="92" if kind.seller == "business" else "91")
    return wrong_credit_code(code) if kind.disclosure == "wrong_number" else code
