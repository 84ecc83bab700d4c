"""Titles and descriptions in a seller's words."""

import tomllib
from functools import cache
from random import Random
from typing import cast

from app.samplemarket.declared import DATA, GroupSpec
from app.samplemarket.goods import Product


@cache
def _words() -> dict[str, object]:
    return tomllib.loads((DATA / "words.toml").read_text(encoding="utf-8"))


def _list(key: str) -> list[str]:
    return cast(list[str], _words()[key])


def title(draw: Random, product: Product, group: GroupSpec, *, spec: bool, model: bool) -> str:
    """Return a marketing title that names the goods, with or without its specification and model."""
    parts = [
        draw.choice(_list("leads")) + (product.brand or ""),
        product.noun,
        group.spec[1] if spec else "",
        *draw.sample(_list("selling"), 2),
        product.model if model else "",
    ]
    return " ".join(part for part in parts if part.strip())


def nameless_title(draw: Random, product: Product) -> str:
    """Return a title without any word for the goods."""
    return f"{product.brand or ''} {draw.choice(_list('nameless'))}".strip()


def description(draw: Random) -> tuple[str, ...]:
    """Return some paragraphs that say nothing about the goods' identity."""
    return tuple(draw.sample(_list("promises"), 2))


def sentence(field: str, value: str) -> str:
    """Return a running sentence that holds a value."""
    return cast(dict[str, str], _words()["sentences"])[field].format(value=value)
