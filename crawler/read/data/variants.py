"""Puts together the variants that a page's data keeps in pieces: options by id or by joined text, prices, stock."""

import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from crawler.read.data.choices import Axis, variant_names
from crawler.read.data.product import clean
from crawler.read.dom.document import DataBlock
from crawler.read.dom.literals import load_json
from crawler.records import Sku

Options = tuple[tuple[str, str], ...]
ReadEntry = Callable[[Mapping[str, Any]], Sku | None]
"""Reads what one record says of itself, without its options; None where it says neither price, stock nor code."""
ReadTable = Callable[[Mapping[str, Any], Sequence[Mapping[str, Any]]], ReadEntry]
"""Gives the reading of the records of one table, from what stands beside the table and the records."""

_FOLDED = str.maketrans("", "", "_- ")
_MAX_NODES = 60_000
_MAX_DEPTH = 24
_MAX_ROWS = 2_000
_MAX_TABLES = 60
_MAX_AXES = 40
_MAX_VALUES = 300
_MAX_PARTS = 12
_SURE_ID = 3
"""Digits from which on a number alone is taken for the id of a value on the page."""
_LONGEST_NESTED = 400_000
_SEPARATORS = re.compile(r"\s*(?:[;；,，|_/、>:+-]|\s)\s*")
_IDS = re.compile(r"[;,|_\s/]+")
_PAIR = re.compile(r"[:=]")
_NUMBERS = re.compile(r"[\d\s:;,|_=-]*")
_NESTED = re.compile(r"\s*(?:\[\s*[\[{]|\{\s*\")")
_SHOP_SYSTEM = re.compile(r"^attribute_(?:pa_)?")
_POSITION = re.compile(r"option\d?")
_JOINED = re.compile(r"\s*[>;|]\s*")


@dataclass(slots=True)
class _Table:
    """Records of one shape that may be variants, and what stands beside them."""

    rows: list[tuple[str, Mapping[str, Any]]]
    parent: Mapping[str, Any]
    place: str


@dataclass(slots=True)
class Found:
    """What a page's data holds about variants."""

    axes: list[Axis] = field(default_factory=list)
    tables: list[_Table] = field(default_factory=list)


@dataclass(slots=True)
class _Row:
    codes: frozenset[str]
    options: Options
    sku: Sku | None


def find_variants(
    blocks: Iterable[DataBlock], read: ReadTable, page: Callable[[], Sequence[Axis]]
) -> list[tuple[str, tuple[Sku, ...]]]:
    """Return the sets of variants in a page's data with their places, the fullest first.

    `page` gives the axes that the page itself shows; it is asked only where data leaves options open.
    """
    found = Found()
    for block in blocks:
        _collect(block, found)
    if not found.tables:
        return []
    axes = [*found.axes, *(axis for axis in page() if axis.label)]
    read_tables = [(table.place, _read_rows(table, axes, read)) for table in found.tables]
    read_tables = [(place, rows) for place, rows in read_tables if rows]
    options: dict[str, Options] = {}
    stated: dict[str, Sku] = {}
    for row in (row for _place, rows in read_tables for row in rows):
        for code in row.codes:
            if row.options:
                options.setdefault(code, row.options)
            if row.sku is not None:
                stated[code] = filled(stated[code], row.sku) if code in stated else row.sku
    joined = [(place, _joined(rows, options, stated)) for place, rows in read_tables]
    good = [(place, skus) for place, skus in joined if _is_choice(skus)]
    return sorted(good, key=lambda entry: fullness(entry[1]), reverse=True)


def fullness(skus: Sequence[Sku]) -> tuple[bool, bool, int, int]:
    """Return how much a set of variants says, to compare sets: labelled options, prices, stock, number."""
    labelled = bool(skus) and all(sku.options and all(_names_axis(label) for label, _t in sku.options) for sku in skus)
    priced = sum(sku.price is not None for sku in skus)
    return labelled, priced > 0, sum(sku.availability != "unknown" for sku in skus), priced


def _names_axis(label: str) -> bool:
    return label not in ("", "name") and not _POSITION.fullmatch(label)


def unfolded(value: Any, depth: int = 0) -> Any:
    """Return data with the JSON that stands in its strings put in their place."""
    if depth > _MAX_DEPTH:
        return value
    if isinstance(value, dict):
        return {key: unfolded(entry, depth + 1) for key, entry in value.items()}
    if isinstance(value, list):
        return [unfolded(entry, depth + 1) for entry in value]
    if isinstance(value, str) and len(value) <= _LONGEST_NESTED and _NESTED.match(value):
        try:
            return unfolded(load_json(value), depth + 1)
        except (ValueError, RecursionError):
            return value
    return value


# --- what stands in the data


@lru_cache(maxsize=20_000)
def _fold(key: object) -> str:
    return str(key).translate(_FOLDED).lower()


@cache
def _elsewhere() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in variant_names().words.elsewhere))


@lru_cache(maxsize=20_000)
def _is_elsewhere(key: object) -> bool:
    """Return whether a key names what is about other goods."""
    return _elsewhere().search(_fold(key)) is not None


def _collect(block: DataBlock, found: Found) -> None:
    """Gather the axes and the tables of one block, not those of other goods."""
    stack: list[tuple[Any, Mapping[str, Any], str, int]] = [(block.data, {}, block.place, 0)]
    budget = _MAX_NODES
    while stack and budget > 0:
        value, parent, place, depth = stack.pop()
        budget -= 1
        if depth > _MAX_DEPTH:
            continue
        rows = _rows(value)
        if rows:
            axes = _axes(rows) if len(found.axes) < _MAX_AXES else []
            if axes:
                found.axes.extend(axes)
            elif len(found.tables) < _MAX_TABLES:
                found.tables.append(_Table(rows, parent, place))
            if isinstance(value, list) and len(rows) > 1 and _are_goods(rows):
                continue
        if isinstance(value, dict):
            for key, entry in value.items():
                if isinstance(entry, dict | list) and entry and not _is_elsewhere(key):
                    stack.append((entry, value, f"{place}.{key}", depth + 1))
        elif isinstance(value, list):
            for position, entry in enumerate(value[:_MAX_ROWS]):
                if isinstance(entry, dict | list) and entry:
                    stack.append((entry, parent, f"{place}[{position}]", depth + 1))


def _rows(value: Any) -> list[tuple[str, Mapping[str, Any]]]:
    """Return a list's or a dictionary's records with their keys, where it holds nothing else."""
    if not isinstance(value, dict | list):
        return []
    records = islice(value.values() if isinstance(value, dict) else value, _MAX_ROWS)
    if not all(isinstance(entry, dict) and entry for entry in records):
        return []
    if isinstance(value, list):
        return [("", entry) for entry in value[:_MAX_ROWS]]
    return [(str(key), entry) for key, entry in islice(value.items(), _MAX_ROWS)]


def _are_goods(rows: list[tuple[str, Mapping[str, Any]]]) -> bool:
    """Return whether records are goods of their own: each has its own address and picture beside its name."""
    keys = {_fold(key) for key in rows[0][1]}
    return bool(keys & {"url", "href", "link", "handle", "slug"}) and bool(keys & {"name", "title"})


def _axes(rows: list[tuple[str, Mapping[str, Any]]]) -> list[Axis]:
    """Return the axes that records describe: each a name and several values. None where one record does not."""
    axes = []
    for key, entry in rows[:_MAX_AXES]:
        axis = _axis(key, {_fold(name): value for name, value in entry.items()})
        if axis is None:
            return []
        axes.append(axis)
    return axes


def _axis(key: str, entry: Mapping[str, Any]) -> Axis | None:
    keys = variant_names().keys
    label = next((said for name in keys.axis_name if (said := clean(entry.get(name)))), None)
    listed = next((entry[name] for name in keys.axis_values if isinstance(entry.get(name), list | dict)), None)
    if label is None or not listed or "price" in entry or len(listed) > _MAX_VALUES:
        return None
    texts: dict[str, None] = {}
    values: dict[str, str] = {}
    holders: dict[str, str] = {}
    for value_key, value in listed.items() if isinstance(listed, dict) else (("", value) for value in listed):
        text = _value(value)
        if text is None:
            return None
        texts[text] = None
        if value_key:
            values[str(value_key)] = text
        if isinstance(value, dict):
            folded = {_fold(name): part for name, part in value.items()}
            values |= {said: text for name in keys.value_id if (said := clean(folded.get(name))) and said not in values}
            codes: list[Any] = next((folded[name] for name in keys.holders if isinstance(folded.get(name), list)), [])
            holders |= {str(code): text for code in codes}
    ids = {said for name in keys.axis_id if (said := clean(entry.get(name)))}
    return Axis(label, frozenset(ids | ({key} if key else set())), tuple(texts), values, holders)


def _value(value: Any) -> str | None:
    if not isinstance(value, dict):
        return clean(value)
    folded = {_fold(name): part for name, part in value.items()}
    return next((said for name in variant_names().keys.value_name if (said := clean(folded.get(name)))), None)


# --- rows → variants


def _read_rows(table: _Table, axes: Sequence[Axis], read: ReadTable) -> list[_Row]:
    names = _names_beside(table.parent)
    read_entry = read(table.parent, [entry for _key, entry in table.rows])
    rows = []
    for key, entry in table.rows:
        folded = {_fold(name): value for name, value in entry.items()}
        options = _options(key, folded, entry, axes, names)
        codes = {said for name in variant_names().keys.code if (said := clean(folded.get(name)))}
        sku = read_entry(entry)
        if not options and sku is None:
            continue
        rows.append(_Row(frozenset(codes | ({key} if key else set())), options, sku))
    return rows


def _names_beside(parent: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the options in their order, where the thing that has the variants lists them."""
    for key, value in parent.items():
        if _fold(key) in variant_names().keys.names and isinstance(value, list):
            names = [_value(entry) for entry in value]
            if names and all(names):
                return tuple(name for name in names if name)
    return ()


def _options(
    key: str, folded: Mapping[str, Any], entry: Mapping[str, Any], axes: Sequence[Axis], names: tuple[str, ...]
) -> Options:
    """Return what a record says its options are; nothing where a part of them cannot be resolved."""
    return (
        _stated_pairs(folded, axes)
        or _by_position(folded, names)
        or _by_axis_key(entry, axes)
        or _by_holder(key, folded, axes)
        or _by_path(key, folded, axes)
        or _by_text(key, folded, axes)
    )


def _stated_pairs(folded: Mapping[str, Any], axes: Sequence[Axis]) -> Options:
    keys = variant_names().keys
    for name in keys.pairs:
        value = folded.get(name)
        pairs: list[tuple[str, str]] = []
        if isinstance(value, dict):
            pairs = [(str(label), text) for label, part in value.items() if (text := clean(part)) is not None]
            if len(pairs) != len(value):
                continue
        elif isinstance(value, list) and value and all(isinstance(part, dict) for part in value):
            pairs = [pair for part in value if (pair := _pair(part)) is not None]
            if len(pairs) != len(value):
                continue
        if (
            pairs
            and (resolved := tuple(_named(label, text, axes) for label, text in pairs))
            and all(not _NUMBERS.fullmatch(label) and text for label, text in resolved)
        ):
            return resolved
    return ()


def _pair(part: Mapping[str, Any]) -> tuple[str, str] | None:
    keys = variant_names().keys
    folded = {_fold(name): value for name, value in part.items()}
    label_key = next((name for name in keys.axis_name if clean(folded.get(name))), None)
    said = [
        text
        for name in ("value", *keys.value_name)
        if name != label_key and name != "title" and (text := _value(folded.get(name)) if name in folded else None)
    ]
    label = clean(folded[label_key]) if label_key else None
    return (label, said[0]) if label and said else None


def _named(label: str, text: str, axes: Sequence[Axis]) -> tuple[str, str]:
    """Return label and value as the page shows them, where data names them by their ids."""
    for axis in axes:
        if label in axis.ids or label == axis.label or _SHOP_SYSTEM.sub("", label) in axis.ids:
            return axis.label, text if text in axis.texts else axis.values.get(text, text)
    return _SHOP_SYSTEM.sub("", label), text


def _by_position(folded: Mapping[str, Any], names: tuple[str, ...]) -> Options:
    stated = [folded.get(f"option{place}") for place in (1, 2, 3)]
    listed = folded.get("options")
    if not any(stated) and isinstance(listed, list) and listed and all(isinstance(part, str) for part in listed):
        stated = list(listed)
    texts = [text for part in stated if isinstance(part, str | int) and (text := clean(part))]
    if not names and any(stated):
        # Shopify's list of variants stands apart from the names of its options.
        names = ("",) * len(texts)
    if not texts or len(texts) > len(names) or all(_is_default(text) for text in texts):
        return ()
    return tuple(zip(names, texts, strict=False))


def _is_default(text: str) -> bool:
    return text.lower() in variant_names().words.default


def _by_axis_key(entry: Mapping[str, Any], axes: Sequence[Axis]) -> Options:
    """Resolve records that name their values under the axes' own keys: {"s1": 1001, "s2": 1051}, {"93": "930"}."""
    options = []
    for axis in axes:
        for identifier in axis.ids:
            said = clean(entry.get(identifier))
            if said is not None and (text := axis.values.get(said)) is not None:
                options.append((axis.label, text))
                break
    return tuple(dict.fromkeys(options))


def _by_holder(key: str, folded: Mapping[str, Any], axes: Sequence[Axis]) -> Options:
    codes = [key, *(said for name in variant_names().keys.code if (said := clean(folded.get(name))))]
    found = ((axis.label, text) for axis in axes for code in codes if (text := axis.holders.get(code)) is not None)
    return tuple(dict.fromkeys(found))


def _by_path(key: str, folded: Mapping[str, Any], axes: Sequence[Axis]) -> Options:
    """Resolve a path of ids ("1:10;2:21", ";1627207:28341;", "930_941"); every step must be known."""
    for said in (key, *(folded.get(name) for name in variant_names().keys.path)):
        steps: list[str] = []
        if isinstance(said, list):
            steps = [text for part in said if (text := clean(part))]
        elif isinstance(said, str | int):
            steps = [step for step in _IDS.split(str(said)) if step]
        if not steps or len(steps) > _MAX_PARTS:
            continue
        options = [_step(step, axes) for step in steps]
        if all(options):
            resolved = tuple(option for option in options if option)
            if len({label for label, _text in resolved}) == len(resolved):
                return resolved
    return ()


def _step(step: str, axes: Sequence[Axis]) -> tuple[str, str] | None:
    for axis in axes:
        if step in axis.values and _PAIR.search(step):
            return axis.label, axis.values[step]
    parts = _PAIR.split(step)
    if len(parts) > 1:
        named = [axis for axis in axes if parts[0] in axis.ids and parts[1] in axis.values]
        return (named[0].label, named[0].values[parts[1]]) if named else None
    short = step.isdigit() and len(step) < _SURE_ID
    texts = {(axis.label, axis.values[step]) for axis in axes if step in axis.values and not (short and axis.shown)}
    return texts.pop() if len(texts) == 1 else None


def _by_text(key: str, folded: Mapping[str, Any], axes: Sequence[Axis]) -> Options:
    """Resolve options run together in one text, by the values the axes have; a joined key also without axes."""
    stated = [key, *(folded.get(name) for name in variant_names().keys.text)]
    texts = [html.unescape(html.unescape(text)).strip() for text in stated if isinstance(text, str) and text]
    for text in texts:
        if options := _split(text, axes):
            return options
    joined = html.unescape(html.unescape(key)).strip(";> ")
    if joined and not _NUMBERS.fullmatch(joined) and _JOINED.search(joined):
        return tuple(("", part) for part in _JOINED.split(joined) if part)
    return ()


def _split(text: str, axes: Sequence[Axis]) -> Options:
    """Return the values of different axes that a text consists of, with nothing but separators between them."""
    best: Options = ()
    stack: list[tuple[str, Options]] = [(text, ())]
    tried = 0
    while stack and tried < _MAX_VALUES:
        rest, options = stack.pop()
        tried += 1
        if not rest:
            if len(options) > len(best):
                best = options
            continue
        used = {label for label, _text in options}
        for axis in axes:
            if axis.label in used:
                continue
            for value in axis.texts:
                if rest.startswith(value):
                    behind = rest[len(value) :]
                    separator = _SEPARATORS.match(behind)
                    if not behind or separator:
                        stack.append((behind[separator.end() :] if separator else "", (*options, (axis.label, value))))
    return best


# --- joining tables


def _joined(rows: list[_Row], options: Mapping[str, Options], stated: Mapping[str, Sku]) -> tuple[Sku, ...]:
    """Return a table's variants, each with what other tables say of the same code."""
    skus = []
    for row in rows:
        found = row.options or next((options[code] for code in row.codes if code in options), ())
        if not found:
            continue
        sku = row.sku or Sku()
        beside = next((stated[code] for code in row.codes if code in stated), None)
        if beside is not None:
            sku = filled(sku, beside)
        if sku.price is None and sku.availability == "unknown" and sku.sku is None:
            continue
        skus.append(sku.model_copy(update={"options": found}))
    return tuple(skus)


def filled(sku: Sku, beside: Sku) -> Sku:
    """Return a variant with what it lacks taken from another statement of it."""
    return sku.model_copy(
        update={
            "sku": sku.sku or beside.sku,
            "price": beside.price if sku.price is None else sku.price,
            "list_price": sku.list_price or (beside.list_price if sku.price in (None, beside.price) else None),
            "availability": beside.availability if sku.availability == "unknown" else sku.availability,
            "gtin": sku.gtin or beside.gtin,
        }
    )


def completed(skus: Sequence[Sku], others: Iterable[Sequence[Sku]]) -> tuple[Sku, ...]:
    """Return variants with what they lack taken from other statements of the same code."""
    stated = {code: sku for other in others for sku in other for code in (sku.sku, sku.gtin) if code}
    beside = [stated.get(sku.sku or "") or stated.get(sku.gtin or "") for sku in skus]
    return tuple(sku if other is None else filled(sku, other) for sku, other in zip(skus, beside, strict=True))


def _is_choice(skus: Sequence[Sku]) -> bool:
    """Return whether records are variants of one thing: the same labels, and no two alike."""
    if not skus:
        return False
    labels = {tuple(label for label, _text in sku.options) for sku in skus}
    return len(labels) == 1 and len({sku.options for sku in skus}) == len(skus)
