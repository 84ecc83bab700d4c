"""Pages with planted gaps (a fact is nowhere), planted obstacles (a fact may stand where nobody loaded or read), and
facts that stand in unusual places: the truth is the state of every judged field.
"""

import json
from collections.abc import Iterator

from crawler.records import Fragment, State
from tests.benchmarks.fronts.front import Front
from tests.benchmarks.fronts.planting import COUNT, Planter
from tests.benchmarks.fronts.records import Page, Product, Truth

FIELDS = {
    "maker": "maker", "address": "maker_address", "model": "models", "standard": "standards",
    "ccc": "certificate_numbers", "licence": "licence_numbers", "warning": "warnings",
}  # fmt: skip
"""Fact → the judged field it is read into."""
EVERYTHING = frozenset(FIELDS)
GAPS: dict[str, frozenset[str]] = {
    "no_maker": frozenset({"maker"}),
    "no_address": frozenset({"address"}),
    "no_standard": frozenset({"standard"}),
    "no_certificate": frozenset({"ccc", "licence"}),
    "no_warning": frozenset({"warning"}),
    "no_model": frozenset({"model"}),
    "nothing": EVERYTHING,
}
"""Gap → the facts that are nowhere on the page."""
OBSTACLES = (
    "detail_image", "lazy_image", "picture", "background_image", "canvas", "frame", "tab", "description_url",
    "loading", "login_for_more", "more_by_request", "embedded_pdf", "cut_flagged", "cut_body", "captcha",
)  # fmt: skip
"""Ways in which the rest of the facts may stand somewhere unread; the facts of `HIDDEN` are not in the text."""
HIDDEN = frozenset({"maker", "address", "standard", "ccc", "licence", "warning"})
ELSEWHERE = (
    "prose",
    "hidden_tab",
    "json_ld",
    "state",
    "loaded_frame",
    "description_api",
    "run_together",
    "nested_nodes",
)
"""Places without a label row in which all facts stand all the same."""
LAYOUTS = ("table", "list", "dl")
PRODUCTS = 6


class GapsFront(Front):
    """Static pages: what a person sees in the saved page is all there is, but for the obstacle."""

    name = "gaps"
    path = "/product/{number}.html"

    def pages(self, count: int = COUNT) -> Iterator[Page]:
        """Yield the pages of every gap, obstacle and place, for at most `PRODUCTS` products each."""
        planted = Planter(self.name, self.data, self._seed).plant(COUNT)
        fit = [product for product in planted if "model" not in product.in_title and product.available]
        for place, product in enumerate(fit[: min(count, PRODUCTS)]):
            layout = LAYOUTS[place % len(LAYOUTS)]
            for case, missing in GAPS.items():
                for rendered in (False, True):
                    yield self._gap(product, layout, case, missing, rendered=rendered)
            for case in OBSTACLES:
                yield self._obstacle(product, layout, case)
            for case in ELSEWHERE:
                yield self._elsewhere(product, layout, case)

    @staticmethod
    def _planted(product: Product) -> frozenset[str]:
        """Return the facts this product has at all: a gas hose has no licence number."""
        return frozenset(
            fact
            for fact in EVERYTHING
            if not ((fact == "ccc" and not product.ccc) or (fact == "licence" and not product.licence))
        )

    def _rows(self, product: Product, facts: frozenset[str]) -> list[tuple[str, str]]:
        labels = self.data.labels
        texts = {
            "maker": product.maker, "address": product.maker_address, "model": product.model,
            "standard": "、".join(product.standards), "ccc": product.ccc, "licence": product.licence,
            "warning": product.warning,
        }  # fmt: skip
        choice = self.chance(product)
        specs = [(label, values[0]) for label, values in product.kind.specs.items()]
        rows = [(choice.choice(labels[fact]), texts[fact]) for fact in FIELDS if fact in facts and texts[fact]]
        return [("品牌", product.brand), *specs, *((label, str(text)) for label, text in rows), ("产地", "中国大陆")]

    def _page(
        self, product: Product, case: str, body: str, states: dict[str, State], *,
        rendered: bool = False, complete: bool = True, fragments: tuple[Fragment, ...] = (),
    ) -> Page:  # fmt: skip
        note = f"{case}{'/rendered' if rendered else ''}"
        raw = self.raw(
            self.url(product), body, rendered=rendered, complete=complete, fragments=fragments,
            fetched="browser" if rendered else "http",
        )  # fmt: skip
        truth = Truth(kind="item", states=states, free=frozenset({"kind"} if case == "captcha" else ()))
        return Page(name=f"{self.name}/{product.number}/{note}", case=case, raw=raw, truth=truth)

    def _body(self, product: Product, layout: str, facts: frozenset[str], case: str = "") -> str:
        rows = self._rows(product, facts)
        every = dict(self._rows(product, self._planted(product)))
        return self.render("item", product=product, rows=rows, every=every, layout=layout, case=case)

    def _gap(self, product: Product, layout: str, case: str, missing: frozenset[str], *, rendered: bool) -> Page:
        facts = self._planted(product) - missing
        states: dict[str, State] = {field: "shown" if fact in facts else "not_shown" for fact, field in FIELDS.items()}
        return self._page(product, case, self._body(product, layout, facts), states, rendered=rendered)

    def _obstacle(self, product: Product, layout: str, case: str) -> Page:
        facts = self._planted(product) - HIDDEN
        states: dict[str, State] = {
            field: "shown" if fact in facts else "not_observable" for fact, field in FIELDS.items()
        }
        body = self._body(product, layout, facts, case)
        if case == "captcha":
            states = dict.fromkeys(FIELDS.values(), "not_observable")
        if case in ("cut_body", "cut_flagged"):
            body = body[: body.index("产地")]
        return self._page(product, case, body, states, complete=case != "cut_flagged")

    def _elsewhere(self, product: Product, layout: str, case: str) -> Page:
        facts = self._planted(product)
        states: dict[str, State] = {field: "shown" for fact, field in FIELDS.items() if fact in facts}
        body = self._body(product, layout, frozenset(), case)
        rows = self._rows(product, facts)
        fragments: tuple[Fragment, ...] = ()
        if case == "loaded_frame":
            content = "".join(f"<tr><td>{label}</td><td>{text}</td></tr>" for label, text in rows)
            fragments = (self._fragment(product, "frame", f"<html><body><table>{content}</table></body></html>"),)
        if case == "description_api":
            content = "".join(f"<p>{label}：{text}</p>" for label, text in rows)
            fragments = (self._fragment(product, "api", json.dumps({"code": 0, "data": {"desc": content}})),)
        return self._page(product, case, body, states, rendered=bool(fragments), fragments=fragments)

    def _fragment(self, product: Product, kind: str, text: str) -> Fragment:
        return Fragment(
            url=f"https://{self.data.host}/desc/{product.number}",
            kind="frame" if kind == "frame" else "api",
            content_type="text/html; charset=utf-8" if kind == "frame" else "application/json",
            body=text.encode(),
        )
