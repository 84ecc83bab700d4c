"""A brand given as a picture is what the picture's alternative text says."""

import pytest

from crawler.read.data.structured import read_structured
from crawler.read.dom.document import Document

PAGE = """<html><body><div itemscope itemtype="http://schema.org/Product">
<h1 itemprop="name">Kettle</h1>{}</div></body></html>"""


@pytest.mark.parametrize(
    "brand",
    [
        '<div itemprop="brand"><a href="/b/1"><img src="/logo.png" alt="Lumo"></a></div>',
        '<img itemprop="brand" src="/logo.png" alt="Lumo">',
        '<span itemprop="brand"><img src="/logo.png" title="Lumo"></span>',
        '<div itemprop="brand"><img src="/x.png" alt="other">Lumo</div>',
    ],
)
def test_the_brand_is_read(brand: str) -> None:
    assert read_structured(Document(PAGE.format(brand))).products[0].brand == "Lumo"
