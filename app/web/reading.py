"""What was read of one captured page, ready for the list beside it: every field with state, value, place, others."""

from app import labels
from app.web.places import Located, key_of, readings_of, shown_part, values_of
from config.record import Record
from crawler.records import DISCLOSURE_FIELDS, LISTING_FIELDS, PageRecord, Reading

UNSTATED = Reading(state="not_observable", cause="limit")
FIRST = (
    "title", "name", "price", "brand", "models", "specifications", "maker", "maker_address", "standards",
    "licence_numbers", "certificate_numbers", "report_numbers", "warnings", "availability", "shop", "seller",
)  # fmt: skip
"""What staff look at first; the rest follows in the order of the record."""


class Alternative(Record):
    """A value another source gave."""

    value: str
    source: str
    place: str
    anchor: str | None = None


class FieldView(Record):
    """One field as the list shows it."""

    name: str
    title: str
    state: str
    cause: str | None = None
    values: tuple[str, ...] = ()
    source: str | None = None
    place: str | None = None
    quote: str | None = None
    masked: bool = False
    anchor: str | None = None
    """Where it is marked on the page; None where a person could not see it there."""
    same: bool = False
    """Whether what is marked only reads the same as what was read from hidden data."""
    others: tuple[Alternative, ...] = ()
    choice: str | None = None
    """Why this value was taken, where sources disagree."""


def read_fields(record: PageRecord, located: Located) -> list[FieldView]:
    """Return every field of the page's subject, those that rules judge first; [] of a page without one."""
    if shown_part(record) is None:
        return []
    names = LISTING_FIELDS if record.listing is not None else DISCLOSURE_FIELDS
    ordered = [*(name for name in FIRST if name in names), *(name for name in names if name not in FIRST)]
    readings = readings_of(record)
    return [
        _field(record, name, readings.get(name, UNSTATED), located)
        for name in ordered
        if name != "price_reason" or record.listing is None or record.listing.price is None
    ]


def field_title(record: PageRecord, name: str) -> str:
    """Return what staff read for a field of this page's subject: a seller's name is not a product's."""
    words = labels.LABELS["disclosure_field"] if record.listing is None else {}
    return words.get(name) or labels.label("field", name)


def _field(record: PageRecord, name: str, reading: Reading, located: Located) -> FieldView:
    key = key_of(name)
    sign = located.signs.get(key)
    return FieldView(
        name=name,
        title=field_title(record, name),
        state=reading.state,
        cause=reading.cause,
        values=_values(record, name) if reading.state == "shown" else (),
        source=reading.source,
        place=reading.place,
        quote=_quote(reading, values_of(record, name)),
        masked=reading.masked,
        anchor=key if sign is not None else None,
        same=sign is not None and sign.manner == "same",
        others=tuple(
            Alternative(
                value=_worded(name, other.value),
                source=other.source,
                place=other.place,
                anchor=key_of(name, number) if key_of(name, number) in located.signs else None,
            )
            for number, other in enumerate(reading.others, start=1)
        ),
        choice=_choice(name, reading),
    )


def _values(record: PageRecord, name: str) -> tuple[str, ...]:
    values = values_of(record, name)
    return (" › ".join(values),) if name == "category_path" else tuple(_worded(name, value) for value in values)


def _quote(reading: Reading, values: tuple[str, ...]) -> str | None:
    """Return the quoted text where it says more than the value and its label do."""
    text = reading.text or ""
    rest = text.removesuffix(values[0]) if values else text
    label = (reading.place or "").rpartition(" @ ")[0]
    return None if not text or rest.rstrip("：: ") in ("", label) else text


def _worded(name: str, value: str) -> str:
    """Return a value in the words staff read, where it is an identifier of ours."""
    return labels.label(name, value) if name in ("availability", "price_reason") else value


def _choice(name: str, reading: Reading) -> str | None:
    """Say why the chosen value was taken before those that differ."""
    if not reading.others or reading.source is None:
        return None
    taken = labels.label("source", reading.source)
    reason = labels.LABELS["choice"].get(name) or labels.LABELS["choice"]["other"]
    return f"取自{taken}。{reason}"
