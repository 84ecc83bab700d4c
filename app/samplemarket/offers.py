"""The street's ordinary and planted offers: which product, at what price, with what shown where."""

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from random import Random
from typing import Literal

from pydantic import TypeAdapter

from app.samplemarket.catalogue import ProductMaker
from app.samplemarket.chance import stream
from app.samplemarket.declared import GroupSpec, OtherSpec, StorySpec, load_groups, load_others, load_stories
from app.samplemarket.goods import Fate, Offer, Place, PriceTag, Product, Shop
from app.samplemarket.numbers import mask
from app.samplemarket.words import description, nameless_title, title

SPREAD = 0.2
"""Standard deviation of ln(price) inside a sub-group; cut at twice that, so that no honest price is an outlier."""
LOW = Decimal("0.27")
"""A planted low price as a share of the group's median (at most 0.3)."""
CHEAP_TIER = Decimal("0.3")
SELF_BUILT = ("yanxi", "lanting", "yuxuan", "shiliu")
PRICE_GROUPS_IN_DEMO = ("power_bank", "kettle")
COUNTS = {"price": 36, "tier": 32, "few": 8, "plain": 14}
"""Sellers on the two platforms that carry a group, by its role, in the whole market."""
DEMO_COUNTS = {"price": 25, "other": 2}
LOWS = {True: 3, False: 2}
SELF_BUILT_COUNTS = {"yanxi": 3, "lanting": 3, "yuxuan": 2, "shiliu": 2}
STYLES: tuple[Literal["plain", "list_sale", "coupon", "range", "group_buy", "deposit", "coupon_only"], ...] = (
    "plain", "plain", "list_sale", "list_sale", "coupon", "range", "group_buy", "deposit", "plain", "coupon_only",
)  # fmt: skip
FIELD_OF_PLACE = {
    "maker": "maker",
    "address": "maker_address",
    "standard": "standards",
    "ccc": "certificate_numbers",
    "xk": "licence_numbers",
}


class OfferMaker:
    """Makes offers one after the other and gives each its id on its site."""

    def __init__(self, seed: int, shops: Sequence[Shop], first_ids: dict[str, int], *, full: bool) -> None:
        self.seed = seed
        self.full = full
        self.shops = tuple(shops)
        self.products = ProductMaker(stream(seed, "products"))
        self._next = dict(first_ids)
        self._turn = 0

    def next_id(self, site: str) -> str:
        """Return a fresh item id of a site."""
        number = self._next[site]
        self._next[site] += 7 if site == "qiandu" else 1
        return str(number)

    def shop(self, site: str) -> Shop:
        """Return the next shop of a site, all in turn."""
        found = [shop for shop in self.shops if shop.site == site]
        self._turn += 1
        return found[(self._turn * 5) % len(found)]

    def offer(
        self, shop: Shop, group: GroupSpec, *, story: StorySpec | None = None, copy: int = 0,
        product: Product | None = None, price: Decimal | None = None,
    ) -> Offer:  # fmt: skip
        """Return one offer of a product in a shop, with a story's changes applied."""
        item_id = self.next_id(shop.site)
        draw = stream(self.seed, "offer", shop.site, item_id)
        product = product or self.products.product(group)
        values = shown_values(product, group)
        places = default_places(values)
        fields: dict[str, object] = {}
        if story:
            _apply(story, copy, values, places)
            fields = _story_fields(story, copy)
        tag = price_tag(draw, price or usual_price(draw, Decimal(group.price)), _style(draw, story))
        if story and story.price == "discount":
            tag = discount_tag(tag.price)
        keep_spec = not (story and story.bare)
        return Offer(
            site=shop.site,
            item_id=item_id,
            shop=shop.key,
            story=story.id if story else "ordinary",
            group=group.id,
            title=nameless_title(draw, product)
            if story and story.nameless
            else title(draw, product, group, spec=keep_spec, model=places.get("model") == "title"),
            path=group.path,
            values=values,
            places=places,
            params=(group.params if keep_spec else ()) + (story.extra if story else ()),
            options=group.options if (keep_spec and draw.random() < 0.6) or tag.style == "range" else (),
            description=description(draw),
            tag=tag,
            shape=group.shape,
            pictures=_pictures(draw, story),
            sold=draw.randint(3, 9000),
            stock=draw.randint(5, 900),
            **fields,
        )


def shown_values(product: Product, group: GroupSpec) -> dict[str, str]:
    """Return what a complete page of the product shows, by field."""
    values = {
        "name": product.noun,
        "brand": product.brand,
        "model": product.model,
        "spec": group.spec[1],
        "maker": product.maker,
        "address": product.maker_address,
        "standard": "、".join(group.standards),
        "ccc": product.ccc,
        "xk": product.xk,
        "warning": group.warning,
    }
    return {field: value for field, value in values.items() if value}


def default_places(values: Iterable[str]) -> dict[str, Place]:
    """Return the attribute table as the place of every value."""
    return dict.fromkeys(values, "attribute")


def _apply(story: StorySpec, copy: int, values: dict[str, str], places: dict[str, Place]) -> None:
    for field in story.omit:
        places.pop(field, None)
    for field, place in story.place.items():
        if field in places:
            places[field] = place
            if place == "masked":
                values[f"{field}_shown"] = mask(values[field])
    if story.spoil and story.spoil in values:
        values[f"{story.spoil}_shown"] = spoiled(values[story.spoil], copy)


def spoiled(number: str, copy: int) -> str:
    """Return a complete number of a wrong form: too short, too long, an impossible year, a letter among the digits."""
    if number.startswith("XK"):
        forms = [number[:2] + number[3:], number[:-2], number + "12"]
    else:
        forms = [number[:-1], number + "7", "1998" + number[4:], number[:4] + "A" + number[5:]]
    return forms[copy % len(forms)]


def _story_fields(story: StorySpec, copy: int) -> dict[str, object]:
    fate, fate_day = split_fate(story.fates[copy % len(story.fates)])
    hidden = tuple(FIELD_OF_PLACE[field] for field in story.place if field in FIELD_OF_PLACE)
    return {
        "breaches": story.rules,
        "honest": () if story.rules else (story.id,),
        "not_observable": hidden if story.not_observable else (),
        "fate": fate,
        "fate_day": fate_day,
        "gate": story.gate,
        "cross_border": story.cross_border,
        "first_day": story.first_day,
    }


def _pictures(draw: Random, story: StorySpec | None) -> bool:
    """Return whether long pictures stand in the description; never beside a planted breach, which they would cover."""
    if story:
        return "image" in story.place.values()
    return draw.random() < 0.3


def split_fate(text: str) -> tuple[Fate, int | None]:
    """Return a fate and its day from `mended:1` or `still`."""
    word, _, day = text.partition(":")
    return TypeAdapter(Fate).validate_python(word), int(day) if day else None


def usual_price(draw: Random, median: Decimal) -> Decimal:
    """Return an honest seller's price: log-normal about the median, cut at twice the spread."""
    step = max(-2 * SPREAD, min(2 * SPREAD, draw.gauss(0, SPREAD)))
    return tidy(median * Decimal(math.exp(step)))


def tidy(amount: Decimal) -> Decimal:
    """Return the amount as shops write it: whole yuan, or ending in .9 when small."""
    if amount >= 60:
        return amount.quantize(Decimal(1))
    return amount.quantize(Decimal(1)) - Decimal("0.1") if amount >= 5 else amount.quantize(Decimal("0.1"))


def _style(draw: Random, story: StorySpec | None) -> str:
    return "plain" if story and (story.rules or story.bare) else draw.choice(STYLES)


def price_tag(draw: Random, price: Decimal, style: str) -> PriceTag:
    """Return the price as a page of this style prints it; what any buyer pays now is always `price`."""
    times = Decimal(draw.choice(("1.25", "1.4", "1.6")))
    more = tidy(price * times)
    if style == "list_sale":
        return PriceTag(style="list_sale", price=price, top=price, list_price=more)
    if style == "coupon":
        return PriceTag(style="coupon", price=price, top=price, coupon_price=tidy(price * Decimal("0.9")))
    if style == "coupon_only":
        return PriceTag(style="coupon_only", price=price, top=price, list_price=more, coupon_price=price)
    if style == "range":
        return PriceTag(style="range", price=price, top=tidy(price * Decimal("1.15")))
    if style == "group_buy":
        return PriceTag(style="group_buy", price=price, top=price, list_price=tidy(price * Decimal("1.1")))
    if style == "deposit" and price >= 60:
        return PriceTag(style="deposit", price=price, top=price, deposit=tidy(price / 10))
    return PriceTag(price=price, top=price)


def discount_tag(price: Decimal) -> PriceTag:
    """Return an honest promotion: struck-through list price, running price, and a deep coupon nobody need have."""
    return PriceTag(
        style="coupon", price=price, top=price, list_price=tidy(price * 2), coupon_price=tidy(price * Decimal("0.45"))
    )


def ordinary_offers(maker: OfferMaker) -> list[Offer]:
    """Return the complete, honest offers of every group, and the planted low prices among them."""
    made: list[Offer] = []
    for number, group in enumerate(load_groups()):
        if maker.full or group.demo:
            made += _group_offers(maker, group, number)
    return made


def _group_offers(maker: OfferMaker, group: GroupSpec, number: int) -> list[Offer]:
    draw = stream(maker.seed, "group", group.id)
    platform_shops = [shop for shop in maker.shops if shop.site not in SELF_BUILT]
    judged = group.role == "price" and (maker.full or group.id in PRICE_GROUPS_IN_DEMO)
    lows = LOWS[maker.full] if judged else 0
    count = COUNTS[group.role] if maker.full else DEMO_COUNTS["price" if judged else "other"]
    sellers = _spread(draw, platform_shops, count + lows, number)
    others = _self_built(maker, group, number, judged=judged)
    stock = [maker.products.product(group) for _ in range(max(2, (count + 1) // 2))]
    made = []
    for place, shop in enumerate([*sellers[:count], *others]):
        median = Decimal(group.price)
        if group.role == "tier" and place % 2 and maker.full:
            median *= CHEAP_TIER
        price = usual_price(draw, median)
        if group.role == "few" and place == 1:
            price = tidy(median * LOW)
        made.append(maker.offer(shop, group, product=stock[place % len(stock)], price=price))
    for shop in sellers[count:]:
        made.append(low_offer(maker, shop, group))
    return made


def _spread(draw: Random, shops: list[Shop], count: int, number: int) -> list[Shop]:
    """Return `count` different shops, beginning somewhere else for each group so that every shop gets its share."""
    start = number * 11 % len(shops)
    turned = shops[start:] + shops[:start]
    step = max(1, len(shops) // count)
    chosen = (turned[::step] + [shop for place, shop in enumerate(turned) if place % step])[:count]
    draw.shuffle(chosen)
    return chosen


def _self_built(maker: OfferMaker, group: GroupSpec, number: int, *, judged: bool) -> list[Shop]:
    sites = {shop.site: shop for shop in maker.shops if shop.site in SELF_BUILT}
    if not maker.full:
        turn = ("yanxi", "lanting", "shiliu", "yuxuan", "lanting", "yanxi")
        names = ("yanxi", "lanting") if judged else (turn[number % 6], turn[(number + 4) % 6])
        return [sites[name] for name in names]
    if group.role in ("price", "tier"):
        return [sites[name] for name in SELF_BUILT]
    if group.role == "few":
        return []
    return [sites[name] for name in SELF_BUILT for _ in range(SELF_BUILT_COUNTS[name])]


def low_offer(maker: OfferMaker, shop: Shop, group: GroupSpec) -> Offer:
    """Return an otherwise complete offer at a price far below its group."""
    price = tidy(Decimal(group.price) * LOW)
    tag = PriceTag(price=price, top=price)
    offer = maker.offer(shop, group, price=price)
    return offer.model_copy(
        update={"tag": tag, "options": (), "story": "price_low", "breaches": ("PRICE_ABNORMALLY_LOW",)}
    )


def story_offers(maker: OfferMaker) -> list[Offer]:
    """Return the planted breaches and honest look-alikes of `stories.toml`."""
    groups = {group.id: group for group in load_groups()}
    made = []
    for story in load_stories():
        for copy in range(story.full if maker.full else story.demo):
            site = story.sites[copy % len(story.sites)]
            group = groups[story.groups[copy % len(story.groups)]]
            made.append(maker.offer(maker.shop(site), group, story=story, copy=copy))
    return made


def other_offers(maker: OfferMaker) -> list[Offer]:
    """Return goods out of scope, and those that only look like goods in scope."""
    made = []
    for spec in load_others():
        for copy in range(spec.full if maker.full else spec.demo):
            made.append(_other(maker, spec, copy))
    return made


def _other(maker: OfferMaker, spec: OtherSpec, copy: int) -> Offer:
    shop = maker.shop(spec.sites[copy % len(spec.sites)])
    price = Decimal(spec.prices[copy % len(spec.prices)])
    item_id = maker.next_id(shop.site)
    draw = stream(maker.seed, "offer", shop.site, item_id)
    return Offer(
        site=shop.site,
        item_id=item_id,
        shop=shop.key,
        story=spec.id,
        group=None,
        title=spec.titles[copy % len(spec.titles)],
        path=spec.path,
        values={},
        places={},
        params=spec.params,
        description=description(draw),
        tag=PriceTag(price=price, top=price),
        sold=draw.randint(3, 9000),
        stock=draw.randint(5, 900),
        honest=(spec.id,),
    )
