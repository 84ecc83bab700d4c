"""All fronts by name."""

from tests.benchmarks.fronts.front import Front
from tests.benchmarks.fronts.shops.asp_tables import AspTablesFront
from tests.benchmarks.fronts.shops.ecshop import EcshopFront
from tests.benchmarks.fronts.shops.enterprise import EnterpriseFront
from tests.benchmarks.fronts.shops.gaps import GapsFront
from tests.benchmarks.fronts.shops.magento import MagentoFront
from tests.benchmarks.fronts.shops.marketplace import MarketplaceFront
from tests.benchmarks.fronts.shops.nextjs import NextjsFront
from tests.benchmarks.fronts.shops.opencart import OpencartFront
from tests.benchmarks.fronts.shops.prestashop import PrestashopFront
from tests.benchmarks.fronts.shops.shopify import ShopifyFront
from tests.benchmarks.fronts.shops.shopxo import ShopxoFront
from tests.benchmarks.fronts.shops.single_page import SinglePageFront
from tests.benchmarks.fronts.shops.state_shop import StateShopFront
from tests.benchmarks.fronts.shops.wholesale import WholesaleFront
from tests.benchmarks.fronts.shops.woocommerce import WoocommerceFront

FRONTS: dict[str, type[Front]] = {
    front.name: front
    for front in (
        EcshopFront, AspTablesFront, ShopxoFront, SinglePageFront, WoocommerceFront, ShopifyFront, MagentoFront,
        PrestashopFront, OpencartFront, StateShopFront, MarketplaceFront, WholesaleFront, NextjsFront, EnterpriseFront,
        GapsFront,
    )
}  # fmt: skip
