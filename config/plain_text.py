"""Makes text that can be written as UTF-8: half characters (lone surrogates), as cut emoji leave them, are replaced."""

import re
from typing import Any

_HALVES = re.compile("[\ud800-\udfff]")


def plain_text(text: str) -> str:
    """Return the text with the halves of one character joined, and U+FFFD for each half that stands alone."""
    if text.isascii() or not _HALVES.search(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def plain(value: Any) -> Any:
    """Return data as JSON knows it with plain text only, keys included."""
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, dict):
        return {plain(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    return value
