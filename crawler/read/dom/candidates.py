"""What every source hands to the reader: a value of a field with where it stands and how much it is to be trusted."""

from dataclasses import dataclass

from crawler.records import OtherValue, Source


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value one source read for one field of `Listing` or `SellerDisclosure`."""

    field: str
    value: str
    source: Source
    place: str
    """Where it stands: a CSS path, a JSON path or the label it stands under."""
    text: str
    """The quoted text as it stands on the page."""
    score: float = 1.0
    """Trust within its source, 0 to 1; sources are compared by their order first."""
    masked: bool = False
    """True where the page itself hides part of the value (`9133****`)."""

    def other(self) -> OtherValue:
        """Return this value as one that was not chosen."""
        return OtherValue(value=self.value, source=self.source, place=self.place)
