"""The web addresses a list's cell holds: `见附件` and `http://[bad/` hold none, shared texts hold one among words."""

import re
import unicodedata

from config.web_address import web_address

_WRITTEN = re.compile(r"(?:https?:|(?<!\S))//[^\s，。；、「」【】<>\"“”《》]+", re.IGNORECASE)
_BARE = re.compile(r"^[^\s/:，。；、「」【】<>\"“”《》]+\.(?:[A-Za-z]{2,}|\d{1,3}|中国)(?::\d+)?(?:[/?#]\S*)?$")
_OTHER_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)


def read_links(text: str) -> tuple[str, ...]:
    """Return every usable http or https address of a cell, in order, each once, with its scheme."""
    cell = unicodedata.normalize("NFKC", text).strip()
    written = [found.group() for found in _WRITTEN.finditer(cell)]
    if written != [cell]:
        written = [address.rstrip(").,;'") for address in written]
    if not written and _BARE.match(cell) and not _OTHER_SCHEME.match(cell):
        written = [f"http://{cell}"]
    addresses = [f"http:{found}" if found.startswith("//") else found for found in written]
    return tuple(dict.fromkeys(address for address in addresses if _is_address(address)))


def _is_address(text: str) -> bool:
    try:
        web_address(text)
    except ValueError:
        return False
    return True
