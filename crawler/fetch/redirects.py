"""Follows redirects only where a link would be followed: on the same site, and changing nothing."""

from typing import Any
from urllib.parse import urljoin

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response
from w3lib.url import safe_url_string

from crawler.fetch.links import may_follow_part, same_site
from crawler.fetch.robots import ROBOTS_REQUEST

SITE = "site"
"""Meta key with the declaration whose hosts a request may be led to."""


class SiteRedirects(RedirectMiddleware):
    """Scrapy's middleware; a redirect off the site comes back as the answer it is."""

    def handle_referer(self, request: Request, response: Response) -> None:
        """Do nothing: no request of ours carries a referrer."""

    def _engine_started(self) -> None:
        """Look for no referrer middleware; Scrapy's own warns that there is none."""

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Any = None,  # noqa: ARG002 - Scrapy's signature
    ) -> Request | Response:
        """Return the request to go on with, or the response where the redirect is not followed."""
        target = redirect_target(response)
        declaration = request.meta.get(SITE)
        if target is None or request.meta.get(ROBOTS_REQUEST) or declaration is None:
            return super().process_response(request, response)
        if not same_site(target, declaration) or not may_follow_part(target):
            return response
        return super().process_response(request, response)


def redirect_target(response: Response) -> str | None:
    """Return where a response leads, when it is a redirect."""
    location = response.headers.get("Location")
    if location is None or not 300 <= response.status < 400:
        return None
    return urljoin(response.url, safe_url_string(location))
