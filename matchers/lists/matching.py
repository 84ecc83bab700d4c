"""Compares an offer with a list row: same trademark, same model, maker not contradicting, batch inside."""

from collections.abc import Iterator
from itertools import product
from typing import Literal

from crawler.records import Listing, Sku
from matchers.context import Context
from matchers.lists.dates import read_batches, read_spans
from matchers.lists.store import Entry
from matchers.models.compare import ModelInCell, is_generic, loose_key, read_models, same_model
from matchers.models.variants import Described, same_variant, variant_words
from matchers.names.brands import same_brand
from matchers.names.in_titles import trademark_in_title
from matchers.names.makers import MakerComparison, compare_makers
from matchers.records import Feature, OfferInSweep

SAME = 1.0
BatchVerdict = Literal["inside", "outside", "unknown"]


def models_of(listing: Listing) -> tuple[str, ...]:
    """Return every model the page names that can be had: its model values, part number and variants."""
    return tuple(dict.fromkeys(named.model for named in _named_models(listing)))


def _named_models(listing: Listing) -> tuple[ModelInCell, ...]:
    """Return the page's models with what stands beside them; generic and sold-out ones left out."""
    reading = listing.readings.get("models")
    if reading is not None and reading.masked:
        return ()
    sold_out = _models_sold_out(listing)
    cells = [*listing.models, *([listing.mpn] if listing.mpn else [])]
    cells += [text for sku in listing.skus if _can_be_had(sku) for text in _model_options(sku)]
    named = (found for cell in dict.fromkeys(cells) for found in read_models(cell))
    return tuple(found for found in named if not is_generic(found.model) and loose_key(found.model) not in sold_out)


def _described(listing: Listing, named: ModelInCell) -> Described:
    """Return one of the page's models with all the page says of its variant."""
    # A page may give the measures beside its model as values of their own.
    measures = (*listing.specifications, *(cell for cell in listing.models if is_generic(cell)))
    aside = (("规格", text) for text in measures)
    key = loose_key(named.model)
    skus = [sku for sku in listing.skus if _can_be_had(sku)]
    own = [sku for sku in skus if key in _model_keys(sku)]
    options = (("规格", text) for sku in own or skus for _, text in sku.options)
    labelled = (*listing.attributes, *aside, *options)
    return Described(model=named.model, beside=named.beside, labelled=labelled, title=listing.title or "")


def _can_be_had(sku: Sku) -> bool:
    return sku.availability not in ("out_of_stock", "off_shelf")


def _model_options(sku: Sku) -> list[str]:
    """Return a variant's options that may name a model; one that only fits a model is other goods."""
    words = variant_words().words
    labels = {word.upper() for word in words.choices}
    options = [text for label, text in sku.options if "型号" in label or label.strip().upper() in labels]
    return [text for text in options if not any(word in text for word in words.fits)]


def _model_keys(sku: Sku) -> set[str]:
    return {loose_key(named.model) for text in _model_options(sku) for named in read_models(text)}


def _models_sold_out(listing: Listing) -> set[str]:
    """Return the keys of models that only variants name which cannot be had."""
    left = {key for sku in listing.skus if _can_be_had(sku) for key in _model_keys(sku)}
    gone = {key for sku in listing.skus if not _can_be_had(sku) for key in _model_keys(sku)}
    return gone - left


def match_model(listing: Listing, entry: Entry) -> Feature | None:
    """Return the comparison of the first pair of equal models of the same variant, None where there is none."""
    specification = entry.row.value("specification")
    labelled = (("规格", specification),) if specification else ()
    for ours, theirs in product(_named_models(listing), entry.models):
        feature = same_model(ours.model, theirs.model)
        if feature.score != SAME:
            continue
        row = Described(
            model=theirs.model, beside=theirs.beside, labelled=labelled, title=entry.row.value("product") or ""
        )
        if same_variant(_described(listing, ours), row):
            return feature
    return None


def match_trademark(listing: Listing, entry: Entry) -> Feature | None:
    """Return the comparison of two equal trademarks, None where they differ or either is not known.

    Where no label of the page gives a trademark, the title may.
    """
    reading = listing.readings.get("brand")
    if not entry.trademark or (reading is not None and reading.masked):
        return None
    if not listing.brand:
        return _trademark_in_title(listing, entry, entry.trademark)
    feature = same_brand(listing.brand, entry.trademark)
    return feature if feature.score == SAME else None


def _trademark_in_title(listing: Listing, entry: Entry, trademark: str) -> Feature | None:
    same_maker = compare_maker(listing, entry).verdict == "same"
    models = models_of(listing)
    for title in dict.fromkeys((listing.title, listing.name)):
        found = trademark_in_title(title, trademark, models, same_maker=same_maker) if title else None
        if found:
            return Feature(feature="商标", score=SAME, left=found, right=trademark)
    return None


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
    name = entry.row.value("product")
    if not name:
        return True
    theirs = {match.id for match in context.classifier.classify(name).groups}
    if not theirs:
        return True
    ours = {match.id for match in offer.classification.groups}
    refused = {rejected.id for rejected in offer.classification.rejected}
    return bool(ours & theirs) if ours else not (refused & theirs)


def _made_for(offer: OfferInSweep, model: Feature, context: Context) -> bool:
    """Return whether a title names the model only as what its goods fit, belong to or are bought for."""
    return context.classifier.made_for(offer.listing.title or "", filter(None, (model.left,))) is not None


def candidates(offer: OfferInSweep, kind: str, context: Context) -> Iterator[tuple[Entry, Feature]]:
    """Yield the rows of one kind of list that name the offer's model, with the comparison, same kind of goods only.

    A title of no known group that names the model only as what its goods fit (配件、说明书、回收) gives nothing.
    """
    for entry in context.lists.with_model(kind, models_of(offer.listing)):
        feature = match_model(offer.listing, entry)
        if feature is None or not same_kind(offer, entry, context):
            continue
        if not offer.classification.groups and _made_for(offer, feature, context):
            continue
        yield entry, feature
