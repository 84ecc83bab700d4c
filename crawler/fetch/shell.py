"""Tells an empty shell, which a browser must fill, from a page that came whole over HTTP."""

import re

from selectolax.lexbor import LexborHTMLParser

_ROOTS = (
    "#app, #root, #__next, #__nuxt, #main-app, #application, #container-app, app-root, [data-reactroot], [ng-app], "
    "[data-ng-app], [v-cloak], [data-server-rendered]"
)
_LITTLE_TEXT = 200
"""Characters of visible text below which a page with scripts may be a shell; shells seen have 0–120."""
_TEMPLATE = re.compile(r"\{\{[^{}]{1,80}\}\}")
_BLANKS = re.compile(r"\s+")
_WANTS_SCRIPT = re.compile(
    r"enable javascript|javascript to run|启用\s*javascript|开启\s*javascript|打开javascript", re.IGNORECASE
)
_UNSEEN = ["script", "style", "noscript", "template", "svg"]


def is_shell(text: str) -> bool:
    """Return whether the page's source has no content of its own yet: scripts are to fetch and show it."""
    tree = LexborHTMLParser(text.replace("\x00", "").encode("utf-8", "replace"))
    if not tree.css("script") or tree.body is None:
        return False
    wants_script = any(_WANTS_SCRIPT.search(node.text(deep=True)) for node in tree.css("noscript"))
    root = tree.css_first(_ROOTS)
    tree.strip_tags(_UNSEEN, recursive=True)
    body = tree.body
    shown = _BLANKS.sub("", body.text(deep=True)) if body is not None else ""
    if len(_TEMPLATE.findall(shown)) >= 3:
        return True
    if len(shown) >= _LITTLE_TEXT:
        return False
    # A short page without a root to fill may simply be short: an error page, a notice, a form.
    return root is not None or wants_script or not shown
