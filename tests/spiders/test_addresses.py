"""What addresses of the declared platforms mean: kind, item, canonical form; a row per form."""

import tomllib
from pathlib import Path

import pytest

from crawler.addresses import clean_url, declaration_of, locate
from crawler.platforms import PlatformDeclaration, load_platforms, platform_name
from crawler.read.item.item_ids import declared_item_id
from crawler.read.item.kinds import declared_pattern

SPIDERS = Path(__file__).resolve().parents[2] / "spiders"
PLATFORMS = {declaration.name: declaration for declaration in load_platforms(SPIDERS)}
TABLE: dict[str, dict[str, list[list[str]]]] = tomllib.loads(
    Path(__file__).with_name("addresses.toml").read_text(encoding="utf-8")
)
ROWS = [(name, *row) for name, part in TABLE.items() for row in part["rows"]]


def test_every_platform_has_its_addresses() -> None:
    assert set(TABLE) == set(PLATFORMS)


@pytest.mark.parametrize(("name", "url", "kind", "item", "canonical"), ROWS)
def test_where_an_address_of_a_platform_leads(name: str, url: str, kind: str, item: str, canonical: str) -> None:
    everyone = tuple(PLATFORMS.values())

    place = locate(url, declaration_of(url, everyone))

    assert (place.kind, place.item_id, place.url) == (kind, item or None, clean_url(canonical or url))
    assert platform_name(url, everyone) == name


@pytest.mark.parametrize(("name", "url", "kind", "item", "canonical"), ROWS)
def test_reading_and_capture_take_an_address_alike(name: str, url: str, kind: str, item: str, canonical: str) -> None:
    pattern = declared_pattern(url, PLATFORMS[name])

    assert (pattern.kind if pattern else "other", declared_item_id(url, pattern)) == (kind, item or None)
    assert canonical is not None


@pytest.mark.parametrize(("name", "url"), [(row[0], row[1]) for row in ROWS])
def test_a_canonical_address_is_its_own(name: str, url: str) -> None:
    once = locate(url, PLATFORMS[name])

    again = locate(once.url, PLATFORMS[name])

    assert (again.url, again.kind, again.item_id, again.shop) == (once.url, once.kind, once.item_id, once.shop)


@pytest.mark.parametrize("declaration", PLATFORMS.values(), ids=PLATFORMS)
def test_an_address_inside_another_is_not_it(declaration: PlatformDeclaration) -> None:
    for row in TABLE[declaration.name]["rows"]:
        carrying = f"https://elsewhere-{declaration.hosts[0]}/jump?to={row[0]}"

        assert not declaration.owns(carrying)
        assert locate(carrying, declaration).kind == "other"
