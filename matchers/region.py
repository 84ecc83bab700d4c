"""Where a seller is: from the registering office's code in its credit code, else from the address it shows."""

from typing import Literal

from config.regions.divisions import Divisions
from crawler.records import SellerDisclosure
from matchers.certificates.credit import registering_division

Precision = Literal["county", "city", "province", "none"]


def seller_region(disclosure: SellerDisclosure | None, divisions: Divisions) -> tuple[str | None, Precision]:
    """Return the division code of the seller's place and how far it is known."""
    if disclosure is None:
        return None, "none"
    region = divisions.of_code(registering_division(disclosure.licence_number))
    if region is None and disclosure.address:
        region = divisions.of_address(disclosure.address)
    return (region.code, region.precision) if region else (None, "none")
