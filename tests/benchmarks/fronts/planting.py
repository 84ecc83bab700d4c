"""Plants the products of a front from a seed: the same seed gives the same shop."""

import random
import tomllib
from decimal import Decimal
from itertools import product as combinations
from pathlib import Path
from typing import Any

from tests.benchmarks.fronts.codes import bar_code, ccc_number, licence_number, order_number, report_number
from tests.benchmarks.fronts.records import FrontData, Kind, Offer, Product, Variant

DATA = Path(__file__).parent / "data"
COUNT = 50
FIRST_CASE, CASE_STEP = 2, 7
DIRECT_ROWS = ("name", "brand", "model")
LATER_ROWS = ("maker", "address", "standard", "ccc", "licence", "report", "gtin", "warning")
ALWAYS = 0.75
CROSSED_OUT = frozenset({"plain", "sale", "split", "member"})
"""Cases in which the amount before the reduction may stand beside the price."""
ENDINGS = (Decimal("0"), Decimal("0"), Decimal("0.9"), Decimal("0.5"), Decimal("0.99"), Decimal("0.80"))


def load(name: str) -> dict[str, Any]:
    """Return one data file."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def load_kinds() -> tuple[Kind, ...]:
    return tuple(Kind.model_validate(row) for row in load("goods")["kinds"])


def load_front(name: str) -> FrontData:
    return FrontData.model_validate(load("fronts")[name])


class Planter:
    """Plants one front's products."""

    def __init__(self, name: str, front: FrontData, seed: int) -> None:
        self._front = front
        self._chance = random.Random(f"{seed}:{name}")
        self._kinds = load_kinds()
        self._words = load("words")
        self._english = front.language != "zh"

    def plant(self, count: int = COUNT) -> tuple[Product, ...]:
        """Return the first `count` products; fewer are a prefix of more."""
        start = self._chance.randint(1200, 80000)
        return tuple(self._product(place, start + place * 7) for place in range(count))

    def _product(self, place: int, number: int) -> Product:
        chance, words = self._chance, self._words
        kind = self._kinds[place % len(self._kinds)]
        case = self._case(place)
        zh, latin = chance.choice(words["brands"])
        brand = chance.choice(words["english_brands"]) if self._english else chance.choice((zh, f"{zh}{latin}", latin))
        model = f"{chance.choice(kind.prefix)}-{chance.choice('ABDEHKT')}{chance.randint(102, 989)}"
        maker, address = self._maker(zh)
        price = self._price(kind)
        facts = {
            "name": chance.choice(kind.names),
            "brand": brand,
            "model": model,
            "maker": maker,
            "address": address,
            "standard": self._front.separator.join(kind.standards),
            "ccc": ccc_number(chance, kind.ccc) if kind.ccc else None,
            "licence": licence_number(chance, kind.licence, tuple(words["provinces"])) if kind.licence else None,
            "report": report_number(chance),
            "gtin": bar_code(chance),
            "warning": kind.english_warning if self._english else kind.warning,
        }
        title, in_title = self._title(kind, brand, model, str(facts["name"]))
        rows, shown = self._rows(kind, facts)
        stock = chance.random()
        sold_out, off_shelf = (case == "plain" and stock < 0.08), (case == "plain" and 0.08 <= stock < 0.14)
        variants = self._variants(kind, case, number, price)
        return Product(
            number=number, case=case, kind=kind, title=title, name=str(facts["name"]), brand=brand, model=model,
            shop=self._front.shop.format(brand=zh, maker=maker),
            maker=maker, maker_address=address, standards=kind.standards, ccc=facts["ccc"], licence=facts["licence"],
            report=str(facts["report"]), warning=str(facts["warning"]), gtin=str(facts["gtin"]),
            sku=f"{chance.choice(('HH', 'SP', 'A', 'KT'))}{number:06d}",
            price=price, list_price=self._list_price(price, case),
            deposit=Decimal(chance.choice((10, 20, 50))), balance=price,
            variants=self._emptied(variants) if sold_out else variants,
            sold_out=sold_out, off_shelf=off_shelf and not self._english,
            categories=kind.english_categories if self._english else kind.categories,
            rows=rows, shown=shown, in_title=in_title,
            related=tuple(self._offer(number + step) for step in (1000, 1003, 1010, 1019)),
            reviews=self._reviews(price, model), sold=chance.randint(3, 9800), points=chance.randint(5, 300),
            order_number=order_number(chance),
        )  # fmt: skip

    def _case(self, place: int) -> str:
        turn, rest = divmod(place - FIRST_CASE, CASE_STEP)
        return self._front.cases[turn] if rest == 0 and 0 <= turn < len(self._front.cases) else "plain"

    def _maker(self, brand: str) -> tuple[str, str]:
        chance, words = self._chance, self._words
        if self._english:
            place = chance.randrange(len(words["english_makers"]))
            return words["english_makers"][place], words["english_addresses"][place % len(words["english_addresses"])]
        province, city, district = chance.choice(words["towns"])
        firm = f"{city}{brand}{chance.choice(words['trades'])}{chance.choice(words['forms'])}"
        tail = chance.choice(("", "A栋3楼", "（云峰工业园内）"))
        return firm, f"{province}{city}{district}{chance.choice(words['streets'])}{chance.randint(2, 388)}号{tail}"

    def _price(self, kind: Kind) -> Decimal:
        chance = self._chance
        scale = 5 if self._english else 1
        whole = chance.randint(max(kind.low // scale, 3), max(kind.high // scale, 9))
        return (whole + chance.choice(ENDINGS)).quantize(Decimal("0.01"))

    def _list_price(self, price: Decimal, case: str) -> Decimal | None:
        crossed = self._chance.random() < 0.6 or case == "sale"
        return self._above(price) if crossed and case in CROSSED_OUT else None

    def _above(self, price: Decimal) -> Decimal:
        return (price * self._chance.choice((Decimal("1.2"), Decimal("1.5"), Decimal("2")))).quantize(Decimal("1.00"))

    def _title(self, kind: Kind, brand: str, model: str, name: str) -> tuple[str, frozenset[str]]:
        chance = self._chance
        with_model = chance.random() < 0.4
        words = chance.sample(kind.english_words if self._english else kind.words, 2)
        if self._english:
            parts = [brand, model if with_model else "", kind.english, "-", ", ".join(words)]
            title = " ".join(part for part in parts if part)
        else:
            parts = [brand, name, model if with_model else "", *words]
            title = chance.choice(("", " ")).join(parts[:2]) + " " + " ".join(part for part in parts[2:] if part)
        return title, frozenset({"brand", "model"} if with_model else {"brand"})

    def _rows(self, kind: Kind, facts: dict[str, str | None]) -> tuple[tuple[tuple[str, str], ...], frozenset[str]]:
        chance, rows, shown = self._chance, [], set()
        specs = kind.english_specs if self._english else kind.specs
        plain = [(label, chance.choice(values)) for label, values in specs.items()]
        extra = [("Country of origin", "EU")] if self._english else [("产地", "中国大陆"), ("售后服务", "全国联保")]
        for fact in (*DIRECT_ROWS, "", *LATER_ROWS):
            if not fact:
                rows += plain
                continue
            value, labels = facts[fact], self._front.labels.get(fact)
            if value and labels and chance.random() < ALWAYS:
                rows.append((chance.choice(labels), value))
                shown.add(fact)
        rows.insert(chance.randint(0, len(rows)), chance.choice(extra))
        return tuple(rows), frozenset(shown)

    def _variants(self, kind: Kind, case: str, number: int, price: Decimal) -> tuple[Variant, ...]:
        chance = self._chance
        if case not in ("plain", "range", "sale", "coupon", "group", "member"):
            return ()
        if case == "plain" and chance.random() < 0.35:
            return ()
        axes = list((kind.english_axes if self._english else kind.axes).items())
        steps = {value: place for _, values in axes for place, value in enumerate(values)}
        differ = case == "range" or (case == "plain" and chance.random() < 0.6)
        step = (price * Decimal("0.2")).quantize(Decimal("1.00")) or Decimal(1)
        found: list[Variant] = []
        for values in combinations(*(values for _, values in axes)):
            add = step * steps[values[-1]] if differ else Decimal(0)
            found.append(
                Variant(
                    code=f"{number}{len(found) + 1:02d}",
                    options=tuple(zip((label for label, _ in axes), values, strict=True)),
                    price=price + add,
                    list_price=None,
                    stock=chance.randint(2, 400),
                    gtin=bar_code(chance),
                )
            )
        gone = chance.randrange(1, len(found)) if len(found) > 2 and chance.random() < 0.5 else None
        if gone is None or found[gone].price == max(variant.price for variant in found):
            return tuple(found)
        return tuple(
            variant.model_copy(update={"stock": 0}) if place == gone else variant for place, variant in enumerate(found)
        )

    @staticmethod
    def _emptied(variants: tuple[Variant, ...]) -> tuple[Variant, ...]:
        return tuple(variant.model_copy(update={"stock": 0}) for variant in variants)

    def _offer(self, number: int) -> Offer:
        kind = self._chance.choice(self._kinds)
        brand = self._chance.choice(self._words["english_brands" if self._english else "brands"])
        price = self._price(kind)
        name = f"{brand} {kind.english}" if self._english else f"{brand[0]}{kind.names[0]} {kind.words[0]}"
        return Offer(number=number, title=name, price=price, list_price=self._above(price))

    def _reviews(self, price: Decimal, model: str) -> tuple[tuple[str, str], ...]:
        chance, words = self._chance, self._words
        prefix = "english_" if self._english else ""
        found = []
        for text in chance.sample(words[f"{prefix}reviews"], 3):
            other, lower = price + chance.randint(3, 30), max(price - chance.randint(2, 20), Decimal(1))
            maker = self._maker("澄野")[0]
            said = text.format(other=other, lower=lower, maker=maker, model=model[:-1] + "0X")
            found.append((chance.choice(words[f"{prefix}buyers"]), said))
        return tuple(found)
