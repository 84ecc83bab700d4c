"""What the keys of shops' data mean, and the nearest of them in and below one dictionary."""

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from config.declared import load_declared
from config.record import Record

_FOLDED = str.maketrans("", "", "_- ")
_GATHER_DEPTH = 4


class _Declared(Record):
    title: Mapping[str, tuple[str, ...]]
    price: Mapping[str, tuple[str, ...]]
    field: Mapping[str, tuple[str, ...]]


@cache
def field_keys() -> dict[str, dict[str, int]]:
    """Return field → folded key → rank."""
    declared = load_declared(Path(__file__).with_name("embedded_keys.toml"), _Declared)
    flat: dict[str, dict[str, int]] = {}
    for group, fields in (("title", declared.title), ("price", declared.price), ("field", declared.field)):
        for name, keys in fields.items():
            label = name if group == "field" else f"{group}.{name}"
            flat[label] = {key: rank for rank, key in enumerate(keys)}
    return flat


@cache
def _wanted() -> dict[str, tuple[tuple[str, int], ...]]:
    """Return folded key → the fields it can be, with its rank there."""
    wanted: dict[str, list[tuple[str, int]]] = {}
    for name, keys in field_keys().items():
        if name in ("price.amount", "option_name", "option_value", "options"):
            continue
        for key, rank in keys.items():
            wanted.setdefault(key, []).append((name, rank))
    return {key: tuple(fields) for key, fields in wanted.items()}


@lru_cache(maxsize=10_000)
def folded_key(key: str) -> str:
    """Return a key as the declared ones are written: lower case, no blanks, dashes or underscores."""
    return key.translate(_FOLDED).lower()


def gather(data: Mapping[str, Any]) -> dict[str, tuple[int, int, Any]]:
    """Return field → (depth, rank, value) of the nearest keys in and below a dictionary, not through long lists."""
    wanted = _wanted()
    found: dict[str, tuple[int, int, Any]] = {}
    stack: list[tuple[Mapping[str, Any], int]] = [(data, 0)]
    seen = 0
    while stack and seen < 400:
        current, depth = stack.pop(0)
        seen += 1
        for key, value in current.items():
            folded = folded_key(str(key))
            fields = wanted.get(folded, ())
            for name, rank in fields:
                if value in (None, "", [], {}) or not _fits(name, value):
                    continue
                if name == "skus":
                    found[f"skus:{len(found)}"] = (depth, rank, value)
                previous = found.get(name)
                if previous is None or (depth, rank) < previous[:2]:
                    found[name] = (depth, rank, value)
            if (
                depth < _GATHER_DEPTH
                and isinstance(value, dict)
                and "recommend" not in folded
                and "related" not in folded
            ):
                if any(name == "skus" for name, _rank in fields):
                    continue
                stack.append((value, depth + 1))
    return found


def _fits(name: str, value: Any) -> bool:
    if name in ("skus", "attributes"):
        return isinstance(value, dict | list)
    if name.startswith("price.") and value in (0, "0", "0.0", "0.00"):
        # salePrice: 0 says that there is no such price.
        return False
    if name in ("images", "category", "brand", "shop") or name.startswith("price."):
        return not isinstance(value, bool)
    return not isinstance(value, dict | list)
