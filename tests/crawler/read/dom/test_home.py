"""Which addresses are a site's home page."""

import pytest

from crawler.read.dom.home import is_home_address


@pytest.mark.parametrize(
    "url",
    ["https://shop.example", "https://shop.example/", "https://shop.example/index.php", "https://shop.example/zh/",
     "https://shop.example/#/", "https://shop.example/#top"],
)  # fmt: skip
def test_a_home_page(url: str) -> None:
    assert is_home_address(url)


@pytest.mark.parametrize(
    "url",
    [None, "/", "https://shop.example/?id=7", "https://shop.example/goods", "https://shop.example/#/goods/7",
     "https://shop.example/#!/shop/7", "https://shop.example/index.php?m=goods&id=7"],
)  # fmt: skip
def test_any_other_page(url: str | None) -> None:
    assert not is_home_address(url)
