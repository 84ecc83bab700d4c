"""What a self-built shop discloses on its item pages only: many print their licence in the footer of goods' pages."""

from collections.abc import Iterator, Sequence

from app.installation import Installation
from crawler.capture.addresses import declaration_of
from crawler.capture.folder import SweepFolder
from crawler.read.disclosure import read_disclosure
from crawler.read.document import Document
from crawler.records import PageRecord, SellerDisclosure

MOST_PAGES = 4
"""Item pages of one shop whose footers are read; they come from one template."""


def footers_of(installation: Installation, folder: SweepFolder, pages: Sequence[PageRecord]) -> Iterator[PageRecord]:
    """Yield item pages as pages of their shop, with what they disclose about the seller, where they do."""
    for page in pages:
        raw = folder.page(page.capture) if page.capture else None
        if raw is None or page.gate != "none":
            continue
        document = Document.of(raw, declaration_of(raw.url or "", installation.platforms))
        found = read_disclosure(document, raw)
        if says_who_sells(found):
            yield page.model_copy(update={"listing": None, "disclosure": found})


def says_who_sells(disclosure: SellerDisclosure) -> bool:
    """Return whether a licence or declaration is shown, linked, or may stand in an unread picture."""
    return bool(
        disclosure.licence_number
        or disclosure.licence_text
        or disclosure.licence_images
        or disclosure.self_declaration
        or disclosure.possible_licence_images
        or disclosure.links
    )
