"""Every field a comparison may name has a name for staff."""

import pytest

from app.export.comparison import field_title
from app.stages.comparing import PAGE_FIELDS, PARTS
from crawler.records import Listing, SellerDisclosure

OF_DISCLOSURE = [f"{part}.{name}" for part in ("disclosure", "footer") for name in SellerDisclosure.model_fields]
FIELDS = [*PAGE_FIELDS, *PARTS, *Listing.model_fields, *OF_DISCLOSURE]


@pytest.mark.parametrize("field", [name for name in FIELDS if not name.endswith("readings")])
def test_a_compared_field_has_a_chinese_name(field: str) -> None:
    assert field_title(field).replace("·", "").isalpha()
    assert not field_title(field).isascii()
    assert field.rpartition(".")[2] not in field_title(field)
