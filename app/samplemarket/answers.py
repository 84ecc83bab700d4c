"""An answer of a site to a request, and the frame all six share: pictures, pages that are not there, templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HTML = "text/html; charset=utf-8"
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Request:
    """What a site is asked: path, query, its own address, and how often this URL was asked since the day began."""

    path: str
    query: Mapping[str, str]
    authority: str
    """`host:port` the site stands at."""
    times_asked: int = 1

    @property
    def base(self) -> str:
        """The site's own root URL."""
        return f"http://{self.authority}"

    def page_number(self) -> int:
        """Return the page of a list that is asked for, from 1."""
        wanted = self.query.get("page", "1")
        return max(1, int(wanted)) if wanted.isdigit() else 1


@dataclass(frozen=True)
class Answer:
    """What a site answers."""

    body: bytes
    status: int = 200
    content_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ListPage:
    """One page of a list, with the numbers a pager needs."""

    number: int
    last: int
    items: Sequence[object]


@cache
def _environment() -> Environment:
    loaded = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    loaded.filters["yuan"] = lambda amount: f"{amount:,.2f}"
    loaded.filters["plain"] = lambda amount: f"{amount:.2f}"
    return loaded


def render(template: str, values: Mapping[str, object], *, encoding: str = "utf-8") -> bytes:
    """Return a filled-in template."""
    return _environment().get_template(template).render(**values).encode(encoding)


def picture(body: bytes) -> Answer:
    """Return a drawn picture."""
    return Answer(body, content_type="image/svg+xml", headers={"Cache-Control": "max-age=86400"})


def redirect(location: str) -> Answer:
    """Return a redirect."""
    return Answer(b"", status=302, headers={"Location": location})


def paged(items: Sequence[object], number: int, size: int) -> ListPage:
    """Return one page of a list."""
    last = max(1, -(-len(items) // size))
    return ListPage(number=number, last=last, items=items[(number - 1) * size : number * size])
