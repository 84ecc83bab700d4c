"""Tells whether a page's source came whole; in doubt it did not, since an absence on half a page proves nothing."""

import re

_OPENS = re.compile(r"<(html|body)[\s>]", re.IGNORECASE)
_CLOSES = re.compile(r"</(html|body)\s*>", re.IGNORECASE)
_CUT_TAG = re.compile(r"<[a-zA-Z/!][^>]*\Z")


def ends_whole(text: str) -> bool:
    """Return whether the source closes what it opened: `</html>` or `</body>` is there and it ends outside a tag."""
    tail = text.rstrip()
    if _CUT_TAG.search(tail[-2000:]):
        return False
    return _OPENS.search(text) is None or _CLOSES.search(text) is not None
