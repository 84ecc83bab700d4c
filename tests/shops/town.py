"""All live shops by name."""

from collections.abc import Callable

from tests.shops import basket_shop, collections_shop, gbk_shop, history_shop, mall_shop, works_shop
from tests.shops.live import Shop

TOWN: dict[str, Callable[[], Shop]] = {
    "collections": collections_shop.build,
    "basket": basket_shop.build,
    "gbk": gbk_shop.build,
    "gbk_bare": lambda: gbk_shop.build(licensed=False),
    "history": history_shop.build,
    "mall": mall_shop.build,
    "works": works_shop.build,
}
