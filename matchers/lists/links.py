"""The web addresses a list's cell holds: `见附件` and `http://[bad/` hold none, shared texts hold one among words."""

import re
import unicodedata
from urllib.parse import urlsplit

_WRITTEN = re.compile(r"(?:https?:|(?<!\S))//[^\s，。；、「」【】<>\"“”《》]+", re.IGNORECASE)
_BARE = re.compile(r"^[^\s/:，。；、「」【】<>\"“”《》]+(?::\d+)?(?:[/?#]\S*)?$")
_HOST = re.compile(
    r"^(?=.{1,253}$)(?:[\w](?:[\w-]{0,61}[\w])?\.)+[\w-]{2,63}\.?$|^[A-Za-z0-9][A-Za-z0-9-]*$|^\d{1,3}(?:\.\d{1,3}){3}$"
)
_OTHER_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)


def read_links(text: str) -> tuple[str, ...]:
    """Return every usable http or https address of a cell, in order, each once, with its scheme."""
    cell = unicodedata.normalize("NFKC", text).strip()
    written = [found.group() for found in _WRITTEN.finditer(cell)]
    if written != [cell]:
        written = [address.rstrip(").,;'") for address in written]
    if not written and "." in cell.partition("/")[0] and _BARE.match(cell) and not _OTHER_SCHEME.match(cell):
        written = [f"http://{cell}"]
    addresses = [f"http:{found}" if found.startswith("//") else found for found in written]
    return tuple(dict.fromkeys(address for address in addresses if _usable(address)))


def _usable(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if port == 0 or "@" in parts.netloc:
        return False
    if ":" in host:
        return True
    return _HOST.match(host) is not None and "%" not in host
