"""Identifiers as they are compared: URLs, item ids, credit codes and certificate numbers in one written form."""

import re
import unicodedata
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

CodeKind = Literal["url", "credit_code", "certificate", "identifier"]

TRACKING = frozenset({"spm", "scm", "pvid", "gclid", "fbclid", "msclkid", "yclid", "bd_vid", "share_token", "ut_sk"})
"""Query parameters that only say where a visitor came from."""

_URL = re.compile(r"(?i)^(?:https?:)?//\S+$|^(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?/\S*$")
_CREDIT_CODE = re.compile(r"^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$|^\d{15}$")
_CERTIFICATE = re.compile(
    r"^(?:[\u4e00-\u9fff])?XK\d{10}$"  # production licence
    r"|^20\d{2}(?:01|03|22|23)\d{10}$"  # CCC
    r"|^C[A-Z]{1,4}\d{10,18}$"  # voluntary certification bodies
)
_IDENTIFIER = re.compile(r"^(?=.*\d)[A-Za-z0-9][A-Za-z0-9_.\-]{0,63}$")
_SCHEME = re.compile(r"(?i)(?:https?:)?//")


def is_url(text: str) -> bool:
    """Return whether the text is written as a web address."""
    return _URL.match(text.strip()) is not None


def fold_url(url: str) -> str:
    """Return a URL without what does not change the page: scheme, case of the host, default port, tracking, order.

    A fragment stays where it is a route of a single-page shop (`#/item/1`, `#!item`).
    """
    text = unicodedata.normalize("NFKC", url.strip())
    try:
        parts = urlsplit(text if _SCHEME.match(text) else f"//{text}")
        port = parts.port
    except ValueError:
        return text
    host = (parts.hostname or "").lower().removesuffix(".")
    place = host if port is None or port in (80, 443) else f"{host}:{port}"
    pairs = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name.lower() not in TRACKING and not name.lower().startswith("utm_")
    ]
    query = f"?{urlencode(sorted(pairs))}" if pairs else ""
    route = f"#{unquote(parts.fragment)}" if parts.fragment.startswith(("/", "!")) else ""
    return f"//{place}{unquote(parts.path).rstrip('/')}{query}{route}"


def fold_code(code: str) -> str:
    """Return an identifier in the form it is compared in: a folded URL, else upper case letters and digits only."""
    if is_url(code):
        return fold_url(code)
    return "".join(character for character in unicodedata.normalize("NFKC", code).upper() if character.isalnum())


def recognise(word: str) -> CodeKind | None:
    """Return what kind of identifier a typed word looks like; None for an ordinary word.

    A guess that only widens: a word taken for an identifier is still looked for in the texts (URLs are not).
    """
    if is_url(word):
        return "url"
    code = fold_code(word)
    if _CERTIFICATE.match(code):
        return "certificate"
    if _CREDIT_CODE.match(code):
        return "credit_code"
    return "identifier" if _IDENTIFIER.match(word) else None
