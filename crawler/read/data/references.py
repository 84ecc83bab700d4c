"""Puts what a store keeps apart and names by reference (`{"__ref": "Brand:3"}`) back where it is referred to."""

from collections.abc import Mapping
from typing import Any

_REFERENCE = "__ref"
_MOST_ENTRIES = 20_000
_LARGEST = 12
"""Keys of the largest thing that is put in place: a brand, a category, a picture; goods of their own stay apart."""
_MAX_DEPTH = 24


def holds_references(text: str) -> bool:
    """Return whether a script's text refers to things kept apart."""
    return f'"{_REFERENCE}"' in text


def resolved(data: Any) -> Any:
    """Return the data of a normalised store with its small things in place; any other data as it is."""
    if not isinstance(data, dict) or not 1 < len(data) <= _MOST_ENTRIES:
        return data
    small = {key: entry for key, entry in data.items() if isinstance(entry, dict) and _is_small(entry)}
    return _in_place(data, small, 0) if small else data


def _is_small(entry: Mapping[str, Any]) -> bool:
    return 0 < len(entry) <= _LARGEST and not any(isinstance(value, dict | list) for value in entry.values())


def _in_place(value: Any, small: Mapping[str, Any], depth: int) -> Any:
    if depth > _MAX_DEPTH:
        return value
    if isinstance(value, list):
        return [_in_place(entry, small, depth + 1) for entry in value]
    if not isinstance(value, dict):
        return value
    name = value.get(_REFERENCE)
    if isinstance(name, str) and len(value) == 1:
        return small.get(name, value)
    return {key: _in_place(entry, small, depth + 1) for key, entry in value.items()}
