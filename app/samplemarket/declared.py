"""The market's declared data (`data/*.toml`), validated once."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from app.samplemarket.goods import Disclosure, Division, Place, Site
from config.record import Record

DATA = Path(__file__).parent / "data"


class GroupSpec(Record):
    """A product group as the street sells it."""

    id: str
    nouns: tuple[str, ...]
    path: tuple[str, ...]
    spec: tuple[str, str]
    options: tuple[str, ...]
    params: tuple[tuple[str, str], ...]
    standards: tuple[str, ...]
    ccc: str | None = None
    xk: str | None = None
    warning: str | None = None
    trade: str
    shape: str
    price: str
    role: Literal["price", "tier", "few", "plain"] = "plain"
    demo: bool = False


class StorySpec(Record):
    """What is done to some offers, and which rules must then fire."""

    id: str
    rules: tuple[str, ...] = ()
    omit: tuple[str, ...] = ()
    place: dict[str, Place] = {}
    spoil: str | None = None
    nameless: bool = False
    bare: bool = False
    not_observable: bool = False
    cross_border: bool = False
    gate: Literal["none", "captcha", "robots", "slow_down"] = "none"
    price: Literal["usual", "discount"] = "usual"
    extra: tuple[tuple[str, str], ...] = ()
    first_day: int = 0
    groups: tuple[str, ...]
    sites: tuple[str, ...]
    fates: tuple[str, ...] = ("still",)
    full: int
    demo: int


class OtherSpec(Record):
    """Goods out of scope, or that only look alike."""

    id: str
    titles: tuple[str, ...]
    path: tuple[str, ...]
    params: tuple[tuple[str, str], ...]
    prices: tuple[str, ...]
    sites: tuple[str, ...]
    full: int
    demo: int


class ShopKind(Record):
    """How many shops of a site disclose themselves in one way."""

    site: str
    id: str
    disclosure: Disclosure
    seller: Literal["company", "business", "person"] = "company"
    marked: bool = False
    not_observable: bool = False
    rules: tuple[str, ...] = ()
    mended: tuple[int, ...] = ()
    """Day on which the first, second … of them mends its page; 0 = never."""
    full: int
    demo: int


class Names(Record):
    """Invented names to draw from."""

    brands: tuple[str, ...]
    latin_brands: tuple[str, ...]
    model_letters: tuple[str, ...]
    shop_words: tuple[str, ...]
    shop_heads: tuple[str, ...]
    company_words: tuple[str, ...]
    streets: tuple[str, ...]
    anchors: tuple[str, ...]
    divisions: tuple[Division, ...]


def _toml(name: str) -> dict[str, object]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def _rows(name: str, key: str) -> list[dict[str, object]]:
    rows = _toml(name)[key]
    assert isinstance(rows, list)
    return rows


@cache
def load_groups() -> tuple[GroupSpec, ...]:
    """Return the product groups of the street."""
    return tuple(GroupSpec.model_validate(row) for row in _rows("groups.toml", "group"))


@cache
def load_stories() -> tuple[StorySpec, ...]:
    """Return the planted stories."""
    return tuple(StorySpec.model_validate(row) for row in _rows("stories.toml", "story"))


@cache
def load_others() -> tuple[OtherSpec, ...]:
    """Return the goods out of scope."""
    return tuple(OtherSpec.model_validate(row) for row in _rows("others.toml", "other"))


@cache
def load_shop_kinds() -> tuple[ShopKind, ...]:
    """Return how shops disclose themselves."""
    return tuple(ShopKind.model_validate(row) for row in _rows("shops.toml", "kind"))


@cache
def load_sites() -> dict[str, Site]:
    """Return the six sites by name."""
    return {name: Site.model_validate({"name": name, **_table(row)}) for name, row in _toml("sites.toml").items()}


def _table(value: object) -> dict[str, object]:
    assert isinstance(value, dict)
    return value


@cache
def load_names() -> Names:
    """Return the invented names, divisions with their full names."""
    data = _toml("names.toml")
    rows = {str(row["code"]): row for row in _rows("names.toml", "divisions")}

    def full_name(code: str) -> str:
        row = rows[code]
        return (full_name(str(row["parent"])) if "parent" in row else "") + str(row["name"])

    data["divisions"] = [{**row, "full_name": full_name(code)} for code, row in rows.items()]
    for key in ("brands", "shop_heads"):
        data[key] = str(data[key]).split()
    return Names.model_validate(data)
