"""Invented products: brands with their makers, models and numbers, made one after the other so that none repeats."""

from random import Random

from app.samplemarket.declared import GroupSpec, load_names
from app.samplemarket.goods import Product
from app.samplemarket.numbers import ccc_number, licence_number
from app.samplemarket.sellers import counties

MODEL_FORMS = ("{letters}-{number}", "{letters}{number}", "{letters}-{number}A", "{letters}{number}B")


class ProductMaker:
    """Makes products in turn; brands of a group keep their maker, and no model number is used twice."""

    def __init__(self, draw: Random) -> None:
        self._draw = draw
        self._serial = 0

    def product(self, group: GroupSpec) -> Product:
        """Return the next product of a group."""
        self._serial += 1
        draw = self._draw
        names = load_names()
        brand = draw.choice(names.latin_brands if draw.random() < 0.1 else names.brands)
        seat = counties()[(sum(map(ord, brand)) + len(group.trade)) % len(counties())]
        maker_word = brand if not brand.isascii() else names.brands[sum(map(ord, brand)) % len(names.brands)]
        form = draw.choice(MODEL_FORMS)
        return Product(
            group=group.id,
            noun=draw.choice(group.nouns),
            brand=brand,
            model=form.format(letters=draw.choice(names.model_letters), number=1000 + self._serial * 3),
            maker=f"{seat.full_name[3:6]}{maker_word}{group.trade}有限公司",
            maker_address=f"{seat.full_name}{names.streets[sum(map(ord, maker_word)) % len(names.streets)]}"
            f"{sum(map(ord, maker_word)) % 300 + 1}号",
            ccc=ccc_number(draw.randint(2022, 2026), group.ccc, self._serial) if group.ccc else None,
            xk=licence_number(group.xk, self._serial) if group.xk else None,
        )
