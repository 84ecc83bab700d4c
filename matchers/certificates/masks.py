"""Tells a value the page hides in part (`9133****`): shown, but never checked for form or compared."""

import re

_MASK = re.compile(r"[*＊•●■□_]{2,}|[xX×]{3,}|\*")


def is_masked(text: str) -> bool:
    """Return whether part of the value is covered by asterisks, crosses or dots."""
    return _MASK.search(text) is not None
