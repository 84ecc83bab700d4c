"""What the documents of each kind may hold: every field's name, its type, whether it is searched as text or as a code.

A store keeps a document as it is handed in and answers by the checked form made here, so that both stores refuse the
same documents and mean the same by a date or an amount.
"""

import hashlib
import json
import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from config.clock import BEIJING
from config.record import Record
from index.codes import fold_code
from index.contract import Document, Kind
from index.tokens import TOKENS_VERSION

FieldType = Literal["keyword", "text", "date", "number", "bool", "stored"]
"""keyword: filtered, counted, sorted; text: only searched; stored: only given back (any JSON)."""
Value = str | int | float | bool

KINDS: tuple[Kind, ...] = ("findings", "listings", "disclosures")
ID = "id"
WORDS = "words"
"""The stores' own field: the tokens of every searched field."""
CODES = "codes"
"""The stores' own field: every identifier in compared form."""

LONGEST_KEYWORD = 32_000
"""Bytes in UTF-8; engines refuse terms of more than 32,766."""
LONGEST_ID = 512
LARGEST_DOCUMENT = 5_000_000
"""Bytes of JSON; far above what a page gives, far below what one request to a server may hold."""
_AMOUNT = re.compile(r"-?\d{1,300}(?:\.\d{1,300})?")


class Field(Record):
    """One declared field."""

    name: str
    type: FieldType
    many: bool = False
    """A list of values. Lists are filtered and counted, never sorted by."""
    searched: bool = False
    """Its words are found by `Query.text`."""
    code: bool = False
    """Its values are found by `Query.exact`."""

    @property
    def countable(self) -> bool:
        """Return whether it can be filtered by value and counted as a facet."""
        return self.type in ("keyword", "bool")

    @property
    def sortable(self) -> bool:
        """Return whether results can be put in its order."""
        return self.type in ("keyword", "date", "number") and not self.many


def _many(type_: FieldType, *names: str, searched: bool = False, code: bool = False) -> tuple[Field, ...]:
    return tuple(Field(name=name, type=type_, many=True, searched=searched, code=code) for name in names)


def _one(type_: FieldType, *names: str, searched: bool = False, code: bool = False) -> tuple[Field, ...]:
    return tuple(Field(name=name, type=type_, searched=searched, code=code) for name in names)


_SELLER = (
    *_one("keyword", "shop", "seller_name", searched=True),
    *_one("keyword", "shop_key"),
    *_one("keyword", "seller_code", code=True),
    *_one("keyword", "seller_region", "seller_region_precision"),
    *_one("keyword", "seller_region_name", searched=True),
    # Every division the region lies in (province, city, county), so that a city's office finds all its counties.
    *_many("keyword", "seller_regions"),
)
_GOODS = (
    *_one("text", "title", searched=True),
    *_one("keyword", "name", "brand", "maker", searched=True),
    *_many("keyword", "models", searched=True, code=True),
    *_many("keyword", "licence_numbers", "certificate_numbers", "report_numbers", code=True),
    *_one("keyword", "group"),
    *_one("keyword", "group_name", searched=True),
    *_one("number", "price"),
    *_one("keyword", "currency", "availability"),
)
_LIVE = _one("text", "live_roles", searched=True)
"""Who is behind the live rooms that sell an item: found by the name of an anchor or an agency."""
_PLACE = (
    *_one("keyword", "platform", "platform_title", "sweep"),
    *_one("keyword", "url", code=True),
    *_one("date", "captured_at", "first_seen", "last_seen"),
    *_one("keyword", "capture", "screenshot"),
)

FIELDS: dict[Kind, tuple[Field, ...]] = {
    "findings": (
        *_one("keyword", ID, "rule", "severity", "standing", "state", "review", "list_id"),
        *_one("text", "rule_title", "summary", "review_reason", searched=True),
        *_one("number", "severity_rank", "looks"),
        *_one("bool", "pending"),
        *_one("date", "reviewed_at"),
        *_one("keyword", "reviewed_by"),
        *_PLACE,
        *_one("keyword", "item_id", code=True),
        *_SELLER,
        *_GOODS,
        *_LIVE,
        *_many("text", "quotes", searched=True),
        *_many("keyword", "basis_ids", "list_rows", "captures"),
        *_one("stored", "basis", "evidence", "explanation", "history", "attributes"),
    ),
    "listings": (
        *_one("keyword", ID, "scope", "on_shelf", "fetched", "gate", "price_kind"),
        *_PLACE,
        *_one("keyword", "item_id", code=True),
        *_SELLER,
        *_GOODS,
        *_LIVE,
        *_many("keyword", "groups"),
        *_many("keyword", "category_path", "standards", "specifications", searched=True),
        *_many("keyword", "barcodes", code=True),
        *_one("text", "maker_address", "attribute_text", searched=True),
        *_one("number", "price_max", "list_price"),
        *_one("bool", "cross_border", "seller_individual"),
        *_one("stored", "price_reason", "attributes", "skus", "images", "warnings", "states", "why"),
    ),
    "disclosures": (
        *_one("keyword", ID, "licence_state", "declaration_state"),
        *_PLACE,
        *_SELLER,
        *_many("keyword", "permits", searched=True, code=True),
        *_one("text", "licence_text", "self_declaration", "address", "contact", searched=True),
        *_one("bool", "individual"),
        *_one("number", "items_in_scope"),
        *_one("stored", "links", "licence_images", "possible_licence_images", "states", "pages"),
    ),
}  # fmt: skip

BY_NAME: dict[Kind, dict[str, Field]] = {kind: {field.name: field for field in FIELDS[kind]} for kind in KINDS}


def fingerprint(kind: Kind) -> str:
    """Return what tells one layout of a kind from another: an index of another layout has to be built again."""
    layout = [TOKENS_VERSION, *(field.model_dump() for field in FIELDS[kind])]
    return hashlib.sha256(json.dumps(layout, sort_keys=True).encode()).hexdigest()[:12]


class WrongDocument(ValueError):
    """Why one document is not taken; becomes its `Rejected.reason`."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A document as it is kept, and the values a store answers by."""

    id: str
    document: dict[str, Any]
    values: dict[str, tuple[Value, ...]]
    """Field → values: dates as milliseconds since 1970, numbers as floats; fields without a value are left out."""
    texts: tuple[str, ...]
    """Every searched value."""
    codes: tuple[str, ...]
    """Every identifier in compared form."""


def check_document(kind: Kind, identifier: str, document: Document) -> Checked:
    """Return the document ready to be kept. Raises WrongDocument naming the field."""
    if not isinstance(identifier, str) or not identifier or len(identifier.encode(errors="replace")) > LONGEST_ID:
        raise WrongDocument(f"id: {identifier!r} is no identifier")
    if document.get(ID, identifier) != identifier:
        raise WrongDocument(f"id: {document[ID]!r} stands in the document of {identifier!r}")
    kept: dict[str, Any] = {ID: identifier}
    values: dict[str, tuple[Value, ...]] = {}
    texts: dict[str, None] = {}
    codes: dict[str, None] = {}
    size = 0
    for name, value in {**document, ID: identifier}.items():
        field = BY_NAME[kind].get(name)
        if field is None:
            raise WrongDocument(f"{name}: no such field in {kind}")
        size += _json_size(field, value)
        kept[name], found = _checked_value(field, value)
        if found:
            values[name] = found
        if field.searched:
            texts.update(dict.fromkeys(str(text) for text in found))
        if field.code:
            codes.update((code, None) for code in map(fold_code, map(str, found)) if code)
    if size > LARGEST_DOCUMENT:
        raise WrongDocument(f"{size} bytes are more than {LARGEST_DOCUMENT}")
    return Checked(id=identifier, document=kept, values=values, texts=tuple(texts), codes=tuple(codes))


def _checked_value(field: Field, value: Any) -> tuple[Any, tuple[Value, ...]]:
    """Return one field's value as kept and as answered by."""
    if value is None or field.type == "stored":
        return value, ()
    if not field.many:
        kept, found = _checked_one(field, value)
        return kept, (found,)
    if not isinstance(value, list | tuple):
        raise WrongDocument(f"{field.name}: a list is expected, not {value!r}")
    pairs = [_checked_one(field, one) for one in value]
    return [kept for kept, _ in pairs], tuple(dict.fromkeys(found for _, found in pairs))


def _json_size(field: Field, value: Any) -> int:
    try:
        return len(json.dumps(value, allow_nan=False, ensure_ascii=False).encode())
    except (TypeError, ValueError, RecursionError) as error:
        raise WrongDocument(f"{field.name}: not JSON in UTF-8 ({error})") from error


def _checked_one(field: Field, value: Any) -> tuple[Any, Value]:
    match field.type:
        case "bool" if isinstance(value, bool):
            return value, value
        case "number" if isinstance(value, int | float | str) and not isinstance(value, bool):
            return value, number_value(value, field.name)
        case "date" if isinstance(value, str):
            moment = _moment(value, field.name)
            return moment.isoformat(timespec="milliseconds"), _milliseconds(moment)
        case "text" if isinstance(value, str):
            return value, value
        case "keyword" if isinstance(value, str):
            if len(value.encode()) > LONGEST_KEYWORD:
                raise WrongDocument(f"{field.name}: longer than {LONGEST_KEYWORD} bytes")
            return value, value
    raise WrongDocument(f"{field.name}: {field.type} expected, not {value!r:.80}")


def number_value(value: str | float, name: str) -> float:
    """Return an amount (a number or a decimal string) as a float. Raises WrongDocument."""
    if isinstance(value, str) and not _AMOUNT.fullmatch(value):
        raise WrongDocument(f"{name}: {value!r:.80} is no number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise WrongDocument(f"{name}: {value!r:.80} is no finite number")
    return number


def _moment(value: str, name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise WrongDocument(f"{name}: {value!r:.80} is no ISO 8601 time") from error
    if moment.tzinfo is None:
        raise WrongDocument(f"{name}: {value!r} has no time zone")
    try:
        moment = moment.astimezone(UTC)
    except OverflowError as error:
        raise WrongDocument(f"{name}: {value!r} is out of range") from error
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _milliseconds(moment: datetime) -> int:
    elapsed = moment - _EPOCH
    return (elapsed.days * 86_400 + elapsed.seconds) * 1000 + elapsed.microseconds // 1000


def date_bound(value: str, name: str, *, end: bool) -> int:
    """Return a range's bound in milliseconds; a mere date is that whole day in Beijing. Raises WrongDocument."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is None:
        return _milliseconds(_moment(value, name))
    try:
        day = datetime.fromisoformat(value).replace(tzinfo=BEIJING)
    except ValueError as error:
        raise WrongDocument(f"{name}: {value!r} is no date") from error
    return _milliseconds(day.replace(hour=23, minute=59, second=59, microsecond=999000) if end else day)


def beijing_day(milliseconds: int) -> str:
    """Return the day in Beijing a moment falls on, as YYYY-MM-DD."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone(BEIJING).date().isoformat()
