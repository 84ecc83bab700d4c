"""What every front has in common: its pages in order, its templates, and the truth that follows from what it prints."""

import hashlib
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from crawler.records import Fragment, PageKind, RawPage
from tests.benchmarks.fronts.planting import COUNT, Planter, load, load_front
from tests.benchmarks.fronts.records import Page, Product, SkuTruth, Truth, Value

SEED = 20261122
CAPTURED = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
NO_PRICE = frozenset({"image", "negotiable", "call", "login"})
SIDE_PAGES: tuple[PageKind, ...] = ("list", "shop", "other", "disclosure")


def _short(amount: Decimal) -> str:
    """39.00 → 39, 39.90 → 39.9."""
    text = f"{amount:.2f}"
    return text.rstrip("0").rstrip(".")


def environment() -> Environment:
    """Return the template environment with the ways fronts print amounts."""
    found = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
    )
    found.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    found.filters |= {
        "money": lambda amount: f"{amount:.2f}",
        "grouped": lambda amount: f"{amount:,.2f}",
        "short": _short,
        "cents": lambda amount: int(amount * 100),
        "comma": lambda amount: f"{amount:.2f}".replace(".", ","),
        "whole": lambda amount: f"{amount:.2f}".partition(".")[0],
        "part": lambda amount: f"{amount:.2f}".partition(".")[2],
    }
    return found


ENVIRONMENT = environment()


class Front:
    """A shop front: `pages()` gives its item pages with their truth, then list, home, article and disclosure page."""

    name: ClassVar[str]
    path: ClassVar[str]
    """Path of an item page, with `{number}` and perhaps `{slug}`."""
    encoding: ClassVar[str] = "utf-8"
    content_type: ClassVar[str | None] = "text/html; charset=utf-8"
    rendered: ClassVar[bool] = False
    selects: ClassVar[bool] = True
    """Whether a page opens with one variant chosen, whose price it shows."""
    variant_prices: ClassVar[bool] = True
    variant_stock: ClassVar[bool] = True
    hides_list_price: ClassVar[bool] = False
    """Whether a range stands alone, with the amounts before the reduction only in the page's data."""
    prints: ClassVar[frozenset[str]] = frozenset()
    """Facts that stand outside the attribute rows: sku, gtin, brand, code (the item id as a code)."""
    breadcrumb: ClassVar[bool] = True

    def __init__(self, seed: int = SEED) -> None:
        self.data = load_front(self.name)
        self._seed = seed
        self.words = load("words")

    def pages(self, count: int = COUNT) -> Iterator[Page]:
        """Yield the pages of the first `count` products, then the pages beside them."""
        products = Planter(self.name, self.data, self._seed).plant(count)
        for product in products:
            yield from self.item_pages(product)
        shelf = Planter(self.name, self.data, self._seed).plant(COUNT)[:24]
        for kind in SIDE_PAGES:
            if kind == "disclosure" and self.data.language != "zh":
                continue
            yield self._side_page(kind, shelf)

    def item_pages(self, product: Product) -> Iterator[Page]:
        """Yield the page or pages of one product."""
        body = self.render("item", product=product, **self.context(product))
        yield self.page(product, body, self.truth(product))

    def context(self, product: Product) -> dict[str, Any]:
        """Return what the template needs beside the product."""
        return {}

    def chance(self, product: Product) -> random.Random:
        return random.Random(f"{self.name}:{product.number}")

    def render(self, page: str, **context: Any) -> str:
        template = ENVIRONMENT.get_template(f"{self.name}.html")
        return template.render(**({"page": page, "front": self.data, "shop": self.data.shop} | context))

    def url(self, product: Product) -> str:
        return f"https://{self.data.host}{self.path.format(number=product.number, slug=self.slug(product))}"

    @staticmethod
    def slug(product: Product) -> str:
        """Return the product's name in the URL."""
        return f"{product.brand}-{product.kind.english}-{product.number}".lower().replace(" & ", "-").replace(" ", "-")

    def page(
        self, product: Product, body: str, truth: Truth, *, fragments: tuple[Fragment, ...] = (), note: str = ""
    ) -> Page:
        raw = self.raw(self.url(product), body, fragments=fragments)
        return Page(name=f"{self.name}/{product.number}{note}", case=product.case, raw=raw, truth=truth)

    def raw(
        self,
        url: str,
        body: str,
        *,
        fragments: tuple[Fragment, ...] = (),
        rendered: bool | None = None,
        fetched: Literal["http", "browser"] = "http",
        complete: bool = True,
    ) -> RawPage:
        """Return a captured page as the crawler would hand it on."""
        encoded = body.encode(self.encoding, errors="xmlcharrefreplace")
        return RawPage(
            platform=self.data.host, url=url, final_url=url, captured_at=CAPTURED, body=encoded, status=200,
            sha256=hashlib.sha256(encoded).hexdigest(), content_type=self.content_type, fetched=fetched,
            complete=complete, rendered=self.rendered if rendered is None else rendered, fragments=fragments,
        )  # fmt: skip

    def _side_page(self, kind: PageKind, shelf: tuple[Product, ...]) -> Page:
        product = shelf[0]
        name = "home" if kind == "shop" else "article" if kind == "other" else kind
        body = self.render(name, product=product, shelf=shelf, **self.context(product))
        path = {"home": "/", "list": "/list/12", "article": "/news/31", "disclosure": "/about/licence"}[name]
        raw = self.raw(f"https://{self.data.host}{path}", body)
        return Page(name=f"{self.name}/{name}", case=name, raw=raw, truth=Truth(kind=kind))

    # What a person reads ---------------------------------------------------------------------------------------

    def truth(self, product: Product) -> Truth:
        """Return the truth of a product's page, from what the front prints of it."""
        values: dict[str, Value] = {
            "title": product.title,
            **self.prices(product),
            **self._facts(product),
            "availability": self.availability(product),
            "item_id": str(product.number),
            "shop": product.shop,
            "category_path": product.categories if self.breadcrumb else (),
            "attributes": product.rows,
        }
        free = set()
        if product.variants and (self.variant_prices or len(product.axes) == 1):
            values["skus"] = self.skus(product)
        else:
            # One article, or options side by side of which nothing says how they go together.
            free.add("skus")
        for fact, field in (("brand", "brand"), ("model", "models")):
            if fact not in product.shown | self.prints and fact in product.in_title:
                free.add(field)
        if product.low != product.high and self.hides_list_price:
            free.add("list_price")
        if "sku" not in self.prints:
            free.add("sku")
        if values["price"] is None:
            free.add("currency")
        accepts = {"shop": (self.data.company, product.shop), "item_id": (self.slug(product),)}
        if product.variants and not self.variant_prices:
            accepts["price_max"] = (str(product.high),)
        return Truth(kind="item", values=values, accepts=accepts, free=frozenset(free))

    def skus(self, product: Product) -> tuple[SkuTruth, ...]:
        return tuple(
            SkuTruth(
                options=variant.options,
                price=variant.price if self.variant_prices else None,
                in_stock=bool(variant.stock) if self.variant_stock else None,
            )
            for variant in product.variants
        )

    def availability(self, product: Product) -> str:
        if product.off_shelf:
            return "off_shelf"
        return "out_of_stock" if product.sold_out else "in_stock"

    def prices(self, product: Product) -> dict[str, Value]:
        """Return price, price_max, currency and list price as the page's case shows them."""
        if product.case in NO_PRICE:
            return {"price": None, "price_max": None, "currency": None, "list_price": None}
        price, high = product.price, product.price
        if product.case == "deposit":
            price = high = product.deposit + product.balance
        elif product.variants:
            high = product.high if self.variant_prices or product.case == "range" else price
            chosen = product.selected
            price = chosen.price if self.selects and product.case != "range" and chosen else product.low
        currency = "USD" if product.case == "usd" else self.data.currency
        return {
            "price": str(price),
            "price_max": str(high),
            "currency": currency,
            "list_price": str(product.list_price) if product.list_price is not None else None,
        }

    def _facts(self, product: Product) -> dict[str, Value]:
        shown = product.shown | self.prints
        return {
            "brand": product.brand if "brand" in shown else None,
            "models": (product.model,) if "model" in shown else (),
            "maker": product.maker if "maker" in shown else None,
            "maker_address": product.maker_address if "address" in shown else None,
            "sku": product.sku if "sku" in shown else None,
            "gtin": product.gtin if "gtin" in shown else None,
            "licence_numbers": (product.licence,) if "licence" in shown and product.licence else (),
            "certificate_numbers": (product.ccc,) if "ccc" in shown and product.ccc else (),
            "report_numbers": (product.report,) if "report" in shown else (),
            "standards": product.standards if "standard" in shown else (),
            "warnings": (product.warning,) if "warning" in shown else (),
        }
