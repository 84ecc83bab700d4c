"""What a fetched page is to the sweep: its text, how its URL ended, and the exchange that is kept."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from scrapy.http import Response
from selectolax.lexbor import LexborHTMLParser

from crawler.addresses import clean_url
from crawler.capture.plan import PlanRow
from crawler.capture.warc import Exchange
from crawler.fetch.browser import Snapshot, snapshot_of
from crawler.fetch.complete import ends_whole
from crawler.fetch.gates import SeenPage, detect_gate, is_soft_gone, leads_home
from crawler.fetch.links import canonical_link
from crawler.fetch.redirects import redirect_target
from crawler.platforms import PlatformDeclaration
from crawler.read.dom.decode import Decoded, decode
from crawler.records import Fragment, Gate, Outcome

_HTML_KINDS = ("html", "xml", "text/plain")
_RENDERED_TYPE = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a planned URL ends."""

    outcome: Outcome
    gate: Gate = "none"
    note: str | None = None


class FetchedPage:
    """One answer, from HTTP or the browser."""

    def __init__(self, row: PlanRow, response: Response, declaration: PlatformDeclaration) -> None:
        self.row = row
        self.response = response
        self.declaration = declaration
        self.snapshot: Snapshot | None = snapshot_of(response)

    @property
    def address(self) -> str:
        """Where the page really came from, hash route included."""
        if self.snapshot is not None:
            return self.snapshot.url
        return redirect_target(self.response) or self.response.url

    @property
    def final_url(self) -> str | None:
        """Where a redirect led, when it did."""
        return self.address if clean_url(self.address) != clean_url(self.row.url) else None

    @cached_property
    def content_type(self) -> str | None:
        """The Content-Type header; a rendered DOM is UTF-8 whatever the server said of its source."""
        if self.snapshot is not None:
            return _RENDERED_TYPE
        value = self.response.headers.get("Content-Type")
        return value.decode("latin-1") if value else None

    @cached_property
    def body(self) -> bytes:
        """The bytes that are kept."""
        if self.snapshot is not None:
            return self.snapshot.html.encode("utf-8", "replace")
        return bytes(self.response.body)

    @cached_property
    def decoded(self) -> Decoded:
        """The page's text and encoding."""
        return decode(self.body, self.content_type)

    @property
    def is_html(self) -> bool:
        """Whether there is anything to follow or judge in it."""
        if self.content_type is None:
            return b"<" in self.body[:1000]
        return any(kind in self.content_type.lower() for kind in _HTML_KINDS)

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The parsed page."""
        return LexborHTMLParser(self.decoded.text.replace("\x00", "").encode("utf-8", "replace"))

    @cached_property
    def canonical(self) -> str | None:
        """The address under which the site itself files the page."""
        encoding = self.decoded.encoding if self.decoded.encoding != "mixed" else "utf-8"
        return canonical_link(self.tree, base=self.address, encoding=encoding) if self.is_html else None

    @property
    def complete(self) -> bool:
        """Whether the whole body came: as long as announced, and closing what it opens."""
        if self.snapshot is not None:
            return self.snapshot.whole
        if "dataloss" in self.response.flags or self.decoded.truncated:
            return False
        return not self.is_html or ends_whole(self.decoded.text)

    def judge(self) -> Verdict:
        """Return how the URL ends."""
        status, url, final = self.response.status, self.row.url, self.final_url
        seen = SeenPage(self.decoded.text if self.is_html else "")
        gate = detect_gate(status=status, url=url, final_url=final, seen=seen, declaration=self.declaration)
        if gate != "none":
            return Verdict("gated", gate)
        if redirect_target(self.response) is not None:
            if final and leads_home(url, final):
                return Verdict("gone", note="跳转到首页")
            return Verdict("failed", note=f"跳转到不跟随的地址；{self.address}")
        kind, own = self.row.kind, self.declaration
        if is_soft_gone(status=status, url=url, final_url=final, seen=seen, declaration=own, kind=kind):
            return Verdict("gone", note="跳转到首页" if final and leads_home(url, final) else None)
        if not 200 <= status < 300:
            return Verdict("failed", note=f"网站应答 HTTP {status}")
        if not self.body.strip():
            return Verdict("failed", note="页面是空的")
        return Verdict("kept")

    def exchange(self, captured_at: datetime, fragments: tuple[Fragment, ...] = ()) -> Exchange:
        """Return what is kept of it."""
        snapshot = self.snapshot
        request = self.response.request
        facts = {"fetched": "browser" if snapshot else "http", "kind": self.row.kind, "reason": self.row.reason}
        if mandate := self.response.meta.get("robots_mandate"):
            facts["robots-override"] = str(mandate)
        return Exchange(
            url=self.row.url,
            body=self.body,
            fetched="browser" if snapshot else "http",
            captured_at=captured_at,
            final_url=self.final_url,
            status=self.response.status,
            headers=self._kept_headers(),
            request_headers=_pairs(request.headers) if request is not None else (),
            content_type=self.content_type,
            complete=self.complete,
            rendered=snapshot is not None,
            fragments=snapshot.fragments if snapshot else fragments,
            screenshot=snapshot.screenshot if snapshot else None,
            facts=facts,
        )

    def _kept_headers(self) -> tuple[tuple[str, str], ...]:
        """Return the answer's headers; the type of a rendered page's source stays under another name."""
        pairs = _pairs(self.response.headers)
        if self.snapshot is None:
            return pairs
        renamed = ((f"X-Wire-{name}" if name.lower() == "content-type" else name, value) for name, value in pairs)
        return (*renamed, ("Content-Type", _RENDERED_TYPE))


def _pairs(headers: object) -> tuple[tuple[str, str], ...]:
    items = headers.items()  # type: ignore[attr-defined]
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, values in items for value in values)
