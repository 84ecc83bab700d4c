"""Addresses are joined as the standard library joins them, whatever shorter way is taken."""

from urllib.parse import urljoin

from hypothesis import given
from hypothesis import strategies as st

from crawler.read.dom.document import resolve

BASES = (
    "https://shop.example.cn/item/1.html",
    "http://shop.example.cn:8080",
    "https://shop.example.cn?x=1",
    "https://shop.example.cn/a;b/c?d#e",
)


@given(st.sampled_from(BASES), st.text("/.ab1?=&;#%:@中~-_[]\\", min_size=1, max_size=9))
def test_an_address_from_the_root_is_joined_like_any_other(base: str, rest: str) -> None:
    href = f"/a{rest}"
    try:
        joined = urljoin(base, href)
    except ValueError:
        return
    assert resolve(base, href) == joined
