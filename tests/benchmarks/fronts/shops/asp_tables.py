"""An old ASP shop: tables in tables, GBK with no charset said anywhere, font tags, prices split over nodes."""

from tests.benchmarks.fronts.front import Front


class AspTablesFront(Front):
    """Prints one price an item; options are words in a row, without prices of their own."""

    name = "asp_tables"
    path = "/ProductShow.asp?ArticleID={number}"
    encoding = "gbk"
    content_type = "text/html"
    variant_prices = False
    variant_stock = False
    prints = frozenset({"sku"})
