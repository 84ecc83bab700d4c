"""What the walked page offers: elements by tag, attribute and name, and where it stops."""

from crawler.read.dom.document import Document
from crawler.read.dom.outline import _MAX_NODES
from tests.crawler.read.item.test_price_places import read

PAGE = """<html><body><div class="goodsPrice main" id="a"><b data-x="1">1</b></div>
<p id="price-box"><i data-y="2" class="Old">2</i></p></body></html>"""


def test_elements_are_found_by_tag_attribute_and_the_words_of_their_names() -> None:
    outline = Document(PAGE).outline

    assert [element.tag for element in outline.tagged("i", "b", "u")] == ["b", "i"]
    assert [element.tag for element in outline.having("data-y", "data-x")] == ["b", "i"]
    assert [element.tag for element in outline.named(frozenset({"price", "old"}))] == ["div", "p", "i"]
    assert not outline.cut


def test_an_element_knows_the_words_of_its_class_and_id() -> None:
    words = {element.tag: element.words for element in Document(PAGE).outline.elements}

    assert {"goods", "price", "main", "a"} <= words["div"]
    assert {"price", "box"} <= words["p"]
    assert words["b"] == frozenset()


def test_a_page_of_more_elements_than_are_read_shows_less_than_it_may_hold() -> None:
    rows = "<table>" + "<tr><td>材质</td><td>钢</td></tr>" * (_MAX_NODES // 3 + 1) + "</table>"
    text = (
        f"<title>青禾 电水壶</title><h1>青禾 电水壶</h1><p>¥5.00</p><button>立即购买</button>{rows}<p>产地：测试市</p>"
    )

    listing = read(text)

    assert Document(text).outline.cut
    assert str(listing.price) == "5.00"
    assert (listing.readings["maker"].state, listing.readings["maker"].cause) == ("not_observable", "limit")
