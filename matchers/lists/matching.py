"""Compares an offer with a list row: same trademark, same model, maker not contradicting, batch inside."""

from collections.abc import Iterator
from typing import Literal

from crawler.records import Listing
from matchers.context import Context
from matchers.lists.dates import read_batches, read_spans
from matchers.lists.store import Entry
from matchers.models.compare import is_generic, same_model, split_models
from matchers.names.brands import same_brand
from matchers.names.makers import MakerComparison, compare_makers
from matchers.records import Feature, OfferInSweep

SAME = 1.0
BatchVerdict = Literal["inside", "outside", "unknown"]
MODEL_LABELS = ("型号", "款式", "型号规格", "规格型号")


def models_of(listing: Listing) -> tuple[str, ...]:
    """Return every model the page names: its model values, part number and SKU options, generic ones left out."""
    cells = [*listing.models, *([listing.mpn] if listing.mpn else [])]
    cells += [text for sku in listing.skus for label, text in sku.options if label in MODEL_LABELS]
    reading = listing.readings.get("models")
    if reading is not None and reading.masked:
        return ()
    found = (model for cell in cells for model in split_models(cell))
    return tuple(dict.fromkeys(model for model in found if not is_generic(model)))


def match_model(listing: Listing, entry: Entry) -> Feature | None:
    """Return the comparison of the first pair of equal models, None where there is none."""
    pairs = ((ours, theirs) for ours in models_of(listing) for theirs in entry.models)
    return next((feature for ours, theirs in pairs if (feature := same_model(ours, theirs)).score == SAME), None)


def match_trademark(listing: Listing, entry: Entry) -> Feature | None:
    """Return the comparison of two equal trademarks, None where they differ or either is not known."""
    reading = listing.readings.get("brand")
    if not listing.brand or not entry.trademark or (reading is not None and reading.masked):
        return None
    feature = same_brand(listing.brand, entry.trademark)
    return feature if feature.score == SAME else None


def compare_maker(listing: Listing, entry: Entry) -> MakerComparison:
    """Compare the makers; a masked or missing one is unknown."""
    reading = listing.readings.get("maker")
    masked = reading is not None and reading.masked
    return compare_makers(None if masked else listing.maker, entry.maker)


def compare_batch(listing: Listing, entry: Entry) -> tuple[BatchVerdict, Feature]:
    """Tell whether the page's batches and production dates lie inside the row's.

    A shown date or batch that can be compared and lies outside vetoes, even if the other lies inside.
    """
    cell = entry.row.value("batch") or ""
    ours = "、".join((*listing.batches, *listing.production_dates))
    verdicts = {_compare_dates(listing, cell), _compare_numbers(listing, cell)}
    verdict: BatchVerdict = "outside" if "outside" in verdicts else "inside" if "inside" in verdicts else "unknown"
    score = {"inside": 1.0, "unknown": 0.5, "outside": 0.0}[verdict]
    return verdict, Feature(feature="批次", score=score, left=ours or None, right=cell or None)


def _compare_dates(listing: Listing, cell: str) -> BatchVerdict:
    theirs = read_spans(cell)
    ours = [span for text in (*listing.production_dates, *listing.batches) for span in read_spans(text)]
    if not ours or not theirs:
        return "unknown"
    touching = any(a.first <= b.last and b.first <= a.last for a in ours for b in theirs)
    return "inside" if touching else "outside"


def _compare_numbers(listing: Listing, cell: str) -> BatchVerdict:
    theirs = set(read_batches(cell))
    ours = {batch for text in listing.batches for batch in read_batches(text)}
    if not ours or not theirs:
        return "unknown"
    return "inside" if ours & theirs else "outside"


def same_kind(offer: OfferInSweep, entry: Entry, context: Context) -> bool:
    """Return False where the row's product and the offer are surely different kinds of goods.

    A protective case names the trademark and model of the power bank it fits; its product group tells them apart.
    """
    product = entry.row.value("product")
    if not product:
        return True
    theirs = {match.id for match in context.classifier.classify(product).groups}
    if not theirs:
        return True
    ours = {match.id for match in offer.classification.groups}
    refused = {rejected.id for rejected in offer.classification.rejected}
    return bool(ours & theirs) if ours else not (refused & theirs)


def candidates(offer: OfferInSweep, kind: str, context: Context) -> Iterator[tuple[Entry, Feature]]:
    """Yield the rows of one kind of list that name the offer's model, with the comparison, same kind of goods only."""
    for entry in context.lists.with_model(kind, models_of(offer.listing)):
        feature = match_model(offer.listing, entry)
        if feature is not None and same_kind(offer, entry, context):
            yield entry, feature
